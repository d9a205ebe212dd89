/** Where it is, as far as geometry earns it: MGRS with its error, or a bearing only, or nothing. */
import type { ReactNode } from 'react'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { CameraView } from '../../cameras/contract.ts'
import { formatMgrs } from '../../places/web/mgrs.ts'
import type { AlertView } from '../contract.ts'
import css from './alert-card.module.css'

/** Degrees from north, always three digits. */
export function formatBearing(degrees: number): string {
  return `${String(Math.round(degrees) % 360).padStart(3, '0')}°`
}

/** Metres to the nearest ten above a hundred: finer than the error would be a lie. */
const rounded = (metres: number) => (metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10)

/** The line below the title; nothing for alerts of cameras and of the system. */
export function PlaceLine({ alert, camera }: { readonly alert: AlertView; readonly camera: CameraView | null }): ReactNode {
  const { say } = useSpeaker()
  const { place, distanceToLineM } = alert
  if (alert.kind !== 'detection') return null
  if (place === null) return <p className={css.place}>{say('alert.no-place')}</p>
  const mgrs = place.position === null ? null : formatMgrs(place.position)
  // In the order of need; on a narrow screen what a known place already says is left out.
  const pieces: { readonly id: string; readonly part: ReactNode; readonly isSpare?: boolean }[] = []
  if (mgrs !== null)
    pieces.push({
      id: 'mgrs',
      part: (
        <>
          <Code>{mgrs}</Code>
          {place.ellipse === null ? null : (
            <>
              {' '}
              <Text text="alert.place-error" values={{ error: rounded(place.ellipse.aM) }} />
            </>
          )}
        </>
      ),
    })
  if (distanceToLineM !== null) {
    const { near, far } = distanceToLineM
    pieces.push({
      id: 'line',
      part: (
        <Text
          text={far === null ? 'alert.to-line-open' : 'alert.to-line'}
          values={far === null ? { near: rounded(near) } : { near: rounded(near), far: rounded(far) }}
        />
      ),
    })
  }
  pieces.push({
    id: 'bearing',
    part: <Text text="alert.bearing" values={{ bearing: formatBearing(place.bearingTrueDeg), code: camera?.code ?? '' }} />,
    isSpare: mgrs !== null,
  })
  if (mgrs === null) {
    const { near, far } = place.rangeM
    pieces.push({
      id: 'range',
      part: (
        <Text
          text={far === null ? 'alert.range-open' : 'alert.range'}
          values={far === null ? { near: rounded(near) } : { near: rounded(near), far: rounded(far) }}
        />
      ),
    })
  }
  return (
    <p className={css.place}>
      {pieces.map(({ id, part, isSpare }) => (
        <span key={id} className={isSpare === true ? css.spare : ''}>
          {part}
        </span>
      ))}
    </p>
  )
}
