/** The watch page in a browser: what comes over the line, when it can be used, what a live update costs, whether memory grows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import { freshFolder, password, removeFolder, startProgram } from '../test/stories/program.ts'
import { serveFixture } from '../test/stories/screens/serve-fixture.ts'
import { heading, percentile, row } from './machine.ts'

const assets = join(import.meta.dirname, '../build/web/assets')
const updatesS = 40
const updateMs = 250

/** `web [load] [updates] [memory]`; memory takes half an hour, and only when it is named. `MINUTES=6` measures it for less. */
export async function run(parts: readonly string[]): Promise<void> {
  console.log(heading('web'))
  const wants = (part: string) => parts.length === 0 || parts.includes(part)
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({
    executablePath,
    args: [...asRoot, '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--js-flags=--expose-gc'],
  })
  try {
    if (wants('load')) await load(browser)
    if (wants('updates')) await updates(browser)
    if (parts.includes('memory')) await memory(browser)
  } finally {
    await browser.close()
  }
}

/** The map library and its worker, by what stands in them: they come after the first picture. */
function isOfMap(url: string): boolean {
  const file = join(assets, url.split('/').at(-1) ?? '')
  return /\.(js|css)$/.test(file) && existsSync(file) && readFileSync(file, 'utf8').includes('maplibre')
}

async function load(browser: Browser): Promise<void> {
  const folder = freshFolder()
  const program = await startProgram(folder, ['--no-demo', '--role', 'hq'])
  try {
    for (const slower of [1, 4]) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      const page = await context.newPage()
      await page.request.post(`${program.url}/api/session`, { data: { name: 'admin', password } })
      const session = await context.newCDPSession(page)
      await session.send('Network.enable')
      await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
      const urls = new Map<string, string>()
      let wire = 0
      session.on('Network.responseReceived', ({ requestId, response }) => urls.set(requestId, response.url))
      session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
        const url = urls.get(requestId) ?? ''
        if (!/\.woff2?$/.test(url) && !isOfMap(url)) wire += encodedDataLength
      })
      const began = performance.now()
      await page.goto(program.url, { waitUntil: 'commit' })
      // Usable: the watch stands with its lamps judged and what is to be done.
      await page.locator('section[aria-label] h2').first().waitFor()
      const usableS = (performance.now() - began) / 1000
      await page.waitForTimeout(3000)
      if (slower === 1)
        row('first load over the wire, map and fonts apart', `${(wire / 1000).toFixed(0)} kB`, '≤ 250 kB', wire <= 250_000)
      row(
        slower === 1 ? 'usable duty screen' : `usable duty screen, processor ${slower} × slower`,
        `${usableS.toFixed(2)} s`,
        slower === 1 ? '' : '≤ 2.5 s',
        slower === 1 ? null : usableS <= 2.5,
      )
      await context.close()
    }
  } finally {
    await program.stop()
    removeFolder(folder)
  }
}

async function openScene(browser: Browser, url: string, scene: string): Promise<{ page: Page; session: CDPSession }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.request.post(`${url}/api/session`, { data: { name: scene, password: 'x' } })
  await page.goto(url)
  await page.locator('article[data-alert]').first().waitFor()
  await page.waitForTimeout(5000)
  return { page, session: await context.newCDPSession(page) }
}

/** A stretch of the page's thread between two waits, microseconds of the machine's steady clock. */
interface Task {
  readonly fromUs: number
  readonly untilUs: number
  /** Of its length, what the processor was really on it: the rest it was pushed aside by other programs. */
  readonly share: number
}

/** The tasks of the page's main thread out of a trace: the renderer's thread that worked most. */
function tasksOf(trace: Buffer): Task[] {
  interface Event {
    readonly name: string
    readonly pid: number
    readonly tid: number
    readonly ts: number
    readonly dur?: number
    readonly tdur?: number
    readonly args?: { readonly name?: string }
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: Event[] }
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const threads = mains.map(({ pid, tid }) =>
    traceEvents.filter((event) => event.pid === pid && event.tid === tid && event.name === 'RunTask'),
  )
  const worked = (events: readonly Event[]) => events.reduce((sum, { tdur = 0 }) => sum + tdur, 0)
  const [page = []] = threads.toSorted((one, other) => worked(other) - worked(one))
  return page
    .flatMap(({ ts, dur = 0, tdur = 0 }) => (dur > 0 ? [{ fromUs: ts, untilUs: ts + dur, share: Math.min(1, tdur / dur) }] : []))
    .sort((one, other) => one.fromUs - other.fromUs)
}

/**
 * By a profile of the page's thread: whatever runs below a function of the map library is painting, the rest is ours. Counted is what
 * the processor spent on it, by a trace of the same seconds, so that other work on the machine is not taken for ours.
 */
