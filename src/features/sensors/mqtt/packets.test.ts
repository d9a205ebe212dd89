import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { connectPacket, heardPacket, PacketReader, subscribePacket } from './packets.ts'

/** PUBLISH as a broker writes it, by the text of the standard and not by our own writer. */
function published(topic: string, payload: string, quality: 0 | 1 = 0, packetId = 7): Uint8Array {
  const name = [...new TextEncoder().encode(topic)]
  const body = [
    name.length >> 8,
    name.length & 255,
    ...name,
    ...(quality === 1 ? [packetId >> 8, packetId & 255] : []),
    ...new TextEncoder().encode(payload),
  ]
  const length = body.length < 128 ? [body.length] : [(body.length % 128) | 128, body.length >> 7]
  return Uint8Array.from([0x30 | (quality << 1), ...length, ...body])
}

describe('what we send', () => {
  test('is connect, subscribe, an answer, and never a message of our own', () => {
    expect([...connectPacket('m', null, 15)]).toEqual([0x10, 13, 0, 4, 77, 81, 84, 84, 4, 2, 0, 15, 0, 1, 109])
    expect([...connectPacket('m', { user: 'u', password: 'p' }, 15)]).toEqual([
      0x10, 19, 0, 4, 77, 81, 84, 84, 4, 0xc2, 0, 15, 0, 1, 109, 0, 1, 117, 0, 1, 112,
    ])
    expect([...subscribePacket(1, ['a/+'])]).toEqual([0x82, 8, 0, 1, 0, 3, 97, 47, 43, 1])
    expect([...heardPacket(258)]).toEqual([0x40, 2, 1, 2])
  })

  test('counts long bodies in digits of seven bits', () => {
    expect([...connectPacket('x'.repeat(300), null, 15)].slice(0, 3)).toEqual([0x10, (312 % 128) | 128, 2])
  })
})

describe('what we hear', () => {
  test('however the bytes are cut, the same messages in the same order', () => {
    const all = [published('s/a', '{"id":1}'), published('s/ب', 'x'.repeat(200), 1), Uint8Array.from([0xd0, 0])]
    const stream = Uint8Array.from(all.flatMap((each) => [...each]))
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 40 }), (steps) => {
        const reader = new PacketReader(1000)
        const heard = []
        for (let at = 0, step = 0; at < stream.length; step++) {
          const next = at + (steps[step % steps.length] ?? 1)
          heard.push(...reader.push(stream.subarray(at, next)))
          at = next
        }
        expect(heard.map(({ type }) => type)).toEqual(['message', 'message', 'alive'])
        expect(heard[1]).toMatchObject({ topic: 's/ب', packetId: 7, isKept: false })
      }),
    )
  })

  test('noise never throws, and what is broken stays broken', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 }), (pieces) => {
        const reader = new PacketReader(4096)
        let wasBroken = false
        for (const piece of pieces) {
          const heard = reader.push(piece)
          if (wasBroken) expect(heard).toEqual([])
          wasBroken = reader.isBroken
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('a packet that says it is longer than we listen to is broken at once, before its body comes', () => {
    const reader = new PacketReader(1000)
    reader.push(Uint8Array.from([0x30, 0xff, 0xff, 0xff, 0x7f]))
    expect(reader.isBroken).toBe(true)
  })
})
