import { describe, expect, test } from 'vitest'
import type { SourceSpec } from '../../src/features/cameras/contract.ts'
import { libavSourceWith } from '../../src/features/cameras/sources/libav/server/source.ts'
import { parseSourceSpec } from '../../src/features/cameras/sources/spec.ts'
import { cameraSourceTests, faultOf, take } from '../../src/features/cameras/sources/testing.ts'
import { type FakeCameraOptions, startFakeCamera } from './camera.ts'

const kind = libavSourceWith({ silentAfterMs: 1500, openWithinMs: 4000, analyseMs: 300 })
const never = new AbortController().signal

function aSpec(address: string, login: SourceSpec['login'] = null): SourceSpec {
  return { address, login, name: null, isLooped: false, rate: 'real' }
}

describe('an RTSP camera', () => {
  cameraSourceTests(async () => {
    const camera = await startFakeCamera()
    return { kind, spec: aSpec(camera.url), frames: null, cleanUp: () => camera.close() }
  })

  test('is announced as it is, and says goodbye', async () => {
    const camera = await startFakeCamera()
    const source = await kind.open(aSpec(camera.url), never)
    expect(source.info).toMatchObject({ width: 160, height: 120, bits: 8, isLive: true })
    const frames = await take(source, 30, never)
    const spanMs = (frames.at(-1)?.tMs ?? 0) - (frames[0]?.tMs ?? 0)
    expect(spanMs).toBeGreaterThan(29 * 40 * 0.9)
    expect(frames.filter((frame) => frame.isDamaged)).toEqual([])
    expect(Math.max(...(frames[0]?.pixels ?? []))).toBeGreaterThan(150)
    await source.close()
    expect(camera.heard.slice(0, 2)).toEqual(['OPTIONS', 'DESCRIBE'])
    await camera.close()
  })
})

describe('login', () => {
  test.each(['basic', 'digest'] as const)('%s, with a password full of signs', async (scheme) => {
    const password = 'p@ss/w:rd?#% ü'
    const camera = await startFakeCamera({ login: { user: 'watch', password, scheme } })
    const typed = parseSourceSpec(camera.url.replace('//', `//watch:${encodeURIComponent(password)}@`))
    if (!typed.ok) throw new Error(typed.refusal.code)
    const source = await kind.open(typed.value, never)
    expect((await take(source, 3, never)).length).toBe(3)
    await source.close()
    await camera.close()
  })

  test.each(['basic', 'digest'] as const)('%s, wrong or missing: the fault says login and holds none', async (scheme) => {
    const camera = await startFakeCamera({ login: { user: 'watch', password: 'right', scheme } })
    for (const login of [null, { user: 'watch', password: 'wrong-secret' }]) {
      const fault = await faultOf(kind, aSpec(camera.url, login))
      expect(fault.code).toBe('source.login')
      expect(`${fault.message}${fault.stack}${JSON.stringify(fault.facts)}`).not.toContain('wrong-secret')
    }
    await camera.close()
  })
})

describe('a camera that misbehaves', () => {
  async function faultOfMode(options: FakeCameraOptions): Promise<{ code: string; tookMs: number }> {
    const camera = await startFakeCamera(options)
    const startMs = performance.now()
    const { code } = await faultOf(kind, aSpec(camera.url))
    await camera.close()
    return { code, tookMs: performance.now() - startMs }
  }

  test('nobody listens', async () => {
    const camera = await startFakeCamera()
    await camera.close()
    expect((await faultOf(kind, aSpec(camera.url))).code).toBe('source.refused')
  })

  test('knows no such stream', async () => {
    expect((await faultOfMode({ mode: 'not-found' })).code).toBe('source.refused')
  })

  test('takes the connection and says nothing', async () => {
    const { code, tookMs } = await faultOfMode({ mode: 'silent' })
    expect(code).toBe('source.silent')
    expect(tookMs).toBeLessThan(6000)
  })

  test('stalls in the middle', async () => {
    const { code, tookMs } = await faultOfMode({ mode: 'stalls', after: 60 })
    expect(code).toBe('source.silent')
    expect(tookMs).toBeLessThan(9000)
  })

  test('hangs up in the middle', async () => {
    expect((await faultOfMode({ mode: 'hangs-up', after: 60 })).code).toBe('source.ended')
  })

  test('leaps with its clock: bridged and listed', async () => {
    const camera = await startFakeCamera({ mode: 'leaps', after: 60 })
    const source = await kind.open(aSpec(camera.url), never)
    const frames = await take(source, 80, never)
    expect(frames.at(-1)?.tMs ?? 0).toBeLessThan(20_000)
    expect(source.timeJumps.length).toBe(1)
    await source.close()
    await camera.close()
  })

  test('stopping does not wait for a camera that is silent while it is opened', async () => {
    const camera = await startFakeCamera({ mode: 'silent' })
    const stop = new AbortController()
    setTimeout(() => stop.abort(new Error('stopped')), 200)
    const startMs = performance.now()
    await expect(kind.open(aSpec(camera.url), stop.signal)).rejects.toThrow('stopped')
    expect(performance.now() - startMs).toBeLessThan(1500)
    await camera.close()
  })
})
