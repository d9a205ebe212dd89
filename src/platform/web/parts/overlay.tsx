/** What opens above a page: `Esc` or a press beside it goes back. */
import type { ReactNode } from 'react'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import css from './overlay.module.css'

/** `look`: how large it is. What stands in it is a dialog with its own heading. */
export function Overlay({
  look = '',
  onBack,
  children,
}: {
  readonly look?: string | undefined
  readonly onBack: () => void
  readonly children: ReactNode
}): ReactNode {
  return (
    <ModalOverlay className={css.overlay ?? ''} isOpen isDismissable onOpenChange={(isOpen) => (isOpen ? undefined : onBack())}>
      <Modal className={look}>{children}</Modal>
    </ModalOverlay>
  )
}
