/** What others may know of places: the line the site answers for, zones, outposts, protected sites, our own works. OPS 2.11. */
import { z } from 'zod'
import { bilingual, latLon } from '../../base/shapes.ts'
import { routines, siteCategories, siteSources, worksKinds, zoneUses } from './lists.ts'

export { chainageOf, formatChainage } from './chainage.ts'
export { isInZone, type Line, signedDistanceM, type Zone } from './geometry.ts'
export {
  placeKinds,
  routines,
  type SiteCategory,
  siteCategories,
  siteSources,
  usualBufferM,
  worksKinds,
  zoneUses,
} from './lists.ts'
export { isWatchZone, useOf, zonesAt } from './zones.ts'

const lonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
const kilometres = z.number().min(-10_000).max(10_000)

/**
 * `inside` says on which side of the line, walked in the order of its points, our own ground lies. `startKm`: what the kilometre post
 * at its first point says; 0 where nobody said.
 */
export const lineGeometry = z.object({
  kind: z.literal('line'),
  coordinates: z.array(lonLat).min(2).max(2000),
  inside: z.enum(['left', 'right']),
  startKm: kilometres.optional(),
})

/**
 * What a zone is for. `watch`: who is in it is an alert. `quiet_by_design`: our own people are in it for a time. `civilian_routine`:
 * people of the country are usually there; it explains, and never takes ground out of the watch. `own_patrol_corridor`: our way.
 */
export type ZoneUse = (typeof zoneUses)[number]

export const zoneGeometry = z.object({
  kind: z.literal('zone'),
  ring: z.array(lonLat).min(4).max(500),
  /** Absent in entries of before zones had uses: watch. */
  use: z.enum(zoneUses).optional(),
  /** Of `civilian_routine`: what people do there. */
  routine: z.enum(routines).optional(),
  /** Of `quiet_by_design`: from when until when, UTC. */
  window: z.object({ from: z.iso.datetime(), until: z.iso.datetime() }).optional(),
})

export const outpostGeometry = z.object({ kind: z.literal('outpost'), position: latLon })

/** Who told us of it. A closed list: no name of a person stands in the chain. */

/** It only adds warnings and duties; no question answers "places outside protection". */
export const protectedSiteGeometry = z.object({
  kind: z.literal('protected_site'),
  position: latLon,
  category: z.enum(siteCategories),
  bufferM: z.number().int().min(0).max(20_000),
  source: z.enum(siteSources),
})

export const ownWorksGeometry = z.object({
  kind: z.literal('own_infrastructure'),
  position: latLon,
  what: z.enum(worksKinds),
})

export const placeGeometry = z.discriminatedUnion('kind', [
  lineGeometry,
  zoneGeometry,
  outpostGeometry,
  protectedSiteGeometry,
  ownWorksGeometry,
])
export type PlaceGeometry = z.infer<typeof placeGeometry>
export type PlaceKind = PlaceGeometry['kind']

export const placeView = z.object({
  id: z.string(),
  version: z.number().int(),
  name: bilingual,
  area: z.string(),
  geometry: placeGeometry,
  /** Taken off the map; it stays in history, and setting it again brings it back. */
  isRetired: z.boolean().optional(),
})
export type PlaceView = z.infer<typeof placeView>

/** `POST /api/places`. Without an id it is a new one. */
export const placeSet = z.object({
  commandId: z.uuid(),
  id: z.uuid().nullable().default(null),
  basedOn: z.number().int().min(0).default(0),
  name: bilingual,
  geometry: placeGeometry,
})

export const placeRetire = z.object({ commandId: z.uuid(), basedOn: z.number().int().min(1) })

/** One version of a place: what held from then on, and who said so. */
export const placeVersion = z.object({
  version: z.number().int(),
  at: z.string(),
  by: z.string(),
  what: z.enum(['set', 'retired']),
  name: bilingual,
  geometry: placeGeometry,
})
export type PlaceVersion = z.infer<typeof placeVersion>
