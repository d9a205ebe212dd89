/** What may go wrong at an outpost, done to the real program: one clear message, the rest goes on, nothing acknowledged is lost. */
import { spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import postgres from 'postgres'
import { describe, expect, it } from 'vitest'
import type { AlertView } from '../../src/features/alerts/contract.ts'
import type { CameraView } from '../../src/features/cameras/contract.ts'
import { cameras as camerasView } from '../../src/features/cameras/fold.ts'
import { viewTable } from '../../src/journal/server/views.ts'
import { walkerClip } from './clips.ts'
import { folderOfTest, programOfTest } from './of-test.ts'
import { type Api, childrenOf, onOwnDisk, refusedStart, signIn, until } from './program.ts'

const openAlerts = async (api: Api) => (await api.json<{ alerts: AlertView[] }>('/api/alerts')).alerts
const cameras = async (api: Api) => (await api.json<{ cameras: CameraView[] }>('/api/cameras')).cameras
const command = (alert: AlertView) => ({ commandId: randomUUID(), basedOn: alert.version })

describe('a killed program', () => {
  it('keeps what was acknowledged, recovers by itself within 15 s, and its chain and views hold', async () => {
    const path = folderOfTest()
    const clip = await walkerClip(path)
    const first = await programOfTest(path, ['--camera', `${clip}?loop=1`])
    const api = await signIn(first.url)
    const alert = await until(async () => (await openAlerts(api))[0])
    const acknowledged = (await (await api.post(`/api/alerts/${alert.id}/acknowledge`, command(alert))).json()) as {
      alert: AlertView
    }
    expect(acknowledged.alert).toMatchObject({ ack: 'acknowledged', owner: { name: 'admin' } })
    await first.kill()

    const second = await programOfTest(path)
    expect(second.startedInMs).toBeLessThan(15_000)
    const after = await signIn(second.url)
    expect((await openAlerts(after)).find(({ id }) => id === alert.id)).toMatchObject({
      ack: 'acknowledged',
      owner: { name: 'admin' },
    })
    const closed = await after.post(`/api/alerts/${alert.id}/close`, {
      ...command((await openAlerts(after)).find(({ id }) => id === alert.id) as AlertView),
      reason: 'real.lawful_presence',
    })
    expect(closed.status).toBe(200)
    const { code, ms } = await second.stop()
    expect(code).toBe(0)
    expect(ms).toBeLessThan(5000)
  })

  it('shows an alert at once while the database stands still, as not saved, and enters it later with both times', async () => {
    const path = folderOfTest()
    const program = await programOfTest(path, ['--camera', await walkerClip(path, 9)])
    const api = await signIn(program.url)
    const live = await listen(program.url, api)
    await until(async () => (await cameras(api)).every(({ health }) => health === 'working'))
    const [server] = childrenOf(program.child.pid as number, 'postgres')
    const database = [server as number, ...childrenOf(server as number, 'postgres')]
    for (const pid of database) process.kill(pid, 'SIGSTOP')
    const shown = await until(async () => live.unsaved()[0], 20_000, 20)
    // The database stands still all the while: how fast it was shown is the bench's figure, not a test's.
    expect(live.unsavedAtMs()).toBeGreaterThanOrEqual(Date.parse(shown.hops.h2ConfirmedAt as string))
    expect(shown).toMatchObject({ number: 'A-0001', kind: 'detection', ack: 'unacknowledged' })
    expect(shown.notSavedSince).not.toBeNull()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    for (const pid of database) process.kill(pid, 'SIGCONT')
    const saved = await until(async () => {
      const alert = await api.json<AlertView>(`/api/alerts/${shown.id}`)
      return alert.notSavedSince === null ? alert : null
    })
    expect(saved.firstAt).toBe(shown.firstAt)
    const recordedAt = saved.log[0]?.at as string
    expect(Date.parse(recordedAt) - Date.parse(saved.firstAt)).toBeGreaterThan(1000)
    expect((await api.get(`/api/alerts/${shown.id}/still.jpg`)).status).toBe(200)
    live.close()
  })

  it('goes on when its database is killed again and again: nothing acknowledged is lost, and everything enters', async () => {
    const path = folderOfTest()
    const program = await programOfTest(path, ['--camera', `${await walkerClip(path)}?loop=1`])
    const api = await signIn(program.url)
    const alert = await until(async () => (await openAlerts(api))[0])
    const acknowledged = await api.post(`/api/alerts/${alert.id}/acknowledge`, command(alert))
    expect(acknowledged.status).toBe(200)
    for (let round = 0; round < 2; round++) {
      for (const pid of childrenOf(program.child.pid as number, 'postgres')) process.kill(pid, 'SIGKILL')
      await until(async () => (await api.get('/readyz')).status === 200)
    }
    const after = await until(async () => (await openAlerts(api)).find(({ id }) => id === alert.id))
    expect(after).toMatchObject({ ack: 'acknowledged' })
    await until(async () =>
      (await openAlerts(api)).find(({ id, occurrences }) => id === alert.id && occurrences > after.occurrences),
    )
  })

  it('starts the cameras of a killed worker again, each in a worker of its own, since nobody knows whose fault it was', async () => {
    const path = folderOfTest()
    const clip = await walkerClip(path)
    const program = await programOfTest(path, ['--camera', `${clip}?loop=1&name=one`, '--camera', `${clip}?loop=1&name=two`])
    const api = await signIn(program.url)
    await until(async () => (await cameras(api)).every(({ health }) => health === 'working'))
    const workers = () => childrenOf(program.child.pid as number, 'worker/main.ts')
    const [victim] = workers()
    expect(workers()).toHaveLength(1)
    process.kill(victim as number, 'SIGKILL')
    await until(async () => workers().length === 2 && !workers().includes(victim as number))
    await until(async () => (await cameras(api)).every(({ health }) => health === 'working'))
  })
})

describe('a killed simulation', () => {
  it('comes back by itself, and its cameras with it, in a deep folder too; what it gives is an exercise', async () => {
    // In a folder so deep that a socket in it would have too long a path.
    const program = await programOfTest(join(folderOfTest(), 'deep-'.repeat(12), 'data-'.repeat(12)), ['--demo'])
    const api = await signIn(program.url)
    const pid = program.child.pid as number
    await until(async () => (await cameras(api)).length === 6 && (await cameras(api)).every(({ health }) => health === 'working'))
    const [before] = childrenOf(pid, 'sim/server.ts')
    process.kill(before as number, 'SIGKILL')
    await until(async () => childrenOf(pid, 'sim/server.ts').some((each) => each !== before))
    // Longer than a camera may be silent without being called down.
    await new Promise((resolve) => setTimeout(resolve, 11_000))
    await until(async () => (await cameras(api)).every(({ health }) => health === 'working'))
    const { entries } = await api.json<{ entries: { entry: { type: string; mode: string } }[] }>('/api/journal?limit=1000')
    expect(entries.filter(({ entry }) => entry.type.startsWith('camera.') && entry.mode !== 'exercise')).toEqual([])
  })
})

describe('a row changed by hand', () => {
  it('is named by verify, a view that lies by rebuild, and both say so with their exit code', async () => {
    const path = folderOfTest()
    const program = await programOfTest(path, ['--no-demo'])
    const api = await signIn(program.url)
    await api.post('/api/cameras', { commandId: randomUUID(), source: '/nowhere.mp4' })
    const prove = (command: string) =>
      spawnSync(process.execPath, ['src/app/cli.ts', command, '--data', path], {
        encoding: 'utf8',
        cwd: join(import.meta.dirname, '../..'),
        env: { ...process.env, DATABASE_URL: '' },
      })
    expect(prove('verify')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+ entries, the chain holds\./) })
    expect(prove('rebuild')).toMatchObject({ status: 0, stdout: expect.stringContaining('0 differ') })
    const sql = postgres({ host: join(path, 'run'), database: 'postgres', username: 'marsad', max: 1 })
    await sql`update ${sql(viewTable(camerasView))} set data = jsonb_set(data, '{code}', '"C99"')`
    expect(prove('rebuild')).toMatchObject({ status: 1, stdout: expect.stringMatching(/cameras .*: differs/) })
    const [row] = await sql<
      { seq: string }[]
    >`update journal.entry set text = replace(text, '"C01"', '"C02"') where type = 'camera.added' returning seq`
    expect(prove('verify')).toMatchObject({ status: 1, stdout: expect.stringContaining(`Entry ${row?.seq} is broken (altered)`) })
    await sql.end()
    await program.stop()
    // And on a folder at rest.
    expect(prove('verify').status).toBe(1)
  })
})

