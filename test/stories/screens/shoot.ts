/**
 * Takes pictures of every state of the screens into build/screens, runs axe on each and lists what it finds, with every
 * refusal of our own policy and every error of the page. `node test/stories/screens/shoot.ts [PART OF A NAME]`.
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { ensureBrowser } from '../../../tools/browser.ts'
import type { Scene } from './fixture.ts'
import { serveFixture } from './serve-fixture.ts'

interface Shot {
  readonly name: string
  readonly scene: Scene | 'sign-in' | 'sign-in-wrong'
  readonly language: 'ar' | 'en'
  readonly theme?: 'dark' | 'light' | 'night'
  readonly size?: readonly [number, number]
  readonly after?: (page: Page) => Promise<void>
  /** Where the page is opened; the watch unless told. */
  readonly path?: string
}

const small = [1024, 768] as const
const key = (name: string) => async (page: Page) => {
  await page.keyboard.press(name)
  await page.waitForTimeout(500)
}
const reason = (text: RegExp) => async (page: Page) => {
  await page.keyboard.press('e')
  await page.getByRole('radio', { name: text }).click({ force: true })
  await page.waitForTimeout(300)
}

const clip = async (page: Page) => {
  await page.keyboard.press('l')
  await page.waitForTimeout(2500)
}

/** Twenty seconds back, an interval chosen, and the hand on the line. */
const past = async (page: Page) => {
  await page.keyboard.press('b')
  await page.keyboard.press('l')
  await page.keyboard.press('b')
  await page.waitForTimeout(2500)
  const line = await page.locator('[role=slider]').boundingBox()
  if (line !== null) await page.mouse.move(line.x + line.width * 0.55, line.y + 60)
  await page.waitForTimeout(800)
}

const shots: readonly Shot[] = [
  { name: 'sign-in.ar', scene: 'sign-in', language: 'ar' },
  { name: 'sign-in.en', scene: 'sign-in', language: 'en', theme: 'light' },
  { name: 'sign-in-wrong.ar', scene: 'sign-in-wrong', language: 'ar' },
  ...(['alert', 'quiet', 'storm', 'cut', 'camera', 'unsaved', 'empty', 'bearing'] as const).flatMap((scene): Shot[] => [
    { name: `${scene}.ar`, scene, language: 'ar' },
    { name: `${scene}.en`, scene, language: 'en' },
    { name: `${scene}.ar.1024`, scene, language: 'ar', size: small },
  ]),
  { name: 'alert.en.1024', scene: 'alert', language: 'en', size: small },
  { name: 'storm.en.1024', scene: 'storm', language: 'en', size: small },
  { name: 'alert.ar.light', scene: 'alert', language: 'ar', theme: 'light' },
  { name: 'alert.ar.night', scene: 'alert', language: 'ar', theme: 'night' },
  { name: 'cut.ar.night', scene: 'cut', language: 'ar', theme: 'night' },
  { name: 'cut.ar.light', scene: 'cut', language: 'ar', theme: 'light' },
  { name: 'quiet.ar.light', scene: 'quiet', language: 'ar', theme: 'light' },
  { name: 'quiet.ar.night', scene: 'quiet', language: 'ar', theme: 'night' },
  { name: 'taken.ar', scene: 'alert', language: 'ar', after: key('Space') },
  { name: 'taken.en.1024', scene: 'alert', language: 'en', size: small, after: key('Space') },
  {
    name: 'stale.ar',
    scene: 'alert',
    language: 'ar',
    after: async (page) => {
      await page.request.post(new URL('/refuse', page.url()).href)
      await key('Space')(page)
    },
  },
  { name: 'silence-p1.ar', scene: 'alert', language: 'ar', after: key('s') },
  {
    name: 'closed.ar',
    scene: 'alert',
    language: 'ar',
    after: async (page) => {
      await reason(/وجود/)(page)
      await page.keyboard.press('Enter')
      await page.waitForTimeout(600)
    },
  },
  { name: 'close-dialog.ar', scene: 'alert', language: 'ar', after: reason(/محاولة/) },
  { name: 'close-dialog.en', scene: 'alert', language: 'en', after: reason(/Attempt/) },
  { name: 'rule-out.ar', scene: 'alert', language: 'ar', after: key('x') },
  { name: 'cause.ar', scene: 'camera', language: 'ar', after: key('e') },
  { name: 'camera-card.ar', scene: 'alert', language: 'ar', after: key('7') },
  { name: 'camera-card.en.1024', scene: 'alert', language: 'en', size: small, after: key('7') },
  { name: 'camera-blind.ar', scene: 'alert', language: 'ar', after: key('-') },
  { name: 'keys.ar', scene: 'alert', language: 'ar', after: key('?') },
  { name: 'keys.en', scene: 'alert', language: 'en', after: key('?') },
  ...(['wall', 'sixteen', 'empty', 'cut'] as const).flatMap((scene): Shot[] => [
    { name: `wall-${scene}.ar`, scene, language: 'ar', path: '/cameras' },
    { name: `wall-${scene}.ar.1024`, scene, language: 'ar', path: '/cameras', size: small },
  ]),
  { name: 'wall-wall.en', scene: 'wall', language: 'en', path: '/cameras' },
  { name: 'wall-wall.en.1024', scene: 'wall', language: 'en', path: '/cameras', size: small },
  { name: 'wall-wall.ar.light', scene: 'wall', language: 'ar', path: '/cameras', theme: 'light' },
  { name: 'wall-wall.ar.night', scene: 'wall', language: 'ar', path: '/cameras', theme: 'night' },
  ...(['ar', 'en'] as const).flatMap((language): Shot[] => [
    { name: `one-camera.${language}`, scene: 'alert', language, path: '/cameras/camera-7' },
    { name: `one-camera.${language}.1024`, scene: 'alert', language, path: '/cameras/camera-7', size: small },
  ]),
  { name: 'one-camera-past.ar', scene: 'alert', language: 'ar', path: '/cameras/camera-7', after: past },
  { name: 'one-camera-past.ar.1024', scene: 'alert', language: 'ar', path: '/cameras/camera-7', size: small, after: past },
  { name: 'one-camera-past.en', scene: 'alert', language: 'en', path: '/cameras/camera-7', after: past },
  { name: 'one-camera-blind.ar', scene: 'alert', language: 'ar', path: '/cameras/camera-11' },
  { name: 'one-camera-past.en.1024', scene: 'alert', language: 'en', path: '/cameras/camera-7', size: small, after: past },
  { name: 'one-camera-past.ar.light', scene: 'alert', language: 'ar', path: '/cameras/camera-7', theme: 'light', after: past },
  { name: 'one-camera-past.ar.night', scene: 'alert', language: 'ar', path: '/cameras/camera-7', theme: 'night', after: past },
  { name: 'alert-clip.ar', scene: 'alert', language: 'ar', after: clip },
  { name: 'alert-clip.en.1024', scene: 'alert', language: 'en', size: small, after: clip },
  { name: 'wall-narrow.ar', scene: 'wall', language: 'ar', path: '/cameras', size: [640, 900] },
  { name: 'one-camera-narrow.ar', scene: 'alert', language: 'ar', path: '/cameras/camera-7', size: [640, 900] },
  { name: 'phone.en', scene: 'alert', language: 'en', size: [320, 700] },
  { name: 'narrow.ar', scene: 'alert', language: 'ar', size: [640, 900] },
]

