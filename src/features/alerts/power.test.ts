/** What a power monitor's words around the last picture of a camera mean. Instants in seconds against that picture. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PowerWord } from '../sensors/contract.ts'
import { powerAfterMs, powerAround } from './power.ts'

const pictureAtMs = Date.UTC(2027, 2, 3, 20, 47, 2)
const word = (state: PowerWord['state'], offsetS: number): PowerWord => ({ state, atMs: pictureAtMs + offsetS * 1000 })
const monitor = (...words: PowerWord[]) => ({ code: 'S03', words: words.sort((a, b) => a.atMs - b.atMs) })

describe('power around the last picture', () => {
  it.each([
    ['never spoken of', [], null],
    ['good just before', [word('good', -20)], 'good'],
    ['good two minutes before', [word('good', -120)], 'good'],
    ['good longer ago', [word('good', -121)], null],
    ['good longer ago, and again behind it', [word('good', -121), word('good', 40)], 'good'],
    ['good behind it, but too late to speak of it', [word('good', 181)], null],
    ['lost just before', [word('good', -60), word('lost', -2)], 'lost'],
    ['lost an hour before and never said to be over', [word('lost', -3600)], 'lost'],
    ['lost behind it', [word('good', -30), word('lost', 8)], 'lost'],
    ['lost before, and back behind it', [word('lost', -5), word('good', 60)], 'lost'],
    ['lost long before, and good since', [word('lost', -90), word('good', -30)], 'good'],
    ['not heard any more when it ended', [word('good', -30), word('unknown', -5)], null],
    ['not heard when it ended, and good behind it', [word('good', -30), word('unknown', -5), word('good', 30)], 'good'],
    ['lost, then not heard, and good behind it', [word('lost', -60), word('unknown', -5), word('good', 30)], null],
    ['good when it ended, and not heard since', [word('good', -30), word('unknown', 2)], 'good'],
  ] as const)('%s', (_what, words, expected) => {
    expect(powerAround([monitor(...words)], pictureAtMs)?.state ?? null).toBe(expected)
  })

  it('names who said it and how long before or after', () => {
    expect(powerAround([monitor(word('good', -12))], pictureAtMs)).toEqual({ state: 'good', code: 'S03', offsetMs: -12_000 })
  })

  it('one monitor that says lost outweighs all that say good', () => {
    const good = { ...monitor(word('good', -5)), code: 'S01' }
    const lost = { ...monitor(word('lost', -3)), code: 'S02' }
    expect(powerAround([good, lost], pictureAtMs)).toMatchObject({ state: 'lost', code: 'S02' })
    expect(powerAround([monitor(), good], pictureAtMs)).toMatchObject({ state: 'good', code: 'S01' })
  })

  it('is never good where lost is the last word before, or any word behind that still speaks of it', () => {
    const words = fc.array(
      fc.record({ state: fc.constantFrom('good', 'lost', 'unknown'), atMs: fc.integer({ min: -600_000, max: 600_000 }) }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(words, (drawn) => {
        const said = drawn.sort((a, b) => a.atMs - b.atMs) as PowerWord[]
        const isLost =
          said.findLast(({ atMs }) => atMs <= 0)?.state === 'lost' ||
          said.some(({ state, atMs }) => state === 'lost' && atMs > 0 && atMs <= powerAfterMs)
        expect(powerAround([{ code: 'S', words: said }], 0)?.state === 'lost').toBe(isLost)
      }),
    )
  })
})
