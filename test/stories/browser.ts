/** The browser that stories are seen in, pages in it, and where pictures of screens are put. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { password } from './program.ts'

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

/** A page that nobody else sees, and what it complained about so far. */
export interface OpenPage {
  readonly page: Page
  readonly faults: string[]
}

/**
 * Opens a page at a desk whose settings are kept: this language, dark, with sound. `hearsConsole`: what the browser itself notes as an
 * error is a fault too, but for answers that were refusals. The caller closes its context.
 */
export async function freshPage(
  browser: Browser,
  language: 'ar' | 'en',
  more: { readonly context?: BrowserContextOptions; readonly settings?: object; readonly hearsConsole?: boolean } = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...more.context })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  if (more.hearsConsole)
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('Failed to load')) faults.push(message.text())
    })
  await page.addInitScript((settings) => localStorage.setItem('marsad.settings', JSON.stringify(settings)), {
    language,
    theme: 'dark',
    isSoundOn: true,
    ...more.settings,
  })
  return { page, faults }
}

/** Opens the program's page and signs in by hand as its first account. */
export async function signInByHand(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('textbox').first().fill('admin')
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
}

/** The desk is signed in with a session that was opened elsewhere. */
export async function giveSession(page: Page, url: string, cookie: string): Promise<void> {
  const [name = '', value = ''] = cookie.split('=')
  await page.context().addCookies([{ name, value, url }])
}
