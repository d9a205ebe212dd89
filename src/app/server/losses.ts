/** Alerts of cameras that do not see: which loss is an alert, which joins one, and which is an alarm. Decides in memory at once. */
import { composeCameraLoss, type LossFacts } from '../../features/alerts/compose.ts'
import { isHigher } from '../../features/alerts/decide.ts'
import type { AlertPriorityRaised, AlertRepeated } from '../../features/alerts/events.ts'
import { groupWithinMs } from '../../features/alerts/grouping.ts'
import { type PowerMonitor, type PowerSaid, powerAround } from '../../features/alerts/power.ts'
import type { Scene } from '../../features/alerts/rules/rule.ts'
import {
  afterTrackLimitMs,
  type CameraSite,
  healthPriority,
  isLost,
  type Leaving,
  movesByDesign,
  type SeenTrack,
  tamperSigns,
  togetherLimitMs,
} from '../../features/alerts/tamper.ts'
import type { CameraHealth } from '../../features/cameras/contract.ts'
import type { HealthFacts } from '../../features/cameras/health.ts'
import type { StoredAlert } from './present.ts'

/** A change of a camera's health as it was judged. */
export interface HealthChange {
  readonly health: CameraHealth
  readonly reason: string | null
  readonly facts: HealthFacts
  /** How long no frame has been judged, milliseconds. */
  readonly silentMs: number
}

/** What losses need of the program around them. Instants in UTC milliseconds. */
export interface LossWorld {
  nowMs(): number
  sites(): readonly CameraSite[]
  camera(cameraId: string): Scene['camera'] | null
  unwatchedBecauseOf(cameraId: string): readonly { readonly ar: string; readonly en: string }[]
  /** Whether our own people asked this camera to turn just now. */
  isOwnTurn(cameraId: string): boolean
  /** The monitors of what gives this camera power, with what they said lately. */
  power(cameraId: string): readonly PowerMonitor[]
  detectRangeM(cameraId: string, share: number): { readonly now: number; readonly usual: number } | null
  openAlerts(): Iterable<{ readonly id: string; readonly row: StoredAlert }>
  raise(cameraId: string, content: ReturnType<typeof composeCameraLoss>): void
  repeat(alertId: string, what: AlertRepeated): void
  graver(alertId: string, change: AlertPriorityRaised): void
  clear(alertId: string): void
  /** All cameras of an alert are planned out of service, or one is not any more. */
  service(alertId: string, isOut: boolean): void
}

export interface Losses {
  /** A camera's health changed. */
  changed(cameraId: string, change: HealthChange): void
  /** A confirmed track is in view of a camera. */
  seen(cameraId: string): void
  /** A monitor of this camera's power spoke. */
  powerSaid(cameraId: string): void
  /** Looks whether time alone made something an alert; to be called about once a second. */
  tick(): void
}

interface State {
  health: CameraHealth
  reason: string | null
  facts: HealthFacts
  sinceMs: number
  isRaised: boolean
  /** Of a camera that is down: when its pictures ended. Null: it is not, or none came since the start, so that nothing was lost. */
  pictureAtMs: number | null
}

