/** The few SOAP messages that are spoken with a device, and what its answers mean. Pure: nonce, time and digest are handed in. */

import { escapeXml, find, findAll, readXml, textOf, type XmlElement } from '../../../base/xml.ts'
import type { DevicePreset, DeviceProfile } from './contract.ts'

const ENVELOPE = 'http://www.w3.org/2003/05/soap-envelope'
const SECURITY = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'
const UTILITY = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'
const PASSWORD_DIGEST = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest'
const NONCE_BASE64 = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary'

export const services = {
  device: 'http://www.onvif.org/ver10/device/wsdl',
  media: 'http://www.onvif.org/ver10/media/wsdl',
  media2: 'http://www.onvif.org/ver20/media/wsdl',
  ptz: 'http://www.onvif.org/ver20/ptz/wsdl',
  events: 'http://www.onvif.org/ver10/events/wsdl',
} as const

/** A UsernameToken: the password itself is never in it. */
export interface UsernameToken {
  readonly user: string
  readonly nonceBase64: string
  /** By the clock of the device. */
  readonly created: string
  /** base64(SHA-1(nonce + created + password)). */
  readonly digestBase64: string
}

/** A whole request. `more`: what else stands in the header. */
export function envelope(inside: string, token: UsernameToken | null, more = ''): string {
  const security =
    token === null
      ? ''
      : `<Security s:mustUnderstand="1" xmlns="${SECURITY}"><UsernameToken><Username>${escapeXml(token.user)}</Username>` +
        `<Password Type="${PASSWORD_DIGEST}">${token.digestBase64}</Password>` +
        `<Nonce EncodingType="${NONCE_BASE64}">${token.nonceBase64}</Nonce>` +
        `<Created xmlns="${UTILITY}">${token.created}</Created></UsernameToken></Security>`
  const header = security === '' && more === '' ? '' : `<s:Header>${security}${more}</s:Header>`
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${ENVELOPE}">${header}<s:Body>${inside}</s:Body></s:Envelope>`
}

/** The question of a search. `messageId` is a UUID; answers name it. */
export function probeMessage(messageId: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${ENVELOPE}" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" ` +
    'xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl">' +
    `<s:Header><a:MessageID>uuid:${messageId}</a:MessageID><a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>` +
    '<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action></s:Header>' +
    '<s:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></s:Body></s:Envelope>'
  )
}

/** One device of an answer to a search. */
export interface ProbeMatch {
  readonly id: string
  readonly addresses: readonly string[]
  readonly name: string
  readonly hardware: string
}

/** The devices of a datagram; empty for whatever is no answer to one of our questions. */
export function readProbeMatches(text: string, messageIds: readonly string[]): ProbeMatch[] {
  const root = readXml(text, { lengthMax: 65_536, depthMax: 20, elementsMax: 500 })
  const relatesTo = textOf(root, 'RelatesTo')
    .replace(/^(urn:)?(uuid:)?/i, '')
    .toLowerCase()
  if (root === null || !messageIds.includes(relatesTo)) return []
  return findAll(find(root, 'ProbeMatches'), 'ProbeMatch')
    .map((match) => {
      const scopes = textOf(match, 'Scopes').split(/\s+/)
      return {
        id: textOf(find(match, 'EndpointReference'), 'Address').slice(0, 200),
        addresses: textOf(match, 'XAddrs')
          .split(/\s+/)
          .filter((each) => /^https?:\/\/./i.test(each))
          .slice(0, 20),
        name: scopeOf(scopes, 'name'),
        hardware: scopeOf(scopes, 'hardware'),
      }
    })
    .filter((match) => match.id !== '')
}

function scopeOf(scopes: readonly string[], kind: string): string {
  const found = new RegExp(`^onvif://www\\.onvif\\.org/${kind}/(.+)$`, 'i')
  const raw = scopes.map((scope) => found.exec(scope)?.[1]).find((each) => each !== undefined) ?? ''
  try {
    return shown(decodeURIComponent(raw))
  } catch {
    return shown(raw)
  }
}

/** Words of a device are shown to people: no control signs, no endless names. */
function shown(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, 80)
}

/** Body of an answer, or its fault. Null: this is no SOAP. */
export type Answer = { readonly body: XmlElement } | { readonly fault: string; readonly isLogin: boolean }

