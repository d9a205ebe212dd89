/** The alert of a feed of sensors that is not heard: what passes over their ground is not known, and that must not look like quiet. */
import type { AlertContent } from './compose.ts'

export const feedRuleId = 'feed-down'
/** A broker that starts anew is back sooner. */
export const feedLimitMs = 60_000

export interface FeedLoss {
  readonly feedId: string
  readonly name: { readonly ar: string; readonly en: string }
  /** A code of `feedReasons`. */
  readonly reason: string
  readonly forMs: number
  /** Codes of its sensors. */
  readonly codes: readonly string[]
}

/** Routine: other eyes go on. `groupClass` names the feed: each has one alert of its own. */
export function composeFeed({ feedId, name, reason, forMs, codes }: FeedLoss): AlertContent {
  return {
    kind: 'system',
    priority: 'P3',
    ruleId: feedRuleId,
    ruleVersion: 1,
    ruleValues: { limitS: feedLimitMs / 1000 },
    groupClass: `feed ${feedId}`,
    title: { text: 'alert.title.feed-down', values: { name } },
    reasons: [
      { text: 'alert.reason.feed-down', values: { reason, seconds: Math.round(forMs / 1000), limit: feedLimitMs / 1000 } },
      ...(codes.length > 0 ? [{ text: 'alert.reason.feed-sensors', values: { n: codes.length, codes: codes.join(' ') } }] : []),
    ],
    unknowns: [{ text: 'alert.unknown.feed-ground', values: {} }],
    cameraIds: [],
    trackIds: [],
    placeIds: [],
    place: null,
    distanceToLineM: null,
    track: null,
  }
}
