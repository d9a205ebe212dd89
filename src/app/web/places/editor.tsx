/** One place while it is drawn: its name, its points, what it is for, and what still stands in the way of saving. */
import type { ReactNode } from 'react'
import { Button as PlainButton } from 'react-aria-components/Button'
import type { PlaceFault } from '../../../features/places/check.ts'
import { addPoint, deletePoint, isPoint, movePoint, type PlaceDraft, type PlaceValues } from '../../../features/places/edit.ts'
import { routines, siteCategories, siteSources, usualBufferM, worksKinds, zoneUses } from '../../../features/places/lists.ts'
import { areaM2, latLonOf, lengthM } from '../../../features/places/measure.ts'
import { lonLat } from '../../../platform/web/map/shapes.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { NumberField, Section, WordField } from '../setup/fields.tsx'
import { Choice, Moment, PositionField } from './fields.tsx'
import css from './places.module.css'

export interface EditorProps {
  readonly draft: PlaceDraft
  readonly fault: PlaceFault | null
  readonly isReadOnly: boolean
  readonly isSnapping: boolean
  readonly onSnapping: (isSnapping: boolean) => void
  readonly onChange: (next: PlaceDraft, held?: string) => void
}

/** Name, values of the kind, and the list of points with editable coordinates. */
export function PlaceEditor({ draft, fault, isReadOnly, isSnapping, onSnapping, onChange }: EditorProps): ReactNode {
  const { say } = useSpeaker()
  const { kind, points, name } = draft
  return (
    <>
      <Section title={say(`place.${kind}`)}>
        <WordField
          label={say('place.edit.name-ar')}
          value={name.ar}
          direction="rtl"
          isDisabled={isReadOnly}
          onChange={(ar) => onChange({ ...draft, name: { ...name, ar } }, 'name ar')}
        />
        <WordField
          label={say('place.edit.name-en')}
          value={name.en}
          direction="ltr"
          isDisabled={isReadOnly}
          onChange={(en) => onChange({ ...draft, name: { ...name, en } }, 'name en')}
        />
        <Values draft={draft} isReadOnly={isReadOnly} onChange={onChange} />
      </Section>
      <Section title={say('place.edit.points')} remark={<Text text="place.edit.points.count" values={{ n: points.length }} />}>
        {isPoint(kind) || points.length < 2 ? null : (
          <p className={css.measure}>
            <Measure draft={draft} />
          </p>
        )}
        {fault !== null && points.length > 0 ? (
          <p className={css.fault} role="status">
            <Icon name="warn" />
            <span>
              <Text text={`problem.${fault.code}`} values={{ ...fault.facts }} />
            </span>
          </p>
        ) : null}
        <ol className={css.points}>
          {points.map((point, index) => (
            // Points have no identity but their place in the way.
            <li key={index}>
              <span className={css.number}>{index + 1}</span>
              <PositionField
                label={say('place.edit.point', { n: index + 1 })}
                value={latLonOf(point)}
                isDisabled={isReadOnly}
                onChange={(to) => {
                  onChange(movePoint(draft, index, lonLat(to)))
                  return true
                }}
              />
              {isReadOnly ? null : (
                <PlainButton
                  className={css.icon ?? ''}
                  aria-label={say('place.edit.point.delete', { n: index + 1 })}
                  onPress={() => onChange(deletePoint(draft, index))}
                >
                  <Icon name="cross" />
                </PlainButton>
              )}
            </li>
          ))}
        </ol>
        {isReadOnly ? null : (
          <>
            {isPoint(kind) && points.length > 0 ? null : (
              <div className={css.add}>
                <PositionField
                  key={points.length}
                  label={say('place.edit.add')}
                  value={null}
                  onChange={(at) => {
                    onChange(addPoint(draft, lonLat(at)))
                    return true
                  }}
                />
              </div>
            )}
            <p className={css.help}>{say('place.edit.add.help')}</p>
            <label className={css.check}>
              <input type="checkbox" checked={isSnapping} onChange={(event) => onSnapping(event.currentTarget.checked)} />
              {say('place.edit.snap')}
            </label>
          </>
        )}
      </Section>
    </>
  )
}

