/** The units and guides of `docs/operate` say what the programs really take, so that nobody follows them into a wall. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readServeOptions } from '../../src/app/server/options.ts'

const root = join(import.meta.dirname, '../..')
const guides = join(root, 'docs/operate')
const read = (path: string) => readFileSync(join(guides, path), 'utf8')
const has = (program: string) => spawnSync(program, ['--version']).error === undefined

interface Line {
  readonly section: string
  readonly key: string
  readonly value: string
}

/** Every setting of a unit, in its order. */
function linesOf(unit: string): Line[] {
  let section = ''
  return unit.split('\n').flatMap((line) => {
    const text = line.trim()
    if (text === '' || text.startsWith('#')) return []
    const header = /^\[(\w+)\]$/.exec(text)
    if (header) {
      section = header[1] ?? ''
      return []
    }
    const setting = /^(\w+)=(.*)$/.exec(text)
    if (!setting) throw new Error(`not a setting: ${text}`)
    return [{ section, key: setting[1] ?? '', value: setting[2] ?? '' }]
  })
}

const all = (unit: string, key: string) => linesOf(read(unit)).filter((line) => line.key === key)
const value = (unit: string, key: string) => {
  const [only, ...more] = all(unit, key)
  expect(more, `${key} stands once`).toEqual([])
  return only?.value ?? ''
}

/** What stands below `/opt/marsad/current` must stand in the project, except what the installer makes. */
function inTree(text: string): string[] {
  return [...text.matchAll(/\/opt\/marsad\/current\/([\w./-]*\w)/g)]
    .map(([, path]) => path ?? '')
    .filter((path) => path !== 'node')
}

describe('marsad.service', () => {
  const words = value('service/marsad.service', 'ExecStart').split(' ')

  it('starts the launcher of an installed release with options that the program takes', () => {
    expect(words.slice(0, 3)).toEqual(['/opt/marsad/current/node', '/opt/marsad/current/tools/launch.mjs', 'serve'])
    const options = readServeOptions(words.slice(3), {})
    expect(options).toMatchObject({
      role: 'outpost',
      data: '/var/lib/marsad',
      host: '0.0.0.0',
      port: 8443,
      tlsCert: '/etc/marsad/tls/server.crt',
      tlsKey: '/etc/marsad/tls/server.key',
    })
    expect(`/var/lib/${value('service/marsad.service', 'StateDirectory')}`).toBe(options.data)
  })

  it('runs as a user of its own, comes back always, and lets the program end its database itself', () => {
    const of = (key: string) => value('service/marsad.service', key)
    expect([of('User'), of('Restart'), of('KillMode'), of('StartLimitIntervalSec')]).toEqual(['marsad', 'always', 'mixed', '0'])
    expect(Number(of('TimeoutStopSec'))).toBeGreaterThan(5)
  })

  it('closes nothing that Node or PostgreSQL need', () => {
    const keys = linesOf(read('service/marsad.service')).map(({ key }) => key)
    for (const key of ['MemoryDenyWriteExecute', 'ProcSubset', 'PrivateNetwork', 'WatchdogSec']) expect(keys).not.toContain(key)
    const families = value('service/marsad.service', 'RestrictAddressFamilies').split(' ')
    expect(families).toEqual(expect.arrayContaining(['AF_UNIX', 'AF_INET', 'AF_INET6', 'AF_NETLINK']))
  })
})

describe('marsad-kiosk.service', () => {
  it('opens the address of the service, and the policy lets that address sound', () => {
    const port = readServeOptions(value('service/marsad.service', 'ExecStart').split(' ').slice(3), {}).port
    const start = value('service/marsad-kiosk.service', 'ExecStart').split(' ')
    expect(start.at(-1)).toBe(`https://localhost:${port}/`)
    expect(start).toEqual(expect.arrayContaining(['--kiosk', '--noerrdialogs', '--hide-crash-restore-bubble']))
    const policy = JSON.parse(read('service/marsad-kiosk.policy.json')) as { AutoplayAllowlist: string[]; URLAllowlist: string[] }
    expect(policy.AutoplayAllowlist).toEqual([`https://localhost:${port}`])
    expect(policy.URLAllowlist).toEqual(policy.AutoplayAllowlist)
    expect(value('service/marsad-kiosk.service', 'User')).not.toBe(value('service/marsad.service', 'User'))
  })
})

describe.each(['marsad.service', 'marsad-kiosk.service'])('%s', (name) => {
  it('is a unit that systemd understands', () => {
    const unit = read(`service/${name}`)
    expect(new Set(linesOf(unit).map(({ section }) => section))).toEqual(new Set(['Unit', 'Service', 'Install']))
    if (!has('systemd-analyze')) return
    const folder = mkdtempSync(join(tmpdir(), 'marsad-unit-'))
    try {
      // What is installed on an outpost only: any program stands for it here.
      writeFileSync(join(folder, name), unit.replaceAll(/=(\+?)\/(opt|usr|bin)\/\S+/g, '=$1/bin/true'))
      const done = spawnSync('systemd-analyze', ['verify', '--man=no', '--recursive-errors=no', join(folder, name)], {
        encoding: 'utf8',
      })
      expect(done.stderr.split('\n').filter((line) => line.includes(name))).toEqual([])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('the guides', () => {
  const pages = (readdirSync(guides, { recursive: true }) as string[]).filter((path) => /\.(md|service)$/.test(path))

  it.each(pages)('%s names files that are there', (page) => {
    const text = read(page)
    for (const path of inTree(text)) expect(existsSync(join(root, path)), path).toBe(true)
    for (const [, link = ''] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g))
      if (!/^[a-z]+:/.test(link)) expect(existsSync(join(guides, dirname(page), link)), link).toBe(true)
  })

  const helps: readonly (readonly [RegExp, readonly string[]])[] = [
    [/update\.mjs (keys|pack|install|back|list)/, ['tools/update.mjs', '--help']],
    [/authority\.mjs (make|renew|show)/, ['tools/authority.mjs', '--help']],
    [/marsad backup/, ['src/app/cli.ts', 'backup', '--help']],
    [/marsad restore/, ['src/app/cli.ts', 'restore', '--help']],
    [/launch\.mjs serve|marsad serve|npm start -- /, ['src/app/cli.ts', 'serve', '--help']],
  ]
  it.each(helps)('name only options that %s has', (pattern, command) => {
    const help = spawnSync(process.execPath, [...command], { cwd: root, encoding: 'utf8' }).stdout
    expect(help).toContain('--')
    let seen = 0
    for (const page of pages)
      for (const line of read(page).split('\n')) {
        const at = pattern.exec(line)
        if (at === null) continue
        seen += 1
        const [rest = ''] = line.slice(at.index).split(/&&|\||`|#/)
        for (const [option] of rest.matchAll(/(?<=\s)--[a-z-]+/g)) expect(help, `${page}: ${line}`).toContain(option)
      }
    expect(seen).toBeGreaterThan(0)
  })
})
