/** What a pose means in the picture: the horizon, lines of equal range, bearings, and how far a person fills enough pixels. */
import type { Pose } from './contract.ts'
import { horizonM, placeOf } from './place.ts'
import { isInPicture, type Lens, lensOf, type PictureSize, type Pixel, projectWith } from './pose.ts'

/** A standing person. */
export const PERSON_M = 1.7
/** Pixels that a person must fill to be found, to be told from an animal, and to be seen carrying something (interface.md). */
export const PIXELS_TO = { find: 8, tell: 20, carry: 50 } as const

const RADIANS = Math.PI / 180
const EARTH_RADIUS_M = 6_371_008.8
/** Far enough to count as a direction and near enough to lose no digits. */
const FAR_M = 100_000
const STEPS = 48

/**
 * Range in metres on the ground to which an upright body of `bodyM` fills at least `pixels`; 0 where it does so nowhere,
 * never beyond the horizon of a mast of this height.
 */
export function rangeOfPixels(pose: Pose, size: PictureSize, pixels: number, bodyM = PERSON_M): number {
  const slantM = (bodyM * lensOf(pose, size).focalPx) / pixels
  if (slantM <= pose.heightM) return 0
  return Math.min(horizonM(pose.heightM), Math.sqrt(slantM * slantM - pose.heightM * pose.heightM))
}

/** The horizon of a round earth as pixels from one side of the picture to the other; empty where it is not in view. */
export function horizonLine(pose: Pose, size: PictureSize): Pixel[] {
  const dip = Math.sqrt((2 * pose.heightM) / EARTH_RADIUS_M)
  return across(pose, size, (bearing) => ({
    eastM: FAR_M * Math.sin(bearing),
    northM: FAR_M * Math.cos(bearing),
    upM: pose.heightM - FAR_M * Math.tan(dip),
  }))
}

/** The ground `rangeM` away as pixels from one side of the picture to the other; empty where it is not in view. */
export function rangeLine(pose: Pose, size: PictureSize, rangeM: number): Pixel[] {
  return across(pose, size, (bearing) => ({
    eastM: rangeM * Math.sin(bearing),
    northM: rangeM * Math.cos(bearing),
    upM: 0,
  }))
}

/** One mark of the ruler of bearings. */
export interface BearingMark {
  readonly bearingTrueDeg: number
  /** Where the bearing meets the horizon. */
  readonly pixel: Pixel
}

/** Whole degrees of 1, 2, 5, 10 or 20, about eight in the picture, where they meet the level of the camera. */
export function bearingMarks(pose: Pose, size: PictureSize): BearingMark[] {
  const lens = lensOf(pose, size)
  const step = [1, 2, 5, 10, 20].find((each) => pose.horizontalFovDeg / each <= 10) ?? 20
  const first = Math.ceil((pose.azimuthTrueDeg - pose.horizontalFovDeg) / step)
  const last = Math.floor((pose.azimuthTrueDeg + pose.horizontalFovDeg) / step)
  const marks: BearingMark[] = []
  for (let at = first; at <= last; at += 1) {
    const bearing = at * step
    const pixel = projectWith(lens, {
      eastM: FAR_M * Math.sin(bearing * RADIANS),
      northM: FAR_M * Math.cos(bearing * RADIANS),
      upM: pose.heightM,
    })
    if (pixel !== null && pixel.x >= 0 && pixel.x <= size.width)
      marks.push({ bearingTrueDeg: ((bearing % 360) + 360) % 360, pixel })
  }
  return marks
}

/** How well a place is known at a range, at 95 %, from the errors of the pose and a foot that is marked to a pixel. */
export interface PlaceError {
  /** Half width across the sight, metres. */
  readonly acrossM: number
  readonly nearM: number
  /** Null: the far end lies beyond the horizon of the error. */
  readonly farM: number | null
  /** Whether geometry earns a point at all there (DESIGN 6). */
  readonly isPoint: boolean
}

/** The error of places `rangeM` away in the middle of the picture; null where that ground is not in view. */
export function placeErrorAt(pose: Pose, size: PictureSize, rangeM: number): PlaceError | null {
  const azimuth = pose.azimuthTrueDeg * RADIANS
  const pixel = projectWith(lensOf(pose, size), { eastM: rangeM * Math.sin(azimuth), northM: rangeM * Math.cos(azimuth), upM: 0 })
  if (pixel === null || !isInPicture(size, pixel)) return null
  const place = placeOf(pose, size, pixel, 1)
  if (place === null) return null
  return {
    acrossM: rangeM * Math.sin(Math.min(90, place.bearingErrorDeg) * RADIANS),
    nearM: place.rangeM.near,
    farM: place.rangeM.far,
    isPoint: place.method === 'ground_plane',
  }
}

function across(pose: Pose, size: PictureSize, pointAt: (bearing: number) => Parameters<typeof projectWith>[1]): Pixel[] {
  const lens: Lens = lensOf(pose, size)
  // Wider than the picture, because a rolled picture shows bearings beyond its own width at its corners.
  const half = Math.min(85, pose.horizontalFovDeg * 0.75)
  const line: Pixel[] = []
  for (let step = 0; step <= STEPS; step += 1) {
    const bearing = (pose.azimuthTrueDeg - half + (2 * half * step) / STEPS) * RADIANS
    const pixel = projectWith(lens, pointAt(bearing))
    if (pixel !== null) line.push(pixel)
  }
  return line.some((pixel) => isInPicture(size, pixel)) ? line : []
}
