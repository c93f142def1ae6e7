/** The phone without a call: what to expect now, and why the last call ended if it did not end well. */
import type { ReactNode } from 'react'
import { toPresence } from '#contract/agent'
import styles from '#renderer/features/phone/PhoneIdle.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { PhoneCall } from '#renderer/state/deskModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Notice } from '#renderer/ui/Notice.tsx'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'

export interface PhoneIdleProps {
  readonly ended: PhoneCall | null
  /** What became of its transfer. */
  readonly notice: ReactNode
}

export function PhoneIdle({ ended, notice }: PhoneIdleProps) {
  const i18n = useI18n()
  const { t } = i18n
  const { chooseStatus } = useActions()
  const presence = useDesk((model) => (model.me === null ? 'offline' : toPresence(model.me)))
  const canReceive = useDesk(
    (model) => model.phone.seat === 'granted' && model.phone.link.kind === 'connected',
  )
  const isPaused = presence === 'break' || presence === 'notReady'
  return (
    <>
      {ended?.failure != null && <Notice tone="warn">{failureText(ended.failure, i18n)}</Notice>}
      {notice}
      <div className={styles.idle}>
        <PresenceMark presence={presence} size={24} />
        <p className={styles.text}>
          {t(presence === 'available' && !canReceive ? 'phone.idle.cannotReceive' : `phone.idle.${presence}`)}
        </p>
        {isPaused && (
          <Button
            look="primary"
            className={styles.action}
            onClick={() => void chooseStatus({ kind: 'available' })}
          >
            {t('phone.becomeAvailable')}
          </Button>
        )}
      </div>
    </>
  )
}