describe('a full disk', () => {
  it('refuses what it cannot keep, shows new alerts as not saved, and enters them when there is room again', async () => {
    const path = folderOfTest()
    const within = onOwnDisk(path, 220)
    if (within === null) {
      console.log('no file system of its own can be made here: the full disk is not tried')
      return
    }
    // The first camera gives an alert to write about; the second sees somebody when the disk has long been full.
    const clips = folderOfTest()
    const sources = [`${await walkerClip(clips, 2)}?loop=1`, await walkerClip(clips, 32)]
    const program = await programOfTest(
      path,
      sources.flatMap((source) => ['--camera', source]),
      {},
      within,
    )
    const api = await signIn(program.url)
    const live = await listen(program.url, api)
    let alert = await until(async () => (await openAlerts(api))[0])
    const disk = join(`/proc/${program.child.pid}/root`, path)
    const filler = openSync(join(disk, 'filler'), 'w')
    try {
      for (const block = Buffer.alloc(1 << 20); ; ) writeSync(filler, block)
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC')
    }
    // The database has some room set aside: write until it is used up.
    let last: { status: number; code?: string } = { status: 200 }
    for (let n = 0; n < 20_000 && last.status !== 503; n++) {
      const isOpen = alert.disposition === 'open'
      const what = isOpen ? { reason: 'real.lawful_presence' } : { note: randomBytes(1400).toString('base64') }
      const answer = await api.post(`/api/alerts/${alert.id}/${isOpen ? 'close' : 'reopen'}`, { ...command(alert), ...what })
      const said = (await answer.json()) as { alert?: AlertView; code?: string }
      last = { status: answer.status, ...(said.code ? { code: said.code } : {}) }
      if (said.alert) alert = said.alert
      else if (answer.status !== 503) alert = await api.json<AlertView>(`/api/alerts/${alert.id}`)
    }
    expect(last).toEqual({ status: 503, code: 'database-down' })
    const shown = await until(async () => live.unsaved()[0], 60_000)
    expect(shown.notSavedSince).not.toBeNull()
    closeSync(filler)
    rmSync(join(disk, 'filler'))
    await until(async () => (await api.json<AlertView>(`/api/alerts/${shown.id}`)).notSavedSince === null, 60_000)
    live.close()
  }, 180_000)
})

