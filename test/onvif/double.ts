/**
 * A camera that speaks ONVIF, for tests: device, media, media2 and PTZ services over HTTP, WS-Discovery over UDP on the loopback,
 * logins that are really checked, a clock of its own, and ways to misbehave. Written apart from what it tests: it reads
 * requests with patterns and answers with texts, and shares no code with the client.
 */
import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type DoubleMode =
  | 'plays'
  /** Answers with what is no XML. */
  | 'malformed'
  /** Answers with entities that grow without end. */
  | 'entities'
  /** Sends one byte at a time, for ever. */
  | 'drips'
  /** Sends a well-formed answer without end. */
  | 'oversized'
  /** Hangs up in the middle of an answer. */
  | 'cut'
  /** Takes the connection and says nothing. */
  | 'silent'
  /** Sends elsewhere. */
  | 'redirects'

export interface DoubleOptions {
  readonly mode?: DoubleMode
  readonly login?: { readonly user: string; readonly password: string }
  /** Which login it wants: in the message, or of HTTP. */
  readonly scheme?: 'wsse' | 'digest-md5' | 'digest-sha256'
  /** How far its clock is ahead, milliseconds. */
  readonly skewMs?: number
  /** Whether it refuses messages whose time is more than five seconds off its clock. */
  readonly minds?: boolean
  readonly hasMedia2?: boolean
  /** Knows only the older question for its services. */
  readonly isOld?: boolean
  /** Names an address of another host for its services and streams. */
  readonly innerHost?: string
  readonly stream?: string
  readonly presets?: readonly { readonly token: string; readonly name: string }[]
  /** Tells events; `length` and `absolute`: takes only that form of an end of the subscription. */
  readonly events?: 'any' | 'length' | 'absolute'
  /** How long it turns; null: it does not say whether it moves. */
  readonly turnsMs?: number | null
}

export interface Double {
  readonly url: string
  readonly port: number
  /** Names of the questions so far. */
  readonly asked: readonly string[]
  /** Tokens it was sent to. */
  readonly sentTo: readonly string[]
  /** Tells whoever is subscribed: notifications as texts. */
  notify(...notices: readonly string[]): void
  /** Subscriptions that were not given back. */
  readonly subscriptions: ReadonlySet<string>
  /** Forgets all subscriptions, as a camera that starts anew. */
  restart(): void
  /** Everything that was ever sent to it. */
  readonly heard: () => string
  close(): Promise<void>
}

const NONCE = '5f3a9c'
const REALM = 'double'

