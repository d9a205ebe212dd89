/** A night at one desk, in a real browser and both languages: taken over, written down, handed over, signed by both, printed. */
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshPage, pictures, signInByHand, startBrowser } from './browser.ts'
import { walkerClip } from './clips.ts'
import { freshFolder, removeFolder, signIn, startProgram } from './program.ts'
import { expectNoViolation } from './seen.ts'

const second = 'the-next-night-officer'

const words = {
  ar: {
    shift: 'المناوبة',
    log: 'السجل',
    play: 'اسمع الصوت',
    heard: /^سمعتُهما/,
    take: /^استلمتُ المناوبة/,
    onWatch: /على المناوبة: /,
    note: 'ما الذي حدث',
    call: 'اتصال',
    who: 'من',
    notAnswered: 'لم يُجب أحد',
    said: 'ماذا قيل',
    save: /^احفظ/,
    undetermined: /^لم نعرف/,
    outgoing: 'ملاحظاتك لمن بعدك',
    signOut: 'وقّع التسليم',
    name: 'اسم المُستلِم',
    secret: 'كلمة المرور أو الرمز',
    join: /^استلم المناوبة/,
    receive: /^وقّع واستلم المناوبة/,
    unopened: /لم يُفتح|لم تُفتح/,
    open: 'افتح',
    search: 'ابحث في الرقم والعنوان والملاحظات',
    plan: /^خطّط المناوبة القادمة/,
    planDo: 'احفظ الخطة',
    planMissing: 'اختر الضابط واليوم والساعة والمدة.',
    day: 'اليوم',
    from: /^من الساعة/,
    drop: 'ألغِ',
    secondOfficer: 'الضابط الثاني',
  },
  en: {
    shift: 'Shift',
    log: 'Log',
    play: 'Play the sound',
    heard: /^I heard them/,
    take: /^I have the watch/,
    onWatch: /On watch: /,
    note: 'What happened',
    call: 'Call',
    who: 'Who',
    notAnswered: 'Not answered',
    said: 'What was said',
    save: /^Write it down/,
    undetermined: /^Undetermined/i,
    outgoing: 'Your notes for the next officer',
    signOut: 'Sign the hand-over',
    name: 'Name of the incoming',
    secret: 'Password or PIN',
    join: /^Take over the watch/,
    receive: /^Sign and take over/,
    unopened: /not opened/,
    open: 'Open',
    search: 'Search number, title and notes',
    plan: /^Plan the next shift/,
    planDo: 'Keep the plan',
    planMissing: 'Choose the officer, the day, the time and the length.',
    day: 'Day',
    from: /^From, by/,
    drop: 'Drop',
    secondOfficer: 'Second officer',
  },
} as const

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser?.close())

