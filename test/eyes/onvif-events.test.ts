import { afterEach, describe, expect, test } from 'vitest'
import type { Notices } from '../../src/features/cameras/onvif/events.ts'
import { openDevice } from '../../src/features/cameras/onvif/server/device.ts'
import { type DeviceEvents, listenToDevice } from '../../src/features/cameras/onvif/server/listen.ts'
import { machinePorts } from '../../src/platform/server/ports.ts'
import { type Double, type DoubleOptions, startOnvifDouble } from '../onvif/double.ts'
import { onvifNotice } from './notices.ts'

const ports = machinePorts()
const right = { user: 'watch', password: 'p@ss<&>"w:rd' }
const undo: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function double(options: DoubleOptions = {}): Promise<Double> {
  const started = await startOnvifDouble({ events: 'any', ...options })
  undo.push(() => started.close())
  return started
}

function listen(camera: Double, login: typeof right | null = null) {
  const heard: Notices[] = []
  const states: (string | null)[] = []
  const events: DeviceEvents = listenToDevice(
    { address: camera.url, login, ports, waitS: 1 },
    { heard: (notices) => heard.push(notices), state: (fault) => states.push(fault) },
  )
  undo.push(() => events.stop())
  return {
    events,
    states,
    notices: () => heard.flatMap(({ notices }) => notices),
    identities: () => heard.reduce((sum, each) => sum + each.identities, 0),
  }
}

describe('events of a device', () => {
  test('are pulled as they come, in order, and a face is counted and nothing more', async () => {
    const camera = await double()
    const ear = listen(camera)
    await expect.poll(() => ear.states).toEqual([null])
    camera.notify(
      onvifNotice('RuleEngine/LineDetector/Crossed', { ObjectId: '417' }, { rule: 'line-west' }),
      onvifNotice('RuleEngine/Recognition/Face', { Likelihood: '0.9', Name: 'EXAMPLE NAME' }),
    )
    await expect.poll(() => ear.notices().length).toBe(1)
    camera.notify(onvifNotice('VideoSource/MotionAlarm', { State: 'true' }))
    await expect.poll(() => ear.notices().map(({ kind }) => kind)).toEqual(['line-crossed', 'motion'])
    expect(ear.identities()).toBe(1)
    expect(JSON.stringify(ear.notices())).not.toContain('EXAMPLE')
    expect(camera.asked).toContain('SetSynchronizationPoint')
    await ear.events.stop()
    await expect.poll(() => camera.subscriptions.size).toBe(0)
  })

  test('a device that takes only one form of an end is asked in that form', async () => {
    for (const events of ['length', 'absolute'] as const) {
      const ear = listen(await double({ events }))
      await expect.poll(() => ear.states).toEqual([null])
    }
  })

  test('the login is really checked, in the message or of HTTP; a wrong one is said so', async () => {
    for (const scheme of ['wsse', 'digest-sha256'] as const) {
      const ear = listen(await double({ login: right, scheme }), right)
      await expect.poll(() => ear.states, { timeout: 5000 }).toEqual([null])
    }
    const wrong = listen(await double({ login: right }), { ...right, password: 'wrong' })
    await expect.poll(() => wrong.states[0]).toBe('onvif.login')
  })

  test('a camera that starts anew is subscribed to anew; one that is gone is told and asked again after a pause', async () => {
    const camera = await double()
    const ear = listen(camera)
    await expect.poll(() => ear.states).toEqual([null])
    camera.restart()
    await expect.poll(() => ear.states, { timeout: 5000 }).toEqual([null, 'onvif.fault', null])
    camera.notify(onvifNotice('VideoSource/MotionAlarm', { State: 'true' }))
    await expect.poll(() => ear.notices().length).toBe(1)
    await camera.close()
    undo.pop()
    await expect.poll(() => ear.states.at(-1), { timeout: 5000 }).toBe('onvif.not-reached')
  })

  test('a device without events says so', async () => {
    const camera = await startOnvifDouble()
    undo.push(() => camera.close())
    const device = await openDevice({ address: camera.url, login: null, clock: ports.clock })
    expect(device.ok && (await device.value.events())).toMatchObject({ refusal: { code: 'onvif.no-events' } })
  })

  test.each(['malformed', 'entities', 'cut', 'oversized', 'redirects'] as const)(
    'one that is %s is a state, never a crash',
    async (mode) => {
      const ear = listen(await double({ mode }))
      await expect.poll(() => ear.states[0], { timeout: 10_000 }).toMatch(/^onvif\./)
    },
  )
})
