/** House rules that a reader would otherwise have to argue about. */
import type { Breach } from './walls.ts'

/** Looks through one file of ours. */
export function untidy(file: string, text: string): Breach[] {
  const breaches: Breach[] = []
  const lines = text.split('\n')
  const say = (line: number, message: string) => breaches.push({ file, line, message })
  const isTest = /\.test\.ts$|^test\//.test(file)
  const isPure = file.startsWith('src/') && !/\/(server|web|worker)\/|src\/app\/cli\.ts|testing\.ts/.test(file) && !isTest
  const mark = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('|')})\\b`)
  lines.forEach((line, at) => {
    if (mark.test(line)) say(at + 1, 'an unfinished mark; do it, or say the limit in the docs')
    if (/^\s*(\*|\/\*\*|\/\/)/.test(line)) return
    const code = line.replace(/\/\/.*$/, '').replace(/'[^']*'|`[^`]*`/g, "''")
    if (isPure && /\bDate\.now\(|new Date\(\)|Math\.random\(|performance\.now\(/.test(code))
      say(at + 1, 'reads a clock or draws chance; take it as an argument')
    if (/\bas any\b|: any\b|<any>/.test(code) && file !== 'test/house/tidy.ts') say(at + 1, 'says any')
    if (/\b(it|test|describe)\.(skip|todo|only)\b/.test(code) && file !== 'test/house/tidy.ts')
      say(at + 1, 'a skipped or focused test')
    if (/catch\s*(\([^)]*\))?\s*\{\s*\}/.test(code)) say(at + 1, 'a quiet catch')
    const isExported = /^export (async )?(function|class) /.test(line)
    if (isExported && file.startsWith('src/') && !isTest && !documented(lines, at))
      say(at + 1, 'is exported and has no docstring')
  })
  return breaches
}

/** Rules for style sheets: what is left in one language is right in the other. */
export function untidyStyle(file: string, text: string): Breach[] {
  const isDrawing = /map|still|scrubber|camera-card/.test(file)
  return text.split('\n').flatMap((line, at) => {
    const isPhysical =
      /(^|[\s;{])(left|right|margin-(left|right)|padding-(left|right)|border-(left|right)|text-align:\s*(left|right))\b/.test(
        line,
      )
    return isPhysical && !isDrawing ? [{ file, line: at + 1, message: 'says left or right; use start and end' }] : []
  })
}

function documented(lines: readonly string[], at: number): boolean {
  const before = lines[at - 1]?.trim() ?? ''
  // An overload stands under the docstring of the first.
  return before.endsWith('*/') || before.startsWith('export function') || before.startsWith('//')
}
