/** Thirty days of twelve cameras in the index: how long until play begins anywhere. The files behind the places asked for are real. */
import { randomUUID } from 'node:crypto'
import { link, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'
import { segmentFile } from '../../src/features/recordings/segment.ts'
import { freshFolder, password, removeFolder, signIn, startProgram } from '../../test/stories/program.ts'
import { percentile, row } from '../machine.ts'
import { desertClip } from './clip.ts'
import { beginMs, recordMinute, unrecordedCamera, withLibrary } from './shelf.ts'

const days = 30
const cameras = 12
const tries = 120
/** Days whose hour before 12:40 is looked at on the page. */
const shownDays = [3, 14, 27]
/** Where on the line is pressed, 0…1 of it: far apart, to and fro. */
const presses = [0.2, 0.62, 0.33, 0.75, 0.12, 0.52, 0.28, 0.68]
/** What a player takes before the first picture stands: the beginning and the first seconds. */
const firstBytes = 64_000

export async function run(): Promise<void> {
  const folder = freshFolder()
  const source = await unrecordedCamera(folder)
  const program = await startProgram(folder, [
    '--no-demo',
    ...Array.from({ length: cameras }, (_, at) => ['--camera', `${source}&name=c${at}`]).flat(),
  ])
  try {
    const api = await signIn(program.url)
    const ids = (await api.json<{ cameras: { id: string }[] }>('/api/cameras')).cameras.map(({ id }) => id)
    const { opened, closed, path } = await recordMinute(join(folder, 'minute'), await desertClip(folder))
    const minutes = days * 24 * 60
    const wanted = Array.from({ length: tries }, (_, at) => ({
      camera: ids[at % ids.length] ?? '',
      minute: Math.floor(((at * 0.618034) % 1) * minutes),
    }))
    const laid = performance.now()
    await withLibrary(folder, async (library, sql, site) => {
      const offsets = closed.keys.map(([offset]) => offset)
      const times = closed.keys.map(([, mediaMs]) => mediaMs)
      for (const camera of ids) {
        await sql`insert into recording.segment (id, site, camera, run, file, from_ms, to_ms, media_ms, media_type, width, height,
            init_bytes, bytes, pictures, damaged, key_offsets, key_media_ms, sha256)
          select gen_random_uuid(), ${site}, ${camera}, ${camera}, ${camera} || '/' || n, ${beginMs} + n * 60000.0,
            ${beginMs} + n * 60000.0 + ${closed.durationMs}, ${opened.mediaMs}, ${opened.mediaType}, ${opened.width}, ${opened.height},
            ${opened.initBytes}, ${closed.bytes}, ${closed.pictures}, 0, ${offsets}::bigint[], ${times}::double precision[], ${closed.sha256}
          from generate_series(0, ${minutes - 1}) n`
      }
      // An hour of each of some days for one camera, so that a hand can press anywhere in it.
      const hours = shownDays.flatMap((day) =>
        Array.from({ length: 60 }, (_, at) => ({ camera: ids[0] ?? '', minute: day * 1440 + 700 + at })),
      )
      for (const { camera, minute } of [...wanted, ...hours]) {
        const [id, fromMs] = [randomUUID(), beginMs + minute * 60_000]
        const file = segmentFile(camera, fromMs, id)
        await mkdir(dirname(join(folder, 'recordings', file)), { recursive: true })
        await link(path, join(folder, 'recordings', file))
        await sql`update recording.segment set id = ${id}, file = ${file}, run = ${randomUUID()} where camera = ${camera} and from_ms = ${fromMs}`
      }
      await sql`analyze recording.segment`
      void library
    })
    row(
      'index laid',
      `${((ids.length * minutes) / 1000).toFixed(0)} thousand segments in ${((performance.now() - laid) / 1000).toFixed(0)} s`,
      '',
      null,
    )
    const waits: number[] = []
    for (const { camera, minute } of wanted) {
      const from = beginMs + minute * 60_000 + 23_000
      const began = performance.now()
      const address = `/api/cameras/${camera}/video.mp4?from=${iso(from)}&to=${iso(from + 20_000)}`
      const answer = await fetch(program.url + address, { headers: { cookie: api.cookie } })
      if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${await answer.text()}`)
      let bytes = 0
      for await (const piece of answer.body) {
        bytes += (piece as Uint8Array).length
        if (bytes >= firstBytes) break
      }
      waits.push(performance.now() - began)
    }
    const p95 = percentile(waits, 0.95)
    row(
      `first ${firstBytes / 1000} kB anywhere in ${days} days × ${cameras} cameras, p95`,
      `${p95.toFixed(0)} ms`,
      '≤ 500 ms',
      p95 <= 500,
    )
    const starts = await startsOnPage(program.url, ids[0] ?? '')
    const startsP95 = percentile(starts, 0.95)
    row(
      '  from a press on the line to that picture on the page, p95',
      `${startsP95.toFixed(0)} ms (p50 ${percentile(starts, 0.5).toFixed(0)}, most ${Math.max(...starts).toFixed(0)}, n ${starts.length})`,
      '≤ 500 ms',
      startsP95 <= 500,
    )
    const lines: number[] = []
    for (const camera of ids.slice(0, 4)) {
      const began = performance.now()
      const answer = await api.get(`/api/cameras/${camera}/timeline?from=${iso(beginMs)}&to=${iso(beginMs + 7 * 86_400_000)}`)
      if (!answer.ok) throw new Error(await answer.text())
      await answer.json()
      lines.push(performance.now() - began)
    }
    row('  timeline of a week', `${percentile(lines, 0.5).toFixed(0)} ms`, '', null)
  } finally {
    await program.stop()
    removeFolder(folder)
  }
}

/** Milliseconds from presses on the line of the past to the first picture from there. */
async function startsOnPage(url: string, cameraId: string): Promise<number[]> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [...asRoot, '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  })
  try {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
    await page.request.post(`${url}/api/session`, { data: { name: 'admin', password } })
    const starts: number[] = []
    for (const day of shownDays) {
      const at = beginMs + (day * 1440 + 730) * 60_000
      await page.goto(`${url}/cameras/${cameraId}?at=${iso(at)}`)
      const line = page.getByRole('slider').last()
      await line.waitFor()
      await page.locator('[data-past]').first().waitFor()
      await page.waitForTimeout(3000)
      const box = await line.boundingBox()
      if (box === null) throw new Error('the line is not drawn')
      for (const share of presses) {
        const shown = page.evaluate(firstPictureElsewhere)
        const began = performance.now()
        await page.mouse.click(box.x + box.width * share, box.y + box.height / 2)
        if ((await shown) === null) continue
        starts.push(performance.now() - began)
        await page.waitForTimeout(400)
      }
    }
    return starts
  } finally {
    await browser.close()
  }
}

/** Runs in the page, which is why it is text: resolves with the first picture that is a minute or more from the last one. */
const firstPictureElsewhere = `new Promise((resolve) => {
  const video = [...document.querySelectorAll('video')].at(-1)
  const from = video.currentTime
  const late = setTimeout(() => resolve(null), 8000)
  const onFrame = (_now, { mediaTime }) => {
    if (Math.abs(mediaTime - from) < 60) return video.requestVideoFrameCallback(onFrame)
    clearTimeout(late)
    resolve(mediaTime)
  }
  video.requestVideoFrameCallback(onFrame)
})`

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
