/** How often somebody may try: counted by account and by address, forgotten after the window and at a right answer. */

export interface Attempts {
  /** Counts a try; false: too many. Counted before the answer is known, so that tries side by side count, too. */
  allows(key: string, most: number): boolean
  /** The try was right: the account begins anew. */
  forget(key: string): void
}

/** Keys that are remembered at most; a flood of invented names must not fill the memory. */
const keysMost = 10_000

/** Opens the count; `windowMs` from the first try of a key. */
export function countAttempts(windowMs: number, nowMs: () => number): Attempts {
  const tries = new Map<string, { count: number; sinceMs: number }>()
  return {
    allows(key, most) {
      const now = nowMs()
      const known = tries.get(key)
      if (known === undefined || now - known.sinceMs >= windowMs) {
        tries.delete(key)
        if (tries.size >= keysMost) tries.delete(tries.keys().next().value as string)
        tries.set(key, { count: 1, sinceMs: now })
        return true
      }
      known.count += 1
      return known.count <= most
    },
    forget: (key) => void tries.delete(key),
  }
}
