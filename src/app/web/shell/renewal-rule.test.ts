import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CALM_AFTER_MS, type Moment, renewalAt } from './renewal-rule.ts'

const calm: Moment = {
  isLinkUp: true,
  isAlarmWaiting: false,
  isDialogOpen: false,
  isTyping: false,
  isSoundSure: true,
  hasTried: false,
  idleMs: CALM_AFTER_MS,
}

describe('a page older than its server', () => {
  it('comes anew by itself when all is calm', () => expect(renewalAt(calm)).toBe('now'))

  it.each([
    ['an alert waits', { isAlarmWaiting: true }],
    ['a dialog is open', { isDialogOpen: true }],
    ['something is typed', { isTyping: true }],
    ['the link is cut', { isLinkUp: false }],
    ['a hand was there a moment ago', { idleMs: CALM_AFTER_MS - 1 }],
  ])('waits while %s', (_why, change) => expect(renewalAt({ ...calm, ...change })).toBe('waits'))

  it.each([
    ['the new page might not sound', { isSoundSure: false }],
    ['it has tried once', { hasTried: true }],
  ])('leaves it to a person when %s', (_why, change) => expect(renewalAt({ ...calm, ...change })).toBe('by-hand'))

  it('never comes anew under a hand, over a dialog, an alarm or a text, or into silence', () => {
    const any = fc.record({
      isLinkUp: fc.boolean(),
      isAlarmWaiting: fc.boolean(),
      isDialogOpen: fc.boolean(),
      isTyping: fc.boolean(),
      isSoundSure: fc.boolean(),
      hasTried: fc.boolean(),
      idleMs: fc.nat(60_000),
    })
    fc.assert(
      fc.property(any, (moment) => {
        if (renewalAt(moment) !== 'now') return
        expect(moment).toMatchObject({ ...calm, idleMs: expect.any(Number) })
        expect(moment.idleMs).toBeGreaterThanOrEqual(CALM_AFTER_MS)
      }),
    )
  })
})
