/** The list of a hand-over: everything that must not be forgotten is on it, once, and says what it was. */
import { describe, expect, it } from 'vitest'
import { drawItems, type ItemAlert, itemsText } from './items.ts'
import { eveningMs, someFacts } from './testing.ts'

const at = (minutes: number) => new Date(eveningMs + minutes * 60_000).toISOString()
const anAlert = (overrides: Partial<ItemAlert> = {}): ItemAlert => ({
  id: 'a1',
  number: 'A-0001',
  priority: 'P2',
  title: { text: 'alert.title.mover', values: {} },
  isTaken: true,
  isOpen: true,
  suppression: { kind: 'none' },
  closedReason: null,
  closedAt: null,
  decisionVersion: 3,
  ...overrides,
})
const kinds = (facts: Parameters<typeof someFacts>[0]) => drawItems(someFacts(facts)).map(({ kind }) => kind)

describe('the list', () => {
  it('is empty only where nothing is open, blind, changed or missed', () => expect(drawItems(someFacts())).toEqual([]))

  it('has what waits for a person first, the gravest first', () => {
    const items = drawItems(
      someFacts({
        alerts: [
          anAlert({ id: 'taken' }),
          anAlert({ id: 'shelved', suppression: { kind: 'shelved', until: at(500) } }),
          anAlert({ id: 'p3', priority: 'P3', isTaken: false }),
          anAlert({ id: 'p1', priority: 'P1', isTaken: false }),
          anAlert({ id: 'own', suppression: { kind: 'by_design', until: at(490) } }),
        ],
      }),
    )
    expect(items.map(({ id }) => id)).toEqual([
      'alert-untaken:p1',
      'alert-untaken:p3',
      'alert-open:taken',
      'alert-shelved:shelved',
      'by-design:own',
    ])
    expect(items.find(({ kind }) => kind === 'alert-shelved')?.said.values.until).toBe(at(500))
  })

  it('has closes as undetermined of this shift, and not of the one before', () => {
    const closed = { isOpen: false, closedReason: 'undetermined' }
    expect(kinds({ alerts: [anAlert({ ...closed, closedAt: at(10) })] })).toEqual(['undetermined'])
    expect(kinds({ alerts: [anAlert({ ...closed, closedAt: at(-10) })] })).toEqual([])
    expect(kinds({ alerts: [anAlert({ isOpen: false, closedReason: 'nuisance.animal', closedAt: at(10) })] })).toEqual([])
  })

  it('has cameras that do not see apart from those out of service, and zones with how long nobody watched them', () => {
    const camera = { id: 'c', code: 'C01', since: at(420), outUntil: null }
    const zone = { placeId: 'z', name: { ar: 'و', en: 'w' }, isWatchedNow: true, seconds: 1200 }
    const items = drawItems(
      someFacts({
        cameras: [
          { ...camera, health: 'working' },
          { ...camera, id: 'd', health: 'down' },
          { ...camera, id: 'o', health: 'out_of_service', outUntil: at(600) },
        ],
        unwatched: [zone, { ...zone, placeId: 'y', seconds: null, isWatchedNow: false }],
      }),
    )
    expect(items.map(({ id, said }) => [id, said.values.minutes ?? said.values.until])).toEqual([
      ['camera-blind:d', 60],
      ['camera-out:o', at(600)],
      ['zone-unwatched:z', 20],
      ['zone-unwatched:y', 1],
    ])
    expect(items.at(-1)?.said.text).toBe('shift.item.zone-unknown')
  })

  it('has gaps, a full disk, holds, changes, an exercise, troubles of journal and clock, and missed reliefs', () => {
    const missed = { dueAt: at(60), state: 'missed', at: at(75), byId: null, reason: null, note: null } as const
    expect(
      kinds({
        shift: { openedAt: at(0), sound: 'heard', reliefs: [missed, { ...missed, dueAt: at(120), state: 'taken' }] },
        announced: [{ id: 'n', what: 'Saqr 2', until: at(500) }],
        gaps: [{ cameraId: 'c', code: 'C01', count: 2, seconds: 90 }],
        recordingStopped: 'full',
        holds: [{ id: 'h', code: 'C01', from: at(5) }],
        changes: [{ what: 'places', n: 2, lastPos: 9 }],
        isExercise: true,
        troubles: [{ part: 'clock', n: 1, isNow: false }],
      }),
    ).toEqual(['by-design', 'recording', 'recording', 'hold', 'changed', 'exercise', 'trouble', 'relief-missed'])
  })

  it('gives each thing another mark when it has changed, so that it is opened again; and no two the same id', () => {
    const marks = (alert: ItemAlert) => itemsText(drawItems(someFacts({ alerts: [alert] })))
    expect(marks(anAlert())).not.toBe(marks(anAlert({ decisionVersion: 4 })))
    const ids = drawItems(someFacts({ alerts: [anAlert(), anAlert({ id: 'a2' })] })).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
