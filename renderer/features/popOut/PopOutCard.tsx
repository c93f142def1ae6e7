/**
 * The call on a small card: who, for how long, and the few things one does without looking at the desk. It knows neither
 * phone nor desk: it draws what it is told and says what was pressed.
 */
import { AppWindow, Mic, MicOff, Pause, Phone, PhoneOff, Play, Star } from 'lucide-react'
import type { PopOutCall, PopOutPress } from '#contract/popOut'
import styles from '#renderer/features/popOut/PopOutCard.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { toPhoneMark } from '#renderer/state/phone/phoneMark'
import { Button } from '#renderer/ui/Button.tsx'
import look from '#renderer/ui/CallLook.module.css'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'

export interface PopOutCardProps {
  /** null without a call. */
  readonly call: PopOutCall | null
  readonly onPress: (press: PopOutPress) => void
  readonly onShowDesk: () => void
}

export function PopOutCard({ call, onPress, onShowDesk }: PopOutCardProps) {
  const { t } = useI18n()
  return (
    <main className={styles.card} aria-label={t('popOut.title')} data-state={call?.state ?? 'idle'}>
      {call === null ? (
        <p className={styles.idle}>{t('popOut.idle')}</p>
      ) : (
        <>
          <State call={call} />
          <Caller call={call} />
        </>
      )}
      <div className={styles.actions}>
        {call !== null && <CallButtons call={call} onPress={onPress} />}
        <Button
          look="quiet"
          className={styles.desk}
          isIcon
          aria-label={t('popOut.showDesk')}
          title={t('popOut.showDesk')}
          onClick={onShowDesk}
        >
          <AppWindow size={18} aria-hidden="true" />
        </Button>
      </div>
    </main>
  )
}

function State({ call }: { readonly call: PopOutCall }) {
  const { t } = useI18n()
  const mark = toPhoneMark(call.state)
  return (
    <div className={joinClasses(look.state, styles.state)} data-mark={mark} role="status">
      <PresenceMark presence={mark} size={14} />
      <strong>{t(`call.${call.state}`)}</strong>
      {call.isMuted && (
        <span className={styles.muted}>
          <MicOff size={13} aria-hidden="true" />
          {t('call.muted')}
        </span>
      )}
      <Elapsed sinceMs={call.sinceMs} clock="page" className={styles.timer} />
    </div>
  )
}

function Caller({ call }: { readonly call: PopOutCall }) {
  const { t } = useI18n()
  const { name, number, company, isVip, queueName } = call
  return (
    <div className={styles.who}>
      <p className={joinClasses(look.name, styles.name)}>
        <bdi className={styles.nameText}>
          {name ?? t(number === null ? 'caller.withheld' : 'caller.unknown')}
        </bdi>
        {isVip && (
          <span className={look.badge} data-kind="vip">
            <Star size={11} fill="currentColor" aria-hidden="true" />
            {t('caller.vip')}
          </span>
        )}
      </p>
      <p className={styles.facts}>
        {number !== null && <PhoneNumber value={number} />}
        {queueName !== null && <bdi className={styles.queue}>{queueName}</bdi>}
      </p>
      <p className={styles.facts}>{company !== null && <bdi className={styles.company}>{company}</bdi>}</p>
    </div>
  )
}

function CallButtons({ call, onPress }: Pick<PopOutCardProps, 'onPress'> & { readonly call: PopOutCall }) {
  const { t } = useI18n()
  if (call.state === 'ringing')
    return (
      <>
        <Button look="answer" onClick={() => onPress('answer')}>
          <Phone size={16} aria-hidden="true" />
          {t('ringing.answer')}
        </Button>
        <Button onClick={() => onPress('decline')}>
          <PhoneOff size={16} aria-hidden="true" />
          {t('ringing.decline')}
        </Button>
      </>
    )
  const isHeld = call.state === 'held'
  const isUp = isHeld || call.state === 'talking'
  return (
    <>
      <Button disabled={!isUp} onClick={() => onPress(call.isMuted ? 'unmute' : 'mute')}>
        {call.isMuted ? <MicOff size={16} aria-hidden="true" /> : <Mic size={16} aria-hidden="true" />}
        {t(call.isMuted ? 'call.unmute' : 'call.mute')}
      </Button>
      <Button disabled={!isUp || call.holdPending} onClick={() => onPress(isHeld ? 'resume' : 'hold')}>
        {isHeld ? <Play size={16} aria-hidden="true" /> : <Pause size={16} aria-hidden="true" />}
        {t(isHeld ? 'call.resume' : 'call.hold')}
      </Button>
      <Button look="end" onClick={() => onPress('hangUp')}>
        <PhoneOff size={16} aria-hidden="true" />
        {t('call.hangUp')}
      </Button>
    </>
  )
}
