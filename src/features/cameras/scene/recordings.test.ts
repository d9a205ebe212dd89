import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSource } from '../sources/server/index.ts'
import * as faults from './testing.ts'
import { chance, look } from './testing.ts'
import { createSceneWatch } from './watch.ts'

const clips = '../shared/thermal'
const hasClips = existsSync(clips)
if (!hasClips) console.info('no recordings beside the project: the scene watch is tested on rendered pictures only')
const names = hasClips ? readdirSync(clips).sort() : []
/** Faults on each recording take a minute together: every fourth is enough here. */
const some = names.filter((_, at) => at % 4 === 1)

/** A recording that plays to and fro, as long as asked. */
async function playing(name: string) {
  const file = readdirSync(join(clips, name)).find((each) => /\.(cptv|mp4)$/.test(each)) as string
  const stop = new AbortController()
  const spec = { address: join(clips, name, file), login: null, name: null, isLooped: false, rate: 'max' as const }
  const source = await openSource(spec, stop.signal)
  const { width, height, bits } = source.info
  const frames: Uint16Array[] = []
  let tMs = 0
  for await (const frame of source.frames(stop.signal)) {
    tMs = frame.tMs
    if (!frame.isBackground) frames.push(frame.pixels.slice())
  }
  await source.close()
  const everyMs = tMs / Math.max(1, frames.length - 1)
  const buffer = new Uint16Array(width * height)
  const at = (ms: number) => {
    const period = 2 * (frames.length - 1)
    const step = Math.round(ms / everyMs) % period
    buffer.set(frames[step < frames.length ? step : period - step] as Uint16Array)
    return buffer
  }
  return { plane: { width, height, bits }, at, noise: bits === 8 ? 1 : 2 }
}

describe('real recordings', () => {
  it('two minutes of each are never anything but good: birds, animals near by, shutters, wind, clouds, key pictures', async () => {
    for (const name of names) {
      const { plane, at } = await playing(name)
      const { states, last } = look(createSceneWatch(plane), 0, 120_000, at)
      expect([name, states.filter(({ state }) => state !== 'learning' && state !== 'good')]).toEqual([name, []])
      expect([name, last.state]).toEqual([name, 'good'])
    }
  }, 120_000)

  it('on which a cover, a turn and a blur are scripted: each is told by its name', async () => {
    for (const name of some) {
      const { plane, at, noise } = await playing(name)
      const draw = chance(5)
      const faulty: Record<string, (pixels: Uint16Array) => void> = {
        covered: (pixels) => faults.cover(pixels, plane, noise, draw),
        turned: (pixels) => faults.shift(pixels, plane, Math.round(plane.width * 0.15), 0),
        defocused: (pixels) => faults.defocus(pixels, plane, Math.round(plane.width / 40), noise, draw),
      }
      for (const [reason, apply] of Object.entries(faulty)) {
        const watch = createSceneWatch(plane)
        look(watch, 0, 30_000, at)
        const { last } = look(watch, 30_000, 75_000, (tMs) => {
          const pixels = at(tMs)
          apply(pixels)
          return pixels
        })
        expect([name, last.state, last.reason]).toEqual([name, 'blind', reason])
      }
    }
  }, 120_000)
})
