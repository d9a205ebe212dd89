/**
 * Finds out which alerts are really painted: their place is inside the window and inside the list that scrolls.
 * Elements say with `data-alert` which alert they show, and lists with `data-scrolls` that they cut them off.
 */
import { onEachSecond } from '../../../platform/web/clock.ts'
import { alertsWereDrawn } from '../live/link.ts'
import { facts, signals } from '../live/world.ts'

function isPainted(element: HTMLElement): boolean {
  const box = element.getBoundingClientRect()
  const list = element.closest('[data-scrolls]')?.getBoundingClientRect()
  const top = Math.max(0, list?.top ?? 0)
  const bottom = Math.min(innerHeight, list?.bottom ?? innerHeight)
  // Half of it is enough to read its title; less is not.
  return box.height > 0 && Math.min(box.bottom, bottom) - Math.max(box.top, top) >= Math.min(box.height, bottom - top) / 2
}

function tell() {
  const elements = [...document.querySelectorAll<HTMLElement>('[data-alert]')]
  alertsWereDrawn([...new Set(elements.filter(isPainted).flatMap((element) => element.dataset.alert ?? []))])
}

/** Tells the server what is painted, after each change and once a second. Frames do not run on a hidden page, so it stays silent there. */
export function startDrawn(): () => void {
  let frame = 0
  function soon() {
    cancelAnimationFrame(frame)
    // The first frame paints what changed, the second comes after it was painted.
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(tell)
    })
  }
  const stops = [facts.subscribe(soon), signals.subscribe(soon), onEachSecond(soon)]
  return () => {
    cancelAnimationFrame(frame)
    for (const stop of stops) stop()
  }
}
