import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brokerAddress, sensorFits, topicRoot } from './decide.ts'
import { type FeedRow, feeds } from './fold.ts'
import { readFrigate } from './frigate.ts'
import { readOwn } from './own-json.ts'
import { type PowerWord, powerNow, withWord } from './power.ts'

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const at = '2026-11-29T18:00:00.000Z'
const radar = { kind: 'radar' as const, position: { lat: 20.5, lon: 50.5 } }
const find = () => radar

describe('our own contract', () => {
  test('a radar that tells bearing and range is placed from where it stands', () => {
    const understood = readOwn(
      'r1',
      bytes({ id: 4, at, class: 'vehicle', confidence: 0.8, bearingTrueDeg: 90, rangeM: 1000 }),
      find,
    )
    expect(understood).toMatchObject({
      is: 'report',
      report: { eventId: '4', sensed: 'mover', phase: 'update', likely: 'vehicle', sureness: 0.8, at: { errorM: 20 } },
    })
    if (understood.is !== 'report') throw new Error('not understood')
    expect(understood.report.at?.position.lon).toBeCloseTo(50.5096, 3)
  })

  test('what is no message of the contract is malformed; what nobody set up is told apart', () => {
    for (const wrong of [
      '',
      '{',
      '[]',
      { id: 1 },
      { id: 'x', at: 'now' },
      { id: 'x', at, confidence: 2 },
      { id: 'x', at, position: { lat: 91, lon: 0 } },
      `"${'x'.repeat(20_000)}"`,
    ])
      expect(readOwn('r1', bytes(wrong), find)).toEqual({ is: 'dropped', because: 'malformed' })
    expect(readOwn('r9', bytes({ id: 1, at }), () => null)).toEqual({ is: 'dropped', because: 'no-sensor' })
    expect(readOwn('r1', bytes({ alive: false }), find)).toEqual({ is: 'alive', sensorKey: 'r1', isAlive: false })
  })

  test('a power monitor says good or lost and nothing else; what it says is of no other sensor', () => {
    const power = () => ({ kind: 'power' as const, position: null })
    expect(readOwn('ups', bytes({ power: 'lost', at, volts: 11.4 }), power)).toEqual({
      is: 'power',
      sensorKey: 'ups',
      state: 'lost',
      atMs: Date.parse(at),
    })
    expect(readOwn('ups', bytes({ alive: false, power: 'good', at }), power)).toMatchObject({ is: 'alive', isAlive: false })
    for (const wrong of [{ power: 'good' }, { power: true, at }, { power: 'maybe', at }, { id: 1, at }])
      expect(readOwn('ups', bytes(wrong), power)).toEqual({ is: 'dropped', because: 'malformed' })
    expect(readOwn('r1', bytes({ power: 'good', at }), find)).toEqual({ is: 'dropped', because: 'malformed' })
    expect(readOwn('new', bytes({ power: 'good', at }), () => null)).toEqual({ is: 'dropped', because: 'no-sensor' })
    expect(readOwn('r1', bytes({ id: 1, at, power: 'lost' }), find)).toMatchObject({ is: 'report' })
  })

  test('whatever else a message holds goes nowhere', () => {
    const loud = { id: 1, at, name: 'EXAMPLE NAME', plate: 'EXAMPLE 1', face: [1, 2], laserCode: 1688 }
    expect(JSON.stringify(readOwn('r1', bytes(loud), find))).not.toMatch(/EXAMPLE|1688|face|plate/)
  })

  test('no bytes make it throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => readOwn('r1', noise, find).is !== 'report'))
    fc.assert(
      fc.property(fc.json(), (json) => {
        readOwn('r1', bytes(json), find)
        readFrigate('events', bytes(json))
      }),
    )
  })
})

const folder = join(import.meta.dirname, '../../../../shared/standards/video')
const sample = (name: string) => readFileSync(join(folder, name))
const event = (after: object, type = 'new') =>
  bytes({
    type,
    before: {},
    after: { id: 'e-1', camera: 'c1', label: 'person', frame_time: 1_795_328_101.5, score: 0.79, ...after },
  })

