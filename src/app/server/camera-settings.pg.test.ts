/** What a person sets on a camera, over HTTP on the real server: masks, streams, login, presets; and what is refused in words. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startFakeCamera } from '../../../test/fake-camera/camera.ts'
import { startOnvifDouble } from '../../../test/onvif/double.ts'
import { bootWithPeople } from '../../../test/setup/people.ts'
import { aPose } from '../../features/cameras/pose.testing.ts'
import { connect, type Sql } from '../../platform/server/database.ts'

let site: Awaited<ReturnType<typeof bootWithPeople>>
let sql: Sql

beforeAll(async () => {
  site = await bootWithPeople('standalone')
  sql = connect(site.running.database, 1)
})
afterAll(async () => {
  await sql.end()
  await site.stop()
})

type Said = Record<string, never> & { readonly version: number; readonly id: string }
const get = (path: string) => site.get<Said>(path)
const send = (path: string, body: object) => site.send<Said>(path, body)

const houses = {
  id: 'm1',
  name: { ar: 'خيمة', en: 'tent' },
  ring: [
    [0.1, 0.4],
    [0.2, 0.4],
    [0.2, 0.6],
  ],
}
const pose = aPose()
/** A new camera whose first health is known, so that nothing but the test changes it. Port 9 of the loopback refuses at once. */
async function aCamera(source: string, more: object = {}) {
  const added = await send('/api/cameras', { source, ...more })
  expect(added.status, JSON.stringify(added.body)).toBe(201)
  const path = `/api/cameras/${added.body.id}`
  await expect.poll(async () => (await get(path)).health, { timeout: 20_000 }).not.toBe('unknown')
  const version = async () => (await get(path)).version
  return { id: added.body.id, path, version, added: added.body }
}
const everythingSaid = async () => JSON.stringify(await get('/api/journal?limit=1000'))

describe('settings of a camera', () => {
  it('keeps masks and the second stream, and says who changed it when; what is stale is refused with both', async () => {
    const camera = await aCamera('rtsp://127.0.0.1:9/one')
    const basedOn = await camera.version()
    const changed = await send(camera.path, { basedOn, masks: [houses], recordAddress: 'rtsp://127.0.0.1:9/large' })
    expect(changed).toMatchObject({ status: 200, body: { masks: [{ id: 'm1' }], recordAddress: 'rtsp://127.0.0.1:9/large' } })
    expect(await get(`${camera.path}/setup`)).toMatchObject({
      changed: { by: 'admin' },
      hasLogin: false,
      canTurn: false,
      movingTo: null,
    })
    const stale = await send(camera.path, { basedOn, pose })
    expect(stale).toMatchObject({ status: 409, body: { code: 'camera.stale', facts: { by: 'admin', at: expect.any(String) } } })
    const crowded = {
      ...houses,
      ring: [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ],
    }
    for (const [masks, code] of [
      [[crowded], 'camera.mask-covers-all'],
      [
        [
          {
            ...houses,
            ring: [
              [0, 0],
              [1, 1],
              [1, 0],
              [0, 1],
            ],
          },
        ],
        'camera.mask-crosses',
      ],
      [[houses, houses], 'camera.mask-twice'],
    ] as const) {
      const refused = await send(camera.path, { basedOn: await camera.version(), masks })
      expect(refused).toMatchObject({ status: 409, body: { code } })
      expect(refused.body.title).toMatch(/[a-z]/)
    }
    expect(await send(camera.path, { basedOn: await camera.version(), recordAddress: '/a/file.mp4' })).toMatchObject({
      body: { code: 'camera.record-not-stream' },
    })
    expect(await send(camera.path, { basedOn: await camera.version(), recordAddress: null })).toMatchObject({
      body: { recordAddress: null },
    })
  })

  it('a second camera on one stream is refused by the name of the first, and made when it is meant', async () => {
    const first = await aCamera('rtsp://127.0.0.1:9/same')
    const again = await send('/api/cameras', { source: 'rtsp://127.0.0.1:9/same' })
    expect(again).toMatchObject({ status: 409, body: { code: 'camera.address-taken', facts: { code: first.added.code } } })
    expect(await send('/api/cameras', { source: 'rtsp://127.0.0.1:9/same', allowSame: true })).toMatchObject({ status: 201 })
  })

  it('a login goes into the vault and nowhere else; a new one replaces it, and the old one is forgotten', async () => {
    const camera = await aCamera('rtsp://127.0.0.1:9/login', { login: { user: 'watch', password: 'first-secret' } })
    expect(await get(`${camera.path}/setup`)).toMatchObject({ hasLogin: true })
    const keys = async () =>
      Number((await sql`select count(*) as n from vault.key k join vault.item i on i.id = k.item where i.kind = 'secret'`)[0]?.n)
    const before = await keys()
    const changed = await send(camera.path, {
      basedOn: await camera.version(),
      login: { user: 'watch', password: 'second-secret' },
    })
    expect(changed.status).toBe(200)
    expect(await keys()).toBe(before)
    const removed = await send(camera.path, { basedOn: await camera.version(), login: null })
    expect(removed.status).toBe(200)
    expect(await keys()).toBe(before - 1)
    expect(await get(`${camera.path}/setup`)).toMatchObject({ hasLogin: false })
    const split = await send(camera.path, {
      basedOn: await camera.version(),
      recordAddress: 'rtsp://watch:third-secret@127.0.0.1:9/x',
    })
    expect(split.body).toMatchObject({ recordAddress: 'rtsp://127.0.0.1:9/x' })
    expect(await get(`${camera.path}/setup`)).toMatchObject({ hasLogin: true })
    const said = `${await everythingSaid()}${JSON.stringify([camera.added, changed.body, removed.body, split.body, await get('/api/cameras')])}`
    for (const secret of ['first-secret', 'second-secret', 'third-secret']) expect(said).not.toContain(secret)
  })
})

