/** Cameras and places come in: by hand, from the command line, or as a whole sector. */
import { createHash } from 'node:crypto'
import { uuidFromDigest, uuidV7 } from '../../base/ids.ts'
import { accept, type Outcome } from '../../base/outcome.ts'
import type { Bilingual } from '../../base/shapes.ts'
import type { CameraView } from '../../features/cameras/contract.ts'
import { addCamera, changeCamera, removeCamera } from '../../features/cameras/decide.ts'
import type { CameraAdded, CameraChanged } from '../../features/cameras/events.ts'
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
  /** Names it, places it, or takes its pose away; the watch goes on with the new pose. */
  changeCamera(order: CameraOrder & { readonly change: CameraChanged }): Promise<Outcome<CameraView>>
  /** Ends its watch. Its name stays in what was written. */
  removeCamera(order: Omit<CameraOrder, 'basedOn'>): Promise<Outcome<CameraView>>
  /** Draws or redraws a line, a zone or an outpost. Without an id it is a new one. */
  setPlace(order: PlaceOrder): Promise<Outcome<PlaceView>>
  /** Adds what is not there yet. */
  plan(sector: SectorPlan, actor: Actor): Promise<void>
}

export interface CameraOrder {
  readonly commandId: string
  readonly id: string
  readonly basedOn: number
  readonly actor: Actor
}

export interface PlaceOrder {
  readonly commandId: string
  readonly id: string | null
  readonly basedOn: number
  readonly actor: Actor
  readonly place: { readonly name: Bilingual; readonly geometry: PlaceView['geometry'] }
}

export interface CameraStarter {
  start(camera: StoredCamera): Promise<void>
  stop(cameraId: string): Promise<void>
}

/** `starter` hears of each camera that is new, changed or gone. */
export function keepSector(journal: Journal, vault: Vault, state: SiteState, ports: Ports, starter: CameraStarter): SectorKeeper {
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
      const area = areaOf(state)
      const items = sealed ? [sealed.item] : []
      const answer = await journal.run(addCamera, { commandId, subject: id, actor, input: { id, area, camera }, items })
      if (!answer.ok) return answer
      const row = answer.value.row as unknown as StoredCamera
      if (!answer.value.isRepeat) await starter.start(row)
      return accept(presentCamera(row))
    },
    async changeCamera({ commandId, id, basedOn, actor, change }) {
      const answer = await journal.run(changeCamera, { commandId, subject: id, actor, input: { id, basedOn, change } })
      if (!answer.ok) return answer
      const row = answer.value.row as unknown as StoredCamera
      if (!answer.value.isRepeat && change.pose !== undefined) {
        // The worker places movers by the pose it was started with.
        await starter.stop(id)
        await starter.start(row)
      }
      return accept(presentCamera(row))
    },
    async removeCamera({ commandId, id, actor }) {
      const answer = await journal.run(removeCamera, { commandId, subject: id, actor, input: { id } })
      if (!answer.ok) return answer
      await starter.stop(id)
      return accept(presentCamera(answer.value.row as unknown as StoredCamera))
    },
    async setPlace({ commandId, id, basedOn, actor, place }) {
      const subject = id ?? idOf(`place ${commandId}`)
      const area = state.placeRows.get(subject)?.area ?? areaOf(state)
      const answer = await journal.run(setPlace, { commandId, subject, actor, input: { id: subject, area, basedOn, place } })
      return answer.ok ? accept(answer.value.row as unknown as PlaceView) : answer
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
        if (answer.ok) await starter.start(answer.value.row as never)
      }
    },
  }
}

/** One site, one area, until people and areas come. */
function areaOf(state: SiteState): string {
  return [...state.cameraRows.values()][0]?.area ?? [...state.placeRows.values()][0]?.area ?? 'site'
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
