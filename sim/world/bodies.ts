/** What moves: people, an own vehicle, animals, each on a path of its own through the world. */

export type BodyKind = 'person' | 'vehicle' | 'animal'

/** Metres east and north of the sector's origin. */
export interface GroundPoint {
  readonly eastM: number
  readonly northM: number
}

export interface Body {
  readonly id: string
  readonly kind: BodyKind
  readonly heightM: number
  /** When it is in the world, milliseconds of world time. */
  readonly fromMs: number
  readonly toMs: number
  at(tMs: number): BodyState | null
}

export interface BodyState extends GroundPoint {
  readonly headingDeg: number
  /** Turn of the stride, radians: two steps a full turn. */
  readonly strideRad: number
}

export interface Walk {
  readonly id: string
  readonly kind: BodyKind
  readonly heightM: number
  readonly speedMs: number
  readonly startMs: number
  readonly path: readonly GroundPoint[]
  /** Place in a group: metres to the right of the path and behind its head. */
  readonly besideM?: number
  readonly behindM?: number
}

const STRIDE_M = 1.45

/** A body that goes along a path at one speed, swaying a little, and is gone at its end. */
export function walking(walk: Walk): Body {
  const legs = legsOf(walk.path)
  const lengthM = legs.reduce((sum, leg) => sum + leg.lengthM, 0)
  const behindM = walk.behindM ?? 0
  const fromMs = walk.startMs + (behindM / walk.speedMs) * 1000
  const toMs = fromMs + (lengthM / walk.speedMs) * 1000
  return {
    id: walk.id,
    kind: walk.kind,
    heightM: walk.heightM,
    fromMs,
    toMs,
    at(tMs) {
      if (tMs < fromMs || tMs > toMs) return null
      const goneM = ((tMs - fromMs) / 1000) * walk.speedMs
      let leftM = goneM
      let leg = legs[0]
      for (const each of legs) {
        leg = each
        if (leftM <= each.lengthM) break
        leftM -= each.lengthM
      }
      if (leg === undefined) return null
      // Nobody walks a ruler: half a metre to either side over some thirty metres.
      const aside = (walk.besideM ?? 0) + (walk.kind === 'vehicle' ? 0 : 0.5 * Math.sin(goneM / 9 + walk.heightM * 50))
      return {
        eastM: leg.from.eastM + leg.sin * leftM + leg.cos * aside,
        northM: leg.from.northM + leg.cos * leftM - leg.sin * aside,
        headingDeg: leg.headingDeg,
        strideRad: (goneM / STRIDE_M) * 2 * Math.PI,
      }
    },
  }
}

interface Leg {
  readonly from: GroundPoint
  readonly lengthM: number
  readonly sin: number
  readonly cos: number
  readonly headingDeg: number
}

function legsOf(path: readonly GroundPoint[]): Leg[] {
  const legs: Leg[] = []
  for (let at = 1; at < path.length; at += 1) {
    const from = path[at - 1]
    const to = path[at]
    if (from === undefined || to === undefined) continue
    const [eastM, northM] = [to.eastM - from.eastM, to.northM - from.northM]
    const lengthM = Math.hypot(eastM, northM)
    if (lengthM === 0) continue
    legs.push({
      from,
      lengthM,
      sin: eastM / lengthM,
      cos: northM / lengthM,
      headingDeg: (Math.atan2(eastM, northM) * 180) / Math.PI,
    })
  }
  return legs
}
