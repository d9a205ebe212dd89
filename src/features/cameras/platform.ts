/** What a camera that carries its own position says of itself: where it is, where it looks, which ground its picture shows. */
import { z } from 'zod'
import { bearingDifferenceDeg, groundDistanceM, type LatLon, normaliseBearingDeg } from '../../base/geo.ts'
import { latLon } from '../../base/shapes.ts'
import type { LocalSet } from './klv/local-set.ts'

/** One instant. Degrees true, metres above mean sea level; null: not said. */
export const platformFix = z.object({
  /** Of the picture it belongs to, UTC milliseconds by this machine's clock. */
  atMs: z.number(),
  /** The same by the platform's own clock; null: it gave none. */
  ownAtMs: z.number().nullable(),
  label: z.string(),
  position: latLon.nullable(),
  altitudeM: z.number().nullable(),
  /** Where the camera looks: heading of the platform plus the turn of the camera on it. */
  azimuthTrueDeg: z.number().nullable(),
  /** Negative looks down, from the platform's own level. */
  elevationDeg: z.number().nullable(),
  horizontalFovDeg: z.number().nullable(),
  frameCentre: latLon.nullable(),
  /** The four corners of the picture on the ground, lon/lat, clockwise from the upper left; null: not said, or not believable. */
  footprint: z
    .array(z.tuple([z.number(), z.number()]))
    .length(4)
    .nullable(),
})
export type PlatformFix = z.infer<typeof platformFix>

/** `unknown`: looked at for too short a time, or it says too little. */
export const platformMotion = z.enum(['unknown', 'still', 'moving'])
export type PlatformMotion = z.infer<typeof platformMotion>

/** The state of a camera that carries metadata. */
export const platformState = z.object({
  cameraId: z.string(),
  motion: platformMotion,
  /** Null: nothing that could be read has come. */
  fix: platformFix.nullable(),
  /** Sets since the worker began: read, and not to be believed (wrong checksum, cut off). */
  sets: z.number().int(),
  damaged: z.number().int(),
})
export type PlatformState = z.infer<typeof platformState>

/** A corner further from the middle than this lies above the horizon, whatever the numbers say. */
const cornerMostM = 100_000

/** What a set says; null when it may not be believed or says neither where it is nor where it looks. `atMs`: site time of its picture. */
export function fixOf({ state, values }: LocalSet, atMs: number): PlatformFix | null {
  if (state !== 'good') return null
  const number = (tag: number): number | null => {
    const value = values.get(tag)
    return typeof value === 'number' ? value : null
  }
  const point = (latTag: number, lonTag: number): LatLon | null => {
    const [lat, lon] = [number(latTag), number(lonTag)]
    return lat === null || lon === null ? null : { lat, lon }
  }
  const words = (tag: number) => (typeof values.get(tag) === 'string' ? (values.get(tag) as string) : '')
  const [heading, turn, microseconds] = [number(5), number(18), number(2)]
  const position = point(13, 14)
  const frameCentre = point(23, 24)
  // A set without a time says nothing of any instant (ST 0601: tag 2 is required).
  if (microseconds === null || (position === null && frameCentre === null)) return null
  return {
    atMs,
    ownAtMs: microseconds / 1000,
    label: (words(59) || words(10)).slice(0, 40),
    position,
    altitudeM: number(15),
    azimuthTrueDeg: heading === null || turn === null ? null : normaliseBearingDeg(heading + turn),
    elevationDeg: number(19),
    horizontalFovDeg: number(16),
    frameCentre,
    footprint: footprintOf(number, frameCentre),
  }
}

/** Full corners (tags 82 to 89) before offsets from the middle (26 to 33). */
function footprintOf(number: (tag: number) => number | null, centre: LatLon | null): PlatformFix['footprint'] {
  const ring = (pointAt: (corner: number) => readonly [number | null, number | null]) => {
    const corners: [number, number][] = []
    for (let corner = 0; corner < 4; corner++) {
      const [lat, lon] = pointAt(corner)
      if (lat === null || lon === null || Math.abs(lat) > 90 || Math.abs(lon) > 180) return null
      if (centre && groundDistanceM(centre, { lat, lon }) > cornerMostM) return null
      corners.push([lon, lat])
    }
    return corners
  }
  const full = ring((corner) => [number(82 + 2 * corner), number(83 + 2 * corner)])
  if (full || centre === null) return full
  const plus = (from: number, tag: number) => {
    const offset = number(tag)
    return offset === null ? null : from + offset
  }
  return ring((corner) => [plus(centre.lat, 26 + 2 * corner), plus(centre.lon, 27 + 2 * corner)])
}

// ---------------------------------------------------------------------------------------- stands still?

/** So long must it have stood before its picture counts as that of a fixed camera. */
export const stillForMs = 5000
/** Half of what a satellite receiver wanders in seconds; a pixel of a 12° picture of 640 columns is 0.02°. */
const stillMost = { metres: 3, degrees: 0.2, fovShare: 0.02 } as const

/** Judges whether a platform stands still, over the last seconds of the picture's own time. One stream's watch. */
export class MotionWatch {
  #motion: PlatformMotion = 'unknown'
  #anchor: PlatformFix | null = null
  #anchorMs = 0

  get motion(): PlatformMotion {
    return this.#motion
  }

  /** Takes the next fix with the picture's time, milliseconds. Both directions need a difference, not a sum of small ones: it anchors. */
  push(fix: PlatformFix, tMs: number): PlatformMotion {
    if (this.#anchor === null || tMs < this.#anchorMs || !isSameView(this.#anchor, fix)) {
      if (this.#anchor !== null) this.#motion = 'moving'
      this.#anchor = fix
      this.#anchorMs = tMs
    } else if (tMs - this.#anchorMs >= stillForMs) this.#motion = 'still'
    return this.#motion
  }
}

function isSameView(a: PlatformFix, b: PlatformFix): boolean {
  const away = (x: number | null, y: number | null) => (x === null || y === null ? 0 : Math.abs(bearingDifferenceDeg(x, y)))
  if (a.position && b.position && groundDistanceM(a.position, b.position) > stillMost.metres) return false
  if (away(a.azimuthTrueDeg, b.azimuthTrueDeg) > stillMost.degrees) return false
  if (away(a.elevationDeg, b.elevationDeg) > stillMost.degrees) return false
  // Without a direction, the middle of the picture tells a turn.
  if (b.azimuthTrueDeg === null && a.frameCentre && b.frameCentre)
    if (groundDistanceM(a.frameCentre, b.frameCentre) > 10 * stillMost.metres) return false
  const [wasDeg, isDeg] = [a.horizontalFovDeg, b.horizontalFovDeg]
  return wasDeg === null || isDeg === null || Math.abs(isDeg / Math.max(0.01, wasDeg) - 1) <= stillMost.fovShare
}
