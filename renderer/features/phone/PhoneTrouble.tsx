/** What stands between this desk and its calls, in a sentence with a way out. */
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Notice } from '#renderer/ui/Notice.tsx'

export function PhoneTrouble() {
  const seat = useDesk((model) => model.phone.seat)
  return (
    <>
      {seat === 'elsewhere' && <Elsewhere />}
      {seat === 'granted' && <LinkTrouble />}
      <DeviceTrouble />
    </>
  )
}

function Elsewhere() {
  const { t } = useI18n()
  const { takePhone } = useActions()
  return (
    <Notice
      tone="warn"
      actions={
        <Button look="primary" onClick={() => void takePhone()}>
          {t('phone.takeHere')}
        </Button>
      }
    >
      {t('phone.elsewhere')}
    </Notice>
  )
}

function LinkTrouble() {
  const i18n = useI18n()
  const { t } = i18n
  const link = useDesk((model) => model.phone.link)
  if (link.kind === 'connected') return null
  const why = link.failure === null ? '' : ` ${failureText(link.failure, i18n)}`
  return (
    <Notice tone={link.kind === 'connecting' ? 'warn' : 'bad'}>
      {t(`phone.link.${link.kind}`)}
      {why}
    </Notice>
  )
}

function DeviceTrouble() {
  const i18n = useI18n()
  const { t } = i18n
  const failure = useDesk((model) => model.phone.deviceFailure)
  const { refreshDevices } = useActions()
  if (failure === null) return null
  return (
    <Notice
      tone="bad"
      isAlert
      actions={<Button onClick={() => void refreshDevices()}>{t('action.tryAgain')}</Button>}
    >
      {failureText(failure, i18n)}
    </Notice>
  )
}
