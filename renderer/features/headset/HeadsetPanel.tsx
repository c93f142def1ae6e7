/** The headsets of this desk: what each can do, whether its buttons are used, what is wrong, and a way to try them. */
import { HeadsetCard } from '#renderer/features/headset/HeadsetCard.tsx'
import styles from '#renderer/features/headset/HeadsetPanel.module.css'
import { HeadsetTrouble } from '#renderer/features/headset/HeadsetTrouble.tsx'
import { RawReports } from '#renderer/features/headset/RawReports.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'

export function HeadsetPanel() {
  const { t } = useI18n()
  const desk = useDesk((model) => model.headset.desk)
  if (desk === null) return null
  const { headsets, failure, system } = desk
  return (
    <section className={styles.panel} aria-label={t('headset.title')}>
      <h2>{t('headset.title')}</h2>
      {failure !== null && <HeadsetTrouble failure={failure} system={system} headset={null} />}
      {failure === null && headsets.length === 0 && <p className={styles.soft}>{t('headset.none')}</p>}
      {headsets.length > 0 && (
        <ul className={styles.list}>
          {headsets.map((headset) => (
            <HeadsetCard key={headset.key} headset={headset} system={system} />
          ))}
        </ul>
      )}
      {headsets.length > 0 && <RawReports />}
    </section>
  )
}
