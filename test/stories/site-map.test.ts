/** A site that brought its own map: the real program gives its tiles to a real browser, which draws them below everything else. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { texts } from '../../src/app/texts.ts'
import { tileId } from '../../src/platform/server/pmtiles.ts'
import { writeArchive } from '../../src/platform/server/pmtiles-testing.ts'
import { createSpeaker } from '../../src/platform/speak.ts'
import { freshPage, pictures, signInByHand, startBrowser } from './browser.ts'
import { freshFolder, removeFolder, signIn, startProgram } from './program.ts'

const middle = { lat: 20.5, lon: 50.5 }
const zoom = 12
const bounds = [50.3, 20.3, 50.7, 20.7] as const

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser?.close())

/** The tiles around the middle of the site. */
function around(): { id: number; x: number; y: number }[] {
  const side = 2 ** zoom
  const x = Math.floor(((middle.lon + 180) / 360) * side)
  const lat = (middle.lat * Math.PI) / 180
  const y = Math.floor(((1 - Math.asinh(Math.tan(lat)) / Math.PI) / 2) * side)
  const steps = [-1, 0, 1]
  return steps
    .flatMap((dx) => steps.map((dy) => ({ x: x + dx, y: y + dy, id: tileId(zoom, x + dx, y + dy) })))
    .sort((a, b) => a.id - b.id)
}

/** A vector tile of one square in its middle, by the Mapbox vector tile specification 2.1. */
function squareTile(layer: string): Buffer {
  const zigzag = (value: number) => (value << 1) ^ (value >> 31)
  const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)])
  const bytes = (field: number, content: readonly number[]) => [(field << 3) | 2, ...varint(content.length), ...content]
  const number = (field: number, value: number) => [field << 3, ...varint(value)]
  const to = (command: number, points: readonly [number, number][]) => [
    ...varint(command | (points.length << 3)),
    ...points.flatMap(([x, y]) => [...varint(zigzag(x)), ...varint(zigzag(y))]),
  ]
  const square = [
    ...to(1, [[1024, 1024]]),
    ...to(2, [
      [2048, 0],
      [0, 2048],
      [-2048, 0],
    ]),
    ...varint(7 | (1 << 3)),
  ] // prettier-ignore
  const feature = [...number(3, 3), ...bytes(4, square)]
  const content = [...number(15, 2), ...bytes(1, [...Buffer.from(layer)]), ...bytes(2, feature), ...number(5, 4096)]
  return Buffer.from(bytes(3, content))
}

/** Dunes of 60 m, one every 900 m, in the colours of the terrarium encoding; `x` and `y` keep neighbours joined. */
function dunes(x: number, y: number): Promise<Buffer> {
  const pixels = new Uint8Array(256 * 256 * 3)
  for (let row = 0; row < 256; row++)
    for (let column = 0; column < 256; column++) {
      const metres = 300 + 30 * Math.sin((x * 256 + column) / 4) * Math.sin((y * 256 + row) / 4)
      const value = Math.round((metres + 32_768) * 256)
      pixels.set([value >> 16, (value >> 8) & 255, value & 255], (row * 256 + column) * 3)
    }
  return sharp(pixels, { raw: { width: 256, height: 256, channels: 3 } })
    .png()
    .toBuffer()
}

/** A checked picture in loud colours: on the screen it must come out grey. */
async function checked(): Promise<Buffer> {
  const pixels = new Uint8Array(256 * 256 * 3)
  for (let row = 0; row < 256; row++)
    for (let column = 0; column < 256; column++)
      pixels.set((column >> 5) % 2 === (row >> 5) % 2 ? [255, 40, 40] : [40, 90, 255], (row * 256 + column) * 3)
  return sharp(pixels, { raw: { width: 256, height: 256, channels: 3 } })
    .png()
    .toBuffer()
}

