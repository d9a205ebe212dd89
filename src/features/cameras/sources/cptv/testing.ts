/** Builds CPTV bytes for tests: the opposite of `parse.ts`, written apart from it. */

/** One picture to be written: pixels row-major; times in the version's own unit. */
export interface PictureToWrite {
  readonly pixels: readonly number[]
  readonly on?: number
  readonly lastShutter?: number
  readonly isBackground?: boolean
}

/** Inflated CPTV bytes of the given pictures, deltas in `bits` bits. */
export function writeCptv(
  {
    version = 2,
    width,
    height,
    bits = 16,
    framesPerSecond,
  }: { version?: number; width: number; height: number; bits?: number; framesPerSecond?: number },
  pictures: readonly PictureToWrite[],
): Uint8Array<ArrayBuffer> {
  const out: number[] = [...Buffer.from('CPTV'), version]
  const fields: number[][] = [field('X', width, 4), field('Y', height, 4), field('T', 1_700_000_000_000_000, 8)]
  if (framesPerSecond) fields.push(field('Z', framesPerSecond, 1))
  out.push(0x48, fields.length, ...fields.flat())
  let before: readonly number[] = pictures.length > 0 ? new Array(width * height).fill(0) : []
  for (const picture of pictures) {
    const data = encode(picture.pixels, before, width, height, bits)
    const parts = [field('w', bits, 1), field('f', data.length, 4)]
    if (picture.on !== undefined) parts.push(field('t', picture.on, 4))
    if (picture.lastShutter !== undefined) parts.push(field('c', picture.lastShutter, 4))
    if (picture.isBackground) parts.push(field('g', 1, 1))
    out.push(0x46, parts.length, ...parts.flat(), ...data)
    before = picture.pixels
  }
  return Uint8Array.from(out)
}

function field(code: string, value: number, sizeBytes: number): number[] {
  const bytes: number[] = []
  for (let i = 0, rest = value; i < sizeBytes; i++, rest = Math.floor(rest / 256)) bytes.push(rest % 256)
  return [sizeBytes, code.charCodeAt(0), ...bytes]
}

function encode(pixels: readonly number[], before: readonly number[], width: number, height: number, bits: number): number[] {
  const order: number[] = []
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) order.push(y * width + (y % 2 === 0 ? x : width - 1 - x))
  }
  const changes = order.map((i) => pixels[i]! - before[i]!)
  const start = changes[0]!
  const text = changes
    .slice(1)
    .map((change, i) => (BigInt(change - changes[i]!) & ((1n << BigInt(bits)) - 1n)).toString(2).padStart(bits, '0'))
    .join('')
  const data = [start & 255, (start >> 8) & 255, (start >> 16) & 255, (start >> 24) & 255]
  for (let i = 0; i < text.length; i += 8) data.push(Number.parseInt(text.slice(i, i + 8).padEnd(8, '0'), 2))
  return data
}
