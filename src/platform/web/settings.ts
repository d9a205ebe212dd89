/** What a person sets on this screen: language, theme, sound, how pictures look. Kept on this device, never on the server. */
import { type Digits, digitKinds } from '../digits.ts'
import type { Language } from '../text.ts'
import { createStore } from './store.ts'

export const themes = ['dark', 'light', 'night'] as const
export type Theme = (typeof themes)[number]

/** How warmth is painted: bright, dark, or in the red that spares dark-adapted eyes. */
export const palettes = ['white', 'black', 'red'] as const
export type Palette = (typeof palettes)[number]

export interface Settings {
  readonly language: Language
  readonly theme: Theme
  /** How quantities are written in Arabic. Identifiers, coordinates and clocks are Western always. */
  readonly digits: Digits
  readonly isSoundOn: boolean
  readonly palette: Palette
  /** How much the contrast of pictures is raised; 1: as they come. */
  readonly gain: number
  /** One picture a second instead of moving ones; null: as the system was told about motion. */
  readonly isStill: boolean | null
  /** Minutes without a touch after which the screen hides itself; 0: never. */
  readonly lockAfterMinutes: number
}

/** What may be chosen for it. */
export const lockMinutes = [0, 5, 10, 15, 30, 60] as const

const KEY = 'marsad.settings'
const standard: Settings = {
  language: 'ar',
  theme: 'dark',
  digits: 'western',
  isSoundOn: true,
  palette: 'white',
  gain: 1,
  isStill: null,
  lockAfterMinutes: 0,
}

/** A page whose storage is closed to us still works: it forgets the settings when it is closed, and nothing else. */
function load(): Settings {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    if (typeof kept !== 'object' || kept === null) return standard
    const { language, theme, digits, isSoundOn, palette, gain, isStill, lockAfterMinutes } = kept as Partial<
      Record<keyof Settings, unknown>
    >
    return {
      language: language === 'en' || language === 'ar' ? language : standard.language,
      theme: themes.find((known) => known === theme) ?? standard.theme,
      digits: digitKinds.find((known) => known === digits) ?? standard.digits,
      isSoundOn: typeof isSoundOn === 'boolean' ? isSoundOn : standard.isSoundOn,
      palette: palettes.find((known) => known === palette) ?? standard.palette,
      gain: typeof gain === 'number' && gain >= 1 && gain <= 4 ? gain : standard.gain,
      isStill: typeof isStill === 'boolean' ? isStill : null,
      lockAfterMinutes: lockMinutes.find((known) => known === lockAfterMinutes) ?? standard.lockAfterMinutes,
    }
  } catch {
    return standard
  }
}

export const settings = createStore<Settings>(load())

function show({ language, theme }: Settings) {
  const root = document.documentElement
  root.lang = language
  root.dir = language === 'ar' ? 'rtl' : 'ltr'
  root.dataset.theme = theme
}

/** Changes some settings, shows them at once and keeps them. */
export function changeSettings(change: Partial<Settings>): void {
  settings.update((now) => ({ ...now, ...change }))
  show(settings.get())
  try {
    localStorage.setItem(KEY, JSON.stringify(settings.get()))
  } catch {
    // Kept for this page only; see load().
  }
}

/** The other of the two languages. */
export function switchLanguage(): void {
  changeSettings({ language: settings.get().language === 'ar' ? 'en' : 'ar' })
}

/** The next theme in the order dark, light, night. */
export function switchTheme(): void {
  const at = themes.indexOf(settings.get().theme)
  changeSettings({ theme: themes[(at + 1) % themes.length] ?? 'dark' })
}

show(settings.get())
// Two windows of one desk look alike: what was set in the other holds here at once.
addEventListener('storage', ({ key }) => {
  if (key !== KEY) return
  settings.set(load())
  show(settings.get())
})
