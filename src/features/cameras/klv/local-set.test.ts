import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixOf } from '../platform.ts'
import { readCutSet, readLocalSets, setBytesMax } from './local-set.ts'
import { KlvStream } from './stream.ts'

const folder = join(import.meta.dirname, '../../../../../shared/standards/klv')
const hasSamples = existsSync(folder)
const sample = (name: string) => Uint8Array.from(readFileSync(join(folder, name)))

interface Expected {
  readonly _complete: boolean
  readonly _checksum_ok: boolean
  readonly items: readonly { readonly tag: number; readonly value?: number | string | null }[]
}
/** Tags that are stepped over on purpose: see the head of local-set.ts. */
const leftOut = [1, 3, 48, 62, 94, 143]

describe('the samples of ST 0601', () => {
  if (!hasSamples) console.warn('no shared/standards/klv beside the project: its samples were not read')
  const expected = hasSamples ? (JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, Expected>) : {}
  for (const [name, { _complete, _checksum_ok, items }] of Object.entries(expected))
    test(`${name}: state and every value`, () => {
      const bytes = sample(name)
      const { sets, restAt } = readLocalSets(bytes)
      const set = _complete ? sets[0] : readCutSet(bytes)
      expect(set?.state).toBe(!_complete ? 'cut' : _checksum_ok ? 'good' : 'damaged')
      expect(restAt).toBe(_complete ? bytes.length : 0)
      const wanted = items.filter(({ tag }) => !leftOut.includes(tag))
      // The last value of a cut set is cut itself.
      const whole = _complete ? wanted : wanted.slice(0, -1)
      expect([...(set?.values.keys() ?? [])]).toEqual(whole.map(({ tag }) => tag))
      for (const { tag, value } of whole) {
        const got = set?.values.get(tag)
        if (typeof value === 'number') expect(got).toBeCloseTo(value, 5)
        else expect(got).toBe(value)
      }
    })

  test('the code of a laser is nowhere in what was read', () => {
    if (!hasSamples) return
    const bytes = sample('own-laser-code-must-be-dropped.klv')
    const [set] = readLocalSets(bytes).sets
    expect(set?.state).toBe('good')
    expect([60, 61, 62].some((tag) => set?.values.has(tag))).toBe(false)
    expect(JSON.stringify([...(set?.values ?? [])])).not.toContain('1688')
    expect(set && JSON.stringify(fixOf(set, 0))).not.toContain('1688')
  })

  test('two sets are found in noise, and a length beyond all bounds is stepped over', () => {
    if (!hasSamples) return
    const { sets } = readLocalSets(sample('stream-noise-two-packets.klv'))
    expect(sets.map(({ state }) => state)).toEqual(['good', 'good'])
    expect(readLocalSets(sample('bad-length-overrun.klv'))).toMatchObject({ sets: [] })
  })
})

/** A set of our own, for what the samples do not hold. */
function setOf(items: readonly (readonly [tag: number, bytes: readonly number[]])[], spoil = 0): Uint8Array {
  const inside = items.flatMap(([tag, bytes]) => [tag, bytes.length, ...bytes])
  const head = [6, 14, 43, 52, 2, 11, 1, 1, 14, 1, 3, 1, 1, 0, 0, 0, inside.length + 4, ...inside, 1, 2]
  const sum = head.reduce((all, byte, at) => (all + (at % 2 === 0 ? byte << 8 : byte)) & 0xffff, spoil)
  return Uint8Array.from([...head, sum >> 8, sum & 255])
}
const time = [2, [0, 6, 0x60, 0xd7, 0x65, 0xa7, 0xe1, 0]] as const
const here = [
  [13, [0x2f, 0x13, 0xc7, 0x75]],
  [14, [0x1d, 0x16, 0x12, 0xa9]],
] as const

describe('laws', () => {
  test('whatever bytes come: no throw, a bounded number of sets, nothing believed that has a wrong sum', () => {
    const near = fc.tuple(fc.uint8Array({ maxLength: 200 }), fc.nat(400), fc.nat(255)).map(([noise, at, byte]) => {
      const bytes = Uint8Array.from([...noise, ...setOf([time, ...here]), ...noise, ...setOf([time])])
      bytes[at % bytes.length] = byte
      return bytes
    })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 4096 }), near), (bytes) => {
        const { sets, restAt } = readLocalSets(bytes)
        expect(restAt).toBeLessThanOrEqual(bytes.length)
        expect(sets.length * 17).toBeLessThanOrEqual(bytes.length)
        const stream = new KlvStream()
        for (let at = 0; at < bytes.length; at += 97) for (const set of stream.push(bytes.subarray(at, at + 97))) fixOf(set, 0)
      }),
      { numRuns: 2000 },
    )
  })

  test('a set cut anywhere into two packets is read as if it had come whole', () => {
    const bytes = setOf([time, ...here])
    fc.assert(
      fc.property(fc.integer({ min: 1, max: bytes.length - 1 }), (at) => {
        const stream = new KlvStream()
        const sets = [...stream.push(bytes.subarray(0, at)), ...stream.push(bytes.subarray(at))]
        expect(sets.map(({ state }) => state)).toEqual(['good'])
      }),
    )
  })

  test('a set that is never finished is told as cut and does not swallow the next', () => {
    const stream = new KlvStream()
    const whole = setOf([time, ...here])
    expect(stream.push(whole.subarray(0, 40))).toEqual([])
    expect(stream.push(whole).map(({ state }) => state)).toEqual(['cut', 'good'])
  })

  test('a sender that never ends a set holds no more than one set of memory', () => {
    const stream = new KlvStream()
    const head = Uint8Array.from([...setOf([]).subarray(0, 16), 0x82, 0x3f, 0xff])
    stream.push(head)
    const filler = new Uint8Array(4096)
    let told = 0
    for (let at = 0; at < 1000; at++) told += stream.push(filler).length
    expect(told).toBeLessThanOrEqual(1)
    expect(stream.push(setOf([time])).at(-1)?.state).toBe('good')
    expect(setBytesMax).toBeLessThan(65_536)
  })

  test('a wrong sum marks the set, and nothing of it is used', () => {
    const [set] = readLocalSets(setOf([time, ...here], 1)).sets
    expect(set?.state).toBe('damaged')
    expect(set && fixOf(set, 0)).toBeNull()
  })
})
