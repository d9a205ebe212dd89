import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { floodForMs, Gate, usualLimits } from './gate.ts'

describe('the gate before a feed', () => {
  test('however many come, no more pass than the rate and what may come at once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 2000 }), (steps) => {
        const gate = new Gate({ ...usualLimits, messagesPerS: 10, messagesAtOnce: 20 })
        let nowMs = 0
        let passed = 0
        for (const step of steps) {
          nowMs += step
          if (gate.admits(nowMs)) passed++
        }
        expect(passed).toBeLessThanOrEqual(20 + (nowMs / 1000) * 10 + 1)
      }),
    )
  })

  test('an ordinary radar of twenty movers four times a second is never held back', () => {
    const gate = new Gate()
    for (let atMs = 0; atMs < 60_000; atMs += 250) for (let mover = 0; mover < 20; mover++) expect(gate.admits(atMs)).toBe(true)
    expect(gate.isFlooded(60_000)).toBe(false)
  })

  test('a flood is a state that ends by itself a minute after the last excess', () => {
    const gate = new Gate()
    for (let count = 0; count <= usualLimits.messagesAtOnce; count++) gate.admits(0)
    expect(gate.isFlooded(1)).toBe(true)
    expect(gate.isFlooded(floodForMs - 1)).toBe(true)
    expect(gate.isFlooded(floodForMs)).toBe(false)
  })

  test('movers of one sensor begin within bounds, those of another are not held back for it', () => {
    const gate = new Gate()
    const begun = Array.from({ length: 1000 }, () => gate.begins('a', 0)).filter(Boolean)
    expect(begun.length).toBe(usualLimits.beginsAtOnce)
    expect(gate.begins('b', 0)).toBe(true)
    expect(gate.begins('a', 60_000)).toBe(true)
  })

  test('the same is heard once in ten minutes, and the memory of it is bounded', () => {
    const gate = new Gate()
    expect([gate.isNew('a', 0), gate.isNew('a', 1), gate.isNew('b', 2)]).toEqual([true, false, true])
    expect(gate.isNew('a', 600_002)).toBe(true)
    for (let key = 0; key < 20_000; key++) gate.isNew(`k${key}`, 700_000)
    expect(gate.isNew('k19999', 700_001)).toBe(false)
    expect(gate.isNew('k1', 700_001)).toBe(true)
  })
})
