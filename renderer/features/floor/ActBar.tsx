/** What was just done on the floor, or was not, with its way back for some seconds. */
import { Undo2, X } from 'lucide-react'
import { useEffect } from 'react'
import styles from '#renderer/features/floor/ActBar.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useFloorDesk, useFloorSaid } from '#renderer/state/floor/floorDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'

/** Long enough to read, to be startled, and to reach the button. */
const shownMs = 10_000

export function ActBar() {
  const { t } = useI18n()
  const { acts } = useFloorDesk()
  const said = useFloorSaid()
  useEffect(() => {
    // What failed stays until it is put away or something else is done.
    if (said === null || !said.isDone) return
    const timer = setTimeout(() => acts.forget(said.serial), shownMs)
    return () => clearTimeout(timer)
  }, [said, acts])
  return (
    <div className={styles.place} aria-live="polite">
      {said !== null && (
        <div className={styles.bar} data-failed={!said.isDone || undefined}>
          <p>
            {t(`floor.${said.isDone ? 'done' : 'failed'}.${said.act.kind}`, {
              who: said.act.who,
              to: said.act.to ?? '',
            })}
          </p>
          {said.undo.length > 0 && (
            <Button size="small" onClick={() => void acts.undo()}>
              <Undo2 size={14} aria-hidden="true" />
              {t('floor.undo')}
            </Button>
          )}
          <Button
            look="quiet"
            size="small"
            isIcon
            aria-label={t('action.dismiss')}
            onClick={() => acts.forget(said.serial)}
          >
            <X size={14} aria-hidden="true" />
          </Button>
        </div>
      )}
    </div>
  )
}
