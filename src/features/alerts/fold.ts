import { hlcMs } from '../../journal/clock.ts'
import { type Entry, isoTime } from '../../journal/entry.ts'
import type { ViewDefinition } from '../../journal/feature.ts'
import { type AlertView, type Priority, priorities, type Suppression } from './contract.ts'
import type {
  AlertClosed,
  AlertEscalated,
  AlertNoted,
  AlertOwnerChanged,
  AlertPriorityRaised,
  AlertPrioritySet,
  AlertRaised,
  AlertReopened,
  AlertRepeated,
  AlertServiceChanged,
  AlertShelved,
  AlertTransferAnswered,
  AlertTransferAsked,
  AlertUnshelved,
  VaultName,
} from './events.ts'
import { alertIndexes } from './indexes.ts'
import { type Lesson, lessonOf } from './nuisance/lesson.ts'

/** How long the one who acknowledged may take it back. */
export const withdrawLimitMs = 10_000

/** People by id only, notes and pictures by vault name only: what a page sees is filled in where it is served. */
export interface AlertRow
  extends Omit<
    AlertView,
    'id' | 'version' | 'owner' | 'closed' | 'notSavedSince' | 'log' | 'hasStill' | 'suppression' | 'transfer' | 'notes'
  > {
  readonly suppression: StoredSuppression
  readonly transfer: { readonly toId: string; readonly byId: string; readonly at: string } | null
  readonly notes: readonly { readonly at: string; readonly byId: string; readonly note: VaultName }[]
  /** Since when it is immediate; its clock of escalation runs from here whatever happens in between. Null: it is not. */
  readonly immediateSince: string | null
  /** When it was last put off, and how often again: a shelf that just ended and is set anew is a renewal. */
  readonly lastShelf: { readonly until: string; readonly renewals: number } | null
  readonly groupClass: string
  /** What it may teach, once a person has ended it. */
  readonly lesson: Lesson
  readonly mode: Entry['mode']
  /** The version that last changed what a person decides on: an act of a person, or a higher priority. */
  readonly decisionVersion: number
  readonly ownerId: string | null
  readonly still: VaultName | null
  readonly closed: {
    readonly reason: string
    readonly cause: string | null
    readonly byId: string
    readonly at: string
    readonly note: VaultName | null
    readonly turnedBack: AlertClosed['turnedBack']
  } | null
  readonly log: readonly {
    readonly at: string
    readonly what: string
    readonly byId: string | null
    readonly detail: string | null
  }[]
}

/** As the journal keeps it: the person by id. */
export type StoredSuppression =
  | Exclude<Suppression, { kind: 'shelved' }>
  | (Omit<Extract<Suppression, { kind: 'shelved' }>, 'by'> & { readonly byId: string })

const notSuppressed = { kind: 'none' } as const

/** Lines of an alert's own log that are kept in its row; the journal has them all. */
const logLinesMax = 50

