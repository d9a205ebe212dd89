/** A refused request in words of the reader's language: our own sentence for its code, else what the server said. */
import type { Speaker, SpokenValues } from '../../../platform/speak.ts'
import type { RequestProblem } from '../../../platform/web/http.ts'

/** Falls back to the words for a fault of the server, which are always there. */
export function problemWords(speaker: Speaker, problem: RequestProblem): string {
  const id = `problem.${problem.code}`
  // The server's own words are already in the reader's language and have its facts in them.
  if (problem.title !== null && problem.title !== '') return problem.title
  if (!speaker.has(id)) return speaker.say('problem.internal')
  return speaker.say(id, problem.facts as SpokenValues)
}
