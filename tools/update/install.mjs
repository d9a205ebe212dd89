// Puts a release beside the one that runs and switches over in one step. Until that step everything is as it was, whenever the
// machine stops.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { checkPaths, checkPayload, MANIFEST_FILE, readKey, readRelease, refuse, sha256OfFile } from './archive.mjs'

/** Left free beside the new release. */
const RESERVE_BYTES = 256 * 1024 * 1024

/** Installs a release file; gives back what is installed now and what was before. */
export async function install({ from, keyFile, into, mayGoBack, tell }) {
  const release = readRelease(from, readKey(keyFile, 'public'))
  const { manifest } = release
  const here = `${process.platform}-${process.arch}`
  if (manifest.platform !== null && manifest.platform !== here)
    refuse(`The release is for ${manifest.platform}; this machine is ${here}.`)
  const name = nameOf(manifest)
  mkdirSync(join(into, 'releases'), { recursive: true, mode: 0o755 })
  return locked(into, async () => {
    const before = installedAs(into, 'current')
    if (before !== null && before.name === name) return { name, manifest, before, isSame: true }
    if (before?.manifest && isOlder(manifest, before.manifest) && !mayGoBack)
      refuse(
        `The release is older (${labelOf(manifest)}) than the one that is installed (${labelOf(before.manifest)}). If you really want it, give --back; its data must be restored from a backup of that time.`,
      )
    checkPaths(manifest.files)
    checkDisk(into, manifest)
    tell('The signature holds. Checking the files…')
    await checkPayload(from, release)
    const fresh = join(into, 'releases', `.new-${name}`)
    clearLeftOvers(into)
    tell('Unpacking…')
    await unpack(from, release, fresh)
    flush(fresh)
    checkUnpacked(fresh, manifest)
    const place = join(into, 'releases', name)
    // A release of the same name that stands here is neither the current one nor trusted to be whole.
    if (existsSync(place) && installedAs(into, 'previous')?.name !== name) rmSync(place, { recursive: true })
    if (existsSync(place)) rmSync(fresh, { recursive: true })
    else renameSync(fresh, place)
    flush(join(into, 'releases'))
    if (before !== null) point(into, 'previous', before.name)
    point(into, 'current', name)
    prune(into)
    return { name, manifest, before, isSame: false }
  })
}

/** Switches to the release before; the one that ran becomes the one before. */
export function goBack(into) {
  return locked(into, () => {
    const current = installedAs(into, 'current')
    const previous = installedAs(into, 'previous')
    if (previous === null || current === null) return refuse(`There is no release before in ${into}.`)
    if (previous.name === current.name) return refuse(`${into} has only one release.`)
    point(into, 'previous', current.name)
    point(into, 'current', previous.name)
    return { current: previous, previous: current }
  })
}

/** Every release that is installed. */
export function list(into) {
  const folder = join(into, 'releases')
  if (!existsSync(folder)) return []
  const [current, previous] = [installedAs(into, 'current')?.name, installedAs(into, 'previous')?.name]
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => ({
      name,
      manifest: manifestIn(join(folder, name)),
      isCurrent: name === current,
      isPrevious: name === previous,
    }))
}

/** Version and commit, as people say it. */
export function labelOf({ version, commit, madeAt }) {
  return `${version}${commit ? ` · ${commit.slice(0, 8)}` : ''} · ${madeAt.slice(0, 10)}`
}

function nameOf({ version, payload }) {
  if (!/^[0-9A-Za-z.-]{1,40}$/.test(version) || !/^[0-9a-f]{64}$/.test(payload?.sha256 ?? ''))
    refuse('The release has no proper version.')
  return `${version}-${payload.sha256.slice(0, 12)}`
}

/** By version, and for the same version by when it was made. */
function isOlder(a, b) {
  const order = compareVersions(a.version, b.version)
  return order < 0 || (order === 0 && Date.parse(a.madeAt) < Date.parse(b.madeAt))
}

function compareVersions(a, b) {
  const parts = (text) => {
    const [numbers = '', ...rest] = text.split('-')
    return { numbers: numbers.split('.').map(Number), rest: rest.join('-') }
  }
  const [left, right] = [parts(a), parts(b)]
  for (let at = 0; at < 3; at++) {
    const difference = (left.numbers[at] ?? 0) - (right.numbers[at] ?? 0)
    if (difference !== 0) return difference
  }
  // A preview comes before what it previews.
  if ((left.rest === '') !== (right.rest === '')) return left.rest === '' ? 1 : -1
  return left.rest < right.rest ? -1 : left.rest > right.rest ? 1 : 0
}

function checkDisk(into, { files }) {
  const needed = files.reduce((sum, { size }) => sum + Math.ceil((size ?? 0) / 4096) * 4096, 0) + RESERVE_BYTES
  const { bavail, bsize } = statfsSync(into)
  const free = bavail * bsize
  if (free < needed)
    refuse(`There is too little disk: ${megabytes(needed)} MB are needed in ${into}, ${megabytes(free)} MB are free.`)
}

const megabytes = (bytes) => Math.ceil(bytes / 1e6)

