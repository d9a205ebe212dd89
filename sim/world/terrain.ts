/** The ground: gentle relief and what is warmer or colder on it. Metres east and north of the sector's origin. */
import { hashOfFour, uniformAt } from './chance.ts'

/** A stone or a shrub: still, and of another temperature than the ground. */
export interface Clump {
  readonly eastM: number
  readonly northM: number
  readonly radiusM: number
  readonly heightM: number
  /** Against the ground around it, kelvin. */
  readonly warmerK: number
}

const CELL_M = 14
const CLUMPS_SHARE = 0.3

export interface RoadPoint {
  readonly eastM: number
  readonly northM: number
}

export class Terrain {
  readonly #seed: number
  readonly #road: readonly RoadPoint[]

  constructor(seed: number, road: readonly RoadPoint[] = []) {
    this.#seed = seed
    this.#road = road
  }

  /** Height above the sector's datum: about 0.35 m (standard deviation), with waves of 60 to 400 m. */
  heightM(eastM: number, northM: number): number {
    return (
      0.95 * (this.#noise(1, eastM / 400, northM / 400) - 0.5) +
      0.7 * (this.#noise(2, eastM / 150, northM / 150) - 0.5) +
      0.25 * (this.#noise(3, eastM / 60, northM / 60) - 0.5)
    )
  }

  /**
   * Ground temperature against the mean, kelvin. `alongM` is how much ground one pixel covers in depth there: what is finer than
   * that has averaged out.
   */
  warmerK(eastM: number, northM: number, alongM: number): number {
    let warmerK = 1.6 * (this.#noise(11, eastM / 90, northM / 90) - 0.5)
    for (const [channel, sizeM, amountK] of [
      [12, 24, 1.3],
      [13, 7, 1.0],
      [14, 2, 0.8],
      [15, 0.6, 0.6],
    ] as const) {
      const kept = sizeM / (sizeM + alongM * 0.5)
      if (kept > 0.06) warmerK += amountK * kept * (this.#noise(channel, eastM / sizeM, northM / sizeM) - 0.5)
    }
    const roadM = this.#distanceToRoadM(eastM, northM)
    // Driven ground is packed, keeps the day's heat, and has two ruts.
    if (roadM < 3.2) warmerK += 0.9 * Math.min(1, 3.2 - roadM) + (Math.abs(roadM - 0.9) < 0.35 ? 0.5 : 0)
    return warmerK
  }

  /** Stones and shrubs whose cell touches the square, the same ones for every camera. */
  *clumps(westM: number, southM: number, eastM: number, northM: number): Generator<Clump> {
    for (let column = Math.floor(westM / CELL_M); column <= eastM / CELL_M; column += 1) {
      for (let row = Math.floor(southM / CELL_M); row <= northM / CELL_M; row += 1) {
        if (uniformAt(this.#seed, 21, column, row) >= CLUMPS_SHARE) continue
        const chance = (which: number): number => uniformAt(this.#seed, 22, column, row, which)
        const isStone = chance(1) < 0.4
        const size = chance(2) ** 2
        yield {
          eastM: (column + chance(3)) * CELL_M,
          northM: (row + chance(4)) * CELL_M,
          radiusM: isStone ? 0.2 + 0.6 * size : 0.3 + 1.1 * size,
          heightM: isStone ? 0.15 + 0.4 * size : 0.2 + 0.8 * size,
          warmerK: isStone ? 0.8 + 2.2 * chance(5) : 0.4 + 2 * chance(5),
        }
      }
    }
  }

  #distanceToRoadM(eastM: number, northM: number): number {
    let nearest = Number.POSITIVE_INFINITY
    for (let at = 1; at < this.#road.length; at += 1) {
      const a = this.#road[at - 1]
      const b = this.#road[at]
      if (a === undefined || b === undefined) continue
      if (northM < Math.min(a.northM, b.northM) - 5 || northM > Math.max(a.northM, b.northM) + 5) continue
      const [along, across] = [b.eastM - a.eastM, b.northM - a.northM]
      const share = ((eastM - a.eastM) * along + (northM - a.northM) * across) / (along * along + across * across)
      const held = Math.min(1, Math.max(0, share))
      nearest = Math.min(nearest, Math.hypot(eastM - a.eastM - held * along, northM - a.northM - held * across))
    }
    return nearest
  }

  /** Smooth value noise, 0…1, one value a unit square. */
  #noise(channel: number, x: number, y: number): number {
    const column = Math.floor(x)
    const row = Math.floor(y)
    const rightwards = smooth(x - column)
    const upwards = smooth(y - row)
    const low = this.#corner(channel, column, row) * (1 - rightwards) + this.#corner(channel, column + 1, row) * rightwards
    const high =
      this.#corner(channel, column, row + 1) * (1 - rightwards) + this.#corner(channel, column + 1, row + 1) * rightwards
    return low * (1 - upwards) + high * upwards
  }

  #corner(channel: number, column: number, row: number): number {
    return hashOfFour(this.#seed, channel, column, row) / 4_294_967_296
  }
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share)
}
