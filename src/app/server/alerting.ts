/** From tracks and camera health to alerts: what needs a person, what belongs together, what is heard. Decides in memory at once. */
import { uuidV7 } from '../../base/ids.ts'
import { type AlertContent, composeDetection, withFamiliar } from '../../features/alerts/compose.ts'
import { diskRuleId } from '../../features/alerts/compose-disk.ts'
import { composeFeed, type FeedLoss, feedRuleId } from '../../features/alerts/compose-feed.ts'
import { clearAlert, isHigher, raisePriority, repeatAlert, wakeAlert } from '../../features/alerts/decide.ts'
import { dueEscalation, escalateAlert } from '../../features/alerts/escalate.ts'
import type { AlertPriorityRaised, AlertRaised, AlertRepeated } from '../../features/alerts/events.ts'
import type { AlertRow } from '../../features/alerts/fold.ts'
import { belongs, isQuiet, soundOf } from '../../features/alerts/grouping.ts'
import { cellsOf, kindOf } from '../../features/alerts/nuisance/lesson.ts'
import type { Comer, Remembered } from '../../features/alerts/nuisance/memory.ts'
import type { PowerMonitor } from '../../features/alerts/power.ts'
import { judge } from '../../features/alerts/rules/index.ts'
import { type Finding, type Scene, saidClass } from '../../features/alerts/rules/rule.ts'
import { endSuppression, isShelved, setAlertService } from '../../features/alerts/shelve.ts'
import type { CameraSite } from '../../features/alerts/tamper.ts'
import type { TrackView } from '../../features/tracks/contract.ts'
import { fusePlaces } from '../../features/tracks/fuse.ts'
import { handOverDistance, handOverMs, mayBeSame } from '../../features/tracks/join.ts'
import { body, isoTime } from '../../journal/entry.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import type { Hops, Still } from '../worker/messages.ts'
import { type HealthChange, watchLosses } from './losses.ts'
import type { StoredAlert } from './present.ts'
import type { Spooled } from './spool.ts'
import type { AlertWriter } from './unsaved.ts'
import type { PatientWriter } from './writer.ts'

const machine = { kind: 'machine', id: 'marsad', session: null } as const
const considerEveryMs = 1000
/** A worker that died says no more of its tracks: they live no longer than the record does (OPS 2.2). */
const trackLifeMs = 20_000

/** A scene with what an alert of it inherits. */
export interface WatchedScene extends Scene {
  readonly area: string
  readonly mode: 'live' | 'exercise'
}

export interface AlertingWorld {
  scene(cameraId: string): WatchedScene | null
  /** Zones that nobody watches while this camera is down. */
  unwatchedBecauseOf(cameraId: string): readonly { readonly ar: string; readonly en: string }[]
  codeOf(cameraId: string): string
  /** What an alert of the whole site inherits. */
  site(): Pick<WatchedScene, 'area' | 'mode'>
  /** All cameras, as far as tampering is told from them. Absent: none is told. */
  sites?(): readonly CameraSite[]
  /** Whether our own people asked this camera to turn just now. */
  isOwnTurn?(cameraId: string): boolean
  /** The monitors of what gives this camera power, with what they said lately. Absent: nothing is known of power. */
  power?(cameraId: string): readonly PowerMonitor[]
  /** The own movement that was announced where this camera saw something now; null: none. */
  announced?(cameraId: string, position: { readonly lat: number; readonly lon: number } | null): AlertRaised['byDesign'] | null
  /** What officers ended again and again and this mover is like; null: it is heard. */
  familiar?(comer: Comer): Pick<Remembered, 'n' | 'reason'> | null
  /** Metres to which a person is found, at a share of the usual range and usually; null without a pose. */
  detectRangeM?(cameraId: string, share: number): { readonly now: number; readonly usual: number } | null
}

