#!/usr/bin/env node
// A private authority for the machines of one site, by the system's openssl: makes it once, gives out the server's certificate,
// renews it, says how it is trusted. The authority may speak for the names and addresses of its site only, whoever gets its key.
import { spawnSync } from 'node:child_process'
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const AUTHORITY_DAYS = 3652
/** Longer ones are refused by browsers. */
const SERVER_DAYS = 825

const help = `A private authority for one site.

  make  --out DIR --name NAME… [--address IP…] [--site TEXT]   authority.crt and authority.key, once; server.crt and server.key
  renew --out DIR [--name NAME…] [--address IP…]               a new server.crt for the same key; other names within the site's
  show  --out DIR                                              what is there, until when, and how it is trusted

  --authority DIR   where authority.key is kept, when it is not in --out (a stick)
  NAME is a name of the site, such as marsad.lan: the authority may then speak for it and all names below it.
  localhost, 127.0.0.1 and ::1 always belong to it.
`

class Refusal extends Error {}
class Usage extends Error {}
const refuse = (words) => {
  throw new Refusal(words)
}

const commands = { make, renew, show }

function make({ out, keep, names, addresses, site }) {
  const files = filesIn(out, keep)
  if (existsSync(files.authorityCert) || existsSync(files.authorityKey))
    refuse(`There is an authority in ${keep} already. It is made once; "renew" gives the server a new certificate.`)
  if (names.length === 0 && addresses.length === 0) throw new Usage('make: give at least one --name or --address.')
  for (const folder of new Set([out, keep])) mkdirSync(folder, { recursive: true, mode: 0o755 })
  const all = withOwn({ names, addresses })
  withScratch((scratch) => {
    const settings = join(scratch, 'authority.cnf')
    writeFileSync(
      settings,
      `[req]
distinguished_name = subject
prompt = no
x509_extensions = authority
[subject]
CN = Marsad authority ${site} ${randomBytes(3).toString('hex')}
[authority]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
nameConstraints = critical, @allowed
[allowed]
${all.names.map((name, at) => `permitted;DNS.${at} = ${name}`).join('\n')}
${all.addresses.map((address, at) => `permitted;IP.${at} = ${address}/${isIP(address) === 4 ? '255.255.255.255' : 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'}`).join('\n')}
`,
    )
    newKey(files.authorityKey)
    openssl(
      'req',
      '-x509',
      '-new',
      '-key',
      files.authorityKey,
      '-sha256',
      '-days',
      AUTHORITY_DAYS,
      '-config',
      settings,
      '-out',
      files.authorityCert,
    )
    chmodSync(files.authorityCert, 0o644)
  })
  newKey(files.serverKey)
  issue(files, all)
  show({ out, keep })
}

function renew({ out, keep, names, addresses }) {
  const files = filesIn(out, keep)
  for (const file of [files.authorityCert, files.authorityKey, files.serverKey])
    if (!existsSync(file)) refuse(`${file} is not there. "make" makes it; --authority names the folder of the authority's key.`)
  const isGiven = names.length > 0 || addresses.length > 0
  if (!isGiven && !existsSync(files.serverCert))
    refuse(`${files.serverCert} is not there: say with --name and --address what it is for.`)
  issue(files, withOwn(isGiven ? { names, addresses } : namesOf(files.serverCert)))
  show({ out, keep })
}

/** The key stays, so that one file is replaced in one step and the running program never sees half a pair. */
function issue(files, { names, addresses }) {
  withScratch((scratch) => {
    const [request, extensions, fresh] = ['server.csr', 'server.cnf', 'server.crt'].map((name) => join(scratch, name))
    writeFileSync(
      extensions,
      `basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = ${[...names.map((name) => `DNS:${name}`), ...addresses.map((address) => `IP:${address}`)].join(', ')}
`,
    )
    openssl('req', '-new', '-key', files.serverKey, '-subj', `/CN=${names[0]}`, '-out', request)
    const serial = `0x${randomBytes(16).toString('hex').replace(/^./, '1')}`
    openssl(
      'x509',
      '-req',
      '-in',
      request,
      '-CA',
      files.authorityCert,
      '-CAkey',
      files.authorityKey,
      '-set_serial',
      serial,
      '-sha256',
      '-days',
      SERVER_DAYS,
      '-extfile',
      extensions,
      '-out',
      fresh,
    )
    const checked = spawnSync('openssl', ['verify', '-CAfile', files.authorityCert, fresh], { encoding: 'utf8' })
    if (checked.status !== 0)
      refuse(
        /permitted subtree/.test(checked.stdout + checked.stderr)
          ? 'The authority of this site may not speak for these names or addresses. For others, make a new authority in a new folder and have it trusted.'
          : `The new certificate does not hold: ${(checked.stdout + checked.stderr).trim()}`,
      )
    const beside = `${files.serverCert}.new`
    writeFileSync(beside, readFileSync(fresh), { mode: 0o644 })
    renameSync(beside, files.serverCert)
  })
}

function show({ out, keep }) {
  const files = filesIn(out, keep)
  for (const file of [files.authorityCert, files.serverCert])
    if (!existsSync(file)) refuse(`${file} is not there. "make" makes it.`)
  const [authority, server] = [files.authorityCert, files.serverCert].map((file) => new X509Certificate(readFileSync(file)))
  const days = (certificate) => Math.floor((Date.parse(certificate.validTo) - Date.now()) / 86_400_000)
  console.log(`Authority    ${files.authorityCert}, until ${authority.validTo} (${days(authority)} days)
Number       ${authority.fingerprint256}
Server       ${files.serverCert} and ${files.serverKey}, until ${server.validTo} (${days(server)} days)
For          ${server.subjectAltName}
Secret       ${existsSync(files.authorityKey) ? `${files.authorityKey}: take it off this machine, to a stick in a safe` : 'the authority key is not here, and that is right'}

Start        npm start -- --host 0.0.0.0 --tls-cert ${files.serverCert} --tls-key ${files.serverKey}

Trust ${files.authorityCert} on every machine that opens the screen. Compare the number first.
  Debian     cp authority.crt /usr/local/share/ca-certificates/marsad.crt && update-ca-certificates
  Chromium   certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n marsad -i authority.crt       (package libnss3-tools)
  Firefox    Settings · Privacy & Security · Certificates · View · Authorities · Import: trust it for web sites
  Windows    double-click · Install · Local Machine · Trusted Root Certification Authorities
  Android    Settings · Security · Encryption and credentials · Install a certificate · CA certificate
  iPhone     open the file · Settings · Profile downloaded · Install, then General · About · Certificate Trust Settings`)
}

function filesIn(out, keep) {
  return {
    authorityCert:
      existsSync(join(out, 'authority.crt')) || out === keep ? join(out, 'authority.crt') : join(keep, 'authority.crt'),
    authorityKey: join(keep, 'authority.key'),
    serverCert: join(out, 'server.crt'),
    serverKey: join(out, 'server.key'),
  }
}

/** The machine itself opens its screen by these. */
function withOwn({ names, addresses }) {
  return {
    names: [...new Set([...names, 'localhost'])],
    addresses: [...new Set([...addresses, '127.0.0.1', '::1'].map(shortest))],
  }
}

/** One way of writing for each address. */
function shortest(address) {
  return isIP(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address
}

function namesOf(file) {
  const parts = (new X509Certificate(readFileSync(file)).subjectAltName ?? '').split(', ')
  const after = (mark) => parts.filter((part) => part.startsWith(mark)).map((part) => part.slice(mark.length))
  return { names: after('DNS:'), addresses: after('IP Address:') }
}

function newKey(file) {
  const text = openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256')
  createPrivateKey(text)
  writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
}

function openssl(...parameters) {
  const done = spawnSync('openssl', parameters.map(String), { encoding: 'utf8' })
  if (done.error?.code === 'ENOENT')
    refuse('The program openssl is not on this machine. On Debian and Ubuntu: apt install openssl.')
  if (done.status !== 0) refuse(`openssl ${parameters[0]}: ${(done.stderr || String(done.error)).trim()}`)
  return done.stdout
}

function withScratch(act) {
  const scratch = mkdtempSync(join(tmpdir(), 'marsad-authority-'))
  try {
    act(scratch)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      authority: { type: 'string' },
      name: { type: 'string', multiple: true },
      address: { type: 'string', multiple: true },
      site: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help || positionals.length === 0) return null
  const [command] = positionals
  if (!Object.hasOwn(commands, command) || positionals.length > 1) throw new Usage(`"${positionals.join(' ')}" is not a command.`)
  if (values.out === undefined) throw new Usage(`${command}: --out DIR is missing.`)
  const names = (values.name ?? []).map((name) => name.toLowerCase())
  for (const name of names)
    if (!/^(?=.{1,250}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(name) || isIP(name) !== 0)
      throw new Usage(`--name ${name}: a name has letters, digits, hyphens and dots. An address goes with --address.`)
  const addresses = values.address ?? []
  for (const address of addresses) if (isIP(address) === 0) throw new Usage(`--address ${address} is no IP address.`)
  const site = values.site ?? names[0] ?? addresses[0] ?? ''
  if (!/^[\w .:-]{0,30}$/.test(site)) throw new Usage('--site takes up to 30 Latin letters, digits, spaces, dots and hyphens.')
  const out = resolve(values.out)
  return { act: commands[command], out, keep: resolve(values.authority ?? out), names, addresses, site }
}

try {
  const given = readArguments()
  if (given === null) console.log(help)
  else given.act(given)
} catch (error) {
  const isUsage = error instanceof Usage || String(error.code).startsWith('ERR_PARSE_ARGS')
  if (!isUsage && !(error instanceof Refusal) && error.syscall === undefined) throw error
  console.error(isUsage ? `${error.message}\n\n${help}` : error.message)
  process.exitCode = isUsage ? 2 : 1
}
