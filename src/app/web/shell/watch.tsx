/** What every page is told of the watch, computed once a second and at each message from the world and the clock. */
import { createContext, useContext, useEffect, useMemo, useRef } from 'react'
import type { SessionView } from '../../../features/access/contract.ts'
import type { AlertView } from '../../../features/alerts/contract.ts'
import { queueOf } from '../../../features/alerts/web/queue.ts'
import { inOrder, type Seen, seenNow } from '../../../features/cameras/web/health.ts'
import { clockOf, type SiteClock, useNow } from '../../../platform/web/clock.ts'
import { spanInWords } from '../../../platform/web/parts/age.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { sayHint } from '../duty/duty-state.ts'
import { laneState, linkNow } from '../live/link.ts'
import { type Facts, facts as factsStore, type SlowSignals, signals as signalsStore } from '../live/world.ts'
import { type Lamp, lampsOf } from './lamps.ts'

export interface Watch {
  readonly view: SessionView
  /** By the server's clock. */
  readonly nowMs: number
  readonly timeZone: string
  readonly clock: SiteClock
  readonly facts: Facts
  readonly signals: SlowSignals
  readonly link: 'connecting' | 'up' | 'cut'
  readonly isCut: boolean
  /** For how long nothing was heard. */
  readonly silentMs: number
  /** Open alerts, untaken first. */
  readonly queue: readonly AlertView[]
  /** Cameras in their fixed order, judged as of the last word from the server. */
  readonly seen: readonly Seen[]
  /** The same with ages that go on while the link is cut: for what a person reads. */
  readonly listed: readonly Seen[]
  /** Cameras of movers that nobody has taken. */
  readonly alarmIds: ReadonlySet<string>
  readonly lamps: readonly Lamp[]
}

const WatchContext = createContext<Watch | null>(null)

/** Tells the parts below what `useWatch` gives. */
export const WatchProvider = WatchContext.Provider

/** The watch as it stands; only below the shell. */
export function useWatch(): Watch {
  const watch = useContext(WatchContext)
  if (watch === null) throw new Error('broken promise: the shell stands above every page')
  return watch
}

/** Computes it. The shell calls it; pages read it. */
export function useWatchNow(view: SessionView): Watch {
  const { say } = useSpeaker()
  const nowMs = useNow()
  const facts = useStore(factsStore)
  const signals = useStore(signalsStore)
  const { link, silentMs } = linkNow(useStore(laneState))
  const isCut = link === 'cut'
  const { timeZone } = view.site
  const clock = useMemo(() => clockOf(timeZone), [timeZone])
  const queue = useMemo(() => queueOf(facts.alerts.values(), signals.unsaved), [facts.alerts, signals.unsaved])
  // While the link is cut, ages stop meaning the cameras: they are judged as of the last word from the server.
  const seenAtMs = isCut ? nowMs - silentMs : nowMs
  const seen = inOrder(facts.cameras.values()).map((camera) =>
    seenNow(camera, signals.cameras.get(camera.id)?.lastJudgedAt ?? null, seenAtMs),
  )
  // States stand as of the last word, ages go on: they turn old by themselves.
  const listed = isCut
    ? seen.map((one) => ({ ...one, ageMs: one.ageMs === null ? null : one.ageMs + silentMs, sinceMs: one.sinceMs + silentMs }))
    : seen
  const alarmIds = useMemo(
    () =>
      new Set(
        queue.filter((alert) => alert.ack === 'unacknowledged' && alert.kind === 'detection').flatMap((alert) => alert.cameraIds),
      ),
    [queue],
  )
  const lamps = lampsOf({
    link,
    silentMs,
    nowMs,
    queue,
    lastTakenAt: lastTaken(facts),
    seen,
    assurance: signals.assurance,
    clock,
    span: (ms) => spanInWords(ms, say),
  })
  useLinkBack(link, silentMs)
  return { view, nowMs, timeZone, clock, facts, signals, link, isCut, silentMs, queue, seen, listed, alarmIds, lamps }
}

function lastTaken({ alerts, log }: Facts): string | null {
  let last = log.findLast((line) => line.text === 'log.alert.acknowledged')?.at ?? null
  for (const { hops } of alerts.values())
    if (hops.h5AcknowledgedAt !== null && (last === null || hops.h5AcknowledgedAt > last)) last = hops.h5AcknowledgedAt
  return last
}

/** When the link is back, it is said once, with how long it was gone. */
function useLinkBack(link: 'connecting' | 'up' | 'cut', silentMs: number): void {
  const { say } = useSpeaker()
  const goneMs = useRef(0)
  useEffect(() => {
    if (link === 'cut') goneMs.current = silentMs
    else if (link === 'up' && goneMs.current > 0) {
      sayHint('link.back', { span: spanInWords(goneMs.current, say) })
      goneMs.current = 0
    }
  }, [link, silentMs, say])
}

/** The number of waiting alerts and the page stand in the title of the tab. */
export function useTitle(queue: readonly AlertView[], page: string): void {
  const { say } = useSpeaker()
  const waiting = queue.filter((alert) => alert.ack === 'unacknowledged').length
  useEffect(() => {
    document.title = (waiting === 0 ? say('app.title', { page }) : say('app.title.alarms', { n: waiting, page })).replaceAll(
      /[\u2066-\u2069]/g,
      '',
    )
  }, [waiting, page, say])
}
