/** The site's own authority and the program behind its certificate: real openssl, real program, real clients. */
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { freshFolder, type Program, password, refusedStart, removeFolder, startProgram, until } from '../stories/program.ts'

const root = join(import.meta.dirname, '../..')
let folder: string
let tls: string
let other: string
let programs: Program[] = []
let folders: string[] = []

function authority(...parameters: string[]): { code: number | null; said: string } {
  const done = spawnSync(process.execPath, [join(root, 'tools/authority.mjs'), ...parameters], { encoding: 'utf8' })
  return { code: done.status, said: done.stdout + done.stderr }
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly serial: string
}

/** What a client of the port gets that trusts this authority and asks for this name. */
function ask(url: string, ca: string, servername = 'marsad.lan', body?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(url)
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path: body ? '/api/session' : '/',
        method: body ? 'POST' : 'GET',
        ca: readFileSync(join(ca, 'authority.crt')),
        servername,
        agent: false,
        headers: body ? { 'content-type': 'application/json' } : {},
      },
      (response) => {
        const { serialNumber } = (response.socket as TLSSocket).getPeerCertificate()
        response.resume()
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, serial: serialNumber }))
      },
    )
    sent.on('error', reject)
    sent.end(body ? JSON.stringify(body) : undefined)
  })
}

async function start(cert = join(tls, 'server.crt'), key = join(tls, 'server.key')): Promise<Program> {
  const data = freshFolder()
  folders.push(data)
  const program = await startProgram(data, [
    '--role',
    'hq',
    '--no-demo',
    '--host',
    '0.0.0.0',
    '--tls-cert',
    cert,
    '--tls-key',
    key,
  ])
  programs.push(program)
  return program
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'marsad-tls-'))
  ;[tls, other] = [join(folder, 'tls'), join(folder, 'other')]
  expect(authority('make', '--out', tls, '--name', 'marsad.lan', '--address', '192.0.2.10').code).toBe(0)
  expect(authority('make', '--out', other, '--name', 'marsad.lan').code).toBe(0)
})
afterEach(async () => {
  await Promise.all(programs.map((program) => program.stop()))
  for (const each of folders) removeFolder(each)
  programs = []
  folders = []
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the authority', () => {
  it('keeps its key to its owner, lasts ten years, and is made once', () => {
    for (const name of ['authority.key', 'server.key']) expect(statSync(join(tls, name)).mode & 0o777).toBe(0o600)
    const made = new X509Certificate(readFileSync(join(tls, 'authority.crt')))
    const years = (Date.parse(made.validTo) - Date.parse(made.validFrom)) / (365.25 * 86_400_000)
    expect(years).toBeCloseTo(10, 1)
    expect(made.ca).toBe(true)
    const again = authority('make', '--out', tls, '--name', 'marsad.lan')
    expect(again).toMatchObject({ code: 1 })
    expect(again.said).toContain('It is made once')
  })

  it('gives the server 825 days for the names and addresses of the site', () => {
    const made = new X509Certificate(readFileSync(join(tls, 'server.crt')))
    expect(Math.round((Date.parse(made.validTo) - Date.parse(made.validFrom)) / 86_400_000)).toBe(825)
    expect(made.subjectAltName).toBe(
      'DNS:marsad.lan, DNS:localhost, IP Address:192.0.2.10, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    )
    expect(made.checkIssued(new X509Certificate(readFileSync(join(tls, 'authority.crt'))))).toBe(true)
  })

  it('speaks for its own site only, also with its key in other hands', async () => {
    const refused = authority('renew', '--out', tls, '--name', 'bank.example')
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.said).toContain('may not speak for these names')
    expect(authority('renew', '--out', tls, '--address', '192.0.2.11').said).toContain('may not speak for these names')

    // Whoever has the key asks openssl and not us: the client refuses.
    const forged = join(folder, 'forged.crt')
    const ext = join(folder, 'forged.cnf')
    writeFileSync(ext, 'subjectAltName = DNS:bank.example\n')
    const csr = spawnSync('openssl', ['req', '-new', '-key', join(tls, 'server.key'), '-subj', '/CN=bank.example'])
    const made = spawnSync(
      'openssl',
      `x509 -req -CA ${tls}/authority.crt -CAkey ${tls}/authority.key -set_serial 7 -days 9 -extfile ${ext} -out ${forged}`.split(
        ' ',
      ),
      { input: csr.stdout },
    )
    expect(made.status).toBe(0)
    const program = await start(forged)
    await expect(ask(program.url, tls, 'bank.example')).rejects.toThrow('permitted subtree violation')
  })

  it('says what is missing', () => {
    expect(authority('make', '--out', join(folder, 'none')).said).toContain('at least one --name or --address')
    expect(authority('make', '--out', join(folder, 'none'), '--name', 'a name').said).toContain('letters, digits')
    expect(authority('make', '--out', join(folder, 'none'), '--address', '300.1.1.1').said).toContain('is no IP address')
    expect(authority('renew', '--out', join(folder, 'none')).said).toContain('is not there')
    const done = spawnSync(
      process.execPath,
      [join(root, 'tools/authority.mjs'), 'make', '--out', join(folder, 'none'), '--name', 'a.lan'],
      { encoding: 'utf8', env: { PATH: '/nowhere' } },
    )
    expect(done.status).toBe(1)
    expect(done.stderr).toContain('apt install openssl')
    expect(done.stderr).not.toMatch(/\n\s+at /)
  })
})

