#!/usr/bin/env node
// Releases of Marsad without a network: makes them, signs them, and installs them from a stick. Needs nothing but Node ≥ 18.
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Refusal, readKey, refuse } from './update/archive.mjs'
import { goBack, install, labelOf, list } from './update/install.mjs'
import { pack } from './update/pack.mjs'

const help = `Releases of Marsad without a network.

  keys    --out DIR                                 a pair of keys: marsad-release.key (secret) and marsad-release.pub
  pack    --key PRIVATE --out FILE [--tree DIR]     a release file of a built project; --changed takes files that
                                                    are not committed as they stand, --fast packs quicker and larger
  install --from FILE [--key PUBLIC] [--into DIR]   checks the signature, unpacks beside, switches over; --back also an older one
  back    [--into DIR]                              the release before
  list    [--into DIR]                              what is installed

  --key of install is /etc/marsad/release.pub, --into is /opt/marsad, when they are not given.
`

/** Something is missing or not known on the command line. */
class Usage extends Error {}

const commands = {
  keys({ out }) {
    const folder = need(out, 'keys --out DIR')
    const [secret, open] = [join(folder, 'marsad-release.key'), join(folder, 'marsad-release.pub')]
    for (const file of [secret, open]) if (existsSync(file)) refuse(`${file} is there already. A key is written over nothing.`)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    writeFileSync(secret, privateKey.export({ type: 'pkcs8', format: 'pem' }), { flag: 'wx', mode: 0o600 })
    writeFileSync(open, publicKey.export({ type: 'spki', format: 'pem' }), { flag: 'wx', mode: 0o644 })
    say(`The key's number is ${readKey(open, 'public').number}`)
    say(`Keep ${secret} off every outpost. Put ${open} on each as /etc/marsad/release.pub, and compare the number there.`)
  },
  async pack({ key, out, tree, changed, fast }) {
    const manifest = await pack({
      tree: tree ?? join(dirname(fileURLToPath(import.meta.url)), '..'),
      keyFile: need(key, 'pack --key PRIVATE'),
      out: need(out, 'pack --out FILE'),
      mayBeChanged: changed === true,
      isFast: fast === true,
    })
    const megabytes = Math.round(manifest.payload.bytes / 1e6)
    say(
      `${out}: Marsad ${labelOf(manifest)}, ${manifest.files.length} files, ${megabytes} MB, for ${manifest.platform ?? 'any machine'}.`,
    )
  },
  async install({ from, key, into, back }) {
    const folder = into ?? '/opt/marsad'
    const done = await install({
      from: need(from, 'install --from FILE'),
      keyFile: key ?? '/etc/marsad/release.pub',
      into: folder,
      mayGoBack: back === true,
      tell: say,
    })
    if (done.isSame) return say(`Marsad ${labelOf(done.manifest)} is installed already. Nothing was changed.`)
    say(`Installed: Marsad ${labelOf(done.manifest)} in ${join(folder, 'current')}.`)
    if (done.before?.manifest) say(`The one before stays: Marsad ${labelOf(done.before.manifest)}.`)
    say('What runs now still runs. Next: systemctl restart marsad, then look at the three lamps of the screen.')
    say('If it does not start: update.mjs back, and restore the backup that was made before.')
  },
  back({ into }) {
    const folder = into ?? '/opt/marsad'
    const { current } = goBack(folder)
    say(
      `Now: Marsad ${current.manifest ? labelOf(current.manifest) : current.name} in ${join(folder, 'current')}. Next: systemctl restart marsad.`,
    )
    say('A data folder that a newer version has opened is refused by this one: restore the backup that was made before.')
  },
  list({ into }) {
    const all = list(into ?? '/opt/marsad')
    if (all.length === 0) return say(`Nothing is installed in ${into ?? '/opt/marsad'}.`)
    for (const { name, manifest, isCurrent, isPrevious } of all)
      say(
        `${isCurrent ? '* ' : '  '}${name}  ${manifest ? labelOf(manifest) : 'cannot be read'}${isPrevious ? '  (before)' : ''}`,
      )
  },
}

function say(line) {
  console.log(line)
}

function need(value, example) {
  if (value === undefined) throw new Usage(`update.mjs ${example}: something is missing.`)
  return resolve(value)
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      key: { type: 'string' },
      tree: { type: 'string' },
      from: { type: 'string' },
      into: { type: 'string' },
      back: { type: 'boolean' },
      changed: { type: 'boolean' },
      fast: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  const [command] = positionals
  if (values.help || command === undefined) say(help)
  else if (!Object.hasOwn(commands, command) || positionals.length > 1)
    throw new Usage(`"${positionals.join(' ')}" is not a command.`)
  else await commands[command](values)
} catch (error) {
  const isUsage = error instanceof Usage || String(error.code).startsWith('ERR_PARSE_ARGS')
  if (!isUsage && !(error instanceof Refusal) && error.syscall === undefined) throw error
  console.error(isUsage ? `${error.message}\n\n${help}` : error.message)
  process.exitCode = isUsage ? 2 : 1
}
