/**
 * Walk tests: one of our own people walks before a camera at a said time, and what the camera told of it is written as its proof.
 * The walk is announced like any own movement; when it is over, the tracks confirmed meanwhile are counted from the journal.
 */
import { createHash } from 'node:crypto'
import { uuidFromDigest } from '../../base/ids.ts'
import type { Place } from '../../features/cameras/contract.ts'
import { noteWalkTest } from '../../features/cameras/decide.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Ports } from '../../platform/ports.ts'
import type { SiteState, StoredAnnouncement } from './state.ts'
import type { PatientWriter } from './writer.ts'

const machine = { kind: 'machine', id: 'marsad', session: null } as const
/** Tracks of the last steps are written a moment after they are seen. */
const settleMs = 5000

export interface WalkTests {
  /** Looks whether a walk is over; to be called about once a second. */
  tick(): void
}

/** Starts with the walks that are announced; one that ended while the program was off is counted now. */
export function watchWalkTests(options: {
  readonly journal: Journal
  readonly writer: PatientWriter
  readonly state: SiteState
  readonly ports: Ports
  onFault(error: unknown): void
}): WalkTests {
  const { journal, writer, state, ports } = options
  const told = new Set<string>()

  async function count(walk: StoredAnnouncement, untilAt: string): Promise<void> {
    for (const cameraId of walk.cameraIds) {
      const rows = await journal.sql<{ place: Place | null }[]>`
        select text::jsonb->'body'->'place' as place from journal.entry
        where site = ${journal.site} and type = 'track.confirmed' and observed_at >= ${walk.from} and observed_at <= ${untilAt}
          and text::jsonb->'body'->>'cameraId' = ${cameraId}`
      const ranges = rows.flatMap(({ place }) => (place?.rangeM.best ? [place.rangeM.best] : []))
      // The same walk is counted once, however often the program looks.
      const commandId = uuidFromDigest(createHash('sha256').update(`walk ${walk.id} ${cameraId}`).digest())
      const result = {
        announcementId: walk.id,
        from: walk.from,
        until: untilAt,
        byId: walk.byId,
        tracks: rows.length,
        farthestM: ranges.length > 0 ? Math.round(Math.max(...ranges)) : null,
      }
      await writer.run(noteWalkTest, { subject: cameraId, actor: machine, commandId, input: { id: cameraId, result } })
    }
  }

  return {
    tick() {
      const nowMs = ports.clock.nowMs()
      for (const walk of state.announcementRows.values()) {
        const untilAt = walk.endedAt ?? walk.until
        if (walk.what !== 'walk_test' || told.has(walk.id) || Date.parse(untilAt) + settleMs > nowMs) continue
        told.add(walk.id)
        count(walk, untilAt).catch((error: unknown) => {
          // Counted again with the next look.
          told.delete(walk.id)
          options.onFault(error)
        })
      }
    },
  }
}
