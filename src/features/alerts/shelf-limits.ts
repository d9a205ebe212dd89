/** How long, and how often again, a role may put off. */
export interface ShelfLimits {
  readonly mostMs: number
  readonly renewalsMost: number
}

/** OPS 1.1 A3: a watch officer 30 min and two renewals, a commander 8 h. */
export function shelfLimitsOf(roles: readonly string[]): ShelfLimits {
  return roles.includes('commander')
    ? { mostMs: 8 * 3_600_000, renewalsMost: Number.POSITIVE_INFINITY }
    : { mostMs: 30 * 60_000, renewalsMost: 2 }
}