describe.each(['ar', 'en'] as const)('two officers reading %s', (language) => {
  const say = words[language]

  it('pass a night on: sound heard, notes, a call, an undetermined alert, nothing unopened, both signed, and paper that names its entries', async () => {
    const folder = freshFolder()
    const program = await startProgram(folder, ['--camera', `${await walkerClip(folder)}?name=Gate`])
    const api = await signIn(program.url)
    await addOfficer(program.url, api)
    const { page, faults } = await freshPage(browser, language)
    await signInByHand(page, program.url)

    // Taken over: the watch begins with a sound that was really made.
    await page.getByRole('navigation').getByRole('link', { name: say.shift, exact: true }).click()
    const take = page.getByRole('button', { name: say.take })
    await take.waitFor()
    await expectNoViolation(page)
    expect(await take.getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('button', { name: say.play, exact: true }).click()
    await page.getByRole('button', { name: say.heard }).click()
    await take.click()
    await page.getByRole('link', { name: say.onWatch }).waitFor()

    // Who comes next is planned, and a second pair of eyes named.
    const dialog = page.getByRole('dialog')
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    await page.getByRole('button', { name: say.plan }).click()
    await dialog.getByRole('button', { name: say.planDo }).click()
    await dialog.getByText(say.planMissing).waitFor()
    await dialog.getByRole('radio', { name: 'Zaynab' }).click({ force: true })
    await dialog.getByLabel(say.day, { exact: true }).fill(tomorrow)
    await dialog.getByLabel(say.from).fill('18:30')
    await dialog.getByRole('radio', { name: /8/ }).click({ force: true })
    await expectNoViolation(page)
    await page.screenshot({ path: join(pictures, `shift-plan.${language}.png`) })
    await dialog.getByRole('button', { name: say.planDo }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('18:30').waitFor()
    await page.getByRole('button', { name: say.secondOfficer, exact: true }).click()
    await dialog.getByRole('radio', { name: 'Zaynab' }).click({ force: true })
    await dialog.getByRole('button', { name: say.save }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.locator('dd', { hasText: 'Zaynab' }).waitFor()
    await page.screenshot({ path: join(pictures, `shift-planned.${language}.png`) })
    await page.getByRole('button', { name: say.drop, exact: true }).click()
    await page.getByText('18:30').waitFor({ state: 'detached' })

    // Written down, from any page, by its key.
    await page.keyboard.press('KeyJ')
    await page.getByRole('dialog').getByLabel(say.note).fill('Canary dust over the ridge')
    await expectNoViolation(page)
    await page.getByRole('dialog').getByRole('button', { name: say.save }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText('Canary dust over the ridge').waitFor()
    await page.keyboard.press('KeyJ')
    await page.getByRole('dialog').getByRole('radio', { name: say.call }).click({ force: true })
    await page.getByRole('dialog').getByRole('textbox', { name: say.who, exact: true }).fill('Brigade duty')
    await page.getByRole('dialog').getByRole('radio', { name: say.notAnswered }).click({ force: true })
    await page.getByRole('dialog').getByLabel(say.said).fill('silence on channel 2')
    await page.getByRole('dialog').getByRole('button', { name: say.save }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText('silence on channel 2').waitFor()

    // An alert that stays undetermined.
    await page.keyboard.press('KeyM')
    const alert = page.getByRole('article').first()
    await alert.getByRole('button').first().waitFor({ timeout: 60_000 })
    await page.waitForTimeout(1200)
    await page.keyboard.press('Space')
    await alert.getByText('admin').first().waitFor()
    await page.keyboard.press('KeyE')
    await page.getByRole('dialog').getByRole('radio', { name: say.undetermined }).click({ force: true })
    await page.getByRole('dialog').locator('textarea').fill('gone before the heron')
    await page.getByRole('dialog').getByRole('radio', { name: say.undetermined }).press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    // Handed over: refused while anything is unopened, and the officer is the same until both have signed.
    await page.getByRole('link', { name: say.onWatch }).click()
    await page.getByLabel(say.outgoing).fill('Watch the ridge')
    await page.getByRole('button', { name: say.signOut }).click()
    await page.getByLabel(say.name).fill('zaynab')
    await page.getByLabel(say.secret).fill(second)
    await page.getByRole('button', { name: say.join }).click()
    const receive = page.getByRole('button', { name: say.receive })
    await receive.waitFor()
    await expectNoViolation(page)
    await page.screenshot({ path: join(pictures, `shift-hand-over.${language}.png`) })
    await page.getByRole('button', { name: say.play, exact: true }).click()
    await page.getByRole('button', { name: say.heard }).click()
    await page.getByLabel(say.secret).fill(second)
    await receive.click()
    await page.getByRole('alert').filter({ hasText: say.unopened }).waitFor()
    expect((await api.json<Current>('/api/shifts/current')).now.by.name).toBe('admin')
    await page.getByLabel(say.secret).fill('not-the-secret')
    await receive.click()
    await page.getByRole('alert').first().waitFor()
    expect((await api.json<Current>('/api/shifts/current')).now.by.name).toBe('admin')
    // The recording ends meanwhile and its camera goes blind: what comes onto the list is opened before it can be signed.
    const open = page.getByRole('button', { name: say.open, exact: true })
    await expect
      .poll(
        async () => {
          for (let left = await open.count(); left > 0; left = await open.count()) {
            await open.first().click()
            await expect.poll(() => open.count()).not.toBe(left)
          }
          await page.getByLabel(say.secret).fill(second)
          await receive.click()
          await page.waitForTimeout(1000)
          return (await api.json<Current>('/api/shifts/current')).now.by.name
        },
        { timeout: 60_000 },
      )
      .toBe('Zaynab')
    await page.getByRole('link', { name: say.onWatch }).filter({ hasText: 'Zaynab' }).waitFor()

    // Paper: what it prints as hashes are entries of the journal.
    const { past } = await api.json<Current>('/api/shifts/current')
    await page.goto(`${program.url}/shift/${past[0]?.id}/print`)
    const paper = page.getByRole('article')
    for (const text of [
      'Watch the ridge',
      'Canary dust over the ridge',
      'silence on channel 2',
      'gone before the heron',
      'Zaynab',
      'A-0001',
    ])
      await paper.getByText(text).first().waitFor()
    const { entries } = await api.json<Journal>('/api/journal?limit=1000')
    const signed = entries.find(({ entry }) => entry.type === 'shift.signed')
    // It may be the head of the chain, too.
    await paper
      .getByText(signed?.hash ?? 'no entry')
      .first()
      .waitFor()
    expect(entries.filter(({ entry }) => entry.type === 'shift.signed')).toHaveLength(1)
    await expectNoViolation(page)
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation').first().isVisible()).toBe(false)
    await page.setViewportSize({ width: 794, height: 1123 })
    await page.screenshot({ path: join(pictures, `shift-report.${language}.png`), fullPage: true })
    expect((await page.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe('%PDF-')
    await page.emulateMedia({ media: null })
    await page.setViewportSize({ width: 1440, height: 900 })

    // Found again by a word of a note; and the figures of the night.
    await page.goto(`${program.url}/log`)
    await page.getByRole('searchbox', { name: say.search }).fill('heron')
    await page.getByRole('link', { name: /A-0001/ }).click()
    await page.getByRole('article').getByText('gone before the heron').waitFor()
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('heron')
    await expectNoViolation(page)
    await page.screenshot({ path: join(pictures, `history.${language}.png`) })
    await page.goto(`${program.url}/hygiene`)
    await page.getByRole('table').first().waitFor()
    await expectNoViolation(page)
    await page.screenshot({ path: join(pictures, `hygiene.${language}.png`) })

    expect(faults).toEqual([])
    await page.context().close()
    await program.stop()
    removeFolder(folder)
  }, 240_000)
})

interface Current {
  readonly now: { readonly by: { readonly name: string } }
  readonly past: readonly { readonly id: string }[]
}
interface Journal {
  readonly entries: readonly { readonly hash: string; readonly entry: { readonly type: string } }[]
}

/** The next officer: added by the administrator, with a password of her own. */
async function addOfficer(url: string, admin: Awaited<ReturnType<typeof signIn>>): Promise<void> {
  const added = await admin.post('/api/people', {
    commandId: crypto.randomUUID(),
    name: 'Zaynab',
    login: 'zaynab',
    grants: [{ role: 'watch_officer', area: '' }],
  })
  const { password: first } = (await added.json()) as { password: string }
  const opened = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'zaynab', password: first }),
  })
  const { csrf } = (await opened.json()) as { csrf: string }
  const changed = await fetch(`${url}/api/session/password`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-marsad-csrf': csrf,
      cookie: opened.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    },
    body: JSON.stringify({ commandId: crypto.randomUUID(), old: first, next: second }),
  })
  if (!changed.ok) throw new Error(`the password of the next officer: ${changed.status} ${await changed.text()}`)
}
