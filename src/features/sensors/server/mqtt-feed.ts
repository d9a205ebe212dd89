/** Listens to one broker for as long as it is wanted: reads, holds back what is too much or was heard, comes back after growing pauses. */
import type { Cancel, Ports } from '../../../platform/ports.ts'
import type { FeedSignal, PowerWord, SensingKind, SensorReport, SensorView } from '../contract.ts'
import { frigateTopics, readFrigate } from '../frigate.ts'
import { Gate, type GateLimits } from '../gate.ts'
import { type Broker, listenToBroker } from '../mqtt/server/client.ts'
import { readOwn } from '../own-json.ts'
import { powerNow, withWord } from '../power.ts'
import { cleanWord, type DroppedBecause, type Understood } from '../report.ts'

/** What was said longer ago is no news: a broker that was away gives out what waited in it. */
const oldMs = 300_000
/** A sensor's clock may be ahead by this much; further, its sayings are dated when they are heard. */
const aheadMs = 5000
const strangersMost = 12
/** A feed of which so many of the last messages could not be read is not understood. */
const judgedOver = 20
/** Frigate says that it is away each time its own line to the broker breaks: only what lasts is a state. */
const offlineAfterMs = 10_000
/** What was not spoken of for this long begins anew: as long as a track's record lives (OPS 2.2). */
const goesOnMs = 20_000
const pauses = { leastMs: 500, mostMs: 30_000 } as const

/** A sensor that senses something outside. */
export type SensingSensor = SensorView & { readonly kind: SensingKind }

export interface FeedListener {
  report(sensor: SensingSensor, report: SensorReport): void
  /** A power monitor spoke, or is not heard any more: of what it watches nothing is known then. The feed has kept the word. */
  power(sensorId: string, word: PowerWord): void
  /** Judged once a second, and told when it is another than before. */
  health(health: 'working' | 'degraded' | 'down', reason: string | null): void
}

export interface MqttFeedOptions {
  readonly kind: 'mqtt' | 'frigate'
  readonly address: string
  readonly topic: string
  readonly login: { readonly user: string; readonly password: string } | null
  readonly ports: Ports
  readonly limits?: GateLimits
  sensors(): readonly SensorView[]
}

export interface MqttFeed {
  signal(): Omit<FeedSignal, 'feedId'>
  /** What a power monitor said lately. */
  power(sensorId: string): readonly PowerWord[]
  stop(): void
}

const isSensing = (sensor: SensorView): sensor is SensingSensor => sensor.kind !== 'power'

