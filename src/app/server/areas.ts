/** Where things of a site lie: the site's own area, one below it for each outpost, cameras with their outpost. */
import type { PlaceView } from '../../features/places/contract.ts'
import type { SiteState } from './state.ts'

type Known = Pick<SiteState, 'cameraRows' | 'placeRows'>

/** The area of what belongs to no outpost: the root of all areas that are there. */
export function siteAreaOf({ cameraRows, placeRows }: Known): string {
  const [first] = [...cameraRows.values(), ...placeRows.values()]
  return first?.area.split('/')[0] || 'site'
}

/** The area of a camera that stands at this outpost; the site's own without one. */
export function cameraAreaOf(state: Known, outpostId: string | null): string {
  return (outpostId === null ? undefined : state.placeRows.get(outpostId)?.area) ?? siteAreaOf(state)
}

/** The area of a place that is new here: an outpost begins one of its own, named after it. */
export function placeAreaOf(state: Known, id: string, place: Pick<PlaceView, 'name' | 'geometry'>): string {
  const site = siteAreaOf(state)
  if (place.geometry.kind !== 'outpost') return site
  const words =
    place.name.en
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join('-') ?? ''
  const named = `${site}/${words.slice(0, 40) || id.slice(-8)}`
  const isTaken = [...state.placeRows.values()].some(({ area }) => area === named)
  return isTaken ? `${named}-${id.slice(-8)}` : named
}