describe('Frigate', () => {
  test('events of people, vehicles and animals with their box and their end', () => {
    expect(readFrigate('events', event({ box: [424, 300, 452, 362] }))).toMatchObject({
      is: 'report',
      sensorKey: 'c1',
      stripped: 0,
      report: {
        eventId: 'e-1',
        phase: 'begin',
        likely: 'person',
        sureness: 0.79,
        atMs: 1_795_328_101_500,
        box: [424, 300, 28, 62],
      },
    })
    expect(readFrigate('events', event({ label: 'truck' }, 'end'))).toMatchObject({
      report: { phase: 'end', likely: 'vehicle', box: null },
    })
    expect(readFrigate('events', event({ label: 'goat' }))).toMatchObject({ report: { likely: 'animal' } })
    expect(readFrigate('events', event({ label: 'umbrella' }))).toMatchObject({ report: { likely: 'other' } })
  })

  test('a name, a face and a plate are counted and read by nobody', () => {
    for (const secret of [
      { sub_label: ['EXAMPLE NAME', 0.8] },
      { recognized_license_plate: 'EXAMPLE 1' },
      { attributes: { face: 0.86 } },
    ]) {
      const understood = readFrigate('events', event(secret))
      expect(understood).toMatchObject({ is: 'report', stripped: 1 })
      expect(JSON.stringify(understood)).not.toMatch(/EXAMPLE|face|0\.86/)
    }
    expect(readFrigate('events', event({ label: 'face' }))).toEqual({ is: 'dropped', because: 'identity' })
    expect(readFrigate('events', event({ label: 'license_plate' }))).toEqual({ is: 'dropped', because: 'identity' })
    expect(readFrigate('tracked_object_update', event({}))).toEqual({ is: 'dropped', because: 'not-wanted' })
  })

  test('the samples that lie beside the project', () => {
    if (!existsSync(folder)) return console.warn('no shared/standards/video beside the project: its samples were not read')
    expect(readFrigate('events', sample('frigate-event-new.json'))).toMatchObject({
      report: { phase: 'begin', likely: 'person' },
      sensorKey: 'op12_cam2',
    })
    expect(readFrigate('events', sample('frigate-event-end.json'))).toMatchObject({ report: { phase: 'end' } })
    const named = readFrigate('events', sample('frigate-event-with-face-name-must-be-stripped.json'))
    expect(named).toMatchObject({ is: 'report', stripped: 1 })
    expect(JSON.stringify(named)).not.toContain('EXAMPLE')
    const update = readFrigate('tracked_object_update', sample('frigate-face-update-must-be-dropped.json'))
    expect(update).toEqual({ is: 'dropped', because: 'not-wanted' })
    // Even where somebody sends it on the topic of events.
    expect(readFrigate('events', sample('frigate-face-update-must-be-dropped.json'))).toEqual({
      is: 'dropped',
      because: 'malformed',
    })
  })

  test('it says whether it lives', () => {
    expect(readFrigate('available', bytes('online'))).toEqual({ is: 'alive', sensorKey: null, isAlive: true })
    expect(readFrigate('available', bytes('offline'))).toEqual({ is: 'alive', sensorKey: null, isAlive: false })
  })
})

