/** How far the picture on a page is behind the camera, from the moment a picture leaves the camera to the moment a browser shows it. */
import { chromium } from 'playwright-core'
import { FRAMES_PER_SECOND } from '../../sim/world/world.ts'
import { freshFolder, password, removeFolder, signIn, startProgram, until } from '../../test/stories/program.ts'
import { percentile, row } from '../machine.ts'
import { startRtspCameras } from './rtsp-cameras.ts'

const watchMs = 30_000

export async function run(): Promise<void> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  const folder = freshFolder()
  const cameras = await startRtspCameras(1, folder)
  const program = await startProgram(folder, ['--no-demo', ...cameras.urls.flatMap((url) => ['--camera', url])])
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({
    executablePath,
    args: [...asRoot, '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  })
  try {
    const api = await signIn(program.url)
    const list = async () => (await api.json<{ cameras: { id: string; health: string }[] }>('/api/cameras')).cameras
    const [camera] = await until(async () => ((await list()).every(({ health }) => health === 'working') ? await list() : null))
    // In the middle between two key pictures, where a viewer has most to catch up.
    await new Promise((resolve) => setTimeout(resolve, 9000))
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.request.post(`${program.url}/api/session`, { data: { name: 'admin', password } })
    const opened = performance.now()
    await page.goto(`${program.url}/cameras/${camera?.id}`)
    await page.locator('[data-picture=playing]').first().waitFor()
    const firstMs = performance.now() - opened
    const shown = (await page.evaluate(framesShown)) as { mediaMs: number; atMs: number }[]
    const sentAt = await cameras.sentAt()
    // The recorder's time begins with the first picture that this camera sent: a key picture.
    const delays = shown.flatMap(({ mediaMs, atMs }) => {
      const sent = sentAt[Math.round((mediaMs * FRAMES_PER_SECOND) / 1000)]
      return sent === undefined ? [] : [atMs - sent]
    })
    const p95 = percentile(delays, 0.95)
    row('live picture behind the camera, on the page, p95', `${p95.toFixed(0)} ms`, '≤ 1 s', p95 <= 1000)
    row(
      '  p50, most',
      `${percentile(delays, 0.5).toFixed(0)}, ${Math.max(...delays).toFixed(0)} ms of ${delays.length} pictures`,
      '',
      null,
    )
    row('  page opened to first live picture', `${firstMs.toFixed(0)} ms`, '', null)
  } finally {
    await browser.close()
    await program.stop()
    cameras.close()
    removeFolder(folder)
  }
}

/** Runs in the page, which is why it is text: this file knows no browser. */
const framesShown = `new Promise((resolve) => {
  const video = document.querySelector('[data-picture] video')
  const frames = []
  const began = performance.now()
  const onFrame = (_now, { mediaTime, expectedDisplayTime }) => {
    frames.push({ mediaMs: mediaTime * 1000, atMs: performance.timeOrigin + expectedDisplayTime })
    if (performance.now() - began > ${watchMs}) resolve(frames)
    else video.requestVideoFrameCallback(onFrame)
  }
  video.requestVideoFrameCallback(onFrame)
})`
