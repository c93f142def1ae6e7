/** Removes every trace of the person on the card from this desk, after it has been asked whether that is meant. */
import type { CallerCard } from '#contract/callerCard'
import styles from '#renderer/features/caller/ForgetPerson.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'

export interface ForgetPersonProps {
  readonly person: CallerCard
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

export function ForgetPerson({ person, isOpen, onOpenChange }: ForgetPersonProps) {
  const { t } = useI18n()
  const { forgetPerson } = useActions()
  const forget = (): void => {
    onOpenChange(false)
    void forgetPerson(person.personId)
  }
  return (
    <ModalDialog title={t('forget.title')} isOpen={isOpen} onOpenChange={onOpenChange}>
      <p className={styles.text}>{t('forget.text', { name: person.name })}</p>
      <div className={styles.buttons}>
        <Button look="quiet" onClick={() => onOpenChange(false)}>
          {t('forget.keep')}
        </Button>
        <Button look="end" onClick={forget}>
          {t('forget.confirm')}
        </Button>
      </div>
    </ModalDialog>
  )
}
