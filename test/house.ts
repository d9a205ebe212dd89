/** Walls, house rules and words over the whole tree. Prints each breach with its file and line. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { untidy, untidyStyle } from './house/tidy.ts'
import { type Breach, wallBetween } from './house/walls.ts'
import { forbiddenWords } from './house/words.ts'

const root = join(import.meta.dirname, '..')
const folders = ['src', 'kernels', 'sim', 'bench', 'test', 'tools', 'config']
const rootEntriesMax = 18

/** Everything that breaks a rule of the house. */
export function inspect(): Breach[] {
  const breaches: Breach[] = []
  for (const file of folders.flatMap((folder) => filesBelow(join(root, folder)))) {
    const text = readFileSync(join(root, file), 'utf8')
    if (/\.tsx?$/.test(file)) {
      breaches.push(...untidy(file, text))
      const isTest = /\.test\.ts$|testing\.ts$/.test(file)
      if (file.startsWith('src/') && !isTest) breaches.push(...brokenWalls(file, text))
    }
    if (file.endsWith('.css')) breaches.push(...untidyStyle(file, text))
    if (/\.(tsx?|css|html|mjs)$/.test(file)) breaches.push(...forbiddenWords(file, text))
  }
  const entries = readdirSync(root).filter((name) => !['.git', 'node_modules', 'build', 'data'].includes(name))
  if (entries.length > rootEntriesMax)
    breaches.push({ file: '.', line: 0, message: `${entries.length} entries at the root, ${rootEntriesMax} are enough` })
  return breaches
}

/** Import lines of a file that go through a wall. */
export function brokenWalls(file: string, text: string): Breach[] {
  return text.split('\n').flatMap((line, at) => {
    const found = /(?:from|import\()\s*'([^']+)'/.exec(line)?.[1] ?? /^import '([^']+)'/.exec(line)?.[1]
    if (!found) return []
    const to = found.startsWith('.') ? normalize(join(dirname(file), found)) : found
    const message = wallBetween(file, to)
    return message ? [{ file, line: at + 1, message }] : []
  })
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

if (import.meta.main) {
  const breaches = inspect()
  for (const { file, line, message } of breaches) console.log(`${file}:${line} ${message}`)
  process.exit(breaches.length === 0 ? 0 : 1)
}
