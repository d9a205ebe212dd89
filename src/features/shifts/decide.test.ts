/** The watch of an area: it always has an owner, and passes only when everything on the list was opened. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as commands from './decide.ts'
import { watches } from './fold.ts'
import { drawItems } from './items.ts'
import { aWatch, haydar, machine, someFacts, watchId, zaynab } from './testing.ts'
import { reliefDueAtMs, reliefReminderMs, shiftTooLong } from './times.ts'

const items = [
  { id: 'alert-open:1', mark: '3' },
  { id: 'camera-blind:2', mark: 'down' },
]
const list = { items, itemsSha256: 'sum' }
const opening = { shiftId: 's-1', secondId: null, sound: 'heard', plannedId: null } as const
const signing = { ...list, nextShiftId: 's-2', sound: 'heard', secondId: null, note: null, alertIds: ['1'] } as const
const joining = { session: 's1', provedBy: 'secret' } as const
const minute = 60_000

function handedOver() {
  const watch = aWatch()
  watch.act(commands.openShift, haydar, opening)
  watch.later(8 * 60 * minute)
  watch.act(commands.startHandOver, haydar, { ...list, note: null })
  watch.act(commands.joinHandOver, zaynab, joining)
  return watch
}

describe('a hand-over', () => {
  it('passes the area in one entry when the incoming has opened everything and signs', () => {
    const watch = handedOver()
    for (const { id, mark } of items) expect(watch.act(commands.openItem, zaynab, { ...list, itemId: id, mark })).toBeNull()
    const before = watch.entries().length
    expect(watch.row()?.now?.byId).toBe(haydar.id)
    expect(watch.act(commands.signHandOver, zaynab, signing)).toBeNull()
    expect(watch.entries().length).toBe(before + 1)
    expect(watch.row()).toMatchObject({
      now: { id: 's-2', byId: zaynab.id, state: 'open', sound: 'heard' },
      past: [{ id: 's-1', byId: haydar.id, state: 'closed', nextById: zaynab.id }],
    })
  })

  it('is refused with one item unopened, with an item that changed since, and to the outgoing', () => {
    const watch = handedOver()
    watch.act(commands.openItem, zaynab, { ...list, itemId: 'alert-open:1', mark: '3' })
    expect(watch.act(commands.signHandOver, zaynab, signing)).toBe('shift.items-unopened')
    watch.act(commands.openItem, zaynab, { ...list, itemId: 'camera-blind:2', mark: 'down' })
    const graver = { ...signing, items: [{ id: 'alert-open:1', mark: '4' }, ...items.slice(1)] }
    expect(watch.act(commands.signHandOver, zaynab, graver)).toBe('shift.items-unopened')
    expect(watch.act(commands.signHandOver, haydar, signing)).toBe('shift.not-incoming')
    expect(watch.act(commands.signHandOver, machine, signing)).toBe('not-allowed')
    expect(watch.row()?.now?.byId).toBe(haydar.id)
  })

  it('cannot be taken by the one who hands over, nor opened by him', () => {
    const watch = handedOver()
    expect(watch.act(commands.joinHandOver, haydar, joining)).toBe('shift.same-person')
    expect(watch.act(commands.openItem, haydar, { ...list, itemId: 'alert-open:1', mark: '3' })).toBe('shift.not-incoming')
    expect(watch.act(commands.openItem, zaynab, { ...list, itemId: 'alert-open:1', mark: '2' })).toBe('shift.item-changed')
    expect(watch.act(commands.openItem, zaynab, { ...list, itemId: 'no', mark: '2' })).toBe('shift.item-unknown')
  })

  it('starts anew for another incoming: what one has opened, the other has not', () => {
    const watch = handedOver()
    for (const { id, mark } of items) watch.act(commands.openItem, zaynab, { ...list, itemId: id, mark })
    const third = { ...zaynab, id: '00000000-0000-7000-8000-000000000013' }
    watch.act(commands.joinHandOver, third, joining)
    expect(watch.act(commands.signHandOver, third, signing)).toBe('shift.items-unopened')
  })

  it('can be withdrawn by the outgoing, and the watch stays his', () => {
    const watch = handedOver()
    expect(watch.act(commands.withdrawHandOver, zaynab, {})).toBe('shift.not-yours')
    expect(watch.act(commands.withdrawHandOver, haydar, {})).toBeNull()
    expect(watch.row()?.now).toMatchObject({ state: 'open', byId: haydar.id, handOver: null })
    expect(watch.act(commands.signHandOver, zaynab, signing)).toBe('shift.not-handing-over')
  })

  it('refuses who decides on the watch before this one', () => {
    const watch = handedOver()
    const old = watch.row()?.version ?? 0
    for (const { id, mark } of items) watch.act(commands.openItem, zaynab, { ...list, itemId: id, mark })
    watch.act(commands.signHandOver, zaynab, signing)
    expect(watch.act(commands.startHandOver, zaynab, { ...list, note: null, basedOn: old })).toBe('shift.stale')
    expect(watch.act(commands.openShift, haydar, opening)).toBe('shift.already-open')
  })
})

describe('opening', () => {
  it('is for people, and writes whether the sound was heard', () => {
    const watch = aWatch()
    expect(watch.act(commands.openShift, machine, opening)).toBe('not-allowed')
    expect(watch.act(commands.openShift, haydar, { ...opening, secondId: haydar.id })).toBe('shift.same-person')
    expect(watch.act(commands.openShift, haydar, { ...opening, sound: 'not-heard' })).toBeNull()
    expect(watch.row()?.now).toMatchObject({ sound: 'not-heard', state: 'open' })
    expect(drawItems(someFacts({ shift: watch.row()?.now as never })).map(({ kind }) => kind)).toEqual(['sound'])
  })

  it('takes up a plan; plans do not overlap, and last a day at most', () => {
    const watch = aWatch()
    const from = watch.nowMs()
    const plan = { shiftId: 'p-1', byId: haydar.id, fromAtMs: from, untilAtMs: from + 8 * 60 * minute }
    expect(watch.act(commands.planShift, zaynab, plan)).toBeNull()
    expect(watch.act(commands.planShift, zaynab, { ...plan, shiftId: 'p-2' })).toBe('shift.plan-wrong')
    expect(watch.act(commands.planShift, zaynab, { ...plan, untilAtMs: from })).toBe('shift.plan-wrong')
    expect(watch.act(commands.openShift, haydar, { ...opening, plannedId: 'p-9' })).toBe('shift.plan-not-found')
    expect(watch.act(commands.openShift, haydar, { ...opening, plannedId: 'p-1' })).toBeNull()
    expect(watch.row()).toMatchObject({ now: { id: 'p-1', untilAt: new Date(plan.untilAtMs).toISOString() }, planned: [] })
  })
})

describe('a commander', () => {
  it('takes over from somebody who cannot hand over, with the reason; nobody else does', () => {
    const watch = aWatch()
    watch.act(commands.openShift, haydar, opening)
    const note = { vault: 'v', sha256: 'h' }
    const relieve = { ...list, nextShiftId: 's-9', sound: 'heard', note } as const
    expect(watch.act(commands.relieveShift, zaynab, { ...relieve, isCommander: false })).toBe('not-allowed')
    expect(watch.act(commands.relieveShift, zaynab, { ...relieve, isCommander: true })).toBeNull()
    expect(watch.row()).toMatchObject({ now: { byId: zaynab.id }, past: [{ byId: haydar.id, relievedBecause: note }] })
  })
})

describe('reliefs', () => {
  const night = () => 2
  const noon = () => 12

  it('are due an hour after the last, reminded of at night only, and one that nobody answered is missed', () => {
    const watch = aWatch()
    watch.act(commands.openShift, haydar, opening)
    const shift = () => watch.row()?.now as NonNullable<ReturnType<typeof watch.row>>['now'] & object
    expect(reliefReminderMs(shift(), watch.nowMs(), night)).toBe(watch.nowMs() + 60 * minute)
    expect(reliefReminderMs(shift(), watch.nowMs(), noon)).toBeNull()
    const relief = (state: 'taken' | 'missed', reason: 'alone' | null = null) => ({
      dueAt: new Date(reliefDueAtMs(shift())).toISOString(),
      state,
      reason,
      note: null,
    })
    expect(watch.act(commands.noteRelief, haydar, relief('taken'))).toBe('shift.relief-not-due')
    watch.later(61 * minute)
    expect(watch.act(commands.noteRelief, haydar, relief('missed'))).toBe('shift.relief-reason-needed')
    expect(watch.act(commands.noteRelief, machine, relief('taken'))).toBe('not-allowed')
    const first = relief('missed')
    expect(watch.act(commands.noteRelief, machine, first)).toBeNull()
    expect(shift().reliefs).toMatchObject([{ state: 'missed', reason: null, byId: null }])
    expect(watch.act(commands.noteRelief, haydar, { ...first, reason: 'alone' })).toBeNull()
    expect(shift().reliefs).toMatchObject([{ state: 'missed', reason: 'alone', byId: haydar.id }])
    expect(reliefDueAtMs(shift())).toBe(Date.parse(first.dueAt) + 60 * minute)
    watch.later(60 * minute)
    expect(watch.act(commands.noteRelief, haydar, relief('taken'))).toBeNull()
    expect(reliefDueAtMs(shift())).toBe(watch.nowMs() + 60 * minute)
  })

  it('a shift is too long after twelve hours, and no longer when it is closed', () => {
    const shift = { openedAt: new Date(0).toISOString(), closedAt: null }
    expect(shiftTooLong(shift, 12 * 60 * minute)).toBe(false)
    expect(shiftTooLong(shift, 12 * 60 * minute + 1)).toBe(true)
    expect(shiftTooLong({ ...shift, closedAt: 'x' }, 13 * 60 * minute)).toBe(false)
    expect(shiftTooLong(null, 0)).toBe(false)
  })
})

describe('laws', () => {
  const who = fc.constantFrom(haydar, zaynab, machine, { ...zaynab, id: '00000000-0000-7000-8000-000000000013' })
  const act = fc.record({
    what: fc.integer({ min: 0, max: 8 }),
    by: who,
    item: fc.integer({ min: 0, max: 1 }),
    wait: fc.integer({ min: 0, max: 90 }),
  })

  it('whatever people and machines try: once somebody has the area it never is without an owner, and it changes hands in single entries with everything opened', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const watch = aWatch()
        let shifts = 0
        for (const { what, by, item, wait } of acts) {
          watch.later(wait * minute)
          const before = watch.row()
          const written = watch.entries().length
          const one = items[item] as (typeof items)[number]
          if (what === 0) watch.act(commands.openShift, by, { ...opening, shiftId: `s-${++shifts}` })
          else if (what === 1) watch.act(commands.startHandOver, by, { ...list, note: null })
          else if (what === 2) watch.act(commands.joinHandOver, by, joining)
          else if (what <= 4) watch.act(commands.openItem, by, { ...list, itemId: one.id, mark: one.mark })
          else if (what === 5) watch.act(commands.signHandOver, by, { ...signing, nextShiftId: `s-${++shifts}` })
          else if (what === 6) watch.act(commands.withdrawHandOver, by, {})
          else if (what === 7) watch.act(commands.setSecond, by, { secondId: zaynab.id })
          else
            watch.act(commands.noteRelief, by, {
              dueAt: new Date(watch.nowMs()).toISOString(),
              state: 'taken',
              reason: null,
              note: null,
            })
          const after = watch.row()
          expect(watch.entries().length).toBeLessThanOrEqual(written + 1)
          if (before?.now) expect(after?.now).toBeTruthy()
          if (before?.now && after?.now && before.now.id !== after.now.id) {
            expect(watch.entries().at(-1)?.type).toBe('shift.signed')
            expect(watch.entries().at(-1)?.actor.kind).toBe('person')
            expect(after.now.byId).not.toBe(before.now.byId)
            for (const { id, mark } of items) expect(before.now.handOver?.opened[id]?.mark).toBe(mark)
            expect(after.past[0]).toMatchObject({ id: before.now.id, state: 'closed' })
          }
        }
        // Folding the same entries again gives the same watch.
        let again: ReturnType<typeof watch.row>
        for (const entry of watch.entries()) {
          const folded = watches.fold(again, entry)
          if (folded) again = { ...folded, id: watchId, version: (again?.version ?? 0) + 1 }
        }
        expect(again).toEqual(watch.row())
      }),
      { numRuns: 300 },
    )
  })
})