export const alerts: ViewDefinition<AlertRow> = {
  name: 'alerts',
  foldVersion: 3,
  indexes: alertIndexes,
  folds: (entry) => entry.type.startsWith('alert.'),
  fold(row, entry) {
    if (entry.type === 'alert.raised') return raised(entry)
    if (!row) return null
    const at = isoTime(hlcMs(entry.hlc))
    const by = entry.actor.kind === 'person' ? entry.actor.id : null
    const decisionVersion = row.version + 1
    const said = (detail: string | null = null): AlertRow['log'] =>
      [...row.log, { at, what: entry.type, byId: by, detail }].slice(-logLinesMax)
    switch (entry.type) {
      case 'alert.repeated': {
        const more = entry.body as unknown as AlertRepeated
        return {
          ...row,
          occurrences: row.occurrences + 1,
          condition: 'active',
          lastAt: entry.observedAt,
          title: more.title ?? row.title,
          cameraIds: more.cameraId === null ? row.cameraIds : withOne(row.cameraIds, more.cameraId),
          trackIds: more.trackId === null ? row.trackIds : withOne(row.trackIds, more.trackId).slice(-100),
          soundings: row.soundings + (more.sounds === null ? 0 : 1),
          log: more.sounds === null ? row.log : said(more.sounds),
        }
      }
      case 'alert.priority-raised': {
        const change = entry.body as unknown as AlertPriorityRaised
        return {
          ...row,
          decisionVersion,
          priority: change.to,
          ...nowImmediate(row, change.to, entry.observedAt),
          title: change.title,
          reasons: [...change.reasons],
          place: change.place ?? row.place,
          distanceToLineM: change.distanceToLineM ?? row.distanceToLineM,
          lastAt: entry.observedAt,
          soundings: row.soundings + 1,
          log: said(`${change.from}→${change.to}`),
        }
      }
      case 'alert.woken':
        return { ...row, soundings: row.soundings + 1, log: said('unfamiliar') }
      case 'alert.cleared':
        return { ...row, condition: 'cleared', lastAt: entry.observedAt, log: said() }
      case 'alert.shown':
        return { ...row, hops: { ...row.hops, h4ShownAt: row.hops.h4ShownAt ?? entry.observedAt } }
      case 'alert.acknowledged':
        return {
          ...row,
          decisionVersion,
          ack: 'acknowledged',
          escalation: null,
          ownerId: by,
          withdrawableUntil: isoTime(hlcMs(entry.hlc) + withdrawLimitMs),
          hops: { ...row.hops, h5AcknowledgedAt: entry.observedAt },
          log: said(),
        }
      case 'alert.acknowledgement-withdrawn':
        return {
          ...row,
          decisionVersion,
          ack: 'unacknowledged',
          escalation: null,
          transfer: null,
          ownerId: null,
          withdrawableUntil: null,
          hops: { ...row.hops, h5AcknowledgedAt: null },
          log: said(),
        }
      case 'alert.closed': {
        const { reason, cause = null, note, turnedBack } = entry.body as unknown as AlertClosed
        return {
          ...row,
          decisionVersion,
          disposition: 'closed',
          suppression: notSuppressed,
          escalation: null,
          transfer: null,
          withdrawableUntil: null,
          closed: { reason, cause, byId: entry.actor.id, at, note, turnedBack },
          hops: { ...row.hops, h11ClosedAt: at },
          log: said(reason),
        }
      }
      case 'alert.reopened': {
        const { note } = entry.body as unknown as AlertReopened
        return {
          ...row,
          decisionVersion,
          disposition: 'open',
          closed: null,
          hops: { ...row.hops, h11ClosedAt: null },
          log: said(note ? 'note' : null),
        }
      }
      case 'alert.shelved': {
        const { note: _note, ...shelf } = entry.body as unknown as AlertShelved
        return {
          ...row,
          decisionVersion,
          suppression: { kind: 'shelved', byId: entry.actor.id, ...shelf, reason: shelf.reason as never },
          lastShelf: { until: shelf.until, renewals: shelf.renewals },
          log: said(shelf.until),
        }
      }
      case 'alert.unshelved': {
        const { because } = entry.body as unknown as AlertUnshelved
        // What goes on while its time is over is heard again; what a person takes up is before his eyes.
        const isHeard = because !== 'person' && row.condition === 'active'
        return {
          ...row,
          decisionVersion,
          suppression: notSuppressed,
          soundings: row.soundings + (isHeard ? 1 : 0),
          log: said(because),
        }
      }
      case 'alert.service-changed': {
        const { isOut } = entry.body as unknown as AlertServiceChanged
        if (isOut) return { ...row, suppression: { kind: 'out_of_service' }, log: said('out') }
        return {
          ...row,
          suppression: row.suppression.kind === 'out_of_service' ? notSuppressed : row.suppression,
          log: said('back'),
        }
      }
      case 'alert.escalated': {
        const { why, level } = entry.body as unknown as AlertEscalated
        return { ...row, escalation: { why, level, at: entry.observedAt }, log: said(`${why}:${level}`) }
      }
      case 'alert.priority-set': {
        const { from, to, note } = entry.body as unknown as AlertPrioritySet
        return {
          ...row,
          decisionVersion,
          priority: to,
          ...nowImmediate(row, to, entry.observedAt),
          soundings: row.soundings + (priorities.indexOf(to) < priorities.indexOf(from) ? 1 : 0),
          notes: note && by ? [...row.notes, { at, byId: by, note }] : row.notes,
          log: said(`${from}→${to}`),
        }
      }
      case 'alert.noted': {
        const { note } = entry.body as unknown as AlertNoted
        return by === null ? row : { ...row, notes: [...row.notes, { at, byId: by, note }].slice(-logLinesMax), log: said() }
      }
      case 'alert.transfer-asked': {
        const { toId } = entry.body as unknown as AlertTransferAsked
        return { ...row, decisionVersion, transfer: { toId, byId: entry.actor.id, at }, log: said() }
      }
      case 'alert.transfer-answered': {
        const { isAccepted } = entry.body as unknown as AlertTransferAnswered
        return {
          ...row,
          decisionVersion,
          transfer: null,
          ...(isAccepted ? { ownerId: by, withdrawableUntil: null } : {}),
          log: said(isAccepted ? 'accepted' : 'declined'),
        }
      }
      case 'alert.owner-changed': {
        const { toId } = entry.body as unknown as AlertOwnerChanged
        return { ...row, decisionVersion, ownerId: toId, transfer: null, withdrawableUntil: null, log: said() }
      }
      default:
        return row
    }
  },
}

