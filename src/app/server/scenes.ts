/** Keeps what each view of a camera usually shows: signals, one row a view. */
import { createHash } from 'node:crypto'
import type { Sql } from '../../platform/server/database.ts'
import type { StoredCamera } from './state.ts'

export interface SceneKeeper {
  /** What the camera's present view usually shows; null: not known, or the database is away. */
  of(row: StoredCamera): Promise<string | null>
  keep(row: StoredCamera, reference: string): Promise<void>
}

/** References of this site. */
export function keepScenes(sql: Sql, site: string): SceneKeeper {
  return {
    async of(row) {
      const [found] = await sql<{ reference: string }[]>`
        select reference from signal.scene where site = ${site} and camera = ${row.id} and view = ${viewOf(row)}`
      return found?.reference ?? null
    },
    async keep(row, reference) {
      await sql`insert into signal.scene (site, camera, view, at, reference)
        values (${site}, ${row.id}, ${viewOf(row)}, now(), ${reference})
        on conflict (camera, view) do update set at = excluded.at, reference = excluded.reference`
    },
  }
}

/**
 * A view is another one with another address, preset, pose or mask: whoever sets one of them says that the camera now looks as it
 * should, and what is usual is learnt anew.
 */
function viewOf({ address, presetToken, pose, masks }: StoredCamera): string {
  return createHash('sha256')
    .update(JSON.stringify([address, presetToken, pose, masks]))
    .digest('hex')
    .slice(0, 32)
}
