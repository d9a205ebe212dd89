/** Reads a time of day as people type it. Pure. */

/** `7:30`, `07:30`, `0730` and `07.30` are `07:30`; what is no time of a day is null. */
export function timeOfDay(typed: string): string | null {
  const found = /^(\d{1,2})[:.]?(\d{2})$/.exec(typed.trim())
  if (found === null) return null
  const [, hours = '', minutes = ''] = found
  return Number(hours) < 24 && Number(minutes) < 60 ? `${hours.padStart(2, '0')}:${minutes}` : null
}
