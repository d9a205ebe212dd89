/**
 * Serves the built page with an invented site behind it, so that every state of the screen can be looked at without a
 * program. `node test/stories/screens/serve-fixture.ts [PORT]`; the scene is chosen by the name at sign-in or by
 * `POST /scene/NAME`. The password is anything but `wrong`.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ServerMessage } from '../../../src/app/live.ts'
import type { SessionView } from '../../../src/features/access/contract.ts'
import type { AlertView } from '../../../src/features/alerts/contract.ts'
import { OFFICER, rowsOf, type Scene, scenes, sessionView, signalsOf, terrain } from './fixture.ts'
import { answerTo } from './fixture-answers.ts'
import type { WatchState } from './fixture-night.ts'
import { type FixtureVideo, fixtureVideo, thumbnail, timelineOf } from './fixture-video.ts'

const root = fileURLToPath(new URL('../../../build/web', import.meta.url))
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
const POLICY =
  "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; worker-src 'self' blob:; connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** A made-up thermal picture: cold sky, grainy ground, three warm upright bodies. */
async function still(): Promise<Buffer> {
  const [width, height] = [640, 512]
  const pixels = new Uint8Array(width * height)
  let seed = 7
  const noise = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    return (seed >>> 16) / 65536 - 0.5
  }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const horizon = 90 + 14 * Math.sin(x / 70) + 6 * Math.sin(x / 23)
      let value = y < horizon ? 26 + y / 12 : 84 + 34 * Math.sin(x / 31 + y / 17) * Math.sin(y / 9) + 18 * Math.sin(x / 7 - y / 5)
      for (const bodyX of [303, 322, 343]) value += 150 * Math.exp(-(((x - bodyX) / 5) ** 2) - ((y - 264) / 17) ** 2)
      pixels[y * width + x] = Math.max(0, Math.min(255, value + noise() * 26))
    }
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 82 })
    .toBuffer()
}

/** The built page as it is now: whoever builds it anew meanwhile takes nothing away under a picture. */
function readPages(folder = root): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name)
    if (statSync(file).isFile()) files.set(`/${relative(folder, file).replaceAll('\\', '/')}`, readFileSync(file))
  }
  return files
}

/** How the desk stands: how far a hand-over has come, and what of the session is not as usual. */
export interface Desk {
  readonly watch?: WatchState
  readonly session?: Partial<SessionView>
}

/** A fixture that runs, and how to steer it. */
export interface Fixture {
  readonly url: string
  setScene(scene: Scene, desk?: Desk): void
  cutPictures(): void
  readonly video: Pick<FixtureVideo, 'sleep' | 'holdBack'>
  close(): Promise<void>
}