describe('settings', () => {
  test('an address is scheme, host and port; a login in it is refused, so that none is kept in clear', () => {
    expect(brokerAddress('Broker.example:1883')).toEqual({ ok: true, value: 'mqtt://broker.example:1883' })
    expect(brokerAddress(' mqtts://192.0.2.9/ ')).toEqual({ ok: true, value: 'mqtts://192.0.2.9' })
    for (const wrong of ['', 'http://a', 'mqtt://u:p@a', 'mqtt://a:99999', 'mqtt://a/path', 'a b', 'mqtt://a?x=1'])
      expect(brokerAddress(wrong)).toMatchObject({ ok: false, refusal: { code: 'feed.address' } })
  })

  test('a root of topics has no wild cards', () => {
    expect(topicRoot('mqtt', undefined)).toEqual({ ok: true, value: 'marsad/sensors' })
    expect(topicRoot('frigate', '/frigate/')).toEqual({ ok: true, value: 'frigate' })
    for (const wrong of ['#', 'a/+/b', '$SYS']) expect(topicRoot('mqtt', wrong).ok).toBe(false)
  })

  test('a sensor has what its word is placed by', () => {
    const at = { name: { ar: 'م', en: 's' }, key: 'k', cameraId: null, picture: null, poweredCameraIds: [] }
    const here = { lat: 20, lon: 50 }
    expect(sensorFits('mqtt', { ...at, kind: 'seismic', position: here, reachM: 80 })).toBeNull()
    expect(sensorFits('mqtt', { ...at, kind: 'radar', position: here, reachM: null })).toBeNull()
    expect(sensorFits('mqtt', { ...at, kind: 'seismic', position: here, reachM: null })).toMatchObject({
      refusal: { code: 'sensor.position' },
    })
    expect(sensorFits('mqtt', { ...at, kind: 'radar', position: null, reachM: null })).toMatchObject({
      refusal: { code: 'sensor.position' },
    })
    expect(sensorFits('mqtt', { ...at, kind: 'camera', position: null, reachM: null })).toMatchObject({
      refusal: { code: 'sensor.kind' },
    })
    expect(sensorFits('mqtt', { ...at, kind: 'power', position: null, reachM: null })).toMatchObject({
      refusal: { code: 'sensor.powered' },
    })
    expect(sensorFits('mqtt', { ...at, kind: 'power', position: null, reachM: null, poweredCameraIds: ['camera-1'] })).toBeNull()
    expect(sensorFits('frigate', { ...at, kind: 'power', position: null, reachM: null, poweredCameraIds: ['c'] })).toMatchObject({
      refusal: { code: 'sensor.kind' },
    })
    expect(sensorFits('frigate', { ...at, kind: 'camera', position: null, reachM: null })).toMatchObject({
      refusal: { code: 'sensor.camera' },
    })
  })
})

describe('what is known of a supply', () => {
  const word = (state: PowerWord['state'], atMs: number): PowerWord => ({ state, atMs })
  const words = (...said: PowerWord[]) => said.reduce<readonly PowerWord[]>((all, one) => withWord(all, one), [])

  test('good for two minutes, lost until it is over, nothing when the monitor is not heard', () => {
    expect(powerNow([], 0)).toBeNull()
    expect([powerNow(words(word('good', 0)), 120_000), powerNow(words(word('good', 0)), 120_001)]).toEqual(['good', null])
    expect(powerNow(words(word('good', 0), word('lost', 1)), 86_400_000)).toBe('lost')
    expect(powerNow(words(word('lost', 0), word('unknown', 1)), 2)).toBeNull()
  })

  test('a word that comes late does not overtake a newer one, and no stream of words grows for ever', () => {
    expect(powerNow(words(word('lost', 10), word('good', 5)), 11)).toBe('lost')
    expect(words(...Array.from({ length: 500 }, (_, at) => word('good', at)))).toHaveLength(64)
  })
})

test('a sensor that was set up before there were power monitors has no cameras on its supply', () => {
  const entry = (type: string, body: object) => ({ type, body, hlc: '019000000000-0000', area: 'a', actor: {}, observedAt: at })
  const name = { ar: 'م', en: 'F' }
  const added = entry('feed.added', { kind: 'mqtt', name, address: 'mqtt://b', topic: 't', login: null, cameraId: null })
  const content = { kind: 'seismic', name, key: 'k', position: null, reachM: 80, cameraId: null, picture: null }
  const set = entry('feed.sensor-set', { sensorId: 's1', code: 'S01', sensor: content })
  const row = feeds.fold(undefined, added as never) as FeedRow
  expect(feeds.fold({ ...row, version: 1 }, set as never)?.sensors).toEqual([
    { id: 's1', code: 'S01', poweredCameraIds: [], ...content },
  ])
})
