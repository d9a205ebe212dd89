import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../base/outcome.ts'
import type { Actor, Draft } from '../../journal/entry.ts'
import { createSpeaker } from '../../platform/speak.ts'
import { startMs } from '../tracks/testing.ts'
import { announcedAt, announceMovement, isOn } from './announce.ts'
import { composeByHand, composeTest } from './compose-hand.ts'
import { acknowledgeAlert, backForMs, closeAlert, raiseAlert, withdrawAcknowledgement } from './decide.ts'
import { dueEscalation, escalateAlert, nextEscalation } from './escalate.ts'
import { type AlertRow, alerts } from './fold.ts'
import { answerTransfer, askTransfer, changeOwner, noteAlert, setPriority } from './own.ts'
import { shelfLimitsOf } from './shelf-limits.ts'
import { endSuppression, isShelved, shelveAlert, unshelveAlert } from './shelve.ts'
import { anEntry, aRaised, aZone, folded } from './testing.ts'
import { texts } from './text.ts'

type Row = AlertRow & { id: string; version: number }
const haidar: Actor = { kind: 'person', id: 'haidar', session: 's1' }
const mona: Actor = { kind: 'person', id: 'mona', session: 's2' }
const machine: Actor = { kind: 'machine', id: 'marsad', session: null }
const note = { vault: 'v', sha256: 's' }
const raisedAtMs = (row: Row) => Date.parse(row.hops.h3RaisedAt ?? '')
const raised = (overrides = {}, entry = {}) => folded([anEntry('alert.raised', aRaised(overrides), entry)]) as Row

/** The row after an act, or the code of its refusal. */
function act<I extends object>(
  row: Row,
  definition: {
    decide(row: Row, input: I, context: { nowMs: number; actor: Actor; newId(): string }): Outcome<readonly Draft[]>
  },
  input: Omit<I, 'id' | 'basedOn'>,
  actor: Actor,
  nowMs: number,
): Row | string {
  const decided = definition.decide(row, { id: row.id, basedOn: row.version, ...input } as unknown as I, {
    nowMs,
    actor,
    newId: () => 'id',
  })
  if (!decided.ok) return decided.refusal.code
  const hlc = `${nowMs.toString(16).padStart(12, '0')}-0000`
  return decided.value.reduce<Row>((now, draft) => {
    const entry = anEntry(draft.type, draft.body, { actor, hlc, observedAt: new Date(draft.observedAtMs).toISOString() })
    return { ...(alerts.fold(now, entry) as AlertRow), id: row.id, version: now.version + 1 }
  }, row)
}
const done = (answer: Row | string): Row => {
  if (typeof answer === 'string') throw new Error(answer)
  return answer
}
const officer = shelfLimitsOf(['watch_officer'])
const commander = shelfLimitsOf(['commander', 'watch_officer'])
const shelf = (untilMs: number, more = {}) => ({
  untilMs,
  reason: 'vegetation',
  region: null,
  note: null,
  limits: officer,
  ...more,
})
const repeated = (row: Row, body: object) => ({
  ...(alerts.fold(row, anEntry('alert.repeated', body)) as AlertRow),
  id: row.id,
  version: row.version + 1,
})

