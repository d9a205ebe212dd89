/** Turns a camera to one of its presets, and writes down when it has arrived or why it did not. */
import { uuidV7 } from '../../base/ids.ts'
import type { Outcome } from '../../base/outcome.ts'
import { endPresetMove, setCameraHealth } from '../../features/cameras/decide.ts'
import { openDevice } from '../../features/cameras/onvif/server/device.ts'
import type { CameraLogin } from '../../features/cameras/settings.ts'
import type { Actor } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import type { CameraStarter } from './sector.ts'
import type { StoredCamera } from './state.ts'

const machine: Actor = { kind: 'machine', id: 'marsad', session: null }
const LOOK_EVERY_MS = 500
/** A head that starts to turn may say "idle" for a moment before it does. */
const SETTLE_MS = 1000
/** The slowest heads in use take half a minute for half a turn. */
const ARRIVE_WITHIN_MS = 45_000
/** A device that does not say whether it moves is given the time of a slow half turn. */
const BLIND_WAIT_MS = 15_000

export interface TurnNeeds {
  readonly journal: Journal
  readonly vault: Vault
  readonly ports: Ports
  readonly starter: CameraStarter
}

/**
 * Begins the movement and returns. While it lasts the camera watches nothing: its ground is not known, and neither is what a
 * mask must cover. So its worker is stopped, and it is started with the pose and the masks of the preset on arrival.
 */
export function turnCamera(needs: TurnNeeds, row: StoredCamera, token: string): void {
  const { journal, ports } = needs
  const newId = () => uuidV7(ports.clock.nowMs(), ports.random.bytes(10))
  const end = async (failed: string | null) => {
    const answer = await journal.run(endPresetMove, {
      commandId: newId(),
      subject: row.id,
      actor: machine,
      input: { id: row.id, token, failed },
    })
    if (!answer.ok || journal.isStopped()) return
    const now = answer.value.row as unknown as StoredCamera
    if (!now.isRemoved) await needs.starter.start(now)
  }
  const move = async () => {
    await needs.starter.stop(row.id)
    const change = { health: 'blind' as const, reason: 'moving', facts: {} }
    await journal.run(setCameraHealth, {
      commandId: newId(),
      subject: row.id,
      actor: machine,
      input: { id: row.id, observedAtMs: ports.clock.nowMs(), change },
    })
    const arrived = await travel(needs, row, token)
    await end(arrived.ok ? null : arrived.refusal.code)
  }
  // Without a journal nothing can be said of the arrival; the next start of the program ends the movement as interrupted.
  move().catch(() => end('interrupted').catch(() => undefined))
}

/** Resolves when the camera stands still in the preset, or with the refusal that ended it. */
async function travel({ journal, vault, ports }: TurnNeeds, row: StoredCamera, token: string): Promise<Outcome<null>> {
  const control = row.control
  if (control === null) return { ok: false, refusal: { code: 'camera.cannot-turn', facts: {} } }
  const secret = row.login ? await vault.read(journal.sql, row.login.vault) : null
  const login = secret ? (JSON.parse(Buffer.from(secret.content).toString()) as CameraLogin) : null
  const device = await openDevice({ address: control.address, login, clock: ports.clock })
  if (!device.ok) return device
  const sent = await device.value.goTo(control.profile, token)
  if (!sent.ok) return sent
  const pause = (ms: number) => new Promise<void>((resolve) => ports.timers.after(ms, resolve))
  await pause(SETTLE_MS)
  for (let waitedMs = SETTLE_MS; waitedMs < ARRIVE_WITHIN_MS && !journal.isStopped(); waitedMs += LOOK_EVERY_MS) {
    const state = await device.value.isMoving(control.profile)
    if (!state.ok) return state
    if (state.value === false || (state.value === null && waitedMs >= BLIND_WAIT_MS)) return sent
    await pause(LOOK_EVERY_MS)
  }
  return { ok: false, refusal: { code: 'onvif.silent', facts: {} } }
}
