/** The program with people at browsers of their own, for tests of who may do what. */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { PersonView, SessionView } from '../../src/features/access/contract.ts'
import type { Right } from '../../src/features/access/policy.ts'
import { adminPassword, bootProgram } from './program.ts'

/** Somebody at a browser of his own. */
export interface Caller {
  readonly rights: readonly Right[]
  readonly view: SessionView | null
  readonly headers: Record<string, string>
}

/** Without a session. */
export const nobody: Caller = { rights: [], view: null, headers: {} }

/** A page's end of a lane. */
export interface Lane {
  readonly heard: Record<string, unknown>[]
  send(message: object): void
  close(): void
  isClosed(): boolean
  snapshot(): Promise<{
    snapshot: { alerts: object[]; cameras: object[]; log: object[] }
    signals: { tracks?: object[] }
  }>
}

/** Starts it on a database of its own; unless told, cameras are asked for and not looked through. The caller stops it. */
export async function bootWithPeople(role: 'hq' | 'standalone' = 'hq', settings: NodeJS.ProcessEnv = {}) {
  const { running, folder, stop } = await bootProgram(role, settings)
  function call(who: Caller, method: string, path: string, body?: object): Promise<Response> {
    return fetch(running.url + path, {
      method,
      redirect: 'manual',
      headers: { ...who.headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  }

  async function open(name: string, password: string, rights: readonly Right[] = [], desk = ''): Promise<Caller> {
    const answer = await fetch(`${running.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: desk },
      body: JSON.stringify({ name, password }),
    })
    expect(answer.status, `${name} signs in`).toBe(200)
    return callerOf(answer, rights, desk)
  }

  async function callerOf(answer: Response, rights: readonly Right[], desk = ''): Promise<Caller> {
    const given = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
    const view = (await answer.json()) as SessionView
    const cookie = [...given, ...(given.some((each) => each.startsWith('marsad_desk')) ? [] : [desk])].filter(Boolean).join('; ')
    return { rights, view, headers: { cookie, 'x-marsad-csrf': view.csrf } }
  }

  /** A person with these roles who has changed the one-time password. */
  async function person(
    login: string,
    rights: readonly (Right & { until?: string })[],
  ): Promise<Caller & { id: string; password: string }> {
    const grants = rights.map(({ role, area, until = null }) => ({ role, area, until }))
    const added = await call(admin, 'POST', '/api/people', { commandId: randomUUID(), name: `Officer ${login}`, login, grants })
    expect(added.status, await added.clone().text()).toBe(201)
    const { person: made, password: once } = (await added.json()) as { person: PersonView; password: string }
    const first = await open(login, once)
    expect(first.view?.mustChangePassword).toBe(true)
    const password = `a password of ${login}`
    const changed = await call(first, 'POST', '/api/session/password', { commandId: randomUUID(), old: once, next: password })
    expect(changed.status, await changed.clone().text()).toBe(200)
    return { ...first, rights, id: made.id, password }
  }

  async function socket(who: Caller, path: string): Promise<Lane> {
    const line = new WebSocket(running.url.replace('http', 'ws') + path, {
      headers: { cookie: who.headers.cookie ?? '' },
    } as never)
    const heard: Record<string, unknown>[] = []
    let isClosed = false
    line.onmessage = ({ data }) => heard.push(JSON.parse(String(data)) as Record<string, unknown>)
    await new Promise<void>((resolve, reject) => {
      line.onopen = () => resolve()
      line.onerror = () => reject(new Error(`${path} did not open`))
      line.onclose = () => {
        isClosed = true
        reject(new Error(`${path} was closed`))
      }
    })
    return {
      heard,
      send: (message) => line.send(JSON.stringify(message)),
      close: () => line.close(),
      isClosed: () => isClosed,
      async snapshot() {
        await expect.poll(() => heard.some((message) => 'snapshot' in message), { timeout: 5000 }).toBe(true)
        return heard.find((message) => 'snapshot' in message) as never
      },
    }
  }

  async function listen(who: Caller): Promise<Lane> {
    const lane = await socket(who, '/api/live')
    lane.send({ resume: null })
    return lane
  }

  const admin = await open('admin', adminPassword, [
    { role: 'administrator', area: '' },
    { role: 'watch_officer', area: '' },
    { role: 'engineer', area: '' },
  ])

  const english = { ...admin, headers: { ...admin.headers, 'accept-language': 'en' } }
  /** What the administrator reads. */
  async function get<T>(path: string): Promise<T> {
    return (await (await call(english, 'GET', path)).json()) as T
  }
  /** What the administrator orders, each time as a command of its own. */
  async function send<T>(path: string, body: object): Promise<{ status: number; body: T }> {
    const answer = await call(english, 'POST', path, { commandId: randomUUID(), ...body })
    return { status: answer.status, body: (await answer.json()) as T }
  }

  return { running, folder, admin, call, get, send, open, callerOf, person, socket, listen, stop }
}