describe('an alert that is put off', () => {
  const row = raised()
  const nowMs = raisedAtMs(row) + 1000

  it('is silent until its time, and is heard again when what it tells of goes on', () => {
    const off = done(act(row, shelveAlert, shelf(nowMs + 600_000), haidar, nowMs))
    expect(off.suppression).toMatchObject({
      kind: 'shelved',
      byId: 'haidar',
      renewals: 0,
      scope: { ruleId: row.ruleId, region: null },
    })
    expect(off.soundings).toBe(row.soundings)
    const back = done(
      act(off, endSuppression, { untilAt: (off.suppression as { until: string }).until }, machine, nowMs + 612_000),
    )
    expect(back).toMatchObject({ suppression: { kind: 'none' }, soundings: row.soundings + 1 })
    expect(back.log.at(-1)).toMatchObject({ what: 'alert.unshelved', detail: 'timer' })
  })

  it('is taken back by a person without a sound: it is before his eyes', () => {
    const off = done(act(row, shelveAlert, shelf(nowMs + 600_000), haidar, nowMs))
    expect(done(act(off, unshelveAlert, {}, mona, nowMs + 5000))).toMatchObject({
      suppression: { kind: 'none' },
      soundings: row.soundings,
    })
  })

  it('a timer that knew of an earlier time does nothing', () => {
    const off = done(act(row, shelveAlert, shelf(nowMs + 600_000), haidar, nowMs))
    expect(done(act(off, endSuppression, { untilAt: new Date(nowMs + 60_000).toISOString() }, machine, nowMs + 700_000))).toEqual(
      off,
    )
  })

  it('is renewed twice by a watch officer, the third time by a commander only', () => {
    let now = done(act(row, shelveAlert, shelf(nowMs + 1_800_000), haidar, nowMs))
    for (let renewal = 1; renewal <= 2; renewal++)
      now = done(act(now, shelveAlert, shelf(nowMs + renewal * 1_700_000 + 1_800_000), haidar, nowMs + renewal * 1_700_000))
    const thirdMs = nowMs + 3 * 1_700_000
    expect(act(now, shelveAlert, shelf(thirdMs + 1_800_000), haidar, thirdMs)).toBe('alert.shelve-renewals')
    expect(
      done(act(now, shelveAlert, shelf(thirdMs + 8 * 3_600_000, { limits: commander }), mona, thirdMs)).suppression,
    ).toMatchObject({ renewals: 3 })
    // Long after it ended it is no renewal any more.
    const laterMs = nowMs + 2 * 1_700_000 + 1_800_000 + 11 * 60_000
    expect(done(act(now, shelveAlert, shelf(laterMs + 60_000), haidar, laterMs)).suppression).toMatchObject({ renewals: 0 })
  })

  it.each([
    ['an immediate one', raised({ priority: 'P1' }), {}, 'alert.shelve-never'],
    ['suspected tampering', raised({ kind: 'camera', ruleId: 'tamper-suspected', priority: 'P2' }), {}, 'alert.shelve-never'],
    ['for longer than the role may', row, { untilMs: nowMs + 31 * 60_000 }, 'alert.shelve-too-long'],
    ['until a time that is past', row, { untilMs: nowMs - 1 }, 'alert.shelve-past'],
    ['for another reason without a word', row, { reason: 'other' }, 'alert.note-needed'],
  ])('never %s', (_what, which, more, code) => {
    expect(act(which, shelveAlert, shelf(nowMs + 60_000, more), haidar, nowMs)).toBe(code)
  })

  it('is heard at once when it becomes immediate', () => {
    const off = done(act(row, shelveAlert, shelf(nowMs + 600_000), haidar, nowMs))
    expect(done(act(off, setPriority, { priority: 'P1', note: null, mayLower: false }, mona, nowMs + 1000))).toMatchObject({
      priority: 'P1',
      suppression: { kind: 'none' },
      soundings: row.soundings + 1,
    })
  })

  it('law: only the same rule, class, camera and part of the picture is put off', () => {
    const scope = {
      ruleId: 'zone-enter',
      groupClass: 'other',
      cameraIds: ['h2'],
      region: [0.25, 0.25, 0.75, 0.75] as [number, number, number, number],
    }
    const inside = {
      ruleId: 'zone-enter',
      groupClass: 'other',
      cameraId: 'h2',
      box: [300, 200, 20, 40] as const,
      size: [640, 512] as const,
    }
    expect(isShelved(scope, inside)).toBe(true)
    for (const change of [{ groupClass: 'person' }, { ruleId: 'line-crossing' }, { cameraId: 'h3' }])
      expect(isShelved(scope, { ...inside, ...change })).toBe(false)
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (x, y) => {
        const isIn = x >= 0.25 && x <= 0.75 && y >= 0.25 && y <= 0.75
        expect(isShelved(scope, { ...inside, box: [x * 640, y * 512, 0, 0] })).toBe(isIn)
      }),
    )
  })

  it('keeps counting what it does not sound', () => {
    let off = done(act(row, shelveAlert, shelf(nowMs + 600_000), haidar, nowMs))
    for (let n = 0; n < 640; n++) off = repeated(off, { trackId: `t${n}`, cameraId: row.cameraIds[0], place: null, sounds: null })
    expect(off).toMatchObject({ occurrences: 641, soundings: row.soundings })
  })
})

