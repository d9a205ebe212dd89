/** Pictures on the screen under a hand: sixteen at once, boxes in step, the past, a tab put away. Real H.264, an invented site. */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { pictures } from '../browser.ts'
import { framesInStep, type StepFrame } from './box-in-step.ts'
import type { Scene } from './fixture.ts'
import { width } from './fixture-video.ts'
import { type OpenSite, openSite } from './looking.ts'

let site: OpenSite
let page: Page
let faults: string[] = []

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site?.close())

async function open(scene: Scene, path: string, language: 'ar' | 'en' = 'ar', settings: object = {}): Promise<void> {
  ;({ page, faults } = await site.open(scene, language, path, { hearsConsole: true, settings }))
  await page.locator('main h1').waitFor({ state: 'attached' })
}
afterEach(async () => {
  expect(faults).toEqual([])
  await page?.context().close()
})

const late = () => page.locator('[data-picture] [class*=late]')
const playing = () => page.locator('[data-picture=playing]')
const shownAt = () =>
  page
    .locator('video')
    .last()
    .evaluate((video: HTMLVideoElement) => video.currentTime)
const liveAt = () => page.locator('[data-picture] video').evaluate((video: HTMLVideoElement) => video.currentTime)

describe('the wall', () => {
  it.each(['ar', 'en'] as const)(
    'sixteen live pictures play, and none is more than two seconds old (%s)',
    async (language) => {
      await open('sixteen', '/cameras', language)
      await expect.poll(() => playing().count(), { timeout: 30_000 }).toBe(16)
      await page.waitForTimeout(8_000)
      expect(await playing().count()).toBe(16)
      await page.screenshot({ path: join(pictures, `story-sixteen.${language}.png`) })
      // A late picture says so on its tile; here none does.
      expect(await late().count()).toBe(0)
    },
    90_000,
  )

  it('shows no picture of a camera that does not see, and keeps every camera in its place under an alarm', async () => {
    await open('wall', '/cameras', 'en')
    await playing().first().waitFor()
    const order = await page
      .locator('[data-camera]')
      .evaluateAll((tiles) => tiles.map((tile) => (tile as HTMLElement).dataset.camera))
    expect(order).toEqual(Array.from({ length: 12 }, (_, index) => `C${String(index + 1).padStart(2, '0')}`))
    for (const code of ['C02', 'C06', 'C11', 'C12']) expect(await page.locator(`[data-camera=${code}] video`).count()).toBe(0)
    await page.locator('[data-camera=C07]').getByText('alarm').waitFor()
    await page.locator('[data-camera=C11]').getByText('source is silent').waitFor()
  })

  it('a key opens its camera, Escape goes back up; an alert can be read on every page and taken on none but the watch', async () => {
    await open('alert', '/cameras')
    await page.keyboard.press('7')
    await page.waitForURL('**/cameras/camera-7')
    await playing().waitFor()
    await page.keyboard.press('Space')
    await page.waitForTimeout(1_200)
    await page.locator('[data-alert=alert-1]').waitFor()
    await page.keyboard.press('Escape')
    await page.waitForURL('**/cameras')
    await page.keyboard.press('m')
    await page.getByRole('button', { name: /استلمتُ/ }).waitFor()
  })

  it('is calm where the viewer wants it: one picture a second, and no stream', async () => {
    await open('sixteen', '/cameras', 'ar', { isStill: true })
    await expect.poll(() => page.locator('[data-picture=stills] img').count(), { timeout: 15_000 }).toBe(16)
    expect(await page.locator('[data-picture=playing]').count()).toBe(0)
  })
})

