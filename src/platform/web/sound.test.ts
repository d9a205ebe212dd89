/** The sounds of the watch against a clock turned by hand: what sounds, how often, until when (interface.md 7). */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const bornMs = Date.parse('2026-11-22T00:00:00.000Z')

/** When each pair or chime began, in seconds since the page was opened, by its first tone. */
let heard: { atS: number; hz: number }[] = []
let tones = 0
let isBlocked = false

class Parameter {
  value = 0
  setValueAtTime(value: number): void {
    this.value ||= value
  }
  linearRampToValueAtTime(): void {}
}

/** What the module asks of the browser's sound, and no more. */
class FakeContext {
  get state(): 'running' | 'suspended' {
    return isBlocked ? 'suspended' : 'running'
  }
  get currentTime(): number {
    return (Date.now() - bornMs) / 1000
  }
  readonly destination = {}
  resume(): Promise<void> {
    isBlocked = false
    return Promise.resolve()
  }
  createOscillator() {
    const frequency = new Parameter()
    return {
      type: '',
      frequency,
      connect: (to: object) => to,
      start: (atS: number) => {
        if (tones++ % 2 === 0 || frequency.value === 780) heard.push({ atS: Math.floor(atS), hz: frequency.value })
        if (frequency.value === 780) tones = 0
      },
      stop() {},
    }
  }
  createGain() {
    return { gain: new Parameter(), connect: (to: object) => to }
  }
}

async function open() {
  vi.resetModules()
  const sound = await import('./sound.ts')
  const { startClock } = await import('./clock.ts')
  startClock()
  sound.startSound()
  return sound
}
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000)

beforeEach(() => {
  heard = []
  tones = 0
  isBlocked = false
  vi.useFakeTimers({ now: bornMs })
  vi.stubGlobal('AudioContext', FakeContext)
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('document', { documentElement: { dataset: {} }, addEventListener() {} })
  // Without a worker the page beats by itself.
  vi.stubGlobal('Worker', undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('an immediate alert', () => {
  it('sounds every four seconds for as long as nobody takes it, and is silenced by nobody', async () => {
    const { setSounding, silence, silentLeftMs } = await open()
    setSounding({ waiting: 'P1', isLinkCut: false })
    pass(300)
    expect(silence()).toBe(false)
    expect(silentLeftMs()).toBe(0)
    pass(300)
    expect(heard.length).toBe(600 / 4)
    for (let n = 1; n < heard.length; n++) expect((heard[n]?.atS ?? 0) - (heard[n - 1]?.atS ?? 0)).toBe(4)
    expect(new Set(heard.map(({ hz }) => hz))).toEqual(new Set([600]))
    setSounding({ waiting: null, isLinkCut: false })
    const before = heard.length
    pass(60)
    expect(heard.length).toBe(before)
  })

  it('that comes while an urgent one is silenced sounds at once', async () => {
    const { setSounding, silence, soundNew } = await open()
    setSounding({ waiting: 'P2', isLinkCut: false })
    pass(2)
    expect(silence()).toBe(true)
    heard = []
    setSounding({ waiting: 'P1', isLinkCut: false })
    soundNew('P1')
    expect(heard.length).toBe(1)
    pass(20)
    expect(heard.length).toBe(1 + 20 / 4)
  })
})

describe('an urgent alert', () => {
  it('sounds every half minute; silenced it is heard again after two minutes, by itself', async () => {
    const { setSounding, silence } = await open()
    setSounding({ waiting: 'P2', isLinkCut: false })
    pass(121)
    expect(heard.map(({ atS }) => atS)).toEqual([1, 31, 61, 91, 121])
    expect(silence()).toBe(true)
    pass(119)
    expect(heard.length).toBe(5)
    pass(2)
    expect(heard.length).toBe(6)
  })

  it('that is new ends the silence', async () => {
    const { setSounding, silence, soundNew } = await open()
    setSounding({ waiting: 'P2', isLinkCut: false })
    pass(2)
    silence()
    pass(10)
    heard = []
    soundNew('P2')
    expect(heard.length).toBe(1)
    pass(31)
    expect(heard.length).toBe(2)
  })
})

describe('a desk whose clock is set five hours back under the page', () => {
  const setBack = () => vi.setSystemTime(Date.now() - 5 * 3_600_000)

  it('goes on with an immediate alert, an urgent one and a cut link as if nothing had been done', async () => {
    const { setSounding } = await open()
    for (const [sounding, everyS] of [
      [{ waiting: 'P1', isLinkCut: false }, 4],
      [{ waiting: 'P2', isLinkCut: false }, 30],
      [{ waiting: null, isLinkCut: true }, 10],
    ] as const) {
      setSounding(sounding)
      pass(2)
      setBack()
      heard = []
      pass(121)
      expect(heard.length, JSON.stringify(sounding)).toBeGreaterThanOrEqual(Math.floor(120 / everyS))
    }
  })

  it('is silenced for two minutes and not for five hours', async () => {
    const { setSounding, silence, silentLeftMs } = await open()
    setSounding({ waiting: 'P2', isLinkCut: false })
    pass(2)
    silence()
    setBack()
    heard = []
    pass(121)
    expect(silentLeftMs()).toBe(0)
    expect(heard.length).toBe(1)
  })
})

it('a routine alert is one chime, and none where something graver sounds', async () => {
  const { setSounding, soundNew } = await open()
  soundNew('P3')
  pass(120)
  expect(heard.map(({ hz }) => hz)).toEqual([780])
  setSounding({ waiting: 'P2', isLinkCut: false })
  heard = []
  soundNew('P3')
  expect(heard).toEqual([])
})

it('a cut link falls slowly every ten seconds, made here and not by the server', async () => {
  const { setSounding } = await open()
  setSounding({ waiting: null, isLinkCut: true })
  pass(61)
  expect(heard.map(({ atS }) => atS)).toEqual([1, 11, 21, 31, 41, 51, 61])
  expect(heard[0]?.hz).toBe(520)
})

describe('the sound check', () => {
  it('counts as heard only where the page could sound', async () => {
    const { hearSound, soundHeard, soundState } = await open()
    expect(soundHeard.get()).toBeNull()
    await hearSound()
    expect(soundState.get()).toBe('on')
    expect(soundHeard.get()?.wallMs).toBe(Date.now())
    expect(heard.length).toBe(1)
  })

  it('says "blocked" until a hand touches the page, and counts nothing as heard that a browser keeps back', async () => {
    isBlocked = true
    vi.spyOn(FakeContext.prototype, 'resume').mockImplementation(() => Promise.resolve())
    const { hearSound, soundHeard, soundState, setSounding } = await open()
    setSounding({ waiting: 'P1', isLinkCut: false })
    pass(20)
    expect(soundState.get()).toBe('blocked')
    await hearSound()
    expect(soundHeard.get()).toBeNull()
    expect(heard).toEqual([])
    vi.restoreAllMocks()
  })
})
