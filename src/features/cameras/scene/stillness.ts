/**
 * Whether pictures still come to life: frozen means frames arrive, and the picture or its stamp does not advance (OPS 2.1).
 *
 * Told apart by whole pictures that are equal bit for bit, never by small differences: thermal noise is never constant, but an
 * encoder repeats whatever it may, so a still scene gives pictures that are *almost* equal for as long as one likes. A stuck
 * sensor behind an encoder is not quite equal either: each key picture draws the same thing anew. So a picture is new when it
 * was not among the last 512; frozen is "nothing new", with at most a quarter of the frames changing at all (a recording that
 * plays in a loop shows nothing new, but changes all the time). Where most pixels repeat from frame to frame anyway, a scene may
 * truly give equal pictures from one key picture to the next: there the patience is longer. An encoder that draws each key picture at
 * another quality makes something new of a stuck sensor every few seconds; that is told by habit: pictures that usually change all
 * over with every frame, and for half a minute hardly do. A camera whose pictures always nearly stand can not be told so. A
 * shutter holds the picture for less than three seconds and is over long before any limit.
 */

export const frozenLimitMs = 10_000
/** Key pictures of cameras stand at most this far apart in what we have seen (128 pictures, 9 a second: 14 s), with reserve. */
export const repeatingLimitMs = 45_000
const remembered = 512
/** From this share of equal pixels between neighbouring frames on an encoder is taken to repeat blocks. */
const repeatingShare = 0.85
const changingShareMax = 0.25
/**
 * A frame with this share of its pixels as in the one before is held. Measured with H.264 of 40 to 300 kbit/s and at constant quality:
 * living scenes with 1.5 grey levels of noise repeat 0.54 to 0.96 (median), a stuck sensor 0.998 and more.
 */
const heldShare = 0.988
/** Share of held frames: of a camera that is full of life, and of one that is stuck behind an encoder. */
const livelyShareMax = 0.1
const stuckShareMin = 0.6
const stuckLimitMs = 30_000
/** Frames that the newest share, and the usual one, are taken over; and that must be known before habit says anything. */
const newestFrames = 60
const usualFrames = 5000
const habitFrames = 300
const sampleStride = 61

export type Stillness = 'picture-still' | 'clock-still' | null

export interface StillnessWatch {
  /** Takes one frame; `tMs` is the stream's clock, `arrivedMs` ours. */
  push(pixels: Uint16Array, tMs: number, arrivedMs: number): Stillness
  /** Stream time of the last sign of life; milliseconds. */
  lastNewMs(): number
  /** Stream time of the last frame that was not equal to the one before; milliseconds. */
  lastChangeMs(): number
  /** The newest picture is one value throughout: a sensor at its end, not a scene. */
  isFlat(): boolean
}

