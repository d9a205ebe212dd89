/** The report of an evaluation as one HTML file that needs nothing else: every figure with its bounds, the missed and the false seen. */
import { binsOf, reliabilityDiagram, type Stated } from './reliability.ts'
import type { ClipScore, Rate, Totals } from './score.ts'

/** A picture of something missed or false. */
export interface Shown {
  readonly clip: string
  /** What it shows, in words. */
  readonly caption: string
  /** A picture as data URI; null: the recording was not at hand. */
  readonly picture: string | null
}

/** The report. Lists may be empty. `stated`: what was said of the kind of tracks; absent or empty: no class was said with a probability. */
export function htmlReport(
  clips: readonly ClipScore[],
  totals: Totals,
  missed: readonly Shown[],
  wrong: readonly Shown[],
  made: string,
  stated: readonly Stated[] = [],
): string {
  const rows = clips.map(({ clip, kind, minutes, tracks, falseTracks, events }) => {
    const required = events.filter(({ isRequired }) => isRequired)
    const found = required.filter(({ isFound }) => isFound)
    const cells = [
      clip,
      kind,
      minutes.toFixed(2),
      required.length === 0 ? '–' : `${found.length} of ${required.length}`,
      found.map(({ delayS }) => delayS?.toFixed(1)).join(', ') || '–',
      required.length === 0 ? '–' : `${sum(required, 'boxesHit')} of ${sum(required, 'boxes')}`,
      String(sum(required, 'identityChanges')),
      String(tracks),
      String(falseTracks.length),
    ]
    return `<tr>${cells.map((cell, i) => `<td${i > 1 ? ' class="n"' : ''}>${escaped(cell)}</td>`).join('')}</tr>`
  })
  const figures: [string, string][] = [
    ['Events found', `${totals.found} of ${totals.events} (${totals.foundBounds.map((of) => of.toFixed(2)).join('…')})`],
    [
      'By class',
      Object.entries(totals.byClass)
        .map(([name, { found, events }]) => `${name} ${found} of ${events}`)
        .join(', ') || '–',
    ],
    ['Delay, median / P90', `${seconds(totals.delayMedianS)} / ${seconds(totals.delayP90S)}`],
    [
      'Marked boxes hit',
      `${totals.boxesHit} of ${totals.boxes}${totals.boxes > 0 ? ` (${(totals.boxesHit / totals.boxes).toFixed(2)})` : ''}`,
    ],
    ['Identity changes', String(totals.identityChanges)],
    ['False tracks', rate(totals.falseTracks)],
    ['False tracks on quiet recordings', rate(totals.falseOnQuiet)],
  ]
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Detection: what was found, missed, and false</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b2126; background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% } th, td { padding: .3rem .6rem; border-bottom: 1px solid #d8dde1; text-align: start }
.n { text-align: end; font-variant-numeric: tabular-nums } dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem }
dt { color: #56616a } dd { margin: 0; font-variant-numeric: tabular-nums }
.shown { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem }
figure { margin: 0; border: 1px solid #d8dde1; padding: .5rem } img { width: 100%; image-rendering: pixelated; background: #222 }
figcaption { font-size: .85rem; color: #56616a } p.note { color: #56616a }
</style></head><body>
<h1>Detection: what was found, missed, and false</h1>
<p class="note">${escaped(made)} Bounds are 95 %: exact binomial for shares, exact Poisson for rates.</p>
<dl>${figures.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>
<h2>Missed</h2>${shownOf(missed, 'Nothing was missed.')}
<h2>False</h2>${shownOf(wrong, 'No track was false.')}
${reliabilityOf(stated)}<h2>Recordings</h2>
<table><thead><tr><th>Recording</th><th>Kind</th><th class="n">Minutes</th><th class="n">Found</th><th class="n">Delay, s</th><th class="n">Boxes hit</th><th class="n">Identity changes</th><th class="n">Tracks</th><th class="n">False</th></tr></thead>
<tbody>${rows.join('')}</tbody></table>
</body></html>
`
}

/** Whether what is called likely is so as often as it is said to. */
function reliabilityOf(stated: readonly Stated[]): string {
  if (stated.length === 0) return ''
  const bins = binsOf(stated)
  const rows = bins
    .filter(({ count }) => count > 0)
    .map(
      ({ from, to, count, stated: mean, right, bounds: [low, high] }) =>
        `<tr><td>${from.toFixed(1)}…${to.toFixed(1)}</td><td class="n">${count}</td><td class="n">${mean.toFixed(2)}</td><td class="n">${right.toFixed(2)} (${low.toFixed(2)}…${high.toFixed(2)})</td></tr>`,
    )
  return `<h2>Kinds</h2>
<p class="note">Of ${stated.length} tracks on something true a kind was said. On the dashed line a probability is kept; above it the detector is too shy, below it too sure.</p>
${reliabilityDiagram(bins)}
<table><thead><tr><th>Stated</th><th class="n">Tracks</th><th class="n">Mean stated</th><th class="n">Right, 95 % bounds</th></tr></thead><tbody>${rows.join('')}</tbody></table>
`
}

function shownOf(list: readonly Shown[], none: string): string {
  if (list.length === 0) return `<p>${none}</p>`
  const figures = list.map(({ clip, caption, picture }) => {
    const image =
      picture === null ? '<p class="note">The recording was not at hand.</p>' : `<img alt="${escaped(clip)}" src="${picture}">`
    return `<figure>${image}<figcaption><strong>${escaped(clip)}</strong><br>${escaped(caption)}</figcaption></figure>`
  })
  return `<div class="shown">${figures.join('')}</div>`
}

/** `3 in 5.20 min = 0.58 a minute (0.12…1.69)` */
export function rate({ count, minutes, perMinute, bounds }: Rate): string {
  return `${count} in ${minutes.toFixed(2)} min = ${perMinute.toFixed(2)} a minute (${bounds.map((of) => of.toFixed(2)).join('…')})`
}

function seconds(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(1)} s`
}

function sum(events: ClipScore['events'], of: 'boxes' | 'boxesHit' | 'identityChanges'): number {
  return events.reduce((total, event) => total + event[of], 0)
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
