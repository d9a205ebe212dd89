import { describe, expect, test } from 'vitest'
import { moverAlert, rowsOf, signalsOf } from '../../../../test/stories/screens/fixture.ts'
import { inOrder, seenNow } from '../../../features/cameras/web/health.ts'
import { type LampFacts, lampsOf } from './lamps.ts'

const NOW = Date.parse('2026-11-22T00:14:49.000Z')
const signals = signalsOf(NOW, 'quiet')

function quiet(more: Partial<LampFacts> = {}, ageMs = 0): LampFacts {
  const judged = new Map(signals.cameras?.map((signal) => [signal.cameraId, signal.lastJudgedAt]))
  return {
    link: 'up',
    silentMs: 0,
    nowMs: NOW,
    queue: [],
    lastTakenAt: null,
    seen: inOrder(rowsOf(NOW, 'quiet').cameras).map((camera) => seenNow(camera, judged.get(camera.id) ?? null, NOW + ageMs)),
    assurance: signals.assurance ?? null,
    clock: { long: () => 'T', short: () => 'T' },
    span: () => 'S',
    ...more,
  }
}
const looks = (facts: LampFacts) => lampsOf(facts).map((lamp) => lamp.look)
const titles = (facts: LampFacts) => lampsOf(facts).map((lamp) => lamp.title)

describe('the three lamps', () => {
  test('are grey when nothing needs a person', () => {
    expect(looks(quiet())).toEqual(['normal', 'normal', 'normal'])
  })

  test('the first counts what calls people, and only that', () => {
    const blindCamera = moverAlert(NOW, { id: 'b', kind: 'camera', priority: 'P2' })
    expect(looks(quiet({ queue: [blindCamera] }))[0]).toBe('normal')
    expect(lampsOf(quiet({ queue: [moverAlert(NOW), blindCamera] }))[0]).toMatchObject({
      look: 'alarm',
      title: { values: { n: 1 } },
    })
  })

  test('with every camera out of service nobody is said to see', () => {
    const out = quiet().seen.map((one) => ({ ...one, sight: 'out' as const }))
    expect(lampsOf(quiet({ seen: out }))[1]).toMatchObject({ look: 'warn', title: { text: 'lamp.cameras.all-out' } })
  })

  test('cameras that stopped without a word are not seen as seeing', () => {
    expect(titles(quiet({}, 11_000))[1]).toMatchObject({ values: { n: 12, all: 12 } })
  })

  test('a cut link makes everything not known, never zero', () => {
    expect(looks(quiet({ link: 'cut', silentMs: 20_000 }))).toEqual(['unknown', 'unknown', 'unknown'])
  })

  test('before the first word nothing is known', () => {
    expect(looks(quiet({ link: 'connecting', seen: [], assurance: null }))).toEqual(['unknown', 'unknown', 'unknown'])
  })

  test('a journal that cannot be written lights the third, whatever else is good', () => {
    const { assurance } = signalsOf(NOW, 'unsaved')
    expect(lampsOf(quiet({ assurance: assurance ?? null }))[2].title.text).toBe('lamp.live.not-saved')
  })

  test('without assurance nothing is called good', () => {
    expect(looks(quiet({ assurance: null }))).toEqual(['normal', 'unknown', 'unknown'])
  })

  test('a site without cameras says that nothing is watched', () => {
    expect(titles(quiet({ seen: [] }))[1].text).toBe('lamp.cameras.none')
  })
})
