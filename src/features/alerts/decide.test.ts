import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor, Draft } from '../../journal/entry.ts'
import { createSpeaker } from '../../platform/speak.ts'
import { startMs } from '../tracks/testing.ts'
import { alertRefusals } from './contract.ts'
import * as commands from './decide.ts'
import { type AlertRow, alerts, withdrawLimitMs } from './fold.ts'
import { anEntry, aRaised, folded } from './testing.ts'
import { texts } from './text.ts'

const haidar: Actor = { kind: 'person', id: 'haidar', session: 's1' }
const mona: Actor = { kind: 'person', id: 'mona', session: 's2' }
const machine: Actor = { kind: 'machine', id: 'marsad', session: null }
const context = (actor: Actor, nowMs = startMs + 5000) => ({ nowMs, actor, newId: () => 'id' })
type Row = AlertRow & { id: string; version: number }
const raised = (overrides = {}) => folded([anEntry('alert.raised', aRaised(overrides))]) as Row

/** Carries out an act and gives the row after it. */
function after(row: Row, drafts: readonly Draft[], actor: Actor, nowMs = startMs + 5000): Row {
  const hlc = `${nowMs.toString(16).padStart(12, '0')}-0000`
  return drafts.reduce((now, draft) => {
    const next = alerts.fold(now, anEntry(draft.type, draft.body, { actor, hlc })) as AlertRow
    return { ...next, id: row.id, version: now.version + 1 }
  }, row)
}

function acknowledge(row: Row, actor: Actor, nowMs?: number): Row {
  const decided = commands.acknowledgeAlert.decide(row, { id: row.id, basedOn: row.version }, context(actor, nowMs))
  if (!decided.ok) throw new Error(decided.refusal.code)
  return after(row, decided.value, actor, nowMs)
}

describe('an alert and its people', () => {
  it('two officers at the same instant: one has it, the other is told who and when', () => {
    const row = raised()
    const taken = acknowledge(row, haidar)
    const second = commands.acknowledgeAlert.decide(taken, { id: row.id, basedOn: row.version }, context(mona))
    expect(second).toMatchObject({ ok: false, refusal: { code: 'alert.stale', facts: { byId: 'haidar' } } })
    expect(taken).toMatchObject({ ack: 'acknowledged', ownerId: 'haidar' })
  })

  it('a repeat that came meanwhile does not refuse the person; a higher priority does', () => {
    const row = raised()
    const repeated = after(
      row,
      [
        {
          type: 'alert.repeated',
          typeVersion: 1,
          subject: row.id,
          area: 'a',
          observedAtMs: startMs,
          body: { trackId: 't', cameraId: 'c', place: null, sounds: null },
        },
      ],
      machine,
    )
    expect(commands.acknowledgeAlert.decide(repeated, { id: row.id, basedOn: row.version }, context(haidar)).ok).toBe(true)
    const change = {
      from: 'P2',
      to: 'P1',
      ruleId: 'line-crossing',
      title: row.title,
      reasons: row.reasons,
      place: null,
      distanceToLineM: null,
    } as const
    const graver = commands.raisePriority.decide(row, { id: row.id, observedAtMs: startMs, change }, context(machine))
    const now = after(row, graver.ok ? graver.value : [], machine)
    expect(now).toMatchObject({ priority: 'P1', soundings: 2 })
    expect(commands.acknowledgeAlert.decide(now, { id: row.id, basedOn: row.version }, context(haidar))).toMatchObject({
      refusal: { code: 'alert.stale' },
    })
  })

  it('may be given back within ten seconds, by the one who took it, and the clock of the raise runs on', () => {
    const taken = acknowledge(raised(), haidar, startMs + 4000)
    const withdraw = (actor: Actor, nowMs: number) =>
      commands.withdrawAcknowledgement.decide(taken, { id: taken.id, basedOn: taken.version }, context(actor, nowMs))
    expect(withdraw(mona, startMs + 5000)).toMatchObject({ refusal: { code: 'alert.withdraw-other-person' } })
    expect(withdraw(haidar, startMs + 4000 + withdrawLimitMs + 1)).toMatchObject({ refusal: { code: 'alert.withdraw-too-late' } })
    const back = withdraw(haidar, startMs + 9000)
    const row = after(taken, back.ok ? back.value : [], haidar)
    expect(row).toMatchObject({ ack: 'unacknowledged', ownerId: null })
    expect(row.hops.h3RaisedAt).toBe(taken.hops.h3RaisedAt)
  })

  it('is closed only with a reason that fits, a note where words are needed, and the three answers when people turned back', () => {
    const row = raised()
    const close = (
      reason: string,
      note: { vault: string; sha256: string } | null = null,
      turnedBack: { askedForProtection: 'yes' | 'no' | 'not_known'; child: 'no'; medicalNeed: 'no' } | null = null,
    ) =>
      commands.closeAlert.decide(
        row,
        { id: row.id, basedOn: row.version, reason, cause: null, cameras: [], note, turnedBack },
        context(haidar),
      )
    const note = { vault: 'v', sha256: 's' }
    expect(close('undetermined')).toMatchObject({ refusal: { code: 'alert.note-needed' } })
    expect(close('nuisance.other')).toMatchObject({ refusal: { code: 'alert.note-needed' } })
    expect(close('cable_cut')).toMatchObject({ refusal: { code: 'alert.reason-unfit' } })
    expect(close('real.attempt_turned_back')).toMatchObject({ refusal: { code: 'alert.answers-needed' } })
    expect(close('real.attempt_turned_back', null, { askedForProtection: 'not_known', child: 'no', medicalNeed: 'no' }).ok).toBe(
      true,
    )
    expect(close('undetermined', note).ok).toBe(true)
    expect(close('real.lawful_presence').ok).toBe(true)
  })

  it('no refusal is without words in both languages', () => {
    for (const language of ['ar', 'en'] as const) {
      const speaker = createSpeaker(texts, language)
      for (const code of alertRefusals) expect(speaker.has(`problem.${code}`), `${code} in ${language}`).toBe(true)
    }
  })
})

