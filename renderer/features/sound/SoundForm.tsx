/** What a person can set of the sound at their desk: devices and volumes, and how the microphone's sound is treated. */
import { Volume2 } from 'lucide-react'
import type { Settings, SettingsPatch } from '#contract/settings'
import { DeviceOrder } from '#renderer/features/sound/DeviceOrder.tsx'
import styles from '#renderer/features/sound/SoundSettings.module.css'
import { VolumeSlider } from '#renderer/features/sound/VolumeSlider.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { useManaged } from '#renderer/state/useManaged'
import { Button } from '#renderer/ui/Button.tsx'
import { Check } from '#renderer/ui/Check.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Notice } from '#renderer/ui/Notice.tsx'

/** The devices, and how loud they are. */
export function SoundForm() {
  const settings = useDesk((model) => model.desk?.settings ?? null)
  const { changeSettings } = useActions()
  if (settings === null) return null
  const change = (patch: SettingsPatch): void => void changeSettings(patch)
  return (
    <div className={styles.form}>
      <DeviceTrouble />
      <CallDevices settings={settings} change={change} />
      <Ringers settings={settings} change={change} />
    </div>
  )
}

interface PartProps {
  readonly settings: Settings
  readonly change: (patch: SettingsPatch) => void
}

function DeviceTrouble() {
  const i18n = useI18n()
  const failure = useDesk((model) => model.phone.deviceFailure)
  const { refreshDevices } = useActions()
  if (failure === null) return null
  return (
    <Notice
      tone="bad"
      actions={<Button onClick={() => void refreshDevices()}>{i18n.t('action.tryAgain')}</Button>}
    >
      {failureText(failure, i18n)}
    </Notice>
  )
}

function CallDevices({ settings, change }: PartProps) {
  const { t } = useI18n()
  const isManaged = useManaged()
  const { microphones, speakers } = useDesk((model) => model.phone.devices)
  return (
    <>
      <DeviceOrder
        label={t('sound.microphone')}
        devices={microphones}
        preference={settings.microphone}
        empty={t('sound.systemDefault')}
        onChange={(microphone) => change({ microphone })}
      />
      <DeviceOrder
        label={t('sound.speaker')}
        devices={speakers}
        preference={settings.speaker}
        empty={t('sound.systemDefault')}
        onChange={(speaker) => change({ speaker })}
      />
      <p className={styles.hint}>{t('sound.orderHint')}</p>
      <VolumeSlider
        label={t('sound.callVolume')}
        volume={settings.callVolume}
        isManaged={isManaged('callVolume')}
        onChange={(callVolume) => change({ callVolume })}
      />
    </>
  )
}

function Ringers({ settings, change }: PartProps) {
  const { t } = useI18n()
  const isManaged = useManaged()
  const { testRinger } = useActions()
  const { speakers } = useDesk((model) => model.phone.devices)
  return (
    <>
      <DeviceOrder
        label={t('sound.ringer')}
        devices={speakers}
        preference={settings.ringer}
        empty={t('sound.systemDefault')}
        onChange={(ringer) => change({ ringer })}
      />
      <DeviceOrder
        label={t('sound.secondRinger')}
        devices={speakers}
        preference={settings.secondRinger}
        empty={t('sound.none')}
        onChange={(secondRinger) => change({ secondRinger })}
      />
      <VolumeSlider
        label={t('sound.ringVolume')}
        volume={settings.ringVolume}
        isManaged={isManaged('ringVolume')}
        onChange={(ringVolume) => change({ ringVolume })}
      >
        <Button size="small" onClick={() => void testRinger()}>
          <Volume2 size={16} aria-hidden="true" />
          {t('sound.test')}
        </Button>
      </VolumeSlider>
      {settings.secondRinger.length > 0 && (
        <VolumeSlider
          label={t('sound.secondRingVolume')}
          volume={settings.secondRingVolume}
          isManaged={isManaged('secondRingVolume')}
          onChange={(secondRingVolume) => change({ secondRingVolume })}
        />
      )}
      <Check
        label={t('monitor.tone')}
        isOn={settings.monitorTone}
        isManaged={isManaged('monitorTone')}
        onChange={(monitorTone) => change({ monitorTone })}
      />
    </>
  )
}

/** What is done to the sound of the microphone before it is sent. */
export function SoundProcessing() {
  const { t } = useI18n()
  const isManaged = useManaged()
  const settings = useDesk((model) => model.desk?.settings ?? null)
  const { changeSettings } = useActions()
  if (settings === null) return null
  const switches = ['echoCancelling', 'noiseSuppression', 'autoGain'] as const
  return (
    <fieldset className={styles.switches}>
      <legend>{t('sound.processing')}</legend>
      {switches.map((key) => (
        <Check
          key={key}
          label={t(`sound.${key}`)}
          isOn={settings[key]}
          isManaged={isManaged(key)}
          onChange={(isOn) => void changeSettings({ [key]: isOn })}
        />
      ))}
    </fieldset>
  )
}
