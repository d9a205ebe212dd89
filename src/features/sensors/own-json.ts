/** Marsad's own contract for sensors (docs/sensors.md): one JSON object a message, on `<root>/<name of the sensor>`. */
import { z } from 'zod'
import { pointAt } from '../../base/geo.ts'
import { latLon } from '../../base/shapes.ts'
import type { SensorView } from './contract.ts'
import { eventId, readJson, type Sensed, type SensingKind, sensedClasses, type Understood } from './report.ts'

/** Any sensor says that it lives, or (by a last will, say) that it does not. */
const aliveMessage = z.object({ alive: z.boolean() })

/** What a power monitor says. What does not stand here is not read: a field more is no fault, and goes nowhere. */
const powerMessage = z.object({ power: z.enum(['good', 'lost']), at: z.iso.datetime({ offset: true }) })

/** What every other sensor says. */
const sensorMessage = z.object({
  id: eventId,
  at: z.iso.datetime({ offset: true }),
  phase: z.enum(['begin', 'update', 'end']).default('update'),
  class: z.enum(sensedClasses).default('unknown'),
  confidence: z.number().min(0).max(1).default(0.5),
  position: latLon.optional(),
  /** From the sensor, where it does not tell a position. */
  bearingTrueDeg: z.number().min(0).max(360).optional(),
  rangeM: z.number().min(0).max(60_000).optional(),
  /** Half axis of the circle that holds it at 95 %. */
  errorM: z.number().min(0).max(20_000).optional(),
  speedMs: z.number().min(0).max(150).optional(),
  courseTrueDeg: z.number().min(0).max(360).optional(),
})

const sensedBy: Readonly<Record<SensingKind, Sensed>> = {
  seismic: 'vibration',
  radar: 'mover',
  contact: 'contact',
  camera: 'motion',
}
/** A radar that names no error is taken to be this good: small ground radars resolve a few metres in range and 1° in bearing. */
const usualErrorM = { least: 10, shareOfRange: 0.02 } as const

/** Reads a message of the sensor that stands at the end of the topic. `find` gives it where it is set up. Never throws. */
export function readOwn(
  sensorKey: string,
  payload: Uint8Array,
  find: (key: string) => Pick<SensorView, 'kind' | 'position'> | null,
): Understood {
  const json = readJson(payload)
  const alive = aliveMessage.safeParse(json)
  if (alive.success) return { is: 'alive', sensorKey, isAlive: alive.data.alive }
  const [power, message] = [powerMessage.safeParse(json), sensorMessage.safeParse(json)]
  const sensor = find(sensorKey)
  if (sensor === null) return { is: 'dropped', because: power.success || message.success ? 'no-sensor' : 'malformed' }
  if (sensor.kind === 'power') {
    if (!power.success) return { is: 'dropped', because: 'malformed' }
    return { is: 'power', sensorKey, state: power.data.power, atMs: Date.parse(power.data.at) }
  }
  if (!message.success) return { is: 'dropped', because: 'malformed' }
  const { id, at, phase, position, bearingTrueDeg, rangeM, errorM, speedMs, courseTrueDeg, confidence } = message.data
  const own =
    sensor.position && bearingTrueDeg !== undefined && rangeM !== undefined
      ? pointAt(sensor.position, bearingTrueDeg, rangeM)
      : null
  const where = position ?? own
  const usual = Math.max(usualErrorM.least, usualErrorM.shareOfRange * (rangeM ?? 0))
  return {
    is: 'report',
    sensorKey,
    stripped: 0,
    report: {
      eventId: id,
      sensed: sensedBy[sensor.kind],
      phase,
      atMs: Date.parse(at),
      likely: message.data.class,
      sureness: confidence,
      at: where === null ? null : { position: where, errorM: Math.max(1, errorM ?? usual) },
      velocity: speedMs === undefined || courseTrueDeg === undefined ? null : { speedMs, courseTrueDeg: courseTrueDeg % 360 },
      box: null,
      named: '',
    },
  }
}
