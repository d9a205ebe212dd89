/**
 * Several people and one desk, in a real browser, in both languages: an administrator adds an officer for one outpost; he changes the
 * one-time password, sets a PIN and sees his area only; the desk changes hands by PIN, is locked and opened; a revoked screen ends.
 */
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { pictures, startBrowser } from './browser.ts'
import { freshFolder, type Program, password, removeFolder, startProgram } from './program.ts'
import { expectNoViolation } from './seen.ts'

const words = {
  ar: {
    wholeSite: /^المناوبة واحدة للموقع كله/,
    notBook: /^ما كُتب في المناوبة يقرؤه/,
    changes: 'ما تغيّر',
    name: 'الاسم',
    password: 'كلمة المرور',
    enter: /^ادخل/,
    add: 'أضف شخصاً',
    who: 'الاسم والرتبة',
    login: 'اسم الدخول',
    save: 'أضفه',
    once: 'كلمة المرور لمرة واحدة',
    seen: 'كتبتُها',
    first: 'غيّر كلمة المرور أولاً',
    old: 'كلمة المرور الحالية',
    next: 'كلمة المرور الجديدة',
    again: 'الجديدة مرة ثانية',
    change: 'غيّرها',
    short: /كلمة المرور قصيرة/,
    pin: 'الرمز',
    newPin: 'الرمز الجديد',
    setPin: 'احفظ الرمز',
    pinDone: 'حُفظ الرمز.',
    locked: 'الشاشة مقفلة',
    open: 'افتح',
    wrongPin: /الرمز غير صحيح/,
    take: 'استلم الشاشة',
    ended: /انتهت مدة الدخول/,
    outpost: 'مخفر العرفج',
    officer: 'النقيب سعد',
    unseen: /علامات لا تُرى/,
    endAll: 'أنهِ شاشاته كلها',
  },
  en: {
    wholeSite: /^The site has one watch/,
    notBook: /^What was written down on watch/,
    changes: 'Changes',
    name: 'Name',
    password: 'Password',
    enter: /^Sign in/,
    add: 'Add a person',
    who: 'Name and rank',
    login: 'Sign-in name',
    save: 'Add the person',
    once: 'One-time password',
    seen: 'I have written it down',
    first: 'Change your password first',
    old: 'Present password',
    next: 'New password',
    again: 'The new one again',
    change: 'Change it',
    short: /The password is short/,
    pin: 'PIN',
    newPin: 'New PIN',
    setPin: 'Set the PIN',
    pinDone: 'The PIN is set.',
    locked: 'The screen is locked',
    open: 'Unlock',
    wrongPin: /PIN is not right/,
    take: 'Take the screen',
    ended: /session has ended/,
    outpost: 'Arfaj outpost',
    officer: 'Captain Saad',
    unseen: /signs that are not seen/,
    endAll: 'End all screens',
  },
} as const

let browser: Browser
let program: Program
let folder: string
const contexts: BrowserContext[] = []
let faults: string[] = []

beforeAll(async () => {
  browser = await startBrowser()
  folder = freshFolder()
  program = await startProgram(folder, ['--demo'])
})
afterAll(async () => {
  await browser?.close()
  await program?.stop()
  if (folder) removeFolder(folder)
})
afterEach(async () => {
  expect(faults).toEqual([])
  for (const context of contexts.splice(0)) await context.close()
})

/** A browser of its own: another desk. */
async function desk(language: 'ar' | 'en', size = { width: 1440, height: 900 }): Promise<Page> {
  const context = await browser.newContext({ viewport: size })
  contexts.push(context)
  const page = await context.newPage()
  faults = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on(
    'console',
    (message) => message.type() === 'error' && !/Failed to load|WebSocket/.test(message.text()) && faults.push(message.text()),
  )
  await page.addInitScript((chosen) => {
    if (localStorage.getItem('marsad.settings') === null)
      localStorage.setItem('marsad.settings', JSON.stringify({ language: chosen, theme: 'dark', isSoundOn: true }))
  }, language)
  await page.goto(program.url)
  return page
}

async function signIn(page: Page, say: (typeof words)['ar' | 'en'], name: string, secret: string): Promise<void> {
  await page.getByLabel(say.name, { exact: true }).fill(name)
  await page.getByLabel(say.password, { exact: true }).fill(secret)
  await page.getByRole('button', { name: say.enter }).click()
}

/** What stands in the entry line of the log. */
const draft = (page: Page) => page.getByRole('dialog').getByRole('textbox').last()

