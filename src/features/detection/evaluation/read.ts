/** Reading truths and detections: what is wrong is said with file, line and reason. */
import { z } from 'zod'
import { Fault } from '../../../base/outcome.ts'
import type { DetectedBox, Truth } from './score.ts'

const box = z.tuple([z.number(), z.number(), z.number().positive(), z.number().positive()])

const truthShape = z.object({
  clip: z.string().min(1),
  file: z.string().optional(),
  w: z.number().int().positive(),
  h: z.number().int().positive(),
  fps: z.number().positive(),
  frames: z.number().int().positive(),
  kind: z.enum(['find', 'quiet']).optional(),
  events: z.array(
    z.object({
      id: z.coerce.string(),
      class: z.string(),
      required: z.boolean().optional(),
      first_frame: z.number().int(),
      last_frame: z.number().int(),
      boxes: z.record(z.string(), box),
      max_gap: z.number().int().optional(),
    }),
  ),
  ignore: z.array(z.object({ box, first_frame: z.number().int(), last_frame: z.number().int() })).optional(),
  background_frames: z.array(z.number().int()).optional(),
})

const lineShape = z.object({
  frame: z.number().int().min(0),
  t: z.number(),
  track: z.string().min(1),
  box,
  confirmed: z.boolean(),
  score: z.number().min(0).max(1),
  class: z.string().optional(),
  /** Probability of that class, where the detector states one. */
  p: z.number().min(0).max(1).optional(),
})

/** A truth from its file. Throws `evaluation.truth-wrong` with the file and the first thing that is wrong. */
export function readTruth(text: string, file: string): Truth {
  const parsed = truthShape.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data as Truth
  const [issue] = parsed.error.issues
  throw new Fault('evaluation.truth-wrong', { file, at: issue?.path.join('.') ?? '', why: issue?.message ?? '' })
}

/**
 * Detections from an NDJSON file. Throws `evaluation.detections-wrong` with file, line and reason: wrong lines are not left out in
 * silence, because a figure would then say too little or too much.
 */
export function readDetections(text: string, file: string, truth: Truth): DetectedBox[] {
  const lines: DetectedBox[] = []
  let last = -1
  for (const [n, raw] of text.split('\n').entries()) {
    if (raw.trim() === '') continue
    const wrong = (why: string) => new Fault('evaluation.detections-wrong', { file, line: n + 1, why })
    const parsed = lineShape.safeParse(jsonOf(raw))
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw wrong(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
    }
    const { frame, track, box: at, confirmed, class: kind, p } = parsed.data
    if (frame >= truth.frames) throw wrong(`frame ${frame}, and the recording has ${truth.frames}`)
    if (frame < last) throw wrong(`frame ${frame} after frame ${last}: lines are written as the stream runs`)
    if (at[0] + at[2] < 0 || at[1] + at[3] < 0 || at[0] > truth.w || at[1] > truth.h)
      throw wrong('the box lies outside the picture')
    last = frame
    lines.push({
      frame,
      track,
      box: at,
      confirmed,
      ...(kind === undefined || p === undefined ? {} : { told: { kind, share: p } }),
    })
  }
  return lines
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
