/** A camera on a balloon: where it is and looks, on the live lane, kept beside its recording, and no alert while it flies. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import type { Signals } from '../../src/app/live.ts'
import type { PlatformFix } from '../../src/features/cameras/contract.ts'
import { localSet, withMetadata } from '../eyes/transport-stream.ts'
import { barClip } from '../recordings/streams.ts'
import { freshPage, giveSession, pictures, startBrowser } from './browser.ts'
import { freshFolder, type Program, removeFolder, signIn, startProgram, until } from './program.ts'

let program: Program
let api: Awaited<ReturnType<typeof signIn>>
let source = ''
const folder = freshFolder()

beforeAll(async () => {
  const made = join(folder, 'made')
  mkdirSync(made)
  const video = await barClip(made, 'flight.mp4', { seconds: 16 })
  source = join(made, 'flight.ts')
  // Flies for eight seconds and stands for eight, again and again.
  const sets = Array.from({ length: 64 }, (_, at) => {
    const tMs = at * 250
    const lon = 50.5 + Math.min(tMs, 8000) * 1e-6
    return { tMs, bytes: localSet({ tMs, lat: 20.5, lon, headingDeg: 90 }, Date.UTC(2026, 10, 22), at % 50 === 49) }
  })
  await withMetadata(video, source, sets)
  const mast = join(made, 'mast.ts')
  const standing = sets.map(({ tMs }) => ({
    tMs,
    bytes: localSet({ tMs, lat: 20.6, lon: 50.6, headingDeg: 10 }, Date.UTC(2026, 10, 22)),
  }))
  await withMetadata(video, mast, standing)
  program = await startProgram(join(folder, 'data'), [
    '--no-demo',
    '--camera',
    `${source}?loop=1&name=balloon`,
    '--camera',
    `${mast}?loop=1&name=mast`,
  ])
  api = await signIn(program.url)
}, 60_000)
afterAll(async () => {
  await program?.stop()
  removeFolder(folder)
})

async function balloon(): Promise<{ readonly id: string } | undefined> {
  const { cameras } = await api.json<{ cameras: { id: string; code: string }[] }>('/api/cameras')
  return cameras.find(({ code }) => code === 'C01')
}

function newestSignals(): { signals: Signals[]; close(): void } {
  const signals: Signals[] = []
  const socket = new WebSocket(`${program.url.replace('http', 'ws')}/api/live`, {
    headers: { cookie: api.cookie, origin: program.url },
  })
  socket.on('open', () => socket.send(JSON.stringify({ resume: null })))
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as { signals?: Signals }
    if (message.signals) signals.push(message.signals)
  })
  return { signals, close: () => socket.close() }
}

describe('a camera that says itself where it is', () => {
  test('stands on the live lane with place, ground and whether it moves; its health says that it watches nothing', async () => {
    const lane = newestSignals()
    const camera = await balloon()
    const state = await until(async () =>
      lane.signals.at(-1)?.platforms?.find(({ cameraId, motion }) => cameraId === camera?.id && motion === 'moving'),
    )
    expect(state).toMatchObject({ cameraId: camera?.id, fix: { label: 'Balloon 1' } })
    expect(state.fix?.azimuthTrueDeg).toBeCloseTo(90, 1)
    expect(state.fix?.position?.lat).toBeCloseTo(20.5, 5)
    expect(state.fix?.footprint).toHaveLength(4)
    expect(Math.abs((state.fix?.atMs ?? 0) - Date.now())).toBeLessThan(3000)
    const health = await until(async () => {
      const view = await api.json<{ health: string; healthReason: string; detectShare: number }>(`/api/cameras/${camera?.id}`)
      return view.healthReason === 'platform-moving' && view
    })
    expect(health).toMatchObject({ health: 'degraded', detectShare: 0 })
    await until(
      async () => lane.signals.at(-1)?.platforms?.find(({ cameraId, motion }) => cameraId === camera?.id && motion === 'still'),
      30_000,
    )
    lane.close()
    // Whatever was found while it stood has ended when it flies, and nothing new is found.
    const flying = lane.signals.filter(({ platforms }) =>
      platforms?.some(({ cameraId, motion }) => cameraId === camera?.id && motion === 'moving'),
    )
    expect(flying.length).toBeGreaterThan(3)
    expect(flying.flatMap(({ tracks }) => tracks ?? []).filter(({ cameraId }) => cameraId === camera?.id)).toEqual([])
  }, 90_000)

  test('what it said is kept by the time of its pictures and read back for an interval that is recorded', async () => {
    const camera = await balloon()
    const now = Date.now()
    const path = (from: number, to: number) =>
      `/api/cameras/${camera?.id}/platform?from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`
    const fixes = await until(async () => {
      const { fixes } = await api.json<{ fixes: PlatformFix[] }>(path(now - 60_000, now + 60_000))
      return fixes.length > 40 && fixes
    })
    const times = fixes.map(({ atMs }) => atMs)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(JSON.stringify(fixes)).not.toContain('1688')
    const middle = Math.round(times[Math.floor(times.length / 2)] as number)
    const part = (await api.json<{ fixes: PlatformFix[] }>(path(middle - 2000, middle + 2000))).fixes
    expect(part.length).toBeGreaterThan(8)
    expect(part.every(({ atMs }) => atMs >= middle - 2000 && atMs < middle + 2000)).toBe(true)
    expect((await api.get(path(now - 1, now).replace(camera?.id ?? '', '00000000-0000-7000-8000-000000000000'))).status).toBe(404)
  }, 60_000)

  test.each(['ar', 'en'] as const)(
    'its page in %s says that nothing is promised, and shows where it is live and looking back',
    async (language) => {
      const camera = await balloon()
      const said = language === 'ar' ? 'كاميرا متحركة: لا يوعد بكشف' : 'Moving camera: detection is not promised'
      const browser = await startBrowser({ drawsMaps: false })
      try {
        const { page, faults } = await freshPage(browser, language)
        await giveSession(page, program.url, api.cookie)
        await page.goto(`${program.url}/cameras/${camera?.id}`)
        await page.locator('[data-motion=moving]').filter({ hasText: said }).waitFor({ timeout: 40_000 })
        const plan = page.locator('section svg[role=img] polygon')
        await plan.waitFor({ timeout: 20_000 })
        const pictureTime = page.locator('dl dt').last()
        const liveAt = await pictureTime.textContent()
        await page.screenshot({ path: join(pictures, `story-moving-${language}.png`) })
        // Twenty seconds back: the same panel, of the picture of then. What is promised now is not said of then.
        await page.locator('main').focus()
        await page.keyboard.press('l')
        await page.locator('[data-motion]').waitFor({ state: 'detached', timeout: 10_000 })
        await expect.poll(() => pictureTime.textContent().catch(() => null), { timeout: 20_000 }).not.toBe(liveAt)
        await plan.waitFor({ timeout: 20_000 })
        const shownAt = /(\d\d:\d\d:\d\d)/.exec((await page.locator('[data-past] bdi').first().textContent()) ?? '')?.[1] ?? ''
        const fixAt = /(\d\d:\d\d:\d\d)/.exec((await pictureTime.textContent()) ?? '')?.[1] ?? ''
        const seconds = (text: string) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
        // In step with the picture on the screen; the two words are read one after the other.
        expect(Math.abs(seconds(fixAt) - seconds(shownAt))).toBeLessThanOrEqual(2)
        await page.screenshot({ path: join(pictures, `story-moving-past-${language}.png`) })
        expect(faults).toEqual([])
      } finally {
        await browser.close()
      }
    },
    120_000,
  )

  test('a camera on a mast that says the same and stands is one like any other: its mover is an alert', async () => {
    const { cameras } = await api.json<{ cameras: { id: string; code: string; health: string }[] }>('/api/cameras')
    const mast = cameras.find(({ code }) => code === 'C02')
    const alert = await until(async () => {
      const { alerts } = await api.json<{ alerts: { kind: string; cameraIds: string[] }[] }>('/api/alerts')
      return alerts.find(({ kind, cameraIds }) => kind === 'detection' && cameraIds.includes(mast?.id ?? ''))
    }, 60_000)
    expect(alert.kind).toBe('detection')
    expect(mast?.health).not.toBe('down')
  }, 90_000)

  test('that it flies is nothing to mend: no alert of the camera', async () => {
    const { alerts } = await api.json<{ alerts: { kind: string }[] }>('/api/alerts')
    expect(alerts.filter(({ kind }) => kind === 'camera')).toEqual([])
  })
})
