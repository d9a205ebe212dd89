/** `marsad serve`: brings everything up in order, keeps it up, and takes it down again. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Server as SecureServer } from 'node:tls'
import { pino } from 'pino'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { uuidFromDigest } from '../../base/ids.ts'
import { Fault } from '../../base/outcome.ts'
import { isWithin } from '../../features/access/areas.ts'
import { holds } from '../../features/access/policy.ts'
import { openAccess } from '../../features/access/server/access.ts'
import { judgeReach } from '../../features/coverage/reachable.ts'
import { openJournal } from '../../journal/server/journal.ts'
import { openVault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import { connect, migrate } from '../../platform/server/database.ts'
import { takeDataFolder } from '../../platform/server/folder.ts'
import { machinePorts } from '../../platform/server/ports.ts'
import { type Database, machineMarker, outsideDatabase, socketFolder, startPostgres } from '../../platform/server/postgres.ts'
import { createSpeaker } from '../../platform/speak.ts'
import { texts } from '../texts.ts'
import { watchAssurance } from './assurance.ts'
import { createLiveHub, type LiveHub } from './live.ts'
import type { ServeOptions } from './options.ts'
import { can } from './roles.ts'
import { createRoutes, type RouteNamed, webFolder } from './routes.ts'
import { servedPages } from './served-pages.ts'
import { type Simulation, startSimulation } from './simulation.ts'
import { openSiteMap } from './site-map.ts'
import { openSpool } from './spool.ts'
import { allSteps } from './tables.ts'
import { readCertificate, watchCertificate } from './tls.ts'
import { programVersion } from './version.ts'
import { openWorld, views, type World } from './world.ts'

const machine = { kind: 'machine', id: 'marsad', session: null } as const
const simulatedSite = { ar: 'قاطع الرمال (محاكاة)', en: 'Sands sector (simulation)' }
const ownSite = { ar: 'مخفر', en: 'Outpost' }

export interface Running {
  readonly url: string
  readonly world: World
  readonly database: Database
  readonly simulation: Simulation | null
  /** Every route that is there. */
  readonly routes: readonly RouteNamed[]
  /** Where the first password is; null when it was there before. */
  readonly firstPassword: { readonly text: string | null; readonly file: string | null } | null
  stop(): Promise<void>
}

/** Starts the program. Faults carry codes with words in the texts; what was started before a fault is stopped again. */
export async function start(
  options: ServeOptions,
  ports: Ports = machinePorts(),
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Running> {
  const undo: (() => Promise<void> | void)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    return await bringUp(options, ports, environment, undo, stop)
  } catch (fault) {
    await stop()
    throw fault
  }
}

