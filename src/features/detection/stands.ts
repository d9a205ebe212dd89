/** Where tracks stood: kept for as long as frames wait for the clutter norm, so that bodies can be left out afterwards. */
import { BLOCK_PX } from './kernels.ts'
import { parameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import type { Track } from './tracks.ts'

const { clutter } = parameters

/** The memory of boxes by frame time. */
export interface Stands {
  /** Notes the boxes of the tracks seen in this frame. */
  note(tMs: number, tracks: readonly Track[]): void
  /** Sets the blocks where tracks that are confirmed by now stood at `tMs` to 0. */
  readonly close: (tMs: number, open: Float32Array) => void
  /** 1 for every pixel inside a box of a confirmed track, else 0. Valid until asked again. */
  held(tracks: readonly Track[]): Uint8Array
}

/** Room for the lateness at a hundred boxes a frame, 10 frames a second, with some over. */
const ROOM = 4096

interface Stand {
  tMs: number
  track: Track
  bornMs: number
  left: number
  top: number
  right: number
  bottom: number
}

/** An empty memory for one picture size. */
export function createStands({ width, height, stride, rows }: Picture): Stands {
  const stands: Stand[] = []
  const heldPixels = new Uint8Array(stride * rows)
  const drawn: Stand[] = []
  let written = 0

  function fillHeld(value: 0 | 1, { left, top, right, bottom }: Stand): void {
    for (let y = top; y < bottom; y++) heldPixels.fill(value, y * stride + left, y * stride + right)
  }

  return {
    note(tMs, tracks) {
      for (const track of tracks) {
        if (!track.isSeen) continue
        if (written < ROOM) stands.push({ tMs, track, bornMs: 0, left: 0, top: 0, right: 0, bottom: 0 })
        const stand = stands[written++ % ROOM]!
        stand.tMs = tMs
        stand.track = track
        stand.bornMs = track.bornMs
        stand.left = track.left
        stand.top = track.top
        stand.right = track.left + track.width
        stand.bottom = track.top + track.height
      }
    },
    close(tMs, open) {
      const across = stride / BLOCK_PX
      for (let n = written - 1; n >= Math.max(0, written - ROOM); n--) {
        const stand = stands[n % ROOM]!
        if (stand.tMs < tMs) break
        // The object may serve another track by now: the birth tells.
        if (stand.tMs !== tMs || stand.bornMs !== stand.track.bornMs) continue
        if (!stand.track.isConfirmed && !stand.track.isDrifting) continue
        const margin = clutter.exclusionMarginPx
        const left = Math.max(0, stand.left - margin) >> 2
        const right = Math.min(width - 1, stand.right + margin) >> 2
        const top = Math.max(0, stand.top - margin) >> 2
        const bottom = Math.min(height - 1, stand.bottom + margin) >> 2
        for (let y = top; y <= bottom; y++) open.fill(0, y * across + left, y * across + right + 1)
      }
    },
    held(tracks) {
      for (const stand of drawn) fillHeld(0, stand)
      drawn.length = 0
      for (let n = written - 1, left = tracks.length; n >= Math.max(0, written - ROOM) && left > 0; n--, left--) {
        const stand = stands[n % ROOM]!
        if (!stand.track.isConfirmed || !stand.track.isSeen || stand.tMs !== stand.track.lastSeenMs) continue
        drawn.push(stand)
        fillHeld(1, stand)
      }
      return heldPixels
    },
  }
}
