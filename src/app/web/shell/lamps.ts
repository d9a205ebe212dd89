/** The three lamps, computed from what is known at each draw (interface.md 1.1, 3). Pure. */

import type { AlertView } from '../../../features/alerts/contract.ts'
import type { Seen } from '../../../features/cameras/web/health.ts'
import type { Assurance } from '../../../features/coverage/contract.ts'
import type { SpokenValues } from '../../../platform/speak.ts'

export type LampLook = 'normal' | 'alarm' | 'blind' | 'warn' | 'unknown'

interface Line {
  readonly text: string
  readonly values?: SpokenValues
}

export interface Lamp {
  readonly look: LampLook
  readonly icon: 'alarm' | 'check' | 'eye' | 'blind' | 'clock' | 'unknown' | 'noLink' | 'warn'
  readonly title: Line
  readonly detail: Line | null
}

export interface LampFacts {
  readonly link: 'connecting' | 'up' | 'cut'
  readonly silentMs: number
  readonly nowMs: number
  /** Open alerts, untaken first. */
  readonly queue: readonly AlertView[]
  readonly lastTakenAt: string | null
  readonly seen: readonly Seen[]
  readonly assurance: Assurance | null
  readonly clock: { readonly long: (ms: number) => string; readonly short: (ms: number) => string }
  readonly span: (ms: number) => string
}

/** Lamps in their fixed order: does an alarm wait · is anything blind · how old is what I see. */
export function lampsOf(facts: LampFacts): readonly [Lamp, Lamp, Lamp] {
  return [alarmLamp(facts), cameraLamp(facts), liveLamp(facts)]
}

function alarmLamp({ link, silentMs, nowMs, queue, lastTakenAt, assurance, clock, span }: LampFacts): Lamp {
  // A blind camera lights lamp 2 and a broken journal lamp 3; only what calls people lights this one.
  const waiting = queue.filter(
    (alert) =>
      alert.ack === 'unacknowledged' && (alert.kind === 'detection' || (alert.kind === 'camera' && alert.priority === 'P1')),
  )
  if (link === 'connecting') return { look: 'unknown', icon: 'unknown', title: { text: 'lamp.alarms.unknown' }, detail: null }
  if (link === 'cut') {
    const values = { time: clock.long(nowMs - silentMs), n: waiting.length }
    return {
      look: 'unknown',
      icon: 'unknown',
      title: { text: 'lamp.alarms.unknown' },
      detail: { text: 'lamp.alarms.unknown.some', values },
    }
  }
  if (waiting.length > 0) {
    const oldest = Math.min(...waiting.map((alert) => Date.parse(alert.firstAt)))
    const nobody = assurance?.reachable.state === 'bad'
    return {
      look: 'alarm',
      icon: 'alarm',
      title: { text: 'lamp.alarms', values: { n: waiting.length } },
      detail: nobody
        ? { text: assurance.reachable.because === 'no-watch' ? 'lamp.alarms.no-watch' : 'lamp.alarms.unreachable' }
        : { text: waiting.length === 1 ? 'lamp.alarms.one' : 'lamp.alarms.oldest', values: { span: span(nowMs - oldest) } },
    }
  }
  const open = queue.filter((alert) => alert.ack === 'acknowledged').length
  const detail: Line =
    open > 0
      ? { text: 'lamp.alarms.open', values: { n: open } }
      : lastTakenAt === null
        ? { text: 'lamp.alarms.none-yet' }
        : { text: 'lamp.alarms.last-taken', values: { time: clock.short(Date.parse(lastTakenAt)) } }
  return { look: 'normal', icon: 'check', title: { text: 'lamp.alarms', values: { n: 0 } }, detail }
}

