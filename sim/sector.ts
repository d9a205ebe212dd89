/**
 * The demo sector: an invented piece of border in empty desert near 20.5° N, 50.5° E, far from any real one. Plain data: what the
 * program writes into its journal at the first start of the demo. People come from the north; our ground is south of the line.
 */
import { fromPlane, type LatLon } from '../src/base/geo.ts'
import type { Bilingual } from '../src/base/shapes.ts'
import type { Pose } from '../src/features/cameras/contract.ts'
import type { GroundPoint } from './world/bodies.ts'

export const sectorOrigin: LatLon = { lat: 20.5, lon: 50.5 }

export interface SectorOutpost {
  readonly id: string
  /** Its own, below the sector's: who is bound to it sees its cameras and no others. */
  readonly area: string
  readonly name: Bilingual
  readonly position: LatLon
}

export interface SectorCamera {
  readonly code: string
  readonly name: Bilingual
  readonly outpostId: string
  readonly pose: Pose
  readonly address: string
}

export interface DemoSector {
  readonly area: string
  readonly outposts: readonly SectorOutpost[]
  readonly cameras: readonly SectorCamera[]
  readonly line: {
    readonly name: Bilingual
    readonly coordinates: readonly (readonly [number, number])[]
    readonly insideIs: 'left' | 'right'
  }
  readonly zones: readonly {
    readonly id: string
    readonly area: string
    readonly name: Bilingual
    readonly ring: readonly (readonly [number, number])[]
  }[]
}

const at = (eastM: number, northM: number): LatLon => rounded(fromPlane(sectorOrigin, { eastM, northM }))
const lonLat = (eastM: number, northM: number): readonly [number, number] => {
  const { lat, lon } = at(eastM, northM)
  return [lon, lat]
}

/** Seven decimals: a centimetre, and the same text on every machine. */
function rounded({ lat, lon }: LatLon): LatLon {
  return { lat: Number(lat.toFixed(7)), lon: Number(lon.toFixed(7)) }
}

function camera(
  code: string,
  outpostId: string,
  name: Bilingual,
  mast: readonly [eastM: number, northM: number],
  look: { heightM: number; azimuthTrueDeg: number; pitchDeg: number; horizontalFovDeg: number },
): SectorCamera {
  const errors = { azimuthDeg: 0.25, pitchDeg: 0.08, heightM: 0.3 }
  return {
    code,
    name,
    outpostId,
    pose: { position: at(...mast), rollDeg: 0, radialK1: 0, errors, ...look },
    address: `simulated:demo/${code}`,
  }
}

/** The line from west to east, so that our ground lies on its right. Metres from the origin. */
export const linePath: readonly GroundPoint[] = [
  { eastM: -5400, northM: 270 },
  { eastM: -3600, northM: 235 },
  { eastM: -1600, northM: 320 },
  { eastM: 260, northM: 345 },
  { eastM: 2000, northM: 410 },
  { eastM: 3600, northM: 480 },
  { eastM: 5300, northM: 440 },
]

/** The patrol road, some way behind the line. */
export const patrolRoad: readonly GroundPoint[] = [
  { eastM: -5400, northM: 150 },
  { eastM: -3600, northM: 115 },
  { eastM: -1600, northM: 200 },
  { eastM: 260, northM: 225 },
  { eastM: 2000, northM: 290 },
  { eastM: 3600, northM: 350 },
  { eastM: 5300, northM: 320 },
]

export const demoSector: DemoSector = {
  area: 'demo',
  outposts: [
    { id: 'demo-ghada', area: 'demo/ghada', name: { ar: 'مخفر الغضا', en: 'Ghada outpost' }, position: at(-3620, -160) },
    { id: 'demo-arfaj', area: 'demo/arfaj', name: { ar: 'مخفر العرفج', en: 'Arfaj outpost' }, position: at(280, -80) },
    { id: 'demo-sidr', area: 'demo/sidr', name: { ar: 'مخفر السدر', en: 'Sidr outpost' }, position: at(3520, 110) },
  ],
  cameras: [
    camera('C01', 'demo-ghada', { ar: 'الغضا غرب', en: 'Ghada west' }, [-3600, -130], look(15, 335, -2.1, 12)),
    camera('C02', 'demo-ghada', { ar: 'الغضا شرق', en: 'Ghada east' }, [-3590, -125], look(15, 22, -2.2, 13)),
    // C03 and C04 look at the same ground from 680 m apart: one walker, two bearings.
    camera('C03', 'demo-arfaj', { ar: 'العرفج غرب', en: 'Arfaj west' }, [-60, 0], look(14, 25.8, -2.1, 12)),
    camera('C04', 'demo-arfaj', { ar: 'العرفج شرق', en: 'Arfaj east' }, [620, 40], look(16, 325.1, -2.1, 12)),
    camera('C05', 'demo-sidr', { ar: 'السدر غرب', en: 'Sidr west' }, [3500, 150], look(12, 342, -2.8, 19)),
    camera('C06', 'demo-sidr', { ar: 'السدر شرق', en: 'Sidr east' }, [3510, 155], look(18, 30, -2, 10)),
  ],
  line: {
    name: { ar: 'خط القاطع', en: 'Sector line' },
    coordinates: linePath.map(({ eastM, northM }) => lonLat(eastM, northM)),
    insideIs: 'right',
  },
  zones: [
    {
      id: 'demo-well',
      area: 'demo/arfaj',
      name: { ar: 'بئر العرفج', en: 'Arfaj well' },
      ring: [lonLat(120, 150), lonLat(420, 150), lonLat(420, 330), lonLat(120, 330), lonLat(120, 150)],
    },
  ],
}

function look(heightM: number, azimuthTrueDeg: number, pitchDeg: number, horizontalFovDeg: number): Parameters<typeof camera>[4] {
  return { heightM, azimuthTrueDeg, pitchDeg, horizontalFovDeg }
}
