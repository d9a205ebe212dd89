/**
 * Frigate's events (docs of Frigate, July 2026). Names of persons and plates ride in `sub_label`, `attributes` and
 * `recognized_license_plate`, and in updates of their own. Only the fields below are ever read; a message that held an identity is
 * counted, and what it held is neither kept nor logged.
 */
import { z } from 'zod'
import { eventId, readJson, type SensedClass, type Understood } from './report.ts'

const half = z.object({
  id: eventId,
  camera: z.string().min(1).max(80),
  label: z.string().max(40),
  frame_time: z.number().min(0).max(4e9),
  score: z.number().min(0).max(1).nullish(),
  false_positive: z.boolean().nullish(),
  /** left, top, right, bottom in pixels of the picture that Frigate looks at. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullish(),
})
const event = z.object({ type: z.enum(['new', 'update', 'end']), after: half })

const classes: Readonly<Record<string, SensedClass>> = {
  person: 'person',
  ...Object.fromEntries(
    ['car', 'truck', 'bus', 'van', 'motorcycle', 'bicycle', 'atv', 'boat'].map((label) => [label, 'vehicle']),
  ),
  ...Object.fromEntries(
    ['dog', 'cat', 'horse', 'sheep', 'cow', 'goat', 'camel', 'bird', 'fox', 'deer', 'bear', 'donkey'].map((label) => [
      label,
      'animal',
    ]),
  ),
} as Record<string, SensedClass>

/** Labels that are about who somebody is. */
const ofIdentity = /face|plate/i

/** The topics that are asked for, below Frigate's root. Updates of tracked objects, which carry names, are not among them. */
export const frigateTopics = ['events', 'available'] as const

/** Reads a message of Frigate. `topic`: below its root. Never throws. */
export function readFrigate(topic: string, payload: Uint8Array): Understood {
  if (topic === 'available') {
    const word = new TextDecoder().decode(payload.subarray(0, 16))
    return { is: 'alive', sensorKey: null, isAlive: word === 'online' }
  }
  if (topic !== 'events') return { is: 'dropped', because: 'not-wanted' }
  const json = readJson(payload)
  const read = event.safeParse(json)
  if (!read.success) return { is: 'dropped', because: 'malformed' }
  const { type, after } = read.data
  if (ofIdentity.test(after.label)) return { is: 'dropped', because: 'identity' }
  if (after.false_positive === true && type !== 'end') return { is: 'dropped', because: 'not-wanted' }
  const [left, top, right, bottom] = after.box ?? [0, 0, 0, 0]
  return {
    is: 'report',
    sensorKey: after.camera,
    stripped: hasIdentity(json) ? 1 : 0,
    report: {
      eventId: after.id,
      sensed: 'mover',
      phase: type === 'new' ? 'begin' : type,
      atMs: after.frame_time * 1000,
      likely: classes[after.label] ?? 'other',
      sureness: after.score ?? 0.5,
      at: null,
      velocity: null,
      box: right > left && bottom > top ? [left, top, right - left, bottom - top] : null,
      named: '',
    },
  }
}

/** Whether a message names somebody, or something that belongs to somebody: counted only. */
function hasIdentity(json: unknown): boolean {
  const { after } = json as { after: Record<string, unknown> }
  const attributes = after.attributes
  const names = typeof attributes === 'object' && attributes !== null ? Object.keys(attributes) : []
  return after.sub_label != null || after.recognized_license_plate != null || names.some((name) => ofIdentity.test(name))
}
