/**
 * Everything that is there, asked by everybody: every registered route × every role × its own area, another one, none, and roles
 * that are over. What must come is generated from the policy; nothing here is a list of routes that somebody keeps.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootWithPeople, type Caller, nobody } from '../../../test/setup/people.ts'
import { isWithin } from '../../features/access/areas.ts'
import { type Action, type PersonView, type Role, roles, type SessionLine } from '../../features/access/contract.ts'
import { mayDo, openActions, ownActions, type Right } from '../../features/access/policy.ts'
import type { AlertView } from '../../features/alerts/contract.ts'
import type { CameraView } from '../../features/cameras/contract.ts'
import { actionOnAlert } from './alert-actions.ts'

const areaOf = { own: 'demo/own', other: 'demo/other' } as const
let site: Awaited<ReturnType<typeof bootWithPeople>>
/** One object of each kind in the area `demo/own`. */
const objects: Record<string, string> = {}
let otherCamera: string

beforeAll(async () => {
  site = await bootWithPeople()
  const { admin, call, running } = site
  const post = (key: string, area: string, lon: number) => ({
    key,
    area,
    name: { ar: key, en: key },
    geometry: { kind: 'outpost' as const, position: { lat: 20.5, lon } },
  })
  const camera = (key: string, outpostKey: string) => ({
    name: { ar: key, en: key },
    outpostKey,
    pose: null,
    address: `/nowhere/${key}.mp4`,
  })
  await running.world.sector.plan(
    {
      area: 'demo',
      places: [post('own', areaOf.own, 50.5), post('other', areaOf.other, 50.6)],
      cameras: [camera('c-own', 'own'), camera('c-other', 'other')],
      terrain: null,
    },
    { kind: 'machine', id: 'test', session: null },
  )
  const cameras = running.world.state.cameras()
  const mine = cameras.find(({ area }) => area === areaOf.own) as CameraView
  otherCamera = (cameras.find(({ area }) => area === areaOf.other) as CameraView).id
  objects.cameras = mine.id
  objects.places = running.world.state.places().find(({ area }) => area === areaOf.own)?.id ?? ''
  const byHand = { priority: 'P3', heardBy: 'own_eyes', what: 'something seen', position: null }
  for (const cameraId of [mine.id, otherCamera]) {
    const raised = await call(admin, 'POST', '/api/alerts', { commandId: randomUUID(), ...byHand, cameraId })
    expect(raised.status, await raised.clone().text()).toBe(201)
    const { alert } = (await raised.json()) as { alert: AlertView }
    if (cameraId === mine.id) objects.alerts = alert.id
  }
  const hour = { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() }
  const held = await call(admin, 'POST', `/api/cameras/${mine.id}/hold`, { commandId: randomUUID(), ...hour, reason: 'kept' })
  expect(held.status, await held.clone().text()).toBe(200)
  objects.holds = ((await held.json()) as { id: string }).id
  const said = await call(admin, 'POST', '/api/announcements', {
    commandId: randomUUID(),
    what: 'own_patrol',
    name: 'P1',
    cameraIds: [mine.id],
    placeId: null,
    from: new Date().toISOString(),
    until: new Date(Date.now() + 3_600_000).toISOString(),
  })
  expect(said.status, await said.clone().text()).toBe(201)
  objects.announcements = ((await said.json()) as { id: string }).id
})
afterAll(() => site?.stop())

/** Addresses with an id, by the kind of their object. */
const withObject = () =>
  site.running.routes.flatMap((route) => {
    const kind = /^\/api\/([a-z-]+)\/:id(\/|$)/.exec(route.url)?.[1]
    return kind === undefined || objects[kind] === undefined || route.method === 'HEAD' ? [] : [{ ...route, kind }]
  })

/** What an address needs in its query so that it is not refused for that. */
function asked(url: string, id: string): string {
  const path = url.replace(':id', id)
  const now = Date.now()
  if (/timeline|video\.mp4/.test(url))
    return `${path}?from=${new Date(now - 60_000).toISOString()}&to=${new Date(now).toISOString()}`
  return /thumbnail/.test(url) ? `${path}?at=${new Date(now).toISOString()}` : path
}

/** What an action asks for when it is done to the object that stands here: the alert was raised by hand, of a mover. */
const asksFor = (kind: string, action: Action) => (kind === 'alerts' ? actionOnAlert(action, 'detection') : action)

