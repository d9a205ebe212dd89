import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { Signals } from '../live.ts'
import { createLiveHub, type LiveSource, type Reader } from './live.ts'
import { sightOf } from './sight.ts'

/** A page's end of the lane whose reader takes nothing until it is told to. */
class Page extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  isSlow = false
  readonly heard: Record<string, unknown>[] = []
  send(text: string) {
    if (this.isSlow) this.bufferedAmount += text.length
    this.heard.push(JSON.parse(text) as Record<string, unknown>)
  }
  close() {
    this.readyState = 3
  }
  facts(): number[] {
    return this.heard.filter((message) => 'facts' in message).map(({ cursor }) => cursor as number)
  }
  count(kind: string): number {
    return this.heard.filter((message) => kind in message).length
  }
}

const rows = { alerts: [], cameras: [], places: [], announcements: [], log: [] }
const factsAt = (cursor: number) => ({ facts: rows, cursor })
const noSignals: Signals = { tracks: [] }
const nowhere = { camera: () => null, place: () => null }
const officerOf = (area: string, isLocked = false) => sightOf([{ role: 'watch_officer', area }], isLocked, nowhere, 0)
const whole = officerOf('')

/** A hub whose timers are turned by hand. */
function hub(missed: number[] = []) {
  const periodic: (() => void)[] = []
  const source: LiveSource = {
    snapshot: async () => ({ snapshot: rows, signals: noSignals, cursor: 7, serverTime: '', programVersion: '' }),
    factsAfter: async (cursor) => missed.filter((at) => at > cursor).map(factsAt),
    signals: async () => noSignals,
    shown() {},
  }
  const ports = {
    clock: { nowMs: () => 0, monotonicMs: () => 0 },
    random: { bytes: (count: number) => new Uint8Array(count) },
    timers: {
      after: () => ({ cancel() {} }),
      every: (_ms: number, run: () => void) => {
        periodic.push(run)
        return { cancel() {} }
      },
    },
  }
  const made = createLiveHub(source, ports)
  const join = async (resume: number | null, reader: Partial<Reader> = {}, seeing?: string) => {
    const page = new Page()
    made.join(page as never, { sessionId: 's', personId: 'p', isAlive: () => true, sight: () => whole, ...reader })
    page.emit('message', JSON.stringify({ resume, seeing }))
    await turn()
    return page
  }
  return {
    ...made,
    get readers() {
      return made.readers
    },
    join,
    async tick() {
      for (const run of periodic) run()
      await turn()
    },
  }
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('the lane', () => {
  it('a page without a cursor gets a snapshot, one with a cursor the facts it missed, and both then what comes, once', async () => {
    const lane = hub([5, 6, 7])
    const [fresh, back] = [await lane.join(null), await lane.join(5)]
    expect(fresh.count('snapshot')).toBe(1)
    expect(back.facts()).toEqual([6, 7])
    lane.publish(factsAt(7))
    lane.publish(factsAt(8))
    expect(fresh.facts()).toEqual([8])
    expect(back.facts()).toEqual([6, 7, 8])
  })

  it('facts that are committed while a page catches up follow in order', async () => {
    const lane = hub([6])
    const joining = lane.join(5)
    lane.publish(factsAt(9))
    lane.publish(factsAt(10))
    expect((await joining).facts()).toEqual([6, 9, 10])
  })

  it('a person answers by a lit page; one that sleeps or says nothing proves nothing', async () => {
    const lane = hub()
    const page = await lane.join(null)
    expect(lane.answeredAtMs('p')).toBeNull()
    page.emit('message', JSON.stringify({ shown: [], visible: false }))
    expect(lane.answeredAtMs('p')).toBeNull()
    page.emit('message', JSON.stringify({ shown: [], visible: true }))
    expect(lane.answeredAtMs('p')).toBe(0)
    expect(lane.answeredAtMs('q')).toBeNull()
  })

  it('a slow reader loses signals and no fact', async () => {
    const lane = hub()
    const page = await lane.join(null)
    page.isSlow = true
    page.bufferedAmount = 300 * 1024
    const before = page.count('signals')
    for (let n = 0; n < 5; n++) await lane.tick()
    for (let cursor = 8; cursor < 28; cursor++) lane.publish(factsAt(cursor))
    expect(page.count('signals')).toBe(before)
    expect(page.facts()).toEqual(Array.from({ length: 20 }, (_, n) => n + 8))
    page.isSlow = false
    page.bufferedAmount = 0
    await lane.tick()
    expect(page.count('signals')).toBe(before + 1)
  })

  it('one that takes nothing at all is sent away and may come back by its cursor', async () => {
    const lane = hub()
    const page = await lane.join(null)
    page.bufferedAmount = 9 * 1024 * 1024
    lane.publish(factsAt(8))
    expect(page.heard.at(-1)).toEqual({ goodbye: 'too-slow' })
    expect(lane.readers).toBe(0)
  })

  it('a reader whose rights change begins anew with what it may see now; what is read meanwhile is not sent', async () => {
    const lane = hub([8])
    let sight = officerOf('demo/a')
    const page = await lane.join(null, { sight: () => sight })
    expect(page.count('snapshot')).toBe(1)
    lane.recheck()
    await turn()
    expect(page.count('snapshot')).toBe(1)
    sight = officerOf('demo/b')
    lane.recheck()
    await turn()
    expect(page.count('snapshot')).toBe(2)
    expect(page.heard.at(-1)).toMatchObject({ seeing: sight.seeing })
    // Between the question and the answer, too.
    sight = officerOf('demo/c')
    lane.recheck()
    sight = officerOf('demo/d')
    lane.recheck()
    await turn()
    await turn()
    expect(page.heard.filter((message) => message.seeing === officerOf('demo/c').seeing)).toEqual([])
    expect(page.heard.at(-1)).toMatchObject({ seeing: sight.seeing })
  })

  it('a page that comes back with what other rights showed it gets a snapshot, not what it missed', async () => {
    const lane = hub([6, 7])
    const same = await lane.join(5, {}, whole.seeing)
    const other = await lane.join(5, {}, officerOf('demo').seeing)
    expect([same.count('snapshot'), other.count('snapshot')]).toEqual([0, 1])
    expect(officerOf('', true).seeing).not.toBe(whole.seeing)
  })

  it('whose session has ended is told so at once', async () => {
    const lane = hub()
    let isAlive = true
    const page = await lane.join(null, { isAlive: () => isAlive })
    isAlive = false
    lane.recheck()
    expect(page.heard.at(-1)).toEqual({ goodbye: 'signed-out' })
    expect(lane.readers).toBe(0)
  })

  it('what is not understood ends the line', async () => {
    const lane = hub()
    const page = await lane.join(null)
    page.emit('message', 'no json')
    expect(page.readyState).toBe(3)
  })
})