export interface Alerting {
  /** `still`: null where no camera looks there. */
  confirmed(track: TrackView, still: Still | null, hops: Hops, pointsSha256: string): void
  /** A later picture of a track, for an alert that is still to come. */
  seenBetter(trackId: string, still: Still, box: TrackView['box'], atMs: number): void
  moved(tracks: readonly TrackView[]): void
  ended(track: TrackView): void
  cameraDown(cameraId: string, reason: string, silentMs: number): void
  cameraBack(cameraId: string): void
  /** A camera's health changed to any other; the two above are its plainest cases. */
  cameraHealth(cameraId: string, change: HealthChange): void
  /** A monitor of this camera's power spoke. */
  powerSaid(cameraId: string): void
  /** The disk has no room for recordings, or has it again (null). */
  disk(content: AlertContent | null): void
  /** A feed of sensors is not heard, or is heard again or gone (null). Saying the same again changes nothing. */
  feed(feedId: string, loss: (Pick<WatchedScene, 'area'> & FeedLoss) | null): void
  /** Live tracks with what they are joined with. */
  tracks(): TrackView[]
  /** The next free number: for an alert that a person raises. */
  takeNumber(): string
  /** What time alone does: ends what no worker speaks of any more, what was put off until now, and passes up what nobody took. */
  tick(): void
}

interface Group {
  readonly id: string
  row: StoredAlert
  lastSoundAtMs: number
  /** When it was last seen: the row says so only when the journal has it, and that may be long after. */
  lastAtMs: number
  /** Most movers of the group that were in view at once. */
  togetherMax: number
  /** The most that were said to go together. */
  countMax: number
}

interface Known {
  track: TrackView
  readonly pointsSha256: string
  still: Still | null
  stillBox: TrackView['box'] | null
  stillAt: string
  readonly hops: Hops
  consideredAtMs: number
  seenAtMs: number
  groupId: string | null
  /** The alert of the same mover in the view that it came out of. */
  cameFrom: string | null
}

/** A track that has ended, kept for as long as its mover may come into another view. */
interface Gone {
  readonly track: TrackView
  readonly groupId: string | null
}

export interface AlertingOptions {
  readonly journal: Journal
  readonly writer: PatientWriter
  readonly alerts: AlertWriter
  readonly vault: Vault
  /** Alerts that are open in the journal, and those that only the spool has. */
  readonly open: readonly StoredAlert[]
  readonly spooled: readonly Spooled[]
  readonly lastNumber: number
  readonly world: AlertingWorld
  readonly ports: Ports
}

