/** Which of the site's numbers whoever is called outside will see; only where there is a choice. */
import styles from '#renderer/features/dial/ShownNumberField.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { pickLabel } from '#renderer/i18n/pickLabel'
import { useShownNumbers } from '#renderer/state/phone/shownNumbers'

export function ShownNumberField() {
  const { t, format, locale } = useI18n()
  const { offered, shown, choose } = useShownNumbers()
  if (offered.length < 2 || shown === null) return null
  return (
    <label className={styles.field} data-tip={t('dial.showTip')}>
      <span>{t('dial.show')}</span>
      <select
        className={styles.choice}
        value={shown.number}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {offered.map(({ number, name, label }) => (
          <option key={number} value={number}>
            {t('dial.shown', {
              name: label === undefined ? name : pickLabel(label, locale),
              number: format.phone(number),
            })}
          </option>
        ))}
      </select>
    </label>
  )
}
