/** How the service level is counted, one press away from the figure. */
import { Info } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { shortAbandonMs } from '#contract/queue'
import styles from '#renderer/features/floor/LevelFormula.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'
import menu from '#renderer/ui/Menu.module.css'

export function LevelFormula() {
  const { t, format } = useI18n()
  return (
    <DialogTrigger>
      <Button className={styles.open ?? ''} aria-label={t('floor.level.open')} excludeFromTabOrder>
        <Info size={13} aria-hidden="true" />
      </Button>
      <Popover className={joinClasses(menu.popover, styles.popover)} placement="bottom">
        <Dialog className={styles.dialog ?? ''} aria-label={t('floor.level.title')}>
          <h3>{t('floor.level.title')}</h3>
          <p className={styles.formula}>{t('floor.level.formula')}</p>
          <p>{t('floor.level.why', { seconds: format.number(shortAbandonMs / 1000) })}</p>
          <p>{t('floor.level.none')}</p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
