/** Small pictures of the past under the hand: one request at a time, the newest wish wins, what was seen is kept. */

export interface Thumbnail {
  readonly address: string
  /** When it was taken. */
  readonly atMs: number
}

export interface Thumbnails {
  /** Wants the picture at or before this instant; `onFound` is told, with null where there is none. */
  want(atMs: number): void
  close(): void
}

/** One is kept each ten seconds; asking finer gives the same picture. */
const EVERY_MS = 10_000
const KEPT = 200

/** Starts it for one camera. */
export function createThumbnails(cameraId: string, onFound: (found: Thumbnail | null, wantedMs: number) => void): Thumbnails {
  const kept = new Map<number, Thumbnail | null>()
  let wanted: number | null = null
  let isUnderWay = false
  let isClosed = false

  function tell(slot: number) {
    const found = kept.get(slot)
    if (found === undefined) return false
    onFound(found, slot)
    return true
  }

  async function fetchNext() {
    if (isUnderWay || wanted === null || isClosed) return
    const slot = wanted
    wanted = null
    if (tell(slot)) return
    isUnderWay = true
    const found = await thumbnailAt(cameraId, slot + EVERY_MS - 1)
    isUnderWay = false
    if (isClosed) return release(found)
    kept.set(slot, found)
    if (kept.size > KEPT) {
      const [oldest] = kept.keys()
      if (oldest !== undefined) {
        release(kept.get(oldest) ?? null)
        kept.delete(oldest)
      }
    }
    tell(slot)
    void fetchNext()
  }

  return {
    want(atMs) {
      wanted = Math.floor(atMs / EVERY_MS) * EVERY_MS
      void fetchNext()
    },
    close() {
      isClosed = true
      for (const found of kept.values()) release(found)
      kept.clear()
    },
  }
}

function release(found: Thumbnail | null) {
  if (found !== null) URL.revokeObjectURL(found.address)
}

async function thumbnailAt(cameraId: string, atMs: number): Promise<Thumbnail | null> {
  try {
    const at = new Date(atMs).toISOString()
    const answer = await fetch(`/api/cameras/${cameraId}/thumbnail.jpg?at=${encodeURIComponent(at)}`, {
      credentials: 'same-origin',
    })
    if (!answer.ok) return null
    const taken = Date.parse(answer.headers.get('x-marsad-at') ?? at)
    return { address: URL.createObjectURL(await answer.blob()), atMs: taken }
  } catch {
    // No answer is no picture: the line below says what is recorded, and the next move of the hand asks again.
    return null
  }
}
