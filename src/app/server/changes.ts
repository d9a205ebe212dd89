/** What people change of the site: which entries count, and the lines of them with who and when. */
import { type AccountEntryType, accountEntryTypes } from '../../features/access/events.ts'
import { type RuleEntryType, ruleEntryTypes } from '../../features/alerts/rules/events.ts'
import { type CameraEntryType, cameraEntryTypes } from '../../features/cameras/events.ts'
import { type PlaceEntryType, placeEntryTypes } from '../../features/places/events.ts'
import { type RecordingEntryType, recordingEntryTypes } from '../../features/recordings/events.ts'
import { type FeedEntryType, feedEntryTypes } from '../../features/sensors/events.ts'
import { type ChangeKind, type ChangeLine, changeKinds } from '../../features/shifts/contract.ts'
import { hlcMs } from '../../journal/clock.ts'
import { type Entry, isoTime } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Presenter } from './present.ts'

type Type = PlaceEntryType | RuleEntryType | CameraEntryType | FeedEntryType | AccountEntryType | RecordingEntryType

/** Every type that these features write: a new one does not compile before somebody has said whether it is a change. */
const kindOf: Readonly<Record<Type, ChangeKind | null>> = {
  'place.set': 'places',
  'place.retired': 'places',
  'rule.set': 'rules',
  'rule.retired': 'rules',
  'camera.added': 'cameras',
  'camera.changed': 'cameras',
  'camera.removed': 'cameras',
  // What a camera does, and work on it: it stands in the log and on the list in lines of its own.
  'camera.health-changed': null,
  'camera.time-jumped': null,
  'camera.preset-asked': null,
  'camera.preset-reached': null,
  'camera.preset-failed': null,
  'camera.service-began': null,
  'camera.service-ended': null,
  'camera.walk-tested': null,
  // Sensors are other eyes: they stand with the cameras.
  'feed.added': 'cameras',
  'feed.removed': 'cameras',
  'feed.sensor-set': 'cameras',
  'feed.sensor-removed': 'cameras',
  'feed.health-changed': null,
  'account.created': 'people',
  'account.renamed': 'people',
  'account.grant-given': 'people',
  'account.grant-ended': 'people',
  'account.deactivated': 'people',
  'account.reactivated': 'people',
  // A secret is its owner's; who may do what does not change with it.
  'account.password-set': null,
  'account.pin-set': null,
  'recording.settings-changed': 'recordings',
  'recording.held': null,
  'recording.released': null,
  'recording.segment-closed': null,
  'recording.segment-lost': null,
  'recording.segments-let-go': null,
  'recording.gap': null,
}

/** Every type that these features write, by their own lists. */
export const knownTypes: readonly Type[] = [
  ...placeEntryTypes,
  ...ruleEntryTypes,
  ...cameraEntryTypes,
  ...feedEntryTypes,
  ...accountEntryTypes,
  ...recordingEntryTypes,
]
/** Every type that counts as a change. */
export const changeTypes: readonly Type[] = knownTypes.filter((type) => kindOf[type] !== null)
/** The types of one kind. */
export const changeTypesOf = (kind: ChangeKind): readonly Type[] => changeTypes.filter((type) => kindOf[type] === kind)

/** The kind of change that an entry is; null: none. */
export function changeKindOf(type: string): ChangeKind | null {
  return changeKinds.find((kind) => (changeTypesOf(kind) as readonly string[]).includes(type)) ?? null
}

export interface ChangeQuery {
  readonly fromMs: number | null
  readonly toMs: number | null
  readonly byId: string | null
  readonly kind: ChangeKind | null
  /** The position before which to go on. */
  readonly cursor: number | null
  readonly limit: number
  /** Subtrees that the reader may see; what is of the site itself only who sees all of it. */
  readonly within: readonly string[]
}

/** Newest first. */
export async function readChanges(
  { journal, presenter, nameOf }: { journal: Journal; presenter: Pick<Presenter, 'said'>; nameOf(personId: string): string },
  { fromMs, toMs, byId, kind, cursor, limit, within }: ChangeQuery,
): Promise<{ lines: ChangeLine[]; next: string | null }> {
  const { sql, site } = journal
  const types = kind === null ? changeTypes : changeTypesOf(kind)
  const areas = within.map((area) => (area === '' ? '%' : `${area}/%`))
  const iso = (ms: number | null) => (ms === null ? null : isoTime(ms))
  const rows = await sql<{ pos: number; text: string }[]>`
    select pos, text from journal.entry where site = ${site} and type = any(${[...types]})
      and (area || '/') like any(${areas})
      and (${cursor}::bigint is null or pos < ${cursor}) and (${byId}::text is null or text::jsonb->'actor'->>'id' = ${byId})
      and (${iso(fromMs)}::timestamptz is null or observed_at >= ${iso(fromMs)})
      and (${iso(toMs)}::timestamptz is null or observed_at < ${iso(toMs)})
    order by pos desc limit ${limit + 1}`
  const lines = rows.slice(0, limit).map(({ pos, text }): ChangeLine => {
    const entry = JSON.parse(text) as Entry
    const by = entry.actor.kind === 'person' ? { id: entry.actor.id, name: nameOf(entry.actor.id) } : null
    return {
      pos: Number(pos),
      at: isoTime(hlcMs(entry.hlc)),
      by,
      kind: changeKindOf(entry.type) ?? 'places',
      said: presenter.said(entry),
    }
  })
  return { lines, next: rows.length > limit ? String(lines.at(-1)?.pos ?? '') : null }
}
