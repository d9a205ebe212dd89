/** How a place was: each version with who and when, to be taken back into the drawing. */
import { type ReactNode, useEffect, useState } from 'react'
import type { PlaceVersion } from '../../../features/places/contract.ts'
import { request } from '../../../platform/web/http.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { Section } from '../setup/fields.tsx'
import { useWatch } from '../shell/watch.tsx'
import css from './places.module.css'

/** `onTake` null: it is only read. */
export function History({
  id,
  version,
  onTake,
}: {
  readonly id: string
  readonly version: number
  readonly onTake: ((version: PlaceVersion) => void) | null
}): ReactNode {
  const { say, language } = useSpeaker()
  const { timeZone } = useWatch()
  const [versions, setVersions] = useState<readonly PlaceVersion[]>([])
  useEffect(() => {
    let isGone = false
    request('GET', `/api/places/${id}/history`)
      .then((answer) => {
        if (!isGone) setVersions((answer as { versions: PlaceVersion[] }).versions)
      })
      .catch(() => {
        if (!isGone) setVersions([]) // The rest of the page works without it.
      })
    return () => {
      isGone = true
    }
  }, [id, version])
  if (versions.length === 0) return null
  const format = new Intl.DateTimeFormat(language === 'ar' ? 'ar-IQ-u-nu-latn' : 'en-GB', {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  return (
    <Section title={say('place.history')} remark={versions.length}>
      <ol className={css.history}>
        {versions.toReversed().map((one, index) => (
          <li key={one.version}>
            <Text
              text={`place.history.${one.what}`}
              values={{ by: one.by === '' ? say('place.history.machine') : one.by, time: format.format(Date.parse(one.at)) }}
            />
            {index === 0 || onTake === null || one.what === 'retired' ? null : (
              <button type="button" className={css.link} onClick={() => onTake(one)}>
                {say('place.history.take')}
              </button>
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}
