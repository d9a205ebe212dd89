/** The mark of a kind of place, as the map draws it. */
import type { ReactNode } from 'react'
import type { PlaceKind } from '../../../features/places/contract.ts'

/** Beside its name, never instead of it. */
export function PlaceMark({ kind }: { readonly kind: PlaceKind }): ReactNode {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" fill="none" strokeWidth="1.7" aria-hidden="true">
      {marks[kind]}
    </svg>
  )
}

const marks: Readonly<Record<PlaceKind, ReactNode>> = {
  line: <path d="M1 16 8 9l5 3 8-8" stroke="var(--map-line)" strokeDasharray="6 2 1.5 2 1.5 2" />,
  zone: <path d="M4 5h14v12H4z" stroke="var(--tx2)" strokeDasharray="2 2.6" />,
  outpost: <path d="M4 4h14v14H4zM11 7v8M7 11h8" stroke="var(--own)" />,
  protected_site: (
    <g stroke="var(--tx1)">
      <circle cx="11" cy="11" r="9.6" strokeWidth="1.2" />
      <circle cx="11" cy="11" r="7.4" strokeWidth="1.2" />
      <path d="m6.8 11 4.2-3.6 4.2 3.6M8 10.6v4h6v-4" strokeWidth="1.2" />
    </g>
  ),
  own_infrastructure: <path d="m11 4 7 7-7 7-7-7z" stroke="var(--own)" />,
}
