/** A refusal of the server in the words of the reader. */
import type { Speaker } from '../../../platform/speak.ts'
import { RequestProblem } from '../../../platform/web/http.ts'

/** The server's own title where it gave one; ours where it did not answer. */
export function problemOf(speaker: Speaker, thrown: unknown): string {
  if (!(thrown instanceof RequestProblem)) return speaker.say('problem.internal')
  if (thrown.title) return thrown.title
  return speaker.say(thrown.code === 'no-answer' ? 'access.no-server' : 'problem.internal')
}
