/** A camera's stream read for its packets alone: for recording the larger of two streams without decoding it. */
import { Fault } from '../../../../../base/outcome.ts'
import type { EncodedFormat, EncodedPacket, EncodedStream, SourceSpec } from '../../../contract.ts'
import { StreamClock } from '../../stream-clock.ts'
import { cameraAddress, defaultLimits } from './source.ts'
import { StreamReader } from './stream-reader.ts'

export interface PacketSource extends EncodedStream {
  /** Reads until the signal, or throws the `Fault` that ended the stream. */
  run(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Opens a live camera whose codec can be kept as it is. Throws a `Fault` with a code of `sourceFaults`. */
export async function openPackets(spec: SourceSpec, signal: AbortSignal): Promise<PacketSource> {
  const address = cameraAddress(spec, defaultLimits)
  const within = AbortSignal.any([signal, AbortSignal.timeout(defaultLimits.openWithinMs)])
  const clockOf = (framesPerSecond: number | null) => new StreamClock(framesPerSecond)
  const reader = await StreamReader.open(address, within, { clockOf, decodes: false })
  const format: EncodedFormat | null = reader.encodedFormat
  if (format === null) {
    await reader.close()
    throw new Fault('source.unsupported', { path: address.shown, reason: 'codec' })
  }
  return {
    format,
    listen(onPacket: ((packet: EncodedPacket) => void) | null) {
      reader.onPacket = onPacket
    },
    async run(stop) {
      let isSilent = false
      const watch = setTimeout(() => {
        isSilent = true
        void reader.close()
      }, defaultLimits.silentAfterMs)
      const end = () => void reader.close()
      stop.addEventListener('abort', end, { once: true })
      try {
        while (!stop.aborted && (await reader.readOne())) watch.refresh()
        if (!stop.aborted) throw new Fault(isSilent ? 'source.silent' : 'source.ended', { path: address.shown })
      } finally {
        clearTimeout(watch)
        stop.removeEventListener('abort', end)
      }
    },
    close: () => reader.close(),
  }
}
