/** Map files of others: given out whole, and brought in only after a look at what would change. */
import { type ReactNode, useId, useRef, useState } from 'react'
import { csrf } from '../../../features/access/web/session.ts'
import type { ImportPreview, importDone } from '../../../features/places/exchange/contract.ts'
import { fileLengthMax } from '../../../features/places/exchange/limits.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import column from '../../../platform/web/parts/column.module.css'
import { randomId } from '../../../platform/web/random-id.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { Section } from '../setup/fields.tsx'
import { wordsOf } from '../setup/problem.ts'
import { PlaceMark } from './place-mark.tsx'
import css from './places.module.css'

type State =
  | { readonly at: 'idle'; readonly said: string | null; readonly isFault: boolean }
  | { readonly at: 'busy' }
  | { readonly at: 'preview'; readonly preview: ImportPreview }

/** A file of ten megabytes takes longer than an ordinary answer. */
const PATIENCE_MS = 60_000

/** Export, and import with its preview. */
export function Files({ isReadOnly }: { readonly isReadOnly: boolean }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<State>({ at: 'idle', said: null, isFault: false })
  const [isWhole, setIsWhole] = useState(true)

  const fail = (problem: unknown) => {
    if (!(problem instanceof RequestProblem)) throw problem
    setState({ at: 'idle', said: wordsOf(speaker, problem), isFault: true })
  }
  async function look(file: File): Promise<void> {
    if (file.size > fileLengthMax) {
      setState({ at: 'idle', said: say('problem.place.file-too-large'), isFault: true })
      return
    }
    setState({ at: 'busy' })
    try {
      const body = { text: await file.text() }
      const preview = await request('POST', '/api/places/import', { body, csrf: csrf(), patienceMs: PATIENCE_MS })
      setState({ at: 'preview', preview: preview as ImportPreview })
    } catch (problem) {
      fail(problem)
    }
  }
  async function apply({ items }: ImportPreview): Promise<void> {
    setState({ at: 'busy' })
    const wanted = items.filter(({ state: one }) => one === 'new' || one === 'changed')
    const body = {
      commandId: randomId(),
      isWhole,
      items: wanted.map(({ id: place, basedOn, name, geometry }) => ({ id: place, basedOn, name, geometry })),
    }
    try {
      const done = (await request('POST', '/api/places/import/apply', {
        body,
        csrf: csrf(),
        patienceMs: PATIENCE_MS,
      })) as ReturnType<typeof importDone.parse>
      const said = [say('place.file.done', { n: done.set }), ...done.refused.map(({ n, why }) => `${n}: ${why}`)].join(' ')
      setState({ at: 'idle', said, isFault: done.refused.length > 0 })
    } catch (problem) {
      fail(problem)
    }
  }

  return (
    <Section title={say('place.file')}>
      <p className={css.files}>
        {say('place.file.out')}:{' '}
        <a className={css.link} href="/api/places.kml" download="places.kml">
          KML
        </a>{' '}
        <a className={css.link} href="/api/places.geojson" download="places.geojson">
          GeoJSON
        </a>
      </p>
      {isReadOnly ? null : (
        <>
          <input
            ref={input}
            id={id}
            className="only-spoken"
            type="file"
            accept=".kml,.geojson,.json,application/geo+json,application/vnd.google-earth.kml+xml"
            aria-label={say('place.file.in')}
            tabIndex={-1}
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? []
              if (file) void look(file)
              // The same file again, after it was mended, is a new wish.
              event.currentTarget.value = ''
            }}
          />
          {state.at === 'preview' ? (
            <Preview
              preview={state.preview}
              isWhole={isWhole}
              onWhole={setIsWhole}
              onApply={() => void apply(state.preview)}
              onCancel={() => setState({ at: 'idle', said: null, isFault: false })}
            />
          ) : (
            <>
              <Button
                isSmall
                onPress={() => input.current?.click()}
                stoppedBecause={state.at === 'busy' ? say('place.file.reading') : null}
              >
                {say('place.file.in')}
              </Button>
              <p className={css.help}>{say('place.file.in.help')}</p>
            </>
          )}
        </>
      )}
      <div role="status" className={state.at === 'idle' && state.isFault ? css.failed : css.outcome}>
        {state.at === 'idle' ? state.said : null}
      </div>
    </Section>
  )
}

function Preview({
  preview: { items },
  isWhole,
  onWhole,
  onApply,
  onCancel,
}: {
  readonly preview: ImportPreview
  readonly isWhole: boolean
  readonly onWhole: (isWhole: boolean) => void
  readonly onApply: () => void
  readonly onCancel: () => void
}): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const wanted = items.filter(({ state }) => state === 'new' || state === 'changed').length
  const bad = items.filter(({ state }) => state === 'unreadable').length
  return (
    <>
      <p className={css.files}>
        <Text text="place.file.preview" values={{ n: wanted, bad }} />
      </p>
      <ol className={css.preview}>
        {items.slice(0, 200).map(({ n, state, name, geometry, why }) => (
          <li key={n} data-state={state}>
            {geometry === null ? <span /> : <PlaceMark kind={geometry.kind} />}
            <span>
              <b>
                {n}. <bdi>{name === null ? '' : speaker.pick(name)}</bdi>
              </b>
              <small>{why ?? say(`place.file.state.${state}`)}</small>
            </span>
          </li>
        ))}
      </ol>
      <label className={css.check}>
        <input type="checkbox" checked={isWhole} onChange={(event) => onWhole(event.currentTarget.checked)} />
        {say('place.file.whole')}
      </label>
      <div className={column.buttons}>
        <Button look="primary" isSmall onPress={onApply} stoppedBecause={wanted === 0 ? say('place.edit.save.nothing') : null}>
          {say('place.file.apply')}
        </Button>
        <Button isSmall onPress={onCancel}>
          {say('place.file.cancel')}
        </Button>
      </div>
    </>
  )
}
