/** A role, an area out of the tree, and an end or none. */
import { type ReactNode, useId } from 'react'
import { useSpeaker } from '../../../platform/web/text.tsx'
import type { AreaView, Role } from '../contract.ts'
import { roles } from '../lists.ts'
import fields from './fields.module.css'
import { Field } from './fields.tsx'
import css from './people.module.css'

export interface GrantDraft {
  readonly role: Role
  readonly area: string
  /** As the field has it: local time, or empty. */
  readonly until: string
}

export const emptyGrant: GrantDraft = { role: 'watch_officer', area: '', until: '' }

/** What the server is sent: times in UTC. */
export function grantBody({ role, area, until }: GrantDraft): { role: Role; area: string; until: string | null } {
  return { role, area, until: until === '' ? null : new Date(until).toISOString() }
}

export interface GrantFieldsProps {
  readonly draft: GrantDraft
  readonly areas: readonly AreaView[]
  readonly onChange: (draft: GrantDraft) => void
}

/** The tree is a list in which each part stands under what it belongs to. */
export function GrantFields({ draft, areas, onChange }: GrantFieldsProps): ReactNode {
  const { say, pick } = useSpeaker()
  const id = useId()
  return (
    <>
      <fieldset className={css.roles}>
        <legend>{say('people.role')}</legend>
        {roles.map((role) => (
          <label key={role}>
            <input
              type="radio"
              name={`${id}-role`}
              value={role}
              checked={draft.role === role}
              onChange={() => onChange({ ...draft, role })}
            />
            <span>
              <b>{say(`access.role.${role}`)}</b>
              <small>{say(`access.role.${role}.what`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset className={css.tree}>
        <legend>{say('people.area')}</legend>
        {areas.map(({ area, name }) => (
          <label key={area} style={{ marginInlineStart: `${depthOf(area) * 18}px` }}>
            <input
              type="radio"
              name={`${id}-area`}
              value={area}
              checked={draft.area === area}
              onChange={() => onChange({ ...draft, area })}
            />
            <span>
              <b>{area === '' ? say('people.area.whole') : name === null ? <bdi dir="ltr">{area}</bdi> : pick(name)}</b>
              {area !== '' && name !== null ? (
                <small>
                  <bdi dir="ltr">{area}</bdi>
                </small>
              ) : null}
            </span>
          </label>
        ))}
      </fieldset>
      <div className={fields.form}>
        <Field
          title={say('people.until')}
          help={say('people.until.open')}
          type="datetime-local"
          value={draft.until}
          onChange={(until) => onChange({ ...draft, until })}
        />
      </div>
    </>
  )
}

function depthOf(area: string): number {
  return area === '' ? 0 : area.split('/').length
}
