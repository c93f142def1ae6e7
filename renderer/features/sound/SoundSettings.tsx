/** Opens what can be set and tried of the sound at this desk, and the headset beside it. */
import { Headphones } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button as TriggerButton } from 'react-aria-components/Button'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { SoundForm, SoundProcessing } from '#renderer/features/sound/SoundForm.tsx'
import styles from '#renderer/features/sound/SoundSettings.module.css'
import { SoundTry } from '#renderer/features/sound/SoundTry.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'
import menu from '#renderer/ui/Menu.module.css'
import { shortcuts, toAriaKeys, toKeyCaps } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

export interface SoundSettingsProps {
  /** Drawn on the button that opens the settings, after the headphones. */
  readonly mark: ReactNode
  /** What the mark says; null when it says nothing. */
  readonly state: string | null
  /** Shown beside the settings of sound. */
  readonly children: ReactNode
}

export function SoundSettings({ mark, state, children }: SoundSettingsProps) {
  const { t } = useI18n()
  const name = state === null ? t('sound.open') : t('sound.openState', { state })
  const { refreshDevices } = useActions()
  const [isOpen, setOpen] = useState(false)
  const open = (next: boolean): void => {
    setOpen(next)
    if (next) void refreshDevices()
  }
  useShortcut(shortcuts.sound, () => open(true))
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={open}>
      <TriggerButton
        className={styles.trigger ?? ''}
        aria-label={name}
        data-tip={name}
        data-keys={toKeyCaps(shortcuts.sound).join(' ')}
        aria-keyshortcuts={toAriaKeys(shortcuts.sound)}
      >
        <Headphones size={18} aria-hidden="true" />
        {mark}
      </TriggerButton>
      <Popover className={joinClasses(menu.popover, styles.popover)} placement="bottom end">
        <Dialog className={styles.dialog ?? ''} aria-label={t('sound.open')}>
          <SoundForm />
          <div className={styles.form}>
            {children}
            <SoundProcessing />
            <SoundTry />
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