describe('the clock of an immediate alert', () => {
  const row = raised({ priority: 'P1' })
  const t0 = raisedAtMs(row)

  it('passes it up after 60 s, 2 min and 5 min, each once', () => {
    let now = row
    for (const [afterMs, level] of [
      [60_000, 1],
      [120_000, 2],
      [300_000, 3],
    ] as const) {
      expect(dueEscalation(now, t0 + afterMs - 1)).toBeNull()
      now = done(act(now, escalateAlert, {}, machine, t0 + afterMs))
      expect(now.escalation).toMatchObject({ why: 'untaken', level })
      expect(done(act(now, escalateAlert, {}, machine, t0 + afterMs + 10))).toEqual(now)
    }
    expect(nextEscalation(now)).toBeNull()
  })

  it('fires once with its delay when several steps fell due while the program was off', () => {
    const late = escalateAlert.decide(row, { id: row.id }, { nowMs: t0 + 400_000, actor: machine, newId: () => '' })
    expect(late).toMatchObject({ ok: true, value: [{ body: { level: 3, lateByS: 100 } }] })
    expect(late.ok && late.value.length).toBe(1)
  })

  it('runs on through a take that is withdrawn', () => {
    const taken = done(act(row, acknowledgeAlert, {}, haidar, t0 + 55_000))
    expect(dueEscalation(taken, t0 + 61_000)).toBeNull()
    const back = done(act(taken, withdrawAcknowledgement, {}, haidar, t0 + 61_000))
    expect(dueEscalation(back, t0 + 61_000)).toMatchObject({ why: 'untaken', level: 1, dueAtMs: t0 + 60_000 })
  })

  it('starts when an urgent alert becomes immediate, and asks for a decision after the take', () => {
    const urgent = raised()
    expect(nextEscalation(urgent)).toBeNull()
    const laterMs = raisedAtMs(urgent) + 500_000
    const grave = done(act(urgent, setPriority, { priority: 'P1', note: null, mayLower: false }, haidar, laterMs))
    expect(nextEscalation(grave)).toMatchObject({ dueAtMs: laterMs + 60_000 })
    const taken = done(act(grave, acknowledgeAlert, {}, haidar, laterMs + 5000))
    expect(nextEscalation(taken)).toMatchObject({ why: 'undecided', level: 1, dueAtMs: laterMs + 605_000 })
  })

  it('passes no test to anybody', () => {
    expect(nextEscalation(raised(composeTest() as object, { mode: 'test' }))).toBeNull()
  })
})