describe('a turning camera', () => {
  it('is sent to a preset by name of the person; until it stands there nothing holds, then its pose and masks do', async () => {
    const login = { user: 'watch', password: 'turn-secret' }
    const head = await startOnvifDouble({
      login,
      minds: true,
      turnsMs: 900,
      presets: [
        { token: '1', name: 'Wadi' },
        { token: '2', name: 'الدرب' },
      ],
    })
    const presets = [
      { token: '1', name: 'Wadi', pose: null, masks: [houses] },
      { token: '2', name: 'الدرب', pose, masks: [] },
    ]
    const camera = await aCamera('rtsp://127.0.0.1:9/turning', { login, control: { address: head.url, profile: '01' }, presets })
    // Where it stands is not known, and one of its presets hides a house: all of the picture is hidden.
    expect(await get(camera.path)).toMatchObject({ pose: null, presetToken: null, masks: [{ id: 'between-presets' }] })
    expect(await send(camera.path, { basedOn: await camera.version(), pose })).toMatchObject({
      body: { code: 'camera.between-presets' },
    })

    const asked = await send(`${camera.path}/preset`, { token: '2' })
    expect(asked).toMatchObject({ status: 200, body: { presetToken: null, pose: null } })
    expect(await send(`${camera.path}/preset`, { token: '1' })).toMatchObject({ status: 409, body: { code: 'camera.moving' } })
    await expect.poll(async () => (await get(camera.path)).healthReason, { timeout: 8000 }).toBe('moving')
    await expect.poll(async () => (await get(camera.path)).presetToken, { timeout: 10_000 }).toBe('2')
    expect(head.sentTo).toEqual(['2'])
    expect(await get(camera.path)).toMatchObject({ pose: { azimuthTrueDeg: 10 }, masks: [] })

    // What was read before it moved is stale: a pose for one preset is not saved on another.
    const early = asked.body.version - 1
    expect(await send(camera.path, { basedOn: early, pose })).toMatchObject({
      body: { code: 'camera.stale', facts: { by: 'admin' } },
    })

    // What is set now is set on the preset in which it stands.
    const set = await send(camera.path, {
      basedOn: await camera.version(),
      pose: { ...pose, azimuthTrueDeg: 77 },
      masks: [houses],
    })
    expect(set.body).toMatchObject({
      pose: { azimuthTrueDeg: 77 },
      presets: [{ pose: null }, { token: '2', pose: { azimuthTrueDeg: 77 }, masks: [{ id: 'm1' }] }],
    })
    expect(await send(`${camera.path}/preset`, { token: '9' })).toMatchObject({ body: { code: 'camera.preset-unknown' } })
    const entries = (
      (await get('/api/journal?limit=1000')) as never as {
        entries: { entry: { type: string; subject: string; actor: { kind: string } } }[]
      }
    ).entries
    const moves = entries
      .filter(({ entry }) => entry.subject === camera.id && entry.type.startsWith('camera.preset'))
      .map(({ entry }) => [entry.type, entry.actor.kind])
    expect(moves).toEqual([
      ['camera.preset-asked', 'person'],
      ['camera.preset-reached', 'machine'],
    ])
    expect(JSON.stringify(entries)).not.toContain('turn-secret')

    await head.close()
    expect(await send(`${camera.path}/preset`, { token: '1' })).toMatchObject({ status: 200 })
    await expect.poll(async () => (await get(`${camera.path}/setup`)).movingTo, { timeout: 10_000 }).toBeNull()
    expect(await get(camera.path)).toMatchObject({ presetToken: null, pose: null })
  })

  it('a fixed camera cannot be sent anywhere', async () => {
    const camera = await aCamera('rtsp://127.0.0.1:9/fixed')
    expect(await send(`${camera.path}/preset`, { token: '1' })).toMatchObject({
      status: 409,
      body: { code: 'camera.cannot-turn' },
    })
  })
})

