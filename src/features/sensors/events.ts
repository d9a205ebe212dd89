/** What feeds and sensors write to the journal: the whole sensor each time. A password is in no entry: `login` names a vault item. */
import type { FeedHealth, FeedKind, SensorContent } from './contract.ts'

export interface FeedAdded {
  readonly kind: FeedKind
  readonly name: { readonly ar: string; readonly en: string }
  readonly address: string
  readonly topic: string
  readonly login: { readonly vault: string; readonly sha256: string } | null
  readonly cameraId: string | null
}

export interface FeedSensorSet {
  readonly sensorId: string
  readonly code: string
  /** Entries of before there were power monitors name no cameras that hang on one. */
  readonly sensor: Omit<SensorContent, 'poweredCameraIds'> & Partial<Pick<SensorContent, 'poweredCameraIds'>>
}

export interface FeedRemoved {
  readonly name: FeedAdded['name']
}

export interface FeedSensorRemoved {
  readonly sensorId: string
  readonly code: string
}

/** `name`: so that the entry alone can be spoken. */
export interface FeedHealthChanged {
  readonly name: FeedAdded['name']
  readonly health: FeedHealth
  readonly reason: string | null
}

export const feedEntryTypes = [
  'feed.added',
  'feed.removed',
  'feed.sensor-set',
  'feed.sensor-removed',
  'feed.health-changed',
] as const
export type FeedEntryType = (typeof feedEntryTypes)[number]
