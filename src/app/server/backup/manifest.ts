/** What a backup says of itself: whose it is, of which program, and the head of the chain it holds. */
import { z } from 'zod'

export const manifest = z.object({
  format: z.literal(1),
  program: z.string(),
  site: z.uuid(),
  at: z.string(),
  /** Steps of the tables that were done; an older program does not know the newest of them. */
  steps: z.array(z.string()),
  epoch: z.number().int(),
  seq: z.number().int(),
  hash: z.string(),
})
export type Manifest = z.infer<typeof manifest>

/** Schemas whose tables are kept. Views are built anew from the journal. */
export const keptSchemas = ['access', 'journal', 'recording', 'signal', 'vault'] as const
/** Open sessions are nobody's to restore; the keys of the vault ride apart from what they open. */
export const leftOut = ['access.session', 'access.desk', 'vault.key'] as const
export const keyTable = 'vault.key'
