/** The filters of the log page: words, then lists, then days. Each change stands in the address at once. */
import { type ReactNode, useEffect, useId, useState } from 'react'
import { Link } from 'wouter'
import { inOrder } from '../../../features/cameras/web/health.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import { useWatch } from '../shell/watch.tsx'
import { shiftWatch } from '../shift/shift-store.ts'
import { type FilterName, type Filters, filterNames } from './filters.ts'
import css from './history.module.css'

/** Typing pauses for so long before the server is asked. */
const PAUSE_MS = 300

const REASONS = [
  'real.crossing',
  'real.attempt_turned_back',
  'real.lawful_presence',
  'real.other',
  'nuisance.animal',
  'nuisance.vegetation',
  'nuisance.weather',
  'nuisance.own_people',
  'nuisance.camera',
  'nuisance.other',
] as const

/** A bar of filters; `onChange` gets those that change, empty ones to be taken away. */
export function FilterBar({
  filters,
  onChange,
}: {
  readonly filters: Filters
  readonly onChange: (next: Filters) => void
}): ReactNode {
  const { say, pick } = useSpeaker()
  const { facts, view } = useWatch()
  const watch = useStore(shiftWatch)
  const tabNow = filters.tab === 'book' || filters.tab === 'changes' ? filters.tab : 'alerts'
  const isBook = tabNow === 'book'
  const [words, setWords] = useState(filters.q ?? '')
  const set = (name: FilterName, value: string) => onChange({ [name]: value })
  // Only what was typed starts the pause
  useEffect(() => {
    if (words === (filters.q ?? '')) return
    const timer = setTimeout(() => set('q', words), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [words])
  // Whoever kept the watch or signed in here may have acted; nobody else has a name on this page.
  const people = new Map([[view.person.id, view.person.name]])
  if (watch.state === 'known')
    for (const shift of [...watch.value.past, ...(watch.value.now ? [watch.value.now] : [])])
      people.set(shift.by.id, shift.by.name)
  for (const alert of facts.alerts.values()) {
    if (alert.owner) people.set(alert.owner.id, alert.owner.name)
    if (alert.closed) people.set(alert.closed.by.id, alert.closed.by.name)
  }
  const tab = (name: 'alerts' | 'book' | 'changes') => (
    <Link
      href={name === 'alerts' ? addresses.log : `${addresses.log}?tab=${name}`}
      className={name === tabNow ? `${css.tab} ${css.tabHere}` : (css.tab ?? '')}
      {...(name === tabNow ? { 'aria-current': 'page' as const } : {})}
    >
      {say(`history.tab.${name}`)}
    </Link>
  )
  return (
    <search className={css.bar} aria-label={say('history.tabs')}>
      <nav className={css.tabs} aria-label={say('history.tabs')}>
        {tab('alerts')}
        {tab('book')}
        {tab('changes')}
        <Link className={css.tab ?? ''} href={addresses.hygiene}>
          {say('history.hygiene')}
        </Link>
      </nav>
      {tabNow === 'changes' ? null : (
        <label className={css.words}>
          <span className="only-spoken">{say(isBook ? 'history.search.book' : 'history.search')}</span>
          <input
            id="history-search"
            type="search"
            dir="auto"
            maxLength={120}
            placeholder={say(isBook ? 'history.search.book' : 'history.search')}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </label>
      )}
      {tabNow !== 'alerts' ? null : (
        <>
          <Pick
            name="state"
            filters={filters}
            set={set}
            options={(['open', 'closed'] as const).map((id) => [id, say(`history.state.${id}`)])}
          />
          <Pick
            name="kind"
            filters={filters}
            set={set}
            options={(['detection', 'camera', 'system', 'timer'] as const).map((id) => [id, say(`history.kind.${id}`)])}
          />
          <Pick
            name="priority"
            filters={filters}
            set={set}
            options={(['P1', 'P2', 'P3'] as const).map((id) => [id, say(`history.priority.${id}`)])}
          />
          <Pick
            name="camera"
            filters={filters}
            set={set}
            options={inOrder(facts.cameras.values()).map(({ id, code, name }) => [id, `${code} ${pick(name)}`])}
          />
          <Pick
            name="place"
            filters={filters}
            set={set}
            options={[...facts.places.values()].map(({ id, name }) => [id, pick(name)])}
          />
          <Pick
            name="reason"
            filters={filters}
            set={set}
            options={[
              ['real', say('history.reason.real')],
              ['nuisance', say('history.reason.nuisance')],
              ['undetermined', say('alert.reason.undetermined')],
              ...REASONS.map((id): [string, string] => [id, say(`alert.reason.${id}`)]),
            ]}
          />
        </>
      )}
      <Pick name="by" filters={filters} set={set} options={[...people]} />
      <Day name="from" filters={filters} set={set} />
      <Day name="to" filters={filters} set={set} />
      {Object.keys(filters).some((name) => name !== 'tab' && name !== 'alert') ? (
        <Button
          isSmall
          look="quiet"
          onPress={() => {
            setWords('')
            onChange(
              Object.fromEntries(filterNames.filter((name) => name !== 'tab' && name !== 'alert').map((name) => [name, ''])),
            )
          }}
        >
          {say('history.clear')}
        </Button>
      ) : null}
    </search>
  )
}

interface FieldProps {
  readonly name: FilterName
  readonly filters: Filters
  readonly set: (name: FilterName, value: string) => void
}

function Pick({
  name,
  filters,
  set,
  options,
}: FieldProps & { readonly options: readonly (readonly [string, string])[] }): ReactNode {
  const { say } = useSpeaker()
  const id = useId()
  const plain = (text: string) => text.replaceAll(/[\u2066-\u2069]/g, '')
  return (
    <label className={css.field} htmlFor={id}>
      <span>{say(`history.${name}`)}</span>
      <select id={id} value={filters[name] ?? ''} onChange={(event) => set(name, event.target.value)}>
        <option value="">{say('history.any')}</option>
        {options.map(([value, word]) => (
          <option key={value} value={value}>
            {plain(word)}
          </option>
        ))}
      </select>
    </label>
  )
}

function Day({ name, filters, set }: FieldProps): ReactNode {
  const { say } = useSpeaker()
  const id = useId()
  return (
    <label className={css.field} htmlFor={id}>
      <span>{say(`history.${name}`)}</span>
      <input id={id} type="date" value={filters[name] ?? ''} onChange={(event) => set(name, event.target.value)} />
    </label>
  )
}
