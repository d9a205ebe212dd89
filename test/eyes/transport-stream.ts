/** An MPEG-TS recording with pictures and a stream of ST 0601 sets, made with libav's own writer: written apart from what reads it. */
import { AV_CODEC_ID_SMPTE_KLV, AV_PKT_FLAG_KEY, AVMEDIA_TYPE_DATA } from 'node-av/constants'
import { FFmpegError, FormatContext, Packet, Rational } from 'node-av/lib'

export interface Fixed {
  /** Milliseconds since the first picture. */
  readonly tMs: number
  readonly lat: number
  readonly lon: number
  readonly headingDeg: number
}

const KEY = [6, 14, 43, 52, 2, 11, 1, 1, 14, 1, 3, 1, 1, 0, 0, 0]
const big = (value: number, bytes: number): number[] => {
  const buffer = Buffer.alloc(8)
  buffer.writeBigUInt64BE(BigInt.asUintN(64, BigInt(Math.round(value))))
  return [...buffer.subarray(8 - bytes)]
}
const mapped = (value: number, most: number) => big(((value / (2 * most)) * (2 ** 32 - 2)) >>> 0, 4)

/** One set: time, place, heading, view and the ground in the picture, as ST 0601 writes them. `spoil` makes its sum wrong. */
export function localSet({ tMs, lat, lon, headingDeg }: Fixed, startMs: number, spoil = false): Uint8Array {
  const items: [number, number[]][] = [
    [2, big((startMs + tMs) * 1000, 8)],
    [5, big((headingDeg / 360) * 65_535, 2)],
    [10, [...Buffer.from('Balloon 1')]],
    [13, signedDegrees(lat, 90)],
    [14, signedDegrees(lon, 180)],
    [15, big(((700 + 900) / 19_900) * 65_535, 2)],
    [16, big((12 / 180) * 65_535, 2)],
    [18, big(0, 4)],
    [19, signedDegrees(-5, 180)],
    [23, signedDegrees(lat + 0.01, 90)],
    [24, signedDegrees(lon, 180)],
    ...[0.001, -0.001, 0.001, 0.001, -0.001, 0.001, -0.001, -0.001].map((offset, at): [number, number[]] => [
      26 + at,
      big(((offset / 0.15) * (2 ** 16 - 2)) & 0xffff, 2),
    ]),
    [62, [6, 152]],
    [65, [17]],
  ]
  const inside = items.flatMap(([tag, bytes]) => [tag, bytes.length, ...bytes])
  const length = inside.length + 4
  const head = [...KEY, ...(length < 128 ? [length] : [0x82, length >> 8, length & 255]), ...inside, 1, 2]
  const sum = head.reduce((all, byte, at) => (all + (at % 2 === 0 ? byte << 8 : byte)) & 0xffff, spoil ? 1 : 0)
  return Uint8Array.from([...head, sum >> 8, sum & 255])
}

function signedDegrees(degrees: number, most: number): number[] {
  return mapped(degrees, most)
}

/** Copies the pictures of `video` and puts a packet of metadata beside each instant of `sets`. */
export async function withMetadata(
  video: string,
  path: string,
  sets: readonly { tMs: number; bytes: Uint8Array }[],
): Promise<void> {
  const input = new FormatContext()
  FFmpegError.throwIfError(await input.openInput(video, null, null), 'open')
  await input.findStreamInfo(null)
  const pictures = input.streams[0]
  if (!pictures) throw new Error('no pictures')
  const output = new FormatContext()
  FFmpegError.throwIfError(output.allocOutputContext2(null, 'mpegts', path), 'container')
  const out = output.newStream(null)
  pictures.codecpar.copy(out.codecpar)
  out.codecpar.codecTag = 0
  out.timeBase = new Rational(1, 90_000)
  const data = output.newStream(null)
  data.codecpar.codecType = AVMEDIA_TYPE_DATA
  data.codecpar.codecId = AV_CODEC_ID_SMPTE_KLV
  data.timeBase = new Rational(1, 90_000)
  FFmpegError.throwIfError(await output.openOutput(), 'file')
  FFmpegError.throwIfError(await output.writeHeader(null), 'header')
  const waiting = [...sets]
  const packet = new Packet()
  packet.alloc()
  const write = async (stream: number, dts: bigint) => {
    packet.streamIndex = stream
    packet.dts = dts
    FFmpegError.throwIfError(await output.interleavedWriteFrame(packet), 'packet')
  }
  while ((await input.readFrame(packet)) >= 0) {
    packet.rescaleTs(pictures.timeBase, new Rational(1, 90_000))
    const { pts, dts } = packet
    while (waiting[0] && waiting[0].tMs * 90 <= Number(pts)) {
      const next = waiting.shift() as (typeof waiting)[number]
      const beside = new Packet()
      beside.alloc()
      beside.data = Buffer.from(next.bytes)
      beside.streamIndex = data.index
      beside.pts = BigInt(Math.round(next.tMs * 90))
      beside.dts = beside.pts
      beside.setFlags(AV_PKT_FLAG_KEY)
      FFmpegError.throwIfError(await output.interleavedWriteFrame(beside), 'metadata')
      beside.free()
    }
    await write(out.index, dts)
  }
  FFmpegError.throwIfError(await output.writeTrailer(), 'trailer')
  await output.closeOutput()
  output.freeContext()
  packet.free()
  await input.closeInput()
}
