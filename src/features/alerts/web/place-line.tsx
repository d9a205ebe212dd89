/** Where it is, as far as geometry earns it: MGRS with its error, or a bearing only, or nothing. */
import { Fragment, type ReactNode } from 'react'
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

export function PlaceLine({ alert, camera }: { readonly alert: AlertView; readonly camera: CameraView | null }): ReactNode {
  const { say } = useSpeaker()
  const { place, distanceToLineM } = alert
  if (alert.kind !== 'detection') return null
  if (place === null) return <p className={css.place}>{say('alert.no-place')}</p>
  const mgrs = place.position === null ? null : formatMgrs(place.position)
  const pieces: ReactNode[] = []
  if (mgrs !== null)
    pieces.push(
      <>
        <Code>{mgrs}</Code>
        {place.ellipse === null ? null : (
          <>
            {' '}
            <Text text="alert.place-error" values={{ error: rounded(place.ellipse.aM) }} />
          </>
        )}
      </>,
    )
  pieces.push(<Text text="alert.bearing" values={{ bearing: formatBearing(place.bearingTrueDeg), code: camera?.code ?? '' }} />)
  if (mgrs === null)
    pieces.push(
      place.rangeM.far === null ? (
        <Text text="alert.range-open" values={{ near: rounded(place.rangeM.near) }} />
      ) : (
        <Text text="alert.range" values={{ near: rounded(place.rangeM.near), far: rounded(place.rangeM.far) }} />
      ),
    )
  if (distanceToLineM !== null)
    pieces.push(
      distanceToLineM.far === null ? (
        <Text text="alert.to-line-open" values={{ near: rounded(distanceToLineM.near) }} />
      ) : (
        <Text text="alert.to-line" values={{ near: rounded(distanceToLineM.near), far: rounded(distanceToLineM.far) }} />
      ),
    )
  return (
    <p className={css.place}>
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces stand in a fixed order
        <Fragment key={index}>
          <span>{piece}</span>
        </Fragment>
      ))}
    </p>
  )
}
