/** What a person brings in: an alert that no camera told, a test of the watch, a movement of our own said beforehand. */
import { type ReactNode, useState } from 'react'
import { useDraft } from '../../../platform/web/drafts.ts'
import { Choices, Sheet, TextLine, Tick, Ticks } from '../../../platform/web/parts/sheet.tsx'
import { Code, useSpeaker } from '../../../platform/web/text.tsx'
import type { Priority } from '../contract.ts'
import { announceKinds, heardBy, priorities } from '../lists.ts'
import { LengthChoices } from './length-choices.tsx'

interface RaiseDialogProps {
  readonly isBusy: boolean
  readonly problem: string | null
  readonly onBack: () => void
}

/** A camera to choose from. */
export interface CameraChoice {
  readonly id: string
  readonly code: string
  readonly name: { readonly ar: string; readonly en: string }
}

export interface HandDraft {
  readonly what: string
  readonly heardBy: (typeof heardBy)[number] | null
  readonly priority: Priority
  readonly cameraId: string | null
}

/** An alert by hand is urgent unless its author says otherwise. */
export const emptyHand: HandDraft = { what: '', heardBy: null, priority: 'P2', cameraId: null }

export interface HandDialogProps extends RaiseDialogProps {
  readonly cameras: readonly CameraChoice[]
  readonly draft: HandDraft
  readonly onDraft: (draft: HandDraft) => void
  readonly onSend: (body: object) => void
}

/** By radio, by telephone, by one's own eyes: it is an alert like any other from then on. */
export function HandDialog({ cameras, draft, isBusy, problem, onDraft, onSend, onBack }: HandDialogProps): ReactNode {
  const { say, pick } = useSpeaker()
  const [isTried, setIsTried] = useState(false)
  const missing = draft.what.trim() === '' ? 'alert.dialog.note-needed' : draft.heardBy === null ? 'alert.hand.from-needed' : null
  const set = (change: Partial<HandDraft>) => onDraft({ ...draft, ...change })
  return (
    <Sheet
      title={say('alert.hand.title')}
      doText={say('alert.hand.do')}
      isBusy={isBusy}
      problem={problem ?? (isTried && missing !== null ? say(missing) : null)}
      onBack={onBack}
      onSend={() => {
        setIsTried(true)
        if (missing === null) onSend({ ...draft, what: draft.what.trim(), position: null })
      }}
    >
      <TextLine title={say('alert.hand.what')} isLong isFirst most={500} value={draft.what} onChange={(what) => set({ what })} />
      <Choices
        title={say('alert.hand.from')}
        isInline
        options={heardBy.map((id) => ({ id, word: say(`alert.hand.by.${id}`) }))}
        chosen={draft.heardBy}
        onChoose={(by) => set({ heardBy: by })}
      />
      <Choices
        title={say('alert.hand.camera')}
        isInline
        options={[
          { id: '', word: say('alert.hand.nowhere') },
          ...cameras.map(({ id, code, name }) => ({
            id,
            word: (
              <>
                <Code>{code}</Code> {pick(name)}
              </>
            ),
          })),
        ]}
        chosen={draft.cameraId ?? ''}
        onChoose={(id) => set({ cameraId: id === '' ? null : id })}
      />
      <Choices
        title={say('alert.hand.priority')}
        isInline
        options={priorities.map((id) => ({ id, word: say(`alert.priority.${id}`) }))}
        chosen={draft.priority}
        onChoose={(priority) => set({ priority })}
      />
    </Sheet>
  )
}

/** It sounds on every screen: so it says first what it does. */
export function TestDialog({ isBusy, problem, onSend, onBack }: RaiseDialogProps & { readonly onSend: () => void }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Sheet
      title={say('alert.test')}
      doText={say('alert.test.do')}
      isBusy={isBusy}
      problem={problem}
      onBack={onBack}
      onSend={onSend}
    >
      <p>{say('alert.test.ask')}</p>
    </Sheet>
  )
}

export interface AnnounceDialogProps extends RaiseDialogProps {
  readonly cameras: readonly CameraChoice[]
  readonly zones: readonly { readonly id: string; readonly name: { readonly ar: string; readonly en: string } }[]
  readonly nowMs: number
  readonly onSend: (body: object) => void
}

const lengthsMin = [15, 30, 60, 120, 240, 480] as const

/** Own people pass: counted, not sounded, until the end that is said here. */
export function AnnounceDialog({ cameras, zones, nowMs, isBusy, problem, onSend, onBack }: AnnounceDialogProps): ReactNode {
  const { say, pick } = useSpeaker()
  const [what, setWhat] = useDraft<(typeof announceKinds)[number] | null>('announce what', null)
  const [name, setName] = useDraft('announce name', '')
  const [chosen, setChosen] = useDraft<readonly string[]>('announce cameras', [])
  const [placeId, setPlaceId] = useDraft('announce place', '')
  const [minutes, setMinutes] = useDraft<string | null>('announce minutes', null)
  const [isTried, setIsTried] = useState(false)
  const missing =
    what === null || minutes === null
      ? 'alert.dialog.reason-needed'
      : name.trim() === ''
        ? 'announce.name-needed'
        : chosen.length === 0
          ? 'announce.camera-needed'
          : null
  return (
    <Sheet
      title={say('announce.title')}
      about={say('announce.help')}
      doText={say('announce.do')}
      isBusy={isBusy}
      problem={problem ?? (isTried && missing !== null ? say(missing) : null)}
      onBack={onBack}
      onSend={() => {
        setIsTried(true)
        if (missing !== null) return
        onSend({
          what,
          name: name.trim(),
          cameraIds: chosen,
          placeId: placeId === '' ? null : placeId,
          from: new Date(nowMs).toISOString(),
          until: new Date(nowMs + Number(minutes) * 60_000).toISOString(),
        })
      }}
    >
      <Choices
        title={say('announce.title')}
        isFirst
        isInline
        options={announceKinds.filter((kind) => kind !== 'walk_test').map((id) => ({ id, word: say(`announce.what.${id}`) }))}
        chosen={what}
        onChoose={setWhat}
      />
      <TextLine title={say('announce.name')} most={60} value={name} onChange={setName} />
      <Ticks title={say('announce.cameras')}>
        {cameras.map(({ id, code, name: called }) => (
          <Tick
            key={id}
            word={
              <>
                <Code>{code}</Code> {pick(called)}
              </>
            }
            isOn={chosen.includes(id)}
            onChange={(isOn) => setChosen(isOn ? [...chosen, id] : chosen.filter((each) => each !== id))}
          />
        ))}
      </Ticks>
      <Choices
        title={say('announce.place')}
        isInline
        options={[{ id: '', word: say('announce.anywhere') }, ...zones.map((zone) => ({ id: zone.id, word: pick(zone.name) }))]}
        chosen={placeId}
        onChoose={setPlaceId}
      />
      <LengthChoices title={say('announce.until')} lengthsMin={lengthsMin} chosen={minutes} onChoose={setMinutes} />
    </Sheet>
  )
}
