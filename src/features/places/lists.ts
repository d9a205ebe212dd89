/** The closed lists of places, without schemas, and what follows from them. */

export const zoneUses = ['watch', 'quiet_by_design', 'civilian_routine', 'own_patrol_corridor'] as const

export const routines = ['grazing', 'well', 'road', 'other'] as const

export const siteCategories = [
  'medical',
  'school',
  'worship',
  'water_food',
  'camp',
  'cultural',
  'cemetery',
  'humanitarian_or_un',
  'dangerous_forces',
  'other',
] as const

export type SiteCategory = (typeof siteCategories)[number]

export const siteSources = ['authority', 'united_nations', 'humanitarian', 'own_survey', 'public_map', 'other'] as const

export const worksKinds = ['mast', 'well', 'fuel', 'radio', 'other'] as const

export const placeKinds = ['line', 'zone', 'outpost', 'protected_site', 'own_infrastructure'] as const

/** Metres around a protected site in which it counts, unless a person says otherwise (OPS 2.11). */
export function usualBufferM(category: SiteCategory): number {
  return category === 'camp' ? 1000 : 500
}
