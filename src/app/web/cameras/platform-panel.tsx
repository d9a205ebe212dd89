/**
 * Where a camera that says its own position is and looks, in step with the picture beside it: live by the site time of the picture on
 * the screen, in the past by what was kept. Absent for cameras that say nothing.
 */
import { type ReactNode, type RefObject, useEffect, useMemo, useState } from 'react'
import { type EastNorth, type LatLon, toPlane } from '../../../base/geo.ts'
import type { PlatformFix, PlatformState } from '../../../features/cameras/platform.ts'
import { fixAt } from '../../../features/cameras/web/platform-shapes.ts'
import { formatMgrs } from '../../../features/places/web/mgrs.ts'
import type { LivePlayer } from '../../../features/recordings/web/live-player.ts'
import type { LookBack } from '../../../features/recordings/web/look-back.ts'
import { nowMs, type SiteClock } from '../../../platform/web/clock.ts'
import { request } from '../../../platform/web/http.ts'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { platforms } from '../live/world.ts'
import css from './platform-panel.module.css'

/** As often as the map is drawn: faster tells nobody more. */
const LOOK_EVERY_MS = 200
/** Live words are held this long, so that a picture that comes late finds its own. */
const HELD_MS = 20_000
/** What is read of the past at once, on each side of the picture. */
const AROUND_MS = 60_000

export interface PlatformPanelProps {
  readonly cameraId: string
  readonly lookBack: LookBack
  readonly player: RefObject<LivePlayer | null>
  readonly clock: SiteClock
}

/** The panel; nothing where the camera says nothing of itself. */
export function PlatformPanel({ cameraId, lookBack, player, clock }: PlatformPanelProps): ReactNode {
  const { say } = useSpeaker()
  const mode = useStore(lookBack.mode)
  const state = useStore(platforms).find((each) => each.cameraId === cameraId) ?? null
  const source = useMemo(() => fixesOf(cameraId), [cameraId])
  const [shown, setShown] = useState<PlatformFix | null>(null)
  useEffect(() => {
    const look = () => {
      const atMs = lookBack.mode.get() === 'past' ? lookBack.atMs() : (player.current?.shownSiteMs() ?? nowMs())
      setShown(source.at(atMs, lookBack.mode.get()))
    }
    const timer = setInterval(look, LOOK_EVERY_MS)
    const stops = [platforms.subscribe(look), lookBack.onDrawn(look)]
    return () => {
      clearInterval(timer)
      for (const stop of stops) stop()
    }
  }, [lookBack, player, source])

  if (state === null && shown === null) return null
  return (
    <section className={css.panel} aria-label={say('camera.platform.title')}>
      <h2>{say('camera.platform.title')}</h2>
      {state === null || mode === 'past' ? null : <Promised state={state} />}
      {shown === null ? (
        <p className={css.quiet}>{say('camera.platform.none')}</p>
      ) : (
        <>
          <Plan fix={shown} label={say('camera.platform.map')} />
          <Numbers fix={shown} clock={clock} />
        </>
      )}
      {state !== null && state.damaged > 0 ? (
        <p className={css.quiet}>{say('camera.platform.damaged', { n: state.damaged, all: state.sets })}</p>
      ) : null}
    </section>
  )
}

/** What is promised of it now, in words. */
function Promised({ state }: { readonly state: PlatformState }): ReactNode {
  const { say } = useSpeaker()
  const isStill = state.motion === 'still'
  return (
    <p className={isStill ? css.quiet : css.notice} role="status" data-motion={state.motion}>
      {isStill ? null : <Icon name="blind" size={14} />}
      <span>{say(`camera.platform.${state.motion}`)}</span>
    </p>
  )
}