function Measure({ draft: { kind, points } }: { readonly draft: PlaceDraft }): ReactNode {
  const km = (metres: number) => (metres / 1000).toFixed(2)
  const [first] = points
  if (kind === 'zone' && first !== undefined && points.length > 2)
    return (
      <Text text="place.edit.area" values={{ km2: (areaM2(points) / 1e6).toFixed(3), km: km(lengthM([...points, first])) }} />
    )
  return <Text text="place.edit.length" values={{ km: km(lengthM(points)) }} />
}

/** What only this kind of place has. */
function Values({
  draft,
  isReadOnly,
  onChange,
}: {
  readonly draft: PlaceDraft
  readonly isReadOnly: boolean
  readonly onChange: EditorProps['onChange']
}): ReactNode {
  const { say } = useSpeaker()
  const { kind, values } = draft
  const set = (next: PlaceValues, held?: string) => onChange({ ...draft, values: { ...values, ...next } }, held)
  const named = <T extends string>(all: readonly T[], id: string) => all.map((value) => ({ value, name: say(`${id}.${value}`) }))
  switch (kind) {
    case 'outpost':
      return null
    case 'line':
      return (
        <>
          <div className={css.ownSide}>
            <span>{say('place.edit.side')}</span>
            <b>{say(`place.edit.side.${values.inside ?? 'right'}`)}</b>
            {isReadOnly ? null : (
              <Button isSmall onPress={() => set({ inside: values.inside === 'left' ? 'right' : 'left' })}>
                {say('place.edit.side.swap')}
              </Button>
            )}
          </div>
          <NumberField
            label={say('place.edit.start-km')}
            unit="K"
            value={values.startKm ?? 0}
            least={-10_000}
            most={10_000}
            digits={1}
            isDisabled={isReadOnly}
            onChange={(startKm) => set({ startKm }, 'start km')}
          />
        </>
      )
    case 'zone':
      return (
        <>
          <Choice
            label={say('place.edit.use')}
            value={values.use ?? 'watch'}
            options={named(zoneUses, 'place.use')}
            isDisabled={isReadOnly}
            onChange={(use) => set({ use })}
          />
          {values.use === 'civilian_routine' ? (
            <>
              <Choice
                label={say('place.edit.routine')}
                value={values.routine ?? 'other'}
                options={named(routines, 'place.routine')}
                isDisabled={isReadOnly}
                onChange={(routine) => set({ routine })}
              />
              <p className={css.help}>{say('place.edit.use.help')}</p>
            </>
          ) : null}
          {values.use === 'quiet_by_design' ? <QuietWindow values={values} isReadOnly={isReadOnly} set={set} /> : null}
        </>
      )
    case 'protected_site':
      return (
        <>
          <Choice
            label={say('place.edit.category')}
            value={values.category ?? 'other'}
            options={named(siteCategories, 'place.category')}
            isDisabled={isReadOnly}
            onChange={(category) => {
              const isUsual = values.bufferM === usualBufferM(values.category ?? 'other')
              set({ category, ...(isUsual ? { bufferM: usualBufferM(category) } : {}) })
            }}
          />
          <NumberField
            label={say('place.edit.buffer')}
            unit={say('rule.unit.m')}
            value={values.bufferM ?? 500}
            least={0}
            most={20_000}
            digits={0}
            isDisabled={isReadOnly}
            onChange={(bufferM) => set({ bufferM: Math.round(bufferM) }, 'buffer')}
          />
          <Choice
            label={say('place.edit.source')}
            value={values.source ?? 'other'}
            options={named(siteSources, 'place.source')}
            isDisabled={isReadOnly}
            onChange={(source) => set({ source })}
          />
        </>
      )
    case 'own_infrastructure':
      return (
        <Choice
          label={say('place.edit.works')}
          value={values.what ?? 'other'}
          options={named(worksKinds, 'place.works')}
          isDisabled={isReadOnly}
          onChange={(what) => set({ what })}
        />
      )
  }
}

function QuietWindow({
  values,
  isReadOnly,
  set,
}: {
  readonly values: PlaceValues
  readonly isReadOnly: boolean
  readonly set: (next: PlaceValues) => void
}): ReactNode {
  const { say } = useSpeaker()
  const { window = { from: '', until: '' } } = values
  const moment = (end: 'from' | 'until') => (
    <Moment
      label={say(`place.edit.${end}`)}
      value={window[end] === '' ? null : window[end]}
      isDisabled={isReadOnly}
      onChange={(at) => set({ window: { ...window, [end]: at ?? '' } })}
    />
  )
  return (
    <>
      {moment('from')}
      {moment('until')}
    </>
  )
}
