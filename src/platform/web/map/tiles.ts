/** The map that the site brought along: asked for whenever a map is drawn. */

/** Where tiles are, and from which file. */
export interface Extent {
  readonly minZoom: number
  readonly maxZoom: number
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number]
  readonly version: string
  /** Whose data it is; null: not told. */
  readonly credit: string | null
}

export interface Tiles {
  readonly ground:
    | (Extent & ({ readonly kind: 'raster' } | { readonly kind: 'vector'; readonly layers: readonly string[] }))
    | null
  readonly heights: (Extent & { readonly encoding: 'terrarium' | 'mapbox' }) | null
  /** Files that are there and cannot be read. */
  readonly damaged: readonly string[]
}

/** Whether an answer is a map of the site; a page never draws what it did not check. */
export function areTiles(value: unknown): value is Tiles {
  if (typeof value !== 'object' || value === null) return false
  const { ground, heights, damaged } = value as Partial<Record<keyof Tiles, unknown>>
  const isExtent = (one: unknown) => {
    if (typeof one !== 'object' || one === null) return false
    const { minZoom, maxZoom, bounds, version } = one as Partial<Record<keyof Extent, unknown>>
    return typeof minZoom === 'number' && typeof maxZoom === 'number' && typeof version === 'string' && Array.isArray(bounds)
  }
  return [ground, heights].every((one) => one === null || isExtent(one)) && Array.isArray(damaged)
}

/** The map of the site as it is now, or null where the server did not answer; then the next map asks again. */
export async function fetchTiles(): Promise<Tiles | null> {
  try {
    const answer = await fetch('/api/map', { credentials: 'same-origin' })
    const body: unknown = answer.ok ? await answer.json() : null
    return areTiles(body) ? body : null
  } catch {
    // Without an answer plain ground is drawn, and the next drawing asks again.
    return null
  }
}
