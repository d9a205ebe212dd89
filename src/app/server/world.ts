/** What the program knows and does at this moment, composed from all features: cameras, tracks, alerts, assurance. */
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { uuidFromDigest, uuidV7 } from '../../base/ids.ts'
import { accept, type Outcome } from '../../base/outcome.ts'
import { people as peopleView } from '../../features/access/fold.ts'
import type { Access } from '../../features/access/server/access.ts'
import { announcedAt, announcements as announcementsView } from '../../features/alerts/announce.ts'
import { composeDisk } from '../../features/alerts/compose-disk.ts'
import { composeShift } from '../../features/alerts/compose-shift.ts'
import type { AlertView } from '../../features/alerts/contract.ts'
import { type CameraState, markShown, raiseAlert } from '../../features/alerts/decide.ts'
import { alerts as alertsView } from '../../features/alerts/fold.ts'
import { forgottenNuisance } from '../../features/alerts/nuisance/forget.ts'
import { cellM } from '../../features/alerts/nuisance/lesson.ts'
import { groundShareMost } from '../../features/alerts/nuisance/memory.ts'
import { rulesView } from '../../features/alerts/rules/fold.ts'
import { detectRangeM } from '../../features/cameras/coverage-ring.ts'
import { endService, modeOf, noteTimeJump, setCameraHealth } from '../../features/cameras/decide.ts'
import { cameras as camerasView } from '../../features/cameras/fold.ts'
import { watchOf } from '../../features/coverage/watched.ts'
import { places as placesView } from '../../features/places/fold.ts'
import { areaM2 } from '../../features/places/measure.ts'
import { recordingGaps, recordingHolds, recordingSettingsView } from '../../features/recordings/fold.ts'
import { openLibrary } from '../../features/recordings/server/library.ts'
import { feeds as feedsView } from '../../features/sensors/fold.ts'
import { logBook as logBookView, watches as watchesView } from '../../features/shifts/fold.ts'
import { shiftMaxMs } from '../../features/shifts/times.ts'
import type { TrackView } from '../../features/tracks/contract.ts'
import { moverOf } from '../../features/tracks/mover.ts'
import type { Actor } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import type { Signals } from '../live.ts'
import type { Pulse } from '../worker/messages.ts'
import { createAlerting, numberOf } from './alerting.ts'
import { siteAreaOf } from './areas.ts'
import type { AssuranceWatch } from './assurance.ts'
import { watchCameras } from './cameras.ts'
import { type ChangeQuery, readChanges } from './changes.ts'
import { watchDeviceClocks } from './device-clocks.ts'
import { readExposure } from './exposure.ts'
import { type LogBook, openLogBook } from './log-book.ts'
import { holdNuisance, type SiteNuisance } from './nuisance.ts'
import { passAlertsOn } from './pass-on.ts'
import { alertStretches } from './past.ts'
import { keepPlatforms, type PlatformKeeper } from './platforms.ts'
import { createPresenter, type StoredAlert } from './present.ts'
import { createReader, lastAlertNumber, openAlerts, type Reader } from './reader.ts'
import { diskOf, keepRecordings, type Recordings } from './recordings.ts'
import { holdRules, type SiteRules } from './rules.ts'
import { keepScenes } from './scenes.ts'
import { keepSector, type SectorKeeper } from './sector.ts'
import { keepSensing, type Sensing } from './sensing.ts'
import { keepShifts, type ShiftKeeper } from './shifts.ts'
import type { Spool } from './spool.ts'
import { holdState, type SiteState, type StoredCamera } from './state.ts'
import { createRuleTry, type RuleTry } from './try-rule.ts'
import { writeAlerts } from './unsaved.ts'
import { createVideoHub, type VideoHub } from './video.ts'
import { watchWalkTests } from './walk-tests.ts'
import { patientWriter } from './writer.ts'

export const views = [
  alertsView,
  announcementsView,
  rulesView,
  camerasView,
  feedsView,
  forgottenNuisance,
  logBookView,
  peopleView,
  placesView,
  recordingGaps,
  recordingHolds,
  recordingSettingsView,
  watchesView,
] as const

const machine: Actor = { kind: 'machine', id: 'marsad', session: null }
const aliveMarkMs = 60_000
/** Points of tracks are signals: kept as long as the clips of people who were in no incident (OPS 4.2). */
const trackDays = 30
const aliveDays = 400
/** So long after a turn of our own a camera may still say that its scene changed: it is asked each few seconds, and judges in half a minute. */
const ownTurnMs = 60_000

