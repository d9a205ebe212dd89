/** Sensors as the map draws them: where they stand, how far they sense, and whether their ground is known. Pure. */
import type { LatLon } from '../../../base/geo.ts'
import type { Bilingual } from '../../../base/shapes.ts'
import { ellipseRing, type Feature, lonLat, pointFeature, ringFeature } from '../../../platform/web/map/shapes.ts'
import type { FeedSignal, FeedView, SensingKind } from '../contract.ts'

/** `off`: it says so. `down`: its feed is not heard. `waiting`: nothing of it was heard since the program began. */
export type Hearing = 'heard' | 'partly' | 'off' | 'down' | 'waiting'

/** A sensor that stands somewhere and senses what is around it. */
export interface Stand {
  readonly id: string
  readonly code: string
  readonly kind: SensingKind
  readonly name: Bilingual
  readonly position: LatLon
  /** Metres; null: it tells positions itself. */
  readonly reachM: number | null
  readonly hearing: Hearing
}

/** Those of all feeds that have a place of their own, in the order of their codes. */
export function standsOf(feeds: readonly FeedView[], signals: readonly FeedSignal[]): Stand[] {
  const said = new Map(signals.flatMap(({ sensors }) => sensors.map((sensor) => [sensor.sensorId, sensor] as const)))
  return feeds
    .flatMap(({ health, sensors }) =>
      sensors.flatMap(({ id, code, kind, name, position, reachM }): Stand[] => {
        // A supply has no ground, and what a camera senses is its own view.
        if (kind === 'power' || kind === 'camera' || position === null) return []
        return [{ id, code, kind, name, position, reachM, hearing: hearingOf(health, said.get(id)) }]
      }),
    )
    .sort((a, b) => a.code.localeCompare(b.code))
}

function hearingOf(health: FeedView['health'], said: FeedSignal['sensors'][number] | undefined): Hearing {
  if (health === 'down') return 'down'
  if (said?.isAlive === false) return 'off'
  if (health === 'unknown' || said === undefined || said.heardAt === null) return 'waiting'
  return health === 'degraded' ? 'partly' : 'heard'
}

/** Whether what happens on its ground would be told. */
export function isHeard({ hearing }: Pick<Stand, 'hearing'>): boolean {
  return hearing === 'heard' || hearing === 'partly'
}

export interface SensorShapes {
  readonly reaches: readonly Feature[]
  readonly sensors: readonly Feature[]
}

/** While the link is cut (`isOld`) nothing is known of any, so none is shown as heard and none as failing. */
export function sensorShapes(stands: readonly Stand[], isOld: boolean): SensorShapes {
  const reaches: Feature[] = []
  const sensors: Feature[] = []
  for (const stand of stands) {
    const { code, kind, position, reachM } = stand
    const state = isOld ? 'old' : isHeard(stand) ? 'heard' : 'not-known'
    if (reachM !== null) reaches.push(ringFeature(ellipseRing(position, reachM, reachM, 0), { state }))
    sensors.push(pointFeature(lonLat(position), { code, icon: state === 'not-known' ? `${kind}-blind` : kind }))
  }
  return { reaches, sensors }
}
