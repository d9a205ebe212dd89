import { describe, expect, test } from 'vitest'
import { groundDistanceM } from '../../src/base/geo.ts'
import { isInEllipse, placeOf } from '../../src/features/cameras/place.ts'
import { bodyHeightPx } from '../../src/features/cameras/pose.ts'
import { scenarioNamed } from '../scenarios/index.ts'
import { crossingWorld, quietWorld, walkersWorld } from '../scenarios/single-camera.ts'
import { weathers } from '../world/weather.ts'
import { FRAMES_PER_SECOND, PICTURE, type World } from '../world/world.ts'
import { CameraRenderer } from './renderer.ts'

const picture = (): Uint16Array => new Uint16Array(PICTURE.width * PICTURE.height)

function rendererOf(world: World, code = 'C01'): CameraRenderer {
  const camera = world.cameras.find((each) => each.code === code)
  if (camera === undefined) throw new Error(`no camera ${code}`)
  return new CameraRenderer(world, camera)
}

function rendered(renderer: CameraRenderer, frame: number): { pixels: Uint16Array } & ReturnType<CameraRenderer['render']> {
  const pixels = picture()
  return { ...renderer.render(frame, pixels), pixels }
}

describe('the same seed', () => {
  test('gives the same pixels, in whatever order frames are asked for; another seed gives others', () => {
    const first = rendererOf(crossingWorld(3))
    const second = rendererOf(crossingWorld(3))
    const wanted = rendered(first, 90).pixels
    for (const frame of [400, 10, 260]) rendered(second, frame)
    expect(Buffer.compare(Buffer.from(wanted.buffer), Buffer.from(rendered(second, 90).pixels.buffer))).toBe(0)
    expect(
      Buffer.compare(Buffer.from(wanted.buffer), Buffer.from(rendered(rendererOf(crossingWorld(4)), 90).pixels.buffer)),
    ).not.toBe(0)
  })
})

describe('truth', () => {
  test('what differs from the empty world lies in the boxes, and every box differs', () => {
    const world = crossingWorld(5)
    const full = rendererOf(world)
    const empty = rendererOf({ ...world, bodiesAt: () => [] })
    for (const frame of [60, 120, 200, 210, 300]) {
      const { pixels, sightings } = rendered(full, frame)
      const without = rendered(empty, frame).pixels
      const boxes = sightings.map(({ box }) => ({ box, changed: 0 }))
      let astray = 0
      for (let at = 0; at < pixels.length; at += 1) {
        if (Math.abs((pixels[at] ?? 0) - (without[at] ?? 0)) < 20) continue
        const [x, y] = [(at % PICTURE.width) + 0.5, Math.floor(at / PICTURE.width) + 0.5]
        const inside = boxes.filter(
          ({ box: [left, top, w, h] }) => x > left - 2 && x < left + w + 2 && y > top - 2 && y < top + h + 2,
        )
        if (inside.length === 0) astray += 1
        for (const each of inside) each.changed += 1
      }
      expect(boxes.length).toBeGreaterThan(0)
      expect(astray, `frame ${frame}`).toBe(0)
      for (const { box, changed } of boxes) expect(changed).toBeGreaterThan(box[2] * box[3] * 0.2)
    }
  })

  test('people have the height in pixels that their range gives, and stand inside the ellipse that their foot pixel gives', () => {
    let feet = 0
    let inside = 0
    for (let seed = 1; seed <= 6; seed += 1) {
      const world = walkersWorld(seed)
      const pose = world.cameras[0]?.pose
      if (pose === undefined) throw new Error('no camera')
      for (const { kind, box, rangeM, position } of rendered(rendererOf(world), 25 * FRAMES_PER_SECOND).sightings) {
        expect(kind).toBe('person')
        expect(box[3] / bodyHeightPx(pose, PICTURE, rangeM, 1.72)).toBeGreaterThan(0.85)
        expect(box[3] / bodyHeightPx(pose, PICTURE, rangeM, 1.72)).toBeLessThan(1.15)
        expect(groundDistanceM(pose.position, position)).toBeCloseTo(rangeM, 0)
        // Half a pixel for the foot, and half a metre of relief, which the pose does not know, as height error.
        const told = { ...pose, errors: { ...pose.errors, heightM: Math.hypot(pose.errors.heightM, 0.5) } }
        const place = placeOf(told, PICTURE, { x: box[0] + box[2] / 2, y: box[1] + box[3] }, 0.5)
        if (place?.position == null || place.ellipse === null) continue
        feet += 1
        if (isInEllipse(place.position, place.ellipse, position)) inside += 1
      }
    }
    expect(feet).toBeGreaterThan(20)
    expect(inside / feet).toBeGreaterThan(0.85)
  }, 60_000)

  test('people are warmer than the ground at night and colder by day', () => {
    for (const [weather, sign] of [
      [weathers.night, 1],
      [weathers.day, -1],
    ] as const) {
      const world = walkersWorld(2, weather)
      const { pixels, sightings } = rendered(rendererOf(world), 150)
      const without = rendered(rendererOf({ ...world, bodiesAt: () => [] }), 150).pixels
      const [x = 0, y = 0, w = 0, h = 0] = sightings[0]?.box ?? []
      const at = Math.floor(y + h * 0.35) * PICTURE.width + Math.floor(x + w / 2)
      expect(sign * ((pixels[at] ?? 0) - (without[at] ?? 0))).toBeGreaterThan(300)
    }
  })
})

describe('the sensor', () => {
  test('noise has the size that the weather says, and no frame is like the one before', () => {
    const renderer = rendererOf(quietWorld(9))
    const [one, two] = [rendered(renderer, 50).pixels, rendered(renderer, 51).pixels]
    let sum = 0
    let squares = 0
    for (let at = 0; at < one.length; at += 1) {
      const step = (two[at] ?? 0) - (one[at] ?? 0)
      sum += step
      squares += step * step
    }
    const deviation = Math.sqrt(squares / one.length - (sum / one.length) ** 2) / Math.SQRT2
    expect(deviation).toBeGreaterThan(5.5)
    expect(deviation).toBeLessThan(7)
  })

  test('the shutter freezes the picture for four frames, then the whole picture has stepped and the count says so', () => {
    const renderer = rendererOf(quietWorld(9))
    let opened = -1
    for (let frame = 0; frame < 45 * FRAMES_PER_SECOND + 10 && opened < 0; frame += 1) {
      if (frame > 0 && renderer.render(frame, picture()).shutterCount !== renderer.render(frame - 1, picture()).shutterCount)
        opened = frame
    }
    expect(opened).toBeGreaterThan(20 * FRAMES_PER_SECOND)
    const last = rendered(renderer, opened - 1).pixels
    for (let back = 2; back <= 5; back += 1) expect(rendered(renderer, opened - back).pixels).toEqual(last)
    const mean = (pixels: Uint16Array): number => pixels.reduce((sum, each) => sum + each, 0) / pixels.length
    expect(Math.abs(mean(rendered(renderer, opened).pixels) - mean(last))).toBeGreaterThan(3)
  })

  test('all scenarios render', () => {
    for (const name of ['goats', 'walkers-haze', 'walkers-day']) {
      const world = scenarioNamed(name)?.world(1, 1)
      if (world === undefined) throw new Error(name)
      expect(rendered(rendererOf(world), 200).sightings.length).toBeGreaterThan(0)
    }
  })
})
