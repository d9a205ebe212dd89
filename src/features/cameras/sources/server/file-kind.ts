/** What lies at a path, told by its content: so that a wrong file gets a clear fault instead of a decoder's riddle. */
import { open, stat } from 'node:fs/promises'
import { Fault } from '../../../../base/outcome.ts'

export type FileKind =
  | 'folder'
  | 'mp4'
  | 'matroska'
  | 'mpegts'
  | 'avi'
  | 'gzip'
  | 'png'
  | 'jpeg'
  | 'tiff'
  | 'pdf'
  | 'zip'
  | 'text'
  | 'unknown'

const HEAD_BYTES = 4096

/** Throws `source.not-found`, `source.not-readable`, `source.empty` (0 bytes) or says what the file is. */
export async function inspectPath(path: string): Promise<FileKind> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return 'folder'
    if (!found.isFile()) throw new Fault('source.not-readable', { path, reason: 'not-a-file' })
    if (found.size === 0) throw new Fault('source.empty', { path })
    const file = await open(path, 'r')
    try {
      const head = Buffer.alloc(HEAD_BYTES)
      const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0)
      return kindOfBytes(head.subarray(0, bytesRead))
    } finally {
      await file.close()
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG'
    throw new Fault(isMissing ? 'source.not-found' : 'source.not-readable', { path, reason: code }, { cause })
  }
}

/** Kind by the first bytes of a file. Never throws. */
export function kindOfBytes(head: Buffer): FileKind {
  const startsWith = (...bytes: number[]): boolean => bytes.every((byte, index) => head[index] === byte)
  if (['ftyp', 'moov', 'mdat', 'moof', 'styp', 'wide', 'free'].includes(head.toString('latin1', 4, 8))) return 'mp4'
  if (startsWith(0x1a, 0x45, 0xdf, 0xa3)) return 'matroska'
  if (startsWith(0x47) && head.length > 188 && head[188] === 0x47) return 'mpegts'
  if (head.toString('latin1', 0, 4) === 'RIFF') return 'avi'
  if (startsWith(0x1f, 0x8b)) return 'gzip'
  if (startsWith(0x89, 0x50, 0x4e, 0x47)) return 'png'
  if (startsWith(0xff, 0xd8, 0xff)) return 'jpeg'
  if (startsWith(0x49, 0x49, 0x2a, 0) || startsWith(0x4d, 0x4d, 0, 0x2a)) return 'tiff'
  if (head.toString('latin1', 0, 4) === '%PDF') return 'pdf'
  if (startsWith(0x50, 0x4b, 3, 4)) return 'zip'
  return isText(head) ? 'text' : 'unknown'
}

function isText(head: Buffer): boolean {
  if (head.length === 0) return false
  // A character may be cut at the end of what was read.
  const text = head.toString('utf8').slice(0, -1)
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code === 0xfffd || (code < 32 && code !== 9 && code !== 10 && code !== 13)) return false
  }
  return true
}
