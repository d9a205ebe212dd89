/** Turns the state of the alerts into sound: what must be heard now, and what is new (interface.md 7). */
import { newlyPassedUp } from '../../../features/alerts/web/passed-up.ts'
import { newSoundings, waitingAloud } from '../../../features/alerts/web/queue.ts'
import { onEachSecond } from '../../../platform/web/clock.ts'
import { setSounding, soundNew } from '../../../platform/web/sound.ts'
import { laneState, linkNow } from '../live/link.ts'
import { facts, signals } from '../live/world.ts'
import { passedUpNow, queueNow } from './duty-state.ts'

/** Starts it; gives back what ends it. An alert that waits at load sounds like one that comes: nobody may miss it by reloading. */
export function startSounding(): () => void {
  let heard: ReadonlyMap<string, number> = new Map()
  let passedUp: ReadonlyMap<string, string> = new Map()

  function update() {
    const queue = queueNow()
    const waiting = waitingAloud(queue)
    const highest = waiting.some((alert) => alert.priority === 'P1')
      ? 'P1'
      : waiting.some((alert) => alert.priority === 'P2')
        ? 'P2'
        : null
    setSounding({ waiting: highest, isLinkCut: linkNow(laneState.get()).link === 'cut' })
    const news = newSoundings(queue, heard)
    heard = news.heard
    // What is passed up to this person sounds anew, taken or not: it waits for him now.
    const up = newlyPassedUp(passedUpNow(), passedUp)
    passedUp = up.known
    const [loudest] = [...news.sounds, ...up.news].map((alert) => alert.priority).sort()
    if (loudest !== undefined) soundNew(loudest)
  }

  const stops = [facts.subscribe(update), signals.subscribe(update), onEachSecond(update)]
  update()
  return () => {
    for (const stop of stops) stop()
    setSounding({ waiting: null, isLinkCut: false })
  }
}
