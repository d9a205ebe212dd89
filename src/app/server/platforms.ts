/** What cameras said of themselves, kept as signals beside their recordings and given back for any interval. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type PlatformFix, platformFix } from '../../features/cameras/contract.ts'
import type { Sql } from '../../platform/server/database.ts'

/** An answer holds no more: half an hour of five a second. Longer intervals are thinned evenly. */
export const fixesMost = 9000

export interface PlatformKeeper {
  keep(cameraId: string, fixes: readonly PlatformFix[]): Promise<void>
  /** In order of time, thinned where there are too many. */
  read(cameraId: string, fromMs: number, toMs: number): Promise<PlatformFix[]>
  letGo(days: number): Promise<void>
}

/** Keeps them in `signal.platform`, each row with the hash of its text, so that a fact may lean on it later. */
export function keepPlatforms(sql: Sql, site: string): PlatformKeeper {
  return {
    async keep(cameraId, fixes) {
      const [first, last] = [fixes[0], fixes.at(-1)]
      if (!first || !last) return
      const text = JSON.stringify(fixes)
      const sha256 = createHash('sha256').update(text).digest('hex')
      const [from, to] = [new Date(first.atMs).toISOString(), new Date(last.atMs).toISOString()]
      await sql`insert into signal.platform (site, camera, from_at, to_at, fixes, sha256)
        values (${site}, ${cameraId}, ${from}, ${to}, ${text}, ${sha256})`
    },
    async read(cameraId, fromMs, toMs) {
      const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
      const rows = await sql<{ fixes: string }[]>`select fixes from signal.platform
        where site = ${site} and camera = ${cameraId} and from_at < ${to} and to_at >= ${from} order by from_at`
      const all = rows
        .flatMap(({ fixes }) => z.array(platformFix).parse(JSON.parse(fixes)))
        .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
      const step = Math.max(1, Math.ceil(all.length / fixesMost))
      return all.filter((_, at) => at % step === 0)
    },
    async letGo(days) {
      await sql`delete from signal.platform where to_at < now() - make_interval(days => ${days})`
    },
  }
}
