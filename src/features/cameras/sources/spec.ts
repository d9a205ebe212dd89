/** How a camera is named by a person: `SOURCE?name=…&loop=1&rate=real|max`, read into a `SourceSpec` and written back. */
import { accept, type Outcome, refuse } from '../../../base/outcome.ts'
import type { SourceSpec } from '../contract.ts'

/** Refusals of `parseSourceSpec`. Their facts never hold the text itself: it may carry a password. */
export const sourceSpecRefusals = [
  'source-spec.empty',
  'source-spec.too-long',
  'source-spec.scheme',
  'source-spec.host',
  'source-spec.option',
  'source-spec.value',
] as const

const OPTION_NAMES = ['name', 'loop', 'rate'] as const
const LENGTH_MAX = 4096
const NAME_LENGTH_MAX = 80

interface Options {
  readonly name: string | null
  readonly isLooped: boolean
  readonly rate: 'real' | 'max'
}

/**
 * Reads what a person wrote for a camera. Never throws; what cannot be meant is refused with a code of `sourceSpecRefusals`.
 * `rtsp://user:password@host/…` comes back with the login split off, also when the password holds `@`, `/` or `?` unescaped.
 * Query parts of an rtsp address that are not ours stay in the address: cameras use them.
 */
export function parseSourceSpec(text: string): Outcome<SourceSpec> {
  const trimmed = text.trim()
  if (trimmed === '' || hasControlCharacter(trimmed)) return refuse('source-spec.empty')
  if (trimmed.length > LENGTH_MAX) return refuse('source-spec.too-long', { lengthMax: LENGTH_MAX })
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase()
  if (scheme === 'rtsp' || scheme === 'rtsps') return parseRtsp(scheme, trimmed.slice(scheme.length + 3))
  if (scheme === 'udp') return parseUdp(trimmed.slice(scheme.length + 3))
  if (scheme !== undefined) return refuse('source-spec.scheme', { scheme })
  return parsePlain(trimmed)
}

/** The text that `parseSourceSpec` reads back into the same spec, without its login: logins travel apart. */
export function formatSourceSpec(spec: SourceSpec): string {
  const options: string[] = []
  if (spec.name !== null) options.push(`name=${encodeURIComponent(spec.name)}`)
  if (spec.isLooped) options.push('loop=1')
  // Always written, so that a "?" of the address itself is never the last one.
  options.push(`rate=${spec.rate}`)
  return `${spec.address}${/^rtsps?:/.test(spec.address) && spec.address.includes('?') ? '&' : '?'}${options.join('&')}`
}

function parseRtsp(scheme: string, rest: string): Outcome<SourceSpec> {
  const { userInfo, hostAndPath } = splitLogin(rest)
  const [, host, path, query] = /^([^/?]*)([^?]*)(?:\?(.*))?$/s.exec(hostAndPath) ?? []
  if (host === undefined || !isHostAndPort(host)) return refuse('source-spec.host')
  const own: string[] = []
  const foreign: string[] = []
  for (const part of (query ?? '').split('&').filter((each) => each !== '')) {
    if (isOwnOption(part)) own.push(part)
    else foreign.push(part)
  }
  const options = parseOptions(own)
  if (!options.ok) return options
  const address = `${scheme}://${host.toLowerCase()}${path === '' ? '/' : path}${foreign.length > 0 ? `?${foreign.join('&')}` : ''}`
  const [user = '', ...passwordParts] = (userInfo ?? '').split(':')
  const login = userInfo === null ? null : { user: decode(user), password: decode(passwordParts.join(':')) }
  return accept({ address, login, ...options.value })
}

/** `udp://HOST:PORT`: MPEG-TS that is sent here, to one of our addresses or to a group; an `@` before the host, as players write it, is dropped. */
function parseUdp(rest: string): Outcome<SourceSpec> {
  const [, host, query] = /^@?([^/?@]+)\/?(?:\?(.*))?$/s.exec(rest) ?? []
  if (host === undefined || !isHostAndPort(host) || !/:\d+$/.test(host)) return refuse('source-spec.host')
  // libav has options of its own in such addresses: none of them is taken from a person.
  const options = parseOptions((query ?? '').split('&').filter((part) => part !== ''))
  return options.ok ? accept({ address: `udp://${host.toLowerCase()}`, login: null, ...options.value }) : options
}

/** Host and port end at the first "/" or "?", unless that leaves something that is no host: then the password holds one. */
function splitLogin(rest: string): { userInfo: string | null; hostAndPath: string } {
  const authorityEnd = rest.search(/[/?]/)
  const authority = authorityEnd < 0 ? rest : rest.slice(0, authorityEnd)
  let at = authority.lastIndexOf('@')
  if (at < 0 && !isHostAndPort(authority)) at = rest.lastIndexOf('@')
  return at < 0 ? { userInfo: null, hostAndPath: rest } : { userInfo: rest.slice(0, at), hostAndPath: rest.slice(at + 1) }
}

function isHostAndPort(text: string): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+)(?::(\d{1,5}))?$/iu.exec(text)
  return match !== null && (match[2] === undefined || (Number(match[2]) > 0 && Number(match[2]) < 65_536))
}

/** A path or `simulated:SCENE`. Only a tail that looks like options is read as options: "what?.mp4" is a file. */
function parsePlain(text: string): Outcome<SourceSpec> {
  const questionMark = text.lastIndexOf('?')
  const tail = questionMark < 0 ? '' : text.slice(questionMark + 1)
  const parts = tail.split('&').filter((part) => part !== '')
  const hasOptions = parts.length > 0 && parts.every((part) => /^[a-z]+=/i.test(part))
  const options = parseOptions(hasOptions ? parts : [])
  if (!options.ok) return options
  const address = (hasOptions ? text.slice(0, questionMark) : text).trim()
  if (address === '') return refuse('source-spec.empty')
  return accept({ address, login: null, ...options.value })
}

function isOwnOption(part: string): boolean {
  return OPTION_NAMES.some((name) => part.startsWith(`${name}=`))
}

function parseOptions(parts: readonly string[]): Outcome<Options> {
  const given = new Map<string, string>()
  for (const part of parts) {
    const equals = part.indexOf('=')
    const option = part.slice(0, equals)
    if (!isOwnOption(part)) return refuse('source-spec.option', { option, known: OPTION_NAMES.join(', ') })
    if (given.has(option)) return refuse('source-spec.value', { option })
    given.set(option, decode(part.slice(equals + 1)))
  }
  const name = given.get('name')?.trim() ?? null
  const loop = given.get('loop') ?? '0'
  const rate = given.get('rate') ?? 'real'
  if (name !== null && (name === '' || name.length > NAME_LENGTH_MAX || hasControlCharacter(name))) {
    return refuse('source-spec.value', { option: 'name' })
  }
  if (loop !== '0' && loop !== '1') return refuse('source-spec.value', { option: 'loop' })
  if (rate !== 'real' && rate !== 'max') return refuse('source-spec.value', { option: 'rate' })
  return accept({ name, isLooped: loop === '1', rate })
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code < 32 || code === 127) return true
  }
  return false
}

/** Percent decoding that leaves malformed escapes as they stand: people type passwords with a bare "%". */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
