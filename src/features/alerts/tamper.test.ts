import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CameraSite, healthPriority, type Leaving, poorLimitMs, type TamperScene, tamperSigns } from './tamper.ts'

const minute = 60_000
const ring = (lon: number): [number, number][] => [
  [lon, 20.5],
  [lon + 0.01, 20.5],
  [lon + 0.01, 20.51],
  [lon, 20.51],
  [lon, 20.5],
]
const site = (id: string, outpostId: string | null, lon: number): CameraSite => ({ id, code: id, outpostId, coverage: ring(lon) })
/** W3 and W4 of one outpost; N1 of another looks over W3's ground; F9 stands far away. */
const cameras = [site('W3', 'west', 50.5), site('W4', 'west', 50.6), site('N1', 'north', 50.505), site('F9', 'north', 51)]
const lost = (cameraId: string, atMs: number, more: Partial<Leaving> = {}): Leaving => ({
  cameraId,
  health: 'down',
  reason: 'source.silent',
  atMs,
  ...more,
})
const scene = (more: Partial<TamperScene> = {}): TamperScene => ({
  cameras,
  leavings: [],
  tracks: [],
  isOwnTurn: false,
  power: null,
  movedPx: null,
  ...more,
})
const signs = (loss: Leaving, more: Partial<TamperScene> = {}) =>
  tamperSigns(loss, scene(more)).map(({ text }) => text.slice('alert.reason.tamper-'.length))

describe('a loss', () => {
  const now = 100 * minute

  it('by itself is a fault and no more', () => {
    expect(signs(lost('W3', now), { leavings: [lost('W3', now)] })).toEqual([])
  })

  it.each([
    ['another camera of the outpost within five minutes', lost('W4', now - 5 * minute), ['together']],
    ['another of the outpost, but earlier', lost('W4', now - 5 * minute - 1), []],
    [
      'another of the outpost that only sees poorly since',
      lost('W4', now - minute, { health: 'degraded', reason: 'contrast' }),
      ['together'],
    ],
    ['another of the outpost taken out of service', lost('W4', now - minute, { health: 'out_of_service', reason: null }), []],
    ['a camera of another outpost', lost('N1', now - minute), []],
  ] as const)('with %s', (_what, other, expected) => {
    expect(signs(lost('W3', now), { leavings: [lost('W3', now), other] })).toEqual(expected)
  })

  it.each([
    ['its own view', 'W3', 10 * minute, ['track']],
    ['its own view, longer ago', 'W3', 10 * minute + 1, []],
    ['the view of another camera of its outpost', 'W4', minute, ['track']],
    ['a view that overlaps its own', 'N1', minute, ['track']],
    ['a view far away', 'F9', minute, []],
  ] as const)('after a track in %s', (_what, cameraId, agoMs, expected) => {
    expect(signs(lost('W3', now), { tracks: [{ cameraId, lastSeenAtMs: now - agoMs }] })).toEqual(expected)
  })

  it('by turning is a sign, unless our own people turned it', () => {
    const turned = lost('W3', now, { health: 'blind', reason: 'turned' })
    expect(tamperSigns(turned, scene({ movedPx: 212 }))).toEqual([
      { text: 'alert.reason.tamper-turned-by', values: { pixels: 212 } },
    ])
    expect(signs(turned, { isOwnTurn: true })).toEqual([])
  })

  it('of the link while the power is good is a sign, with who said so and when; lost or not known it is none', () => {
    const power = { state: 'good', code: 'S03', offsetMs: -12_400 } as const
    expect(tamperSigns(lost('W3', now), scene({ power }))).toEqual([
      { text: 'alert.reason.tamper-link', values: { code: 'S03', seconds: 12, when: 'before' } },
    ])
    expect([signs(lost('W3', now), { power: { ...power, state: 'lost' } }), signs(lost('W3', now))]).toEqual([[], []])
  })

  it.each([
    ['source.silent', ['link']],
    ['source.refused', ['link']],
    ['source.ended', ['link']],
    ['source.login', []],
    ['source.not-found', []],
    ['source.damaged', []],
    ['worker-died', []],
    [null, []],
  ] as const)('by %s is one of the link only where nothing of the camera is reached', (reason, expected) => {
    const power = { state: 'good', code: 'S03', offsetMs: 0 } as const
    expect(signs(lost('W3', now, { reason }), { power })).toEqual(expected)
    expect(signs(lost('W3', now, { reason, health: 'blind' }), { power })).toEqual([])
  })

  it('is never read from a camera that still sees, or was planned', () => {
    fc.assert(
      fc.property(fc.constantFrom('working', 'degraded', 'out_of_service', 'unknown'), fc.nat(20), (health, ago) => {
        const at = now - ago * minute
        const power = { state: 'good', code: 'S03', offsetMs: 0 } as const
        const all = { leavings: [lost('W4', at)], tracks: [{ cameraId: 'W3', lastSeenAtMs: at }], power }
        expect(signs(lost('W3', now, { health, reason: 'turned' }), all)).toEqual([])
      }),
    )
  })
})

it('cameras that see nothing need a person at once; one that sees poorly after a quarter of an hour', () => {
  expect((['down', 'frozen', 'blind'] as const).map((health) => healthPriority(health, 0))).toEqual(['P2', 'P2', 'P2'])
  expect([healthPriority('degraded', poorLimitMs - 1), healthPriority('degraded', poorLimitMs)]).toEqual([null, 'P3'])
  expect((['working', 'unknown', 'out_of_service'] as const).map((health) => healthPriority(health, 9e9))).toEqual([
    null,
    null,
    null,
  ])
})
