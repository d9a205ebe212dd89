// The form of a release file: a line of magic, a line with the signature, the manifest, then every file's bytes in the order
// of the manifest, packed by gzip. The signature covers the manifest; the manifest holds the SHA-256 of all that follows and of
// each file. Nothing of it is believed before the signature is.
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { closeSync, createReadStream, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { posix } from 'node:path'

const MAGIC = 'MARSAD-UPDATE 1\n'
/** So that a signature made for anything else is none here. */
const SIGNED_AS = 'marsad update manifest 1\n'
const HEAD_BYTES_MAX = 1024
const MANIFEST_BYTES_MAX = 64 * 1024 * 1024
/** The installer's own file in a release. */
export const MANIFEST_FILE = 'release.json'

/** A reason not to go on, in words for the person at the keyboard. */
export class Refusal extends Error {}

/** Stops with words for the person at the keyboard. */
export function refuse(words) {
  throw new Refusal(words)
}

/** A private or public key of a release, and its number: the SHA-256 of the public part. */
export function readKey(file, kind) {
  try {
    const text = readFileSync(file)
    const key = kind === 'private' ? createPrivateKey(text) : createPublicKey(text)
    if (key.asymmetricKeyType !== 'ed25519') return refuse(`${file} is not a release key (Ed25519).`)
    const spki = createPublicKey(text).export({ type: 'spki', format: 'der' })
    return { key, number: sha256(spki) }
  } catch (error) {
    if (error instanceof Refusal) throw error
    return refuse(`${file} cannot be read as a ${kind} release key (${error.message}).`)
  }
}

/** Everything that stands before the packed files. */
export function headOf(manifest, { key, number }) {
  const bytes = Buffer.from(JSON.stringify(manifest))
  const signature = sign(null, Buffer.concat([Buffer.from(SIGNED_AS), bytes]), key).toString('base64')
  return Buffer.concat([
    Buffer.from(MAGIC),
    Buffer.from(`${JSON.stringify({ manifestBytes: bytes.length, key: number, signature })}\n`),
    bytes,
  ])
}

/** The manifest of a release file whose signature is by this key, and where its files begin. */
export function readRelease(file, { key, number }) {
  const handle = open(file)
  try {
    const { size } = fstatSync(handle)
    const start = readAt(handle, 0, Math.min(size, MAGIC.length + HEAD_BYTES_MAX))
    if (start.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) refuse(`${file} is not a release of Marsad.`)
    const lineEnd = start.indexOf(0x0a, MAGIC.length)
    const head = lineEnd < 0 ? null : parse(start.subarray(MAGIC.length, lineEnd))
    if (
      head === null ||
      !Number.isInteger(head.manifestBytes) ||
      head.manifestBytes < 2 ||
      head.manifestBytes > MANIFEST_BYTES_MAX
    )
      return refuse(`${file} is damaged at its beginning. Take another copy of it.`)
    if (head.key !== number)
      refuse(
        `${file} was signed with another key (${String(head.key).slice(0, 16)}…, and ours is ${number.slice(0, 16)}…). Do not install it; ask who gave it to you.`,
      )
    const from = lineEnd + 1
    if (from + head.manifestBytes > size) refuse(`${file} is cut. Take another copy of it.`)
    const bytes = readAt(handle, from, head.manifestBytes)
    const signed = Buffer.concat([Buffer.from(SIGNED_AS), bytes])
    if (!verify(null, signed, key, Buffer.from(String(head.signature), 'base64')))
      refuse(`The signature of ${file} does not hold: the file was altered or damaged. Take another copy of it.`)
    const manifest = JSON.parse(bytes.toString())
    if (manifest.format !== 1) refuse(`${file} is of a form that this program does not know. Use the update program beside it.`)
    return { manifest, manifestBytes: bytes, payloadAt: from + head.manifestBytes, size }
  } finally {
    closeSync(handle)
  }
}

/** Refuses packed files that are cut, longer or other than the manifest says. */
export async function checkPayload(file, { manifest, payloadAt, size }) {
  const { bytes, sha256: expected } = manifest.payload
  if (size < payloadAt + bytes) refuse(`${file} is cut: ${payloadAt + bytes - size} bytes are missing. Take another copy of it.`)
  if (size > payloadAt + bytes) refuse(`${file} has ${size - payloadAt - bytes} bytes behind its end. Take another copy of it.`)
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file, { start: payloadAt, highWaterMark: 1 << 20 })) hash.update(piece)
  if (hash.digest('hex') !== expected)
    refuse(`${file} is not what was signed: its files were altered or damaged. Take another copy of it.`)
}

/** Refuses names that leave the folder, stand twice, or go through a link, and links that lead out. */
export function checkPaths(entries) {
  const kinds = new Map()
  for (const { path, link } of entries) {
    const isPlain =
      typeof path === 'string' &&
      path !== '' &&
      !/[\\\0\n]/.test(path) &&
      !posix.isAbsolute(path) &&
      posix.normalize(path) === path &&
      !path.split('/').some((part) => part === '..' || part === '.' || part === '')
    if (!isPlain || path === MANIFEST_FILE) refuse(`The release names a path that is not allowed: ${JSON.stringify(path)}.`)
    if (kinds.has(path)) refuse(`The release names ${path} twice.`)
    kinds.set(path, link === undefined ? 'file' : 'link')
    if (link !== undefined && !staysInside(path, link))
      refuse(`The release has a link that leads out: ${path} → ${JSON.stringify(link)}.`)
  }
  for (const path of kinds.keys()) {
    for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder))
      if (kinds.has(folder)) refuse(`The release puts ${path} below ${folder}, which is no folder.`)
  }
}

/** Up only at its beginning: what goes up behind another name could go up behind a link. */
export function staysInside(path, link) {
  if (
    typeof link !== 'string' ||
    link === '' ||
    /[\\\0\n]/.test(link) ||
    posix.isAbsolute(link) ||
    posix.normalize(link) !== link
  )
    return false
  const end = posix.normalize(posix.join(posix.dirname(path), link))
  return end !== '..' && !end.startsWith('../')
}

/** SHA-256 as hex. */
export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}

/** SHA-256 of a file, a piece at a time. */
export function sha256OfFile(file) {
  const hash = createHash('sha256')
  const handle = openSync(file, 'r')
  const buffer = Buffer.allocUnsafe(1 << 20)
  try {
    for (let got = readSync(handle, buffer); got > 0; got = readSync(handle, buffer)) hash.update(buffer.subarray(0, got))
  } finally {
    closeSync(handle)
  }
  return hash.digest('hex')
}

function open(file) {
  try {
    return openSync(file, 'r')
  } catch (error) {
    return refuse(`${file} cannot be read (${error.message}).`)
  }
}

function readAt(handle, at, length) {
  const buffer = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const got = readSync(handle, buffer, done, length - done, at + done)
    if (got === 0) break
    done += got
  }
  return buffer.subarray(0, done)
}

function parse(bytes) {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return null // Said by the caller, who knows the file.
  }
}
