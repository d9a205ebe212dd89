/** A walk before one camera: announced, counted, and written as its proof. */
import { type ReactNode, useState } from 'react'
import type { CameraView } from '../../../features/cameras/contract.ts'
import { type SiteClock, useNow } from '../../../platform/web/clock.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Choices, Sheet, TextLine } from '../../../platform/web/parts/sheet.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { busy, failure } from '../duty/duty-state.ts'
import { problemWords } from '../duty/problem-words.ts'
import { endAnnouncement, sendAnnouncement } from '../duty/watch-acts.ts'
import { facts } from '../live/world.ts'

const lengthsMin = [5, 10, 15, 30] as const

/** The last walk with its result, and the way to make one. */
export function WalkTest({ camera, clock }: { readonly camera: CameraView; readonly clock: SiteClock }): ReactNode {
  const { say } = useSpeaker()
  const nowMs = useNow()
  const { announcements } = useStore(facts)
  const [isOpen, setIsOpen] = useState(false)
  const running = [...announcements.values()].find(
    ({ what, cameraIds, endedAt, until }) =>
      what === 'walk_test' && cameraIds.includes(camera.id) && endedAt === null && Date.parse(until) > nowMs,
  )
  const last = camera.walkTest ?? null
  return (
    <>
      {running !== undefined ? (
        <>
          <span role="status">
            <Text text="camera.walk.runs" values={{ time: clock.short(Date.parse(running.until)) }} />
          </span>
          <Button isSmall look="primary" onPress={() => void endAnnouncement(running)}>
            {say('camera.walk.end')}
          </Button>
        </>
      ) : (
        <>
          {last === null ? null : (
            <span>
              <Text text="camera.walk.last" values={{ n: last.tracks, time: clock.short(Date.parse(last.at)) }} />
              {last.farthestM === null ? null : (
                <>
                  {' · '}
                  <Text text="camera.walk.farthest" values={{ metres: last.farthestM }} />
                </>
              )}
            </span>
          )}
          <Button isSmall onPress={() => setIsOpen(true)}>
            {say('camera.walk')}
          </Button>
        </>
      )}
      {isOpen ? <WalkDialog camera={camera} nowMs={nowMs} onBack={() => setIsOpen(false)} /> : null}
    </>
  )
}

function WalkDialog({
  camera,
  nowMs,
  onBack,
}: {
  readonly camera: CameraView
  readonly nowMs: number
  readonly onBack: () => void
}): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const [name, setName] = useState('')
  const [minutes, setMinutes] = useState<string | null>(null)
  const [isTried, setIsTried] = useState(false)
  const isBusy = useStore(busy) !== null
  const failed = useStore(failure)
  const isMissing = name.trim() === '' || minutes === null
  const problem = failed === null ? (isTried && isMissing ? say('camera.walk.needed') : null) : problemWords(speaker, failed)
  async function send(): Promise<void> {
    setIsTried(true)
    if (isMissing) return
    const until = new Date(nowMs + Number(minutes) * 60_000).toISOString()
    const from = new Date(nowMs).toISOString()
    await sendAnnouncement({ what: 'walk_test', name: name.trim(), cameraIds: [camera.id], placeId: null, from, until })
    if (failure.get() === null) onBack()
  }
  return (
    <Sheet
      title={<Text text="camera.walk.title" values={{ code: camera.code }} />}
      about={say('camera.walk.about')}
      doText={say('camera.walk.do')}
      isBusy={isBusy}
      problem={problem}
      onSend={() => void send()}
      onBack={onBack}
    >
      <TextLine title={say('camera.walk.name')} isFirst most={60} value={name} onChange={setName} />
      <Choices
        title={say('camera.service.for')}
        isInline
        options={lengthsMin.map((length) => ({
          id: String(length),
          word: <Text text="alert.shelve.minutes" values={{ n: length }} />,
        }))}
        chosen={minutes}
        onChoose={setMinutes}
      />
    </Sheet>
  )
}
