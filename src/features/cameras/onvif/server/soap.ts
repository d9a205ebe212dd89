/**
 * One question to one device: HTTP with an end to time and size, to the host that was asked for and to no other, with the
 * login as a digest only. Redirections are not followed.
 */
import { createHash, randomBytes } from 'node:crypto'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { accept, type Outcome, refuse } from '../../../../base/outcome.ts'
import type { XmlElement } from '../../../../base/xml.ts'
import type { CameraLogin } from '../../settings.ts'
import { envelope, readAnswer, type UsernameToken } from '../messages.ts'

export interface SoapLimits {
  /** For the whole answer, from the first byte of the question to the last of the answer. */
  readonly withinMs: number
  readonly bytesMax: number
}

export const usualLimits: SoapLimits = { withinMs: 6000, bytesMax: 512 * 1024 }

export interface SoapOrder {
  readonly url: URL
  readonly inside: string
  readonly login: CameraLogin | null
  /** UTC milliseconds as the device believes them. */
  readonly deviceNowMs: number
  readonly limits: SoapLimits
  /** What else stands in the header of the message. */
  readonly header?: string
}

/** The body of the answer, or a refusal of `onvifRefusals`. No fact of a refusal holds anything of the login. */
export async function ask(order: SoapOrder): Promise<Outcome<XmlElement>> {
  const text = envelope(order.inside, order.login === null ? null : tokenOf(order.login, order.deviceNowMs), order.header)
  const ends = performance.now() + order.limits.withinMs
  const first = await send(order, text, null, ends)
  if (!first.ok) return first
  let { status, body } = first.value
  const challenge = status === 401 && order.login !== null ? digestChallenge(first.value.challenges) : null
  if (challenge !== null && order.login !== null) {
    // Some devices want the login of HTTP and not that of SOAP; one more question tells.
    const again = await send(order, text, digestAnswer(challenge, order.login, order.url), ends)
    if (!again.ok) return again
    status = again.value.status
    body = again.value.body
  }
  const answer = readAnswer(body)
  if (answer === null) return status === 401 || status === 403 ? refuse('onvif.login') : refuse('onvif.not-onvif', { status })
  if ('body' in answer) return status === 401 ? refuse('onvif.login') : accept(answer.body)
  return answer.isLogin || status === 401 ? refuse('onvif.login') : refuse('onvif.fault', { why: answer.fault })
}

interface Heard {
  readonly status: number
  readonly body: string
  readonly challenges: readonly string[]
}

function send(order: SoapOrder, text: string, authorization: string | null, ends: number): Promise<Outcome<Heard>> {
  const { url, limits } = order
  return new Promise((resolve) => {
    let isOver = false
    const over = (outcome: Outcome<Heard>) => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      resolve(outcome)
      asked.destroy()
    }
    const timer = setTimeout(() => over(refuse('onvif.silent')), Math.max(1, ends - performance.now()))
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const asked = send(
      url,
      {
        method: 'POST',
        agent: false,
        // A camera signs its certificate itself. It proves nothing, and the login is a digest on either way.
        ...(url.protocol === 'https:' ? { rejectUnauthorized: false } : {}),
        headers: {
          'content-type': 'application/soap+xml; charset=utf-8',
          'content-length': Buffer.byteLength(text),
          connection: 'close',
          ...(authorization === null ? {} : { authorization }),
        },
      },
      (answer) => hear(answer, limits.bytesMax, over),
    )
    asked.on('error', () => over(refuse('onvif.not-reached')))
    asked.end(text)
  })
}

function hear(answer: IncomingMessage, bytesMax: number, over: (outcome: Outcome<Heard>) => void): void {
  const pieces: Buffer[] = []
  let length = 0
  answer.on('data', (piece: Buffer) => {
    length += piece.length
    if (length > bytesMax) return over(refuse('onvif.too-large', { bytesMax }))
    pieces.push(piece)
  })
  // An answer that is cut off ends without 'end'.
  answer.on('close', () => over(refuse('onvif.not-reached')))
  answer.on('error', () => over(refuse('onvif.not-reached')))
  answer.on('end', () => {
    const challenges: string[] = []
    answer.rawHeaders.forEach((name, at) => {
      if (at % 2 === 0 && name.toLowerCase() === 'www-authenticate') challenges.push(answer.rawHeaders[at + 1] ?? '')
    })
    over(accept({ status: answer.statusCode ?? 0, body: Buffer.concat(pieces).toString('utf8'), challenges }))
  })
}

function tokenOf({ user, password }: CameraLogin, deviceNowMs: number): UsernameToken {
  return usernameToken(user, password, randomBytes(16), new Date(deviceNowMs).toISOString())
}

/** The token for a nonce and a time; apart, so that it can be held against a known one. */
export function usernameToken(user: string, password: string, nonce: Uint8Array, created: string): UsernameToken {
  const digestBase64 = createHash('sha1').update(nonce).update(created).update(password).digest('base64')
  return { user, nonceBase64: Buffer.from(nonce).toString('base64'), created, digestBase64 }
}

interface Challenge {
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | null
  readonly hasQop: boolean
  readonly algorithm: 'MD5' | 'SHA-256'
}

/** The strongest challenge that is understood. Basic is not: it would send the password. */
function digestChallenge(headers: readonly string[]): Challenge | null {
  const known = headers.flatMap((header): Challenge[] => {
    if (!/^digest\s/i.test(header)) return []
    const field = (name: string) =>
      new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*(?:"([^"]*)"|([^\\s,]+))`, 'i')
        .exec(header)
        ?.slice(1)
        .find((each) => each !== undefined) ?? null
    const algorithm = (field('algorithm') ?? 'MD5').toUpperCase()
    const [realm, nonce] = [field('realm'), field('nonce')]
    if (realm === null || nonce === null || (algorithm !== 'MD5' && algorithm !== 'SHA-256')) return []
    return [{ realm, nonce, opaque: field('opaque'), hasQop: /(^|[\s,"])auth([\s,"]|$)/.test(field('qop') ?? ''), algorithm }]
  })
  return known.find(({ algorithm }) => algorithm === 'SHA-256') ?? known[0] ?? null
}

function digestAnswer(challenge: Challenge, { user, password }: CameraLogin, url: URL): string {
  const hash = (text: string) =>
    createHash(challenge.algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex')
  const uri = `${url.pathname}${url.search}`
  const client = randomBytes(8).toString('hex')
  const secret = hash(`${user}:${challenge.realm}:${password}`)
  const what = hash(`POST:${uri}`)
  const response = challenge.hasQop
    ? hash(`${secret}:${challenge.nonce}:00000001:${client}:auth:${what}`)
    : hash(`${secret}:${challenge.nonce}:${what}`)
  const quoted = (text: string) => `"${text.replaceAll(/["\\\r\n]/g, '')}"`
  return [
    `Digest username=${quoted(user)}`,
    `realm=${quoted(challenge.realm)}`,
    `nonce=${quoted(challenge.nonce)}`,
    `uri=${quoted(uri)}`,
    `algorithm=${challenge.algorithm}`,
    ...(challenge.opaque === null ? [] : [`opaque=${quoted(challenge.opaque)}`]),
    ...(challenge.hasQop ? ['qop=auth', 'nc=00000001', `cnonce="${client}"`] : []),
    `response="${response}"`,
  ].join(', ')
}
