/** The program in one process, on a real database: its door, its lane, its roles. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminPassword, bootProgram } from '../../../test/setup/program.ts'
import { actions } from '../../features/access/contract.ts'
import { mayDo, openActions, policy } from '../../features/access/policy.ts'
import { aPose } from '../../features/cameras/pose.testing.ts'
import { type MachineRole, roleAbilities } from './roles.ts'

const secret = 'cAnArY-0f-the-camera'
let program: Awaited<ReturnType<typeof bootProgram>>

beforeAll(async () => {
  program = await bootProgram()
})
afterAll(() => program?.stop())

const call = (path: string, init: RequestInit = {}) => fetch(program.running.url + path, init)
const json = (body: object, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

describe('the door', () => {
  it('gives the session in a cookie that scripts cannot read and other sites cannot send', async () => {
    const answer = await call('/api/session', json({ name: 'admin', password: adminPassword }))
    expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly/)
    expect(answer.headers.getSetCookie()[0]).toMatch(/SameSite=Strict/)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(answer.headers.get('content-security-policy')).not.toMatch(/unsafe/)
  })

  it('refuses every route but the public ones without a session, and answers in words of the asked language', async () => {
    const { paths } = (await (await call('/openapi.json')).json()) as { paths: Record<string, Record<string, unknown>> }
    const open = ['/healthz', '/readyz', '/metrics', '/api/site']
    let asked = 0
    for (const [path, methods] of Object.entries(paths)) {
      for (const method of Object.keys(methods)) {
        if (open.includes(path) || path.includes('*') || (path === '/api/session' && method === 'post')) continue
        const answer = await call(path.replace('{id}', randomUUID()), {
          method: method.toUpperCase(),
          headers: { 'accept-language': 'en' },
        })
        expect(answer.status, `${method} ${path}`).toBe(401)
        expect(answer.headers.get('content-type')).toContain('application/problem+json')
        asked++
      }
    }
    expect(asked).toBeGreaterThan(12)
    const titles = await Promise.all(
      ['ar', 'en'].map(
        async (language) =>
          ((await (await call('/api/alerts', { headers: { 'accept-language': language } })).json()) as { title: string }).title,
      ),
    )
    expect(titles[0]).toMatch(/[\u0600-\u06ff]/)
    expect(titles[1]).toMatch(/^[\x20-\x7e]+$/)
  })

  it('no action is without an answer for every role, and what stands nowhere is refused', () => {
    for (const action of actions) {
      const somebody = Object.values(policy).some((list) => list.includes(action))
      expect(openActions.includes(action) || somebody, action).toBe(true)
    }
    expect(mayDo([{ role: 'administrator', area: '' }], 'watch.read')).toBe(false)
    expect(mayDo([{ role: 'engineer', area: '' }], 'alert.close')).toBe(false)
    expect(mayDo([], 'watch.read')).toBe(false)
  })

  it('refuses a change without the token of the session, and from another origin', async () => {
    const { cookie, headers } = await session()
    const body = { commandId: randomUUID(), basedOn: 1 }
    const path = `/api/alerts/${randomUUID()}/acknowledge`
    expect((await call(path, json(body, { cookie }))).status).toBe(403)
    expect((await call(path, json(body, { cookie, 'x-marsad-csrf': 'x'.repeat(32) }))).status).toBe(403)
    expect((await call(path, json(body, { ...headers, origin: 'https://elsewhere.example' }))).status).toBe(403)
    expect((await call(path, json(body, headers))).status).toBe(404)
  })

  it('names the field of a bad request, refuses large bodies, forged and ended sessions', async () => {
    const { headers, cookie } = await session()
    const bad = await call('/api/cameras', json({ commandId: 'no', source: 'x' }, headers))
    expect(bad.status).toBe(400)
    expect(await bad.json()).toMatchObject({ code: 'bad-request', facts: { field: 'commandId' } })
    expect((await call(`/api/alerts/${randomUUID()}/close`, json({ note: 'x'.repeat(100_000) }, headers))).status).toBe(413)
    expect((await call('/api/alerts', { headers: { cookie: `${cookie}x` } })).status).toBe(401)
    expect((await call('/api/session', { method: 'DELETE', headers })).status).toBe(204)
    expect((await call('/api/alerts', { headers })).status).toBe(401)
  })
})

describe('the lane', () => {
  it('resumes after a break without a missing fact, and without one twice', async () => {
    const { cookie, headers } = await session()
    const first = await listen(cookie, null)
    const cursor = first.cursor()
    first.close()
    // While nobody listens, things happen.
    for (let n = 0; n < 3; n++)
      await call('/api/cameras', json({ commandId: randomUUID(), source: `/nowhere/${n}.mp4?name=gap-${n}` }, headers))
    const second = await listen(cookie, cursor)
    await expect.poll(() => second.added()).toEqual(['gap-0', 'gap-1', 'gap-2'])
    await call('/api/cameras', json({ commandId: randomUUID(), source: '/nowhere/3.mp4?name=gap-3' }, headers))
    await expect.poll(() => second.log().filter((type) => type === 'camera.added').length).toBe(4)
    expect(new Set(second.positions()).size).toBe(second.positions().length)
    second.close()
  })

  it('ends when the session ends', async () => {
    const { cookie, headers } = await session()
    const lane = await listen(cookie, null)
    await call('/api/session', { method: 'DELETE', headers })
    await expect.poll(() => lane.goodbye(), { timeout: 5000 }).toBe('signed-out')
  })
})

describe('secrets', () => {
  it('the password of a camera stands in no entry, no answer and no metric', async () => {
    const { headers } = await session()
    const added = await call(
      '/api/cameras',
      json({ commandId: randomUUID(), source: `rtsp://viewer:${secret}@127.0.0.1:9/stream` }, headers),
    )
    expect(added.status).toBe(201)
    const said = [await added.text()]
    for (const path of ['/api/cameras', '/api/journal?limit=1000', '/metrics', '/openapi.json'])
      said.push(await (await call(path, { headers })).text())
    expect(said.join('\n')).not.toContain(secret)
  })
})

describe('setting up a real camera', () => {
  it('gives it a name and a pose, draws a line, redraws it, and takes the camera away; a stale change is refused', async () => {
    const { headers } = await session()
    const send = async (path: string, body: object) => {
      const answer = await call(path, json({ commandId: randomUUID(), ...body }, headers))
      return { status: answer.status, body: (await answer.json()) as Record<string, never> }
    }
    const added = await send('/api/cameras', { source: '/nowhere/posed.mp4?name=Posed' })
    const path = `/api/cameras/${added.body.id}`
    const pose = aPose()
    const current = async () =>
      (await (await call(path, { headers })).json()) as { version: number; coverage: unknown; health: string }
    // Its health is a fact of its own: wait until it is known, so that nothing changes the version meanwhile.
    await expect.poll(async () => (await current()).health, { timeout: 20_000 }).toBe('down')
    const { version } = await current()
    const changed = await send(path, { basedOn: version, pose, name: { ar: 'البوابة', en: 'The gate' } })
    expect(changed).toMatchObject({ status: 200, body: { name: { en: 'The gate' }, pose: { azimuthTrueDeg: 10 } } })
    expect((await current()).coverage).not.toBeNull()
    expect(await send(path, { basedOn: version, pose: null })).toMatchObject({ status: 409, body: { code: 'camera.stale' } })
    expect(await send(path, { basedOn: 1 })).toMatchObject({ status: 400 })
    const coordinates = [
      [50.4, 20.51],
      [50.6, 20.51],
    ]
    const line = { kind: 'line', inside: 'right', coordinates }
    const drawn = await send('/api/places', { name: { ar: 'الخط', en: 'The line' }, geometry: line })
    expect(drawn).toMatchObject({ status: 200, body: { version: 1 } })
    const again = { id: drawn.body.id, basedOn: 1, name: { ar: 'الخط', en: 'The line' }, geometry: { ...line, inside: 'left' } }
    expect(await send('/api/places', again)).toMatchObject({ status: 200, body: { version: 2 } })
    expect(await send('/api/places', again)).toMatchObject({ status: 409 })
    expect(await send(`${path}/remove`, {})).toMatchObject({ status: 200, body: { isRemoved: true } })
    expect((await call(path, { headers })).status).toBe(404)
  })
})

describe('roles of a machine', () => {
  it.each(Object.keys(roleAbilities) as MachineRole[])('%s boots with its own abilities and no others', async (role) => {
    const { running, stop } = await bootProgram(role)
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200)
    expect(running.simulation).toBeNull()
    expect(running.world.state.cameras()).toEqual([])
    await stop()
  })
})

// Last, because afterwards nobody signs in for a minute.
describe('guessing', () => {
  it('lets nobody guess for long', async () => {
    const tries = await Promise.all(
      Array.from({ length: 14 }, () => call('/api/session', json({ name: 'admin', password: 'wrong' }))),
    )
    const statuses = tries.map(({ status }) => status)
    expect(statuses).toContain(401)
    expect(statuses).toContain(429)
  })
})

let kept: { cookie: string; csrf: string; headers: Record<string, string> } | null = null
/** One session for several tests: signing in is rate-limited, as it should be. */
async function session() {
  if (kept && (await call('/api/session', { headers: kept.headers })).status === 200) return kept
  const answer = await call('/api/session', json({ name: 'admin', password: adminPassword }))
  const cookie = (answer.headers.getSetCookie()[0] as string).split(';')[0] as string
  const { csrf } = (await answer.json()) as { csrf: string }
  kept = { cookie, csrf, headers: { cookie, 'x-marsad-csrf': csrf } }
  return kept
}

async function listen(cookie: string, resume: number | null) {
  const socket = new WebSocket(`${program.running.url.replace('http', 'ws')}/api/live`, { headers: { cookie } } as never)
  const log: { pos: number; type: string }[] = []
  const names = new Set<string>()
  let cursor = -1
  let goodbye = ''
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => socket.send(JSON.stringify({ resume }))
    socket.onerror = () => reject(new Error('the lane did not open'))
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(String(data)) as {
        snapshot?: object
        facts?: { cameras: { name: { en: string } }[]; log: { pos: number; type: string }[] }
        cursor?: number
        goodbye?: string
      }
      if (message.facts) {
        log.push(...message.facts.log)
        for (const { name } of message.facts.cameras) if (name.en.startsWith('gap-')) names.add(name.en)
      }
      if (message.cursor !== undefined && !('beat' in message)) cursor = message.cursor
      if (message.goodbye) goodbye = message.goodbye
      resolve()
    }
  })
  return {
    cursor: () => cursor,
    goodbye: () => goodbye,
    log: () => log.map(({ type }) => type),
    positions: () => log.map(({ pos }) => pos),
    added: () => [...names].sort().slice(0, 3),
    close: () => socket.close(),
  }
}
