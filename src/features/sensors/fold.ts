import { hlcMs } from '../../journal/clock.ts'
import { isoTime } from '../../journal/entry.ts'
import type { ViewDefinition } from '../../journal/feature.ts'
import type { FeedHealth, FeedView, SensorView } from './contract.ts'
import type { FeedAdded, FeedHealthChanged, FeedSensorRemoved, FeedSensorSet } from './events.ts'

/** A feed as it lies in the database; what a page sees is `presentFeed`. */
export interface FeedRow extends FeedAdded {
  readonly area: string
  readonly sensors: readonly SensorView[]
  readonly health: FeedHealth
  readonly healthReason: string | null
  readonly healthSince: string
  readonly isRemoved: boolean
  /** The version that last changed what a person sets: health comes and goes without making a change stale. */
  readonly settingsVersion: number
  readonly changedAt: string
  readonly changedById: string | null
}

export const feeds: ViewDefinition<FeedRow> = {
  name: 'feeds',
  foldVersion: 2,
  folds: (entry) => entry.type.startsWith('feed.'),
  fold(row, entry) {
    const at = isoTime(hlcMs(entry.hlc))
    const body = entry.body as unknown
    const changed = { changedAt: at, changedById: entry.actor.kind === 'person' ? entry.actor.id : null }
    if (entry.type === 'feed.added') {
      return {
        ...(body as FeedAdded),
        area: entry.area,
        sensors: [],
        health: 'unknown',
        healthReason: null,
        healthSince: at,
        isRemoved: false,
        settingsVersion: 1,
        ...changed,
      }
    }
    if (!row) return null
    const settled = { ...changed, settingsVersion: row.version + 1 }
    switch (entry.type) {
      case 'feed.sensor-set': {
        const { sensorId, code, sensor } = body as FeedSensorSet
        const next: SensorView = { id: sensorId, code, poweredCameraIds: [], ...sensor }
        const others = row.sensors.filter(({ id }) => id !== sensorId)
        return { ...row, ...settled, sensors: [...others, next].sort((a, b) => a.code.localeCompare(b.code)) }
      }
      case 'feed.sensor-removed': {
        const { sensorId } = body as FeedSensorRemoved
        return { ...row, ...settled, sensors: row.sensors.filter(({ id }) => id !== sensorId) }
      }
      case 'feed.health-changed': {
        const { health, reason } = body as FeedHealthChanged
        return { ...row, health, healthReason: reason, healthSince: entry.observedAt }
      }
      case 'feed.removed':
        return { ...row, ...settled, isRemoved: true }
      default:
        return row
    }
  },
}

/** A feed as a page may see it: without login. */
export function presentFeed(row: FeedRow & { readonly id: string; readonly version: number }): FeedView {
  const { id, version, kind, name, area, address, topic, login, cameraId, sensors, health, healthReason, healthSince } = row
  const hasLogin = login !== null
  return {
    id,
    version,
    kind,
    name,
    area,
    address,
    topic,
    hasLogin,
    cameraId,
    sensors: [...sensors],
    health,
    healthReason,
    healthSince,
  }
}
