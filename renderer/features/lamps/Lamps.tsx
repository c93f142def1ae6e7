/** The row of lamps: what each pinned colleague and queue is doing now, and one click to call or to transfer to them. */
import { CircleHelp, Pin, PinOff } from 'lucide-react'
import { memo, useState } from 'react'
import styles from '#renderer/features/lamps/Lamps.module.css'
import { PinDialog } from '#renderer/features/lamps/PinDialog.tsx'
import { useLamps, usePins } from '#renderer/features/lamps/useLamps'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { canHandOver } from '#renderer/state/phone/handOver'
import type { Lamp } from '#renderer/state/phone/lamps'
import { useActions, useDesk, useDeskStore } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'
import { presenceWord } from '#renderer/ui/presenceWord'

export function Lamps() {
  const { t } = useI18n()
  const [isChoosing, setChoosing] = useState(false)
  const hasPins = usePins().length > 0
  const isSignedIn = useDesk((model) => model.me !== null)
  // A call that rings changes nothing here: only one that is talked in can be handed over.
  const hands = useDesk(({ phone }) => canHandOver(phone.call))
  if (!isSignedIn) return null
  return (
    <section className={styles.lamps} aria-label={t('lamps.title')}>
      <div className={styles.head}>
        {hasPins && <p>{t(hands ? 'lamps.handsOver' : 'lamps.title')}</p>}
        <Button
          look="quiet"
          size="small"
          isIcon={hasPins}
          className={hasPins ? undefined : styles.first}
          aria-label={hasPins ? t('lamps.choose') : undefined}
          tip={hasPins ? t('lamps.choose') : t('lamps.chooseTip')}
          onClick={() => setChoosing(true)}
        >
          <Pin size={14} aria-hidden="true" />
          {!hasPins && t('lamps.choose')}
        </Button>
      </div>
      {hasPins && <Row hands={hands} />}
      {isChoosing && <PinDialog onClose={() => setChoosing(false)} />}
    </section>
  )
}

function Row({ hands }: Pick<LampButtonProps, 'hands'>) {
  const { t } = useI18n()
  const lamps = useLamps()
  const isThere = useDesk(({ phone }) => phone.seat === 'granted' && phone.link.kind === 'connected')
  return (
    <ul className={styles.row} aria-label={t('lamps.title')}>
      {lamps.map((lamp) => (
        <LampButton key={lamp.key} lamp={lamp} hands={hands} isThere={isThere} />
      ))}
    </ul>
  )
}

interface LampButtonProps {
  readonly lamp: Lamp
  /** Whether a click hands the caller over. */
  readonly hands: boolean
  readonly isThere: boolean
}

const LampButton = memo(function LampButton({ lamp, hands, isThere }: LampButtonProps) {
  const { t, format } = useI18n()
  const { dial, transfer } = useActions()
  const store = useDeskStore()
  const name = lamp.name ?? t('lamps.gone')
  const word = useLampWord(lamp)
  // Agents do not call in to a queue: it takes callers only.
  const { number } = lamp
  const canUse = isThere && number !== null && (hands || lamp.pin.kind === 'agent')
  const act = lamp.isVoicemail
    ? (`lamps.${hands ? 'sendToVoicemail' : 'leaveMessage'}` as const)
    : (`lamps.${hands ? 'transfer' : 'call'}` as const)
  const said = canUse ? t(act, { name: name, state: word }) : t('lamps.is', { name: name, state: word })
  const press = (): void => {
    if (!canUse || number === null) return
    // What rings or is dialled is neither talked in nor left for another call by a click beside it.
    const call = store.getState().phone.call
    if (canHandOver(call)) void transfer(number)
    else if (call === null || call.state === 'ended') void dial(number)
  }
  return (
    <li>
      <button
        type="button"
        className={styles.lamp}
        data-state={lamp.state}
        aria-label={said}
        aria-disabled={!canUse}
        data-tip={said}
        onClick={press}
      >
        {lamp.state === 'unknown' ? (
          <CircleHelp className={styles.unknown} size={14} aria-hidden="true" />
        ) : (
          <PresenceMark presence={lamp.state} size={14} />
        )}
        <bdi className={styles.name}>{name}</bdi>
        {lamp.waiting !== null && lamp.waiting > 0 && (
          // Drawn by the style sheet: the name of the button says the number with its meaning.
          <span className={styles.waiting} data-waiting={format.number(lamp.waiting)} />
        )}
        {lamp.name === null && <PinOff size={12} aria-hidden="true" />}
      </button>
    </li>
  )
})

function useLampWord({ pin, state, waiting }: Lamp): string {
  const { t } = useI18n()
  if (state === 'unknown') return t('lamps.unknown')
  if (pin.kind === 'agent') return t(presenceWord(state))
  const word = state === 'available' ? 'free' : state === 'offline' ? 'nobody' : 'busy'
  return t(`lamps.queue.${word}`, { count: waiting ?? 0 })
}
