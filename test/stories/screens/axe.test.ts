/** Every page of the program in both languages and three themes: axe finds nothing, and no word of the other language is left. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../browser.ts'
import { inLanes, type Language, type Theme, turn } from './looking.ts'
import { screens } from './screens.ts'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const views: readonly (readonly [Language, Theme])[] = (['dark', 'light', 'night'] as const).flatMap((theme) =>
  (['ar', 'en'] as const).map((language) => [language, theme] as const),
)
/** Pages of their own; dialogs and turns of one page differ in little but words. */
const pages = screens.filter(({ isMain }) => isMain)

let browser: Browser
beforeAll(async () => {
  // Drawing maps without a card takes most of such a machine, and axe sees no canvas: here the map is not drawn.
  browser = await startBrowser({ drawsMaps: false })
})
afterAll(() => browser?.close())

/** Another theme changes colours and nothing else, so there only what depends on colour is asked again. */
const rulesOfColour = ['color-contrast', 'link-in-text-block']

async function faultsOf(page: Page, theme: Theme): Promise<string[]> {
  const axe = new AxeBuilder({ page }).exclude('canvas').setLegacyMode()
  const { violations } = await (theme === 'dark' ? axe.withTags(rules) : axe.withRules(rulesOfColour)).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`.slice(0, 500))
}

/** Words that the program itself says, without names and what people wrote: those stand isolated, or say what language they are. */
function strangeWords(): string[] {
  const told: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const words = node.textContent?.trim() ?? ''
    const parent = node.parentElement
    if (
      parent === null ||
      parent.closest(
        'script, style, noscript, textarea, option, .maplibregl-map, [role=alert].only-spoken, .only-spoken [role=alert]',
      ) !== null
    )
      continue
    if (/^[a-z][a-z-]*(?:\.[a-z][a-z-]*)+$/.test(words)) told.push(`not spoken: ${words}`)
    const isTheirs = parent.closest('bdi, [dir=auto], [dir=rtl], [lang=ar], blockquote') !== null
    if (document.documentElement.lang === 'en' && /[\u0621-\u064a]{2}/.test(words) && !isTheirs) told.push(`Arabic: ${words}`)
  }
  return told
}

describe('every page', () => {
  it('is clean for axe in both languages and three themes, and speaks one language at a time', { timeout: 300_000 }, async () => {
    const found: string[] = []
    await inLanes(browser, pages, 2, async (lane, screen) => {
      // Nothing passes over into anything: a colour half way is nobody's.
      await lane.page.emulateMedia({ reducedMotion: 'reduce' })
      await lane.open(screen)
      for (const [language, theme] of views) {
        await turn(lane.page, language, theme)
        const name = `${screen.name} ${language} ${theme}`
        for (const fault of await faultsOf(lane.page, theme)) found.push(`${name}: ${fault}`)
        if (theme === 'dark') for (const words of await lane.page.evaluate(strangeWords)) found.push(`${name}: ${words}`)
      }
      for (const fault of lane.faults()) found.push(`${screen.name}: ${fault}`)
    })
    expect(found).toEqual([])
  })
})
