/** Planned work on a camera: which order, why, until when. Until then nobody judges it, and its ground is not watched. */
import { type ReactNode, useState } from 'react'
import { Choices, Sheet, TextLine } from '../../../platform/web/parts/sheet.tsx'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { CameraView } from '../contract.ts'
import { serviceCauses } from '../lists.ts'

export interface ServiceDialogProps {
  readonly camera: CameraView
  readonly nowMs: number
  readonly isBusy: boolean
  readonly problem: string | null
  readonly onSend: (body: { until: string; cause: (typeof serviceCauses)[number]; workOrder: string }) => void
  readonly onBack: () => void
}

const lengthsH = [1, 2, 4, 8, 24, 72, 168] as const

/** Nothing is chosen beforehand. */
export function ServiceDialog({ camera, nowMs, isBusy, problem, onSend, onBack }: ServiceDialogProps): ReactNode {
  const { say } = useSpeaker()
  const [cause, setCause] = useState<(typeof serviceCauses)[number] | null>(null)
  const [order, setOrder] = useState('')
  const [hours, setHours] = useState<string | null>(null)
  const [isTried, setIsTried] = useState(false)
  const missing =
    cause === null || hours === null ? 'camera.service.needed' : order.trim() === '' ? 'camera.service.order-needed' : null
  return (
    <Sheet
      title={<Text text="camera.service.title" values={{ code: camera.code }} />}
      about={say('camera.service.about')}
      doText={say('camera.service.do')}
      isBusy={isBusy}
      problem={problem ?? (isTried && missing !== null ? say(missing) : null)}
      onBack={onBack}
      onSend={() => {
        setIsTried(true)
        if (missing !== null || cause === null || hours === null) return
        const until = new Date(nowMs + Number(hours) * 3_600_000).toISOString()
        onSend({ until, cause, workOrder: order.trim() })
      }}
    >
      <Choices
        title={say('camera.service.why')}
        isFirst
        isInline
        options={serviceCauses.map((id) => ({ id, word: say(`camera.service.cause.${id}`) }))}
        chosen={cause}
        onChoose={setCause}
      />
      <TextLine title={say('camera.service.order')} most={30} value={order} onChange={setOrder} />
      <Choices
        title={say('camera.service.for')}
        isInline
        options={lengthsH.map((length) => ({
          id: String(length),
          word: (
            <Text
              text={length < 24 ? 'alert.shelve.hours' : 'camera.service.days'}
              values={{ n: length < 24 ? length : length / 24 }}
            />
          ),
        }))}
        chosen={hours}
        onChoose={setHours}
      />
    </Sheet>
  )
}
