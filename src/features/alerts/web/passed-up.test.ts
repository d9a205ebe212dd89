import { describe, expect, it } from 'vitest'
import type { AlertView } from '../contract.ts'
import { isPassedUpTo, newlyPassedUp } from './passed-up.ts'

const step = (why: 'untaken' | 'undecided', level: number) => ({ why, level, at: '2026-11-22T00:02:00.000Z' })
const alert = (over: Partial<AlertView>): AlertView =>
  ({
    id: 'a',
    disposition: 'open',
    ack: 'unacknowledged',
    suppression: { kind: 'none' },
    owner: null,
    escalation: null,
    ...over,
  }) as AlertView
const taken = { ack: 'acknowledged', owner: { id: 'officer', name: 'O' } } as const
const commander = { personId: 'colonel', isCommander: true }
const officer = { personId: 'officer', isCommander: false }

describe('an alert that is passed up', () => {
  it('goes to the commander from the second step on, and to nobody before the first', () => {
    expect(isPassedUpTo(alert({}), commander)).toBe(false)
    expect(isPassedUpTo(alert({ escalation: step('untaken', 1) }), commander)).toBe(false)
    for (const level of [2, 3]) {
      expect(isPassedUpTo(alert({ escalation: step('untaken', level) }), commander)).toBe(true)
      expect(isPassedUpTo(alert({ escalation: step('untaken', level) }), officer)).toBe(false)
    }
  })

  it('and is not decided waits for its owner first, then for the commander', () => {
    expect(isPassedUpTo(alert({ ...taken, escalation: step('undecided', 1) }), officer)).toBe(true)
    expect(isPassedUpTo(alert({ ...taken, escalation: step('undecided', 1) }), commander)).toBe(false)
    expect(isPassedUpTo(alert({ ...taken, escalation: step('undecided', 2) }), commander)).toBe(true)
  })

  it('and is taken, ended or put off meanwhile waits for nobody', () => {
    expect(isPassedUpTo(alert({ ...taken, escalation: step('untaken', 2) }), commander)).toBe(false)
    expect(isPassedUpTo(alert({ disposition: 'closed', escalation: step('untaken', 2) }), commander)).toBe(false)
    const shelved = { suppression: { kind: 'out_of_service' } } as Partial<AlertView>
    expect(isPassedUpTo(alert({ ...shelved, escalation: step('untaken', 2) }), commander)).toBe(false)
  })

  it('is news once for each step', () => {
    const first = newlyPassedUp([alert({ escalation: step('untaken', 2) })], new Map())
    expect(first.news).toHaveLength(1)
    expect(newlyPassedUp([alert({ escalation: step('untaken', 2) })], first.known).news).toEqual([])
    expect(newlyPassedUp([alert({ escalation: step('untaken', 3) })], first.known).news).toHaveLength(1)
  })
})
