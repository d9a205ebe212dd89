/** Which pages the server gives out now, so that a page that is open across an upgrade finds out that it is old. */
import { readFileSync, statSync } from 'node:fs'

/**
 * Names of what the page begins with, in its order; their names hold their content's hash. Read anew when the file was replaced.
 * Null while there is no built page.
 */
export function servedPages(indexFile: string): () => string | null {
  let stamp = ''
  let names: string | null = null
  return () => {
    const found = statSync(indexFile, { throwIfNoEntry: false })
    if (found === undefined) return null
    const now = `${found.ino} ${found.mtimeMs} ${found.size}`
    if (now !== stamp) {
      names = namesIn(readFileSync(indexFile, 'utf8'))
      stamp = now
    }
    return names
  }
}

function namesIn(html: string): string | null {
  const names = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map(([, name]) => name)
  return names.length === 0 ? null : names.join(' ')
}
