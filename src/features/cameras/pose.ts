/**
 * Camera geometry: a point in the world to a pixel and back, for a pin-hole camera with one radial term.
 * Axes of the world are metres east, north and up of the mast's foot; pixels are continuous, (0, 0) is the outer corner of the
 * top left pixel, (width, height) that of the bottom right one. Pixels are square and the optical axis meets the middle.
 */
import { type EastNorth, fromPlane, type LatLon, normaliseBearingDeg, toPlane } from '../../base/geo.ts'
import type { Pose } from './contract.ts'

export interface PictureSize {
  readonly width: number
  readonly height: number
}

export interface Pixel {
  readonly x: number
  readonly y: number
}

/** Metres from the mast's foot. `upM` is 0 on the ground plane. */
export interface WorldPoint extends EastNorth {
  readonly upM: number
}

/** A direction from the camera. Depression is positive below the level of the camera, degrees. */
export interface Ray {
  readonly bearingTrueDeg: number
  readonly depressionDeg: number
}

const RADIANS = Math.PI / 180

/** The pose with its sines worked out, for whoever asks for many pixels of one pose (cost: a few ten nanoseconds each). */
export interface Lens {
  readonly pose: Pose
  readonly size: PictureSize
  /** Focal length in pixels: half width / tan(half the horizontal field). */
  readonly focalPx: number
  readonly forward: readonly [number, number, number]
  readonly right: readonly [number, number, number]
  readonly up: readonly [number, number, number]
  readonly rollCos: number
  readonly rollSin: number
  /** Half widths up to which r (1 + k1 r²) still grows: beyond it the lens formula has no meaning. */
  readonly radiusMax: number
}

/** Works the sines out once. Asserts nothing: a `Pose` has been through its schema. */
export function lensOf(pose: Pose, size: PictureSize): Lens {
  const azimuth = pose.azimuthTrueDeg * RADIANS
  const pitch = pose.pitchDeg * RADIANS
  const [sinA, cosA, sinP, cosP] = [Math.sin(azimuth), Math.cos(azimuth), Math.sin(pitch), Math.cos(pitch)]
  return {
    pose,
    size,
    focalPx: size.width / 2 / Math.tan((pose.horizontalFovDeg * RADIANS) / 2),
    forward: [sinA * cosP, cosA * cosP, sinP],
    right: [cosA, -sinA, 0],
    up: [-sinA * sinP, -cosA * sinP, cosP],
    rollCos: Math.cos(pose.rollDeg * RADIANS),
    rollSin: Math.sin(pose.rollDeg * RADIANS),
    radiusMax: pose.radialK1 < 0 ? Math.sqrt(-1 / (3 * pose.radialK1)) : Number.POSITIVE_INFINITY,
  }
}

/**
 * World point → pixel, or null when it lies behind the camera or where the lens formula has no meaning.
 * The pixel may lie outside the picture: ask `isInPicture`.
 */
export function project(pose: Pose, size: PictureSize, point: WorldPoint): Pixel | null {
  return projectWith(lensOf(pose, size), point)
}

/** `project` for a prepared lens. */
export function projectWith(lens: Lens, point: WorldPoint): Pixel | null {
  const upM = point.upM - lens.pose.heightM
  const depth = point.eastM * lens.forward[0] + point.northM * lens.forward[1] + upM * lens.forward[2]
  if (depth <= 1e-6) return null
  const half = lens.size.width / 2
  const scale = lens.focalPx / depth / half
  const flatX = scale * (point.eastM * lens.right[0] + point.northM * lens.right[1])
  const flatY = -scale * (point.eastM * lens.up[0] + point.northM * lens.up[1] + upM * lens.up[2])
  const radius2 = flatX * flatX + flatY * flatY
  if (radius2 > lens.radiusMax * lens.radiusMax) return null
  const bend = 1 + lens.pose.radialK1 * radius2
  const bentX = flatX * bend
  const bentY = flatY * bend
  // The picture's y axis points down, so a positive angle turns clockwise as seen in the picture.
  return {
    x: half + half * (bentX * lens.rollCos - bentY * lens.rollSin),
    y: lens.size.height / 2 + half * (bentX * lens.rollSin + bentY * lens.rollCos),
  }
}

/** Pixel → direction, or null where the lens formula has no meaning (only with `radialK1` below about −0.15). */
export function ray(pose: Pose, size: PictureSize, pixel: Pixel): Ray | null {
  return rayWith(lensOf(pose, size), pixel)
}

/** `ray` for a prepared lens. */
export function rayWith(lens: Lens, pixel: Pixel): Ray | null {
  const half = lens.size.width / 2
  const turnedX = (pixel.x - half) / half
  const turnedY = (pixel.y - lens.size.height / 2) / half
  const bentX = turnedX * lens.rollCos + turnedY * lens.rollSin
  const bentY = -turnedX * lens.rollSin + turnedY * lens.rollCos
  const unbend = unbendOf(lens, Math.hypot(bentX, bentY))
  if (unbend === null) return null
  const sideways = (bentX * unbend * half) / lens.focalPx
  const upwards = (-bentY * unbend * half) / lens.focalPx
  const east = lens.forward[0] + sideways * lens.right[0] + upwards * lens.up[0]
  const north = lens.forward[1] + sideways * lens.right[1] + upwards * lens.up[1]
  const upward = lens.forward[2] + sideways * lens.right[2] + upwards * lens.up[2]
  return {
    bearingTrueDeg: normaliseBearingDeg(Math.atan2(east, north) / RADIANS),
    depressionDeg: Math.atan2(-upward, Math.hypot(east, north)) / RADIANS,
  }
}

/** Undistorted over distorted radius: Newton's method on r (1 + k1 r²) = r′, which is monotone below `radiusMax`. */
function unbendOf(lens: Lens, bent: number): number | null {
  const k1 = lens.pose.radialK1
  if (k1 === 0 || bent < 1e-9) return 1
  if (bent >= (2 / 3) * lens.radiusMax) return null
  let radius = Math.min(bent, lens.radiusMax)
  for (let step = 0; step < 20; step += 1) {
    const error = radius * (1 + k1 * radius * radius) - bent
    radius -= error / (1 + 3 * k1 * radius * radius)
    if (Math.abs(error) < 1e-12) break
  }
  return radius / bent
}

/** Whether a pixel lies in the picture; its right and lower edge do not belong to it. */
export function isInPicture(size: PictureSize, pixel: Pixel): boolean {
  return pixel.x >= 0 && pixel.y >= 0 && pixel.x < size.width && pixel.y < size.height
}

/** Height in pixels of an upright body of `bodyM` metres whose foot stands `rangeM` away on the ground (small-angle form). */
export function bodyHeightPx(pose: Pose, size: PictureSize, rangeM: number, bodyM: number): number {
  return (bodyM * lensOf(pose, size).focalPx) / Math.max(1e-6, Math.hypot(rangeM, pose.heightM))
}

/** WGS 84 → metres from the mast's foot, on the ground. */
export function worldPoint(pose: Pose, place: LatLon, upM = 0): WorldPoint {
  return { ...toPlane(pose.position, place), upM }
}

/** Metres from the mast's foot → WGS 84. */
export function positionOf(pose: Pose, point: EastNorth): LatLon {
  return fromPlane(pose.position, point)
}
