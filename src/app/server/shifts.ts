/** Who has the watch: draws the list of a hand-over from what the program knows, dresses shifts for readers, and watches the hours. */
import { createHash } from 'node:crypto'
import { uuidFromDigest, uuidV7 } from '../../base/ids.ts'
import { alerts as alertsView } from '../../features/alerts/fold.ts'
import { modeOf } from '../../features/cameras/decide.ts'
import type { Assurance } from '../../features/coverage/contract.ts'
import { watchOf } from '../../features/coverage/watched.ts'
import { recordingGaps, recordingHolds } from '../../features/recordings/fold.ts'
import { changeKinds, type HandOverItem, type ShiftView, type WatchView } from '../../features/shifts/contract.ts'
import { noteRelief } from '../../features/shifts/decide.ts'
import { type ShiftRow, type WatchRow, watches } from '../../features/shifts/fold.ts'
import { drawItems, type ItemAlert, type ItemFacts, itemsText } from '../../features/shifts/items.ts'
import { reliefDueAtMs, reliefGraceMs, reliefReminderMs, shiftTooLong } from '../../features/shifts/times.ts'
import type { Actor, Entry } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import { viewTable } from '../../journal/server/views.ts'
import type { Ports } from '../../platform/ports.ts'
import { changeTypes, changeTypesOf } from './changes.ts'
import { readExposure } from './exposure.ts'
import type { StoredAlert } from './present.ts'
import type { Recordings } from './recordings.ts'
import type { SiteState } from './state.ts'
import type { PatientWriter } from './writer.ts'

export type StoredWatch = WatchRow & { readonly id: string; readonly version: number }
export type Stretch = { readonly fromMs: number; readonly toMs: number }

const machine: Actor = { kind: 'machine', id: 'marsad', session: null }
const table = viewTable(alertsView)
/** More changes of health than this in one shift: how long a zone was not watched is then not known. */
const cutsMax = 2000

export interface ShiftNeeds {
  readonly journal: Journal
  readonly vault: Vault
  readonly writer: PatientWriter
  readonly state: SiteState
  readonly recordings: Pick<Recordings, 'state'>
  readonly ports: Ports
  readonly timeZone: string
  nameOf(personId: string): string
  assurance(): Assurance
  /** Own movements that were announced and have not ended. */
  announced(): ItemFacts['announced']
  /** Until when a camera is out of service; null: not said. */
  outUntil(cameraId: string): string | null
  /** A shift that is too long, once: an alert for the commander. */
  onTooLong(shift: ShiftRow): void
}

export interface ShiftKeeper {
  /** The record of the watch; null before anybody ever had it. */
  watch(): StoredWatch | null
  /** Subject, area and mode of what is written about the watch. */
  place(): { readonly id: string; readonly area: string; readonly mode: 'live' | 'exercise' }
  /** As the session that asks may see it. */
  view(sessionId: string | null): Promise<WatchView>
  /** The list as it is now, with the hash that both sign; empty while nobody is on watch. */
  items(): Promise<{ items: HandOverItem[]; sha256: string }>
  /** Any shift there ever was. */
  shift(id: string): Promise<ShiftView | null>
  /** When somebody was on watch, as far as it overlaps the span; UTC milliseconds. */
  staffed(fromMs: number, toMs: number): Promise<Stretch[]>
  /** Told once a second: reliefs that nobody answered, shifts that last too long. */
  sweep(): void
}

