/** What the program knows at this moment, composed from all features: cameras, places, tracks, alerts, assurance. */
import { createHash } from 'node:crypto'
import { uuidFromDigest, uuidV7 } from '../../base/ids.ts'
import { accept, type Outcome } from '../../base/outcome.ts'
import type { Bilingual } from '../../base/shapes.ts'
import type { Access } from '../../features/access/server/access.ts'
import type { AlertView } from '../../features/alerts/contract.ts'
import { markShown } from '../../features/alerts/decide.ts'
import { alerts as alertsView } from '../../features/alerts/fold.ts'
import type { Scene } from '../../features/alerts/rules/rule.ts'
import type { CameraView } from '../../features/cameras/contract.ts'
import { addCamera, noteTimeJump, setCameraHealth } from '../../features/cameras/decide.ts'
import type { CameraAdded } from '../../features/cameras/events.ts'
import { type CameraRow, cameras as camerasView, presentCamera } from '../../features/cameras/fold.ts'
import { parseSourceSpec } from '../../features/cameras/sources/spec.ts'
import { watchOf } from '../../features/coverage/watched.ts'
import type { PlaceView } from '../../features/places/contract.ts'
import { places as placesView, setPlace } from '../../features/places/fold.ts'
import type { TrackView } from '../../features/tracks/contract.ts'
import type { Actor, Entry } from '../../journal/entry.ts'
import type { Committed, Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import { readAllRows, viewTable } from '../../journal/server/views.ts'
import type { Ports } from '../../platform/ports.ts'
import type { CameraSignal, LogLine, ServerMessage, Signals } from '../live.ts'
import type { Pulse } from '../worker/messages.ts'
import { type Alerting, createAlerting, numberOf } from './alerting.ts'
import type { AssuranceWatch } from './assurance.ts'
import { type CameraWatch, watchCameras } from './cameras.ts'
import { createPresenter, type StoredAlert } from './present.ts'
import type { Spool } from './spool.ts'

export const views = [alertsView, camerasView, placesView] as const

export interface AlertQuery {
  readonly state: 'open' | 'closed' | 'all'
  readonly kind?: 'detection' | 'camera' | 'system'
  readonly limit: number
  readonly cursor?: string
}

/** What a new site has on its map, from the simulation or from a person. */
export interface SectorPlan {
  readonly area: string
  readonly places: readonly { readonly key: string; readonly name: Bilingual; readonly geometry: PlaceView['geometry'] }[]
  readonly cameras: readonly {
    readonly name: Bilingual
    readonly outpostKey: string
    readonly pose: CameraRow['pose']
    readonly address: string
  }[]
  readonly terrain: object | null
}

export interface World {
  cameras(): CameraView[]
  places(): PlaceView[]
  tracks(): TrackView[]
  terrain(): object | null
  setTerrain(terrain: object | null): void
  listAlerts(query: AlertQuery): Promise<{ alerts: AlertView[]; next: string | null }>
  alert(id: string): Promise<AlertView | null>
  alertStill(id: string): Promise<Uint8Array | null>
  cameraStill(id: string): Promise<Uint8Array | null>
  isUnsaved(alertId: string): boolean
  acknowledgeUnsaved(id: string, act: { commandId: string; actor: Actor; basedOn: number }): Promise<Outcome<AlertView>>
  present(row: unknown): Promise<AlertView>
  addCamera(commandId: string, source: string, actor: Actor): Promise<Outcome<CameraView>>
  plan(sector: SectorPlan, actor: Actor): Promise<void>
  journalAfter(after: number, limit: number): Promise<{ entries: { pos: number; hash: string; entry: Entry }[]; cursor: number }>
  isReady(): Promise<boolean>
  shown(alertIds: readonly string[]): void
  snapshot(): Promise<Extract<ServerMessage, { snapshot: unknown }>>
  factsAfter(cursor: number): Promise<Extract<ServerMessage, { facts: unknown }>[] | null>
  factsOf(committed: Committed): Promise<Extract<ServerMessage, { facts: unknown }>>
  signals(): Signals
  /** What is shown and not saved, dressed for readers. */
  unsavedSignals(): Promise<Signals>
  cursor(): Promise<number>
  workerPid(cameraId: string): number | null
  pulses(): ReadonlyMap<string, Pulse>
  stop(): Promise<void>
}

const machine: Actor = { kind: 'machine', id: 'marsad', session: null }
const logLinesInSnapshot = 60
/** Further back a snapshot is shorter than the facts. */
const factsAtOnceMax = 2000

export interface WorldOptions {
  readonly journal: Journal
  readonly vault: Vault
  readonly spool: Spool
  readonly access: Access
  readonly assurance: AssuranceWatch
  readonly ports: Ports
  readonly programVersion: string
  readonly environment: NodeJS.ProcessEnv
  onUnsaved(): void
}

/** Opens what the program knows: reads the views, starts a worker for each camera, takes up what is open. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { journal, vault, access, ports, assurance } = options
  const { sql, site } = journal
  const alertTable = viewTable(alertsView)
  const cameraRows = new Map<string, CameraRow & { id: string; version: number }>()
  const placeRows = new Map<string, PlaceView>()
  const pulses = new Map<string, Pulse>()
  const numbers = new Map<string, string>()
  let terrain: object | null = null

  for (const row of await readAllRows(sql, viewTable(camerasView), site)) cameraRows.set(row.id, row as never)
  for (const row of await readAllRows(sql, viewTable(placesView), site)) placeRows.set(row.id, row as never)
  const open = (
    await sql.unsafe<{ id: string; version: number; data: object }[]>(
      `select id, version, data from ${alertTable} where site = $1 and data->>'disposition' = 'open'`,
      [site],
    )
  ).map(({ id, version, data }) => ({ ...data, id, version }) as StoredAlert)
  const [last] = await sql.unsafe<{ number: string }[]>(
    `select data->>'number' as number from ${alertTable} where site = $1 order by length(data->>'number') desc, data->>'number' desc limit 1`,
    [site],
  )
  for (const row of open) numbers.set(row.id, row.number)

  const presenter = createPresenter(journal, vault, access, {
    camera: (id) => cameraRows.get(id)?.code ?? '',
    alert: (id) => numbers.get(id) ?? '',
  })

  journal.onCommitted(({ rows }) => {
    for (const [id, row] of rows.get('cameras') ?? []) if (row) cameraRows.set(id, row as never)
    for (const [id, row] of rows.get('places') ?? []) row ? placeRows.set(id, row as never) : placeRows.delete(id)
    for (const [id, row] of rows.get('alerts') ?? []) if (row) numbers.set(id, row.number as string)
  })

  const cameraViews = () =>
    [...cameraRows.values()]
      .filter(({ isRemoved }) => !isRemoved)
      .map((row) => presentCamera(row))
      .sort((a, b) => (a.code < b.code ? -1 : 1))

  const alerting: Alerting = createAlerting(
    journal,
    vault,
    options.spool,
    open,
    numberOf(last?.number ?? ''),
    {
      scene(cameraId): (Scene & { area: string }) | null {
        const row = cameraRows.get(cameraId)
        if (!row) return null
        return {
          places: [...placeRows.values()],
          camera: { id: row.id, code: row.code, name: row.name, pose: row.pose },
          area: row.area,
        }
      },
      unwatchedBecauseOf(cameraId) {
        const blind = cameraViews().map((camera) => (camera.id === cameraId ? { ...camera, health: 'down' as const } : camera))
        return [...placeRows.values()]
          .filter(({ geometry }) => geometry.kind === 'zone')
          .filter((place) => {
            const watch = watchOf(place, blind)
            return !watch.isWatched && watch.cameraIds.includes(cameraId)
          })
          .map(({ name }) => name)
      },
      codeOf: (cameraId) => cameraRows.get(cameraId)?.code ?? '',
      unsavedChanged: options.onUnsaved,
    },
    ports,
  )

  const watch: CameraWatch = watchCameras(
    {
      confirmed: (_id, { track, still, hops, pointsSha256 }) => alerting.confirmed(track, still, hops, pointsSha256),
      ended(cameraId, { track, points, pointsSha256 }) {
        alerting.ended(track)
        void keepTrack(cameraId, track, points, pointsSha256)
      },
      pulse(cameraId, pulse) {
        pulses.set(cameraId, pulse)
        assurance.judged(ports.clock.nowMs())
        alerting.moved(pulse.tracks)
      },
      jump(cameraId, { byMs, frameIndex, atMs }) {
        void quietly(() =>
          journal.run(noteTimeJump, {
            commandId: newId(),
            subject: cameraId,
            actor: machine,
            input: { id: cameraId, observedAtMs: atMs, jump: { byMs, frameIndex } },
          }),
        )
      },
      health(cameraId, { health, reason }, facts) {
        const observedAtMs = ports.clock.nowMs()
        const shown = cameraRows.get(cameraId)
        // On screen at once, whatever the journal does.
        if (shown)
          cameraRows.set(cameraId, { ...shown, health, healthReason: reason, healthSince: new Date(observedAtMs).toISOString() })
        if (health === 'down')
          alerting.cameraDown(
            cameraId,
            reason ?? 'source.silent',
            ports.clock.nowMs() - (pulses.get(cameraId)?.lastJudgedAtMs ?? observedAtMs),
          )
        if (health === 'working') alerting.cameraBack(cameraId)
        const change = { health, reason, facts }
        void quietly(() =>
          journal.run(setCameraHealth, {
            commandId: newId(),
            subject: cameraId,
            actor: machine,
            input: { id: cameraId, observedAtMs, change },
          }),
        )
      },
    },
    ports,
    options.environment,
  )

  for (const row of cameraRows.values()) if (!row.isRemoved) await startCamera(row)

  const aliveMarks = ports.timers.every(60_000, () => {
    const seeing = [...cameraRows.values()]
      .filter(({ health }) => health === 'working' || health === 'degraded')
      .map(({ id }) => id)
    if (seeing.length > 0)
      void quietly(
        () => sql`insert into signal.camera_alive (site, camera, at) select ${site}::uuid, unnest(${seeing}::uuid[]), now()`,
      )
  })

  function newId(): string {
    return uuidV7(ports.clock.nowMs(), ports.random.bytes(10))
  }

  /** For what is a loss but no disaster when the database is away. Anything else is a bug and is thrown. */
  async function quietly(run: () => PromiseLike<unknown>): Promise<void> {
    try {
      await run()
    } catch (error) {
      if (!assurance.isJournalAway(error)) throw error
    }
  }

  async function startCamera(row: CameraRow & { id: string }): Promise<void> {
    const secret = row.login ? await vault.read(sql, row.login.vault) : null
    const login = secret ? (JSON.parse(Buffer.from(secret.content).toString()) as { user: string; password: string }) : null
    watch.add({
      id: row.id,
      pose: row.pose,
      spec: { address: row.address, login, name: row.name.en, isLooped: row.isLooped, rate: row.rate },
    })
  }

  async function keepTrack(camera: string, track: TrackView, points: string, sha256: string): Promise<void> {
    await quietly(async () => {
      await sql`insert into signal.track (id, site, camera, first_at, last_at, points, sha256)
        values (${track.id}, ${site}, ${camera}, ${track.firstSeenAt}, ${track.lastSeenAt}, ${points}, ${sha256}) on conflict (id) do nothing`
      await journal.record(
        [
          {
            type: 'track.ended',
            typeVersion: 1,
            subject: track.id,
            area: cameraRows.get(camera)?.area ?? '',
            observedAtMs: Date.parse(track.lastSeenAt),
            body: { cameraId: camera, pointsSha256: sha256, points: points.split('\n').length },
          },
        ],
        machine,
      )
    })
  }

  const present = (row: unknown) => presenter.alert(row as StoredAlert)

  async function storedAlert(id: string): Promise<StoredAlert | null> {
    const [row] = await journal.rows('alerts', [id])
    return (row as unknown as StoredAlert) ?? null
  }

  function signals(): Signals {
    return {
      tracks: alerting.tracks(),
      cameras: cameraViews().map((camera): CameraSignal => {
        const pulse = pulses.get(camera.id)
        const iso = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : new Date(ms).toISOString())
        return {
          cameraId: camera.id,
          framesPerSecond: pulse?.framesPerSecond ?? null,
          lastFrameAt: iso(pulse?.lastFrameAtMs),
          lastJudgedAt: iso(pulse?.lastJudgedAtMs),
          noise: pulse?.noise ?? null,
        }
      }),
      assurance: assurance.state(),
      watched: [...placeRows.values()]
        .filter(({ geometry }) => geometry.kind === 'zone')
        .map((place) => {
          const watch = watchOf(place, cameraViews())
          const since =
            watch.cameraIds
              .map((id) => cameraRows.get(id)?.healthSince ?? '')
              .sort()
              .at(-1) ?? ''
          return { placeId: place.id, isWatched: watch.isWatched, cameraIds: [...watch.cameraIds], since }
        }),
      unsaved: unsavedShown,
    }
  }

  let unsavedShown: AlertView[] = []
  const showUnsaved = async () => {
    unsavedShown = await Promise.all(alerting.unsaved().map(({ row, since }) => presenter.alert(row, since)))
  }
  await showUnsaved()

  async function lastLogLines(): Promise<LogLine[]> {
    const rows = await sql<{ pos: number; text: string }[]>`
      select pos, text from journal.entry where site = ${site} and type = any(${logTypes}) order by seq desc limit ${logLinesInSnapshot}`
    return rows.map(({ pos, text }) => presenter.log(pos, JSON.parse(text) as Entry)).filter((line) => line !== null)
  }

  const world: World = {
    cameras: cameraViews,
    places: () => [...placeRows.values()],
    tracks: () => alerting.tracks(),
    terrain: () => terrain,
    setTerrain(given) {
      terrain = given
    },
    async listAlerts({ state, kind, limit, cursor }) {
      const disposition = state === 'all' ? null : state
      const rows = await sql.unsafe<{ id: string; version: number; data: object }[]>(
        `select id, version, data from ${alertTable}
         where site = $1 and ($2::text is null or data->>'disposition' = $2) and ($3::text is null or data->>'kind' = $3) and ($4::uuid is null or id < $4)
         order by id desc limit $5`,
        [site, disposition, kind ?? null, cursor ?? null, limit + 1],
      )
      const page = await Promise.all(rows.slice(0, limit).map(({ id, version, data }) => present({ ...data, id, version })))
      return { alerts: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
    },
    async alert(id) {
      const waiting = alerting.unsaved().find(({ row }) => row.id === id)
      if (waiting) return presenter.alert(waiting.row, waiting.since)
      const row = await storedAlert(id)
      return row ? present(row) : null
    },
    async alertStill(id) {
      const waiting = alerting.unsavedStill(id)
      if (waiting) return waiting
      const row = await storedAlert(id)
      if (!row?.still) return null
      return (await vault.read(sql, row.still.vault))?.content ?? null
    },
    async cameraStill(id) {
      return (await watch.still(id))?.jpeg ?? null
    },
    async acknowledgeUnsaved(id, act) {
      const answer = alerting.acknowledgeUnsaved(id, act)
      if (!answer.ok) return answer
      const since = alerting.unsaved().find(({ row }) => row.id === id)?.since ?? null
      return accept(await presenter.alert(answer.value, since))
    },
    isUnsaved: (id) => alerting.unsaved().some(({ row }) => row.id === id),
    present,
    async addCamera(commandId, source, actor) {
      const spec = parseSourceSpec(source)
      if (!spec.ok) return spec
      const { address, login, name, isLooped, rate } = spec.value
      const area = [...cameraRows.values()][0]?.area ?? 'site'
      const id = uuidFromDigest(createHash('sha256').update(`${site} camera ${commandId}`).digest())
      const sealed = login ? vault.seal(newId(), 'secret', JSON.stringify(login)) : null
      const shownName = name ?? shortName(address)
      const camera: CameraAdded = {
        code: nextCode(),
        name: { ar: shownName, en: shownName },
        address,
        login: sealed?.ref ?? null,
        isLooped,
        rate,
        outpostId: null,
        pose: null,
      }
      const answer = await journal.run(addCamera, {
        commandId,
        subject: id,
        actor,
        input: { id, area, camera },
        ...(sealed ? { items: [sealed.item] } : {}),
      })
      if (!answer.ok) return answer
      const row = answer.value.row as unknown as CameraRow & { id: string; version: number }
      if (!answer.value.isRepeat) await startCamera(row)
      return accept(presentCamera(row))
    },
    async plan({ area, places, cameras }, actor) {
      const idOf = (key: string) => uuidFromDigest(createHash('sha256').update(`${site} ${key}`).digest())
      for (const { key, name, geometry } of places) {
        if (placeRows.has(idOf(key))) continue
        await journal.run(setPlace, {
          commandId: newId(),
          subject: idOf(key),
          actor,
          input: { id: idOf(key), area, basedOn: 0, place: { name, geometry } },
        })
      }
      for (const { name, outpostKey, pose, address } of cameras) {
        const id = idOf(address)
        if (cameraRows.has(id)) continue
        const camera: CameraAdded = {
          code: nextCode(),
          name,
          address,
          login: null,
          isLooped: false,
          rate: 'real',
          outpostId: idOf(outpostKey),
          pose,
        }
        const answer = await journal.run(addCamera, { commandId: newId(), subject: id, actor, input: { id, area, camera } })
        if (answer.ok) await startCamera(answer.value.row as never)
      }
    },
    async journalAfter(after, limit) {
      const rows = await sql<
        { pos: number; hash: string; text: string }[]
      >`select pos, hash, text from journal.entry where site = ${site} and pos > ${after} order by pos limit ${limit}`
      return {
        entries: rows.map(({ pos, hash, text }) => ({ pos, hash, entry: JSON.parse(text) as Entry })),
        cursor: rows.at(-1)?.pos ?? after,
      }
    },
    async isReady() {
      try {
        await sql`select 1`
        return true
      } catch {
        return false // Asked and answered: not ready.
      }
    },
    shown(alertIds) {
      for (const id of alertIds) {
        if (!numbers.has(id) || world.isUnsaved(id)) continue
        void quietly(() =>
          journal.run(markShown, {
            commandId: uuidFromDigest(createHash('sha256').update(`shown ${id}`).digest()),
            subject: id,
            actor: machine,
            input: { id, observedAtMs: ports.clock.nowMs() },
          }),
        )
      }
    },
    async snapshot() {
      await showUnsaved()
      const [{ pos } = { pos: 0 }] = await sql<
        { pos: number }[]
      >`select coalesce(max(pos), 0) as pos from journal.entry where site = ${site}`
      const page = await world.listAlerts({ state: 'open', limit: 200 })
      const recent = await world.listAlerts({ state: 'closed', limit: 30 })
      return {
        snapshot: {
          alerts: [...page.alerts, ...recent.alerts],
          cameras: cameraViews(),
          places: [...placeRows.values()],
          log: await lastLogLines(),
        },
        signals: signals(),
        cursor: pos,
        serverTime: new Date(ports.clock.nowMs()).toISOString(),
        programVersion: options.programVersion,
      }
    },
    async factsAfter(cursor) {
      const rows = await sql<{ pos: number; subject: string; type: string; text: string }[]>`
        select pos, subject, type, text from journal.entry where site = ${site} and pos > ${cursor} order by pos limit ${factsAtOnceMax + 1}`
      if (rows.length > factsAtOnceMax) return null
      const ids = [...new Set(rows.filter(({ type }) => type.startsWith('alert.')).map(({ subject }) => subject))]
      const changed = await Promise.all((await journal.rows('alerts', ids)).map(present))
      const log = rows.map(({ pos, text }) => presenter.log(pos, JSON.parse(text) as Entry)).filter((line) => line !== null)
      return [
        {
          facts: { alerts: changed, cameras: cameraViews(), places: [...placeRows.values()], log },
          cursor: rows.at(-1)?.pos ?? cursor,
        },
      ]
    },
    async factsOf({ entries, rows }) {
      await showUnsaved()
      const changed = await Promise.all([...(rows.get('alerts')?.values() ?? [])].filter((row) => row !== null).map(present))
      const ids = new Set(rows.get('cameras')?.keys() ?? [])
      return {
        facts: {
          alerts: changed,
          cameras: cameraViews().filter(({ id }) => ids.has(id)),
          places: [...(rows.get('places')?.values() ?? [])].filter((row) => row !== null) as unknown as PlaceView[],
          log: entries.map(({ pos, entry }) => presenter.log(pos, entry)).filter((line) => line !== null),
        },
        cursor: entries.at(-1)?.pos ?? 0,
      }
    },
    signals,
    async unsavedSignals() {
      await showUnsaved()
      return { unsaved: unsavedShown }
    },
    async cursor() {
      const [{ pos } = { pos: 0 }] = await sql<
        { pos: number }[]
      >`select coalesce(max(pos), 0) as pos from journal.entry where site = ${site}`
      return pos
    },
    workerPid: (id) => watch.pid(id),
    pulses: () => pulses,
    async stop() {
      aliveMarks.cancel()
      await watch.stop()
    },
  }
  return world

  function nextCode(): string {
    const used = Math.max(0, ...[...cameraRows.values()].map(({ code }) => Number(code.slice(1)) || 0))
    return `C${String(used + 1).padStart(2, '0')}`
  }
}

/** Entries that a shift log shows. */
const logTypes = [
  'alert.raised',
  'alert.priority-raised',
  'alert.acknowledged',
  'alert.acknowledgement-withdrawn',
  'alert.closed',
  'alert.reopened',
  'camera.added',
  'camera.changed',
  'camera.removed',
  'camera.health-changed',
  'camera.time-jumped',
  'place.set',
  'session.opened',
  'clock.adjusted',
  'assurance.changed',
  'site.opened',
]

/** The last part of a path or address, for people who gave no name. */
function shortName(address: string): string {
  return (
    address
      .split(/[/\\:]/)
      .filter(Boolean)
      .at(-1) ?? address
  ).slice(0, 80)
}
