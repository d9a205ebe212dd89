/** Keys of the whole program and of the page that stands: one listener, and the page is asked first (interface.md 4). */
import { useEffect, useRef } from 'react'
import { type KeyAct, listenToKeys } from '../../../platform/web/keys.ts'
import { createStore, useStore } from '../../../platform/web/store.ts'
import type { KeyHint } from './key-bar.tsx'

export type KeyActs = Readonly<Record<string, KeyAct>>

let pageActs: (() => KeyActs) | null = null
const pageHints = createStore<readonly KeyHint[]>([])

/** Camera n has key n, then 0, - and =: by place on the keyboard. */
export const CAMERA_KEYS = [
  { code: 'Digit1', label: '1' },
  { code: 'Digit2', label: '2' },
  { code: 'Digit3', label: '3' },
  { code: 'Digit4', label: '4' },
  { code: 'Digit5', label: '5' },
  { code: 'Digit6', label: '6' },
  { code: 'Digit7', label: '7' },
  { code: 'Digit8', label: '8' },
  { code: 'Digit9', label: '9' },
  { code: 'Digit0', label: '0' },
  { code: 'Minus', label: '-' },
  { code: 'Equal', label: '=' },
] as const

/** What the keys of the page that stands do, and which of them its key bar prints. A page calls it once. */
export function usePageKeys(acts: KeyActs, hints: readonly KeyHint[]): void {
  const newest = useRef(acts)
  newest.current = acts
  useEffect(() => {
    const mine = () => newest.current
    pageActs = mine
    return () => {
      if (pageActs === mine) pageActs = null
    }
  }, [])
  const key = JSON.stringify(hints)
  useEffect(() => {
    pageHints.set(JSON.parse(key) as readonly KeyHint[])
  }, [key])
}

/** The hints of the page that stands, for the bar at the foot. */
export function usePageHints(): readonly KeyHint[] {
  return useStore(pageHints)
}

/** Listens as long as somebody is signed in. The page comes before the program; who says no passes the key on. */
export function useShellKeys(acts: KeyActs): void {
  const newest = useRef(acts)
  newest.current = acts
  useEffect(
    () =>
      listenToKeys(() => {
        const page = pageActs?.() ?? {}
        const all: Record<string, KeyAct> = { ...newest.current }
        for (const [code, act] of Object.entries(page)) {
          const below = all[code]
          all[code] = below === undefined ? act : (event) => act(event) || below(event)
        }
        return all
      }),
    [],
  )
}

/** Ctrl S saves, wherever the focus stands. */
export function useCtrlS(save: () => void): void {
  const newest = useRef(save)
  newest.current = save
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.code !== 'KeyS' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      event.preventDefault()
      newest.current()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}
