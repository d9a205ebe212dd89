/** From rows to what a reader may see: names in place of ids, notes out of the vault, no login. */

import type { Access } from '../../features/access/server/access.ts'
import type { AlertView } from '../../features/alerts/contract.ts'
import type { AlertRow, StoredSuppression } from '../../features/alerts/fold.ts'
import { hlcMs } from '../../journal/clock.ts'
import { type Entry, isoTime } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import type { TextValue } from '../../platform/text.ts'
import type { LogLine } from '../live.ts'

export type StoredAlert = AlertRow & { readonly id: string; readonly version: number }

export interface Presenter {
  alert(row: StoredAlert, notSavedSince?: string | null): Promise<AlertView>
  log(pos: number, entry: Entry): LogLine | null
  /** What an entry says in one sentence, wherever it is shown. */
  said(entry: Entry): Pick<LogLine, 'text' | 'values'>
}

export interface NamesOf {
  camera(id: string): string
  alert(id: string): string
}

/** Entries that a shift log shows. */
export const logTypes = [
  'alert.raised',
  'alert.priority-raised',
  'alert.woken',
  'alert.cleared',
  'alert.acknowledged',
  'alert.acknowledgement-withdrawn',
  'alert.closed',
  'alert.reopened',
  'alert.shelved',
  'alert.unshelved',
  'alert.escalated',
  'alert.priority-set',
  'alert.noted',
  'alert.transfer-asked',
  'alert.transfer-answered',
  'alert.owner-changed',
  'nuisance.forgotten',
  'movement.announced',
  'movement.ended',
  'camera.added',
  'camera.changed',
  'camera.removed',
  'camera.health-changed',
  'camera.time-jumped',
  'camera.preset-asked',
  'camera.preset-reached',
  'camera.preset-failed',
  'camera.service-began',
  'camera.service-ended',
  'camera.walk-tested',
  'feed.added',
  'feed.removed',
  'feed.sensor-set',
  'feed.sensor-removed',
  'feed.health-changed',
  'recording.gap',
  'recording.segment-lost',
  'recording.segments-let-go',
  'recording.held',
  'recording.released',
  'recording.settings-changed',
  'place.set',
  'place.retired',
  'rule.set',
  'rule.retired',
  'session.opened',
  'clock.adjusted',
  'assurance.changed',
  'site.opened',
  'shift.opened',
  'shift.planned',
  'shift.plan-dropped',
  'shift.second-changed',
  'shift.sound-checked',
  'shift.hand-over-started',
  'shift.hand-over-withdrawn',
  'shift.hand-over-joined',
  'shift.signed',
  'shift.relieved',
  'shift.relief-taken',
  'shift.relief-missed',
  'log.noted',
  'log.called',
  'log.corrected',
] as const

/** Entries that only the tape of the last hour draws: they come in floods and must not push out what the log shows. */
export const tapeTypes = ['track.confirmed'] as const

