/** A segment: one file of fragmented MP4 that begins with a key picture and plays by itself. Its index, and the name of its file. */

/** A segment ends at the first key picture after this long. */
export const segmentMs = 60_000
/** Without a key picture for this long the camera's stream is at fault; the segment goes on, and cannot be cut here. */
export const thumbnailEveryMs = 10_000

/** Where a key picture begins: offset of its fragment in the file, media time in milliseconds. */
export type KeyPicture = readonly [offset: number, mediaMs: number]

/** What is known of a segment while it is written. `run` is one start of a camera's worker: media times go on within it. */
export interface SegmentOpened {
  readonly id: string
  readonly cameraId: string
  readonly run: string
  readonly file: string
  /** Site time of the first picture, UTC milliseconds. */
  readonly fromMs: number
  /** Media time of the first picture. */
  readonly mediaMs: number
  readonly mediaType: string
  readonly width: number
  readonly height: number
  readonly initBytes: number
}

/** What is known once it is closed. `sha256` is that of the whole file. */
export interface SegmentClosed {
  readonly id: string
  readonly toMs: number
  readonly durationMs: number
  readonly bytes: number
  readonly pictures: number
  readonly damaged: number
  readonly keys: readonly KeyPicture[]
  readonly sha256: string
}

/** `CAMERA/2026-11-22/1763800000000-ID.mp4` below the folder of recordings: the index can be made anew from the files. */
export function segmentFile(cameraId: string, fromMs: number, id: string): string {
  const at = Math.round(fromMs)
  return `${cameraId}/${new Date(at).toISOString().slice(0, 10)}/${at}-${id}.mp4`
}

/** What the name of a segment's file says; null for other files. */
export function readSegmentFile(file: string): { cameraId: string; fromMs: number; id: string } | null {
  const match = /^([0-9a-f-]{36})\/\d{4}-\d\d-\d\d\/(\d{12,14})-([0-9a-f-]{36})\.mp4$/.exec(file)
  return match ? { cameraId: match[1] ?? '', fromMs: Number(match[2]), id: match[3] ?? '' } : null
}

/** The file of small pictures beside a segment. */
export function thumbnailFile(file: string): string {
  return file.replace(/\.mp4$/, '.jpgs')
}
