/** A page that stands open while the program behind it is renewed, in a real browser and both languages. */
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page, WebSocketRoute } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { freshPage, startBrowser } from './browser.ts'
import { freshFolder, password, removeFolder, startProgram } from './program.ts'
import type { Scene } from './screens/fixture.ts'
import { serveFixture } from './screens/serve-fixture.ts'

type Language = 'ar' | 'en'
const line = {
  ar: 'جُدِّد مرصد، وهذه الشاشة ما زالت على النسخة السابقة.',
  en: 'Marsad was renewed; this screen still shows the version before.',
}
const button = { ar: /جدّدها الآن/, en: /Renew now/ }

const soundOn = { ar: /الصوت يعمل/, en: /Sound on/ }

/** At a desk that was set up for the watch, sound needs no touch; at any other it does. */
let desk: Browser
let other: Browser
let fixture: Awaited<ReturnType<typeof serveFixture>>
let page: Page
let lane: WebSocketRoute
let faults: string[] = []
let loads = 0

beforeAll(async () => {
  fixture = await serveFixture()
  desk = await startBrowser({ sounds: true })
  other = await startBrowser()
})
afterEach(async () => {
  expect(faults).toEqual([])
  await page.context().close()
})
afterAll(async () => {
  await desk?.close()
  await other?.close()
  await fixture?.close()
})

async function open(scene: Scene, language: Language, { browser = desk, width = 1440, height = 900 } = {}): Promise<void> {
  fixture.setScene(scene)
  ;({ page, faults } = await freshPage(browser, language, { context: { viewport: { width, height } } }))
  loads = 0
  page.on('load', () => {
    loads += 1
  })
  // The program's own words go through untouched; the test adds what a newer program says.
  await page.routeWebSocket('**/api/live', (route) => {
    lane = route
    route.connectToServer()
  })
  await page.request.post(`${fixture.url}/api/session`, { data: { name: scene, password: 'x' } })
  await page.goto(fixture.url)
  await page.locator('article').or(page.locator('#alerts h2')).first().waitFor()
}

const beat = (pages?: string) =>
  lane.send(JSON.stringify({ beat: new Date().toISOString(), cursor: 1, ...(pages === undefined ? {} : { pages }) }))
const ownPages = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('head > script[src], head > link[href]')]
      .map((part) => part.getAttribute('src') ?? part.getAttribute('href') ?? '')
      .filter((address) => address.startsWith('/assets/'))
      .map((address) => address.slice('/assets/'.length)),
  )
const told = (language: Language) => page.getByText(line[language])
const picture = async (name: string) => {
  if (process.env.MARSAD_PICTURES) await page.screenshot({ path: join(process.env.MARSAD_PICTURES, `${name}.png`) })
}

