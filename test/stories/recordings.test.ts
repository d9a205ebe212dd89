/** Footage that can be relied on: what was recorded plays, what was not is known, and a hand in the files is noticed. */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { AlertView } from '../../src/features/alerts/contract.ts'
import type { CameraView } from '../../src/features/cameras/contract.ts'
import type { RecordingState, Timeline } from '../../src/features/recordings/contract.ts'
import { scanSegment } from '../../src/features/recordings/server/segment-reader.ts'
import { barClip, picturesOf } from '../recordings/streams.ts'
import { walkerClip } from './clips.ts'
import { folderOfTest, programOfTest } from './of-test.ts'
import { type Api, childrenOf, onOwnDisk, signIn, until } from './program.ts'
import { watchLive } from './watch-live.ts'

const cameras = async (api: Api) => (await api.json<{ cameras: CameraView[] }>('/api/cameras')).cameras
const iso = (ms: number) => new Date(ms).toISOString()
const timelineOf = (api: Api, { id }: { id: string }, fromMs = Date.now() - 3_600_000, toMs = Date.now() + 60_000) =>
  api.json<Timeline>(`/api/cameras/${id}/timeline?from=${iso(fromMs)}&to=${iso(toMs)}`)
const filmOf = (api: Api, { id }: { id: string }, fromMs: number, toMs: number) =>
  api.get(`/api/cameras/${id}/video.mp4?from=${iso(fromMs)}&to=${iso(toMs)}`)
const lengthOf = ({ spans }: Timeline) => spans.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0)
const firstCamera = async (api: Api) => (await cameras(api))[0] as CameraView
const recorded = (api: Api, camera: CameraView, ms: number) =>
  until(async () => {
    const timeline = await timelineOf(api, camera)
    return lengthOf(timeline) >= ms ? timeline : null
  })
