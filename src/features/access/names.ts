/**
 * Names of people as they may be written: one form of Unicode, letters of Arabic and Latin only, nothing that turns the direction
 * of the line, no two that look alike.
 */
import { accept, type Outcome, refuse } from '../../base/outcome.ts'

const lengthMost = 80
// Control and format characters, private ones, line breaks: what is not seen, or moves what is.
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u
const allowed = /^[\p{Script=Arabic}\p{Script=Latin}\p{Nd}\p{M} .,'’()·/_-]+$/u
const letter = /\p{L}|\p{Nd}/u

/** The name in its one form, or why it cannot be one. */
export function checkName(given: string): Outcome<string> {
  if (unseen.test(given)) return refuse('people.name-unseen')
  const name = given
    .normalize('NFC')
    .replaceAll(/[ \u00a0]+/g, ' ')
    .trim()
  if (name.length === 0 || name.length > lengthMost) return refuse('people.name-length', { most: lengthMost })
  if (!allowed.test(name) || !letter.test(name)) return refuse('people.name-letters')
  // A word half in one script and half in the other is made to be taken for another.
  if (name.split(/[^\p{L}\p{M}\p{Nd}]+/u).some((word) => /\p{Script=Arabic}/u.test(word) && /\p{Script=Latin}/u.test(word)))
    return refuse('people.name-letters')
  return accept(name)
}

/** What a person may type in another way and mean the same: one of these, two names count as one. */
const alike: readonly (readonly [RegExp, string])[] = [
  [/[أإآٱ]/g, 'ا'],
  [/[ىیېے]/g, 'ي'],
  [/[ةۀەہھ]/g, 'ه'],
  [/ک/g, 'ك'],
  [/[ؤۆۇ]/g, 'و'],
  [/ئ/g, 'ي'],
  [/[\u0640\u064b-\u065f\u0670]/g, ''],
]

/** The same for names that look alike, or that differ only in how they were typed. Never shown. */
export function nameKey(name: string): string {
  let key = latinDigits(name.normalize('NFKC').toLowerCase())
  for (const [pattern, by] of alike) key = key.replaceAll(pattern, by)
  key = key.normalize('NFD').replaceAll(/\p{M}/gu, '')
  return key.replaceAll(/[\s.,'’·]+/g, ' ').trim()
}

/** Digits of any script that people type here, as Latin ones. */
export function latinDigits(text: string): string {
  return text
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replaceAll(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
}
