/** A device that is asked: its clock, its streams, its presets. It is turned to presets and to nothing else. */
import { accept, type Outcome, refuse } from '../../../../base/outcome.ts'
import { escapeXml, textOf, type XmlElement } from '../../../../base/xml.ts'
import type { Ports } from '../../../../platform/ports.ts'
import type { CameraLogin } from '../../settings.ts'
import { parseSourceSpec } from '../../sources/spec.ts'
import type { DevicePreset, DeviceProfile, DeviceReport } from '../contract.ts'
import { SKEW_HINT_MS } from '../limits.ts'
import * as messages from '../messages.ts'
import { openPullPoint, type PullPoint } from './pull-point.ts'
import { ask, type SoapLimits, usualLimits } from './soap.ts'

const DEVICE_PATH = '/onvif/device_service'

export interface Device {
  readonly address: string
  /** Its clock minus ours, milliseconds; null: it does not tell the time. */
  readonly skewMs: number | null
  report(): Promise<Outcome<DeviceReport>>
  presets(profile: string): Promise<Outcome<DevicePreset[]>>
  goTo(profile: string, preset: string): Promise<Outcome<null>>
  /** Null: the device does not say. */
  isMoving(profile: string): Promise<Outcome<boolean | null>>
  /** Subscribes to what it says of its own accord. `onvif.no-events`: it says nothing. */
  events(): Promise<Outcome<PullPoint>>
}

export interface DeviceOptions {
  readonly address: string
  readonly login: CameraLogin | null
  readonly clock: Ports['clock']
  readonly limits?: SoapLimits
}

