/** The devices for one purpose in order of preference: the one picked last is preferred, the others stay behind it. */
import { ArrowUp, Check, X } from 'lucide-react'
import { type ChosenDevice, type DevicePreference, systemDefaultId } from '#contract/soundSettings'
import styles from '#renderer/features/sound/DeviceOrder.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { type PreferredDevice, toOtherDevices, toPreferredDevices } from '#renderer/state/phone/soundDevices'
import { Button } from '#renderer/ui/Button.tsx'

export interface DeviceOrderProps {
  readonly label: string
  readonly devices: readonly { readonly id: string; readonly label: string }[]
  readonly preference: DevicePreference
  /** What an empty list means. */
  readonly empty: string
  readonly onChange: (preference: DevicePreference) => void
}

/** The setting holds no more. */
const most = 20

export function DeviceOrder({ label, devices, preference, empty, onChange }: DeviceOrderProps) {
  const { t } = useI18n()
  const name = useDeviceName()
  const rows = toPreferredDevices(devices, preference)
  const others = toOtherDevices(devices, preference)
  const hasDefault = preference.some((device) => device.id === systemDefaultId)
  const prefer = (device: ChosenDevice): void =>
    onChange([device, ...preference.filter((each) => each !== device)].slice(0, most))
  const pick = (deviceId: string): void => {
    const device = others.find((each) => each.id === deviceId)
    if (device !== undefined) prefer({ id: device.id, label: device.label })
    else if (deviceId === systemDefaultId) prefer({ id: systemDefaultId, label: '' })
  }
  return (
    <fieldset className={styles.field}>
      <legend>{label}</legend>
      {rows.length === 0 ? (
        <p className={styles.empty}>{empty}</p>
      ) : (
        <ol className={styles.list}>
          {rows.map((row, at) => (
            <Row
              key={`${row.device.id} ${row.device.label}`}
              row={row}
              name={name(row.device.id, row.label, at)}
              isFirst={at === 0}
              onPrefer={() => prefer(row.device)}
              onRemove={() => onChange(preference.filter((each) => each !== row.device))}
            />
          ))}
        </ol>
      )}
      <select
        aria-label={t('sound.addTo', { kind: label })}
        value=""
        onChange={(event) => pick(event.currentTarget.value)}
      >
        <option value="" disabled>
          {t('sound.add')}
        </option>
        {others.map((device, index) => (
          <option key={device.id} value={device.id}>
            {name(device.id, device.label, index)}
          </option>
        ))}
        {!hasDefault && <option value={systemDefaultId}>{t('sound.systemDefault')}</option>}
      </select>
    </fieldset>
  )
}

function useDeviceName() {
  const { t, format } = useI18n()
  return (id: string, label: string, index: number): string => {
    if (id === systemDefaultId) return t('sound.systemDefault')
    return label === '' ? t('sound.unnamed', { number: format.number(index + 1) }) : label
  }
}

interface RowProps {
  readonly row: PreferredDevice
  readonly name: string
  readonly isFirst: boolean
  readonly onPrefer: () => void
  readonly onRemove: () => void
}

function Row({ row, name, isFirst, onPrefer, onRemove }: RowProps) {
  const { t } = useI18n()
  return (
    <li className={styles.row} data-state={row.state}>
      {row.state === 'inUse' && <Check size={14} aria-hidden="true" className={styles.check} />}
      <span className={styles.name}>
        <bdi>{name}</bdi>
        <span className={styles.state}>{t(`sound.${row.state}`)}</span>
      </span>
      <Button
        look="quiet"
        size="small"
        isIcon
        aria-label={t('sound.prefer', { name })}
        tip={t('sound.prefer', { name })}
        // The focus stays on it when its row has come to the top.
        aria-disabled={isFirst}
        onClick={isFirst ? undefined : onPrefer}
      >
        <ArrowUp size={14} aria-hidden="true" />
      </Button>
      <Button
        look="quiet"
        size="small"
        isIcon
        aria-label={t('sound.remove', { name })}
        tip={t('sound.remove', { name })}
        onClick={onRemove}
      >
        <X size={14} aria-hidden="true" />
      </Button>
    </li>
  )
}