function raised(entry: Entry): AlertRow {
  const raised = entry.body as unknown as AlertRaised
  const { ruleValues: _values, track: _track, pointsSha256: _points, hops, byDesign, familiar, note, ...body } = raised
  const at = isoTime(hlcMs(entry.hlc))
  return {
    ...body,
    reasons: [...body.reasons],
    unknowns: [...body.unknowns],
    cameraIds: [...body.cameraIds],
    trackIds: [...body.trackIds],
    placeIds: [...body.placeIds],
    stillBox: body.stillBox && [...body.stillBox],
    stillSize: body.stillSize && [...body.stillSize],
    area: entry.area,
    mode: entry.mode,
    condition: 'active',
    ack: 'unacknowledged',
    disposition: 'open',
    suppression: byDesign ? { kind: 'by_design', ...byDesign } : notSuppressed,
    escalation: null,
    transfer: null,
    notes: note && entry.actor.kind === 'person' ? [{ at, byId: entry.actor.id, note }] : [],
    immediateSince: body.priority === 'P1' ? entry.observedAt : null,
    lastShelf: null,
    decisionVersion: 1,
    occurrences: 1,
    soundings: familiar ? 0 : 1,
    lesson: lessonOf(raised),
    firstAt: entry.observedAt,
    lastAt: entry.observedAt,
    ownerId: null,
    withdrawableUntil: null,
    closed: null,
    hops: { ...hops, h3RaisedAt: entry.observedAt, h4ShownAt: null, h5AcknowledgedAt: null, h11ClosedAt: null },
    log: [{ at, what: entry.type, byId: entry.actor.kind === 'person' ? entry.actor.id : null, detail: null }],
  }
}

/** An immediate alert is heard, whatever was put off before; its clock runs from the first time it was immediate. */
function nowImmediate(row: AlertRow, priority: Priority, at: string): Partial<AlertRow> {
  if (priority !== 'P1') return { immediateSince: null }
  return { immediateSince: row.immediateSince ?? at, suppression: notSuppressed }
}

function withOne(list: readonly string[], one: string): string[] {
  return list.includes(one) ? [...list] : [...list, one]
}
