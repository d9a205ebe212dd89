/** Words about things that stand on the map: beside them under the pointer, by touch and by keys. Outside React. */
import type { Map as MapLibre } from 'maplibre-gl'
import type { LatLon } from '../../../base/geo.ts'
import { lonLat } from './shapes.ts'

/** A thing that is drawn on the map, and what is said of it: the first line is its name. */
export interface Thing {
  readonly key: string
  readonly at: LatLon
  readonly lines: readonly string[]
}

export interface Notes {
  show(things: readonly Thing[]): void
}

/** A pointer this near to the middle of a thing is on it: room for a finger (WCAG 2.2, 2.5.8). */
const NEAR_PX = 14
/** Room that a note leaves to the edge of the map, and to its thing. */
const EDGE_PX = 8
const GAP_PX = 14

/**
 * Opens a layer of notes. All things are one stop of the tab key: arrows go from one to the next in their order, as they are read
 * (`dir`). `css` names the classes `things`, `thing` and `note`. Ends with the map.
 */
export function openNotes(
  map: MapLibre,
  label: string,
  dir: 'ltr' | 'rtl',
  css: Readonly<Record<string, string | undefined>>,
): Notes {
  const container = map.getCanvasContainer()
  const group = document.createElement('div')
  group.className = css.things ?? ''
  group.setAttribute('role', 'group')
  group.setAttribute('aria-label', label)
  group.hidden = true
  const note = document.createElement('div')
  note.className = css.note ?? ''
  note.dir = dir
  note.hidden = true
  // The button of the thing says the same to those who hear the page.
  note.setAttribute('aria-hidden', 'true')
  container.append(group, note)
  let things: readonly Thing[] = []
  const buttons = new Map<string, HTMLButtonElement>()
  let shownKey: string | null = null

  const spotOf = ({ at }: Thing) => map.project(lonLat(at) as [number, number])

  function tell(key: string | null): void {
    shownKey = key
    const thing = things.find((one) => one.key === key)
    note.hidden = thing === undefined
    if (thing === undefined) return
    note.replaceChildren(
      ...thing.lines.map((line, index) => {
        const part = document.createElement(index === 0 ? 'b' : 'span')
        part.textContent = line
        return part
      }),
    )
    placeNote(thing)
  }

  function placeNote(thing: Thing): void {
    const { x, y } = spotOf(thing)
    const { offsetWidth: wide, offsetHeight: high } = note
    const left = Math.max(EDGE_PX, Math.min(x - wide / 2, container.clientWidth - wide - EDGE_PX))
    const above = y - GAP_PX - high
    note.style.transform = `translate(${Math.round(left)}px, ${Math.round(above < EDGE_PX ? y + GAP_PX : above)}px)`
  }

  function place(): void {
    for (const thing of things) {
      const { x, y } = spotOf(thing)
      const button = buttons.get(thing.key)
      if (button) button.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
      if (thing.key === shownKey) placeNote(thing)
    }
  }

  function under(point: { readonly x: number; readonly y: number }): string | null {
    let nearest: { key: string; px: number } | null = null
    for (const thing of things) {
      const { x, y } = spotOf(thing)
      const px = Math.hypot(x - point.x, y - point.y)
      if (px <= NEAR_PX && (nearest === null || px < nearest.px)) nearest = { key: thing.key, px }
    }
    return nearest?.key ?? null
  }

  const focusedKey = () => things.find(({ key }) => buttons.get(key) === document.activeElement)?.key ?? null
  map.on('mousemove', ({ point }) => {
    // Words that the pointer has moved onto stay as long as it is there.
    if (note.matches(':hover')) return
    const key = under(point) ?? focusedKey()
    if (key !== shownKey) tell(key)
  })
  container.addEventListener('mouseleave', () => tell(focusedKey()))
  map.on('click', ({ point }) => tell(under(point)))
  map.on('move', place)

  function newButton(key: string): HTMLButtonElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = css.thing ?? ''
    button.tabIndex = -1
    button.addEventListener('focus', () => {
      const thing = things.find((one) => one.key === key)
      if (thing === undefined) return
      stopAt(key)
      // Only a hand moves the map, and this is one.
      if (!map.getBounds().contains(lonLat(thing.at) as [number, number]))
        map.jumpTo({ center: lonLat(thing.at) as [number, number] })
      tell(key)
    })
    button.addEventListener('blur', () => shownKey === key && tell(null))
    button.addEventListener('keydown', (event) => {
      if (event.code === 'Escape' && !note.hidden) {
        tell(null)
        event.stopPropagation()
        return
      }
      const to = nextOf(event.code, key)
      if (to === null) return
      event.preventDefault()
      event.stopPropagation()
      buttons.get(to)?.focus()
    })
    group.append(button)
    return button
  }

  function nextOf(code: string, key: string): string | null {
    const forward = dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const back = dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft'
    const at = things.findIndex((thing) => thing.key === key)
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      [forward]: at + 1,
      ArrowUp: at - 1,
      [back]: at - 1,
      Home: 0,
      End: things.length - 1,
    }
    const to = steps[code]
    return to === undefined ? null : (things[Math.max(0, Math.min(things.length - 1, to))]?.key ?? null)
  }

  /** The one that the tab key comes to. */
  function stopAt(key: string | undefined): void {
    for (const [other, button] of buttons) button.tabIndex = other === key ? 0 : -1
  }

  return {
    show(next) {
      things = next
      const wanted = new Set(next.map(({ key }) => key))
      for (const [key, button] of buttons)
        if (!wanted.has(key)) {
          button.remove()
          buttons.delete(key)
        }
      for (const [index, { key, lines }] of next.entries()) {
        const button = buttons.get(key) ?? newButton(key)
        buttons.set(key, button)
        button.setAttribute('aria-label', lines.join('. '))
        // The order of the page is that of the things; one that is where it belongs keeps the focus that it has.
        if (group.children[index] !== button) group.insertBefore(button, group.children[index] ?? null)
      }
      group.hidden = next.length === 0
      const stop = next.find(({ key }) => buttons.get(key)?.tabIndex === 0)
      stopAt((stop ?? next[0])?.key)
      place()
      tell(shownKey)
    },
  }
}
