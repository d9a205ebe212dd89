/** Every screen there is: how it is reached on the invented site. Opened in Arabic; whoever looks turns language, theme and size. */
import type { Page } from 'playwright-core'
import type { Scene } from './fixture.ts'
import type { Desk } from './serve-fixture.ts'

export interface Screen {
  readonly name: string
  readonly scene: Scene
  /** Where it is opened; the watch unless told. */
  readonly path?: string
  readonly desk?: Desk
  /** Nobody is signed in. */
  readonly isOut?: boolean
  /** A page of its own and not a dialog over one: looked at in every theme. */
  readonly isMain?: boolean
  /** What a hand does before it is looked at. */
  readonly reach?: (page: Page) => Promise<void>
  /** Milliseconds until everything on it moves as usual. */
  readonly settleMs?: number
}

const key = (name: string) => (page: Page) => page.keyboard.press(name)
const keys =
  (...names: readonly string[]) =>
  async (page: Page) => {
    for (const name of names) await page.keyboard.press(name)
  }
const press = (name: RegExp | string) => (page: Page) => page.getByRole('button', { name }).first().click()
/** The card holds keys back in the first moment after an alert came. */
const afterLook =
  (then: (page: Page) => Promise<unknown>) =>
  async (page: Page): Promise<void> => {
    await page.locator('article').first().waitFor()
    await page.waitForTimeout(1100)
    await then(page)
  }
const ask = (name: string) => afterLook(key(name))

const watch: readonly Screen[] = (
  ['alert', 'quiet', 'storm', 'cut', 'camera', 'unsaved', 'clock', 'empty', 'bearing', 'works'] as const
).map((scene) => ({
  name: `watch-${scene}`,
  scene,
  isMain: /alert|quiet|works/.test(scene),
  ...(scene === 'cut' ? { settleMs: 8000 } : {}),
}))

const dialogs = (
  [
    {
      name: 'close',
      scene: 'alert',
      reach: async (page: Page) => {
        await ask('e')(page)
        await page.getByRole('radio', { name: /محاولة/ }).click({ force: true })
      },
    },
    { name: 'rule-out', scene: 'alert', reach: ask('x') },
    { name: 'cause', scene: 'camera', reach: ask('e') },
    { name: 'shelve', scene: 'bearing', reach: ask('h') },
    { name: 'priority', scene: 'bearing', reach: ask('Shift+ArrowUp') },
    { name: 'note', scene: 'alert', reach: ask('Shift+J') },
    {
      name: 'hand-on',
      scene: 'alert',
      reach: async (page: Page) => {
        await ask('Space')(page)
        await page.waitForTimeout(400)
        await page.keyboard.press('d')
      },
    },
    { name: 'by-hand', scene: 'quiet', reach: key('Shift+N') },
    { name: 'announce', scene: 'quiet', reach: key('Shift+G') },
    { name: 'test', scene: 'quiet', reach: key('t') },
    { name: 'log-line', scene: 'quiet', reach: key('j') },
    { name: 'keys', scene: 'quiet', reach: key('?') },
    { name: 'officer', scene: 'alert', reach: key('Shift+C') },
    {
      name: 'service',
      scene: 'alert',
      path: '/cameras/camera-7',
      desk: { session: { roles: ['watch_officer', 'commander'] } },
      reach: press('أخرجها من الخدمة…'),
    },
    { name: 'walk-test', scene: 'alert', path: '/cameras/camera-7', reach: press('مشية فحص…') },
  ] as const satisfies readonly Screen[]
).map((dialog): Screen => ({ ...dialog, name: `dialog-${dialog.name}` }))

/** Twenty seconds back, an interval chosen. */
async function past(page: Page): Promise<void> {
  await keys('b', 'l', 'b')(page)
  await page.waitForTimeout(2200)
}