/** Dresses rows and entries for a reader. Notes are read from the vault each time: what is forgotten is gone at once. */
export function createPresenter(journal: Journal, vault: Vault, access: Pick<Access, 'nameOf'>, names: NamesOf): Presenter {
  const person = (id: string) => ({ id, name: access.nameOf(id) })

  async function noteOf(ref: { vault: string } | null): Promise<string | null> {
    if (ref === null) return null
    const found = await vault.read(journal.sql, ref.vault)
    return found ? Buffer.from(found.content).toString() : null
  }

  function suppressionOf(stored: StoredSuppression): AlertView['suppression'] {
    if (stored.kind !== 'shelved') return stored
    const { byId, ...shelf } = stored
    return { ...shelf, by: person(byId) }
  }

  return {
    async alert(row, notSavedSince = null) {
      const {
        groupClass: _group,
        lesson: _lesson,
        decisionVersion: _decision,
        immediateSince: _since,
        lastShelf: _shelf,
        ownerId,
        still,
        closed,
        log,
        suppression,
        transfer,
        notes,
        ...shown
      } = row
      return {
        ...shown,
        suppression: suppressionOf(suppression),
        transfer: transfer && { to: person(transfer.toId), by: person(transfer.byId), at: transfer.at },
        notes: await Promise.all(
          notes.map(async ({ at, byId, note }) => ({ at, by: person(byId), text: (await noteOf(note)) ?? '' })),
        ),
        owner: ownerId === null ? null : person(ownerId),
        closed: closed && {
          reason: closed.reason,
          cause: closed.cause,
          by: person(closed.byId),
          at: closed.at,
          note: await noteOf(closed.note),
          turnedBack: closed.turnedBack,
        },
        hasStill: still !== null,
        notSavedSince,
        log: log.map(({ byId, ...line }) => ({ ...line, by: byId === null ? null : person(byId) })),
      }
    },
    said: (entry) => ({ text: `log.${entry.type}`, values: logValues(entry) ?? {} }),
    log(pos, entry) {
      const values = isPrivate(entry.type) ? null : logValues(entry)
      if (values === null) return null
      const { type, subject, area } = entry
      return { pos, at: isoTime(hlcMs(entry.hlc)), type, subject, area, text: `log.${type}`, values }
    },
  }

  /** Who may do what is asked for by itself, and does not flow to every page. */
  function isPrivate(type: string): boolean {
    return type.startsWith('account.')
  }

  /** What fills the line of an entry; null: not for the shift log. */
  function logValues(entry: Entry): Record<string, TextValue> | null {
    const { body, subject, actor } = entry
    const by = actor.kind === 'person' ? access.nameOf(actor.id) : ''
    switch (entry.type) {
      case 'alert.raised':
        return { number: body.number as string }
      case 'alert.acknowledged':
      case 'alert.acknowledgement-withdrawn':
      case 'alert.reopened':
      case 'alert.priority-raised':
      case 'alert.woken':
      case 'alert.cleared':
        return { number: names.alert(subject), by }
      case 'alert.shelved':
        return { number: names.alert(subject), by, reason: body.reason as string }
      case 'alert.unshelved':
        return { number: names.alert(subject), by, because: body.because as string }
      case 'alert.escalated':
        return { number: names.alert(subject), why: body.why as string, level: body.level as number }
      case 'alert.priority-set':
        return { number: names.alert(subject), by, to: String(body.to).toLowerCase() }
      case 'alert.noted':
        return { number: names.alert(subject), by }
      case 'alert.transfer-asked':
      case 'alert.owner-changed':
        return { number: names.alert(subject), by, to: access.nameOf(body.toId as string) }
      case 'alert.transfer-answered':
        return { number: names.alert(subject), by, answer: body.isAccepted ? 'yes' : 'no' }
      case 'movement.announced':
        return { name: body.name as string, what: body.what as string, by }
      case 'movement.ended':
      case 'nuisance.forgotten':
        return { by }
      case 'camera.walk-tested':
        return { code: names.camera(subject), n: body.tracks as number }
      case 'camera.service-began':
        return { code: names.camera(subject), by, order: body.workOrder as string }
      case 'camera.service-ended':
        return { code: names.camera(subject), by, because: body.because as string }
      case 'alert.closed':
        return { number: names.alert(subject), by, reason: body.reason as string }
      case 'camera.added':
        return { code: body.code as string }
      case 'camera.changed':
      case 'camera.removed':
        return { code: names.camera(subject) }
      case 'camera.health-changed':
        return { code: names.camera(subject), health: body.health as string }
      case 'camera.time-jumped':
        return { code: names.camera(subject), seconds: Math.round((body.byMs as number) / 1000) }
      case 'camera.preset-asked':
      case 'camera.preset-reached':
      case 'camera.preset-failed':
        return { code: names.camera(subject), preset: (body.name as string) || (body.token as string), by }
      case 'feed.added':
      case 'feed.removed':
        return { name: body.name as { ar: string; en: string } }
      case 'feed.sensor-set':
      case 'feed.sensor-removed':
        return { code: body.code as string }
      case 'feed.health-changed':
        return {
          name: body.name as { ar: string; en: string },
          health: body.health as string,
          reason: (body.reason as string | null) ?? 'none',
        }
      case 'track.confirmed':
        return { code: names.camera(body.cameraId as string) }
      case 'recording.gap':
        return { code: names.camera(body.cameraId as string), cause: body.cause as string, ...lengthOf(body) }
      case 'recording.segment-lost':
        return { code: names.camera(body.cameraId as string), why: body.why as string }
      case 'recording.segments-let-go':
        return { code: names.camera(subject), law: body.law as string, ...lengthOf(body) }
      case 'recording.held':
        return { code: names.camera(body.cameraId as string), by, ...lengthOf(body) }
      case 'recording.released':
      case 'recording.settings-changed':
        return { by }
      case 'place.set':
      case 'place.retired':
      case 'rule.retired':
        return { name: body.name as { ar: string; en: string } }
      case 'rule.set':
        return { name: (body.rule as unknown as { name: { ar: string; en: string } }).name }
      case 'account.created':
      case 'account.renamed':
      case 'account.deactivated':
      case 'account.reactivated':
        return { name: access.nameOf(subject) }
      case 'account.grant-given':
      case 'account.grant-ended':
        return { name: access.nameOf(subject), role: body.role as string, area: body.area as string }
      case 'session.opened':
        return { by }
      case 'clock.adjusted':
        return { seconds: Math.round((body.byMs as number) / 1000) }
      case 'assurance.changed':
        return { part: body.part as string, state: body.state as string }
      case 'shift.planned':
        return { by, name: access.nameOf(body.byId as string) }
      case 'shift.second-changed':
        return body.secondId === null ? { by } : { by, name: access.nameOf(body.secondId as string) }
      case 'shift.opened':
      case 'shift.sound-checked':
        return { by, sound: body.sound as string }
      case 'shift.plan-dropped':
      case 'shift.hand-over-started':
      case 'shift.hand-over-withdrawn':
      case 'shift.hand-over-joined':
      case 'shift.relief-taken':
      case 'log.noted':
      case 'log.corrected':
        return { by }
      case 'shift.signed':
      case 'shift.relieved':
        return { by, from: access.nameOf(body.outgoingId as string) }
      case 'shift.relief-missed':
        return { by, ...(body.reason === null ? {} : { reason: body.reason as string }) }
      case 'log.called':
        return { by, answered: (body.call as { isAnswered?: boolean } | null)?.isAnswered ? 'yes' : 'no' }
      case 'site.opened':
        return { epoch: body.epoch as number }
      default:
        return null
    }
  }
}

/** Length of a stretch that an entry names, whole seconds. */
function lengthOf(body: Entry['body']): { seconds: number } {
  return { seconds: Math.max(0, Math.round((Date.parse(String(body.to)) - Date.parse(String(body.from))) / 1000)) }
}
