import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayBeginsMs, type FilterName, filterNames, filtersOf, queryOf, searchOf } from './filters.ts'

describe('filters in the address', () => {
  it('come back as they went, whatever was typed', () => {
    const value = fc
      .string({ maxLength: 100 })
      .map((text) => text.trim())
      .filter((text) => text !== '')
    const filters = fc.dictionary(fc.constantFrom(...filterNames), value).map((all) => all as Partial<Record<FilterName, string>>)
    fc.assert(
      fc.property(filters, (given) => {
        expect(filtersOf(searchOf(given))).toEqual({ ...given })
      }),
    )
  })

  it('leave out what is empty or not known', () => {
    expect(filtersOf('?q=&state=open&drop=table')).toEqual({ state: 'open' })
    expect(searchOf({ q: ' ', tab: 'book' })).toBe('?tab=book')
  })
})

describe('a day', () => {
  it('begins at the midnight of the site, and the last one is meant whole', () => {
    expect(dayBeginsMs('2027-02-21', 'Asia/Baghdad')).toBe(Date.UTC(2027, 1, 20, 21))
    expect(dayBeginsMs('2027-03-28', 'Europe/Berlin')).toBe(Date.UTC(2027, 2, 27, 23))
    expect(dayBeginsMs('2027-03-29', 'Europe/Berlin')).toBe(Date.UTC(2027, 2, 28, 22))
    expect([dayBeginsMs('yesterday', 'UTC'), dayBeginsMs(undefined, 'UTC')]).toEqual([null, null])
    const query = queryOf({ from: '2027-02-21', to: '2027-02-21', reason: 'nuisance' }, 'Asia/Baghdad')
    expect(Object.fromEntries(query)).toEqual({
      from: '2027-02-20T21:00:00.000Z',
      to: '2027-02-21T21:00:00.000Z',
      state: 'all',
      reason: 'nuisance',
    })
  })

  it('the log book is asked by words, person and time alone', () => {
    expect(Object.fromEntries(queryOf({ tab: 'book', q: 'goats', kind: 'camera' }, 'UTC'))).toEqual({ q: 'goats' })
  })
})
