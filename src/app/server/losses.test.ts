/** Losses in virtual time: operations.md S3, as far as it needs no tasks and no incidents. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { AlertRaised } from '../../features/alerts/events.ts'
import type { PowerMonitor } from '../../features/alerts/power.ts'
import type { CameraSite } from '../../features/alerts/tamper.ts'
import { anEntry, aRaised, folded } from '../../features/alerts/testing.ts'
import type { CameraHealth } from '../../features/cameras/contract.ts'
import { startMs } from '../../features/tracks/testing.ts'
import type { Entry } from '../../journal/entry.ts'
import { type Losses, watchLosses } from './losses.ts'
import type { StoredAlert } from './present.ts'

const minute = 60_000
const sites: CameraSite[] = ['W2', 'W3', 'W4'].map((id) => ({ id, code: id, outpostId: 'west', coverage: null }))
let nowMs: number
let losses: Losses
let alerts: { id: string; entries: Entry[] }[]
let ownTurns: Set<string>
let monitors: Map<string, PowerMonitor>

const rowOf = ({ entries }: { entries: Entry[] }) => folded(entries) as unknown as StoredAlert
const rows = () => alerts.map(rowOf)
const iso = () => new Date(nowMs).toISOString()

beforeEach(() => {
  nowMs = startMs
  alerts = []
  ownTurns = new Set()
  monitors = new Map()
  const write = (id: string, type: string, body: object) =>
    alerts.find((alert) => alert.id === id)?.entries.push(anEntry(type, body, { observedAt: iso() }))
  losses = watchLosses({
    nowMs: () => nowMs,
    sites: () => [...sites, { id: 'E1', code: 'E1', outpostId: 'east', coverage: null }],
    camera: (id) => ({ id, code: id, name: { ar: id, en: id }, pose: null }),
    unwatchedBecauseOf: () => [{ ar: 'ك', en: 'K13.8-15.1' }],
    isOwnTurn: (id) => ownTurns.has(id),
    power: (id) => [monitors.get(id) ?? []].flat(),
    detectRangeM: (_id, share) => ({ now: 2600 * share, usual: 2600 }),
    openAlerts: () =>
      alerts.map((alert) => ({ id: alert.id, row: rowOf(alert) })).filter(({ row }) => row.disposition === 'open'),
    raise: (_cameraId, content) =>
      alerts.push({
        id: String(alerts.length),
        entries: [anEntry('alert.raised', aRaised(content as Partial<AlertRaised>), { observedAt: iso() })],
      }),
    repeat: (id, what) => write(id, 'alert.repeated', what),
    graver: (id, change) => write(id, 'alert.priority-raised', change),
    clear: (id) => write(id, 'alert.cleared', {}),
    service: (id, isOut) => write(id, 'alert.service-changed', { isOut }),
  })
  for (const { id } of [...sites, { id: 'E1' }]) say(id, 'unknown')
  for (const { id } of [...sites, { id: 'E1' }]) say(id, 'working')
})

function say(cameraId: string, health: CameraHealth, reason: string | null = null, facts = {}): void {
  losses.changed(cameraId, { health, reason, facts, silentMs: health === 'down' ? 10_000 : 0 })
}
/** The monitor of this camera's power speaks now. */
function powerIs(cameraId: string, state: 'good' | 'lost'): void {
  const words = monitors.get(cameraId)?.words ?? []
  monitors.set(cameraId, { code: 'S03', words: [...words, { state, atMs: nowMs }] })
  losses.powerSaid(cameraId)
}
const later = (ms: number) => {
  nowMs += ms
  losses.tick()
}
const texts = (row: StoredAlert | undefined) => row?.reasons.map(({ text }) => text.slice('alert.reason.'.length))