/** The address of a device service as a person writes it: a host, `host:port`, or all of it. Null: that is none. */
export function deviceAddress(text: string): URL | null {
  const trimmed = text.trim()
  const whole = /^https?:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`
  if (!URL.canParse(whole)) return null
  const url = new URL(whole)
  if (url.hostname === '' || url.username !== '' || url.password !== '') return null
  if (url.pathname === '/' || url.pathname === '') url.pathname = DEVICE_PATH
  url.hash = ''
  return url
}

/**
 * Opens a device: asks its time, which needs no login, and where its services are. Refusals: `onvifRefusals`; a refused login
 * with a clock that is far off is `onvif.login-clock`, because a digest holds the time.
 */
export async function openDevice({ address, login, clock, limits = usualLimits }: DeviceOptions): Promise<Outcome<Device>> {
  const url = deviceAddress(address)
  if (url === null) return refuse('onvif.address')
  const plain = await ask({
    url,
    inside: `<GetSystemDateAndTime xmlns="${messages.services.device}"/>`,
    login: null,
    deviceNowMs: 0,
    limits,
  })
  // Some devices want a login even for their time. Then their clock is taken to be ours.
  if (!plain.ok && plain.refusal.code !== 'onvif.login' && plain.refusal.code !== 'onvif.fault') return plain
  const deviceMs = plain.ok ? messages.readDeviceTime(plain.value) : null
  const skewMs = deviceMs === null ? null : deviceMs - clock.nowMs()

  const deviceNowMs = () => clock.nowMs() + (skewMs ?? 0)
  const say = async (
    service: URL,
    inside: string,
    how: { readonly header?: string; readonly limits?: Partial<SoapLimits> } = {},
  ): Promise<Outcome<XmlElement>> => {
    const header = how.header === undefined ? {} : { header: how.header }
    const order = { url: service, inside, login, deviceNowMs: deviceNowMs(), limits: { ...limits, ...how.limits }, ...header }
    const answer = await ask(order)
    if (!answer.ok && answer.refusal.code === 'onvif.login' && skewMs !== null && Math.abs(skewMs) > SKEW_HINT_MS)
      return refuse('onvif.login-clock', { seconds: Math.round(skewMs / 1000) })
    return answer
  }
  const found = await servicesOf(url, say)
  if (!found.ok) return found
  const services = found.value
  const media2 = services.get(messages.services.media2) ?? null
  const media = services.get(messages.services.media) ?? null
  const ptz = services.get(messages.services.ptz) ?? null
  const events = services.get(messages.services.events) ?? null

  async function profiles(): Promise<Outcome<{ list: DeviceProfile[]; isSecond: boolean }>> {
    // The second media service knows H.265; the first is asked where there is no second, or where it does not work.
    if (media2 !== null) {
      const answer = await say(
        media2,
        `<GetProfiles xmlns="${messages.services.media2}"><Type>VideoEncoder</Type><Type>PTZ</Type></GetProfiles>`,
      )
      if (answer.ok) {
        const list = messages.readProfiles(answer.value)
        if (list.length > 0) return accept({ list, isSecond: true })
      } else if (media === null || answer.refusal.code.startsWith('onvif.login')) return answer
    }
    if (media === null) return refuse('onvif.no-streams')
    const answer = await say(media, `<GetProfiles xmlns="${messages.services.media}"/>`)
    return answer.ok ? accept({ list: messages.readProfiles(answer.value), isSecond: false }) : answer
  }

  async function addressOf(inside: string, isSecond: boolean): Promise<string | null> {
    const service = isSecond ? media2 : media
    if (service === null) return null
    const answer = await say(service, inside)
    return answer.ok ? textOf(answer.value, 'Uri') || null : null
  }

  async function withAddresses(profile: DeviceProfile, isSecond: boolean): Promise<DeviceProfile> {
    const token = escapeXml(profile.token)
    const name = isSecond ? messages.services.media2 : messages.services.media
    const stream = await addressOf(
      isSecond
        ? `<GetStreamUri xmlns="${name}"><Protocol>RTSP</Protocol><ProfileToken>${token}</ProfileToken></GetStreamUri>`
        : `<GetStreamUri xmlns="${name}"><StreamSetup><Stream xmlns="http://www.onvif.org/ver10/schema">RTP-Unicast</Stream>` +
            `<Transport xmlns="http://www.onvif.org/ver10/schema"><Protocol>RTSP</Protocol></Transport></StreamSetup><ProfileToken>${token}</ProfileToken></GetStreamUri>`,
      isSecond,
    )
    const snapshot = await addressOf(
      `<GetSnapshotUri xmlns="${name}"><ProfileToken>${token}</ProfileToken></GetSnapshotUri>`,
      isSecond,
    )
    return {
      ...profile,
      stream: stream === null ? null : streamOn(stream, url as URL),
      snapshot: snapshot === null ? null : pictureOn(snapshot, url as URL),
    }
  }

  const device: Device = {
    address: url.href,
    skewMs,
    async report() {
      const told = await say(url, `<GetDeviceInformation xmlns="${messages.services.device}"/>`)
      if (!told.ok && told.refusal.code !== 'onvif.fault') return told
      const known = await profiles()
      if (!known.ok) return known
      const list: DeviceProfile[] = []
      for (const profile of known.value.list.slice(0, 12)) list.push(await withAddresses(profile, known.value.isSecond))
      if (!list.some(({ stream }) => stream !== null)) return refuse('onvif.no-streams')
      const turning = ptz === null ? undefined : list.find(({ canTurn }) => canTurn)
      const taught = turning === undefined ? null : await device.presets(turning.token)
      return accept({
        address: url.href,
        maker: told.ok ? textOf(told.value, 'Manufacturer').slice(0, 80) : '',
        model: told.ok ? textOf(told.value, 'Model').slice(0, 80) : '',
        skewMs,
        profiles: list,
        presets: taught?.ok ? taught.value : [],
        control: turning === undefined ? null : { address: url.href, profile: turning.token },
      })
    },
    async presets(profile) {
      if (ptz === null) return accept([])
      const answer = await say(
        ptz,
        `<GetPresets xmlns="${messages.services.ptz}"><ProfileToken>${escapeXml(profile)}</ProfileToken></GetPresets>`,
      )
      return answer.ok ? accept(messages.readPresets(answer.value)) : answer
    },
    async goTo(profile, preset) {
      if (ptz === null) return refuse('onvif.fault', { why: '' })
      const answer = await say(
        ptz,
        `<GotoPreset xmlns="${messages.services.ptz}"><ProfileToken>${escapeXml(profile)}</ProfileToken><PresetToken>${escapeXml(preset)}</PresetToken></GotoPreset>`,
      )
      return answer.ok ? accept(null) : answer
    },
    async isMoving(profile) {
      if (ptz === null) return accept(null)
      const answer = await say(
        ptz,
        `<GetStatus xmlns="${messages.services.ptz}"><ProfileToken>${escapeXml(profile)}</ProfileToken></GetStatus>`,
      )
      if (answer.ok) return accept(messages.readIsMoving(answer.value))
      return answer.refusal.code === 'onvif.fault' ? accept(null) : answer
    },
    events: async () => (events === null ? refuse('onvif.no-events') : openPullPoint(events, say, deviceNowMs)),
  }
  return accept(device)
}

/** Where the services are, each brought to the host that was asked for: a device behind a router names its own inner address. */
async function servicesOf(
  url: URL,
  say: (service: URL, inside: string) => Promise<Outcome<XmlElement>>,
): Promise<Outcome<Map<string, URL>>> {
  const newer = await say(
    url,
    `<GetServices xmlns="${messages.services.device}"><IncludeCapability>false</IncludeCapability></GetServices>`,
  )
  let found = newer.ok ? messages.readServices(newer.value) : new Map<string, string>()
  if (found.size === 0) {
    if (!newer.ok && newer.refusal.code !== 'onvif.fault') return newer
    const older = await say(
      url,
      `<GetCapabilities xmlns="${messages.services.device}"><Category>All</Category></GetCapabilities>`,
    )
    if (!older.ok) return older
    found = messages.readCapabilities(older.value)
  }
  const here = new Map<string, URL>()
  for (const [name, text] of found) {
    if (!URL.canParse(text)) continue
    const path = new URL(text)
    const service = new URL(url)
    service.pathname = path.pathname
    service.search = path.search
    here.set(name, service)
  }
  return accept(here)
}

/** A stream's address on the host that was asked for, without login. Null where it is no RTSP address. */
function streamOn(text: string, asked: URL): string | null {
  const spec = parseSourceSpec(text)
  if (!spec.ok || !/^rtsps?:/.test(spec.value.address)) return null
  const [, scheme, authority, rest] = /^(rtsps?:\/\/)([^/?]*)(.*)$/s.exec(spec.value.address) ?? []
  const port = /:(\d+)$/.exec(authority ?? '')?.[0] ?? ''
  return scheme === undefined ? null : `${scheme}${asked.hostname}${port}${rest ?? ''}`
}

function pictureOn(text: string, asked: URL): string | null {
  if (!URL.canParse(text) || !/^https?:/.test(text)) return null
  const url = new URL(text)
  url.hostname = asked.hostname
  url.username = ''
  url.password = ''
  return url.href
}