describe('the live picture', () => {
  it('has its box on the mover in the very frame', async () => {
    await open('alert', '/cameras/camera-7')
    await playing().waitFor()
    await page.waitForTimeout(1_500)
    const frames: StepFrame[] = await framesInStep(page, 60)
    const judged = frames.filter(({ boxX }) => boxX !== null)
    expect(judged.length).toBeGreaterThan(50)
    const perFrame = (width - 60) / 8 / 12.5
    const errors = judged.map(({ boxX, bodyX }) => Math.abs((boxX ?? 0) - bodyX)).sort((a, b) => a - b)
    console.log(
      `box to mover, ${judged.length} frames: median ${errors[Math.floor(errors.length / 2)]?.toFixed(1)} px, worst ${errors.at(-1)?.toFixed(1)} px of ${width}; the mover goes ${perFrame.toFixed(1)} px a frame`,
    )
    expect(errors.at(-1) ?? 99).toBeLessThan(perFrame)
  }, 60_000)

  it('lets go when the tab is put away and comes back live, not where it stopped', async () => {
    await open('alert', '/cameras/camera-7')
    await playing().waitFor()
    const hide = (state: 'hidden' | 'visible') =>
      page.evaluate((next) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => next })
        document.dispatchEvent(new Event('visibilitychange'))
      }, state)
    await hide('hidden')
    await page.locator('[data-picture=connecting]').waitFor({ timeout: 10_000 })
    await page.waitForTimeout(3_000)
    await hide('visible')
    await playing().waitFor()
    await page.waitForTimeout(1_500)
    expect(await late().count()).toBe(0)
  })

  it('is live again after the browser slept for an hour, not where it fell asleep', async () => {
    await open('alert', '/cameras/camera-7')
    await playing().waitFor()
    await page.waitForTimeout(1_000)
    const before = await liveAt()
    const session = await page.context().newCDPSession(page)
    await session.send('Page.setWebLifecycleState', { state: 'frozen' })
    // Of the hour eight seconds are slept; the stream goes on by all of it.
    site.fixture.video.sleep(3_600_000)
    await new Promise((resolve) => setTimeout(resolve, 8_000))
    await session.send('Page.setWebLifecycleState', { state: 'active' })
    await expect.poll(liveAt, { timeout: 6_000 }).toBeGreaterThan(before + 3_600)
    await page.waitForTimeout(2_000)
    await playing().waitFor()
    expect(await late().count()).toBe(0)
    const woken = await liveAt()
    await expect.poll(liveAt).toBeGreaterThan(woken + 1)
  }, 60_000)

  it('that something on the way holds back says that it is old, and then drops to live', async () => {
    await open('alert', '/cameras/camera-7')
    await playing().waitFor()
    await page.waitForTimeout(2_000)
    site.fixture.video.holdBack(6_000)
    await late().waitFor({ timeout: 6_000 })
    await late().waitFor({ state: 'detached', timeout: 8_000 })
    await page.waitForTimeout(2_000)
    expect(await late().count()).toBe(0)
  })

  it('says when its line is cut, tries again by itself and plays on', async () => {
    await open('alert', '/cameras/camera-7', 'en')
    await playing().waitFor()
    const isSaid = page.getByText('The line for pictures is cut').waitFor()
    site.fixture.cutPictures()
    await isSaid
    await playing().waitFor()
  })

  it('shows stills, and says so, where the browser cannot play what comes', async () => {
    await open('quiet', '/', 'en')
    await page.addInitScript(() => {
      MediaSource.isTypeSupported = () => false
    })
    await page.goto(`${site.fixture.url}/cameras/camera-7`)
    await page.locator('[data-picture=stills] img').waitFor()
    await page.getByText('This browser cannot play this encoding').waitFor()
  })

  it('wears the palette and the gain of this viewer', async () => {
    await open('alert', '/cameras/camera-7')
    await playing().waitFor()
    const filter = () => page.locator('[data-picture] video').evaluate((video) => getComputedStyle(video).filter)
    expect(await filter()).toBe('none')
    await page.keyboard.press('v')
    expect(await filter()).toBe('invert(1)')
    await page.keyboard.press('d')
    expect(await filter()).toBe('invert(1) contrast(1.4)')
    await page.keyboard.press('v')
    // What the eye gets in the dark: red, and next to nothing else. A box and the age lie over some of it.
    const { data, info } = await sharp(await page.locator('[data-picture] video').screenshot())
      .raw()
      .toBuffer({ resolveWithObject: true })
    let [lit, red] = [0, 0]
    for (let at = 0; at < data.length; at += info.channels) {
      const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3)
      if (Math.max(r, g, b) < 40) continue
      lit += 1
      if (Math.max(g, b) < r / 3) red += 1
    }
    expect(lit).toBeGreaterThan(1000)
    expect(red / lit).toBeGreaterThan(0.9)
  })
})

