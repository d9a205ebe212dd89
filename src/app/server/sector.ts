/** Cameras and places come in: by hand, from the command line, or as a whole sector. */
import { createHash } from 'node:crypto'
import { uuidFromDigest, uuidV7 } from '../../base/ids.ts'
import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import type { Bilingual } from '../../base/shapes.ts'
import type { CameraView } from '../../features/cameras/contract.ts'
import {
  addCamera,
  askPreset,
  beginService,
  changeCamera,
  endPresetMove,
  endService,
  removeCamera,
} from '../../features/cameras/decide.ts'
import type { CameraAdded, CameraChanged, CameraServiceBegan } from '../../features/cameras/events.ts'
import type { CameraAdd, CameraLogin } from '../../features/cameras/settings.ts'
import { parseSourceSpec } from '../../features/cameras/sources/spec.ts'
import type { PlaceView } from '../../features/places/contract.ts'
import { setPlace } from '../../features/places/decide.ts'
import type { Actor } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { SealedItem, Vault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import { cameraAreaOf } from './areas.ts'
import { turnCamera } from './presets.ts'
import type { SiteState, StoredCamera } from './state.ts'

const machine: Actor = { kind: 'machine', id: 'marsad', session: null }

/** What a new site has on its map. */
export interface SectorPlan {
  readonly area: string
  readonly places: readonly {
    readonly key: string
    readonly name: Bilingual
    readonly geometry: PlaceView['geometry']
    /** The sector's own where it is absent. */
    readonly area?: string
  }[]
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
  addCamera(commandId: string, source: string, actor: Actor, more?: MoreOfCamera): Promise<Outcome<CameraView>>
  /** Changes what is given; the watch goes on with it. A login goes into the vault, and the one before is forgotten. */
  changeCamera(order: CameraOrder & { readonly change: CameraWish }): Promise<Outcome<CameraView>>
  /** Sends a turning camera to a preset. Answers when it is on its way; its arrival is a fact of its own. */
  goToPreset(order: Omit<CameraOrder, 'basedOn'> & { readonly token: string }): Promise<Outcome<CameraView>>
  /** Ends its watch. Its name stays in what was written. */
  removeCamera(order: Omit<CameraOrder, 'basedOn'>): Promise<Outcome<CameraView>>
  /** Planned work until then: no machine judges the camera. */
  beginService(order: Omit<CameraOrder, 'basedOn'> & ServiceWish): Promise<Outcome<CameraView>>
  /** The work is done; what the camera sees is judged anew. */
  endService(order: Omit<CameraOrder, 'basedOn'>): Promise<Outcome<CameraView>>
  /** Adds what is not there yet. */
  plan(sector: SectorPlan, actor: Actor): Promise<void>
}

/** How long, why, and by which works order. */
export interface ServiceWish {
  readonly untilMs: number
  readonly cause: CameraServiceBegan['cause']
  readonly workOrder: string
}

/** What a new camera may bring beside its source. */
export type MoreOfCamera = Omit<CameraAdd, 'commandId' | 'source'>

/** A change as a person wishes it: the login in clear, which goes no further than the vault. */
export type CameraWish = Omit<CameraChanged, 'login'> & { readonly login?: CameraLogin | null }

export interface CameraOrder {
  readonly commandId: string
  readonly id: string
  readonly basedOn: number
  readonly actor: Actor
}

export interface CameraStarter {
  start(camera: StoredCamera): Promise<void>
  stop(cameraId: string): Promise<void>
}

/** `starter` hears of each camera that is new, changed or gone. */
export function keepSector(journal: Journal, vault: Vault, state: SiteState, ports: Ports, starter: CameraStarter): SectorKeeper {
  const newId = () => uuidV7(ports.clock.nowMs(), ports.random.bytes(10))
  const idOf = (key: string) => uuidFromDigest(createHash('sha256').update(`${journal.site} ${key}`).digest())

  // The program ended while a camera turned: where it stands is not known until a person sends it somewhere.
  for (const { id, movingTo } of state.cameraRows.values()) {
    if (movingTo === null) continue
    const input = { id, token: movingTo, failed: 'interrupted' }
    journal.run(endPresetMove, { commandId: newId(), subject: id, actor: machine, input }).catch(() => undefined)
  }

  const sealLogin = (login: CameraLogin | null) => (login ? vault.seal(newId(), 'secret', JSON.stringify(login)) : null)

  return {
    async addCamera(commandId, source, actor, more = {}) {
      const spec = parseSourceSpec(source)
      if (!spec.ok) return spec
      const { address, name, isLooped, rate } = spec.value
      const login = more.login ?? spec.value.login
      const record = recordOf(more.recordSource ?? null, login)
      if (!record.ok) return record
      const id = idOf(`camera ${commandId}`)
      const other = sameAddress(state, id, address)
      if (other !== null && more.allowSame !== true && actor.kind === 'person')
        return refuse('camera.address-taken', { code: other.code, name: other.name.ar, nameEn: other.name.en })
      const sealed = sealLogin(record.value.login ?? login)
      const shown = name ?? shortName(address)
      const camera: CameraAdded = {
        code: state.nextCode(),
        name: more.name ?? { ar: shown, en: shown },
        address,
        login: sealed?.ref ?? null,
        isLooped,
        rate,
        outpostId: null,
        pose: null,
        recordAddress: record.value.address,
        ...(more.control ? { control: more.control } : {}),
        ...(more.presets ? { presets: more.presets } : {}),
      }
      const area = cameraAreaOf(state, camera.outpostId)
      const items = sealed ? [sealed.item] : []
      const answer = await journal.run(addCamera, { commandId, subject: id, actor, input: { id, area, camera }, items })
      if (!answer.ok) return answer
      const row = answer.value.row as unknown as StoredCamera
      if (!answer.value.isRepeat) await starter.start(row)
      return accept(state.present(row))
    },
    async changeCamera({ commandId, id, basedOn, actor, change: { login, ...wished } }) {
      const before = state.cameraRows.get(id)
      const record = recordOf(wished.recordAddress ?? null, login ?? null, before?.login != null)
      if (!record.ok) return record
      const given = record.value.login ?? login
      const sealed = given ? sealLogin(given) : null
      const change: CameraChanged = {
        ...wished,
        ...(wished.recordAddress === undefined ? {} : { recordAddress: record.value.address }),
        ...(given === undefined ? {} : { login: sealed?.ref ?? null }),
      }
      const items: SealedItem[] = sealed ? [sealed.item] : []
      const moved = change.outpostId === undefined ? {} : { area: cameraAreaOf(state, change.outpostId) }
      const input = { id, basedOn, change, ...moved }
      const answer = await journal.run(changeCamera, { commandId, subject: id, actor, input, items })
      if (!answer.ok) return answer
      const row = answer.value.row as unknown as StoredCamera
      if (!answer.value.isRepeat) {
        // A login that opens nothing any more is not kept.
        if (change.login !== undefined && before?.login) await vault.forget(journal.sql, before.login.vault)
        // The worker sees, masks and places by what it was started with.
        if (restartsWorker(change)) {
          await starter.stop(id)
          await starter.start(row)
        }
      }
      return accept(state.present(row))
    },
    async goToPreset({ commandId, id, token, actor }) {
      const answer = await journal.run(askPreset, { commandId, subject: id, actor, input: { id, token } })
      if (!answer.ok) return answer
      const row = answer.value.row as unknown as StoredCamera
      if (!answer.value.isRepeat) turnCamera({ journal, vault, ports, starter }, row, token)
      return accept(state.present(row))
    },
    async removeCamera({ commandId, id, actor }) {
      const answer = await journal.run(removeCamera, { commandId, subject: id, actor, input: { id } })
      if (!answer.ok) return answer
      await starter.stop(id)
      return accept(state.present(answer.value.row as unknown as StoredCamera))
    },
    async beginService({ commandId, id, actor, untilMs, cause, workOrder }) {
      const input = { id, untilMs, cause, workOrder }
      const answer = await journal.run(beginService, { commandId, subject: id, actor, input })
      return answer.ok ? accept(state.present(answer.value.row as unknown as StoredCamera)) : answer
    },
    async endService({ commandId, id, actor }) {
      const answer = await journal.run(endService, { commandId, subject: id, actor, input: { id, untilAt: null } })
      return answer.ok ? accept(state.present(answer.value.row as unknown as StoredCamera)) : answer
    },
    async plan({ area, places, cameras }, actor) {
      for (const { key, name, geometry, area: own } of places) {
        const id = idOf(key)
        if (state.placeRows.has(id)) continue
        const input = { id, area: own ?? area, basedOn: 0, place: { name, geometry } }
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
        const at = { id, area: state.placeRows.get(outpostId)?.area ?? area, camera }
        const answer = await journal.run(addCamera, { commandId: newId(), subject: id, actor, input: at })
        if (answer.ok) await starter.start(answer.value.row as never)
      }
    },
  }
}

/** What the worker was started with, and therefore has to be started anew for. */
function restartsWorker(change: CameraChanged): boolean {
  const { name: _name, outpostId: _outpost, ...rest } = change
  return Object.values(rest).some((each) => each !== undefined)
}

/**
 * Where the second stream comes from, its login split off. Both streams have one login, so one that comes with the second
 * stream is taken only where there is no other.
 */
function recordOf(
  source: string | null,
  login: CameraLogin | null,
  hasLogin = false,
): Outcome<{ address: string | null; login: CameraLogin | null }> {
  if (source === null) return accept({ address: null, login })
  const spec = parseSourceSpec(source)
  if (!spec.ok) return spec
  if (!isStream(spec.value.address)) return refuse('camera.record-not-stream')
  if (spec.value.login !== null && (login !== null || hasLogin)) return refuse('camera.record-login')
  return accept({ address: spec.value.address, login: login ?? spec.value.login })
}

function isStream(address: string): boolean {
  return /^(rtsps?|udp):/.test(address)
}

/** Another camera that is there and reads the same stream. One recording may be looked at twice; a stream is one camera. */
function sameAddress(state: SiteState, id: string, address: string): StoredCamera | null {
  if (!isStream(address)) return null
  return [...state.cameraRows.values()].find((row) => row.id !== id && !row.isRemoved && row.address === address) ?? null
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
