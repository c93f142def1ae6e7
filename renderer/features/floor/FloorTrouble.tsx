/** Whether the floor is live; a lost link cannot be overlooked, and says how old everything below is. */
import { Unplug } from 'lucide-react'
import styles from '#renderer/features/floor/FloorTrouble.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { LostFloor } from '#renderer/state/floor/floorLink'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'

export function FloorTrouble({ lost }: { readonly lost: LostFloor | null }) {
  const { t } = useI18n()
  if (lost === null) return null
  return (
    <div className={styles.trouble} role="alert">
      <Unplug size={20} aria-hidden="true" />
      <p>
        <strong>{t(`floor.lost.${lost.what}`)}</strong> {t('floor.lost.asOf')}{' '}
        <Elapsed sinceMs={lost.sinceMs} clock={lost.clock} />
      </p>
    </div>
  )
}