describe.each(['ar', 'en'] as const)('in %s', (language) => {
  it('says in one line that it is old, and comes anew by itself when it is calm', async () => {
    await open('quiet', language)
    const mine = await ownPages()
    beat(mine.filter((name, at) => at < 20 && name !== '').join(' '))
    beat()
    await page.waitForTimeout(300)
    beat('index-newer.js')
    await told(language).waitFor()
    await picture(`renewal.quiet.${language}`)
    await expect.poll(() => loads, { timeout: 20_000 }).toBe(2)
    await page.locator('#alerts h2').first().waitFor()
    expect(await told(language).count()).toBe(0)
    // Once for each version: when it is old still, only a person tries again.
    beat('index-newer.js')
    await told(language).waitFor()
    await page.waitForTimeout(12_000)
    expect(loads).toBe(2)
  }, 90_000)

  it('never comes anew while an alert waits, or over a dialog in which something is written', async () => {
    await open('alert', language, { width: 1024, height: 768 })
    beat('index-newer.js')
    await told(language).waitFor()
    await picture(`renewal.alert.${language}.1024`)
    const found = await new AxeBuilder({ page }).analyze()
    expect(found.violations.map(({ id }) => id)).toEqual([])
    await page.waitForTimeout(12_500)
    expect(loads).toBe(1)
    // The alert is taken; now its closing is being written.
    await page.keyboard.press('Space')
    await page.keyboard.press('x')
    await page.getByRole('dialog').waitFor()
    await page.waitForTimeout(12_500)
    expect(loads).toBe(1)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(loads).toBe(1)
  }, 90_000)

  it('at a desk where sound needs a touch it waits for a hand, and its key keeps address and sound', async () => {
    await open('quiet', language, { browser: other })
    await page.mouse.click(700, 40)
    beat('index-newer.js')
    await told(language).waitFor()
    await picture(`renewal.by-hand.${language}`)
    await page.waitForTimeout(12_500)
    expect(loads).toBe(1)
    expect(await page.getByRole('button', { name: button[language] }).count()).toBe(1)
    await page.keyboard.press('c')
    await page.waitForURL(/cameras|wall/)
    const address = page.url()
    beat('index-newer.js')
    await told(language).waitFor()
    await page.keyboard.press('Shift+R')
    await expect.poll(() => loads).toBe(2)
    await page.locator('main').first().waitFor()
    expect(page.url()).toBe(address)
    // A browser that heard a hand on this address lets the new page sound: the watch does not fall silent.
    await page.getByRole('button', { name: soundOn[language] }).waitFor()
  }, 90_000)

  it('goes on with what a newer program says and it does not know', async () => {
    await open('alert', language)
    lane.send(JSON.stringify({ somethingNew: { of: 'a later version' } }))
    lane.send(JSON.stringify({ beat: new Date().toISOString(), cursor: 1, more: [1, 2, 3] }))
    lane.send(JSON.stringify({ signals: { assurance: undefined, weather: { windMps: 4 } }, extra: true }))
    lane.send(JSON.stringify({ facts: { alerts: [], log: [], incidents: [{ id: 'x' }] }, cursor: 2, extra: null }))
    await page.waitForTimeout(500)
    expect(await page.locator('article').count()).toBeGreaterThan(0)
    expect(await told(language).count()).toBe(0)
    expect(loads).toBe(1)
  })
})

it('a part that went with the version before: the page comes anew at the address that was asked for', async () => {
  await open('quiet', 'en')
  const first = new Set(await ownPages())
  await page.route('**/assets/*.js', (route) => {
    const name = new URL(route.request().url()).pathname.slice('/assets/'.length)
    return loads < 2 && !first.has(name) ? route.fulfill({ status: 404 }) : route.fallback()
  })
  await page.evaluate(() => history.pushState(null, '', '/log'))
  await expect.poll(() => loads, { timeout: 20_000 }).toBe(2)
  expect(new URL(page.url()).pathname).toBe('/log')
  faults = faults.filter((fault) => !/dynamically imported module/.test(fault))
}, 60_000)

it('the real program names the very pages it gives out, so that no page of it is taken for an old one', async () => {
  const folder = freshFolder()
  const program = await startProgram(folder, ['--role', 'outpost'])
  try {
    page = await (await desk.newContext()).newPage()
    faults = []
    const heard: string[] = []
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        const { pages } = JSON.parse(String(payload)) as { pages?: string }
        if (pages !== undefined) heard.push(pages)
      }),
    )
    await page.request.post(`${program.url}/api/session`, { data: { name: 'admin', password } })
    await page.goto(program.url)
    const first = (await (await page.request.get(program.url)).text()).match(/\/assets\/[^"]+/g) ?? []
    await expect.poll(() => heard.length, { timeout: 20_000 }).toBeGreaterThan(1)
    expect(heard[0]).toBe(first.map((address) => address.slice('/assets/'.length)).join(' '))
    expect(await page.getByText(/Marsad was renewed|جُدِّد مرصد/).count()).toBe(0)
  } finally {
    await program.stop()
    removeFolder(folder)
  }
}, 120_000)
