/** Marks on the map that a hand moves: buttons over the canvas, by pointer, touch and arrow keys. Outside React. */
import type { Map as MapLibre } from 'maplibre-gl'
import type { LatLon } from '../../../base/geo.ts'
import { lonLat } from './shapes.ts'

/** A mark that a hand moves. */
export interface Mark<Look extends string = string> {
  readonly key: string
  readonly at: LatLon
  readonly label: string
  readonly look: Look
  readonly text: string
  /** Its words stand on the west side. */
  readonly isWest?: boolean
  /** `isHeld`: the hand is still on it; false once, when it lets go. */
  readonly onMove: (to: LatLon, isHeld: boolean, by: 'hand' | 'keys') => void
  /** Pressed without moving, or by Enter. */
  readonly onPress?: () => void
  /** Delete or Backspace. */
  readonly onDelete?: () => void
}

export interface Marks {
  show(marks: readonly Mark[]): void
  focus(key: string): void
}

/** Further than this the press was a move. */
const SLACK_PX = 3

/** Opens a layer for marks on the map. `css` names the classes: `handles`, `handle` and one for each look. */
export function openMarks(map: MapLibre, css: Readonly<Record<string, string | undefined>>): Marks {
  const known = new Map<string, { element: HTMLButtonElement; mark: Mark }>()
  const layer = document.createElement('div')
  layer.className = css.handles ?? ''
  map.getCanvasContainer().append(layer)
  map.on('move', place)

  function place(): void {
    for (const { element, mark } of known.values()) {
      const at = map.project(lonLat(mark.at) as [number, number])
      element.style.transform = `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px)`
    }
  }

  function newMark(key: string): HTMLButtonElement {
    const element = document.createElement('button')
    element.type = 'button'
    element.dataset.takesKeys = ''
    layer.append(element)
    const at = (event: { clientX: number; clientY: number }): LatLon => {
      const box = map.getCanvas().getBoundingClientRect()
      const { lng, lat } = map.unproject([event.clientX - box.left, event.clientY - box.top])
      return { lat, lon: lng }
    }
    element.addEventListener('pointerdown', (event) => {
      event.preventDefault()
      event.stopPropagation()
      element.focus()
      element.setPointerCapture(event.pointerId)
      const from = { x: event.clientX, y: event.clientY }
      let isMoved = false
      const move = (next: PointerEvent) => {
        if (!isMoved && Math.hypot(next.clientX - from.x, next.clientY - from.y) < SLACK_PX) return
        isMoved = true
        known.get(key)?.mark.onMove(at(next), true, 'hand')
      }
      const end = (last: PointerEvent) => {
        element.removeEventListener('pointermove', move)
        element.removeEventListener('pointerup', end)
        element.removeEventListener('pointercancel', end)
        const mark = known.get(key)?.mark
        if (isMoved) mark?.onMove(at(last), false, 'hand')
        else mark?.onPress?.()
      }
      element.addEventListener('pointermove', move)
      element.addEventListener('pointerup', end)
      element.addEventListener('pointercancel', end)
    })
    for (const kind of ['mousedown', 'touchstart', 'dblclick', 'click'] as const)
      element.addEventListener(kind, (event) => event.stopPropagation())
    element.addEventListener('keydown', (event) => {
      const by = event.shiftKey ? 10 : 1
      const way = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.code]
      const mark = known.get(key)?.mark
      if (mark === undefined) return
      const other = { Enter: mark.onPress, Space: mark.onPress, Delete: mark.onDelete, Backspace: mark.onDelete }[event.code]
      if (way === undefined && other === undefined) return
      event.preventDefault()
      event.stopPropagation()
      if (way === undefined) return other?.()
      const from = map.project(lonLat(mark.at) as [number, number])
      const { lng, lat } = map.unproject([from.x + (way[0] ?? 0), from.y + (way[1] ?? 0)])
      mark.onMove({ lat, lon: lng }, false, 'keys')
    })
    return element
  }

  return {
    show(marks) {
      const wanted = new Set(marks.map(({ key }) => key))
      for (const [key, { element }] of known)
        if (!wanted.has(key)) {
          element.remove()
          known.delete(key)
        }
      for (const mark of marks) {
        const one = known.get(mark.key) ?? { element: newMark(mark.key), mark }
        one.mark = mark
        known.set(mark.key, one)
        one.element.className = `${css.handle} ${css[mark.look] ?? ''}`
        one.element.setAttribute('aria-label', mark.label)
        one.element.dataset.text = mark.text
        // Words stand on the outer side, where they do not cover what the mark belongs to.
        one.element.dataset.side = mark.isWest ? 'west' : 'east'
      }
      place()
    },
    focus: (key) => known.get(key)?.element.focus(),
  }
}
