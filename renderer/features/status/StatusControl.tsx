/** What I am doing and since when, and the menu that changes it. */
import { ChevronDown } from 'lucide-react'
import { useRef } from 'react'
import { Button } from 'react-aria-components/Button'
import { MenuTrigger } from 'react-aria-components/Menu'
import { type Agent, presenceSinceMs, toPresence } from '#contract/agent'
import { reasonText } from '#renderer/features/status/reasonText'
import styles from '#renderer/features/status/StatusControl.module.css'
import { StatusMenu } from '#renderer/features/status/StatusMenu.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'
import { presenceWord } from '#renderer/ui/presenceWord'
import { shortcuts, toAriaKeys, toKeyCaps } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

export function StatusControl() {
  const { t } = useI18n()
  const me = useDesk((model) => model.me)
  const button = useRef<HTMLButtonElement>(null)
  // A click without a pointer opens the menu with its first item focused, as the keyboard expects.
  useShortcut(shortcuts.status, () => button.current?.click())
  return (
    <div className={styles.control}>
      {me === null ? <span className={styles.now}>{t('status.unknown')}</span> : <Now me={me} />}
      <MenuTrigger>
        <Button
          ref={button}
          className={styles.button ?? ''}
          isDisabled={me === null}
          data-tip={t('status.change')}
          data-keys={toKeyCaps(shortcuts.status).join(' ')}
          aria-keyshortcuts={toAriaKeys(shortcuts.status)}
        >
          {t('status.button')}
          <ChevronDown size={14} aria-hidden="true" />
        </Button>
        <StatusMenu />
      </MenuTrigger>
    </div>
  )
}

function Now({ me }: { readonly me: Agent }) {
  const { t, locale } = useI18n()
  const reasons = useDesk((model) => model.centre?.pauseReasons)
  const presence = toPresence(me)
  const reason =
    presence === 'break' || presence === 'notReady' ? reasonText(me.status, reasons ?? [], locale) : null
  return (
    <span className={styles.now}>
      <PresenceMark presence={presence} size={18} />
      <strong className={styles.word}>{t(presenceWord(presence))}</strong>
      {reason !== null && <bdi className={styles.reason}>{reason}</bdi>}
      <Elapsed sinceMs={presenceSinceMs(me)} clock="gateway" className={styles.time} />
    </span>
  )
}
