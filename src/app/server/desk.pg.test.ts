/** The shared desk: PINs, changing the officer in one step, the lock, own secrets, and people as records. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootWithPeople, type Caller } from '../../../test/setup/people.ts'
import type { PersonView, SessionView } from '../../features/access/contract.ts'

let site: Awaited<ReturnType<typeof bootWithPeople>>
const id = () => randomUUID()
const post = (who: Caller, path: string, body: object) => site.call(who, 'POST', path, body)
const codeOf = async (answer: Response) => ((await answer.json()) as { code?: string }).code ?? null
const deskOf = (who: Caller) => /marsad_desk=[^;]+/.exec(who.headers.cookie ?? '')?.[0] ?? ''
const setPin = (who: Caller & { password: string }, pin: string) =>
  post(who, '/api/session/pin', { commandId: id(), password: who.password, pin })
const typesOf = async (accountId: string) => {
  const { entries } = (await (await site.call(site.admin, 'GET', '/api/journal?limit=1000')).json()) as {
    entries: { entry: { type: string; subject: string; body: object } }[]
  }
  return entries.filter(({ entry }) => entry.subject === accountId).map(({ entry }) => entry.type)
}

beforeAll(async () => {
  site = await bootWithPeople()
})
afterAll(() => site?.stop())

describe('a shared desk', () => {
  it('passes from one officer to the next by name and PIN, only where he signed in by password; the old session is over', async () => {
    const hassan = await site.person('hassan', [{ role: 'watch_officer', area: '' }])
    const desk = deskOf(hassan)
    const saad = await site.person('saad', [{ role: 'watch_officer', area: '' }])
    expect((await setPin(saad, '270419')).status).toBe(200)
    // Saad has never signed in at this desk: his PIN is nothing here.
    expect(await codeOf(await post(hassan, '/api/session/change', { name: 'saad', pin: '270419' }))).toBe('pin.password-needed')
    await site.open('saad', saad.password, [], desk)
    expect(await codeOf(await post(hassan, '/api/session/change', { name: 'saad', pin: '270418' }))).toBe('pin.wrong')
    expect(await codeOf(await post(hassan, '/api/session/change', { name: 'not-there', pin: '270419' }))).toBe('pin.wrong')
    const lane = await site.listen(hassan)
    await lane.snapshot()
    const changed = await post(hassan, '/api/session/change', { name: 'SAAD', pin: '٢٧٠٤١٩' })
    expect(changed.status, await changed.clone().text()).toBe(200)
    const now = await site.callerOf(changed, [], desk)
    expect(now.view?.person.name).toBe('Officer saad')
    expect((await site.call(hassan, 'GET', '/api/cameras')).status).toBe(401)
    expect((await site.call(now, 'GET', '/api/cameras')).status).toBe(200)
    await expect.poll(() => lane.isClosed(), { timeout: 5000, interval: 20 }).toBe(true)
    expect(await typesOf(hassan.id)).toContain('session.closed')
    const listed = (await (await site.call(now, 'GET', '/api/sessions')).json()) as { sessions: { openedBy: string }[] }
    expect(listed.sessions.map(({ openedBy }) => openedBy)).toContain('pin')
  })

  it('five wrong PINs close the way by PIN, until the password was right', async () => {
    const officer = await site.person('five-tries', [{ role: 'watch_officer', area: '' }])
    expect((await setPin(officer, '111111')).status).toBe(422)
    expect((await setPin(officer, '604173')).status).toBe(200)
    expect((await post(officer, '/api/session/lock', {})).status).toBe(200)
    for (let n = 0; n < 5; n++)
      expect(await codeOf(await post(officer, '/api/session/unlock', { pin: '604170' }))).toBe('pin.wrong')
    expect(await codeOf(await post(officer, '/api/session/unlock', { pin: '604173' }))).toBe('pin.password-needed')
    expect(await codeOf(await post(officer, '/api/session/unlock', { password: 'not this one' }))).toBe('password.wrong')
    expect((await post(officer, '/api/session/unlock', { password: officer.password })).status).toBe(200)
    await post(officer, '/api/session/lock', {})
    expect((await post(officer, '/api/session/unlock', { pin: '604173' })).status).toBe(200)
  })

  it('a revoked screen is not taken up again by the PIN of the same desk', async () => {
    const officer = await site.person('revoked', [{ role: 'watch_officer', area: '' }])
    await setPin(officer, '604173')
    const other = await site.person('neighbour', [{ role: 'watch_officer', area: '' }])
    const here = await site.open('neighbour', other.password, [], deskOf(officer))
    expect((await post(site.admin, `/api/sessions/${officer.view?.id}/end`, { commandId: id() })).status).toBe(204)
    expect(await codeOf(await post(here, '/api/session/change', { name: 'revoked', pin: '604173' }))).toBe('pin.password-needed')
  })
})

describe('a locked screen', () => {
  it('gives no content on any read, keeps the lane with lamps only, and survives a reload', async () => {
    const officer = await site.person('locked', [{ role: 'watch_officer', area: '' }])
    const camera = await post(site.admin, '/api/cameras', {
      commandId: id(),
      source: '/nowhere/secret-gate.mp4?name=SecretGate',
    })
    expect(camera.status, await camera.clone().text()).toBe(201)
    const { id: cameraId } = (await camera.json()) as { id: string }
    const raised = await post(site.admin, '/api/alerts', {
      commandId: id(),
      priority: 'P1',
      heardBy: 'own_eyes',
      what: 'a private remark',
      cameraId,
      position: null,
    })
    expect(raised.status, await raised.clone().text()).toBe(201)
    const lane = await site.listen(officer)
    const video = await site.socket(officer, '/api/video')
    await lane.snapshot()
    expect(JSON.stringify(lane.heard)).toContain('SecretGate')
    expect((await post(officer, '/api/session/lock', {})).status).toBe(200)
    await expect.poll(() => lane.heard.filter((message) => 'snapshot' in message).length, { timeout: 5000 }).toBe(2)
    const at = lane.heard.findLastIndex((message) => 'snapshot' in message)
    await expect.poll(() => lane.heard.length - at, { timeout: 5000 }).toBeGreaterThan(3)
    const hidden = JSON.stringify(lane.heard.slice(at))
    for (const word of ['Secret', 'secret', 'private', 'nowhere', 'C01', 'A-0']) expect(hidden, word).not.toContain(word)
    const { snapshot } = lane.heard[at] as { snapshot: { alerts: object[]; cameras: object[]; log: object[]; places: object[] } }
    expect(snapshot.alerts).toEqual(expect.arrayContaining([expect.objectContaining({ priority: 'P1', ack: 'unacknowledged' })]))
    expect(snapshot.cameras).toHaveLength(1)
    expect([snapshot.log, snapshot.places]).toEqual([[], []])
    video.send({ watch: cameraId, channel: 1 })
    await expect.poll(() => video.heard.length).toBe(1)
    expect(video.heard).toEqual([{ channel: 1, stopped: 'no-camera' }])
    const wrong: string[] = []
    for (const { method, url, action } of site.running.routes) {
      if (['session.keep', 'session.open', 'public', 'live.read'].includes(action) || method === 'HEAD') continue
      const answer = await site.call(officer, method, url.replace(':id', cameraId), method === 'POST' ? {} : undefined)
      if (![423, 403].includes(answer.status)) wrong.push(`${method} ${url} → ${answer.status}`)
    }
    expect(wrong).toEqual([])
    expect((await (await site.call(officer, 'GET', '/api/session')).json()) as SessionView).toMatchObject({ isLocked: true })
    expect(
      await codeOf(
        await post(officer, '/api/session/password', { commandId: id(), old: officer.password, next: 'another long one' }),
      ),
    ).toBe('session.locked')
    expect((await post(officer, '/api/session/unlock', { password: officer.password })).status).toBe(200)
    await expect.poll(() => lane.heard.filter((message) => 'snapshot' in message).length, { timeout: 5000 }).toBe(3)
    expect(JSON.stringify(lane.heard.at(lane.heard.findLastIndex((message) => 'snapshot' in message)))).toContain('SecretGate')
  })
})

describe('accounts', () => {
  it('begin with a password for one time that opens nothing but its own change', async () => {
    const added = await post(site.admin, '/api/people', {
      commandId: id(),
      name: 'النقيب سعد',
      login: 'captain',
      grants: [{ role: 'watch_officer', area: 'demo' }],
    })
    const { person, password } = (await added.json()) as { person: PersonView; password: string }
    expect(person).toMatchObject({ name: 'النقيب سعد', mustChangePassword: true, isActive: true })
    const first = await site.open('captain', password)
    expect(await codeOf(await site.call(first, 'GET', '/api/cameras'))).toBe('session.must-change-password')
    await expect(site.listen(first)).rejects.toThrow()
    const change = (old: string, next: string) => post(first, '/api/session/password', { commandId: id(), old, next })
    expect(await codeOf(await change('wrong', 'a long enough one'))).toBe('password.wrong')
    expect(await codeOf(await change(password, 'short'))).toBe('password.short')
    expect(await codeOf(await change(password, password))).toBe('password.same')
    expect(await codeOf(await change(password, 'passwordpassword'))).toBe('password.common')
    expect((await change(password, 'a long enough one')).status).toBe(200)
    expect((await site.call(first, 'GET', '/api/cameras')).status).toBe(200)
    // No secret and no name stands in any entry.
    const chain = await (await site.call(site.admin, 'GET', '/api/journal?limit=1000')).text()
    for (const word of ['النقيب', 'captain', password, 'a long enough one', 'argon2']) expect(chain).not.toContain(word)
    expect(chain).toContain('account.password-set')
  })

  it('are asked for twice by the same command and are one; another with a name that looks alike is refused', async () => {
    const body = { commandId: id(), name: 'Ahmad Ali', login: 'ahmad', grants: [] }
    const [one, two] = [await post(site.admin, '/api/people', body), await post(site.admin, '/api/people', body)]
    expect([one.status, two.status]).toEqual([201, 201])
    const [first, second] = (await Promise.all([one.json(), two.json()])) as { person: PersonView; password: string }[]
    expect(first?.person.id).toBe(second?.person.id)
    expect((await site.open('ahmad', second?.password ?? '')).view?.mustChangePassword).toBe(true)
    const refused = async (name: string, login: string) =>
      codeOf(await post(site.admin, '/api/people', { commandId: id(), name, login, grants: [] }))
    expect(await refused('AHMAD ALI', 'other')).toBe('people.name-taken')
    expect(await refused('Other', 'Ahmad')).toBe('people.login-taken')
    expect(await refused('Ahmad\u202eilA', 'other')).toBe('people.name-unseen')
    expect(await refused('Аhmad', 'other')).toBe('people.name-letters')
    expect(await refused('x'.repeat(120), 'other')).toBe('people.name-length')
  })

  it('are changed on the version that was seen, with who was before; two at once leave one administrator', async () => {
    const second = await site.person('second-admin', [{ role: 'administrator', area: '' }])
    const people = async () =>
      ((await (await site.call(site.admin, 'GET', '/api/people')).json()) as { people: PersonView[] }).people
    const find = async (of: string) => (await people()).find((each) => each.id === of) as PersonView
    const subject = await site.person('changed', [])
    const { version } = await find(subject.id)
    const rename = (who: Caller, name: string) =>
      post(who, `/api/people/${subject.id}/rename`, { commandId: id(), basedOn: version, name })
    expect((await rename(second, 'First of two')).status).toBe(200)
    const stale = await rename(site.admin, 'Second of two')
    expect(stale.status).toBe(409)
    expect(await stale.json()).toMatchObject({ code: 'people.stale', facts: { by: 'Officer second-admin' } })
    const mine = await find(site.admin.view?.person.id ?? '')
    const yours = await find(second.id)
    const grantOf = (of: PersonView) => of.grants.find(({ role }) => role === 'administrator')?.id ?? ''
    const ends = await Promise.all([
      post(second, `/api/people/${mine.id}/grants/end`, { commandId: id(), basedOn: mine.version, grantId: grantOf(mine) }),
      post(site.admin, `/api/people/${yours.id}/grants/end`, {
        commandId: id(),
        basedOn: yours.version,
        grantId: grantOf(yours),
      }),
    ])
    expect(ends.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})
