/** A person adds a camera and sets it up, in a real browser, in both languages: found, seen, added, placed, matched, masked, saved. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CameraView } from '../../src/features/cameras/contract.ts'
import { type FakeCamera, startFakeCamera } from '../fake-camera/camera.ts'
import { type Double, startOnvifDouble } from '../onvif/double.ts'
import { freshPage, giveSession, startBrowser } from './browser.ts'
import { type Api, freshFolder, type Program, removeFolder, signIn, startProgram, until } from './program.ts'
import { expectWhole } from './seen.ts'

const login = { user: 'watch', password: 'story-secret' }

const words = {
  ar: {
    ask: 'اسأل الجهاز',
    attempt: 'جرّب الصورة',
    add: 'أضفها',
    place: 'ضعها وسط الخريطة',
    refused: /رفضت الكاميرا/,
    saved: /سُجّل باسمك/,
    stale: /لم يُحفظ.*admin/,
    mine: 'احفظ مسودتي فوقه',
    azimuth: 'اتجاه الوسط',
    height: 'ارتفاع العدسة',
    limits: /من 0.5 إلى 500/,
    position: 'الموقع',
    mask: /^قناع: /,
    take: 'خذ ما تقوله النقاط',
    kept: /مسودتك التي لم تُحفظ/,
    covers: /تسعة أعشار/,
    user: 'اسم الدخول',
    password: 'كلمة المرور',
    address: 'العنوان',
    none: /لا صورة/,
  },
  en: {
    ask: 'Ask the device',
    attempt: 'Try the picture',
    add: 'Add it',
    place: 'Put it in the middle of the map',
    refused: /The camera refused/,
    saved: /^Saved/,
    stale: /Not saved: .*admin/,
    mine: 'Save my draft over it',
    azimuth: 'Direction of the middle',
    height: 'Height of the lens',
    limits: /From 0.5 to 500/,
    position: 'Position',
    mask: /^Mask: /,
    take: 'Take what the points say',
    kept: /your draft that was not saved/,
    covers: /nine tenths/,
    user: 'Name',
    password: 'Password',
    address: 'Address',
    none: /No picture/,
  },
} as const

let browser: Browser
let program: Program
let api: Api & { cookie: string; csrf: string }
let stream: FakeCamera
let device: Double
let folder: string
let page: Page
let faults: string[] = []

beforeAll(async () => {
  browser = await startBrowser()
  stream = await startFakeCamera({ login: { ...login, scheme: 'digest' }, width: 320, height: 256 })
  device = await startOnvifDouble({ login, minds: true, stream: stream.url })
  folder = freshFolder()
  program = await startProgram(folder, ['--no-demo'])
  api = await signIn(program.url)
})
afterAll(async () => {
  await browser?.close()
  await program?.stop()
  await device?.close()
  await stream?.close()
  if (folder) removeFolder(folder)
})
afterEach(async () => {
  expect(faults).toEqual([])
  await page?.context().close()
})

async function open(path: string, language: 'ar' | 'en', size = { width: 1440, height: 900 }): Promise<void> {
  ;({ page, faults } = await freshPage(browser, language, { context: { viewport: size }, hearsConsole: true }))
  await giveSession(page, program.url, api.cookie)
  await page.goto(program.url + path)
}

const cameraOf = async (id: string) => api.json<CameraView>(`/api/cameras/${id}`)

describe.each(['ar', 'en'] as const)('an engineer reading %s', (language) => {
  const said = words[language]

  it('asks a device, sees its picture before adding it, places it by hand and keys, matches points, masks a tent and saves', async () => {
    await open('/cameras/new', language)
    const box = (name: string) => page.getByRole('textbox', { name, exact: true })
    await box(said.address).fill(device.url.replace('http://', '').replace('/onvif/device_service', ''))
    await box(said.user).first().fill('watch')
    await page.locator('input[type=password]').fill('wrong')
    await page.getByRole('button', { name: said.ask, exact: true }).click()
    await page.getByRole('alert').filter({ hasText: said.refused }).waitFor()
    await page.locator('input[type=password]').fill(login.password)
    await page.getByRole('button', { name: said.ask, exact: true }).click()
    // The small stream is analysed and the large one recorded, without asking.
    await expect.poll(() => page.locator('input[name=analyse]:checked').getAttribute('aria-label')).toContain('small')
    expect(await page.locator('input[name=record]:checked').getAttribute('aria-label')).toContain('large')
    await page.getByRole('button', { name: said.attempt }).first().click()
    const seen = page.locator('img[src^="data:image/jpeg"]')
    await seen.waitFor({ timeout: 30_000 })
    expect(await seen.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320)
    await expectWhole(page, `add.${language}`)
    await page.getByRole('button', { name: said.add, exact: true }).click()
    // In the second language the stream is a camera already: it says whose, and adds it when it is meant.
    if (language === 'en') {
      await page.getByRole('alert').filter({ hasText: 'This is the address of camera C01' }).waitFor()
      await page.getByRole('button', { name: 'Add it anyway' }).click()
    }
    await page.waitForURL(/\/setup$/)
    const id = /cameras\/([^/]+)\/setup/.exec(page.url())?.[1] ?? ''
    expect(await cameraOf(id)).toMatchObject({ address: stream.url, pose: null })

    // Placed in the middle of the map, then turned by keys and by typing.
    await page.locator('[data-map=ready]').waitFor({ timeout: 30_000 })
    await page.getByRole('button', { name: said.place }).waitFor()
    const azimuth = page.getByRole('textbox', { name: said.azimuth })
    await box(said.position).fill('20.5, 50.5')
    await box(said.position).press('Enter')
    await azimuth.waitFor()
    await page.locator('h1').first().click()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    await expect.poll(() => azimuth.inputValue()).toBe('1.1')
    await page.keyboard.press('z')
    await expect.poll(() => azimuth.inputValue()).toBe('0.0')
    await azimuth.fill('٢٥٨٫٤')
    const height = page.getByRole('textbox', { name: said.height })
    await height.fill('900')
    await page.getByText(said.limits).waitFor()
    await height.press('Escape')
    await expect.poll(() => height.inputValue()).toBe('10.0')

    // A direction is dragged on the map.
    const handle = page.locator('button[data-text$="°"]')
    // An alert that comes meanwhile puts its line below and moves the map: the hand waits until the handle stands.
    await handle.hover()
    await page.mouse.down()
    const from = await handle.boundingBox()
    await page.mouse.move((from?.x ?? 0) + 13, (from?.y ?? 0) - 60, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => azimuth.inputValue()).not.toBe('258.4')

    // A point is pressed in the picture and on the map; the second begins as the first.
    await page.locator('img[alt]').first().waitFor({ timeout: 30_000 })
    for (const [x, y, mapX, mapY] of [
      [0.45, 0.7, 0.35, 0.3],
      [0.62, 0.8, 0.3, 0.45],
    ] as const) {
      await page.locator('h1').first().click()
      await page.keyboard.press('p')
      const drawing = await page.locator('svg[role=group]').boundingBox()
      const ground = await page.locator('[data-map]').boundingBox()
      if (drawing === null || ground === null) throw new Error('nothing drawn')
      await page.mouse.click(drawing.x + drawing.width * x, drawing.y + drawing.height * y)
      await page.mouse.click(ground.x + ground.width * mapX, ground.y + ground.height * mapY)
    }
    await expect.poll(() => page.locator('tbody tr').count()).toBe(2)
    const before = await azimuth.inputValue()
    await page.getByRole('button', { name: said.take }).click()
    await expect.poll(() => azimuth.inputValue()).not.toBe(before)

    // A mask is drawn and moved without a mouse.
    await page.locator('h1').first().click()
    await page.keyboard.press('n')
    const mask = page.getByRole('button', { name: said.mask })
    await mask.focus()
    const corners = async () => (await mask.getAttribute('points')) ?? ''
    const start = await corners()
    await page.keyboard.press('Shift+ArrowLeft')
    await expect.poll(corners).not.toBe(start)
    await expectWhole(page, `setup.${language}`)

    await page.keyboard.press('Control+s')
    await page.getByText(said.saved).waitFor()
    const saved = await cameraOf(id)
    expect(saved.masks).toHaveLength(1)
    expect(saved.pose?.position.lat).toBeCloseTo(20.5, 3)
    expect(saved.pose?.azimuthTrueDeg.toFixed(1)).toBe(await azimuth.inputValue())
    // The worker goes on with pose and mask: pictures come again, and none holds what is masked.
    await until(async () => (await cameraOf(id)).health === 'working')
    expect(JSON.stringify(await api.json('/api/journal?limit=1000'))).not.toContain(login.password)
    expect(await page.content()).not.toContain(login.password)
  })

  it('keeps a draft over a reload, says who changed the camera meanwhile, and saves over it when that is meant', async () => {
    const cameras = (await api.json<{ cameras: CameraView[] }>('/api/cameras')).cameras
    const camera = cameras.findLast(({ pose }) => pose !== null) as CameraView
    await open(`/cameras/${camera.id}/setup`, language, { width: 1024, height: 768 })
    await page.locator('[data-map=ready]').waitFor({ timeout: 30_000 })
    const azimuth = page.getByRole('textbox', { name: said.azimuth })
    await azimuth.fill('123.4')
    await page.reload()
    await page.getByText(said.kept).waitFor()
    expect(await azimuth.inputValue()).toBe('123.4')
    const { version } = await cameraOf(camera.id)
    const other = await api.post(`/api/cameras/${camera.id}`, {
      commandId: crypto.randomUUID(),
      basedOn: version,
      name: { ar: 'اسم آخر', en: `Other ${language}` },
    })
    expect(other.status).toBe(200)
    await page.keyboard.press('Control+s')
    await page.getByText(said.stale).waitFor()
    await expectWhole(page, `setup-stale.${language}.1024`)
    await page.getByRole('button', { name: said.mine }).click()
    await page.getByText(said.saved).waitFor()
    // What the other one changed stays, because this person did not touch it.
    expect(await cameraOf(camera.id)).toMatchObject({ pose: { azimuthTrueDeg: 123.4 }, name: { en: `Other ${language}` } })
  })

  it('shows what a search found, and which of it is a camera already', async () => {
    await open('/cameras/new', language)
    const found = (state: string, count: number) => ({
      state,
      elapsedMs: 1800,
      ofMs: 4000,
      devices: [
        {
          id: 'a',
          address: device.url,
          host: new URL(device.url).host,
          name: 'Mast thermal',
          hardware: 'MAST-1',
          knownAs: 'C01',
        },
        {
          id: 'b',
          address: 'http://192.0.2.22/onvif/device_service',
          host: '192.0.2.22',
          name: 'برج الماء',
          hardware: 'X2',
          knownAs: null,
        },
      ].slice(0, count),
    })
    let asked = 0
    await page.route('**/api/cameras/discover', (route) => {
      asked += 1
      return route.fulfill({ json: asked < 3 ? found('searching', 1) : found('done', 2) })
    })
    await page.reload()
    await expect.poll(() => page.locator('button[aria-pressed]').count(), { timeout: 10_000 }).toBe(2)
    await page.getByText(language === 'ar' ? /مضافة: / : /added: /).waitFor()
    await page.locator('button[aria-pressed]').first().click()
    expect(await page.getByRole('textbox', { name: said.address, exact: true }).inputValue()).toBe(device.url)
    await expectWhole(page, `add-found.${language}`)
  })

  it('a turning camera is sent to a preset from here; between presets nothing can be set, in the preset everything', async () => {
    const head = await startOnvifDouble({
      login,
      stream: stream.url,
      turnsMs: 1500,
      presets: [
        { token: '1', name: 'Wadi' },
        { token: '2', name: 'الدرب' },
      ],
    })
    const added = (await (
      await api.post('/api/cameras', {
        commandId: crypto.randomUUID(),
        source: stream.url,
        login,
        allowSame: true,
        control: { address: head.url, profile: '01' },
        presets: [
          { token: '1', name: 'Wadi', pose: null, masks: [] },
          { token: '2', name: 'الدرب', pose: null, masks: [] },
        ],
      })
    ).json()) as CameraView
    await open(`/cameras/${added.id}/setup`, language)
    await page.locator('[data-map=ready]').waitFor({ timeout: 30_000 })
    expect(await page.getByRole('button', { name: said.place }).count()).toBe(0)
    await page.getByRole('button', { name: /الدرب/ }).click()
    await page.getByText(language === 'ar' ? 'في الطريق إليه' : 'on its way there', { exact: true }).waitFor()
    await expectWhole(page, `setup-turning.${language}`)
    await page.getByText(language === 'ar' ? 'تقف فيه الآن' : 'stands here now', { exact: true }).waitFor({ timeout: 20_000 })
    expect(head.sentTo).toEqual(['2'])
    await page.getByRole('button', { name: said.place }).click()
    await page.keyboard.press('Control+s')
    await page.getByText(said.saved).waitFor()
    expect((await cameraOf(added.id)).presets.map(({ pose }) => pose !== null)).toEqual([false, true])
    await head.close()
    await api.post(`/api/cameras/${added.id}/remove`, { commandId: crypto.randomUUID() })
  })

  it('tells whoever may not set up cameras who can', async () => {
    await open('/', language)
    const session = await api.json<{ roles: string[] }>('/api/session')
    await page.route('**/api/session', (route) =>
      route.request().method() === 'GET'
        ? route.fulfill({ json: { ...session, roles: ['watch_officer'], rights: [{ role: 'watch_officer', area: '' }] } })
        : route.continue(),
    )
    await page.goto(`${program.url}/cameras/new`)
    await page.getByRole('heading', { name: language === 'ar' ? /لا يتيح لك دورك/ : /Your role does not/ }).waitFor()
    await expectWhole(page, `setup-no-permission.${language}`)
  })

  it('says in words why an address gives no picture', async () => {
    await open('/cameras/new', language)
    await page.getByRole('textbox', { name: said.address, exact: true }).fill('rtsp://127.0.0.1:9/none')
    await page.getByRole('button', { name: said.attempt }).first().click()
    await page.getByRole('status').filter({ hasText: said.none }).waitFor({ timeout: 30_000 })
  })
})
