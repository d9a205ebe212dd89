/** A failure in words of the reader's language: our own sentence for its code, else what the server said. */
import type { Speaker, SpokenValues } from '../../../platform/speak.ts'
import type { RequestProblem } from '../../../platform/web/http.ts'

/** Falls back to the words for a fault of the server, which are always there. */
export function problemWords(speaker: Speaker, failed: Pick<RequestProblem, 'code' | 'title' | 'facts'>): string {
  const id = `problem.${failed.code}`
  if (!speaker.has(id)) return failed.title ?? speaker.say('problem.internal')
  const values: Record<string, SpokenValues[string]> = {}
  for (const [name, value] of Object.entries(failed.facts))
    values[name] = typeof value === 'boolean' ? String(value) : (value ?? '')
  return speaker.say(id, values)
}
