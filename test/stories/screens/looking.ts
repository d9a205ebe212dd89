/** Opens screens of the invented site in a real browser, one lane of one page and one site each, so that lanes run side by side. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { freshPage, type OpenPage, startBrowser } from '../browser.ts'
import type { Scene } from './fixture.ts'
import type { Screen } from './screens.ts'
import { type Fixture, serveFixture } from './serve-fixture.ts'

export type Language = 'ar' | 'en'
export type Theme = 'dark' | 'light' | 'night'

/** One page with its own site behind it. */
export interface Lane {
  readonly page: Page
  readonly fixture: Fixture
  /** What the page complained about since this was last asked. */
  faults(): string[]
  /** Opens the screen in Arabic, dark, 1440×900, and waits until it stands. */
  open(screen: Screen): Promise<void>
  close(): Promise<void>
}

/** Opens a lane. */
export async function openLane(browser: Browser): Promise<Lane> {
  const fixture = await serveFixture()
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ar-IQ' })
  const page = await context.newPage()
  let faults: string[] = []
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // A refusal is answered with 401 or 409, and the browser notes that by itself.
    if (message.type() === 'error' && !/\b(401|409)\b|^\s*Note that/.test(message.text()))
      faults.push(`console: ${message.text()}`)
  })
  await page.addInitScript(() =>
    localStorage.setItem('marsad.settings', JSON.stringify({ language: 'ar', theme: 'dark', isSoundOn: true })),
  )
  return {
    page,
    fixture,
    faults() {
      const now = faults
      faults = []
      return now
    },
    async open(screen) {
      await page.setViewportSize({ width: 1440, height: 900 })
      fixture.setScene(screen.scene, screen.desk)
      if (screen.isOut) await page.request.delete(`${fixture.url}/api/session`)
      else await page.request.post(`${fixture.url}/api/session`, { data: { name: screen.scene, password: 'x' } })
      await page.goto(fixture.url + (screen.path ?? ''))
      await page.locator('main, form').first().waitFor()
      // A page's own part comes over the line after its frame.
      await page.waitForTimeout(350)
      await stands(page)
      await screen.reach?.(page)
      await page.waitForTimeout(screen.settleMs ?? 350)
      await stands(page)
    },
    async close() {
      await context.close()
      await fixture.close()
    },
  }
}

/** The invented site and a browser before it, for tests that open one page after another. */
export interface OpenSite {
  readonly fixture: Fixture
  /** Signs in on a fresh page and goes to a path; what is waited for there is the test's. */
  open(scene: Scene, language: Language, path?: string, more?: Parameters<typeof freshPage>[2]): Promise<OpenPage>
  close(): Promise<void>
}

/** Opens it; `how` as for the browser. */
export async function openSite(how: Parameters<typeof startBrowser>[0] = {}): Promise<OpenSite> {
  const browser = await startBrowser(how)
  const fixture = await serveFixture()
  return {
    fixture,
    async open(scene, language, path = '', more = {}) {
      fixture.setScene(scene)
      const opened = await freshPage(browser, language, more)
      await opened.page.request.post(`${fixture.url}/api/session`, { data: { name: scene, password: 'x' } })
      await opened.page.goto(fixture.url + path)
      return opened
    },
    async close() {
      await browser.close()
      await fixture.close()
    },
  }
}

/** Waits until letters have their fonts and the map, where there is one, is drawn. */
export async function stands(page: Page): Promise<void> {
  await page.waitForFunction(
    () => [...document.querySelectorAll<HTMLElement>('[data-map]')].every(({ dataset }) => dataset.map !== 'loading'),
    undefined,
    // A map that is drawn without a card takes its time on a machine that does other work.
    { timeout: 60_000 },
  )
  await page.evaluate(async () => {
    await document.fonts.ready
    // What the map was given when it was ready is on the screen two frames later.
    for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn))
  })
}

/** Turns the page to a language and a theme without a load, as a second window of the same desk would. */
export async function turn(page: Page, language: Language, theme: Theme): Promise<void> {
  await page.evaluate(
    ([to, look]) => {
      const kept = JSON.parse(localStorage.getItem('marsad.settings') ?? '{}') as object
      localStorage.setItem('marsad.settings', JSON.stringify({ ...kept, language: to, theme: look }))
      dispatchEvent(new StorageEvent('storage', { key: 'marsad.settings' }))
    },
    [language, theme] as const,
  )
  // Colours pass over into each other; half way they are nobody's.
  await page.waitForTimeout(300)
  await stands(page)
}

/** Runs through all of them in lanes side by side. */
export async function inLanes(
  browser: Browser,
  all: readonly Screen[],
  count: number,
  look: (lane: Lane, screen: Screen) => Promise<void>,
): Promise<void> {
  const left = [...all]
  await Promise.all(
    Array.from({ length: count }, async () => {
      const lane = await openLane(browser)
      for (let screen = left.shift(); screen !== undefined; screen = left.shift()) await look(lane, screen)
      await lane.close()
    }),
  )
}
