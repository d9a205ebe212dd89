/** Map files of others: what was read from one, and what would become of it here. */
import { z } from 'zod'
import { bilingual } from '../../../base/shapes.ts'
import { type PlaceGeometry, placeGeometry } from '../contract.ts'
import { fileLengthMax } from './limits.ts'

/** A whole file, as text. */
export { fileLengthMax } from './limits.ts'

export const filePlacesMax = 2000

/** What one thing of a file says, before anybody asked whether it fits. */
export interface Read {
  /** Of a place that came from here. */
  readonly id: string | null
  readonly name: { readonly ar: string; readonly en: string } | null
  readonly geometry: PlaceGeometry | null
  /** Why it is not a place of ours. */
  readonly why: string | null
}

export type ReadFile = { readonly ok: true; readonly places: readonly Read[] } | { readonly ok: false; readonly code: FileFault }

export const fileFaults = [
  'place.file-unreadable',
  'place.file-empty',
  'place.file-too-large',
  'place.file-too-many',
  'place.file-projection',
] as const
export type FileFault = (typeof fileFaults)[number]

/** Why one thing of a file cannot be a place; beside the faults of `check.ts`. */
export const readFaults = ['place.read-shape', 'place.read-holes', 'place.read-coordinates', 'place.read-values'] as const

export const importFile = z.object({ text: z.string().min(1).max(fileLengthMax) })

/** `new` and `changed` would be set; `same` needs nothing; `unreadable` cannot be, and says why in the reader's words. */
export const importItem = z.object({
  /** Counted from 1, in the order of the file. */
  n: z.number().int(),
  state: z.enum(['new', 'changed', 'same', 'unreadable']),
  id: z.string().nullable(),
  basedOn: z.number().int(),
  name: bilingual.nullable(),
  geometry: placeGeometry.nullable(),
  why: z.string().nullable(),
})
export type ImportItem = z.infer<typeof importItem>
export const importPreview = z.object({ format: z.enum(['geojson', 'kml']), items: z.array(importItem) })
export type ImportPreview = z.infer<typeof importPreview>

/** `isWhole`: all or nothing; else what can be set is set. */
export const importApply = z.object({
  commandId: z.uuid(),
  isWhole: z.boolean(),
  items: z
    .array(
      z.object({
        id: z.uuid().nullable(),
        basedOn: z.number().int().min(0),
        name: bilingual,
        geometry: placeGeometry,
      }),
    )
    .min(1)
    .max(filePlacesMax),
})
export const importDone = z.object({
  set: z.number().int(),
  refused: z.array(z.object({ n: z.number().int(), why: z.string() })),
})
