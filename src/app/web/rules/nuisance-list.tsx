/** What officers ended again and again and what therefore comes without sound: where, why, until when, and having it forgotten. */
import { type ReactNode, useState } from 'react'
import { mayDo } from '../../../features/access/policy.ts'
import type { NuisanceLine } from '../../../features/alerts/nuisance/contract.ts'
import type { RuleView } from '../../../features/alerts/rules/record.ts'
import { RequestProblem } from '../../../platform/web/http.ts'
import { useStore } from '../../../platform/web/store.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { forgetNuisance, nuisance, quietNow } from '../live/nuisance.ts'
import { Section } from '../setup/fields.tsx'
import { wordsOf } from '../setup/problem.ts'
import { useWatch } from '../shell/watch.tsx'
import css from './nuisance-list.module.css'

/** The section below the rules. */
export function NuisanceList({ rules }: { readonly rules: readonly RuleView[] }): ReactNode {
  const speaker = useSpeaker()
  const { say, language } = speaker
  const { view, facts, nowMs, timeZone } = useWatch()
  const now = useStore(nuisance)
  const [isBusy, setBusy] = useState(false)
  const [said, setSaid] = useState('')
  const lines = quietNow(now, nowMs)
  const mayForget = (line: NuisanceLine) => mayDo(view.rights, 'nuisance.forget', line.area)
  const date = new Intl.DateTimeFormat(language === 'ar' ? 'ar-IQ-u-nu-latn' : 'en-GB', {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  })
  const ruleName = ({ rule }: NuisanceLine) => {
    const known = rules.find(({ id }) => id === rule)
    if (known) return speaker.pick(known.name)
    return speaker.has(`rule.kind.${rule}`) ? say(`rule.kind.${rule}`) : rule
  }

  async function forget(id: string | null): Promise<void> {
    if (isBusy) return
    setBusy(true)
    try {
      setSaid(say('nuisance.forgotten', { n: await forgetNuisance(id) }))
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem
      setSaid(wordsOf(speaker, problem))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Section title={say('nuisance.title')} remark={lines.length}>
      <p className={css.help}>{say('nuisance.help')}</p>
      {now.state === 'failed' ? <p className={css.help}>{wordsOf(speaker, now.problem)}</p> : null}
      {now.state === 'known' && lines.length === 0 ? <p className={css.help}>{say('nuisance.none')}</p> : null}
      <ul className={css.lines}>
        {lines.map((line) => {
          const code = facts.cameras.get(line.cameraId)?.code ?? ''
          return (
            <li key={line.id}>
              <b>
                <Text text={`nuisance.where.${line.where.on}`} values={{ code, cls: line.class }} />
                {line.where.on === 'picture' ? <Piece region={line.where.region} /> : null}
              </b>
              <small>
                <bdi>{ruleName(line)}</bdi>
              </small>
              <small>
                <Text text="nuisance.ended" values={{ n: line.n, reason: say(`alert.reason.${line.reason}`) }} />
              </small>
              <small>
                <Text text="nuisance.until" values={{ time: date.format(Date.parse(line.untilAt)) }} />
              </small>
              {mayForget(line) ? (
                <button
                  type="button"
                  className={css.forget}
                  aria-label={say('nuisance.forget.label', { code })}
                  onClick={() => void forget(line.id)}
                >
                  {say('nuisance.forget')}
                </button>
              ) : null}
            </li>
          )
        })}
      </ul>
      {lines.length > 1 && lines.some(mayForget) ? (
        <button type="button" className={css.forget} onClick={() => void forget(null)}>
          {say('nuisance.forget.all')}
        </button>
      ) : null}
      <p className={css.help} role="status">
        {said}
      </p>
    </Section>
  )
}

/** Which part of the picture; pictures are never mirrored. */
function Piece({
  region: [left, top, right, bottom],
}: {
  readonly region: readonly [number, number, number, number]
}): ReactNode {
  return (
    <svg className={css.piece} width="32" height="24" viewBox="0 0 32 24" aria-hidden="true">
      <rect x="0.5" y="0.5" width="31" height="23" fill="none" stroke="currentColor" />
      <rect x={left * 32} y={top * 24} width={(right - left) * 32} height={(bottom - top) * 24} fill="currentColor" />
    </svg>
  )
}
