/** Pictures from the camera to the eye, in a real browser and both languages: live in step, recorded, looked back, taken along. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CameraView } from '../../src/features/cameras/contract.ts'
import { picturesOf } from '../recordings/streams.ts'
import { freshPage, type OpenPage, pictures, startBrowser } from './browser.ts'
import { h264Clip } from './clips.ts'
import { freshFolder, type Program, password, removeFolder, signIn, startProgram } from './program.ts'
import { framesInStep, type StepFrame } from './screens/box-in-step.ts'
import { expectNoViolation } from './seen.ts'

/** Pixels that the body goes from one picture to the next. */
const PER_FRAME_PX = 30 / 25

let browser: Browser
let program: Program
let folder: string
let camera: CameraView

beforeAll(async () => {
  browser = await startBrowser()
  folder = freshFolder()
  const clip = await h264Clip(folder)
  program = await startProgram(folder, ['--camera', `${clip}?name=Gate&loop=1`])
  const api = await signIn(program.url)
  const { cameras } = await api.json<{ cameras: CameraView[] }>('/api/cameras')
  camera = cameras[0] as CameraView
})
afterAll(async () => {
  await browser?.close()
  await program?.stop()
  removeFolder(folder)
})

async function open(language: 'ar' | 'en', path: string): Promise<OpenPage> {
  const opened = await freshPage(browser, language, { context: { acceptDownloads: true }, hearsConsole: true })
  await opened.page.request.post(`${program.url}/api/session`, { data: { name: 'admin', password } })
  await opened.page.goto(program.url + path)
  return opened
}

describe('addresses of the page', () => {
  it('are given the page itself, fresh each time; a file or an interface that is not there stays not there', async () => {
    const page = await fetch(`${program.url}/cameras/${camera.id}`, { headers: { accept: 'text/html' } })
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache'])
    expect(await page.text()).toContain('<div id="page">')
    for (const path of ['/api/nothing', '/assets/nothing.js', '/../package.json'])
      expect((await fetch(program.url + path, { headers: { accept: 'text/html' } })).status).toBe(404)
    expect((await fetch(`${program.url}/cameras`, { headers: { accept: 'image/png' } })).status).toBe(404)
  })
})

describe.each(['ar', 'en'] as const)('a watch officer reading %s', (language) => {
  it('sees the camera live with the box on the mover of its frame, looks back, and takes an interval along', async () => {
    const { page, faults } = await open(language, `/cameras/${camera.id}`)
    const live = page.locator('[data-picture=playing]')
    await live.waitFor()
    // The body must have been confirmed: the detector wants evidence first.
    await page.waitForFunction(
      () => {
        const over = document.querySelector<HTMLCanvasElement>('[data-picture] canvas')
        const { data } = over?.getContext('2d')?.getImageData(0, 0, over.width || 1, over.height || 1) ?? { data: [] }
        return [...(data as Uint8ClampedArray)].some((value) => value > 0)
      },
      null,
      { timeout: 60_000, polling: 500 },
    )
    const frames: StepFrame[] = await framesInStep(page, 50)
    await page.screenshot({ path: join(pictures, `story-camera.${language}.png`) })
    const judged = frames.filter(({ boxX }) => boxX !== null)
    const errors = judged.map(({ boxX, bodyX }) => Math.abs((boxX ?? 0) - bodyX)).sort((a, b) => a - b)
    const middle = errors[Math.floor(errors.length / 2)] ?? 99
    console.log(
      `${language}: ${judged.length} of ${frames.length} frames with the box of that very frame; off by ${middle.toFixed(1)} px in the middle, ${errors.at(-1)?.toFixed(1)} at worst; the body goes ${PER_FRAME_PX} px a frame`,
    )
    // Every picture is judged, so nearly every frame has its own boxes; the pixel that a box is rounded to counts on top.
    expect(judged.length).toBeGreaterThan(frames.length * 0.6)
    expect(middle).toBeLessThanOrEqual(PER_FRAME_PX + 1)
    expect(await page.locator('[data-picture] [class*=late]').count()).toBe(0)
    await expectNoViolation(page)

    // Something must lie behind us to be looked at again.
    await page.waitForTimeout(8_000)
    const startedMs = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const from = performance.now()
          const videos = document.querySelectorAll('video')
          videos[videos.length - 1]?.requestVideoFrameCallback(() => resolve(performance.now() - from))
          dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyL', bubbles: true, cancelable: true }))
        }),
    )
    console.log(`${language}: the past stood ${startedMs.toFixed(0)} ms after the key`)
    await page.locator('[data-past=playing]').waitFor()
    await page.keyboard.press('b')
    await page.waitForTimeout(3_000)
    await page.keyboard.press('o')
    const line = page.getByRole('slider')
    const box = await line.boundingBox()
    if (box === null) throw new Error('the line is not drawn')
    await page.mouse.move(box.x + box.width * 0.968, box.y + 55)
    await page.locator('figure img').waitFor()
    await page.screenshot({ path: join(pictures, `story-past.${language}.png`) })
    await expectNoViolation(page)

    const saved = page.waitForEvent('download')
    await page.keyboard.press('p')
    const file = join(folder, `taken.${language}.mp4`)
    writeFileSync(file, '')
    await (await saved).saveAs(file)
    // Three seconds of 25 pictures, from the key picture before.
    expect((await picturesOf(file)).length).toBeGreaterThan(50)

    await page.keyboard.press('End')
    await live.waitFor()
    await page.keyboard.press('Escape')
    await page.locator('[data-camera=C01] [data-picture=playing]').waitFor()
    await page.screenshot({ path: join(pictures, `story-wall.${language}.png`) })
    await expectNoViolation(page)
    expect(faults).toEqual([])
    await page.context().close()
  }, 180_000)

  it('finds the alert with its live picture, and plays and takes along its clip', async () => {
    const { page, faults } = await open(language, '/')
    const alert = page.getByRole('article').first()
    await alert.waitFor({ timeout: 60_000 })
    await page.keyboard.press('l')
    await page.locator('[data-clip=playing]').waitFor({ timeout: 20_000 })
    const at = () => page.locator('[data-clip] video').evaluate((video: HTMLVideoElement) => video.currentTime)
    const before = await at()
    await expect.poll(at, { timeout: 10_000 }).toBeGreaterThan(before + 0.5)
    await page.screenshot({ path: join(pictures, `story-clip.${language}.png`) })
    await expectNoViolation(page)
    const saved = page.waitForEvent('download')
    await alert.getByRole('link', { name: language === 'ar' ? /نزّل/ : /Download/ }).click()
    const file = join(folder, `clip.${language}.mp4`)
    await (await saved).saveAs(file)
    expect((await picturesOf(file)).length).toBeGreaterThan(50)
    expect(faults).toEqual([])
    await page.context().close()
  }, 120_000)
})
