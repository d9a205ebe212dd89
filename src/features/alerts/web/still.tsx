/** The picture of an alert with brackets around the mover. Where there is none, words stand in its place. */
import { type ReactNode, useState } from 'react'
import type { clockOf } from '../../../platform/web/clock.ts'
import { useSay } from '../../../platform/web/text.tsx'
import type { CameraView } from '../../cameras/contract.ts'
import type { AlertView } from '../contract.ts'
import { formatBearing } from './place-line.tsx'
import css from './still.module.css'
import { stillView } from './still-view.ts'

export interface StillProps {
  readonly alert: AlertView
  readonly camera: CameraView | null
  readonly clock: ReturnType<typeof clockOf>
}

/** Enlarged around the mover; how many times stands on the picture. */
export function Still({ alert, camera, clock }: StillProps): ReactNode {
  const say = useSay()
  const [failed, setFailed] = useState<string | null>(null)
  if (alert.kind !== 'detection') return null
  const address = `/api/alerts/${alert.id}/still.jpg?v=${alert.soundings}`
  if (!alert.hasStill || failed === address)
    return (
      <div className={`${css.still} ${css.none} hatch`}>
        <span>{say(alert.hasStill ? 'alert.still.failed' : 'alert.still.none')}</span>
      </div>
    )
  const [width, height] = alert.stillSize ?? [640, 512]
  const { crop, enlarged, brackets } = stillView(alert.stillBox, width, height)
  const facts = [
    camera?.code,
    camera?.pose == null ? null : formatBearing(camera.pose.azimuthTrueDeg),
    enlarged > 1.05 ? `×${enlarged.toFixed(1)}` : null,
  ]
  return (
    <div className={css.still}>
      <svg
        viewBox={crop.join(' ')}
        preserveAspectRatio="xMidYMid slice"
        role="img"
        aria-label={say('alert.still', { number: alert.number, code: camera?.code ?? '' })}
      >
        <image href={address} width={width} height={height} preserveAspectRatio="none" onError={() => setFailed(address)} />
        <path d={brackets} fill="none" stroke="#000" strokeOpacity="0.7" strokeWidth="4" vectorEffect="non-scaling-stroke" />
        <path d={brackets} fill="none" stroke="currentColor" strokeWidth="1.7" vectorEffect="non-scaling-stroke" />
      </svg>
      <div className={`${css.line} ${css.top}`} aria-hidden="true">
        <span>{facts.filter((fact) => fact != null).join(' · ')}</span>
        <span>{clock.long(Date.parse(alert.stillAt ?? alert.hops.h0FrameAt ?? alert.firstAt))}</span>
      </div>
      <div className={`${css.line} ${css.bottom}`} aria-hidden="true">
        <span>
          {width}×{height}
        </span>
      </div>
    </div>
  )
}
