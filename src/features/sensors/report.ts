/** What sensors of every kind say, in one form: something was there, of this class as far as it is told, here or in reach of it. */
import { z } from 'zod'
import type { LatLon } from '../../base/geo.ts'

/**
 * Kinds that sense something outside: what they say becomes a track. `camera`: the eyes of another program, or of a camera's own
 * maker. `contact`: a fence, a hatch, a door.
 */
export const sensingKinds = ['seismic', 'radar', 'contact', 'camera'] as const
export type SensingKind = (typeof sensingKinds)[number]

/** Every kind. `power`: the monitor of a supply (UPS, relay, smart plug); it senses nothing outside and makes no track. */
export const sensorKinds = [...sensingKinds, 'power'] as const
export type SensorKind = (typeof sensorKinds)[number]

/** What was sensed. Nothing here says who. */
export const sensedThings = ['mover', 'vibration', 'contact', 'motion', 'line-crossed', 'in-field', 'loitering', 'heat'] as const
export type Sensed = (typeof sensedThings)[number]

export const sensedClasses = ['person', 'vehicle', 'animal', 'other', 'unknown'] as const
export type SensedClass = (typeof sensedClasses)[number]

/** One saying of a sensor about one thing that goes on. */
export interface SensorReport {
  /** The sensor's own name of the thing: the same as long as it goes on. */
  readonly eventId: string
  readonly sensed: Sensed
  readonly phase: 'begin' | 'update' | 'end'
  /** By the sensor's clock, UTC milliseconds. */
  readonly atMs: number
  readonly likely: SensedClass
  /** 0…1, how sure the sensor is of the class. */
  readonly sureness: number
  /** Where, as far as it says; null: somewhere in its reach. `errorM`: half axis of a circle at 95 %. */
  readonly at: { readonly position: LatLon; readonly errorM: number } | null
  readonly velocity: { readonly speedMs: number; readonly courseTrueDeg: number } | null
  /** Where in the picture of a camera, pixels; null: it has none or does not say. */
  readonly box: readonly [x: number, y: number, width: number, height: number] | null
  /** The name of the line or field in the sensor's own settings; empty: none. */
  readonly named: string
}

/** Why something that was heard is not used. Counted; what it said is not kept. */
export const droppedBecause = ['malformed', 'repeat', 'old', 'flood', 'identity', 'no-sensor', 'not-wanted'] as const
export type DroppedBecause = (typeof droppedBecause)[number]

/** What a message of a sensor means. */
export type Understood =
  | { readonly is: 'report'; readonly sensorKey: string; readonly report: SensorReport; readonly stripped: number }
  /** The sensor, or the whole feed (null), lives or does not. */
  | { readonly is: 'alive'; readonly sensorKey: string | null; readonly isAlive: boolean }
  /** The supply that the sensor watches gives power, or does not. `atMs` by the sensor's clock, UTC milliseconds. */
  | { readonly is: 'power'; readonly sensorKey: string; readonly state: 'good' | 'lost'; readonly atMs: number }
  | { readonly is: 'dropped'; readonly because: DroppedBecause }

/** No payload of a sensor is longer; what is, is not looked at. */
export const payloadBytesMost = 16_384

/** JSON of others: null for what is none, too long or too deep to be meant. */
export function readJson(payload: Uint8Array): unknown {
  if (payload.length > payloadBytesMost) return null
  try {
    return JSON.parse(new TextDecoder().decode(payload))
  } catch {
    return null // Counted as malformed by whoever asked.
  }
}

/** A name out of a device's settings, for people: no control signs, no endless names. */
export function cleanWord(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\uFFFD]/gu, '')
    .trim()
    .slice(0, 40)
}

export const eventId = z.union([z.string().min(1).max(80), z.number().int()]).transform(String)
