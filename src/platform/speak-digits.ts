/** A speaker that writes quantities of Arabic sentences in Arabic-Indic digits, and never two kinds of digits in one sentence. */
import { namesSomething, toArabicIndic, toWestern } from './digits.ts'
import type { Speaker, SpokenValues } from './speak.ts'
import type { TextValue } from './text.ts'

const ISOLATES = /[\u2066-\u2069]/gu
const DIGIT = /[\d٠-٩]/u
const LETTER = /\p{L}/u

const bare = (text: string): string => text.replaceAll(ISOLATES, '')

/** What was spoken already holds its numbers isolated; it is told anew in the digits of the sentence that it enters. */
const isSpoken = (value: TextValue): value is string => typeof value === 'string' && bare(value) !== value

/** What a person or the site wrote, with a digit in it: `صقر 3`. It names something and is never rewritten. */
function isWritten(value: TextValue): boolean {
  if (typeof value === 'number' || isSpoken(value)) return false
  const text = typeof value === 'string' ? value : value.ar
  return DIGIT.test(text) && LETTER.test(text)
}

/** The same speaker with Arabic-Indic quantities; a speaker of English is given back as it is. */
export function withArabicDigits(speaker: Speaker): Speaker {
  if (speaker.language !== 'ar') return speaker
  function say(id: string, values: SpokenValues = {}): string {
    const western: Record<string, TextValue> = {}
    for (const [name, value] of Object.entries(values)) western[name] = isSpoken(value) ? toWestern(value) : value
    const said = speaker.say(id, western)
    const sentence = bare(said)
    const holds = (value: TextValue) => sentence.includes(bare(typeof value === 'object' ? value.ar : String(value)))
    if (namesSomething(sentence) || Object.values(western).some((value) => isWritten(value) && holds(value))) return said
    return toArabicIndic(said)
  }
  return { ...speaker, say, saySaid: ({ text, values }) => say(text, values) }
}