describe('every route', () => {
  it('answers each role by the policy: no session, no role for it, another area, its own', async () => {
    const cases: { who: Caller; label: string; area: string | null }[] = [{ who: nobody, label: 'nobody', area: null }]
    for (const role of roles)
      for (const [place, area] of Object.entries(areaOf))
        cases.push({
          who: await site.person(`${role.replace('_', '-')}-${place}`, [{ role, area }]),
          label: `${role} of ${area}`,
          area,
        })
    const routes = withObject()
    // Every kind of object is asked for, pictures and recordings among them.
    expect(new Set(routes.map(({ kind }) => kind))).toEqual(new Set(Object.keys(objects)))
    expect(routes.filter(({ url }) => /\.(jpg|mp4)$/.test(url)).length).toBeGreaterThan(3)
    const wrong: string[] = []
    let compared = 0
    for (const { method, url, action, kind } of routes) {
      const id = objects[kind] as string
      for (const { who, label } of cases) {
        // Read first and changed never: a body that no schema takes stops whoever gets as far as that.
        const body = method === 'POST' ? { nothing: 'of use' } : undefined
        const answer = await site.call(who, method, asked(url, id), body)
        const expected =
          who === nobody
            ? [401]
            : !mayDo(who.rights, action) && !ownActions.includes(action)
              ? [403]
              : !mayDo(who.rights, asksFor(kind, action), areaOf.own)
                ? [404]
                : null
        const isRight = expected === null ? ![401, 403, 423, 500].includes(answer.status) : expected.includes(answer.status)
        if (!isRight) wrong.push(`${label}: ${method} ${url} (${action}) → ${answer.status}, expected ${expected ?? 'to get in'}`)
        if (expected?.[0] === 404) {
          // Word for word what is answered of something that is not there.
          const absent = await site.call(who, method, asked(url, randomUUID()), body)
          if ((await answer.text()) !== (await absent.text()) || answer.status !== absent.status)
            wrong.push(`${label}: ${method} ${url} tells that it is there`)
          compared++
        }
      }
    }
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(20)
  })

  it('without an id needs its action, and without a session only what is open answers', async () => {
    const bare = site.running.routes.filter(({ url, method }) => !url.includes(':') && !url.includes('*') && method !== 'HEAD')
    expect(bare.length).toBeGreaterThan(20)
    const wrong: string[] = []
    for (const role of roles) {
      const who = await site.person(`bare-${role.replace('_', '-')}`, [{ role, area: '' }])
      for (const { method, url, action } of bare) {
        // What ends the session of the one who asks is asked elsewhere.
        if (/^\/api\/sessions?(\/|$)/.test(url) && method !== 'GET') continue
        if (openActions.includes(action) || mayDo(who.rights, action) || ownActions.includes(action)) continue
        const answer = await site.call(who, method, url, method === 'POST' ? {} : undefined)
        if (answer.status !== 403) wrong.push(`${role}: ${method} ${url} → ${answer.status}`)
      }
    }
    for (const { method, url, action } of bare) {
      if (openActions.includes(action)) continue
      const answer = await site.call(nobody, method, url, method === 'POST' ? {} : undefined)
      if (answer.status !== 401) wrong.push(`nobody: ${method} ${url} → ${answer.status}`)
    }
    expect(wrong).toEqual([])
  })

  it('lists to each what lies in his areas, and nothing else', async () => {
    const officer = await site.person('lists-own', [{ role: 'watch_officer', area: areaOf.own }])
    const read = async <T>(path: string) => (await (await site.call(officer, 'GET', path)).json()) as T
    const { cameras } = await read<{ cameras: CameraView[] }>('/api/cameras')
    expect(cameras.map(({ id }) => id)).toEqual([objects.cameras])
    const { alerts } = await read<{ alerts: AlertView[] }>('/api/alerts?state=all')
    expect(alerts.map(({ id }) => id)).toContain(objects.alerts)
    expect(alerts.every(({ area }) => isWithin(area, areaOf.own))).toBe(true)
    const { entries } = await read<{ entries: { entry: { area: string } }[] }>('/api/journal?limit=1000')
    expect(entries.length).toBeGreaterThan(2)
    expect(entries.every(({ entry }) => isWithin(entry.area, areaOf.own))).toBe(true)
    const from = new Date(Date.now() - 3_600_000).toISOString()
    const exposure = await read<{ cameras: { cameraId: string }[] }>(`/api/exposure?from=${from}&to=${new Date().toISOString()}`)
    expect(exposure.cameras.map(({ cameraId }) => cameraId)).toEqual([objects.cameras])
    const recordings = await read<{ cameras: { cameraId: string }[] }>('/api/recordings')
    expect(recordings.cameras.every(({ cameraId }) => cameraId === objects.cameras)).toBe(true)
    const places = await read<{ features: { id: string; properties: { area: string } }[] }>('/api/places')
    expect(places.features.map(({ properties }) => properties.area)).toEqual([areaOf.own])
    // A camera of another area named beside an alert of one's own.
    const clip = await site.call(officer, 'GET', `/api/alerts/${objects.alerts}/clip.mp4?camera=${otherCamera}`)
    expect(clip.status).toBe(404)
    // What was refused is a fact, with who and what, once.
    await site.call(officer, 'GET', `/api/cameras/${otherCamera}`)
    await site.call(officer, 'GET', `/api/cameras/${otherCamera}`)
    const refusals = async () => {
      const all = (await (await site.call(site.admin, 'GET', '/api/journal?limit=1000')).json()) as {
        entries: { entry: { type: string; subject: string; body: { object?: string } } }[]
      }
      return all.entries
        .filter(({ entry }) => entry.type === 'access.refused' && entry.subject === officer.id)
        .filter(({ entry }) => entry.body.object === `cameras ${otherCamera}`).length
    }
    await expect.poll(refusals).toBe(1)
  })

  it('a role that has ended by the clock opens nothing any more', async () => {
    const until = new Date(Date.now() + 2500).toISOString()
    const guest = await site.person('guest', [{ role: 'watch_officer', area: areaOf.own, until } as Right])
    expect((await site.call(guest, 'GET', `/api/cameras/${objects.cameras}`)).status).toBe(200)
    await expect
      .poll(async () => (await site.call(guest, 'GET', `/api/cameras/${objects.cameras}`)).status, { timeout: 8000 })
      .toBe(403)
    expect((await site.call(guest, 'GET', '/api/session')).status).toBe(200)
  })
})

