/** The dialogs of the duty screen. One at a time, none of them asks "are you sure". */
import type { ReactNode } from 'react'
import { CloseDialog } from '../../../features/alerts/web/close-dialog.tsx'
import { emptyDraft } from '../../../features/alerts/web/close-draft.ts'
import { useStore } from '../../../platform/web/store.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { facts, signals } from '../live/world.ts'
import { KeySheet } from '../shell/key-bar.tsx'
import { busy, dialog, drafts, failure, isKeySheetOpen, keepDraft, queueNow, sendReason } from './duty-state.ts'
import { problemWords } from './problem-words.ts'

/** Whichever dialog is open. */
export function Dialogs(): ReactNode {
  const speaker = useSpeaker()
  const open = useStore(dialog)
  const isSheetOpen = useStore(isKeySheetOpen)
  const kept = useStore(drafts)
  const isBusy = useStore(busy) !== null
  const failed = useStore(failure)
  useStore(facts)
  useStore(signals)
  if (isSheetOpen) return <KeySheet onClose={() => isKeySheetOpen.set(false)} />
  const alert = open === null ? undefined : queueNow().find((row) => row.id === open.alertId)
  if (open === null || alert === undefined) return null
  return (
    <CloseDialog
      alert={alert}
      act={open.kind}
      draft={kept.get(`${open.alertId}:${open.kind}`) ?? emptyDraft}
      isBusy={isBusy}
      problem={failed === null ? null : `${problemWords(speaker, failed)} ${speaker.say('alert.dialog.kept')}`}
      onDraft={(draft) => keepDraft(open, draft)}
      onSend={() => void sendReason(open)}
      onBack={() => dialog.set(null)}
    />
  )
}