function Numbers({ fix, clock }: { readonly fix: PlatformFix; readonly clock: SiteClock }): ReactNode {
  const { say } = useSpeaker()
  const at = (point: LatLon | null) => (point === null ? '–' : <Code>{formatMgrs(point)}</Code>)
  const rows: readonly (readonly [string, ReactNode])[] = [
    ['camera.platform.at', at(fix.position)],
    [
      'camera.platform.altitude',
      fix.altitudeM === null ? '–' : <Text text="map.metres" values={{ n: Math.round(fix.altitudeM) }} />,
    ],
    ['camera.platform.azimuth', fix.azimuthTrueDeg === null ? '–' : <Code>{Math.round(fix.azimuthTrueDeg)}°</Code>],
    ['camera.platform.centre', at(fix.frameCentre)],
  ]
  return (
    <dl className={css.numbers}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{say(name)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>{say('camera.platform.picture-time', { time: clock.long(fix.atMs) })}</dt>
      </div>
    </dl>
  )
}

const SIZE = 240
const MARGIN = 26

/** North is up. The platform, the ground in its picture and the middle of it, with a length to measure by. */
function Plan({ fix, label }: { readonly fix: PlatformFix; readonly label: string }): ReactNode {
  const { say } = useSpeaker()
  const { position, frameCentre, footprint } = fix
  const origin = position ?? frameCentre
  if (origin === null) return null
  const plane = (point: LatLon) => toPlane(origin, point)
  const corners = (footprint ?? []).map(([lon, lat]) => plane({ lat, lon }))
  const centre = frameCentre === null ? null : plane(frameCentre)
  const all: EastNorth[] = [...(position === null ? [] : [plane(position)]), ...(centre === null ? [] : [centre]), ...corners]
  const [west, east] = [Math.min(...all.map(({ eastM }) => eastM)), Math.max(...all.map(({ eastM }) => eastM))]
  const [south, north] = [Math.min(...all.map(({ northM }) => northM)), Math.max(...all.map(({ northM }) => northM))]
  const perM = (SIZE - 2 * MARGIN) / Math.max(50, east - west, north - south)
  const x = (eastM: number) => SIZE / 2 + (eastM - (west + east) / 2) * perM
  const y = (northM: number) => SIZE / 2 - (northM - (south + north) / 2) * perM
  const lengthM = niceLength(60 / perM)
  return (
    <svg className={css.plan} viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={label} direction="ltr">
      {corners.length === 0 ? null : (
        <polygon className={css.ground} points={corners.map(({ eastM, northM }) => `${x(eastM)},${y(northM)}`).join(' ')} />
      )}
      {position === null || centre === null ? null : (
        <line className={css.look} x1={x(0)} y1={y(0)} x2={x(centre.eastM)} y2={y(centre.northM)} />
      )}
      {centre === null ? null : (
        <path
          className={css.centre}
          d={`M${x(centre.eastM) - 5} ${y(centre.northM)}h10M${x(centre.eastM)} ${y(centre.northM) - 5}v10`}
        />
      )}
      {position === null ? null : <circle className={css.mark} cx={x(0)} cy={y(0)} r="5.5" />}
      <path className={css.scale} d={`M12 ${SIZE - 10}v4h${lengthM * perM}v-4`} />
      <text className={css.scaleText} x="12" y={SIZE - 14}>
        {say(lengthM >= 1000 ? 'map.km' : 'map.metres', { n: lengthM >= 1000 ? lengthM / 1000 : lengthM })}
      </text>
      <path className={css.scale} d={`M${SIZE - 16} 26v-14m-4 5 4-5 4 5`} />
      <text className={css.scaleText} x={SIZE - 20} y="38">
        N
      </text>
    </svg>
  )
}

/** 1, 2 or 5 times a power of ten, not longer than this. */
function niceLength(mostM: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, mostM)))
  return power * ([5, 2, 1].find((step) => step * power <= mostM) ?? 1)
}

/** The words of one camera: live ones held for a while, those of the past read where the hand is. */
function fixesOf(cameraId: string) {
  let live: PlatformFix[] = []
  let past: readonly PlatformFix[] = []
  let read = { fromMs: 0, toMs: 0 }
  let isUnderWay = false
  function fetchAround(atMs: number): void {
    if (isUnderWay) return
    isUnderWay = true
    const [fromMs, toMs] = [atMs - AROUND_MS, atMs + AROUND_MS]
    const query = `from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`
    request('GET', `/api/cameras/${cameraId}/platform?${query}`).then(
      (answer) => {
        past = (answer as { fixes: PlatformFix[] }).fixes
        // What is not yet written comes later: the near end is read again soon.
        read = { fromMs, toMs: Math.min(toMs, nowMs() - 10_000) }
        isUnderWay = false
      },
      () => {
        // The panel says that nothing is known of this moment; the next look asks again.
        past = []
        setTimeout(() => {
          isUnderWay = false
        }, 2000)
      },
    )
  }
  return {
    at(atMs: number, mode: 'live' | 'past'): PlatformFix | null {
      const newest = platforms.get().find((each) => each.cameraId === cameraId)?.fix ?? null
      if (newest !== null && newest.atMs !== live.at(-1)?.atMs)
        live = [...live.filter((fix) => fix.atMs > newest.atMs - HELD_MS && fix.atMs < newest.atMs), newest]
      if (mode === 'live') return fixAt(live, atMs)
      if (atMs < read.fromMs + 5000 || atMs > read.toMs - 5000) fetchAround(atMs)
      return fixAt(past, atMs)
    },
  }
}
