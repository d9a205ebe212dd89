/** Writes a 16-bit grey PNG by hand, apart from the library that reads it. */
import { crc32, deflateSync } from 'node:zlib'

/** PNG of `width × height` 16-bit grey pixels, row-major. */
export function png16(width: number, height: number, pixels: Uint16Array): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 2))
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      rows.writeUInt16BE(pixels[row * width + column] ?? 0, row * (1 + width * 2) + 1 + column * 2)
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 16
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
