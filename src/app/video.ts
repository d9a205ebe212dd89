/**
 * The picture lane, `GET /api/video` (WebSocket, same session cookie): live pictures of any number of cameras on one line.
 *
 * The page asks by `{watch, channel}`; the channel is a number of its own (1…255) that everything about it carries. It gets
 * `started`, then pieces as binary messages, beginning with the newest key picture, then pieces as the camera gives them, and
 * `boxes` for every judged picture. `stopped` says why there are none; the lane goes on trying and says `started` again.
 * A page that cannot keep up loses pieces up to the next key picture, never the order.
 */
import { z } from 'zod'

export const videoRequest = z.union([
  z.object({ watch: z.string(), channel: z.number().int().min(1).max(255) }),
  z.object({ unwatch: z.number().int().min(1).max(255) }),
])
export type VideoRequest = z.infer<typeof videoRequest>

export const started = z.object({
  channel: z.number().int(),
  started: z.object({
    /** For MediaSource; new with every start: the page begins a new source buffer. */
    mediaType: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    /** Behind a privacy mask, or transcoded because a browser cannot play what the camera sends. */
    isReencoded: z.boolean(),
  }),
})

/** Boxes of one judged picture; none: nothing confirmed in it. */
export const boxesMessage = z.object({
  channel: z.number().int(),
  /** Media time of the picture, milliseconds: `mediaTime × 1000` of `requestVideoFrameCallback` is this, to the rounding. */
  mediaMs: z.number(),
  /** `[track id, x, y, width, height, state]`, 0…1 of the picture. `coasting`: not seen in this very picture. */
  boxes: z.array(z.tuple([z.string(), z.number(), z.number(), z.number(), z.number(), z.enum(['confirmed', 'coasting'])])),
})
export type BoxesMessage = z.infer<typeof boxesMessage>

export const stopped = z.object({
  channel: z.number().int(),
  /** `no-camera`: there is none of this id. `no-pictures`: it sends none now. */
  stopped: z.enum(['no-camera', 'no-pictures']),
})

export const videoMessage = z.union([started, boxesMessage, stopped])
export type VideoMessage = z.infer<typeof videoMessage>

/** First byte after the channel of a binary message. */
export const pieceKind = { init: 0, key: 1, other: 2 } as const

/**
 * Binary messages: byte 0 the channel, byte 1 the kind, bytes 2…9 the site's time of the piece's last picture (Float64, big
 * endian, UTC milliseconds; 0 for `init`), bytes 10…17 the media time of that picture in milliseconds, then fMP4 bytes.
 */
export const pieceHeaderBytes = 18
