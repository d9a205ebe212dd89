/** The picture lane's manners: one stream however many watch, order for the slow, nothing for who left. */
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { pieceHeaderBytes, pieceKind } from '../video.ts'
import type { LivePart } from '../worker/messages.ts'
import { createVideoHub, type VideoViewer } from './video.ts'

const camera = '00000000-0000-7000-8000-00000000c001'

class Line extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  readonly said: { channel: number; started?: object; stopped?: string; mediaMs?: number }[] = []
  readonly pieces: { channel: number; kind: number; mediaMs: number; bytes: string }[] = []
  closed: string | null = null
  send(data: string | Buffer): void {
    if (typeof data === 'string') this.said.push(JSON.parse(data) as never)
    else {
      const [channel = 0, kind = 0] = data
      this.pieces.push({ channel, kind, mediaMs: data.readDoubleBE(10), bytes: data.subarray(pieceHeaderBytes).toString() })
    }
  }
  close(_code: number, why: string): void {
    this.closed = why
    this.readyState = 3
    this.emit('close')
  }
  ask(request: object): void {
    this.emit('message', JSON.stringify(request))
  }
}

function aHub() {
  const views: [string, boolean][] = []
  const due: (() => void)[] = []
  const beats: (() => void)[] = []
  const hub = createVideoHub({
    hasCamera: (id) => id === camera,
    view: (id, isWanted) => views.push([id, isWanted]),
    later(_ms, then) {
      due.push(then)
      return { cancel: () => void due.splice(due.indexOf(then), 1) }
    },
    every(_ms, then) {
      beats.push(then)
      return { cancel() {} }
    },
  })
  const join = (viewer: Partial<VideoViewer> = {}) => {
    const line = new Line()
    hub.join(line as never, { isAlive: () => true, maySee: () => true, ...viewer })
    return line
  }
  return { hub, views, due, beats, join }
}

const start: LivePart = {
  start: { init: Buffer.from('init'), mediaType: 'video/mp4; codecs="avc1.4d0020"', width: 64, height: 48, isReencoded: false },
}
const piece = (mediaMs: number, isKey = false): LivePart => ({
  piece: { bytes: Buffer.from(`p${mediaMs}`), isKey, mediaMs, atMs: 1_000_000 + mediaMs },
})
const times = (line: Line) => line.pieces.filter(({ kind }) => kind !== pieceKind.init).map(({ mediaMs }) => mediaMs)

describe('viewers of one camera', () => {
  it('cost one stream, and each begins with the newest key picture', () => {
    const { hub, views, join } = aHub()
    const first = join()
    first.ask({ watch: camera, channel: 1 })
    hub.take(camera, start)
    for (const part of [piece(0, true), piece(100), piece(200, true), piece(300)]) hub.take(camera, part)
    const others = Array.from({ length: 20 }, join)
    for (const [at, line] of others.entries()) line.ask({ watch: camera, channel: at + 1 })
    hub.take(camera, piece(400))
    expect(views).toEqual([[camera, true]])
    expect(hub.viewers).toBe(21)
    expect(times(first)).toEqual([0, 100, 200, 300, 400])
    for (const [at, line] of others.entries()) {
      expect(times(line)).toEqual([200, 300, 400])
      expect(line.said[0]).toMatchObject({ channel: at + 1, started: { width: 64 } })
      expect(line.pieces[0]).toMatchObject({ channel: at + 1, kind: pieceKind.init, bytes: 'init' })
    }
  })

  it('stop costing anything soon after the last has left, and not when he comes back at once', () => {
    const { hub, views, due, join } = aHub()
    const line = join()
    line.ask({ watch: camera, channel: 1 })
    line.ask({ unwatch: 1 })
    line.ask({ watch: camera, channel: 2 })
    expect(due).toEqual([])
    line.close(1000, 'gone')
    for (const then of due.splice(0)) then()
    expect(views).toEqual([
      [camera, true],
      [camera, false],
    ])
    expect(hub.isWatched(camera)).toBe(false)
  })

  it('who cannot keep up lose pieces up to the next key picture, never the order; the others lose nothing', () => {
    const { hub, join } = aHub()
    const [slow, quick] = [join(), join()]
    for (const line of [slow, quick]) line.ask({ watch: camera, channel: 1 })
    hub.take(camera, start)
    hub.take(camera, piece(0, true))
    slow.bufferedAmount = 50_000_000
    for (const part of [piece(100), piece(200, true), piece(300)]) hub.take(camera, part)
    slow.bufferedAmount = 0
    for (const part of [piece(400), piece(500, true), piece(600)]) hub.take(camera, part)
    expect(times(slow)).toEqual([0, 500, 600])
    expect(times(quick)).toEqual([0, 100, 200, 300, 400, 500, 600])
  })

  it('are told when there are no pictures, and begin anew with the next stream', () => {
    const { hub, join } = aHub()
    const line = join()
    line.ask({ watch: camera, channel: 3 })
    hub.take(camera, start)
    hub.take(camera, piece(0, true))
    hub.gone(camera)
    hub.take(camera, start)
    hub.take(camera, piece(7000))
    hub.take(camera, piece(7100, true))
    expect(line.said.map((one) => one.stopped ?? 'started')).toEqual(['started', 'no-pictures', 'started'])
    expect(times(line)).toEqual([0, 7100])
  })
})

describe('a line', () => {
  it('that asks for no camera of ours is told so; one that talks nonsense, or for too many, is closed', () => {
    const { join } = aHub()
    const [stranger, babbler, greedy] = [join(), join(), join()]
    stranger.ask({ watch: 'no-such', channel: 1 })
    expect(stranger.said).toEqual([{ channel: 1, stopped: 'no-camera' }])
    babbler.emit('message', 'hello?')
    expect(babbler.closed).toBe('not understood')
    for (let channel = 1; channel <= 40; channel++) greedy.ask({ watch: camera, channel })
    expect(greedy.closed).toBe('too many channels')
  })

  it('whose session has ended gets nothing more', async () => {
    const { hub, beats, join } = aHub()
    let isAlive = true
    const line = join({ isAlive: () => isAlive })
    line.ask({ watch: camera, channel: 1 })
    hub.take(camera, start)
    isAlive = false
    for (const beat of beats) beat()
    await Promise.resolve()
    await Promise.resolve()
    expect(line.closed).toBe('session')
    hub.take(camera, piece(0, true))
    expect(times(line)).toEqual([])
  })
})