/** Reads the watch once; from then on commits keep it. */
export async function keepShifts(needs: ShiftNeeds): Promise<ShiftKeeper> {
  const { journal, vault, writer, state, ports } = needs
  const { sql, site } = journal
  const idOf = (area: string) => uuidFromDigest(createHash('sha256').update(`watch ${site} ${area}`).digest())
  const rows = new Map<string, StoredWatch>()
  for (const row of await sql.unsafe<{ id: string; version: number; data: object }[]>(
    `select id, version, data from ${viewTable(watches)} where site = $1`,
    [site],
  ))
    rows.set(row.id, { ...row.data, id: row.id, version: row.version } as StoredWatch)
  journal.onCommitted(({ rows: changed }) => {
    for (const [id, row] of changed.get('watches') ?? []) if (row) rows.set(id, row as unknown as StoredWatch)
  })
  const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hour12: false, timeZone: needs.timeZone })
  const hourOf = (ms: number) => Number(hour.format(ms)) % 24
  const told = new Set<string>()
  const underWay = new Set<string>()

  function place() {
    // The area that somebody holds stays the one of this post, whatever is added later.
    const [held] = rows.values()
    const [camera] = [...state.cameraRows.values()].filter(({ isRemoved }) => !isRemoved)
    const area = held?.area ?? camera?.area ?? 'site'
    return { id: held?.id ?? idOf(area), area, mode: camera ? modeOf(camera) : ('live' as const) }
  }
  const watch = (): StoredWatch | null => rows.get(place().id) ?? null

  async function said(ref: { vault: string } | null): Promise<string | null> {
    if (ref === null) return null
    const found = await vault.read(sql, ref.vault)
    return found ? Buffer.from(found.content).toString() : null
  }
  const person = (id: string) => ({ id, name: needs.nameOf(id) })

  async function presentShift(shift: ShiftRow): Promise<ShiftView> {
    return {
      id: shift.id,
      state: shift.state,
      by: person(shift.byId),
      second: shift.secondId === null ? null : person(shift.secondId),
      openedAt: shift.openedAt,
      untilAt: shift.untilAt,
      sound: shift.sound,
      reliefs: await Promise.all(
        shift.reliefs.map(async ({ byId, note, ...relief }) => ({
          ...relief,
          by: byId === null ? null : person(byId),
          note: await said(note),
        })),
      ),
      handOver: shift.handOver && {
        startedAt: shift.handOver.startedAt,
        note: await said(shift.handOver.note),
        incoming: shift.handOver.incomingId === null ? null : person(shift.handOver.incomingId),
        opened: { ...shift.handOver.opened },
      },
      incomingNote: await said(shift.incomingNote),
      relievedBecause: await said(shift.relievedBecause),
      closedAt: shift.closedAt,
      closedBy: shift.nextById === null ? null : person(shift.nextById),
    }
  }

  async function shiftAlerts(openedAt: string): Promise<ItemAlert[]> {
    const found = await sql.unsafe<{ id: string; version: number; data: object }[]>(
      `select id, version, data from ${table} where site = $1 and (data->>'disposition' = 'open'
         or (data->'closed'->>'reason' = 'undetermined' and data->'closed'->>'at' >= $2)) order by id limit 2000`,
      [site, openedAt],
    )
    return found.map(({ id, version, data }) => {
      const row = { ...data, id, version } as StoredAlert
      const { suppression } = row
      return {
        id,
        number: row.number,
        priority: row.priority,
        title: row.title,
        isTaken: row.ack === 'acknowledged',
        isOpen: row.disposition === 'open',
        suppression:
          suppression.kind === 'shelved' || suppression.kind === 'by_design'
            ? { kind: suppression.kind, until: suppression.until }
            : { kind: suppression.kind },
        closedReason: row.closed?.reason ?? null,
        closedAt: row.closed?.at ?? null,
        decisionVersion: row.decisionVersion,
      }
    })
  }

  /** For how long the ground of each zone was not watched, from what each camera did; null where too much happened to tell. */
  async function unwatched(fromMs: number, nowMs: number): Promise<ItemFacts['unwatched']> {
    const cameras = state.cameras()
    const zones = state.places().filter(({ geometry }) => geometry.kind === 'zone')
    if (zones.length === 0) return []
    const exposure = await readExposure(
      journal,
      cameras.map(({ id }) => id),
      fromMs,
      nowMs,
      nowMs,
    )
    const intervals = new Map(exposure.cameras.map((of) => [of.cameraId, of.intervals]))
    const cuts = [...new Set(exposure.cameras.flatMap((of) => of.intervals.map(({ from }) => Date.parse(from))))].sort(
      (a, b) => a - b,
    )
    return zones.flatMap((zone): ItemFacts['unwatched'][number][] => {
      const isWatchedNow = watchOf(zone, cameras).isWatched
      if (cuts.length > cutsMax) return isWatchedNow ? [] : [{ placeId: zone.id, name: zone.name, isWatchedNow, seconds: null }]
      let ms = 0
      cuts.forEach((cut, at) => {
        const then = cameras.map((camera) => {
          const part = intervals.get(camera.id)?.find(({ from, to }) => Date.parse(from) <= cut && cut < Date.parse(to))
          return { ...camera, health: part?.health ?? ('unknown' as const) }
        })
        if (!watchOf(zone, then).isWatched) ms += (cuts[at + 1] ?? nowMs) - cut
      })
      // A moment at a start is no news; a minute is.
      if (isWatchedNow && ms < 60_000) return []
      return [{ placeId: zone.id, name: zone.name, isWatchedNow, seconds: Math.round(ms / 1000) }]
    })
  }

  async function facts(shift: ShiftRow): Promise<ItemFacts> {
    const nowMs = ports.clock.nowMs()
    const since = shift.openedAt
    const sinceMs = Date.parse(since)
    const codeOf = (id: string) => state.cameraRows.get(id)?.code ?? ''
    const [alerts, gaps, holds, entries, recording, zones] = await Promise.all([
      shiftAlerts(since),
      sql.unsafe<{ camera: string; n: number; seconds: number }[]>(
        `select data->>'cameraId' as camera, count(*)::int as n,
           sum(extract(epoch from (data->>'to')::timestamptz - (data->>'from')::timestamptz))::float8 as seconds
         from ${viewTable(recordingGaps)} where site = $1 and data->>'to' > $2 group by 1 order by 1`,
        [site, since],
      ),
      sql.unsafe<{ id: string; data: { cameraId: string; from: string } }[]>(
        `select id, data from ${viewTable(recordingHolds)} where site = $1 order by id limit 200`,
        [site],
      ),
      sql<{ type: string; pos: number; part: string | null; state: string | null }[]>`
        select type, pos, text::jsonb->'body'->>'part' as part, text::jsonb->'body'->>'state' as state from journal.entry
        where site = ${site} and type = any(${[...changeTypes, 'assurance.changed']}) and observed_at >= ${since} order by seq limit 5000`,
      needs.recordings.state(),
      unwatched(sinceMs, nowMs),
    ])
    const now = needs.assurance()
    const troubles = (['seen', 'shown', 'saved', 'clock', 'reachable'] as const).flatMap((part) => {
      const n = entries.filter(
        (entry) => entry.part === part && (entry.state === 'bad' || (entry.state === 'unknown' && part !== 'reachable')),
      ).length
      const isNow = now[part].state === 'bad'
      return n > 0 || isNow ? [{ part, n, isNow }] : []
    })
    return {
      shift,
      nowMs,
      alerts,
      announced: needs.announced(),
      cameras: state.cameras().map(({ id, code, health, healthSince }) => ({
        id,
        code,
        health,
        since: healthSince,
        outUntil: needs.outUntil(id),
      })),
      unwatched: zones,
      gaps: gaps.map(({ camera, n, seconds }) => ({ cameraId: camera, code: codeOf(camera), count: n, seconds })),
      recordingStopped: recording.state === 'stopped' ? 'full' : null,
      holds: holds.map(({ id, data }) => ({ id, code: codeOf(data.cameraId), from: data.from })),
      changes: changeKinds.flatMap((what) => {
        const own = entries.filter(({ type }) => (changeTypesOf(what) as readonly string[]).includes(type))
        return own.length === 0 ? [] : [{ what, n: own.length, lastPos: own.at(-1)?.pos ?? 0 }]
      }),
      isExercise: state.cameras().some(({ id }) => {
        const row = state.cameraRows.get(id)
        return row !== undefined && modeOf(row) === 'exercise'
      }),
      troubles,
    }
  }

  return {
    watch,
    place,
    async view(sessionId) {
      const row = watch()
      const { id, area } = place()
      const nowMs = ports.clock.nowMs()
      const now = row?.now ?? null
      const due = now ? reliefReminderMs(now, nowMs, hourOf) : null
      return {
        id,
        version: row?.version ?? 0,
        area,
        now: now && (await presentShift(now)),
        planned: (row?.planned ?? [])
          .filter(({ untilAt }) => Date.parse(untilAt) > nowMs)
          .map(({ byId, ...plan }) => ({ ...plan, by: person(byId) })),
        past: await Promise.all((row?.past ?? []).slice(0, 10).map(presentShift)),
        reliefDueAt: due === null ? null : new Date(due).toISOString(),
        isTooLong: shiftTooLong(now, nowMs),
        isIncomingHere: sessionId !== null && now?.handOver?.session === sessionId,
      }
    },
    async items() {
      const now = watch()?.now
      const items = now ? drawItems(await facts(now)) : []
      return { items, sha256: createHash('sha256').update(itemsText(items)).digest('hex') }
    },
    async shift(id) {
      for (const row of rows.values()) {
        const near = [row.now, ...row.past].find((shift) => shift?.id === id)
        if (near) return presentShift(near)
      }
      // Older than the row keeps: told again from the journal.
      for (const subject of rows.keys()) {
        const entries = await sql<{ text: string }[]>`
          select text from journal.entry where subject = ${subject} and site = ${site} order by seq`
        let row: StoredWatch | undefined
        for (const { text } of entries) {
          const entry = JSON.parse(text) as Entry
          if (!watches.folds(entry)) continue
          const folded = watches.fold(row, entry)
          row = folded ? { ...folded, id: subject, version: (row?.version ?? 0) + 1 } : undefined
          if (row?.past[0]?.id === id) return presentShift(row.past[0])
        }
      }
      return null
    },
    async staffed(fromMs, toMs) {
      // Once somebody has an area it is never without an owner: from the first shift on it is staffed.
      const [first] = await sql<{ at: Date }[]>`
        select observed_at as at from journal.entry where site = ${site} and type = 'shift.opened' order by seq limit 1`
      if (!first) return []
      const from = Math.max(fromMs, first.at.getTime())
      const to = Math.min(toMs, ports.clock.nowMs())
      return to > from ? [{ fromMs: from, toMs: to }] : []
    },
    sweep() {
      const nowMs = ports.clock.nowMs()
      for (const row of rows.values()) {
        const { now } = row
        if (!now) continue
        if (shiftTooLong(now, nowMs) && !told.has(now.id)) {
          told.add(now.id)
          needs.onTooLong(now)
        }
        const dueMs = reliefDueAtMs(now)
        // By day nobody is reminded, so nothing is missed; at night an hour without an answer is written down once.
        if (reliefReminderMs(now, dueMs, hourOf) === null || nowMs < dueMs + reliefGraceMs || underWay.has(row.id)) continue
        underWay.add(row.id)
        const dueAt = new Date(dueMs).toISOString()
        const input = {
          id: row.id,
          area: row.area,
          basedOn: row.version,
          dueAt,
          state: 'missed' as const,
          reason: null,
          note: null,
        }
        void writer.run(noteRelief, { subject: row.id, actor: machine, input }).then(() => underWay.delete(row.id))
      }
    },
  }
}

/** An id for what is written about shifts. */
export function newShiftId(ports: Ports): string {
  return uuidV7(ports.clock.nowMs(), ports.random.bytes(10))
}
