/** The watch page: alerts, map, state. Everything on it is computed from the world and the clock at each draw. */
import { type ReactNode, useCallback, useMemo, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { session } from '../../../features/access/web/session.ts'
import type { AlertView } from '../../../features/alerts/contract.ts'
import { AlertCard } from '../../../features/alerts/web/alert-card.tsx'
import { AlertQueue } from '../../../features/alerts/web/alert-queue.tsx'
import { Shelf } from '../../../features/alerts/web/shelf.tsx'
import { stormOf } from '../../../features/alerts/web/storm.ts'
import { CameraCard } from '../../../features/cameras/web/camera-card.tsx'
import { CameraList } from '../../../features/cameras/web/camera-list.tsx'
import type { Seen } from '../../../features/cameras/web/health.ts'
import { Quiet } from '../../../features/coverage/web/quiet.tsx'
import { LivePicture } from '../../../features/recordings/web/live-picture.tsx'
import { clockOf, formatSpan } from '../../../platform/web/clock.ts'
import { sinceMs } from '../../../platform/web/moment.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { soundHeard, soundState } from '../../../platform/web/sound.ts'
import { useStore } from '../../../platform/web/store.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import { pictureLane } from '../live/picture-lane.ts'
import { facts as factsStore, signals as signalsStore } from '../live/world.ts'
import { CutAdvice } from '../shell/cut-band.tsx'
import { usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import { AlertPicture } from './alert-picture.tsx'
import css from './duty.module.css'
import { useMapFacts } from './duty-hooks.ts'
import { dutyKeys } from './duty-keys.ts'
import {
  askAbout,
  askReason,
  busy,
  card as cardStore,
  chooseCamera,
  chosenCameraId,
  command,
  fits,
  mayOn,
  openAlert,
  showAlert,
  suppressedNow,
  takeShown,
  withdrawableMs,
  withdrawShown,
} from './duty-state.ts'
import { hintsFor } from './hints.ts'
import { ShiftLog } from './log.tsx'
import { DutyMap, type MapHandle } from './map/duty-map.tsx'
import { Notices } from './notices.tsx'
import { Tape } from './tape.tsx'
import { tapeOf } from './tape-marks.ts'
import { endAnnouncement, mayRaise, openRaising } from './watch-acts.ts'

const TAPE_STEP_MS = 5000

/** The watch page. Cost: one drawing a second, and one for each message. */
export function Duty(): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const { nowMs, timeZone, facts, signals, link, isCut, silentMs, queue, seen, listed, alarmIds } = useWatch()
  const card = useStore(cardStore)
  const chosenId = useStore(chosenCameraId)

  const shown = openAlert(card.shownId)
  const rest = queue.filter((alert) => alert.id !== shown?.id)
  const storm = stormOf(
    [...facts.alerts.values()].filter(isHeard).map(({ firstAt }) => Date.parse(firstAt)),
    queue,
    nowMs,
  )
  const seenAtMs = isCut ? nowMs - silentMs : nowMs
  const seenKey = seen.map(({ camera, sight }) => `${camera.id}${camera.version}${sight}`).join()
  const unwatched = signals.watched.filter((watched) => !watched.isWatched)
  // A pixel of the tape is six seconds wide.
  const tapeNowMs = Math.floor(nowMs / TAPE_STEP_MS) * TAPE_STEP_MS
  const tapeSeenMs = isCut ? seenAtMs : tapeNowMs
  const tape = useMemo(
    () => tapeOf({ alerts: facts.alerts.values(), log: facts.log, seen }, tapeNowMs, tapeSeenMs),
    [facts.alerts, facts.log, seenKey, tapeNowMs, tapeSeenMs],
  )
  const mapFacts = useMapFacts(seen, seenKey, queue, alarmIds, unwatched.map((watched) => watched.placeId).join(), chosenId)
  const map = useRef<MapHandle>(null)
  const [, go] = useLocation()
  const goToAlarm = useCallback(() => map.current?.goToAlarm(), [])
  usePageKeys(
    dutyKeys(goToAlarm, (id) => go(addresses.camera(id))),
    hintsFor(shown, shown === null ? 0 : withdrawableMs(shown, nowMs), queue.length, seen.length, isCut, {
      take: shown !== null && mayOn(shown, 'alert.acknowledge-health'),
      close: shown !== null && mayOn(shown, 'alert.close'),
    }),
  )

  const chosen = listed.find(({ camera }) => camera.id === chosenId) ?? null
  const alarmAt = shown?.place?.position ?? cameraPlace(shown, facts.cameras)
  const counted = seen.filter(({ sight }) => sight !== 'out')
  const seeing = counted.filter(({ sight }) => sight === 'sees' || sight === 'poor').length

  return (
    <main id="main" className={css.duty} tabIndex={-1}>
      <h1 className="only-spoken">{say('app.title', { page: say('app.watch') })}</h1>
      <div className={css.strip}>
        <span>{say('camera.list')}</span>
        <CameraList seen={listed} alarmIds={alarmIds} chosenId={chosenId} isOld={isCut} isStrip onChoose={chooseCamera} />
      </div>
      <section id="alerts" tabIndex={-1} className={`${css.column} ${css.alerts}`} aria-label={say('alert.list')} data-region>
        {link === 'connecting' ? (
          <p className={css.title}>{say('app.loading')}</p>
        ) : (
          <>
            {shown === null ? null : (
              <div className={css.card}>
                <CardPart alert={shown} isCut={isCut} nowMs={nowMs} timeZone={timeZone} />
              </div>
            )}
            <Notices />
            <div className={`${css.rest} ${rest.length > 0 ? css.hasRest : ''} ${storm === null ? '' : css.storm}`}>
              <AlertQueue alerts={rest} timeZone={timeZone} storm={storm} onShow={showAlert} aside={<RaiseByHand />} />
              {isCut ? (
                <div className={css.scrolls}>
                  <CutAdvice />
                </div>
              ) : shown === null ? (
                <div className={css.scrolls}>
                  <QuietPart
                    seen={seen}
                    nowMs={nowMs}
                    silentMs={silentMs}
                    notWatched={unwatched.flatMap((watched) => {
                      const place = facts.places.get(watched.placeId)
                      return place === undefined ? [] : [speaker.pick(place.name)]
                    })}
                  />
                </div>
              ) : null}
              {isCut ? null : <BelowQueue nowMs={nowMs} timeZone={timeZone} isQueueShort={rest.length === 0} />}
            </div>
          </>
        )}
      </section>
      <div className={css.middle}>
        <DutyMap
          ref={map}
          facts={mapFacts}
          alarmAt={alarmAt}
          hasGround={facts.places.size > 0 || seen.some(({ camera }) => camera.pose !== null)}
          stopped={isCut ? { at: clockOf(timeZone).long(seenAtMs), span: formatSpan(silentMs) } : null}
        />
        <Tape tape={tape} nowMs={tapeNowMs} timeZone={timeZone} silentMs={isCut ? silentMs : 0} />
      </div>
      <section
        className={`${css.column} ${css.state} ${chosen === null ? '' : css.floats}`}
        aria-label={say('app.seen-column')}
        data-region
      >
        <div className={`${css.section} ${css.cameras}`}>
          <h2 className={css.title}>
            {say('camera.list')}
            {seen.length === 0 ? null : (
              <span className={isCut ? css.notKnown : ''}>
                {isCut ? (
                  say('camera.summary.unknown')
                ) : (
                  <Text text="camera.summary" values={{ n: seeing, all: counted.length }} />
                )}
              </span>
            )}
          </h2>
          <CameraList seen={listed} alarmIds={alarmIds} chosenId={chosenId} isOld={isCut} onChoose={chooseCamera} />
        </div>
        {chosen === null ? null : (
          <div className={`${css.section} ${css.chosen}`}>
            <CameraCard
              key={chosen.camera.id}
              seen={chosen}
              timeZone={timeZone}
              framesPerSecond={signals.cameras.get(chosen.camera.id)?.framesPerSecond ?? null}
              power={signals.cameras.get(chosen.camera.id)?.power ?? null}
              isOld={isCut}
              picture={
                <LivePicture
                  cameraId={chosen.camera.id}
                  lane={pictureLane}
                  label={say('camera.card.picture', { code: chosen.camera.code })}
                  isDimmed={chosen.health === 'frozen'}
                />
              }
              link={
                <Link className={css.large ?? ''} href={addresses.camera(chosen.camera.id)}>
                  {say('camera.card.large')} <kbd>F</kbd>
                </Link>
              }
              onClose={() => chosenCameraId.set(null)}
            />
          </div>
        )}
        <div className={`${css.section} ${css.log}`}>
          <h2 className={css.title}>{say('log.title')}</h2>
          <ShiftLog lines={facts.log} timeZone={timeZone} />
        </div>
      </section>
    </main>
  )
}

function CardPart(props: {
  readonly alert: AlertView
  readonly isCut: boolean
  readonly nowMs: number
  readonly timeZone: string
}): ReactNode {
  const { alert, isCut, nowMs, timeZone } = props
  const { cameras } = useStore(factsStore)
  const isBusy = useStore(busy) !== null
  return (
    <AlertCard
      alert={alert}
      cameras={alert.cameraIds.flatMap((id) => cameras.get(id) ?? [])}
      nowMs={nowMs}
      timeZone={timeZone}
      withdrawableMs={withdrawableMs(alert, nowMs)}
      isLinkCut={isCut}
      isBusy={isBusy}
      picture={
        <AlertPicture
          alert={alert}
          camera={cameras.get(alert.cameraIds[0] ?? '') ?? null}
          clock={clockOf(timeZone)}
          isCut={isCut}
        />
      }
      onTake={mayOn(alert, 'alert.acknowledge-health') ? takeShown : null}
      onWithdraw={withdrawShown}
      onClose={mayOn(alert, 'alert.close') ? () => askReason('close') : null}
      onRuleOut={mayOn(alert, 'alert.close') ? () => askReason('rule-out') : null}
      acts={actsOf(alert)}
      onTransfer={transferOf(alert)}
    />
  )
}

/** What was annunciated: what is put off or a test makes no flood. */
function isHeard({ suppression, mode }: AlertView): boolean {
  return suppression.kind === 'none' && mode !== 'test'
}

/** What may be done with the alert on the card, as the server would take it from this person. */
function actsOf(alert: AlertView): Parameters<typeof AlertCard>[0]['acts'] {
  const isShelved = alert.suppression.kind === 'shelved' && mayOn(alert, 'alert.shelve')
  const ask = (kind: 'shelve' | 'transfer' | 'priority' | 'note') => (fits(kind, alert) ? { [kind]: () => askAbout(kind) } : {})
  return {
    ...(isShelved ? { unshelve: () => void command(alert, 'unshelve') } : {}),
    ...ask('shelve'),
    ...ask('transfer'),
    ...ask('priority'),
    ...ask('note'),
  }
}

function transferOf(alert: AlertView): Parameters<typeof AlertCard>[0]['onTransfer'] {
  const who = session.get()
  const me = who.state === 'in' ? who.view.person.id : ''
  const { transfer } = alert
  if (transfer === null || (transfer.to.id !== me && transfer.by.id !== me)) return null
  const answer = (isAccepted: boolean) => void command(alert, 'transfer/answer', { isAccepted })
  return { accept: transfer.to.id === me ? () => answer(true) : null, decline: () => answer(false) }
}

/** What is put off or announced, and the ways to bring in what no camera tells. */
function BelowQueue(props: {
  readonly nowMs: number
  readonly timeZone: string
  /** Where others wait, they need the room; one button then stands in their heading, and the keys work as ever. */
  readonly isQueueShort: boolean
}): ReactNode {
  const { nowMs, timeZone, isQueueShort } = props
  const { say } = useSpeaker()
  const { announcements } = useStore(factsStore)
  const on = [...announcements.values()].filter(
    ({ from, until, endedAt }) => endedAt === null && Date.parse(from) <= nowMs && nowMs < Date.parse(until),
  )
  return (
    <>
      <Shelf
        alerts={suppressedNow()}
        announcements={on}
        timeZone={timeZone}
        onShow={showAlert}
        onUnshelve={mayRaise('announce') ? (alert) => void command(alert, 'unshelve') : null}
        onEnd={(each) => void endAnnouncement(each)}
      />
      {isQueueShort ? (
        <div className={css.raise}>
          <RaiseByHand />
          {mayRaise('announce') ? (
            <Button isSmall look="quiet" keyName="⇧G" onPress={() => openRaising('announce')}>
              {say('announce.open')}
            </Button>
          ) : null}
          {mayRaise('test') ? (
            <Button isSmall look="quiet" keyName="T" onPress={() => openRaising('test')}>
              {say('alert.test')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </>
  )
}

function RaiseByHand(): ReactNode {
  const { say } = useSpeaker()
  return mayRaise('hand') ? (
    <Button isSmall look="quiet" keyName="⇧N" onPress={() => openRaising('hand')}>
      {say('alert.hand')}
    </Button>
  ) : null
}

function QuietPart(props: {
  readonly seen: readonly Seen[]
  readonly nowMs: number
  readonly silentMs: number
  readonly notWatched: readonly string[]
}): ReactNode {
  const { assurance } = useStore(signalsStore)
  const state = useStore(soundState)
  const heardAt = useStore(soundHeard)
  const { alerts } = useStore(factsStore)
  const [test] = [...alerts.values()].filter(({ mode }) => mode === 'test').sort((a, b) => b.firstAt.localeCompare(a.firstAt))
  return (
    <Quiet
      {...props}
      testAlarm={test === undefined ? null : { atMs: Date.parse(test.firstAt), isTaken: test.hops.h5AcknowledgedAt !== null }}
      assurance={assurance}
      sound={{ state, heardMsAgo: heardAt === null ? null : sinceMs(heardAt) }}
    />
  )
}

/** Without a place of its own an alert is looked for where its camera stands. */
function cameraPlace(
  alert: AlertView | null,
  cameras: ReadonlyMap<string, { readonly pose: { readonly position: { lat: number; lon: number } } | null }>,
) {
  const [id] = alert?.cameraIds ?? []
  return id === undefined ? null : (cameras.get(id)?.pose?.position ?? null)
}
