/**
 * Everything that senses and is no picture of ours: brokers and cameras that speak of their own accord. What they say comes in by the
 * door of tracks, with the place that is known of it and a picture of the camera that looks there.
 */
import { createHash } from 'node:crypto'
import { uuidFromDigest, uuidV7 } from '../../base/ids.ts'
import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import { type FeedLoss, feedLimitMs } from '../../features/alerts/compose-feed.ts'
import type { PowerMonitor } from '../../features/alerts/power.ts'
import { type DeviceNotice, type NoticeKind, type Place, type Pose, placeOf } from '../../features/cameras/contract.ts'
import { type DeviceEvents, listenToDevice } from '../../features/cameras/onvif/server/listen.ts'
import type { CameraLogin } from '../../features/cameras/settings.ts'
import type { FeedAdd, FeedSignal, FeedView, Sensed, SensorContent, SensorReport } from '../../features/sensors/contract.ts'
import {
  addFeed,
  brokerAddress,
  removeFeed,
  removeSensor,
  sensorFits,
  setFeedHealth,
  setSensor,
  topicRoot,
} from '../../features/sensors/decide.ts'
import type { FeedAdded } from '../../features/sensors/events.ts'
import { type FeedRow, feeds as feedsView, presentFeed } from '../../features/sensors/fold.ts'
import { Gate } from '../../features/sensors/gate.ts'
import { powerNow } from '../../features/sensors/power.ts'
import type { DroppedBecause } from '../../features/sensors/report.ts'
import { listenToFeed, type MqttFeed } from '../../features/sensors/server/mqtt-feed.ts'
import type { TrackSensor, TrackView } from '../../features/tracks/contract.ts'
import { placeOfReport, sensedTrack } from '../../features/tracks/sensed.ts'
import type { Actor } from '../../journal/entry.ts'
import type { Accepted, Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import { readAllRows, viewTable } from '../../journal/server/views.ts'
import type { Ports } from '../../platform/ports.ts'
import type { Hops, Still } from '../worker/messages.ts'
import { siteAreaOf } from './areas.ts'
import type { SiteState, StoredCamera } from './state.ts'
import type { PatientWriter } from './writer.ts'

const machine: Actor = { kind: 'machine', id: 'marsad', session: null }
/** What was not spoken of for this long has ended (OPS 2.2). */
const endAfterMs = 20_000
/** An alert does not wait longer for its picture. */
const stillWithinMs = 700
/** A box of another program is good to about this much at its foot, pixels. */
const boxErrorPx = 3
/** A camera whose clock is off by more dates nothing: its notices are dated when they are heard. Milliseconds. */
const clockOffMost = 30_000
/** A camera speaks its own words: the clearest is heard of all that hold. */
const gravestFirst: readonly NoticeKind[] = ['no-signal', 'scene-changed', 'blurred', 'dark', 'bright', 'impaired', 'hardware']
const sensedBy: Partial<Record<NoticeKind, Sensed>> = {
  motion: 'motion',
  'line-crossed': 'line-crossed',
  'in-field': 'in-field',
  loitering: 'loitering',
  object: 'mover',
  contact: 'contact',
  heat: 'heat',
}

export type StoredFeed = FeedRow & { readonly id: string; readonly version: number }

/** A sensor as rules and alerts name it. */
export interface SensorScene {
  readonly id: string
  readonly code: string
  readonly name: { readonly ar: string; readonly en: string }
  readonly area: string
}

interface Order {
  readonly commandId: string
  readonly actor: Actor
}

export interface Sensing {
  feeds(): FeedView[]
  signals(): FeedSignal[]
  areaOfFeed(id: string): string | null
  /** Null: it is no sensor of ours. */
  sensor(id: string): SensorScene | null
  /** The monitors of what gives a camera power, with what they said lately. */
  power(cameraId: string): PowerMonitor[]
  /** Whether a camera has power now, as its monitors say; null: not known. */
  powerNow(cameraId: string): 'good' | 'lost' | null
  addFeed(order: FeedAdd & Order): Promise<Outcome<FeedView>>
  setSensor(
    order: Order & {
      readonly id: string
      readonly basedOn: number
      readonly sensorId: string | null
      readonly sensor: SensorContent
    },
  ): Promise<Outcome<FeedView>>
  removeSensor(
    order: Order & { readonly id: string; readonly basedOn: number; readonly sensorId: string },
  ): Promise<Outcome<FeedView>>
  removeFeed(order: Order & { readonly id: string; readonly basedOn: number }): Promise<Outcome<FeedView>>
  /** Ends what nobody speaks of any more; to be called about once a second. */
  tick(): void
  stop(): Promise<void>
}

export interface SensingOptions {
  readonly journal: Journal
  readonly vault: Vault
  readonly writer: PatientWriter
  readonly state: SiteState
  readonly ports: Ports
  /** Whether this machine listens itself. */
  readonly listens: boolean
  confirmed(track: TrackView, still: Still | null, hops: Hops, pointsSha256: string): void
  moved(track: TrackView): void
  ended(track: TrackView, points: string, pointsSha256: string): void
  still(cameraId: string): Promise<Still | null>
  onFault(error: unknown): void
  /** A feed has not been heard for a minute, or is heard again or gone (null). */
  lost(feedId: string, loss: (FeedLoss & { readonly area: string }) | null): void
  /** A monitor of the power of these cameras spoke. */
  powerSaid(cameraIds: readonly string[]): void
  /** What a camera itself says is wrong with it, the gravest; null: nothing, or it is not heard. */
  told(cameraId: string, what: NoticeKind | null): void
}

interface Live {
  track: TrackView
  readonly points: string[]
  heardAtMs: number
  isTold: boolean
}

/** Who speaks, and what its words can be placed by. */
interface Source {
  readonly cameraId: string
  readonly pose: Pose | null
  readonly sensor: Omit<TrackSensor, 'sensed' | 'named'>
  readonly reachM: number | null
  readonly picture: readonly [number, number] | null
}

interface Listening {
  signal(): Omit<FeedSignal, 'feedId'>
  /** Absent: it has no monitors. */
  power?: MqttFeed['power']
  stop(): Promise<void> | void
}

/** Reads the view once, listens to every feed that is there; commits keep it from then on. */
export async function keepSensing(options: SensingOptions): Promise<Sensing> {
  const { journal, vault, writer, state, ports } = options
  const newId = () => uuidV7(ports.clock.nowMs(), ports.random.bytes(10))
  const idOf = (key: string) => uuidFromDigest(createHash('sha256').update(`${journal.site} ${key}`).digest())
  const rows = new Map<string, StoredFeed>()
  const listening = new Map<string, Listening>()
  const live = new Map<string, Live>()
  for (const row of await readAllRows(journal.sql, viewTable(feedsView), journal.site)) rows.set(row.id, row as never)
  journal.onCommitted(({ rows: changed }) => {
    for (const [id, row] of changed.get('feeds') ?? []) if (row) rows.set(id, row as never)
    for (const [id, row] of changed.get('cameras') ?? []) if (row) cameraChanged(id, row as unknown as StoredCamera)
  })

  // ------------------------------------------------------------------------------- from a word to a track

  function take(source: Source, report: SensorReport): void {
    const key = `${source.sensor.id} ${report.eventId}`
    const known = live.get(key)
    // The end of what nobody saw begin: nothing to end.
    if (report.phase === 'end' && !known) return
    const track = sensedTrack(known?.track ?? null, report, {
      id: known?.track.id ?? newId(),
      cameraId: source.cameraId,
      sensor: { ...source.sensor, sensed: report.sensed, named: report.named },
      place: placeFor(source, report),
    })
    const { position, ellipse } = track.place ?? {}
    const point = JSON.stringify([report.atMs, report.phase, report.likely, position?.lat, position?.lon, ellipse?.aM])
    if (known) {
      known.track = { ...track, joinedWith: known.track.joinedWith }
      known.points.push(point)
      known.heardAtMs = ports.clock.monotonicMs()
      if (track.state === 'ended') end(key, known)
      else if (known.isTold) options.moved(known.track)
      return
    }
    const begun: Live = { track, points: [point], heardAtMs: ports.clock.monotonicMs(), isTold: false }
    live.set(key, begun)
    void begin(begun, source)
  }

  async function begin(begun: Live, source: Source): Promise<void> {
    const detectedAt = new Date(ports.clock.nowMs()).toISOString()
    const still = state.cameraRows.has(source.cameraId) ? await within(options.still(source.cameraId)) : null
    begun.isTold = true
    const hops = {
      h0FrameAt: begun.track.firstSeenAt,
      h1DetectedAt: detectedAt,
      h2ConfirmedAt: new Date(ports.clock.nowMs()).toISOString(),
    }
    // It may have ended while the picture was fetched: it was there, and is told.
    options.confirmed({ ...begun.track, state: 'confirmed' }, still, hops, hashOf(begun.points))
    if (begun.track.state === 'ended') options.ended(begun.track, begun.points.join('\n'), hashOf(begun.points))
  }

  function within(still: Promise<Still | null>): Promise<Still | null> {
    return new Promise((resolve) => {
      const late = ports.timers.after(stillWithinMs, () => resolve(null))
      still.then(
        (got) => {
          late.cancel()
          resolve(got)
        },
        () => resolve(null), // An alert without a picture is an alert; that the camera fails is told by its health.
      )
    })
  }

  function end(key: string, known: Live): void {
    live.delete(key)
    known.track = { ...known.track, state: 'ended' }
    if (known.isTold) options.ended(known.track, known.points.join('\n'), hashOf(known.points))
  }

  function placeFor({ pose, sensor, reachM, picture }: Source, { at, box }: SensorReport): Place | null {
    if (at && sensor.at) return placeOfReport(at.position, at.errorM, sensor.at)
    if (sensor.at && reachM !== null) return placeOfReport(sensor.at, reachM, sensor.at)
    if (!pose) return null
    if (box && picture) {
      const [width, height] = picture
      return placeOf(pose, { width, height }, { x: box[0] + box[2] / 2, y: box[1] + box[3] }, boxErrorPx)
    }
    // Somewhere in this camera's view: as wide as it sees, however far.
    return {
      method: 'bearing_only',
      bearingTrueDeg: pose.azimuthTrueDeg,
      bearingErrorDeg: pose.horizontalFovDeg / 2,
      rangeM: { near: 0, best: null, far: null },
      position: null,
      ellipse: null,
    }
  }

  // --------------------------------------------------------------------------------------------- listening

  async function listen(row: StoredFeed): Promise<void> {
    if (!options.listens || row.isRemoved) return
    const { id, kind } = row
    if (kind === 'onvif') return listenToCamera(row)
    const feed: MqttFeed = listenToFeed(
      {
        kind,
        address: row.address,
        topic: row.topic,
        login: await loginOf(row.login),
        ports,
        sensors: () => rows.get(id)?.sensors ?? [],
      },
      {
        report(sensor, report) {
          const camera = sensor.cameraId === null ? undefined : state.cameraRows.get(sensor.cameraId)
          take(
            {
              cameraId: sensor.kind === 'camera' && camera ? camera.id : sensor.id,
              pose: sensor.kind === 'camera' ? (camera?.pose ?? null) : null,
              sensor: { id: sensor.id, code: sensor.code, kind: sensor.kind, at: sensor.position },
              reachM: sensor.reachM,
              picture: sensor.picture,
            },
            report,
          )
        },
        power(sensorId) {
          options.powerSaid(rows.get(id)?.sensors.find((sensor) => sensor.id === sensorId)?.poweredCameraIds ?? [])
        },
        health: (health, reason) => note(id, health, reason),
      },
    )
    listening.set(id, feed)
  }

  /** How a camera is spoken to, as it was when its feed began to listen. */
  const spokenTo = new Map<string, string>()
  const wayTo = (camera: StoredCamera) => JSON.stringify([deviceOf(camera), camera.login?.vault ?? null, camera.isRemoved])

  /** Another address, another login, or taken away: its feed begins anew. */
  function cameraChanged(id: string, camera: StoredCamera): void {
    for (const row of rows.values()) {
      if (row.cameraId !== id || row.isRemoved || spokenTo.get(row.id) === wayTo(camera)) continue
      spokenTo.set(row.id, wayTo(camera))
      silence(row.id)
        .then(() => listen(rows.get(row.id) ?? row))
        .catch(options.onFault)
    }
  }

  async function listenToCamera(row: StoredFeed): Promise<void> {
    const camera = row.cameraId === null ? undefined : state.cameraRows.get(row.cameraId)
    if (!camera || camera.isRemoved) return note(row.id, 'down', 'camera.not-reached')
    spokenTo.set(row.id, wayTo(camera))
    const gate = new Gate()
    const wrong = new Set<NoticeKind>()
    const dropped: Partial<Record<DroppedBecause, number>> = {}
    const drop = (because: DroppedBecause, by = 1) => {
      if (by > 0) dropped[because] = (dropped[because] ?? 0) + by
    }
    let count = { messages: 0, heardAtMs: null as number | null }

    function hear(notice: DeviceNotice) {
      const nowMs = ports.clock.monotonicMs()
      if (!gate.admits(nowMs)) return drop('flood')
      const sensed = sensedBy[notice.kind]
      if (sensed === undefined) {
        if (notice.isOn) wrong.add(notice.kind)
        else wrong.delete(notice.kind)
        return
      }
      if (notice.isInitial) return drop('old')
      // What tells no time cannot be told from its like.
      if (notice.atMs !== null && !gate.isNew(`${notice.thing} ${notice.isOn} ${notice.atMs}`, nowMs)) return drop('repeat')
      const heardAtMs = ports.clock.nowMs()
      const isOwnTime = notice.atMs !== null && notice.atMs <= heardAtMs && heardAtMs - notice.atMs <= clockOffMost
      const atMs = isOwnTime ? (notice.atMs as number) : heardAtMs
      const isKnown = live.has(`${row.cameraId} ${notice.thing}`)
      if (notice.isOn !== false && !isKnown && !gate.begins(row.cameraId ?? '', nowMs)) return drop('flood')
      const now = state.cameraRows.get(row.cameraId ?? '')
      if (!now) return
      take(sourceOf(now), {
        eventId: notice.thing,
        sensed,
        phase: notice.isOn === false ? 'end' : 'begin',
        atMs,
        likely: notice.likely,
        sureness: 0.7,
        at: null,
        velocity: null,
        box: null,
        named: notice.named,
      })
    }

    const events: DeviceEvents = listenToDevice(
      { address: deviceOf(camera), login: await loginOf(camera.login), ports },
      {
        heard({ notices, notRead, identities }) {
          if (notices.length + notRead > 0)
            count = { messages: count.messages + notices.length + notRead, heardAtMs: ports.clock.nowMs() }
          drop('identity', identities)
          drop('not-wanted', notRead - identities)
          for (const notice of notices) hear(notice)
          options.told(camera.id, gravestFirst.find((kind) => wrong.has(kind)) ?? null)
          const isFlooded = gate.isFlooded(ports.clock.monotonicMs())
          note(row.id, isFlooded ? 'degraded' : 'working', isFlooded ? 'flood' : null)
        },
        state(fault) {
          if (fault === null) return note(row.id, 'working', null)
          // What it said was so is not known any more.
          wrong.clear()
          options.told(camera.id, null)
          note(row.id, 'down', reasonOf(fault))
        },
      },
    )
    listening.set(row.id, {
      signal: () => ({
        heardAt: count.heardAtMs === null ? null : new Date(count.heardAtMs).toISOString(),
        messages: count.messages,
        dropped: { ...dropped },
        stripped: 0,
        sensors: [],
        strangers: [],
      }),
      stop: () => events.stop(),
    })
  }

  function sourceOf({ id, code, pose }: StoredCamera): Source {
    return { cameraId: id, pose, sensor: { id, code, kind: 'camera', at: null }, reachM: null, picture: null }
  }

  async function loginOf(ref: FeedAdded['login']): Promise<CameraLogin | null> {
    const secret = ref ? await vault.read(journal.sql, ref.vault) : null
    return secret ? (JSON.parse(Buffer.from(secret.content).toString()) as CameraLogin) : null
  }

  function note(id: string, health: FeedView['health'], reason: string | null): void {
    const row = rows.get(id)
    if (!row || (row.health === health && row.healthReason === reason)) return
    // On screen at once, whatever the journal does.
    const observedAtMs = ports.clock.nowMs()
    rows.set(id, { ...row, health, healthReason: reason, healthSince: new Date(observedAtMs).toISOString() })
    void writer.run(setFeedHealth, { subject: id, actor: machine, input: { id, observedAtMs, change: { health, reason } } })
  }

  function judgeLoss({ id, name, area, health, healthReason, healthSince, sensors, isRemoved }: StoredFeed): void {
    const forMs = ports.clock.nowMs() - Date.parse(healthSince)
    if (isRemoved || health === 'working' || health === 'degraded') options.lost(id, null)
    else if (health === 'down' && forMs >= feedLimitMs)
      options.lost(id, { feedId: id, name, area, reason: healthReason ?? 'other', forMs, codes: sensors.map(({ code }) => code) })
  }

  async function silence(id: string): Promise<void> {
    const heard = listening.get(id)
    listening.delete(id)
    await heard?.stop()
  }

  const present = ({ value }: { readonly value: Accepted }) => {
    const row = value.row as unknown as StoredFeed
    rows.set(row.id, row)
    return row
  }

  const kept: Sensing = {
    feeds: () => [...rows.values()].filter(({ isRemoved }) => !isRemoved).map(presentFeed),
    signals: () =>
      [...listening].filter(([id]) => rows.get(id)?.isRemoved === false).map(([feedId, feed]) => ({ feedId, ...feed.signal() })),
    areaOfFeed: (id) => rows.get(id)?.area ?? null,
    sensor(id) {
      for (const { sensors, area } of rows.values()) {
        const found = sensors.find((sensor) => sensor.id === id)
        if (found) return { id, code: found.code, name: found.name, area }
      }
      return null
    },
    powerNow(cameraId) {
      const said = kept.power(cameraId).map(({ words }) => powerNow(words, ports.clock.nowMs()))
      return said.find((state) => state === 'lost') ?? said.find((state) => state === 'good') ?? null
    },
    power(cameraId) {
      return [...rows.values()].flatMap(({ id: feedId, sensors, isRemoved }) =>
        sensors
          .filter(({ kind, poweredCameraIds }) => !isRemoved && kind === 'power' && poweredCameraIds.includes(cameraId))
          .map(({ id, code }) => ({ code, words: listening.get(feedId)?.power?.(id) ?? [] })),
      )
    },
    async addFeed(wish) {
      const read = wish.kind === 'onvif' ? readCamera(wish.cameraId) : readBroker(wish)
      if (!read.ok) return read
      const secret = wish.kind !== 'onvif' && wish.login ? vault.seal(newId(), 'secret', JSON.stringify(wish.login)) : null
      const id = idOf(`feed ${wish.commandId}`)
      const { address, topic, cameraId, area } = read.value
      const feed: FeedAdded = { kind: wish.kind, name: wish.name, address, topic, login: secret?.ref ?? null, cameraId }
      const answer = await journal.run(addFeed, {
        commandId: wish.commandId,
        subject: id,
        actor: wish.actor,
        input: { id, area, feed },
        items: secret ? [secret.item] : [],
      })
      if (!answer.ok) return answer
      const row = present(answer)
      if (!answer.value.isRepeat && !listening.has(id)) await listen(row)
      return accept(presentFeed(rows.get(id) ?? row))
    },
    async setSensor({ commandId, actor, id, basedOn, sensorId, sensor }) {
      const row = rows.get(id)
      if (!row || row.isRemoved) return refuse('feed.not-found')
      const no = sensorFits(row.kind, sensor)
      if (no) return no
      const isThere = (cameraId: string) => state.cameraRows.get(cameraId)?.isRemoved === false
      if (sensor.cameraId !== null && !isThere(sensor.cameraId)) return refuse('sensor.camera')
      if (!sensor.poweredCameraIds.every(isThere)) return refuse('sensor.powered')
      const input = { id, basedOn, sensorId: sensorId ?? idOf(`sensor ${commandId}`), code: nextCode(), sensor }
      const answer = await journal.run(setSensor, { commandId, subject: id, actor, input })
      return answer.ok ? accept(presentFeed(present(answer))) : answer
    },
    async removeSensor({ commandId, actor, id, basedOn, sensorId }) {
      const answer = await journal.run(removeSensor, { commandId, subject: id, actor, input: { id, basedOn, sensorId } })
      return answer.ok ? accept(presentFeed(present(answer))) : answer
    },
    async removeFeed({ commandId, actor, id, basedOn }) {
      const answer = await journal.run(removeFeed, { commandId, subject: id, actor, input: { id, basedOn } })
      if (!answer.ok) return answer
      const row = present(answer)
      await silence(id)
      if (row.login) await vault.forget(journal.sql, row.login.vault)
      if (row.cameraId) options.told(row.cameraId, null)
      return accept(presentFeed(row))
    },
    tick() {
      const oldestMs = ports.clock.monotonicMs() - endAfterMs
      for (const [key, known] of live) if (known.heardAtMs < oldestMs) end(key, known)
      for (const row of rows.values()) if (options.listens) judgeLoss(row)
    },
    async stop() {
      await Promise.all([...listening.keys()].map(silence))
    },
  }

  function readCamera(cameraId: string) {
    const camera = state.cameraRows.get(cameraId)
    if (!camera || camera.isRemoved || deviceOf(camera) === '') return refuse('feed.camera')
    if ([...rows.values()].some((row) => !row.isRemoved && row.cameraId === cameraId)) return refuse('feed.camera-taken')
    return accept({ address: '', topic: '', cameraId, area: camera.area })
  }

  function readBroker(wish: Extract<FeedAdd, { kind: 'mqtt' | 'frigate' }>) {
    const address = brokerAddress(wish.address)
    if (!address.ok) return address
    const topic = topicRoot(wish.kind, wish.topic)
    if (!topic.ok) return topic
    const isThere = [...rows.values()].some(
      (row) => !row.isRemoved && row.address === address.value && row.topic === topic.value && row.kind === wish.kind,
    )
    if (isThere) return refuse('feed.exists')
    return accept({ address: address.value, topic: topic.value, cameraId: null, area: siteAreaOf(state) })
  }

  function nextCode(): string {
    const numbers = [...rows.values()].flatMap(({ sensors }) => sensors.map(({ code }) => Number(code.slice(1))))
    return `S${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`
  }

  for (const row of rows.values()) await listen(row)
  return kept
}

/** Where the device of a camera is asked: where it is turned from, else the host of its stream; empty: it has none. */
function deviceOf({ control, address }: StoredCamera): string {
  if (control) return control.address
  return /^rtsps?:\/\//.test(address) && URL.canParse(address) ? new URL(address).hostname : ''
}

function reasonOf(code: string): string {
  if (code.startsWith('onvif.login')) return 'camera.login'
  if (code === 'onvif.no-events') return 'camera.no-events'
  return code === 'onvif.fault' || code === 'onvif.not-onvif' ? 'camera.fault' : 'camera.not-reached'
}

function hashOf(points: readonly string[]): string {
  return createHash('sha256').update(points.join('\n')).digest('hex')
}