export interface World {
  readonly read: Reader
  readonly state: SiteState
  readonly sector: SectorKeeper
  /** Who has the watch, and the list of a hand-over. */
  readonly shifts: ShiftKeeper
  readonly logBook: LogBook
  /** What people changed of the site. */
  changes(query: ChangeQuery): ReturnType<typeof readChanges>
  readonly rules: SiteRules
  readonly tryRule: RuleTry
  readonly nuisance: SiteNuisance
  tracks(): TrackView[]
  terrain(): object | null
  setTerrain(terrain: object | null): void
  readonly video: VideoHub
  readonly recordings: Recordings
  readonly platforms: PlatformKeeper
  readonly sensing: Sensing
  cameraStill(id: string): Promise<Uint8Array | null>
  isUnsaved(alertId: string): boolean
  acknowledgeUnsaved(id: string, act: { commandId: string; actor: Actor; basedOn: number }): Promise<Outcome<AlertView>>
  present(row: unknown): Promise<AlertView>
  /** Cameras of an alert as they stand now: what ending it is decided on. */
  camerasOf(alertId: string): Promise<CameraState[]>
  takeAlertNumber(): string
  /** What an alert of this camera inherits; null: of the whole site. */
  sceneOf(cameraId: string | null): { readonly area: string; readonly mode: 'live' | 'exercise' }
  isReady(): Promise<boolean>
  /** Null: there is no such alert. */
  areaOfAlert(id: string): Promise<string | null>
  /** Null: there is no such alert. */
  kindOfAlert(id: string): Promise<AlertView['kind'] | null>
  /** These alerts were drawn on a visible screen. */
  shown(alertIds: readonly string[]): void
  /** The state of everything that moves; null parts are left out. */
  signals(): Promise<Signals>
  pulses(): ReadonlyMap<string, Pulse>
  stop(): Promise<void>
}

export interface WorldOptions {
  readonly journal: Journal
  readonly vault: Vault
  readonly spool: Spool
  readonly access: Access
  readonly assurance: AssuranceWatch
  readonly ports: Ports
  readonly programVersion: string
  readonly environment: NodeJS.ProcessEnv
  /** Whether this machine watches cameras itself. */
  readonly watchesCameras: boolean
  /** Where recordings lie. */
  readonly recordings: string
  /** Free and total bytes below a folder; the machine's own unless told (tests). */
  readonly disk?: typeof diskOf
  onUnsaved(): void
  onBug(error: unknown): void
}

