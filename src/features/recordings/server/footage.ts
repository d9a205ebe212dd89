/** A planned interval as bytes of one mp4, any range of it, in constant memory. Times in fragments are moved as they pass. */
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../../base/outcome.ts'
import { boxAt, fragmentHead, moveFragment } from '../boxes.ts'
import type { Piece, Plan } from '../plan.ts'

const blockBytes = 1 << 20
/** A head of a fragment is never longer. */
const headBytesMost = 1 << 16

/** Bytes `[from, to)` of the plan's mp4. Throws `recording.altered` when a file does not hold what the index says. */
export async function* footage(folder: string, plan: Plan, from: number, to: number): AsyncGenerator<Buffer> {
  if (from < plan.init.bytes) {
    const bytes = await readPart(join(folder, plan.init.segment.file), 0, plan.init.bytes)
    yield bytes.subarray(from, Math.min(to, plan.init.bytes))
  }
  let start = plan.init.bytes
  for (const piece of plan.pieces) {
    const end = start + piece.bytes
    if (end > from && start < to) yield* pieceBytes(folder, piece, Math.max(0, from - start), Math.min(piece.bytes, to - start))
    start = end
    if (start >= to) return
  }
}

/** Bytes `[from, to)` of a piece. Reading begins at a key picture before `from`, because only there a fragment is known to begin. */
async function* pieceBytes(folder: string, piece: Piece, from: number, to: number): AsyncGenerator<Buffer> {
  const { segment, offset, bytes, shiftTicks } = piece
  const path = join(folder, segment.file)
  const enter = Math.max(offset, ...segment.keys.map(([at]) => at).filter((at) => at <= offset + from))
  const file = await openFile(path)
  try {
    let position = enter
    let rest = Buffer.alloc(0)
    let skip = 0
    const last = offset + bytes
    while (position < last) {
      const block = Buffer.allocUnsafe(Math.min(blockBytes, last - position))
      const { bytesRead } = await file.read(block, 0, block.length, position)
      if (bytesRead === 0) throw new Fault('recording.altered', { segment: segment.id })
      position += bytesRead
      let bytesNow = block.subarray(0, bytesRead)
      if (rest.length > 0) bytesNow = Buffer.concat([rest, bytesNow])
      let at = Math.min(skip, bytesNow.length)
      skip -= at
      let whole = at
      while (skip === 0 && at < bytesNow.length) {
        const step = moveAt(bytesNow, at, shiftTicks)
        if (step === null) {
          if (bytesNow.length - at > headBytesMost || position >= last)
            throw new Fault('recording.altered', { segment: segment.id })
          break
        }
        at += step
        if (at > bytesNow.length) skip = at - bytesNow.length
        whole = Math.min(at, bytesNow.length)
      }
      rest = Buffer.from(bytesNow.subarray(whole))
      const begins = position - rest.length - whole - offset
      const out = bytesNow.subarray(Math.max(0, from - begins), Math.max(0, Math.min(whole, to - begins)))
      if (out.length > 0) yield out
      if (begins + whole >= to) return
    }
  } finally {
    await file.close()
  }
}

/** Moves the fragment that begins at `at`; its whole length, or null when its head is not whole yet. */
function moveAt(bytes: Buffer, at: number, shiftTicks: number): number | null {
  const moof = boxAt(bytes, at)
  if (moof === null || moof.type !== 'moof' || at + moof.size + 8 > bytes.length) return null
  const head = bytes.subarray(at, at + moof.size)
  const said = fragmentHead(head)
  const mdat = boxAt(bytes, at + moof.size)
  if (said === null || mdat?.type !== 'mdat') return null
  if (shiftTicks !== 0) moveFragment(head, said, said.startTicks + shiftTicks)
  return moof.size + mdat.size
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Fault('recording.lost', {})
    throw error
  }
}

async function readPart(path: string, from: number, bytes: number): Promise<Buffer> {
  const file = await openFile(path)
  try {
    const buffer = Buffer.alloc(bytes)
    await file.read(buffer, 0, bytes, from)
    return buffer
  } finally {
    await file.close()
  }
}
