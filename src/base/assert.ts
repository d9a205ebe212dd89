/** States what must hold. On in production: a broken promise stops this unit of work, loudly. */
export function assert(condition: unknown, whatMustHold: string): asserts condition {
  if (!condition) throw new Error(`broken promise: ${whatMustHold}`)
}

/** Closes an exhaustive `switch`: a new member of the union does not compile until it is handled. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
