/** What the page knows of the site: facts in order from the live lane, signals newest only. */
import type { AlertView, AnnouncementView } from '../../../features/alerts/contract.ts'
import type { CameraView, PlatformState } from '../../../features/cameras/contract.ts'
import type { Assurance, WatchedView } from '../../../features/coverage/contract.ts'
import type { PlaceView } from '../../../features/places/contract.ts'
import type { Mover } from '../../../features/tracks/contract.ts'
import { createStore } from '../../../platform/web/store.ts'
import type { CameraSignal, LogLine, Rows, ServerMessage, Signals } from '../../live.ts'

export interface Facts {
  readonly alerts: ReadonlyMap<string, AlertView>
  readonly cameras: ReadonlyMap<string, CameraView>
  readonly places: ReadonlyMap<string, PlaceView>
  readonly announcements: ReadonlyMap<string, AnnouncementView>
  /** Newest last. */
  readonly log: readonly LogLine[]
  /** Journal position up to which everything is known; null before the first snapshot. */
  readonly cursor: number | null
  readonly programVersion: string | null
}

export interface SlowSignals {
  readonly cameras: ReadonlyMap<string, CameraSignal>
  readonly assurance: Assurance | null
  readonly watched: readonly WatchedView[]
  readonly unsaved: readonly AlertView[]
}

/** The shift log and the hour's tape need no more; the whole journal stays on the server. */
const LOG_LINES_MAX = 2000

const noFacts: Facts = {
  alerts: new Map(),
  cameras: new Map(),
  places: new Map(),
  announcements: new Map(),
  log: [],
  cursor: null,
  programVersion: null,
}
const noSignals: SlowSignals = { cameras: new Map(), assurance: null, watched: [], unsaved: [] }

/** Facts as this reader may see them. */
export const facts = createStore<Facts>(noFacts)
export const signals = createStore<SlowSignals>(noSignals)
/** Tracks come many times a second: only the map reads them, and never through React state. */
export const tracks = createStore<readonly Mover[]>([])
/** Cameras that say themselves where they are, as often: for the map and the page of such a camera. */
export const platforms = createStore<readonly PlatformState[]>([])

function withRows<T extends { readonly id: string; readonly version: number }>(
  known: ReadonlyMap<string, T>,
  changed: readonly T[],
) {
  if (changed.length === 0) return known
  const next = new Map(known)
  for (const row of changed) {
    const before = next.get(row.id)
    // The answer to a command and the lane may cross: the newer version stays.
    if (before === undefined || row.version >= before.version) next.set(row.id, row)
  }
  return next
}

/** Takes changed rows, from the lane or from the answer to a command. */
export function takeRows(changed: Partial<Rows> & { readonly log?: readonly LogLine[]; readonly cursor?: number }): void {
  facts.update((now) => {
    const lastPos = now.log.at(-1)?.pos ?? -1
    const added = (changed.log ?? []).filter((line) => line.pos > lastPos)
    return {
      ...now,
      alerts: withRows(now.alerts, changed.alerts ?? []),
      cameras: withRows(now.cameras, changed.cameras ?? []),
      places: withRows(now.places, changed.places ?? []),
      announcements: withRows(now.announcements, changed.announcements ?? []),
      log: added.length === 0 ? now.log : [...now.log, ...added].slice(-LOG_LINES_MAX),
      cursor: changed.cursor ?? now.cursor,
    }
  })
}

function takeSignals(changed: Signals) {
  if (changed.tracks !== undefined) tracks.set(changed.tracks)
  // Most sites have none: then nothing is drawn anew for it.
  if (changed.platforms !== undefined && (changed.platforms.length > 0 || platforms.get().length > 0))
    platforms.set(changed.platforms)
  const { cameras, assurance, watched, unsaved } = changed
  if (cameras === undefined && assurance === undefined && watched === undefined && unsaved === undefined) return
  const now = signals.get()
  const next: SlowSignals = {
    cameras: cameras === undefined ? now.cameras : new Map(cameras.map((signal) => [signal.cameraId, signal])),
    assurance: assurance ?? now.assurance,
    watched: watched ?? now.watched,
    // Mostly none, told four times a second: what is the same stays the same list, or all that is computed from it is computed anew.
    unsaved: unsaved === undefined || isSame(now.unsaved, unsaved) ? now.unsaved : unsaved,
  }
  // Ages and proofs are drawn anew each second anyway; what a person must see at once is told at once.
  const isUrgent = now.unsaved !== next.unsaved || !isSame(statesOf(now), statesOf(next))
  if (isUrgent) signals.set(next)
  else signals.setQuietly(next)
}

const isSame = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)
const statesOf = ({ assurance, watched }: SlowSignals) => [
  assurance && Object.values(assurance).map((part) => part.state),
  watched.map(({ placeId, isWatched }) => [placeId, isWatched]),
]

/** Takes one message of the lane. */
export function takeMessage(message: ServerMessage): void {
  if ('snapshot' in message) {
    const { alerts, cameras, places, announcements, log } = message.snapshot
    const byId = <T extends { readonly id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))
    facts.set({
      alerts: byId(alerts),
      cameras: byId(cameras),
      places: byId(places),
      announcements: byId(announcements),
      log: [...log].sort((a, b) => a.pos - b.pos),
      cursor: message.cursor,
      programVersion: message.programVersion,
    })
    signals.set(noSignals)
    takeSignals(message.signals)
  } else if ('facts' in message) takeRows({ ...message.facts, cursor: message.cursor })
  else if ('signals' in message) takeSignals(message.signals)
}

/** Forgets everything: another person signs in on this screen. */
export function forgetWorld(): void {
  facts.set(noFacts)
  signals.set(noSignals)
  tracks.set([])
  platforms.set([])
}
