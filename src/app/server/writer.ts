/**
 * Writes that must not be lost while the program lives: facts of machines, which nobody waits for. One command id for
 * all tries, so that a commit whose answer was lost takes effect once; in order for each record; and a bug is said.
 */
import { uuidV7 } from '../../base/ids.ts'
import type { Outcome } from '../../base/outcome.ts'
import type { Actor, Draft } from '../../journal/entry.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import type { Accepted, Journal, Submission } from '../../journal/server/journal.ts'
import type { SealedItem } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'

const waitLeastMs = 200
const waitMostMs = 2000
/** Facts that wait while the database is away; beyond it new ones of tracks and cameras are not taken, and that is said. */
const waitingMax = 20_000

export interface PatientOrder<I> {
  readonly subject: string
  readonly actor: Actor
  readonly input: I
  readonly items?: readonly SealedItem[]
  readonly commandId?: string
  /** Told at the first try that fails. */
  readonly onAway?: () => void
}

export interface PatientWriter {
  /** Resolves when it is written or refused; null when it met a bug, which was said. Never rejects. */
  run<V extends object, I extends object>(
    definition: CommandDefinition<V, I>,
    order: PatientOrder<I>,
  ): Promise<Outcome<Accepted> | null>
  /** A fact that needs no decision. */
  record(draft: Draft, actor: Actor, commandId?: string): Promise<void>
}

interface Waiting {
  isAway: boolean
  done: Promise<Outcome<Accepted> | null>
}

/** `onBug` hears of what is not the database being away. */
export function patientWriter(journal: Journal, ports: Ports, onBug: (error: unknown) => void): PatientWriter {
  /** The newest write of each record that is still on its way. */
  const tails = new Map<string, Waiting>()
  let waiting = 0

  /** Tried at once, for the journal's own queue keeps order; once the database is away, each waits for the one before it. */
  async function untilWritten(
    submission: Submission,
    before: Waiting | undefined,
    own: { isAway: boolean },
    onAway?: () => void,
  ) {
    if (before?.isAway) await before.done
    for (let waitMs = waitLeastMs; ; waitMs = Math.min(waitMs * 2, waitMostMs)) {
      try {
        return await journal.submit(submission)
      } catch (error) {
        onAway?.()
        if ((error as { code?: string }).code !== 'journal.unavailable') {
          onBug(error)
          return null
        }
        if (journal.isStopped()) return null
        own.isAway = true
        await before?.done
        await new Promise<void>((resolve) => ports.timers.after(waitMs, resolve))
      }
    }
  }

  function inOrder(submission: Submission, onAway?: () => void): Promise<Outcome<Accepted> | null> {
    if (waiting >= waitingMax && !onAway) {
      onBug(new Error(`${waitingMax} facts wait for the database; one more was not taken`))
      return Promise.resolve(null)
    }
    waiting++
    const own: Waiting = { isAway: false, done: Promise.resolve(null) }
    const done = untilWritten(submission, tails.get(submission.subject), own, onAway)
    own.done = done
    tails.set(submission.subject, own)
    void done.then(() => {
      waiting--
      if (tails.get(submission.subject) === own) tails.delete(submission.subject)
    })
    return done
  }

  const newId = () => uuidV7(ports.clock.nowMs(), ports.random.bytes(10))
  return {
    run(definition, { subject, actor, input, items, commandId, onAway }) {
      const decide: Submission['decide'] = (row, context) => definition.decide(row as never, input, context)
      const submission = {
        commandId: commandId ?? newId(),
        subject,
        view: definition.view,
        actor,
        decide,
        ...(items ? { items } : {}),
      }
      return inOrder(submission, onAway)
    },
    async record(draft, actor, commandId) {
      await inOrder({
        commandId: commandId ?? newId(),
        subject: draft.subject,
        view: null,
        actor,
        decide: () => ({ ok: true, value: [draft] }),
      })
    },
  }
}
