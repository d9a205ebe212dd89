/** The site's own terrain as a grey hill-shade with barely visible contours, drawn once on a canvas. Never coloured relief. */

export interface Terrain {
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number]
  readonly width: number
  readonly height: number
  /** Row-major from the north-west corner, metres. */
  readonly heightsM: readonly number[]
}

/** Whether an answer is a terrain; a page never draws what it did not check. */
export function isTerrain(value: unknown): value is Terrain {
  if (typeof value !== 'object' || value === null) return false
  const { bounds, width, height, heightsM } = value as Partial<Record<keyof Terrain, unknown>>
  return (
    Array.isArray(bounds) &&
    bounds.length === 4 &&
    typeof width === 'number' &&
    typeof height === 'number' &&
    Array.isArray(heightsM) &&
    heightsM.length === width * height &&
    width > 1 &&
    height > 1
  )
}

const SUN_AZIMUTH = (315 * Math.PI) / 180
const SUN_HEIGHT = (42 * Math.PI) / 180
const CONTOUR_M = 20
const CANVAS_MAX = 1024

type Grey = readonly [number, number, number]

function greyOf(colour: string): Grey {
  const value = Number.parseInt(colour.slice(1, 7), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

/** Draws the shade between two colours of the theme. Cost: about 60 ms for a megapixel. */
export function drawGround(terrain: Terrain, low: string, high: string, isLight: boolean): HTMLCanvasElement {
  const { bounds, width, height, heightsM } = terrain
  const scale = Math.max(1, Math.min(8, CANVAS_MAX / Math.max(width, height)))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const brush = canvas.getContext('2d')
  if (brush === null) return canvas
  const at = (column: number, row: number): number => {
    const x = Math.max(0, Math.min(width - 1.001, column))
    const y = Math.max(0, Math.min(height - 1.001, row))
    const i = Math.floor(x)
    const j = Math.floor(y)
    const u = x - i
    const v = y - j
    const k = j * width + i
    const h = (offset: number) => heightsM[k + offset] ?? 0
    return h(0) * (1 - u) * (1 - v) + h(1) * u * (1 - v) + h(width) * (1 - u) * v + h(width + 1) * u * v
  }
  const middleLat = (((bounds[1] + bounds[3]) / 2) * Math.PI) / 180
  const cellEastM = (((bounds[2] - bounds[0]) * 111_320 * Math.cos(middleLat)) / (width - 1)) * 2
  const cellNorthM = (((bounds[3] - bounds[1]) * 111_320) / (height - 1)) * 2
  const sun = [
    Math.sin(SUN_AZIMUTH) * Math.cos(SUN_HEIGHT),
    Math.cos(SUN_AZIMUTH) * Math.cos(SUN_HEIGHT),
    Math.sin(SUN_HEIGHT),
  ] as const
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const heightM of heightsM) {
    least = Math.min(least, heightM)
    most = Math.max(most, heightM)
  }
  const relief = Math.max(1, most - least)
  // Flat ground must still read as ground: slopes are drawn steeper the flatter the whole is.
  const steepness = Math.max(1.5, Math.min(8, 600 / relief))
  const image = brush.createImageData(canvas.width, canvas.height)
  const from = greyOf(low)
  const to = greyOf(high)
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      const column = x / scale
      const row = y / scale
      const here = at(column, row)
      const east = ((at(column + 1, row) - at(column - 1, row)) / cellEastM) * steepness
      const south = ((at(column, row + 1) - at(column, row - 1)) / cellNorthM) * steepness
      const light = (-east * sun[0] + south * sun[1] + sun[2]) / Math.hypot(east, south, 1)
      let shade = 0.08 + 0.7 * Math.max(0, Math.min(1, (light - 0.12) / 0.83)) + 0.2 * ((here - least) / relief)
      const line = Math.floor(here / CONTOUR_M)
      if (
        line !== Math.floor(at(column + 1 / scale, row) / CONTOUR_M) ||
        line !== Math.floor(at(column, row + 1 / scale) / CONTOUR_M)
      )
        shade += (isLight ? -0.08 : 0.05) * (line % 5 === 0 ? 1.8 : 1)
      const k = (y * canvas.width + x) * 4
      for (let channel = 0; channel < 3; channel++)
        image.data[k + channel] =
          (from[channel] ?? 0) + ((to[channel] ?? 0) - (from[channel] ?? 0)) * Math.max(0, Math.min(1, shade))
      image.data[k + 3] = 255
    }
  }
  brush.putImageData(image, 0, 0)
  return canvas
}
