import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlaceView } from '../../places/contract.ts'
import type { TrackView } from '../../tracks/contract.ts'
import { aPlace, aTrack, startMs } from '../../tracks/testing.ts'
import { aLine, anEntry, aScene, aZone } from '../testing.ts'
import { lowersP1, refusalOf, retireRule, setRule } from './decide.ts'
import { rulesView } from './fold.ts'
import { judge } from './index.ts'
import { type RuleContent, ruleContent, ruleKinds } from './record.ts'
import type { RuleInForce, Scene } from './rule.ts'

const ids = { rule: '00000000-0000-7000-8000-000000000700', zone: aZone().id, line: aLine().id, camera: aScene().camera.id }
const iso = (ms: number) => new Date(ms).toISOString()

function aRule(overrides: Partial<RuleInForce> = {}): RuleInForce {
  return {
    id: ids.rule,
    version: 1,
    kind: 'zone-dwell',
    name: { ar: 'مكث', en: 'Stay' },
    where: { on: 'place', placeId: ids.zone },
    values: { dwellS: 30 },
    classes: null,
    schedule: null,
    priority: 'P2',
    isOn: true,
    validFrom: null,
    validUntil: null,
    ...overrides,
  }
}
const sceneWith = (records: readonly RuleInForce[], overrides: Partial<Scene> = {}) =>
  aScene({ places: [aLine(), aZone()], rules: { records, timeZone: 'Asia/Riyadh' }, ...overrides })

/** In the zone since so many seconds, in view for a minute. */
function inZone(sinceS: number, overrides: Partial<TrackView> = {}): TrackView {
  const inside = { lat: 20.498, lon: 50.5 }
  const outside = { lat: 20.498, lon: 50.497 }
  return aTrack({
    firstSeenAt: iso(startMs),
    lastSeenAt: iso(startMs + 60_000),
    place: aPlace({ position: inside }),
    trail: [outside, { ...inside, lon: 50.4995 }, inside],
    trailMs: [0, 60_000 - sinceS * 1000, 60_000 - sinceS * 500],
    velocity: null,
    travelM: 40,
    ...overrides,
  })
}

describe('staying in a zone', () => {
  it('counts from when it came in, also while it stands', () => {
    const off = aRule({ id: '00000000-0000-7000-8000-000000000701', kind: 'zone-enter', values: {}, isOn: false })
    expect(judge(inZone(31), sceneWith([aRule(), off]))).toMatchObject({
      ruleId: 'zone-dwell',
      rule: { id: ids.rule, version: 1 },
      placeIds: [ids.zone],
    })
    expect(judge(inZone(29), sceneWith([aRule(), off]))).toBeNull()
  })

  it('begins anew when it left in between, and never counts where the times of the way were not kept', () => {
    const off = aRule({ id: '00000000-0000-7000-8000-000000000701', kind: 'zone-enter', values: {}, isOn: false })
    const inside = { lat: 20.498, lon: 50.5 }
    const leftBetween = inZone(50, {
      trail: [inside, { lat: 20.498, lon: 50.497 }, inside],
      trailMs: [0, 40_000, 45_000],
    })
    expect(judge(leftBetween, sceneWith([aRule(), off]))).toBeNull()
    const { trailMs: _gone, ...old } = inZone(50)
    expect(judge(old, sceneWith([aRule(), off]))).toBeNull()
  })

  it('a longer limit never finds more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 5, max: 60 }), fc.nat(60), (since, limit, more) => {
        const found = (dwellS: number) =>
          judge(inZone(since), sceneWith([aRule({ values: { dwellS } })]))?.ruleId === 'zone-dwell'
        if (found(limit + more)) expect(found(limit)).toBe(true)
      }),
      { seed: 31 },
    )
  })
})

describe('a rule of the site in place of a built-in one', () => {
  const enter = (overrides: Partial<RuleInForce>) => aRule({ kind: 'zone-enter', values: {}, ...overrides })

  it('has its own priority, and says by whose wish', () => {
    const finding = judge(inZone(1), sceneWith([enter({ priority: 'P1' })]))
    expect(finding).toMatchObject({ ruleId: 'zone-enter', priority: 'P1' })
    expect(finding?.reasons.map(({ text }) => text)).toContain('alert.reason.by-rule')
  })

  it('switched off, or outside its hours, is silent; past its dates the built-in one is back', () => {
    expect(judge(inZone(1), sceneWith([enter({ isOn: false })]))).toBeNull()
    // The builders stand at 03:11 in Riyadh on a Sunday.
    const by = (from: string, until: string, day = 7) =>
      judge(inZone(1), sceneWith([enter({ schedule: [{ days: [day], from, until }] })]))
    expect(by('03:00', '04:00')).not.toBeNull()
    expect(by('04:00', '06:00')).toBeNull()
    expect(by('22:00', '05:00', 6)).not.toBeNull()
    expect(judge(inZone(1), sceneWith([enter({ isOn: false, validUntil: iso(startMs - 1) })]))?.ruleId).toBe('zone-enter')
  })

  it('listens only to the classes that it names', () => {
    expect(judge(inZone(1), sceneWith([enter({ classes: ['vehicle'] })]))).toBeNull()
    expect(judge(inZone(1), sceneWith([enter({ classes: ['person', 'vehicle'] })]))).not.toBeNull()
  })

  it('leaves other places and other rules as they were', () => {
    const other: PlaceView = { ...aZone(), id: '00000000-0000-7000-8000-000000000902' }
    const finding = judge(inZone(1), sceneWith([enter({ isOn: false })], { places: [aLine(), aZone(), other] }))
    expect(finding?.placeIds).toEqual([other.id])
    expect(judge(aTrack(), sceneWith([enter({ isOn: false })]))?.ruleId).toBe('approach')
  })
})

