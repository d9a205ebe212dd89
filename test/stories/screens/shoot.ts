/**
 * Takes a picture of every screen into build/screens, in Arabic and English, 1440×900 and 1024×768, dark, light and night-red: see
 * `viewsOf`. Lists what the page complained about and what is too wide. `node test/stories/screens/shoot.ts [PATTERN OF NAMES]`.
 */
import { ensureBrowser } from '../../../tools/browser.ts'
import { pictures, startBrowser } from '../browser.ts'
import { inLanes, type Lane, type Language, type Theme, turn } from './looking.ts'
import { type Screen, screens } from './screens.ts'

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
] as const
const LANES = 2

interface View {
  readonly language: Language
  readonly theme: Theme
  readonly size: (typeof sizes)[number]
}

/**
 * Pages in each language, size and theme, though not in each of their mixtures; dialogs and turns of a page in each language and size.
 * A turn draws the map anew, so the order is that of the fewest turns.
 */
function viewsOf({ isMain = false }: Screen): View[] {
  const [desk, tablet] = sizes
  const all: (View & { readonly isOfAll: boolean })[] = [
    { language: 'ar', theme: 'dark', size: desk, isOfAll: true },
    { language: 'ar', theme: 'dark', size: tablet, isOfAll: false },
    { language: 'ar', theme: 'light', size: tablet, isOfAll: true },
    { language: 'ar', theme: 'night', size: desk, isOfAll: false },
    { language: 'en', theme: 'light', size: desk, isOfAll: true },
    { language: 'en', theme: 'dark', size: desk, isOfAll: false },
    { language: 'en', theme: 'dark', size: tablet, isOfAll: true },
    { language: 'en', theme: 'night', size: tablet, isOfAll: false },
  ]
  return all.filter(({ isOfAll }) => isMain || isOfAll)
}

/** What sticks out of the window, or is cut by its own box without being meant to scroll. */
function tooWide(): string[] {
  const root = document.documentElement
  const told = root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth - root.clientWidth} px too wide`] : []
  for (const element of document.querySelectorAll<HTMLElement>('button, a, h1, h2, h3, p, li, label, td, th, dd, dt, legend')) {
    if (element.offsetParent === null || element.closest('.only-spoken') !== null) continue
    const { overflowX } = getComputedStyle(element)
    const cut = element.scrollWidth - element.clientWidth
    if (element.clientWidth > 0 && cut > 2 && overflowX !== 'visible')
      told.push(`cut by ${cut} px: ${element.innerText.slice(0, 60)}`)
  }
  return told
}

async function shoot({ page, faults, open }: Lane, screen: Screen): Promise<void> {
  const told: string[] = []
  try {
    await open(screen)
    for (const { language, theme, size } of viewsOf(screen)) {
      await page.setViewportSize(size)
      await turn(page, language, theme)
      const name = `${screen.name}.${language}.${size.width}.${theme}`
      await page.screenshot({ path: `${pictures}/${name}.png` })
      taken++
      for (const what of await page.evaluate(tooWide)) told.push(`${name}: ${what}`)
    }
  } catch (fault) {
    told.push(`not taken: ${String(fault)}`)
  }
  told.push(...faults())
  count += told.length
  console.log(`${told.length === 0 ? 'good' : 'LOOK'}  ${screen.name}${told.map((what) => `\n      ${what}`).join('')}`)
}

let count = 0
let taken = 0
const wanted = new RegExp(process.argv[2] ?? '')
const executablePath = ensureBrowser()
if (executablePath === null) process.exit(1)
process.env.CHROMIUM_PATH = executablePath
const browser = await startBrowser({ sounds: true })
const began = Date.now()
await inLanes(
  browser,
  screens.filter(({ name }) => wanted.test(name)),
  LANES,
  shoot,
)
await browser.close()
console.log(
  `${taken} pictures in ${Math.round((Date.now() - began) / 1000)} s, ${count} things to look at; they are in ${pictures}`,
)
process.exit(count === 0 ? 0 : 1)
