/** Which way a text that people wrote runs. Pure. */

const arabic = /[\u0621-\u064a\u066e-\u06d3]/g
const latin = /[A-Za-z\u00c0-\u024f]/g

/**
 * By what most of its letters are. `dir=auto` asks the first letter only, and here a line of Arabic often begins with a code:
 * `C11: قُطع الكبل` would run the wrong way, with its full stop before its first word.
 */
export function directionOf(text: string): 'rtl' | 'ltr' {
  const of = (letters: RegExp) => text.match(letters)?.length ?? 0
  return of(arabic) > 0 && of(arabic) >= of(latin) ? 'rtl' : 'ltr'
}
