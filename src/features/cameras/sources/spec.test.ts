import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SourceSpec } from '../contract.ts'
import { formatSourceSpec, parseSourceSpec, sourceSpecRefusals } from './spec.ts'

const plain = { login: null, name: null, isLooped: false, rate: 'real' } as const

function parsed(text: string): SourceSpec {
  const outcome = parseSourceSpec(text)
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.code}`)
  return outcome.value
}

function refusal(text: string): string | null {
  const outcome = parseSourceSpec(text)
  return outcome.ok ? null : outcome.refusal.code
}

describe('what a person writes for a camera', () => {
  test('a path, with and without options', () => {
    expect(parsed('recordings/night.mp4')).toEqual({ ...plain, address: 'recordings/night.mp4' })
    expect(parsed('/d/a b.cptv?loop=1&rate=max&name=%D8%B4%D9%85%D8%A7%D9%84')).toEqual({
      address: '/d/a b.cptv',
      login: null,
      name: 'شمال',
      isLooped: true,
      rate: 'max',
    })
  })

  test('a question mark that is part of a file name stays there', () => {
    expect(parsed('what?.mp4').address).toBe('what?.mp4')
    expect(parsed('what?.mp4?loop=1')).toEqual({ ...plain, address: 'what?.mp4', isLooped: true })
  })

  test('a simulated scene', () => {
    expect(parsed('simulated:demo/C01').address).toBe('simulated:demo/C01')
  })

  test('the login of an rtsp address is split off and decoded', () => {
    expect(parsed('rtsp://watch:p%40ss@Cam-3.example:8554/live?channel=1&name=North')).toEqual({
      address: 'rtsp://cam-3.example:8554/live?channel=1',
      login: { user: 'watch', password: 'p@ss' },
      name: 'North',
      isLooped: false,
      rate: 'real',
    })
    expect(parsed('rtsp://10.0.0.7').address).toBe('rtsp://10.0.0.7/')
  })

  test.each(['a@b', 'a:b', 'a/b@c', 'a?b', '%zz', 'ü€'])(
    'an unescaped password "%s" does not leak into the address',
    (password) => {
      const spec = parsed(`rtsp://watch:${password}@10.0.0.7/stream`)
      expect(spec).toEqual({ ...plain, address: 'rtsp://10.0.0.7/stream', login: { user: 'watch', password } })
    },
  )

  test.each([
    ['', 'source-spec.empty'],
    ['  ', 'source-spec.empty'],
    ['?loop=1', 'source-spec.empty'],
    ['a\u0000b', 'source-spec.empty'],
    ['https://example.org/a.mp4', 'source-spec.scheme'],
    ['udp://239.0.0.1', 'source-spec.host'],
    ['udp://user@host:5000', 'source-spec.host'],
    ['udp://239.0.0.1:5000?localaddr=192.0.2.1', 'source-spec.option'],
    ['rtsp:///nohost', 'source-spec.host'],
    ['rtsp://10.0.0.7:99999/', 'source-spec.host'],
    ['a.mp4?speed=2', 'source-spec.option'],
    ['a.mp4?loop=yes', 'source-spec.value'],
    ['a.mp4?rate=2', 'source-spec.value'],
    ['a.mp4?name=', 'source-spec.value'],
    ['a.mp4?loop=1&loop=0', 'source-spec.value'],
    ['x'.repeat(5000), 'source-spec.too-long'],
  ])('%j is refused: %s', (text, code) => {
    expect(refusal(text)).toBe(code)
  })

  test('never throws on noise, and refuses only with its own codes', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((tail) => `rtsp://${tail}`),
      fc.string().map((tail) => `a.mp4?${tail}`),
    )
    fc.assert(
      fc.property(noise, (text) => {
        const code = refusal(text)
        expect(code === null || (sourceSpecRefusals as readonly string[]).includes(code)).toBe(true)
      }),
      { seed: 11, numRuns: 2000 },
    )
  })

  test('an accepted rtsp address never holds the password', () => {
    const secret = fc.string({ minLength: 6, maxLength: 20 }).map((text) => `Q${text.replaceAll(/[\s@]/g, 'x')}Q`)
    fc.assert(
      fc.property(secret, (password) => {
        const outcome = parseSourceSpec(`rtsp://watch:${password}@10.0.0.7:554/live`)
        if (outcome.ok) expect(outcome.value.address).toBe('rtsp://10.0.0.7:554/live')
      }),
      { seed: 12, numRuns: 2000 },
    )
  })

  test('parse(format(spec)) = spec', () => {
    const address = fc.constantFrom(
      'a.mp4',
      '/x/what?.mkv',
      'simulated:demo/C01',
      'rtsp://10.0.0.7/live',
      'rtsp://10.0.0.7/live?channel=1',
    )
    const name = fc.option(
      fc
        .string({ minLength: 1, maxLength: 30 })
        .map((text) => text.trim())
        .filter((text) => text !== ''),
    )
    fc.assert(
      fc.property(address, name, fc.boolean(), fc.constantFrom('real' as const, 'max' as const), (at, named, isLooped, rate) => {
        const spec = { address: at, login: null, name: named, isLooped, rate }
        expect(parsed(formatSourceSpec(spec))).toEqual(spec)
      }),
      { seed: 13 },
    )
  })
})
