/** Finds cameras on the networks of this machine, and asks one what it has. */
import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import type { DeviceReport, SearchState, Tried } from '../../features/cameras/onvif/contract.ts'
import { openDevice } from '../../features/cameras/onvif/server/device.ts'
import { type Discovered, type DiscoveryOptions, discover } from '../../features/cameras/onvif/server/discovery.ts'
import type { CameraLogin } from '../../features/cameras/settings.ts'
import { parseSourceSpec } from '../../features/cameras/sources/spec.ts'
import type { Ports } from '../../platform/ports.ts'
import type { SiteState } from './state.ts'
import { tryCamera } from './try-camera.ts'

const SEARCH_MS = 4000
/** Each trial is a process that decodes; two at once leave the watch its machine. */
const TRIALS_MAX = 2

export interface CameraFinder {
  /** Begins a search, or joins the one that runs. */
  search(): SearchState
  state(): SearchState
  probe(address: string, login: CameraLogin | null): Promise<Outcome<DeviceReport>>
  /** The first picture of a source, or why there is none. */
  attempt(source: string, login: CameraLogin | null): Promise<Outcome<Tried>>
}

/** `where` replaces the networks of the machine in tests. */
export function findCameras(
  state: Pick<SiteState, 'cameras'>,
  ports: Ports,
  where: Pick<DiscoveryOptions, 'from' | 'to'> = {},
): CameraFinder {
  let phase: SearchState['state'] = 'none'
  let startedMs = 0
  let devices: readonly Discovered[] = []
  let trials = 0

  const now = (): SearchState => ({
    state: phase,
    elapsedMs: phase === 'searching' ? Math.min(SEARCH_MS, Math.round(ports.clock.monotonicMs() - startedMs)) : 0,
    ofMs: SEARCH_MS,
    devices: devices.map((device) => ({ ...device, knownAs: knownAs(device.host) })),
  })
  /** A camera is known by the host of its stream; ports of stream and device service differ. */
  const knownAs = (host: string) => {
    const name = new URL(`http://${host}`).hostname
    return state.cameras().find(({ address }) => URL.canParse(address) && new URL(address).hostname === name)?.code ?? null
  }

  return {
    search() {
      if (phase !== 'searching') {
        phase = 'searching'
        startedMs = ports.clock.monotonicMs()
        devices = []
        const search = discover({
          withinMs: SEARCH_MS,
          timers: ports.timers,
          ...where,
          onFound: (found) => {
            devices = found
          },
        })
        void search.done.then((found) => {
          phase = found === null ? 'no-network' : 'done'
          devices = found ?? []
        })
      }
      return now()
    },
    state: now,
    async probe(address, login) {
      const device = await openDevice({ address, login, clock: ports.clock })
      return device.ok ? device.value.report() : device
    },
    async attempt(source, login) {
      const spec = parseSourceSpec(source)
      if (!spec.ok) return spec
      if (trials >= TRIALS_MAX) return refuse('onvif.busy')
      trials += 1
      try {
        return accept(await tryCamera({ ...spec.value, login: login ?? spec.value.login }, ports))
      } finally {
        trials -= 1
      }
    },
  }
}
