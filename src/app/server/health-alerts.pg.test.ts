/** An engineer answers for what a camera tells of itself, and for nothing of who was seen (OPS A2). */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { bootWithPeople, type Caller } from '../../../test/setup/people.ts'
import type { AlertView } from '../../features/alerts/contract.ts'
import { actionOnAlert } from './alert-actions.ts'

let site: Awaited<ReturnType<typeof bootWithPeople>>
let engineer: Caller
let ofCamera: AlertView
let ofMover: AlertView

beforeAll(async () => {
  // Cameras are looked through: one that is not there is down, and says so.
  site = await bootWithPeople('standalone')
  const added = { commandId: randomUUID(), source: '/nowhere/gate.mp4?name=Gate' }
  const answer = await site.call(site.admin, 'POST', '/api/cameras', added)
  expect(answer.status, await answer.clone().text()).toBe(201)
  const camera = (await answer.json()) as { id: string }
  const list = async () =>
    ((await (await site.call(site.admin, 'GET', '/api/alerts?kind=camera')).json()) as { alerts: AlertView[] }).alerts
  ofCamera = await vi.waitFor(async () => (await list())[0] ?? Promise.reject(new Error('the camera says nothing yet')), {
    timeout: 90_000,
    interval: 500,
  })
  const said = { priority: 'P3', heardBy: 'own_eyes', what: 'something seen', position: null, cameraId: camera.id }
  const raised = await site.call(site.admin, 'POST', '/api/alerts', { commandId: randomUUID(), ...said })
  ofMover = ((await raised.json()) as { alert: AlertView }).alert
  engineer = await site.person('engineer', [{ role: 'engineer', area: '' }])
}, 120_000)
afterAll(() => site?.stop())

const act = (id: string, verb: string, more: object = {}) =>
  site.call(engineer, 'POST', `/api/alerts/${id}/${verb}`, { commandId: randomUUID(), basedOn: ofCamera.version, ...more })

describe('an engineer', () => {
  it('takes and notes what a camera tells, takes it back, and ends nothing', async () => {
    const taken = await act(ofCamera.id, 'acknowledge')
    expect(taken.status, await taken.clone().text()).toBe(200)
    const { alert } = (await taken.json()) as { alert: AlertView }
    expect(alert).toMatchObject({ ack: 'acknowledged', owner: { id: engineer.view?.person.id } })
    const noted = await act(ofCamera.id, 'note', { note: 'the cable is cut at the mast' })
    expect(((await noted.json()) as { alert: AlertView }).alert.notes.map(({ text }) => text)).toEqual([
      'the cable is cut at the mast',
    ])
    expect((await act(ofCamera.id, 'withdraw', { basedOn: alert.version })).status).toBe(200)
    for (const [verb, more] of [
      ['close', { reason: 'power' }],
      ['shelve', { until: new Date(Date.now() + 60_000).toISOString(), reason: 'camera' }],
      ['priority', { priority: 'P1' }],
    ] as const)
      expect((await act(ofCamera.id, verb, more)).status, verb).toBe(403)
  })

  it('is told of no mover: neither taking nor noting says that it is there', async () => {
    for (const [verb, more] of [
      ['acknowledge', {}],
      ['withdraw', {}],
      ['note', { note: 'who is it?' }],
    ] as const) {
      const answer = await act(ofMover.id, verb, more)
      const absent = await act(randomUUID(), verb, more)
      expect(answer.status, verb).toBe(404)
      expect(await answer.text(), verb).toBe(await absent.text())
    }
    const still = await site.call(site.admin, 'GET', `/api/alerts/${ofMover.id}`)
    expect((await still.json()) as AlertView).toMatchObject({ ack: 'unacknowledged', version: ofMover.version })
  })

  it('sees the one on the lane and not the other', async () => {
    const lane = await site.listen(engineer)
    const { snapshot } = await lane.snapshot()
    expect(snapshot.alerts.map((alert) => (alert as AlertView).id)).toEqual([ofCamera.id])
    lane.close()
  })
})

describe('what an act on an alert asks for', () => {
  it('is more for a mover, and the route’s own for all else', () => {
    expect(actionOnAlert('alert.acknowledge-health', 'detection')).toBe('alert.acknowledge')
    for (const kind of ['camera', 'system'] as const)
      expect(actionOnAlert('alert.acknowledge-health', kind)).toBe('alert.acknowledge-health')
    expect(actionOnAlert('alert.close', 'detection')).toBe('alert.close')
  })
})
