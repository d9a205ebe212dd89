/** The keys that work now, for the bar at the foot of the screen. Pure. */
import type { AlertView } from '../../../features/alerts/contract.ts'
import type { KeyHint } from '../shell/key-bar.tsx'

/** In the order in which a hand needs them. */
export function hintsFor(
  shown: AlertView | null,
  withdrawableMs: number,
  queueLength: number,
  cameraCount: number,
  isCut: boolean,
  /** What of it is this reader's to do. */
  may: { readonly take: boolean; readonly close: boolean },
): readonly KeyHint[] {
  const hints: KeyHint[] = []
  if (isCut) hints.push({ key: 'Enter', text: 'link.try-now' })
  else if (shown !== null) {
    if (shown.ack === 'unacknowledged' && may.take) hints.push({ key: 'Space', text: 'keys.take' })
    if (withdrawableMs > 0) hints.push({ key: 'Z', text: 'keys.withdraw.short' })
    if (may.close) hints.push({ key: 'E', text: 'keys.close.short' })
    if (shown.kind === 'detection' && may.close) hints.push({ key: 'X', text: 'keys.rule-out.short' })
    if (shown.priority !== 'P1' && may.close) hints.push({ key: 'H', text: 'keys.shelve.short' })
  }
  if (queueLength > 1) hints.push({ key: '↑↓', text: 'keys.move.short' })
  if (shown?.kind === 'detection' && !isCut) hints.push({ key: 'L', text: 'keys.replay' })
  if (shown !== null) hints.push({ key: 'M', text: 'keys.map.short' })
  if (isCut || (shown !== null && shown.ack === 'unacknowledged' && shown.priority !== 'P1'))
    hints.push({ key: 'S', text: 'keys.silence.short' })
  if (cameraCount > 0)
    hints.push({ key: cameraCount > 9 ? '1–9 0 - =' : cameraCount === 1 ? '1' : `1–${cameraCount}`, text: 'keys.camera.short' })
  if (cameraCount > 0) hints.push({ key: 'C', text: 'keys.wall.short' })
  hints.push({ key: 'A', text: 'keys.language' }, { key: 'Q', text: 'keys.theme' })
  return hints
}