describe('the past', () => {
  it('L shows the last twenty seconds again within half a second, a key comes back to now', async () => {
    await open('alert', '/cameras/camera-7')
    await playing().waitFor()
    await page.waitForTimeout(1_500)
    const startedMs = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const from = performance.now()
          const videos = document.querySelectorAll('video')
          videos[videos.length - 1]?.requestVideoFrameCallback(() => resolve(performance.now() - from))
          dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyL', bubbles: true, cancelable: true }))
        }),
    )
    console.log(`the past stood ${startedMs.toFixed(0)} ms after the key`)
    expect(startedMs).toBeLessThan(1_500)
    await page.locator('[data-past=playing]').waitFor()
    const before = await shownAt()
    await expect.poll(shownAt, { timeout: 5_000 }).toBeGreaterThan(before + 0.5)
    await page.keyboard.press('\\')
    await playing().waitFor()
    expect(await page.locator('[data-past]').getAttribute('data-past')).toBe('live')
  })

  it('plays at the speed that the hand chose', async () => {
    await open('alert', '/cameras/camera-7')
    await playing().waitFor()
    await page.keyboard.press('l')
    await page.locator('[data-past=playing]').waitFor()
    const rate = () =>
      page
        .locator('video')
        .last()
        .evaluate((video: HTMLVideoElement) => video.playbackRate)
    for (const wanted of [2, 4]) {
      await page.keyboard.press('Shift+Period')
      await expect.poll(rate).toBe(wanted)
    }
    const [from, began] = [await shownAt(), Date.now()]
    await expect.poll(shownAt).toBeGreaterThan(from + 4)
    expect(Date.now() - began).toBeLessThan(3_000)
    for (const wanted of [2, 1, 0.5]) {
      await page.keyboard.press('Shift+Comma')
      await expect.poll(rate).toBe(wanted)
    }
  })

  it('steps picture by picture, both ways', async () => {
    await open('alert', '/cameras/camera-7')
    await playing().waitFor()
    await page.keyboard.press('l')
    await page.locator('[data-past=playing]').waitFor()
    // What stands on the screen, picture by picture: the player's own clock runs ahead of it on a busy machine.
    await page.evaluate(() => {
      const video = [...document.querySelectorAll('video')].at(-1) as HTMLVideoElement
      const note = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
        document.body.dataset.shown = String(mediaTime)
        video.requestVideoFrameCallback(note)
      }
      video.requestVideoFrameCallback(note)
    })
    const seen = () => page.evaluate(() => Number(document.body.dataset.shown))
    await page.waitForTimeout(1_500)
    await page.keyboard.press('k')
    await page.locator('[data-past=paused]').waitFor()
    await page.waitForTimeout(300)
    const first = await seen()
    await page.keyboard.press(',')
    await expect.poll(seen, { timeout: 5_000 }).toBeLessThan(first)
    const second = await seen()
    // One picture is 80 ms at 12.5 a second.
    expect(first - second).toBeLessThan(0.2)
    await page.keyboard.press('.')
    await expect.poll(seen, { timeout: 5_000 }).toBeGreaterThan(second)
  })

  it('says why nothing is recorded where the hand goes, and jumps to an alert by key', async () => {
    await open('alert', '/cameras/camera-7', 'en')
    await playing().waitFor()
    const line = page.getByRole('slider')
    await expect.poll(() => page.getByText('the camera sent nothing').count()).toBeGreaterThan(0)
    const box = await line.boundingBox()
    if (box === null) throw new Error('the line is not drawn')
    // One hour wide, three of a hundred behind now: ten and a half minutes ago lies in the gap.
    await page.mouse.click(box.x + box.width * (0.97 - 10.5 / 60), box.y + 55)
    await page
      .locator('[data-past=gap]')
      .getByText(/source silent/)
      .waitFor()
    expect(await line.getAttribute('aria-valuetext')).toMatch(/source silent/)
    await page.keyboard.press('[')
    await page.locator('[data-past=playing]').waitFor()
  })

  it('an interval is kept with a reason, and the line is a slider by keyboard', async () => {
    await open('alert', '/cameras/camera-7', 'en')
    await playing().waitFor()
    await page.keyboard.press('l')
    await page.locator('[data-past=playing]').waitFor()
    await page.keyboard.press('b')
    await page.waitForTimeout(2_500)
    await page.keyboard.press('o')
    await page.keyboard.press('h')
    await page.getByRole('textbox', { name: /Why/ }).fill('for the commander')
    const sent = page.waitForRequest((request) => request.url().endsWith('/hold'))
    await page.keyboard.press('Enter')
    const body = (await sent).postDataJSON() as { from: string; to: string; reason: string; commandId: string }
    expect(body.reason).toBe('for the commander')
    expect(Date.parse(body.to) - Date.parse(body.from)).toBeGreaterThan(1_000)
    await page.getByText('It will not be deleted').waitFor()
    const line = page.getByRole('slider')
    const before = Number(await line.getAttribute('aria-valuenow'))
    await line.focus()
    await page.keyboard.press('PageUp')
    await expect.poll(async () => Number(await line.getAttribute('aria-valuenow'))).toBeLessThan(before - 60)
  })

  it('the clip of an alert plays on its card and can be taken along', async () => {
    await open('alert', '/')
    await page.locator('article').waitFor()
    await page.keyboard.press('l')
    await page.locator('[data-clip=playing]').waitFor()
    const at = () => page.locator('[data-clip] video').evaluate((video: HTMLVideoElement) => video.currentTime)
    const before = await at()
    await expect.poll(at, { timeout: 5_000 }).toBeGreaterThan(before + 0.5)
    expect(await page.getByRole('link', { name: /نزّل/ }).getAttribute('href')).toContain('/api/alerts/alert-1/clip.mp4')
    // A hand that moved the clip goes back to the keys: Space takes the alert.
    const slider = page.getByRole('slider', { name: 'موضع المقطع' })
    await slider.click()
    expect(await slider.evaluate((element) => element === document.activeElement)).toBe(false)
    await page.keyboard.press('l')
    await page.locator('article [data-picture=playing]').waitFor()
    await page.keyboard.press('Space')
    await page
      .locator('article')
      .getByRole('button', { name: /اسحب استلامي/ })
      .waitFor()
  })
})
