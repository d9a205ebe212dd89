/** The law of digits, over numbers and over every sentence of the program. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { texts } from '../app/texts.ts'
import { namesSomething, toArabicIndic, toWestern } from './digits.ts'
import { createSpeaker } from './speak.ts'
import { withArabicDigits } from './speak-digits.ts'

const bare = (text: string) => text.replaceAll(/[\u2066-\u2069\u200e\u200f\u061c]/gu, '')
const plain = createSpeaker(texts, 'ar')
const arabic = withArabicDigits(plain)

describe('digits', () => {
  it('are those that the platform itself writes in Arabic', () => {
    const theirs = new Intl.NumberFormat('ar-IQ-u-nu-arab', { maximumFractionDigits: 2 })
    const ours = new Intl.NumberFormat('ar-IQ-u-nu-latn', { maximumFractionDigits: 2 })
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (value) => {
        expect(toArabicIndic(bare(ours.format(value)))).toBe(bare(theirs.format(value)))
      }),
    )
  })

  it('come back as they went', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\d ٠-٩.,%a-z:؟]*$/u), (text) => {
        expect(toWestern(toArabicIndic(text))).toBe(toWestern(text))
      }),
    )
  })

  it('of clocks, codes, coordinates and dates are Western always', () => {
    for (const text of [
      '03:14:49',
      '00:14Z',
      'C07',
      'A-2214',
      '39Q VC 41230 12345',
      'SAQR-3',
      '220014Z NOV 26',
      '2026-11-22',
      '0.1.0',
    ])
      expect(namesSomething(text)).toBe(true)
    for (const text of ['14', '0.9 ث', '±60 م', '31%', '2–4 دقائق', '254°', '1,200 م']) expect(namesSomething(text)).toBe(false)
  })
})

describe('sentences with Arabic-Indic quantities', () => {
  const names = [
    ...new Set(Object.values(texts).flatMap(({ ar }) => [...ar.matchAll(/\{\s*(\w+)/gu)].map(([, name]) => name ?? ''))),
  ]
  const filled = (value: number | string) => Object.fromEntries(names.map((name) => [name, value]))

  it('never hold both kinds of digits, whatever fills them', () => {
    for (const value of [3, 14, 0.5, 1200, '3.21', 'C07', '03:14:49', 'صقر 3', plain.say('span.minutes', { n: 6 })])
      for (const id of Object.keys(texts)) {
        const sentence = bare(arabic.say(id, filled(value)))
        expect(/\d/u.test(sentence) && /[٠-٩]/u.test(sentence), `${id}: ${sentence}`).toBe(false)
      }
  })

  it('say the same as before but for the digits', () => {
    for (const id of Object.keys(texts)) {
      const values = filled(14)
      expect(toWestern(arabic.say(id, values)), id).toBe(toWestern(plain.say(id, values)))
    }
  })

  it('are Arabic-Indic where only quantities stand, and Western where something is named', () => {
    expect(bare(arabic.say('span.minutes', { n: 6 }))).toBe('٦ دقائق')
    expect(bare(arabic.say('alert.reason.seen', { code: 'C07', seconds: 14, hits: 112, frames: 126, sigma: 7.4 }))).toMatch(/14/)
    const after = arabic.say('span.minutes', { n: 6 })
    const said = bare(arabic.say('alert.taken-after', { name: 'حيدر', time: '03:14:49', after }))
    expect(said).toMatch(/6/)
    expect(said).not.toMatch(/[٠-٩]/)
  })

  it('leave what a person or the site wrote as it is', () => {
    for (const name of ['صقر 3', 'المخفر 7', 'موقع ٧'])
      expect(arabic.say('access.change.done', { name })).toBe(plain.say('access.change.done', { name }))
  })

  it('are for Arabic only', () => {
    const english = createSpeaker(texts, 'en')
    expect(withArabicDigits(english)).toBe(english)
  })
})
