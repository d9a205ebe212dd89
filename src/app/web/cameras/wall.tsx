/** The camera wall: every camera in its own place, as it looks now, and beside it what needs work (mock 04). */
import { memo, type ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import type { Seen } from '../../../features/cameras/web/health.ts'
import { LivePicture } from '../../../features/recordings/web/live-picture.tsx'
import { switchGain, switchPalette, switchStill } from '../../../features/recordings/web/look.ts'
import { LookControls } from '../../../features/recordings/web/look-controls.tsx'
import type { SiteClock } from '../../../platform/web/clock.ts'
import { Age } from '../../../platform/web/parts/age.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import side from '../../../platform/web/parts/side.module.css'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import { pictureLane } from '../live/picture-lane.ts'
import { CAMERA_KEYS, type KeyActs, usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import { cellOf, gridOf } from './cell.ts'
import { NoPicture } from './no-picture.tsx'
import css from './wall.module.css'
import { WallSide } from './wall-side.tsx'

/** The page at `/cameras`. */
export default function Wall(): ReactNode {
  const { say } = useSpeaker()
  const { listed, alarmIds, isCut, clock, link } = useWatch()
  const [, go] = useLocation()
  const done = (act: () => void) => () => {
    act()
    return true
  }
  const acts: Record<string, KeyActs[string]> = {
    Escape: done(() => go(addresses.watch)),
    KeyV: done(switchPalette),
    KeyD: done(switchGain),
    KeyW: done(switchStill),
  }
  CAMERA_KEYS.forEach(({ code }, index) => {
    acts[code] = () => {
      const id = listed[index]?.camera.id
      if (id !== undefined) go(addresses.camera(id))
      return id !== undefined
    }
  })
  usePageKeys(acts, [
    { key: '1–9 0 - =', text: 'keys.camera.open' },
    { key: 'V', text: 'keys.palette' },
    { key: 'D', text: 'keys.gain' },
    { key: 'W', text: 'keys.still' },
    { key: 'M', text: 'app.watch' },
    { key: 'Esc', text: 'keys.back.short' },
  ])
  const { columns, rows } = gridOf(listed.length)
  return (
    <main id="main" className={css.wall} tabIndex={-1}>
      <h1 className="only-spoken">{say('app.title', { page: say('camera.wall') })}</h1>
      {listed.length === 0 ? (
        <section className={css.empty} data-region aria-label={say('camera.wall')}>
          <Icon name="camera" size={34} />
          <p>{say(link === 'connecting' ? 'app.loading' : 'camera.none')}</p>
          {link === 'connecting' ? null : (
            <>
              <p>{say('camera.wall.empty')}</p>
              <Link className={css.add} href={addresses.newCamera}>
                {say('camera.add')}
              </Link>
            </>
          )}
        </section>
      ) : (
        <ul
          className={css.grid}
          aria-label={say('camera.wall')}
          data-region
          ref={(list) => {
            list?.style.setProperty('--columns', String(columns))
            list?.style.setProperty('--rows', String(rows))
          }}
        >
          {listed.map((one, index) => (
            <Tile
              key={one.camera.id}
              seen={one}
              isAlarm={alarmIds.has(one.camera.id)}
              isOld={isCut}
              keyLabel={CAMERA_KEYS[index]?.label ?? null}
              clock={clock}
            />
          ))}
        </ul>
      )}
      <aside className={`${side.column} ${css.side}`} aria-label={say('camera.wall.state')} data-region>
        {listed.length === 0 ? null : <LookControls />}
        <WallSide />
      </aside>
    </main>
  )
}

interface TileProps {
  readonly seen: Seen
  readonly isAlarm: boolean
  readonly isOld: boolean
  readonly keyLabel: string | null
  readonly clock: SiteClock
}

/** One cell. Its head is a link that covers the whole cell; what it says is said in words, too. */
const Tile = memo(function Tile({ seen, isAlarm, isOld, keyLabel, clock }: TileProps): ReactNode {
  const { say, pick } = useSpeaker()
  const { camera, health, sight, sinceMs, ageMs } = seen
  const cell = cellOf(seen, isAlarm, isOld)
  const isBlind = sight === 'blind' || sight === 'out'
  const word = isOld ? say('camera.health.unknown') : say(`camera.health.${health}`)
  return (
    <li className={`${css.tile} ${css[cell.look]}`} data-camera={camera.code}>
      <Link className={css.head ?? ''} href={addresses.camera(camera.id)}>
        {cell.icon === null ? <span className={css.ring} /> : <Icon name={cell.icon} />}
        <Code>{camera.code}</Code>
        <span className={css.name}>
          {pick(camera.name)}
          {isAlarm && !isOld ? ` · ${say('camera.alarm')}` : null}
        </span>
        <span className={css.age}>
          <Age ms={isBlind ? sinceMs : ageMs} />
        </span>
        {keyLabel === null ? null : <kbd>{keyLabel}</kbd>}
      </Link>
      <div className={css.body}>
        {cell.hasPicture ? (
          <LivePicture
            cameraId={camera.id}
            lane={pictureLane}
            label={say('picture.live', { code: camera.code })}
            ages="late"
            isDimmed={cell.isFrozen}
          />
        ) : (
          <NoPicture
            camera={camera}
            word={word}
            isOld={isOld}
            clock={clock}
            className={`${css.none} ${cell.look === 'out' ? '' : 'hatch'}`}
          />
        )}
      </div>
      {cell.isFrozen ? (
        <p className={`${css.foot} hatch`}>
          <span>
            <Text text="camera.wall.frozen" values={{ time: clock.long(Date.parse(camera.healthSince)) }} />
          </span>
        </p>
      ) : sight === 'poor' && !isOld ? (
        <p className={css.foot}>
          {camera.detectRangeM == null ? word : <Text text="camera.detect-range" values={kilometres(camera.detectRangeM)} />}
          {camera.healthReason === null ? null : (
            <>
              {' · '}
              <Text text="camera.reason" values={{ code: camera.healthReason }} />
            </>
          )}
        </p>
      ) : null}
    </li>
  )
})

function kilometres({ now, usual }: { readonly now: number; readonly usual: number }) {
  return { nowKm: now / 1000, usualKm: usual / 1000 }
}
