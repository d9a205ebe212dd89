/** Sixteen live tiles on one page: how much script a second the page costs its browser. */
import { chromium } from 'playwright-core'
import { freshFolder, password, removeFolder, signIn, startProgram, until } from '../../test/stories/program.ts'
import { row } from '../machine.ts'
import { desertClip } from './clip.ts'

const tiles = 16
const measureMs = 15_000

export async function run(): Promise<void> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  const folder = freshFolder()
  const clip = await desertClip(folder)
  const program = await startProgram(folder, [
    '--no-demo',
    ...Array.from({ length: tiles }, (_, at) => ['--camera', `${clip}?loop=1&name=c${at}`]).flat(),
  ])
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({
    executablePath,
    args: [...asRoot, '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  })
  try {
    const api = await signIn(program.url)
    const list = async () => (await api.json<{ cameras: { health: string }[] }>('/api/cameras')).cameras
    await until(async () => (await list()).every(({ health }) => health === 'working'), 60_000)
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
    await page.request.post(`${program.url}/api/session`, { data: { name: 'admin', password } })
    await page.goto(`${program.url}/cameras`)
    await until(async () => (await page.locator('[data-picture=playing]').count()) === tiles, 60_000)
    await page.waitForTimeout(5000)
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    const look = async () => {
      const { metrics } = await session.send('Performance.getMetrics')
      const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0
      return { atS: of('Timestamp'), scriptS: of('ScriptDuration'), taskS: of('TaskDuration') }
    }
    const before = await look()
    await page.waitForTimeout(measureMs)
    const after = await look()
    const per = (used: number) => (1000 * used) / (after.atS - before.atS)
    const script = per(after.scriptS - before.scriptS)
    row(
      `${tiles} live tiles of 640 × 512 at 9 pictures a second`,
      `${script.toFixed(0)} ms of script a second`,
      '≤ 150 ms',
      script <= 150,
    )
    row('  all work of the page’s thread', `${per(after.taskS - before.taskS).toFixed(0)} ms a second`, '', null)
    row('  tiles still playing', String(await page.locator('[data-picture=playing]').count()), String(tiles), null)
  } finally {
    await browser.close()
    await program.stop()
    removeFolder(folder)
  }
}
