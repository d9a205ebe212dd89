/** H.264 in RTP (RFC 6184, packetization mode 1): one NAL unit a packet, or fragments of type FU-A. */

const PAYLOAD_TYPE = 96
const PACKET_BYTES_MAX = 1300
const SSRC = 0x4d415253

/** One picture: its NAL units without start codes. */
export type AccessUnit = readonly Buffer[]

/** Splits an Annex B byte stream into pictures, each beginning with what comes before its slice (parameter sets). */
export function accessUnitsOf(stream: Buffer): AccessUnit[] {
  const units: Buffer[][] = []
  let open: Buffer[] = []
  for (const nal of nalUnitsOf(stream)) {
    const type = (nal[0] ?? 0) & 31
    if (type === 9) continue
    open.push(nal)
    // A slice ends the picture: the encoder is told to make one slice a picture.
    if (type === 1 || type === 5) {
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
      for (let at = 1; at < nal.length; at += PACKET_BYTES_MAX) {
        const part = nal.subarray(at, at + PACKET_BYTES_MAX)
        const isLast = at + PACKET_BYTES_MAX >= nal.length
        const flags = (at === 1 ? 0x80 : 0) | (isLast ? 0x40 : 0) | (head & 31)
        out.push(this.#packet(Buffer.concat([Buffer.from([(head & 0xe0) | 28, flags]), part]), timestamp, isLast && isLastNal))
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

/** The session description that DESCRIBE answers with. */
export function sessionDescription(units: readonly AccessUnit[], framesPerSecond: number): string {
  const all = units.flat()
  const parameterSet = (type: number): string => all.find((nal) => ((nal[0] ?? 0) & 31) === type)?.toString('base64') ?? ''
  const sps = all.find((nal) => ((nal[0] ?? 0) & 31) === 7) ?? Buffer.alloc(4)
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=fake camera',
    't=0 0',
    'a=control:*',
    `m=video 0 RTP/AVP ${PAYLOAD_TYPE}`,
    'c=IN IP4 0.0.0.0',
    `a=rtpmap:${PAYLOAD_TYPE} H264/90000`,
    `a=fmtp:${PAYLOAD_TYPE} packetization-mode=1;profile-level-id=${sps.toString('hex', 1, 4)};sprop-parameter-sets=${parameterSet(7)},${parameterSet(8)}`,
    `a=framerate:${framesPerSecond}`,
    'a=control:track1',
    '',
  ].join('\r\n')
}
