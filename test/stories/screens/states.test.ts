/** What the screen says when something is lost, when the desk slept or its clock is wrong, and that an alarm is a signal on the loudspeaker. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { texts } from '../../../src/app/texts.ts'
import { createSpeaker } from '../../../src/platform/speak.ts'
import { startBrowser } from '../browser.ts'
import type { Scene } from './fixture.ts'
import { type Lane, openLane, turn } from './looking.ts'
import type { Desk } from './serve-fixture.ts'

const hourMs = 3_600_000
// A page is opened in each; on a busy machine that alone takes half a minute.
vi.setConfig({ testTimeout: 180_000 })

let browser: Browser
let lane: Lane | null = null
beforeAll(async () => {
  browser = await startBrowser({ sounds: true })
})
afterAll(() => browser?.close())
afterEach(async () => {
  const faults = lane?.faults() ?? []
  await lane?.close()
  lane = null
  // A line that is cut on purpose is told by the browser itself.
  expect(faults.filter((fault) => !/WebSocket|ERR_/.test(fault))).toEqual([])
})

async function open(scene: Scene, before: (page: Page) => Promise<unknown> = async () => {}, desk?: Desk): Promise<Lane> {
  lane = await openLane(browser)
  await before(lane.page)
  // Not waiting for the map: what is looked at here stands beside it.
  lane.fixture.setScene(scene, desk)
  await lane.page.request.post(`${lane.fixture.url}/api/session`, { data: { name: scene, password: 'x' } })
  await lane.page.goto(lane.fixture.url)
  await lane.page.getByRole('banner').waitFor()
  return lane
}

const lamps = (page: Page) => page.getByRole('banner')
const bare = (text: string) => text.replaceAll(/[\u2066-\u2069]/g, '')

describe.each(['ar', 'en'] as const)('what is lost, in %s', (language) => {
  const { say } = createSpeaker(texts, language)
  const lost: readonly (readonly [Scene, string])[] = [
    ['camera', bare(say('lamp.cameras', { n: 1, all: 12 }))],
    ['clock', say('lamp.live.clock')],
    ['unsaved', say('lamp.live.not-saved')],
  ]

  it.each(lost)('%s: its lamp says so in words, and no other thing is called good for it', async (scene, words) => {
    const { page } = await open(scene)
    await turn(page, language, 'dark')
    await expect.poll(async () => bare(await lamps(page).innerText())).toContain(words)
    expect(bare(await lamps(page).innerText())).not.toContain(say('quiet.title'))
  })

  it('connection: every count becomes "not known", and the screen says since when by the clock of the site', async () => {
    const { page, fixture } = await open('alert')
    await turn(page, language, 'dark')
    fixture.setScene('cut')
    await expect.poll(async () => bare(await lamps(page).innerText()), { timeout: 20_000 }).toContain(say('lamp.alarms.unknown'))
    expect(bare(await lamps(page).innerText())).toContain(say('lamp.cameras.unknown'))
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Baghdad', hour: '2-digit', minute: '2-digit' })
    const [now, before] = [clock.format(Date.now()), clock.format(Date.now() - 60_000)]
    const band = bare(await page.getByRole('region', { name: say('link.label') }).innerText())
    expect(
      [now, before].some((time) => band.includes(time)),
      band,
    ).toBe(true)
  })
})

describe('a desk that slept for an hour', () => {
  it('says on waking that what stands there is old, and then shows what came meanwhile, which can be taken', async () => {
    const { page, fixture } = await open('quiet', (fresh) => fresh.clock.install({ time: Date.now() }))
    await page.waitForTimeout(1500)
    const session = await page.context().newCDPSession(page)
    await session.send('Page.setWebLifecycleState', { state: 'frozen' })
    // Meanwhile the server let the sleeping page go, and somebody crosses.
    fixture.setScene('cut')
    await new Promise((resolve) => setTimeout(resolve, 3000))
    await page.clock.fastForward(hourMs)
    await session.send('Page.setWebLifecycleState', { state: 'active' })
    await expect.poll(async () => bare(await lamps(page).innerText())).toMatch(/ما تراه قديم/)
    expect(await page.locator('article[data-alert]').count()).toBe(0)
    fixture.setScene('alert')
    await page.locator('article[data-alert]').waitFor({ timeout: 20_000 })
    await expect.poll(async () => bare(await lamps(page).innerText())).not.toMatch(/ما تراه قديم/)
    await page.waitForTimeout(1500)
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: /اسحب استلامي/ }).waitFor()
  })
})

describe.each([-5, 5])('a desk whose clock is %i hours off', (hours) => {
  it('shows the time of the site and true ages: nothing is old, nothing is of the future', async () => {
    const { page } = await open('alert', (fresh) => fresh.clock.install({ time: Date.now() + hours * hourMs }))
    await turn(page, 'en', 'dark')
    await page.waitForTimeout(3000)
    const header = bare(await lamps(page).innerText())
    const shown = /(\d\d):(\d\d):(\d\d)/.exec(header)
    const site = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Asia/Baghdad',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    }).format(Date.now())
    const seconds = (time: string) => time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
    const apart = Math.abs(seconds(shown?.[0] ?? '') - seconds(site))
    expect(Math.min(apart, 86_400 - apart), `${shown?.[0]} against ${site}`).toBeLessThan(5)
    expect(header).toContain('What you see is live')
    // Ten of the twelve cameras see, each with an age of seconds; one has been lost for minutes.
    const list = bare((await page.getByRole('listitem').filter({ hasText: /C\d\d/ }).allInnerTexts()).join('\n'))
    expect(list.match(/(?<![\d.-])\d\.\d s/g)?.length, list).toBeGreaterThanOrEqual(10)
    expect(list).toMatch(/\b[67]:\d\d min/)
  })
})

describe('the loudspeaker', () => {
  /** Listens where the page gives its sound to the loudspeaker: how loud, and at what pitch, every 50 ms. */
  const listen = (page: Page) =>
    page.addInitScript(() => {
      const heard: { atMs: number; level: number; hz: number }[] = []
      Object.assign(window, { heard })
      const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode
      const ears = new WeakMap<BaseAudioContext, AnalyserNode>()
      AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
        const { context } = this
        if (to === context.destination) {
          let ear = ears.get(context)
          if (ear === undefined) {
            ear = context.createAnalyser()
            ear.fftSize = 4096
            ears.set(context, ear)
            const [waves, pitches] = [new Float32Array(ear.fftSize), new Float32Array(ear.frequencyBinCount)]
            const mine = ear
            setInterval(() => {
              mine.getFloatTimeDomainData(waves)
              mine.getFloatFrequencyData(pitches)
              const level = Math.sqrt(waves.reduce((sum, value) => sum + value * value, 0) / waves.length)
              const loudest = pitches.indexOf(Math.max(...pitches))
              heard.push({ atMs: performance.now(), level, hz: (loudest * context.sampleRate) / mine.fftSize })
            }, 50)
          }
          connect.call(this, ear)
        }
        return connect.call(this, to)
      } as typeof AudioNode.prototype.connect
    })
  const heardOf = (page: Page) =>
    page.evaluate(() => (window as never as { heard: { atMs: number; level: number; hz: number }[] }).heard)
  const LOUD = 0.02
  /** Beginnings of sounds: loud after at least a second of silence. */
  const burstsOf = (heard: readonly { atMs: number; level: number }[]) => {
    const bursts: number[] = []
    let lastLoud = Number.NEGATIVE_INFINITY
    for (const { atMs, level } of heard) {
      if (level < LOUD) continue
      if (atMs - lastLoud > 1000) bursts.push(atMs)
      lastLoud = atMs
    }
    return bursts
  }

  it('carries an immediate alarm again and again, at its two pitches, not to be silenced, until it is taken', async () => {
    const { page } = await open('alert', listen)
    await expect.poll(async () => burstsOf(await heardOf(page)).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(2)
    await page.keyboard.press('s')
    await expect.poll(async () => burstsOf(await heardOf(page)).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(4)
    const heard = await heardOf(page)
    const pitches = heard.filter(({ level }) => level > LOUD).map(({ hz }) => hz)
    for (const wanted of [600, 900])
      expect(
        pitches.some((hz) => Math.abs(hz - wanted) < 40),
        `${wanted} Hz of ${pitches}`,
      ).toBe(true)
    const bursts = burstsOf(heard)
    for (let n = 1; n < bursts.length; n++) expect((bursts[n] ?? 0) - (bursts[n - 1] ?? 0)).toBeLessThan(6500)
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: /اسحب استلامي/ }).waitFor()
    await page.waitForTimeout(1500)
    const taken = (await heardOf(page)).length
    await page.waitForTimeout(9000)
    expect(Math.max(...(await heardOf(page)).slice(taken).map(({ level }) => level))).toBeLessThan(LOUD)
  })

  it('is heard at take-over by the very sound of an alarm, and a quiet screen is silent before', async () => {
    const { page } = await open('quiet', listen, { watch: 'none' } as Desk)
    await page.waitForTimeout(2000)
    expect((await heardOf(page)).every(({ level }) => level < LOUD)).toBe(true)
    await page.goto(`${page.url()}shift`)
    await page.getByRole('button', { name: createSpeaker(texts, 'ar').say('shift.sound.play'), exact: true }).click()
    await expect.poll(async () => (await heardOf(page)).some(({ level }) => level > LOUD)).toBe(true)
  })
})
