/** Asks before a number is called that a link of another program names. */
import styles from '#renderer/features/dial/LinkCallDialog.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { LinkCall } from '#renderer/state/deskModel'
import { useJudge } from '#renderer/state/phone/dialling'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'

export function LinkCallDialog() {
  const { t } = useI18n()
  const { dropLink } = useActions()
  const link = useDesk((model) => model.linkCall)
  return (
    <ModalDialog
      title={t('linkCall.title')}
      isOpen={link !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) dropLink()
      }}
    >
      {link !== null && <Question link={link} />}
    </ModalDialog>
  )
}

function Question({ link: { number, extension, isMarked } }: { readonly link: LinkCall }) {
  const { t, format } = useI18n()
  const { callLink, dropLink } = useActions()
  const canCall = useDesk((model) => model.phone.seat === 'granted' && model.phone.link.kind === 'connected')
  const isTalking = useDesk(({ phone: { call } }) => call?.state === 'talking')
  const verdict = useJudge()(number)
  return (
    <>
      <p className={styles.number}>
        <bdi>{verdict.ok ? format.phone(verdict.number) : number}</bdi>
      </p>
      {extension !== null && (
        <p className={styles.line}>{t('linkCall.extension', { extension: format.digits(extension) })}</p>
      )}
      <p className={styles.line}>{t(isMarked ? 'linkCall.marked' : 'linkCall.asked')}</p>
      {isTalking && <p className={styles.line}>{t('linkCall.holds')}</p>}
      {!canCall && <p className={styles.line}>{t('linkCall.noPhone')}</p>}
      <div className={styles.buttons}>
        <Button look="quiet" onClick={dropLink}>
          {t('linkCall.drop')}
        </Button>
        <Button look="answer" disabled={!canCall || !verdict.ok} onClick={() => void callLink()}>
          {t('linkCall.call')}
        </Button>
      </div>
    </>
  )
}
