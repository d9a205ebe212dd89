/** What a page carries: a library that checks schemas weighs on every first load, and our own policy forbids what it tries. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** Modules that a file brings at once: what is only a type is gone before, and a page that is asked for later brings its own. */
function importsOf(text: string): string[] {
  const found: string[] = []
  for (const [, what = '', from = ''] of text.matchAll(/^(?:import|export)\s+((?:(?!from\s).)*?)\s*from\s+'([^']+)'/gms)) {
    if (what.startsWith('type ')) continue
    const names = /^\{([^}]*)\}$/.exec(what)?.[1]
    const isOnlyTypes = names?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type ')) ?? false
    if (!isOnlyTypes) found.push(from)
  }
  return found
}

/** How a package is reached from a file; null: not at all. */
function wayTo(start: string, wanted: string): string[] | null {
  const from = new Map<string, string | null>([[start, null]])
  for (const file of from.keys()) {
    for (const name of importsOf(readFileSync(file, 'utf8'))) {
      if (name === wanted) {
        const way: string[] = [wanted]
        for (let at: string | null = file; at !== null; at = from.get(at) ?? null) way.unshift(at)
        return way
      }
      const path = join(dirname(file), name)
      if (name.startsWith('.') && /\.tsx?$/.test(name) && existsSync(path) && !from.has(path)) from.set(path, file)
    }
  }
  return null
}

test('the first load carries no schemas: its lists come from `lists.ts`', () => {
  expect(wayTo(join(import.meta.dirname, 'main.tsx'), 'zod')?.join(' → ') ?? null).toBeNull()
  // The search itself finds what is there.
  expect(wayTo(join(import.meta.dirname, '../server/alert-routes.ts'), 'zod')).not.toBeNull()
  expect(wayTo(join(import.meta.dirname, 'main.tsx'), 'react')).not.toBeNull()
})
