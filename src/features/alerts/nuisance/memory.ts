/**
 * What officers ended as nuisance, remembered by ground, rule and kind of mover. The memory is worked out from the alerts that people
 * ended and from what people had forgotten; it is kept nowhere and edited by nobody. It may take the sound from an alert, and nothing
 * else: never the alert, its count, its priority or a decision. Instants in UTC milliseconds.
 */
import type { Priority } from '../contract.ts'
import type { AlertRow } from '../fold.ts'
import { type Cell, cellKey, type Lesson } from './lesson.ts'

export const windowMs = 14 * 86_400_000
/** So many ends within the window make it quiet. */
export const leastCloses = 3
/** Most memories of a site, and most of one camera's picture (an eighth). The newest stay. */
export const siteMost = 200
export const pictureMost = 8
/** Most of the watched ground. */
export const groundShareMost = 0.1

/** Reasons that say what it was. Our own people are people, and `other` does not say. */
export const teachingReasons = ['nuisance.animal', 'nuisance.vegetation', 'nuisance.weather', 'nuisance.camera'] as const
export type TeachingReason = (typeof teachingReasons)[number]

/** An alert that a person ended. */
export interface Closing {
  readonly atMs: number
  readonly raisedMs: number
  readonly reason: string
  readonly priority: Priority
  readonly mode: AlertRow['mode']
  readonly area: string
  /** The rule of the site, or the built-in one. */
  readonly rule: string
  readonly cameraId: string
  readonly lesson: Lesson
}

export interface Remembered {
  readonly key: string
  readonly mode: AlertRow['mode']
  readonly area: string
  readonly rule: string
  readonly cameraId: string
  readonly cell: Cell
  readonly kind: string
  /** Ends within the window. */
  readonly n: number
  /** Why it was ended last. */
  readonly reason: TeachingReason
  readonly firstMs: number
  readonly lastMs: number
  /** When too few ends are left, if none is added. */
  readonly untilMs: number
}

export interface Memory {
  readonly kept: ReadonlyMap<string, Remembered>
  /** When it has to be worked out anew, because an end grows too old. */
  readonly untilMs: number
}

export interface MemoryInput {
  readonly closings: Iterable<Closing>
  /** When a person had a memory forgotten, by key. */
  readonly forgotten: ReadonlyMap<string, number>
  /** Since when a camera looks as it does; what it saw before was other ground. Null: it turns, so it learns nothing. */
  viewSinceMs(cameraId: string): number | null
  /** Most cells of ground: a share of what is watched. */
  readonly groundMost: number
  readonly nowMs: number
}

/** Where, by which rule, what kind: the name of a memory. Exercises teach exercises. */
export function memoryKey(
  { mode, rule }: { readonly mode: AlertRow['mode']; readonly rule: string },
  cell: Cell,
  kind: string,
): string {
  return `${mode} · ${rule} · ${cellKey(cell)} · ${kind}`
}

/** What can be learnt from an alert as it stands; null: nothing, or no person has ended it. */
export function closingOf(row: AlertRow): Closing | null {
  const { closed, lesson, priority, mode, area, rule, ruleId, cameraIds, firstAt, kind } = row
  if (closed === null || mode === 'test' || kind !== 'detection') return null
  return {
    atMs: Date.parse(closed.at),
    raisedMs: Date.parse(firstAt),
    reason: closed.reason,
    priority,
    mode,
    area,
    rule: rule?.id ?? ruleId,
    cameraId: cameraIds[0] ?? '',
    lesson,
  }
}

/** Works the memory out. The same input gives the same memory, in whatever order the ends are told. */
export function memoryOf({ closings, forgotten, viewSinceMs, groundMost, nowMs }: MemoryInput): Memory {
  const held = [...closings].filter(({ atMs }) => nowMs - atMs < windowMs).sort((a, b) => a.atMs - b.atMs)
  const realMs = new Map<string, number>()
  for (const { reason, mode, lesson, atMs } of held)
    if (reason.startsWith('real.')) for (const cell of lesson.cells) realMs.set(`${mode} ${cellKey(cell)}`, atMs)
  const taught = new Map<string, { cell: Cell; kind: string; of: Closing[] }>()
  for (const closing of held) {
    const { cell, kind } = closing.lesson
    if (cell === null || kind === null || closing.priority === 'P1' || !isTeaching(closing.reason)) continue
    const sinceMs = viewSinceMs(closing.cameraId)
    if (sinceMs === null || closing.raisedMs < sinceMs) continue
    const key = memoryKey(closing, cell, kind)
    const clearedMs = Math.max(realMs.get(`${closing.mode} ${cellKey(cell)}`) ?? 0, forgotten.get(key) ?? 0)
    if (closing.atMs <= clearedMs) continue
    const known = taught.get(key)
    if (known) known.of.push(closing)
    else taught.set(key, { cell, kind, of: [closing] })
  }
  const all = [...taught].flatMap(([key, { cell, kind, of }]): Remembered[] => {
    const [first, last, lastNeeded] = [of[0], of.at(-1), of.at(-leastCloses)]
    if (!first || !last || !lastNeeded || !isTeaching(last.reason)) return []
    const { mode, rule, area, cameraId, reason } = last
    return [
      {
        ...{ key, mode, area, rule, cameraId, cell, kind, n: of.length, reason },
        ...{ firstMs: first.atMs, lastMs: last.atMs, untilMs: lastNeeded.atMs + windowMs },
      },
    ]
  })
  return {
    kept: new Map(bounded(all, groundMost).map((one) => [one.key, one])),
    untilMs: held.reduce((soonest, { atMs }) => Math.min(soonest, atMs + windowMs), Number.POSITIVE_INFINITY),
  }
}

function isTeaching(reason: string): reason is TeachingReason {
  return (teachingReasons as readonly string[]).includes(reason)
}

/** The newest that fit into the bounds; several rules and kinds may share a cell. */
function bounded(all: readonly Remembered[], groundMost: number): Remembered[] {
  const cells = new Map<string, Set<string>>()
  const newest = [...all].sort((a, b) => b.lastMs - a.lastMs || (a.key < b.key ? -1 : 1)).slice(0, siteMost)
  return newest.filter(({ cell }) => {
    const room = cell.on === 'ground' ? 'ground' : cell.cameraId
    const used = cells.get(room) ?? new Set()
    cells.set(room, used)
    if (!used.has(cellKey(cell)) && used.size >= (cell.on === 'ground' ? groundMost : pictureMost)) return false
    used.add(cellKey(cell))
    return true
  })
}

/** A mover that an alert is about to be raised of, or that goes on in one. */
export interface Comer {
  readonly mode: AlertRow['mode']
  readonly rule: string
  readonly priority: Priority
  readonly cell: Cell | null
  /** Of each camera that sees it; one null is enough to be heard. */
  readonly kinds: readonly (string | null)[]
}

/** The memory that this mover is known by; null: it is heard. Never for what is immediate. */
export function recall(memory: Memory, { mode, rule, priority, cell, kinds }: Comer): Remembered | null {
  const [kind] = kinds
  if (priority === 'P1' || cell === null || kind === undefined || kind === null || kinds.includes(null)) return null
  return memory.kept.get(memoryKey({ mode, rule }, cell, kind)) ?? null
}
