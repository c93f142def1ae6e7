/** Removes every trace of the person on the card from this desk, after it has been asked whether that is meant. */
import { useState } from 'react'
import type { CallerCard } from '#contract/callerCard'
import styles from '#renderer/features/caller/ForgetPerson.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'

export function ForgetPerson({ person }: { readonly person: CallerCard }) {
  const { t } = useI18n()
  const { forgetPerson } = useActions()
  const [isOpen, setIsOpen] = useState(false)
  const forget = (): void => {
    setIsOpen(false)
    void forgetPerson(person.personId)
  }
  return (
    <>
      <Button look="quiet" size="small" tip={t('forget.tip')} onClick={() => setIsOpen(true)}>
        {t('forget.open')}
      </Button>
      <ModalDialog title={t('forget.title')} isOpen={isOpen} onOpenChange={setIsOpen}>
        <p className={styles.text}>{t('forget.text', { name: person.name })}</p>
        <div className={styles.buttons}>
          <Button look="quiet" onClick={() => setIsOpen(false)}>
            {t('forget.keep')}
          </Button>
          <Button look="end" onClick={forget}>
            {t('forget.confirm')}
          </Button>
        </div>
      </ModalDialog>
    </>
  )
}