/** Opens alerting on the alerts that are open and on what the spool still holds. */
export function createAlerting({
  journal,
  writer,
  alerts,
  vault,
  open,
  spooled,
  lastNumber,
  world,
  ports,
}: AlertingOptions): Alerting {
  const groups = new Map<string, Group>()
  const known = new Map<string, Known>()
  let gone: Gone[] = []
  const feedsAgain = new Set<string>()
  let numbered = lastNumber
  const newId = () => uuidV7(ports.clock.nowMs(), ports.random.bytes(10))
  const hold = (row: StoredAlert) =>
    groups.set(row.id, {
      id: row.id,
      row,
      lastSoundAtMs: Date.parse(row.lastAt),
      lastAtMs: Date.parse(row.lastAt),
      togetherMax: 1,
      countMax: 1,
    })

  for (const row of open) hold(row)
  for (const left of spooled) {
    numbered = Math.max(numbered, numberOf(left.alert.number))
    hold(alerts.raise(left))
  }
  // Nothing of before the start moves any more: what is still there will be seen, and heard, anew.
  for (const group of groups.values()) if (group.row.kind === 'detection') clear(group)

  // Acts of people and of machines come back as rows: the groups follow what is written, not what was wished.
  journal.onCommitted(({ rows }) => {
    for (const [id, row] of rows.get('alerts') ?? []) {
      if (row === null) continue
      const stored = row as unknown as StoredAlert
      const group = groups.get(id)
      if (stored.disposition === 'closed') groups.delete(id)
      else if (group) group.row = stored
      else hold(stored)
    }
  })

  function consider(entry: Known): void {
    const track = fused(entry)
    const scene = world.scene(track.cameraId)
    const finding = scene && judge(track, scene)
    if (!finding) return
    const observedAtMs = ports.clock.nowMs()
    const cameFrom = entry.cameFrom !== null && groups.has(entry.cameFrom) ? entry.cameFrom : null
    const shared = [track.id, ...track.joinedWith].map((id) => known.get(id)?.groupId ?? null).find((id) => id !== null)
    const same = shared ?? cameFrom
    if (same !== null) {
      const isNewcomer = entry.groupId === null
      entry.groupId = same
      const group = groups.get(same)
      if (group && isHigher(finding.priority, group.row.priority)) {
        const { title, reasons, place, distanceToLineM, ruleId } = composeDetection(finding, track, scene, codes(track))
        const change = { from: group.row.priority, to: finding.priority, ruleId, title, reasons, place, distanceToLineM }
        graver(group.id, change)
      } else if (group && isNewcomer) {
        // The same mover in another camera's view: one more look at it, nothing new to hear.
        repeat(group, { trackId: track.id, cameraId: track.cameraId, place: track.place, sounds: null })
      }
      // It came without sound, and has turned out to be, or gone where, nobody has ended anything before.
      if (group && isQuiet(group.row) && familiarOf(entry, track, finding, scene) === null) wake(group)
      return
    }
    const groupClass = saidClass(track)
    const candidate = {
      ruleId: finding.ruleId,
      rule: finding.rule,
      groupClass,
      cameraId: track.cameraId,
      place: track.place,
      atMs: observedAtMs,
    }
    const shelf = finding.priority === 'P1' ? undefined : shelfOf(entry, finding.ruleId, groupClass)
    if (shelf) {
      entry.groupId = shelf.id
      repeat(shelf, { trackId: track.id, cameraId: track.cameraId, place: track.place, sounds: null })
      return
    }
    const byDesign = finding.priority === 'P1' ? null : (world.announced?.(track.cameraId, track.place?.position ?? null) ?? null)
    const familiar = byDesign ? null : familiarOf(entry, track, finding, scene)
    const group = [...groups.values()].find(
      ({ row, lastAtMs }) =>
        belongs({ ...row, lastAt: isoTime(lastAtMs) }, candidate) && sharesSuppression(row, byDesign?.announcementId ?? null),
    )
    if (group) {
      entry.groupId = group.id
      if (byDesign) {
        repeat(group, { trackId: track.id, cameraId: track.cameraId, place: track.place, sounds: null })
        return
      }
      const together = membersInView(group.id)
      const heard = {
        acknowledgedAt: group.row.hops.h5AcknowledgedAt,
        lastSoundAtMs: group.lastSoundAtMs,
        togetherMax: group.togetherMax,
      }
      // Who is not known here is heard, also beside what is.
      const isStranger = isQuiet(group.row) && familiar === null
      const sounds = soundOf(heard, together, observedAtMs, groupClass) ?? (isStranger ? 'unfamiliar' : null)
      group.togetherMax = Math.max(group.togetherMax, together)
      if (sounds) group.lastSoundAtMs = observedAtMs
      // The first of a party was told as one; the title grows with it and never shrinks.
      const isMore = (track.count?.max ?? 1) > group.countMax && finding.priority === group.row.priority
      const more = isMore ? { title: composeDetection(finding, track, scene, codes(track)).title } : {}
      if (isMore) group.countMax = track.count?.max ?? 1
      repeat(group, { trackId: track.id, cameraId: track.cameraId, place: track.place, sounds, ...more }, () => {
        // Closed in the same instant: what goes on moving is a new alert.
        entry.groupId = null
        consider(entry)
      })
      return
    }
    const id = newId()
    entry.groupId = id
    const content = composeDetection(finding, track, scene, codes(track))
    const told = familiar ? withFamiliar(content, familiar) : content
    raise(id, scene, observedAtMs, byDesign ? { ...content, byDesign } : told, entry)
  }

  /** What officers ended here again and again that this mover is like, in every camera that sees it; null: it is heard. */
  function familiarOf({ still }: Known, track: TrackView, finding: Finding, scene: WatchedScene) {
    const seen = [track, ...track.joinedWith.flatMap((id) => known.get(id)?.track ?? [])]
    // What only a sensor tells has no size and no shape: it is always heard.
    if (still === null || seen.some(({ sensor }) => sensor !== undefined)) return null
    const { cell } = cellsOf(track, track.place, track.picture ?? [still.width, still.height])
    const rule = finding.rule?.id ?? finding.ruleId
    return world.familiar?.({ mode: scene.mode, rule, priority: finding.priority, cell, kinds: seen.map(kindOf) }) ?? null
  }

  /** The alert that this mover was put off with; undefined: none, and it is heard. */
  function shelfOf({ track, still }: Known, ruleId: string, groupClass: string): Group | undefined {
    const size = still ? ([still.width, still.height] as const) : ([1, 1] as const)
    const candidate = { ruleId, groupClass, cameraId: track.cameraId, box: track.box, size }
    return [...groups.values()].find(
      ({ row: { suppression } }) => suppression.kind === 'shelved' && isShelved(suppression.scope, candidate),
    )
  }

  function takeNumber(): string {
    return `A-${String(++numbered).padStart(4, '0')}`
  }

  function raise(
    id: string,
    { area, mode }: Pick<WatchedScene, 'area' | 'mode'>,
    observedAtMs: number,
    content: AlertContent & Pick<AlertRaised, 'byDesign' | 'familiar'>,
    entry: Known | null,
  ): void {
    const still = entry?.still ?? null
    const sealed = still ? vault.seal(newId(), 'still', still.jpeg, 'image/jpeg') : null
    const alert = {
      ...content,
      number: takeNumber(),
      pointsSha256: entry?.pointsSha256 ?? null,
      still: sealed?.ref ?? null,
      // The box of the instant of the picture, not of the alert.
      stillAt: still && entry ? entry.stillAt : null,
      stillBox: entry?.stillBox ?? null,
      stillSize: still ? ([still.width, still.height] as const) : null,
      hops: entry?.hops ?? { h0FrameAt: null, h1DetectedAt: null, h2ConfirmedAt: null },
    }
    hold(alerts.raise({ id, area, mode, observedAtMs, alert, item: sealed?.item ?? null, since: '', acknowledged: null }))
    const raised = groups.get(id)
    if (raised) raised.countMax = content.track?.count?.max ?? 1
  }

  function repeat(group: Group, what: AlertRepeated, onClosed: () => void = () => {}): void {
    group.lastAtMs = ports.clock.nowMs()
    const input = { id: group.id, observedAtMs: group.lastAtMs, repeat: what }
    void writer.run(repeatAlert, { subject: group.id, actor: machine, input }).then((answer) => {
      if (answer === null || answer.ok || answer.refusal.code !== 'alert.already-closed') return
      groups.delete(group.id)
      onClosed()
    })
  }

  function graver(id: string, change: AlertPriorityRaised): void {
    const input = { id, observedAtMs: ports.clock.nowMs(), change }
    void writer.run(raisePriority, { subject: id, actor: machine, input })
  }

  /** An alert that came without sound is heard from now on. */
  function wake({ id }: Group): void {
    once(`${id} wake`, wakeAlert, id, { id, observedAtMs: ports.clock.nowMs() })
  }

  function clear(group: Group): void {
    if (group.row.condition === 'cleared') return
    void writer.run(clearAlert, { subject: group.id, actor: machine, input: { id: group.id, observedAtMs: ports.clock.nowMs() } })
  }

  /** Machine's acts by the clock, each once until it is written: a second comes sooner than a disk. */
  const underWay = new Set<string>()
  function once<I extends object>(key: string, definition: CommandDefinition<AlertRow, I>, subject: string, input: I): void {
    if (underWay.has(key)) return
    underWay.add(key)
    void writer.run(definition, { subject, actor: machine, input }).then(() => underWay.delete(key))
  }

  function watchClock(): void {
    const nowMs = ports.clock.nowMs()
    for (const { id, row } of groups.values()) {
      const { suppression } = row
      const isTimed = suppression.kind === 'shelved' || suppression.kind === 'by_design'
      if (isTimed && Date.parse(suppression.until) <= nowMs)
        once(`${id} until`, endSuppression, id, { id, untilAt: suppression.until })
      else if (dueEscalation(row, nowMs)) once(`${id} escalate`, escalateAlert, id, { id })
    }
  }

  function membersInView(groupId: string): number {
    return [...known.values()].filter((other) => other.groupId === groupId && other.track.state === 'confirmed').length
  }

  function codes(track: TrackView): string[] {
    const others = track.joinedWith.map((id) => known.get(id)?.track.cameraId).filter((id) => id !== undefined)
    return [...new Set([track.cameraId, ...others])].map((id) => world.codeOf(id)).sort()
  }

  function joinWithOthers(entry: Known): void {
    for (const other of known.values()) {
      if (other === entry || other.track.joinedWith.includes(entry.track.id) || !mayBeSame(entry.track, other.track)) continue
      const moverId = other.track.moverId ?? entry.track.moverId ?? other.track.id
      entry.track = { ...entry.track, moverId, joinedWith: [...entry.track.joinedWith, other.track.id] }
      other.track = { ...other.track, moverId, joinedWith: [...other.track.joinedWith, entry.track.id] }
      fact('track.joined', entry.track, ports.clock.nowMs(), { with: other.track.id })
    }
  }

  /** Who went out of one view and comes into another, where and as it should by now, goes on as the same mover in the same alert. */
  function handOver(entry: Known): void {
    const nowMs = ports.clock.nowMs()
    gone = gone.filter(({ track }) => nowMs - Date.parse(track.lastSeenAt) <= handOverMs)
    const [best] = gone
      .map((left) => ({ left, distance: handOverDistance(left.track, entry.track) }))
      .filter(({ distance }) => distance < Number.POSITIVE_INFINITY)
      .sort((a, b) => a.distance - b.distance)
    if (!best) return
    const { left } = best
    gone = gone.filter((other) => other !== left)
    entry.track = { ...entry.track, moverId: left.track.moverId ?? left.track.id }
    entry.cameFrom = left.groupId
    fact('track.joined', entry.track, nowMs, { with: left.track.id, afterMs: nowMs - Date.parse(left.track.lastSeenAt) })
  }

  /** The track as rules and pages take it: where several cameras know its place, their common and better one. */
  function fused(entry: Known): TrackView {
    const { track } = entry
    if (track.joinedWith.length === 0 || track.place === null) return track
    const others = track.joinedWith.map((id) => known.get(id)?.track.place ?? null)
    const together = fusePlaces([track.place, ...others])
    return together === null ? track : { ...track, place: { ...track.place, ...together } }
  }

  function fact(type: string, track: TrackView, observedAtMs: number, content: object): void {
    const { area, mode } = world.scene(track.cameraId) ?? { area: '', mode: 'live' as const }
    void writer.record({ type, typeVersion: 1, subject: track.id, area, mode, observedAtMs, body: body(content) }, machine)
  }

  function end(trackId: string): void {
    const entry = known.get(trackId)
    const groupId = entry?.groupId ?? null
    known.delete(trackId)
    // While another camera still sees the mover nothing is handed over.
    if (entry && !entry.track.joinedWith.some((id) => known.has(id))) gone.push({ track: entry.track, groupId })
    const group = groupId === null ? undefined : groups.get(groupId)
    if (group && ![...known.values()].some((other) => other.groupId === groupId)) clear(group)
  }

  const losses = watchLosses({
    nowMs: () => ports.clock.nowMs(),
    sites: () => world.sites?.() ?? [],
    camera: (cameraId) => world.scene(cameraId)?.camera ?? null,
    unwatchedBecauseOf: world.unwatchedBecauseOf,
    isOwnTurn: (cameraId) => world.isOwnTurn?.(cameraId) ?? false,
    power: (cameraId) => world.power?.(cameraId) ?? [],
    detectRangeM: (cameraId, share) => world.detectRangeM?.(cameraId, share) ?? null,
    openAlerts: () => groups.values(),
    raise(cameraId, content) {
      const scene = world.scene(cameraId)
      if (scene) raise(newId(), scene, ports.clock.nowMs(), content, null)
    },
    repeat(alertId, what) {
      const group = groups.get(alertId)
      if (group) repeat(group, what)
    },
    graver,
    service: (alertId, isOut) =>
      void writer.run(setAlertService, { subject: alertId, actor: machine, input: { id: alertId, isOut } }),
    clear(alertId) {
      const group = groups.get(alertId)
      if (group) clear(group)
    },
  })

  return {
    confirmed(track, still, hops, pointsSha256) {
      const nowMs = ports.clock.monotonicMs()
      const entry: Known = {
        track,
        still,
        // A sensor has no box in a picture; the picture is that of when its word was heard.
        stillBox: track.sensor ? null : track.box,
        stillAt: track.sensor ? (hops.h2ConfirmedAt ?? hops.h0FrameAt) : hops.h0FrameAt,
        hops,
        pointsSha256,
        consideredAtMs: nowMs,
        seenAtMs: nowMs,
        groupId: null,
        cameFrom: null,
      }
      known.set(track.id, entry)
      losses.seen(track.cameraId)
      joinWithOthers(entry)
      if (entry.track.joinedWith.length === 0) handOver(entry)
      consider(entry)
      const { cameraId, classProbabilities, place, evidence, sensor } = track
      const by = sensor ? { sensor } : {}
      fact('track.confirmed', track, Date.parse(hops.h0FrameAt), {
        cameraId,
        classProbabilities,
        place,
        evidence,
        pointsSha256,
        ...by,
      })
    },
    seenBetter(trackId, still, box, atMs) {
      const entry = known.get(trackId)
      if (entry) Object.assign(entry, { still, stillBox: box, stillAt: isoTime(atMs) })
    },
    moved(tracks) {
      const nowMs = ports.clock.monotonicMs()
      for (const track of tracks) {
        const entry = known.get(track.id)
        if (!entry) continue
        const { joinedWith, moverId } = entry.track
        // A key without a value can be written into no entry.
        entry.track = { ...track, joinedWith, ...(moverId === undefined ? {} : { moverId }) }
        entry.seenAtMs = nowMs
        if (track.state === 'confirmed') losses.seen(track.cameraId)
        if (nowMs - entry.consideredAtMs < considerEveryMs) continue
        entry.consideredAtMs = nowMs
        joinWithOthers(entry)
        if (track.state === 'confirmed') consider(entry)
      }
    },
    ended: (track) => end(track.id),
    cameraDown: (cameraId, reason, silentMs) => losses.changed(cameraId, { health: 'down', reason, facts: {}, silentMs }),
    cameraBack: (cameraId) => losses.changed(cameraId, { health: 'working', reason: null, facts: {}, silentMs: 0 }),
    cameraHealth: losses.changed,
    powerSaid: losses.powerSaid,
    disk(content) {
      const group = [...groups.values()].find(({ row }) => row.kind === 'system' && row.ruleId === diskRuleId)
      if (content === null) {
        if (group) clear(group)
      } else if (!group) raise(newId(), world.site(), ports.clock.nowMs(), content, null)
      else if (isHigher(content.priority, group.row.priority)) {
        const { ruleId, title, reasons, place, distanceToLineM } = content
        graver(group.id, { from: group.row.priority, to: content.priority, ruleId, title, reasons, place, distanceToLineM })
      }
    },
    feed(feedId, loss) {
      const group = [...groups.values()].find(({ row }) => row.ruleId === feedRuleId && row.groupClass === `feed ${feedId}`)
      if (loss === null) {
        if (group) clear(group)
      } else if (!group) raise(newId(), { area: loss.area, mode: 'live' }, ports.clock.nowMs(), composeFeed(loss), null)
      else if (group.row.condition === 'cleared' && !feedsAgain.has(group.id)) {
        // Lost once more while the alert of before is still open: heard again.
        feedsAgain.add(group.id)
        repeat(group, { trackId: null, cameraId: null, place: null, sounds: 'again' })
      }
      if (loss === null && group) feedsAgain.delete(group.id)
    },
    tracks: () => [...known.values()].map(fused),
    takeNumber,
    tick() {
      watchClock()
      losses.tick()
      const oldestMs = ports.clock.monotonicMs() - trackLifeMs - considerEveryMs
      for (const [id, { seenAtMs }] of known) if (seenAtMs < oldestMs) end(id)
    },
  }
}

/** A mover of an announced movement joins only its own; any other joins what is heard. */
function sharesSuppression({ suppression }: StoredAlert, announcementId: string | null): boolean {
  if (suppression.kind === 'by_design') return suppression.announcementId === announcementId
  // What was put off is told by its scope, not by having been here a moment ago.
  return announcementId === null && suppression.kind !== 'shelved'
}

/** The counting part of an alert's number. */
export function numberOf(number: string): number {
  return Number(number.replace(/\D/g, '')) || 0
}
