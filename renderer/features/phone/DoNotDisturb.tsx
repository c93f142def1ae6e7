/** Do-not-disturb: calls that come from no queue are told that this phone is busy, until it is switched off. */
import { BellOff, BellRing } from 'lucide-react'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

function useDoNotDisturb() {
  const { changeSettings } = useActions()
  const calls = useDesk((model) => model.desk?.settings.calls ?? null)
  const isOn = calls?.doNotDisturb ?? false
  const set = (on: boolean): void => {
    if (calls !== null) void changeSettings({ calls: { ...calls, doNotDisturb: on } })
  }
  return { isOn, set }
}

export function DoNotDisturb() {
  const { t } = useI18n()
  const { isOn, set } = useDoNotDisturb()
  return (
    <Button
      look="quiet"
      size="small"
      isIcon
      role="switch"
      aria-checked={isOn}
      aria-label={t('phone.doNotDisturb')}
      tip={t('phone.doNotDisturbTip')}
      onClick={() => set(!isOn)}
    >
      {isOn ? <BellOff size={16} aria-hidden="true" /> : <BellRing size={16} aria-hidden="true" />}
    </Button>
  )
}

/** Stays as long as it is on: a phone that is silent for a reason nobody remembers is a broken one. */
export function DoNotDisturbNotice() {
  const { t } = useI18n()
  const { isOn, set } = useDoNotDisturb()
  if (!isOn) return null
  return (
    <Notice tone="warn" actions={<Button onClick={() => set(false)}>{t('phone.disturbAgain')}</Button>}>
      {t('phone.notDisturbed')}
    </Notice>
  )
}
