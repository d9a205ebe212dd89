/** What alerts are looked up by: a list of a hundred thousand answers its first page in a tenth of a second (`npm run bench alerts`). */
import type { ViewDefinition } from '../../journal/feature.ts'

export const alertIndexes: NonNullable<ViewDefinition['indexes']> = [
  { name: 'state', on: "site, (data->>'disposition'), id desc" },
  { name: 'open', on: 'site, id desc', where: "data->>'disposition' = 'open'" },
  { name: 'reason', on: "site, (data->'closed'->>'reason'), id desc" },
  { name: 'closed', on: "site, (data->'closed'->>'at')" },
  { name: 'kind', on: "site, (data->>'kind'), id desc" },
  { name: 'first', on: "site, (data->>'firstAt')" },
  { name: 'number', on: "site, (data->>'number')" },
  { name: 'cameras', on: "(data->'cameraIds') jsonb_path_ops", using: 'gin' },
  { name: 'places', on: "(data->'placeIds') jsonb_path_ops", using: 'gin' },
]
