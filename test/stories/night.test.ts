/**
 * A duty officer's night by keyboard alone, in a real browser and both languages (OPS 6: S1, S2, S4.1): quiet, a test alarm, an alert
 * told by radio, made immediate, one put off, one that another took first, our own patrol announced, a flood, and the link cut.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { texts } from '../../src/app/texts.ts'
import { createSpeaker } from '../../src/platform/speak.ts'
import { freshPage, pictures, signInByHand, startBrowser } from './browser.ts'
import { commanderOf, type SignedIn } from './commander.ts'
import { freshFolder, password, removeFolder, startProgram } from './program.ts'
import { expectNoViolation } from './seen.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser({ sounds: true })
})
afterAll(() => browser?.close())

describe.each(['ar', 'en'] as const)('a duty officer reading %s', (language) => {
  const { say } = createSpeaker(texts, language)

  it('goes through the night without a mouse', async () => {
    const folder = freshFolder()
    // Its cameras are watched elsewhere: what comes tonight comes by radio.
    const program = await startProgram(folder, ['--no-demo', '--role', 'hq'])
    const commander = await commanderOf(program.url, password)
    const camera = (await send(await admin(program.url), program.url, '/api/cameras', {
      source: '/nowhere/gate.mp4?name=Gate',
    })) as {
      id: string
    }
    const { page, faults } = await freshPage(browser, language)
    page.setDefaultTimeout(15_000)
    await signInByHand(page, program.url)
    const card = page.locator('article[data-alert]')
    const dialog = page.getByRole('dialog')
    const choose = async (name: string, keys = 0) => {
      await dialog.getByRole('radio', { name }).first().focus()
      await page.keyboard.press('Space')
      for (let n = 0; n < keys; n++) await page.keyboard.press('ArrowDown')
    }
    const raise = (what: string, more: object = {}) =>
      send(commander, program.url, '/api/alerts', {
        priority: 'P2',
        heardBy: 'patrol',
        what,
        cameraId: camera.id,
        position: null,
        ...more,
      }) as Promise<{ alert: { id: string; number: string; version: number } }>

    // Quiet: said with its proofs, and what was not proved says so.
    await page.getByText(say('quiet.title'), { exact: true }).last().waitFor()
    await page.getByText(say('proof.test.none')).waitFor()
    await look('quiet')

    // The watch proves itself: a test alarm, marked as one, taken by a key.
    await page.keyboard.press('KeyT')
    await dialog.getByText(say('alert.test.ask')).waitFor()
    await expectNoViolation(page)
    await dialog.getByRole('button', { name: say('alert.test.do') }).focus()
    await page.keyboard.press('Enter')
    await card.getByText(say('alert.mode.test'), { exact: true }).waitFor()
    await page.waitForTimeout(900)
    await blurAll(page)
    await page.keyboard.press('Space')
    await card.getByText(/admin/).first().waitFor()
    await page.keyboard.press('KeyE')
    await choose(say('alert.reason.real.other'))
    await dialog.getByRole('textbox').fill('test of the watch')
    await dialog.getByRole('button', { name: say('alert.dialog.do-close') }).focus()
    await page.keyboard.press('Enter')
    await card.waitFor({ state: 'detached' })
    await page.getByText(say('proof.test'), { exact: true }).waitFor()

    // S1: told by a patrol, taken, then made immediate by the officer: it sounds again and stays his.
    const group = await raise('three people at the wadi')
    await page.locator(`article[data-alert="${group.alert.id}"]`).waitFor()
    await card.getByText('three people at the wadi').waitFor()
    await page.waitForTimeout(900)
    await blurAll(page)
    await page.keyboard.press('Space')
    await card.getByText(/admin/).first().waitFor()
    await page.keyboard.press('Shift+ArrowUp')
    await expectNoViolation(page)
    await choose(bare(say('alert.priority.raise', { priority: say('alert.priority.P1') })))
    await dialog.getByRole('button', { name: say('alert.dialog.do-priority') }).focus()
    await page.keyboard.press('Enter')
    await card.getByText(say('alert.word.detection.P1'), { exact: true }).waitFor()
    const now = (await get(commander, program.url, `/api/alerts/${group.alert.id}`)) as {
      soundings: number
      owner: { name: string }
    }
    expect(now).toMatchObject({ soundings: 2, owner: { name: 'admin' } })
    await look('immediate')

    // S2.2: another is put off for five minutes; it waits in sight and is taken back.
    const bush = await raise('a bush in the wind')
    await page.locator(`li[data-alert="${bush.alert.id}"]`).waitFor()
    await blurAll(page)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowDown')
    const onCard = page.locator(`article[data-alert="${bush.alert.id}"]`)
    if ((await onCard.count()) === 0) await page.keyboard.press('ArrowUp')
    await onCard.waitFor()
    await page.keyboard.press('KeyH')
    await choose(bare(say('alert.shelve.minutes', { n: 5 })))
    await choose(say('alert.shelve.reason.vegetation'))
    await expectNoViolation(page)
    await dialog.getByRole('button', { name: say('alert.shelve.do') }).focus()
    await page.keyboard.press('Enter')
    const shelf = page.getByRole('region', { name: say('alert.shelf.title') })
    await shelf.locator(`li[data-alert="${bush.alert.id}"]`).waitFor()
    await look('shelved')
    await shelf.getByRole('button', { name: say('alert.unshelve') }).focus()
    await page.keyboard.press('Enter')
    await shelf.waitFor({ state: 'detached' })

    // S4.1: two officers at the same instant. The other's press arrives first; this screen is told who and when.
    await page.route(`**/api/alerts/${bush.alert.id}/acknowledge`, async (route) => {
      const { version } = (await get(commander, program.url, `/api/alerts/${bush.alert.id}`)) as { version: number }
      await send(commander, program.url, `/api/alerts/${bush.alert.id}/acknowledge`, { basedOn: version })
      await route.continue()
    })
    await blurAll(page)
    if ((await onCard.count()) === 0) await page.keyboard.press('ArrowDown')
    await onCard.waitFor()
    await page.waitForTimeout(900)
    await page.keyboard.press('Space')
    await page
      .getByRole('alert')
      .getByText(/Commander/)
      .waitFor()
    const owned = (await get(commander, program.url, `/api/alerts/${bush.alert.id}`)) as { owner: { name: string } }
    expect(owned.owner.name).toBe('Commander')
    await page.keyboard.press('Escape')

    // S2.4: our own patrol is announced with its end, and ended early.
    await page.keyboard.press('Shift+KeyG')
    await choose(say('announce.what.own_patrol'))
    await dialog.getByRole('textbox').fill('SAQR-2')
    await dialog.getByRole('checkbox').first().focus()
    await page.keyboard.press('Space')
    await choose(bare(say('alert.shelve.minutes', { n: 30 })))
    await expectNoViolation(page)
    await dialog.getByRole('button', { name: say('announce.do') }).focus()
    await page.keyboard.press('Enter')
    await shelf.getByText('SAQR-2').waitFor()
    await shelf.getByRole('button', { name: say('announce.end') }).focus()
    await page.keyboard.press('Enter')
    await shelf.waitFor({ state: 'detached' })

    // A flood: the list folds, says so, and drops nothing.
    for (let n = 0; n < 12; n++) await raise(`one more of the same ${n}`)
    await page.getByText(say('alert.storm'), { exact: true }).waitFor()
    await page
      .getByText(bare(say('alert.storm.fold', { n: 12, times: 12 })).slice(0, 5))
      .first()
      .waitFor()
    await expectNoViolation(page)
    await look('flood')

    // The link is cut: the screen says what it knows no more, and its counts are not zero.
    await program.kill()
    await page.getByText(say('lamp.alarms.unknown'), { exact: true }).waitFor()
    await look('cut')
    expect(faults).toEqual([])
    await page.context().close()
    removeFolder(folder)

    async function look(name: string): Promise<void> {
      await page.screenshot({ path: join(pictures, `night.${name}.${language}.png`) })
    }
  }, 180_000)
})

/** Words as a screen gives them by name: without the marks that keep numbers in place. */
function bare(text: string): string {
  return text.replaceAll(/[\u2066-\u2069]/g, '')
}

/** The hand leaves whatever control it was on: keys then belong to the page. */
async function blurAll(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
}

async function admin(url: string): Promise<SignedIn> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'admin', password }),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const { csrf } = (await answer.json()) as { csrf: string }
  return { cookie, csrf, headers: { cookie, 'x-marsad-csrf': csrf, 'content-type': 'application/json' } }
}

async function send(who: SignedIn, url: string, path: string, body: object): Promise<unknown> {
  const init = { method: 'POST', headers: who.headers, body: JSON.stringify({ commandId: randomUUID(), ...body }) }
  const answer = await fetch(url + path, init)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

async function get(who: SignedIn, url: string, path: string): Promise<unknown> {
  return (await fetch(url + path, { headers: who.headers })).json()
}
