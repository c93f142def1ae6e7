/** One choice of sound device; a chosen device that is unplugged stays in the list, marked as absent. */
import { useId } from 'react'
import type { ChosenDevice } from '#contract/settings'
import styles from '#renderer/features/sound/DeviceSelect.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'

interface Device {
  readonly id: string
  readonly label: string
}

export interface DeviceSelectProps {
  readonly label: string
  readonly devices: readonly Device[]
  readonly chosen: ChosenDevice
  readonly onChoose: (device: ChosenDevice) => void
}

export function DeviceSelect({ label, devices, chosen, onChoose }: DeviceSelectProps) {
  const { t, format } = useI18n()
  const id = useId()
  const isAbsent = chosen !== null && !devices.some((device) => device.id === chosen.id)
  const choose = (deviceId: string): void => onChoose(devices.find((each) => each.id === deviceId) ?? null)
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={chosen?.id ?? ''} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{t('sound.systemDefault')}</option>
        {isAbsent && <option value={chosen.id}>{t('sound.absent', { name: chosen.label })}</option>}
        {devices.map((device, index) => (
          <option key={device.id} value={device.id}>
            {device.label === '' ? t('sound.unnamed', { number: format.number(index + 1) }) : device.label}
          </option>
        ))}
      </select>
    </div>
  )
}
