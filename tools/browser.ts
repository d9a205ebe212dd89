/** Finds a Chromium for the browser tests, or installs one: Playwright's own, or as root the distribution's package. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Path of a browser, or null when there is none and none can be had (the browser tests then fail and say how to mend it). */
export function ensureBrowser(): string | null {
  const found = find()
  if (found) return found
  console.log('No Chromium for the browser tests: installing one…')
  spawnSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'], {
    cwd: root,
    stdio: 'ignore',
    timeout: 180_000,
  })
  if (!find() && process.getuid?.() === 0) {
    const apt = (...parameters: string[]) =>
      spawnSync('apt-get', parameters, {
        stdio: 'ignore',
        timeout: 400_000,
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
    apt('update')
    apt('install', '-y', '--no-install-recommends', 'chromium')
  }
  const now = find()
  if (!now) console.log('No Chromium could be installed: set CHROMIUM_PATH, or install the package "chromium".')
  return now
}

function find(): string | null {
  const { CHROMIUM_PATH } = process.env
  const candidates = [
    CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    ...playwrightOwn(),
  ]
  return candidates.find((path) => path !== undefined && existsSync(path)) ?? null
}

function playwrightOwn(): string[] {
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache/ms-playwright')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.startsWith('chromium'))
    .flatMap((name) => [
      join(folder, name, 'chrome-linux/chrome'),
      join(folder, name, 'chrome-linux64/chrome'),
      join(folder, name, 'chrome-linux/headless_shell'),
    ])
}