/** Starts with nothing seen. `bits` 16 means that no encoder stands between sensor and us that repeats blocks. */
export function watchStillness(pixelCount: number, bits: 8 | 16): StillnessWatch {
  const seen = new Int32Array(remembered)
  const sample = new Uint16Array(Math.ceil(pixelCount / sampleStride))
  let seenCount = 0
  let last = 0
  let lastNewMs = 0
  let lastChangeMs = 0
  let framesSinceNew = 0
  let changesSinceNew = 0
  let repeated = bits === 16 ? 0 : 1
  let stampMs = Number.NEGATIVE_INFINITY
  let stampArrivedMs = 0
  let newestHeld = 0
  let usualHeld = 0
  let frames = 0
  let stuckSinceMs: number | null = null
  let pairsOf: Uint16Array | null = null
  let pairs: Int32Array | Uint16Array = new Uint16Array(0)

  /** Share of sampled pixels that are the same as in the frame before; keeps the sample. */
  function repeatOf(pixels: Uint16Array): number {
    let equal = 0
    for (let at = 0, from = 0; at < sample.length; at++, from += sampleStride) {
      const value = pixels[from] as number
      if (sample[at] === value) equal++
      sample[at] = value
    }
    return equal / sample.length
  }

  /** Whether pictures that usually change have stopped to, but for key pictures. */
  function noteHabit(isHeld: boolean, tMs: number): void {
    newestHeld += ((isHeld ? 1 : 0) - newestHeld) / newestFrames
    if (newestHeld >= stuckShareMin && frames >= habitFrames && usualHeld <= livelyShareMax) stuckSinceMs ??= tMs
    else if (newestHeld < stuckShareMin) stuckSinceMs = null
    // What may become a standstill does not change the habit that it is held against.
    if (newestHeld > stuckShareMin / 2 && usualHeld <= livelyShareMax && frames >= habitFrames) return
    frames++
    usualHeld += ((isHeld ? 1 : 0) - usualHeld) / Math.min(frames, usualFrames)
  }

  return {
    push(pixels, tMs, arrivedMs) {
      if (tMs > stampMs) {
        stampMs = tMs
        stampArrivedMs = arrivedMs
      }
      // Sources hand out the same array again and again: the view on it is made once.
      if (pairsOf !== pixels) {
        pairsOf = pixels
        pairs = inPairs(pixels)
      }
      const print = fingerprint(pairs)
      const repeat = repeatOf(pixels)
      if (seenCount === 0) lastNewMs = tMs
      if (seenCount === 0 || print !== last) {
        let isNew = true
        for (let at = Math.min(seenCount, remembered) - 1; isNew && at >= 0; at--) if (seen[at] === print) isNew = false
        if (isNew) {
          // What an encoder repeats is learnt from living pictures only: a frozen one would teach that all may repeat.
          if (bits === 8 && seenCount > 0) repeated += (repeat - repeated) * 0.1
          seen[seenCount++ % remembered] = print
          lastNewMs = tMs
          framesSinceNew = 0
          changesSinceNew = 0
        } else changesSinceNew++
        last = print
        lastChangeMs = tMs
      }
      framesSinceNew++
      noteHabit(repeat >= heldShare, tMs)
      if (arrivedMs - stampArrivedMs >= frozenLimitMs) return 'clock-still'
      if (stuckSinceMs !== null && tMs - stuckSinceMs >= stuckLimitMs) {
        lastNewMs = Math.min(lastNewMs, stuckSinceMs)
        return 'picture-still'
      }
      const limitMs = repeated > repeatingShare ? repeatingLimitMs : frozenLimitMs
      return tMs - lastNewMs >= limitMs && changesSinceNew <= framesSinceNew * changingShareMax ? 'picture-still' : null
    },
    lastNewMs: () => lastNewMs,
    lastChangeMs: () => lastChangeMs,
    isFlat() {
      for (let at = 1; at < sample.length; at++) if (sample[at] !== sample[0]) return false
      return true
    },
  }
}

/** The same memory read two pixels at a time, where it lies so that this can be done. */
export function inPairs(pixels: Uint16Array): Int32Array | Uint16Array {
  const isFit = (pixels.byteOffset & 3) === 0 && (pixels.length & 1) === 0
  return isFit ? new Int32Array(pixels.buffer, pixels.byteOffset, pixels.length >> 1) : pixels
}

/** 32 bits over everything, four lanes wide: about 0.1 ms for 640×512. Equal pictures have equal prints. */
export function fingerprint(values: Int32Array | Uint16Array): number {
  let a = 0x811c9dc5 | 0
  let b = 0x9e3779b1 | 0
  let c = 0x85ebca6b | 0
  let d = 0xc2b2ae35 | 0
  const whole = values.length & ~3
  for (let at = 0; at < whole; at += 4) {
    a = Math.imul(a ^ (values[at] as number), 0x01000193)
    b = Math.imul(b ^ (values[at + 1] as number), 0x01000193)
    c = Math.imul(c ^ (values[at + 2] as number), 0x01000193)
    d = Math.imul(d ^ (values[at + 3] as number), 0x01000193)
  }
  for (let at = whole; at < values.length; at++) a = Math.imul(a ^ (values[at] as number), 0x01000193)
  a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d) ^ Math.imul(b ^ (b >>> 13), 0x297a2d39)
  c = Math.imul(c ^ (c >>> 15), 0x1b873593) ^ Math.imul(d ^ (d >>> 13), 0x5bd1e995)
  return (a ^ Math.imul(c ^ (c >>> 16), 0x7feb352d)) | 0
}
