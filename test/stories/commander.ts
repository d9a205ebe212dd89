/** An account of a commander, made as people make it: the administrator adds it, its owner signs in and chooses a password. */
import { randomUUID } from 'node:crypto'

const chosen = 'a-commander-in-the-desert'

export interface SignedIn {
  readonly cookie: string
  readonly csrf: string
  readonly headers: Readonly<Record<string, string>>
}

async function open(url: string, name: string, password: string): Promise<SignedIn> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  })
  if (!answer.ok) throw new Error(`sign-in of ${name}: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const { csrf } = (await answer.json()) as { csrf: string }
  return { cookie, csrf, headers: { cookie, 'x-marsad-csrf': csrf, 'content-type': 'application/json', 'accept-language': 'en' } }
}

async function post(url: string, path: string, who: SignedIn, body: object): Promise<Record<string, never>> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: who.headers,
    body: JSON.stringify({ commandId: randomUUID(), ...body }),
  })
  const said = (await answer.json()) as Record<string, never>
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(said)}`)
  return said
}

/** Signs in as a commander of the whole site who is also watch officer, made by the first account. */
export async function commanderOf(url: string, adminPassword: string): Promise<SignedIn> {
  const admin = await open(url, 'admin', adminPassword)
  const login = `commander-${randomUUID().slice(0, 8)}`
  const grants = (['commander', 'watch_officer'] as const).map((role) => ({ role, area: '' }))
  const { password } = await post(url, '/api/people', admin, { name: 'Commander', login, grants })
  const first = await open(url, login, password ?? '')
  await post(url, '/api/session/password', first, { old: password, next: chosen })
  return open(url, login, chosen)
}
