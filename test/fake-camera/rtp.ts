/**
 * H.264 in RTP (RFC 6184, packetization mode 1) and H.265 in RTP (RFC 7798): one NAL unit a packet, or fragments of one.
 */

const PAYLOAD_TYPE = 96
const PACKET_BYTES_MAX = 1300
const SSRC = 0x4d415253

/** One picture: its NAL units without start codes. */
export type AccessUnit = readonly Buffer[]

export type FakeCodec = 'h264' | 'hevc'

function typeOf(nal: Buffer, codec: FakeCodec): number {
  return codec === 'h264' ? (nal[0] ?? 0) & 31 : ((nal[0] ?? 0) >> 1) & 63
}

function isSlice(nal: Buffer, codec: FakeCodec): boolean {
  const type = typeOf(nal, codec)
  return codec === 'h264' ? type === 1 || type === 5 : type < 32
}

/** Whether decoding can begin at this picture. */
export function isKey(unit: AccessUnit, codec: FakeCodec): boolean {
  return unit.some((nal) => {
    const type = typeOf(nal, codec)
    return codec === 'h264' ? type === 5 : type >= 16 && type <= 21
  })
}

/** Splits an Annex B byte stream into pictures, each beginning with what comes before its slice (parameter sets). */
export function accessUnitsOf(stream: Buffer, codec: FakeCodec = 'h264'): AccessUnit[] {
  const units: Buffer[][] = []
  let open: Buffer[] = []
  for (const nal of nalUnitsOf(stream)) {
    // Delimiters of pictures say nothing that RTP does not.
    if (typeOf(nal, codec) === (codec === 'h264' ? 9 : 35)) continue
    open.push(nal)
    // A slice ends the picture: the encoder is told to make one slice a picture.
    if (isSlice(nal, codec)) {
      units.push(open)
      open = []
    }
  }
  return units
}

function nalUnitsOf(stream: Buffer): Buffer[] {
  const starts: number[] = []
  for (let at = stream.indexOf('000001', 0, 'hex'); at >= 0; at = stream.indexOf('000001', at + 3, 'hex')) starts.push(at)
  return starts.map((start, index) => {
    let end = starts[index + 1] ?? stream.length
    while (end > start && stream[end - 1] === 0) end -= 1
    return stream.subarray(start + 3, end)
  })
}

export class Packetizer {
  #sequence = 1000
  readonly #codec: FakeCodec

  constructor(codec: FakeCodec = 'h264') {
    this.#codec = codec
  }

  /** Counts on without sending, as a network that loses packets. */
  lose(count: number): void {
    this.#sequence += count
  }

  /** RTP packets of one picture; the last one carries the marker. */
  packets(unit: AccessUnit, timestamp: number): Buffer[] {
    const out: Buffer[] = []
    unit.forEach((nal, index) => {
      const isLastNal = index === unit.length - 1
      if (nal.length <= PACKET_BYTES_MAX) {
        out.push(this.#packet(nal, timestamp, isLastNal))
        return
      }
      const head = nal[0] ?? 0
      const headBytes = this.#codec === 'h264' ? 1 : 2
      for (let at = headBytes; at < nal.length; at += PACKET_BYTES_MAX) {
        const part = nal.subarray(at, at + PACKET_BYTES_MAX)
        const isLast = at + PACKET_BYTES_MAX >= nal.length
        const flags = (at === headBytes ? 0x80 : 0) | (isLast ? 0x40 : 0)
        const before =
          this.#codec === 'h264'
            ? Buffer.from([(head & 0xe0) | 28, flags | (head & 31)])
            : Buffer.from([(head & 0x81) | (49 << 1), nal[1] ?? 1, flags | ((head >> 1) & 63)])
        out.push(this.#packet(Buffer.concat([before, part]), timestamp, isLast && isLastNal))
      }
    })
    return out
  }

  #packet(payload: Buffer, timestamp: number, hasMarker: boolean): Buffer {
    const head = Buffer.alloc(12)
    head[0] = 0x80
    head[1] = PAYLOAD_TYPE | (hasMarker ? 0x80 : 0)
    head.writeUInt16BE(this.#sequence & 0xffff, 2)
    head.writeUInt32BE(timestamp >>> 0, 4)
    head.writeUInt32BE(SSRC, 8)
    this.#sequence += 1
    return Buffer.concat([head, payload])
  }
}

/** RTP in the RTSP connection itself (RFC 2326, 10.12). */
export function interleaved(channel: number, packet: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head[0] = 0x24
  head[1] = channel
  head.writeUInt16BE(packet.length, 2)
  return Buffer.concat([head, packet])
}

/** The session description that DESCRIBE answers with. `framesPerSecond` is what the camera says, true or not. */
export function sessionDescription(units: readonly AccessUnit[], framesPerSecond: number, codec: FakeCodec = 'h264'): string {
  const all = units.flat()
  const parameterSet = (type: number): string => all.find((nal) => typeOf(nal, codec) === type)?.toString('base64') ?? ''
  const sps = all.find((nal) => typeOf(nal, codec) === 7) ?? Buffer.alloc(4)
  const format =
    codec === 'h264'
      ? `packetization-mode=1;profile-level-id=${sps.toString('hex', 1, 4)};sprop-parameter-sets=${parameterSet(7)},${parameterSet(8)}`
      : `sprop-vps=${parameterSet(32)};sprop-sps=${parameterSet(33)};sprop-pps=${parameterSet(34)}`
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=fake camera',
    't=0 0',
    'a=control:*',
    `m=video 0 RTP/AVP ${PAYLOAD_TYPE}`,
    'c=IN IP4 0.0.0.0',
    `a=rtpmap:${PAYLOAD_TYPE} ${codec === 'h264' ? 'H264' : 'H265'}/90000`,
    `a=fmtp:${PAYLOAD_TYPE} ${format}`,
    `a=framerate:${framesPerSecond}`,
    'a=control:track1',
    '',
  ].join('\r\n')
}