/** Connects at once. */
export function listenToFeed(options: MqttFeedOptions, listener: FeedListener): MqttFeed {
  const { ports, topic, kind } = options
  const { clock, timers, random } = ports
  const gate = new Gate(options.limits)
  const dropped: Partial<Record<DroppedBecause, number>> = {}
  const heardAt = new Map<string, { atMs: number; isAlive: boolean | null }>()
  const powerWords = new Map<string, readonly PowerWord[]>()
  const power = (id: string) => powerWords.get(id) ?? []
  const strangers = new Set<string>()
  const going = new Map<string, number>()
  let recent: boolean[] = []
  const count = { messages: 0, stripped: 0, heardAtMs: null as number | null }
  let offlineSinceMs: number | null = null
  let broker: Broker | null = null
  let again: Cancel | null = null
  let fault: string | null = null
  let isListening = false
  let breaks = 0
  let told = ''

  const drop = (because: DroppedBecause) => {
    dropped[because] = (dropped[because] ?? 0) + 1
  }

  function open(): void {
    again = null
    const clientId = `marsad-${Buffer.from(random.bytes(6)).toString('hex')}`
    broker = listenToBroker({
      address: new URL(options.address),
      login: options.login,
      clientId,
      topics: kind === 'frigate' ? frigateTopics.map((below) => `${topic}/${below}`) : [`${topic}/+`],
      timers,
      listening() {
        isListening = true
        breaks = 0
        judge()
      },
      message: ({ topic: on, payload, isKept }) => hear(on, payload, isKept),
      over(why) {
        broker = null
        isListening = false
        fault = why
        forgetPower()
        judge()
        breaks++
        const even = Math.min(pauses.mostMs, pauses.leastMs * 2 ** Math.min(20, breaks - 1))
        // A quarter more or less, so that many feeds do not come back in one step.
        again = timers.after(even * (0.75 + (random.bytes(1)[0] ?? 128) / 510), open)
      },
    })
  }

  function hear(on: string, payload: Uint8Array, isKept: boolean) {
    const nowMs = clock.monotonicMs()
    count.messages++
    count.heardAtMs = clock.nowMs()
    if (!gate.admits(nowMs)) {
      // Among what is not read may be that the power is lost.
      forgetPower()
      return drop('flood')
    }
    const below = on.slice(topic.length + 1)
    const understood = kind === 'frigate' ? readFrigate(below, payload) : readOwn(below.slice(0, 80), payload, (key) => find(key))
    recent = [...recent, understood.is !== 'dropped' || understood.because !== 'malformed'].slice(-judgedOver)
    take(understood, below, isKept, nowMs)
  }

  function take(understood: Understood, below: string, isKept: boolean, nowMs: number) {
    if (understood.is === 'dropped') {
      if (understood.because === 'no-sensor') noteStranger(below)
      return drop(understood.because)
    }
    if (understood.is === 'alive') {
      if (understood.sensorKey === null) offlineSinceMs = understood.isAlive ? null : (offlineSinceMs ?? nowMs)
      else {
        const id = find(understood.sensorKey)?.id
        note(id, understood.isAlive)
        if (!understood.isAlive && id !== undefined) forgetPower(id)
      }
      return
    }
    const sensor = find(understood.sensorKey)
    if (understood.is === 'power') {
      if (sensor) takePower(sensor.id, understood, isKept, nowMs)
      return
    }
    const { sensorKey, report, stripped } = understood
    count.stripped += stripped
    if (!sensor || !isSensing(sensor)) {
      noteStranger(sensorKey)
      return drop('no-sensor')
    }
    note(sensor.id, true)
    // What the broker kept is a state of before, not something that happens.
    if (isKept || clock.nowMs() - report.atMs > oldMs) return drop('old')
    if (!gate.isNew(`${sensor.id} ${report.eventId} ${report.phase} ${report.atMs}`, nowMs)) return drop('repeat')
    if (!mayGoOn(sensor.id, report.eventId, nowMs)) return drop('flood')
    const atMs = report.atMs - clock.nowMs() > aheadMs ? clock.nowMs() : report.atMs
    listener.report(sensor, { ...report, atMs })
  }

  function takePower(id: string, { state, atMs }: Extract<Understood, { is: 'power' }>, isKept: boolean, nowMs: number) {
    note(id, true)
    // What the broker kept was true once: a monitor says so again within a minute if it still is.
    if (isKept || clock.nowMs() - atMs > oldMs) return drop('old')
    if (!gate.isNew(`${id} ${state} ${atMs}`, nowMs)) return drop('repeat')
    tellPower(id, { state, atMs: Math.min(atMs, clock.nowMs()) })
  }

  function tellPower(id: string, word: PowerWord): void {
    powerWords.set(id, withWord(power(id), word))
    listener.power(id, word)
  }

  /** What was said holds no longer: of one monitor, or of all. */
  function forgetPower(only: string | null = null): void {
    for (const [id, words] of powerWords)
      if ((only ?? id) === id && words.at(-1)?.state !== 'unknown') tellPower(id, { state: 'unknown', atMs: clock.nowMs() })
  }

  /** Whether the thing may be spoken of: it goes on, or may begin. */
  function mayGoOn(sensorId: string, thing: string, nowMs: number): boolean {
    for (const [old, atMs] of going) {
      if (nowMs - atMs <= goesOnMs) break
      going.delete(old)
    }
    const key = `${sensorId} ${thing}`
    if (!going.has(key) && !gate.begins(sensorId, nowMs)) return false
    // Put last again: the map stays in the order of what was heard.
    going.delete(key)
    going.set(key, nowMs)
    return true
  }

  const find = (key: string) => options.sensors().find((sensor) => sensor.key === key) ?? null
  function note(id: string | undefined, isAlive: boolean): void {
    if (id !== undefined) heardAt.set(id, { atMs: clock.nowMs(), isAlive })
  }
  function noteStranger(key: string): void {
    const word = cleanWord(key)
    if (word !== '' && strangers.size < strangersMost) strangers.add(word)
  }

  function judge(): void {
    const nowMs = clock.monotonicMs()
    const isLost = recent.length === judgedOver && recent.filter((isGood) => !isGood).length > judgedOver / 2
    const isOffline = offlineSinceMs !== null && nowMs - offlineSinceMs > offlineAfterMs
    const [health, reason] = !isListening
      ? (['down', fault] as const)
      : isOffline
        ? (['down', 'source-offline'] as const)
        : gate.isFlooded(nowMs)
          ? (['degraded', 'flood'] as const)
          : isLost
            ? (['degraded', 'malformed'] as const)
            : (['working', null] as const)
    // Before the first answer there is nothing to say.
    if ((health === 'down' && reason === null) || told === `${health} ${reason}`) return
    told = `${health} ${reason}`
    listener.health(health, reason)
  }

  const looking = timers.every(1000, judge)
  open()

  return {
    signal() {
      const iso = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : new Date(ms).toISOString())
      return {
        heardAt: iso(count.heardAtMs),
        messages: count.messages,
        stripped: count.stripped,
        dropped: { ...dropped },
        sensors: options.sensors().map(({ id, kind: what }) => ({
          sensorId: id,
          heardAt: iso(heardAt.get(id)?.atMs),
          isAlive: heardAt.get(id)?.isAlive ?? null,
          power: what === 'power' ? powerNow(power(id), clock.nowMs()) : null,
        })),
        strangers: [...strangers].filter((key) => find(key) === null),
      }
    },
    power,
    stop() {
      looking.cancel()
      again?.cancel()
      broker?.close()
    },
  }
}
