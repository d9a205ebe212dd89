/** Tracks as the live lane tells them, and their way back into points. Pure. */
import type { Place } from '../cameras/contract.ts'
import type { Mover, TrackView } from './contract.ts'
import { sizeWord } from './size-word.ts'

/** A millionth of a degree is a tenth of a metre: the closest map shows half a metre as one point of the screen. */
const perDegree = 1e6

/** What the map draws of a track. */
export function moverOf(track: TrackView): Mover {
  const { id, cameraId, joinedWith, state, place, velocity, lastSeenAt, trail } = track
  const way: number[] = []
  let [lastLon, lastLat] = [0, 0]
  for (const { lon, lat } of trail) {
    const [nextLon, nextLat] = [micro(lon), micro(lat)]
    way.push(nextLon - lastLon, nextLat - lastLat)
    lastLon = nextLon
    lastLat = nextLat
  }
  return {
    id,
    cameraId,
    joinedWith,
    state,
    kind: sizeWord(track),
    place: place && asDrawn(place),
    speedMs: velocity && Math.round(velocity.speedMs * 10) / 10,
    lastSeenAt,
    way,
  }
}

/** The points of a way, as longitude and latitude. */
export function pointsOf(way: readonly number[]): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = []
  let [lon, lat] = [0, 0]
  for (let at = 0; at + 1 < way.length; at += 2) {
    lon += way[at] as number
    lat += way[at + 1] as number
    points.push([lon / perDegree, lat / perDegree])
  }
  return points
}

/** Degrees of the ground to a tenth of a metre, the rest to a hundredth. */
function asDrawn({ method, bearingTrueDeg, bearingErrorDeg, rangeM, position, ellipse }: Place): Place {
  return {
    method,
    bearingTrueDeg: hundredth(bearingTrueDeg),
    bearingErrorDeg: hundredth(bearingErrorDeg),
    rangeM: {
      near: hundredth(rangeM.near),
      best: rangeM.best && hundredth(rangeM.best),
      far: rangeM.far && hundredth(rangeM.far),
    },
    position: position && { lat: micro(position.lat) / perDegree, lon: micro(position.lon) / perDegree },
    ellipse: ellipse && {
      aM: hundredth(ellipse.aM),
      bM: hundredth(ellipse.bM),
      bearingTrueDeg: hundredth(ellipse.bearingTrueDeg),
    },
  }
}

const micro = (degrees: number) => Math.round(degrees * perDegree)
const hundredth = (value: number) => Math.round(value * 100) / 100
