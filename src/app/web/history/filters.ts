/** What the log page looks for: it all stands in the address, so that a view can be kept, sent and gone back to. */

export const filterNames = [
  'tab',
  'q',
  'state',
  'kind',
  'priority',
  'camera',
  'place',
  'reason',
  'by',
  'from',
  'to',
  'alert',
] as const
export type FilterName = (typeof filterNames)[number]
export type Filters = Readonly<Partial<Record<FilterName, string>>>

/** Reads the filters of an address; what it does not know it leaves out. */
export function filtersOf(search: string): Filters {
  const given = new URLSearchParams(search)
  const filters: Partial<Record<FilterName, string>> = {}
  for (const name of filterNames) {
    const value = given.get(name)?.trim()
    if (value) filters[name] = value.slice(0, 120)
  }
  // The address that older hand-overs lead to.
  if (filters.kind === 'changes') {
    filters.tab = 'changes'
    delete filters.kind
  }
  return filters
}

/** The address of filters, in a fixed order; empty ones are left out. */
export function searchOf(filters: Filters): string {
  const given = new URLSearchParams()
  for (const name of filterNames) {
    const value = filters[name]?.trim()
    if (value) given.set(name, value)
  }
  const text = given.toString()
  return text === '' ? '' : `?${text}`
}

/** A day by the site's clock as the instant at which it begins there; null: it is no day. `2027-02-21` → UTC milliseconds. */
export function dayBeginsMs(day: string | undefined, timeZone: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '')
  if (!parts) return null
  const guess = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]))
  if (Number.isNaN(guess)) return null
  // What the site's clock shows at that instant tells how far it is off; a change of the clock at night shifts it once more.
  const shownAt = (ms: number) => {
    const shown = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    }).formatToParts(ms)
    const of = (type: string) => Number(shown.find((part) => part.type === type)?.value)
    return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'))
  }
  const first = guess - (shownAt(guess) - guess)
  return first - (shownAt(first) - guess)
}

/** The question to the server for these filters. */
export function queryOf(filters: Filters, timeZone: string): URLSearchParams {
  const query = new URLSearchParams()
  const fromMs = dayBeginsMs(filters.from, timeZone)
  const toMs = dayBeginsMs(filters.to, timeZone)
  if (fromMs !== null) query.set('from', new Date(fromMs).toISOString())
  // The day that is named last is meant whole.
  if (toMs !== null) query.set('to', new Date(toMs + 86_400_000).toISOString())
  if (filters.by) query.set('by', filters.by)
  if (filters.tab === 'changes') return query
  if (filters.q) query.set('q', filters.q)
  if (filters.tab === 'book') return query
  query.set('state', filters.state ?? 'all')
  for (const name of ['kind', 'priority', 'camera', 'place', 'reason'] as const) {
    const value = filters[name]
    if (value) query.set(name, value)
  }
  return query
}