/** Every screen, in the order in which a person meets them. */
export const screens: readonly Screen[] = [
  { name: 'sign-in', scene: 'quiet', isOut: true, isMain: true },
  {
    name: 'sign-in-wrong',
    scene: 'quiet',
    isOut: true,
    reach: async (page) => {
      await page.locator('input').nth(0).fill('haidar')
      await page.locator('input').nth(1).fill('wrong')
      await page.keyboard.press('Enter')
    },
  },
  { name: 'first-password', scene: 'quiet', desk: { session: { mustChangePassword: true } }, isMain: true },
  { name: 'locked', scene: 'alert', desk: { session: { isLocked: true } }, isMain: true },
  ...watch,
  { name: 'watch-taken', scene: 'alert', reach: ask('Space') },
  {
    name: 'watch-stale',
    scene: 'alert',
    reach: afterLook(async (page) => {
      await page.request.post(new URL('/refuse', page.url()).href)
      await page.keyboard.press('Space')
    }),
  },
  { name: 'watch-shelved', scene: 'works', reach: press(/A-2244/) },
  { name: 'watch-camera', scene: 'alert', reach: key('7') },
  { name: 'watch-camera-blind', scene: 'alert', reach: key('-') },
  { name: 'watch-clip', scene: 'alert', reach: key('l'), settleMs: 2200 },
  ...dialogs,
  { name: 'wall', scene: 'wall', path: '/cameras', isMain: true, settleMs: 2500 },
  { name: 'wall-sixteen', scene: 'sixteen', path: '/cameras', settleMs: 2500 },
  { name: 'wall-empty', scene: 'empty', path: '/cameras' },
  { name: 'camera', scene: 'alert', path: '/cameras/camera-7', isMain: true, settleMs: 2500 },
  { name: 'camera-past', scene: 'alert', path: '/cameras/camera-7', reach: past, settleMs: 1500 },
  { name: 'camera-blind', scene: 'alert', path: '/cameras/camera-11' },
  {
    name: 'camera-out',
    scene: 'works',
    path: '/cameras/camera-12',
    desk: { session: { roles: ['watch_officer', 'commander'] } },
  },
  { name: 'set-up', scene: 'alert', path: '/cameras/camera-7/setup', isMain: true, settleMs: 1500 },
  { name: 'add-camera', scene: 'alert', path: '/cameras/new', isMain: true },
  {
    name: 'add-camera-asked',
    scene: 'alert',
    path: '/cameras/new',
    reach: async (page) => {
      await page.getByRole('textbox').first().fill('192.0.2.61')
      await press('اسأل الجهاز')(page)
      await page.waitForTimeout(300)
      await press('جرّب الصورة')(page)
    },
  },
  { name: 'places', scene: 'alert', path: '/places', isMain: true, settleMs: 1200 },
  { name: 'places-empty', scene: 'empty', path: '/places', settleMs: 800 },
  { name: 'places-drawing', scene: 'alert', path: '/places', reach: press(/^وادي السدر/), settleMs: 1200 },
  {
    name: 'places-import',
    scene: 'alert',
    path: '/places',
    reach: (page) =>
      page.locator('input[type=file]').setInputFiles({ name: 'a.kml', mimeType: 'text/xml', buffer: Buffer.from('<kml/>') }),
    settleMs: 1000,
  },
  { name: 'rules', scene: 'alert', path: '/rules', isMain: true },
  { name: 'rules-empty', scene: 'empty', path: '/rules' },
  { name: 'rules-edit', scene: 'alert', path: '/rules', reach: press(/^مكث في السهل/), settleMs: 800 },
  {
    name: 'rules-try',
    scene: 'alert',
    path: '/rules',
    reach: async (page) => {
      await press(/^دخول الوادي/)(page)
      await page.getByRole('button', { name: /^جرّب/ }).click()
    },
    settleMs: 600,
  },
  { name: 'sensors', scene: 'alert', path: '/sensors', isMain: true, settleMs: 600 },
  { name: 'sensors-empty', scene: 'empty', path: '/sensors', settleMs: 400 },
  { name: 'sensors-add', scene: 'alert', path: '/sensors', reach: press(/^أضف مصدراً/), settleMs: 400 },
  { name: 'sensors-sensor', scene: 'alert', path: '/sensors', reach: press('أضف مجساً'), settleMs: 400 },
  { name: 'camera-moving', scene: 'balloon', path: '/cameras/camera-7', isMain: true, settleMs: 2500 },
  { name: 'watch-moving', scene: 'balloon', settleMs: 5000 },
  { name: 'shift-none', scene: 'quiet', path: '/shift', desk: { watch: 'none' } },
  { name: 'shift', scene: 'alert', path: '/shift', isMain: true },
  { name: 'shift-handing', scene: 'alert', path: '/shift', desk: { watch: 'handing' } },
  { name: 'shift-signing', scene: 'alert', path: '/shift', desk: { watch: 'signing' } },
  { name: 'shift-print', scene: 'alert', path: '/shift/shift-2/print', isMain: true },
  { name: 'log', scene: 'alert', path: '/log', isMain: true },
  { name: 'log-open', scene: 'alert', path: '/log?alert=alert-7' },
  { name: 'log-book', scene: 'alert', path: '/log?tab=book' },
  { name: 'log-empty', scene: 'empty', path: '/log' },
  { name: 'log-nothing-found', scene: 'empty', path: '/log?q=zzz' },
  { name: 'hygiene', scene: 'alert', path: '/hygiene', isMain: true },
  { name: 'people', scene: 'quiet', path: '/people', isMain: true },
  { name: 'account', scene: 'quiet', path: '/account', isMain: true },
  { name: 'no-page', scene: 'quiet', path: '/nowhere' },
]
