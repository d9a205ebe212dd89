/** Names as they may be kept: no signs that steer the reader's screen. Pure. */

/** Control signs, and those that turn the direction of the words beside them. */
const steering = /[\p{Cc}\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu

/** The name without steering signs and without doubled spaces. */
export function cleanName(name: string): string {
  return name.replaceAll(steering, ' ').replaceAll(/\s+/g, ' ').trim()
}
