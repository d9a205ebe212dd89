/** The duty screen under a finger on the tablet of a post, 1024×768: every act of an alert by taps alone, on places large enough. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type OpenSite, openSite } from './looking.ts'

/** WCAG 2.2, 2.5.8: the least side of what is tapped, CSS pixels. */
const leastTapPx = 24

let site: OpenSite
let page: Page
let faults: string[] = []

beforeAll(async () => {
  site = await openSite({ sounds: true })
})
afterAll(() => site?.close())
afterEach(async () => {
  expect(faults).toEqual([])
  await page?.context().close()
})

async function open(language: 'ar' | 'en'): Promise<void> {
  const context = { viewport: { width: 1024, height: 768 }, hasTouch: true, isMobile: true }
  ;({ page, faults } = await site.open('alert', language, '/', { context }))
  await page.locator('article').waitFor()
  // A person looks before touching; the card ignores what comes in the first moment after it changed by itself.
  await page.waitForTimeout(1_200)
}

const words = {
  ar: { take: /استلمتُ/, withdraw: /اسحب استلامي/ },
  en: { take: /I have it/, withdraw: /Withdraw/i },
} as const

describe.each(['ar', 'en'] as const)('an officer with a tablet, reading %s', (language) => {
  const said = words[language]
  const button = (name: RegExp) => page.locator('article').getByRole('button', { name }).first()

  it('takes an alert, takes that back, and takes it again, by taps', async () => {
    await open(language)
    await button(said.take).tap()
    await button(said.withdraw).waitFor()
    await button(said.withdraw).tap()
    await button(said.take).waitFor()
    await page.waitForTimeout(1_200)
    await button(said.take).tap()
    await button(said.withdraw).waitFor()
  }, 60_000)

  it('finds no tap smaller than a finger needs, and nothing that must be scrolled aside', async () => {
    await open(language)
    const small = await page.evaluate((least) => {
      const seen: string[] = []
      for (const each of document.querySelectorAll<HTMLElement>('button, a[href], [role=button], input, select')) {
        const { width, height, bottom, right } = each.getBoundingClientRect()
        const isSeen = width > 1 && height > 1 && bottom > 0 && right > 0 && getComputedStyle(each).visibility !== 'hidden'
        if (isSeen && (width < least - 0.5 || height < least - 0.5))
          seen.push(`${each.textContent || each.getAttribute('aria-label')} ${Math.round(width)}×${Math.round(height)}`)
      }
      return seen
    }, leastTapPx)
    expect(small).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
  }, 60_000)

  it('moves and enlarges the map with fingers, and a tap on the list changes the card', async () => {
    await open(language)
    const canvas = page.locator('[data-map=ready] canvas').first()
    await canvas.waitFor()
    const box = (await canvas.boundingBox()) as { x: number; y: number; width: number; height: number }
    const before = await canvas.screenshot()
    const session = await page.context().newCDPSession(page)
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    const fingers = (apart: number) => [
      { x: x - apart, y, id: 1 },
      { x: x + apart, y, id: 2 },
    ]
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(30) })
    for (let apart = 40; apart <= 110; apart += 10)
      await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) })
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await expect.poll(async () => (await canvas.screenshot()).equals(before), { timeout: 10_000 }).toBe(false)
    const title = () => page.locator('article').first().innerText()
    const shown = await title()
    await page.locator('#alerts li button, #alerts [role=option], #alerts button').nth(1).tap()
    await expect.poll(title).not.toBe(shown)
  }, 60_000)
})
