/** What a person has chosen and typed in the dialog that ends an alert, and when it may be sent. Pure. */
import type { z } from 'zod'
import type { AlertView, CloseReason, cameraCauses, threeAnswers, turnedBackAnswers } from '../contract.ts'

export type Cause = (typeof cameraCauses)[number]
export type Reason = CloseReason | Cause
export type Answer = z.infer<typeof threeAnswers>
export type Question = keyof z.infer<typeof turnedBackAnswers>

export const answers = ['yes', 'no', 'not_known'] as const satisfies readonly Answer[]
export const questions = ['askedForProtection', 'child', 'medicalNeed'] as const satisfies readonly Question[]

export interface CloseDraft {
  readonly reason: Reason | null
  /** What ailed the camera, where somebody may have meddled with it. */
  readonly cause: Cause | null
  readonly note: string
  readonly turnedBack: Readonly<Partial<Record<Question, Answer>>>
}

export const emptyDraft: CloseDraft = { reason: null, cause: null, note: '', turnedBack: {} }

export interface ReasonGroup {
  readonly id: 'real' | 'undetermined' | 'nuisance' | 'cause'
  readonly reasons: readonly Reason[]
}

const real = [
  'real.crossing',
  'real.attempt_turned_back',
  'real.lawful_presence',
  'real.other',
] as const satisfies readonly CloseReason[]
const nuisance = [
  'nuisance.animal',
  'nuisance.vegetation',
  'nuisance.weather',
  'nuisance.own_people',
  'nuisance.camera',
  'nuisance.other',
] as const satisfies readonly CloseReason[]
export const causes = [
  'power',
  'link',
  'cable_cut',
  'covered',
  'weather',
  'fault',
  'turned',
  'other',
] as const satisfies readonly Cause[]

type Closing = Pick<AlertView, 'kind' | 'ruleId'>

/** The reasons that fit an alert and the act. Nothing is chosen beforehand: a reason is a person's word. */
export function groupsFor({ kind, ruleId }: Closing, act: 'close' | 'rule-out'): readonly ReasonGroup[] {
  if (ruleId === 'tamper-suspected')
    return [
      { id: 'real', reasons: real },
      { id: 'nuisance', reasons: nuisance },
      { id: 'undetermined', reasons: ['undetermined'] },
    ]
  if (kind !== 'detection') return [{ id: 'cause', reasons: causes }]
  if (act === 'rule-out') return [{ id: 'nuisance', reasons: nuisance }]
  return [
    { id: 'real', reasons: real },
    { id: 'undetermined', reasons: ['undetermined'] },
  ]
}

/** `undetermined` and every `other` need a sentence. */
export function needsNote(reason: Reason | null): boolean {
  return reason === 'undetermined' || reason === 'other' || reason?.endsWith('.other') === true
}

/** People who turned back: three questions, each with three answers. */
export function needsAnswers(reason: Reason | null): boolean {
  return reason === 'real.attempt_turned_back'
}

/** The id of the sentence that says what is missing; null: it may be sent. */
export function missingIn(draft: CloseDraft, { ruleId }: Pick<Closing, 'ruleId'>): string | null {
  if (draft.reason === null) return 'alert.dialog.reason-needed'
  if (ruleId === 'tamper-suspected' && draft.cause === null) return 'problem.alert.cause-needed'
  if (needsAnswers(draft.reason) && questions.some((question) => draft.turnedBack[question] === undefined))
    return 'alert.dialog.questions-needed'
  if (needsNote(draft.reason) && draft.note.trim() === '') return 'alert.dialog.note-needed'
  return null
}

/** The body of the command; null while something is missing. */
export function closeBody(
  draft: CloseDraft,
  alert: Pick<Closing, 'ruleId'>,
): { reason: Reason; cause?: Cause; note?: string; turnedBack?: CloseDraft['turnedBack'] } | null {
  if (draft.reason === null || missingIn(draft, alert) !== null) return null
  const note = draft.note.trim()
  return {
    reason: draft.reason,
    ...(draft.cause === null ? {} : { cause: draft.cause }),
    ...(note === '' ? {} : { note }),
    ...(needsAnswers(draft.reason) ? { turnedBack: draft.turnedBack } : {}),
  }
}

/** The sentence id of a reason. */
export function reasonText(reason: Reason): string {
  return reason.includes('.') || reason === 'undetermined' ? `alert.reason.${reason}` : `alert.cause.${reason}`
}
