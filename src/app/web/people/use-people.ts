/** Lists of people, areas and open screens, read anew after each change and every half minute. */
import { useCallback, useEffect, useState } from 'react'
import type { AreaView, PersonView, SessionLine } from '../../../features/access/contract.ts'
import { csrf } from '../../../features/access/web/session.ts'
import { request } from '../../../platform/web/http.ts'
import { randomId } from '../../../platform/web/random-id.ts'

const REFRESH_MS = 30_000

export interface PeopleNow {
  readonly people: readonly PersonView[]
  readonly areas: readonly AreaView[]
  readonly sessions: readonly SessionLine[]
}

/** `null`: not there yet. `failed`: the last reading did not arrive. */
export function useReading<T>(
  read: () => Promise<T>,
  everyMs = REFRESH_MS,
): { now: T | null; failed: boolean; load: () => Promise<void> } {
  const [now, setNow] = useState<T | null>(null)
  const [failed, setFailed] = useState(false)
  const load = useCallback(async () => {
    try {
      setNow(await read())
      setFailed(false)
    } catch {
      setFailed(true) // Said on the page, which offers to try again.
    }
  }, [read])
  useEffect(() => {
    void load()
    const timer = setInterval(() => void load(), everyMs)
    return () => clearInterval(timer)
  }, [load, everyMs])
  return { now, failed, load }
}

/** Everything that the page of people shows. */
export async function readPeople(): Promise<PeopleNow> {
  const [{ people }, { areas }, { sessions }] = (await Promise.all([
    request('GET', '/api/people'),
    request('GET', '/api/areas'),
    request('GET', '/api/sessions?of=all'),
  ])) as [Pick<PeopleNow, 'people'>, Pick<PeopleNow, 'areas'>, Pick<PeopleNow, 'sessions'>]
  return { people, areas, sessions }
}

/** My open screens. */
export async function readOwnSessions(): Promise<readonly SessionLine[]> {
  return ((await request('GET', '/api/sessions')) as { sessions: SessionLine[] }).sessions
}

/** Sends a command about people or sessions; throws `RequestProblem`. */
export function send(path: string, body: object = {}): Promise<unknown> {
  return request('POST', path, { body: { commandId: randomId(), ...body }, csrf: csrf() })
}