async function shoot(browser: Browser, url: string, shot: Shot, setScene: (scene: Scene) => void): Promise<string[]> {
  const [width, height] = shot.size ?? [1440, 900]
  const context = await browser.newContext({
    viewport: { width, height },
    locale: shot.language === 'ar' ? 'ar-IQ' : 'en-GB',
    reducedMotion: 'no-preference',
  })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => {
    // A refusal is answered with 401 or 409, and the browser notes that by itself.
    if (message.type() === 'error' && !/\b(401|409)\b/.test(message.text())) faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  await page.addInitScript((settings) => localStorage.setItem('marsad.settings', JSON.stringify(settings)), {
    language: shot.language,
    theme: shot.theme ?? 'dark',
    isSoundOn: true,
  })
  const isSignIn = shot.scene === 'sign-in' || shot.scene === 'sign-in-wrong'
  if (isSignIn) await page.request.delete(`${url}/api/session`)
  else {
    setScene(shot.scene as Scene)
    await page.request.post(`${url}/api/session`, { data: { name: shot.scene, password: 'x' } })
  }
  await page.goto(url + (shot.path ?? ''))
  if (isSignIn) {
    await page.locator('form').waitFor()
    if (shot.scene === 'sign-in-wrong') {
      await page.locator('input').nth(0).fill('haidar')
      await page.locator('input').nth(1).fill('wrong')
      await page.keyboard.press('Enter')
      await page.waitForTimeout(500)
    }
  } else {
    if (shot.path === undefined)
      await page.locator('[data-map=ready], [data-map=impossible]').waitFor({ state: 'attached', timeout: 20_000 })
    else await page.locator('main h1').waitFor({ state: 'attached' })
    await page.waitForTimeout(shot.scene === 'cut' ? 8_000 : shot.path === undefined ? 1_200 : 4_000)
  }
  await shot.after?.(page)
  await page.waitForTimeout(400)
  await page.screenshot({ path: `build/screens/${shot.name}.png` })
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (overflow > 0) faults.push(`the page is ${overflow} px too wide`)
  const axe = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  for (const violation of axe.violations)
    faults.push(
      `axe ${violation.id}: ${violation.nodes
        .map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`)
        .join(' | ')
        .slice(0, 600)}`,
    )
  await context.close()
  return faults
}

const wanted = process.argv[2] ?? ''
mkdirSync('build/screens', { recursive: true })
const fixture = await serveFixture()
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const executablePath = ensureBrowser()
if (executablePath === null) process.exit(1)
const browser = await chromium.launch({
  executablePath,
  args: [...asRoot, '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--autoplay-policy=no-user-gesture-required'],
})
let count = 0
for (const shot of shots.filter(({ name }) => name.includes(wanted))) {
  const faults = await shoot(browser, fixture.url, shot, fixture.setScene).catch((fault: unknown) => [
    `not taken: ${String(fault)}`,
  ])
  count += faults.length
  console.log(`${faults.length === 0 ? 'good' : 'LOOK'}  ${shot.name}${faults.map((fault) => `\n      ${fault}`).join('')}`)
}
console.log(`${count} things to look at; pictures in ${fileURLToPath(new URL('../../../build/screens', import.meta.url))}`)
await browser.close()
await fixture.close()
process.exit(count === 0 ? 0 : 1)
