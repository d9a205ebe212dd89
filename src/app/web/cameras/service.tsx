/** Puts a camera out of service, or back: for those whose word it is. */
import { type ReactNode, useState } from 'react'
import { csrf, session } from '../../../features/access/web/session.ts'
import type { CameraView } from '../../../features/cameras/contract.ts'
import { ServiceDialog } from '../../../features/cameras/web/service-dialog.tsx'
import { type SiteClock, useNow } from '../../../platform/web/clock.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { randomId } from '../../../platform/web/random-id.ts'
import { useStore } from '../../../platform/web/store.ts'
import { spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { problemWords } from '../duty/problem-words.ts'
import { takeRows } from '../live/world.ts'

/** Says by whose order it is out and until when; offers the act only to an engineer or a commander. */
export function CameraService({ camera, clock }: { readonly camera: CameraView; readonly clock: SiteClock }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const who = useStore(session)
  const nowMs = useNow()
  const [isOpen, setIsOpen] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const roles = who.state === 'in' ? who.view.roles : []
  const mayPlan = roles.includes('engineer') || roles.includes('commander')
  const service = camera.service ?? null

  async function send(path: string, body: object): Promise<void> {
    setIsBusy(true)
    setProblem(null)
    try {
      const answer = await request('POST', `/api/cameras/${camera.id}/${path}`, {
        body: { commandId: randomId(), ...body },
        csrf: csrf(),
      })
      takeRows({ cameras: [answer as CameraView] })
      setIsOpen(false)
    } catch (thrown) {
      setProblem(thrown instanceof RequestProblem ? thrown : new RequestProblem('internal', 500, null))
    } finally {
      setIsBusy(false)
    }
  }

  const words = problem === null ? null : problemWords(speaker, problem)
  return (
    <>
      {service === null ? null : (
        <span>
          <Text
            text="camera.service.is"
            values={{
              cause: say(`camera.service.cause.${service.cause}`),
              order: service.workOrder,
              name: service.by.name,
              time: clock.short(Date.parse(service.until)),
            }}
          />
        </span>
      )}
      {!mayPlan ? null : service === null ? (
        <Button isSmall onPress={() => setIsOpen(true)}>
          {say('camera.service')}
        </Button>
      ) : (
        <Button isSmall onPress={() => void send('service/end', {})}>
          {isBusy ? say('alert.busy') : say('camera.service.end')}
        </Button>
      )}
      {words === null || isOpen ? null : <span role="alert">{spoken(words)}</span>}
      {isOpen ? (
        <ServiceDialog
          camera={camera}
          nowMs={nowMs}
          isBusy={isBusy}
          problem={words}
          onSend={(body) => void send('service', body)}
          onBack={() => setIsOpen(false)}
        />
      ) : null}
    </>
  )
}
