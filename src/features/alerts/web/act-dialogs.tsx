/** What a person may do with an alert beside taking and ending it: put it off, hold it graver or lesser, note, hand it on. */
import { type ReactNode, useEffect, useState } from 'react'
import { useDraft } from '../../../platform/web/drafts.ts'
import { Choices, Sheet, TextLine, Tick } from '../../../platform/web/parts/sheet.tsx'
import { spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { AlertView, Priority } from '../contract.ts'
import { priorities, shelveReasons } from '../lists.ts'
import { LengthChoices } from './length-choices.tsx'

interface ActDialogProps {
  readonly alert: AlertView
  readonly isBusy: boolean
  /** What went wrong with the last try, in words. */
  readonly problem: string | null
  readonly onBack: () => void
}

type ShelveReason = (typeof shelveReasons)[number]

export interface ShelveDialogProps extends ActDialogProps {
  /** How long this person may put off, minutes. */
  readonly mostMinutes: number
  readonly nowMs: number
  readonly onSend: (body: { until: string; reason: ShelveReason; note?: string; region?: readonly number[] }) => void
}

const lengthsMin = [5, 10, 15, 30, 60, 120, 240, 480] as const
/** How far around the mover its part of the picture goes, as a share of the picture: a bush sways, a box trembles. */
const regionMargin = 0.08

/** Nothing is chosen beforehand but the narrowest scope. */
export function ShelveDialog({ alert, mostMinutes, nowMs, isBusy, problem, onSend, onBack }: ShelveDialogProps): ReactNode {
  const { say, saySaid } = useSpeaker()
  const name = `alert ${alert.id} shelve`
  const [minutes, setMinutes] = useDraft<string | null>(`${name} minutes`, null)
  const [reason, setReason] = useDraft<ShelveReason | null>(`${name} reason`, null)
  const [note, setNote] = useDraft(`${name} note`, '')
  const region = regionOf(alert)
  const [isNarrow, setIsNarrow] = useDraft(`${name} narrow`, region !== null)
  const [isTried, setIsTried] = useState(false)
  const isWordless = reason === 'other' && note.trim() === ''
  const missing =
    minutes === null || reason === null ? 'alert.dialog.reason-needed' : isWordless ? 'alert.dialog.note-needed' : null
  return (
    <Sheet
      title={<Text text="alert.shelve.title" values={{ number: alert.number }} />}
      about={
        <>
          {spoken(saySaid(alert.title))}
          <br />
          {say('alert.shelve.what')}
        </>
      }
      doText={say('alert.shelve.do')}
      isBusy={isBusy}
      problem={problem ?? (isTried && missing !== null ? say(missing) : null)}
      onBack={onBack}
      onSend={() => {
        setIsTried(true)
        if (missing !== null || minutes === null || reason === null) return
        onSend({
          until: new Date(nowMs + Number(minutes) * 60_000).toISOString(),
          reason,
          ...(note.trim() === '' ? {} : { note: note.trim() }),
          ...(isNarrow && region !== null ? { region } : {}),
        })
      }}
    >
      <LengthChoices
        title={say('alert.shelve.for')}
        isFirst
        lengthsMin={lengthsMin.filter((length) => length <= mostMinutes)}
        chosen={minutes}
        onChoose={setMinutes}
      />
      <Choices
        title={say('alert.shelve.why')}
        options={shelveReasons.map((id) => ({ id, word: say(`alert.shelve.reason.${id}`) }))}
        chosen={reason}
        onChoose={setReason}
      />
      {region === null ? null : (
        <Tick word={say('alert.shelve.region')} help={say('alert.shelve.region.help')} isOn={isNarrow} onChange={setIsNarrow} />
      )}
      <TextLine
        title={say(reason === 'other' ? 'alert.dialog.note' : 'alert.dialog.note-optional')}
        most={2000}
        value={note}
        onChange={setNote}
      />
    </Sheet>
  )
}

/** The part of the picture around what was seen, each side 0…1; null: there is no picture. */
function regionOf({ stillBox, stillSize }: AlertView): readonly [number, number, number, number] | null {
  if (stillBox === null || stillSize === null) return null
  const [left, top, width, height] = stillBox
  const within = (share: number) => Math.min(1, Math.max(0, share))
  return [
    within(left / stillSize[0] - regionMargin),
    within(top / stillSize[1] - regionMargin),
    within((left + width) / stillSize[0] + regionMargin),
    within((top + height) / stillSize[1] + regionMargin),
  ]
}

export interface PriorityDialogProps extends ActDialogProps {
  /** A commander. */
  readonly mayLower: boolean
  readonly onSend: (body: { priority: Priority; note?: string }) => void
}

/** Raising needs no word, lowering does. */
export function PriorityDialog({ alert, mayLower, isBusy, problem, onSend, onBack }: PriorityDialogProps): ReactNode {
  const { say, saySaid } = useSpeaker()
  const [chosen, setChosen] = useDraft<Priority | null>(`alert ${alert.id} priority chosen`, null)
  const [note, setNote] = useDraft(`alert ${alert.id} priority note`, '')
  const [isTried, setIsTried] = useState(false)
  const isLower = chosen !== null && chosen > alert.priority
  const missing =
    chosen === null ? 'alert.dialog.reason-needed' : isLower && note.trim() === '' ? 'alert.dialog.note-needed' : null
  return (
    <Sheet
      title={<Text text="alert.priority.title" values={{ number: alert.number }} />}
      about={spoken(saySaid(alert.title))}
      doText={say('alert.dialog.do-priority')}
      isBusy={isBusy}
      problem={problem ?? (isTried && missing !== null ? say(missing) : null)}
      onBack={onBack}
      onSend={() => {
        setIsTried(true)
        if (missing === null && chosen !== null)
          onSend({ priority: chosen, ...(note.trim() === '' ? {} : { note: note.trim() }) })
      }}
    >
      <Choices
        title={say('alert.hand.priority')}
        isFirst
        isInline
        options={priorities
          .filter((priority) => priority < alert.priority || (mayLower && priority > alert.priority))
          .map((id) => ({
            id,
            word: (
              <Text
                text={id < alert.priority ? 'alert.priority.raise' : 'alert.priority.lower'}
                values={{ priority: say(`alert.priority.${id}`) }}
              />
            ),
          }))}
        chosen={chosen}
        onChoose={setChosen}
      />
      <TextLine title={say('alert.priority.note')} most={2000} value={note} onChange={setNote} />
    </Sheet>
  )
}

export interface NoteDialogProps extends ActDialogProps {
  readonly draft: string
  readonly onDraft: (draft: string) => void
  readonly onSend: (body: { note: string }) => void
}

/** Words beside the alert, kept with who wrote them and when. */
export function NoteDialog({ alert, draft, isBusy, problem, onDraft, onSend, onBack }: NoteDialogProps): ReactNode {
  const { say, saySaid } = useSpeaker()
  const [isTried, setIsTried] = useState(false)
  const note = draft.trim()
  return (
    <Sheet
      title={<Text text="alert.note.title" values={{ number: alert.number }} />}
      about={spoken(saySaid(alert.title))}
      doText={say('alert.note.do')}
      isBusy={isBusy}
      problem={problem ?? (isTried && note === '' ? say('alert.dialog.note-needed') : null)}
      onBack={onBack}
      onSend={() => {
        setIsTried(true)
        if (note !== '') onSend({ note })
      }}
    >
      <TextLine title={say('alert.dialog.note')} isLong isFirst most={2000} value={draft} onChange={onDraft} />
    </Sheet>
  )
}

export interface TransferDialogProps extends ActDialogProps {
  /** Asks who may take it over; rejects when the server does not answer. */
  readonly takers: () => Promise<readonly { readonly id: string; readonly name: string }[]>
  readonly onSend: (body: { to: string }) => void
}

/** It stays with its owner until the other says yes. */
export function TransferDialog({ alert, takers, isBusy, problem, onSend, onBack }: TransferDialogProps): ReactNode {
  const { say, saySaid } = useSpeaker()
  const [people, setPeople] = useState<readonly { readonly id: string; readonly name: string }[] | 'failed' | null>(null)
  const [to, setTo] = useDraft<string | null>(`alert ${alert.id} transfer to`, null)
  const [isTried, setIsTried] = useState(false)
  useEffect(() => {
    let isHere = true
    takers().then(
      (found) => isHere && setPeople(found),
      () => isHere && setPeople('failed'),
    )
    return () => {
      isHere = false
    }
  }, [takers])
  const others = Array.isArray(people) ? people : []
  return (
    <Sheet
      title={<Text text="alert.transfer.title" values={{ number: alert.number }} />}
      about={spoken(saySaid(alert.title))}
      doText={others.length === 0 ? null : say('alert.dialog.do-transfer')}
      isBusy={isBusy}
      problem={problem ?? (isTried && to === null ? say('alert.dialog.person-needed') : null)}
      onBack={onBack}
      onSend={() => {
        setIsTried(true)
        if (to !== null) onSend({ to })
      }}
    >
      {people === null ? (
        <p>{say('app.loading')}</p>
      ) : people === 'failed' ? (
        <p>{say('problem.no-answer')}</p>
      ) : others.length === 0 ? (
        <p>{say('alert.transfer.nobody')}</p>
      ) : (
        <Choices
          title={say('alert.transfer')}
          isFirst
          options={others.map(({ id, name }) => ({ id, word: <bdi>{name}</bdi> }))}
          chosen={to}
          onChoose={setTo}
        />
      )}
    </Sheet>
  )
}
