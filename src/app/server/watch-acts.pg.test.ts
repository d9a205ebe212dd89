/** What officers do with alerts over HTTP, on the real program: by role, with clear refusals, the same command once. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootWithPeople, type Caller } from '../../../test/setup/people.ts'
import type { AlertView, AnnouncementView } from '../../features/alerts/contract.ts'
import type { CameraView } from '../../features/cameras/contract.ts'

type Officer = Caller & { readonly id: string }
let site: Awaited<ReturnType<typeof bootWithPeople>>
let officer: Officer
let second: Officer
let commander: Officer
let engineer: Officer
let camera: CameraView
const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

beforeAll(async () => {
  site = await bootWithPeople()
  const one = (name: string, role: 'watch_officer' | 'commander' | 'engineer') => site.person(name, [{ role, area: '' }])
  officer = await one('mona', 'watch_officer')
  second = await one('zaid', 'watch_officer')
  commander = await one('colonel', 'commander')
  engineer = await one('fitter', 'engineer')
  const added = await site.call(site.admin, 'POST', '/api/cameras', {
    commandId: randomUUID(),
    source: '/nowhere/gate.mp4?name=Gate',
  })
  camera = (await added.json()) as CameraView
})
afterAll(() => site?.stop())

async function ask<T>(who: Caller, path: string, body: object): Promise<T & { code?: string; title?: string; status?: number }> {
  const answer = await site.call(who, 'POST', path, { commandId: randomUUID(), ...body })
  return (await answer.json()) as T & { code?: string; title?: string }
}
const byHand = { priority: 'P2', heardBy: 'patrol', what: 'two lights near the well', cameraId: null, position: null }
const raise = async (more: object = {}) => (await ask<{ alert: AlertView }>(officer, '/api/alerts', { ...byHand, ...more })).alert
const act = (who: Caller, { id, version }: AlertView, verb: string, body: object = {}) =>
  ask<{ alert: AlertView }>(who, `/api/alerts/${id}/${verb}`, { basedOn: version, ...body })

describe('an alert by hand', () => {
  it('says who entered it and how it became known, keeps the words apart, and is one alert however often it is sent', async () => {
    const commandId = randomUUID()
    const send = () => site.call(officer, 'POST', '/api/alerts', { commandId, ...byHand, cameraId: camera.id })
    const [first, again] = [await send(), await send()]
    expect([first.status, again.status]).toEqual([201, 201])
    const { alert } = (await first.json()) as { alert: AlertView }
    expect(((await again.json()) as { alert: AlertView }).alert.id).toBe(alert.id)
    expect(alert).toMatchObject({ ack: 'unacknowledged', mode: 'live', cameraIds: [camera.id], notes: [{ text: byHand.what }] })
    expect(alert.log[0]?.by?.name).toBe('Officer mona')
    const journal = await (await site.call(site.admin, 'GET', '/api/journal?limit=1000')).text()
    expect(journal).not.toContain(byHand.what)
  })

  it('as a test sounds like a real one, is marked a test, and is passed up to nobody', async () => {
    const { alert } = await ask<{ alert: AlertView }>(officer, '/api/alerts/test', {})
    expect(alert).toMatchObject({ mode: 'test', priority: 'P1', soundings: 1, escalation: null })
    expect((await act(officer, alert, 'acknowledge')).alert.owner?.name).toBe('Officer mona')
  })
})

describe('putting off', () => {
  it('is limited by role, and says by how much in the reader’s language', async () => {
    const alert = await raise()
    const wish = (minutes: number, more: object = {}) => ({ until: soon(minutes), reason: 'animal', ...more })
    const long = await act(officer, alert, 'shelve', wish(45))
    expect(long).toMatchObject({ code: 'alert.shelve-too-long' })
    expect(long.title).toContain('30')
    expect(await act(engineer, alert, 'shelve', wish(5))).toMatchObject({ code: 'not-allowed' })
    expect(await act(officer, alert, 'shelve', wish(5, { region: [0.6, 0.2, 0.4, 0.9] }))).toMatchObject({ code: 'bad-request' })
    const off = (await act(officer, alert, 'shelve', wish(20))).alert
    expect(off.suppression).toMatchObject({ kind: 'shelved', by: { name: 'Officer mona' }, renewals: 0 })
    const longer = (await act(commander, off, 'shelve', wish(240))).alert
    expect(longer.suppression).toMatchObject({ kind: 'shelved', by: { name: 'Officer colonel' }, renewals: 1 })
    expect((await act(second, longer, 'unshelve')).alert.suppression).toEqual({ kind: 'none' })
    expect(await act(officer, off, 'unshelve')).toMatchObject({ code: 'alert.stale' })
  })
})

describe('handing on', () => {
  it('offers those who may take it, and goes only to the one who accepts', async () => {
    const taken = (await act(officer, await raise(), 'acknowledge')).alert
    const { people } = (await (await site.call(officer, 'GET', `/api/alerts/${taken.id}/takers`)).json()) as {
      people: { id: string; name: string }[]
    }
    expect(people.map(({ name }) => name)).toEqual(expect.arrayContaining(['Officer zaid', 'Officer colonel']))
    expect(people.map(({ name }) => name)).not.toContain('Officer fitter')
    expect(people.map(({ name }) => name)).not.toContain('Officer mona')
    expect(await act(officer, taken, 'transfer', { to: engineer.id })).toMatchObject({ code: 'alert.transfer-nobody' })
    const asked = (await act(officer, taken, 'transfer', { to: second.id })).alert
    expect(asked).toMatchObject({ owner: { name: 'Officer mona' }, transfer: { to: { name: 'Officer zaid' } } })
    expect(await act(commander, asked, 'transfer/answer', { isAccepted: true })).toMatchObject({
      code: 'alert.transfer-other-person',
    })
    expect((await act(second, asked, 'transfer/answer', { isAccepted: true })).alert).toMatchObject({
      owner: { name: 'Officer zaid' },
      transfer: null,
    })
  })
})

describe('how grave it is', () => {
  it('is raised by the officer, and lowered by the commander with a reason', async () => {
    const alert = await raise()
    const grave = (await act(officer, alert, 'priority', { priority: 'P1' })).alert
    expect(grave).toMatchObject({ priority: 'P1', soundings: 2 })
    expect(await act(officer, grave, 'priority', { priority: 'P3', note: 'x' })).toMatchObject({
      code: 'alert.lower-not-allowed',
    })
    expect(await act(commander, grave, 'priority', { priority: 'P3' })).toMatchObject({ code: 'alert.note-needed' })
    const low = (await act(commander, grave, 'priority', { priority: 'P3', note: 'called the post' })).alert
    expect(low).toMatchObject({
      priority: 'P3',
      notes: [{ text: byHand.what }, { text: 'called the post', by: { name: 'Officer colonel' } }],
    })
    expect((await act(second, low, 'note', { note: 'seen again' })).alert.notes).toHaveLength(3)
  })
})

describe('an announced movement', () => {
  it('has an end, is seen by all, and is ended early once', async () => {
    const said = { what: 'own_patrol', name: 'SAQR-2', cameraIds: [camera.id], placeId: null, from: soon(0), until: soon(20) }
    expect(await ask(officer, '/api/announcements', { ...said, until: soon(-1) })).toMatchObject({ code: 'announcement.past' })
    expect(await ask(officer, '/api/announcements', { ...said, until: soon(60 * 13) })).toMatchObject({
      code: 'announcement.too-long',
    })
    expect(await ask(engineer, '/api/announcements', said)).toMatchObject({ code: 'not-allowed' })
    const told = await ask<AnnouncementView>(officer, '/api/announcements', said)
    const { announcements } = (await (await site.call(second, 'GET', '/api/announcements')).json()) as {
      announcements: AnnouncementView[]
    }
    expect(announcements.find(({ id }) => id === told.id)).toMatchObject({ name: 'SAQR-2', by: { name: 'Officer mona' } })
    const end = () => ask<AnnouncementView>(second, `/api/announcements/${told.id}/end`, { basedOn: told.version })
    expect((await end()).endedAt).not.toBeNull()
    expect(await end()).toMatchObject({ code: 'announcement.ended' })
  })
})

describe('planned work on a camera', () => {
  it('is the word of an engineer or commander, with an order and an end', async () => {
    const path = `/api/cameras/${camera.id}/service`
    const wish = { until: soon(60), cause: 'repair', workOrder: 'W-12/26' }
    expect(await ask(officer, path, wish)).toMatchObject({ code: 'not-allowed' })
    expect(await ask(engineer, path, { ...wish, until: soon(-1) })).toMatchObject({ code: 'camera.service-until' })
    expect(await ask(engineer, path, { ...wish, workOrder: '<b>' })).toMatchObject({ code: 'bad-request' })
    const out = await ask<CameraView>(engineer, path, wish)
    expect(out).toMatchObject({ health: 'out_of_service', service: { workOrder: 'W-12/26', by: { name: 'Officer fitter' } } })
    expect((await ask<CameraView>(commander, `${path}/end`, {})).service).toBeNull()
    expect(await ask(commander, `${path}/end`, {})).toMatchObject({ code: 'camera.not-in-service' })
  })
})
