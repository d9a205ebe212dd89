/**
 * What a person has chosen and typed and not sent yet. It belongs to that person: it waits through a lock, a lost session, another
 * officer at the same screen and a reload of the page, and goes when its author signs out for good. Never for secrets.
 */
import { createStore, type Store, useStore } from './store.ts'

type Drafts = Readonly<Record<string, unknown>>

/** Drafts of whoever is at the screen now. Nobody: none, and nothing is kept. */
const drafts: Store<Drafts> = createStore<Drafts>({})
let ownerId: string | null = null
/** Where a browser keeps nothing, drafts still wait as long as the page stands. */
const left = new Map<string, Drafts>()

/** This person is at the screen: what he left is there again, and what another left is not. */
export function openDrafts(personId: string): void {
  if (personId === ownerId) return
  ownerId = personId
  drafts.set(left.get(personId) ?? stored(personId))
}

/** Nobody is at the screen. `isForGood`: its person went by choice and takes the drafts along. */
export function closeDrafts(isForGood: boolean): void {
  const went = ownerId
  ownerId = null
  drafts.set({})
  if (!isForGood || went === null) return
  left.delete(went)
  store(went, null)
}

/** Keeps it under a name; what begins with the same words belongs together. */
export function keepDraft(name: string, value: unknown): void {
  change((now) => ({ ...now, [name]: value }))
}

/** It was sent: this one is forgotten, with all whose names go on from it. */
export function dropDrafts(name: string): void {
  const isOf = (each: string) => each === name || each.startsWith(`${name} `)
  change((now) => Object.fromEntries(Object.entries(now).filter(([each]) => !isOf(each))))
}

/** What was kept, or the first value where nothing was, or nothing of its kind. */
export function draftOf<T>(name: string, first: T): T {
  const kept = drafts.get()[name]
  if (kept === undefined || !isLike(first, kept)) return first
  return isPlain(first) ? { ...first, ...(kept as T) } : (kept as T)
}

/** A draft inside a component, drawn anew when it changes. */
export function useDraft<T>(name: string, first: T): readonly [T, (next: T) => void] {
  useStore(drafts)
  return [draftOf(name, first), (next) => keepDraft(name, next)]
}

function change(how: (now: Drafts) => Drafts): void {
  if (ownerId === null) return
  drafts.update(how)
  left.set(ownerId, drafts.get())
  store(ownerId, drafts.get())
}

/** An older page may have kept something else under this name. */
function isLike(first: unknown, kept: unknown): boolean {
  if (first === null) return kept === null || typeof kept === 'string'
  if (isPlain(first)) return isPlain(kept)
  return Array.isArray(first) ? Array.isArray(kept) : typeof kept === typeof first
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const keyOf = (personId: string) => `marsad.drafts.${personId}`

function stored(personId: string): Drafts {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(personId)) ?? '{}')
    return isPlain(kept) ? (kept as Drafts) : {}
  } catch {
    return {} // What cannot be read is no draft.
  }
}

function store(personId: string, kept: Drafts | null): void {
  try {
    if (kept === null || Object.keys(kept).length === 0) sessionStorage.removeItem(keyOf(personId))
    else sessionStorage.setItem(keyOf(personId), JSON.stringify(kept))
  } catch {
    // A browser that keeps nothing keeps the drafts as long as the page stands.
  }
}
