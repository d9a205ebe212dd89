/** Icons on a 16 px grid, 1.5 px stroke. An icon never stands without its word. */
import type { ReactNode } from 'react'

const EYE = 'M1.8 8S4.2 4 8 4s6.2 4 6.2 4-2.4 4-6.2 4S1.8 8 1.8 8z'
const OCTAGON = 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z'

const shapes = {
  alarm: (
    <>
      <path d={OCTAGON} fill="currentColor" stroke="none" />
      <path d="M8 4.3v4.4M8 11v.7" stroke="var(--icon-cut, #fff)" strokeWidth="1.9" />
    </>
  ),
  alarmOutline: (
    <>
      <path d={OCTAGON} />
      <path d="M8 4.6v4M8 10.8v.6" />
    </>
  ),
  warn: (
    <>
      <path d="M8 2 14.6 13.6H1.4z" />
      <path d="M8 6.4v3.4M8 11.5v.5" />
    </>
  ),
  blind: (
    <>
      <path d={EYE} />
      <path d="M3 13.5 13 2.5" strokeWidth="1.9" />
    </>
  ),
  eye: (
    <>
      <path d={EYE} />
      <circle cx="8" cy="8" r="1.7" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 4.7V8l2.3 1.5" />
    </>
  ),
  unknown: (
    <>
      <path d="M5.8 6a2.3 2.3 0 1 1 3.3 2.1c-.8.4-1.1.8-1.1 1.7" />
      <path d="M8 12v.6" />
    </>
  ),
  noLink: <path d="M7 5l1.5-1.5a2.6 2.6 0 0 1 4 4L11 9M9 11l-1.5 1.5a2.6 2.6 0 0 1-4-4L5 7M2.5 2.5l11 11" />,
  link: <path d="M6.5 9.5 9.5 6.5M7 5l1.5-1.5a2.6 2.6 0 0 1 4 4L11 9M9 11l-1.5 1.5a2.6 2.6 0 0 1-4-4L5 7" />,
  check: <path d="m3 8.5 3.3 3.3L13 4.8" />,
  cross: <path d="m4 4 8 8M12 4l-8 8" />,
  people: (
    <>
      <circle cx="6" cy="5.4" r="2.4" />
      <path d="M1.6 13.4c.3-2.9 2-4.4 4.4-4.4s4.1 1.5 4.4 4.4" />
      <path d="M10.4 3.3a2.3 2.3 0 0 1 0 4.2M12 9.6c1.4.6 2.2 1.9 2.4 3.8" />
    </>
  ),
  key: (
    <>
      <circle cx="5" cy="8" r="2.8" />
      <path d="M7.8 8h6.4M12 8v2.6M14.2 8v1.8" />
    </>
  ),
  lock: (
    <>
      <rect x="3.5" y="7" width="9" height="6.5" rx="1" />
      <path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2" />
    </>
  ),
  watch: (
    <>
      <circle cx="8" cy="8" r="6" />
      <circle cx="8" cy="8" r="1.6" fill="currentColor" stroke="none" />
      <path d="M8 2v2.4M8 11.6V14M2 8h2.4M11.6 8H14" />
    </>
  ),
  camera: (
    <>
      <rect x="2" y="4.5" width="8.5" height="7" rx="1" />
      <path d="M10.5 7.2 14 5v6l-3.5-2.2" />
    </>
  ),
  person: (
    <>
      <circle cx="8" cy="5" r="2.5" />
      <path d="M3 14c.4-3.2 2.3-4.8 5-4.8s4.6 1.6 5 4.8" />
    </>
  ),
  sound: (
    <>
      <path d="M2.5 6.2h2.4L8.3 3v10L4.9 9.8H2.5z" />
      <path d="M10.5 5.5a3.6 3.6 0 0 1 0 5M12.3 3.6a6.3 6.3 0 0 1 0 8.8" />
    </>
  ),
  soundOff: (
    <>
      <path d="M2.5 6.2h2.4L8.3 3v10L4.9 9.8H2.5z" />
      <path d="m10.5 6 4 4M14.5 6l-4 4" />
    </>
  ),
  theme: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 2.2v11.6A5.8 5.8 0 0 0 8 2.2z" fill="currentColor" stroke="none" />
    </>
  ),
  language: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M2.2 8h11.6M8 2.2c2 1.7 2.8 3.6 2.8 5.8S10 12.1 8 13.8C6 12.1 5.2 10.2 5.2 8S6 3.9 8 2.2z" />
    </>
  ),
  leave: <path d="M9 2.5H3.5v11H9M7 8h7M11.5 5.5 14 8l-2.5 2.5" />,
  place: (
    <path d="M8 14.5s4.8-4.6 4.8-8.2a4.8 4.8 0 0 0-9.6 0c0 3.6 4.8 8.2 4.8 8.2zM8 8a1.6 1.6 0 1 0 0-3.2A1.6 1.6 0 0 0 8 8z" />
  ),
  rule: <path d="M2.5 4.5h6M11.5 4.5h2M2.5 11.5h2M7.5 11.5h6M10 2.8v3.4M6 9.8v3.4" />,
  sensor: (
    <>
      <circle cx="8" cy="10.5" r="1.8" />
      <path d="M4.6 8.3a4.6 4.6 0 0 1 6.8 0M2.2 5.9a8 8 0 0 1 11.6 0" />
    </>
  ),
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  aim: (
    <>
      <circle cx="8" cy="8" r="4.5" />
      <path d="M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3" />
    </>
  ),
  log: <path d="M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3" />,
  frame: <path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />,
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

/** `mirrors`: icons that point along the reading direction turn with it. */
export function Icon({
  name,
  size = 16,
  mirrors = false,
}: {
  readonly name: IconName
  readonly size?: number
  readonly mirrors?: boolean
}): ReactNode {
  return (
    <svg
      className={mirrors ? 'icon mirrors' : 'icon'}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[name]}
    </svg>
  )
}
