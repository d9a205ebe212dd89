import { expect, test } from 'vitest'
import { KeyPictures } from './key-pictures.ts'

const annexB = { codec: 'h264', width: 64, height: 48, extradata: Uint8Array.of(0, 0, 0, 1, 0x67) } as const
const avcc = { codec: 'h264', width: 64, height: 48, extradata: Uint8Array.of(1, 0x4d, 0, 0x20, 0xff) } as const
const nal = (type: number, ...rest: number[]) => [0x60 | type, ...rest]
const started = (...units: number[][]) => Uint8Array.from(units.flatMap((unit) => [0, 0, 0, 1, ...unit]))
const measured = (...units: number[][]) => Uint8Array.from(units.flatMap((unit) => [0, 0, 0, unit.length, ...unit]))

test('an IDR picture is an entry, an intra picture that is none is not, however the units are parted', () => {
  for (const [format, packet] of [
    [annexB, started],
    [avcc, measured],
  ] as const) {
    const keys = new KeyPictures(format)
    expect(keys.isEntry(packet(nal(7, 1), nal(8, 2), nal(5, 3, 4)))).toBe(true)
    // A five among the bytes of another unit is no IDR.
    expect(keys.isEntry(packet(nal(6, 5, 5), nal(1, 0x65, 5)))).toBe(false)
  }
})

test('a camera that refreshes gradually is entered where libav says, once it is clear that it sends no IDR', () => {
  const keys = new KeyPictures(annexB)
  const answers = Array.from({ length: 12 }, () => keys.isEntry(started(nal(1, 9))))
  expect(answers.indexOf(true)).toBe(8)
  expect(keys.isEntry(started(nal(5, 1)))).toBe(true)
  expect(keys.isEntry(started(nal(1, 9)))).toBe(false)
})

test('cut and empty packets are no entry, and end', () => {
  const keys = new KeyPictures(avcc)
  for (const bytes of [[], [0], [0, 0, 0, 9], [0, 0, 0, 0, 0, 0, 0, 0], [255, 255, 255, 255, 1]])
    expect(keys.isEntry(Uint8Array.from(bytes))).toBe(false)
})

test('other codecs are entered where libav says', () => {
  expect(new KeyPictures({ codec: 'hevc', width: 64, height: 48, extradata: null }).isEntry(Uint8Array.of(1))).toBe(true)
})
