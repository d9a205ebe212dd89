/** `npm run check`: types, walls, house rules, words, format, in seconds. Ends with 1 when anything is wrong. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

export const checks: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: 'types of pure code', command: ['node_modules/typescript/bin/tsc', '-p', 'config/tsconfig.pure.json'] },
  { name: 'types of the server', command: ['node_modules/typescript/bin/tsc', '-p', 'config/tsconfig.server.json'] },
  { name: 'types of the pages', command: ['node_modules/typescript/bin/tsc', '-p', 'config/tsconfig.web.json'] },
  { name: 'types of the stories', command: ['node_modules/typescript/bin/tsc', '-p', 'config/tsconfig.stories.json'] },
  { name: 'walls, house rules, words', command: ['test/house.ts'] },
  {
    name: 'format and lint',
    command: [
      'node_modules/@biomejs/biome/bin/biome',
      'check',
      '--config-path=config',
      '--diagnostic-level=error',
      'src',
      'kernels',
      'sim',
      'bench',
      'test',
      'tools',
    ],
  },
]

/** Runs every check; what a failing one says is printed. Returns the names of those that failed. */
export function runChecks(): string[] {
  const failed: string[] = []
  for (const { name, command } of checks) {
    const done = spawnSync(process.execPath, [...command], { cwd: root, encoding: 'utf8' })
    console.log(`${done.status === 0 ? '✓' : '✗'} ${name}`)
    if (done.status === 0) continue
    failed.push(name)
    console.log(`${done.stdout}${done.stderr}`.trim())
  }
  return failed
}

if (import.meta.main) process.exit(runChecks().length === 0 ? 0 : 1)