describe('laws', () => {
  /** Everything a machine can do to an alert, in any order. */
  const machineActs = fc.array(fc.constantFrom('repeat', 'graver', 'clear', 'shown'), { maxLength: 30 })

  it('from any state no path of machines alone leads to acknowledged or closed, or lowers a priority', () => {
    fc.assert(
      fc.property(machineActs, fc.boolean(), (acts, isTaken) => {
        let row = isTaken ? acknowledge(raised(), haidar) : raised()
        const rank = { P1: 1, P2: 2, P3: 3 }
        for (const act of acts) {
          const before = row
          const observedAtMs = startMs
          const change = {
            from: 'P2',
            to: 'P1',
            ruleId: 'r',
            title: row.title,
            reasons: row.reasons,
            place: null,
            distanceToLineM: null,
          } as const
          const decided =
            act === 'repeat'
              ? commands.repeatAlert.decide(
                  row,
                  { id: row.id, observedAtMs, repeat: { trackId: null, cameraId: 'c', place: null, sounds: null } },
                  context(machine),
                )
              : act === 'graver'
                ? commands.raisePriority.decide(row, { id: row.id, observedAtMs, change }, context(machine))
                : act === 'clear'
                  ? commands.clearAlert.decide(row, { id: row.id, observedAtMs }, context(machine))
                  : commands.markShown.decide(row, { id: row.id, observedAtMs }, context(machine))
          if (decided.ok) row = after(row, decided.value, machine)
          expect(row.ack).toBe(before.ack)
          expect(row.disposition).toBe('open')
          expect(rank[row.priority]).toBeLessThanOrEqual(rank[before.priority])
          expect(row.occurrences).toBeGreaterThanOrEqual(before.occurrences)
        }
      }),
      { seed: 7 },
    )
  })

  it('a machine is refused every act that belongs to people', () => {
    const row = acknowledge(raised(), haidar)
    const input = { id: row.id, basedOn: row.version, reason: 'real.other', note: { vault: 'v', sha256: 's' }, turnedBack: null }
    for (const command of [
      commands.acknowledgeAlert,
      commands.withdrawAcknowledgement,
      commands.closeAlert,
      commands.reopenAlert,
    ]) {
      expect(command.decide(row, input, context(machine)), command.name).toMatchObject({ refusal: { code: 'not-allowed' } })
    }
  })
})
