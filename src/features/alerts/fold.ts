import { hlcMs } from '../../journal/clock.ts'
import { type Entry, isoTime } from '../../journal/entry.ts'
import type { ViewDefinition } from '../../journal/feature.ts'
import type { AlertView } from './contract.ts'
import type { AlertClosed, AlertPriorityRaised, AlertRaised, AlertReopened, AlertRepeated, VaultName } from './events.ts'

/** How long the one who acknowledged may take it back. */
export const withdrawLimitMs = 10_000

/** People by id only, notes and pictures by vault name only: what a page sees is filled in where it is served. */
export interface AlertRow extends Omit<AlertView, 'id' | 'version' | 'owner' | 'closed' | 'notSavedSince' | 'log' | 'hasStill'> {
  readonly groupClass: string
  readonly mode: Entry['mode']
  /** The version that last changed what a person decides on: an act of a person, or a higher priority. */
  readonly decisionVersion: number
  readonly ownerId: string | null
  readonly still: VaultName | null
  readonly closed: {
    readonly reason: string
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

/** Lines of an alert's own log that are kept in its row; the journal has them all. */
const logLinesMax = 50

export const alerts: ViewDefinition<AlertRow> = {
  name: 'alerts',
  foldVersion: 1,
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
          cameraIds: withOne(row.cameraIds, more.cameraId),
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
          title: change.title,
          reasons: [...change.reasons],
          place: change.place ?? row.place,
          distanceToLineM: change.distanceToLineM ?? row.distanceToLineM,
          lastAt: entry.observedAt,
          soundings: row.soundings + 1,
          log: said(`${change.from}→${change.to}`),
        }
      }
      case 'alert.cleared':
        return { ...row, condition: 'cleared', lastAt: entry.observedAt, log: said() }
      case 'alert.shown':
        return { ...row, hops: { ...row.hops, h4ShownAt: row.hops.h4ShownAt ?? entry.observedAt } }
      case 'alert.acknowledged':
        return {
          ...row,
          decisionVersion,
          ack: 'acknowledged',
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
          ownerId: null,
          withdrawableUntil: null,
          hops: { ...row.hops, h5AcknowledgedAt: null },
          log: said(),
        }
      case 'alert.closed': {
        const { reason, note, turnedBack } = entry.body as unknown as AlertClosed
        return {
          ...row,
          decisionVersion,
          disposition: 'closed',
          withdrawableUntil: null,
          closed: { reason, byId: entry.actor.id, at, note, turnedBack },
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
      default:
        return row
    }
  },
}

function raised(entry: Entry): AlertRow {
  const { ruleValues: _values, track: _track, pointsSha256: _points, hops, ...body } = entry.body as unknown as AlertRaised
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
    decisionVersion: 1,
    occurrences: 1,
    soundings: 1,
    firstAt: entry.observedAt,
    lastAt: entry.observedAt,
    ownerId: null,
    withdrawableUntil: null,
    closed: null,
    hops: { ...hops, h3RaisedAt: entry.observedAt, h4ShownAt: null, h5AcknowledgedAt: null, h11ClosedAt: null },
    log: [{ at, what: entry.type, byId: null, detail: null }],
  }
}

function withOne(list: readonly string[], one: string): string[] {
  return list.includes(one) ? [...list] : [...list, one]
}
