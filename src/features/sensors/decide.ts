import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import { body, type Draft } from '../../journal/entry.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import type { FeedKind, SensorContent } from './contract.ts'
import type { FeedAdded, FeedHealthChanged, FeedRemoved, FeedSensorRemoved, FeedSensorSet } from './events.ts'
import type { FeedRow } from './fold.ts'

type Row = (FeedRow & { version: number }) | undefined

export const addFeed: CommandDefinition<FeedRow, { id: string; area: string; feed: FeedAdded }> = {
  name: 'add-feed',
  view: 'feeds',
  decide(row, { id, area, feed }, { nowMs }) {
    if (row) return refuse('feed.exists')
    return accept([draft('feed.added', id, area, nowMs, feed)])
  },
}

export const removeFeed: CommandDefinition<FeedRow, { id: string; basedOn: number }> = {
  name: 'remove-feed',
  view: 'feeds',
  decide(row, { id, basedOn }, { nowMs }) {
    const known = still(row, basedOn)
    return known.ok
      ? accept([draft('feed.removed', id, known.value.area, nowMs, { name: known.value.name } satisfies FeedRemoved)])
      : known
  },
}

/** `code`: that of a new sensor. */
export const setSensor: CommandDefinition<
  FeedRow,
  { id: string; basedOn: number; sensorId: string; code: string; sensor: SensorContent }
> = {
  name: 'set-sensor',
  view: 'feeds',
  decide(row, { id, basedOn, sensorId, code, sensor }, { nowMs }) {
    const known = still(row, basedOn)
    if (!known.ok) return known
    const { kind, area, sensors } = known.value
    const no = sensorFits(kind, sensor)
    if (no) return no
    if (sensors.some((other) => other.id !== sensorId && other.key === sensor.key)) return refuse('sensor.key-taken')
    const before = sensors.find((other) => other.id === sensorId)
    const set: FeedSensorSet = { sensorId, code: before?.code ?? code, sensor }
    return accept([draft('feed.sensor-set', id, area, nowMs, set)])
  },
}

export const removeSensor: CommandDefinition<FeedRow, { id: string; basedOn: number; sensorId: string }> = {
  name: 'remove-sensor',
  view: 'feeds',
  decide(row, { id, basedOn, sensorId }, { nowMs }) {
    const known = still(row, basedOn)
    if (!known.ok) return known
    const sensor = known.value.sensors.find((other) => other.id === sensorId)
    if (!sensor) return refuse('sensor.not-found')
    const removed: FeedSensorRemoved = { sensorId, code: sensor.code }
    return accept([draft('feed.sensor-removed', id, known.value.area, nowMs, removed)])
  },
}

/** Health is a fact when it changes; saying the same again changes nothing. */
export const setFeedHealth: CommandDefinition<
  FeedRow,
  { id: string; observedAtMs: number; change: Omit<FeedHealthChanged, 'name'> }
> = {
  name: 'set-feed-health',
  view: 'feeds',
  decide(row, { id, observedAtMs, change }) {
    if (!row || row.isRemoved || (row.health === change.health && row.healthReason === change.reason)) return accept([])
    const changed: FeedHealthChanged = { name: row.name, ...change }
    return accept([draft('feed.health-changed', id, row.area, observedAtMs, changed)])
  },
}

/** What a sensor needs so that what it says can be placed; null: it has it. The same for the page and the server. */
export function sensorFits(
  feed: FeedKind,
  { kind, position, reachM, cameraId, poweredCameraIds }: SensorContent,
): ReturnType<typeof refuse> | null {
  if (feed === 'onvif') return refuse('feed.no-sensors')
  if ((feed === 'frigate') !== (kind === 'camera')) return refuse('sensor.kind')
  if (kind === 'camera') return cameraId === null ? refuse('sensor.camera') : null
  // Where a supply stands bears on nothing; what hangs on it does.
  if (kind === 'power') return poweredCameraIds.length === 0 ? refuse('sensor.powered') : null
  if (position === null || (kind !== 'radar' && reachM === null)) return refuse('sensor.position')
  return null
}

/** The broker's address as it is kept: scheme, host and port. A login in it is a refusal: it belongs into its own field. */
export function brokerAddress(text: string): Outcome<string> {
  const [, scheme = 'mqtt', host, port] =
    /^(?:(mqtts?):\/\/)?(\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+)(?::(\d{1,5}))?\/?$/iu.exec(text.trim()) ?? []
  if (host === undefined || (port !== undefined && (Number(port) < 1 || Number(port) > 65_535))) return refuse('feed.address')
  return accept(`${scheme.toLowerCase()}://${host.toLowerCase()}${port === undefined ? '' : `:${Number(port)}`}`)
}

const rootOf: Readonly<Record<FeedKind, string>> = { mqtt: 'marsad/sensors', frigate: 'frigate', onvif: '' }

/** The root of a feed's topics: words between slashes, without wild cards. */
export function topicRoot(kind: FeedKind, text: string | undefined): Outcome<string> {
  const root = (text ?? '').trim().replace(/^\/+|\/+$/g, '') || rootOf[kind]
  return /[#+\p{Cc}]/u.test(root) || root.startsWith('$') ? refuse('feed.topic') : accept(root)
}

function still(row: Row, basedOn: number): Outcome<NonNullable<Row>> {
  if (!row || row.isRemoved) return refuse('feed.not-found')
  if (basedOn < row.settingsVersion || basedOn > row.version)
    return refuse('feed.stale', { byId: row.changedById, at: row.changedAt })
  return accept(row)
}

function draft(type: string, subject: string, area: string, observedAtMs: number, content: object): Draft {
  return { type, typeVersion: 1, subject, area, observedAtMs, body: body(content) }
}
