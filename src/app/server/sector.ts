/** Cameras and places come in: by hand, from the command line, or as a whole sector. */
import { createHash } from 'node:crypto'
import { uuidFromDigest, uuidV7 } from '../../base/ids.ts'
import { accept, type Outcome } from '../../base/outcome.ts'
import type { Bilingual } from '../../base/shapes.ts'
import type { CameraView } from '../../features/cameras/contract.ts'
import { addCamera } from '../../features/cameras/decide.ts'
import type { CameraAdded } from '../../features/cameras/events.ts'
import { presentCamera } from '../../features/cameras/fold.ts'
import { parseSourceSpec } from '../../features/cameras/sources/spec.ts'
import type { PlaceView } from '../../features/places/contract.ts'
import { setPlace } from '../../features/places/fold.ts'
import type { Actor } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import type { SiteState, StoredCamera } from './state.ts'

/** What a new site has on its map. */
export interface SectorPlan {
  readonly area: string
  readonly places: readonly { readonly key: string; readonly name: Bilingual; readonly geometry: PlaceView['geometry'] }[]
  readonly cameras: readonly {
    readonly name: Bilingual
    readonly outpostKey: string
    readonly pose: CameraView['pose']
    readonly address: string
  }[]
  readonly terrain: object | null
}

export interface SectorKeeper {
  /** Adds a camera as a person names it: `SOURCE?name=…`. Its login goes into the vault. */
  addCamera(commandId: string, source: string, actor: Actor): Promise<Outcome<CameraView>>
  /** Adds what is not there yet. */
  plan(sector: SectorPlan, actor: Actor): Promise<void>
}

/** `started` is called for each camera that is new. */
export function keepSector(
  journal: Journal,
  vault: Vault,
  state: SiteState,
  ports: Ports,
  started: (camera: StoredCamera) => Promise<void>,
): SectorKeeper {
  const newId = () => uuidV7(ports.clock.nowMs(), ports.random.bytes(10))
  const idOf = (key: string) => uuidFromDigest(createHash('sha256').update(`${journal.site} ${key}`).digest())

  return {
    async addCamera(commandId, source, actor) {
      const spec = parseSourceSpec(source)
      if (!spec.ok) return spec
      const { address, login, name, isLooped, rate } = spec.value
      const id = idOf(`camera ${commandId}`)
      const sealed = login ? vault.seal(newId(), 'secret', JSON.stringify(login)) : null
      const shown = name ?? shortName(address)
      const camera: CameraAdded = {
        code: state.nextCode(),
        name: { ar: shown, en: shown },
        address,
        login: sealed?.ref ?? null,
        isLooped,
        rate,
        outpostId: null,
        pose: null,
      }
      const area = [...state.cameraRows.values()][0]?.area ?? 'site'
      const items = sealed ? [sealed.item] : []
      const answer = await journal.run(addCamera, { commandId, subject: id, actor, input: { id, area, camera }, items })
      if (!answer.ok) return answer
      const row = answer.value.row as unknown as StoredCamera
      if (!answer.value.isRepeat) await started(row)
      return accept(presentCamera(row))
    },
    async plan({ area, places, cameras }, actor) {
      for (const { key, name, geometry } of places) {
        const id = idOf(key)
        if (state.placeRows.has(id)) continue
        const input = { id, area, basedOn: 0, place: { name, geometry } }
        await journal.run(setPlace, { commandId: newId(), subject: id, actor, input })
      }
      for (const { name, outpostKey, pose, address } of cameras) {
        const id = idOf(address)
        if (state.cameraRows.has(id)) continue
        const outpostId = idOf(outpostKey)
        const camera: CameraAdded = {
          code: state.nextCode(),
          name,
          address,
          login: null,
          isLooped: false,
          rate: 'real',
          outpostId,
          pose,
        }
        const answer = await journal.run(addCamera, { commandId: newId(), subject: id, actor, input: { id, area, camera } })
        if (answer.ok) await started(answer.value.row as never)
      }
    },
  }
}

/** The last part of a path or address, for people who gave no name. */
function shortName(address: string): string {
  return (
    address
      .split(/[/\\:]/)
      .filter(Boolean)
      .at(-1) ?? address
  ).slice(0, 80)
}
