/** The dialogs of the duty screen. One at a time, none of them asks "are you sure". */
import { type ReactNode, useCallback } from 'react'
import { session } from '../../../features/access/web/session.ts'
import { shelfLimitsOf } from '../../../features/alerts/shelf-limits.ts'
import { NoteDialog, PriorityDialog, ShelveDialog, TransferDialog } from '../../../features/alerts/web/act-dialogs.tsx'
import { CloseDialog } from '../../../features/alerts/web/close-dialog.tsx'
import { emptyDraft } from '../../../features/alerts/web/close-draft.ts'
import { AnnounceDialog, emptyHand, HandDialog, TestDialog } from '../../../features/alerts/web/raise-dialogs.tsx'
import { inOrder } from '../../../features/cameras/web/health.ts'
import { nowMs } from '../../../platform/web/clock.ts'
import { dropDrafts, useDraft } from '../../../platform/web/drafts.ts'
import { useStore } from '../../../platform/web/store.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { facts, signals } from '../live/world.ts'
import { KeySheet } from '../shell/key-bar.tsx'
import { busy, command, dialog, draftName, failure, isKeySheetOpen, openAlert, sendReason } from './duty-state.ts'
import { problemWords } from './problem-words.ts'
import { raising, sendAnnouncement, sendHand, sendTest, takersOf } from './watch-acts.ts'

/** Whichever dialog is open. */
export function Dialogs(): ReactNode {
  const isSheetOpen = useStore(isKeySheetOpen)
  const raise = useStore(raising)
  if (isSheetOpen) return <KeySheet onClose={() => isKeySheetOpen.set(false)} />
  return raise === null ? <AboutAlert /> : <Raising />
}

/** What every dialog is told of the last try. */
function useLastTry() {
  const speaker = useSpeaker()
  const isBusy = useStore(busy) !== null
  const failed = useStore(failure)
  return { isBusy, problem: failed === null ? null : `${problemWords(speaker, failed)} ${speaker.say('alert.dialog.kept')}` }
}

function AboutAlert(): ReactNode {
  const open = useStore(dialog)
  const lastTry = useLastTry()
  const who = useStore(session)
  useStore(facts)
  useStore(signals)
  const alertId = open?.alertId ?? ''
  const [draft, keepDraft] = useDraft(open === null ? '' : draftName(open), emptyDraft)
  const takers = useCallback(() => takersOf(alertId), [alertId])
  const alert = open === null ? null : openAlert(open.alertId)
  if (open === null || alert === null) return null
  const shared = { alert, ...lastTry, onBack: () => dialog.set(null) }
  const send = (verb: 'shelve' | 'priority' | 'note' | 'transfer') => (body: object) =>
    void command(alert, verb, body).then((isDone) => {
      if (!isDone) return
      dropDrafts(`alert ${alert.id} ${verb}`)
      dialog.set(null)
    })
  const roles = who.state === 'in' ? who.view.roles : []
  switch (open.kind) {
    case 'shelve':
      return (
        <ShelveDialog {...shared} mostMinutes={shelfLimitsOf(roles).mostMs / 60_000} nowMs={nowMs()} onSend={send('shelve')} />
      )
    case 'priority':
      return <PriorityDialog {...shared} mayLower={roles.includes('commander')} onSend={send('priority')} />
    case 'transfer':
      return <TransferDialog {...shared} takers={takers} onSend={send('transfer')} />
    case 'note': {
      return <NoteDialog {...shared} draft={draft.note} onDraft={(note) => keepDraft({ ...draft, note })} onSend={send('note')} />
    }
    default:
      return <CloseDialog {...shared} act={open.kind} draft={draft} onDraft={keepDraft} onSend={() => void sendReason(open)} />
  }
}

function Raising(): ReactNode {
  const kind = useStore(raising)
  const lastTry = useLastTry()
  const [draft, keepDraft] = useDraft('hand', emptyHand)
  const { cameras, places } = useStore(facts)
  const shared = { ...lastTry, onBack: () => raising.set(null) }
  const choices = inOrder(cameras.values())
  if (kind === 'hand')
    return <HandDialog {...shared} cameras={choices} draft={draft} onDraft={keepDraft} onSend={(body) => void sendHand(body)} />
  if (kind === 'test') return <TestDialog {...shared} onSend={() => void sendTest()} />
  const zones = [...places.values()].filter(({ geometry }) => geometry.kind === 'zone')
  return (
    <AnnounceDialog {...shared} cameras={choices} zones={zones} nowMs={nowMs()} onSend={(body) => void sendAnnouncement(body)} />
  )
}
