/** An interval of the past: taken along as a file, or kept from being deleted, with the reason. */
import { type ReactNode, useRef, useState } from 'react'
import { formatSpan, type SiteClock } from '../../../platform/web/clock.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import side from '../../../platform/web/parts/side.module.css'
import { randomId } from '../../../platform/web/random-id.ts'
import { useStore } from '../../../platform/web/store.ts'
import { Code, spoken, useSpeaker } from '../../../platform/web/text.tsx'
import type { Interval, LookBack } from './look-back.ts'
import { problemOf } from './past-player.ts'
import { problemWords } from './problem-words.ts'
import css from './scrubber.module.css'

export interface IntervalPanelProps {
  readonly cameraId: string
  readonly code: string
  readonly lookBack: LookBack
  readonly clock: SiteClock
  readonly csrf: () => string
  /** Keys of the page reach the two acts through it. */
  readonly acts: { current: IntervalActs | null }
}

export interface IntervalActs {
  readonly download: () => void
  readonly askHold: () => void
}

const iso = (ms: number) => new Date(Math.round(ms)).toISOString()

/** Begin and end where the hand stands; what is chosen stays until it is chosen anew. */
export function IntervalPanel({ cameraId, code, lookBack, clock, csrf, acts }: IntervalPanelProps): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const interval = useStore(lookBack.interval)
  const [isHolding, setIsHolding] = useState(false)
  const [reason, setReason] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  const [failed, setFailed] = useState<RequestProblem | null>(null)
  /** A retry after a lost answer has the same id, so that it has no second effect. */
  const command = useRef<{ readonly key: string; readonly id: string } | null>(null)
  const isWhole = interval !== null && interval.toMs - interval.fromMs >= 1000

  function address({ fromMs, toMs }: Interval, more = '') {
    return `/api/cameras/${cameraId}/video.mp4?${new URLSearchParams({ from: iso(fromMs), to: iso(toMs) })}${more}`
  }

  async function run(act: () => Promise<string>) {
    if (isBusy) return
    setIsBusy(true)
    setFailed(null)
    setSaid(null)
    try {
      setSaid(await act())
    } catch (fault) {
      setFailed(fault instanceof RequestProblem ? fault : new RequestProblem('no-answer', 0, null))
    } finally {
      setIsBusy(false)
    }
  }

  function download() {
    if (interval === null || !isWhole) return
    void run(async () => {
      // The browser would save a refusal as a file; so the first byte is asked for before the file is.
      const answer = await fetch(address(interval), { headers: { range: 'bytes=0-0' }, credentials: 'same-origin' })
      if (!answer.ok) throw await problemOf(answer)
      await answer.body?.cancel()
      const link = document.createElement('a')
      link.href = address(interval, '&download=1')
      link.download = `${code}-${iso(interval.fromMs).replaceAll(/[:.]/g, '')}.mp4`
      link.click()
      return say('past.download.started')
    })
  }

  function hold() {
    const because = reason.trim()
    if (interval === null || because === '') return
    void run(async () => {
      const key = `${interval.fromMs} ${interval.toMs} ${because}`
      if (command.current?.key !== key) command.current = { key, id: randomId() }
      await request('POST', `/api/cameras/${cameraId}/hold`, {
        body: { commandId: command.current.id, from: iso(interval.fromMs), to: iso(interval.toMs), reason: because },
        csrf: csrf(),
      })
      setIsHolding(false)
      setReason('')
      lookBack.past.refresh()
      return say('past.hold.done')
    })
  }

  acts.current = { download, askHold: () => isWhole && setIsHolding(true) }
  const stopped = isWhole ? null : say('past.interval.none')
  return (
    <section className={`${side.part} ${css.part}`}>
      <h2>{say('past.interval')}</h2>
      <div className={css.pair}>
        <Button isSmall keyName="B" onPress={lookBack.begin}>
          {say('past.interval.begin')}
        </Button>
        <Button isSmall keyName="O" onPress={lookBack.end}>
          {say('past.interval.end')}
        </Button>
      </div>
      {interval === null ? (
        <p>{say('past.interval.help')}</p>
      ) : (
        <p>
          <Code>{clock.long(interval.fromMs)}</Code> – <Code>{clock.long(interval.toMs)}</Code> ·{' '}
          <bdi className="n">{formatSpan(interval.toMs - interval.fromMs)}</bdi>
        </p>
      )}
      <div className={css.pair}>
        <Button isSmall keyName="P" onPress={download} stoppedBecause={stopped}>
          {isBusy ? say('past.busy') : say('past.download')}
        </Button>
        <Button isSmall keyName="H" onPress={() => setIsHolding(true)} stoppedBecause={stopped}>
          {say('past.hold')}
        </Button>
      </div>
      {isHolding && isWhole ? (
        <form
          className={css.hold}
          onSubmit={(event) => {
            event.preventDefault()
            hold()
          }}
        >
          <label>
            <span>{say('past.hold.reason')}</span>
            <input
              dir="auto"
              maxLength={200}
              value={reason}
              ref={(field) => {
                if (reason === '') field?.focus()
              }}
              onChange={(event) => setReason(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') setIsHolding(false)
              }}
            />
          </label>
          <Button
            type="submit"
            isSmall
            look="primary"
            keyName="Enter"
            onPress={() => undefined}
            stoppedBecause={reason.trim() === '' ? say('past.hold.reason-needed') : null}
          >
            {isBusy ? say('past.busy') : say('past.hold.do')}
          </Button>
        </form>
      ) : null}
      {failed === null ? null : (
        <p role="alert" className={css.failed}>
          {spoken(problemWords(speaker, failed))}
        </p>
      )}
      {said === null ? null : <p role="status">{said}</p>}
    </section>
  )
}
