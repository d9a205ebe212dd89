/** Sentences of places: the line, zones, outposts, as the map and the log name them. */
import type { Sentences } from '../../platform/text.ts'

export const texts = {
  'place.line': { ar: 'الخط الحدودي', en: 'border line' },
  'place.zone': { ar: 'منطقة', en: 'zone' },
  'place.outpost': { ar: 'مخفر', en: 'outpost' },
  'log.place.set': { ar: 'ضُبط المكان «{name}» على الخريطة', en: 'Place “{name}” was set on the map' },
} as const satisfies Sentences
