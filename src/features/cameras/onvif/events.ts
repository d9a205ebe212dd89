/**
 * What a device says of its own accord. Only the topics of the table are read, and of each only the items named there: whatever a
 * camera knows of a face, a number plate or the warmth of a body ends here, counted and unread. Pure, never throws.
 */
import { find, findAll, textOf, type XmlElement } from '../../../base/xml.ts'

/** What a topic is to us. `motion` and what follows: something was sensed. The rest: how the camera itself does. */
export const noticeKinds = [
  'motion',
  'line-crossed',
  'in-field',
  'loitering',
  'object',
  'contact',
  'heat',
  'scene-changed',
  'dark',
  'bright',
  'blurred',
  'impaired',
  'no-signal',
  'hardware',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** One notice, with nothing of the message but what stands here. */
export interface DeviceNotice {
  readonly kind: NoticeKind
  /** UTC milliseconds by the device's clock; null: it gave none that is a time. */
  readonly atMs: number | null
  /** True: it begins or is so; false: it is over; null: it is an instant, not a state. */
  readonly isOn: boolean | null
  /** The state as it was when we began to listen: no news. */
  readonly isInitial: boolean
  /** The device's own name of the line, field or input; for people. */
  readonly named: string
  /** Tells one going on of the same kind from another. */
  readonly thing: string
  readonly likely: 'person' | 'vehicle' | 'animal' | 'unknown'
}

export interface Notices {
  readonly notices: readonly DeviceNotice[]
  /** Of topics that are not in the table. */
  readonly notRead: number
  /** Of those: about who somebody is. */
  readonly identities: number
}

/** By the end of the topic, without the name of a service. `state`: the item that says whether it is so; null: an instant. */
const topics: readonly { readonly topic: RegExp; readonly kind: NoticeKind; readonly state: string | null }[] = [
  { topic: /^VideoSource\/MotionAlarm$/, kind: 'motion', state: 'State' },
  { topic: /^RuleEngine\/CellMotionDetector\/Motion$/, kind: 'motion', state: 'IsMotion' },
  { topic: /^RuleEngine\/MotionRegionDetector\/Motion$/, kind: 'motion', state: 'State' },
  { topic: /^RuleEngine\/LineDetector\/Crossed$/, kind: 'line-crossed', state: null },
  { topic: /^RuleEngine\/FieldDetector\/ObjectsInside$/, kind: 'in-field', state: 'IsInside' },
  { topic: /^RuleEngine\/LoiteringDetector\/ObjectIsLoitering$/, kind: 'loitering', state: 'State' },
  { topic: /^RuleEngine\/ObjectDetection\/Object$/, kind: 'object', state: null },
  { topic: /^VideoSource\/RadiometryAlarm$/, kind: 'heat', state: 'State' },
  { topic: /^Device\/Trigger\/DigitalInput$/, kind: 'contact', state: 'LogicalState' },
  { topic: /^VideoSource\/GlobalSceneChange\/(Imaging|Analytics|Recording)Service$/, kind: 'scene-changed', state: 'State' },
  { topic: /^VideoSource\/ImageTooDark\/(Imaging|Analytics|Recording)Service$/, kind: 'dark', state: 'State' },
  { topic: /^VideoSource\/ImageTooBright\/(Imaging|Analytics|Recording)Service$/, kind: 'bright', state: 'State' },
  { topic: /^VideoSource\/ImageTooBlurry\/(Imaging|Analytics|Recording)Service$/, kind: 'blurred', state: 'State' },
  { topic: /^VideoSource\/ImpairedVisibility$/, kind: 'impaired', state: 'State' },
  { topic: /^VideoSource\/SignalLoss$/, kind: 'no-signal', state: 'State' },
  { topic: /^Device\/HardwareFailure\/StorageFailure$/, kind: 'hardware', state: 'Failed' },
  { topic: /^Device\/HardwareFailure\/TemperatureCritical$/, kind: 'hardware', state: 'Critical' },
  { topic: /^Device\/HardwareFailure\/PowerSupplyFailure$/, kind: 'hardware', state: 'Failed' },
]
const ofIdentity = /Recognition|Face|LicensePlate|BodyTemperature/i
const noticesMost = 200

/** The notices of an answer to `PullMessages`. */
export function readNotices(body: XmlElement): Notices {
  const notices: DeviceNotice[] = []
  let notRead = 0
  let identities = 0
  for (const message of findAll(body, 'NotificationMessage').slice(0, noticesMost)) {
    // Whoever writes topics chooses prefixes as they like.
    const topic = textOf(message, 'Topic').replaceAll(/[\w.-]+:/g, '')
    const notice = readNotice(topic, message)
    if (notice) notices.push(notice)
    else {
      notRead++
      if (ofIdentity.test(topic)) identities++
    }
  }
  return { notices, notRead, identities }
}

function readNotice(topic: string, message: XmlElement): DeviceNotice | null {
  const known = topics.find((each) => each.topic.test(topic))
  // One message in another: that of the notification around that of the device.
  const isMessage = ({ name }: XmlElement) => name === 'Message'
  const content = message.children.find(isMessage)?.children.find(isMessage)
  if (!known || !content) return null
  const source = items(content, 'Source')
  const data = items(content, 'Data')
  const isOn = known.state === null ? null : truth(data.get(known.state))
  // A state that does not say whether it is so says nothing. Loitering may be told as an instant instead.
  if (known.state !== null && isOn === null && known.kind !== 'loitering') return null
  const likely = known.kind === 'object' ? classOf(data.get('ClassTypes') ?? '') : 'unknown'
  if (likely === null) return null
  const atMs = Date.parse(content.attributes.get('UtcTime') ?? '')
  const tokens = [...source.values(), data.get('ObjectId') ?? ''].map((token) => token.slice(0, 40))
  return {
    kind: known.kind,
    atMs: Number.isFinite(atMs) ? atMs : null,
    isOn,
    isInitial: content.attributes.get('PropertyOperation') === 'Initialized',
    named: shown(source.get('Rule') ?? source.get('InputToken') ?? ''),
    thing: `${known.kind} ${tokens.join(' ')}`.trim().slice(0, 160),
    likely,
  }
}

function items(content: XmlElement, part: 'Source' | 'Data'): Map<string, string> {
  const found = findAll(find(content, part), 'SimpleItem')
  return new Map(found.slice(0, 20).map(({ attributes }) => [attributes.get('Name') ?? '', attributes.get('Value') ?? '']))
}

function truth(text: string | undefined): boolean | null {
  if (text === undefined) return null
  if (/^(true|1)$/i.test(text.trim())) return true
  return /^(false|0)$/i.test(text.trim()) ? false : null
}

/** Null: only parts that are about who somebody is, or nothing that moves. */
function classOf(types: string): DeviceNotice['likely'] | null {
  const words = types.split(/[\s,]+/).filter((word) => word !== '' && !/face|plate|head/i.test(word))
  if (words.length === 0) return null
  if (words.some((word) => /^(human|person|humanbody|pedestrian)$/i.test(word))) return 'person'
  if (words.some((word) => /^(vehicle|vehical|car|truck|bus|bicycle|motorcycle|bike)$/i.test(word))) return 'vehicle'
  return words.some((word) => /^animal$/i.test(word)) ? 'animal' : 'unknown'
}

function shown(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, 40)
}