/** Opens what the program knows: reads the views, starts a worker for each camera, takes up what is open. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { journal, vault, access, ports, assurance } = options
  const { sql, site } = journal
  const open = await openAlerts(journal)
  const state = await holdState(journal, open, (id) => access.nameOf(id))
  const timeZone = options.environment.MARSAD_TIME_ZONE ?? 'Asia/Baghdad'
  const rules = await holdRules(journal, state, timeZone)
  const nuisance = await holdNuisance(journal, {
    viewSinceMs(cameraId) {
      const row = state.cameraRows.get(cameraId)
      return row === undefined || row.presets.length > 0 ? null : Date.parse(row.changedAt)
    },
    groundMost() {
      const watchedM2 = state.cameras().reduce((sum, { coverage }) => sum + (coverage ? areaM2(coverage) : 0), 0)
      return Math.floor((groundShareMost * watchedM2) / cellM ** 2)
    },
    nowMs: ports.clock.nowMs,
  })
  const writer = patientWriter(journal, ports, options.onBug)
  const alerts = writeAlerts(writer, vault, options.spool, ports, options.onUnsaved)
  // Made below, when there is somewhere for its words to go.
  let heard: Sensing | null = null
  const codeOf = (id: string) => state.cameraRows.get(id)?.code ?? heard?.sensor(id)?.code ?? ''
  const presenter = createPresenter(journal, vault, access, { camera: codeOf, alert: state.numberOf })
  const read = createReader({
    journal,
    vault,
    presenter,
    state,
    alerts,
    nowMs: ports.clock.nowMs,
    programVersion: options.programVersion,
  })
  const pulses = new Map<string, Pulse>()
  // When the last turn of a camera that our own people asked for was over; infinite while it goes on.
  const ownTurns = new Map<string, number>()
  function siteScene(): { area: string; mode: 'live' | 'exercise' } {
    const [camera] = [...state.cameraRows.values()].filter(({ isRemoved }) => !isRemoved)
    return { area: siteAreaOf(state), mode: camera ? modeOf(camera) : 'live' }
  }
  let terrain: object | null = null

  const alerting = createAlerting({
    journal,
    writer,
    alerts,
    vault,
    open,
    spooled: options.spool.read(),
    lastNumber: numberOf(await lastAlertNumber(journal)),
    ports,
    world: {
      scene(cameraId) {
        const row = state.cameraRows.get(cameraId)
        const sensor = row ? null : heard?.sensor(cameraId)
        if (sensor) {
          const { id, code, name, area } = sensor
          return { places: state.places(), camera: { id, code, name, pose: null }, rules: rules.now(), area, mode: 'live' }
        }
        if (!row) return null
        return {
          places: state.places(),
          camera: { id: row.id, code: row.code, name: row.name, pose: row.pose },
          rules: rules.now(),
          area: row.area,
          mode: modeOf(row),
        }
      },
      unwatchedBecauseOf(cameraId) {
        const without = state
          .cameras()
          .map((camera) => (camera.id === cameraId ? { ...camera, health: 'down' as const } : camera))
        return state
          .places()
          .filter(({ geometry }) => geometry.kind === 'zone')
          .filter((place) => {
            const watch = watchOf(place, without)
            return !watch.isWatched && watch.cameraIds.includes(cameraId)
          })
          .map(({ name }) => name)
      },
      codeOf,
      site: siteScene,
      announced: (cameraId, position) =>
        announcedAt(state.announcementRows.values(), state.placeRows, { cameraId, position }, ports.clock.nowMs()),
      detectRangeM(cameraId, share) {
        const pose = state.cameraRows.get(cameraId)?.pose
        return pose ? detectRangeM(pose, { width: 640, height: 512 }, share) : null
      },
      familiar: nuisance.recall,
      isOwnTurn: (cameraId) => ports.clock.nowMs() - (ownTurns.get(cameraId) ?? Number.NEGATIVE_INFINITY) <= ownTurnMs,
      power: (cameraId) => heard?.power(cameraId) ?? [],
      sites: () => state.cameras().filter(({ isRemoved }) => !isRemoved),
    },
  })

  const video = createVideoHub({
    hasCamera: (id) => state.cameraRows.get(id)?.isRemoved === false,
    view: (id, isWanted) => watch.view(id, isWanted),
    later: (ms, then) => ports.timers.after(ms, then),
    every: (ms, then) => ports.timers.every(ms, then),
  })
  mkdirSync(options.recordings, { recursive: true, mode: 0o700 })
  const recordings = await keepRecordings({
    journal,
    writer,
    library: openLibrary(sql, site, options.recordings),
    state,
    ports,
    disk: options.disk ?? diskOf,
    allow: (isAllowed) => watch.record(isAllowed),
    diskState: (now, facts) => alerting.disk(now === 'recording' ? null : composeDisk(now, facts)),
    alerts: (cameraId, sinceMs, untilMs) => alertStretches(journal, cameraId, sinceMs, untilMs),
    async health(cameraId, fromMs, toMs) {
      const nowMs = ports.clock.nowMs()
      const untilMs = Math.min(toMs, nowMs)
      if (untilMs <= fromMs) return []
      const [of] = (await readExposure(journal, [cameraId], fromMs, untilMs, nowMs)).cameras
      return (of?.intervals ?? []).map(({ from, to, health, reason }) => ({ from, to, health, reason }))
    },
    onBug: options.onBug,
  })
  const scenes = keepScenes(sql, site)
  const platforms = keepPlatforms(sql, site)
  // Known before the first camera is watched: its health may be judged while the rest of the site is still being read.
  const inService = new Set([...state.cameraRows.values()].filter(({ service }) => service !== null).map(({ id }) => id))
  const watch = watchCameras(
    {
      platform: (id, fixes) => signal(() => platforms.keep(id, fixes)),
      live: (id, part) => video.take(id, part),
      segment: (id, part) => recordings.segment(id, part),
      gone(id, fault, isAsked) {
        video.gone(id)
        recordings.gone(id, fault, isAsked)
      },
      confirmed: (_id, { track, still, hops, pointsSha256 }) => alerting.confirmed(track, still, hops, pointsSha256),
      restill: ({ trackId, still, box, atMs }) => alerting.seenBetter(trackId, still, box, atMs),
      ended(cameraId, { track, points, pointsSha256, kept }) {
        alerting.ended(track)
        keepTrack(cameraId, track, { points, sha256: pointsSha256, kept })
      },
      pulse(cameraId, pulse) {
        pulses.set(cameraId, pulse)
        assurance.judged(ports.clock.nowMs())
        alerting.moved(pulse.tracks)
      },
      jump(id, { byMs, frameIndex, atMs }) {
        void writer.run(noteTimeJump, {
          subject: id,
          actor: machine,
          input: { id, observedAtMs: atMs, jump: { byMs, frameIndex } },
        })
      },
      scene(id, reference) {
        const row = state.cameraRows.get(id)
        if (row) signal(() => scenes.keep(row, reference))
      },
      health(id, { health, reason }, facts, isNew) {
        const observedAtMs = ports.clock.nowMs()
        state.showHealth(id, { health, reason, facts }, observedAtMs)
        // Planned work goes on: what a machine sees of it is no news.
        if (inService.has(id)) return
        const silentMs = observedAtMs - (pulses.get(id)?.lastJudgedAtMs ?? observedAtMs)
        if (isNew) alerting.cameraHealth(id, { health, reason, facts, silentMs })
        void writer.run(setCameraHealth, {
          subject: id,
          actor: machine,
          input: { id, observedAtMs, change: { health, reason, facts } },
        })
      },
    },
    ports,
    options.environment,
    options.recordings,
  )
  const clocks = watchDeviceClocks(ports, (id, offsetMs) => watch.clock(id, offsetMs))
  for (const row of state.cameraRows.values()) if (!row.isRemoved) await startCamera(row)

  const sensing = await keepSensing({
    journal,
    vault,
    writer,
    state,
    ports,
    listens: options.watchesCameras,
    confirmed: (track, still, hops, pointsSha256) => alerting.confirmed(track, still, hops, pointsSha256),
    moved: (track) => alerting.moved([track]),
    ended(track, points, sha256) {
      alerting.ended(track)
      keepTrack(track.cameraId, track, { points, sha256, kept: null })
    },
    still: (cameraId) => watch.still(cameraId),
    onFault: (error) => assurance.isJournalAway(error) || options.onBug(error),
    lost: (feedId, loss) => alerting.feed(feedId, loss),
    powerSaid: (cameraIds) => cameraIds.forEach(alerting.powerSaid),
    told: (cameraId, what) => watch.told(cameraId, what),
  })
  heard = sensing

  const nameOf = (id: string) => access.nameOf(id)
  const shifts = await keepShifts({
    journal,
    vault,
    writer,
    state,
    recordings,
    ports,
    timeZone,
    nameOf,
    assurance: () => assurance.state(),
    announced: () =>
      [...state.announcementRows.values()]
        .filter(({ endedAt, until }) => endedAt === null && Date.parse(until) > ports.clock.nowMs())
        .map(({ id, name, until }) => ({ id, what: name, until })),
    outUntil: (cameraId) => state.cameraRows.get(cameraId)?.service?.until ?? null,
    onTooLong({ id, openedAt }) {
      // One command id for a shift: after a restart it is the same wish, and takes no second effect.
      const commandId = uuidFromDigest(createHash('sha256').update(`too long ${id}`).digest())
      const alertId = uuidV7(ports.clock.nowMs(), ports.random.bytes(10))
      const content = composeShift(id, openedAt, shiftMaxMs / 3_600_000)
      const observedAtMs = Date.parse(openedAt) + shiftMaxMs
      const { area, mode } = shifts.place()
      const alert = {
        ...content,
        number: alerting.takeNumber(),
        pointsSha256: null,
        still: null,
        stillAt: null,
        stillBox: null,
        stillSize: null,
        hops: { h0FrameAt: null, h1DetectedAt: null, h2ConfirmedAt: null },
      }
      void writer.run(raiseAlert, {
        subject: alertId,
        actor: machine,
        commandId,
        input: { id: alertId, area, mode, observedAtMs, alert },
      })
    },
  })
  const logBook = openLogBook({ journal, vault, shifts, ports, nameOf })
  await passAlertsOn({ journal, writer, onFault: (error) => assurance.isJournalAway(error) || options.onBug(error) })

  const sweep = ports.timers.every(1000, () => {
    alerting.tick()
    walks.tick()
    sensing.tick()
    shifts.sweep()
    endServices()
  })
  const aliveMarks = ports.timers.every(aliveMarkMs, () => signal(markAlive))
  const retention = ports.timers.every(3_600_000, () => signal(letGo))

  async function startCamera(row: StoredCamera): Promise<void> {
    if (!options.watchesCameras) return
    const secret = row.login ? await vault.read(sql, row.login.vault) : null
    const login = secret ? (JSON.parse(Buffer.from(secret.content).toString()) as { user: string; password: string }) : null
    const spec = { address: row.address, login, name: row.name.en, isLooped: row.isLooped, rate: row.rate }
    const recordSpec = row.recordAddress ? { ...spec, address: row.recordAddress } : null
    watch.add({ id: row.id, pose: row.pose, spec, masks: row.masks, recordSpec, scene: await scenes.of(row) })
    // Behind it: an answer that comes at once must find the camera there.
    clocks.add(row, login)
  }

  const walks = watchWalkTests({
    journal,
    writer,
    state,
    ports,
    onFault: (error) => assurance.isJournalAway(error) || options.onBug(error),
  })
  // Planned work begins and ends by a person's word or by its time; whoever judges the camera hears of both.
  for (const id of inService) alerting.cameraHealth(id, { health: 'out_of_service', reason: 'planned', facts: {}, silentMs: 0 })
  journal.onCommitted(({ rows }) => {
    for (const [id, row] of rows.get('cameras') ?? []) {
      if (row !== null && (row as unknown as StoredCamera).movingTo !== null) ownTurns.set(id, Number.POSITIVE_INFINITY)
      else if (ownTurns.get(id) === Number.POSITIVE_INFINITY) ownTurns.set(id, ports.clock.nowMs())
      const isOut = row !== null && (row as unknown as StoredCamera).service !== null
      if (isOut === inService.has(id)) continue
      if (isOut) inService.add(id)
      else inService.delete(id)
      const health = isOut ? ('out_of_service' as const) : ('unknown' as const)
      alerting.cameraHealth(id, { health, reason: isOut ? 'planned' : null, facts: {}, silentMs: 0 })
      if (!isOut) watch.judgeAnew(id)
    }
  })
  const ending = new Set<string>()
  function endServices(): void {
    for (const id of inService) {
      const untilAt = state.cameraRows.get(id)?.service?.until ?? null
      if (untilAt === null || ending.has(id) || Date.parse(untilAt) > ports.clock.nowMs()) continue
      ending.add(id)
      void writer.run(endService, { subject: id, actor: machine, input: { id, untilAt } }).then(() => ending.delete(id))
    }
  }

  /** Signals may be lost with the database; anything else is a bug. */
  function signal(write: () => Promise<unknown>): void {
    write().catch((error: unknown) => {
      if (!assurance.isJournalAway(error)) options.onBug(error)
    })
  }

  async function markAlive(): Promise<void> {
    const seeing = state.cameras().filter(({ health }) => health === 'working' || health === 'degraded')
    if (seeing.length === 0) return
    await sql`insert into signal.camera_alive (site, camera, at) select ${site}::uuid, unnest(${seeing.map(({ id }) => id)}::uuid[]), now()`
  }

  async function letGo(): Promise<void> {
    await sql`delete from signal.track where last_at < now() - make_interval(days => ${trackDays})`
    await platforms.letGo(trackDays)
    await sql`delete from signal.camera_alive where at < now() - make_interval(days => ${aliveDays})`
  }

  function keepTrack(camera: string, track: TrackView, what: { points: string; sha256: string; kept: string | null }): void {
    const { points, sha256, kept } = what
    signal(
      async () => sql`insert into signal.track (id, site, camera, first_at, last_at, points, sha256, kept)
        values (${track.id}, ${site}, ${camera}, ${track.firstSeenAt}, ${track.lastSeenAt}, ${points}, ${sha256}, ${kept}) on conflict (id) do nothing`,
    )
    const body = { cameraId: camera, pointsSha256: sha256, points: points.split('\n').length }
    const row = state.cameraRows.get(camera)
    const area = row?.area ?? sensing.sensor(camera)?.area ?? ''
    const mode = row ? modeOf(row) : 'live'
    const observedAtMs = Date.parse(track.lastSeenAt)
    void writer.record({ type: 'track.ended', typeVersion: 1, subject: track.id, area, mode, observedAtMs, body }, machine)
  }

  return {
    read,
    state,
    sector: keepSector(journal, vault, state, ports, { start: startCamera, stop: (id) => watch.remove(id) }),
    rules,
    nuisance,
    tryRule: createRuleTry({
      journal,
      state,
      ports,
      timeZone,
      live: () => alerting.tracks(),
      hasRecording: async (cameraId, fromMs, toMs) => (await recordings.plan(cameraId, fromMs, toMs)).ok,
    }),
    tracks: () => alerting.tracks(),
    terrain: () => terrain,
    setTerrain(given) {
      terrain = given
    },
    shifts,
    logBook,
    changes: (query) => readChanges({ journal, presenter, nameOf }, query),
    video,
    recordings,
    platforms,
    sensing,
    cameraStill: async (id) => (await watch.still(id))?.jpeg ?? null,
    isUnsaved: (id) => alerts.unsaved().some(({ row }) => row.id === id),
    async acknowledgeUnsaved(id, act) {
      const answer = alerts.acknowledge(id, act)
      if (!answer.ok) return answer
      const since = alerts.unsaved().find(({ row }) => row.id === id)?.since ?? null
      return accept(await presenter.alert(answer.value, since))
    },
    present: (row) => presenter.alert(row as StoredAlert),
    async camerasOf(alertId) {
      const [row] = await journal.rows('alerts', [alertId])
      const nowMs = ports.clock.nowMs()
      return ((row as unknown as StoredAlert | undefined)?.cameraIds ?? []).flatMap((id) => {
        const camera = state.cameraRows.get(id)
        if (!camera || camera.isRemoved) return []
        return [{ code: camera.code, health: camera.health, forMs: nowMs - Date.parse(camera.healthSince) }]
      })
    },
    takeAlertNumber: () => alerting.takeNumber(),
    sceneOf(cameraId) {
      const row = cameraId === null ? undefined : state.cameraRows.get(cameraId)
      return row ? { area: row.area, mode: modeOf(row) } : siteScene()
    },
    async isReady() {
      try {
        await sql`select 1`
        return true
      } catch {
        return false // Asked and answered: not ready.
      }
    },
    async areaOfAlert(id) {
      const held = alerts.unsaved().find(({ row }) => row.id === id)?.row.area ?? state.areaOfAlert(id)
      if (held !== null) return held
      const [row] = await journal.rows('alerts', [id])
      return row === undefined ? null : (row.area as string)
    },
    async kindOfAlert(id) {
      const held = alerts.unsaved().find(({ row }) => row.id === id)?.row.kind ?? state.kindOfAlert(id)
      if (held !== null) return held
      const [row] = await journal.rows('alerts', [id])
      return row === undefined ? null : (row.kind as AlertView['kind'])
    },
    shown(alertIds) {
      for (const id of alertIds) {
        if (!state.knowsAlert(id) || alerts.unsaved().some(({ row }) => row.id === id)) continue
        const commandId = uuidFromDigest(createHash('sha256').update(`shown ${id}`).digest())
        void writer.run(markShown, { subject: id, actor: machine, commandId, input: { id, observedAtMs: ports.clock.nowMs() } })
      }
    },
    async signals() {
      const iso = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : new Date(ms).toISOString())
      const cameras = state.cameras()
      return {
        tracks: alerting.tracks().map(moverOf),
        cameras: cameras.map(({ id }) => {
          const pulse = pulses.get(id)
          const power = sensing.powerNow(id)
          return {
            cameraId: id,
            framesPerSecond: pulse?.framesPerSecond ?? null,
            lastFrameAt: iso(pulse?.lastFrameAtMs),
            lastJudgedAt: iso(pulse?.lastJudgedAtMs),
            noise: pulse?.noise ?? null,
            ...(power === null ? {} : { power }),
          }
        }),
        platforms: cameras.flatMap(({ id }) => pulses.get(id)?.platform ?? []),
        assurance: assurance.state(),
        watched: state
          .places()
          .filter(({ geometry }) => geometry.kind === 'zone')
          .map((place) => {
            const { isWatched, cameraIds } = watchOf(place, cameras)
            const since = cameras.filter(({ id }) => cameraIds.includes(id)).map(({ healthSince }) => healthSince)
            return { placeId: place.id, isWatched, cameraIds: [...cameraIds], since: since.sort().at(-1) ?? '' }
          }),
        unsaved: await read.unsaved(),
      }
    },
    pulses: () => pulses,
    async stop() {
      for (const timer of [sweep, aliveMarks, retention]) timer.cancel()
      video.stop()
      clocks.stop()
      await sensing.stop()
      await watch.stop()
      await recordings.stop()
    },
  }
}
