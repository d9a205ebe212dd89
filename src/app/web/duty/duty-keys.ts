/** What each key of the watch page does (interface.md 4). What a key does on every page stands in the shell. */
import { inOrder } from '../../../features/cameras/web/health.ts'
import type { KeyAct } from '../../../platform/web/keys.ts'
import { laneState, linkNow } from '../live/link.ts'
import { facts } from '../live/world.ts'
import { CAMERA_KEYS, type KeyActs } from '../shell/keys.ts'
import { replayShown } from './alert-picture.tsx'
import {
  askAbout,
  askReason,
  chooseCamera,
  chosenCameraId,
  failure,
  justClosed,
  shownAlert,
  stepCard,
  takeShown,
  unshelveShown,
  withdrawShown,
} from './duty-state.ts'
import { openRaising } from './watch-acts.ts'

/** While the link is cut nothing is sent: the button says so, and its key does nothing. */
const ifLinked = (act: () => boolean): boolean => (linkNow(laneState.get()).link === 'up' ? act() : false)

function step(by: 1 | -1): boolean {
  stepCard(by)
  return true
}

function back(): boolean {
  if (chosenCameraId.get() !== null) chosenCameraId.set(null)
  else if (failure.get() !== null) failure.set(null)
  else if (justClosed.get() !== null) justClosed.set(null)
  else return false
  return true
}

/** Only here does `Space` take an alert: the card that it takes stands on this page and on no other. */
export function dutyKeys(goToAlarm: () => void, openCamera: (id: string) => void): KeyActs {
  const acts: Record<string, KeyAct> = {
    Space: () => ifLinked(takeShown),
    KeyZ: () => ifLinked(withdrawShown),
    KeyE: () => ifLinked(() => askReason('close')),
    KeyX: () => ifLinked(() => askReason('rule-out')),
    KeyH: () => ifLinked(() => askAbout('shelve')),
    'Shift+KeyH': () => ifLinked(unshelveShown),
    KeyD: () => ifLinked(() => askAbout('transfer')),
    'Shift+ArrowUp': () => ifLinked(() => askAbout('priority')),
    'Shift+KeyJ': () => ifLinked(() => askAbout('note')),
    'Shift+KeyN': () => ifLinked(() => openRaising('hand')),
    'Shift+KeyG': () => ifLinked(() => openRaising('announce')),
    KeyT: () => ifLinked(() => openRaising('test')),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    KeyM: () => {
      goToAlarm()
      return true
    },
    KeyL: () => replayShown(shownAlert()),
    KeyF: () => {
      const id = chosenCameraId.get()
      if (id !== null) openCamera(id)
      return id !== null
    },
    Escape: back,
  }
  CAMERA_KEYS.forEach(({ code }, index) => {
    acts[code] = () => {
      const camera = inOrder(facts.get().cameras.values())[index]
      if (camera === undefined) return false
      chooseCamera(camera.id)
      return true
    }
  })
  return acts
}
