/** The smallest store that React can subscribe to. Data that comes faster than people read lives here, not in React state. */
import { useSyncExternalStore } from 'react'

export interface Store<T> {
  get(): T
  set(next: T): void
  update(change: (now: T) => T): void
  /** Keeps a value that nobody must be told of: the next drawing finds it. For what changes faster than people read. */
  setQuietly(next: T): void
  subscribe(listener: () => void): () => void
}

/** A store with one value. Listeners are told once per change, and never when the value is the same object. */
export function createStore<T>(first: T): Store<T> {
  let value = first
  const listeners = new Set<() => void>()
  function set(next: T) {
    if (Object.is(next, value)) return
    value = next
    for (const listener of [...listeners]) listener()
  }
  return {
    get: () => value,
    set,
    update: (change) => set(change(value)),
    setQuietly(next) {
      value = next
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The whole value of a store, drawn anew when it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get)
}
