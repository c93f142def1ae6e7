/** One alert: its sentence leads to the row it is about, and a menu mutes it for a while. */
import { Bell, BellOff } from 'lucide-react'
import { Button as TriggerButton } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import styles from '#renderer/features/alerts/AlertItem.module.css'
import { AlertMark } from '#renderer/features/alerts/AlertMark.tsx'
import { alertText } from '#renderer/features/alerts/alertText'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { Alert, AlertSubject } from '#renderer/state/alerts/alert'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import menu from '#renderer/ui/Menu.module.css'

const muteMinutes = [5, 15, 60]
const noReasons: never[] = []

export interface AlertItemProps {
  readonly alert: Alert
  readonly mutedUntilMs: number | null
  readonly onJump: (subject: AlertSubject) => void
}

export function AlertItem({ alert, mutedUntilMs, onJump }: AlertItemProps) {
  const i18n = useI18n()
  const reasons = useDesk((model) => model.centre?.pauseReasons ?? noReasons)
  const text = alertText(alert, i18n, reasons)
  // A link is no row of the page.
  const leads = alert.subject.kind !== 'link' && alert.subject.kind !== 'spy'
  return (
    <li
      className={styles.alert}
      data-severity={alert.severity}
      data-muted={mutedUntilMs !== null || undefined}
    >
      <AlertMark severity={alert.severity} />
      {leads ? (
        <button type="button" className={styles.sentence} onClick={() => onJump(alert.subject)}>
          {text}
        </button>
      ) : (
        <span className={styles.sentence}>{text}</span>
      )}
      {alert.sinceMs !== null && <Elapsed className={styles.time} sinceMs={alert.sinceMs} clock="gateway" />}
      <MuteMenu alert={alert} text={text} mutedUntilMs={mutedUntilMs} />
    </li>
  )
}

function MuteMenu({ alert, text, mutedUntilMs }: Omit<AlertItemProps, 'onJump'> & { readonly text: string }) {
  const { t, format } = useI18n()
  const { muteAlert } = useActions()
  const isMuted = mutedUntilMs !== null
  const name = isMuted
    ? t('alerts.mutedUntil', { alert: text, time: format.time(mutedUntilMs) })
    : t('alerts.mute', { alert: text })
  return (
    <MenuTrigger>
      <TriggerButton className={styles.mute ?? ''} aria-label={name} data-tip={name}>
        {isMuted ? <BellOff size={14} aria-hidden="true" /> : <Bell size={14} aria-hidden="true" />}
      </TriggerButton>
      <Popover className={menu.popover ?? ''} placement="bottom end">
        <Menu className={menu.menu ?? ''} aria-label={name}>
          {muteMinutes.map((minutes) => (
            <MenuItem key={minutes} className={menu.item ?? ''} onAction={() => muteAlert(alert.id, minutes)}>
              {t('alerts.muteFor', { minutes })}
            </MenuItem>
          ))}
          {isMuted && (
            <MenuItem className={menu.item ?? ''} onAction={() => muteAlert(alert.id, 0)}>
              {t('alerts.unmute')}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
