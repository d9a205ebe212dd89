import { type ReactNode, useRef } from 'react'
import type { AlertView } from '../../../features/alerts/contract.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'

/** Each new alert is spoken once to those who listen to the screen; ages never are. */
export function Announcer({ alerts }: { readonly alerts: readonly AlertView[] }): ReactNode {
  const { say, saySaid } = useSpeaker()
  const spoken = useRef(new Set<string>())
  const text = useRef('')
  const fresh = alerts.filter((alert) => alert.ack === 'unacknowledged' && !spoken.current.has(alert.id))
  if (fresh.length > 0) {
    for (const alert of fresh) spoken.current.add(alert.id)
    text.current = fresh
      .map((alert) =>
        say('alert.raised.spoken', { word: say(`alert.word.${alert.kind}.${alert.priority}`), title: saySaid(alert.title) }),
      )
      .join('\n')
  }
  return (
    <div role="alert" className="only-spoken">
      {text.current}
    </div>
  )
}
