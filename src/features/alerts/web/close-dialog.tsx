/** Ends an alert with its reason. Nothing is chosen beforehand; what was typed is never lost. */
import { type ReactNode, useCallback, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { AlertView } from '../contract.ts'
import css from './close-dialog.module.css'
import {
  type Answer,
  answers,
  type CloseDraft,
  groupsFor,
  missingIn,
  needsAnswers,
  needsNote,
  type Question,
  questions,
  type Reason,
  reasonText,
} from './close-draft.ts'

export interface CloseDialogProps {
  readonly alert: AlertView
  readonly act: 'close' | 'rule-out'
  readonly draft: CloseDraft
  readonly isBusy: boolean
  /** What went wrong with the last try, in words. */
  readonly problem: string | null
  readonly onDraft: (draft: CloseDraft) => void
  readonly onSend: () => void
  readonly onBack: () => void
}

const QUESTION_TEXT = {
  askedForProtection: 'alert.dialog.protection',
  child: 'alert.dialog.child',
  medicalNeed: 'alert.dialog.medical',
} as const satisfies Record<Question, string>

/** The dialog for one alert. It says what is missing only after the first try to send. */
export function CloseDialog({ alert, act, draft, isBusy, problem, onDraft, onSend, onBack }: CloseDialogProps): ReactNode {
  const { say, saySaid } = useSpeaker()
  const [isTried, setIsTried] = useState(false)
  // The first reason has the focus, none is chosen: arrows choose, Enter sends.
  const focusFirst = useCallback((group: HTMLDivElement | null) => {
    group?.querySelector('input')?.focus()
  }, [])
  const groups = groupsFor(alert.kind, act)
  const missing = missingIn(draft)
  const titleText =
    alert.kind !== 'detection' ? 'alert.dialog.cause' : act === 'close' ? 'alert.dialog.close' : 'alert.dialog.rule-out'

  function send() {
    setIsTried(true)
    if (missing === null && !isBusy) onSend()
  }

  const said = problem ?? (isTried && missing !== null ? say(missing) : null)
  return (
    <ModalOverlay className={css.overlay ?? ''} isOpen isDismissable onOpenChange={(isOpen) => (isOpen ? undefined : onBack())}>
      <Modal className={css.modal ?? ''}>
        <Dialog className={css.dialog ?? ''}>
          <Heading slot="title" level={2}>
            <Text text={titleText} values={{ number: alert.number }} />
          </Heading>
          <p className={css.what}>{spoken(saySaid(alert.title))}</p>
          <form
            className={css.body}
            onSubmit={(event) => {
              event.preventDefault()
              send()
            }}
            onKeyDownCapture={(event) => {
              if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
                event.preventDefault()
                send()
              }
            }}
          >
            <RadioGroup
              aria-label={say('alert.dialog.reasons')}
              value={draft.reason ?? ''}
              onChange={(reason) => onDraft({ ...draft, reason: reason as Reason })}
              ref={focusFirst}
            >
              {groups.map((group) => (
                <div className={css.group} key={group.id}>
                  <h3>{say(`alert.dialog.group.${group.id}`)}</h3>
                  <div className={css.reasons}>
                    {group.reasons.map((reason) => (
                      <Radio className={css.choice ?? ''} key={reason} value={reason}>
                        <span className={css.dot} />
                        <span>
                          <b>{say(reasonText(reason))}</b>
                          <small>{say(`${reasonText(reason)}.help`)}</small>
                        </span>
                      </Radio>
                    ))}
                  </div>
                </div>
              ))}
            </RadioGroup>
            {act === 'rule-out' && alert.kind === 'detection' ? (
              <p className={css.hint}>{say('alert.dialog.lawful-hint')}</p>
            ) : null}
            {needsAnswers(draft.reason) ? <Questions draft={draft} onDraft={onDraft} /> : null}
            {draft.reason === null ? null : (
              <label className={css.note}>
                <span>
                  {say(needsNote(draft.reason) ? 'alert.dialog.note' : 'alert.dialog.note-optional')}{' '}
                  {say('alert.dialog.note-help')}
                </span>
                <textarea
                  dir="auto"
                  maxLength={2000}
                  value={draft.note}
                  onChange={(event) => onDraft({ ...draft, note: event.target.value })}
                />
              </label>
            )}
          </form>
          <footer className={css.foot}>
            <Button look="primary" keyName="Enter" onPress={send}>
              {isBusy
                ? say('alert.busy')
                : say(act === 'rule-out' && alert.kind === 'detection' ? 'alert.dialog.do-rule-out' : 'alert.dialog.do-close')}
            </Button>
            <Button look="quiet" keyName="Esc" onPress={onBack}>
              {say('alert.dialog.back')}
            </Button>
            <span className={css.missing} role="status">
              {said === null ? null : (
                <>
                  <Icon name="warn" />
                  {said}
                </>
              )}
            </span>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Questions({ draft, onDraft }: Pick<CloseDialogProps, 'draft' | 'onDraft'>): ReactNode {
  const { say } = useSpeaker()
  return (
    <section className={css.questions}>
      <h3>{say('alert.dialog.questions')}</h3>
      {questions.map((question) => (
        <RadioGroup
          key={question}
          className={css.question ?? ''}
          aria-label={say(QUESTION_TEXT[question])}
          orientation="horizontal"
          value={draft.turnedBack[question] ?? ''}
          onChange={(answer) => onDraft({ ...draft, turnedBack: { ...draft.turnedBack, [question]: answer as Answer } })}
        >
          <span aria-hidden="true">{say(QUESTION_TEXT[question])}</span>
          <div className={css.answers}>
            {answers.map((answer) => (
              <Radio className={css.choice ?? ''} key={answer} value={answer}>
                <span className={css.dot} />
                <b>{say(`alert.answer.${answer}`)}</b>
              </Radio>
            ))}
          </div>
        </RadioGroup>
      ))}
    </section>
  )
}
