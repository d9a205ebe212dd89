import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshTables, type Tables } from '../../../test/setup/program.ts'
import { createSpeaker } from '../../platform/speak.ts'
import { texts } from '../texts.ts'
import { type AlertingBench, openAlerting } from './testing.ts'

let tables: Tables
let bench: AlertingBench
const faults: unknown[] = []

beforeAll(async () => {
  tables = await freshTables()
  bench = await openAlerting(tables, (fault) => faults.push(fault))
})
afterAll(async () => {
  await bench.journal.stop()
  await tables.drop()
  expect(faults).toEqual([])
})

const loss = (feedId: string) => ({
  feedId,
  area: 'a',
  name: { ar: 'البوابة', en: 'Gateway' },
  reason: 'broker.not-reached',
  forMs: 61_000,
  codes: ['S01', 'S02'],
})
const open = async () =>
  (await bench.open())
    .map(({ groupClass, condition, occurrences, soundings, priority, kind }) => ({
      groupClass,
      condition,
      occurrences,
      soundings,
      priority,
      kind,
    }))
    .sort((a, b) => a.groupClass.localeCompare(b.groupClass))

describe('a feed that is not heard', () => {
  it('is one routine alert however often it is said, ends when it is heard, and the next loss joins it and is heard', async () => {
    for (let second = 0; second < 5; second++) bench.alerting.feed('f1', loss('f1'))
    bench.alerting.feed('f2', loss('f2'))
    await expect.poll(open).toHaveLength(2)
    const [first] = await open()
    expect(first).toEqual({
      groupClass: 'feed f1',
      condition: 'active',
      occurrences: 1,
      soundings: 1,
      priority: 'P3',
      kind: 'system',
    })
    bench.alerting.feed('f1', null)
    bench.alerting.feed('f1', null)
    await expect.poll(async () => (await open())[0]?.condition).toBe('cleared')
    for (let second = 0; second < 5; second++) bench.alerting.feed('f1', loss('f1'))
    await expect.poll(async () => (await open())[0]).toMatchObject({ condition: 'active', occurrences: 2, soundings: 2 })
    expect(await open()).toHaveLength(2)
  })

  it('says in both languages what is not heard, why, and what is not known', async () => {
    const [alert] = await bench.open()
    const english = createSpeaker(texts, 'en')
    const arabic = createSpeaker(texts, 'ar')
    const plain = (text: string) => text.replaceAll(/[\u2066-\u2069]/g, '')
    const said = [alert?.title, ...(alert?.reasons ?? []), ...(alert?.unknowns ?? [])].filter((each) => each !== undefined)
    expect(said.map(({ text, values }) => plain(english.say(text, values as never)))).toEqual([
      'Sensors are not heard: “Gateway”',
      'not reached for 61 s (limit 60 s)',
      '2 sensors are not heard: S01 S02',
      'What passes over the ground of these sensors now',
    ])
    expect(plain(arabic.say('alert.title.feed-down', alert?.title.values as never))).toBe('لا تُسمع المجسات: «البوابة»')
    expect(alert?.cameraIds).toEqual([])
  })
})
