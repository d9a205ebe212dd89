/** What others may know of places: the line the site answers for, zones, outposts. */
import { z } from 'zod'
import { bilingual, latLon } from '../../base/shapes.ts'

export { isInZone, type Line, signedDistanceM, type Zone } from './geometry.ts'

const lonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])

/** `inside` says on which side of the line, walked in the order of its points, our own ground lies. */
export const lineGeometry = z.object({
  kind: z.literal('line'),
  coordinates: z.array(lonLat).min(2).max(2000),
  inside: z.enum(['left', 'right']),
})
export const zoneGeometry = z.object({ kind: z.literal('zone'), ring: z.array(lonLat).min(4).max(500) })
export const outpostGeometry = z.object({ kind: z.literal('outpost'), position: latLon })
export const placeGeometry = z.discriminatedUnion('kind', [lineGeometry, zoneGeometry, outpostGeometry])
export type PlaceGeometry = z.infer<typeof placeGeometry>

export const placeView = z.object({
  id: z.string(),
  version: z.number().int(),
  name: bilingual,
  area: z.string(),
  geometry: placeGeometry,
})
export type PlaceView = z.infer<typeof placeView>
