/** Ages: computed at each draw, in the column form (`0.9 s`, `6:12 min`). Not a live region: nobody wants them read aloud. */
import { memo, type ReactNode, useEffect, useReducer } from 'react'
import { formatSpan, nowMs, onEachSecond } from '../clock.ts'
import { useQuantity, useSpeaker } from '../text.tsx'

/** The number and the unit of an age apart, because only the number is isolated. */
export function ageParts(ms: number): { readonly number: string; readonly unit: 'seconds' | 'minutes' | 'hours' | 'days' } {
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 10) return { number: seconds.toFixed(1), unit: 'seconds' }
  if (seconds < 60) return { number: String(Math.floor(seconds)), unit: 'seconds' }
  if (seconds < 3600) return { number: formatSpan(ms), unit: 'minutes' }
  if (seconds < 48 * 3600) return { number: String(Math.floor(seconds / 3600)), unit: 'hours' }
  return { number: String(Math.floor(seconds / 86_400)), unit: 'days' }
}

/** A span inside a sentence: in words, in its largest unit (`six minutes`), as a plain string. */
export function spanInWords(ms: number, say: (id: string, values: { readonly n: number }) => string): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 120 && seconds % 60 !== 0) return say('span.seconds', { n: seconds })
  if (seconds < 3600) return say('span.minutes', { n: Math.floor(seconds / 60) })
  if (seconds < 48 * 3600) return say('span.hours', { n: Math.floor(seconds / 3600) })
  return say('span.days', { n: Math.floor(seconds / 86_400) })
}

/**
 * Age of something that happened at `atMs` by the server's clock. It goes on by itself, whatever it stands in, and is drawn anew only
 * when it reads otherwise: of a long list few lines change in a second.
 */
export const AgeSince = memo(function AgeSince({ atMs }: { readonly atMs: number }): ReactNode {
  const [, drawAnew] = useReducer((count: number) => count + 1, 0)
  const ageMs = nowMs() - atMs
  const { number, unit } = ageParts(ageMs)
  useEffect(
    () =>
      onEachSecond(() => {
        const now = ageParts(nowMs() - atMs)
        if (now.number !== number || now.unit !== unit) drawAnew()
      }),
    [atMs, number, unit],
  )
  return <Age ms={ageMs} />
})

/** Age of something that happened `ms` ago; null: not known. */
export function Age({ ms }: { readonly ms: number | null }): ReactNode {
  const { say } = useSpeaker()
  const quantity = useQuantity()
  if (ms === null) return <>{say('age.unknown')}</>
  const { number, unit } = ageParts(ms)
  // The sentence holds `{n}` once; the number is put in as an element so that it alone is isolated.
  const [before = '', after = ''] = say(`age.${unit}`, { n: '\u2062' })
    .replaceAll(/[\u2066-\u2069]/g, '')
    .split('\u2062')
  return (
    <>
      {before}
      <bdi className="n">{quantity(number)}</bdi>
      {after}
    </>
  )
}
