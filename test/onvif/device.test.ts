import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openDevice } from '../../src/features/cameras/onvif/server/device.ts'
import { discover } from '../../src/features/cameras/onvif/server/discovery.ts'
import { usernameToken } from '../../src/features/cameras/onvif/server/soap.ts'
import { machinePorts } from '../../src/platform/server/ports.ts'
import { type Double, type DoubleMode, type DoubleOptions, envelope, startDiscoveryDouble, startOnvifDouble } from './double.ts'

const ports = machinePorts()
const limits = { withinMs: 1200, bytesMax: 200_000 }
const standards = join(import.meta.dirname, '../../../shared/standards/onvif')
const right = { user: 'watch', password: 'p@ss<&>"w:rd' }

const opened: Double[] = []
afterEach(async () => {
  for (const double of opened.splice(0)) await double.close()
})
async function double(options: DoubleOptions = {}): Promise<Double> {
  const started = await startOnvifDouble(options)
  opened.push(started)
  return started
}
const open = (address: string, login: typeof right | null = null) => openDevice({ address, login, clock: ports.clock, limits })
async function report(camera: Double, login: typeof right | null = null) {
  const device = await open(camera.url, login)
  return device.ok ? device.value.report() : device
}

describe('asking a device', () => {
  test('it tells maker, streams with codec, size and rate, and where a picture is', async () => {
    const told = await report(await double())
    expect(told).toMatchObject({
      ok: true,
      value: {
        maker: 'Example & Sons',
        model: 'MAST-1',
        control: null,
        presets: [],
        profiles: [
          { token: '01', codec: 'H264', width: 1280, height: 1024, framesPerSecond: 25, kilobitsPerSecond: 4000 },
          { token: '1', name: 'small', codec: 'H264', width: 640, framesPerSecond: 9, stream: 'rtsp://127.0.0.1:8554/profile-1' },
        ],
      },
    })
    expect(told.ok && Math.abs(told.value.skewMs ?? 9999)).toBeLessThan(1500)
  })

  test('the second media service is asked for H.265, the old question for services where the new one is not known', async () => {
    expect(await report(await double({ hasMedia2: true }))).toMatchObject({
      value: { profiles: [{ codec: 'H265', width: 1280, stream: 'rtsp://127.0.0.1:8554/profile-01' }] },
    })
    expect(await report(await double({ isOld: true }))).toMatchObject({ value: { profiles: [{ token: '01' }, { token: '1' }] } })
  })

  test('a login in a stream address is split off, and an inner address is brought to the host that was asked', async () => {
    const camera = await double({ innerHost: '10.99.0.7', stream: 'rtsp://admin:secret-in-uri@10.99.0.7:8554/live' })
    const told = await report(camera)
    expect(JSON.stringify(told)).not.toContain('secret-in-uri')
    expect(told).toMatchObject({
      value: {
        profiles: [{ stream: 'rtsp://127.0.0.1:8554/live', snapshot: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/) }, {}],
      },
    })
  })

  test('a device without a stream that can be read is refused as such', async () => {
    expect(await report(await double({ stream: 'http://127.0.0.1/video.mjpg' }))).toMatchObject({
      refusal: { code: 'onvif.no-streams' },
    })
  })
})

