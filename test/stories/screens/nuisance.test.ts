/** What comes without sound, on the page of rules: read, and forgotten by keyboard alone, in both languages. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NuisanceView } from '../../../src/features/alerts/nuisance/contract.ts'
import { freshPage, startBrowser } from '../browser.ts'
import { nuisanceOf } from './fixture-desk.ts'
import { serveFixture } from './serve-fixture.ts'

const words = {
  ar: {
    title: 'يأتي بلا صوت',
    forget: 'انسه: C07',
    all: 'انس كل ذلك',
    done: 'نُسي واحد',
    none: 'كل إنذار يُسمع',
    n: 'أُغلق 4 مرات',
  },
  en: {
    title: 'Comes without sound',
    forget: 'Forget: C07',
    all: 'Forget all of it',
    done: '1 forgotten',
    none: 'Every alert is heard',
    n: 'Closed 4 times',
  },
} as const

let browser: Browser
let fixture: Awaited<ReturnType<typeof serveFixture>>

beforeAll(async () => {
  fixture = await serveFixture()
  browser = await startBrowser({ sounds: true })
})
afterAll(async () => {
  await browser?.close()
  await fixture?.close()
})

describe('what comes without sound', () => {
  it.each(['ar', 'en'] as const)('is listed with why and until when, and forgotten by keyboard (%s)', async (language) => {
    const { title, forget, all, done, none, n } = words[language]
    fixture.setScene('quiet')
    const { page, faults } = await freshPage(browser, language)
    // The memory as a server keeps it: what was forgotten is gone with the next answer.
    const now = nuisanceOf(false, Date.now())
    let held: NuisanceView['lines'] = now.lines
    const asked: (string | null)[] = []
    await page.route('**/api/nuisance', (route) => route.fulfill({ json: { ...now, lines: held } }))
    await page.route('**/api/nuisance/forget', (route) => {
      const { id } = route.request().postDataJSON() as { id: string | null }
      asked.push(id)
      const forgotten = held.filter((line) => id === null || line.id === id).length
      held = held.filter((line) => id !== null && line.id !== id)
      return route.fulfill({ json: { forgotten } })
    })
    await page.request.post(`${fixture.url}/api/session`, { data: { name: 'quiet', password: 'x' } })
    await page.goto(`${fixture.url}/rules`)
    const section = page.getByRole('region', { name: title })
    await section.getByText(n).waitFor()
    expect(await section.getByRole('listitem').count()).toBe(2)
    const { violations } = await new AxeBuilder({ page }).exclude('canvas').analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([])

    // By keyboard alone, from the head of the list.
    await page.getByRole('button', { name: language === 'ar' ? /^أمام البوابة/ : /gate/i }).focus()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')?.replace(/[\u2066-\u2069]/g, ''))).toBe(
      forget,
    )
    await page.keyboard.press('Enter')
    await section.getByText(done).waitFor()
    expect(await section.getByRole('listitem').count()).toBe(1)
    expect(await section.getByRole('button', { name: all }).count()).toBe(0)
    await section.getByRole('button').press('Enter')
    await section.getByText(none).waitFor()
    expect(asked).toEqual(now.lines.map(({ id }) => id))
    expect(faults).toEqual([])
    await page.context().close()
  })
})
