/** The nuisance memory: what it may never make quiet, whatever was ended before; what bounds it; what ends it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../journal/entry.ts'
import type { Place } from '../../cameras/contract.ts'
import type { TrackView } from '../../tracks/contract.ts'
import { aPlace, aTrack } from '../../tracks/testing.ts'
import { closeReasons } from '../contract.ts'
import * as commands from '../decide.ts'
import type { AlertRow } from '../fold.ts'
import { anEntry, aRaised, folded } from '../testing.ts'
import { forgetNuisance, forgottenNuisance } from './forget.ts'
import { cellM, cellsOf, groundCell, groundRing, kindOf, lessonOf } from './lesson.ts'
import {
  type Closing,
  closingOf,
  leastCloses,
  type MemoryInput,
  memoryOf,
  pictureMost,
  recall,
  siteMost,
  windowMs,
} from './memory.ts'

const nowMs = Date.UTC(2026, 10, 22)
const day = 86_400_000
const bush = { person: 0.05, vehicle: 0.01, animal: 0.04, other: 0.7, unknown: 0.2 }
const officer = { kind: 'person', id: 'officer', session: null } as const
const machine = { kind: 'machine', id: 'marsad', session: null } as const

/** Known to within a cell. */
const aSpot = (overrides: Partial<Place> = {}) => aPlace({ ellipse: { aM: 20, bM: 5, bearingTrueDeg: 0 }, ...overrides })

/** A low thing of no class that stands where the place is known to within a cell. */
function aBush(overrides: Partial<TrackView> = {}): TrackView {
  return aTrack({ classProbabilities: bush, heightM: { least: 0.4, most: 0.9 }, place: aSpot(), ...overrides })
}

function aClosing(overrides: Partial<Closing> = {}, track = aBush()): Closing {
  const lesson = lessonOf({ track, place: track.place, stillSize: [640, 512] })
  const at = { atMs: nowMs - day, raisedMs: nowMs - day - 60_000 }
  const what = { reason: 'nuisance.vegetation', priority: 'P2', mode: 'live', area: 'a', rule: 'approach' } as const
  return { ...at, ...what, cameraId: track.cameraId, lesson, ...overrides }
}

function memory(closings: readonly Closing[], overrides: Partial<MemoryInput> = {}) {
  return memoryOf({ closings, forgotten: new Map(), viewSinceMs: () => 0, groundMost: 40, nowMs, ...overrides })
}

/** What the mover is known by. */
function known(held: ReturnType<typeof memory>, track: TrackView, priority: Closing['priority'] = 'P2', rule = 'approach') {
  const { cell } = cellsOf(track, track.place, [640, 512])
  return recall(held, { mode: 'live', rule, priority, cell, kinds: [kindOf(track)] })
}

const three = [aClosing(), aClosing({ atMs: nowMs - 2 * day }), aClosing({ atMs: nowMs - 3 * day })]

