/**
 * What of the site a reader of the live lane may see: the same rows for all who hold the same roles in the same areas, made once
 * for each such class. A locked screen gets what lamps and sound need, and no name, text, picture or place.
 */
import { createHash } from 'node:crypto'
import type { Action } from '../../features/access/contract.ts'
import { mayDo, policyClass, type Right } from '../../features/access/policy.ts'
import type { AlertView } from '../../features/alerts/contract.ts'
import type { CameraView } from '../../features/cameras/contract.ts'
import type { LogLine, ServerMessage, Signals } from '../live.ts'
import { subtreesOf } from './guard.ts'

type Facts = Extract<ServerMessage, { facts: unknown }>
type Snapshot = Extract<ServerMessage, { snapshot: unknown }>
type AllRows = Facts['facts']

export interface Sight {
  /** The same for everybody who sees the same. */
  readonly key: string
  /** A short name of it for the page. */
  readonly seeing: string
  /** Subtrees whose alerts are read. */
  readonly within: readonly string[]
  alert(area: string, kind?: AlertView['kind']): boolean
  facts(facts: Facts): Facts
  snapshot(snapshot: Snapshot): Snapshot
  signals(signals: Signals): Signals
}

/** Where what signals speak of lies; null: there is no such thing any more. */
export interface Whereabouts {
  camera(id: string): string | null
  place(id: string): string | null
}

/** Lines of the log about the site itself: they concern everybody who works on it. */
const ofTheSite = /^(clock\.|assurance\.|site\.|recording\.settings-changed$)/
/** What an engineer mends. */
const ofHealth: readonly AlertView['kind'][] = ['camera', 'system']
/** Lines about the machines: whoever sees cameras sees them. */
const ofMachines = /^(camera\.|recording\.|clock\.|assurance\.|site\.)/

/** What rights show at this instant. */
export function sightOf(rights: readonly Right[], isLocked: boolean, where: Whereabouts, nowMs: number): Sight {
  const may = (action: Action, area?: string) => mayDo(rights, action, area, nowMs)

  function line({ type, area }: LogLine): boolean {
    const isOfSite = ofTheSite.test(type)
    const place = isOfSite ? undefined : area
    if (may('watch.read', place)) return true
    if (type.startsWith('place.')) return may('place.read', place)
    return ofMachines.test(type) && may('camera.read', place)
  }

  const alert: Sight['alert'] = (area, kind) =>
    may('watch.read', area) || (kind !== undefined && ofHealth.includes(kind) && may('health.read', area))

  // Field by field and list by list: what is new is left out until somebody has said who sees it.
  function rows(all: AllRows): AllRows {
    const alerts = all.alerts.filter(({ area, kind }) => alert(area, kind))
    const cameras = all.cameras.filter(({ area }) => may('camera.read', area))
    if (isLocked)
      return { alerts: alerts.map(lampsOfAlert), cameras: cameras.map(lampsOfCamera), places: [], announcements: [], log: [] }
    return {
      alerts,
      cameras,
      places: all.places.filter(({ area }) => may('place.read', area)),
      announcements: all.announcements.filter(({ area }) => may('watch.read', area)),
      log: all.log.filter(line),
    }
  }

  function signals({ tracks, cameras, platforms, assurance, watched, unsaved }: Signals): Signals {
    const at = (area: string | null, action: Action) => area !== null && may(action, area)
    const waiting = unsaved?.filter(({ area, kind }) => alert(area, kind))
    return {
      ...(tracks && { tracks: isLocked ? [] : tracks.filter(({ cameraId }) => at(where.camera(cameraId), 'watch.read')) }),
      ...(cameras && { cameras: cameras.filter(({ cameraId }) => at(where.camera(cameraId), 'camera.read')) }),
      // Where a camera is and looks is content, not health.
      ...(platforms && {
        platforms: isLocked ? [] : platforms.filter(({ cameraId }) => at(where.camera(cameraId), 'watch.read')),
      }),
      ...(assurance && { assurance }),
      ...(watched && { watched: isLocked ? [] : watched.filter(({ placeId }) => at(where.place(placeId), 'place.read')) }),
      ...(waiting && { unsaved: isLocked ? waiting.map(lampsOfAlert) : waiting }),
    }
  }

  const key = `${isLocked ? 'locked ' : ''}${policyClass(rights, nowMs)}`
  return {
    key,
    seeing: createHash('sha256').update(key).digest('base64url').slice(0, 16),
    within: [...new Set([...subtreesOf(rights, 'watch.read', nowMs), ...subtreesOf(rights, 'health.read', nowMs)])],
    alert,
    facts: (facts) => ({ ...facts, facts: rows(facts.facts) }),
    snapshot: (given) => ({ ...given, snapshot: rows(given.snapshot), signals: signals(given.signals) }),
    signals,
  }
}

const nothingSaid = { text: 'access.lock.hidden', values: {} }
const nobody = { id: '', name: '' }

/**
 * Priority, state and age: enough for lamp and sound, and nothing that says where, what or who. Written out field by field, so that
 * a new one does not compile before somebody has thought of it.
 */
function lampsOfAlert(alert: AlertView): AlertView {
  const { id, version, kind, priority, condition, ack, disposition, occurrences, soundings, firstAt, lastAt, hops, mode } = alert
  return {
    id,
    version,
    kind,
    priority,
    condition,
    ack,
    disposition,
    occurrences,
    soundings,
    firstAt,
    lastAt,
    hops,
    mode,
    notSavedSince: alert.notSavedSince,
    escalation: alert.escalation,
    suppression: lampsOfSuppression(alert.suppression),
    number: '',
    area: '',
    ruleId: '',
    ruleVersion: 0,
    title: nothingSaid,
    reasons: [nothingSaid],
    unknowns: [nothingSaid],
    cameraIds: [],
    trackIds: [],
    placeIds: [],
    place: null,
    distanceToLineM: null,
    owner: alert.owner === null ? null : nobody,
    transfer: null,
    notes: [],
    withdrawableUntil: null,
    closed: null,
    hasStill: false,
    stillBox: null,
    stillAt: null,
    stillSize: null,
    log: [],
  }
}

function lampsOfSuppression(suppression: AlertView['suppression']): AlertView['suppression'] {
  if (suppression.kind === 'shelved')
    return { ...suppression, by: nobody, scope: { ruleId: '', groupClass: '', cameraIds: [], region: null } }
  return suppression.kind === 'by_design' ? { ...suppression, announcementId: '', what: '' } : suppression
}

function lampsOfCamera({ id, version, isRecording, health, healthSince, healthReason, isRemoved }: CameraView): CameraView {
  return {
    id,
    version,
    isRecording,
    health,
    healthSince,
    healthReason,
    isRemoved,
    code: '',
    name: { ar: '–', en: '–' },
    area: '',
    outpostId: null,
    address: '',
    pose: null,
    masks: [],
    recordAddress: null,
    presets: [],
    presetToken: null,
    coverage: null,
  }
}
