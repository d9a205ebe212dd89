/** From this difference on a camera may refuse a right login, because the digest holds the time (partners.md 4.1). */
export const SKEW_HINT_MS = 5000
