/** What others may know of seeing: a detector takes frames of one camera and answers with its pixel tracks. */
import type { Frame } from '../cameras/contract.ts'

/** Pixels of the original picture, origin top left, `[x, y, w, h]`, w and h > 0, may be fractional. */
export type Box = readonly [x: number, y: number, w: number, h: number]

/** OPS 2.2: the five classes, and nothing finer. Never a person's identity, never "armed". */
export const trackClasses = ['person', 'vehicle', 'animal', 'other', 'unknown'] as const
export type TrackClass = (typeof trackClasses)[number]
/** Sums to 1 ± 0.001. */
export type ClassProbabilities = Readonly<Record<TrackClass, number>>

/** What the detector says of one track in one frame in which it was seen. A coasting track says nothing. */
export interface TrackSighting {
  /** Unique in the stream, never reused. */
  readonly trackId: string
  readonly frameIndex: number
  readonly tMs: number
  readonly box: Box
  /** True from the frame on which the track would alarm. */
  readonly isConfirmed: boolean
  /** 0…1, monotone in the evidence; not a probability. */
  readonly score: number
  readonly classProbabilities: ClassProbabilities
  /** Warmer or colder than what stood there before. */
  readonly contrast: 'warm' | 'cold'
  /** Strongest blob of this frame in standard deviations of the local noise. */
  readonly peakSigma: number
  /** The evidence that let it be confirmed, as measured: what "why this alert" is written from. Null before. */
  readonly evidence: TrackEvidence | null
}

/** Measured over the window that confirmed the track; kept so that every number of an alert can be computed again. */
export interface TrackEvidence {
  readonly windowMs: number
  readonly hits: number
  readonly frames: number
  /** Net displacement over the window, in pixels and in heights of the body. */
  readonly displacementPx: number
  readonly displacementBodies: number
  /** Root mean square distance from the fitted straight path, pixels. */
  readonly residualPx: number
  readonly meanSigma: number
}

/** A track that will not be seen again. */
export interface TrackEnd {
  readonly trackId: string
  readonly tMs: number
  readonly wasConfirmed: boolean
}

export interface DetectorOutput {
  readonly sightings: readonly TrackSighting[]
  readonly ended: readonly TrackEnd[]
  /** A whole-picture step (shutter, key frame, gain) was bridged on this frame. */
  readonly stepBridged: boolean
  /** More stood out in this frame than can be followed (rain, insects): the strongest are, the rest is not. */
  readonly isCrowded: boolean
  /** Frame noise, in counts: median absolute difference of frames / 0.6745 with its floor. */
  readonly noise: number
}

export interface DetectorSettings {
  readonly width: number
  readonly height: number
  readonly bits: 8 | 16
  /** `simd` is the WebAssembly form, `plain` its readable TypeScript twin. Same answers. */
  readonly kernels: 'simd' | 'plain'
}

/**
 * One camera's detector with its pixel tracker: causal, no allocation a frame beyond its answers, never looks at names or files.
 * Frames flagged as background are passed over; damaged ones may continue a track but never confirm one.
 */
export interface Detector {
  push(frame: Frame): DetectorOutput
}
