/** A refusal of the server in the words of the reader. */
import type { Speaker } from '../../../platform/speak.ts'
import type { RequestProblem } from '../../../platform/web/http.ts'

/** The server's own title, which is in the reader's language; ours where it gave none. */
export function wordsOf(speaker: Speaker, problem: RequestProblem): string {
  if (problem.title) return problem.title
  const id = problem.code === 'no-answer' ? 'setup.no-answer' : `problem.${problem.code}`
  const facts = Object.fromEntries(
    Object.entries(problem.facts).map(([name, value]) => [name, typeof value === 'number' ? value : String(value ?? '')]),
  )
  return speaker.has(id) ? speaker.say(id, facts) : speaker.say('problem.internal')
}