async function bringMap(folder: string, kind: 'vector' | 'raster'): Promise<void> {
  mkdirSync(join(folder, 'map'), { recursive: true })
  const common = { zooms: [zoom, zoom] as const, bounds }
  const picture = await checked()
  const ground = around().map(({ id }) => ({ id, bytes: kind === 'vector' ? squareTile('water') : picture }))
  const notes = { attribution: 'Survey of the post', vector_layers: [{ id: 'water' }, { id: 'boundaries' }] }
  const file = kind === 'vector' ? { ...common, kind: 1, isPacked: true } : { ...common, kind: 2 }
  writeFileSync(join(folder, 'map', 'ground.pmtiles'), writeArchive({ ...file, tiles: ground, notes }))
  const heights = await Promise.all(around().map(async ({ id, x, y }) => ({ id, bytes: await dunes(x, y) })))
  writeFileSync(join(folder, 'map', 'heights.pmtiles'), writeArchive({ ...common, kind: 2, tiles: heights }))
}

/** Of the open ground of the map: how much its brightness differs, and how far it is from grey; both of 255. */
async function groundOf(page: Page): Promise<{ relief: number; hue: number }> {
  const box = await page.locator('[data-map] canvas').first().boundingBox()
  if (box === null) throw new Error('there is no map')
  const clip = { x: box.x + box.width * 0.25, y: box.y + box.height * 0.15, width: box.width * 0.5, height: box.height * 0.25 }
  const { data } = await sharp(await page.screenshot({ clip }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const greys: number[] = []
  let hue = 0
  for (let at = 0; at < data.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3)
    greys.push((red + green + blue) / 3)
    hue += Math.max(red, green, blue) - Math.min(red, green, blue)
  }
  const mean = greys.reduce((sum, grey) => sum + grey, 0) / greys.length
  const relief = Math.sqrt(greys.reduce((sum, grey) => sum + (grey - mean) ** 2, 0) / greys.length)
  return { relief, hue: hue / greys.length }
}

describe.each([
  ['ar', 'vector'],
  ['en', 'raster'],
] as const)('an officer reading %s at a site that brought a %s map', (language, kind) => {
  const { say } = createSpeaker(texts, language)

  it('sees its ground in grey below his line, whose it is, and which file cannot be read', async () => {
    const folder = freshFolder()
    const program = await startProgram(folder, ['--no-demo', '--role', 'hq'])
    const api = await signIn(program.url)
    const line = {
      kind: 'line',
      coordinates: [
        [middle.lon - 0.02, middle.lat],
        [middle.lon + 0.02, middle.lat],
      ],
      inside: 'right',
    }
    const drawn = await api.post('/api/places', {
      commandId: crypto.randomUUID(),
      id: null,
      basedOn: 0,
      name: { ar: 'خط', en: 'Line' },
      geometry: line,
    })
    expect(drawn.status, await drawn.clone().text()).toBe(200)
    const { page, faults } = await freshPage(browser, language)
    const tiles = new Map<string, number>()
    page.on('response', (answer) => {
      const layer = /\/api\/map\/(\w+)\//.exec(answer.url())?.[1]
      if (layer !== undefined && answer.status() !== 204) tiles.set(`${layer} ${answer.status()}`, 1)
    })
    await signInByHand(page, program.url)
    const ready = () => page.locator('[data-map=ready]').waitFor({ timeout: 60_000 })
    await ready()
    await page.waitForTimeout(1500)
    // Nobody brought a map: plain ground, and nothing said about one.
    const plain = await groundOf(page)
    expect(plain.relief).toBeLessThan(1)

    await bringMap(folder, kind)
    await page.reload()
    await ready()
    await expect.poll(() => [...tiles.keys()].sort(), { timeout: 30_000 }).toEqual(['ground 200', 'heights 200'])
    await expect.poll(async () => (await groundOf(page)).relief, { timeout: 30_000 }).toBeGreaterThan(3)
    expect((await groundOf(page)).hue).toBeLessThan(8)
    await page.getByText('Survey of the post').waitFor()
    await page.screenshot({ path: join(pictures, `site-map-${kind}.${language}.png`) })

    writeFileSync(join(folder, 'map', 'heights.pmtiles'), 'cut')
    await page.reload()
    await page.getByText(say('map.damaged', { files: 'heights.pmtiles' })).waitFor({ timeout: 60_000 })
    await ready()
    expect(faults).toEqual([])
    await page.context().close()
    await program.stop()
    removeFolder(folder)
  }, 240_000)
})