async function updates(browser: Browser): Promise<void> {
  const fixture = await serveFixture()
  const mapFiles = new Set(readdirSync(assets).filter((name) => name.endsWith('.js') && isOfMap(name)))
  try {
    const { page, session } = await openScene(browser, fixture.url, 'many')
    await session.send('Profiler.enable')
    await session.send('Profiler.setSamplingInterval', { interval: 200 })
    await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] })
    await session.send('Profiler.start')
    await page.waitForTimeout(updatesS * 1000)
    const { profile } = await session.send('Profiler.stop')
    const tasks = tasksOf(await browser.stopTracing())
    const parents = new Map<number, number>()
    const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
    for (const { id, children } of profile.nodes) for (const child of children ?? []) parents.set(child, id)
    const fileOf = (id: number) => nodes.get(id)?.callFrame.url.split('/').at(-1) ?? ''
    const isOurs = (leaf: number) => {
      let isAny = false
      for (let id: number | undefined = leaf; id !== undefined; id = parents.get(id)) {
        const file = fileOf(id)
        if (mapFiles.has(file)) return false
        if (file.endsWith('.js')) isAny = true
      }
      return isAny
    }
    const slotsOf = (shareAt: (atUs: number) => number) => {
      const spans = new Map<number, number>()
      let atUs = profile.startTime
      profile.samples?.forEach((leaf, index) => {
        const tookUs = profile.timeDeltas?.[index] ?? 0
        atUs += tookUs
        if (!isOurs(leaf)) return
        const slot = Math.floor((atUs - profile.startTime) / (updateMs * 1000))
        spans.set(slot, (spans.get(slot) ?? 0) + (tookUs * shareAt(atUs)) / 1000)
      })
      return Array.from({ length: Math.floor((updatesS * 1000) / updateMs) }, (_, slot) => spans.get(slot) ?? 0)
    }
    let task = 0
    let untold = 0
    const spent = slotsOf((atUs) => {
      while (task < tasks.length && (tasks[task]?.untilUs ?? 0) < atUs) task++
      const now = tasks[task]
      if (now !== undefined && now.fromUs <= atUs) return now.share
      untold++
      return 1
    })
    const passed = slotsOf(() => 1)
    const p95 = percentile(spent, 0.95)
    row(
      '500 tracks and 200 alerts: our script of a live update, p50 / p95',
      `${percentile(spent, 0.5).toFixed(1)} / ${p95.toFixed(1)} ms`,
      '≤ 8 ms',
      p95 <= 8,
    )
    row(
      '  the same by the wall clock, pauses by other programs in it',
      `${percentile(passed, 0.5).toFixed(1)} / ${percentile(passed, 0.95).toFixed(1)} ms`,
      '',
      null,
    )
    row('  samples outside of any traced task, counted whole', String(untold), '', null)
  } finally {
    await fixture.close()
  }
}

async function memory(browser: Browser): Promise<void> {
  const lengthMs = Number(process.env.MINUTES ?? 30) * 60_000
  const fixture = await serveFixture()
  try {
    const { page, session } = await openScene(browser, fixture.url, 'alert')
    const looks: { atMs: number; bytes: number; nodes: number }[] = []
    const began = performance.now()
    while (performance.now() - began < lengthMs) {
      await page.waitForTimeout(20_000)
      await session.send('HeapProfiler.collectGarbage')
      const { usedSize } = await session.send('Runtime.getHeapUsage')
      const nodes = await page.locator('*').count()
      looks.push({ atMs: performance.now() - began, bytes: usedSize, nodes })
    }
    const late = looks.filter(({ atMs }) => atMs >= lengthMs / 3)
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const [meanAt, meanBytes] = [mean(late.map(({ atMs }) => atMs)), mean(late.map(({ bytes }) => bytes))]
    const across = late.reduce((sum, { atMs, bytes }) => sum + (atMs - meanAt) * (bytes - meanBytes), 0)
    const slope = across / late.reduce((sum, { atMs }) => sum + (atMs - meanAt) ** 2, 0)
    const megabytes = slope * 600_000 * 1e-6
    const over = `last ${Math.round(lengthMs / 90_000)} of ${Math.round(lengthMs / 60_000)} min`
    row(
      `page left open: heap after collection, slope ${over}`,
      `${megabytes.toFixed(2)} MB in 10 min`,
      '≤ 1 MB in 10 min',
      megabytes <= 1,
    )
    row('  elements on the page, first and last', `${looks[0]?.nodes} · ${looks.at(-1)?.nodes}`, '', null)
  } finally {
    await fixture.close()
  }
}
