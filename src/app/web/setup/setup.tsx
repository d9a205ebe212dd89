/** The set-up of a camera: where it stands and looks, what it may not show, which streams it has (mock 05). */
import { type ReactNode, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { Link, useLocation } from 'wouter'
import { bearingTrueDeg, type LatLon, normaliseBearingDeg } from '../../../base/geo.ts'
import { mayDo } from '../../../features/access/policy.ts'
import { csrf } from '../../../features/access/web/session.ts'
import type { CameraView, Pose } from '../../../features/cameras/contract.ts'
import { fitPose, type PointPair, residualsOf } from '../../../features/cameras/pose-fit.ts'
import type { CameraLogin, CameraSetup } from '../../../features/cameras/settings.ts'
import { nowMs } from '../../../platform/web/clock.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import column from '../../../platform/web/parts/column.module.css'
import { randomId } from '../../../platform/web/random-id.ts'
import { useStore } from '../../../platform/web/store.ts'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses, type PageProps } from '../addresses.ts'
import { takeRows } from '../live/world.ts'
import { usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import { changesOf, type Editor, type MatchedPoint, openEditor } from './draft.ts'
import { handleRange } from './handle-range.ts'
import type { Handle } from './map-drawing.ts'
import { MapPane, type SetupMapHandle } from './map-pane.tsx'
import { HealthPart, MasksPart, PresetsPart, SightPart, StepsPart, StreamsPart, TrustPart, WherePart } from './parts.tsx'
import { PicturePane } from './picture-pane.tsx'
import { wordsOf } from './problem.ts'
import css from './setup.module.css'

/** A new pose, to be moved into place: a mast of ten metres that looks north and slightly down, of which nothing is certain. */
export function firstPose(position: LatLon): Pose {
  return {
    position,
    heightM: 10,
    azimuthTrueDeg: 0,
    pitchDeg: -2,
    rollDeg: 0,
    horizontalFovDeg: 30,
    radialK1: 0,
    errors: { azimuthDeg: 5, pitchDeg: 1, heightM: 1 },
  }
}

/** The page at `/cameras/:id/setup`. */
export default function Setup({ id }: PageProps): ReactNode {
  const { say } = useSpeaker()
  const { view, facts, link } = useWatch()
  const camera = facts.cameras.get(id)
  if (!mayDo(view.rights, 'camera.configure'))
    return (
      <Notice title={say('setup.no-permission')}>
        <p>{say('setup.no-permission.who')}</p>
        <Link href={addresses.camera(id)}>{say('setup.back')}</Link>
      </Notice>
    )
  if (camera === undefined || camera.isRemoved)
    return (
      <Notice title={say(facts.cursor === null && link !== 'cut' ? 'app.loading' : 'setup.no-camera')}>
        <Link href={addresses.wall}>{say('setup.to-cameras')}</Link>
      </Notice>
    )
  // Each preset has a pose and masks of its own, and so a draft of its own.
  return <Bench key={camera.presetToken ?? ''} camera={camera} />
}

function Notice({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <main id="main" className={css.notice} tabIndex={-1}>
      <h1>{title}</h1>
      {children}
    </main>
  )
}

/** What came of the last wish to save. */
type Outcome =
  | { readonly kind: 'saved'; readonly atMs: number }
  | { readonly kind: 'stale'; readonly by: string; readonly at: string }
  | { readonly kind: 'failed'; readonly words: string }

function Bench({ camera }: { readonly camera: CameraView }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const { facts, listed, clock, isCut, signals } = useWatch()
  const [, go] = useLocation()
  const editor = useRef<Editor | null>(null)
  editor.current ??= openEditor(camera, () => performance.now())
  const edit = editor.current
  const editing = useStore(edit.store)
  const { draft } = editing
  const [size, setSize] = useState({ width: 640, height: 512 })
  const [marking, setMarking] = useState<number | null>(null)
  const [chosenMaskId, setChosenMaskId] = useState<string | null>(null)
  const [login, setLogin] = useState<CameraLogin | null | undefined>(undefined)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [free, setFree] = useState({ roll: false, field: false })
  const [setup, loadSetup] = useSetup(camera)
  const map = useRef<SetupMapHandle>(null)
  const isNarrow = useMedia('(max-width: 1240px)')
  const seen = listed.find((one) => one.camera.id === camera.id)
  const isBetween = camera.presets.length > 0 && camera.presetToken === null
  const changes = changesOf(editing)
  const hasChanges = changes !== null || login !== undefined
  const { pose, points } = draft

  const changePose = (next: Partial<Pose>, step: string) => {
    if (pose !== null && !isBetween) edit.change({ pose: { ...pose, ...next } }, step)
  }
  const turn = (azimuth: number, pitch: number) => {
    if (pose === null) return
    const round = (value: number) => Math.round(value * 100) / 100
    changePose(
      {
        azimuthTrueDeg: round(normaliseBearingDeg(pose.azimuthTrueDeg + azimuth)) % 360,
        pitchDeg: round(Math.max(-90, Math.min(30, pose.pitchDeg + pitch))),
      },
      'turn',
    )
  }
  const place = () => {
    const middle = map.current?.middle()
    if (pose === null && middle && !isBetween) edit.change({ pose: firstPose(middle) })
  }
  const addPoint = () => {
    if (pose === null) return
    const id = Math.max(0, ...points.map((point) => point.id)) + 1
    edit.change({ points: [...points, { id, name: '', pixel: null, position: null }] })
    setMarking(id)
  }
  const setPoint = (id: number, next: Partial<MatchedPoint>, step?: string) =>
    edit.change({ points: points.map((point) => (point.id === id ? { ...point, ...next } : point)) }, step)
  const isDone = (id: number, next: Partial<MatchedPoint>) => {
    const point = { ...points.find((each) => each.id === id), ...next }
    if (point.pixel && point.position) setMarking(null)
  }
  const addMask = () => {
    const mask = {
      id: randomId(),
      name: { ar: `قناع ${draft.masks.length + 1}`, en: `Mask ${draft.masks.length + 1}` },
      ring: [
        [0.4, 0.45],
        [0.6, 0.45],
        [0.6, 0.6],
        [0.4, 0.6],
      ] as [number, number][],
    }
    edit.change({ masks: [...draft.masks, mask] })
    setChosenMaskId(mask.id)
  }

  async function save(basedOn = editing.basedOn): Promise<void> {
    if (!hasChanges || isBusy) return
    setIsBusy(true)
    try {
      const body = { commandId: randomId(), basedOn, ...changes, ...(login === undefined ? {} : { login }) }
      const next = (await request('POST', `/api/cameras/${camera.id}`, { body, csrf: csrf() })) as CameraView
      takeRows({ cameras: [next] })
      edit.saved(next)
      setLogin(undefined)
      setOutcome({ kind: 'saved', atMs: nowMs() })
      loadSetup()
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem
      setOutcome(
        problem.code === 'camera.stale'
          ? { kind: 'stale', by: String(problem.facts.by ?? ''), at: String(problem.facts.at ?? '') }
          : { kind: 'failed', words: wordsOf(speaker, problem) },
      )
    } finally {
      setIsBusy(false)
    }
  }

  const keys = useRef({ save, turn })
  keys.current = { save, turn }
  useEffect(() => listenToHeldKeys(keys), [])
  const done = (act: () => void) => () => {
    act()
    return true
  }
  usePageKeys(
    {
      KeyP: done(addPoint),
      KeyN: done(addMask),
      KeyZ: () => edit.undo(),
      Escape: done(() =>
        marking !== null ? setMarking(null) : chosenMaskId !== null ? setChosenMaskId(null) : go(addresses.camera(camera.id)),
      ),
    },
    [
      { key: '← →', text: 'setup.key.azimuth' },
      { key: '↑ ↓', text: 'setup.key.pitch' },
      { key: 'P', text: 'setup.key.point' },
      { key: 'N', text: 'setup.key.mask' },
      { key: 'Z', text: 'setup.key.undo' },
      { key: 'Ctrl S', text: 'setup.key.save' },
      { key: 'Esc', text: 'keys.back.short' },
    ],
  )

  const whole = points.filter((point) => point.pixel !== null && point.position !== null)
  const pairs = useMemo(
    () =>
      whole.map(
        ({ pixel, position }): PointPair => ({
          pixel: { x: (pixel?.x ?? 0) * size.width, y: (pixel?.y ?? 0) * size.height },
          position: position as LatLon,
        }),
      ),
    [points, size],
  )
  const residuals = pose === null ? [] : residualsOf(pose, size, pairs)
  const fit = useMemo(
    () => (pose === null || pairs.length === 0 ? null : fitPose(pose, size, pairs, { ...free, height: false })),
    [pose, pairs, size, free],
  )
  const wrongPoints = new Set(whole.filter((_, index) => residuals[index]?.isSuspicious).map(({ id }) => id))

  const handles: Handle[] = []
  if (pose !== null) {
    handles.push(
      {
        key: 'mast',
        at: pose.position,
        look: 'mast',
        text: camera.code,
        label: say('setup.map.mast', { code: camera.code }),
        onMove: (to) => changePose({ position: to }, 'mast'),
      },
      {
        key: 'direction',
        at: handleRange(pose, size),
        look: 'direction',
        text: `${pose.azimuthTrueDeg.toFixed(1)}°`,
        isWest: pose.azimuthTrueDeg > 180,
        label: say('setup.map.direction', { bearing: pose.azimuthTrueDeg.toFixed(1) }),
        onMove: (to) =>
          changePose({ azimuthTrueDeg: (Math.round(bearingTrueDeg(pose.position, to) * 10) / 10) % 360 }, 'direction'),
      },
    )
    points.forEach((point, index) => {
      if (point.position === null) return
      handles.push({
        key: `point-${point.id}`,
        at: point.position,
        look: wrongPoints.has(point.id) ? 'point-wrong' : 'point',
        text: point.name === '' ? String(index + 1) : `${index + 1} ${point.name}`,
        label: say('setup.point.on-map', { n: index + 1, name: point.name || '—' }),
        onMove: (to) => setPoint(point.id, { position: to }, `map-${point.id}`),
      })
    })
  }
  const mapFacts = {
    cameraId: camera.id,
    pose,
    size,
    others: [...facts.cameras.values()].filter((other) => other.id !== camera.id && !other.isRemoved),
    places: [...facts.places.values()],
    handles,
  }
  const hasPicture = !isCut && ['working', 'degraded', 'frozen'].includes(seen?.health ?? '')

  const judgement = (
    <>
      <TrustPart
        pose={pose}
        size={size}
        points={points}
        residuals={new Map(whole.map((point, index) => [point.id, residuals[index] ?? null]))}
        fit={fit}
        order={whole.map(({ id }) => id)}
        free={free}
        onFree={setFree}
        onAdd={addPoint}
        onName={(id, name) => setPoint(id, { name }, `name-${id}`)}
        onMark={setMarking}
        onRemove={(id) => edit.change({ points: points.filter((point) => point.id !== id) })}
        onTake={(next) => edit.change({ pose: tidy(next) })}
        onWithout={(index) => {
          const rest = pairs.filter((_, at) => at !== index)
          const again = pose === null ? null : fitPose(pose, size, rest, { ...free, height: false })
          if (again?.ok) edit.change({ pose: tidy(again.value.pose) })
        }}
      />
      <SightPart pose={pose} size={size} />
    </>
  )

  return (
    <main id="main" className={css.setup} tabIndex={-1}>
      <section className={`${column.column} ${css.column}`} aria-label={say('setup.settings')} data-region>
        <header className={`${column.title} ${css.title}`}>
          <h1>
            <Code>{camera.code}</Code> {speaker.pick(camera.name)}
          </h1>
          <p>
            {setup === null ? (
              say('setup.loading')
            ) : setup.changed.by === null ? (
              <Text
                text="setup.changed.machine"
                values={{ time: clock.short(Date.parse(setup.changed.at)), day: dayOf(speaker.language, setup.changed.at) }}
              />
            ) : (
              <Text
                text="setup.changed"
                values={{
                  by: setup.changed.by,
                  time: clock.short(Date.parse(setup.changed.at)),
                  day: dayOf(speaker.language, setup.changed.at),
                }}
              />
            )}
          </p>
          {editing.isTakenUp ? (
            <p className={css.remark} role="status">
              {say('setup.draft.taken-up')}{' '}
              <button type="button" className={css.link} onClick={() => edit.restart(camera)}>
                {say('setup.draft.drop')}
              </button>
            </p>
          ) : null}
        </header>
        <div className={column.scroll}>
          <WherePart
            draft={draft}
            outposts={[...facts.places.values()].filter(
              ({ geometry, isRetired }) => geometry.kind === 'outpost' && isRetired !== true,
            )}
            isBetween={isBetween}
            hasPresets={camera.presets.length > 0}
            onChange={(next, step) => edit.change(next, step)}
            onPose={changePose}
            onPlace={place}
            onPlaceAt={(position) => {
              if (!isBetween) edit.change({ pose: firstPose(position) })
            }}
          />
          {isNarrow ? judgement : null}
          <MasksPart
            masks={draft.masks}
            isBetween={isBetween}
            chosenId={chosenMaskId}
            onChoose={setChosenMaskId}
            onAdd={addMask}
            onChange={(masks, step) => edit.change({ masks }, step)}
          />
          {camera.presets.length > 0 ? <PresetsPart camera={camera} setup={setup} onMoved={loadSetup} /> : null}
          <StreamsPart
            camera={camera}
            hasLogin={setup?.hasLogin ?? false}
            recordAddress={draft.recordAddress}
            login={login}
            onRecord={(recordAddress) => edit.change({ recordAddress }, 'record')}
            onLogin={setLogin}
          />
          <HealthPart seen={seen} setup={setup} signal={signals.cameras.get(camera.id) ?? null} clock={clock} />
          <StepsPart draft={draft} size={size} hasPicture={hasPicture} pairs={pairs.length} isFitted={wrongPoints.size === 0} />
        </div>
        <footer className={`${column.foot} ${css.save}`}>
          <Button
            look="primary"
            keyName="Ctrl S"
            onPress={() => void save()}
            stoppedBecause={hasChanges ? null : say('setup.save.nothing')}
          >
            {say(isBusy ? 'setup.save.busy' : 'setup.save')}
          </Button>
          <Button
            keyName="Z"
            onPress={() => void edit.undo()}
            stoppedBecause={editing.canUndo ? null : say('setup.undo.nothing')}
          >
            {say('setup.undo')}
          </Button>
          <div className={css.outcome} role="status">
            {outcome === null ? (
              <span>{say('setup.save.by-name')}</span>
            ) : outcome.kind === 'saved' ? (
              <Text text="setup.saved" values={{ time: clock.long(outcome.atMs) }} />
            ) : outcome.kind === 'failed' ? (
              <span className={css.failed}>{outcome.words}</span>
            ) : (
              <span className={css.failed}>
                <Text
                  text="setup.stale"
                  values={{
                    by: outcome.by === '' ? say('setup.somebody') : outcome.by,
                    time: outcome.at === '' ? '' : clock.short(Date.parse(outcome.at)),
                  }}
                />{' '}
                <button
                  type="button"
                  className={css.link}
                  onClick={() => {
                    edit.restart(camera)
                    setOutcome(null)
                  }}
                >
                  {say('setup.stale.theirs')}
                </button>{' '}
                <button
                  type="button"
                  className={css.link}
                  onClick={() => {
                    edit.rebase(camera)
                    setOutcome(null)
                    void save(camera.version)
                  }}
                >
                  {say('setup.stale.mine')}
                </button>
              </span>
            )}
          </div>
        </footer>
      </section>
      <div className={css.pictureArea}>
        <PicturePane
          cameraId={camera.id}
          code={camera.code}
          hasPicture={hasPicture}
          words={<PictureWords camera={camera} isCut={isCut} />}
          pose={pose}
          masks={draft.masks}
          points={points}
          wrongPoints={wrongPoints}
          size={size}
          isMarking={marking !== null}
          chosenMaskId={chosenMaskId}
          onSize={(next) => setSize((now) => (now.width === next.width && now.height === next.height ? now : next))}
          onMark={(pixel) => {
            if (marking === null) return
            setPoint(marking, { pixel })
            isDone(marking, { pixel })
          }}
          onPoint={(id, pixel) => setPoint(id, { pixel }, `pixel-${id}`)}
          onMask={(id, ring) =>
            edit.change({ masks: draft.masks.map((mask) => (mask.id === id ? { ...mask, ring } : mask)) }, `mask-${id}`)
          }
          onChooseMask={setChosenMaskId}
        />
        {marking === null ? null : (
          <p className={css.marks} role="status">
            {say(points.find(({ id }) => id === marking)?.pixel ? 'setup.point.now-map' : 'setup.point.now-picture')}{' '}
            <kbd>Esc</kbd>
          </p>
        )}
      </div>
      {isNarrow ? null : (
        <section className={css.beside} aria-label={say('setup.judgement')} data-region>
          {judgement}
        </section>
      )}
      <MapPane
        ref={map}
        facts={mapFacts}
        isMarking={marking !== null || pose === null}
        onPress={(at) => {
          if (pose === null && !isBetween) edit.change({ pose: firstPose(at) })
          else if (marking !== null) {
            const point = points.find(({ id }) => id === marking)
            // Whoever begins on the map finds the mark in the picture where the present pose expects it.
            setPoint(marking, { position: at })
            if (point?.pixel) setMarking(null)
          }
        }}
      />
    </main>
  )
}

function PictureWords({ camera, isCut }: { readonly camera: CameraView; readonly isCut: boolean }): ReactNode {
  const { say } = useSpeaker()
  if (isCut) return say('alert.stopped-by-link')
  if (camera.healthReason !== null) return <Text text="camera.reason" values={{ code: camera.healthReason }} />
  return say(camera.health === 'unknown' ? 'camera.card.waiting' : 'camera.card.no-picture')
}

/** Numbers as a person would write them: hundredths of degrees, decimetres. */
function tidy(pose: Pose): Pose {
  const to = (digits: number) => (value: number) => Math.round(value * 10 ** digits) / 10 ** digits
  const [two, one] = [to(2), to(1)]
  return {
    ...pose,
    heightM: one(pose.heightM),
    azimuthTrueDeg: two(pose.azimuthTrueDeg) % 360,
    pitchDeg: two(pose.pitchDeg),
    rollDeg: two(pose.rollDeg),
    horizontalFovDeg: two(pose.horizontalFovDeg),
    errors: {
      ...pose.errors,
      azimuthDeg: Math.max(0.01, to(3)(pose.errors.azimuthDeg)),
      pitchDeg: Math.max(0.01, to(3)(pose.errors.pitchDeg)),
    },
  }
}

function dayOf(language: 'ar' | 'en', iso: string): string {
  return new Intl.DateTimeFormat(language === 'ar' ? 'ar-IQ-u-nu-latn' : 'en-GB', { day: 'numeric', month: 'long' }).format(
    new Date(iso),
  )
}

/** What the server knows beside the camera; asked anew when the camera changes. */
function useSetup(camera: CameraView): readonly [CameraSetup | null, () => void] {
  const [setup, setSetup] = useState<CameraSetup | null>(null)
  const [ask, setAsk] = useState(0)
  useEffect(() => {
    let isGone = false
    request('GET', `/api/cameras/${camera.id}/setup`)
      .then((answer) => isGone || setSetup(answer as CameraSetup))
      .catch(() => undefined) // The page works without it; the next change asks again.
    return () => {
      isGone = true
    }
  }, [camera.id, camera.version, ask])
  return [setup, () => setAsk((now) => now + 1)]
}

/** Whether the window is so now, and from now on. */
function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}

const TURNS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-0.1, 0],
  ArrowRight: [0.1, 0],
  ArrowUp: [0, 0.1],
  ArrowDown: [0, -0.1],
}

/** Keys that may be held, and the one with Ctrl: the listener of the shell passes both over. */
function listenToHeldKeys(keys: {
  readonly current: { save: () => Promise<void>; turn: (azimuth: number, pitch: number) => void }
}): () => void {
  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey && event.code === 'KeyS') {
      event.preventDefault()
      void keys.current.save()
      return
    }
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
    const by = TURNS[event.code]
    const focused = event.target instanceof Element ? event.target : null
    if (
      by === undefined ||
      focused?.closest('input, textarea, select, button, a, [role=button], [data-takes-keys], [role=dialog]')
    )
      return
    event.preventDefault()
    const times = event.shiftKey ? 10 : 1
    keys.current.turn(by[0] * times, by[1] * times)
  }
  addEventListener('keydown', onKey)
  return () => removeEventListener('keydown', onKey)
}
