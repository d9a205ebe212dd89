/** How the duty screen behaves under a hand: keys, drafts, refusals, a cut link. An invented site stands behind it. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Scene } from './fixture.ts'
import { type OpenSite, openSite } from './looking.ts'

let site: OpenSite
let page: Page
let faults: string[] = []

beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site?.close())

async function open(scene: Scene, language: 'ar' | 'en' = 'ar'): Promise<void> {
  ;({ page, faults } = await site.open(scene, language, '/', { hearsConsole: true }))
  await page.locator('article').or(page.locator('#alerts h2')).first().waitFor()
}
afterEach(async () => {
  expect(faults).toEqual([])
  await page?.context().close()
})

/** A person looks before pressing; the card ignores keys in the first moment after it changed by itself. */
const look = () => page.waitForTimeout(1000)
const card = () => page.locator('article')
const dialog = () => page.getByRole('dialog')

describe('keys', () => {
  it('Space takes what the card shows, Z withdraws it within ten seconds', async () => {
    await open('alert')
    await look()
    await page.keyboard.press('Space')
    await card()
      .getByRole('button', { name: /اسحب استلامي/ })
      .waitFor()
    await page.keyboard.press('z')
    await card()
      .getByRole('button', { name: /استلمتُ/ })
      .waitFor()
  })

  it('keys count by their place, so they work while the keyboard writes Arabic', async () => {
    await open('alert')
    await look()
    await page.evaluate(() =>
      dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyX', key: 'ء', bubbles: true, cancelable: true })),
    )
    await dialog().waitFor()
    expect(await dialog().getByRole('radio').count()).toBe(6)
  })

  it('Space does nothing in the first moment after an alert came by itself', async () => {
    await open('quiet')
    await look()
    // Pressed in the very frame in which the alert appears, however slow this machine is.
    await page.evaluate(() => {
      new MutationObserver((_changes, observer) => {
        if (document.querySelector('article') === null) return
        observer.disconnect()
        dispatchEvent(new KeyboardEvent('keydown', { code: 'Space', bubbles: true, cancelable: true }))
      }).observe(document.body, { childList: true, subtree: true })
    })
    site.fixture.setScene('alert')
    await card().waitFor()
    await page.waitForTimeout(600)
    expect(
      await card()
        .getByRole('button', { name: /استلمتُ/ })
        .isVisible(),
    ).toBe(true)
  })

  it('a new alert moves neither the focus nor the map', async () => {
    await open('quiet')
    await page.locator('[data-map=ready]').waitFor()
    const button = page.getByRole('button', { name: 'تبعيد' })
    await button.focus()
    site.fixture.setScene('alert')
    await card().waitFor()
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
  })

  it('arrows put another alert onto the card', async () => {
    await open('storm', 'en')
    const first = await card().locator('header').innerText()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => card().locator('header').innerText()).not.toBe(first)
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => card().locator('header').innerText()).toBe(first)
  })

  it('digits show a camera, Escape puts it away; a camera that does not see shows words, no picture', async () => {
    await open('alert')
    await page.keyboard.press('7')
    const view = page.getByRole('region', { name: /الكاميرا .*C07/ })
    await view.getByRole('img').waitFor()
    await page.keyboard.press('-')
    const blind = page.getByRole('region', { name: /الكاميرا .*C11/ })
    await blind.getByText('المصدر صامت').waitFor()
    expect(await blind.getByRole('img').count()).toBe(0)
    await page.keyboard.press('Escape')
    await blind.waitFor({ state: 'detached' })
  })

  it('A turns the whole page to the other language and direction', async () => {
    await open('alert')
    await page.keyboard.press('a')
    await page.getByRole('button', { name: /I have it/ }).waitFor()
    expect(await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang])).toEqual(['ltr', 'en'])
  })
})

describe('reasons', () => {
  it('a draft survives Escape; what is missing is said; closing can be undone', async () => {
    await open('alert')
    await look()
    await page.keyboard.press('e')
    await dialog()
      .getByRole('radio', { name: /لم نعرف/ })
      .check({ force: true })
    await dialog().getByRole('button', { name: /^أغلق/ }).click()
    await dialog().getByText('هذا السبب يحتاج إلى جملة منك.').waitFor()
    // Letters are text in a field: neither X nor E nor Space acts.
    await dialog().getByRole('textbox').pressSequentially('axe z')
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await page.keyboard.press('e')
    expect(await dialog().getByRole('textbox').inputValue()).toBe('axe z')
    await dialog().getByRole('button', { name: /^أغلق/ }).click()
    await dialog().waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'أعد فتحه' }).click()
    await card().getByText('A-2214').waitFor()
  })

  it('people who turned back: three questions by keyboard alone, and "not known" is an answer', async () => {
    await open('alert')
    await look()
    await page.keyboard.press('e')
    await dialog().waitFor()
    // The first reason has the focus; an arrow chooses the next.
    await page.keyboard.press('ArrowDown')
    await dialog().getByText('عادوا. أجب عن ثلاثة أسئلة:').waitFor()
    for (let question = 0; question < 3; question++) {
      await page.keyboard.press('Tab')
      await page.keyboard.press('ArrowUp')
    }
    await page.keyboard.press('Enter')
    await dialog().waitFor({ state: 'detached' })
  })

  it('a camera is closed with its cause and is never ruled out', async () => {
    await open('camera')
    await look()
    await page.keyboard.press('x')
    expect(await dialog().count()).toBe(0)
    await page.keyboard.press('e')
    expect(await dialog().getByRole('radio').count()).toBe(8)
  })
})

describe('truth', () => {
  it('a refusal says who was faster', async () => {
    await open('alert')
    await look()
    await page.request.post(`${site.fixture.url}/refuse`)
    await page.keyboard.press('Space')
    await page.getByText(/سبقك غيرك.*نقيب منتظر/).waitFor()
  })

  it('a server that falls silent turns everything old by itself, and nothing can be taken', async () => {
    await open('cut')
    await page.getByText(/انقطعت الصلة/).waitFor({ timeout: 12_000 })
    for (const word of ['الإنذارات: لا نعلم', 'الكاميرات: لا نعلم', 'ما تراه قديم'])
      expect(await page.getByText(word).count()).toBe(1)
    site.fixture.setScene('alert')
    await page.keyboard.press('Enter')
    await page.getByText(/عادت الصلة/).waitFor({ timeout: 12_000 })
  })

  it('every alert says why and what is not known', async () => {
    await open('bearing')
    expect(await card().locator('section').nth(0).locator('li').count()).toBeGreaterThan(0)
    expect(await card().locator('section').nth(1).locator('li').count()).toBeGreaterThan(0)
  })
})