/** A picture of it, and axe finds nothing. */
async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`) })
  await expectNoViolation(page)
}

describe.each(['ar', 'en'] as const)('people and one desk, in %s', (language) => {
  const say = words[language]
  const login = `saad-${language}`
  const own = `four words of ${language}`
  const pin = language === 'ar' ? '270419' : '604173'

  it('an officer is added for one outpost, makes the password his own, and sees his area only; the desk changes hands by PIN', async () => {
    const chief = await desk(language)
    await signIn(chief, say, 'admin', password)
    await chief.locator('nav a[href="/people"]').click()
    await chief.getByRole('button', { name: say.add }).click()
    // A name that turns the line is refused in words, and what was typed stays.
    await chief.getByLabel(say.who).fill(`\u202e${say.officer}`)
    await chief.getByLabel(say.login).fill(login)
    await chief.getByRole('radio', { name: say.outpost }).check()
    await chief.getByRole('button', { name: say.save }).click()
    await chief.getByText(say.unseen).waitFor()
    await chief.getByLabel(say.who).fill(say.officer)
    await look(chief, `people-add.${language}`)
    await chief.getByRole('button', { name: say.save }).click()
    await chief.getByRole('heading', { name: say.once }).waitFor()
    const once = (await chief.locator('output').textContent()) ?? ''
    expect(once).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
    await chief.getByRole('button', { name: say.seen }).click()
    await chief.getByRole('heading', { name: say.officer }).waitFor()
    await look(chief, `people.${language}`)
    await chief.setViewportSize({ width: 1024, height: 768 })
    await look(chief, `people.${language}.1024`)

    // What was changed stands in the log, with who did it.
    await chief.setViewportSize({ width: 1440, height: 900 })
    await chief.goto(`${program.url}/log?kind=changes`)
    await chief.locator('[data-change=people]', { hasText: say.officer }).first().waitFor()
    await chief.getByRole('link', { name: say.changes, exact: true }).waitFor()
    await look(chief, `changes.${language}`)
    await chief.goto(`${program.url}/people`)

    const screen = await desk(language)
    await signIn(screen, say, login, once)
    await screen.getByRole('heading', { name: say.first }).waitFor()
    await screen.getByLabel(say.old).fill(once)
    for (const field of [say.next, say.again]) await screen.getByLabel(field, { exact: true }).fill('short')
    await screen.getByRole('button', { name: say.change }).click()
    await screen.getByText(say.short).waitFor()
    await look(screen, `first-password.${language}`)
    for (const field of [say.next, say.again]) await screen.getByLabel(field, { exact: true }).fill(own)
    await screen.getByRole('button', { name: say.change }).click()
    // The watch, with the two cameras of his outpost.
    await screen.locator('nav a[href="/cameras"]').click()
    // While a page is on its way the one before is still there, unseen.
    await screen.waitForURL('**/cameras')
    const page = screen.locator('main:visible').filter({ hasText: 'C03' })
    await page.waitFor()
    const shown = await page.innerText()
    expect(shown).toContain('C04')
    for (const code of ['C01', 'C02', 'C05', 'C06']) expect(shown).not.toContain(code)
    expect(await screen.locator('nav a[href="/people"]').count()).toBe(0)

    // The watch is one for the site: who answers for a part of it is told so, and where his own is.
    await screen.locator('nav a[href="/shift"]').click()
    await screen.locator('main').getByText(say.wholeSite).waitFor()
    await look(screen, `shift-part.${language}`)
    await screen.goto(`${program.url}/log?tab=book`)
    await screen.locator('main').getByText(say.notBook).waitFor()
    await look(screen, `log-part.${language}`)

    await screen.locator('nav a[href="/account"]').click()
    const pinPart = screen.getByRole('form', { name: say.pin })
    await pinPart.getByLabel(say.newPin).fill(pin)
    await pinPart.getByLabel(say.old).fill(own)
    await pinPart.getByRole('button', { name: say.setPin }).click()
    await screen.getByText(say.pinDone).waitFor()
    await look(screen, `account.${language}`)

    // The administrator takes the same desk for a moment; then it goes back to the officer by keyboard, in one step.
    const other = await screen.context().newPage()
    await other.goto(`${program.url}/account`)
    await other.locator('nav button').last().click()
    await signIn(other, say, 'admin', password)
    await other.locator('nav a[href="/people"]').waitFor()
    await other.evaluate(() => {
      Object.assign(globalThis, { wasHere: true })
    })
    // What the one typed and did not send waits for him; the other begins with nothing, and his waits through lock and reload.
    await other.keyboard.press('KeyJ')
    await draft(other).fill('Canary of the first')
    await other.keyboard.press('Escape')
    const began = performance.now()
    await other.keyboard.press('Shift+C')
    await other.keyboard.type(login)
    await other.keyboard.press('Tab')
    await other.keyboard.type(pin)
    await other.keyboard.press('Enter')
    await other.getByText(say.officer).first().waitFor()
    await other.locator('nav a[href="/people"]').waitFor({ state: 'detached' })
    expect(performance.now() - began).toBeLessThan(5000)
    expect(await other.evaluate(() => 'wasHere' in globalThis), 'the page was not loaded anew').toBe(true)
    await screen.close()
    await other.keyboard.press('KeyJ')
    expect(await draft(other).inputValue()).toBe('')
    await draft(other).fill('Canary of the second')
    await other.keyboard.press('Escape')

    // Locked: nothing that was on it is on it, lamps are, also after a reload.
    await other.goto(`${program.url}/cameras`)
    await other.getByText('C03').first().waitFor()
    await other.keyboard.press('Shift+L')
    await other.getByRole('heading', { name: say.locked }).waitFor()
    await other.reload()
    await other.getByRole('heading', { name: say.locked }).waitFor()
    const hidden = await other.locator('body').innerText()
    for (const word of [say.officer, 'C03', 'C04', 'A-0', 'Canary']) expect(hidden).not.toContain(word)
    expect(await other.locator('header [role=group] > div').count()).toBe(3)
    expect(await other.locator('img, video, canvas').count()).toBe(0)
    await other.getByLabel(say.pin, { exact: true }).fill('918273')
    await other.keyboard.press('Enter')
    await other.getByText(say.wrongPin).waitFor()
    await look(other, `locked.${language}`)
    await other.getByLabel(say.pin, { exact: true }).fill(pin)
    await other.keyboard.press('Enter')
    await other.getByText('C03').first().waitFor()
    await other.keyboard.press('KeyJ')
    expect(await draft(other).inputValue()).toBe('Canary of the second')
    await other.keyboard.press('Escape')

    // Revoked: the open page ends.
    await chief.setViewportSize({ width: 1440, height: 900 })
    await chief.reload()
    await chief.getByRole('button', { name: say.officer }).click()
    await chief.getByRole('button', { name: say.endAll }).click()
    const revokedAt = performance.now()
    await other.getByText(say.ended).waitFor({ timeout: 5000 })
    expect(performance.now() - revokedAt).toBeLessThan(5000)
  }, 180_000)
})
