/** Accounts as records: what may be done with one, and laws that no path of commands breaks. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Actor, type Draft, type Entry, isoTime } from '../../journal/entry.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import { wholeSite } from './areas.ts'
import { type Role, roles } from './contract.ts'
import * as decide from './decide.ts'
import { type PersonRow, people } from './fold.ts'

const nameRef = { vault: '00000000-0000-7000-8000-00000000000a', sha256: 'x' }
const admin: Actor = { kind: 'person', id: 'admin', session: 's' }
type Row = PersonRow & { version: number }

function entryOf({ observedAtMs, ...draft }: Draft, actor: Actor): Entry {
  const observedAt = isoTime(observedAtMs)
  const hlc = `${observedAtMs.toString(16).padStart(12, '0')}-0000`
  return { ...draft, observedAt, hlc, actor, mode: 'live', marking: 'M1' } as unknown as Entry
}

/** Accounts that only commands change, as the journal would. */
function registry() {
  const rows = new Map<string, Row>()
  let nowMs = Date.UTC(2026, 10, 22)
  let id = 0
  function run<I extends { id: string }>(command: CommandDefinition<PersonRow, I>, input: I, actor = admin) {
    const row = rows.get(input.id)
    const decided = command.decide(row, input, { nowMs, actor, newId: () => String(++id) })
    if (!decided.ok) return decided.refusal.code
    for (const draft of decided.value) {
      const before = rows.get(input.id)
      const folded = people.fold(before, entryOf(draft, actor))
      if (folded) rows.set(input.id, { ...folded, version: (before?.version ?? 0) + 1 })
    }
    return decided.value.length > 0 ? 'done' : 'nothing'
  }
  const grant = (role: Role, area = wholeSite, until: string | null = null) => ({
    id: String(++id),
    role,
    area,
    from: null,
    until,
  })
  return {
    rows,
    run,
    grant,
    row: (of: string) => rows.get(of) as Row,
    pass: (ms: number) => {
      nowMs += ms
    },
    at: (ms: number) => isoTime(nowMs + ms),
    others: (of: string) => [...rows].filter(([other, row]) => other !== of && decide.managesForGood(row)).length,
    create: (of: string, grants: ReturnType<typeof grant>[]) => run(decide.createPerson, { id: of, name: nameRef, grants }),
  }
}

