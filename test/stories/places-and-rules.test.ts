/** A commander draws a zone by keys and by mouse, tries a rule on what moved, puts it in force, and an alert comes by it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AlertView } from '../../src/features/alerts/contract.ts'
import { freshPage, giveSession, startBrowser } from './browser.ts'
import { commanderOf, type SignedIn } from './commander.ts'
import { freshFolder, type Program, password, removeFolder, startProgram, until } from './program.ts'
import { expectWhole } from './seen.ts'

const words = {
  ar: {
    zone: 'منطقة',
    add: 'أضف موقعًا',
    nameAr: 'الاسم بالعربية',
    nameEn: 'الاسم بالإنجليزية',
    crosses: /يقطع نفسه عند/,
    saved: /سُجّل باسمك/,
    points: (n: number) => (n === 4 ? /^4 نقاط/ : /^5 نقاط/),
    kind: 'مكث في منطقة',
    where: 'أين',
    dwell: 'يمكث داخلها',
    priority: 'الأولوية',
    attempt: /^جرّب على آخر/,
    force: /^اجعلها سارية/,
    inForce: /سرت باسمك/,
    times: /كانت ستُنذر/,
    retire: /ارفع عن الخريطة/,
    restore: 'أعده',
    file: 'استورد ملفًا',
    unreadable: /تعذّرت قراءة الملف/,
    theirs: /غيّره Commander/,
  },
  en: {
    zone: 'Zone',
    add: 'Add a position',
    nameAr: 'Name in Arabic',
    nameEn: 'Name in English',
    crosses: /crosses itself at/,
    saved: /Saved in your name/,
    points: (n: number) => new RegExp(`^${n} points`),
    kind: 'Staying in a zone',
    where: 'Where',
    dwell: 'Stays inside for',
    priority: 'Priority',
    attempt: /^Try on the last/,
    force: /^Put in force/,
    inForce: /In force in your name/,
    times: /would have alerted/,
    retire: /Take off the map/,
    restore: 'Bring it back',
    file: 'Bring in a file',
    unreadable: /The file cannot be read/,
    theirs: /Commander changed it/,
  },
} as const

let browser: Browser
let program: Program
let who: SignedIn
let folder: string
let page: Page
let faults: string[] = []

beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
})
afterEach(async () => {
  expect(faults.join('\n')).toBe('')
  await page?.context().close()
})

const json = async <T>(path: string): Promise<T> =>
  (await (await fetch(program.url + path, { headers: { cookie: who.cookie } })).json()) as T
const send = async (path: string, body: object): Promise<Response> =>
  fetch(program.url + path, { method: 'POST', headers: who.headers, body: JSON.stringify(body) })

async function open(path: string, language: 'ar' | 'en', size = { width: 1440, height: 900 }): Promise<void> {
  await page?.context().close()
  ;({ page, faults } = await freshPage(browser, language, { context: { viewport: size }, hearsConsole: true }))
  await giveSession(page, program.url, who.cookie)
  await page.goto(program.url + path)
}

/** The middle of the demo's sector. */
const [lat, lon] = [20.5, 50.5]