it('a camera whose own clock is off sees poorly, and says by how much', async () => {
  const head = await startOnvifDouble({ skewMs: 120_000, presets: [] })
  const source = await startFakeCamera({ framesPerSecond: 10 })
  const camera = await aCamera(source.url, { control: { address: head.url, profile: '01' } })
  const seen = async () => {
    const { health, healthReason } = await get(camera.path)
    return `${health} ${healthReason}`
  }
  await expect.poll(seen, { timeout: 40_000 }).toBe('degraded clock-off')
  await send(`${camera.path}/remove`, {})
  await source.close()
  await head.close()
})

describe('finding a camera', () => {
  it('asks a device for its streams; a wrong login and a wrong address are said in words', async () => {
    const login = { user: 'watch', password: 'probe-secret' }
    const head = await startOnvifDouble({ login, skewMs: 120_000, presets: [{ token: '1', name: 'Wadi' }] })
    const host = head.url.replace('http://', '').replace('/onvif/device_service', '')
    expect(await send('/api/cameras/probe', { address: host, login })).toMatchObject({
      status: 200,
      body: {
        model: 'MAST-1',
        profiles: [{ token: '01' }, { token: '1' }],
        presets: [{ name: 'Wadi' }],
        control: { profile: '01' },
      },
    })
    const wrong = await send('/api/cameras/probe', { address: host, login: { user: 'watch', password: 'other-secret' } })
    expect(wrong).toMatchObject({ status: 409, body: { code: 'onvif.login-clock' } })
    expect(wrong.body.title).toMatch(/differs by 1[12]\d seconds/)
    await head.close()
    expect(await send('/api/cameras/probe', { address: host })).toMatchObject({
      status: 409,
      body: { code: 'onvif.not-reached' },
    })
  })

  it('searches the networks of the machine, says how far it is, and is there once however many ask', async () => {
    const begun = await send('/api/cameras/discover', {})
    expect(['searching', 'no-network']).toContain(begun.body.state)
    await send('/api/cameras/discover', {})
    await expect.poll(async () => (await get('/api/cameras/discover')).state, { timeout: 8000 }).not.toBe('searching')
  })

  it('says of an address without a camera why there is no picture', async () => {
    expect(await send('/api/cameras/try', { source: 'rtsp://127.0.0.1:9/none' })).toMatchObject({
      status: 200,
      body: { fault: 'source.refused', picture: null },
    })
    expect(await send('/api/cameras/try', { source: 'http://nowhere/' })).toMatchObject({ body: { code: 'source-spec.scheme' } })
  })
})

describe('planned work', () => {
  it('is judged by no machine while it goes on, ends by its time, and then the camera is judged anew', async () => {
    const added = await send('/api/cameras', { source: '/nowhere/at-all.mp4?name=Lost' })
    const healthOf = async () => (await get(`/api/cameras/${added.body.id}`)).health as unknown as string
    await expect.poll(healthOf).toBe('down')
    const until = new Date(Date.now() + 5000).toISOString()
    const out = await send(`/api/cameras/${added.body.id}/service`, { until, cause: 'repair', workOrder: 'W-1' })
    expect(out).toMatchObject({ status: 200, body: { health: 'out_of_service', service: { workOrder: 'W-1' } } })
    // Its worker starts anew meanwhile and says again that nothing is there.
    await new Promise((resolve) => setTimeout(resolve, 2500))
    expect(await healthOf()).toBe('out_of_service')
    await expect.poll(healthOf).toBe('down')
    const written = () => sql<{ type: string; because: string | null }[]>`
      select type, text::jsonb->'body'->>'because' as because from journal.entry
      where subject = ${added.body.id} and type like 'camera.%' order by seq`
    // What a screen shows at once is on disk a moment later.
    await expect.poll(async () => (await written()).length).toBe(5)
    const facts = await written()
    expect(facts.map(({ type }) => type.slice('camera.'.length))).toEqual([
      'added',
      'health-changed',
      'service-began',
      'service-ended',
      'health-changed',
    ])
    expect(facts[3]?.because).toBe('timer')
  })
})