describe('a memory', () => {
  it('is made by three ends, says how often and why, and knows only that ground, rule and kind', () => {
    expect(known(memory(three.slice(1)), aBush())).toBeNull()
    const held = memory(three)
    expect(known(held, aBush())).toMatchObject({ n: 3, reason: 'nuisance.vegetation', untilMs: nowMs - 3 * day + windowMs })
    expect(known(held, aBush(), 'P3')).not.toBeNull()
    expect(known(held, aBush(), 'P2', 'zone-enter')).toBeNull()
    expect(known(held, aBush({ classProbabilities: { ...bush, other: 0.1, animal: 0.64 } }))).toBeNull()
    expect(known(held, aBush({ place: aSpot({ position: { lat: 20.5009, lon: 50.501 } }) }))).toBeNull()
    expect(recall(held, { mode: 'exercise', rule: 'approach', priority: 'P2', ...here(), kinds: [kindOf(aBush())] })).toBeNull()
  })

  it('never speaks of what is immediate, and learns nothing from it', () => {
    expect(known(memory(three), aBush(), 'P1')).toBeNull()
    expect(memory(three.map((one) => ({ ...one, priority: 'P1' as const }))).kept.size).toBe(0)
  })

  it('learns only from reasons that say what it was', () => {
    for (const reason of closeReasons) {
      const isLearnt = /animal|vegetation|weather|nuisance\.camera/.test(reason)
      expect([reason, memory(three.map((one) => ({ ...one, reason }))).kept.size]).toEqual([reason, isLearnt ? 1 : 0])
    }
  })

  it('ends with its time, to the millisecond', () => {
    const held = memory(three)
    const [one] = held.kept.values()
    const untilMs = one?.untilMs as number
    expect(held.untilMs).toBe(untilMs)
    expect(known(memory(three, { nowMs: untilMs - 1 }), aBush())).not.toBeNull()
    expect(known(memory(three, { nowMs: untilMs }), aBush())).toBeNull()
  })

  it('is cleared by anything real in that cell, of whatever rule and kind, and by what was forgotten', () => {
    const person = aClosing(
      { reason: 'real.crossing', rule: 'line-crossing', priority: 'P1', atMs: nowMs - 60_000 },
      personHere(),
    )
    expect(known(memory([...three, person]), aBush())).toBeNull()
    const [key] = memory(three).kept.keys()
    expect(known(memory(three, { forgotten: new Map([[key as string, nowMs - 60_000]]) }), aBush())).toBeNull()
    expect(known(memory(three, { forgotten: new Map([[key as string, nowMs - 10 * day]]) }), aBush())).not.toBeNull()
  })

  it('of a camera that was set anew, or that turns, is none', () => {
    expect(known(memory(three, { viewSinceMs: () => nowMs - day }), aBush())).toBeNull()
    expect(known(memory(three, { viewSinceMs: () => null }), aBush())).toBeNull()
  })

  it('is of a piece of the picture where the ground is not known, and there twice as tall is another kind', () => {
    const far = aBush({ place: null, heightM: null, box: [300, 200, 4, 6] })
    const held = memory(three.map((one) => aClosing({ atMs: one.atMs }, far)))
    expect(known(held, far)).toMatchObject({ cell: { on: 'picture', row: 3, column: 3 } })
    expect(known(held, aBush({ ...far, box: [300, 192, 8, 14] }))).toBeNull()
    expect(known(held, aBush({ ...far, box: [100, 200, 4, 6] }))).toBeNull()
    expect(known(held, aBush({ ...far, cameraId: 'another' }))).toBeNull()
  })
})

function here() {
  return { cell: cellsOf(aBush(), aBush().place, null).cell }
}
function personHere(): TrackView {
  return aTrack({ place: aBush().place })
}