describe('login', () => {
  test.each(['wsse', 'digest-md5', 'digest-sha256'] as const)(
    '%s: right, wrong, none; the password never leaves',
    async (scheme) => {
      const camera = await double({ login: right, scheme, minds: true })
      expect(await report(camera, right)).toMatchObject({ ok: true })
      const wrong = await report(camera, { user: 'watch', password: 'wrong-secret' })
      expect(wrong).toMatchObject({ ok: false, refusal: { code: 'onvif.login' } })
      expect(await report(camera)).toMatchObject({ ok: false, refusal: { code: 'onvif.login' } })
      expect(camera.heard()).not.toContain('wrong-secret')
      expect(camera.heard()).not.toContain('p@ss')
      expect(JSON.stringify(wrong)).not.toContain('wrong-secret')
    },
  )

  test('a camera whose clock is an hour off is spoken to by its own clock', async () => {
    const camera = await double({ login: right, skewMs: 3_600_000, minds: true })
    const told = await report(camera, right)
    expect(told).toMatchObject({ ok: true })
    expect(told.ok && told.value.skewMs).toBeGreaterThan(3_598_000)
  })

  test('a refused login with a clock that is off says so, with the seconds', async () => {
    const camera = await double({ login: right, skewMs: -90_000 })
    const told = await report(camera, { user: 'watch', password: 'other' })
    expect(told).toMatchObject({ ok: false, refusal: { code: 'onvif.login-clock' } })
    expect(told.ok === false && Math.abs(Number(told.refusal.facts.seconds) + 90)).toBeLessThan(3)
  })

  test('the digest is that of the standard', () => {
    const file = join(standards, '03-wsse-digest-vector.json')
    // The vector of the standard, with its values repeated here for a tree without the standards beside it.
    const vector = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)
      : {
          username: 'marsad',
          password: 'EXAMPLE-PASSWORD',
          nonce_hex: '000102030405060708090a0b0c0d0e0f',
          created: '2026-11-22T06:15:00.000Z',
          passwordDigest: 'e5ey6fnEKGLvnXHZTVPBtxmzUdU=',
        }
    const token = usernameToken(
      vector.username ?? '',
      vector.password ?? '',
      Buffer.from(vector.nonce_hex ?? '', 'hex'),
      vector.created ?? '',
    )
    expect(token.digestBase64).toBe(vector.passwordDigest)
  })
})

describe('a device that misbehaves', () => {
  test.each([
    ['malformed', 'onvif.not-onvif'],
    ['entities', 'onvif.not-onvif'],
    ['redirects', 'onvif.not-onvif'],
    ['drips', 'onvif.silent'],
    ['silent', 'onvif.silent'],
    ['oversized', 'onvif.too-large'],
    ['cut', 'onvif.not-reached'],
  ] as const satisfies readonly (readonly [DoubleMode, string])[])('%s is refused in time as %s', async (mode, code) => {
    const startMs = performance.now()
    expect(await report(await double({ mode }))).toMatchObject({ ok: false, refusal: { code } })
    expect(performance.now() - startMs).toBeLessThan(limits.withinMs + 800)
  })

  test('nobody there, and what is no address', async () => {
    const camera = await double()
    await camera.close()
    opened.splice(0)
    expect(await open(camera.url)).toMatchObject({ refusal: { code: 'onvif.not-reached' } })
    for (const text of ['', 'http://', 'http://user:word@192.0.2.1/', 'not a host at all'])
      expect(await open(text)).toMatchObject({ refusal: { code: 'onvif.address' } })
  })
})

describe('presets', () => {
  test('tokens stay letter for letter, the camera is sent there, and says when it has arrived', async () => {
    const camera = await double({
      presets: [
        { token: '01', name: 'Wadi' },
        { token: '1', name: 'الدرب' },
      ],
      turnsMs: 300,
      login: right,
    })
    const device = await open(camera.url, right)
    if (!device.ok) throw new Error(device.refusal.code)
    const told = await device.value.report()
    expect(told).toMatchObject({
      value: {
        presets: [
          { token: '01', name: 'Wadi' },
          { token: '1', name: 'الدرب' },
        ],
        control: { profile: '01' },
      },
    })
    expect(await device.value.goTo('01', '1')).toMatchObject({ ok: true })
    expect(camera.sentTo).toEqual(['1'])
    expect(await device.value.isMoving('01')).toEqual({ ok: true, value: true })
    await new Promise((resolve) => setTimeout(resolve, 350))
    expect(await device.value.isMoving('01')).toEqual({ ok: true, value: false })
    expect(await device.value.goTo('01', 'unknown')).toMatchObject({ refusal: { code: 'onvif.fault' } })
  })

  test('a head that does not say whether it moves is not believed to stand', async () => {
    const device = await open((await double({ presets: [{ token: '1', name: '' }], turnsMs: null })).url)
    expect(device.ok && (await device.value.isMoving('01'))).toEqual({ ok: true, value: null })
  })
})

