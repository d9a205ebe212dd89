/**
 * Hybrid logical clock (Kulkarni et al. 2014) and the judgement whether this machine's clock is to be trusted.
 *
 * Inside a site order is `seq`; the hybrid time only dates. So a jump of the clock is said and dated, and never pushes
 * the hybrid time into a future that later entries would have to wait for.
 */

/** A difference between wall clock and steady clock above this is a jump, not a correction. */
export const jumpLimitMs = 2000
/** After a longer silence than this a date at start-up is not believed without a person. */
export const longestSilenceMs = 400 * 86_400_000

export interface ClockState {
  /** Last wall time that was trusted, with the steady time of that moment; `steadyMs` null after a restart. */
  readonly trustedMs: number | null
  readonly steadyMs: number | null
  readonly isTrusted: boolean
  readonly hlcMs: number
  readonly hlcCount: number
}

export interface ClockReading {
  readonly state: ClockState
  readonly hlc: string
  /** Set when trust changed with this reading: how far the wall clock stands from where it should. */
  readonly adjustedByMs: number | null
}

/** State at start-up, from the last trusted entry of the journal (null: an empty journal). */
export function clockAtStart(lastTrustedMs: number | null): ClockState {
  return { trustedMs: lastTrustedMs, steadyMs: null, isTrusted: true, hlcMs: 0, hlcCount: 0 }
}

/** Reads the clock once: dates an entry and judges the clock. Pure: both clocks are handed in. */
export function readClock(state: ClockState, wallMs: number, steadyMs: number): ClockReading {
  const offMs = distanceFromExpected(state, wallMs, steadyMs)
  const isTrusted = offMs === 0
  const physicalMs = isTrusted ? Math.max(wallMs, sameTrust(state, isTrusted) ? state.hlcMs : 0) : wallMs
  const isSameTick = sameTrust(state, isTrusted) && physicalMs === state.hlcMs
  const count = isSameTick ? state.hlcCount + 1 : 0
  const overflow = count > 0xffff
  const hlcMs = overflow ? physicalMs + 1 : physicalMs
  const hlcCount = overflow ? 0 : count
  return {
    state: {
      trustedMs: isTrusted ? wallMs : state.trustedMs,
      steadyMs: isTrusted ? steadyMs : state.steadyMs,
      isTrusted,
      hlcMs,
      hlcCount,
    },
    hlc: formatHlc(hlcMs, hlcCount),
    adjustedByMs: isTrusted === state.isTrusted ? null : offMs,
  }
}

/** 0 when the wall clock stands where it should, else the signed distance in milliseconds. */
function distanceFromExpected(state: ClockState, wallMs: number, steadyMs: number): number {
  if (state.trustedMs === null) return 0
  if (state.steadyMs === null) {
    if (wallMs < state.trustedMs - jumpLimitMs) return wallMs - state.trustedMs
    return wallMs > state.trustedMs + longestSilenceMs ? wallMs - state.trustedMs : 0
  }
  const elapsedMs = steadyMs - state.steadyMs
  const offMs = wallMs - (state.trustedMs + elapsedMs)
  // 500 parts per million is the fastest that a time service turns a clock without a jump.
  return Math.abs(offMs) > jumpLimitMs + elapsedMs * 500e-6 ? Math.round(offMs) || 1 : 0
}

function sameTrust(state: ClockState, isTrusted: boolean): boolean {
  return state.isTrusted === isTrusted
}

/** Twelve hexadecimal digits of UTC milliseconds, a dash, four of the counter: sorts as text. */
export function formatHlc(ms: number, count: number): string {
  return `${Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')}-${count.toString(16).padStart(4, '0')}`
}

/** UTC milliseconds of a hybrid time. */
export function hlcMs(hlc: string): number {
  return Number.parseInt(hlc.slice(0, 12), 16)
}
