/** The browser that stories are seen in, and where pictures of screens are put. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const root = join(import.meta.dirname, '../..')
export const pictures = join(root, 'build/screens')

const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const alone = ['--disable-background-networking', '--no-first-run']
/** Maps without a graphics card. */
const drawn = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader']
const plain = ['--disable-gpu', '--disable-3d-apis']

/**
 * Starts the browser. `drawsMaps`: without a card that takes most of a small machine. `sounds`: by itself, before a hand was on the page.
 * Throws where there is no browser, or no page is built.
 */
export async function startBrowser({ drawsMaps = true, sounds = false } = {}): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH
  if (!executablePath) throw new Error('no browser: set CHROMIUM_PATH, or install the package "chromium"')
  if (!existsSync(join(root, 'build/web/index.html'))) throw new Error('the page is not built: node tools/build.ts')
  mkdirSync(pictures, { recursive: true })
  const policy = sounds ? 'no-user-gesture-required' : 'document-user-activation-required'
  const args = [...asRoot, ...alone, ...(drawsMaps ? drawn : plain), `--autoplay-policy=${policy}`]
  return chromium.launch({ executablePath, args })
}
