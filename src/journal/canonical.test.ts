import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, type Json } from './canonical.ts'
import { clockAtStart, hlcMs, jumpLimitMs, readClock } from './clock.ts'
import { type Entry, noEntryBefore, sealEntry } from './entry.ts'
import { chainStart, isBreach, type JournalRow, verifyRow } from './verify.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('canonical text', () => {
  it('is that of RFC 8785, section 3.2.3 and 3.2.2.3', () => {
    expect(
      canonicalJson({
        '\u20ac': 'Euro Sign',
        '\r': 'Carriage Return',
        '\ufb33': 'Hebrew Letter Dalet With Dagesh',
        '1': 'One',
        '\ud83d\ude00': 'Emoji: Grinning Face',
        '\u0080': 'Control',
        ö: 'Latin Small Letter O With Diaeresis',
      }),
    ).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    )
    expect(canonicalJson([333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0])).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27,0]')
  })

  it('says the same for the same value in any order of keys, and reads back as that value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as Json)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(JSON.parse(text) as Json)).toBe(text)
      }),
    )
  })

  it('refuses what has no one meaning: lone surrogates, numbers without end, things that are no JSON', () => {
    for (const value of ['\ud800', Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1])
      expect(() => canonicalJson({ a: value } as never)).toThrow()
  })
})

describe('the chain', () => {
  const entries = (bodies: readonly string[]): JournalRow[] => {
    let prev = noEntryBefore
    return bodies.map((text, at) => {
      const entry: Entry = {
        site: '00000000-0000-4000-8000-000000000001',
        epoch: 1,
        seq: at + 1,
        hlc: '000000000000-0000',
        type: 'thing.happened',
        typeVersion: 1,
        subject: '00000000-0000-7000-8000-000000000001',
        area: 'a',
        actor: { kind: 'machine', id: 'm', session: null },
        mode: 'live',
        marking: 'M1',
        observedAt: '2026-11-22T00:00:00.000Z',
        commandId: null,
        causedBy: null,
        clock: { trusted: true, offsetMs: null },
        body: { text },
        prev,
      }
      const stored = sealEntry(entry, sha256)
      prev = stored.hash
      return { ...entry, text: stored.text, hash: stored.hash }
    })
  }
  const firstBroken = (rows: readonly JournalRow[]) => {
    let chain = chainStart
    for (const row of rows) {
      const next = verifyRow(chain, row, sha256)
      if (isBreach(next)) return next.seq
      chain = next
    }
    return null
  }

  it('one changed character anywhere is found, and named at or right behind where it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 8 }), fc.nat(), fc.nat(), (bodies, which, where) => {
        const rows = entries(bodies)
        expect(firstBroken(rows)).toBeNull()
        const at = which % rows.length
        const row = rows[at] as JournalRow
        const place = where % row.text.length
        const other = row.text[place] === '7' ? '8' : '7'
        const changed = [...rows]
        changed[at] = { ...row, text: row.text.slice(0, place) + other + row.text.slice(place + 1) }
        expect(firstBroken(changed)).toBe(at + 1)
        // Whoever changes the hash along breaks the next link instead.
        if (at + 1 < rows.length) {
          changed[at] = { ...(changed[at] as JournalRow), hash: sha256((changed[at] as JournalRow).text) }
          expect([at + 1, at + 2]).toContain(firstBroken(changed))
        }
      }),
      { seed: 8 },
    )
  })
})

describe('the hybrid clock', () => {
  it('never falls while it is trusted, and never runs away from the wall clock', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ passMs: fc.nat(5000), jitterMs: fc.integer({ min: -900, max: 900 }) }), { maxLength: 60 }),
        (steps) => {
          let state = clockAtStart(null)
          let [wall, steady] = [1_800_000_000_000, 0]
          let last = ''
          for (const { passMs, jitterMs } of steps) {
            wall += passMs
            steady += passMs
            const reading = readClock(state, wall + jitterMs, steady)
            state = reading.state
            expect(reading.adjustedByMs).toBeNull()
            expect(reading.hlc > last).toBe(true)
            expect(hlcMs(reading.hlc) - (wall + jitterMs)).toBeLessThanOrEqual(jumpLimitMs)
            last = reading.hlc
          }
        },
      ),
      { seed: 9 },
    )
  })
})
