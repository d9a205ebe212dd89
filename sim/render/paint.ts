/** Puts one body into a picture. */
import { fromPlane } from '../../src/base/geo.ts'
import { type Lens, projectWith } from '../../src/features/cameras/pose.ts'
import type { Body, BodyState, GroundPoint } from '../world/bodies.ts'
import { PICTURE, type World } from '../world/world.ts'
import { type Background, countsOf, throughAirC } from './background.ts'
import { figureOf, type Stroke } from './figure.ts'

/** What is true of one body in one picture. */
export interface Sighting {
  readonly bodyId: string
  readonly kind: Body['kind']
  /** `[x, y, w, h]`, pixels, cut off at the edge of the picture. */
  readonly box: readonly [number, number, number, number]
  readonly rangeM: number
  readonly position: { readonly lat: number; readonly lon: number }
}

/** A little more than a pixel from nothing to full cover: the lens blurs. */
const SOFT_PX = 1.25
/** Of a body that a rise of the ground covers, or that is half out of the picture, this share must be seen to count. */
const SEEN_SHARE_MIN = 0.3

export interface Canvas {
  readonly world: World
  readonly lens: Lens
  readonly mast: GroundPoint
  readonly background: Background
  /** Background with the pattern of the sensor: what a body is painted over. */
  readonly still: Uint16Array
  readonly pixels: Uint16Array
}

export function paintBody(canvas: Canvas, body: Body, state: BodyState): Sighting | null {
  const { world, lens, mast } = canvas
  const mastM = world.terrain.heightM(mast.eastM, mast.northM)
  const upM = world.terrain.heightM(state.eastM, state.northM) - mastM
  const [eastM, northM] = [state.eastM - mast.eastM, state.northM - mast.northM]
  const rangeM = Math.hypot(eastM, northM)
  const foot = projectWith(lens, { eastM, northM, upM })
  const crown = projectWith(lens, { eastM, northM, upM: upM + body.heightM })
  if (foot === null || crown === null || rangeM < 5) return null
  const scale = (foot.y - crown.y) / body.heightM
  if (foot.x < -6 * scale || foot.x > PICTURE.width + 6 * scale || foot.y < 0 || crown.y > PICTURE.height) return null
  const viewDeg = (Math.atan2(eastM, northM) * 180) / Math.PI
  const strokes = figureOf(body.kind, body.heightM, state, viewDeg, world.weather)
  const seen = paintStrokes(canvas, strokes, foot, scale, rangeM)
  if (seen === null) return null
  return { bodyId: body.id, kind: body.kind, box: seen, rangeM, position: fromPlane(world.origin, state) }
}

function paintStrokes(
  canvas: Canvas,
  strokes: Stroke[],
  foot: { x: number; y: number },
  scale: number,
  rangeM: number,
): Sighting['box'] | null {
  const { width, height } = PICTURE
  const { background, still, pixels, world } = canvas
  const left = Math.min(...strokes.map((each) => Math.min(each.x1, each.x2) - each.radiusM))
  const right = Math.max(...strokes.map((each) => Math.max(each.x1, each.x2) + each.radiusM))
  const top = Math.max(...strokes.map((each) => Math.max(each.y1, each.y2) + each.radiusM))
  const [x0, x1] = [foot.x + left * scale, foot.x + right * scale]
  const [y0, y1] = [foot.y - top * scale, foot.y]
  const warmths = strokes.map((each) => countsOf(throughAirC(each.celsius, rangeM, world.weather)))
  // Ground that is nearer than the body by more than its own roughness hides it.
  const hiddenBelowM = rangeM * 0.96 - 4
  let painted = 0
  let wanted = 0
  for (let y = Math.floor(y0 - 1); y <= Math.ceil(y1 + 1); y += 1) {
    for (let x = Math.floor(x0 - 1); x <= Math.ceil(x1 + 1); x += 1) {
      const across = (x + 0.5 - foot.x) / scale
      const up = (foot.y - y - 0.5) / scale
      const isInside = x >= 0 && x < width && y >= 0 && y < height
      const at = y * width + x
      const ground = isInside ? (still[at] ?? 0) : 0
      let value = ground
      let most = 0
      for (let which = 0; which < strokes.length; which += 1) {
        const stroke = strokes[which]
        if (stroke === undefined) continue
        const cover = 0.5 - (distanceM(stroke, across, up) * scale) / SOFT_PX
        if (cover <= 0) continue
        // A limb thinner than the blur never covers a pixel.
        const held = Math.min(1, cover) * Math.min(1, (2 * stroke.radiusM * scale + 0.25) / SOFT_PX)
        value += held * ((warmths[which] ?? 0) - value)
        if (held > most) most = held
      }
      wanted += most
      if (!isInside || most === 0 || (background.rangeM[at] ?? 0) < hiddenBelowM) continue
      painted += most
      pixels[at] = (pixels[at] ?? 0) + Math.round(value - ground)
    }
  }
  if (wanted === 0 || painted / wanted < SEEN_SHARE_MIN) return null
  const [boxLeft, boxTop] = [Math.max(0, x0), Math.max(0, y0)]
  return [boxLeft, boxTop, Math.max(0.5, Math.min(width, x1) - boxLeft), Math.max(0.5, Math.min(height, y1) - boxTop)]
}

/** Distance from a point to a stroke's edge in metres; negative inside. */
function distanceM(stroke: Stroke, x: number, y: number): number {
  const [alongX, alongY] = [stroke.x2 - stroke.x1, stroke.y2 - stroke.y1]
  const [fromX, fromY] = [x - stroke.x1, y - stroke.y1]
  const length2 = alongX * alongX + alongY * alongY
  const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, (fromX * alongX + fromY * alongY) / length2))
  return Math.hypot(fromX - share * alongX, fromY - share * alongY) - stroke.radiusM
}
