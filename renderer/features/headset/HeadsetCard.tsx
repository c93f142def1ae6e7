/** One headset: its name, what it can do, the switch for its buttons, and what is wrong with it. */
import { BatteryMedium, Headset as HeadsetIcon } from 'lucide-react'
import type { DeskHeadsets } from '#contract/bridge'
import type { Headset } from '#contract/headset'
import { ButtonTest } from '#renderer/features/headset/ButtonTest.tsx'
import styles from '#renderer/features/headset/HeadsetCard.module.css'
import { HeadsetTrouble } from '#renderer/features/headset/HeadsetTrouble.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

export interface HeadsetCardProps {
  readonly headset: Headset
  readonly system: DeskHeadsets['system']
}

export function HeadsetCard({ headset, system }: HeadsetCardProps) {
  const { t } = useI18n()
  const { failure, inUseElsewhere } = headset
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <HeadsetIcon size={16} aria-hidden="true" />
        <bdi className={styles.name}>{headset.name}</bdi>
        {headset.active && <span className={styles.active}>{t('headset.active')}</span>}
      </div>
      <Facts headset={headset} />
      <UseSwitch headset={headset} />
      {inUseElsewhere !== null && <Notice tone="warn">{t(`headset.inUse.${inUseElsewhere}`)}</Notice>}
      {failure !== null && headset.enabled && (
        <HeadsetTrouble failure={failure} system={system} headset={headset} />
      )}
      {headset.open && <ButtonTest headset={headset} />}
    </li>
  )
}

function Facts({ headset }: { readonly headset: Headset }) {
  const { t, format } = useI18n()
  const { batteryPercent } = headset
  const isKnown = headset.layoutFrom !== null
  return (
    <p className={styles.facts}>
      {isKnown && <span>{t(`headset.can.${headset.capability}`)}</span>}
      {batteryPercent !== null && (
        <span className={styles.battery}>
          <BatteryMedium size={14} aria-hidden="true" />
          {t('headset.battery', { percent: format.percent(batteryPercent / 100) })}
        </span>
      )}
    </p>
  )
}

function UseSwitch({ headset }: { readonly headset: Headset }) {
  const { t } = useI18n()
  const { setHeadsetEnabled } = useActions()
  return (
    <label className={styles.use}>
      <input
        type="checkbox"
        role="switch"
        checked={headset.enabled}
        aria-checked={headset.enabled}
        onChange={(event) => void setHeadsetEnabled(headset.key, event.currentTarget.checked)}
      />
      {t('headset.use')}
    </label>
  )
}
