/** When a rule listens: always, or in windows of days and local times. */
import type { ReactNode } from 'react'
import { Button as PlainButton } from 'react-aria-components/Button'
import type { ScheduleWindow } from '../../../features/alerts/rules/schedule.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { TimeField } from '../../../platform/web/parts/time-field.tsx'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { Section } from '../setup/fields.tsx'
import css from './rules.module.css'

/** The week as it is lived here begins on Saturday. */
const week = [6, 7, 1, 2, 3, 4, 5] as const
const night: ScheduleWindow = { days: [...week], from: '19:00', until: '05:30' }

/** Null windows: always. */
export function ScheduleFields({
  windows,
  isReadOnly,
  onChange,
}: {
  readonly windows: readonly ScheduleWindow[] | null
  readonly isReadOnly: boolean
  readonly onChange: (windows: ScheduleWindow[] | null) => void
}): ReactNode {
  const { say } = useSpeaker()
  const all = windows ?? []
  const set = (index: number, next: Partial<ScheduleWindow>) =>
    onChange(all.map((one, at) => (at === index ? { ...one, ...next } : one)))
  return (
    <Section title={say('rule.edit.schedule')} remark={windows === null ? say('rule.edit.schedule.always') : undefined}>
      {all.map((one, index) => (
        // Windows have no identity but their place in the list.
        <fieldset key={index} className={css.window} disabled={isReadOnly}>
          <legend>{say('rule.edit.schedule.window', { n: index + 1 })}</legend>
          <div className={css.days}>
            {week.map((day) => (
              <label key={day}>
                <input
                  type="checkbox"
                  checked={one.days.includes(day)}
                  onChange={(event) => {
                    const days = event.currentTarget.checked ? [...one.days, day] : one.days.filter((other) => other !== day)
                    if (days.length > 0) set(index, { days: days.sort() })
                  }}
                />
                <span>{say(`rule.day.${day}`)}</span>
              </label>
            ))}
          </div>
          <div className={css.times}>
            {(['from', 'until'] as const).map((end) => (
              // biome-ignore lint/a11y/noLabelWithoutControl: the field is a part of our own, inside it
              <label key={end}>
                {say(`rule.edit.${end}`)}
                <TimeField value={one[end]} onChange={(time) => set(index, { [end]: time })} />
              </label>
            ))}
            <PlainButton
              className={css.icon ?? ''}
              aria-label={say('rule.edit.schedule.remove', { n: index + 1 })}
              onPress={() => onChange(all.length === 1 ? null : all.filter((_, at) => at !== index))}
            >
              <Icon name="cross" />
            </PlainButton>
          </div>
        </fieldset>
      ))}
      {isReadOnly ? null : (
        <Button isSmall onPress={() => onChange([...all, night])}>
          {say('rule.edit.schedule.add')}
        </Button>
      )}
      {windows === null ? null : <p className={css.help}>{say('rule.edit.schedule.help')}</p>}
    </Section>
  )
}