describe('an outline in the picture, for a camera that nobody placed', () => {
  const ring: [number, number][] = [
    [0, 0.5],
    [0.5, 0.5],
    [0.5, 1],
    [0, 1],
  ]
  const outline = aRule({ kind: 'picture-zone', values: {}, where: { on: 'picture', cameraId: ids.camera, ring } })
  const seen = (x: number, y: number) =>
    aTrack({ place: null, velocity: null, travelM: null, heightM: null, box: [x - 5, y - 30, 10, 30], picture: [640, 512] })
  const scene = sceneWith([outline], { places: [], camera: { ...aScene().camera, pose: null } })

  it('hears whose feet are in it, and nobody else of that camera', () => {
    expect(judge(seen(100, 400), scene)).toMatchObject({ ruleId: 'picture-zone', placeIds: [] })
    expect(judge(seen(500, 400), scene)).toBeNull()
    expect(judge(seen(100, 200), scene)).toBeNull()
  })

  it('leaves other cameras their default rule, and gives it back when it is switched off', () => {
    const elsewhere = { ...scene, camera: { ...scene.camera, id: '00000000-0000-7000-8000-000000000002' } }
    expect(judge(seen(500, 400), elsewhere)?.ruleId).toBe('any-mover')
    const off = { ...scene, rules: { records: [{ ...outline, isOn: false }], timeZone: 'UTC' } }
    expect(judge(seen(500, 400), off)?.ruleId).toBe('any-mover')
  })
})

describe('what is said beside a finding', () => {
  it('a grazing zone explains and never silences; a protected site warns first', () => {
    const grazing: PlaceView = {
      ...aZone(),
      id: '00000000-0000-7000-8000-000000000903',
      geometry: {
        kind: 'zone',
        ring: (aZone().geometry as { ring: [number, number][] }).ring,
        use: 'civilian_routine',
        routine: 'grazing',
      },
    }
    const school: PlaceView = {
      ...aZone(),
      id: '00000000-0000-7000-8000-000000000904',
      geometry: {
        kind: 'protected_site',
        position: { lat: 20.5, lon: 50.5 },
        category: 'school',
        bufferM: 500,
        source: 'authority',
      },
    }
    const plain = judge(inZone(1), aScene({ places: [aLine(), aZone()] }))
    const more = judge(inZone(1), aScene({ places: [aLine(), aZone(), grazing, school] }))
    expect(more).toMatchObject({ ruleId: plain?.ruleId, priority: plain?.priority, placeIds: plain?.placeIds })
    expect(more?.reasons[0]?.text).toBe('alert.reason.protected-near')
    expect(more?.reasons.at(-1)?.text).toBe('alert.reason.routine-zone')
    // Alone it watches nobody out: any mover of a camera without line or watched zone is still an alert.
    expect(judge(inZone(1), aScene({ places: [grazing] }))?.ruleId).toBe('any-mover')
  })
})

