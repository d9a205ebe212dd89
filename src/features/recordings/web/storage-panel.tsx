/** How much of the disk recordings take, how far back they reach, and the limits, for those who may set them. */
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { randomId } from '../../../platform/web/random-id.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { RecordingState } from '../contract.ts'
import { problemWords } from './problem-words.ts'
import css from './storage-panel.module.css'

const REFRESH_MS = 30_000
const GIGABYTE = 1_000_000_000

/** `csrf` null: this person may look, not change. */
export function StoragePanel({ csrf, nowMs }: { readonly csrf: (() => string) | null; readonly nowMs: number }): ReactNode {
  const { say } = useSpeaker()
  const [state, setState] = useState<RecordingState | null>(null)
  const [failed, setFailed] = useState(false)
  const [isEditing, setIsEditing] = useState(false)
  const load = useCallback(async () => {
    try {
      setState((await request('GET', '/api/recordings')) as RecordingState)
      setFailed(false)
    } catch {
      setFailed(true) // Said below; the next look comes by itself.
    }
  }, [])
  useEffect(() => {
    void load()
    const timer = setInterval(() => void load(), REFRESH_MS)
    return () => clearInterval(timer)
  }, [load])
  const oldest = state?.cameras
    .map(({ oldest: at }) => at)
    .filter((at) => at !== null)
    .sort()[0]
  return (
    <section className={css.part}>
      <h2>
        {say('recording.storage')}
        {state === null ? null : <span className={css[state.state]}>{say(`recording.state.${state.state}`)}</span>}
      </h2>
      {failed ? <p className={css.old}>{say('recording.storage.unknown')}</p> : null}
      {state === null ? null : (
        <>
          <p>
            <Text
              text="recording.storage.used"
              values={{ used: tenth(state.usedBytes), free: tenth(Math.max(0, state.freeBytes - state.reserveBytes)) }}
            />
          </p>
          {oldest === undefined ? null : (
            <p>
              <Text
                text="recording.storage.reach"
                values={{ hours: Math.max(0, Math.floor((nowMs - Date.parse(oldest)) / 3_600_000)) }}
              />
            </p>
          )}
          <p>
            {state.settings.totalBytes === null ? (
              say('recording.limit.none')
            ) : (
              <Text text="recording.limit.total" values={{ gb: tenth(state.settings.totalBytes) }} />
            )}
            {state.settings.cameraBytes === null ? null : (
              <>
                {' · '}
                <Text text="recording.limit.camera" values={{ gb: tenth(state.settings.cameraBytes) }} />
              </>
            )}
          </p>
          {csrf === null ? null : isEditing ? (
            <Limits
              state={state}
              csrf={csrf}
              onDone={(next) => {
                setState(next ?? state)
                setIsEditing(false)
              }}
            />
          ) : (
            <Button isSmall onPress={() => setIsEditing(true)}>
              {say('recording.limit.change')}
            </Button>
          )}
        </>
      )}
    </section>
  )
}

interface LimitsProps {
  readonly state: RecordingState
  readonly csrf: () => string
  readonly onDone: (next: RecordingState | null) => void
}

function Limits({ state, csrf, onDone }: LimitsProps): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const asText = (bytes: number | null) => (bytes === null ? '' : String(bytes / GIGABYTE))
  const [total, setTotal] = useState(asText(state.settings.totalBytes))
  const [camera, setCamera] = useState(asText(state.settings.cameraBytes))
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const command = useRef({ key: '', id: '' })
  const [totalBytes, cameraBytes] = [bytesOf(total), bytesOf(camera)]
  const isWrong = totalBytes === undefined || cameraBytes === undefined
  async function save() {
    if (isWrong || isBusy) return
    setIsBusy(true)
    setProblem(null)
    // The same wish keeps its id, so that a lost answer has no second effect.
    const key = `${state.version} ${totalBytes} ${cameraBytes}`
    if (command.current.key !== key) command.current = { key, id: randomId() }
    try {
      const body = { commandId: command.current.id, basedOn: state.version, totalBytes, cameraBytes }
      onDone((await request('POST', '/api/recordings/settings', { body, csrf: csrf() })) as RecordingState)
    } catch (fault) {
      setProblem(fault instanceof RequestProblem ? fault : new RequestProblem('no-answer', 0, null))
      setIsBusy(false)
    }
  }
  return (
    <form
      className={css.limits}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onDone(null)
      }}
    >
      {(
        [
          ['recording.limit.all.label', total, setTotal],
          ['recording.limit.one.label', camera, setCamera],
        ] as const
      ).map(([text, value, set], index) => (
        <label key={text}>
          <span>{say(text)}</span>
          <input
            dir="ltr"
            inputMode="decimal"
            maxLength={8}
            value={value}
            placeholder="—"
            aria-invalid={bytesOf(value) === undefined}
            ref={(field) => {
              if (index === 0 && field !== null && value === asText(state.settings.totalBytes) && !field.dataset.met) {
                field.dataset.met = 'yes'
                field.focus()
              }
            }}
            onChange={(event) => set(event.target.value)}
          />
        </label>
      ))}
      <p>{say('recording.limit.help')}</p>
      {problem === null ? null : <p role="alert">{problemWords(speaker, problem)}</p>}
      <div className={css.pair}>
        <Button
          isSmall
          look="primary"
          type="submit"
          onPress={() => {}}
          stoppedBecause={isWrong ? say('recording.limit.wrong') : null}
        >
          {say('recording.limit.save')}
        </Button>
        <Button isSmall onPress={() => onDone(null)}>
          {say('recording.limit.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** Gigabytes as typed, in either digits: bytes; null: no limit; undefined: not a number. */
function bytesOf(typed: string): number | null | undefined {
  const text = typed
    .trim()
    .replaceAll(/[٠-٩]/g, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit)))
    .replace(/[,٫]/, '.')
  if (text === '') return null
  const value = Number(text)
  return Number.isFinite(value) && value >= 0 ? Math.round(value * GIGABYTE) : undefined
}

function tenth(bytes: number): number {
  return Math.round((bytes / GIGABYTE) * 10) / 10
}
