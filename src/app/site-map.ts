/** What the site brought to draw its ground with: tiles of a map, tiles of heights, each a PMTiles file of its own. */
import { z } from 'zod'

const extent = {
  minZoom: z.number().int(),
  maxZoom: z.number().int(),
  /** West, south, east, north in degrees. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** Changes with the file, so that no page draws tiles of two. */
  version: z.string(),
  /** Whose data it is, in their words; null: the file does not say. */
  credit: z.string().nullable(),
}

export const siteMap = z.object({
  ground: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('raster'), ...extent }),
      /** `layers`: names of what is in the tiles. */
      z.object({ kind: z.literal('vector'), ...extent, layers: z.array(z.string()) }),
    ])
    .nullable(),
  heights: z.object({ encoding: z.enum(['terrarium', 'mapbox']), ...extent }).nullable(),
  /** Names of files that are there and cannot be read. */
  damaged: z.array(z.string()),
})
export type SiteMap = z.infer<typeof siteMap>
