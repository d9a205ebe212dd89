/** `npm test`: checks, then every test. The last line is `N passed, N failed`; a failed check counts as one. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBrowser } from './browser.ts'
import { checks, runChecks } from './check.ts'

const root = join(import.meta.dirname, '..')
const filters = process.argv.slice(2)

const failedChecks = filters.length > 0 ? [] : runChecks()
const passedChecks = filters.length > 0 ? 0 : checks.length - failedChecks.length
const browser = ensureBrowser()

const vitest = spawn(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'config/vitest.config.ts', ...filters],
  {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(browser ? { CHROMIUM_PATH: browser } : {}) },
  },
)
let counted = { passed: 0, failed: 1 }
let rest = ''
vitest.stdout.on('data', (bytes: Buffer) => {
  const lines = (rest + bytes.toString()).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    const sum = /^(\d+) passed, (\d+) failed$/.exec(line)
    if (sum) counted = { passed: Number(sum[1]), failed: Number(sum[2]) }
    else console.log(line)
  }
})
vitest.on('close', (code) => {
  const passed = counted.passed + passedChecks
  const failed = counted.failed + failedChecks.length + (code !== 0 && counted.failed === 0 ? 1 : 0)
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
})