describe('an account', () => {
  it('of an earlier version holds its roles for the whole site from the first day', () => {
    const draft: Draft = {
      type: 'account.created',
      typeVersion: 1,
      subject: 'a',
      area: '',
      observedAtMs: 1000,
      body: { name: nameRef, roles: ['administrator', 'watch_officer'] },
    }
    const row = people.fold(undefined, entryOf(draft, { kind: 'machine', id: 'marsad', session: null }))
    expect(row?.grants.map(({ role, area, until }) => [role, area, until])).toEqual([
      ['administrator', '', null],
      ['watch_officer', '', null],
    ])
    expect(row).toMatchObject({ isActive: true, mustChangePassword: false, hasPin: false })
  })

  it('is given a role, loses it, is stopped and taken up again with the roles that it had', () => {
    const site = registry()
    site.create('chief', [site.grant('administrator')])
    expect(site.create('saad', [site.grant('watch_officer', 'demo/arfaj')])).toBe('done')
    const basedOn = () => site.row('saad').version
    expect(site.run(decide.giveGrant, { id: 'saad', basedOn: basedOn(), grant: site.grant('engineer', 'demo') })).toBe('done')
    expect(site.row('saad').grants.map(({ role, area }) => `${role}@${area}`)).toEqual([
      'watch_officer@demo/arfaj',
      'engineer@demo',
    ])
    const [first] = site.row('saad').grants
    const end = { id: 'saad', basedOn: basedOn(), grantId: first?.id ?? '', othersWhoManage: 1 }
    expect(site.run(decide.endGrant, end)).toBe('done')
    expect(site.run(decide.endGrant, { ...end, basedOn: basedOn() })).toBe('people.grant-not-found')
    expect(site.run(decide.deactivatePerson, { id: 'saad', basedOn: basedOn(), othersWhoManage: 1 })).toBe('done')
    expect(site.run(decide.giveGrant, { id: 'saad', basedOn: basedOn(), grant: site.grant('commander') })).toBe('people.inactive')
    expect(site.run(decide.reactivatePerson, { id: 'saad', basedOn: basedOn() })).toBe('done')
    expect(site.run(decide.reactivatePerson, { id: 'saad', basedOn: basedOn() })).toBe('nothing')
    expect(site.row('saad')).toMatchObject({ isActive: true, grants: [{ role: 'engineer' }] })
  })

  it('refuses a change based on what was changed since, and says who; own secrets make none stale', () => {
    const site = registry()
    site.create('saad', [])
    expect(site.run(decide.notePin, { id: 'saad' })).toBe('done')
    expect(site.run(decide.notePassword, { id: 'saad', how: 'one-time' })).toBe('done')
    expect(site.row('saad')).toMatchObject({ hasPin: true, mustChangePassword: true, version: 3 })
    expect(site.run(decide.renamePerson, { id: 'saad', basedOn: 1, name: nameRef })).toBe('done')
    expect(site.run(decide.renamePerson, { id: 'saad', basedOn: 1, name: nameRef })).toBe('people.stale')
    expect(site.run(decide.renamePerson, { id: 'saad', basedOn: 9, name: nameRef })).toBe('people.stale')
    const stale = decide.renamePerson.decide(
      site.row('saad'),
      { id: 'saad', basedOn: 1, name: nameRef },
      { nowMs: 0, actor: admin, newId: () => '' },
    )
    expect(stale).toMatchObject({ ok: false, refusal: { facts: { byId: 'admin', at: site.row('saad').changedAt } } })
    expect(site.run(decide.renamePerson, { id: 'nobody', basedOn: 1, name: nameRef })).toBe('not-found')
  })

  it('takes no role with a wrong end, a wrong area, or one that it holds', () => {
    const site = registry()
    site.create('saad', [site.grant('watch_officer', 'demo')])
    const give = (grant: decide.WantedGrant) =>
      site.run(decide.giveGrant, { id: 'saad', basedOn: site.row('saad').version, grant })
    expect(give(site.grant('engineer', 'demo', site.at(-1)))).toBe('people.interval')
    expect(give({ ...site.grant('engineer', 'demo', site.at(10)), from: site.at(20) })).toBe('people.interval')
    expect(give(site.grant('engineer', 'Demo//x'))).toBe('people.area')
    expect(give(site.grant('watch_officer', 'demo'))).toBe('people.grant-exists')
    expect(give(site.grant('watch_officer', 'demo/arfaj'))).toBe('done')
  })

  it('is never administrator and commander at once, though one after the other', () => {
    const site = registry()
    expect(site.create('both', [site.grant('administrator'), site.grant('commander', 'demo')])).toBe('people.separation')
    site.create('saad', [site.grant('administrator', wholeSite, site.at(1000))])
    const give = (grant: decide.WantedGrant) =>
      site.run(decide.giveGrant, { id: 'saad', basedOn: site.row('saad').version, grant })
    expect(give(site.grant('commander', 'demo'))).toBe('people.separation')
    expect(give({ ...site.grant('commander', 'demo'), from: site.at(1000) })).toBe('done')
    // The first account of a site is three in one.
    expect(
      site.create(
        'first',
        ['administrator', 'watch_officer', 'engineer'].map((role) => site.grant(role as Role)),
      ),
    ).toBe('done')
  })

  it('is not stopped by itself, gives itself nothing, and the last that manages people stays', () => {
    const site = registry()
    site.create('admin', [site.grant('administrator')])
    const [grant] = site.row('admin').grants
    const basedOn = site.row('admin').version
    expect(site.run(decide.giveGrant, { id: 'admin', basedOn, grant: site.grant('engineer') })).toBe('people.own-grant')
    expect(site.run(decide.deactivatePerson, { id: 'admin', basedOn, othersWhoManage: 0 })).toBe('people.last-administrator')
    expect(site.run(decide.deactivatePerson, { id: 'admin', basedOn, othersWhoManage: 1 })).toBe('people.own-account')
    const end = { id: 'admin', basedOn, grantId: grant?.id ?? '', othersWhoManage: 0 }
    expect(site.run(decide.endGrant, end)).toBe('people.last-administrator')
    // Who manages for a time only does not count as the other.
    site.create('guest', [site.grant('administrator', wholeSite, site.at(1000))])
    expect(site.others('admin')).toBe(0)
  })

  it('laws: whatever is tried, somebody manages people for good, and nobody holds together what is apart', () => {
    const who = fc.constantFrom('admin', 'b', 'c')
    const step = fc.oneof(
      fc.record({
        what: fc.constant('give' as const),
        who,
        by: who,
        role: fc.constantFrom(...roles),
        area: fc.constantFrom('', 'demo'),
        ms: fc.constantFrom(null, 500, 5000),
      }),
      fc.record({ what: fc.constant('end' as const), who, by: who, at: fc.nat(4) }),
      fc.record({ what: fc.constantFrom('stop' as const, 'start' as const), who, by: who }),
      fc.record({ what: fc.constant('pass' as const), ms: fc.nat(900) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const site = registry()
        site.create('admin', [site.grant('administrator'), site.grant('watch_officer'), site.grant('engineer')])
        site.create('b', [])
        site.create('c', [])
        for (const each of steps) {
          if (each.what === 'pass') {
            site.pass(each.ms)
            continue
          }
          const actor: Actor = { kind: 'person', id: each.by, session: null }
          const order = { id: each.who, basedOn: site.row(each.who).version, othersWhoManage: site.others(each.who) }
          if (each.what === 'give') {
            const grant = site.grant(each.role, each.area, each.ms === null ? null : site.at(each.ms))
            site.run(decide.giveGrant, { ...order, grant }, actor)
          } else if (each.what === 'end') {
            site.run(decide.endGrant, { ...order, grantId: site.row(each.who).grants[each.at]?.id ?? '' }, actor)
          } else if (each.what === 'stop') site.run(decide.deactivatePerson, order, actor)
          else site.run(decide.reactivatePerson, order, actor)
          expect([...site.rows.values()].some(decide.managesForGood)).toBe(true)
          for (const { grants } of site.rows.values())
            for (const one of grants)
              for (const other of grants)
                if (one.role === 'administrator' && other.role === 'commander')
                  expect(
                    (one.until !== null && one.until <= other.from) || (other.until !== null && other.until <= one.from),
                  ).toBe(true)
        }
      }),
      { seed: 6, numRuns: 300 },
    )
  })
})
