/** Whether the server was renewed while this page stood open, and the way to the new page. */
import { createStore } from '../../../platform/web/store.ts'

/** What the server gives out now, when it is not this page; null: this page is the newest. */
export const newerPages = createStore<string | null>(null)

const TRIED = 'marsad.renewed'
/** A page whose parts are gone comes anew; one that stays broken says so instead of going round. */
const AGAIN_AFTER_MS = 30_000

/** What this page began with; parts that come later stand behind them. */
const own = [...document.head.querySelectorAll('script[src], link[href]')]
  .map((part) => part.getAttribute('src') ?? part.getAttribute('href') ?? '')
  .filter((address) => address.startsWith('/assets/'))
  .map((address) => address.slice('/assets/'.length))
  .join(' ')

/** What the server says it gives out. An older server says nothing. */
export function hearPages(pages: string | undefined): void {
  if (pages === undefined || own === '') return
  newerPages.set(pages === own ? null : pages)
}

/** The page comes anew at the same address. */
export function renewPage(): void {
  keep(TRIED, newerPages.get() ?? '')
  location.reload()
}

/** Whether this page has come anew for these pages already and is still another one: then only a person tries again. */
export function hasTried(pages: string): boolean {
  return kept(TRIED) === pages
}

// A part of this page that is loaded when it is needed went with the version before: the address that was asked for comes anew.
addEventListener('vite:preloadError', () => {
  const lastMs = Number(kept('marsad.part-gone') ?? 0)
  if (Date.now() - lastMs < AGAIN_AFTER_MS) return
  keep('marsad.part-gone', String(Date.now()))
  location.reload()
})

function kept(name: string): string | null {
  try {
    return sessionStorage.getItem(name)
  } catch {
    return null // A browser that keeps nothing: a person renews the page.
  }
}

function keep(name: string, value: string): void {
  try {
    sessionStorage.setItem(name, value)
  } catch {
    // As above.
  }
}
