/** Sounds of the watch, made in the browser: no file to lose, no server needed (interface.md 7). */
import { onEachSecond } from './clock.ts'
import { type Moment, momentNow, sinceMs } from './moment.ts'
import { settings } from './settings.ts'
import { createStore } from './store.ts'

/** `blocked`: the browser wants a touch first; a warning, never a footnote. */
export type SoundState = 'on' | 'off' | 'blocked'

export interface Sounding {
  /** What sounds until people act: the highest priority that waits, or null. */
  readonly waiting: 'P1' | 'P2' | null
  readonly isLinkCut: boolean
}

/** When P2, P3 and the link sound were silenced; null: they are not. */
export const silenced = createStore<Moment | null>(null)
/** When the sound was last heard by somebody's click; null: never on this page. */
export const soundHeard = createStore<Moment | null>(null)
export const soundState = createStore<SoundState>('blocked')

let context: AudioContext | null = null
let sounding: Sounding = { waiting: null, isLinkCut: false }
let lastP1: Moment | null = null
let lastP2: Moment | null = null
let lastCut: Moment | null = null

const P1_EVERY_MS = 4_000
const P2_EVERY_MS = 30_000
const CUT_EVERY_MS = 10_000
const SILENCE_MS = 120_000
/** Beats come once a second; a sound that is due within half a beat is due now. */
const SLACK_MS = 500

const isDue = (last: Moment | null, everyMs: number) => last === null || sinceMs(last) >= everyMs - SLACK_MS

/** Milliseconds for which it stays silent; 0: it is not silenced. Never for good, whatever is done to the device's clock. */
export function silentLeftMs(): number {
  const since = silenced.get()
  return since === null ? 0 : Math.max(0, SILENCE_MS - sinceMs(since))
}

interface Tone {
  readonly fromHz: number
  readonly toHz: number
  readonly afterS: number
  readonly lengthS: number
  readonly gain: number
  /** Seconds of fading in: an alarm wakes, it does not startle. */
  readonly fadeS: number
}

const risingPair = (gain: number, fadeS: number): readonly Tone[] => [
  { fromHz: 600, toHz: 600, afterS: 0, lengthS: 0.4, gain, fadeS },
  { fromHz: 900, toHz: 900, afterS: 0.45, lengthS: 0.4, gain, fadeS },
]
const chime: readonly Tone[] = [{ fromHz: 780, toHz: 780, afterS: 0, lengthS: 0.7, gain: 0.16, fadeS: 0.02 }]
const fallingPair: readonly Tone[] = [
  { fromHz: 520, toHz: 430, afterS: 0, lengthS: 0.6, gain: 0.2, fadeS: 0.1 },
  { fromHz: 400, toHz: 300, afterS: 0.7, lengthS: 0.8, gain: 0.2, fadeS: 0.1 },
]

function play(tones: readonly Tone[]) {
  if (context === null || context.state !== 'running' || !settings.get().isSoundOn) return
  for (const tone of tones) {
    const start = context.currentTime + 0.02 + tone.afterS
    const end = start + tone.lengthS
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    oscillator.type = 'triangle'
    oscillator.frequency.setValueAtTime(tone.fromHz, start)
    oscillator.frequency.linearRampToValueAtTime(tone.toHz, end)
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(tone.gain, start + tone.fadeS)
    gain.gain.setValueAtTime(tone.gain, Math.max(start + tone.fadeS, end - 0.08))
    gain.gain.linearRampToValueAtTime(0, end)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(start)
    oscillator.stop(end + 0.02)
  }
}

/** First alarm of a run fades in over its first tone; the ones after it come at full strength at once. */
let p1Run = 0

function tick() {
  refreshState()
  if (sounding.waiting === 'P1') {
    if (isDue(lastP1, P1_EVERY_MS)) {
      play(risingPair(Math.min(0.3, 0.12 + 0.09 * p1Run), p1Run === 0 ? 0.35 : 0.05))
      p1Run += 1
      lastP1 = momentNow()
    }
    return
  }
  p1Run = 0
  if (silentLeftMs() > 0) return
  if (sounding.waiting === 'P2' && isDue(lastP2, P2_EVERY_MS)) {
    play(risingPair(0.2, 0.1))
    lastP2 = momentNow()
  }
  if (sounding.isLinkCut && isDue(lastCut, CUT_EVERY_MS)) {
    play(fallingPair)
    lastCut = momentNow()
  }
}

function refreshState() {
  soundState.set(!settings.get().isSoundOn ? 'off' : context?.state === 'running' ? 'on' : 'blocked')
}

/** What must sound from now on. */
export function setSounding(next: Sounding): void {
  sounding = next
}

/** Something new must be heard: ends a silence and sounds at once. P1 begins with the next beat at the latest. */
export function soundNew(priority: 'P1' | 'P2' | 'P3'): void {
  silenced.set(null)
  if (priority === 'P3') {
    if (sounding.waiting === null) play(chime)
    return
  }
  // What was taken and is passed up waits for somebody else: it sounds once, whatever else waits.
  if (sounding.waiting === null || priority < sounding.waiting) {
    play(risingPair(0.2, 0.1))
    return
  }
  if (priority === 'P1') lastP1 = null
  else lastP2 = null
  tick()
}

/** Silences everything but P1 for two minutes. False, and nothing done, where a P1 waits: it ends by being taken. */
export function silence(): boolean {
  if (sounding.waiting === 'P1') return false
  silenced.set(momentNow())
  return true
}

async function unlock(): Promise<void> {
  context ??= new AudioContext()
  if (context.state !== 'running') await context.resume().catch(() => {})
  refreshState()
}

/** The sound check at the start of a shift: a click, which also unlocks the sound. */
export async function hearSound(): Promise<void> {
  await unlock()
  play(risingPair(0.2, 0.1))
  if (soundState.get() === 'on') soundHeard.set(momentNow())
}

/** Starts the sounds of this page. Any touch or key unlocks them where the browser asked for one. */
export function startSound(): void {
  const once = () => {
    if (context?.state !== 'running') void unlock()
  }
  addEventListener('pointerdown', once, { capture: true })
  addEventListener('keydown', once, { capture: true })
  onEachSecond(tick)
  settings.subscribe(refreshState)
  // Where the browser needs no touch (a desk set up so), the sound is on from the start.
  try {
    context = new AudioContext()
  } catch {
    context = null
  }
  refreshState()
}
