/** Time on this screen: the server's clock as far as we know it, ages computed at each draw, never remembered. */
import { useSyncExternalStore } from 'react'
import { createStore } from './store.ts'

/** How far the server's clock is ahead of this device's, in milliseconds; null before the first word from the server. */
export const clockOffsetMs = createStore<number | null>(null)

/** Takes the server's time from a message that just arrived. */
export function hearServerTime(serverTime: string): void {
  const offset = Date.parse(serverTime) - Date.now()
  if (Number.isFinite(offset)) clockOffsetMs.set(offset)
}

/** Now, in milliseconds since 1970, by the server's clock. */
export function nowMs(): number {
  return Date.now() + (clockOffsetMs.get() ?? 0)
}

const tick = createStore(Math.floor(Date.now() / 1000))
const beatListeners = new Set<() => void>()

function beat() {
  tick.set(Math.floor(Date.now() / 1000))
  for (const listener of beatListeners) listener()
}

/** Calls once a second, in hidden tabs too. Gives back what ends it. */
export function onEachSecond(listener: () => void): () => void {
  beatListeners.add(listener)
  return () => beatListeners.delete(listener)
}

/** Starts the beat of this page. */
export function startClock(): void {
  try {
    new Worker(new URL('./ticker.worker.ts', import.meta.url), { type: 'module' }).addEventListener('message', beat)
  } catch {
    setInterval(beat, 1000)
  }
}

/** Now by the server's clock; the part that asks is drawn anew every second. */
export function useNow(): number {
  useSyncExternalStore(tick.subscribe, tick.get)
  return nowMs()
}

// ------------------------------------------------------------------------------------------ words for times

/** `1:47`, `12:03`, `1:02:03`: counts up or down beside a sentence. Never negative. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

export interface SiteClock {
  readonly long: (ms: number) => string
  readonly short: (ms: number) => string
}

/** Making a formatter costs more than drawing a list with it, so each zone has one. */
const clocks = new Map<string, SiteClock>()

function makeClock(timeZone: string): SiteClock {
  const make = (options: Intl.DateTimeFormatOptions) => {
    try {
      return new Intl.DateTimeFormat('en-GB', { hourCycle: 'h23', timeZone, ...options })
    } catch {
      return new Intl.DateTimeFormat('en-GB', { hourCycle: 'h23', timeZone: 'UTC', ...options })
    }
  }
  const long = make({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const short = make({ hour: '2-digit', minute: '2-digit' })
  return { long: (ms) => long.format(ms), short: (ms) => short.format(ms) }
}

/** Clock of the site: always 24 hours, Western digits. A zone that this browser does not know reads as UTC. */
export function clockOf(timeZone: string): SiteClock {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const made = makeClock(timeZone)
  clocks.set(timeZone, made)
  return made
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

/** `00:14Z` and `22 NOV`, as they stand beside the local clock. */
export function zulu(ms: number): { readonly time: string; readonly day: string } {
  const at = new Date(ms)
  const two = (value: number) => String(value).padStart(2, '0')
  return {
    time: `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}Z`,
    day: `${two(at.getUTCDate())} ${MONTHS[at.getUTCMonth()] ?? ''}`,
  }
}