describe('a camera that is lost', () => {
  it.each([
    ['down', 'source.silent', 'camera-down'],
    ['frozen', 'picture-still', 'camera-frozen'],
    ['blind', 'covered', 'camera-blind'],
  ] as const)('%s is urgent, one alert, whatever the detector does', (health, reason, ruleId) => {
    say('W3', health, reason)
    expect(rows()).toMatchObject([{ kind: 'camera', priority: 'P2', ruleId, occurrences: 1, cameraIds: ['W3'] }])
  })

  it('and was down before it was blind is one loss', () => {
    say('W3', 'blind', 'covered')
    later(minute)
    say('W3', 'down', 'source.silent')
    expect(rows()).toMatchObject([{ occurrences: 1, soundings: 1 }])
  })

  it('comes back, and is lost again: heard again in the same alert', () => {
    say('W3', 'blind', 'covered')
    later(minute)
    say('W3', 'working')
    expect(rows()[0]?.condition).toBe('cleared')
    later(minute)
    say('W3', 'blind', 'covered')
    expect(rows()).toMatchObject([{ occurrences: 2, soundings: 2, condition: 'active', priority: 'P2' }])
  })

  it('is no sign of anything when all are silent from the start', () => {
    for (const { id } of sites) say(id, 'unknown')
    for (const { id } of sites) say(id, 'down', 'source.silent')
    expect(rows().map(({ priority }) => priority)).toEqual(['P2'])
  })
})

describe('a camera that sees poorly', () => {
  it('is a notice for a quarter of an hour, then routine, with the range that is left; lost, it is urgent in the same alert', () => {
    say('W3', 'degraded', 'contrast', { detectShare: 0.35 })
    later(15 * minute - 1000)
    expect(rows()).toEqual([])
    later(1000)
    expect(rows()).toMatchObject([{ priority: 'P3', ruleId: 'camera-poor' }])
    expect(rows()[0]?.reasons.find(({ text }) => text === 'alert.reason.detect-range')?.values).toEqual({
      nowKm: 0.9,
      usualKm: 2.6,
    })
    later(15 * minute)
    expect(rows()[0]?.occurrences).toBe(1)
    say('W3', 'blind', 'obscured')
    expect(rows()).toMatchObject([{ priority: 'P2', occurrences: 2 }])
  })
})

describe('S3: the camera cable is cut', () => {
  it('a track at the edge of its view, then the stream dies: immediate at once, the second camera joins it and sounds, and nothing ends it by itself', () => {
    losses.seen('W3')
    later(3 * minute)
    say('W3', 'down', 'source.silent')
    const [first] = rows()
    expect(first).toMatchObject({ priority: 'P1', ruleId: 'tamper-suspected', title: { text: 'alert.title.camera-tamper' } })
    expect(texts(first)).toEqual(['tamper-track', 'no-frames', 'not-watched'])
    later(48_000)
    say('W4', 'blind', 'turned', { movedPx: 180 })
    expect(rows()).toMatchObject([{ priority: 'P1', occurrences: 2, soundings: 2, cameraIds: ['W3', 'W4'] }])
    later(80 * minute)
    say('W4', 'working')
    expect(rows()[0]?.condition).toBe('active')
    say('W3', 'out_of_service')
    expect(rows()).toMatchObject([{ condition: 'cleared', disposition: 'open' }])
  })

  it('two cameras of one post within five minutes: the urgent alert becomes immediate and says why; those of another post stay apart', () => {
    say('W3', 'down', 'source.refused')
    expect(rows()[0]?.priority).toBe('P2')
    later(4 * minute)
    say('E1', 'down', 'source.silent')
    say('W4', 'degraded', 'contrast', { detectShare: 0.4 })
    expect(rows()).toMatchObject([
      { priority: 'P1', soundings: 2, cameraIds: ['W3'] },
      { priority: 'P2', cameraIds: ['E1'] },
    ])
    expect(texts(rows()[0])).toContain('tamper-together')
  })

  it('a camera that our own people turn is not meddled with', () => {
    ownTurns.add('W4')
    say('W4', 'blind', 'turned', { movedPx: 180 })
    expect(rows()).toMatchObject([{ priority: 'P2', ruleId: 'camera-blind' }])
  })
})