describe.each(['ar', 'en'] as const)('a commander reading %s', (language) => {
  const said = words[language]
  const zoneName = `Wide ${language}`
  let placeId = ''

  // A demo of its own: somebody is over the line within its first minute, and then nobody for five.
  beforeAll(async () => {
    folder = freshFolder()
    program = await startProgram(folder, ['--demo'])
    who = await commanderOf(program.url, password)
  })
  afterAll(async () => {
    await program?.stop()
    removeFolder(folder)
  })

  it('draws the whole sector as a zone, puts a dwell rule in force on it, and an alert comes by it', {
    timeout: 240_000,
  }, async () => {
    await open('/places', language)
    await page.getByRole('button', { name: said.zone, exact: true }).click()
    const add = page.getByRole('textbox', { name: said.add, exact: true })
    for (const [dLat, dLon] of [
      [-0.1, -0.1],
      [-0.1, 0.1],
      [0.1, 0.1],
      [0.1, -0.1],
    ] as const) {
      await add.fill(`${lat + dLat}, ${lon + dLon}`)
      await add.press('Enter')
    }
    await page.getByRole('textbox', { name: said.nameAr }).fill('Sector')
    await page.getByRole('textbox', { name: said.nameEn }).fill('Sector')
    await page.keyboard.press('Control+KeyS')
    await page.getByText(said.saved).waitFor()
    await page.goto(`${program.url}/rules`)
    await page.getByRole('button', { name: said.kind, exact: true }).click()
    await page.getByLabel(said.where).selectOption({ label: 'Sector' })
    await page.getByLabel(said.dwell).fill('5')
    await page.getByLabel(said.priority).selectOption('P1')
    await page.getByRole('button', { name: said.force }).click()
    await page.getByText(said.inForce).waitFor()
    // The demo begins anew with the program, and somebody is over the line within its first minute: however long the drawing took,
    // the rule in force meets a mover. It also has to be in force after a restart, and the session of who drew it goes on.
    await page.context().close()
    await program.stop()
    program = await startProgram(folder)
    // A mover that another rule told first is made graver by it; both ways its words stand on the alert.
    const alert = await until(async () => {
      const { alerts } = await json<{ alerts: AlertView[] }>('/api/alerts?state=all')
      return alerts.find(({ reasons }) => reasons.some(({ text }) => text === 'alert.reason.stayed'))
    }, 150_000)
    expect(alert.priority).toBe('P1')
    expect(alert.reasons.find(({ text }) => text === 'alert.reason.stayed')?.values).toMatchObject({ zone: { en: 'Sector' } })
  })

  it('draws a zone by typed coordinates and by mouse, is told where it crosses itself, undoes, saves, takes it off and brings it back', {
    timeout: 150_000,
  }, async () => {
    await open('/places', language)
    await page.locator('[data-map=ready]').waitFor()
    await expectWhole(page, `places.${language}`)
    await page.getByRole('button', { name: said.zone, exact: true }).click()
    const add = page.getByRole('textbox', { name: said.add, exact: true })
    const type = async (dLat: number, dLon: number) => {
      const points = await page.locator('ol li input').count()
      await add.fill(`${(lat + dLat).toFixed(6)}, ${(lon + dLon).toFixed(6)}`)
      await add.press('Enter')
      await expect.poll(() => page.locator('ol li input').count()).toBe(points + 1)
    }
    await type(-0.02, -0.02)
    await type(-0.02, 0.02)
    await type(0.02, 0.02)
    await type(0.02, -0.02)
    await add.fill('somewhere')
    expect(await add.getAttribute('aria-invalid')).toBe('true')
    await add.fill('')
    // A fifth point across the zone: where it crosses itself stands in words, and nothing can be saved.
    await type(0, 0.05)
    await page.getByText(said.crosses).waitFor()
    await expectWhole(page, `places-crossing.${language}`)
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('KeyZ')
    await expect.poll(() => page.locator('ol li input').count()).toBe(4)
    // By mouse: one more corner on the map, taken back, done again, and taken back.
    const map = page.locator('[data-map=ready] canvas')
    await map.click({ position: { x: 60, y: 120 } })
    await expect.poll(() => page.locator('ol li input').count()).toBe(5)
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('KeyZ')
    await expect.poll(() => page.locator('ol li input').count()).toBe(4)
    await page.keyboard.press('Shift+KeyZ')
    await expect.poll(() => page.locator('ol li input').count()).toBe(5)
    await page.keyboard.press('KeyZ')
    // A draft is kept over a change of page.
    await page.getByRole('textbox', { name: said.nameAr }).fill(zoneName)
    await page.getByRole('textbox', { name: said.nameEn }).fill(zoneName)
    await page.goto(`${program.url}/places`)
    await expect.poll(() => page.locator('ol li input').count()).toBe(4)
    await page.keyboard.press('Control+KeyS')
    await page.getByText(said.saved).waitFor()
    await expectWhole(page, `places-saved.${language}`)
    const { features } = await json<{ features: { id: string; properties: { name: { en: string } } }[] }>('/api/places')
    placeId = features.find(({ properties }) => properties.name.en === zoneName)?.id ?? ''
    expect(placeId).not.toBe('')
    // A corner moved by the arrow keys, on the map.
    const corner = page.locator('[data-map=ready] button[data-takes-keys]').first()
    const before = await page.locator('ol li input').first().inputValue()
    await corner.focus()
    await page.keyboard.press('Shift+ArrowRight')
    await expect.poll(() => page.locator('ol li input').first().inputValue()).not.toBe(before)
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('KeyZ')
    // Somebody else changes it meanwhile: told at once, with the name.
    const [feature] = features.filter(({ id }) => id === placeId)
    const ring = (feature as unknown as { geometry: { coordinates: unknown[] } }).geometry.coordinates[0]
    const theirs = { id: placeId, basedOn: 1, name: { ar: zoneName, en: zoneName }, geometry: { kind: 'zone', ring } }
    expect((await send('/api/places', { commandId: crypto.randomUUID(), ...theirs })).status).toBe(200)
    await page.getByRole('alert').filter({ hasText: said.theirs }).waitFor()
    await page.getByRole('alert').getByRole('button').first().click()
    await page.getByRole('button', { name: said.retire }).click()
    await page.getByRole('button', { name: said.restore, exact: true }).click()
    await page.getByText(said.saved).waitFor()
  })

  it('is shown why a file cannot be read, and what a sound one would change', async () => {
    await open('/places', language, { width: 1024, height: 768 })
    const bad = join(folder, 'bomb.kml')
    writeFileSync(bad, '<!DOCTYPE kml [<!ENTITY a "aaaa">]><kml>&a;</kml>')
    const input = page.locator('input[type=file]')
    await input.setInputFiles(bad)
    await page.getByText(said.unreadable).waitFor()
    const sound = join(folder, 'sound.kml')
    const text = await (await fetch(`${program.url}/api/places.kml`, { headers: { cookie: who.cookie } })).text()
    writeFileSync(sound, text.replace(zoneName, `${zoneName} 2`))
    await input.setInputFiles(sound)
    await page.locator('li[data-state]').first().waitFor()
    await expectWhole(page, `places-import.${language}.1024`)
  })

  it('tries a rule on what moved: how often, where, and a way to look at each', { timeout: 150_000 }, async () => {
    await open('/rules', language)
    await page.locator('ul li button').filter({ hasText: 'Sector' }).first().click()
    await page.getByLabel(said.dwell).fill('3')
    // A track is kept when it has ended; those in view count as they are now.
    await expect
      .poll(
        async () => {
          await page.getByRole('button', { name: said.attempt }).click()
          await page.locator('[data-times]').waitFor()
          return Number(await page.locator('[data-times]').getAttribute('data-times'))
        },
        { timeout: 90_000, interval: 3000 },
      )
      .toBeGreaterThan(0)
    await page.getByText(said.times).waitFor()
    await expectWhole(page, `rules-tried.${language}`)
    await page.setViewportSize({ width: 1024, height: 768 })
    await expectWhole(page, `rules.${language}.1024`)
  })
})