export async function startOnvifDouble(options: DoubleOptions = {}): Promise<Double> {
  const { mode = 'plays', skewMs = 0, turnsMs = 200 } = options
  const asked: string[] = []
  const sentTo: string[] = []
  let heard = ''
  let movedAtMs = Number.NEGATIVE_INFINITY
  const timers = new Set<NodeJS.Timeout>()
  const subscriptions = new Set<string>()
  let subscribed = 0
  let waiting: string[] = []
  let pulled: (() => void) | null = null

  const server = createServer((request, response) => {
    response.on('error', () => response.destroy())
    void read(request).then((body) => {
      heard += `${JSON.stringify(request.headers)}${body}`
      answer(request, response, body)
    })
  })

  function answer(request: IncomingMessage, response: ServerResponse, body: string): unknown {
    const name = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(body)?.[1] ?? ''
    asked.push(name)
    if (mode === 'silent') return null
    if (mode === 'malformed') return response.end('<html><body>router<br></body>')
    if (mode === 'entities')
      return response.end(
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><s:Envelope xmlns:s="x"><s:Body>&b;</s:Body></s:Envelope>',
      )
    if (mode === 'redirects') return response.writeHead(302, { location: 'http://192.0.2.99/onvif' }).end()
    if (mode === 'cut') {
      response.writeHead(200, { 'content-length': '5000' })
      response.write('<?xml version="1.0"?><s:Env')
      timers.add(setTimeout(() => response.destroy(), 50))
      return null
    }
    if (mode === 'drips') {
      response.writeHead(200)
      timers.add(setInterval(() => response.write(' '), 30))
      return null
    }
    if (mode === 'oversized') {
      response.writeHead(200)
      response.write('<?xml version="1.0"?><s:Envelope xmlns:s="x"><s:Body>')
      const more = () => {
        while (!response.destroyed && response.write(`<a>${'x'.repeat(8000)}</a>`));
        if (!response.destroyed) response.once('drain', more)
      }
      return more()
    }
    if (options.login !== undefined && name !== 'GetSystemDateAndTime' && !isLogin(request, body, options)) {
      if (options.scheme?.startsWith('digest')) {
        const algorithm = options.scheme === 'digest-sha256' ? 'SHA-256' : 'MD5'
        response.writeHead(401, {
          'www-authenticate': [
            'Basic realm="double"',
            `Digest realm="${REALM}", qop="auth,auth-int", nonce="${NONCE}", algorithm=${algorithm}`,
          ],
        })
        return response.end()
      }
      return response
        .writeHead(400, soap)
        .end(
          envelope(
            '<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:ter="http://www.onvif.org/ver10/error">ter:NotAuthorized</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">Sender not authorized</s:Text></s:Reason></s:Fault>',
          ),
        )
    }
    const path = request.url ?? ''
    if (name === 'PullMessages' && subscriptions.has(path)) return pull(response, body)
    const said = path.includes('/subscription/') && !subscriptions.has(path) ? null : say(name, body, path)
    response
      .writeHead(said === null ? 500 : 200, soap)
      .end(
        envelope(
          said ??
            '<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>ter:ActionNotSupported</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">Optional Action Not Implemented</s:Text></s:Reason></s:Fault>',
        ),
      )
  }

  /** Answers when there is news, or after as long as it was asked to wait. */
  function pull(response: ServerResponse, body: string): null {
    const waitMs = Number(/Timeout>PT(\d+)S</.exec(body)?.[1] ?? 1) * 1000
    const tell = () => {
      clearTimeout(timer)
      timers.delete(timer)
      pulled = null
      const now = new Date(Date.now() + skewMs).toISOString()
      const news = waiting.splice(0, 100).join('')
      response
        .writeHead(200, soap)
        .end(
          envelope(
            `<tev:PullMessagesResponse xmlns:tev="e" xmlns:wsnt="n"><tev:CurrentTime>${now}</tev:CurrentTime>${news}</tev:PullMessagesResponse>`,
          ),
        )
    }
    const timer = setTimeout(tell, waitMs)
    timers.add(timer)
    pulled = tell
    if (waiting.length > 0) tell()
    return null
  }

  function say(name: string, body: string, path: string): string | null {
    const here = `http://${options.innerHost ?? '127.0.0.1'}:${port()}`
    const isSecond = body.includes('ver20/media')
    switch (name) {
      case 'GetSystemDateAndTime': {
        const now = new Date(Date.now() + skewMs)
        return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType><tt:UTCDateTime><tt:Time><tt:Hour>${now.getUTCHours()}</tt:Hour><tt:Minute>${now.getUTCMinutes()}</tt:Minute><tt:Second>${now.getUTCSeconds()}</tt:Second></tt:Time><tt:Date><tt:Year>${now.getUTCFullYear()}</tt:Year><tt:Month>${now.getUTCMonth() + 1}</tt:Month><tt:Day>${now.getUTCDate()}</tt:Day></tt:Date></tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`
      }
      case 'GetServices': {
        if (options.isOld) return null
        const services = [
          ['http://www.onvif.org/ver10/device/wsdl', 'device_service'],
          ['http://www.onvif.org/ver10/media/wsdl', 'media'],
          ...(options.hasMedia2 ? [['http://www.onvif.org/ver20/media/wsdl', 'media2']] : []),
          ...(options.events ? [['http://www.onvif.org/ver10/events/wsdl', 'events']] : []),
          ...(options.presets ? [['http://www.onvif.org/ver20/ptz/wsdl', 'ptz']] : []),
        ]
        return `<tds:GetServicesResponse>${services.map(([space, path]) => `<tds:Service><tds:Namespace>${space}</tds:Namespace><tds:XAddr>${here}/onvif/${path}</tds:XAddr></tds:Service>`).join('')}</tds:GetServicesResponse>`
      }
      case 'GetCapabilities':
        return `<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Media><tt:XAddr>${here}/onvif/media</tt:XAddr></tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>`
      case 'GetDeviceInformation':
        return '<tds:GetDeviceInformationResponse><tds:Manufacturer>Example &amp; Sons</tds:Manufacturer><tds:Model>MAST-1</tds:Model></tds:GetDeviceInformationResponse>'
      case 'GetProfiles':
        return isSecond
          ? `<tr2:GetProfilesResponse><tr2:Profiles token="01" fixed="true"><tr2:Name>large</tr2:Name><tr2:Configurations><tr2:VideoEncoder token="e"><tt:Encoding>H265</tt:Encoding><tt:Resolution><tt:Width>1280</tt:Width><tt:Height>1024</tt:Height></tt:Resolution><tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit><tt:BitrateLimit>4000</tt:BitrateLimit></tt:RateControl></tr2:VideoEncoder>${options.presets ? '<tr2:PTZ token="z"/>' : ''}</tr2:Configurations></tr2:Profiles></tr2:GetProfilesResponse>`
          : `<trt:GetProfilesResponse>${[
              ['01', 'large', 1280, 1024, 25, 4000],
              ['1', 'small', 640, 512, 9, 800],
            ]
              .map(
                ([token, title, width, height, rate, bits]) =>
                  `<trt:Profiles token="${token}"><tt:Name>${title}</tt:Name><tt:VideoEncoderConfiguration token="e${token}"><tt:Name>x</tt:Name><tt:Encoding>H264</tt:Encoding><tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution><tt:RateControl><tt:FrameRateLimit>${rate}</tt:FrameRateLimit><tt:BitrateLimit>${bits}</tt:BitrateLimit></tt:RateControl></tt:VideoEncoderConfiguration>${options.presets ? '<tt:PTZConfiguration token="z"/>' : ''}</trt:Profiles>`,
              )
              .join('')}</trt:GetProfilesResponse>`
      case 'GetStreamUri': {
        const token = /ProfileToken>([^<]*)</.exec(body)?.[1] ?? ''
        const uri = options.stream ?? `rtsp://${options.innerHost ?? '127.0.0.1'}:8554/profile-${token}`
        return isSecond
          ? `<tr2:GetStreamUriResponse><tr2:Uri>${uri}</tr2:Uri></tr2:GetStreamUriResponse>`
          : `<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>${uri}</tt:Uri></trt:MediaUri></trt:GetStreamUriResponse>`
      }
      case 'GetSnapshotUri':
        return `<trt:GetSnapshotUriResponse><trt:MediaUri><tt:Uri>${here}/snapshot.jpg</tt:Uri></trt:MediaUri></trt:GetSnapshotUriResponse>`
      case 'GetPresets':
        return `<tptz:GetPresetsResponse>${(options.presets ?? []).map(({ token, name: title }) => `<tptz:Preset token="${token}"><tt:Name>${title}</tt:Name></tptz:Preset>`).join('')}</tptz:GetPresetsResponse>`
      case 'GotoPreset': {
        const token = /PresetToken>([^<]*)</.exec(body)?.[1] ?? ''
        if (!options.presets?.some((preset) => preset.token === token)) return null
        sentTo.push(token)
        movedAtMs = Date.now()
        return '<tptz:GotoPresetResponse/>'
      }
      case 'GetStatus': {
        if (turnsMs === null) return '<tptz:GetStatusResponse><tptz:PTZStatus/></tptz:GetStatusResponse>'
        const state = Date.now() - movedAtMs < turnsMs ? 'MOVING' : 'IDLE'
        return `<tptz:GetStatusResponse><tptz:PTZStatus><tt:MoveStatus><tt:PanTilt>${state}</tt:PanTilt><tt:Zoom>IDLE</tt:Zoom></tt:MoveStatus></tptz:PTZStatus></tptz:GetStatusResponse>`
      }
      case 'CreatePullPointSubscription': {
        const ends = /InitialTerminationTime>([^<]*)</.exec(body)?.[1] ?? ''
        if (options.events === 'length' && !ends.startsWith('PT')) return null
        if (options.events === 'absolute' && !/^\d{4}-/.test(ends)) return null
        const address = `/subscription/${++subscribed}`
        subscriptions.add(address)
        return `<tev:CreatePullPointSubscriptionResponse xmlns:tev="e" xmlns:a="a"><tev:SubscriptionReference><a:Address>${here}${address}</a:Address></tev:SubscriptionReference></tev:CreatePullPointSubscriptionResponse>`
      }
      case 'SetSynchronizationPoint':
        return '<SetSynchronizationPointResponse/>'
      case 'Renew':
        return '<RenewResponse/>'
      case 'Unsubscribe':
        subscriptions.delete(path)
        return '<UnsubscribeResponse/>'
      default:
        return null
    }
  }

  const port = () => (server.address() as AddressInfo).port
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${port()}/onvif/device_service`,
    port: port(),
    asked,
    sentTo,
    subscriptions,
    notify(...notices) {
      waiting.push(...notices)
      pulled?.()
    },
    restart() {
      subscriptions.clear()
      waiting = []
      pulled?.()
    },
    heard: () => heard,
    async close() {
      for (const timer of timers) clearTimeout(timer)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export interface DiscoveryDouble {
  readonly port: number
  readonly questions: readonly string[]
  close(): Promise<void>
}

/** Answers each question with the texts that `answers` gives for its message id, as they are. */
export async function startDiscoveryDouble(answers: (messageId: string) => readonly string[]): Promise<DiscoveryDouble> {
  const questions: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (bytes, sender) => {
    const text = bytes.toString('utf8')
    questions.push(text)
    const id = /MessageID>([^<]+)</.exec(text)?.[1] ?? ''
    for (const answer of answers(id)) socket.send(answer, sender.port, sender.address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return {
    port: socket.address().port,
    questions,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

const soap = { 'content-type': 'application/soap+xml; charset=utf-8' }

export function envelope(inside: string, header = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tr2="http://www.onvif.org/ver20/media/wsdl" xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl">${header}<s:Body>${inside}</s:Body></s:Envelope>`
}

