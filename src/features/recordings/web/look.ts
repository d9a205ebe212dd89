/** How this viewer looks at pictures: palette, gain, calm pictures. The viewer's own, on this device; the record is never touched. */
import { changeSettings, palettes, settings } from '../../../platform/web/settings.ts'
import { createStore } from '../../../platform/web/store.ts'

const wish = typeof matchMedia === 'undefined' ? null : matchMedia('(prefers-reduced-motion: reduce)')

/** Pictures once a second instead of moving ones: the viewer's choice, else what the system was told about motion. */
export const isStillMode = createStore(false)

/** Steps of gain: how much the differences of a flat picture are spread. */
const GAINS = [1, 1.4, 2, 2.8] as const

/** `none`, or the filter that every picture of this page wears. */
export function filterOf(palette: (typeof palettes)[number], gain: number): string {
  const parts: string[] = []
  if (palette === 'black') parts.push('invert(1)')
  // Red keeps brightness in one hue, so colour that a camera adds goes first.
  if (palette === 'red') parts.push('grayscale(1)')
  if (gain !== 1) parts.push(`contrast(${gain})`)
  return parts.length === 0 ? 'none' : parts.join(' ')
}

function show() {
  const { palette, gain, isStill } = settings.get()
  document.documentElement.dataset.palette = palette
  document.documentElement.style.setProperty('--picture-filter', filterOf(palette, gain))
  isStillMode.set(isStill ?? wish?.matches ?? false)
}

if (typeof document !== 'undefined') {
  settings.subscribe(show)
  wish?.addEventListener('change', show)
  show()
}

/** The next palette in the order white-hot, black-hot, night red. */
export function switchPalette(): void {
  const at = palettes.indexOf(settings.get().palette)
  changeSettings({ palette: palettes[(at + 1) % palettes.length] ?? 'white' })
}

/** The next step of gain, round and round. */
export function switchGain(): void {
  const at = GAINS.findIndex((gain) => gain >= settings.get().gain)
  changeSettings({ gain: GAINS[(at + 1) % GAINS.length] ?? 1 })
}

/** Moving pictures or one a second. */
export function switchStill(): void {
  changeSettings({ isStill: !isStillMode.get() })
}
