/** This desk's phone: the call in focus with what belongs to it, or how to begin one. */
import type { ReactNode } from 'react'
import type { CallPanels } from '#renderer/features/phone/CallControls.tsx'
import { DoNotDisturb, DoNotDisturbNotice } from '#renderer/features/phone/DoNotDisturb.tsx'
import { LiveCall } from '#renderer/features/phone/LiveCall.tsx'
import { PhoneIdle } from '#renderer/features/phone/PhoneIdle.tsx'
import styles from '#renderer/features/phone/PhonePanel.module.css'
import { PhoneTrouble } from '#renderer/features/phone/PhoneTrouble.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { DeskModel, PhoneCall } from '#renderer/state/deskModel'
import { useDeskStore } from '#renderer/state/useDesk.tsx'
import { usePainted } from '#renderer/ui/afterPaint'

export interface PhonePanelProps {
  readonly panels: CallPanels
  /** How a transfer or a consultation of the call in focus stands. */
  readonly notice: (call: PhoneCall) => ReactNode
  /** Beside the heading: what waits in the mailbox. */
  readonly messages: ReactNode
  /** Beneath the call, and without one: who is pinned. It stays as it is when a call comes. */
  readonly lamps: ReactNode
  /** The other calls of this phone. */
  readonly lines: ReactNode
  /** Shown without a call: whom to call, and who called. */
  readonly dialler: ReactNode
}

export function PhonePanel({ panels, notice, messages, lamps, lines, dialler }: PhonePanelProps) {
  const { t } = useI18n()
  // The ring is the call card's and the caller's first: this column follows a frame behind.
  const call = usePainted(useDeskStore(), toCall)
  const isLive = call !== null && call.state !== 'ended'
  return (
    <section className={styles.panel} aria-label={t('region.phone')}>
      <div className={styles.head}>
        <h2 className={styles.heading}>{t('region.phone')}</h2>
        <div className={styles.marks}>
          {messages}
          <DoNotDisturb />
        </div>
      </div>
      <PhoneTrouble />
      <DoNotDisturbNotice />
      {isLive ? (
        <>
          <LiveCall call={call} panels={panels} notice={notice(call)} />
          {lines}
        </>
      ) : (
        <PhoneIdle ended={call} notice={call === null ? null : notice(call)} />
      )}
      {lamps}
      {!isLive && dialler}
    </section>
  )
}

const toCall = ({ phone }: DeskModel): PhoneCall | null => phone.call
