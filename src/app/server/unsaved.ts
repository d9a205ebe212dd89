/**
 * Alerts on their way into the journal. What is not on disk within a moment is shown as "not saved" and spooled; it can be
 * taken by a person all the same, and enters later with both times.
 */
import { accept, Fault, type Outcome, refuse } from '../../base/outcome.ts'
import { acknowledgeAlert, raiseAlert } from '../../features/alerts/decide.ts'
import { type AlertRow, alerts } from '../../features/alerts/fold.ts'
import { formatHlc } from '../../journal/clock.ts'
import { type Actor, isoTime } from '../../journal/entry.ts'
import type { Vault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import type { StoredAlert } from './present.ts'
import type { Spool, Spooled, SpooledAct } from './spool.ts'
import type { PatientWriter } from './writer.ts'

const machine = { kind: 'machine', id: 'marsad', session: null } as const
/** An alert that is not on disk by then is shown as not saved. */
const saveWithinMs = 400

export interface Unsaved {
  readonly row: StoredAlert
  readonly since: string
  readonly spooled: Spooled
}

export interface AlertWriter {
  /** Writes an alert; the row is what it will be, at once. */
  raise(given: Spooled): StoredAlert
  /** Alerts that are shown and not saved. */
  unsaved(): Unsaved[]
  /** The picture of one of them. */
  still(id: string): Uint8Array | null
  /** A person takes one of them. Fault `journal.unavailable` when not even the spool can be written. */
  acknowledge(id: string, act: { commandId: string; actor: Actor; basedOn: number }): Outcome<StoredAlert>
}

/** `changed` is told when what is shown and not saved became another. */
export function writeAlerts(writer: PatientWriter, vault: Vault, spool: Spool, ports: Ports, changed: () => void): AlertWriter {
  const unsaved = new Map<string, Unsaved>()

  return {
    raise(given) {
      const { id, area, mode, observedAtMs, alert, item } = given
      const isFromSpool = given.since !== ''
      const raised = provisionalRow(given)
      const row = given.acknowledged ? acknowledgedRow(raised, given.acknowledged) : raised
      let isSaved = false
      const show = () => {
        if (isSaved || unsaved.has(id)) return
        const since = isFromSpool ? given.since : isoTime(ports.clock.nowMs())
        const spooled = { ...given, since }
        unsaved.set(id, { row, since, spooled })
        spool.keep(spooled)
        changed()
      }
      const late = ports.timers.after(isFromSpool ? 0 : saveWithinMs, show)
      const input = { id, area, mode, observedAtMs, alert }
      void (async () => {
        const items = item ? [item] : []
        await writer.run(raiseAlert, { commandId: id, subject: id, actor: machine, input, items, onAway: show })
        const taken = unsaved.get(id)?.spooled.acknowledged ?? given.acknowledged
        if (taken) {
          const { commandId, actor, atMs } = taken
          const order = { commandId, subject: id, actor, input: { id, basedOn: 1, actedAtMs: atMs }, onAway: show }
          await writer.run(acknowledgeAlert, order)
        }
        isSaved = true
        late.cancel()
        if (!unsaved.delete(id)) return
        spool.drop(id)
        changed()
      })()
      return row
    },
    unsaved: () => [...unsaved.values()],
    still(id) {
      const item = unsaved.get(id)?.spooled.item
      return item ? vault.open(item) : null
    },
    acknowledge(id, { commandId, actor, basedOn }) {
      const waiting = unsaved.get(id)
      if (!waiting) return refuse('alert.not-found')
      if (waiting.spooled.acknowledged?.commandId === commandId) return accept(waiting.row)
      const atMs = ports.clock.nowMs()
      const decided = acknowledgeAlert.decide(waiting.row, { id, basedOn }, { nowMs: atMs, actor, newId: () => commandId })
      if (!decided.ok) return decided
      const act = { commandId, actor, atMs }
      const spooled = { ...waiting.spooled, acknowledged: act }
      // An answer of success means: on disk. The spool is disk, too.
      if (!spool.keep(spooled)) throw new Fault('journal.unavailable', { why: 'neither database nor spool can write' })
      const row = acknowledgedRow(waiting.row, act)
      unsaved.set(id, { ...waiting, row, spooled })
      changed()
      return accept(row)
    },
  }
}

/** The row that the entry will give, for showing before it is written. */
function provisionalRow({ id, area, mode, observedAtMs, alert }: Spooled): StoredAlert {
  const entry = {
    type: 'alert.raised',
    area,
    mode,
    observedAt: isoTime(observedAtMs),
    hlc: formatHlc(observedAtMs, 0),
    actor: machine,
    body: alert,
  }
  return { ...(alerts.fold(undefined, entry as never) as AlertRow), id, version: 1 }
}

/** The row with the acknowledgement that the journal will get behind the alert. */
function acknowledgedRow(row: StoredAlert, { actor, atMs }: SpooledAct): StoredAlert {
  const entry = { type: 'alert.acknowledged', observedAt: isoTime(atMs), hlc: formatHlc(atMs, 0), actor, body: {} }
  return { ...(alerts.fold(row, entry as never) as AlertRow), id: row.id, version: row.version + 1 }
}
