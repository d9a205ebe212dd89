/** One camera, large: live with its boxes, and on the line below it everything that is recorded. */
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { csrf } from '../../../features/access/web/session.ts'
import type { Seen } from '../../../features/cameras/web/health.ts'
import { type IntervalActs, IntervalPanel } from '../../../features/recordings/web/interval-panel.tsx'
import { LivePicture } from '../../../features/recordings/web/live-picture.tsx'
import type { LivePlayer } from '../../../features/recordings/web/live-player.ts'
import { switchGain, switchPalette, switchStill } from '../../../features/recordings/web/look.ts'
import { createLookBack } from '../../../features/recordings/web/look-back.ts'
import { LookControls } from '../../../features/recordings/web/look-controls.tsx'
import { PastLists } from '../../../features/recordings/web/past-lists.tsx'
import { PastPicture } from '../../../features/recordings/web/past-picture.tsx'
import { TimelineLine } from '../../../features/recordings/web/timeline.tsx'
import { Transport } from '../../../features/recordings/web/transport.tsx'
import { Age } from '../../../platform/web/parts/age.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import side from '../../../platform/web/parts/side.module.css'
import { useStore } from '../../../platform/web/store.ts'
import { Code, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses, type PageProps } from '../addresses.ts'
import { sayHint } from '../duty/duty-state.ts'
import { pictureLane } from '../live/picture-lane.ts'
import { CAMERA_KEYS, type KeyActs, usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import css from './camera.module.css'
import { cellOf } from './cell.ts'
import { NoPicture } from './no-picture.tsx'
import { PlatformPanel } from './platform-panel.tsx'
import { CameraService } from './service.tsx'
import { WalkTest } from './walk-test.tsx'

/** The page at `/cameras/:id`; `?at=` (ISO) opens it in the past. */
export default function CameraPage({ id }: PageProps): ReactNode {
  const { say } = useSpeaker()
  const { listed, link } = useWatch()
  const one = listed.find(({ camera }) => camera.id === id)
  if (one === undefined)
    return (
      <main id="main" className={css.none} tabIndex={-1}>
        <h1>{say(link === 'connecting' ? 'app.loading' : 'picture.no-camera')}</h1>
        <Link href={addresses.wall}>{say('camera.to-wall')}</Link>
      </main>
    )
  return <CameraPart seen={one} />
}

function CameraPart({ seen }: { readonly seen: Seen }): ReactNode {
  const { say, pick } = useSpeaker()
  const { listed, alarmIds, isCut, clock } = useWatch()
  const [, go] = useLocation()
  const search = useSearch()
  const { camera, health, sight, ageMs, sinceMs } = seen
  const { id } = camera
  const main = useRef<HTMLElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const player = useRef<LivePlayer | null>(null)
  const intervalActs = useRef<IntervalActs | null>(null)
  const lookBack = useMemo(() => createLookBack(id), [id])
  const mode = useStore(lookBack.mode)
  const cell = cellOf(seen, alarmIds.has(id), isCut)

  useEffect(() => lookBack.start(), [lookBack])
  useEffect(() => {
    const at = Date.parse(new URLSearchParams(search).get('at') ?? '')
    if (Number.isFinite(at)) lookBack.seek(at)
  }, [lookBack, search])

  function toAlert(by: 1 | -1) {
    lookBack.toAlert(by).then(
      (isThere) => isThere || sayHint('past.alert.no-more'),
      () => sayHint('problem.no-answer'),
    )
  }
  function fullScreen() {
    if (document.fullscreenElement === null) stage.current?.requestFullscreen().catch(() => sayHint('camera.no-full-screen'))
    else void document.exitFullscreen()
  }

  const done = (act: () => void) => () => {
    act()
    return true
  }
  const acts: Record<string, KeyActs[string]> = {
    Escape: done(() => go(addresses.wall)),
    KeyV: done(switchPalette),
    KeyD: done(switchGain),
    KeyW: done(switchStill),
    KeyU: done(() => go(addresses.setup(id))),
    KeyF: done(fullScreen),
    KeyL: done(lookBack.replay),
    KeyK: done(lookBack.togglePlay),
    Comma: done(() => lookBack.step(-1)),
    Period: done(() => lookBack.step(1)),
    'Shift+Comma': done(() => lookBack.changeRate(-1)),
    'Shift+Period': done(() => lookBack.changeRate(1)),
    BracketLeft: done(() => toAlert(-1)),
    BracketRight: done(() => toAlert(1)),
    End: done(lookBack.toLive),
    // `End` belongs to a control that has the focus; this key never does.
    Backslash: done(lookBack.toLive),
    KeyB: done(lookBack.begin),
    KeyO: done(lookBack.end),
    KeyP: done(() => intervalActs.current?.download()),
    KeyH: done(() => intervalActs.current?.askHold()),
  }
  CAMERA_KEYS.forEach(({ code }, index) => {
    acts[code] = () => {
      const other = listed[index]?.camera.id
      if (other === undefined) return false
      if (other === id) fullScreen()
      else go(addresses.camera(other))
      return true
    }
  })
  usePageKeys(acts, [
    { key: 'L', text: 'keys.replay' },
    { key: 'K', text: 'keys.play' },
    { key: ', .', text: 'keys.step' },
    { key: '[ ]', text: 'keys.alerts' },
    { key: '\\', text: 'past.to-live' },
    { key: 'V', text: 'keys.palette' },
    { key: 'D', text: 'keys.gain' },
    { key: 'F', text: 'keys.full-screen' },
    { key: 'U', text: 'keys.setup' },
    { key: 'Esc', text: 'keys.back.short' },
  ])

  const word = isCut ? say('camera.health.unknown') : say(`camera.health.${health}`)
  return (
    <main id="main" ref={main} className={css.camera} tabIndex={-1}>
      <section className={css.view} data-region aria-label={say('camera.card', { code: camera.code, name: camera.name })}>
        <header className={`${css.head} ${css[cell.look] ?? ''}`}>
          {cell.icon === null ? null : <Icon name={cell.icon} size={18} />}
          <h1>
            <Code>{camera.code}</Code> {pick(camera.name)}
          </h1>
          <span>
            {cell.look === 'alarm' ? `${say('camera.alarm')} · ` : ''}
            {word}
          </span>
          <span className={css.age}>
            {say('camera.card.judged')}: <Age ms={sight === 'blind' || sight === 'out' ? sinceMs : ageMs} />
          </span>
          <nav className={css.links} aria-label={say('camera.pages')}>
            <Link href={addresses.setup(id)}>
              {say('camera.to-setup')} <kbd>U</kbd>
            </Link>
            <Link href={addresses.wall}>
              {say('camera.to-wall')} <kbd>Esc</kbd>
            </Link>
          </nav>
        </header>
        <div className={css.stage} ref={stage}>
          {mode === 'past' ? null : cell.hasPicture ? (
            <LivePicture
              cameraId={id}
              lane={pictureLane}
              label={say('picture.live', { code: camera.code })}
              isDimmed={cell.isFrozen}
              playerRef={player}
            />
          ) : (
            <NoPicture
              camera={camera}
              word={word}
              isOld={isCut}
              clock={clock}
              className={`${css.noPicture} ${cell.look === 'out' ? '' : 'hatch'}`}
            >
              <span>{say('camera.past-is-below')}</span>
            </NoPicture>
          )}
          <PastPicture lookBack={lookBack} clock={clock} label={say('past.picture', { code: camera.code })} />
        </div>
        <Transport lookBack={lookBack} onAlert={toAlert} />
        <TimelineLine cameraId={id} lookBack={lookBack} clock={clock} />
      </section>
      <aside className={side.column} data-region aria-label={say('past.title')}>
        <PlatformPanel cameraId={id} lookBack={lookBack} player={player} clock={clock} />
        <div className={css.acts}>
          <CameraService camera={camera} clock={clock} />
          <WalkTest camera={camera} clock={clock} />
        </div>
        <LookControls />
        <IntervalPanel cameraId={id} code={camera.code} lookBack={lookBack} clock={clock} csrf={csrf} acts={intervalActs} />
        <PastLists lookBack={lookBack} clock={clock} />
      </aside>
    </main>
  )
}
