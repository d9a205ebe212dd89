/** Schemas that every feature may lean on. */
import { z } from 'zod'

export const latLon = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })

/** A name in both languages. */
export const bilingual = z.object({ ar: z.string().min(1).max(80), en: z.string().min(1).max(80) })
export type Bilingual = z.infer<typeof bilingual>