describe('the program on every address', () => {
  it('answers who trusts the authority, with cookies for TLS only; others refuse it; a renewed certificate is taken', async () => {
    const program = await start()
    expect(program.url).toMatch(/^https:\/\/0\.0\.0\.0:\d+$/)
    const first = await ask(program.url, tls)
    expect(first.status).toBe(200)
    expect(first.headers['strict-transport-security']).toMatch(/max-age=31536000/)
    const signedIn = await ask(program.url, tls, 'localhost', { name: 'admin', password })
    expect(signedIn.status).toBe(200)
    const cookies = signedIn.headers['set-cookie'] ?? []
    expect(cookies).toHaveLength(2)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; Secure(;|$)/)
      expect(cookie).toMatch(/; HttpOnly(;|$)/)
      expect(cookie).toMatch(/; SameSite=Strict(;|$)/)
    }
    await expect(ask(program.url, other)).rejects.toMatchObject({
      code: expect.stringMatching(/VERIFY|SIGNATURE|ISSUER|SELF_SIGNED/),
    })
    await expect(ask(program.url, tls, 'elsewhere.lan')).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })

    // A pair that does not fit changes nothing and is said.
    const right = readFileSync(join(tls, 'server.crt'))
    writeFileSync(join(tls, 'server.crt'), readFileSync(join(other, 'server.crt')))
    await until(async () => program.output().includes('the renewed certificate is not taken'), 20_000)
    expect((await ask(program.url, tls)).serial).toBe(first.serial)
    writeFileSync(join(tls, 'server.crt'), right)

    expect(authority('renew', '--out', tls)).toMatchObject({ code: 0 })
    const renewed = new X509Certificate(readFileSync(join(tls, 'server.crt'))).serialNumber
    expect(renewed).not.toBe(first.serial)
    await until(async () => (await ask(program.url, tls)).serial === renewed, 20_000)
    expect(program.child.exitCode).toBe(null)
  }, 120_000)

  it('says in one line what is wrong with certificate or key, and touches no data', async () => {
    const notText = join(folder, 'not.pem')
    writeFileSync(notText, 'nothing')
    const said = async (cert: string, key: string) => {
      const data = join(folder, 'untouched')
      const line = await refusedStart(data, ['--host', '0.0.0.0', '--tls-cert', cert, '--tls-key', key])
      expect(line).toMatch(/^ended with 1: [^\n]+\n$/)
      expect(statSync(data, { throwIfNoEntry: false })).toBe(undefined)
      return line
    }
    const [cert, key] = [join(tls, 'server.crt'), join(tls, 'server.key')]
    expect(await said(cert, join(other, 'server.key'))).toContain('do not belong together')
    expect(await said(join(folder, 'nowhere.crt'), key)).toContain('cannot be read')
    expect(await said(folder, key)).toContain('cannot be read')
    expect(await said(notText, key)).toContain('is not a certificate')
    expect(await said(cert, notText)).toContain('is not a private key')
    const locked = join(folder, 'locked.key')
    spawnSync('openssl', ['pkey', '-in', key, '-aes256', '-passout', 'pass:secret', '-out', locked])
    expect(await said(cert, locked)).toContain('without a password')
    const half = await refusedStart(join(folder, 'untouched'), ['--tls-cert', cert])
    expect(half).toContain('go together')
  })
})