async function bringUp(
  options: ServeOptions,
  ports: Ports,
  environment: NodeJS.ProcessEnv,
  undo: (() => Promise<void> | void)[],
  stop: () => Promise<void>,
): Promise<Running> {
  const log = pino(
    { level: environment.MARSAD_LOG ?? 'warn', base: null, redact: ['password', 'req.headers.cookie', 'login'] },
    pino.destination({ fd: 2, sync: true }),
  )
  const certificateFiles = options.tlsCert && options.tlsKey ? { cert: options.tlsCert, key: options.tlsKey } : null
  const certificate = certificateFiles && readCertificate(certificateFiles)
  const folder = takeDataFolder(options.data)
  undo.push(() => folder.release())
  const marker = machineMarker(folder.path)
  if (marker.isForeign && !options.adopt) throw new Fault('data.foreign', { path: folder.path })

  const assurance = watchAssurance(ports)
  const database = options.databaseUrl
    ? outsideDatabase(options.databaseUrl)
    : await startPostgres(folder.path, {
        onLost: (why) => {
          assurance.notSaved()
          log.warn({ why }, 'database lost')
        },
        onBack: () => log.warn('database back'),
      })
  undo.push(() => database.stop())
  const setUp = connect(database, 2)
  try {
    await migrate(setUp, allSteps)
  } finally {
    await setUp.end({ timeout: 2 })
  }

  const site = siteOf(folder.path)
  const journal = await openJournal({
    database,
    site: site.id,
    siteName: ownSite,
    views: views as never,
    ports,
    programVersion,
    ...(marker.isForeign ? { adopt: { reason: 'adopted' } } : {}),
  })
  undo.push(() => journal.stop())
  marker.accept()
  assurance.saved(ports.clock.nowMs())
  const vault = openVault(join(folder.path, 'keys', 'vault.key'), site.id)
  const access = await openAccess(journal, vault, ports)
  const firstPassword = access.hasAccounts() ? null : await createFirstAccount(folder.path, access, environment)

  let live: LiveHub | null = null
  const socket = join(socketFolder(folder.path), 'simulation.sock')
  const world = await openWorld({
    journal,
    vault,
    access,
    assurance,
    ports,
    programVersion,
    environment: { ...environment, MARSAD_SIM_SOCKET: socket },
    spool: openSpool(join(folder.path, 'spool'), (why) => log.error({ why }, 'spool')),
    recordings: join(folder.path, 'recordings'),
    watchesCameras: can(options.role, 'cameras'),
    onUnsaved: () => void publishUnsaved(),
    onBug: (error) => log.error({ err: error }, 'a bug'),
  })
  undo.push(() => world.stop())
  async function publishUnsaved() {
    live?.publishSignals({ unsaved: await world.read.unsaved() })
  }

  for (const source of can(options.role, 'cameras') ? options.cameras : []) {
    const commandId = uuidFromDigest(createHash('sha256').update(`${site.id} --camera ${source}`).digest())
    const added = await world.sector.addCamera(commandId, source, machine)
    if (!added.ok) throw new Fault('options.wrong', { why: `--camera ${source}: ${added.refusal.code}` })
  }
  let simulation: Simulation | null = null
  const hasSimulated = world.state.cameras().some(({ address }) => address.startsWith('simulated:'))
  const runsDemo =
    can(options.role, 'demo') &&
    options.demo !== false &&
    (options.demo === true || world.state.cameras().length === 0 || hasSimulated)
  if (can(options.role, 'cameras') && (runsDemo || hasSimulated)) {
    simulation = await startSimulation(socket, options.seed, options.demoPace)
    undo.push(() => simulation?.stop())
    if (runsDemo) await world.sector.plan(simulation.sector, machine)
    world.setTerrain(simulation.sector.terrain)
  }
  const isSimulation = world.state.cameras().some(({ address }) => address.startsWith('simulated:'))

  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const entries = new Counter({
    name: 'marsad_journal_entries_total',
    help: 'Journal entries written since start',
    registers: [metrics],
  })
  new Gauge({
    name: 'marsad_live_readers',
    help: 'Pages on the live lane',
    registers: [metrics],
    collect() {
      this.set(live?.readers ?? 0)
    },
  })
  new Gauge({
    name: 'marsad_cameras',
    help: 'Cameras by health',
    labelNames: ['health'],
    registers: [metrics],
    collect() {
      this.reset()
      for (const { health } of world.state.cameras()) this.inc({ health })
    },
  })
  new Gauge({
    name: 'marsad_camera_frames_per_second',
    help: 'Frames a second that are judged',
    labelNames: ['camera'],
    registers: [metrics],
    collect() {
      for (const camera of world.state.cameras())
        this.set({ camera: camera.code }, world.pulses().get(camera.id)?.framesPerSecond ?? 0)
    },
  })
  new Gauge({
    name: 'marsad_camera_frames_total',
    help: 'Frames judged since the camera’s worker began',
    labelNames: ['camera'],
    registers: [metrics],
    collect() {
      for (const camera of world.state.cameras()) this.set({ camera: camera.code }, world.pulses().get(camera.id)?.frames ?? 0)
    },
  })
  new Gauge({
    name: 'marsad_camera_frames_lost_total',
    help: 'Frames that were not judged because the worker could not keep up, since it began',
    labelNames: ['camera'],
    registers: [metrics],
    collect() {
      for (const camera of world.state.cameras()) this.set({ camera: camera.code }, world.pulses().get(camera.id)?.lost ?? 0)
    },
  })
  new Gauge({
    name: 'marsad_video_viewers',
    help: 'Live pictures shown on pages',
    registers: [metrics],
    collect() {
      this.set(world.video.viewers)
    },
  })
  new Gauge({
    name: 'marsad_recorded_bytes',
    help: 'Bytes of recordings on disk',
    registers: [metrics],
    async collect() {
      this.set((await world.recordings.state()).usedBytes)
    },
  })

  const mapFiles = openSiteMap(join(folder.path, 'map'), (fault) => log.warn({ err: fault }, 'a map of the site cannot be read'))
  undo.push(() => mapFiles.close())
  const { app, routes } = await createRoutes({
    journal,
    vault,
    access,
    world,
    live: () => live as LiveHub,
    ports,
    metrics,
    speakers: { ar: createSpeaker(texts, 'ar'), en: createSpeaker(texts, 'en') },
    programVersion,
    logger: { level: environment.MARSAD_LOG ?? 'warn', base: null, stream: pino.destination({ fd: 2, sync: true }) },
    tls: certificate,
    mapFiles,
    metricsToken: environment.MARSAD_METRICS_TOKEN ?? null,
    site: {
      id: site.id,
      name: isSimulation ? simulatedSite : ownSite,
      timeZone: environment.MARSAD_TIME_ZONE ?? 'Asia/Baghdad',
      isSimulation,
    },
  })
  live = createLiveHub(
    {
      snapshot: async ({ within }) => world.read.snapshot(await world.signals(), within),
      factsAfter: (cursor) => world.read.factsAfter(cursor),
      signals: () => world.signals(),
      pages: servedPages(join(webFolder, 'index.html')),
      shown(alertIds, isVisible, sight) {
        if (!isVisible) return
        assurance.shown(ports.clock.nowMs())
        world.shown(alertIds.filter((id) => sight.alert(world.state.areaOfAlert(id) ?? '')))
      },
    },
    ports,
  )
  access.onChange(() => {
    live?.recheck()
    world.video.recheck()
  })
  // Facts leave in the order of their commits, though each has to be dressed for its readers first.
  let dressing = Promise.resolve()
  journal.onCommitted((committed) => {
    entries.inc(committed.entries.length)
    assurance.saved(ports.clock.nowMs())
    dressing = dressing.then(async () => {
      try {
        live?.publish(await world.read.factsOf(committed))
        if (committed.entries.some(({ entry }) => entry.type === 'camera.changed' && entry.body.outpostId !== undefined)) {
          live?.renew()
          world.video.recheck()
        }
      } catch (error) {
        // The reader's cursor stays behind, and the facts come with its next resume.
        log.error({ err: error }, 'facts could not be shown')
      }
    })
  })

  const listensSinceMs = ports.clock.nowMs()
  function reach() {
    const nowMs = ports.clock.nowMs()
    const { area } = world.shifts.place()
    const isCommander = (id: string) =>
      access.people.rightsOf(id).some((right) => right.role === 'commander' && holds(right, nowMs) && isWithin(area, right.area))
    const commanders = access.people.all().filter(({ id, isActive }) => isActive && isCommander(id))
    return judgeReach({
      nowMs,
      listensSinceMs,
      onWatch: world.shifts.watch()?.now?.byId ?? null,
      commanders: commanders.map(({ id }) => id),
      answeredAtMs: (id) => live?.answeredAtMs(id) ?? null,
    })
  }

  const heartbeat = ports.timers.every(1000, () => {
    assurance.clock(journal.isClockTrusted())
    assurance.reach(reach())
    for (const { part, state } of assurance.changes()) {
      const draft = {
        type: 'assurance.changed',
        typeVersion: 1,
        subject: site.id,
        area: '',
        observedAtMs: ports.clock.nowMs(),
        body: { part, state },
      }
      journal.record([draft], machine).catch((error: unknown) => {
        if (!assurance.isJournalAway(error)) log.error({ err: error }, 'assurance')
      })
    }
    journal.checkClock().catch((error: unknown) => {
      if (!assurance.isJournalAway(error)) log.error({ err: error }, 'clock')
    })
  })
  // The proof that the journal can write is that it does: a probe when nothing else was written.
  const probe = ports.timers.every(5000, () => {
    journal.probe().then(
      () => assurance.saved(ports.clock.nowMs()),
      () => assurance.notSaved(),
    )
  })
  undo.push(() => {
    heartbeat.cancel()
    probe.cancel()
  })

  try {
    await app.listen({ port: options.port, host: options.host })
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'EADDRINUSE') throw new Fault('port.taken', { port: options.port }, { cause })
    throw new Fault('port.refused', { port: options.port, host: options.host, why: (cause as Error).message }, { cause })
  }
  undo.push(async () => {
    live?.stop()
    await app.close()
    await dressing
  })
  if (certificateFiles && certificate) {
    const watch = watchCertificate(certificateFiles, certificate, ports, {
      taken(renewed) {
        ;(app.server as unknown as SecureServer).setSecureContext(renewed)
        log.warn({ ends: new Date(renewed.endsAtMs).toISOString() }, 'a renewed certificate is used from now on')
      },
      warn: (facts, words) => log.warn(facts, words),
    })
    undo.push(() => watch.cancel())
  }
  const address = app.server.address() as AddressInfo
  const scheme = certificate ? 'https' : 'http'
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return { url: `${scheme}://${host}:${address.port}`, world, database, simulation, firstPassword, routes, stop }
}

interface Site {
  readonly id: string
}

/** A site is known by the file in its data folder. */
function siteOf(folder: string): Site {
  const file = join(folder, 'site.json')
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify({ id: randomUUID() })}\n`, { mode: 0o600 })
  return JSON.parse(readFileSync(file, 'utf8')) as Site
}

/** The first account is administrator and watch officer in one: content rights come from the latter. */
async function createFirstAccount(
  folder: string,
  access: Awaited<ReturnType<typeof openAccess>>,
  environment: NodeJS.ProcessEnv,
) {
  const given = environment.MARSAD_ADMIN_PASSWORD?.trim() || null
  const password = given ?? randomBytes(12).toString('base64url')
  await access.createFirst('admin', password)
  if (given) return null
  if (process.stdout.isTTY) return { text: password, file: null }
  const file = join(folder, 'first-password')
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
  return { text: null, file }
}
