/** Requests to our own server: JSON both ways, problems as values that a person can be told. */
import type { Problem } from '../problem.ts'
import { settings } from './settings.ts'

/** The server said no, or did not answer (`status` 0, code `no-answer`). `title` is in the reader's language when the server gave one. */
export class RequestProblem extends Error {
  readonly code: string
  readonly status: number
  readonly title: string | null
  readonly facts: NonNullable<Problem['facts']>

  constructor(code: string, status: number, title: string | null, facts: NonNullable<Problem['facts']> = {}) {
    super(`${status} ${code}`)
    this.name = 'RequestProblem'
    this.code = code
    this.status = status
    this.title = title
    this.facts = facts
  }
}

/** Longer than any answer of a healthy server; then the person is told instead of left waiting. */
const PATIENCE_MS = 10_000

/** Sends a request and gives the JSON of its answer; null where the answer is without words (204). `patienceMs`: for what a healthy server does slowly. Throws `RequestProblem`, and nothing else. */
export async function request(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  options: { body?: unknown; csrf?: string; patienceMs?: number } = {},
): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': settings.get().language }
  if (options.body !== undefined) headers['content-type'] = 'application/json'
  if (options.csrf !== undefined) headers['x-marsad-csrf'] = options.csrf
  let answer: Response
  try {
    answer = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(options.patienceMs ?? PATIENCE_MS),
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    })
  } catch {
    throw new RequestProblem('no-answer', 0, null)
  }
  if (answer.status === 204) return null
  let body: unknown = null
  try {
    body = await answer.json()
  } catch {
    // Cut off on the way: what was asked may be done, but nobody knows. A refusal says enough by its status.
    if (answer.ok) throw new RequestProblem('no-answer', 0, null)
  }
  if (answer.ok) return body
  const problem = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {}
  throw new RequestProblem(problem.code ?? 'internal', answer.status, problem.title ?? null, problem.facts ?? {})
}
