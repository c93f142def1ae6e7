/** A dialog over the page: named, closed by Escape and beside it, with focus kept inside and given back. */
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'
import styles from '#renderer/ui/ModalDialog.module.css'

export interface ModalDialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  /** For tables; a sentence is read more easily in a narrow one. */
  readonly isWide?: boolean
  readonly children: ReactNode
}

export function ModalDialog({ title, isOpen, onOpenChange, isWide = false, children }: ModalDialogProps) {
  const { t } = useI18n()
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable={true}
    >
      <Modal className={joinClasses(styles.modal, isWide && styles.wide)}>
        <Dialog className={styles.dialog ?? ''}>
          <div className={styles.head}>
            <Heading slot="title" level={2} className={styles.title ?? ''}>
              {title}
            </Heading>
            <Button
              look="quiet"
              size="small"
              isIcon
              aria-label={t('messages.close')}
              tip={t('messages.close')}
              onClick={() => onOpenChange(false)}
            >
              <X size={16} aria-hidden="true" />
            </Button>
          </div>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
