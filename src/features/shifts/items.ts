/**
 * The list of a hand-over, drawn by the system from what it knows (OPS 2.13), so that nothing hangs on what the outgoing remembers.
 * Pure. An item's `mark` says what it was: one that changes while the list is read has to be opened again.
 */
import type { Priority } from '../alerts/contract.ts'
import type { CameraHealth } from '../cameras/contract.ts'
import type { ChangeKind, HandOverItem, ItemKind } from './contract.ts'
import { itemKinds } from './contract.ts'
import type { ShiftRow } from './fold.ts'

type Name = { readonly ar: string; readonly en: string }

/** An alert as far as a hand-over asks. */
export interface ItemAlert {
  readonly id: string
  readonly number: string
  readonly priority: Priority
  readonly title: HandOverItem['said']
  readonly isTaken: boolean
  readonly isOpen: boolean
  readonly suppression:
    | { readonly kind: 'none' | 'out_of_service' }
    | { readonly kind: 'shelved'; readonly until: string }
    | { readonly kind: 'by_design'; readonly until: string | null }
  readonly closedReason: string | null
  readonly closedAt: string | null
  /** What a person decides on changed with this version. */
  readonly decisionVersion: number
}

export interface ItemFacts {
  readonly shift: Pick<ShiftRow, 'openedAt' | 'reliefs' | 'sound'>
  readonly nowMs: number
  readonly alerts: readonly ItemAlert[]
  /** Own movements that were announced and have not ended. */
  readonly announced: readonly { readonly id: string; readonly what: string; readonly until: string }[]
  readonly cameras: readonly {
    readonly id: string
    readonly code: string
    readonly health: CameraHealth
    readonly since: string
    readonly outUntil: string | null
  }[]
  /** Zones whose ground nobody sees now, or did not see for a part of the shift. */
  readonly unwatched: readonly {
    readonly placeId: string
    readonly name: Name
    readonly isWatchedNow: boolean
    /** Seconds of the shift in which it was not watched; null: not known. */
    readonly seconds: number | null
  }[]
  readonly gaps: readonly { readonly cameraId: string; readonly code: string; readonly count: number; readonly seconds: number }[]
  /** Why nothing is recorded now; null: it is. */
  readonly recordingStopped: string | null
  readonly holds: readonly { readonly id: string; readonly code: string; readonly from: string }[]
  /** What people changed during the shift, by kind. */
  readonly changes: readonly {
    readonly what: ChangeKind
    readonly n: number
    readonly lastPos: number
  }[]
  readonly isExercise: boolean
  /** Parts of assurance that were bad or unknown during the shift, and how often. */
  readonly troubles: readonly {
    readonly part: 'seen' | 'shown' | 'saved' | 'clock' | 'reachable'
    readonly n: number
    readonly isNow: boolean
  }[]
}

const blindHealth: readonly CameraHealth[] = ['blind', 'frozen', 'down', 'unknown', 'degraded']

/** Draws the list, in the order in which it is read: what waits for a person first. */
export function drawItems(facts: ItemFacts): HandOverItem[] {
  const items = [
    ...alertItems(facts),
    ...facts.announced.map(({ id, what, until }) => item('by-design', id, until, 'shift.item.announced', { what, until }, '/')),
    ...cameraItems(facts),
    ...facts.unwatched.map(({ placeId, name, isWatchedNow, seconds }) =>
      item(
        'zone-unwatched',
        placeId,
        isWatchedNow ? 'was' : 'is',
        seconds === null ? 'shift.item.zone-unknown' : isWatchedNow ? 'shift.item.zone-was' : 'shift.item.zone-is',
        { zone: name, minutes: Math.max(1, Math.round((seconds ?? 0) / 60)) },
        '/',
      ),
    ),
    ...recordingItems(facts),
    ...facts.changes.map(({ what, n, lastPos }) =>
      item('changed', what, String(lastPos), `shift.item.changed.${what}`, { n }, '/log?tab=changes'),
    ),
    ...(facts.isExercise ? [item('exercise', 'site', 'on', 'shift.item.exercise', {}, null)] : []),
    ...facts.troubles.map(({ part, n, isNow }) =>
      item(
        'trouble',
        part,
        `${isNow ? 'now' : 'was'} ${n}`,
        `shift.item.trouble.${part}`,
        { n, now: isNow ? 'yes' : 'no' },
        '/log',
      ),
    ),
    ...(facts.shift.sound === 'not-heard' ? [item('sound', 'desk', 'not-heard', 'shift.item.sound', {}, null)] : []),
    ...reliefItems(facts),
  ]
  return items.sort((a, b) => itemKinds.indexOf(a.kind) - itemKinds.indexOf(b.kind))
}

