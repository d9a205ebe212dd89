/** The loudspeaker is heard before the watch is taken: a click plays the very sound of an alarm, and a person answers. */
import { type ReactNode, useState } from 'react'
import type { SoundAnswer } from '../../../features/shifts/contract.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { hearSound, soundState } from '../../../platform/web/sound.ts'
import { useStore } from '../../../platform/web/store.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import css from './shift.module.css'

export interface SoundCheckProps {
  readonly answer: SoundAnswer | null
  readonly onAnswer: (answer: SoundAnswer) => void
}

/** Never by a key: a key could be pressed by a sleeve, and a browser wants a click. */
export function SoundCheck({ answer, onAnswer }: SoundCheckProps): ReactNode {
  const { say } = useSpeaker()
  const state = useStore(soundState)
  const [isPlayed, setIsPlayed] = useState(false)
  async function play() {
    await hearSound()
    setIsPlayed(true)
  }
  // "I heard it" counts only of a sound that this page could make.
  const stopped = !isPlayed ? say('shift.sound.first') : null
  const cannot = stopped ?? (state === 'on' ? null : say(`sound.${state}`))
  return (
    <fieldset className={css.check}>
      <legend>{say('shift.sound')}</legend>
      <p className={css.help}>{say('shift.sound.help')}</p>
      <div className={css.acts}>
        <Button onPress={() => void play()}>{say(isPlayed ? 'shift.sound.again' : 'shift.sound.play')}</Button>
      </div>
      <p className={css.question}>{say('shift.sound.question')}</p>
      <div className={css.acts}>
        <span className={answer === 'heard' ? css.chosen : ''}>
          <Button isSmall stoppedBecause={cannot} onPress={() => onAnswer('heard')}>
            {say('shift.sound.yes')}
          </Button>
        </span>
        <span className={answer === 'not-heard' ? css.chosen : ''}>
          <Button isSmall look="quiet" stoppedBecause={stopped} onPress={() => onAnswer('not-heard')}>
            {say('shift.sound.no')}
          </Button>
        </span>
      </div>
      <p className={css.answer} role="status">
        {answer === null ? null : say(answer === 'heard' ? 'shift.sound.heard' : 'shift.sound.not-heard.help')}
      </p>
    </fieldset>
  )
}
