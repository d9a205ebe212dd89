import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
})
afterEach(() => vi.unstubAllGlobals())

/** The page after a reload: nothing is known but what the browser kept. */
async function load() {
  vi.resetModules()
  return import('./drafts.ts')
}

describe('drafts', () => {
  it('wait for their person through a lost session, another officer and a reload, and are nobody else’s', async () => {
    let page = await load()
    page.openDrafts('haydar')
    page.keepDraft('log', 'Canary at the well')
    page.closeDrafts(false)
    expect(page.draftOf('log', '')).toBe('')
    page.openDrafts('zaynab')
    expect(page.draftOf('log', '')).toBe('')
    page.keepDraft('log', 'hers')
    page.closeDrafts(true)
    page = await load()
    page.openDrafts('zaynab')
    expect(page.draftOf('log', '')).toBe('')
    page.openDrafts('haydar')
    expect(page.draftOf('log', '')).toBe('Canary at the well')
  })

  it('go with their person when he signs out for good, from the browser too', async () => {
    const page = await load()
    page.openDrafts('haydar')
    page.keepDraft('log', 'Canary')
    page.keepDraft('alert 7 close', { note: 'Canary' })
    page.closeDrafts(true)
    page.openDrafts('haydar')
    expect(page.draftOf('log', '')).toBe('')
    expect([...kept.values()].join()).not.toContain('Canary')
  })

  it('are dropped together by the words they begin with, and no more than those', async () => {
    const page = await load()
    page.openDrafts('haydar')
    for (const name of ['log', 'log who', 'logger']) page.keepDraft(name, 'x')
    page.dropDrafts('log')
    expect(['log', 'log who', 'logger'].map((name) => page.draftOf(name, ''))).toEqual(['', '', 'x'])
  })

  it('of another kind, kept by an older page, are none', async () => {
    kept.set('marsad.drafts.haydar', JSON.stringify({ a: 3, b: 'x', c: { note: 'kept' }, d: 'word' }))
    const page = await load()
    page.openDrafts('haydar')
    expect(page.draftOf('a', '')).toBe('')
    expect(page.draftOf('b', [])).toEqual([])
    expect(page.draftOf('c', { note: '', reason: null })).toEqual({ note: 'kept', reason: null })
    expect(page.draftOf<string | null>('d', null)).toBe('word')
    kept.set('marsad.drafts.zaynab', '{"cut')
    page.openDrafts('zaynab')
    expect(page.draftOf('a', '')).toBe('')
  })

  it('stand on the page where the browser keeps nothing', async () => {
    vi.stubGlobal('sessionStorage', undefined)
    const page = await load()
    page.openDrafts('haydar')
    page.keepDraft('log', 'x')
    page.openDrafts('zaynab')
    page.openDrafts('haydar')
    expect(page.draftOf('log', '')).toBe('x')
  })

  it('whatever officers do at one screen, each reads only what he himself typed last', async () => {
    const page = await load()
    const people = fc.constantFrom('a', 'b', 'c')
    const step = fc.oneof(
      fc.record({ kind: fc.constant('open' as const), who: people }),
      fc.record({ kind: fc.constant('leave' as const), isForGood: fc.boolean() }),
      fc.record({ kind: fc.constant('type' as const), text: fc.string({ minLength: 1 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        for (const who of ['a', 'b', 'c']) {
          page.openDrafts(who)
          page.closeDrafts(true)
        }
        const typed = new Map<string, string>()
        let now: string | null = null
        for (const each of steps) {
          if (each.kind === 'open') {
            now = each.who
            page.openDrafts(now)
          } else if (each.kind === 'type') {
            page.keepDraft('log', each.text)
            if (now !== null) typed.set(now, each.text)
          } else {
            page.closeDrafts(each.isForGood)
            if (each.isForGood && now !== null) typed.delete(now)
            now = null
          }
          expect(page.draftOf('log', '')).toBe(now === null ? '' : (typed.get(now) ?? ''))
        }
      }),
    )
  })
})
