/**
 * From tracks and camera health to alerts. Decides in memory at once, writes to the journal, and when the journal cannot
 * write shows the alert all the same, marked "not saved", and enters it later with both times.
 */
import { uuidV7 } from '../../base/ids.ts'
import { accept, Fault, type Outcome, refuse } from '../../base/outcome.ts'
import { type AlertContent, composeCameraDown, composeDetection } from '../../features/alerts/compose.ts'
import { acknowledgeAlert, clearAlert, isHigher, raiseAlert, raisePriority, repeatAlert } from '../../features/alerts/decide.ts'
import type { AlertRaised } from '../../features/alerts/events.ts'
import { type AlertRow, alerts } from '../../features/alerts/fold.ts'
import { belongs, soundOf } from '../../features/alerts/grouping.ts'
import { judge } from '../../features/alerts/rules/index.ts'
import type { Scene } from '../../features/alerts/rules/rule.ts'
import { likelyClass } from '../../features/alerts/rules/rule.ts'
import { noFrameLimitMs } from '../../features/cameras/health.ts'
import type { TrackView } from '../../features/tracks/contract.ts'
import { mayBeSame } from '../../features/tracks/join.ts'
import { type Actor, isoTime } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import type { Hops, Still } from '../worker/messages.ts'
import type { StoredAlert } from './present.ts'
import type { Spool, Spooled, SpooledAct } from './spool.ts'

const machine = { kind: 'machine', id: 'marsad', session: null } as const
/** An alert that is not on disk by then is shown as not saved. */
const saveWithinMs = 600
const considerEveryMs = 1000

export interface Unsaved {
  row: StoredAlert
  readonly since: string
  readonly spooled: Spooled
}

export interface AlertingWorld {
  scene(cameraId: string): (Scene & { readonly area: string }) | null
  /** Zones that nobody watches while this camera is down. */
  unwatchedBecauseOf(cameraId: string): readonly { readonly ar: string; readonly en: string }[]
  codeOf(cameraId: string): string
  /** Something to show changed that is not in the journal. */
  unsavedChanged(): void
}

export interface Alerting {
  confirmed(track: TrackView, still: Still, hops: Hops, pointsSha256: string): void
  moved(tracks: readonly TrackView[]): void
  ended(track: TrackView): void
  cameraDown(cameraId: string, reason: string, silentMs: number): void
  cameraBack(cameraId: string): void
  /** Live tracks with what they are joined with. */
  tracks(): TrackView[]
  unsaved(): Unsaved[]
  /** The picture of an alert that is not saved yet. */
  unsavedStill(id: string): Uint8Array | null
  /** A person takes an alert that is not saved: kept on disk at once, written to the journal behind the alert. */
  acknowledgeUnsaved(id: string, act: { commandId: string; actor: Actor; basedOn: number }): Outcome<StoredAlert>
}

interface Group {
  readonly id: string
  row: StoredAlert
  lastSoundAtMs: number
  togetherMax: number
  /** Writes about one alert go one after the other. */
  writing: Promise<void>
}

interface Known {
  track: TrackView
  readonly pointsSha256: string
  readonly still: Still
  readonly hops: Hops
  consideredAtMs: number
  seenAtMs: number
  groupId: string | null
}