/** Starts the fixture; gives back its address and how to steer it. */
export async function serveFixture(port = 0): Promise<Fixture> {
  const pages = readPages()
  let scene: Scene = 'alert'
  let desk: Desk = {}
  let isSignedIn = false
  /** The next act on an alert is refused as stale. */
  let isRefusing = false
  let born = Date.now()
  const picture = await still()
  const video: FixtureVideo = await fixtureVideo()
  const sockets = new Set<WebSocket>()
  const changed = new Map<string, AlertView>()

  const rows = () => {
    const now = rowsOf(born, scene)
    return { ...now, alerts: now.alerts.map((alert) => changed.get(alert.id) ?? alert) }
  }
  const broadcast = (message: ServerMessage) => {
    for (const socket of sockets) socket.send(JSON.stringify(message))
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const path = new URL(request.url ?? '/', 'http://here').pathname
    response.setHeader('content-security-policy', POLICY)
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    const body = async () => JSON.parse((await text(request)) || '{}') as Record<string, unknown>
    if (path.startsWith('/scene/')) {
      setScene(path.slice('/scene/'.length) as Scene)
      return json(200, {})
    }
    const view = () => ({ ...sessionView, ...desk.session })
    if (path.startsWith('/api/session/')) {
      const isOpening = path.endsWith('/unlock') || path.endsWith('/change')
      if (isOpening) desk = { ...desk, session: { ...desk.session, isLocked: false } }
      if (path.endsWith('/lock')) desk = { ...desk, session: { ...desk.session, isLocked: true } }
      return json(200, view())
    }
    if (path === '/api/session') {
      if (request.method === 'DELETE') isSignedIn = false
      else if (request.method === 'POST') {
        const { name, password } = await body()
        if (password === 'wrong') return json(401, { type: 'about:blank', code: 'session.wrong', title: 'no', status: 401 })
        if (scenes.includes(name as Scene) && name !== scene) setScene(name as Scene)
        isSignedIn = true
      }
      return isSignedIn
        ? json(200, view())
        : json(401, { type: 'about:blank', code: 'session.expired', title: 'no', status: 401 })
    }
    if (path === '/refuse') {
      isRefusing = true
      return json(200, {})
    }
    if (path === '/api/site') return json(200, sessionView.site)
    if (path === '/api/map') return json(200, { ground: null, heights: null, damaged: [] })
    if (path === '/api/terrain.json') return json(200, terrain())
    const query = new URL(request.url ?? '/', 'http://here').searchParams
    const past = /^\/api\/(cameras|alerts)\/([^/]+)\/(timeline|video\.mp4|clip\.mp4|thumbnail\.jpg|hold)$/.exec(path)
    if (past !== null) {
      const [, , id = '', what = ''] = past
      const [from = '', to = ''] = [query.get('from') ?? '', query.get('to') ?? '']
      if (what === 'hold') return json(200, {})
      if (what === 'thumbnail.jpg') {
        const at = Math.floor(Date.parse(query.get('at') ?? '') / 10_000) * 10_000
        return response
          .writeHead(200, { 'content-type': 'image/jpeg', 'x-marsad-at': new Date(at).toISOString() })
          .end(await thumbnail(at))
      }
      const { bytes, mediaType } = await video.past(
        what === 'clip.mp4' ? 20_000 : Math.min(30_000, Date.parse(to) - Date.parse(from)),
      )
      if (what === 'timeline') return json(200, timelineOf(id, from, to, Date.now(), mediaType))
      const begins = what === 'clip.mp4' ? new Date(Date.now() - 20_000).toISOString() : from
      return bytesOf(request, response, bytes, { 'content-type': mediaType, 'x-marsad-from': begins })
    }
    if (path.endsWith('/still.jpg')) return response.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture)
    const act = /^\/api\/alerts\/([^/]+)\/(\w+)$/.exec(path)
    if (act !== null && request.method === 'POST') {
      const [, id = '', verb = ''] = act
      if (isRefusing) {
        isRefusing = false
        return json(409, {
          type: 'about:blank',
          code: 'alert.stale',
          title: '',
          status: 409,
          facts: { by: 'نقيب منتظر س.', at: new Date().toISOString() },
        })
      }
      const alert = rows().alerts.find((row) => row.id === id)
      if (alert === undefined) return json(404, { type: 'about:blank', code: 'alert.not-found', title: '', status: 404 })
      const next = decide(alert, verb, await body())
      changed.set(id, next)
      json(200, { alert: next })
      return broadcast({ facts: { alerts: [next], cameras: [], places: [], announcements: [], log: [] }, cursor: 2 })
    }
    if (path.startsWith('/api/')) {
      const method = request.method ?? 'GET'
      const given = method === 'GET' ? {} : await body()
      const watch = desk.watch ?? 'open'
      const said = answerTo({ method, path, query, body: given, scene, watch, rows: rows(), picture })
      if (said === undefined) console.error(`the fixture has no answer to ${method} ${path}`)
      return said === undefined ? json(404, { type: 'about:blank', code: 'not-found', title: '', status: 404 }) : json(200, said)
    }
    const name = extname(path) === '' ? '/index.html' : path
    const content = pages.get(name)
    if (content === undefined) return json(404, {})
    response.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream' }).end(content)
  }

  function setScene(next: Scene, how: Desk = {}) {
    scene = next
    desk = how
    born = Date.now()
    changed.clear()
    for (const socket of sockets) socket.close()
  }

  const server = createServer((request, response) => void answer(request, response))
  const lane = new WebSocketServer({ noServer: true })
  lane.on('connection', (socket) => {
    // The scene "cut" speaks once and then falls silent, as a dead server does.
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as { resume?: number | null }
      if (!('resume' in message)) return
      if (scene === 'cut' && message.resume !== null) return socket.close()
      const now = Date.now()
      const hello: ServerMessage = {
        snapshot: rows(),
        signals: signalsOf(now, scene),
        cursor: 1,
        serverTime: new Date(now).toISOString(),
        programVersion: '0.1.0',
      }
      socket.send(JSON.stringify(hello))
    })
  })
  const pictureLane = new WebSocketServer({ noServer: true })
  pictureLane.on('connection', (socket) =>
    video.join(socket, (id) => rows().cameras.find((camera) => camera.id === id)?.health === 'down'),
  )
  server.on('upgrade', (request, socket, head) => {
    const server = request.url === '/api/video' ? pictureLane : lane
    server.handleUpgrade(request, socket, head, (opened) => server.emit('connection', opened, request))
  })
  const timers = [
    setInterval(() => scene !== 'cut' && broadcast({ signals: signalsOf(Date.now(), scene) }), 500),
    setInterval(() => scene !== 'cut' && broadcast({ beat: new Date().toISOString(), cursor: 1 }), 2000),
  ]
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`,
    setScene,
    video,
    /** The line for pictures breaks, as a cable does; the live lane goes on. */
    cutPictures() {
      for (const socket of pictureLane.clients) socket.terminate()
    },
    async close() {
      for (const timer of timers) clearInterval(timer)
      video.close()
      for (const socket of pictureLane.clients) socket.terminate()
      for (const socket of sockets) socket.terminate()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function decide(alert: AlertView, verb: string, body: Record<string, unknown>): AlertView {
  const now = new Date()
  const version = alert.version + 1
  switch (verb) {
    case 'acknowledge':
      return {
        ...alert,
        version,
        ack: 'acknowledged',
        owner: OFFICER,
        withdrawableUntil: new Date(now.getTime() + 10_000).toISOString(),
        hops: { ...alert.hops, h5AcknowledgedAt: now.toISOString() },
      }
    case 'withdraw':
      return {
        ...alert,
        version,
        ack: 'unacknowledged',
        owner: null,
        withdrawableUntil: null,
        hops: { ...alert.hops, h5AcknowledgedAt: null },
      }
    case 'close':
      return {
        ...alert,
        version,
        disposition: 'closed',
        closed: { reason: String(body.reason), cause: null, by: OFFICER, at: now.toISOString(), note: null, turnedBack: null },
      }
    default:
      return { ...alert, version, disposition: 'open', closed: null }
  }
}

/** Whole, or the part that was asked for. */
function bytesOf(request: IncomingMessage, response: ServerResponse, bytes: Buffer, headers: Record<string, string>) {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
  if (range === null) return response.writeHead(200, { ...headers, 'accept-ranges': 'bytes' }).end(bytes)
  const first = Number(range[1])
  const last = Math.min(bytes.length - 1, range[2] === '' ? bytes.length - 1 : Number(range[2]))
  return response
    .writeHead(206, { ...headers, 'accept-ranges': 'bytes', 'content-range': `bytes ${first}-${last}/${bytes.length}` })
    .end(bytes.subarray(first, last + 1))
}

async function text(request: IncomingMessage): Promise<string> {
  let all = ''
  for await (const piece of request) all += String(piece)
  return all
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serveFixture(Number(process.argv[2] ?? 8090))
  console.log(`fixture at ${url}; scenes: ${scenes.join(', ')} (sign in with one as the name)`)
}