describe('a camera whose power is watched', () => {
  const signsOf = (row: StoredAlert | undefined) => texts(row)?.filter((text) => /tamper|power/.test(text))

  it('falls silent while its power is good: immediate at once, with who said so', () => {
    powerIs('W3', 'good')
    later(40_000)
    say('W3', 'down', 'source.silent')
    expect(rows()).toMatchObject([{ priority: 'P1', ruleId: 'tamper-suspected' }])
    // Said 30 s before the last picture, which was 10 s before it counts as down.
    expect(rows()[0]?.reasons[0]).toEqual({
      text: 'alert.reason.tamper-link',
      values: { code: 'S03', seconds: 30, when: 'before' },
    })
  })

  it('falls silent with its power: urgent, and why is said in place of not known', () => {
    powerIs('W3', 'good')
    later(30_000)
    powerIs('W3', 'lost')
    later(12_000)
    say('W3', 'down', 'source.silent')
    expect(rows()).toMatchObject([{ priority: 'P2', ruleId: 'camera-down' }])
    expect(signsOf(rows()[0])).toEqual(['power-lost'])
    expect(rows()[0]?.unknowns.map(({ text }) => text)).toEqual(['alert.unknown.meanwhile'])
    // The power comes back before the camera has started: no sign of a cut.
    later(90_000)
    powerIs('W3', 'good')
    expect(rows()).toMatchObject([{ priority: 'P2', soundings: 1 }])
  })

  it('was said to be good too long ago: urgent; said so again behind the loss: immediate, heard once more, and said once', () => {
    powerIs('W3', 'good')
    later(3 * minute)
    say('W3', 'down', 'source.silent')
    expect(rows()).toMatchObject([{ priority: 'P2' }])
    expect(signsOf(rows()[0])).toEqual([])
    later(30_000)
    powerIs('W3', 'good')
    expect(rows()).toMatchObject([{ priority: 'P1', title: { text: 'alert.title.camera-tamper' }, soundings: 2, occurrences: 1 }])
    expect(signsOf(rows()[0])).toEqual(['tamper-link'])
    later(minute)
    powerIs('W3', 'good')
    expect(rows()).toMatchObject([{ priority: 'P1', soundings: 2 }])
  })

  it('is heard of only long after the loss: power may have come back meanwhile', () => {
    say('W3', 'down', 'source.silent')
    later(3 * minute)
    powerIs('W3', 'good')
    expect(rows()).toMatchObject([{ priority: 'P2', soundings: 1 }])
  })

  it.each([
    ['our own program for it ended', 'down', 'worker-died'],
    ['it refuses the login', 'down', 'source.login'],
    ['it is covered', 'blind', 'covered'],
    ['its picture stands still', 'frozen', 'picture-still'],
  ] as const)('and %s: nothing says that the link is cut', (_what, health, reason) => {
    powerIs('W3', 'good')
    say('W3', health, reason)
    expect(rows()).toMatchObject([{ priority: 'P2' }])
  })

  it('never gave a picture since the start, or comes out of service silent: nothing was lost', () => {
    powerIs('W3', 'good')
    for (const before of ['unknown', 'out_of_service'] as const) {
      say('W3', before)
      say('W3', 'down', 'source.silent')
    }
    powerIs('W3', 'good')
    expect(rows().map(({ priority }) => priority)).toEqual(['P2'])
  })

  it('is down by our own program first, and then not reached: the last picture counts, not the last reason', () => {
    powerIs('W3', 'good')
    later(60_000)
    say('W3', 'down', 'worker-died')
    later(70_000)
    say('W3', 'down', 'source.refused')
    expect(rows()).toMatchObject([{ priority: 'P1', occurrences: 1 }])
  })
})
