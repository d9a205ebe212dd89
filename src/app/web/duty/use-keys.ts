/** What each key of the duty screen does (interface.md 4). */
import { useEffect } from 'react'
import { inOrder } from '../../../features/cameras/web/health.ts'
import { type KeyAct, listenToKeys } from '../../../platform/web/keys.ts'
import { switchLanguage, switchTheme } from '../../../platform/web/settings.ts'
import { silence } from '../../../platform/web/sound.ts'
import { laneState, linkNow, tryLinkNow } from '../live/link.ts'
import { facts } from '../live/world.ts'
import {
  askReason,
  chooseCamera,
  chosenCameraId,
  failure,
  isKeySheetOpen,
  justClosed,
  sayHint,
  stepCard,
  takeShown,
  withdrawShown,
} from './duty-state.ts'

const CAMERA_KEYS = [
  'Digit1',
  'Digit2',
  'Digit3',
  'Digit4',
  'Digit5',
  'Digit6',
  'Digit7',
  'Digit8',
  'Digit9',
  'Digit0',
  'Minus',
  'Equal',
]

/** While the link is cut nothing is sent: the button says so, and its key does nothing. */
const ifLinked = (act: () => boolean): boolean => (linkNow(laneState.get()).link === 'up' ? act() : false)

function step(by: 1 | -1): boolean {
  stepCard(by)
  return true
}

/** The next or previous region of the screen gets the focus. */
function moveRegion(by: 1 | -1): boolean {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.offsetParent !== null)
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(at + by + regions.length) % regions.length]
  if (next === undefined) return false
  next.tabIndex = -1
  next.focus()
  return true
}

function back(): boolean {
  if (chosenCameraId.get() !== null) chosenCameraId.set(null)
  else if (failure.get() !== null) failure.set(null)
  else if (justClosed.get() !== null) justClosed.set(null)
  else return false
  return true
}

/** Listens as long as the duty screen stands. */
export function useDutyKeys(goToAlarm: () => void): void {
  useEffect(() => {
    const done = (act: () => void) => () => {
      act()
      return true
    }
    const acts: Record<string, KeyAct> = {
      Space: () => ifLinked(takeShown),
      KeyZ: () => ifLinked(withdrawShown),
      KeyE: () => ifLinked(() => askReason('close')),
      KeyX: () => ifLinked(() => askReason('rule-out')),
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      KeyS: () => {
        if (!silence()) sayHint('sound.not-p1')
        return true
      },
      KeyM: done(goToAlarm),
      KeyA: done(switchLanguage),
      KeyQ: done(switchTheme),
      F6: () => moveRegion(1),
      'Shift+F6': () => moveRegion(-1),
      Slash: done(() => isKeySheetOpen.set(true)),
      'Shift+Slash': done(() => isKeySheetOpen.set(true)),
      Escape: back,
      Enter: () => {
        if (linkNow(laneState.get()).link !== 'cut') return false
        tryLinkNow()
        return true
      },
    }
    CAMERA_KEYS.forEach((code, index) => {
      acts[code] = () => {
        const camera = inOrder(facts.get().cameras.values())[index]
        if (camera === undefined) return false
        chooseCamera(camera.id)
        return true
      }
    })
    return listenToKeys(() => acts)
  }, [goToAlarm])
}
