/** A failure in words of the reader's language: our own sentence for its code, else what the server said. */
import type { Speaker } from '../../../platform/speak.ts'
import type { Failure } from './duty-state.ts'

/** Falls back to the words for a fault of the server, which are always there. */
export function problemWords(speaker: Speaker, failed: Failure): string {
  const id = `problem.${failed.code}`
  if (!speaker.has(id)) return failed.title ?? speaker.say('problem.internal')
  return speaker.say(id, failed.by === null ? {} : { by: failed.by })
}
