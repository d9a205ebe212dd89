/** Login as cameras ask for it: Basic, or Digest with MD5 (RFC 2617, without qop, as many cameras still have it). */
import { createHash } from 'node:crypto'

export interface Login {
  readonly user: string
  readonly password: string
  readonly scheme: 'basic' | 'digest'
}

const REALM = 'fake camera'
const NONCE = 'c1b2a3948576'

/** The header that asks for a login. */
export function challenge({ scheme }: Login): string {
  return scheme === 'basic' ? `Basic realm="${REALM}"` : `Digest realm="${REALM}", nonce="${NONCE}"`
}

/** Whether an `Authorization` header is the login. */
export function isLogin(login: Login, method: string, authorization: string | undefined): boolean {
  if (authorization === undefined) return false
  if (login.scheme === 'basic') {
    return authorization === `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`
  }
  const field = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(authorization)?.[1] ?? ''
  const secret = md5(`${login.user}:${REALM}:${login.password}`)
  const wanted = md5(`${secret}:${NONCE}:${md5(`${method}:${field('uri')}`)}`)
  return authorization.startsWith('Digest ') && field('username') === login.user && field('response') === wanted
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
