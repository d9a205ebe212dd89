/** A refusal: the answer is no, and the code (with its facts) says why in every language. */
export interface Refusal {
  readonly code: string
  readonly facts: Readonly<Record<string, string | number | boolean | null>>
}

/** Either a value, or a refusal that a person can be told. Faults of the world are thrown instead. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

/** The answer is yes, with its value. */
export function accept<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

/** The answer is no, with the code and the facts that a sentence for it needs. */
export function refuse(code: string, facts: Refusal['facts'] = {}): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, facts } }
}

/** A fault: the world failed (camera gone, disk full). Thrown, and caught once at the edge. */
export class Fault extends Error {
  readonly code: string
  readonly facts: Refusal['facts']
  readonly retryAfterMs: number | null

  constructor(code: string, facts: Refusal['facts'] = {}, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(`${code} ${JSON.stringify(facts)}`, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'Fault'
    this.code = code
    this.facts = facts
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}