function cameraLamp({ link, seen, assurance, span }: LampFacts): Lamp {
  const counted = seen.filter(({ sight }) => sight !== 'out')
  const blind = counted.filter(({ sight }) => sight === 'blind')
  const all = counted.length
  if (link === 'connecting') return { look: 'unknown', icon: 'unknown', title: { text: 'lamp.cameras.unknown' }, detail: null }
  if (link === 'cut') {
    const could = counted.filter(({ camera }) => camera.health === 'working' || camera.health === 'degraded').length
    return {
      look: 'unknown',
      icon: 'unknown',
      title: { text: 'lamp.cameras.unknown' },
      detail: { text: 'lamp.cameras.were', values: { n: could, all } },
    }
  }
  if (seen.length === 0)
    return { look: 'warn', icon: 'warn', title: { text: 'lamp.cameras.none' }, detail: { text: 'lamp.cameras.none.help' } }
  // Nobody is missing and nobody looks: "all see" would be said of none.
  if (all === 0)
    return { look: 'warn', icon: 'warn', title: { text: 'lamp.cameras.all-out' }, detail: { text: 'lamp.cameras.none.help' } }
  const [first] = [...blind].sort((a, b) => b.sinceMs - a.sinceMs)
  if (first !== undefined)
    return {
      look: 'blind',
      icon: 'blind',
      title: { text: 'lamp.cameras', values: { n: blind.length, all } },
      detail: {
        text: blind.length === 1 ? 'lamp.cameras.one-since' : 'lamp.cameras.oldest-since',
        values: { code: first.camera.code, span: span(first.sinceMs) },
      },
    }
  const pending = counted.filter(({ sight }) => sight === 'unknown').length
  if (pending > 0 || assurance === null || assurance.seen.state === 'unknown')
    return {
      look: 'unknown',
      icon: 'unknown',
      title: { text: 'lamp.cameras.unknown' },
      detail: pending > 0 ? { text: 'lamp.cameras.pending', values: { n: pending } } : null,
    }
  const poor = counted.filter(({ sight }) => sight === 'poor').length
  const out = seen.length - all
  const detail: Line =
    poor > 0
      ? { text: 'lamp.cameras.poor', values: { n: poor } }
      : out > 0
        ? { text: 'lamp.cameras.out', values: { n: out } }
        : { text: 'lamp.cameras.all', values: { n: all, all } }
  return {
    look: 'normal',
    icon: 'eye',
    title: { text: 'lamp.cameras', values: { n: 0, all } },
    detail,
  }
}

function liveLamp({ link, silentMs, seen, assurance, clock, span }: LampFacts): Lamp {
  if (link === 'connecting')
    return {
      look: 'unknown',
      icon: 'noLink',
      title: { text: 'lamp.live.connecting' },
      detail: { text: 'lamp.live.connecting.help' },
    }
  if (link === 'cut')
    return {
      look: 'unknown',
      icon: 'noLink',
      title: { text: 'lamp.live.old' },
      detail: { text: 'lamp.live.old.age', values: { span: span(silentMs) } },
    }
  const since = (at: string): Line => ({ text: 'lamp.live.since', values: { time: clock.long(Date.parse(at)) } })
  if (assurance?.saved.state === 'bad')
    return { look: 'blind', icon: 'warn', title: { text: 'lamp.live.not-saved' }, detail: since(assurance.saved.since) }
  if (assurance?.clock.state === 'bad')
    return { look: 'warn', icon: 'warn', title: { text: 'lamp.live.clock' }, detail: since(assurance.clock.since) }
  if (assurance?.shown.state === 'bad')
    return { look: 'warn', icon: 'warn', title: { text: 'lamp.live.not-shown' }, detail: since(assurance.shown.since) }
  if (assurance === null || assurance.saved.state === 'unknown')
    return {
      look: 'unknown',
      icon: 'unknown',
      title: { text: 'lamp.live.unknown' },
      detail: assurance === null ? null : since(assurance.saved.since),
    }
  const ages = seen
    .filter(({ sight }) => sight === 'sees' || sight === 'poor')
    .flatMap(({ ageMs }) => (ageMs === null ? [] : [ageMs]))
  const detail: Line =
    ages.length === 0
      ? { text: 'lamp.live.no-picture' }
      : { text: 'lamp.live.oldest', values: { age: (Math.max(...ages) / 1000).toFixed(1) } }
  return { look: 'normal', icon: 'clock', title: { text: 'lamp.live' }, detail }
}
