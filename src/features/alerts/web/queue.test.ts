import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { moverAlert } from '../../../../test/stories/screens/fixture.ts'
import type { AlertView } from '../contract.ts'
import {
  type CardState,
  moveCard,
  newSoundings,
  nextCard,
  queueOf,
  RESTING_HAND_MS,
  suppressedOf,
  waitingAloud,
} from './queue.ts'

const NOW = Date.parse('2026-11-22T00:14:49.000Z')
const at = (secondsAgo: number) => new Date(NOW - secondsAgo * 1000).toISOString()
const alert = (id: string, more: Partial<AlertView> = {}) => moverAlert(NOW, { id, number: id, ...more })
const noCard: CardState = { shownId: null, isChosen: false, cameAtMs: 0 }
const resting = { nowMs: NOW, lastTouchMs: NOW - 60_000, isDialogOpen: false, personId: 'me' }
const busyHand = { ...resting, lastTouchMs: NOW - RESTING_HAND_MS / 2 }

describe('queue', () => {
  test('untaken first, then priority, then the oldest; closed ones are not in it', () => {
    const queue = queueOf(
      [
        alert('taken', { ack: 'acknowledged' }),
        alert('late', { priority: 'P2', firstAt: at(10) }),
        alert('early', { priority: 'P2', firstAt: at(90) }),
        alert('p1', { firstAt: at(1) }),
        alert('closed', { disposition: 'closed' }),
      ],
      [],
    )
    expect(queue.map(({ id }) => id)).toEqual(['p1', 'early', 'late', 'taken'])
  })

  test('what is put off stands in no queue and is listed by when it comes back', () => {
    const shelved = (id: string, untilS: number) =>
      alert(id, {
        suppression: {
          kind: 'shelved',
          until: at(-untilS),
          by: { id: 'me', name: 'x' },
          reason: 'animal',
          scope: { ruleId: 'approach', groupClass: 'animal', cameraIds: [], region: null },
          renewals: 0,
        },
      })
    const all = [
      alert('heard'),
      shelved('late', 900),
      alert('out', { suppression: { kind: 'out_of_service' } }),
      shelved('soon', 60),
    ]
    expect(queueOf(all, []).map(({ id }) => id)).toEqual(['heard'])
    expect(suppressedOf(all, []).map(({ id }) => id)).toEqual(['soon', 'late', 'out'])
  })

  test('what waits to be saved is in it, and gives way to what was saved since', () => {
    const unsaved = alert('a', { notSavedSince: at(5), version: 1 })
    expect(queueOf([], [unsaved])).toEqual([unsaved])
    const saved = alert('a', { version: 2 })
    expect(queueOf([saved], [unsaved])).toEqual([saved])
  })
})

describe('card', () => {
  test('the first of the queue comes onto an empty card', () => {
    expect(nextCard(noCard, [alert('a')], resting).shownId).toBe('a')
    expect(nextCard({ ...noCard, shownId: 'gone' }, [], resting).shownId).toBeNull()
  })

  test('a more urgent alert waits until the hand rests', () => {
    const queue = [alert('p1'), alert('p2', { priority: 'P2' })]
    const shown = { ...noCard, shownId: 'p2' }
    expect(nextCard(shown, queue, busyHand)).toBe(shown)
    expect(nextCard(shown, queue, resting)).toEqual({ shownId: 'p1', isChosen: false, cameAtMs: NOW })
  })

  test('an equal alert never pushes the shown one away', () => {
    const shown = { ...noCard, shownId: 'b' }
    expect(nextCard(shown, [alert('a'), alert('b')], resting)).toBe(shown)
  })

  test('a taken alert stays while it may be withdrawn, then the next untaken one comes', () => {
    const mine = { ack: 'acknowledged' as const, owner: { id: 'me', name: 'Me' } }
    const other = alert('other', { priority: 'P3' })
    const shown = { ...noCard, shownId: 'mine' }
    expect(nextCard(shown, [other, alert('mine', { ...mine, withdrawableUntil: at(-5) })], resting)).toBe(shown)
    expect(nextCard(shown, [other, alert('mine', { ...mine, withdrawableUntil: at(1) })], resting).shownId).toBe('other')
  })

  test('nothing moves behind an open dialog', () => {
    const shown = { ...noCard, shownId: 'p2' }
    expect(nextCard(shown, [alert('p1'), alert('p2', { priority: 'P2' })], { ...resting, isDialogOpen: true })).toBe(shown)
  })

  test('arrows move through the queue and stop at its ends', () => {
    const queue = [alert('a'), alert('b')]
    const second = moveCard({ ...noCard, shownId: 'a' }, queue, 1)
    expect(second).toEqual({ shownId: 'b', isChosen: true, cameAtMs: 0 })
    expect(moveCard(second, queue, 1)).toBe(second)
  })
})

test('an alert sounds when it comes and each time it must be heard again, and never twice for the same', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 20 }), (growths) => {
      let soundings = 1
      let heard: ReadonlyMap<string, number> = new Map()
      let sounds = 0
      for (const growth of [0, ...growths]) {
        soundings += growth
        const step = newSoundings([alert('a', { soundings })], heard)
        heard = step.heard
        sounds += step.sounds.length
      }
      expect(sounds).toBe(1 + growths.filter((growth) => growth > 0).length)
    }),
  )
  expect(newSoundings([alert('a', { ack: 'acknowledged' })], new Map()).sounds).toEqual([])
})

test('an alert that came without sound is in the queue and silent, until something makes it heard', () => {
  const quiet = alert('quiet', { priority: 'P2', soundings: 0 })
  expect(queueOf([quiet], []).map(({ id }) => id)).toEqual(['quiet'])
  expect(waitingAloud([quiet])).toEqual([])
  const { heard, sounds } = newSoundings([quiet], new Map())
  expect(sounds).toEqual([])
  const woken = { ...quiet, soundings: 1 }
  expect(newSoundings([woken], heard).sounds).toEqual([woken])
  expect(waitingAloud([quiet, woken, { ...woken, ack: 'acknowledged' }])).toEqual([woken])
})