describe('whose alert it is', () => {
  const row = raised()
  const nowMs = raisedAtMs(row) + 20_000
  const taken = done(act(row, acknowledgeAlert, {}, haidar, nowMs - 15_000))

  it('goes to another only when that one accepts', () => {
    const asked = done(act(taken, askTransfer, { toId: 'mona', isCommander: false }, haidar, nowMs))
    expect(asked).toMatchObject({ ownerId: 'haidar', transfer: { toId: 'mona', byId: 'haidar' } })
    const third: Actor = { kind: 'person', id: 'zaid', session: 's3' }
    expect(act(asked, answerTransfer, { isAccepted: true }, third, nowMs)).toBe('alert.transfer-other-person')
    expect(act(asked, answerTransfer, { isAccepted: true }, haidar, nowMs)).toBe('alert.transfer-other-person')
    expect(done(act(asked, answerTransfer, { isAccepted: true }, mona, nowMs))).toMatchObject({ ownerId: 'mona', transfer: null })
    expect(done(act(asked, answerTransfer, { isAccepted: false }, haidar, nowMs))).toMatchObject({
      ownerId: 'haidar',
      transfer: null,
    })
  })

  it('is handed on by its owner or a commander, and by nobody else', () => {
    expect(act(taken, askTransfer, { toId: 'zaid', isCommander: false }, mona, nowMs)).toBe('alert.not-owner')
    expect(done(act(taken, askTransfer, { toId: 'zaid', isCommander: true }, mona, nowMs)).transfer).toMatchObject({
      toId: 'zaid',
    })
    expect(act(taken, askTransfer, { toId: 'haidar', isCommander: false }, haidar, nowMs)).toBe('alert.transfer-self')
    expect(act(row, askTransfer, { toId: 'zaid', isCommander: true }, mona, nowMs)).toBe('alert.not-acknowledged')
  })

  it('goes with the shift, and only from the one who goes', () => {
    expect(done(act(taken, changeOwner, { fromId: 'haidar', toId: 'mona', shiftId: 's' }, mona, nowMs)).ownerId).toBe('mona')
    expect(done(act(taken, changeOwner, { fromId: 'zaid', toId: 'mona', shiftId: 's' }, mona, nowMs)).ownerId).toBe('haidar')
    expect(act(taken, changeOwner, { fromId: 'haidar', toId: 'mona', shiftId: 's' }, machine, nowMs)).toBe('not-allowed')
  })

  it('is raised by anyone and lowered by a commander with a reason', () => {
    const to = (priority: 'P1' | 'P3', mayLower: boolean, given: typeof note | null) =>
      act(row, setPriority, { priority, mayLower, note: given }, haidar, nowMs)
    expect(done(to('P1', false, null))).toMatchObject({ priority: 'P1', soundings: 2 })
    expect(to('P3', false, note)).toBe('alert.lower-not-allowed')
    expect(to('P3', true, null)).toBe('alert.note-needed')
    expect(done(to('P3', true, note))).toMatchObject({ priority: 'P3', soundings: 1, notes: [{ byId: 'haidar', note }] })
    expect(act(row, setPriority, { priority: 'P1', mayLower: true, note }, machine, nowMs)).toBe('not-allowed')
  })

  it('keeps every note, in the order in which they were written', () => {
    const one = done(act(row, noteAlert, { note }, haidar, nowMs))
    expect(
      done(act(one, noteAlert, { note: { vault: 'w', sha256: 't' } }, mona, nowMs + 1)).notes.map(({ byId }) => byId),
    ).toEqual(['haidar', 'mona'])
    expect(act(row, noteAlert, { note }, machine, nowMs)).toBe('not-allowed')
  })
})

describe('the end of an alert of a camera', () => {
  const row = raised({ kind: 'camera', ruleId: 'camera-down', groupClass: 'camera' })
  const nowMs = raisedAtMs(row) + 60_000
  const close = (cameras: object[], more = {}) =>
    act(row, closeAlert, { reason: 'power', cause: null, note: null, turnedBack: null, cameras, ...more } as never, haidar, nowMs)

  it('waits until each camera has seen for five minutes, or is planned not to', () => {
    const working = (forMs: number) => ({ code: 'C01', health: 'working', forMs })
    expect(close([{ code: 'C01', health: 'down', forMs: 1e9 }])).toBe('alert.camera-not-back')
    expect(close([working(backForMs - 1)])).toBe('alert.camera-not-back')
    expect(close([working(backForMs), { code: 'C02', health: 'blind', forMs: 1e9 }])).toBe('alert.camera-not-back')
    expect(done(close([working(backForMs), { code: 'C02', health: 'out_of_service', forMs: 0 }]))).toMatchObject({
      disposition: 'closed',
    })
    expect(done(close([]))).toMatchObject({ closed: { reason: 'power' } })
  })

  it('of suspected tampering says what it was and what ailed the camera', () => {
    const tamper = raised({ kind: 'camera', ruleId: 'tamper-suspected', priority: 'P1' })
    const end = (reason: string, cause: string | null) =>
      act(tamper, closeAlert, { reason, cause, note: null, turnedBack: null, cameras: [] } as never, haidar, nowMs)
    expect(end('cable_cut', null)).toBe('alert.reason-unfit')
    expect(end('real.crossing', null)).toBe('alert.cause-needed')
    expect(done(end('real.crossing', 'cable_cut'))).toMatchObject({ closed: { reason: 'real.crossing', cause: 'cable_cut' } })
  })
})

