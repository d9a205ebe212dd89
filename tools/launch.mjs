// Starts any command of the project on a fresh machine: installs what is missing, finds the Node that the lock file carries,
// builds the web part and the kernels when they are old, then hands over. Imports nothing from node_modules; runs from Node 18 on.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [command = 'serve', ...args] = process.argv.slice(2)

const entries = {
  serve: ['src/app/cli.ts', 'serve'],
  dev: ['src/app/cli.ts', 'serve'],
  cli: ['src/app/cli.ts'],
  sim: ['src/app/cli.ts', 'simulate'],
  test: ['tools/test.ts'],
  check: ['tools/check.ts'],
  bench: ['bench/run.ts'],
}

const entry = entries[command]
if (!entry) fail(`"${command}" is not a command. Known: ${Object.keys(entries).join(', ')}.`)
if (Number(process.versions.node.split('.')[0]) < 18)
  fail(`Node ${process.versions.node} is too old to start: 18 or newer is needed.`)

// A release that was installed is whole and checked, is not written to, and leaves out what only building and testing need.
const isRelease = existsSync(join(root, 'release.json'))
if (isRelease && ['dev', 'test', 'check', 'bench'].includes(command))
  fail(`"${command}" needs the project itself: an installed release only runs.`)
if (!isRelease) install()
const node = carriedNode()
if (!isRelease && command !== 'check') run(node, ['tools/build.ts'])
handOver(node, [...entry, ...args])

/** Packages of the lock file that are not on disk. File times are not trusted: copies and checkouts change them. */
function missingPackages() {
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const listFile = join(root, 'node_modules/.package-lock.json')
  // npm writes this list last: an interrupted install counts as none.
  const present = existsSync(listFile) ? JSON.parse(readFileSync(listFile, 'utf8')).packages : {}
  return Object.entries(wanted).filter(([path, pack]) => {
    if (path === '' || (pack.optional && !isForThisMachine(pack))) return false
    const found = present[path]
    return !found || found.version !== pack.version || found.integrity !== pack.integrity || !existsSync(join(root, path))
  })
}

/** An optional package counts when it names this kind of machine; those that name none are fallbacks that npm may leave out. */
function isForThisMachine(pack) {
  if (pack.os === undefined || pack.cpu === undefined) return false
  const fits = (list, mine) => list === undefined || [list].flat().includes(mine)
  const isMusl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime
  return fits(pack.os, process.platform) && fits(pack.cpu, process.arch) && fits(pack.libc, isMusl ? 'musl' : 'glibc')
}

function install() {
  if (missingPackages().length === 0) return
  console.log('Installing what Marsad needs (once, about a minute)…')
  const npm = (path) =>
    spawnSync('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PATH: path, NODE_ENV: '' },
    })
  npm(process.env.PATH)
  // An old npm leaves optional packages out without a word when the running Node is older than they ask for.
  if (missingPackages().length > 0 && existsSync(carriedPath())) npm(dirname(carriedPath()) + delimiter + process.env.PATH)
  const missing = missingPackages().map(([path]) => path.replace('node_modules/', ''))
  if (missing.length > 0) {
    fail(
      `The installation is not complete (${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}). ` +
        'The first start needs the package registry, or a node_modules folder or npm cache brought along.',
    )
  }
}

function carriedPath() {
  return join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`)
}

function carriedNode() {
  if (existsSync(carriedPath())) return carriedPath()
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return fail(`There is no Node 24 for ${process.platform} ${process.arch} in the lock file: install Node 24 and start again.`)
}

function environment() {
  return { ...process.env, PATH: dirname(node) + delimiter + join(root, 'node_modules/.bin') + delimiter + process.env.PATH }
}

function run(program, parameters) {
  const done = spawnSync(program, parameters, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: environment() })
  if (done.status !== 0) process.exit(done.status ?? 1)
}

/** The program gets a line to this process: when the launcher is killed, the line breaks and the program ends itself. */
function handOver(program, [script, ...parameters]) {
  const child = spawn(program, [join(root, script), ...parameters], {
    cwd: command === 'cli' || command === 'serve' ? process.cwd() : root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...environment(), MARSAD_LAUNCHED: '1' },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
