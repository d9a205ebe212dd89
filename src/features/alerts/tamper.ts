/**
 * When the loss of a camera is more than a fault: OPS 2.1. A cut cable may be the beginning of something, so a loss that comes
 * together with another, or after somebody was seen near by, or by turning the camera, is an alarm of its own. It says that a
 * camera may have been meddled with; it says nothing about who was seen.
 */
import type { CameraHealth } from '../cameras/contract.ts'
import { isInZone } from '../places/contract.ts'
import type { Priority } from './contract.ts'
import type { SaidText } from './events.ts'
import type { PowerSaid } from './power.ts'

export const togetherLimitMs = 5 * 60_000
export const afterTrackLimitMs = 10 * 60_000
/** A camera that sees poorly for this long needs a person: P3. Until then it is a notice. */
export const poorLimitMs = 15 * 60_000

/** A camera as far as tampering can be told from it. */
export interface CameraSite {
  readonly id: string
  readonly code: string
  readonly outpostId: string | null
  /** Ring of the ground it watches at its usual range, lon/lat; null without a pose. */
  readonly coverage: readonly (readonly [number, number])[] | null
}

/** A camera left `working`. Instants in UTC milliseconds. */
export interface Leaving {
  readonly cameraId: string
  readonly health: CameraHealth
  readonly reason: string | null
  readonly atMs: number
}

export interface SeenTrack {
  readonly cameraId: string
  readonly lastSeenAtMs: number
}

export interface TamperScene {
  readonly cameras: readonly CameraSite[]
  /** Who left `working` in the last minutes, this loss among them. */
  readonly leavings: readonly Leaving[]
  readonly tracks: readonly SeenTrack[]
  /** Our own people turned the camera just now: a preset was asked for. */
  readonly isOwnTurn: boolean
  /** What the monitors of its power said around its last picture; null: not known, and then no sign. */
  readonly power: PowerSaid | null
  /** How far the scene moved in the picture, pixels, when that is known. */
  readonly movedPx: number | null
}

/** Health in which a camera shows nothing that may be relied on. */
export function isLost(health: CameraHealth): boolean {
  return health === 'down' || health === 'frozen' || health === 'blind'
}

/** Faults that say that nothing of the camera is reached. One that answers wrongly, or a program of ours that ended, is no cut. */
const linkFaults = ['source.silent', 'source.refused', 'source.ended']

/** Whether a loss may be that of the link to the camera. */
export function isLinkLost({ health, reason }: Pick<Leaving, 'health' | 'reason'>): boolean {
  return health === 'down' && reason !== null && linkFaults.includes(reason)
}

/** The monitor and how many seconds before or after the last picture it spoke, as a reason says it. */
export function saidOfPower({ code, offsetMs }: PowerSaid): SaidText['values'] {
  return { code, seconds: Math.round(Math.abs(offsetMs) / 1000), when: offsetMs > 0 ? 'after' : 'before' }
}

/** A camera that says itself that it moves: `platformMoving` of cameras/health.ts. */
export const movesByDesign = 'platform-moving'

/** Priority of a health by itself; null: a notice, or nothing. `forMs`: how long it has been so. */
export function healthPriority(health: CameraHealth, forMs: number, reason: string | null = null): Priority | null {
  if (isLost(health)) return 'P2'
  if (reason === movesByDesign) return null
  return health === 'degraded' && forMs >= poorLimitMs ? 'P3' : null
}

/**
 * What speaks for tampering with a loss, each as a reason with its number; empty: nothing does. Only for a health that is lost.
 * Planned work (`out_of_service`) is never a sign.
 */
export function tamperSigns(loss: Leaving, scene: TamperScene): SaidText[] {
  if (!isLost(loss.health)) return []
  const self = scene.cameras.find(({ id }) => id === loss.cameraId)
  const signs: SaidText[] = []
  const others = together(loss, self, scene)
  if (others.length > 0) {
    const codes = [self?.code ?? '', ...others.map(({ code }) => code)].sort().join(' ')
    signs.push({
      text: 'alert.reason.tamper-together',
      values: { n: others.length + 1, codes, limitMin: togetherLimitMs / 60_000 },
    })
  }
  if (loss.reason === 'turned' && !scene.isOwnTurn) {
    const { movedPx } = scene
    // After a large turn nothing of the old scene is left to measure it by.
    signs.push(
      movedPx === null
        ? { text: 'alert.reason.tamper-turned', values: {} }
        : { text: 'alert.reason.tamper-turned-by', values: { pixels: movedPx } },
    )
  }
  // A camera that was covered or moved says so, unless our own people turned it.
  if (loss.reason === 'told-scene-changed' && !scene.isOwnTurn) signs.push({ text: 'alert.reason.tamper-told', values: {} })
  const seen = lastSeenNear(loss, self, scene)
  if (seen) {
    const minutes = Math.floor((loss.atMs - seen.track.lastSeenAtMs) / 60_000)
    signs.push({
      text: 'alert.reason.tamper-track',
      values: { code: seen.code, minutes: Math.max(0, minutes), limitMin: afterTrackLimitMs / 60_000 },
    })
  }
  const { power } = scene
  if (isLinkLost(loss) && power?.state === 'good') signs.push({ text: 'alert.reason.tamper-link', values: saidOfPower(power) })
  return signs
}

/** Other cameras of the same outpost that left `working` within five minutes of this one. */
function together(loss: Leaving, self: CameraSite | undefined, { cameras, leavings }: TamperScene): CameraSite[] {
  if (!self || self.outpostId === null) return []
  return cameras.filter(
    ({ id, outpostId }) =>
      id !== self.id &&
      outpostId === self.outpostId &&
      leavings.some(
        ({ cameraId, health, atMs }) =>
          cameraId === id && health !== 'out_of_service' && Math.abs(atMs - loss.atMs) <= togetherLimitMs,
      ),
  )
}

/** The newest track in the camera's own view or a neighbour's, not older than ten minutes. */
function lastSeenNear(loss: Leaving, self: CameraSite | undefined, { cameras, tracks }: TamperScene) {
  let newest: { track: SeenTrack; code: string } | null = null
  for (const track of tracks) {
    const ageMs = loss.atMs - track.lastSeenAtMs
    if (ageMs > afterTrackLimitMs || (newest && track.lastSeenAtMs <= newest.track.lastSeenAtMs)) continue
    const by = cameras.find(({ id }) => id === track.cameraId)
    if (!by || !(by.id === loss.cameraId || (self && areNeighbours(self, by)))) continue
    newest = { track, code: by.code }
  }
  return newest
}

/** Cameras of one outpost, or whose watched ground overlaps. */
export function areNeighbours(a: CameraSite, b: CameraSite): boolean {
  if (a.outpostId !== null && a.outpostId === b.outpostId) return true
  if (!a.coverage || !b.coverage) return false
  return touches(a.coverage, b.coverage) || touches(b.coverage, a.coverage)
}

type Ring = readonly (readonly [number, number])[]

/** Whether a corner, or the middle between two corners, of one ring lies in the other. */
function touches(ring: Ring, other: Ring): boolean {
  const zone = { kind: 'zone', ring: other as [number, number][] } as const
  return ring.some(([lon, lat], at) => {
    const [nextLon, nextLat] = ring[(at + 1) % ring.length] as readonly [number, number]
    return isInZone(zone, { lat, lon }) || isInZone(zone, { lat: (lat + nextLat) / 2, lon: (lon + nextLon) / 2 })
  })
}
