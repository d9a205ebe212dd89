/** The picture of an alert with brackets around the mover. Where there is none, words stand in its place. */
import { type ReactNode, useState } from 'react'
import type { clockOf } from '../../../platform/web/clock.ts'
import { useSay } from '../../../platform/web/text.tsx'
import type { CameraView } from '../../cameras/contract.ts'
import type { AlertView } from '../contract.ts'
import { formatBearing } from './place-line.tsx'
import css from './still.module.css'

export interface StillProps {
  readonly alert: AlertView
  readonly camera: CameraView | null
  readonly clock: ReturnType<typeof clockOf>
}

export function Still({ alert, camera, clock }: StillProps): ReactNode {
  const say = useSay()
  const [failedId, setFailedId] = useState<string | null>(null)
  if (alert.kind !== 'detection') return null
  if (!alert.hasStill || failedId === alert.id)
    return (
      <div className={`${css.still} ${css.none} hatch`}>
        <span>{say(alert.hasStill ? 'alert.still.failed' : 'alert.still.none')}</span>
      </div>
    )
  const [width, height] = alert.stillSize ?? [640, 512]
  const at = alert.hops.h0FrameAt ?? alert.firstAt
  return (
    <div className={css.still}>
      <div className={css.frame} style={{ aspectRatio: `${width} / ${height}` }}>
        <img
          src={`/api/alerts/${alert.id}/still.jpg?v=${alert.soundings}`}
          alt={say('alert.still', { number: alert.number, code: camera?.code ?? '' })}
          onError={() => setFailedId(alert.id)}
        />
        {alert.stillBox === null ? null : (
          <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
            <path
              d={brackets(alert.stillBox, width, height)}
              fill="none"
              stroke="#000"
              strokeOpacity="0.7"
              strokeWidth="4"
              vectorEffect="non-scaling-stroke"
            />
            <path
              d={brackets(alert.stillBox, width, height)}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.6"
              vectorEffect="non-scaling-stroke"
            />
          </svg>
        )}
      </div>
      <div className={`${css.line} ${css.top}`} aria-hidden="true">
        <span>
          {camera?.code}
          {camera?.pose ? ` · ${formatBearing(camera.pose.azimuthTrueDeg)}` : ''}
        </span>
        <span>{clock.long(Date.parse(at))}</span>
      </div>
      <div className={`${css.line} ${css.bottom}`} aria-hidden="true">
        <span>
          {width}×{height} LWIR
        </span>
      </div>
    </div>
  )
}

/** Four corners around `[x, y, w, h]`, at least so large that a mover of few pixels is found at a glance. */
function brackets([x, y, w, h]: readonly [number, number, number, number], width: number, height: number): string {
  const halfWidth = Math.max(w / 2 + width * 0.012, width * 0.035)
  const halfHeight = Math.max(h / 2 + height * 0.012, height * 0.045)
  const middleX = x + w / 2
  const middleY = y + h / 2
  const corner = Math.min(halfWidth, halfHeight) * 0.45
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const
  return corners
    .map(([sideX, sideY]) => {
      const cornerX = middleX + sideX * halfWidth
      const cornerY = middleY + sideY * halfHeight
      return `M${cornerX - sideX * corner} ${cornerY}L${cornerX} ${cornerY}L${cornerX} ${cornerY - sideY * corner}`
    })
    .join('')
}