/** Reads an answer whatever its status: cameras send faults with 200, 400, 401 and 500. */
export function readAnswer(text: string): Answer | null {
  const root = readXml(text)
  if (root === null || root.name !== 'Envelope') return null
  const body = root.children.find(({ name }) => name === 'Body')
  if (body === undefined) return null
  const fault = body.children.find(({ name }) => name === 'Fault')
  if (fault === undefined) return { body }
  const said = [...findAll(fault, 'Value'), ...findAll(fault, 'faultcode')].map((value) => value.text).join(' ')
  const reason = shown(textOf(fault, 'Text') || textOf(fault, 'faultstring'))
  return {
    fault: reason,
    isLogin: /NotAuthorized|FailedAuthentication|InvalidSecurity/i.test(`${said} ${reason}`.replaceAll(' ', '')),
  }
}

/** UTC milliseconds of the device; null where it says none that is a date. */
export function readDeviceTime(body: XmlElement): number | null {
  const utc = find(body, 'UTCDateTime')
  const number = (name: string) => Number(textOf(utc, name) || Number.NaN)
  const ms = Date.UTC(number('Year'), number('Month') - 1, number('Day'), number('Hour'), number('Minute'), number('Second'))
  return Number.isFinite(ms) ? ms : null
}

/** Addresses of services by their namespace, from `GetServices`. */
export function readServices(body: XmlElement): Map<string, string> {
  return new Map(findAll(body, 'Service').map((service) => [textOf(service, 'Namespace'), textOf(service, 'XAddr')]))
}

/** The same from the older `GetCapabilities`. */
export function readCapabilities(body: XmlElement): Map<string, string> {
  const found = new Map<string, string>()
  const media = textOf(find(body, 'Media'), 'XAddr')
  const ptz = textOf(find(body, 'PTZ'), 'XAddr')
  if (media !== '') found.set(services.media, media)
  if (ptz !== '') found.set(services.ptz, ptz)
  const events = textOf(find(body, 'Events'), 'XAddr')
  if (events !== '') found.set(services.events, events)
  return found
}

/** Profiles of either media service, without addresses of streams. */
export function readProfiles(body: XmlElement): DeviceProfile[] {
  return findAll(body, 'Profiles')
    .slice(0, 64)
    .map((profile) => {
      const encoder = find(profile, 'VideoEncoderConfiguration') ?? find(profile, 'VideoEncoder')
      const rate = find(encoder, 'RateControl')
      return {
        token: profile.attributes.get('token') ?? '',
        name: shown(profile.children.find(({ name }) => name === 'Name')?.text ?? ''),
        codec: shown(textOf(encoder, 'Encoding')).toUpperCase(),
        width: positive(textOf(find(encoder, 'Resolution'), 'Width')),
        height: positive(textOf(find(encoder, 'Resolution'), 'Height')),
        framesPerSecond: positive(textOf(rate, 'FrameRateLimit')),
        kilobitsPerSecond: positive(textOf(rate, 'BitrateLimit')),
        stream: null,
        snapshot: null,
        canTurn: find(profile, 'PTZConfiguration') !== null || find(profile, 'PTZ') !== null,
      }
    })
    .filter(({ token }) => token !== '' && token.length <= 64)
}

function positive(text: string): number | null {
  const number = Number(text)
  return text !== '' && Number.isFinite(number) && number > 0 ? number : null
}

/** Presets in the device's order. Tokens are kept letter for letter: `01` is not `1`. */
export function readPresets(body: XmlElement): DevicePreset[] {
  return findAll(body, 'Preset')
    .slice(0, 64)
    .map((preset) => ({ token: preset.attributes.get('token') ?? '', name: shown(textOf(preset, 'Name')) }))
    .filter(({ token }) => token !== '' && token.length <= 64)
}

/** Whether the device says that it moves; null: it does not say. */
export function readIsMoving(body: XmlElement): boolean | null {
  const moves = findAll(find(body, 'MoveStatus'), 'PanTilt')
    .concat(findAll(find(body, 'MoveStatus'), 'Zoom'))
    .map(({ text }) => text.toUpperCase())
  if (moves.length === 0 || moves.every((each) => each === 'UNKNOWN')) return null
  return moves.includes('MOVING')
}