describe('a law', () => {
  const chance = fc.double({ min: 0, max: 1, noNaN: true })
  const probabilities = fc
    .tuple(chance, chance, chance, chance, chance)
    .filter((all) => all.some((p) => p > 0.01))
    .map((all) => {
      const sum = all.reduce((a, b) => a + b, 0)
      const [person, vehicle, animal, other, unknown] = all.map((p) => p / sum) as [number, number, number, number, number]
      return { person, vehicle, animal, other, unknown }
    })
  const metres = fc.double({ min: 0.1, max: 6, noNaN: true })
  const height = fc.option(
    fc.tuple(metres, metres).map(([a, b]) => ({ least: Math.min(a, b), most: Math.max(a, b) })),
    { nil: null },
  )
  const anyMover = fc.record({
    classProbabilities: probabilities,
    heightM: height,
    hasPlace: fc.boolean(),
    bodyPx: fc.integer({ min: 1, max: 200 }),
  })
  const trackOf = ({ hasPlace, bodyPx, ...mover }: typeof anyMover extends fc.Arbitrary<infer T> ? T : never) =>
    aBush({ ...mover, box: [300, 200, 5, bodyPx], ...(hasPlace ? {} : { place: null }) })

  it('no history makes a person, a vehicle or a person-sized mover quiet, its own history least of all', () => {
    let quiet = 0
    fc.assert(
      fc.property(anyMover, fc.integer({ min: leastCloses, max: 30 }), (mover, times) => {
        const track = trackOf(mover)
        const history = Array.from({ length: times }, (_, n) => aClosing({ atMs: nowMs - n * 1000 }, track))
        const isKnown = known(memory(history), track) !== null
        const { person, vehicle } = track.classProbabilities
        const mayBePerson = track.heightM !== null && track.heightM.most >= 1.2
        if (person >= 0.2 || vehicle >= 0.2 || mayBePerson) expect(isKnown).toBe(false)
        else expect(isKnown).toBe(true)
        if (isKnown) quiet++
      }),
      { numRuns: 2000, seed: 1 },
    )
    // The law is no law of nothing: some of them are quiet.
    expect(quiet).toBeGreaterThan(50)
  })

  it('a mover is quiet only where its very like was ended three times: a new kind is heard whatever was ended there', () => {
    fc.assert(
      fc.property(fc.array(anyMover, { maxLength: 30 }), anyMover, (before, comer) => {
        const track = trackOf(comer)
        const history = before.map((mover, n) => aClosing({ atMs: nowMs - n * 1000 }, trackOf(mover)))
        const { cell } = cellsOf(track, track.place, [640, 512])
        const like = history.filter(
          ({ lesson }) => lesson.kind === kindOf(track) && JSON.stringify(lesson.cell) === JSON.stringify(cell),
        )
        if (known(memory(history), track) !== null) expect(like.length).toBeGreaterThanOrEqual(leastCloses)
      }),
      { numRuns: 500, seed: 2 },
    )
  })

  it('one camera that takes it for a person is enough to be heard', () => {
    const held = memory(three)
    const comer = { mode: 'live', rule: 'approach', priority: 'P2', ...here() } as const
    expect(recall(held, { ...comer, kinds: [kindOf(aBush())] })).not.toBeNull()
    expect(recall(held, { ...comer, kinds: [kindOf(aBush()), kindOf(aTrack())] })).toBeNull()
    expect(recall(held, { ...comer, kinds: [] })).toBeNull()
  })

  it('it is bounded by site, by picture and by ground; what was ended last stays', () => {
    const at = (n: number) => {
      const place = aSpot({ position: { lat: 20 + n * 0.001, lon: 50 } })
      return Array.from({ length: leastCloses }, (_, of) => aClosing({ atMs: nowMs - n * 1000 - of }, aBush({ place })))
    }
    const ground = Array.from({ length: 300 }, (_, n) => at(n)).flat()
    expect(memory(ground, { groundMost: 1000 }).kept.size).toBe(siteMost)
    const few = memory(ground, { groundMost: 5 })
    expect([...few.kept.values()].map(({ lastMs }) => nowMs - lastMs)).toEqual([0, 1000, 2000, 3000, 4000])
    expect(memory(ground, { groundMost: 0 }).kept.size).toBe(0)
    const picture = Array.from({ length: 64 }, (_, n) => {
      const track = aBush({ place: null, box: [(n % 8) * 80 + 10, Math.floor(n / 8) * 64 + 10, 4, 6] })
      return Array.from({ length: leastCloses }, (_, of) => aClosing({ atMs: nowMs - n * 1000 - of }, track))
    }).flat()
    expect(memory(picture).kept.size).toBe(pictureMost)
  })

  it('in whatever order the ends are told, it is the same', () => {
    const person = aClosing({ reason: 'real.crossing', atMs: nowMs - 2.5 * day }, personHere())
    const all = [...three, person, aClosing({ atMs: nowMs - 5000, reason: 'nuisance.animal' })]
    const expected = [...memory(all).kept.values()]
    expect(expected).toMatchObject([{ n: 3, reason: 'nuisance.animal' }])
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect([...memory(shuffled).kept.values()]).toEqual(expected)
      }),
      { seed: 3 },
    )
  })

  it('a cell of ground is fifty metres each way, and holds every point that names it', () => {
    const latLon = fc.record({
      lat: fc.double({ min: -60, max: 60, noNaN: true }),
      lon: fc.double({ min: -179, max: 179, noNaN: true }),
    })
    fc.assert(
      fc.property(latLon, (point) => {
        const cell = groundCell(point)
        if (cell.on !== 'ground') throw new Error('a point has ground')
        const [[west, south], , [east, north]] = groundRing(cell) as [[number, number], [number, number], [number, number]]
        expect(point.lat).toBeGreaterThanOrEqual(south - 1e-9)
        expect(point.lat).toBeLessThanOrEqual(north + 1e-9)
        expect(point.lon).toBeGreaterThanOrEqual(west - 1e-9)
        expect(point.lon).toBeLessThanOrEqual(east + 1e-9)
        const metresOfDegree = (6_371_008.8 * Math.PI) / 180
        expect((north - south) * metresOfDegree).toBeCloseTo(cellM, 3)
        const middle = (((north + south) / 2) * Math.PI) / 180
        expect((east - west) * metresOfDegree * Math.cos(middle)).toBeCloseTo(cellM, 3)
      }),
      { seed: 4 },
    )
  })

  it('whatever machines do to an alert, in any order, nothing is learnt, and nothing that people taught is lost', () => {
    const acts = fc.constantFrom('repeat', 'clear', 'wake', 'shown', 'close', 'reopen')
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 20 }), fc.boolean(), (steps, isTaught) => {
        const track = aBush()
        const entries: Entry[] = [
          anEntry('alert.raised', aRaised({ track, place: track.place, familiar: { n: 3, reason: 'nuisance.weather' } })),
        ]
        if (isTaught) {
          const closed = { reason: 'nuisance.weather', cause: null, note: null, turnedBack: null }
          entries.push(anEntry('alert.closed', closed, { actor: officer }))
        }
        const taught = closingOf(folded(entries) as AlertRow)
        expect(taught === null).toBe(!isTaught)
        for (const step of steps) {
          const row = folded(entries)
          if (!row) throw new Error('the alert is there')
          const observedAtMs = nowMs
          const context = { nowMs, actor: machine, newId: () => row.id }
          const byPerson = { id: row.id, basedOn: row.version }
          const decided = {
            repeat: () =>
              commands.repeatAlert.decide(
                row,
                { id: row.id, observedAtMs, repeat: { trackId: null, cameraId: 'c', place: null, sounds: null } },
                context,
              ),
            clear: () => commands.clearAlert.decide(row, { id: row.id, observedAtMs }, context),
            wake: () => commands.wakeAlert.decide(row, { id: row.id, observedAtMs }, context),
            shown: () => commands.markShown.decide(row, { id: row.id, observedAtMs }, context),
            close: () =>
              commands.closeAlert.decide(
                row,
                { ...byPerson, reason: 'nuisance.weather', cause: null, cameras: [], note: null, turnedBack: null },
                context,
              ),
            reopen: () => commands.reopenAlert.decide(row, { ...byPerson, note: null }, context),
          }[step]()
          if (decided.ok) for (const { type, body } of decided.value) entries.push(anEntry(type, body as object))
        }
        expect(closingOf(folded(entries) as AlertRow)).toEqual(taught)
      }),
      { numRuns: 300, seed: 5 },
    )
  })
})

