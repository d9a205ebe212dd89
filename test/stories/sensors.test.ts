/** An engineer sets sensors up by keys alone, sees them heard, and a word of one of them is an alert on the watch. */
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBroker, type TestBroker } from '../eyes/broker.ts'
import { freshPage, giveSession, pictures, startBrowser } from './browser.ts'
import { groundClip } from './clips.ts'
import { freshFolder, type Program, removeFolder, signIn, startProgram } from './program.ts'

const words = {
  ar: {
    none: 'لا مصادر بعد',
    add: 'أضف مصدراً',
    sensor: 'أضف مجساً',
    heard: /يُسمع/,
    last: /آخر ما سُمع/,
    down: /لا يُسمع/,
    alert: /وادٍ.*اهتزاز في الأرض/,
    key: 'اسمه على المصدر',
    lat: 'خط العرض',
    lon: 'خط الطول',
    reach: 'مداه، م',
    address: 'عنوان الوسيط',
    nameAr: 'الاسم بالعربية',
    nameEn: 'الاسم بالإنجليزية',
    wrong: /العنوان هكذا/,
    kind: 'النوع',
    powerless: /تلزم كاميرا واحدة على الأقل/,
    good: /الكهرباء سليمة/,
    lost: /انقطعت الكهرباء/,
  },
  en: {
    none: 'No feeds yet',
    add: 'Add a feed',
    sensor: 'Add a sensor',
    heard: /heard/,
    last: /Last heard/,
    down: /not heard/,
    alert: /Wadi: ground vibration/,
    key: 'Its name on the feed',
    lat: 'Latitude',
    lon: 'Longitude',
    reach: 'Reach, m',
    address: 'Address of the broker',
    nameAr: 'Name in Arabic',
    nameEn: 'Name in English',
    wrong: /The address is like/,
    kind: 'Kind',
    powerless: /At least one of our cameras/,
    good: /power is good/,
    lost: /power is lost/,
  },
} as const

let browser: Browser
let page: Page
let program: Program
let broker: TestBroker
let faults: string[] = []
const folder = freshFolder()

beforeAll(async () => {
  browser = await startBrowser({ drawsMaps: false })
  broker = await startBroker()
  program = await startProgram(folder, ['--no-demo', '--camera', `${await groundClip(folder, 'watched')}?loop=1&name=Mast`])
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await program?.stop()
  await broker?.close()
  removeFolder(folder)
})

async function open(path: string, language: 'ar' | 'en'): Promise<void> {
  await page?.context().close()
  ;({ page, faults } = await freshPage(browser, language, { context: { viewport: { width: 1024, height: 768 } } }))
  await giveSession(page, program.url, (await signIn(program.url)).cookie)
  await page.goto(program.url + path)
}

/** Types into a field that is reached by its name, with keys. */
async function type(label: string, text: string): Promise<void> {
  const field = page.getByRole('dialog').getByLabel(label, { exact: true })
  await field.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type(text)
}

async function clean(name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`) })
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([])
}

describe.each(['ar', 'en'] as const)('an engineer reading %s', (language) => {
  const said = words[language]
  const root = `marsad/${language}`

  it('adds a broker and a sensor by keys, sees them heard, and the word of the sensor is an alert', async () => {
    await open('/sensors', language)
    if (language === 'ar') await page.getByText(said.none).waitFor()
    await page.locator('h1').waitFor()
    await page.keyboard.press('n')
    await page.getByRole('dialog').waitFor()
    await type(said.nameAr, `بوابة ${language}`)
    await type(said.nameEn, `Gateway ${language}`)
    await type(said.address, 'http://wrong')
    await page.keyboard.press('Enter')
    await page.getByText(said.wrong).waitFor()
    await clean(`story-sensors-add-${language}`)
    await type(said.address, broker.url)
    await page
      .getByRole('dialog')
      .getByLabel(language === 'ar' ? 'جذر المواضيع' : 'Root of the topics')
      .fill(root)
    await page.keyboard.press('Enter')
    const feed = page.getByRole('region', { name: language === 'ar' ? 'بوابة ar' : 'Gateway en' })
    await feed.locator('[data-health=working]').waitFor({ timeout: 15_000 })
    await feed.getByRole('button', { name: said.sensor }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await type(said.key, 'wadi')
    await type(said.nameAr, 'وادٍ')
    await type(said.nameEn, 'Wadi')
    await type(said.lat, '20.5')
    await type(said.lon, '50.5')
    await type(said.reach, '80')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await broker.publish(`${root}/wadi`, { id: `e-${language}`, at: new Date().toISOString(), class: 'person', confidence: 0.8 })
    await feed.locator('li').getByText(said.last).waitFor({ timeout: 10_000 })
    await clean(`story-sensors-${language}`)
    // A power monitor has no place, and at least one camera that hangs on it.
    await feed.getByRole('button', { name: said.sensor }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(said.kind, { exact: true }).focus()
    await page.keyboard.press('End')
    await type(said.key, 'ups')
    await type(said.nameAr, 'كهرباء السارية')
    await type(said.nameEn, 'Mast power')
    expect(await dialog.getByLabel(said.lat, { exact: true }).count()).toBe(0)
    await page.keyboard.press('Enter')
    await page.getByText(said.powerless).waitFor()
    await dialog.getByRole('checkbox', { name: /C01/ }).focus()
    await page.keyboard.press('Space')
    await clean(`story-sensors-power-add-${language}`)
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    for (const [power, words] of [
      ['good', said.good],
      ['lost', said.lost],
    ] as const) {
      await broker.publish(`${root}/ups`, { power, at: new Date().toISOString() })
      await feed.locator(`[data-power=${power}]`).getByText(words).waitFor({ timeout: 10_000 })
    }
    await clean(`story-sensors-power-${language}`)
    await page.goto(`${program.url}/`)
    await page.getByText(said.alert).first().waitFor({ timeout: 15_000 })
    await page.screenshot({ path: join(pictures, `story-sensors-alert-${language}.png`) })
    expect(faults).toEqual([])
  }, 120_000)
})

describe('a broker that goes', () => {
  it('is said on the page at once, without a load', async () => {
    await open('/sensors', 'en')
    await page.locator('[data-health=working]').first().waitFor()
    await broker.close()
    await page.locator('[data-health=down]').nth(1).waitFor({ timeout: 30_000 })
    await page.getByText(words.en.down).first().waitFor()
    await page.screenshot({ path: join(pictures, 'story-sensors-down-en.png') })
    broker = await startBroker({ port: broker.port })
    await page.locator('[data-health=working]').nth(1).waitFor({ timeout: 60_000 })
  }, 120_000)
})