async function unpack(from, { manifest, manifestBytes, payloadAt }, into) {
  mkdirSync(into, { mode: 0o755 })
  const made = new Set([into])
  const folderFor = (path) => {
    const folder = dirname(join(into, path))
    if (made.has(folder)) return
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    made.add(folder)
  }
  const waiting = manifest.files.filter(({ link }) => link === undefined)
  let at = 0
  let writing = null
  const finish = () => {
    const { path, sha256 } = waiting[at]
    closeSync(writing.handle)
    if (writing.hash.digest('hex') !== sha256) refuse(`${path} in the release is not what the manifest says.`)
    writing = null
    at += 1
  }
  // Opens what comes next; empty files are done at once.
  const advance = () => {
    while (writing === null && at < waiting.length) {
      const { path, mode, size } = waiting[at]
      folderFor(path)
      // The set-id bits and writing by others are never wanted.
      writing = {
        handle: openSync(join(into, path), 'wx', mode === 0o755 ? 0o755 : 0o644),
        left: size,
        hash: createHash('sha256'),
      }
      if (size === 0) finish()
    }
  }
  const source = createReadStream(from, { start: payloadAt, end: payloadAt + manifest.payload.bytes - 1, highWaterMark: 1 << 20 })
  const gunzip = source.on('error', (error) => gunzip.destroy(error)).pipe(createGunzip({ chunkSize: 1 << 18 }))
  advance()
  try {
    for await (const piece of gunzip) {
      for (let from = 0; from < piece.length; ) {
        if (writing === null) refuse('The release holds more than its manifest names.')
        const part = piece.subarray(from, from + writing.left)
        for (let done = 0; done < part.length; ) done += writeSync(writing.handle, part, done)
        writing.hash.update(part)
        writing.left -= part.length
        from += part.length
        if (writing.left === 0) {
          finish()
          advance()
        }
      }
    }
  } catch (error) {
    if (error.code === 'ENOSPC') refuse('The disk is full. Nothing was changed: make room and try again.')
    if (String(error.code).startsWith('Z_')) refuse(`The files of the release cannot be unpacked (${error.message}).`)
    throw error
  }
  if (at < waiting.length) refuse('The release holds less than its manifest names.')
  for (const { path, link } of manifest.files) {
    if (link === undefined) continue
    folderFor(path)
    symlinkSync(link, join(into, path))
  }
  for (const folder of made) chmodSync(folder, 0o755)
  for (const { path, mode } of waiting) chmodSync(join(into, path), mode === 0o755 ? 0o755 : 0o644)
  writeFileSync(join(into, MANIFEST_FILE), manifestBytes, { flag: 'wx', mode: 0o644 })
  const node = `node_modules/node-${process.platform}-${process.arch}/bin/node`
  // The same address for the service on every kind of machine.
  if (existsSync(join(into, node)) && !existsSync(join(into, 'node'))) symlinkSync(node, join(into, 'node'))
}

function checkUnpacked(folder, { files }) {
  for (const { path, link, sha256 } of files) {
    const full = join(folder, path)
    if (link === undefined ? sha256OfFile(full) !== sha256 : readlinkSync(full) !== link)
      refuse(`${path} is not on the disk as it was written. The disk may be failing. Nothing was changed.`)
  }
}

/** Everything of the file system that holds the folder reaches the disk; one call for thousands of files. */
function flush(folder) {
  if (spawnSync('sync', ['-f', folder], { stdio: 'ignore' }).status === 0) return
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) flush(path)
    else if (entry.isFile()) syncPath(path)
  }
  syncPath(folder)
}

function syncPath(path) {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** A link is replaced by renaming another over it: there is no instant without it. */
function point(into, link, name) {
  const fresh = join(into, `.${link}.new`)
  rmSync(fresh, { force: true })
  symlinkSync(join('releases', name), fresh)
  renameSync(fresh, join(into, link))
  syncPath(into)
}

function installedAs(into, link) {
  const path = join(into, link)
  let found
  try {
    found = lstatSync(path)
  } catch {
    return null // Nothing is installed yet.
  }
  if (!found.isSymbolicLink()) return refuse(`${path} is there and is no link: it was not made by this program.`)
  const name = basename(readlinkSync(path))
  return { name, manifest: manifestIn(join(into, 'releases', name)) }
}

function manifestIn(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, MANIFEST_FILE), 'utf8'))
  } catch {
    return null // Listed as a folder that cannot be read.
  }
}

function clearLeftOvers(into) {
  for (const name of readdirSync(join(into, 'releases'))) {
    if (name.startsWith('.new-')) rmSync(join(into, 'releases', name), { recursive: true })
  }
}

/** The current one and the one before stay. */
function prune(into) {
  for (const { name, isCurrent, isPrevious } of list(into)) {
    if (!isCurrent && !isPrevious) rmSync(join(into, 'releases', name), { recursive: true })
  }
}

/** One at a time; a lock whose process is gone counts as none. */
function locked(into, act) {
  const file = join(into, '.update.lock')
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST' || attempt > 1) refuse(`${into} cannot be written (${error.message}).`)
      const holder = Number(readFileSync(file, 'utf8'))
      if (Number.isInteger(holder) && holder > 0 && existsSync(`/proc/${holder}`))
        refuse(`Process ${holder} is installing in ${into} already.`)
      unlinkSync(file)
    }
  }
  const release = () => rmSync(file, { force: true })
  try {
    const done = act()
    if (done instanceof Promise) return done.finally(release)
    release()
    return done
  } catch (error) {
    release()
    throw error
  }
}