function alertItems({ alerts, shift }: ItemFacts): HandOverItem[] {
  const gravity = { P1: 0, P2: 1, P3: 2 } as const
  const open = alerts.filter(({ isOpen }) => isOpen).sort((a, b) => gravity[a.priority] - gravity[b.priority])
  const drawn = open.map((alert) => {
    const { suppression } = alert
    const kind: ItemKind =
      suppression.kind === 'shelved'
        ? 'alert-shelved'
        : suppression.kind === 'by_design'
          ? 'by-design'
          : alert.isTaken
            ? 'alert-open'
            : 'alert-untaken'
    const until = 'until' in suppression ? suppression.until : null
    const values = { number: alert.number, priority: alert.priority, ...(until ? { until } : {}) }
    const mark = `${alert.decisionVersion} ${until ?? ''}`
    return item(kind, alert.id, mark, `shift.item.${kind}`, values, `/log?alert=${alert.id}`)
  })
  const undetermined = alerts
    .filter(({ closedReason, closedAt }) => closedReason === 'undetermined' && closedAt !== null && closedAt >= shift.openedAt)
    .map((alert) =>
      item(
        'undetermined',
        alert.id,
        String(alert.decisionVersion),
        'shift.item.undetermined',
        { number: alert.number },
        `/log?alert=${alert.id}`,
      ),
    )
  return [...drawn, ...undetermined]
}

function cameraItems({ cameras, nowMs }: ItemFacts): HandOverItem[] {
  return cameras.flatMap(({ id, code, health, since, outUntil }) => {
    const minutes = Math.max(0, Math.floor((nowMs - Date.parse(since)) / 60_000))
    if (health === 'out_of_service') {
      const values = outUntil === null ? { code } : { code, until: outUntil }
      return [item('camera-out', id, `${since} ${outUntil ?? ''}`, 'shift.item.camera-out', values, `/cameras/${id}`)]
    }
    if (!blindHealth.includes(health)) return []
    return [
      item('camera-blind', id, `${health} ${since}`, 'shift.item.camera-blind', { code, health, minutes }, `/cameras/${id}`),
    ]
  })
}

function recordingItems({ gaps, recordingStopped, holds }: ItemFacts): HandOverItem[] {
  return [
    ...(recordingStopped === null
      ? []
      : [item('recording', 'disk', recordingStopped, 'shift.item.recording-stopped', { why: recordingStopped }, '/cameras')]),
    ...gaps.map(({ cameraId, code, count, seconds }) => {
      const values = { code, n: count, minutes: Math.max(1, Math.round(seconds / 60)) }
      return item('recording', cameraId, String(count), 'shift.item.recording-gaps', values, `/cameras/${cameraId}`)
    }),
    ...holds.map(({ id, code, from }) => item('hold', id, from, 'shift.item.hold', { code, from }, null)),
  ]
}

function reliefItems({ shift }: ItemFacts): HandOverItem[] {
  const missed = shift.reliefs.filter(({ state }) => state === 'missed')
  if (missed.length === 0) return []
  const unexplained = missed.filter(({ reason }) => reason === null).length
  return [
    item(
      'relief-missed',
      'shift',
      `${missed.length} ${unexplained}`,
      'shift.item.relief-missed',
      { n: missed.length, unexplained },
      null,
    ),
  ]
}

function item(
  kind: ItemKind,
  of: string,
  mark: string,
  text: string,
  values: HandOverItem['said']['values'],
  link: string | null,
): HandOverItem {
  return { id: `${kind}:${of}`, kind, mark, said: { text, values }, link }
}

/** The text that both sign, in one form: what was on the list and in which state. */
export function itemsText(items: readonly Pick<HandOverItem, 'id' | 'mark'>[]): string {
  return items.map(({ id, mark }) => `${id}\t${mark}`).join('\n')
}
