/** The detector: picture → clutter → blobs → tracks, one camera, causal. Each stage is a file of its own. */
import type { Frame } from '../cameras/contract.ts'
import { createBlobs } from './blobs.ts'
import { classify } from './classes.ts'
import { createClutter } from './clutter.ts'
import type { Detector, DetectorOutput, DetectorSettings, TrackEnd, TrackSighting } from './contract.ts'
import type { Kernels } from './kernels.ts'
import { parameters } from './parameters.ts'
import { createPicture } from './picture.ts'
import { createStands } from './stands.ts'
import { createTracks } from './tracks.ts'

const { step, background, blobs: bars, tracks: limits } = parameters

/** A detector for frames of one size and depth. All memory is taken here; a frame allocates only its answer. */
export function createDetector({ width, height, bits }: DetectorSettings, kernels: Kernels): Detector {
  const picture = createPicture(width, height, bits, kernels)
  const clutter = createClutter(picture, kernels)
  const blobs = createBlobs(picture)
  const tracks = createTracks(width, height)
  const stands = createStands(picture)
  let startMs: number | null = null
  let lastMs = 0
  let heldUntilMs = Number.NEGATIVE_INFINITY

  return {
    push(frame: Frame): DetectorOutput {
      const ended: TrackEnd[] = []
      if (frame.isBackground) return { sightings: [], ended, stepBridged: false, isCrowded: false, noise: picture.noise }
      const tMs = frame.tMs
      startMs ??= tMs
      const stepS = Math.max(0, (tMs - lastMs) / 1000)
      lastMs = tMs
      const stepBridged = picture.take(frame, blobs.bodies, blobs.bodyCount, stands.held(tracks.list))
      if (stepBridged) heldUntilMs = tMs + step.holdS * 1000
      clutter.weigh(picture, stepS)
      blobs.find(picture, clutter)
      const isHeld = tMs < heldUntilMs || frame.isDamaged
      const birthSigmas = isHeld ? Number.POSITIVE_INFINITY : birthBar(tMs - startMs)
      tracks.take(
        tMs,
        blobs,
        {
          birthSigmas,
          weakBirthSigmas: birthSigmas === bars.birthSigmas ? bars.weakBirthSigmas : Number.POSITIVE_INFINITY,
          confirmations: !isHeld,
        },
        ended,
      )
      stands.note(tMs, tracks.list)
      if (!frame.isDamaged) {
        clutter.learn(tMs, stands.close)
        for (const { isGhost, isSeen, left, top, width, height } of tracks.list) {
          if (isGhost && isSeen) picture.heal(left, top, width, height, stepS)
        }
        picture.follow(blobs.bodies, blobs.bodyCount, stands.held(tracks.list), stepS)
      }
      return {
        sightings: sightingsOf(frame),
        ended,
        stepBridged,
        isCrowded: blobs.isCrowded && birthSigmas === bars.birthSigmas,
        noise: picture.noise,
      }
    },
  }

  /** In the first moments noise and background are hardly known: only what is bright may found a track, then all. */
  function birthBar(ageMs: number): number {
    if (ageMs >= background.settleS * 1000) return bars.birthSigmas
    return ageMs >= background.settleBrightS * 1000 ? limits.bornBrightSigmas : Number.POSITIVE_INFINITY
  }

  function sightingsOf(frame: Frame): TrackSighting[] {
    const sightings: TrackSighting[] = []
    for (const track of tracks.list) {
      if (!track.isSeen) continue
      sightings.push({
        trackId: track.id,
        frameIndex: frame.index,
        tMs: frame.tMs,
        box: [track.left, track.top, track.width, track.height],
        isConfirmed: track.isConfirmed,
        score: track.score,
        classProbabilities: classify(track.width, track.height),
        contrast: track.sign > 0 ? 'warm' : 'cold',
        peakSigma: track.peak,
        evidence: track.evidence,
      })
    }
    return sightings
  }
}
