/**
 * S3 of the story, in a real browser and both languages: somebody is seen, then that camera's cable is cut while its power is good,
 * a second one of the post is turned away, somebody comes before a third; the alarm ends only with what it was, what ailed the
 * cameras, and an order for them.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { texts } from '../../src/app/texts.ts'
import type { AlertView } from '../../src/features/alerts/contract.ts'
import type { CameraView } from '../../src/features/cameras/contract.ts'
import { createSpeaker } from '../../src/platform/speak.ts'
import { startBroker } from '../eyes/broker.ts'
import { startFakeCamera } from '../fake-camera/camera.ts'
import { freshPage, pictures, signInByHand, startBrowser } from './browser.ts'
import { groundClip, walkerClip } from './clips.ts'
import { freshFolder, removeFolder, signIn, startProgram, until } from './program.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser?.close())

describe.each(['ar', 'en'] as const)('a cut cable, for an officer reading %s', (language) => {
  const { say } = createSpeaker(texts, language)

  it('is an alarm with its reason; a second camera joins it, a third alert stays apart; it ends with cause, kind and order', async () => {
    const folder = freshFolder()
    const third = await startFakeCamera({ framesPerSecond: 9 })
    const fourth = await startFakeCamera({
      framesPerSecond: 9,
      mode: 'turns',
      clip: await groundClip(folder, 'watched'),
      turnedClip: await groundClip(folder, 'turned'),
    })
    const program = await startProgram(folder, [
      '--no-demo',
      ...['--camera', `${third.url}?name=W3`],
      ...['--camera', `${fourth.url}?name=W4`],
      // Before the third nobody comes for a minute and a half.
      ...['--camera', `${await walkerClip(folder, 90)}?name=W2`],
    ])
    const broker = await startBroker()
    // However it ends: nothing is left running that the next story would have to share the machine with.
    onTestFinished(async () => {
      await program.stop()
      await broker.close()
      removeFolder(folder)
    })
    const api = await signIn(program.url)
    const cameras = async () => (await api.json<{ cameras: CameraView[] }>('/api/cameras')).cameras
    const camera = async (name: string) => (await cameras()).find((one) => one.name.en === name) as CameraView
    const alerts = async () => (await api.json<{ alerts: AlertView[] }>('/api/alerts?state=open')).alerts
    const post = async (path: string, body: object) => {
      const answer = await api.post(path, { commandId: randomUUID(), ...body })
      expect(answer.status, `${path}: ${await answer.clone().text()}`).toBeLessThan(300)
      return answer.json()
    }
    const outpost = (await post('/api/places', {
      id: null,
      basedOn: 0,
      name: { ar: 'تل الورّاق', en: 'Tall al-Warraq' },
      geometry: { kind: 'outpost', position: { lat: 20.5, lon: 50.5 } },
    })) as { id: string }
    for (const name of ['W3', 'W4', 'W2']) {
      const { id, version } = await camera(name)
      await post(`/api/cameras/${id}`, { basedOn: version, outpostId: outpost.id })
    }

    const gateway = { kind: 'mqtt', name: { ar: 'كهرباء السارية', en: 'Mast power' }, address: broker.url }
    const feed = (await post('/api/feeds', gateway)) as { id: string; version: number }
    const monitor = { kind: 'power', name: gateway.name, key: 'ups', position: null, reachM: null, cameraId: null, picture: null }
    const sensor = { ...monitor, poweredCameraIds: [(await camera('W3')).id] }
    await post(`/api/feeds/${feed.id}/sensors`, { basedOn: feed.version, sensor })
    await until(async () => broker.subscribed.length > 0, 20_000)

    const { page, faults } = await freshPage(browser, language)
    page.setDefaultTimeout(60_000)
    await signInByHand(page, program.url)

    // S3.1: somebody before W3, then its pictures end while its power is good: immediate, because of both.
    const { id: w3 } = await camera('W3')
    await until(
      async () => (await alerts()).some(({ kind, cameraIds }) => kind === 'detection' && cameraIds.includes(w3)),
      60_000,
    )
    await broker.publish('marsad/sensors/ups', { power: 'good', at: new Date().toISOString() })
    await third.close()
    const tamper = await until(async () => (await alerts()).find(({ ruleId }) => ruleId === 'tamper-suspected'), 120_000)
    expect(tamper).toMatchObject({ priority: 'P1', kind: 'camera', cameraIds: [w3] })
    expect(tamper.reasons.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['alert.reason.tamper-track', 'alert.reason.tamper-link']),
    )
    const card = page.locator(`article[data-alert="${tamper.id}"]`)
    await card.waitFor()
    await card.getByText(say('alert.word.camera.P1'), { exact: true }).waitFor()
    expect(bare(await page.getByRole('banner').innerText())).toContain(bare(say('lamp.cameras', { n: 1, all: 3 })))
    await page.screenshot({ path: join(pictures, `cable-cut.${language}.png`) })

    // S3.2: W4 of the same post is turned away within five minutes. It sends pictures on, and they are of other ground: it is blind,
    // joins, and is heard again.
    fourth.turn()
    const joined = await until(async () => {
      const now = (await alerts()).find(({ id }) => id === tamper.id)
      return now?.cameraIds.length === 2 && now
    }, 120_000)
    expect(joined.soundings).toBeGreaterThan(tamper.soundings)
    expect(await camera('W4')).toMatchObject({ health: 'blind', healthReason: 'turned' })
    expect(fourth.playing()).toBeGreaterThan(0)
    await expect
      .poll(async () => bare(await page.getByRole('banner').innerText()))
      .toContain(bare(say('lamp.cameras', { n: 2, all: 3 })))
    const tile = page.getByRole('list', { name: say('camera.list') }).getByRole('button', { name: /W4/ })
    expect(bare(await tile.innerText())).toContain(say('camera.health.blind'))
    await card.getByText(bare(say('camera.reason', { code: 'turned' }))).waitFor()
    await page.screenshot({ path: join(pictures, `cable-turned.${language}.png`) })

    // S3.3: taken; whoever comes before W2 meanwhile is an alert of its own.
    await page.waitForTimeout(1200)
    await blur(page)
    await page.keyboard.press('Space')
    await card.getByText(/admin/).first().waitFor()
    const { id: w2 } = await camera('W2')
    const apart = await until(
      async () => (await alerts()).find(({ kind, cameraIds }) => kind === 'detection' && cameraIds.includes(w2)),
      150_000,
    )
    await page.locator(`[data-alert="${apart.id}"]`).first().waitFor()

    // S3.4: as long as a camera neither sees nor is out of service by order, it does not end, whatever is said.
    await onCard(page, tamper.id)
    await end(page)
    const dialog = page.getByRole('dialog')
    const refusal = say('problem.alert.camera-not-back', { code: (await camera('W3')).code, minutes: 5 })
    await expect
      .poll(async () => bare(await dialog.getByRole('status').innerText()), { timeout: 60_000 })
      .toContain(bare(refusal))
    expect((await alerts()).some(({ id }) => id === tamper.id)).toBe(true)
    await page.keyboard.press('Escape')

    for (const name of ['W3', 'W4']) {
      await page.goto(`${program.url}/cameras/${(await camera(name)).id}`)
      await page.getByRole('button', { name: say('camera.service'), exact: true }).focus()
      await page.keyboard.press('Enter')
      await choose(page, say('camera.service.cause.maintenance'))
      await dialog.getByRole('textbox').fill('WO-118')
      await choose(page, bare(say('alert.shelve.hours', { n: 4 })))
      await page.screenshot({ path: join(pictures, `cable-service.${language}.png`) })
      await dialog.getByRole('button', { name: say('camera.service.do') }).focus()
      await page.keyboard.press('Enter')
      await dialog.waitFor({ state: 'detached' })
      await until(async () => (await camera(name)).health === 'out_of_service')
    }
    // An alert whose cameras are all out of service waits with what is put off, and is taken up from there.
    await page.goto(program.url)
    const shelf = page.getByRole('region', { name: say('alert.shelf.title') })
    await shelf.getByRole('button', { name: new RegExp(tamper.number) }).focus()
    await page.keyboard.press('Enter')
    await card.waitFor()
    await page.waitForTimeout(1000)
    await end(page)
    await dialog.waitFor({ state: 'detached' })
    const ended = await api.json<AlertView>(`/api/alerts/${tamper.id}`)
    expect(ended.closed).toMatchObject({
      reason: 'real.attempt_turned_back',
      cause: 'cable_cut',
      turnedBack: { askedForProtection: 'no', child: 'not_known', medicalNeed: 'no' },
    })
    expect((await alerts()).some(({ id }) => id === apart.id)).toBe(true)
    // What is planned is counted as that and never as seeing.
    await expect
      .poll(async () => bare(await page.getByRole('banner').innerText()))
      .toContain(bare(say('lamp.cameras.out', { n: 2 })))
    expect(faults).toEqual([])
    await page.context().close()

    /** Fills the end of the alarm by keyboard and sends it. */
    async function end(on: Page): Promise<void> {
      await blur(on)
      await on.keyboard.press('KeyE')
      await choose(on, say('alert.reason.real.attempt_turned_back'))
      await choose(on, say('alert.cause.cable_cut'))
      const answered = ['no', 'not_known', 'no']
      for (const [index, question] of ['protection', 'child', 'medical'].entries()) {
        const group = on.getByRole('dialog').getByRole('radiogroup', { name: say(`alert.dialog.${question}`) })
        await group.getByRole('radio', { name: say(`alert.answer.${answered[index]}`), exact: true }).focus()
        await on.keyboard.press('Space')
      }
      await on
        .getByRole('dialog')
        .getByRole('button', { name: say('alert.dialog.do-close') })
        .focus()
      await on.keyboard.press('Enter')
    }
  }, 420_000)
})

function bare(text: string): string {
  return text.replaceAll(/[\u2066-\u2069]/g, '')
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('radio', { name }).first().focus()
  await page.keyboard.press('Space')
}

/** The hand leaves whatever control it was on: keys then belong to the page. */
async function blur(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
}

/** Moves through the queue by arrows until this alert is on the card. */
async function onCard(page: Page, id: string): Promise<void> {
  const card = page.locator(`article[data-alert="${id}"]`)
  await page.locator('article[data-alert]').first().waitFor()
  await blur(page)
  for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown']) {
    if ((await card.count()) > 0) break
    await page.keyboard.press(key)
    await page.waitForTimeout(300)
  }
  await card.waitFor()
  await page.waitForTimeout(1000)
}
