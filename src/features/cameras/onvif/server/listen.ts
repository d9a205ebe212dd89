/** Hears a device for as long as it is wanted; comes back after growing pauses. */
import type { Cancel, Ports } from '../../../../platform/ports.ts'
import { breaksAfter, pauseMs } from '../../reconnect.ts'
import type { CameraLogin } from '../../settings.ts'
import type { Notices } from '../events.ts'
import { openDevice } from './device.ts'
import type { PullPoint } from './pull-point.ts'

const waitS = 5
const renewEveryMs = 60_000
/** A device that answers at once whatever it was asked to wait is not asked more often than this. */
const askEveryMs = 500

export interface DeviceEvents {
  stop(): Promise<void>
}

export interface ListenOptions {
  readonly address: string
  readonly login: CameraLogin | null
  readonly ports: Ports
  /** Seconds that one question waits for news (tests: shorter). */
  readonly waitS?: number
}

export interface DeviceListener {
  heard(notices: Notices): void
  /** Null: it listens. Else a code of `onvifRefusals`: nothing is heard, and what was so is not known any more. */
  state(fault: string | null): void
}

/** Begins at once. */
export function listenToDevice(
  { address, login, ports, waitS: wait = waitS }: ListenOptions,
  listener: DeviceListener,
): DeviceEvents {
  let isStopped = false
  let point: PullPoint | null = null
  let pause: Cancel | null = null
  let wake: () => void = () => undefined
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      wake = resolve
      pause = ports.timers.after(ms, resolve)
    })

  async function hear(): Promise<string> {
    const device = await openDevice({ address, login, clock: ports.clock })
    if (!device.ok) return device.refusal.code
    const opened = await device.value.events()
    if (!opened.ok) return opened.refusal.code
    point = opened.value
    listener.state(null)
    let renewedMs = ports.clock.monotonicMs()
    while (!isStopped) {
      const askedMs = ports.clock.monotonicMs()
      const answer = await opened.value.pull(wait)
      if (isStopped) break
      if (!answer.ok) return answer.refusal.code
      listener.heard(answer.value)
      const nowMs = ports.clock.monotonicMs()
      if (nowMs - askedMs < askEveryMs) await rest(askEveryMs - (nowMs - askedMs))
      if (nowMs - renewedMs < renewEveryMs) continue
      renewedMs = nowMs
      await opened.value.renew()
    }
    return ''
  }

  async function run(): Promise<void> {
    for (let breaks = 0; !isStopped; ) {
      const beganMs = ports.clock.monotonicMs()
      const fault = await hear()
      if (isStopped) break
      listener.state(fault)
      await giveBack()
      breaks = breaksAfter(breaks, ports.clock.monotonicMs() - beganMs)
      await rest(pauseMs(breaks, (ports.random.bytes(1)[0] ?? 128) / 255))
    }
    await giveBack()
  }

  async function giveBack(): Promise<void> {
    const given = point
    point = null
    await given?.close()
  }

  void run()

  return {
    async stop() {
      isStopped = true
      pause?.cancel()
      wake()
      // A question may still wait for news; its answer is for nobody any more.
      await giveBack()
    },
  }
}
