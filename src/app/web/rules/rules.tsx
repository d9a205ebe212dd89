/** The rules of the site: set, tried on what really moved, then put in force. */
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { mayDo } from '../../../features/access/policy.ts'
import { csrf } from '../../../features/access/web/session.ts'
import { rulesByKind, startValues } from '../../../features/alerts/rules/index.ts'
import {
  type RuleContent,
  type RuleKind,
  type RuleTried,
  type RuleView,
  ruleClasses,
  ruleKinds,
} from '../../../features/alerts/rules/record.ts'
import { nowMs } from '../../../platform/web/clock.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import column from '../../../platform/web/parts/column.module.css'
import { randomId } from '../../../platform/web/random-id.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import { Choice, Moment } from '../places/fields.tsx'
import { NumberField, Section, WordField } from '../setup/fields.tsx'
import { wordsOf } from '../setup/problem.ts'
import { useCtrlS, usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import { groundIdOf, groundsOf, isWhole, newRule, type RuleDraft, ruleDraftOf, whereAt } from './draft.ts'
import { NuisanceList } from './nuisance-list.tsx'
import { RingPane } from './ring-pane.tsx'
import css from './rules.module.css'
import { ScheduleFields } from './schedule-fields.tsx'
import { Tried } from './tried.tsx'

/** Ten thousand tracks are judged anew in about a second; a busy machine may take longer. */
const TRY_PATIENCE_MS = 30_000

/** The page at `/rules`. */
export default function Rules(): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const { view, facts, clock } = useWatch()
  const [, go] = useLocation()
  const isReadOnly = !mayDo(view.rights, 'rule.configure')
  const [rules, setRules] = useState<readonly RuleView[]>([])
  const [draft, setDraft] = useState<RuleDraft | null>(null)
  const [tried, setTried] = useState<RuleTried | null>(null)
  const [busy, setBusy] = useState<'save' | 'try' | null>(null)
  const [said, setSaid] = useState<{ readonly words: string; readonly isFault: boolean } | null>(null)

  const load = useCallback(() => {
    request('GET', '/api/rules')
      .then((answer) => setRules((answer as { rules: RuleView[] }).rules.filter(({ isRetired }) => !isRetired)))
      .catch((problem: unknown) => {
        if (!(problem instanceof RequestProblem)) throw problem
        setSaid({ words: wordsOf(speaker, problem), isFault: true })
      })
  }, [speaker])
  // Rules are few and change seldom: they are read anew when the log says that one was set.
  const lastSet = facts.log.findLast(({ type }) => type === 'rule.set' || type === 'rule.retired')?.pos ?? 0
  useEffect(load, [load, lastSet])

  const places = useMemo(() => [...facts.places.values()].filter(({ isRetired }) => isRetired !== true), [facts.places])
  const cameras = useMemo(
    () => [...facts.cameras.values()].filter(({ isRemoved }) => !isRemoved).sort((a, b) => a.code.localeCompare(b.code)),
    [facts.cameras],
  )
  const known = draft?.id == null ? undefined : rules.find(({ id }) => id === draft.id)
  const theirs = known !== undefined && draft !== null && known.version > draft.basedOn ? known : null

  const open = (next: RuleDraft | null) => {
    setDraft(next)
    setTried(null)
    setSaid(null)
  }
  const change = (next: Partial<RuleContent>) => {
    setDraft((now) => (now === null ? null : { ...now, rule: { ...now.rule, ...next } }))
    // What was tried was another rule.
    setTried(null)
    setSaid(null)
  }
  const begin = (kind: RuleKind) => {
    const name = { ar: speakerName('ar', kind), en: speakerName('en', kind) }
    open(newRule(kind, groundsOf(kind, places, cameras)[0]?.id ?? '', name))
  }
  /** A first name, so that nothing must be typed: the kind in both languages. */
  function speakerName(language: 'ar' | 'en', kind: RuleKind): string {
    return speaker.language === language ? say(`rule.kind.${kind}`) : kindWords[kind][language]
  }

  async function send(what: 'save' | 'try', act: () => Promise<void>): Promise<void> {
    if (busy !== null) return
    setBusy(what)
    setSaid(null)
    try {
      await act()
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem
      const { by, at } = problem.facts
      const words =
        problem.code === 'rule.stale' && typeof at === 'string'
          ? say('rule.edit.stale', { by: String(by ?? ''), time: clock.short(Date.parse(at)) })
          : wordsOf(speaker, problem)
      setSaid({ words, isFault: true })
    } finally {
      setBusy(null)
    }
  }
  const attempt = () => {
    if (draft === null || !isWhole(draft)) return
    void send('try', async () => {
      const body = { rule: draft.rule, hours: 24 }
      setTried((await request('POST', '/api/rules/try', { body, csrf: csrf(), patienceMs: TRY_PATIENCE_MS })) as RuleTried)
    })
  }
  const save = () => {
    if (draft === null || isReadOnly || !isWhole(draft)) return
    void send('save', async () => {
      const body = { commandId: randomId(), id: draft.id, basedOn: draft.basedOn, rule: draft.rule }
      const next = (await request('POST', '/api/rules', { body, csrf: csrf() })) as RuleView
      setRules((all) => [...all.filter(({ id }) => id !== next.id), next])
      setDraft(ruleDraftOf(next))
      setSaid({ words: say('rule.edit.saved', { time: clock.long(nowMs()) }), isFault: false })
    })
  }
  const retire = () => {
    if (known === undefined) return
    void send('save', async () => {
      const body = { commandId: randomId(), basedOn: known.version }
      await request('POST', `/api/rules/${known.id}/retire`, { body, csrf: csrf() })
      setRules((all) => all.filter(({ id }) => id !== known.id))
      open(null)
      setSaid({ words: say('rule.edit.retired', { name: known.name }), isFault: false })
    })
  }

  useCtrlS(save)
  usePageKeys(
    {
      KeyT: () => {
        attempt()
        return draft !== null
      },
      Escape: () => {
        if (draft === null) go(addresses.watch)
        else open(null)
        return true
      },
    },
    [
      { key: 'T', text: 'rule.key.try' },
      { key: 'Ctrl S', text: 'rule.key.save' },
      { key: 'Esc', text: 'keys.back.short' },
    ],
  )

  const groundName = ({ where }: RuleContent) => {
    const id = groundIdOf(where)
    const camera = where.on === 'place' ? undefined : facts.cameras.get(id)
    const place = places.find((one) => one.id === id)
    return camera !== undefined
      ? `${camera.code} ${speaker.pick(camera.name)}`
      : place === undefined
        ? null
        : speaker.pick(place.name)
  }

  return (
    <main id="main" className={css.page} tabIndex={-1}>
      <section className={column.column} aria-label={say('rule.page')} data-region>
        <header className={`${column.title} ${css.title}`}>
          <h1>{say('rule.page')}</h1>
          <p>{say(isReadOnly ? 'rule.page.read-only' : 'rule.page.help')}</p>
        </header>
        <div className={column.scroll}>
          <Section title={say('rule.new')}>
            <div className={column.buttons}>
              {ruleKinds.map((kind) => (
                <Button key={kind} isSmall onPress={() => begin(kind)}>
                  {say(`rule.kind.${kind}`)}
                </Button>
              ))}
            </div>
          </Section>
          <Section title={say('rule.list')} remark={rules.length}>
            {rules.length === 0 ? <p className={css.help}>{say('rule.list.none')}</p> : null}
            <ul className={css.list}>
              {rules.map((rule) => {
                const ground = groundName(rule)
                const state = ground === null ? 'gone' : rule.isOn ? 'on' : 'off'
                return (
                  <li key={rule.id}>
                    <button
                      type="button"
                      aria-current={draft?.id === rule.id ? 'true' : undefined}
                      onClick={() => open(ruleDraftOf(rule))}
                    >
                      <b>
                        <bdi>{speaker.pick(rule.name)}</bdi>
                      </b>
                      <small>
                        {say(`rule.kind.${rule.kind}`)}
                        {ground === null ? null : (
                          <>
                            {' · '}
                            <bdi>{ground}</bdi>
                          </>
                        )}
                      </small>
                      <small data-state={state}>
                        {say(`rule.priority.${rule.priority}`)} · {say(`rule.state.${state}`)}
                      </small>
                    </button>
                  </li>
                )
              })}
            </ul>
          </Section>
          {mayDo(view.rights, 'nuisance.read') ? <NuisanceList rules={rules} /> : null}
        </div>
        <div className={css.said} role="status">
          {draft === null ? said?.words : null}
        </div>
      </section>
      <section className={column.column} aria-label={say('rule.edit.kind')} data-region>
        {draft === null ? (
          <p className={css.nothing}>{say('rule.edit.none')}</p>
        ) : (
          <>
            <div className={column.scroll}>
              {theirs === null ? null : (
                <div className={css.theirs} role="alert">
                  <Text
                    text="rule.edit.stale"
                    values={{ by: theirs.changed.by, time: clock.short(Date.parse(theirs.changed.at)) }}
                  />{' '}
                  <button type="button" className={css.link} onClick={() => open(ruleDraftOf(theirs))}>
                    {say('rule.edit.stale.take')}
                  </button>
                </div>
              )}
              <RuleFields
                draft={draft}
                isReadOnly={isReadOnly}
                grounds={groundsOf(draft.rule.kind, places, cameras)}
                onChange={change}
              />
              {known === undefined ? null : (
                <p className={css.changed}>
                  <Text
                    text="rule.edit.changed"
                    values={{ by: known.changed.by, time: clock.short(Date.parse(known.changed.at)) }}
                  />
                </p>
              )}
            </div>
            <footer className={column.foot}>
              <div className={column.buttons}>
                <Button keyName="T" onPress={attempt} stoppedBecause={isWhole(draft) ? null : say('place.edit.save.fault')}>
                  {say(busy === 'try' ? 'rule.try.busy' : 'rule.try')}
                </Button>
                {isReadOnly ? null : (
                  <Button
                    look="primary"
                    keyName="Ctrl S"
                    onPress={save}
                    stoppedBecause={isWhole(draft) ? null : say('place.edit.save.fault')}
                  >
                    {say('rule.edit.save')}
                  </Button>
                )}
                {known === undefined || isReadOnly ? null : (
                  <Button look="quiet" onPress={retire}>
                    {say('rule.edit.retire')}
                  </Button>
                )}
              </div>
              <div className={said?.isFault ? css.failed : css.said} role="status">
                {said?.words}
              </div>
            </footer>
          </>
        )}
      </section>
      <div className={`${column.scroll} ${css.result}`} data-region>
        <Section title={say('rule.try.title')}>
          <Tried tried={tried} />
        </Section>
      </div>
    </main>
  )
}

