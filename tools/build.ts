/** Builds the kernels and the web part when their sources have changed. Says nothing when there is nothing to do. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')

interface Step {
  readonly name: string
  readonly what: string
  /** Folders and files whose content decides whether it is old. */
  readonly sources: readonly string[]
  readonly product: string
  readonly command: readonly string[]
}

const steps: readonly Step[] = [
  {
    name: 'kernels',
    what: 'the pixel kernels',
    sources: ['kernels', 'package-lock.json'],
    product: 'build/kernels',
    command: ['kernels/build.ts'],
  },
  {
    name: 'web',
    what: 'the pages',
    sources: ['src', 'config/vite.config.ts', 'package-lock.json'],
    product: 'build/web/index.html',
    command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'config/vite.config.ts', '--logLevel', 'warn'],
  },
]

mkdirSync(join(root, 'build'), { recursive: true })
for (const step of steps) {
  if (
    !step.command[0] ||
    !existsSync(join(root, step.command[0])) ||
    (step.name === 'web' && !existsSync(join(root, 'config/vite.config.ts')))
  )
    continue
  const stampFile = join(root, `build/${step.name}.stamp`)
  const stamp = fingerprint(step.sources)
  if (existsSync(join(root, step.product)) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) continue
  console.log(`Building ${step.what}…`)
  const done = spawnSync(process.execPath, [...step.command], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (done.status !== 0) {
    console.error(`Building ${step.what} failed.`)
    process.exit(1)
  }
  writeFileSync(stampFile, stamp)
}

function fingerprint(sources: readonly string[]): string {
  const hash = createHash('sha256')
  for (const source of sources) {
    // What only the server runs does not make a page old.
    for (const file of filesBelow(join(root, source)).filter((path) => !/\/(server|worker)\/|\.test\.ts$/.test(path))) {
      hash.update(relative(root, file)).update(readFileSync(file))
    }
  }
  return hash.digest('hex')
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]))
}
