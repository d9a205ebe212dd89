/** The port through which a page gets live pictures. The app puts the picture lane behind it; tests put what they like. */

/** `[track id, x, y, width, height, state]`, 0…1 of the picture. `coasting`: not seen in that very picture. */
export type PictureBox = readonly [
  trackId: string,
  x: number,
  y: number,
  width: number,
  height: number,
  state: 'confirmed' | 'coasting',
]

/** What was seen in one judged picture. */
export interface JudgedPicture {
  readonly mediaMs: number
  readonly boxes: readonly PictureBox[]
}

export interface PictureStart {
  readonly mediaType: string
  readonly width: number
  readonly height: number
  readonly isReencoded: boolean
}

/** One piece of fMP4. `init` opens a stream; `key` begins with a key picture. */
export interface PicturePiece {
  readonly kind: 'init' | 'key' | 'other'
  /** The site's time of its last picture, UTC milliseconds; 0 for `init`. */
  readonly siteMs: number
  readonly mediaMs: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Why there are no pictures now: none of this id, none come, or the line itself is down. */
export type NoPictures = 'no-camera' | 'no-pictures' | 'no-line'

/** Takes what comes for one viewer, in order. After `stopped` a new `started` may come at any time. */
export interface PictureSink {
  started(start: PictureStart): void
  piece(piece: PicturePiece): void
  judged(picture: JudgedPicture): void
  stopped(why: NoPictures): void
}

export interface PictureLane {
  /** Asks for a camera's pictures from the newest key picture on; gives back what ends it. Any number may ask. */
  watch(cameraId: string, sink: PictureSink): () => void
}
