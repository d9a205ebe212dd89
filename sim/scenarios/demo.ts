/**
 * The demo: a quiet night in the sector, without an end. Somebody is over the line within the first minute, and from then on
 * something happens about every five minutes, each time at another outpost than before. `pace` makes events more frequent;
 * nobody walks faster.
 */
import { demoSector, patrolRoad, sectorOrigin } from '../sector.ts'
import type { Body } from '../world/bodies.ts'
import { Chance, uniformAt } from '../world/chance.ts'
import { Terrain } from '../world/terrain.ts'
import { weathers } from '../world/weather.ts'
import type { World } from '../world/world.ts'
import { crossingPath, partyOf, shortCrossingPath } from './approach.ts'

const FIRST_EVENT_MS = 4000
const EVENT_EVERY_MS = 300_000
/** Nothing is in the world for longer than this. */
const LIFE_MAX_MS = 1_200_000
/** Ghada, Sidr, Arfaj in turn: the next event is kilometres away. */
const ORDER = ['C02', 'C05', 'C04', 'C01', 'C06', 'C03']
const PEOPLE = [1, 3, 1, 2, 4, 1, 2, 5]
/** Which event of eight is the own patrol on its road. */
const PATROL_OF_EIGHT = 5

export function demoWorld(seed: number, pace = 1): World {
  const everyMs = EVENT_EVERY_MS / pace
  const startOf = (event: number): number =>
    event === 0 ? FIRST_EVENT_MS : FIRST_EVENT_MS + everyMs * (event + 0.2 * (uniformAt(seed, 61, event) - 0.5))
  const events = new Map<number, readonly Body[]>()
  const bodiesOf = (event: number): readonly Body[] => {
    const known = events.get(event) ?? demoEvent(seed, event, startOf(event))
    events.set(event, known)
    return known
  }
  return {
    seed,
    origin: sectorOrigin,
    terrain: new Terrain(seed, patrolRoad),
    weather: weathers.night,
    cameras: demoSector.cameras,
    bodiesAt(tMs) {
      const last = Math.floor((tMs - FIRST_EVENT_MS) / everyMs + 0.2)
      const first = Math.max(0, Math.floor((tMs - LIFE_MAX_MS - FIRST_EVENT_MS) / everyMs))
      for (const event of events.keys()) if (event < first - 2) events.delete(event)
      const present: Body[] = []
      for (let event = first; event <= last; event += 1) {
        for (const body of bodiesOf(event)) if (tMs >= body.fromMs && tMs <= body.toMs) present.push(body)
      }
      return present
    },
  }
}

/** Who comes in the event of that number (0 is the first), wherever its turn puts it. */
export function demoEvent(seed: number, event: number, startMs: number): Body[] {
  const chance = new Chance(seed, 62, event)
  const code = ORDER[event % ORDER.length]
  const camera = demoSector.cameras.find((each) => each.code === code)
  if (camera === undefined) return []
  const { pose } = camera
  const side = chance.uniform() < 0.5 ? -1 : 1
  if (event === 0)
    return partyOf({ id: 'event-0', kind: 'person', count: 1, startMs, path: shortCrossingPath(pose, side) }, chance)
  if (event % PEOPLE.length === PATROL_OF_EIGHT) {
    const way = event % 2 === 0 ? patrolRoad : patrolRoad.toReversed()
    return partyOf({ id: `patrol-${event}`, kind: 'vehicle', count: 1, startMs, path: nearRoad(way, camera.outpostId) }, chance)
  }
  // As far off as a person is still six pixels high (focal length over six, times 1.7 m), but not beyond 850 m.
  const focalPx = 320 / Math.tan((pose.horizontalFovDeg * Math.PI) / 360)
  const farM = Math.min(850, (1.7 * focalPx) / 6)
  const path = crossingPath(pose, { side, fromRangeM: chance.between(Math.max(430, farM * 0.65), farM) })
  return partyOf({ id: `event-${event}`, kind: 'person', count: PEOPLE[event % PEOPLE.length] ?? 1, startMs, path }, chance)
}

/** The stretch of the road that the outpost's cameras can see. */
function nearRoad(road: readonly { eastM: number; northM: number }[], outpostId: string): { eastM: number; northM: number }[] {
  const middle = outpostId === 'demo-ghada' ? -3600 : outpostId === 'demo-arfaj' ? 280 : 3520
  const northOf = (eastM: number): number => {
    for (let at = 1; at < road.length; at += 1) {
      const a = road[at - 1]
      const b = road[at]
      if (a === undefined || b === undefined || (eastM - a.eastM) * (eastM - b.eastM) > 0) continue
      return a.northM + ((b.northM - a.northM) * (eastM - a.eastM)) / (b.eastM - a.eastM)
    }
    return 0
  }
  const stops = [-700, -350, 0, 350, 700].map((asideM) => ({ eastM: middle + asideM, northM: northOf(middle + asideM) }))
  const first = road[0]
  return first !== undefined && first.eastM > middle ? stops.toReversed() : stops
}
