/** Which boxes belong to the picture on the screen. Pure: the drawing asks it in every frame. */
import type { JudgedPicture } from './pictures.ts'

/** Boxes of a picture that was not judged itself: the newest before it, and only this young. */
export const BOXES_STAND_MS = 300
/** More than a player ever keeps behind the picture that it shows. */
const KEPT_MS = 20_000

export interface BoxesNow {
  readonly picture: JudgedPicture
  /** They were seen in this very picture; else they are the newest before it. */
  readonly isExact: boolean
}

/** Judged pictures in order of media time. */
export class BoxShelf {
  readonly #pictures: JudgedPicture[] = []

  /** Takes one; pictures mostly come in order, and a repeated one replaces the first. */
  add(picture: JudgedPicture): void {
    let at = this.#pictures.length
    while (at > 0 && (this.#pictures[at - 1]?.mediaMs ?? 0) > picture.mediaMs) at -= 1
    if (this.#pictures[at - 1]?.mediaMs === picture.mediaMs) this.#pictures[at - 1] = picture
    else this.#pictures.splice(at, 0, picture)
    const oldest = (this.#pictures.at(-1)?.mediaMs ?? 0) - KEPT_MS
    while ((this.#pictures[0]?.mediaMs ?? oldest) < oldest) this.#pictures.shift()
  }

  clear(): void {
    this.#pictures.length = 0
  }

  /**
   * The boxes of the picture at `mediaMs`: those of the nearest judged picture within half a frame's interval, else the newest
   * before it that is not older than `BOXES_STAND_MS`. Null: nothing is known of this picture.
   */
  at(mediaMs: number, frameMs: number): BoxesNow | null {
    // The newest that does not come after the picture; the one behind it is the only other that can be nearer.
    let before = -1
    for (let low = 0, high = this.#pictures.length - 1; low <= high; ) {
      const middle = (low + high) >> 1
      if ((this.#pictures[middle]?.mediaMs ?? Infinity) <= mediaMs) {
        before = middle
        low = middle + 1
      } else high = middle - 1
    }
    const earlier = this.#pictures[before]
    const later = this.#pictures[before + 1]
    const earlierBy = earlier === undefined ? Infinity : mediaMs - earlier.mediaMs
    const laterBy = later === undefined ? Infinity : later.mediaMs - mediaMs
    const half = frameMs / 2
    if (earlier !== undefined && earlierBy <= half && earlierBy <= laterBy) return { picture: earlier, isExact: true }
    if (later !== undefined && laterBy <= half) return { picture: later, isExact: true }
    if (earlier !== undefined && earlierBy <= BOXES_STAND_MS) return { picture: earlier, isExact: false }
    return null
  }
}

/** The time from one picture to the next, learnt from the pictures shown: the least of the last ones, since a busy page skips some. */
export class FrameInterval {
  readonly #steps: number[] = []
  #lastMs: number | null = null

  /** Takes the media time of a picture that was shown. */
  shown(mediaMs: number): void {
    const step = this.#lastMs === null ? 0 : mediaMs - this.#lastMs
    this.#lastMs = mediaMs
    if (step <= 1 || step > 2000) return
    this.#steps.push(step)
    if (this.#steps.length > 12) this.#steps.shift()
  }

  /** Before anything is known, that of 9 pictures a second, the slowest that thermal cameras are sold with. */
  get ms(): number {
    return this.#steps.length === 0 ? 1000 / 9 : Math.min(...this.#steps)
  }
}

/** Where a picture of one shape stands inside a place of another, whole and in the middle. */
export function fitted(
  place: { readonly width: number; readonly height: number },
  picture: { readonly width: number; readonly height: number },
): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } {
  if (picture.width <= 0 || picture.height <= 0) return { x: 0, y: 0, width: place.width, height: place.height }
  const scale = Math.min(place.width / picture.width, place.height / picture.height)
  const width = picture.width * scale
  const height = picture.height * scale
  return { x: (place.width - width) / 2, y: (place.height - height) / 2, width, height }
}
