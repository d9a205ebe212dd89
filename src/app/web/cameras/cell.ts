/** How the wall is laid out, and how a camera's cell looks. Pure. */
import type { Seen } from '../../../features/cameras/web/health.ts'
import type { IconName } from '../../../platform/web/parts/icon.tsx'

export interface Grid {
  readonly columns: number
  readonly rows: number
}

/** Columns and rows for so many cameras: each picture as large as a screen wider than high allows. Beyond 20 the wall scrolls. */
export function gridOf(count: number): Grid {
  const columns = count <= 1 ? 1 : count <= 4 ? 2 : count <= 9 ? 3 : count <= 16 ? 4 : 5
  return { columns, rows: Math.max(1, Math.min(4, Math.ceil(count / columns))) }
}

export type CellLook = 'plain' | 'alarm' | 'poor' | 'blind' | 'unknown' | 'out' | 'old'

export interface Cell {
  readonly look: CellLook
  readonly icon: IconName | null
  /** A camera that does not see shows no picture: the last one would be taken for now. */
  readonly hasPicture: boolean
  /** It sends pictures of a world that stands still. */
  readonly isFrozen: boolean
}

/** An alarm marks the cell and moves nothing. While the link is cut nothing is known of any camera. */
export function cellOf({ sight, health }: Seen, isAlarm: boolean, isOld: boolean): Cell {
  if (isOld) return { look: 'old', icon: null, hasPicture: false, isFrozen: false }
  const isFrozen = health === 'frozen'
  const hasPicture = sight === 'sees' || sight === 'poor' || isFrozen
  if (isAlarm) return { look: 'alarm', icon: 'alarm', hasPicture, isFrozen }
  switch (sight) {
    case 'blind':
      return { look: 'blind', icon: isFrozen ? 'clock' : 'blind', hasPicture, isFrozen }
    case 'poor':
      return { look: 'poor', icon: 'warn', hasPicture, isFrozen }
    case 'out':
      return { look: 'out', icon: 'lock', hasPicture, isFrozen }
    case 'unknown':
      return { look: 'unknown', icon: 'unknown', hasPicture, isFrozen }
    case 'sees':
      return { look: 'plain', icon: null, hasPicture, isFrozen }
  }
}
