/** Instants as the page of people writes them: the day only where it is not today, by the site's clock. */

import { localeOf } from '../../../platform/text.ts'
import { settings } from '../../../platform/web/settings.ts'
import { useStore } from '../../../platform/web/store.ts'
import { useWatch } from '../shell/watch.tsx'

/** `14:05`, or `21 Nov, 14:05`. */
export function useTimes(): (at: string) => string {
  const { timeZone, nowMs } = useWatch()
  const { language } = useStore(settings)
  const locale = localeOf(language)
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const short = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const long = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (at) => {
    const ms = Date.parse(at)
    return (day.format(ms) === day.format(nowMs) ? short : long).format(ms)
  }
}
