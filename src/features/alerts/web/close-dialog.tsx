/** Ends an alert with its reason. Nothing is chosen beforehand; what was typed is never lost. */
import { type ReactNode, useState } from 'react'
import { RadioGroup } from 'react-aria-components/RadioGroup'
import { Choice, Choices, Sheet, TextLine } from '../../../platform/web/parts/sheet.tsx'
import { spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { AlertView } from '../contract.ts'
import css from './close-dialog.module.css'
import {
  type Answer,
  answers,
  type Cause,
  type CloseDraft,
  causes,
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
  const isMover = alert.kind === 'detection'
  const isTamper = alert.ruleId === 'tamper-suspected'
  const groups = groupsFor(alert, act)
  const missing = missingIn(draft, alert)
  const titleText =
    !isMover && !isTamper ? 'alert.dialog.cause' : act === 'close' ? 'alert.dialog.close' : 'alert.dialog.rule-out'
  return (
    <Sheet
      title={<Text text={titleText} values={{ number: alert.number }} />}
      about={spoken(saySaid(alert.title))}
      doText={say(act === 'rule-out' && isMover ? 'alert.dialog.do-rule-out' : 'alert.dialog.do-close')}
      isBusy={isBusy}
      problem={problem ?? (isTried && missing !== null ? say(missing) : null)}
      onSend={() => {
        setIsTried(true)
        if (missing === null) onSend()
      }}
      onBack={onBack}
    >
      {groups.map((group, at) => (
        <Choices<Reason>
          key={group.id}
          title={say(`alert.dialog.group.${group.id}`)}
          isFirst={at === 0}
          options={group.reasons.map((reason) => ({
            id: reason,
            word: say(reasonText(reason)),
            help: say(`${reasonText(reason)}.help`),
          }))}
          chosen={draft.reason}
          onChoose={(reason) => onDraft({ ...draft, reason })}
        />
      ))}
      {isTamper ? (
        <Choices<Cause>
          title={say('alert.dialog.group.cause')}
          options={causes.map((cause) => ({ id: cause, word: say(reasonText(cause)), help: say(`${reasonText(cause)}.help`) }))}
          chosen={draft.cause}
          onChoose={(cause) => onDraft({ ...draft, cause })}
        />
      ) : null}
      {act === 'rule-out' && isMover ? <p className={css.hint}>{say('alert.dialog.lawful-hint')}</p> : null}
      {needsAnswers(draft.reason) ? <Questions draft={draft} onDraft={onDraft} /> : null}
      {draft.reason === null ? null : (
        <TextLine
          title={`${say(needsNote(draft.reason) ? 'alert.dialog.note' : 'alert.dialog.note-optional')} ${say('alert.dialog.note-help')}`}
          isLong
          most={2000}
          value={draft.note}
          onChange={(note) => onDraft({ ...draft, note })}
        />
      )}
    </Sheet>
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
              <Choice key={answer} id={answer} isInRow>
                <b>{say(`alert.answer.${answer}`)}</b>
              </Choice>
            ))}
          </div>
        </RadioGroup>
      ))}
    </section>
  )
}
