/** The bar of a map: a round number of metres and how long it is drawn. Pure. */

export interface Scale {
  readonly metres: number
  readonly pixels: number
}

const TILE_PX = 512
const EQUATOR_M = 2 * Math.PI * 6_378_137
/** A bar is at most about this long. */
const BAR_PX = 110

/** Metres of one screen pixel at a latitude and zoom. */
export function metresPerPixel(lat: number, zoom: number): number {
  return (Math.cos((lat * Math.PI) / 180) * EQUATOR_M) / (TILE_PX * 2 ** zoom)
}

/** The longest bar of 1, 2 or 5 times a power of ten that fits. */
export function scaleAt(lat: number, zoom: number): Scale {
  const perPixel = metresPerPixel(lat, zoom)
  const most = perPixel * BAR_PX
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = [5, 2, 1].map((step) => step * power).find((step) => step <= most) ?? power
  return { metres, pixels: metres / perPixel }
}
