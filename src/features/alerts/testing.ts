/** Builders: a complete valid thing, of which a test overrides what it is about. */
import { type Entry, noEntryBefore } from '../../journal/entry.ts'
import { aPose } from '../cameras/pose.testing.ts'
import type { PlaceView } from '../places/contract.ts'
import { aPlace, aTrack, startMs } from '../tracks/testing.ts'
import type { AlertRaised } from './events.ts'
import { type AlertRow, alerts } from './fold.ts'
import type { Scene } from './rules/rule.ts'

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** A line from west to east at 20.5° N; our ground lies south of it. */
export function aLine(): PlaceView {
  const geometry = {
    kind: 'line',
    coordinates: [
      [50.4, 20.5],
      [50.6, 20.5],
    ] as [number, number][],
    inside: 'right',
  } as const
  return { id: id(900), version: 1, name: { ar: 'الخط', en: 'The line' }, area: 'a', geometry }
}

/** A square of 200 m around 20.498° N 50.5° E. */
export function aZone(): PlaceView {
  const ring: [number, number][] = [
    [50.499, 20.497],
    [50.501, 20.497],
    [50.501, 20.499],
    [50.499, 20.499],
    [50.499, 20.497],
  ]
  return { id: id(901), version: 1, name: { ar: 'البئر', en: 'The well' }, area: 'a', geometry: { kind: 'zone', ring } }
}

/** A camera 500 m south of the line that looks north. */
export function aScene(overrides: Partial<Scene> = {}): Scene {
  const errors = { azimuthDeg: 0.2, pitchDeg: 0.1, heightM: 0.3 }
  const pose = aPose({ position: { lat: 20.4955, lon: 50.5 }, heightM: 15, azimuthTrueDeg: 0, errors })
  return { places: [aLine()], camera: { id: id(1), code: 'C01', name: { ar: 'الشمال', en: 'North' }, pose }, ...overrides }
}

/** What is raised when such a mover comes nearer. */
export function aRaised(overrides: Partial<AlertRaised> = {}): AlertRaised {
  return {
    number: 'A-0001',
    kind: 'detection',
    priority: 'P2',
    ruleId: 'approach',
    ruleVersion: 1,
    ruleValues: { withinMin: 15 },
    groupClass: 'person',
    title: { text: 'alert.title.mover-approach', values: { cls: 'person', n: 1, line: { ar: 'الخط', en: 'The line' } } },
    reasons: [{ text: 'alert.reason.range', values: { near: 540, far: 680 } }],
    unknowns: [{ text: 'alert.unknown.who', values: {} }],
    cameraIds: [id(1)],
    trackIds: [id(100)],
    placeIds: [id(900)],
    place: aPlace(),
    distanceToLineM: { near: 40, far: 180 },
    track: aTrack(),
    pointsSha256: noEntryBefore,
    still: null,
    stillAt: null,
    stillBox: [300, 200, 5, 12],
    stillSize: [640, 512],
    hops: { h0FrameAt: new Date(startMs).toISOString(), h1DetectedAt: null, h2ConfirmedAt: new Date(startMs + 80).toISOString() },
    ...overrides,
  }
}

let written = 0

/** An entry about an alert, as the journal would date it. */
export function anEntry(type: string, body: object, overrides: Partial<Entry> = {}): Entry {
  written++
  const atMs = startMs + written * 1000
  return {
    site: id(2),
    epoch: 1,
    seq: written,
    hlc: `${atMs.toString(16).padStart(12, '0')}-0000`,
    type,
    typeVersion: 1,
    subject: id(3),
    area: 'a',
    actor: { kind: 'machine', id: 'marsad', session: null },
    mode: 'live',
    marking: 'M1',
    observedAt: new Date(atMs).toISOString(),
    commandId: null,
    causedBy: null,
    clock: { trusted: true, offsetMs: null },
    body: body as Entry['body'],
    prev: noEntryBefore,
    ...overrides,
  }
}

/** A row after its entries, with its version as the journal counts it. */
export function folded(entries: readonly Entry[]): (AlertRow & { id: string; version: number }) | undefined {
  let row: (AlertRow & { id: string; version: number }) | undefined
  for (const entry of entries) {
    const next = alerts.fold(row, entry)
    row = next ? { ...next, id: entry.subject, version: (row?.version ?? 0) + 1 } : undefined
  }
  return row
}