function isLogin(
  request: IncomingMessage,
  body: string,
  { login, scheme = 'wsse', skewMs = 0, minds = false }: DoubleOptions,
): boolean {
  if (login === undefined) return true
  if (scheme === 'wsse') {
    const field = (name: string) => new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(body)?.[1] ?? ''
    const created = field('Created')
    if (minds && Math.abs(Date.parse(created) - Date.now() - skewMs) > 5000) return false
    const wanted = createHash('sha1')
      .update(Buffer.from(field('Nonce'), 'base64'))
      .update(created)
      .update(login.password)
      .digest('base64')
    const user = field('Username').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
    return user === login.user && field('Password') === wanted
  }
  const given = String(request.headers.authorization ?? '')
  const part = (name: string) => new RegExp(`\\b${name}="?([^",]*)"?`).exec(given)?.[1] ?? ''
  const hash = (text: string) =>
    createHash(scheme === 'digest-md5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex')
  const secret = hash(`${login.user}:${REALM}:${login.password}`)
  const wanted = hash(`${secret}:${NONCE}:${part('nc')}:${part('cnonce')}:auth:${hash(`POST:${part('uri')}`)}`)
  return given.startsWith('Digest ') && part('username') === login.user && part('response') === wanted
}

async function read(request: IncomingMessage): Promise<string> {
  let all = ''
  for await (const piece of request) all += String(piece)
  return all
}
