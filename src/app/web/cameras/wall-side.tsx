/** Beside the wall: what needs work, what ground is seen, which alerts about movers there were in the last hour. Each with since when. */
import { type ReactNode, useMemo } from 'react'
import { Link } from 'wouter'
import { mayDo } from '../../../features/access/policy.ts'
import { csrf } from '../../../features/access/web/session.ts'
import { type Reason, reasonText } from '../../../features/alerts/web/close-draft.ts'
import type { Seen } from '../../../features/cameras/web/health.ts'
import { StoragePanel } from '../../../features/recordings/web/storage-panel.tsx'
import { spanInWords } from '../../../platform/web/parts/age.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import side from '../../../platform/web/parts/side.module.css'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import { useWatch } from '../shell/watch.tsx'
import css from './wall.module.css'

const HOUR_MS = 3_600_000
const MOVERS_MOST = 8

/** While the link is cut all of it is not known, and says so. */
export function WallSide(): ReactNode {
  const { say } = useSpeaker()
  const { listed, isCut, view, nowMs } = useWatch()
  const needing = listed.filter(({ sight }) => sight !== 'sees')
  return (
    <>
      <section className={`${side.part} ${css.part}`}>
        <h2>
          {say('camera.wall.work')}
          <span>
            {isCut || listed.length === 0 ? null : <Text text="camera.wall.work.count" values={{ n: needing.length }} />}
          </span>
        </h2>
        {isCut ? (
          <p className={css.unknownWords}>{say('camera.wall.not-known')}</p>
        ) : needing.length === 0 ? (
          <p>{say(listed.length === 0 ? 'camera.none' : 'camera.wall.work.none')}</p>
        ) : (
          <ul>
            {needing.map((one) => (
              <Needing key={one.camera.id} seen={one} />
            ))}
          </ul>
        )}
      </section>
      <Ground />
      <Movers />
      <StoragePanel csrf={mayDo(view.rights, 'camera.configure') ? csrf : null} nowMs={nowMs} />
      <section className={`${side.part} ${css.part}`}>
        <h2>{say('camera.wall.order')}</h2>
        <p>{say('camera.wall.order.help')}</p>
        {listed.length > 0 && mayDo(view.rights, 'camera.configure') ? (
          <p>
            <Link href={addresses.newCamera}>{say('camera.add')}</Link>
          </p>
        ) : null}
      </section>
    </>
  )
}

function Needing({ seen: { camera, sight, health, sinceMs } }: { readonly seen: Seen }): ReactNode {
  const { say } = useSpeaker()
  const look = sight === 'poor' ? css.poorText : sight === 'out' ? '' : css.blindText
  return (
    <li className={css.needing}>
      <span className={look}>
        <Icon name={sight === 'poor' ? 'warn' : sight === 'out' ? 'lock' : sight === 'unknown' ? 'unknown' : 'blind'} />
      </span>
      <span>
        <b className={look}>
          <Text
            text="camera.wall.work.line"
            values={{ code: camera.code, health: say(`camera.health.${health}`), span: spanInWords(sinceMs, say) }}
          />
        </b>
        {camera.healthReason === null ? null : (
          <small>
            <Text text="camera.reason" values={{ code: camera.healthReason }} />
          </small>
        )}
      </span>
    </li>
  )
}

/** Zones and the line: seen by at least one camera, or not seen now and since when. */
function Ground(): ReactNode {
  const { say, pick } = useSpeaker()
  const { signals, facts, isCut, nowMs } = useWatch()
  const { watched } = signals
  const seen = watched.filter(({ isWatched }) => isWatched)
  const share = watched.length === 0 ? 0 : seen.length / watched.length
  return (
    <section className={`${side.part} ${css.part}`}>
      <h2>
        {say('camera.wall.ground')}
        <span>
          {isCut || watched.length === 0 ? null : (
            <Text text="camera.wall.ground.count" values={{ n: seen.length, all: watched.length }} />
          )}
        </span>
      </h2>
      {isCut ? (
        <p className={css.unknownWords}>{say('camera.wall.not-known')}</p>
      ) : watched.length === 0 ? (
        <p>{say('camera.wall.ground.none')}</p>
      ) : (
        <>
          <div className={css.bar} aria-hidden="true" ref={(bar) => bar?.style.setProperty('--seen', String(share))} />
          <ul>
            {watched.map(({ placeId, isWatched, since, cameraIds }) => {
              const place = facts.places.get(placeId)
              if (place === undefined) return null
              return (
                <li key={placeId} className={css.place}>
                  {isWatched ? <span className={css.seenMark} /> : <span className={`${css.unseenMark} hatch`} />}
                  <span>{pick(place.name)}</span>
                  <span className={isWatched ? css.dim : css.blindText}>
                    {isWatched ? (
                      <Text text="camera.wall.ground.by" values={{ n: cameraIds.length }} />
                    ) : (
                      <Text text="camera.wall.ground.unseen" values={{ span: spanInWords(nowMs - Date.parse(since), say) }} />
                    )}
                  </span>
                </li>
              )
            })}
          </ul>
        </>
      )}
    </section>
  )
}

/** Alerts about movers of the last hour, newest first: still going on, or how they ended. */
function Movers(): ReactNode {
  const { say, pick } = useSpeaker()
  const { facts, nowMs, clock, isCut } = useWatch()
  const since = Math.floor((nowMs - HOUR_MS) / 10_000) * 10_000
  const found = useMemo(
    () =>
      [...facts.alerts.values()]
        .filter((alert) => alert.kind === 'detection' && Date.parse(alert.lastAt) >= since)
        .sort((a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt))
        .slice(0, MOVERS_MOST),
    [facts.alerts, since],
  )
  return (
    <section className={`${side.part} ${css.part}`}>
      <h2>{say('camera.wall.movers')}</h2>
      {found.length === 0 ? (
        <p className={isCut ? css.unknownWords : ''}>{say(isCut ? 'camera.wall.not-known' : 'camera.wall.movers.none')}</p>
      ) : (
        <ul>
          {found.map((alert) => {
            const camera = facts.cameras.get(alert.cameraIds[0] ?? '')
            return (
              <li key={alert.id} className={css.mover}>
                <Code>{camera?.code ?? alert.number}</Code>
                <span>{camera === undefined ? '' : pick(camera.name)}</span>
                <Code>{clock.short(Date.parse(alert.lastAt))}</Code>
                <span className={css.dim}>
                  {alert.closed !== null && alert.disposition === 'closed'
                    ? say(reasonText(alert.closed.reason as Reason))
                    : say(alert.condition === 'active' ? 'camera.wall.movers.active' : 'camera.wall.movers.open')}
                </span>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
