/** Other eyes: the feeds by which sensors are heard, how they do, and what stands where. */
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { mayDo } from '../../../features/access/policy.ts'
import type { FeedSignal, FeedView, SensorView } from '../../../features/sensors/contract.ts'
import { nowMs, type SiteClock, useNow } from '../../../platform/web/clock.ts'
import { request } from '../../../platform/web/http.ts'
import { Age } from '../../../platform/web/parts/age.tsx'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { Code, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import { useReading } from '../people/use-people.ts'
import { usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import { AddFeed, RemoveFeed, SensorSheet } from './forms.tsx'
import css from './sensors.module.css'

export interface Feeds {
  readonly feeds: readonly FeedView[]
  readonly signals: readonly FeedSignal[]
}
const readFeeds = () => request('GET', '/api/feeds') as Promise<Feeds>
/** What is "last heard" is worth seconds. */
const REFRESH_MS = 3000

type Open =
  | { readonly is: 'add-feed' }
  | { readonly is: 'remove-feed'; readonly feed: FeedView }
  | { readonly is: 'sensor'; readonly feed: FeedView; readonly sensor: SensorView | null }

/** The page at `/sensors`. */
export default function Sensors(): ReactNode {
  const { say } = useSpeaker()
  const { view, clock, link } = useWatch()
  const { now, failed, load } = useReading(readFeeds, REFRESH_MS)
  const [open, setOpen] = useState<Open | null>(null)
  const mayConfigure = mayDo(view.rights, 'sensor.configure')
  usePageKeys(
    {
      KeyN: () => {
        if (mayConfigure) setOpen({ is: 'add-feed' })
        return mayConfigure
      },
    },
    mayConfigure ? [{ key: 'N', text: 'sensor.feed.add' }] : [],
  )
  const done = () => {
    setOpen(null)
    void load()
  }
  const isOld = failed || link !== 'up'
  return (
    <main id="main" className={css.page} tabIndex={-1}>
      <header className={css.head}>
        <div>
          <h1>{say('sensor.page')}</h1>
          <p>{say('sensor.intro')}</p>
        </div>
        {mayConfigure ? (
          <Button look="primary" keyName="N" onPress={() => setOpen({ is: 'add-feed' })}>
            {say('sensor.feed.add')}
          </Button>
        ) : null}
      </header>
      {failed ? (
        <div className={css.failed} role="alert">
          <Icon name="warn" />
          <p>{say('sensor.failed')}</p>
          <Button isSmall onPress={() => void load()}>
            {say('sensor.again')}
          </Button>
        </div>
      ) : null}
      {now === null ? (
        failed ? null : (
          <p className={css.quiet} role="status">
            {say('sensor.loading')}
          </p>
        )
      ) : now.feeds.length === 0 ? (
        <div className={css.none}>
          <h2>{say('sensor.none')}</h2>
          <p>{say('sensor.none.help')}</p>
        </div>
      ) : (
        <ul className={css.feeds}>
          {now.feeds.map((feed) => (
            <li key={feed.id}>
              <FeedPart
                feed={feed}
                signal={now.signals.find(({ feedId }) => feedId === feed.id) ?? null}
                clock={clock}
                isOld={isOld}
                mayConfigure={mayConfigure}
                onOpen={setOpen}
              />
            </li>
          ))}
        </ul>
      )}
      {open?.is === 'add-feed' ? <AddFeed onBack={() => setOpen(null)} onDone={done} /> : null}
      {open?.is === 'remove-feed' ? <RemoveFeed feed={open.feed} onBack={() => setOpen(null)} onDone={done} /> : null}
      {open?.is === 'sensor' ? (
        <SensorSheet feed={open.feed} sensor={open.sensor} onBack={() => setOpen(null)} onDone={done} />
      ) : null}
    </main>
  )
}

interface FeedPartProps {
  readonly feed: FeedView
  readonly signal: FeedSignal | null
  readonly clock: SiteClock
  /** What is shown was read a while ago: nothing of it is said as of now. */
  readonly isOld: boolean
  readonly mayConfigure: boolean
  readonly onOpen: (open: Open) => void
}

function FeedPart({ feed, signal, clock, isOld, mayConfigure, onOpen }: FeedPartProps): ReactNode {
  const { say, pick } = useSpeaker()
  useNow()
  const health = isOld ? 'unknown' : feed.health
  const look = health === 'working' ? css.good : health === 'unknown' ? css.unknown : css.bad
  const left = Object.values(signal?.dropped ?? {}).reduce((sum, count) => sum + count, 0)
  const takesSensors = feed.kind !== 'onvif'
  return (
    <section className={css.feed} aria-label={pick(feed.name)}>
      <header>
        <h2>{pick(feed.name)}</h2>
        <p className={`${css.state} ${look}`} data-health={health}>
          <Icon name={health === 'working' ? 'check' : health === 'unknown' ? 'minus' : 'blind'} size={14} />
          <span>
            {say('sensor.health', { health })}
            {feed.healthReason === null || isOld ? null : ` · ${say('sensor.reason', { reason: feed.healthReason })}`}
            {isOld ? null : ` · ${say('sensor.since', { time: clock.short(Date.parse(feed.healthSince)) })}`}
          </span>
        </p>
        {mayConfigure ? (
          <div className={css.acts}>
            {takesSensors ? (
              <Button isSmall onPress={() => onOpen({ is: 'sensor', feed, sensor: null })}>
                {say('sensor.add')}
              </Button>
            ) : null}
            <Button isSmall look="quiet" onPress={() => onOpen({ is: 'remove-feed', feed })}>
              {say('sensor.feed.remove')}
            </Button>
          </div>
        ) : null}
      </header>
      <p className={css.facts}>
        <span>{say(`sensor.feed.kind.${feed.kind}`)}</span>
        {feed.address === '' ? (
          <CameraName id={feed.cameraId} />
        ) : (
          <bdi dir="ltr" className="id">
            {feed.address} · {feed.topic}
          </bdi>
        )}
        <Heard at={signal?.heardAt ?? null} />
        {signal === null ? null : (
          <span>
            {say('sensor.counts', {
              messages: signal.messages,
              dropped: left,
              stripped: signal.stripped + (signal.dropped.identity ?? 0),
            })}
          </span>
        )}
      </p>
      {signal !== null && signal.strangers.length > 0 ? (
        <p className={css.strangers}>
          <bdi>{say('sensor.strangers', { names: signal.strangers.join(' · ') })}</bdi>
        </p>
      ) : null}
      {!takesSensors ? null : feed.sensors.length === 0 ? (
        <p className={css.quiet}>{say('sensor.none-here')}</p>
      ) : (
        <ul className={css.sensors}>
          {feed.sensors.map((sensor) => {
            const heard = signal?.sensors.find(({ sensorId }) => sensorId === sensor.id)
            return (
              <li key={sensor.id}>
                <b>
                  <Code>{sensor.code}</Code> {pick(sensor.name)}
                </b>
                <span>
                  {say(`sensor.kind.${sensor.kind}`)}
                  {sensor.kind === 'power' ? <Power state={(isOld ? null : heard?.power) ?? null} sensor={sensor} /> : null}
                </span>
                <bdi dir="ltr" className="id">
                  {sensor.key}
                </bdi>
                <span className={heard?.isAlive === false ? css.bad : ''}>
                  {heard?.isAlive === false ? say('sensor.not-alive') : <Heard at={heard?.heardAt ?? null} />}
                </span>
                {mayConfigure ? (
                  <Button isSmall look="quiet" onPress={() => onOpen({ is: 'sensor', feed, sensor })}>
                    {say('sensor.change')}
                  </Button>
                ) : (
                  <span />
                )}
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}

function Heard({ at }: { readonly at: string | null }): ReactNode {
  const { say } = useSpeaker()
  return (
    <span>
      {say('sensor.heard')}: {at === null ? say('sensor.heard.never') : <Age ms={Math.max(0, nowMs() - Date.parse(at))} />}
    </span>
  )
}

/** What a monitor says of its supply, and of whose: state first, it is what is looked for. */
function Power({ state, sensor }: { readonly state: 'good' | 'lost' | null; readonly sensor: SensorView }): ReactNode {
  const { say } = useSpeaker()
  const { facts } = useWatch()
  const codes = sensor.poweredCameraIds.flatMap((id) => facts.cameras.get(id)?.code ?? []).sort()
  return (
    <small
      className={`${css.power} ${state === 'lost' ? css.bad : state === 'good' ? css.good : css.unknown}`}
      data-power={state}
    >
      {say('sensor.power', { state: state ?? 'unknown' })} <Code>{codes.join(' ')}</Code>
    </small>
  )
}

function CameraName({ id }: { readonly id: string | null }): ReactNode {
  const { pick } = useSpeaker()
  const { facts } = useWatch()
  const camera = id === null ? undefined : facts.cameras.get(id)
  if (camera === undefined) return null
  return (
    <Link href={addresses.camera(camera.id)}>
      <Code>{camera.code}</Code> {pick(camera.name)}
    </Link>
  )
}
