/** What passes with the watch: the one who comes owns the open alerts of the one who goes, in entries of their own after the signature. */
import { createHash } from 'node:crypto'
import { uuidFromDigest } from '../../base/ids.ts'
import { alerts as alertsView } from '../../features/alerts/fold.ts'
import { changeOwner } from '../../features/alerts/own.ts'
import { hlcMs } from '../../journal/clock.ts'
import { type Entry, isoTime } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import { viewTable } from '../../journal/server/views.ts'
import type { StoredAlert } from './present.ts'
import type { PatientWriter } from './writer.ts'

const table = viewTable(alertsView)

/** A hand-over that both signed, or a commander's taking over: both name who goes and which shift begins. */
const passing: readonly string[] = ['shift.signed', 'shift.relieved']

export interface PassOnNeeds {
  readonly journal: Journal
  readonly writer: PatientWriter
  onFault(error: unknown): void
}

/** Passes alerts on at each hand-over, and finishes the last one where the program died in between. */
export async function passAlertsOn({ journal, writer, onFault }: PassOnNeeds): Promise<void> {
  const { sql, site } = journal
  const [last] = await sql<{ text: string }[]>`
    select text from journal.entry where site = ${site} and type = any(${passing as string[]}) order by seq desc limit 1`
  if (last) await pass(JSON.parse(last.text) as Entry)
  journal.onCommitted(({ entries }) => {
    for (const { entry } of entries) if (passing.includes(entry.type)) pass(entry).catch(onFault)
  })

  async function pass(entry: Entry): Promise<void> {
    const { outgoingId: fromId, nextShiftId: shiftId } = entry.body as { outgoingId: string; nextShiftId: string }
    const signedAt = isoTime(hlcMs(entry.hlc))
    const owned = await sql.unsafe<{ id: string; data: object }[]>(
      `select id, data from ${table} where site = $1 and data->>'disposition' = 'open' and data->>'ownerId' = $2 order by id`,
      [site, fromId],
    )
    await Promise.all(
      owned
        .filter(({ data }) => !becameHisSince(data as StoredAlert, signedAt))
        .map(({ id }) =>
          // The same command for the same hand-over: finished anew after a restart it takes no second effect.
          writer.run(changeOwner, {
            subject: id,
            actor: entry.actor,
            commandId: uuidFromDigest(createHash('sha256').update(`pass ${id} to ${shiftId}`).digest()),
            input: { id, fromId, toId: entry.actor.id, shiftId },
          }),
        ),
    )
  }
}

/** What the one who went took, or was given, after he had handed over is his. */
function becameHisSince({ log }: StoredAlert, signedAt: string): boolean {
  return log.some(
    ({ at, what, detail }) =>
      at > signedAt && (what === 'alert.acknowledged' || (what === 'alert.transfer-answered' && detail === 'accepted')),
  )
}
