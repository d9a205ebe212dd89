/** The map and its places: what stands on it, and a hand that draws, changes, takes away, brings in and gives out. */
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { mayDo } from '../../../features/access/policy.ts'
import { csrf } from '../../../features/access/web/session.ts'
import type { PlaceKind, PlaceVersion, PlaceView } from '../../../features/places/contract.ts'
import {
  addPoint,
  deletePoint,
  draftOf,
  faultOfDraft,
  firstStep,
  geometryOf,
  insertPoint,
  movePoint,
  newDraft,
  type PlaceDraft,
  redo,
  type Steps,
  step,
  undo,
} from '../../../features/places/edit.ts'
import { latLonOf, pointsOf } from '../../../features/places/measure.ts'
import { nowMs } from '../../../platform/web/clock.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import column from '../../../platform/web/parts/column.module.css'
import { randomId } from '../../../platform/web/random-id.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import { takeRows } from '../live/world.ts'
import { wordsOf } from '../setup/problem.ts'
import { useCtrlS, usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import { PlaceEditor } from './editor.tsx'
import { Files } from './files.tsx'
import { History } from './history.tsx'
import { keepDraft, keptDraft } from './keep.ts'
import { PlaceList } from './list.tsx'
import type { PlaceActs, PlaceFacts } from './place-drawing.ts'
import { PlaceMap } from './place-map.tsx'
import css from './places.module.css'

/** What came of the last wish. */
type Outcome =
  | { readonly kind: 'saved'; readonly atMs: number }
  | { readonly kind: 'retired'; readonly place: PlaceView; readonly before: PlaceView }
  | { readonly kind: 'failed'; readonly words: string }

/** The page at `/places`. */
export default function Places(): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const { view, facts, seen, clock } = useWatch()
  const [, go] = useLocation()
  const isReadOnly = !mayDo(view.rights, 'place.configure')
  const [steps, setSteps] = useState<Steps<PlaceDraft> | null>(() => {
    const kept = isReadOnly ? null : keptDraft()
    return kept === null ? null : firstStep(kept)
  })
  const [isTakenUp, setIsTakenUp] = useState(steps !== null)
  const [isSnapping, setIsSnapping] = useState(true)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [theirs, setTheirs] = useState<PlaceVersion | null>(null)
  const draft = steps?.now ?? null
  const places = useMemo(() => [...facts.places.values()].filter(({ isRetired }) => isRetired !== true), [facts.places])
  const known = draft?.id == null ? undefined : facts.places.get(draft.id)
  const anchor = useMemo(() => {
    const camera = seen.find((one) => one.camera.pose !== null)?.camera.pose?.position
    const [place] = places
    return camera ?? (place === undefined ? null : latLonOf(pointsOf(place.geometry)[0]))
  }, [seen, places])
  const fault = draft === null ? null : faultOfDraft(draft, anchor)
  const hasChanges = steps !== null && (steps.past.length > 0 || isTakenUp || steps.now.id === null)
  const isStale = known !== undefined && draft !== null && known.version > draft.basedOn

  useEffect(() => {
    if (!isReadOnly) keepDraft(hasChanges ? draft : null)
  }, [draft, hasChanges, isReadOnly])
  // Somebody else changed it while it is open here: who and when stands in its history.
  const staleVersion = isStale ? known?.version : undefined
  const staleId = isStale ? known?.id : undefined
  useEffect(() => {
    setTheirs(null)
    if (staleId === undefined) return
    let isGone = false
    request('GET', `/api/places/${staleId}/history`)
      .then((answer) => {
        if (!isGone) setTheirs((answer as { versions: PlaceVersion[] }).versions.at(-1) ?? null)
      })
      .catch(() => undefined) // The notice then stands without a name.
    return () => {
      isGone = true
    }
  }, [staleId, staleVersion])

  const open = (next: PlaceDraft | null) => {
    setSteps(next === null ? null : firstStep(next))
    setIsTakenUp(false)
    setOutcome(null)
    keepDraft(null)
  }
  const change = useCallback((next: PlaceDraft, held?: string) => {
    setOutcome((now) => (now?.kind === 'failed' ? null : now))
    setSteps((now) => (now === null ? null : step(now, next, held ?? null)))
  }, [])
  const edit = (act: (now: PlaceDraft) => PlaceDraft, held?: string) => {
    if (!isReadOnly) setSteps((now) => (now === null ? null : step(now, act(now.now), held ?? null)))
  }
  const acts: PlaceActs = {
    add: (at) => edit((now) => addPoint(now, at)),
    insert: (after, at) => edit((now) => insertPoint(now, after, at)),
    move(index, to, isHeld) {
      edit((now) => movePoint(now, index, to), `move ${index}`)
      // The hand let go: the next one begins a step of its own.
      if (!isHeld) setSteps((now) => (now === null ? null : { ...now, held: null }))
    },
    remove: (index) => edit((now) => deletePoint(now, index)),
  }

  async function send(act: () => Promise<void>): Promise<void> {
    if (isBusy) return
    setIsBusy(true)
    try {
      await act()
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem
      setOutcome({ kind: 'failed', words: wordsOf(speaker, problem) })
    } finally {
      setIsBusy(false)
    }
  }
  async function set(what: PlaceDraft): Promise<PlaceView> {
    const body = { commandId: randomId(), id: what.id, basedOn: what.basedOn, name: what.name, geometry: geometryOf(what) }
    const place = (await request('POST', '/api/places', { body, csrf: csrf() })) as PlaceView
    takeRows({ places: [place] })
    return place
  }
  const stopped = !hasChanges
    ? say('place.edit.save.nothing')
    : draft !== null && (draft.name.ar.trim() === '' || draft.name.en.trim() === '')
      ? say('place.edit.save.no-name')
      : fault !== null
        ? say('place.edit.save.fault')
        : null
  const save = (over?: number) => {
    if (draft === null || isReadOnly || stopped !== null) return
    void send(async () => {
      const place = await set(over === undefined ? draft : { ...draft, basedOn: over })
      open(draftOf(place))
      setOutcome({ kind: 'saved', atMs: nowMs() })
    })
  }
  const retire = () => {
    if (known === undefined) return
    void send(async () => {
      const body = { commandId: randomId(), basedOn: known.version }
      const place = (await request('POST', `/api/places/${known.id}/retire`, { body, csrf: csrf() })) as PlaceView
      takeRows({ places: [place] })
      open(null)
      setOutcome({ kind: 'retired', place, before: known })
    })
  }
  const restore = (gone: PlaceView) => {
    void send(async () => {
      const place = await set({ ...draftOf(gone), basedOn: gone.version })
      open(draftOf(place))
      setOutcome({ kind: 'saved', atMs: nowMs() })
    })
  }

  const back = () => {
    if (draft !== null) open(null)
    else go(addresses.watch)
  }
  useCtrlS(save)
  const now = (next: (steps: Steps<PlaceDraft>) => Steps<PlaceDraft>) => () => {
    setSteps((all) => (all === null ? null : next(all)))
    return steps !== null
  }
  usePageKeys(
    {
      KeyZ: now(undo),
      'Shift+KeyZ': now(redo),
      Escape: () => {
        back()
        return true
      },
    },
    [
      { key: 'Z', text: 'place.key.undo' },
      { key: 'Shift Z', text: 'place.key.redo' },
      { key: '← ↑ → ↓', text: 'place.key.move' },
      { key: 'Del', text: 'place.key.delete' },
      { key: 'Ctrl S', text: 'place.key.save' },
      { key: 'Esc', text: 'keys.back.short' },
    ],
  )

  const mapFacts = useMemo<PlaceFacts>(
    () => ({ places, seen, draft, faultAt: fault?.at ?? null, isSnapping, focus: draft?.id ?? null }),
    [places, seen, draft, fault, isSnapping],
  )
  const stepsPast = steps?.past.length ?? 0

  return (
    <main id="main" className={css.page} tabIndex={-1}>
      <section className={column.column} aria-label={say('place.page')} data-region>
        <header className={`${column.title} ${css.title}`}>
          <h1>
            {draft === null ? (
              say('place.page')
            ) : draft.id === null ? (
              <Text text="place.edit.title-new" values={{ kind: draft.kind }} />
            ) : (
              <bdi>{speaker.pick(draft.name)}</bdi>
            )}
          </h1>
          {draft === null ? (
            <p>{say(isReadOnly ? 'place.page.read-only' : 'place.page.help')}</p>
          ) : (
            <p>
              <button type="button" className={css.link} onClick={() => open(null)}>
                {say('place.edit.back')}
              </button>
              {isTakenUp ? (
                <span role="status">
                  {say('place.edit.kept')}{' '}
                  <button type="button" className={css.link} onClick={() => open(known === undefined ? null : draftOf(known))}>
                    {say('place.edit.drop')}
                  </button>
                </span>
              ) : null}
            </p>
          )}
        </header>
        <div className={column.scroll}>
          {draft === null ? (
            <>
              <PlaceList
                places={places}
                isReadOnly={isReadOnly}
                onOpen={(place) => open(draftOf(place))}
                onNew={(kind: PlaceKind) => open(newDraft(kind))}
              />
              <Files isReadOnly={isReadOnly} />
            </>
          ) : (
            <>
              {isStale ? (
                <div className={css.theirs} role="alert">
                  <Text
                    text={known?.isRetired ? 'place.edit.theirs.gone' : 'place.edit.theirs'}
                    values={{
                      by: theirs?.by ?? '…',
                      time: theirs === null ? '' : clock.short(Date.parse(theirs.at)),
                    }}
                  />{' '}
                  <button
                    type="button"
                    className={css.link}
                    onClick={() => open(known?.isRetired ? null : draftOf(known as PlaceView))}
                  >
                    {say('place.edit.theirs.take')}
                  </button>{' '}
                  <button type="button" className={css.link} onClick={() => save(known?.version)}>
                    {say('place.edit.theirs.over')}
                  </button>
                </div>
              ) : null}
              <PlaceEditor
                draft={draft}
                fault={fault}
                isReadOnly={isReadOnly}
                isSnapping={isSnapping}
                onSnapping={setIsSnapping}
                onChange={change}
              />
              {known === undefined ? null : (
                <History
                  id={known.id}
                  version={known.version}
                  onTake={
                    isReadOnly
                      ? null
                      : ({ name, geometry }) => change({ ...draftOf({ ...known, name, geometry }), basedOn: draft.basedOn })
                  }
                />
              )}
            </>
          )}
        </div>
        <footer className={column.foot}>
          {draft === null || isReadOnly ? null : (
            <div className={column.buttons}>
              <Button look="primary" keyName="Ctrl S" onPress={() => save()} stoppedBecause={stopped}>
                {say(isBusy ? 'place.edit.save.busy' : 'place.edit.save')}
              </Button>
              <Button
                keyName="Z"
                onPress={() => setSteps((all) => all && undo(all))}
                stoppedBecause={stepsPast > 0 ? null : say('place.edit.undo.nothing')}
              >
                {say('place.edit.undo')}
              </Button>
              <Button
                keyName="⇧Z"
                onPress={() => setSteps((all) => all && redo(all))}
                stoppedBecause={(steps?.future.length ?? 0) > 0 ? null : say('place.edit.redo.nothing')}
              >
                {say('place.edit.redo')}
              </Button>
              {known === undefined ? null : (
                <Button look="quiet" onPress={retire}>
                  {say('place.edit.retire')}
                </Button>
              )}
            </div>
          )}
          <div className={css.outcome} role="status">
            {outcome === null ? null : outcome.kind === 'saved' ? (
              <Text text="place.edit.saved" values={{ time: clock.long(outcome.atMs) }} />
            ) : outcome.kind === 'failed' ? (
              <span className={css.failed}>{outcome.words}</span>
            ) : (
              <>
                <Text text="place.edit.retired" values={{ name: outcome.before.name }} />{' '}
                <button type="button" className={css.link} onClick={() => restore(outcome.place)}>
                  {say('place.edit.restore')}
                </button>
              </>
            )}
          </div>
        </footer>
      </section>
      <PlaceMap facts={mapFacts} acts={acts} />
    </main>
  )
}