describe('searching', () => {
  const match = (id: string, xaddrs: string, name = 'Mast%20thermal') =>
    `<d:ProbeMatch xmlns:d="d" xmlns:a="a"><a:EndpointReference><a:Address>${id}</a:Address></a:EndpointReference><d:Scopes>onvif://www.onvif.org/name/${name} onvif://www.onvif.org/hardware/EXAMPLE-1</d:Scopes><d:XAddrs>${xaddrs}</d:XAddrs></d:ProbeMatch>`
  const matches = (messageId: string, ...found: string[]) =>
    envelope(
      `<d:ProbeMatches xmlns:d="d">${found.join('')}</d:ProbeMatches>`,
      `<s:Header><a:RelatesTo xmlns:a="a">${messageId}</a:RelatesTo></s:Header>`,
    )

  async function search(answers: (messageId: string) => readonly string[]) {
    const network = await startDiscoveryDouble(answers)
    const progress: number[] = []
    const found = await discover({
      withinMs: 900,
      timers: ports.timers,
      from: ['127.0.0.1'],
      to: { address: '127.0.0.1', port: network.port },
      onFound: (devices) => progress.push(devices.length),
    }).done
    await network.close()
    return { found, progress, questions: network.questions }
  }

  test('each device once, however often it answers, shown as it is found', async () => {
    const { found, progress, questions } = await search((id) => [
      matches(id, match('urn:uuid:a', 'http://127.0.0.1:8081/onvif/device_service http://169.254.7.9/onvif/device_service')),
      matches(id, match('urn:uuid:a', 'http://127.0.0.1:8081/onvif/device_service')),
      matches(
        id,
        match('urn:uuid:b', 'http://127.0.0.1:8082/onvif/device_service', '%D8%A8%D8%B1%D8%AC'),
        match('urn:uuid:c', 'http://127.0.0.1:8083/x'),
      ),
    ])
    expect(found?.map(({ id, host, name }) => [id, host, name])).toEqual([
      ['urn:uuid:a', '127.0.0.1:8081', 'Mast thermal'],
      ['urn:uuid:b', '127.0.0.1:8082', 'برج'],
      ['urn:uuid:c', '127.0.0.1:8083', 'Mast thermal'],
    ])
    expect(progress).toEqual([1, 2, 3])
    expect(questions.length).toBeGreaterThanOrEqual(2)
    expect(questions[0]).toContain('dn:NetworkVideoTransmitter')
  })

  test('an answer that names another host is asked where it came from, and nowhere else', async () => {
    const { found } = await search((id) => [matches(id, match('urn:uuid:x', 'http://203.0.113.5/steal'))])
    expect(found).toMatchObject([{ address: 'http://127.0.0.1/steal' }])
  })

  test('junk, half answers, answers to others and a flood of them leave the search standing', async () => {
    const { found } = await search((id) => [
      '<x',
      '',
      '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      '<Envelope><Body><ProbeMatches><ProbeMatch/></ProbeMatches></Body></Envelope>',
      matches('uuid:of-somebody-else', match('urn:uuid:no', 'http://127.0.0.1/')),
      matches(id, match('', 'http://127.0.0.1/')),
      matches(id, match('urn:uuid:odd', 'http://[not-a-host ftp://127.0.0.1/ mailto:x', '%E0%A4%A')),
      ...Array.from({ length: 40 }, () => 'y'.repeat(1000)),
    ])
    expect(found).toMatchObject([{ id: 'urn:uuid:odd', address: 'http://127.0.0.1/onvif/device_service', name: '%E0%A4%A' }])
  })

  test('the answer of the standard is understood', async () => {
    const file = join(standards, '02-probe-match.xml')
    if (!existsSync(file)) return
    const text = readFileSync(file, 'utf8')
    const { found } = await search((id) => [text.replace('uuid:00000000-0000-4000-8000-000000000012', id)])
    expect(found).toMatchObject([{ name: 'Mast thermal', hardware: 'EXAMPLE-1' }])
  })

  test('a machine on no network says so', async () => {
    const search = discover({ withinMs: 200, timers: ports.timers, from: [], onFound: () => {} })
    expect(await search.done).toBeNull()
  })
})
