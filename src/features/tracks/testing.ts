/** Builders: a complete valid track, of which a test or a bench overrides what it is about. */
import type { Place } from '../cameras/contract.ts'
import type { TrackView } from './contract.ts'

export const startMs = Date.UTC(2026, 10, 22, 0, 11, 4)

/** Where a posed camera places such a mover: 600 m north of it. */
export function aPlace(overrides: Partial<Place> = {}): Place {
  return {
    method: 'ground_plane',
    bearingTrueDeg: 0,
    bearingErrorDeg: 0.4,
    rangeM: { near: 540, best: 600, far: 680 },
    position: { lat: 20.5009, lon: 50.5 },
    ellipse: { aM: 70, bM: 4, bearingTrueDeg: 0 },
    ...overrides,
  }
}

/** A person-sized mover 100 m north of 20.5° N that walks south at 1.2 m/s. */
export function aTrack(overrides: Partial<TrackView> = {}): TrackView {
  return {
    id: '00000000-0000-7000-8000-000000000100',
    cameraId: '00000000-0000-7000-8000-000000000001',
    joinedWith: [],
    state: 'confirmed',
    classProbabilities: { person: 0.7, vehicle: 0.05, animal: 0.1, other: 0.05, unknown: 0.1 },
    contrast: 'warm',
    box: [300, 200, 5, 12],
    place: aPlace(),
    velocity: { speedMs: 1.2, courseTrueDeg: 180 },
    heightM: { least: 1.5, most: 2 },
    travelM: 40,
    evidence: {
      windowMs: 1900,
      hits: 17,
      frames: 18,
      displacementPx: 14,
      displacementBodies: 1.2,
      residualPx: 0.6,
      meanSigma: 11.4,
    },
    firstSeenAt: new Date(startMs).toISOString(),
    lastSeenAt: new Date(startMs + 30_000).toISOString(),
    trail: [{ lat: 20.5012, lon: 50.5 }],
    ...overrides,
  }
}