describe('an alert that comes without sound', () => {
  const familiar = { n: 3, reason: 'nuisance.vegetation' }
  const raised = anEntry('alert.raised', aRaised({ track: aBush(), familiar }))

  it('is open, untaken and of its own priority; it is heard once it is woken, and woken once', () => {
    const row = folded([raised])
    expect(row).toMatchObject({ soundings: 0, priority: 'P2', ack: 'unacknowledged', disposition: 'open', occurrences: 1 })
    const context = { nowMs, actor: machine, newId: () => 'x' }
    const input = { id: 'x', observedAtMs: nowMs }
    const woken = commands.wakeAlert.decide(row, input, context)
    if (!woken.ok) throw new Error(woken.refusal.code)
    expect(woken.value.map(({ type }) => type)).toEqual(['alert.woken'])
    const heard = folded([raised, anEntry('alert.woken', { because: 'unfamiliar' })])
    expect(heard).toMatchObject({ soundings: 1, priority: 'P2', ack: 'unacknowledged', disposition: 'open', occurrences: 1 })
    expect(commands.wakeAlert.decide(heard, input, context)).toEqual({ ok: true, value: [] })
  })

  it('that becomes immediate is heard', () => {
    const { title, reasons, place, distanceToLineM } = aRaised()
    const change = { from: 'P2', to: 'P1', ruleId: 'line-crossing', title, reasons, place, distanceToLineM }
    expect(folded([raised, anEntry('alert.priority-raised', change)])).toMatchObject({ soundings: 1, priority: 'P1' })
  })

  it('teaches when a person ends it, and no more when a person reopens it', () => {
    const closed = { reason: 'nuisance.vegetation', cause: null, note: null, turnedBack: null }
    const ended = [raised, anEntry('alert.closed', closed, { actor: officer })]
    expect(closingOf(folded(ended) as AlertRow)).toMatchObject({ reason: 'nuisance.vegetation', rule: 'approach' })
    expect(closingOf(folded([...ended, anEntry('alert.reopened', { note: null }, { actor: officer })]) as AlertRow)).toBeNull()
    expect(closingOf(folded([{ ...raised, mode: 'test' }, ended[1] as Entry]) as AlertRow)).toBeNull()
  })
})

describe('forgetting', () => {
  it('is an act of a person, written with who', () => {
    const input = { id: 'x', key: 'live · approach · g 1 2 · other low', area: 'a', mode: 'live' } as const
    const byMachine = forgetNuisance.decide(undefined, input, { nowMs, actor: machine, newId: () => 'x' })
    expect(byMachine).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } })
    const done = forgetNuisance.decide(undefined, input, { nowMs, actor: officer, newId: () => 'x' })
    if (!done.ok) throw new Error(done.refusal.code)
    const [draft] = done.value
    const entry = anEntry('nuisance.forgotten', draft?.body as object, { actor: officer })
    expect(forgottenNuisance.fold(undefined, entry)).toMatchObject({ key: input.key, byId: 'officer' })
    expect(forgottenNuisance.fold(undefined, { ...entry, actor: machine })).toBeNull()
  })
})
