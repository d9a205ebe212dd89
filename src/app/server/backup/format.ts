/**
 * A backup on disk: one line that says what it is, then parts behind each other, compressed (Zstandard). A part is a header (JSON),
 * chunks of bytes, and the SHA-256 of both; the last part says how many there were. What is cut or altered is found, and where.
 */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import type { Transform } from 'node:stream'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'
import { Fault } from '../../../base/outcome.ts'

const magic = Buffer.from('MARSAD BACKUP 1\n')
const headerMost = 1024 * 1024
const chunkMost = 4 * 1024 * 1024
const endName = 'end'

export interface PartHeader {
  readonly kind: 'manifest' | 'table' | 'file' | 'keys' | 'end'
  readonly name: string
  /** Columns of a table, in the order of its rows; elsewhere empty. */
  readonly columns: readonly string[]
}

export interface BackupWriter {
  part(header: PartHeader, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>
  /** Writes the end and gives the file its name: until then there is none. */
  close(): Promise<void>
  /** Nothing of it stays. */
  abort(): Promise<void>
}

/** Begins a backup. Only the owner reads the file. */
export async function writeBackup(file: string): Promise<BackupWriter> {
  const unfinished = `${file}.unfinished`
  const sink: WriteStream = createWriteStream(unfinished, { mode: 0o600 })
  await new Promise<void>((resolve, reject) => {
    sink.once('open', () => resolve())
    sink.once('error', (cause) => reject(new Fault('backup.not-writable', { file, why: cause.message }, { cause })))
  })
  let failed: Error | null = null
  sink.on('error', (error) => {
    failed = error
  })
  sink.write(magic)
  const packed: Transform = createZstdCompress()
  packed.pipe(sink)
  let parts = 0

  async function put(bytes: Uint8Array): Promise<void> {
    if (failed) throw new Fault('backup.not-writable', { file, why: (failed as Error).message }, { cause: failed })
    if (!packed.write(bytes)) {
      await new Promise<void>((resolve, reject) => {
        packed.once('drain', resolve)
        sink.once('error', reject)
      }).catch((cause: Error) => {
        throw new Fault('backup.not-writable', { file, why: cause.message }, { cause })
      })
    }
  }

  async function part(header: PartHeader, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const hash = createHash('sha256')
    const head = Buffer.from(JSON.stringify(header))
    await put(framed(head, hash))
    for await (const chunk of chunks)
      for (let at = 0; at < chunk.length; at += chunkMost) await put(framed(chunk.subarray(at, at + chunkMost), hash))
    await put(Buffer.alloc(4))
    await put(hash.digest())
    parts++
  }

  return {
    part,
    async close() {
      await part({ kind: 'end', name: endName, columns: [] }, [Buffer.from(String(parts))])
      await new Promise<void>((resolve, reject) => {
        sink.once('close', resolve)
        sink.once('error', reject)
        packed.end()
      })
      const handle = await open(unfinished, 'r')
      await handle.sync()
      await handle.close()
      await rename(unfinished, file)
    },
    async abort() {
      packed.destroy()
      sink.destroy()
      await rm(unfinished, { force: true })
    },
  }
}

function framed(bytes: Uint8Array, hash: Hash): Uint8Array {
  hash.update(bytes)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

export interface BackupPart {
  readonly header: PartHeader
  /** To be read to its end before the next part; only then its hash has been proved. */
  readonly chunks: AsyncIterable<Uint8Array>
}

/**
 * Reads a backup part by part. Faults: `backup.none` (no such file, or something else), `backup.cut`, `backup.damaged`, each with
 * the part at which it was found.
 */
export async function* readBackup(file: string): AsyncGenerator<BackupPart> {
  const handle = await open(file, 'r').catch((cause: Error) => {
    throw new Fault('backup.none', { file, why: cause.message }, { cause })
  })
  const first = Buffer.alloc(magic.length)
  await handle.read(first, 0, magic.length, 0)
  await handle.close()
  if (!first.equals(magic)) throw new Fault('backup.none', { file, why: 'it is not a backup of Marsad' })

  let at = 'the beginning'
  const source = createReadStream(file, { start: magic.length })
  const plain = createZstdDecompress()
  // A cut file ends its stream with an error; so does one whose bytes were changed.
  source.on('error', (error) => plain.destroy(error))
  source.pipe(plain)
  const bytes = plain[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let held: Buffer = Buffer.alloc(0)

  async function more(): Promise<Buffer | null> {
    try {
      const next = await bytes.next()
      return next.done ? null : next.value
    } catch (cause) {
      const { code, message } = cause as { code?: string; message: string }
      const isCut = code === 'Z_BUF_ERROR' || code === 'ERR_STREAM_PREMATURE_CLOSE' || /unexpected end|truncated/i.test(message)
      throw new Fault(isCut ? 'backup.cut' : 'backup.damaged', { file, at }, { cause })
    }
  }

  async function take(count: number): Promise<Buffer> {
    while (held.length < count) {
      const next = await more()
      if (next === null) throw new Fault('backup.cut', { file, at })
      held = Buffer.concat([held, next])
    }
    const taken = held.subarray(0, count)
    held = held.subarray(count)
    return taken
  }

  try {
    for (let parts = 0; ; parts++) {
      const hash = createHash('sha256')
      const headLength = (await take(4)).readUInt32BE()
      if (headLength === 0 || headLength > headerMost) throw new Fault('backup.damaged', { file, at })
      const head = await take(headLength)
      hash.update(head)
      const header = parseHeader(head)
      if (header === null) throw new Fault('backup.damaged', { file, at })
      at = header.name
      let isRead = false
      async function* chunks(): AsyncGenerator<Uint8Array> {
        for (;;) {
          const length = (await take(4)).readUInt32BE()
          if (length === 0) break
          if (length > chunkMost) throw new Fault('backup.damaged', { file, at })
          const chunk = await take(length)
          hash.update(chunk)
          yield chunk
        }
        if (!(await take(32)).equals(hash.digest())) throw new Fault('backup.damaged', { file, at })
        isRead = true
      }
      if (header.kind === 'end') {
        const count = Number(Buffer.concat(await collect(chunks())).toString())
        if (count !== parts) throw new Fault('backup.damaged', { file, at })
        // Behind the end nothing may follow.
        if ((await more()) !== null || held.length > 0) throw new Fault('backup.damaged', { file, at })
        return
      }
      yield { header, chunks: chunks() }
      if (!isRead) throw new Error(`broken promise: part ${at} is read to its end`)
    }
  } finally {
    source.destroy()
    plain.destroy()
  }
}

/** All bytes of a part, for one that is small by nature. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return all
}

function parseHeader(bytes: Buffer): PartHeader | null {
  try {
    const { kind, name, columns } = JSON.parse(bytes.toString()) as Partial<PartHeader>
    return typeof kind === 'string' && typeof name === 'string' && Array.isArray(columns) ? { kind, name, columns } : null
  } catch {
    return null // Said by the caller, with the place.
  }
}