describe('what a person raises', () => {
  it('says how it became known, and always what is not known', () => {
    const content = composeByHand({ priority: 'P2', heardBy: 'patrol', position: null }, null)
    const draft = raiseAlert.decide(
      undefined,
      { id: 'a', area: 'x', mode: 'live', observedAtMs: startMs, alert: { ...content, number: 'A-1', note } },
      { nowMs: startMs, actor: haidar, newId: () => '' },
    )
    const row = folded([anEntry('alert.raised', (draft.ok && draft.value[0]?.body) as object, { actor: haidar })]) as Row
    expect(row).toMatchObject({
      ack: 'unacknowledged',
      notes: [{ byId: 'haidar', note }],
      log: [{ byId: 'haidar' }],
      place: null,
    })
    expect(row.unknowns.map(({ text }) => text)).toContain('alert.unknown.place')
  })

  it('an own movement always has an end, not too far', () => {
    const movement = (fromMs: number, untilMs: number) => ({
      what: 'own_patrol' as const,
      name: 'SAQR-2',
      cameraIds: ['c'],
      placeId: null,
      from: new Date(fromMs).toISOString(),
      until: new Date(untilMs).toISOString(),
    })
    const say = (fromMs: number, untilMs: number) =>
      announceMovement.decide(
        undefined,
        { id: 'a', area: 'x', movement: movement(fromMs, untilMs) },
        { nowMs: startMs, actor: haidar, newId: () => '' },
      )
    expect(say(startMs, startMs + 3_600_000).ok).toBe(true)
    expect(say(startMs + 10, startMs + 5)).toMatchObject({ refusal: { code: 'announcement.past' } })
    expect(say(startMs, startMs + 13 * 3_600_000)).toMatchObject({ refusal: { code: 'announcement.too-long' } })
    const row = { ...movement(startMs, startMs + 1000), endedAt: null }
    expect([startMs - 1, startMs, startMs + 999, startMs + 1000].map((ms) => isOn(row, ms))).toEqual([false, true, true, false])
    expect(isOn({ ...row, endedAt: row.from }, startMs + 1)).toBe(false)
  })
})

describe('what was announced', () => {
  const zone = aZone()
  const inside = { lat: 20.498, lon: 50.5 }
  const outside = { lat: 20.51, lon: 50.5 }
  const row = {
    id: 'a1',
    what: 'own_patrol' as const,
    name: 'SAQR-2',
    cameraIds: ['c1'],
    placeId: zone.id as string | null,
    from: new Date(startMs).toISOString(),
    until: new Date(startMs + 60_000).toISOString(),
    area: 'a',
    mode: 'live' as const,
    byId: 'haidar',
    endedAt: null,
  }
  const at = (position: typeof inside | null, ms = startMs + 1, cameraId = 'c1', rows = [row], places = [zone]) =>
    announcedAt(rows, new Map(places.map((place) => [place.id, place])), { cameraId, position }, ms)?.announcementId ?? null

  it('holds for its cameras, its ground and its time, and for nothing else', () => {
    expect(at(inside)).toBe('a1')
    expect([at(outside), at(null), at(inside, startMs - 1), at(inside, startMs + 60_000), at(inside, startMs + 1, 'c2')]).toEqual(
      [null, null, null, null, null],
    )
    expect(at(null, startMs + 1, 'c1', [{ ...row, placeId: null }])).toBe('a1')
  })

  it('is also a zone that is quiet for a time, and only in that time', () => {
    const window = { from: row.from, until: row.until }
    const quiet = { ...zone, geometry: { ...zone.geometry, use: 'quiet_by_design' as const, window } } as typeof zone
    expect(at(inside, startMs + 1, 'c9', [], [quiet])).toBe(zone.id)
    expect([at(outside, startMs + 1, 'c9', [], [quiet]), at(inside, startMs + 60_000, 'c9', [], [quiet])]).toEqual([null, null])
  })
})

describe('words', () => {
  const ar = createSpeaker(texts, 'ar')
  const en = createSpeaker(texts, 'en')
  it('say in both languages how far an alert was passed up, and how grave it was made', () => {
    const said = (speaker: typeof ar, level: string) => speaker.say('alert.escalated.untaken', { level })
    for (const speaker of [ar, en]) expect(new Set(['l1', 'l2', 'l3'].map((level) => said(speaker, level))).size).toBe(3)
    expect(said(ar, 'l2')).toContain('الآمر')
    const made = (to: string) => ar.say('log.alert.priority-set', { number: 'A-1', by: 'x', to })
    expect([made('p1'), made('p2'), made('p3')].map((line) => /فوري|عاجل|اعتيادي/.exec(line)?.[0])).toEqual([
      'فوري',
      'عاجل',
      'اعتيادي',
    ])
  })
})
