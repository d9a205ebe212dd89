/** The kinds of camera source there are, and opening whichever is meant. One line for each kind. */
import { Fault } from '../../../../base/outcome.ts'
import type { CameraSource, SourceKind, SourceSpec } from '../../contract.ts'
import { cptvSource } from '../cptv/server/source.ts'
import { framesSource } from '../frames/server/source.ts'
import { libavSource } from '../libav/server/source.ts'
import { simulatedSource } from '../simulated/server/source.ts'
import { inspectPath } from './file-kind.ts'

/** In order: the first whose `matches` says yes opens the address. Folders always go to `framesSource`. */
export const sourceKinds: readonly SourceKind[] = [simulatedSource, cptvSource, libavSource, framesSource]

/**
 * Opens what the spec names. Throws a `Fault` with a code of `sourceFaults`: for a path first `source.not-found`,
 * `source.not-readable` or `source.empty`, and `source.unknown-format` with `{path, found}` when no kind is meant by it.
 */
export async function openSource(spec: SourceSpec, signal: AbortSignal): Promise<CameraSource> {
  const isPath = !spec.address.includes('://') && !spec.address.startsWith('simulated:')
  const found = isPath ? await inspectPath(spec.address) : null
  if (found === 'folder') return framesSource.open(spec, signal)
  const kind = sourceKinds.find((each) => each.matches(spec) && !(isPath && each.id === framesSource.id))
  if (kind !== undefined) return kind.open(spec, signal)
  // A video under a name without an ending is still a video.
  if (found === 'mp4' || found === 'matroska' || found === 'mpegts' || found === 'avi') return libavSource.open(spec, signal)
  throw new Fault('source.unknown-format', { path: spec.address, found: found ?? 'address' })
}
