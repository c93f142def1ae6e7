/** How the headset does, as a mark and a word for the bar along the top. */
import { CircleAlert, CircleCheck, CircleMinus, Hand, MicOff, TriangleAlert } from 'lucide-react'
import styles from '#renderer/features/headset/HeadsetMark.module.css'
import { type HeadsetSign, toHeadsetSign } from '#renderer/features/headset/headsetSign'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'

const marks: Readonly<Record<HeadsetSign, typeof Hand>> = {
  ready: CircleCheck,
  testing: Hand,
  muteOnly: MicOff,
  off: CircleMinus,
  elsewhere: CircleAlert,
  trouble: TriangleAlert,
  noDriver: TriangleAlert,
}

export function HeadsetMark() {
  const { t } = useI18n()
  const sign = useDesk((model) => toHeadsetSign(model.headset))
  if (sign === null) return null
  const Mark = marks[sign]
  return (
    <span className={styles.mark} data-sign={sign}>
      <Mark size={14} aria-hidden="true" />
      {/* A desk without a headset needs no word about the driver of one; the sentence is inside. */}
      {sign !== 'noDriver' && <span className={styles.word}>{t(`headset.state.${sign}`)}</span>}
    </span>
  )
}

/** The same as a text, for the name of what the mark stands in; null when there is nothing to say. */
export function useHeadsetWord(): string | null {
  const { t } = useI18n()
  const sign = useDesk((model) => toHeadsetSign(model.headset))
  return sign === null ? null : t(`headset.state.${sign}`)
}
