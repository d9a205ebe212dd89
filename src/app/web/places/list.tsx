/** The places on the map, found by name, and the kinds that may be drawn anew. */
import { type ReactNode, useState } from 'react'
import type { PlaceKind, PlaceView } from '../../../features/places/contract.ts'
import { placeKinds } from '../../../features/places/lists.ts'
import { areaM2, lengthM } from '../../../features/places/measure.ts'
import { useOf } from '../../../features/places/zones.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import column from '../../../platform/web/parts/column.module.css'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { Section, WordField } from '../setup/fields.tsx'
import { PlaceMark } from './place-mark.tsx'
import css from './places.module.css'

/** From so many on they are searched. */
const FILTER_FROM = 6

/** The list, and the empty state of a new site. */
export function PlaceList({
  places,
  isReadOnly,
  onOpen,
  onNew,
}: {
  readonly places: readonly PlaceView[]
  readonly isReadOnly: boolean
  readonly onOpen: (place: PlaceView) => void
  readonly onNew: (kind: PlaceKind) => void
}): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const [filter, setFilter] = useState('')
  const wanted = filter.trim().toLowerCase()
  const shown = places
    .filter(({ name }) => `${name.ar} ${name.en}`.toLowerCase().includes(wanted))
    .sort((a, b) => order(a) - order(b) || speaker.pick(a.name).localeCompare(speaker.pick(b.name)))
  return (
    <>
      {isReadOnly ? null : (
        <Section title={say('place.new')}>
          <div className={column.buttons}>
            {placeKinds.map((kind) => (
              <Button key={kind} isSmall onPress={() => onNew(kind)}>
                {say(`place.new.${kind}`)}
              </Button>
            ))}
          </div>
        </Section>
      )}
      {places.length === 0 ? (
        <Section title={say('place.page.none')}>
          <p className={css.help}>{say('place.page.none.help')}</p>
        </Section>
      ) : (
        <Section title={say('place.list')} remark={places.length}>
          {places.length < FILTER_FROM ? null : (
            <WordField label={say('place.list.filter')} value={filter} onChange={setFilter} />
          )}
          {shown.length === 0 ? <p className={css.help}>{say('place.list.empty')}</p> : null}
          <ul className={css.list}>
            {shown.map((place) => (
              <li key={place.id}>
                <button type="button" onClick={() => onOpen(place)}>
                  <PlaceMark kind={place.geometry.kind} />
                  <span>
                    <b>
                      <bdi>{speaker.pick(place.name)}</bdi>
                    </b>
                    <small>
                      <What place={place} />
                    </small>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function order({ geometry }: PlaceView): number {
  return placeKinds.indexOf(geometry.kind)
}

/** What it is, and how long or large. */
function What({ place: { geometry } }: { readonly place: PlaceView }): ReactNode {
  const { say } = useSpeaker()
  switch (geometry.kind) {
    case 'line':
      return (
        <>
          {say('place.line')} ·{' '}
          <Text text="place.edit.length" values={{ km: (lengthM(geometry.coordinates) / 1000).toFixed(2) }} />
        </>
      )
    case 'zone':
      return (
        <>
          {say(`place.use.${useOf(geometry)}`)} ·{' '}
          <Text
            text="place.edit.area"
            values={{ km2: (areaM2(geometry.ring) / 1e6).toFixed(3), km: (lengthM(geometry.ring) / 1000).toFixed(2) }}
          />
        </>
      )
    case 'protected_site':
      return (
        <>
          {say('place.protected_site')} · {say(`place.category.${geometry.category}`)}
        </>
      )
    case 'own_infrastructure':
      return (
        <>
          {say('place.own_infrastructure')} · {say(`place.works.${geometry.what}`)}
        </>
      )
    case 'outpost':
      return say('place.outpost')
  }
}
