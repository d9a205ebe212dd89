/** An outline drawn in the newest picture of a camera: by presses on it, or corner by corner in numbers. */
import { type ReactNode, useState } from 'react'
import type { PictureRing } from '../../../features/alerts/rules/record.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import column from '../../../platform/web/parts/column.module.css'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { NumberField, Section } from '../setup/fields.tsx'
import css from './rules.module.css'

const CORNERS_MAX = 50

/** Corners by presses and by numbers. */
export function RingPane({
  cameraId,
  ring,
  isReadOnly,
  onChange,
}: {
  readonly cameraId: string
  readonly ring: PictureRing
  readonly isReadOnly: boolean
  readonly onChange: (ring: PictureRing) => void
}): ReactNode {
  const { say } = useSpeaker()
  const [hasPicture, setHasPicture] = useState(true)
  const round = (share: number) => Math.round(Math.max(0, Math.min(1, share)) * 1000) / 1000
  const add = (at: [number, number]) => {
    if (!isReadOnly && ring.length < CORNERS_MAX) onChange([...ring, at])
  }
  const set = (index: number, axis: 0 | 1, percent: number) =>
    onChange(
      ring.map((corner, at): [number, number] =>
        at !== index ? corner : axis === 0 ? [round(percent / 100), corner[1]] : [corner[0], round(percent / 100)],
      ),
    )
  return (
    <Section title={say('rule.edit.ring')} remark={ring.length}>
      {/* A picture is physical: left is left in every language. The corners below do the same by keyboard. */}
      <div
        className={css.picture}
        dir="ltr"
        onPointerDown={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          add([round((event.clientX - box.left) / box.width), round((event.clientY - box.top) / box.height)])
        }}
      >
        {hasPicture ? (
          <img
            key={cameraId}
            src={`/api/cameras/${cameraId}/still.jpg`}
            alt=""
            draggable={false}
            onError={() => setHasPicture(false)}
          />
        ) : null}
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <polygon points={ring.map(([x, y]) => `${x},${y}`).join(' ')} />
        </svg>
        {ring.map(([x, y], index) => (
          // Corners have no identity but their place in the outline.
          <i key={index} style={{ left: `${x * 100}%`, top: `${y * 100}%` }} />
        ))}
      </div>
      <p className={css.help}>{say('rule.edit.ring.help')}</p>
      {ring.map(([x, y], index) => (
        <div key={index} className={css.corner}>
          <NumberField
            label={say('rule.edit.ring.corner-x', { n: index + 1 })}
            unit="%"
            value={x * 100}
            least={0}
            most={100}
            digits={1}
            isDisabled={isReadOnly}
            onChange={(percent) => set(index, 0, percent)}
          />
          <NumberField
            label={say('rule.edit.ring.corner-y', { n: index + 1 })}
            unit="%"
            value={y * 100}
            least={0}
            most={100}
            digits={1}
            isDisabled={isReadOnly}
            onChange={(percent) => set(index, 1, percent)}
          />
        </div>
      ))}
      {isReadOnly ? null : (
        <div className={column.buttons}>
          <Button isSmall onPress={() => add([0.5, 0.5])}>
            {say('rule.edit.ring.add')}
          </Button>
          <Button isSmall look="quiet" onPress={() => onChange([])}>
            {say('rule.edit.ring.clear')}
          </Button>
        </div>
      )}
    </Section>
  )
}
