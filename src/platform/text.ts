/** Sentences in Arabic and English: one catalogue beside each feature, one engine for server and browser. */

export type Language = 'ar' | 'en'
export const languages = ['ar', 'en'] as const satisfies readonly Language[]

/** One sentence in both languages, as ICU messages. A missing language does not compile. */
export interface Sentence {
  readonly ar: string
  readonly en: string
}
export type Sentences = Readonly<Record<string, Sentence>>

/** What a sentence is filled with: a number, a word, a name in both languages, or an instant. */
export type TextValue = string | number | { readonly ar: string; readonly en: string }

/** A sentence that is not spoken yet: its id and what fills it. Stored in entries, spoken in the reader's language. */
export interface Said {
  readonly text: string
  readonly values: Readonly<Record<string, TextValue>>
}

/** Locale of numbers and dates: Western digits by default, because identifiers and clocks always have them. */
export function localeOf(language: Language): string {
  return language === 'ar' ? 'ar-IQ-u-nu-latn' : 'en-GB'
}