/** Starts knowing no camera; what it knew of the last minutes ends with the process, and its absence never makes a sign. */
export function watchLosses(world: LossWorld): Losses {
  const states = new Map<string, State>()
  let leavings: Leaving[] = []
  const tracks = new Map<string, SeenTrack>()

  function groupOf(cameraId: string, nowMs: number): { id: string; row: StoredAlert } | null {
    const sites = world.sites()
    const self = sites.find(({ id }) => id === cameraId)
    const post = new Set(sites.filter(({ outpostId }) => outpostId !== null && outpostId === self?.outpostId).map(({ id }) => id))
    const groups = [...world.openAlerts()].filter(({ row }) => row.kind === 'camera')
    return (
      groups.find(({ row }) => row.cameraIds.includes(cameraId)) ??
      groups.find(({ row }) => row.cameraIds.some((id) => post.has(id)) && nowMs - Date.parse(row.lastAt) <= groupWithinMs) ??
      null
    )
  }

  function alert(cameraId: string, state: State): void {
    const nowMs = world.nowMs()
    const camera = world.camera(cameraId)
    if (!camera || healthPriority(state.health, nowMs - state.sinceMs, state.reason) === null) return
    const isFirst = !state.isRaised
    state.isRaised = true
    const group = groupOf(cameraId, nowMs)
    const signs = signsOf(cameraId, state)
    const share = typeof state.facts.detectShare === 'number' ? state.facts.detectShare : null
    const loss: LossFacts = {
      health: state.health,
      reason: state.reason ?? 'other',
      forMs: nowMs - state.sinceMs,
      detectShare: share,
      detectRangeM: share === null ? null : world.detectRangeM(cameraId, share),
      power: powerOf(cameraId, state),
    }
    const content = composeCameraLoss(camera, loss, signs, world.unwatchedBecauseOf(cameraId))
    if (group === null) {
      world.raise(cameraId, content)
      return
    }
    const isNew = !group.row.cameraIds.includes(cameraId)
    if (isFirst) {
      // A second camera, or the same one lost once more, is heard: it is a new loss.
      const sounds = isNew ? 'further-camera' : group.row.condition === 'cleared' ? 'again' : null
      world.repeat(group.id, { trackId: null, cameraId, place: null, sounds })
    }
    if (isHigher(content.priority, group.row.priority)) graver(group, content)
  }

  function graver({ id, row }: { id: string; row: StoredAlert }, content: ReturnType<typeof composeCameraLoss>): void {
    const { title, reasons, ruleId, priority } = content
    world.graver(id, { from: row.priority, to: priority, ruleId, title, reasons, place: null, distanceToLineM: null })
  }

  function powerOf(cameraId: string, { pictureAtMs }: State): PowerSaid | null {
    return pictureAtMs === null ? null : powerAround(world.power(cameraId), pictureAtMs)
  }

  function signsOf(cameraId: string, state: State) {
    const at = [...leavings].reverse().find((leaving) => leaving.cameraId === cameraId)?.atMs ?? state.sinceMs
    const moved = state.facts.movedPx
    return tamperSigns(
      { cameraId, health: state.health, reason: state.reason, atMs: at },
      {
        cameras: world.sites(),
        leavings,
        tracks: [...tracks.values()],
        isOwnTurn: world.isOwnTurn(cameraId),
        power: powerOf(cameraId, state),
        movedPx: typeof moved === 'number' ? moved : null,
      },
    )
  }

  return {
    changed(cameraId, { health, reason, facts, silentMs }) {
      const nowMs = world.nowMs()
      const before = states.get(cameraId)
      // A camera that never worked since the start has left nothing: many of them at once are a start, not a sign.
      const isPoor = health === 'degraded' && reason !== movesByDesign
      const isLeaving = before?.health === 'working' && (isLost(health) || isPoor)
      // From poor to lost is one loss that got worse, and still a loss of its own instant.
      const isWorse = before?.health === 'degraded' && isLost(health)
      if (isLeaving || isWorse) leavings.push({ cameraId, health, reason, atMs: nowMs })
      leavings = leavings.filter(({ atMs }) => nowMs - atMs <= 2 * togetherLimitMs)
      const isSameKind = before !== undefined && (before.health === health || (isLost(before.health) && isLost(health)))
      const state: State = {
        health,
        reason,
        facts,
        sinceMs: isSameKind ? before.sinceMs : nowMs - (health === 'down' ? silentMs : 0),
        isRaised: isSameKind && before.isRaised,
        pictureAtMs: pictureOf(before, health, nowMs - silentMs),
      }
      states.set(cameraId, state)
      for (const { id, row } of world.openAlerts()) {
        if (row.kind !== 'camera' || !row.cameraIds.includes(cameraId)) continue
        const isOut = row.cameraIds.every((each) => states.get(each)?.health === 'out_of_service')
        if (isOut !== (row.suppression.kind === 'out_of_service')) world.service(id, isOut)
      }
      if (health === 'working' || health === 'out_of_service') {
        for (const group of world.openAlerts()) {
          const { row } = group
          if (row.kind !== 'camera' || !row.cameraIds.includes(cameraId)) continue
          const isOver = row.cameraIds.every((id) => {
            const other = states.get(id)
            return other === undefined
              ? id === cameraId
              : !isLost(other.health) && !(other.health === 'degraded' && other.isRaised)
          })
          if (isOver) world.clear(group.id)
        }
        return
      }
      alert(cameraId, state)
      // One more camera of the post that leaves may make tampering of what was a fault until now.
      for (const [id, other] of states) if (id !== cameraId && other.isRaised && isLost(other.health)) reconsider(id, other)
    },
    seen(cameraId) {
      tracks.set(cameraId, { cameraId, lastSeenAtMs: world.nowMs() })
    },
    powerSaid(cameraId) {
      const state = states.get(cameraId)
      // A loss that looked like a fault may be seen for what it is by a word that comes behind it.
      if (state?.isRaised && state.health === 'down') reconsider(cameraId, state)
    },
    tick() {
      const nowMs = world.nowMs()
      for (const [id, state] of states) if (!state.isRaised && state.health === 'degraded') alert(id, state)
      for (const [id, { lastSeenAtMs }] of tracks) if (nowMs - lastSeenAtMs > 2 * afterTrackLimitMs) tracks.delete(id)
    },
  }

  function reconsider(cameraId: string, state: State): void {
    const camera = world.camera(cameraId)
    const group = [...world.openAlerts()].find(({ row }) => row.kind === 'camera' && row.cameraIds.includes(cameraId))
    if (!camera || !group || group.row.priority === 'P1') return
    const signs = signsOf(cameraId, state)
    if (signs.length === 0) return
    const loss = {
      health: state.health,
      reason: state.reason ?? 'other',
      forMs: world.nowMs() - state.sinceMs,
      detectShare: 0,
      detectRangeM: null,
      power: powerOf(cameraId, state),
    }
    graver(group, composeCameraLoss(camera, loss, signs, world.unwatchedBecauseOf(cameraId)))
  }
}

/** When the last picture of a camera that is down came, if any did. `endedAtMs`: by how long it has been silent. */
function pictureOf(before: State | undefined, health: CameraHealth, endedAtMs: number): number | null {
  if (health !== 'down' || before === undefined) return null
  if (before.health === 'down') return before.pictureAtMs
  return before.health === 'unknown' || before.health === 'out_of_service' ? null : endedAtMs
}
