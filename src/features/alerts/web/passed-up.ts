/** Whom an alert was passed up to (OPS 2.3), as far as this page is concerned. Pure. */
import type { AlertView } from '../contract.ts'

/** At this step it goes to the commander on duty. */
const commanderLevel = 2

/**
 * Whether it waits for this reader beyond what everybody hears: one that nobody took, or nobody decided, for a commander of its
 * area; one that he took and has not decided, for its owner.
 */
export function isPassedUpTo(
  { escalation, disposition, ack, suppression, owner }: AlertView,
  me: { readonly personId: string; readonly isCommander: boolean },
): boolean {
  if (escalation === null || disposition !== 'open' || suppression.kind !== 'none') return false
  // What was taken meanwhile is not untaken any more; its clock of deciding is another.
  if ((escalation.why === 'untaken') !== (ack === 'unacknowledged')) return false
  if (escalation.level >= commanderLevel) return me.isCommander
  return escalation.why === 'undecided' && owner?.id === me.personId
}

/** What was passed up since it was last looked at, and what to remember. */
export function newlyPassedUp(
  passed: readonly AlertView[],
  known: ReadonlyMap<string, string>,
): { readonly known: ReadonlyMap<string, string>; readonly news: readonly AlertView[] } {
  const stepOf = ({ escalation }: AlertView) => `${escalation?.why} ${escalation?.level}`
  return {
    known: new Map(passed.map((alert) => [alert.id, stepOf(alert)])),
    news: passed.filter((alert) => known.get(alert.id) !== stepOf(alert)),
  }
}
