/**
 * What an alert can teach: where it was, and what kind of mover it was, as far as it may ever be remembered. Of whoever may be a
 * person, or may carry one, nothing is remembered, so nothing can be made quiet by it.
 */
import type { LatLon } from '../../../base/geo.ts'
import type { TrackView } from '../../tracks/contract.ts'
import type { AlertRaised } from '../events.ts'
import { likelyClass } from '../rules/rule.ts'

/** Side of a cell of ground, metres. */
export const cellM = 50
/** The picture is cut into so many cells each way. */
export const pictureCells = 8
/** Above this chance of being a person or a vehicle it is heard, whatever was ended here before. */
const bodyChance = 0.2
/** The smallest standing person (OPS 2.2 sharpened by `classify.ts`), metres; only what is surely lower may be remembered. */
const personLeastM = 1.2

/** A piece of ground, or of one camera's picture where the ground is not known to within a cell. */
export type Cell =
  | { readonly on: 'ground'; readonly row: number; readonly column: number }
  | { readonly on: 'picture'; readonly cameraId: string; readonly row: number; readonly column: number }

export interface Lesson {
  /** Where it is remembered; null: nowhere. */ readonly cell: Cell | null
  /** Everywhere that it clears when it was real. */
  readonly cells: readonly Cell[]
  /** Class and size; null: may be a person or carry one, and is never remembered. */
  readonly kind: string | null
}

const degreesOfCell = cellM / ((6_371_008.8 * Math.PI) / 180)
const columnDegrees = (row: number) => degreesOfCell / Math.cos(((row + 0.5) * degreesOfCell * Math.PI) / 180)

/** The cell of ground that a point lies in. */
export function groundCell({ lat, lon }: LatLon): Cell {
  const row = Math.floor(lat / degreesOfCell)
  return { on: 'ground', row, column: Math.floor(lon / columnDegrees(row)) }
}

/** Closed ring of [longitude, latitude] around a cell of ground. */
export function groundRing({ row, column }: { readonly row: number; readonly column: number }): [number, number][] {
  const [south, north] = [row * degreesOfCell, (row + 1) * degreesOfCell]
  const [west, east] = [column * columnDegrees(row), (column + 1) * columnDegrees(row)]
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
}

/** One name for a cell. */
export function cellKey(cell: Cell): string {
  const where = cell.on === 'ground' ? 'g' : `p ${cell.cameraId}`
  return `${where} ${cell.row} ${cell.column}`
}

type Mover = Pick<TrackView, 'classProbabilities' | 'heightM' | 'box' | 'verdict'>

/**
 * Class and size of a mover that may be remembered. Null for whoever may be a person (by class, or not surely lower than one) and for
 * what may carry people. A number that is no number is no proof, so it gives null, too.
 */
export function kindOf({ classProbabilities, heightM, box, verdict }: Mover): string | null {
  // Too far for its shape to say what it is, and as large as a person: that is enough to be heard.
  if (verdict?.sized === 'person') return null
  const cls = likelyClass({ classProbabilities })
  if (cls === 'person' || cls === 'vehicle') return null
  if (!(classProbabilities.person < bodyChance && classProbabilities.vehicle < bodyChance)) return null
  // Without a height in metres it is known by the octave of its height in the picture: twice as tall is another kind.
  if (heightM === null) return box[3] >= 1 ? `${cls} ${Math.floor(Math.log2(box[3]))}` : null
  return heightM.most < personLeastM ? `${cls} low` : null
}

/** Where a mover is. Its foot stands for it. Size: width and height of the picture; null: not known. */
export function cellsOf(
  seen: { readonly cameraId: string; readonly box: TrackView['box'] } | null,
  place: TrackView['place'],
  size: readonly [number, number] | null,
): Pick<Lesson, 'cell' | 'cells'> {
  const picture = seen === null || size === null ? null : pictureCell(seen, size)
  const position = place?.position ?? null
  const ground = position === null ? null : groundCell(position)
  const isSharp = ground !== null && (place?.ellipse?.aM ?? Number.POSITIVE_INFINITY) <= cellM
  const cells = [ground, picture].filter((cell) => cell !== null)
  return { cell: isSharp ? ground : picture, cells }
}

function pictureCell(
  { cameraId, box }: { cameraId: string; box: TrackView['box'] },
  [width, height]: readonly [number, number],
): Cell {
  const at = (share: number) => Math.min(pictureCells - 1, Math.max(0, Math.floor(share * pictureCells)))
  return { on: 'picture', cameraId, row: at((box[1] + box[3]) / height), column: at((box[0] + box[2] / 2) / width) }
}

/** What an alert teaches, from what its raise wrote. */
export function lessonOf({ track, place, stillSize }: Pick<AlertRaised, 'track' | 'place' | 'stillSize'>): Lesson {
  return { ...cellsOf(track, place, track?.picture ?? stillSize), kind: track === null ? null : kindOf(track) }
}
