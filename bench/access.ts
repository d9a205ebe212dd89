/** One decision of the policy: what every request, every row of every list and every reader of the live lane costs. */
import { type Action, actions, roles } from '../src/features/access/contract.ts'
import { mayDo, policyClass, type Right } from '../src/features/access/policy.ts'
import { heading, row } from './machine.ts'

const decisions = 2_000_000

/** Prints the table. */
export async function run(): Promise<void> {
  console.log(heading('access'))
  // Somebody with as many roles as anybody should have, asked of places near and far; half of it is refused.
  const nowMs = Date.now()
  const rights: Right[] = Array.from({ length: 12 }, (_, at) => ({
    role: roles[at % roles.length] ?? 'watch_officer',
    area: `command/region-${at % 3}/battalion-${at}/post-${at}`,
    fromMs: nowMs - 1000,
    untilMs: at % 2 === 0 ? null : nowMs + 3_600_000,
  }))
  const areas = Array.from({ length: 24 }, (_, at) => `command/region-${at % 3}/battalion-${at}/post-${at}/camera`)
  const asked = actions as readonly Action[]
  const ask = (count: number) => {
    let allowed = 0
    for (let at = 0; at < count; at++)
      if (mayDo(rights, asked[at % asked.length] as Action, areas[(at * 7) % areas.length], nowMs)) allowed++
    return allowed
  }
  ask(200_000)
  const began = performance.now()
  const allowed = ask(decisions)
  const microseconds = ((performance.now() - began) * 1000) / decisions
  const classes = 200_000
  const classBegan = performance.now()
  for (let at = 0; at < classes; at++) policyClass(rights, nowMs + at)
  const classMicroseconds = ((performance.now() - classBegan) * 1000) / classes
  row('one policy decision, 12 roles held', `${microseconds.toFixed(3)} µs`, '≤ 5 µs', microseconds <= 5)
  row('name of a policy class', `${classMicroseconds.toFixed(2)} µs`, '', null)
  row('decisions that allowed', `${((100 * allowed) / decisions).toFixed(0)} %`, '', null)
}