const filesOf = (path: string) =>
  readdirSync(join(path, 'recordings'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.mp4'))
    .map((file) => join(path, 'recordings', file))
    .sort((a, b) => ((a.split('/').at(-1) ?? '') < (b.split('/').at(-1) ?? '') ? -1 : 1))

/** Site time of a file's first picture, as its name says, UTC milliseconds. */
const beganAt = (file: string) => Number(/\/(\d{12,})-/.exec(file)?.[1])

/** A pause of up to two seconds is no gap: the program may be back before that. */
const longerThanABeat = () => new Promise((resolve) => setTimeout(resolve, 2500))

/** `marsad footage`: the checker's word. */
function checker(path: string) {
  const { status, stdout } = spawnSync(process.execPath, ['src/app/cli.ts', 'footage', '--data', path, '--json'], {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: '' },
  })
  return { status, ...(JSON.parse(stdout) as { segments: number; open: number; problems: { what: string; isKnown: boolean }[] }) }
}

/** Plays what was given, and says how many pictures there are. */
async function pictures(answer: Response, at: string): Promise<number> {
  expect(answer.status).toBe(200)
  writeFileSync(at, Buffer.from(await answer.arrayBuffer()))
  return (await picturesOf(at)).length
}

describe('a program that is killed while it records', () => {
  it('keeps the open segment up to its last fragment; index, journal and disk agree, and the gap has its cause', async () => {
    const path = folderOfTest()
    const clip = await barClip(path, 'bar.mp4', { seconds: 6 })
    const first = await programOfTest(path, ['--camera', `${clip}?loop=1`])
    const api = await signIn(first.url)
    const camera = await firstCamera(api)
    await recorded(api, camera, 3000)
    const workers = childrenOf(first.child.pid as number, 'worker/main.ts')
    expect(workers).toHaveLength(1)
    await first.kill()
    // Nobody is left behind that would go on writing.
    await until(async () => !workers.some((pid) => existsSync(`/proc/${pid}`)), 10_000)
    const killedAtMs = Date.now()
    expect(checker(path)).toMatchObject({ status: 0, segments: 1, open: 1 })
    // As a power cut leaves it: the last fragment is there by half.
    const [file = ''] = filesOf(path)
    truncateSync(file, statSync(file).size - 30)
    await longerThanABeat()

    const second = await programOfTest(path)
    const after = await signIn(second.url)
    const timeline = await until(async () => {
      const now = await timelineOf(after, camera)
      return now.gaps[0]?.to ? now : null
    })
    expect(timeline.gaps).toMatchObject([{ cause: 'killed', fault: null }])
    const [gap] = timeline.gaps
    expect(Math.abs(Date.parse(gap?.from ?? '') - killedAtMs)).toBeLessThan(2500)
    expect(timeline.spans).toHaveLength(2)
    expect(checker(path)).toMatchObject({ status: 0, segments: 2, problems: [] })
    // One mp4 over the gap: media time is the site's time, so the gap is in it.
    const film = await filmOf(after, camera, Date.parse(timeline.from), Date.now())
    const at = join(path, 'over-the-gap.mp4')
    expect(await pictures(film, at)).toBeGreaterThan(27)
    const scanned = await scanSegment(at)
    expect(scanned?.durationMs).toBeGreaterThan(Date.parse(gap?.to ?? '') - Date.parse(timeline.spans[0]?.from ?? ''))
    await second.stop()
    expect(checker(path)).toMatchObject({ status: 0, open: 0, problems: [] })
  }, 120_000)

  it('takes in a file that the power cut kept from the index', async () => {
    const path = folderOfTest()
    const clip = await barClip(path, 'bar.mp4', { seconds: 6 })
    const first = await programOfTest(path, ['--camera', `${clip}?loop=1`])
    const api = await signIn(first.url)
    const camera = await firstCamera(api)
    const before = await recorded(api, camera, 2500)
    await withDatabase(path, async (sql) => {
      await sql`delete from recording.segment`
    })
    await first.kill()
    await longerThanABeat()
    const second = await programOfTest(path)
    const after = await signIn(second.url)
    const timeline = await until(async () => {
      const now = await timelineOf(after, camera)
      return now.spans.length === 2 ? now : null
    })
    expect(Date.parse(timeline.spans[0]?.from ?? '')).toBeCloseTo(Date.parse(before.spans[0]?.from ?? ''), -1)
    await until(async () => checker(path).status === 0, 20_000, 500)
  })
})

describe('a hand in the files', () => {
  it('is noticed, said once and known as a gap; everything else plays on', async () => {
    const path = folderOfTest()
    const clip = await barClip(path, 'bar.mp4', { seconds: 6 })
    // Each start leaves one closed segment.
    for (let run = 0; run < 4; run++) {
      const program = await programOfTest(path, run === 0 ? ['--camera', `${clip}?loop=1`] : [])
      const api = await signIn(program.url)
      await until(async () => filesOf(path).length > run)
      const [camera] = await cameras(api)
      await until(async () => {
        const { spans } = await timelineOf(api, camera as CameraView)
        const last = spans.at(-1)
        return last?.isOpen === true && Date.parse(last.to) - beganAt(filesOf(path).at(-1) ?? '') > 1500
      })
      expect((await program.stop()).code).toBe(0)
    }
    const [deleted = '', cut = '', swapped = '', good = ''] = filesOf(path)
    expect(checker(path)).toMatchObject({ status: 0, segments: 4 })
    rmSync(deleted)
    truncateSync(cut, statSync(cut).size - 2000)
    // Another film of the same length under the old name: one byte of a picture is enough.
    const other = readFileSync(swapped)
    other[other.length - 40] = 255 - (other[other.length - 40] ?? 0)
    writeFileSync(swapped, other)
    const found = checker(path)
    expect(found.status).toBe(1)
    expect(found.problems.map(({ what }) => what)).toEqual(['file-lost', 'file-altered', 'file-altered'])

    const program = await programOfTest(path)
    const api = await signIn(program.url)
    const camera = await firstCamera(api)
    const at = (file: string) => beganAt(file) + 200
    // The one that is gone is noticed by itself; the others when somebody wants to see them.
    await until(async () => (await timelineOf(api, camera)).gaps.some(({ cause }) => cause === 'file-lost'))
    for (const [file, code, title] of [
      [deleted, 'recording.lost', /gone from the disk/],
      [cut, 'recording.altered', /changed after it was written/],
      [swapped, 'recording.altered', /changed after it was written/],
    ] as const) {
      const answer = await filmOf(api, camera, at(file), at(file) + 300)
      expect(answer.status).toBe(410)
      expect(await answer.json()).toMatchObject({ code, title: expect.stringMatching(title) })
    }
    expect(await pictures(await filmOf(api, camera, at(good), at(good) + 500), join(path, 'good.mp4'))).toBeGreaterThan(5)
    expect(await pictures(await filmOf(api, camera, at(deleted), Date.now()), join(path, 'rest.mp4'))).toBeGreaterThan(10)
    const gaps = await until(async () => {
      const causes = (await timelineOf(api, camera)).gaps.map(({ cause }) => cause)
      return causes.filter((cause) => cause === 'file-altered').length === 2 ? causes : null
    })
    expect(gaps.filter((cause) => cause === 'file-lost')).toHaveLength(1)
    expect(checker(path).problems.every(({ isKnown }) => isKnown)).toBe(true)
  }, 180_000)
})

it('a killed worker leaves a gap with its cause, and its camera records on', async () => {
  const path = folderOfTest()
  const clip = await barClip(path, 'bar.mp4', { seconds: 6 })
  const program = await programOfTest(path, ['--camera', `${clip}?loop=1`])
  const api = await signIn(program.url)
  const camera = await firstCamera(api)
  await recorded(api, camera, 2500)
  // Down for longer than the beat of a stream: stopped first, so that the pause is a gap.
  const [worker] = childrenOf(program.child.pid as number, 'worker/main.ts')
  process.kill(worker as number, 'SIGSTOP')
  await longerThanABeat()
  process.kill(worker as number, 'SIGKILL')
  const timeline = await until(async () => {
    const now = await timelineOf(api, camera)
    return now.gaps.some(({ to }) => to !== null) && now.spans.length === 2 ? now : null
  })
  expect(timeline.gaps).toMatchObject([{ cause: 'worker-died' }])
  await until(async () => checker(path).status === 0, 20_000, 500)
})

it('the clip of an alert begins ten seconds before it, grows while it is active, and downloads by ranges as one mp4', async () => {
  const path = folderOfTest()
  const program = await programOfTest(path, ['--camera', `${await walkerClip(path, 12)}?loop=1`])
  const api = await signIn(program.url)
  // A busy machine may be late with the first pictures, and that is an alert too: the one meant is of the walker.
  const alert = await until(async () =>
    (await api.json<{ alerts: AlertView[] }>('/api/alerts')).alerts.find(({ kind }) => kind === 'detection'),
  )
  const clip = (headers = {}) =>
    fetch(`${program.url}/api/alerts/${alert.id}/clip.mp4?download=1`, { headers: { cookie: api.cookie, ...headers } })
  const early = await clip()
  expect(early.headers.get('content-type')).toMatch(/^video\/mp4; codecs="avc1\./)
  expect(early.headers.get('content-disposition')).toMatch(/^attachment; filename="A-0001-C01-\d{8}-\d{6}Z\.mp4"$/)
  const leadMs = Date.parse(alert.hops.h0FrameAt ?? '') - Date.parse(early.headers.get('x-marsad-from') ?? '')
  expect(leadMs).toBeGreaterThanOrEqual(9500)
  expect(leadMs).toBeLessThan(13_000)
  const earlyBytes = (await early.arrayBuffer()).byteLength
  const late = await until(async () => {
    const answer = await clip()
    const bytes = Buffer.from(await answer.arrayBuffer())
    return bytes.length > earlyBytes * 1.2 ? bytes : null
  })
  const part = await clip({ range: `bytes=1000-${earlyBytes - 1}` })
  expect(part.status).toBe(206)
  expect(Buffer.from(await part.arrayBuffer())).toEqual(late.subarray(1000, earlyBytes))
  expect((await clip({ range: 'bytes=999999999-' })).status).toBe(416)
  const at = join(path, 'clip.mp4')
  writeFileSync(at, late)
  expect((await picturesOf(at)).length).toBeGreaterThan(90)
  // The line of the past shows what the clip is of, and that the camera saw.
  const timeline = await timelineOf(api, { id: alert.cameraIds[0] ?? '' })
  expect(timeline.alerts).toMatchObject([{ id: alert.id, number: alert.number, priority: alert.priority }])
  expect(timeline.health.map(({ health }) => health)).toContain('working')
  // When a person closes it the clip goes on for ten seconds, and is whole.
  const now = await api.json<AlertView>(`/api/alerts/${alert.id}`)
  const command = { commandId: randomUUID(), basedOn: now.version, reason: 'real.lawful_presence' }
  expect((await api.post(`/api/alerts/${alert.id}/close`, command)).status).toBe(200)
  const closed = (await api.json<AlertView>(`/api/alerts/${alert.id}`)).closed
  await new Promise((resolve) => setTimeout(resolve, 14_000))
  const whole = await clip()
  writeFileSync(at, Buffer.from(await whole.arrayBuffer()))
  const scanned = await scanSegment(at)
  const tailMs = Date.parse(whole.headers.get('x-marsad-from') ?? '') + (scanned?.durationMs ?? 0) - Date.parse(closed?.at ?? '')
  expect(tailMs).toBeGreaterThan(9500)
  // Up to the next key picture: one each two seconds.
  expect(tailMs).toBeLessThan(13_000)
}, 120_000)

/**
 * How far the levels lie apart under a mask over rows 48 to 84 of 160 × 120, away from its edge, where a codec's blocks hold both.
 * The codec rounds; a walker stands out by dozens.
 */
function unevenness(pixels: ArrayLike<number>): number {
  let [least, most] = [255, 0]
  for (let at = 56 * 160; at < 78 * 160; at++) {
    least = Math.min(least, pixels[at] ?? 0)
    most = Math.max(most, pixels[at] ?? 0)
  }
  return most - least
}

it('what lies under a privacy mask is not recorded, not shown and not analysed', async () => {
  const path = folderOfTest()
  // The walker crosses at rows 60 to 69 of 120; the mask lies over rows 48 to 84.
  const clip = await walkerClip(path, 4)
  const program = await programOfTest(path, ['--camera', `${clip}?loop=1`])
  const api = await signIn(program.url)
  const camera = await firstCamera(api)
  const ring = [
    [0, 0.4],
    [1, 0.4],
    [1, 0.7],
    [0, 0.7],
  ]
  const set = await api.post(`/api/cameras/${camera.id}`, {
    commandId: randomUUID(),
    basedOn: camera.version,
    masks: [{ id: 'm1', name: { ar: 'خيمة', en: 'tent' }, ring }],
  })
  expect(set.status).toBe(200)
  const setAtMs = Date.now()
  await until(
    async () => {
      const span = (await timelineOf(api, camera)).spans.at(-1)
      return span && Date.parse(span.from) > setAtMs && Date.parse(span.to) - Date.parse(span.from) > 20_000
    },
    60_000,
    500,
  )
  const since = (await timelineOf(api, camera)).spans.at(-1)
  const film = await filmOf(api, camera, Date.parse(since?.from ?? ''), Date.now())
  const at = join(path, 'masked.mp4')
  expect(await pictures(film, at)).toBeGreaterThan(100)
  for (const { pixels } of await picturesOf(at)) expect(unevenness(pixels)).toBeLessThan(8)
  // Nobody walks for four seconds; longer than that is looked live.
  const live = await watchLive(program.url, api, camera.id, 6000)
  expect(live.isReencoded).toBe(true)
  writeFileSync(at, Buffer.concat(live.pieces))
  const shown = await picturesOf(at)
  expect(shown.length).toBeGreaterThan(45)
  for (const { pixels } of shown) expect(unevenness(pixels)).toBeLessThan(8)
  const stills = [
    `/api/cameras/${camera.id}/still.jpg`,
    ...[1, 11, 21].map((s) => `/api/cameras/${camera.id}/thumbnail.jpg?at=${iso(Date.parse(since?.from ?? '') + s * 1000)}`),
  ]
  for (const address of stills) {
    const answer = await api.get(address)
    expect([address, answer.status]).toEqual([address, 200])
    const jpeg = sharp(Buffer.from(await answer.arrayBuffer())).resize(160, 120, { fit: 'fill' })
    expect(unevenness(await jpeg.greyscale().raw().toBuffer())).toBeLessThan(16)
  }
  // It walked through twice by now; nobody saw it since the mask was set.
  const { alerts } = await api.json<{ alerts: AlertView[] }>('/api/alerts?state=all')
  const later = alerts.filter(({ kind, firstAt }) => kind === 'detection' && Date.parse(firstAt) > setAtMs + 3000)
  expect(later).toEqual([])
}, 180_000)

it('a codec that no browser plays is recorded as it is, and transcoded once while somebody watches', async () => {
  const path = folderOfTest()
  const clip = await barClip(path, 'hevc.mp4', { seconds: 8, encoder: 'libx265', width: 160, height: 120 })
  const program = await programOfTest(path, ['--camera', `${clip}?loop=1`])
  const api = await signIn(program.url)
  const camera = await firstCamera(api)
  const timeline = await recorded(api, camera, 2000)
  expect(timeline.spans[0]?.mediaType).toMatch(/codecs="hvc1\./)
  const seen = await watchLive(program.url, api, camera.id)
  expect(seen.mediaType).toMatch(/codecs="avc1\./)
  expect(seen.isReencoded).toBe(true)
  const at = join(path, 'live.mp4')
  writeFileSync(at, Buffer.concat(seen.pieces))
  expect((await picturesOf(at)).length).toBeGreaterThan(10)
  expect((await recorded(api, camera, 4000)).spans).toHaveLength(1)
})

it('a limit below one segment is refused, a limit is kept by letting the oldest go, and what is held stays', async () => {
  const path = folderOfTest()
  const program = await programOfTest(path, ['--camera', `${await barClip(path, 'bar.mp4', { seconds: 6 })}?loop=1`])
  const api = await signIn(program.url)
  const camera = await firstCamera(api)
  await recorded(api, camera, 1500)
  const set = (totalBytes: number | null, basedOn: number) =>
    api.post('/api/recordings/settings', { commandId: randomUUID(), basedOn, totalBytes, cameraBytes: null })
  const refused = await set(1000, 0)
  expect(refused.status).toBe(422)
  expect(await refused.json()).toMatchObject({ code: 'recording.quota-too-small', title: expect.stringMatching(/50 MB/) })
  const answer = await set(60_000_000, 0)
  expect(answer.status).toBe(200)
  expect(((await answer.json()) as RecordingState).settings.totalBytes).toBe(60_000_000)
  expect((await set(70_000_000, 0)).status).toBe(409)
  const held = await api.post(`/api/cameras/${camera.id}/hold`, {
    commandId: randomUUID(),
    from: iso(Date.now() - 3000),
    to: iso(Date.now()),
    reason: 'shown to the judge',
  })
  expect(held.status).toBe(200)
  expect((await timelineOf(api, camera)).holds).toMatchObject([{ reason: 'shown to the judge' }])
  const { id } = (await held.json()) as { id: string }
  expect((await api.post(`/api/holds/${id}/release`, { commandId: randomUUID() })).status).toBe(204)
  expect((await timelineOf(api, camera)).holds).toEqual([])
})

it('a disk that fills is told of before it is full; then recording stops, live goes on, and it begins again by itself', async () => {
  const path = folderOfTest()
  // The reserve is 1 GB, and low is below one and a half of it.
  const within = onOwnDisk(path, 1700)
  if (within === null) {
    console.log('no file system of its own can be made here: the disk that fills is not tried')
    return
  }
  const clip = await barClip(folderOfTest(), 'bar.mp4', { seconds: 6 })
  const program = await programOfTest(path, ['--camera', `${clip}?loop=1`], {}, within)
  const api = await signIn(program.url)
  const camera = await firstCamera(api)
  const disk = join(`/proc/${program.child.pid}/root`, path)
  const fill = (name: string, megabytes: number) => writeFileSync(join(disk, name), Buffer.alloc(megabytes << 20))
  const state = async () => (await api.json<RecordingState>('/api/recordings')).state
  const alert = async () =>
    (await api.json<{ alerts: AlertView[] }>('/api/alerts')).alerts.find(
      ({ reasons }) => reasons[0]?.text === 'alert.reason.disk',
    )
  await recorded(api, camera, 1500)
  expect([await state(), await alert()]).toEqual(['recording', undefined])

  fill('first', 250)
  await until(async () => (await state()) === 'low', 40_000)
  expect(await until(alert)).toMatchObject({ priority: 'P3', title: { text: 'alert.title.disk-low' } })
  expect((await timelineOf(api, camera)).spans.at(-1)?.isOpen).toBe(true)

  fill('second', 500)
  await until(async () => (await state()) === 'stopped', 40_000)
  await until(async () => (await alert())?.priority === 'P2')
  const gap = await until(async () => (await timelineOf(api, camera)).gaps.at(-1))
  expect(gap).toMatchObject({ cause: 'disk-reserve', to: null })
  expect((await watchLive(program.url, api, camera.id, 3000)).pieces.length).toBeGreaterThan(20)

  rmSync(join(disk, 'first'))
  rmSync(join(disk, 'second'))
  const later = await until(async () => {
    const now = await timelineOf(api, camera)
    return now.spans.length === 2 && now.gaps[0]?.to ? now : null
  }, 40_000)
  expect(later.gaps).toMatchObject([{ cause: 'disk-reserve', from: gap.from }])
}, 200_000)

it('Ctrl+C, which reaches every process at once, leaves no segment open', async () => {
  const path = folderOfTest()
  const clip = await barClip(path, 'bar.mp4', { seconds: 6 })
  const program = await programOfTest(path, ['--camera', `${clip}?loop=1`])
  const api = await signIn(program.url)
  await recorded(api, await firstCamera(api), 1500)
  const ended = new Promise((resolve) => program.child.once('exit', resolve))
  for (const pid of childrenOf(program.child.pid as number, 'worker/main.ts')) process.kill(pid, 'SIGINT')
  program.child.kill('SIGINT')
  await ended
  expect(checker(path)).toMatchObject({ status: 0, segments: 1, open: 0, problems: [] })
})

async function withDatabase(path: string, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const host = readFileSync(join(path, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[4] ?? ''
  const sql = postgres({ host, database: 'postgres', username: 'marsad', max: 1 })
  try {
    await work(sql)
  } finally {
    await sql.end()
  }
}
