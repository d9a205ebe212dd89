/** problem+json (RFC 9457) with a code, a title in the asked language, and the facts behind it. */
import { z } from 'zod'

export const problem = z.object({
  type: z.string(),
  code: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
})
export type Problem = z.infer<typeof problem>
