/** Asks cameras that tell the time what time they have: a wrong clock makes their own recordings and stamps worthless. */
import { openDevice } from '../../features/cameras/onvif/server/device.ts'
import type { CameraLogin } from '../../features/cameras/settings.ts'
import type { Ports } from '../../platform/ports.ts'
import type { StoredCamera } from './state.ts'

const lookEveryMs = 600_000
/** ONVIF tells whole seconds, cut off: half of one is the even guess. */
const cutOffMs = 500

export interface ClockWatch {
  /** Looks at once, and again every ten minutes while the camera is there. */
  add(row: StoredCamera, login: CameraLogin | null): void
  stop(): void
}

/** `heard` gets the offset of a camera's clock against ours in milliseconds; null: it does not tell, or does not answer. */
export function watchDeviceClocks(ports: Ports, heard: (cameraId: string, offsetMs: number | null) => void): ClockWatch {
  const known = new Map<string, { address: string; login: CameraLogin | null }>()
  const look = async (id: string) => {
    const one = known.get(id)
    if (!one) return
    const device = await openDevice({ address: one.address, login: one.login, clock: ports.clock })
    const skewMs = device.ok ? device.value.skewMs : null
    heard(id, skewMs === null ? null : skewMs + cutOffMs)
  }
  const timer = ports.timers.every(lookEveryMs, () => {
    for (const id of known.keys()) void look(id)
  })
  return {
    add(row, login) {
      known.delete(row.id)
      if (row.control === null || row.isRemoved) return
      known.set(row.id, { address: row.control.address, login })
      void look(row.id)
    },
    stop: () => timer.cancel(),
  }
}
