/** When the call shows on a card over other programs. A browser opens no window by itself, so there it is not offered. */
import { useId } from 'react'
import { PopOutWhen } from '#contract/popOut'
import styles from '#renderer/features/popOut/PopOutWhenField.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { isInProgram } from '#renderer/state/isInProgram'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { useManaged } from '#renderer/state/useManaged'
import { ManagedMark } from '#renderer/ui/ManagedMark.tsx'

export function PopOutWhenField() {
  const { t } = useI18n()
  const { changeSettings } = useActions()
  const isManaged = useManaged()('popOut')
  const when = useDesk((model) => model.desk?.settings.popOut ?? null)
  const id = useId()
  if (when === null || !isInProgram()) return null
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {t('popOut.when')} {isManaged && <ManagedMark />}
      </label>
      <select
        id={id}
        value={when}
        disabled={isManaged}
        onChange={(event) => void changeSettings({ popOut: PopOutWhen.parse(event.currentTarget.value) })}
      >
        {PopOutWhen.options.map((each) => (
          <option key={each} value={each}>
            {t(`popOut.when.${each}`)}
          </option>
        ))}
      </select>
    </div>
  )
}
