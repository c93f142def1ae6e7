/** Which microphone, speaker and ringer this desk uses, how loud it rings, a way to hear it, and the headset beside it. */
import { Headphones, Volume2 } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { Button as TriggerButton } from 'react-aria-components/Button'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { DeviceSelect } from '#renderer/features/sound/DeviceSelect.tsx'
import styles from '#renderer/features/sound/SoundSettings.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { failureText } from '#renderer/ui/failureText'
import { joinClasses } from '#renderer/ui/joinClasses'
import menu from '#renderer/ui/Menu.module.css'
import { Notice } from '#renderer/ui/Notice.tsx'
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
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function SoundForm() {
  const i18n = useI18n()
  const { t } = i18n
  const { microphones, speakers } = useDesk((model) => model.phone.devices)
  const settings = useDesk((model) => model.desk?.settings ?? null)
  const failure = useDesk((model) => model.phone.deviceFailure)
  const { changeSettings, refreshDevices } = useActions()
  if (settings === null) return null
  return (
    <div className={styles.form}>
      {failure !== null && (
        <Notice
          tone="bad"
          actions={<Button onClick={() => void refreshDevices()}>{t('action.tryAgain')}</Button>}
        >
          {failureText(failure, i18n)}
        </Notice>
      )}
      <DeviceSelect
        label={t('sound.microphone')}
        devices={microphones}
        chosen={settings.microphone}
        onChoose={(microphone) => void changeSettings({ microphone })}
      />
      <DeviceSelect
        label={t('sound.speaker')}
        devices={speakers}
        chosen={settings.speaker}
        onChoose={(speaker) => void changeSettings({ speaker })}
      />
      <DeviceSelect
        label={t('sound.ringer')}
        devices={speakers}
        chosen={settings.ringer}
        onChoose={(ringer) => void changeSettings({ ringer })}
      />
      <RingVolume volume={settings.ringVolume} />
      <label className={styles.tone}>
        <input
          type="checkbox"
          checked={settings.monitorTone}
          onChange={(event) => void changeSettings({ monitorTone: event.currentTarget.checked })}
        />
        {t('monitor.tone')}
      </label>
    </div>
  )
}

function RingVolume({ volume }: { readonly volume: number }) {
  const { t, format } = useI18n()
  const { changeSettings, testRinger } = useActions()
  const id = useId()
  // Held here while it is dragged: the setting comes back from disk later than the thumb moves.
  const [shown, setShown] = useState(volume)
  const change = (next: number): void => {
    setShown(next)
    void changeSettings({ ringVolume: next })
  }
  return (
    <div className={styles.volume}>
      <label htmlFor={id}>{t('sound.ringVolume')}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={shown}
        aria-valuetext={format.percent(shown)}
        onChange={(event) => change(event.currentTarget.valueAsNumber)}
      />
      <data value={shown}>{format.percent(shown)}</data>
      <Button size="small" onClick={() => void testRinger()}>
        <Volume2 size={16} aria-hidden="true" />
        {t('sound.test')}
      </Button>
    </div>
  )
}
