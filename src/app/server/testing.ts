/** Parts of the program on a real journal, with a clock that a test turns by hand. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Tables } from '../../../test/setup/program.ts'
import { aScene } from '../../features/alerts/testing.ts'
import type { TrackView } from '../../features/tracks/contract.ts'
import { aTrack } from '../../features/tracks/testing.ts'
import type { Actor } from '../../journal/entry.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import { type Journal, openJournal } from '../../journal/server/journal.ts'
import { openVault, type Vault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import { machinePorts } from '../../platform/server/ports.ts'
import { type Alerting, type AlertingWorld, createAlerting } from './alerting.ts'
import { watchAssurance } from './assurance.ts'
import type { CameraListener } from './cameras.ts'
import { holdNuisance, type SiteNuisance } from './nuisance.ts'
import type { StoredAlert } from './present.ts'
import { lastAlertNumber, openAlerts } from './reader.ts'
import { openSpool } from './spool.ts'
import { writeAlerts } from './unsaved.ts'
import { openWorld, views, type World } from './world.ts'
import { patientWriter } from './writer.ts'

/** A site of one camera after another, all of them without a pose unless a track brings its place. */
export interface AlertingBench {
  readonly journal: Journal
  readonly alerting: Alerting
  readonly nuisance: SiteNuisance
  readonly site: string
  nowMs(): number
  /** Turns the clock on and lets time do what it does by itself. */
  pass(ms: number): void
  /** A mover is confirmed in view. */
  see(track: TrackView): void
  /** A mover as a camera sees it now. */
  mover(overrides?: Partial<TrackView>): TrackView
  /** An act of a person; throws the code of a refusal. */
  act<V extends object, I extends object>(definition: CommandDefinition<V, I>, id: string, input: I, by: Actor): Promise<void>
  open(): Promise<StoredAlert[]>
}

const still = { jpeg: new Uint8Array([1, 2, 3]), width: 640, height: 512 }
const unknown = { person: 0.2, vehicle: 0.1, animal: 0.1, other: 0.1, unknown: 0.5 }

/** Ports whose clock stands where a test turns it, and goes on between its turns as time does. */
export function turnedPorts(nowMs: () => number): Ports {
  const began = performance.now()
  const startedMs = nowMs()
  return { ...machinePorts(), clock: { nowMs, monotonicMs: () => performance.now() - began + (nowMs() - startedMs) } }
}

/** The journal of a site with every view of the program. */
export function journalOf({ database }: Tables, site: string, ports: Ports = machinePorts()): Promise<Journal> {
  const siteName = { ar: 'م', en: 'S' }
  return openJournal({ database, site, siteName, views: views as never, ports, programVersion: 'test' })
}

/** What the program knows of a site at Baghdad's time that looks through no camera. */
export function worldOf(
  journal: Journal,
  vault: Vault,
  folder: string,
  ports: Ports,
  people: { nameOf(id: string): string; onFault(fault: unknown): void },
): Promise<World> {
  return openWorld({
    journal,
    vault,
    spool: openSpool(join(folder, journal.site), people.onFault),
    access: { nameOf: people.nameOf } as never,
    assurance: watchAssurance(ports),
    ports,
    programVersion: 'test',
    environment: { MARSAD_TIME_ZONE: 'Asia/Baghdad' },
    watchesCameras: false,
    recordings: join(folder, 'recordings'),
    onUnsaved() {},
    onBug: people.onFault,
  })
}

/** Opens it, of a new site or of one that was there: then alerting starts from what its journal holds. */
export async function openAlerting(
  tables: Tables,
  onFault: (fault: unknown) => void,
  more: { readonly world?: Partial<AlertingWorld>; readonly site?: string; readonly atMs?: number } = {},
): Promise<AlertingBench> {
  let nowMs = more.atMs ?? Date.now()
  const ports = turnedPorts(() => nowMs)
  const site = more.site ?? randomUUID()
  const journal = await journalOf(tables, site, ports)
  const vault = openVault(join(tables.folder, 'vault.key'), site)
  const spool = openSpool(join(tables.folder, site), onFault)
  const writer = patientWriter(journal, ports, onFault)
  const alerts = writeAlerts(writer, vault, spool, ports, () => {})
  const nuisance = await holdNuisance(journal, { viewSinceMs: () => 0, groundMost: () => 40, nowMs: () => nowMs })
  const world: AlertingWorld = {
    familiar: nuisance.recall,
    scene: (cameraId: string) => ({
      ...aScene({ places: [] }),
      area: 'a',
      mode: cameraId === 'simulated' ? ('exercise' as const) : ('live' as const),
      camera: { ...aScene().camera, id: cameraId },
    }),
    unwatchedBecauseOf: () => [],
    codeOf: (cameraId: string) => cameraId.slice(0, 4),
    site: () => ({ area: 'a', mode: 'live' as const }),
    ...more.world,
  }
  const lastNumber = Number((await lastAlertNumber(journal)).replace(/\D/g, '')) || 0
  const open = await openAlerts(journal)
  const alerting = createAlerting({ journal, writer, alerts, vault, open, spooled: [], lastNumber, world, ports })
  return {
    journal,
    alerting,
    nuisance,
    site,
    nowMs: () => nowMs,
    pass(ms) {
      nowMs += ms
      alerting.tick()
    },
    see(track) {
      const at = new Date(nowMs).toISOString()
      alerting.confirmed(track, still, { h0FrameAt: at, h1DetectedAt: at, h2ConfirmedAt: at }, 'sha')
    },
    mover: (overrides = {}) =>
      aTrack({
        id: randomUUID(),
        place: null,
        velocity: null,
        heightM: null,
        travelM: null,
        classProbabilities: unknown,
        lastSeenAt: new Date(nowMs).toISOString(),
        ...overrides,
      }),
    async act(definition, id, input, by) {
      const answer = await journal.run(definition, { commandId: randomUUID(), subject: id, actor: by, input })
      if (!answer.ok) throw new Error(answer.refusal.code)
    },
    open: () => openAlerts(journal),
  }
}

/** A listener that hears what is given and nothing else. */
export function listeningTo(heard: Partial<CameraListener>): CameraListener {
  const nothing = () => {}
  return {
    confirmed: nothing,
    ended: nothing,
    restill: nothing,
    pulse: nothing,
    jump: nothing,
    scene: nothing,
    platform: nothing,
    live: nothing,
    segment: nothing,
    gone: nothing,
    health: nothing,
    ...heard,
  }
}
