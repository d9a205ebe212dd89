/** The site's terrain, asked for once by whichever map comes first. */
import { isTerrain, type Terrain } from './ground.ts'

/** `undefined`: not answered yet, null: the site has none. */
let terrainOfSite: Terrain | null | undefined

/** The terrain, or null where the site has none or the server did not answer; then the next map asks again. */
export async function fetchTerrain(): Promise<Terrain | null> {
  if (terrainOfSite !== undefined) return terrainOfSite
  try {
    const answer = await fetch('/api/terrain.json', { credentials: 'same-origin' })
    const body: unknown = answer.ok ? await answer.json() : null
    terrainOfSite = isTerrain(body) ? body : null
  } catch {
    // Without an answer plain ground is drawn, and the next drawing asks again.
    return null
  }
  return terrainOfSite
}
