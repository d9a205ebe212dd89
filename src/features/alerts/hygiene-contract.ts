/** `GET /api/hygiene`: how the alarms of a span behaved (OPS 5). Null is "not known" or "not measured", and never zero. */
import { z } from 'zod'

const share = z.number().nullable()
const percentiles = z.object({
  n: z.number().int(),
  unknown: z.number().int(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
})
const taken = percentiles.extend({ inTime: share, escalations: z.number().int() })

export const hygieneView = z.object({
  from: z.string(),
  to: z.string(),
  bins: z.object({ staffed: z.number().int(), all: z.number().int() }),
  rate: z.object({
    perBin: share,
    sounds: z.number().int(),
    unstaffed: z.number().int(),
    counts: z.array(z.number().int()),
  }),
  flood: z.object({
    share,
    bins: z.number().int(),
    floods: z.array(z.object({ fromMs: z.number(), toMs: z.number(), peak: z.number().int(), sounds: z.number().int() })),
  }),
  top: z.object({ share, sources: z.array(z.object({ source: z.string(), n: z.number().int() })) }),
  chattering: z.array(z.string()),
  stale: z.object({ n: z.number().int(), share }),
  mix: z.object({ P1: z.number().int(), P2: z.number().int(), P3: z.number().int() }),
  nuisance: z.array(z.object({ code: z.string(), closes: z.number().int(), nights: z.number(), perNight: share })),
  precision: z.object({
    share,
    real: z.number().int(),
    nuisance: z.number().int(),
    undetermined: z.number().int(),
    open: z.number().int(),
    causes: z.array(z.object({ cause: z.string(), n: z.number().int() })),
  }),
  missed: z.object({ share, staged: z.number().int() }),
  watched: z.object({ share, scheduledS: z.number(), unknownS: z.number() }),
  taken: z.object({ P1: taken, P2: taken, P3: taken }),
  blindClicks: z.array(z.object({ outpost: z.string(), n: z.number().int(), of: z.number().int(), share })),
  shelving: z.object({
    minutes: z.number(),
    renewals: z.number().int(),
    withoutEnd: z.number().int(),
    n: z.number().int(),
  }),
  hops: z.object({ system: percentiles, people: percentiles, closing: percentiles }),
})
export type HygieneView = z.infer<typeof hygieneView>

/** At most so much is worked out at once; milliseconds. */
export const hygieneSpanMaxMs = 31 * 86_400_000