describe('a source that is no good', () => {
  it('is said on its camera, raises one alert, and disturbs nobody', async () => {
    const path = folderOfTest()
    const clip = await walkerClip(path)
    const bad = {
      empty: join(path, 'empty.mp4'),
      text: join(path, 'text.mp4'),
      cut: join(path, 'cut.cptv'),
      other: join(path, 'other.xyz'),
    }
    writeFileSync(bad.empty, '')
    writeFileSync(bad.text, 'this is no video\n'.repeat(200))
    writeFileSync(bad.cut, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]))
    writeFileSync(bad.other, Buffer.alloc(3000, 7))
    const refusing = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve))
    const rtsp = `rtsp://127.0.0.1:${(refusing.address() as { port: number }).port}/x`
    const program = await programOfTest(
      path,
      [...Object.values(bad), rtsp, join(path, 'absent.mp4')]
        .flatMap((source) => ['--camera', source])
        .concat(['--camera', `${clip}?loop=1`]),
    )
    const api = await signIn(program.url)
    const settled = await until(async () => {
      const all = await cameras(api)
      return all.filter(({ health }) => health === 'down').length === 6 && all.some(({ health }) => health === 'working')
        ? all
        : null
    })
    const reasonOf = (address: string) => settled.find((camera) => camera.address === address)?.healthReason
    expect(reasonOf(bad.empty)).toBe('source.empty')
    expect(reasonOf(bad.text)).toMatch(/^source\.(unknown-format|damaged|unsupported)$/)
    expect(reasonOf(bad.cut)).toBe('source.damaged')
    expect(reasonOf(bad.other)).toBe('source.unknown-format')
    expect(reasonOf(join(path, 'absent.mp4'))).toBe('source.not-found')
    expect(reasonOf(rtsp)).toMatch(/^source\./)
    await new Promise((resolve) => setTimeout(resolve, 3000))
    const alerts = (await openAlerts(api)).filter(({ kind }) => kind === 'camera')
    expect(alerts).toHaveLength(6)
    refusing.close()
  })
})

describe('a program that cannot start', () => {
  it('says so in one clear line: folder in use, folder not to be written, port taken, host without TLS, copied folder', async () => {
    const path = folderOfTest()
    const program = await programOfTest(path, ['--no-demo'])
    expect(await refusedStart(path, ['--no-demo'])).toContain('is in use by process')
    const port = new URL(program.url).port
    expect(await refusedStart(folderOfTest(), ['--no-demo', '--port', port])).toContain(`Port ${port} is taken`)
    expect(await refusedStart(folderOfTest(), ['--host', '0.0.0.0'])).toContain('needs TLS')
    const file = join(folderOfTest(), 'not-a-folder')
    writeFileSync(file, '')
    expect(await refusedStart(join(file, 'data'))).toContain('cannot be written')
    if (process.getuid?.() !== 0) {
      const locked = folderOfTest()
      chmodSync(locked, 0o500)
      expect(await refusedStart(locked)).toContain('cannot be written')
      chmodSync(locked, 0o700)
    }
    await program.stop()
    const copied = folderOfTest()
    mkdirSync(copied, { recursive: true })
    writeFileSync(join(copied, 'machine'), `${'0'.repeat(64)}\n`)
    expect(await refusedStart(copied, ['--no-demo'])).toContain('--adopt')
  })
})

/** A page on the live lane, in words: what it was told. */
async function listen(url: string, session: { cookie: string }) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`, { headers: { cookie: session.cookie } } as never)
  const seen: { unsaved: AlertView[]; unsavedAtMs: number; facts: number } = { unsaved: [], unsavedAtMs: 0, facts: 0 }
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => socket.send(JSON.stringify({ resume: null }))
    socket.onerror = () => reject(new Error('the lane did not open'))
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(String(data)) as { signals?: { unsaved?: AlertView[] }; facts?: unknown; snapshot?: unknown }
      if (message.signals?.unsaved) {
        if (seen.unsaved.length === 0 && message.signals.unsaved.length > 0) seen.unsavedAtMs = Date.now()
        seen.unsaved = message.signals.unsaved
      }
      if (message.facts) seen.facts++
      if (message.snapshot) resolve()
    }
  })
  return {
    unsaved: () => seen.unsaved,
    unsavedAtMs: () => seen.unsavedAtMs,
    facts: () => seen.facts,
    close: () => socket.close(),
  }
}
