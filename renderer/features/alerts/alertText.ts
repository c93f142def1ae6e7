/** The sentence of an alert, the same in the strip, in a notification and when it is read out. */
import type { Centre } from '#contract/centre'
import type { I18n } from '#renderer/i18n/I18n.tsx'
import { pickLabel } from '#renderer/i18n/pickLabel'
import type { Alert } from '#renderer/state/alerts/alert'

type Reasons = Centre['pauseReasons']

export function alertText(alert: Alert, i18n: I18n, reasons: Reasons): string {
  const { t, format } = i18n
  const { kind, name, text } = alert
  switch (kind) {
    case 'link':
      return t(
        alert.subject.kind === 'link' && alert.subject.link === 'switch'
          ? 'alerts.link.switch'
          : 'alerts.link.gateway',
      )
    case 'stranger':
      return name === '' ? t('alerts.strangerUnknown', { text }) : t('alerts.stranger', { name, text })
    case 'levelBroken':
    case 'levelNear':
      return t(`alerts.${kind}`, { name, level: format.percent(alert.level ?? 0) })
    case 'help':
      return text === '' ? t('alerts.help', { name }) : t('alerts.helpFor', { name, text })
    case 'breakRequest':
    case 'longBreak': {
      const reason = reasons.find(({ id }) => id === text)
      return t(`alerts.${kind}`, {
        name,
        reason: reason === undefined ? text : pickLabel(reason.label, i18n.locale),
      })
    }
    case 'vanished':
    case 'longestWait':
    case 'nobodyFree':
    case 'longHold':
    case 'longWrapUp':
    case 'longCall':
      return t(`alerts.${kind}`, { name })
  }
}
