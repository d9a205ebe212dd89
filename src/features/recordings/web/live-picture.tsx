/** A camera's picture as it comes, with boxes in step. Where it does not come, words say why; never an old picture as a new one. */
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { nowMs, useNow } from '../../../platform/web/clock.ts'
import { Age } from '../../../platform/web/parts/age.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { useSay } from '../../../platform/web/text.tsx'
import { createLivePlayer, type LivePlayer, type LiveState } from './live-player.ts'
import { isStillMode } from './look.ts'
import css from './picture.module.css'
import type { PictureLane, PictureStart } from './pictures.ts'

/** Stills: one picture a second is enough to look at a place. */
const STILL_EVERY_MS = 1000
/** A tab that is put away for a moment keeps its pictures; longer, nobody looks and nobody should pay. */
const HIDDEN_KEEPS_MS = 2_000
/** From here on the age of the picture is said in the colour of what is old. */
const LATE_MS = 2_000

export interface LivePictureProps {
  readonly cameraId: string
  readonly lane: PictureLane
  /** What is seen in it, for those who listen to the screen. */
  readonly label: string
  /** Whether the age of the picture stands on it always, or only when it is late. */
  readonly ages?: 'always' | 'late'
  /** Frozen: the camera sends, but the world in it stands still. */
  readonly isDimmed?: boolean
  /** Holds the player while it plays: for what goes in step with the picture. */
  readonly playerRef?: RefObject<LivePlayer | null>
}

/** Streams while it is in view. Cost of a frame: one look-up and, when boxes changed, one drawing of a small canvas. */
export function LivePicture({
  cameraId,
  lane,
  label,
  ages = 'always',
  isDimmed = false,
  playerRef,
}: LivePictureProps): ReactNode {
  const say = useSay()
  const box = useRef<HTMLDivElement>(null)
  const video = useRef<HTMLVideoElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const own = useRef<LivePlayer | null>(null)
  const player = playerRef ?? own
  const wantsStills = useStore(isStillMode)
  const [isInView, setIsInView] = useState(false)
  const [state, setState] = useState<LiveState>('connecting')
  const [start, setStart] = useState<PictureStart | null>(null)
  const isStills = wantsStills || state === 'stills'

  useEffect(() => {
    const element = box.current
    if (element === null) return
    let isNear = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') setIsInView(isNear)
      else timer = setTimeout(() => setIsInView(false), HIDDEN_KEEPS_MS)
    }
    const observer = new IntersectionObserver(([entry]) => {
      isNear = entry?.isIntersecting ?? false
      look()
    })
    observer.observe(element)
    document.addEventListener('visibilitychange', look)
    return () => {
      observer.disconnect()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])

  useEffect(() => {
    if (!isInView || wantsStills || video.current === null || canvas.current === null) return
    setState('connecting')
    const mine = createLivePlayer({
      cameraId,
      lane,
      video: video.current,
      canvas: canvas.current,
      onState: (next, nextStart) => {
        setState(next)
        setStart(nextStart)
      },
    })
    player.current = mine
    return () => {
      player.current = null
      mine.close()
    }
  }, [isInView, wantsStills, cameraId, lane, player])

  const words =
    state === 'no-camera' || state === 'no-pictures' || state === 'no-line'
      ? say(`picture.${state}`)
      : state === 'connecting'
        ? say('picture.connecting')
        : null
  return (
    <div ref={box} className={`${css.picture} ${isDimmed ? css.dimmed : ''}`} data-picture={isStills ? 'stills' : state}>
      <div role="img" aria-label={label} hidden={isStills} className={css.video}>
        <video ref={video} className={css.video} muted playsInline disablePictureInPicture disableRemotePlayback />
        <canvas ref={canvas} className={css.over} />
      </div>
      {isStills && isInView ? <Stills cameraId={cameraId} label={label} isWanted={wantsStills} /> : null}
      {isStills || words === null ? null : (
        <span className={`${css.words} ${state === 'connecting' ? '' : 'hatch'}`} role="status">
          <span>{words}</span>
        </span>
      )}
      {!isStills && state === 'playing' ? <PictureAge player={player} isOnlyLate={ages === 'late'} /> : null}
      {start?.isReencoded === true && state === 'playing' ? <span className={css.note}>{say('picture.reencoded')}</span> : null}
    </div>
  )
}

/** The age of the very picture on the screen, by the server's clock: computed each second, never remembered. */
function PictureAge({
  player,
  isOnlyLate,
}: {
  readonly player: { readonly current: LivePlayer | null }
  readonly isOnlyLate: boolean
}): ReactNode {
  useNow()
  const at = player.current?.shownSiteMs() ?? null
  const ageMs = at === null ? null : Math.max(0, nowMs() - at)
  const isLate = ageMs !== null && ageMs > LATE_MS
  if (isOnlyLate && !isLate) return null
  return (
    <span className={`${css.age} ${isLate ? css.late : ''}`}>
      <Age ms={ageMs} />
    </span>
  )
}

/** One picture a second, where the browser cannot play what comes or the viewer wants it calm. */
function Stills({
  cameraId,
  label,
  isWanted,
}: {
  readonly cameraId: string
  readonly label: string
  readonly isWanted: boolean
}): ReactNode {
  const say = useSay()
  const [address, setAddress] = useState<string | null>(null)
  const [hasFailed, setHasFailed] = useState(false)
  useEffect(() => {
    let isGone = false
    let isUnderWay = false
    function fetchNext() {
      if (isUnderWay) return
      isUnderWay = true
      // A new address each time, so that no cache shows an old picture as new; shown only once it has arrived whole.
      const next = new Image()
      next.onload = () => {
        isUnderWay = false
        if (isGone) return
        setAddress(next.src)
        setHasFailed(false)
      }
      next.onerror = () => {
        isUnderWay = false
        if (!isGone) setHasFailed(true)
      }
      next.src = `/api/cameras/${cameraId}/still.jpg?t=${Date.now()}`
    }
    fetchNext()
    const timer = setInterval(fetchNext, STILL_EVERY_MS)
    return () => {
      isGone = true
      clearInterval(timer)
    }
  }, [cameraId])
  return (
    <>
      {address === null || hasFailed ? (
        <span className={`${css.words} hatch`} role="status">
          <span>{say(hasFailed ? 'picture.no-pictures' : 'picture.connecting')}</span>
        </span>
      ) : (
        <img className={css.video} src={address} alt={label} />
      )}
      <span className={css.note}>{say(isWanted ? 'picture.stills.wanted' : 'picture.stills')}</span>
    </>
  )
}
