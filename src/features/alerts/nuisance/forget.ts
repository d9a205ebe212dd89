/** Having a memory forgotten: one act of a person, written with who; from then on what comes there is heard. */
import { accept, refuse } from '../../../base/outcome.ts'
import { hlcMs } from '../../../journal/clock.ts'
import { body, type Entry, isoTime } from '../../../journal/entry.ts'
import type { CommandDefinition, ViewDefinition } from '../../../journal/feature.ts'

/** `key` is the name of the memory; rule, class and place in it are no secret of persons. */
export interface NuisanceForgotten {
  readonly key: string
}

export interface ForgottenRow extends NuisanceForgotten {
  readonly area: string
  readonly at: string
  readonly byId: string
}

export const forgottenNuisance: ViewDefinition<ForgottenRow> = {
  name: 'nuisance-forgotten',
  foldVersion: 1,
  folds: (entry) => entry.type === 'nuisance.forgotten',
  fold(row, entry) {
    if (entry.actor.kind !== 'person') return row ?? null
    const { key } = entry.body as unknown as NuisanceForgotten
    return { key, area: entry.area, at: isoTime(hlcMs(entry.hlc)), byId: entry.actor.id }
  },
}

export interface ForgetInput {
  readonly id: string
  readonly key: string
  readonly area: string
  readonly mode: Entry['mode']
}

export const forgetNuisance: CommandDefinition<ForgottenRow, ForgetInput> = {
  name: 'forget-nuisance',
  view: 'nuisance-forgotten',
  decide(_row, { id, key, area, mode }, { nowMs, actor }) {
    if (actor.kind !== 'person') return refuse('not-allowed')
    const content = body({ key } satisfies NuisanceForgotten)
    return accept([{ type: 'nuisance.forgotten', typeVersion: 1, subject: id, area, mode, observedAtMs: nowMs, body: content }])
  },
}
