/** Turns a sentence's id and its values into words of one language. The same engine on the server and on the page. */
import { createIntl } from '@formatjs/intl'
import { type Language, localeOf, type Said, type Sentences, type TextValue } from './text.ts'

/** What fills a sentence. A list of names is joined by the caller, because only the caller knows its order. */
export type SpokenValues = Readonly<Record<string, TextValue>>

/** Speaks one language. `say` never throws: a sentence that cannot be spoken is told to `onFault` and its id stands in. */
export interface Speaker {
  readonly language: Language
  say(id: string, values?: SpokenValues): string
  /** A stored sentence, e.g. the title of an alert. */
  saySaid(said: Said): string
  /** A name in both languages, picked. */
  pick(name: { readonly ar: string; readonly en: string }): string
  has(id: string): boolean
}

const ISOLATE_START = '\u2068'
const ISOLATE_END = '\u2069'

/**
 * Numbers with their signs, and codes such as C07 or A-0001. Units are not in it on purpose: isolated together with
 * its number, an Arabic unit would jump to the wrong side (interface.md 2).
 */
const NUMBER_OR_CODE =
  /\u2068[^\u2069]*\u2069|\u200e?[±+\u2212-]?[A-Za-z0-9](?:[A-Za-z0-9.,:/+°\u2013\u2212_-]*[A-Za-z0-9°])?%?/gu

/** Wraps every number and code of an Arabic sentence in isolates, so that signs, colons and dashes keep their side. */
export function isolateNumbers(sentence: string): string {
  return sentence.replace(NUMBER_OR_CODE, (found) =>
    found.startsWith(ISOLATE_START) ? found : `${ISOLATE_START}${found}${ISOLATE_END}`,
  )
}

/** Signs that embed, override or isolate, and the two that our own sentences use. */
const STEERING = /[\u202a-\u202e\u2066\u2067]/gu
const OWN_ISOLATES = /[\u2068\u2069]/gu

/**
 * A name or text without the signs by which it could turn the words beside it. Isolates stay where they come in pairs: a sentence
 * that fills another has them. One without its pair would end ours, and goes.
 */
function tamed(value: string): string {
  const bare = value.replaceAll(STEERING, '')
  let depth = 0
  for (const sign of bare.match(OWN_ISOLATES) ?? []) {
    depth += sign === ISOLATE_START ? 1 : -1
    if (depth < 0) break
  }
  return depth === 0 ? bare : bare.replaceAll(OWN_ISOLATES, '')
}

const ARABIC_LETTER = /[\u0600-\u06ff]/

/** A name in the other script keeps its own direction, full stop included, wherever it stands in the sentence. */
function isolateForeign(value: string, language: Language): string {
  const isForeign = language === 'ar' ? /[A-Za-z]/.test(value) && !ARABIC_LETTER.test(value) : ARABIC_LETTER.test(value)
  return isForeign ? `${ISOLATE_START}${value}${ISOLATE_END}` : value
}

/** Cuts an isolated sentence into plain pieces and isolated ones, for a page that gives codes a font of their own. */
export function piecesOf(sentence: string): readonly { readonly text: string; readonly isIsolated: boolean }[] {
  const pieces: { text: string; isIsolated: boolean }[] = []
  let from = 0
  while (from < sentence.length) {
    const start = sentence.indexOf(ISOLATE_START, from)
    if (start < 0) {
      pieces.push({ text: sentence.slice(from), isIsolated: false })
      break
    }
    if (start > from) pieces.push({ text: sentence.slice(from, start), isIsolated: false })
    const end = sentence.indexOf(ISOLATE_END, start)
    const until = end < 0 ? sentence.length : end
    pieces.push({ text: sentence.slice(start + 1, until), isIsolated: true })
    from = until + 1
  }
  return pieces
}

/** So many sentences are kept before all are forgotten; a screen needs some hundreds. */
const saidMost = 4000

function keyOf(id: string, values: SpokenValues): string {
  let key = id
  for (const name in values) {
    const value = values[name] as SpokenValues[string]
    key += `\u0000${name}\u0001${typeof value === 'object' ? `${value.ar}\u0001${value.en}` : `${typeof value}${value}`}`
  }
  return key
}

/** A code such as `source.not-found`: words of the program, never of a person. */
const CODE = /^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/

/**
 * A speaker over a catalogue. Values may be numbers, strings or names in both languages.
 * A message may `select` on a value that is not there (it counts as the word `none`) and on codes: ICU allows neither
 * dots nor dashes in the name of a branch, so `source.not-found` is looked up as `source_not_found`.
 */
export function createSpeaker(
  catalogue: Sentences,
  language: Language,
  onFault: (id: string, fault: unknown) => void = () => {},
): Speaker {
  const messages: Record<string, string> = {}
  const selected = new Map<string, readonly string[]>()
  for (const [id, sentence] of Object.entries(catalogue)) {
    messages[id] = sentence[language]
    selected.set(
      id,
      [...sentence[language].matchAll(/\{\s*(\w+)\s*,\s*select/g)].map((match) => match[1] ?? ''),
    )
  }
  const intl = createIntl({
    locale: localeOf(language),
    defaultLocale: localeOf(language),
    messages,
    onError: (fault) => {
      throw fault
    },
  })

  function pick(name: { readonly ar: string; readonly en: string }): string {
    return tamed(name[language])
  }

  /** A screen says the same few sentences again and again, hundreds at once: what was said is kept. */
  const said = new Map<string, string>()
  function say(id: string, values: SpokenValues = {}): string {
    const key = keyOf(id, values)
    const known = said.get(key)
    if (known !== undefined) return known
    const sentence = speak(id, values)
    if (said.size >= saidMost) said.clear()
    said.set(key, sentence)
    return sentence
  }

  function speak(id: string, values: SpokenValues): string {
    if (messages[id] === undefined) {
      onFault(id, new Error(`no sentence "${id}"`))
      return id
    }
    const chosen = selected.get(id) ?? []
    const filled: Record<string, string | number> = {}
    for (const name of chosen) filled[name] = 'none'
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === 'object') filled[name] = isolateForeign(pick(value), language)
      else if (typeof value === 'string' && chosen.includes(name) && CODE.test(value))
        filled[name] = value.replaceAll(/[.-]/g, '_')
      else filled[name] = typeof value === 'string' ? isolateForeign(tamed(value), language) : value
    }
    try {
      const spoken = intl.formatMessage({ id }, filled)
      return language === 'ar' ? isolateNumbers(spoken) : spoken
    } catch (fault) {
      onFault(id, fault)
      return id
    }
  }

  return { language, say, saySaid: (said) => say(said.text, said.values), pick, has: (id) => messages[id] !== undefined }
}
