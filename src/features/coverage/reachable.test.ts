import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeReach, pageFreshMs } from './reachable.ts'

const NOW = 1_000_000
const reach = (answers: Record<string, number>, more: object = {}) =>
  judgeReach({
    nowMs: NOW,
    listensSinceMs: 0,
    onWatch: 'officer',
    commanders: ['colonel'],
    answeredAtMs: (id) => answers[id] ?? null,
    ...more,
  })

describe('whether an alarm finds people', () => {
  it('is good while the officer on watch and a commander both answer, as old as the older answer', () => {
    expect(reach({ officer: NOW - 4000, colonel: NOW - 9000 })).toEqual({ state: 'good', because: null, provedAtMs: NOW - 9000 })
  })

  it('says who does not answer', () => {
    expect(reach({ colonel: NOW }, { onWatch: null })).toMatchObject({ state: 'bad', because: 'no-watch' })
    expect(reach({ colonel: NOW })).toMatchObject({ state: 'bad', because: 'no-page' })
    expect(reach({ officer: NOW, colonel: NOW - pageFreshMs - 1 })).toMatchObject({ state: 'bad', because: 'no-next' })
  })

  it('a commander who has the watch is not the next after himself', () => {
    expect(reach({ colonel: NOW }, { onWatch: 'colonel' })).toMatchObject({ state: 'bad', because: 'no-next' })
    expect(reach({ colonel: NOW, major: NOW }, { onWatch: 'colonel', commanders: ['colonel', 'major'] }).state).toBe('good')
  })

  it('is not known until pages have had the time to answer', () => {
    expect(reach({}, { listensSinceMs: NOW - 1000 })).toEqual({ state: 'unknown', because: null, provedAtMs: null })
  })

  it('is never good without two fresh answers of two people', () => {
    const at = fc.option(fc.integer({ min: NOW - 3 * pageFreshMs, max: NOW }), { nil: null })
    fc.assert(
      fc.property(at, at, at, fc.boolean(), (officer, colonel, major, isCommanderOnWatch) => {
        const answers: Record<string, number | null> = { officer, colonel, major }
        const onWatch = isCommanderOnWatch ? 'colonel' : 'officer'
        const { state, provedAtMs } = judgeReach({
          nowMs: NOW,
          listensSinceMs: 0,
          onWatch,
          commanders: ['colonel', 'major'],
          answeredAtMs: (id) => answers[id] ?? null,
        })
        const isFresh = (id: string) => (answers[id] ?? 0) >= NOW - pageFreshMs
        expect(state === 'good').toBe(isFresh(onWatch) && ['colonel', 'major'].some((id) => id !== onWatch && isFresh(id)))
        if (provedAtMs !== null) expect(NOW - provedAtMs).toBeLessThanOrEqual(pageFreshMs)
      }),
    )
  })
})
