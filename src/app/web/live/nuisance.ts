/** What comes without sound, as the page knows it: asked for once, and again when somebody ended, reopened or forgot something. */
import { csrf } from '../../../features/access/web/session.ts'
import type { NuisanceLine, NuisanceView } from '../../../features/alerts/nuisance/contract.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { randomId } from '../../../platform/web/random-id.ts'
import { createStore } from '../../../platform/web/store.ts'
import { facts } from './world.ts'

export type Nuisance =
  | { readonly state: 'loading' }
  | { readonly state: 'known'; readonly view: NuisanceView }
  | { readonly state: 'failed'; readonly problem: RequestProblem }

export const nuisance = createStore<Nuisance>({ state: 'loading' })

const changing = ['alert.closed', 'alert.reopened', 'nuisance.forgotten']

async function ask(): Promise<void> {
  try {
    nuisance.set({ state: 'known', view: (await request('GET', '/api/nuisance')) as NuisanceView })
  } catch (problem) {
    if (!(problem instanceof RequestProblem)) throw problem
    // What is known stays while the server does not answer; the band of the cut link says that it is old.
    if (nuisance.get().state !== 'known' || problem.status !== 0) nuisance.set({ state: 'failed', problem })
  }
}

/** What is without sound at this instant: a line that has run out meanwhile is left out. */
export function quietNow(now: Nuisance, atMs: number): readonly NuisanceLine[] {
  return now.state === 'known' ? now.view.lines.filter(({ untilAt }) => Date.parse(untilAt) > atMs) : []
}

/** Listens to the live lane; gives back what ends it. */
export function startNuisance(): () => void {
  let known = facts.get().cursor
  void ask()
  const stop = facts.subscribe(() => {
    const { log, cursor } = facts.get()
    if (cursor === known) return
    const since = known ?? 0
    known = cursor
    if (log.some(({ pos, type }) => pos > since && changing.includes(type))) void ask()
  })
  return () => {
    stop()
    nuisance.set({ state: 'loading' })
  }
}

/** Has one memory forgotten, or with null all that this person answers for; gives back how many. Throws `RequestProblem`. */
export async function forgetNuisance(id: string | null): Promise<number> {
  const answer = await request('POST', '/api/nuisance/forget', { csrf: csrf(), body: { commandId: randomId(), id } })
  await ask()
  return (answer as { forgotten: number }).forgotten
}
