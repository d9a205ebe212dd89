/** The story of issue and README, in a real browser and both languages: seen, alerted, taken, closed, and still so after a kill. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pictures, startBrowser } from './browser.ts'
import { walkerClip } from './clips.ts'
import { freshFolder, type Program, password, removeFolder, sharedThermal, startProgram } from './program.ts'
import { expectNoViolation } from './seen.ts'

const realClip = join(sharedThermal, 'cptv-person/cptv-person.cptv')
if (!existsSync(realClip)) console.log('no recordings beside the project: the story is told on a rendered one')

const words = {
  ar: {
    signIn: /^ادخل/,
    name: 'الاسم',
    password: 'كلمة المرور',
    take: /استلمتُ/,
    closeDialog: /أغلق/,
    reason: /وجود مشروع/,
    cut: /انقطعت الصلة/,
    direction: 'rtl',
  },
  en: {
    signIn: /^Sign in/,
    name: 'Name',
    password: 'Password',
    take: /I have it/,
    closeDialog: /Close/,
    reason: /Lawful presence/i,
    cut: /is cut/,
    direction: 'ltr',
  },
} as const

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser?.close())

describe.each(['ar', 'en'] as const)('a watch officer reading %s', (language) => {
  const said = words[language]

  it('signs in, sees the alert, takes it by key, closes it with a reason, and finds it so after reload, kill and restart', async () => {
    const folder = freshFolder()
    const clip = existsSync(realClip) ? realClip : await walkerClip(folder)
    let program: Program = await startProgram(folder, ['--camera', `${clip}?name=Gate`])
    const port = new URL(program.url).port
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: language === 'ar' ? 'ar-IQ' : 'en-GB',
    })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))

    await page.goto(program.url)
    // Arabic is what a new screen speaks; English is one press away.
    if (language === 'en') await page.getByRole('button', { name: 'English' }).click()
    expect(await page.locator('html').getAttribute('dir')).toBe(said.direction)
    await expectNoViolation(page)
    await page.getByRole('textbox', { name: said.name }).fill('admin')
    await page.locator('input[type=password]').fill(password)
    await page.getByRole('button', { name: said.signIn }).click()

    const alert = page.getByRole('article').first()
    await alert.getByRole('button', { name: said.take }).waitFor()
    await alert.getByRole('img').first().waitFor()
    expect(await alert.getByRole('listitem').count()).toBeGreaterThanOrEqual(3)
    await expectNoViolation(page)
    await page.screenshot({ path: join(pictures, `story-alert.${language}.png`) })

    await page.keyboard.press('Space')
    await alert.getByText('admin').first().waitFor()
    await page.keyboard.press('KeyE')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: said.reason }).click({ force: true })
    await expectNoViolation(page)
    await page.screenshot({ path: join(pictures, `story-close.${language}.png`) })
    await page.keyboard.press('Enter')
    await settled(page)
    await page.screenshot({ path: join(pictures, `story-quiet.${language}.png`) })
    await expectNoViolation(page)

    await page.reload()
    await settled(page)

    await program.kill()
    await page.getByText(said.cut).filter({ visible: true }).first().waitFor({ timeout: 20_000 })
    await page.screenshot({ path: join(pictures, `story-cut.${language}.png`) })
    await expectNoViolation(page)

    program = await startProgram(folder, ['--port', port])
    await expect.poll(() => page.getByText(said.cut).filter({ visible: true }).count(), { timeout: 20_000 }).toBe(0)
    await settled(page)
    await page.reload()
    await settled(page)
    const alerts = (await (await context.request.get(`${program.url}/api/alerts?state=closed`)).json()) as {
      alerts: { closed: { reason: string } }[]
    }
    expect(alerts.alerts.map(({ closed }) => closed.reason)).toContain('real.lawful_presence')
    expect(faults).toEqual([])
    await context.close()
    await program.stop()
    removeFolder(folder)
  }, 180_000)
})

/** The page knows the state of the site, and the alert is not in the queue. A recording that plays anew may raise another. */
async function settled(page: Page): Promise<void> {
  await page.getByText('Gate').filter({ visible: true }).first().waitFor()
  await page.getByRole('article').filter({ hasText: 'A-0001' }).waitFor({ state: 'detached' })
}
