/** A viewer of the picture lane, as a page is one, for tests that look at what it gets. */
import { WebSocket } from 'ws'
import { pieceHeaderBytes, type VideoMessage } from '../../src/app/video.ts'
import type { Api } from './program.ts'

const patienceMs = 15_000
const channel = 7

export interface Watched {
  readonly mediaType: string
  readonly width: number
  readonly height: number
  readonly isReencoded: boolean
  /** All of it one after the other is an mp4. */
  readonly pieces: readonly Buffer[]
}

/** Watches a camera until sixteen pieces came, and for `leastMs` at least. Gives the newest stream: it may change meanwhile. */
export async function watchLive(url: string, api: Api & { cookie: string }, cameraId: string, leastMs = 0): Promise<Watched> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/video`, { headers: { cookie: api.cookie, origin: url } })
  let pieces: Buffer[] = []
  let begun: Omit<Watched, 'pieces'> | null = null
  const beganMs = performance.now()
  try {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('nothing live came')), leastMs + patienceMs)
      socket.on('open', () => socket.send(JSON.stringify({ watch: cameraId, channel })))
      socket.on('error', reject)
      socket.on('message', (data: Buffer, isBinary) => {
        if (isBinary && data[0] !== channel) reject(new Error(`a piece for channel ${data[0]}`))
        else if (isBinary) pieces.push(data.subarray(pieceHeaderBytes))
        else {
          const message = JSON.parse(String(data)) as VideoMessage
          if (!('started' in message)) return
          begun = message.started
          pieces = []
        }
        if (pieces.length < 16 || performance.now() - beganMs < leastMs) return
        clearTimeout(late)
        resolve()
      })
    })
  } finally {
    socket.close()
  }
  if (begun === null) throw new Error('it began without saying so')
  return { ...(begun as Omit<Watched, 'pieces'>), pieces }
}