describe('laws', () => {
  const rule: fc.Arbitrary<RuleInForce> = fc
    .record({
      kind: fc.constantFrom(...ruleKinds),
      isOn: fc.boolean(),
      priority: fc.constantFrom('P1' as const, 'P2' as const, 'P3' as const),
      day: fc.integer({ min: 1, max: 7 }),
      hasHours: fc.boolean(),
      isPersons: fc.boolean(),
    })
    .map(({ kind, isOn, priority, day, hasHours, isPersons }) =>
      aRule({
        kind,
        isOn,
        priority,
        values: {},
        where:
          kind === 'picture-zone'
            ? {
                on: 'picture',
                cameraId: ids.camera,
                ring: [
                  [0, 0],
                  [1, 0],
                  [1, 1],
                ],
              }
            : kind === 'any-mover'
              ? { on: 'camera', cameraId: ids.camera }
              : { on: 'place', placeId: kind === 'line-crossing' || kind === 'approach' ? ids.line : ids.zone },
        schedule: hasHours ? [{ days: [day], from: '00:00', until: '12:00' }] : null,
        classes: isPersons ? ['person'] : null,
      }),
    )
  const ground = { placeKind: null, hasCamera: true, hasTwin: false } as const
  const groundOf = ({ kind }: RuleContent) => ({
    ...ground,
    placeKind: kind === 'line-crossing' || kind === 'approach' ? 'line' : kind.startsWith('zone') ? 'zone' : null,
  })

  it('no rule that can be set silences somebody who crosses the line', () => {
    const crossed = aTrack({
      place: aPlace({ rangeM: { near: 430, best: 460, far: 495 }, position: { lat: 20.4996, lon: 50.5 } }),
      trail: [{ lat: 20.5004, lon: 50.5 }],
    })
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 5 }), (records) => {
        const settable = records.filter((record) => refusalOf(record, groundOf(record)) === null)
        expect(judge(crossed, sceneWith(settable))?.priority).toBe('P1')
      }),
      { seed: 32 },
    )
  })

  it('without any rule of the site, and with rules about elsewhere, the built-in ones say what they always said', () => {
    const elsewhere = (record: RuleInForce): RuleInForce => ({
      ...record,
      where:
        record.where.on === 'place'
          ? { on: 'place', placeId: ids.rule }
          : { ...record.where, cameraId: '00000000-0000-7000-8000-0000000000ff' },
    })
    const tracks = fc.constantFrom(aTrack(), inZone(1), inZone(40), aTrack({ place: null, velocity: null, travelM: null }))
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), tracks, (records, track) => {
        const plain = judge(track, aScene({ places: [aLine(), aZone()] }))
        expect(judge(track, sceneWith(records.map(elsewhere)))).toEqual(plain)
      }),
      { seed: 33 },
    )
  })
})

describe('setting a rule', () => {
  const content = ruleContent.parse(aRule())
  const context = { nowMs: startMs, actor: { kind: 'person', id: 'p', session: null } as const, newId: () => 'x' }
  const ground = { placeKind: 'zone', hasCamera: false, hasTwin: false }
  const codeOf = (rule: Partial<RuleContent>, more: Partial<typeof ground> = {}) =>
    refusalOf({ ...content, ...rule }, { ...ground, ...more })?.refusal.code ?? null

  it.each([
    ['as it should be', {}, {}, null],
    ['on a line', {}, { placeKind: 'line' }, 'rule.where'],
    ['on a place that is gone', {}, { placeKind: null }, 'rule.where'],
    ['beyond a limit', { values: { dwellS: 4000 } }, {}, 'rule.values'],
    ['with a value that it has not', { values: { speed: 4 } }, {}, 'rule.values'],
    ['that ends before it begins', { validFrom: iso(2000), validUntil: iso(1000) }, {}, 'rule.window'],
    ['twice on one zone', { kind: 'zone-enter', values: {} }, { hasTwin: true }, 'rule.doubled'],
    ['dwelling twice, short and long', {}, { hasTwin: true }, null],
  ] as const)('%s', (_name, rule, more, code) => {
    expect(codeOf(rule as Partial<RuleContent>, more as Partial<typeof ground>)).toBe(code)
  })

  it.each([
    ['switched off', { isOn: false }],
    ['P2', { priority: 'P2' }],
    ['only by night', { schedule: [{ days: [1], from: '20:00', until: '06:00' }] }],
    ['only persons', { classes: ['person'] }],
    ['later', { values: { minimumTravelM: 200 } }],
    ['only next year', { validFrom: '2027-01-01T00:00:00Z' }],
  ])('crossing the line %s needs two persons', (_name, change) => {
    const crossing: RuleContent = {
      ...content,
      kind: 'line-crossing',
      priority: 'P1',
      values: { minimumTravelM: 5 },
      where: { on: 'place', placeId: ids.line },
    }
    expect(lowersP1(crossing)).toBe(false)
    expect(lowersP1({ ...crossing, ...(change as Partial<RuleContent>) })).toBe(true)
  })

  it('a stale change is refused with who and when; taken away it stays readable and may come back', () => {
    const set = anEntry('rule.set', { rule: content }, { subject: ids.rule })
    const row = { ...(rulesView.fold(undefined, set) as NonNullable<ReturnType<typeof rulesView.fold>>), version: 1 }
    const input = { id: ids.rule, area: 'a', basedOn: 0, rule: content, ground }
    expect(setRule.decide(row, input, context)).toMatchObject({
      ok: false,
      refusal: { code: 'rule.stale', facts: { at: row.changedAt } },
    })
    expect(retireRule.decide(row, { id: ids.rule, basedOn: 1 }, context)).toMatchObject({ ok: true })
    const gone = rulesView.fold(row, anEntry('rule.retired', { name: content.name }, { subject: ids.rule }))
    expect(gone).toMatchObject({ isRetired: true, kind: 'zone-dwell' })
    const back = setRule.decide({ ...(gone as typeof row), version: 2 }, { ...input, basedOn: 2 }, context)
    expect(back).toMatchObject({ ok: true })
  })
})
