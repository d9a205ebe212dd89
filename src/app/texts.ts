/** One catalogue for server and page: every feature's sentences, merged. Two features with the same id do not pass the test. */
import { texts as access } from '../features/access/text.ts'
import { texts as rules } from '../features/alerts/rules/text.ts'
import { texts as rulePage } from '../features/alerts/rules/text-page.ts'
import { texts as alerts } from '../features/alerts/text.ts'
import { texts as cameras } from '../features/cameras/text.ts'
import { texts as coverage } from '../features/coverage/text.ts'
import { texts as places } from '../features/places/text.ts'
import { texts as placePage } from '../features/places/text-page.ts'
import { texts as recordings } from '../features/recordings/text.ts'
import { texts as sensors } from '../features/sensors/text.ts'
import { texts as shifts } from '../features/shifts/text.ts'
import { texts as tracks } from '../features/tracks/text.ts'
import type { Sentences } from '../platform/text.ts'
import { texts as app } from './text.ts'

/** The parts, for the test that no id is there twice. */
export const catalogues = {
  access,
  alerts,
  cameras,
  coverage,
  placePage,
  places,
  recordings,
  rulePage,
  rules,
  sensors,
  shifts,
  tracks,
  app,
} as const

export const texts = {
  ...access,
  ...alerts,
  ...cameras,
  ...coverage,
  ...placePage,
  ...places,
  ...recordings,
  ...rulePage,
  ...rules,
  ...sensors,
  ...shifts,
  ...tracks,
  ...app,
} as const satisfies Sentences

/** Every sentence there is; an unknown id does not compile where this type is asked for. */
export type TextId = keyof typeof texts