describe('the live lanes', () => {
  it('carry to each what he may see; an engineer gets health and no mover, an administrator cameras and no alert', async () => {
    const seenBy = async (login: string, role: Role, area: string) => {
      const lane = await site.listen(await site.person(login, [{ role, area }]))
      const { snapshot, signals } = await lane.snapshot()
      lane.close()
      return {
        alerts: snapshot.alerts.map((alert) => (alert as { area: string }).area),
        cameras: snapshot.cameras.length,
        tracks: signals.tracks?.length ?? 0,
        log: snapshot.log.map((line) => (line as { type: string }).type),
      }
    }
    const own = await seenBy('lane-own', 'watch_officer', areaOf.own)
    expect(own.cameras).toBe(1)
    expect(own.alerts.length).toBeGreaterThan(0)
    expect(own.alerts.every((area) => area === areaOf.own)).toBe(true)
    const engineer = await seenBy('lane-engineer', 'engineer', 'demo')
    expect(engineer).toMatchObject({ alerts: [], cameras: 2, tracks: 0 })
    expect(engineer.log.filter((type) => type.startsWith('alert.'))).toEqual([])
    const runner = await seenBy('lane-administrator', 'administrator', '')
    expect(runner).toMatchObject({ alerts: [], cameras: 2, tracks: 0 })
  })

  it('prove that an alarm finds people: who has the watch and a commander answer by lit pages, and nobody else counts', async () => {
    const officer = await site.person('on-watch', [{ role: 'watch_officer', area: '' }])
    const opened = { commandId: randomUUID(), basedOn: 0, sound: 'heard' }
    expect((await site.call(officer, 'POST', '/api/shifts/open', opened)).status).toBe(200)
    const lane = await site.listen(officer)
    const reachable = () =>
      lane.heard.flatMap((message) => {
        const { signals } = message as { signals?: { assurance?: { reachable: { state: string; provedAt: string | null } } } }
        return signals?.assurance ? [signals.assurance.reachable] : []
      })
    const lit = { shown: [], visible: true }
    lane.send(lit)
    const elsewhere = await site.listen(await site.person('other-colonel', [{ role: 'commander', area: areaOf.other }]))
    elsewhere.send(lit)
    await expect.poll(() => reachable().length, { timeout: 5000 }).toBeGreaterThan(8)
    expect(reachable().some(({ state }) => state === 'good')).toBe(false)
    const colonel = await site.listen(await site.person('colonel', [{ role: 'commander', area: '' }]))
    colonel.send({ shown: [], visible: false })
    colonel.send(lit)
    lane.send(lit)
    await expect.poll(() => reachable().at(-1)?.state, { timeout: 5000 }).toBe('good')
    expect(Date.now() - Date.parse(reachable().at(-1)?.provedAt ?? '')).toBeLessThan(10_000)
    for (const each of [lane, elsewhere, colonel]) each.close()
  })

  it('a camera that goes to another outpost goes out of the sight of those who stay', async () => {
    const officer = await site.person('left-behind', [{ role: 'watch_officer', area: areaOf.other }])
    const lane = await site.listen(officer)
    expect((await lane.snapshot()).snapshot.cameras).toHaveLength(1)
    const outpost = (area: string) => site.running.world.state.places().find((place) => place.area === area)?.id ?? null
    const move = async (outpostId: string | null) => {
      const found = await site.call(site.admin, 'GET', `/api/cameras/${otherCamera}`)
      const { version } = (await found.json()) as CameraView
      const body = { commandId: randomUUID(), basedOn: version, outpostId }
      return site.call(site.admin, 'POST', `/api/cameras/${otherCamera}`, body)
    }
    expect((await move(randomUUID())).status).toBe(404)
    // An outpost that was taken off the map has no cameras any more, and gets none.
    const post = { name: { ar: 'gone', en: 'gone' }, geometry: { kind: 'outpost', position: { lat: 20.4, lon: 50.4 } } }
    const drawn = await site.call(site.admin, 'POST', '/api/places', { commandId: randomUUID(), ...post })
    const { id: goneId, version } = (await drawn.json()) as { id: string; version: number }
    const retiring = { commandId: randomUUID(), basedOn: version }
    expect((await site.call(site.admin, 'POST', `/api/places/${goneId}/retire`, retiring)).status).toBe(200)
    expect((await move(goneId)).status).toBe(404)
    expect(await (await move(outpost(areaOf.own))).json()).toMatchObject({ area: areaOf.own })
    const last = () => lane.heard.findLast((message) => 'snapshot' in message) as unknown as { snapshot: { cameras: object[] } }
    await expect.poll(() => last().snapshot.cameras.length, { timeout: 5000 }).toBe(0)
    expect(await (await move(outpost(areaOf.other))).json()).toMatchObject({ area: areaOf.other })
    await expect.poll(() => last().snapshot.cameras.length, { timeout: 5000 }).toBe(1)
    lane.close()
  })

  it('pictures of another area are answered like those of no camera', async () => {
    const officer = await site.person('video-own', [{ role: 'watch_officer', area: areaOf.own }])
    const lane = await site.socket(officer, '/api/video')
    lane.send({ watch: otherCamera, channel: 1 })
    lane.send({ watch: randomUUID(), channel: 2 })
    await expect.poll(() => lane.heard.length).toBe(2)
    expect(lane.heard).toEqual([
      { channel: 1, stopped: 'no-camera' },
      { channel: 2, stopped: 'no-camera' },
    ])
    lane.close()
    await expect(
      site.socket(await site.person('video-engineer', [{ role: 'engineer', area: '' }]), '/api/video'),
    ).rejects.toThrow()
    await expect(site.socket(nobody, '/api/live')).rejects.toThrow()
  })

  it('begin anew with other rights, and end within five seconds of a revoked session and of a stopped account', async () => {
    const officer = await site.person('moved', [{ role: 'watch_officer', area: areaOf.own }])
    const lane = await site.listen(officer)
    const video = await site.socket(officer, '/api/video')
    await lane.snapshot()
    const find = async () =>
      ((await (await site.call(site.admin, 'GET', '/api/people')).json()) as { people: PersonView[] }).people.find(
        ({ id }) => id === officer.id,
      ) as PersonView
    const give = { role: 'watch_officer', area: areaOf.other }
    const given = await site.call(site.admin, 'POST', `/api/people/${officer.id}/grants`, {
      commandId: randomUUID(),
      basedOn: (await find()).version,
      ...give,
    })
    expect(given.status, await given.clone().text()).toBe(200)
    await expect.poll(() => lane.heard.filter((message) => 'snapshot' in message).length).toBe(2)
    const stop = { commandId: randomUUID(), basedOn: (await find()).version }
    const began = performance.now()
    expect((await site.call(site.admin, 'POST', `/api/people/${officer.id}/deactivate`, stop)).status).toBe(200)
    await expect.poll(() => lane.isClosed() && video.isClosed(), { timeout: 5000, interval: 20 }).toBe(true)
    expect(performance.now() - began).toBeLessThan(5000)
    expect(lane.heard.at(-1)).toEqual({ goodbye: 'signed-out' })
    expect((await site.call(officer, 'GET', '/api/session')).status).toBe(401)
    const answer = await fetch(`${site.running.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'moved', password: officer.password }),
    })
    expect(answer.status).toBe(401)
  })
})

describe('sessions', () => {
  it('are listed with where from, revoked one by one, and a forged, ended or replayed one opens nothing', async () => {
    const officer = await site.person('two-screens', [{ role: 'watch_officer', area: areaOf.own }])
    const second = await site.open('two-screens', officer.password)
    const lane = await site.listen(second)
    const listed = ((await (await site.call(officer, 'GET', '/api/sessions')).json()) as { sessions: SessionLine[] }).sessions
    expect(listed).toHaveLength(2)
    expect(listed.filter(({ isThis }) => isThis).map(({ id }) => id)).toEqual([officer.view?.id])
    // Whoever does not manage people sees and ends his own only.
    const all = (await (await site.call(officer, 'GET', '/api/sessions?of=all')).json()) as { sessions: SessionLine[] }
    expect(all.sessions.every(({ person: of }) => of.id === officer.id)).toBe(true)
    expect(
      (await site.call(officer, 'POST', `/api/sessions/${site.admin.view?.id}/end`, { commandId: randomUUID() })).status,
    ).toBe(404)
    const ended = await site.call(officer, 'POST', `/api/sessions/${second.view?.id}/end`, { commandId: randomUUID() })
    expect(ended.status).toBe(204)
    await expect.poll(() => lane.isClosed(), { timeout: 5000, interval: 20 }).toBe(true)
    expect((await site.call(second, 'GET', '/api/cameras')).status).toBe(401)
    const forged = {
      ...officer,
      headers: { ...officer.headers, cookie: 'marsad_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
    }
    expect((await site.call(forged, 'GET', '/api/cameras')).status).toBe(401)
    expect((await site.call(officer, 'DELETE', '/api/session')).status).toBe(204)
    expect((await site.call(officer, 'GET', '/api/cameras')).status).toBe(401)
  })

  it('of other sites, without their token, and with bodies of ten megabytes are refused on every route that changes something', async () => {
    const wrong: string[] = []
    const big = JSON.stringify({ note: 'x'.repeat(10_000_000) })
    for (const { method, url } of site.running.routes.filter((route) => route.method === 'POST')) {
      const path = url.replace(':id', objects[url.split('/')[2] ?? ''] ?? randomUUID())
      const { 'x-marsad-csrf': _token, ...bare } = site.admin.headers
      const crossed = await site.call(
        { ...site.admin, headers: { ...site.admin.headers, origin: 'https://elsewhere.example' } },
        method,
        path,
        {},
      )
      if (crossed.status !== 403) wrong.push(`${url} of another origin → ${crossed.status}`)
      const missing = await site.call({ ...site.admin, headers: bare }, method, path, {})
      if (missing.status !== 403) wrong.push(`${url} without a token → ${missing.status}`)
      const answer = await fetch(site.running.url + path, {
        method,
        headers: { ...site.admin.headers, 'content-type': 'application/json' },
        body: big,
      }).catch(() => null) // The server may hang up before all of it was sent.
      if (answer !== null && answer.status < 400) wrong.push(`${url} takes ten megabytes → ${answer.status}`)
      if (answer !== null && answer.status >= 500) wrong.push(`${url} falls over ten megabytes → ${answer.status}`)
    }
    expect(wrong).toEqual([])
  })

  it('cannot be guessed: an account is slow after five tries, whether it is there or not', async () => {
    const answers = async (name: string) => {
      const statuses: number[] = []
      for (let n = 0; n < 7; n++) {
        const answer = await site.call(nobody, 'POST', '/api/session', { name, password: `wrong ${n}` })
        statuses.push(answer.status)
      }
      return statuses
    }
    await site.person('guessed', [])
    const there = await answers('guessed')
    const absent = await answers('nobody-of-this-name')
    expect(there).toEqual([401, 401, 401, 401, 401, 429, 429])
    expect(absent).toEqual(there)
  })
})
