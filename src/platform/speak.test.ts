import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSpeaker, piecesOf } from './speak.ts'
import { languages } from './text.ts'

const catalogue = {
  moved: { ar: 'نقل {who} الكاميرا {camera} إلى {place}.', en: '{who} moved camera {camera} to {place}.' },
}
/** U+202E turns what follows round, U+2069 ends an isolate that somebody else began. */
const steering = [...'\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069']

describe('what a person wrote, inside a sentence', () => {
  it.each(languages)('law: in %s it never turns the words beside it, and nothing else of it is lost', (language) => {
    const written = fc
      .array(fc.constantFrom(...steering, 'a', 'ب', ' ', '7', 'Wadi', 'وادي'), { maxLength: 9 })
      .map((signs) => signs.join(''))
    const speaker = createSpeaker(catalogue, language)
    fc.assert(
      fc.property(written, written, written, (who, ar, place) => {
        const spoken = speaker.say('moved', { who, camera: { ar, en: ar }, place })
        expect(spoken).not.toMatch(/[\u202a-\u202e\u2066\u2067]/u)
        let depth = 0
        for (const sign of spoken) {
          if (sign === '\u2068') depth++
          if (sign === '\u2069') depth--
          expect(depth, 'ends an isolate that it did not begin').toBeGreaterThanOrEqual(0)
        }
        expect(depth, 'leaves an isolate open').toBe(0)
        const bare = (text: string) => text.replaceAll(/[\u202a-\u202e\u2066-\u2069]/gu, '')
        const plain = createSpeaker(catalogue, language).say('moved', { who: bare(who), camera: bare(ar), place: bare(place) })
        expect(bare(spoken)).toBe(bare(plain))
        expect(speaker.pick({ ar, en: ar })).not.toMatch(/[\u202a-\u202e\u2066\u2067]/u)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the isolates of a sentence that fills another', () => {
    const { say } = createSpeaker(catalogue, 'en')
    expect(piecesOf(say('moved', { who: 'the \u2068وادي\u2069 post', camera: 'C01', place: 'K12' }))[0]?.isIsolated).toBe(true)
  })
})
