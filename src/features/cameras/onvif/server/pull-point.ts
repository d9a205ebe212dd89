/** A pull point of a device: subscribed to, asked again and again, kept alive, given back. Cameras allow few of them. */
import { randomUUID } from 'node:crypto'
import { accept, type Outcome } from '../../../../base/outcome.ts'
import { escapeXml, find, textOf, type XmlElement } from '../../../../base/xml.ts'
import { type Notices, readNotices } from '../events.ts'
import type { SoapLimits } from './soap.ts'

const EVENTS = 'http://www.onvif.org/ver10/events/wsdl'
const NOTIFY = 'http://docs.oasis-open.org/wsn/b-2'
const ADDRESSING = 'http://www.w3.org/2005/08/addressing'
const livesS = 120
const messagesMost = 100

export interface PullPoint {
  /** Waits for news as long as this, then answers with none. */
  pull(waitS: number): Promise<Outcome<Notices>>
  /** Makes it live on. Devices that refuse this live on by being asked. */
  renew(): Promise<void>
  /** Gives it back; best effort. */
  close(): Promise<void>
}

/** How a device is spoken to: which service, what, with which header, within which limits. */
export type Say = (
  service: URL,
  inside: string,
  how: { readonly header: string; readonly limits?: Partial<SoapLimits> },
) => Promise<Outcome<XmlElement>>

/** Subscribes at the events service. `deviceNowMs`: UTC milliseconds as the device believes them. */
export async function openPullPoint(events: URL, say: Say, deviceNowMs: () => number): Promise<Outcome<PullPoint>> {
  // Some devices take only an absolute time, some only a length, and some choose their own (partners.md 4.1).
  const absolute = new Date(deviceNowMs() + livesS * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
  let created: Outcome<XmlElement> | null = null
  for (const ends of [absolute, `PT${livesS}S`, null]) {
    const termination = ends === null ? '' : `<InitialTerminationTime>${ends}</InitialTerminationTime>`
    const inside = `<CreatePullPointSubscription xmlns="${EVENTS}">${termination}</CreatePullPointSubscription>`
    created = await say(events, inside, {
      header: header(`${EVENTS}/EventPortType/CreatePullPointSubscriptionRequest`, events, ''),
    })
    if (created.ok || created.refusal.code !== 'onvif.fault') break
  }
  if (created === null || !created.ok) return created as Extract<Outcome<never>, { ok: false }>
  const reference = find(created.value, 'SubscriptionReference')
  const address = addressOn(textOf(reference, 'Address'), events)
  const parameters = parametersOf(reference)

  const ask = (action: string, inside: string, limits: Partial<SoapLimits> = {}) =>
    say(address, inside, { header: header(action, address, parameters), limits })
  // What was so before we came is told anew, marked as such. Devices that cannot do it tell it by themselves or not at all.
  await ask(`${EVENTS}/PullPointSubscription/SetSynchronizationPointRequest`, `<SetSynchronizationPoint xmlns="${EVENTS}"/>`)

  return accept({
    async pull(waitS) {
      const answer = await ask(
        `${EVENTS}/PullPointSubscription/PullMessagesRequest`,
        `<PullMessages xmlns="${EVENTS}"><Timeout>PT${waitS}S</Timeout><MessageLimit>${messagesMost}</MessageLimit></PullMessages>`,
        { withinMs: waitS * 1000 + 8000 },
      )
      return answer.ok ? accept(readNotices(answer.value)) : answer
    },
    async renew() {
      await ask(
        `${NOTIFY}/SubscriptionManager/RenewRequest`,
        `<Renew xmlns="${NOTIFY}"><TerminationTime>PT${livesS}S</TerminationTime></Renew>`,
      )
    },
    async close() {
      await ask(`${NOTIFY}/SubscriptionManager/UnsubscribeRequest`, `<Unsubscribe xmlns="${NOTIFY}"/>`, { withinMs: 2000 })
    },
  })
}

function header(action: string, to: URL, parameters: string): string {
  return (
    `<a:Action xmlns:a="${ADDRESSING}" s:mustUnderstand="1">${action}</a:Action>` +
    `<a:MessageID xmlns:a="${ADDRESSING}">urn:uuid:${randomUUID()}</a:MessageID>` +
    `<a:To xmlns:a="${ADDRESSING}" s:mustUnderstand="1">${escapeXml(to.href)}</a:To>${parameters}`
  )
}

/** The subscription's address on the host that was asked: nobody else is spoken to. */
function addressOn(text: string, events: URL): URL {
  const url = new URL(events)
  if (URL.canParse(text)) {
    const given = new URL(text)
    url.pathname = given.pathname
    url.search = given.search
  }
  return url
}

/** Parameters by which some devices tell subscriptions apart, given back as they came; simple ones only. */
function parametersOf(reference: XmlElement | null): string {
  const given = find(reference, 'ReferenceParameters')?.children ?? []
  return given
    .slice(0, 5)
    .filter(({ children, text }) => children.length === 0 && text.length < 200)
    .map(({ name, text }) => `<${name}>${escapeXml(text)}</${name}>`)
    .join('')
}