const kindWords: Readonly<Record<RuleKind, { readonly ar: string; readonly en: string }>> = {
  'line-crossing': { ar: 'عبور الخط', en: 'Crossing the line' },
  approach: { ar: 'اقتراب من الخط', en: 'Coming near the line' },
  'zone-enter': { ar: 'دخول منطقة', en: 'Entering a zone' },
  'zone-dwell': { ar: 'مكث في منطقة', en: 'Staying in a zone' },
  'picture-zone': { ar: 'منطقة في الصورة', en: 'Zone in the picture' },
  'any-mover': { ar: 'أي متحرك أمام كاميرا', en: 'Any mover before a camera' },
}

function RuleFields({
  draft: { rule },
  isReadOnly,
  grounds,
  onChange,
}: {
  readonly draft: RuleDraft
  readonly isReadOnly: boolean
  readonly grounds: ReturnType<typeof groundsOf>
  readonly onChange: (next: Partial<RuleContent>) => void
}): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const { settings } = rulesByKind[rule.kind]
  const values = { ...startValues(rulesByKind[rule.kind]), ...rule.values }
  const classes = rule.classes ?? []
  return (
    <>
      <Section title={say(`rule.kind.${rule.kind}`)}>
        <WordField
          label={say('place.edit.name-ar')}
          value={rule.name.ar}
          direction="rtl"
          isDisabled={isReadOnly}
          onChange={(ar) => onChange({ name: { ...rule.name, ar } })}
        />
        <WordField
          label={say('place.edit.name-en')}
          value={rule.name.en}
          direction="ltr"
          isDisabled={isReadOnly}
          onChange={(en) => onChange({ name: { ...rule.name, en } })}
        />
        {grounds.length === 0 ? (
          <p className={css.failed}>{say('rule.edit.where.none')}</p>
        ) : (
          <Choice
            label={say('rule.edit.where')}
            value={groundIdOf(rule.where)}
            options={grounds.map(({ id, name, code }) => ({
              value: id,
              name: code === null ? speaker.pick(name) : `${code} ${speaker.pick(name)}`,
            }))}
            isDisabled={isReadOnly}
            onChange={(id) => onChange({ where: whereAt(rule.kind, id, rule.where) })}
          />
        )}
        <Choice
          label={say('rule.edit.priority')}
          value={rule.priority}
          options={(['P1', 'P2', 'P3'] as const).map((value) => ({ value, name: say(`rule.priority.${value}`) }))}
          isDisabled={isReadOnly}
          onChange={(priority) => onChange({ priority })}
        />
        <label className={css.check}>
          <input
            type="checkbox"
            checked={rule.isOn}
            disabled={isReadOnly}
            onChange={(event) => onChange({ isOn: event.currentTarget.checked })}
          />
          {say('rule.edit.on')}
        </label>
      </Section>
      {rule.where.on === 'picture' && rule.where.cameraId !== '' ? (
        <RingPane
          cameraId={rule.where.cameraId}
          ring={rule.where.ring}
          isReadOnly={isReadOnly}
          onChange={(ring) => {
            if (rule.where.on === 'picture') onChange({ where: { ...rule.where, ring } })
          }}
        />
      ) : null}
      {Object.keys(settings).length === 0 ? null : (
        <Section title={say('rule.edit.values')}>
          {Object.entries(settings).map(([name, { least, most, unit }]) => (
            <NumberField
              key={name}
              label={say(`rule.value.${name}`)}
              unit={say(`rule.unit.${unit}`)}
              value={values[name] ?? 0}
              least={least}
              most={most}
              digits={0}
              isDisabled={isReadOnly}
              onChange={(value) => onChange({ values: { ...values, [name]: value } })}
            />
          ))}
        </Section>
      )}
      <Section title={say('rule.edit.classes')}>
        <fieldset className={css.days} disabled={isReadOnly}>
          <legend className="only-spoken">{say('rule.edit.classes')}</legend>
          {ruleClasses.map((one) => (
            <label key={one}>
              <input
                type="checkbox"
                checked={classes.includes(one)}
                onChange={(event) => {
                  const next = event.currentTarget.checked ? [...classes, one] : classes.filter((other) => other !== one)
                  onChange({ classes: next.length === 0 ? null : next })
                }}
              />
              <span>{say(`rule.class.${one}`)}</span>
            </label>
          ))}
        </fieldset>
        <p className={css.help}>{say('rule.edit.classes.help')}</p>
      </Section>
      <ScheduleFields windows={rule.schedule} isReadOnly={isReadOnly} onChange={(schedule) => onChange({ schedule })} />
      <Section title={say('rule.edit.valid-from')}>
        <Moment
          label={say('rule.edit.valid-from')}
          value={rule.validFrom}
          isDisabled={isReadOnly}
          onChange={(validFrom) => onChange({ validFrom })}
        />
        <Moment
          label={say('rule.edit.valid-until')}
          value={rule.validUntil}
          isDisabled={isReadOnly}
          onChange={(validUntil) => onChange({ validUntil })}
        />
      </Section>
    </>
  )
}
