/** The keys that work in other programs: shown, changed by pressing them, and said plainly where they do not work. */

import { shortcutActions } from '#contract/shortcuts'
import { ShortcutRow } from '#renderer/features/preferences/ShortcutRow.tsx'
import styles from '#renderer/features/preferences/ShortcutsDialog.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'

export interface ShortcutsDialogProps {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

export function ShortcutsDialog({ isOpen, onOpenChange }: ShortcutsDialogProps) {
  const { t } = useI18n()
  const keys = useDesk((model) => model.desk?.settings.shortcuts ?? null)
  const state = useDesk((model) => model.shortcuts)
  return (
    <ModalDialog title={t('shortcuts.title')} isOpen={isOpen} onOpenChange={onOpenChange}>
      {keys !== null && state !== null && (
        <div className={styles.panel}>
          <p className={styles.hint}>
            {t(state.reach === 'system' ? 'shortcuts.hintSystem' : 'shortcuts.hintPage')}
          </p>
          <ul className={styles.list}>
            {shortcutActions.map((action) => (
              <ShortcutRow key={action} action={action} keys={keys} state={state} />
            ))}
          </ul>
        </div>
      )}
    </ModalDialog>
  )
}
