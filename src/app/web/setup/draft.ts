/** What a person is changing on a camera before it is saved: kept on this device, undone step by step. Never a password. */
import type { LatLon } from '../../../base/geo.ts'
import type { CameraView, Mask, Pose } from '../../../features/cameras/contract.ts'
import { createStore, type Store } from '../../../platform/web/store.ts'

/** One thing in picture and map. Parts that are not marked yet are null. */
export interface MatchedPoint {
  readonly id: number
  readonly name: string
  /** 0…1 of width and height from the top left, so that another picture size does not move it. */
  readonly pixel: { readonly x: number; readonly y: number } | null
  readonly position: LatLon | null
}

export interface Draft {
  readonly name: { readonly ar: string; readonly en: string }
  readonly pose: Pose | null
  readonly masks: readonly Mask[]
  readonly recordAddress: string | null
  /** The outpost that it belongs to, whose area it is then in; null: the site itself. */
  readonly outpostId: string | null
  /** They show how well the pose fits; they are not part of the camera. */
  readonly points: readonly MatchedPoint[]
}

export interface Editing {
  readonly draft: Draft
  /** As it is on the server, as far as this page knows. */
  readonly base: Draft
  readonly basedOn: number
  readonly canUndo: boolean
  /** A draft of an earlier visit was taken up. */
  readonly isTakenUp: boolean
}

export interface Editor {
  readonly store: Store<Editing>
  /** `step` names what is held: changes of one name within a second are one step back. */
  change(next: Partial<Draft>, step?: string): void
  undo(): boolean
  /** What was saved is the new ground; the points stay. */
  saved(camera: CameraView): void
  /** Throws the draft away and begins at what the server has. */
  restart(camera: CameraView): void
  /** Keeps the draft and puts it over what the server has. */
  rebase(camera: CameraView): void
}

const STEPS_KEPT = 100
const ONE_STEP_MS = 1000

/** The parts of a camera that this page edits. */
export function draftOf(camera: CameraView, points: readonly MatchedPoint[] = []): Draft {
  const { name, pose, masks, recordAddress, outpostId } = camera
  return { name, pose, masks, recordAddress, outpostId, points }
}

/** The parts that differ from what the server has, as the body of a change; null: nothing does. */
export function changesOf({ draft, base }: Pick<Editing, 'draft' | 'base'>): Partial<Omit<Draft, 'points'>> | null {
  const change: { -readonly [K in keyof Draft]?: Draft[K] } = {}
  if (!isSame(draft.name, base.name)) change.name = draft.name
  if (!isSame(draft.pose, base.pose)) change.pose = draft.pose
  if (!isSame(draft.masks, base.masks)) change.masks = draft.masks
  if (draft.recordAddress !== base.recordAddress) change.recordAddress = draft.recordAddress
  if (draft.outpostId !== base.outpostId) change.outpostId = draft.outpostId
  return Object.keys(change).length === 0 ? null : change
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Opens the draft of a camera; one that was kept is taken up when it was made on the same settings. `nowMs` is asked at each step. */
export function openEditor(camera: CameraView, nowMs: () => number, keep: Keep = deviceKeep): Editor {
  const place = camera.presetToken === null ? camera.id : `${camera.id}.${camera.presetToken}`
  const kept = keep.read(place)
  const base = draftOf(camera, kept?.points ?? [])
  const isTakenUp =
    kept !== null && kept.draft !== null && isSame(kept.ground, ground(base)) && !isSame(ground(kept.draft), ground(base))
  const draft = isTakenUp && kept?.draft ? { ...kept.draft, points: base.points } : base
  const past: Draft[] = []
  let held: { step: string; atMs: number } | null = null
  const store = createStore<Editing>({ draft, base, basedOn: camera.version, canUndo: false, isTakenUp })

  function put(next: Partial<Editing>): void {
    store.update((now) => ({ ...now, ...next, canUndo: past.length > 0 }))
    const now = store.get()
    const isChanged = changesOf(now) !== null
    keep.write(place, { draft: isChanged ? now.draft : null, ground: ground(now.base), points: now.draft.points })
  }

  return {
    store,
    change(next, step) {
      const now = store.get().draft
      const changed = { ...now, ...next }
      if (isSame(changed, now)) return
      const atMs = nowMs()
      const isHeld = step !== undefined && held?.step === step && atMs - held.atMs < ONE_STEP_MS
      if (!isHeld) {
        past.push(now)
        if (past.length > STEPS_KEPT) past.shift()
      }
      held = step === undefined ? null : { step, atMs }
      put({ draft: changed })
    },
    undo() {
      const before = past.pop()
      held = null
      if (before === undefined) return false
      put({ draft: before })
      return true
    },
    saved(next) {
      const { draft: now } = store.get()
      put({ draft: draftOf(next, now.points), base: draftOf(next, now.points), basedOn: next.version, isTakenUp: false })
    },
    restart(next) {
      const { draft: now } = store.get()
      past.push(now)
      put({ draft: draftOf(next, now.points), base: draftOf(next, now.points), basedOn: next.version, isTakenUp: false })
    },
    rebase(next) {
      const { draft: mine, base: before } = store.get()
      const theirs = draftOf(next, mine.points)
      // What this person did not touch stays as the other one left it.
      const merged: Draft = {
        ...theirs,
        ...changesOf({ draft: mine, base: before }),
      }
      past.push(mine)
      put({ draft: merged, base: theirs, basedOn: next.version })
    },
  }
}

function ground({ points: _, ...rest }: Draft): Omit<Draft, 'points'> {
  return rest
}

export interface Kept {
  readonly draft: Draft | null
  readonly ground: Omit<Draft, 'points'>
  readonly points: readonly MatchedPoint[]
}

/** Where drafts lie between visits. */
export interface Keep {
  read(cameraId: string): Kept | null
  write(cameraId: string, kept: Kept): void
}

const deviceKeep: Keep = {
  read(cameraId) {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(`marsad.setup.${cameraId}`) ?? 'null')
      return typeof kept === 'object' && kept !== null && 'points' in kept ? (kept as Kept) : null
    } catch {
      return null
    }
  },
  write(cameraId, kept) {
    try {
      localStorage.setItem(`marsad.setup.${cameraId}`, JSON.stringify(kept))
    } catch {
      // A device that keeps nothing keeps the draft as long as the page stands.
    }
  },
}
