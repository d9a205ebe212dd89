import { expect, test } from 'vitest'
import { closeAlert, closeReasons } from '../contract.ts'
import { type CloseDraft, closeBody, emptyDraft, groupsFor, missingIn, type Reason } from './close-draft.ts'

const mover = { kind: 'detection', ruleId: 'approach' } as const
const reasons = [...groupsFor(mover, 'close'), ...groupsFor(mover, 'rule-out')].flatMap((group) => group.reasons)

test('closing and ruling out together offer every reason once', () => {
  expect([...reasons].sort()).toEqual([...closeReasons].sort())
})

test('nothing is chosen beforehand', () => {
  expect(missingIn(emptyDraft, mover)).toBe('alert.dialog.reason-needed')
  expect(closeBody(emptyDraft, mover)).toBeNull()
})

test('undetermined and every other need a sentence; blanks are none', () => {
  for (const reason of reasons.filter((one) => one === 'undetermined' || one.endsWith('.other'))) {
    expect(missingIn({ ...emptyDraft, reason, note: '   ' }, mover)).toBe('alert.dialog.note-needed')
    expect(closeBody({ ...emptyDraft, reason, note: ' seen ' }, mover)).toEqual({ reason, note: 'seen' })
  }
})

test('people who turned back: three questions, and "not known" is an answer', () => {
  const draft: CloseDraft = { ...emptyDraft, reason: 'real.attempt_turned_back', turnedBack: { child: 'no', medicalNeed: 'no' } }
  expect(missingIn(draft, mover)).toBe('alert.dialog.questions-needed')
  const whole = { ...draft, turnedBack: { ...draft.turnedBack, askedForProtection: 'not_known' as const } }
  expect(closeBody(whole, mover)).toEqual({ reason: 'real.attempt_turned_back', turnedBack: whole.turnedBack })
})

test('what is sent is what the server takes', () => {
  const base = { commandId: '3f2b8c1e-7a54-4d6e-9b1a-2c3d4e5f6a7b', basedOn: 1 }
  const causes = groupsFor({ kind: 'camera', ruleId: 'camera-down' }, 'close').flatMap((group) => group.reasons)
  for (const reason of [...reasons, ...causes] as Reason[]) {
    const body = closeBody(
      { ...emptyDraft, reason, note: 'x', turnedBack: { askedForProtection: 'no', child: 'no', medicalNeed: 'yes' } },
      mover,
    )
    expect(closeAlert.safeParse({ ...base, ...body }).success, reason).toBe(true)
  }
})

test('suspected tampering is what it was and what ailed the camera, and neither goes without the other', () => {
  const tamper = { kind: 'camera', ruleId: 'tamper-suspected' } as const
  const offered = groupsFor(tamper, 'close').flatMap((group) => group.reasons)
  expect([...offered].sort()).toEqual([...closeReasons].sort())
  const draft: CloseDraft = { ...emptyDraft, reason: 'real.crossing' }
  expect(missingIn(draft, tamper)).toBe('problem.alert.cause-needed')
  expect(closeBody({ ...draft, cause: 'cable_cut' }, tamper)).toEqual({ reason: 'real.crossing', cause: 'cable_cut' })
})