/** Opens alerting on the alerts that are open and on what the spool still holds. */
export function createAlerting(
  journal: Journal,
  vault: Vault,
  spool: Spool,
  open: readonly StoredAlert[],
  lastNumber: number,
  world: AlertingWorld,
  ports: Ports,
): Alerting {
  const groups = new Map<string, Group>(
    open.map((row) => [
      row.id,
      { id: row.id, row, lastSoundAtMs: Date.parse(row.lastAt), togetherMax: 1, writing: Promise.resolve() },
    ]),
  )
  const known = new Map<string, Known>()
  const unsaved = new Map<string, Unsaved>()
  let numbered = lastNumber
  const newId = () => uuidV7(ports.clock.nowMs(), ports.random.bytes(10))

  // Acts of people and of machines come back as rows: the groups follow what is written, not what was wished.
  journal.onCommitted(({ rows }) => {
    for (const [id, row] of rows.get('alerts') ?? []) {
      const group = groups.get(id)
      if (row === null) continue
      const stored = row as unknown as StoredAlert
      if (group) group.row = stored
      else if (stored.disposition === 'open') {
        groups.set(id, { id, row: stored, lastSoundAtMs: Date.parse(stored.lastAt), togetherMax: 1, writing: Promise.resolve() })
      }
      if (stored.disposition === 'closed') groups.delete(id)
    }
  })

  for (const left of spool.read()) {
    numbered = Math.max(numbered, numberOf(left.alert.number))
    raise(left)
  }

  function consider(entry: Known): void {
    const { track } = entry
    const scene = world.scene(track.cameraId)
    if (!scene) return
    const finding = judge(track, scene)
    if (!finding) return
    const nowMs = ports.clock.nowMs()
    const same = [track.id, ...track.joinedWith].map((id) => known.get(id)?.groupId).find((id) => id !== null && id !== undefined)
    if (same !== undefined && same !== null) {
      const isNewcomer = entry.groupId === null
      entry.groupId = same
      const group = groups.get(same)
      if (group && isHigher(finding.priority, group.row.priority)) {
        const content = composeDetection(finding, track, scene, codes(track))
        const { title, reasons, place, distanceToLineM, ruleId } = content
        write(group, async () => {
          const change = { from: group.row.priority, to: finding.priority, ruleId, title, reasons, place, distanceToLineM }
          await journal.run(raisePriority, order(group.id, { id: group.id, observedAtMs: nowMs, change }))
        })
      } else if (group && isNewcomer) {
        write(group, async () => {
          const repeat = { trackId: track.id, cameraId: track.cameraId, place: track.place, sounds: null }
          await journal.run(repeatAlert, order(group.id, { id: group.id, observedAtMs: nowMs, repeat }))
        })
      }
      return
    }
    const candidate = {
      ruleId: finding.ruleId,
      groupClass: likelyClass(track),
      cameraId: track.cameraId,
      place: track.place,
      atMs: nowMs,
    }
    const group = [...groups.values()].find(({ row }) => belongs(row, candidate))
    if (group) {
      entry.groupId = group.id
      const together = [...known.values()].filter(
        (other) => other.groupId === group.id && other.track.state === 'confirmed',
      ).length
      const heard = {
        acknowledgedAt: group.row.hops.h5AcknowledgedAt,
        lastSoundAtMs: group.lastSoundAtMs,
        togetherMax: group.togetherMax,
      }
      const sounds = soundOf(heard, together, nowMs, candidate.groupClass)
      group.togetherMax = Math.max(group.togetherMax, together)
      if (sounds) group.lastSoundAtMs = nowMs
      write(group, async () => {
        const repeat = { trackId: track.id, cameraId: track.cameraId, place: track.place, sounds }
        const answer = await journal.run(repeatAlert, order(group.id, { id: group.id, observedAtMs: nowMs, repeat }))
        // Closed in the same instant: what goes on moving is a new alert.
        if (!answer.ok && answer.refusal.code === 'alert.already-closed') {
          groups.delete(group.id)
          entry.groupId = null
          consider(entry)
        }
      })
      return
    }
    const id = newId()
    entry.groupId = id
    raise(
      prepare(id, scene.area, nowMs, complete(composeDetection(finding, track, scene, codes(track)), entry), entry.still.jpeg),
    )
  }

  function complete(content: AlertContent, entry: Known | null): AlertRaised {
    return {
      ...content,
      number: `A-${String(++numbered).padStart(4, '0')}`,
      pointsSha256: entry?.pointsSha256 ?? null,
      still: null,
      stillBox: entry ? entry.track.box : null,
      stillSize: entry ? [entry.still.width, entry.still.height] : null,
      hops: entry?.hops ?? { h0FrameAt: null, h1DetectedAt: null, h2ConfirmedAt: null },
    }
  }

  function prepare(id: string, area: string, observedAtMs: number, alert: AlertRaised, still: Uint8Array | null): Spooled {
    const sealed = still ? vault.seal(newId(), 'still', still, 'image/jpeg') : null
    return {
      id,
      area,
      observedAtMs,
      alert: { ...alert, still: sealed?.ref ?? null },
      item: sealed?.item ?? null,
      since: '',
      acknowledged: null,
    }
  }

  /** Writes the alert; what is not on disk within a moment is shown as not saved, and tried until it is. */
  function raise(given: Spooled): void {
    const { id, area, observedAtMs, alert, item } = given
    const isFromSpool = given.since !== ''
    let row = provisionalRow(id, area, observedAtMs, alert)
    if (given.acknowledged) row = acknowledgedRow(row, given.acknowledged)
    const group: Group = { id, row, lastSoundAtMs: observedAtMs, togetherMax: 1, writing: Promise.resolve() }
    groups.set(id, group)
    let isSaved = false
    const show = () => {
      if (isSaved || unsaved.has(id)) return
      const since = isFromSpool ? given.since : isoTime(ports.clock.nowMs())
      const spooled = { ...given, since }
      unsaved.set(id, { row, since, spooled })
      spool.keep(spooled)
      world.unsavedChanged()
    }
    const late = ports.timers.after(isFromSpool ? 0 : saveWithinMs, show)
    const input = { id, area, observedAtMs, alert }
    group.writing = (async () => {
      await untilWritten(
        () => journal.run(raiseAlert, { commandId: id, subject: id, actor: machine, input, items: item ? [item] : [] }),
        show,
      )
      const taken = unsaved.get(id)?.spooled.acknowledged ?? given.acknowledged
      if (taken) {
        const { commandId, actor, atMs } = taken
        await untilWritten(
          () => journal.run(acknowledgeAlert, { commandId, subject: id, actor, input: { id, basedOn: 1, actedAtMs: atMs } }),
          show,
        )
      }
      isSaved = true
      late.cancel()
      if (unsaved.delete(id)) {
        spool.drop(id)
        world.unsavedChanged()
      }
    })()
  }

  /** Whatever keeps it from being written, it is tried until it is. */
  async function untilWritten<T>(run: () => Promise<T>, onFault: () => void = () => {}): Promise<T> {
    for (let waitMs = 200; ; waitMs = Math.min(waitMs * 2, 2000)) {
      try {
        return await run()
      } catch {
        onFault()
        await new Promise<void>((resolve) => ports.timers.after(waitMs, resolve))
      }
    }
  }

  /** One write after the other about an alert. A journal that is away is waited for; the alert itself is on screen. */
  function write(group: Group, run: () => Promise<void>): void {
    group.writing = group.writing.then(() => untilWritten(run))
  }

  function order<I>(subject: string, input: I) {
    return { commandId: newId(), subject, actor: machine, input }
  }

  function codes(track: TrackView): string[] {
    const cameras = new Set([
      track.cameraId,
      ...track.joinedWith.map((id) => known.get(id)?.track.cameraId).filter((id) => id !== undefined),
    ])
    return [...cameras].map((id) => world.codeOf(id)).sort()
  }

  function joinWithOthers(entry: Known): void {
    for (const other of known.values()) {
      if (other === entry || other.track.joinedWith.includes(entry.track.id) || !mayBeSame(entry.track, other.track)) continue
      entry.track = { ...entry.track, joinedWith: [...new Set([...entry.track.joinedWith, other.track.id])] }
      other.track = { ...other.track, joinedWith: [...new Set([...other.track.joinedWith, entry.track.id])] }
      const observedAtMs = ports.clock.nowMs()
      void record('track.joined', entry.track.id, world.scene(entry.track.cameraId)?.area ?? '', observedAtMs, {
        with: other.track.id,
      })
    }
  }

  /** Facts of tracks lean on nothing: when the journal is away they are lost, and the alert that matters is kept by the spool. */
  async function record(
    type: string,
    subject: string,
    area: string,
    observedAtMs: number,
    content: AlertRaised['ruleValues'] | object,
  ): Promise<void> {
    try {
      await journal.record([{ type, typeVersion: 1, subject, area, observedAtMs, body: content as never }], machine)
    } catch (error) {
      if ((error as { code?: string }).code !== 'journal.unavailable') throw error
    }
  }

  return {
    confirmed(track, still, hops, pointsSha256) {
      const entry: Known = {
        track,
        still,
        hops,
        pointsSha256,
        consideredAtMs: ports.clock.monotonicMs(),
        seenAtMs: ports.clock.monotonicMs(),
        groupId: null,
      }
      known.set(track.id, entry)
      joinWithOthers(entry)
      consider(entry)
      const { cameraId, classProbabilities, place, evidence } = track
      void record('track.confirmed', track.id, world.scene(cameraId)?.area ?? '', Date.parse(hops.h0FrameAt), {
        cameraId,
        classProbabilities,
        place,
        evidence,
        pointsSha256,
      })
    },
    moved(tracks) {
      const nowMs = ports.clock.monotonicMs()
      for (const track of tracks) {
        const entry = known.get(track.id)
        if (!entry) continue
        entry.track = { ...track, joinedWith: entry.track.joinedWith }
        entry.seenAtMs = nowMs
        if (nowMs - entry.consideredAtMs < considerEveryMs) continue
        entry.consideredAtMs = nowMs
        joinWithOthers(entry)
        if (track.state === 'confirmed') consider(entry)
      }
    },
    ended(track) {
      const entry = known.get(track.id)
      known.delete(track.id)
      if (!entry?.groupId) return
      const groupId = entry.groupId
      const group = groups.get(groupId)
      const goesOn = [...known.values()].some((other) => other.groupId === groupId)
      if (!group || goesOn) return
      const observedAtMs = ports.clock.nowMs()
      write(group, async () => {
        await journal.run(clearAlert, order(group.id, { id: group.id, observedAtMs }))
      })
    },
    cameraDown(cameraId, reason, silentMs) {
      const scene = world.scene(cameraId)
      if (!scene) return
      const observedAtMs = ports.clock.nowMs()
      const group = [...groups.values()].find(
        ({ row }) => row.kind === 'camera' && row.cameraIds.includes(cameraId) && row.disposition === 'open',
      )
      if (group) {
        // It was seeing again and is down once more: heard, because this is a new loss.
        const sounds = group.row.condition === 'cleared' ? 'further-mover' : null
        write(group, async () => {
          const repeat = { trackId: null, cameraId, place: null, sounds } as const
          await journal.run(repeatAlert, order(group.id, { id: group.id, observedAtMs, repeat }))
        })
        return
      }
      const content = composeCameraDown(
        scene.camera,
        reason,
        silentMs / 1000,
        noFrameLimitMs / 1000,
        world.unwatchedBecauseOf(cameraId),
      )
      raise(prepare(newId(), scene.area, observedAtMs, complete(content, null), null))
    },
    cameraBack(cameraId) {
      const observedAtMs = ports.clock.nowMs()
      for (const group of groups.values()) {
        if (group.row.kind !== 'camera' || !group.row.cameraIds.includes(cameraId) || group.row.condition === 'cleared') continue
        write(group, async () => {
          await journal.run(clearAlert, order(group.id, { id: group.id, observedAtMs }))
        })
      }
    },
    tracks() {
      // A worker that died says no more of its tracks: they are not shown for longer than the record lives.
      const oldest = ports.clock.monotonicMs() - 20_000
      for (const [id, entry] of known) if (entry.seenAtMs < oldest) known.delete(id)
      return [...known.values()].map(({ track }) => track)
    },
    unsaved: () => [...unsaved.values()],
    unsavedStill(id) {
      const item = unsaved.get(id)?.spooled.item
      return item ? vault.open(item) : null
    },
    acknowledgeUnsaved(id, { commandId, actor, basedOn }) {
      const waiting = unsaved.get(id)
      if (!waiting) return refuse('alert.not-found')
      if (waiting.spooled.acknowledged?.commandId === commandId) return accept(waiting.row)
      const atMs = ports.clock.nowMs()
      const decided = acknowledgeAlert.decide(waiting.row, { id, basedOn }, { nowMs: atMs, actor, newId })
      if (!decided.ok) return decided
      const act = { commandId, actor, atMs }
      const spooled = { ...waiting.spooled, acknowledged: act }
      // An answer of success means: on disk. The spool is disk, too.
      if (!spool.keep(spooled)) throw new Fault('journal.unavailable', { why: 'neither database nor spool can write' })
      const row = acknowledgedRow(waiting.row, act)
      unsaved.set(id, { ...waiting, row, spooled })
      const group = groups.get(id)
      if (group) group.row = row
      world.unsavedChanged()
      return accept(row)
    },
  }
}

/** The row that the entry will give, for showing before it is written. */
function provisionalRow(id: string, area: string, observedAtMs: number, alert: AlertRaised): StoredAlert {
  const entry = {
    type: 'alert.raised',
    area,
    observedAt: isoTime(observedAtMs),
    hlc: `${Math.floor(observedAtMs).toString(16).padStart(12, '0')}-0000`,
    actor: machine,
    body: alert,
  }
  const row = alerts.fold(undefined, entry as never) as AlertRow
  return { ...row, id, version: 1 }
}

/** The row with the acknowledgement that the journal will get behind the alert. */
function acknowledgedRow(row: StoredAlert, { actor, atMs }: SpooledAct): StoredAlert {
  const entry = {
    type: 'alert.acknowledged',
    observedAt: isoTime(atMs),
    hlc: `${Math.floor(atMs).toString(16).padStart(12, '0')}-0000`,
    actor,
    body: {},
  }
  const next = alerts.fold(row, entry as never) as AlertRow
  return { ...next, id: row.id, version: row.version + 1 }
}

/** The counting part of an alert's number. */
export function numberOf(number: string): number {
  return Number(number.replace(/\D/g, '')) || 0
}
