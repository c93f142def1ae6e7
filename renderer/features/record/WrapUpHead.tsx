/** The head of a wrap-up: the call it belongs to, the time left, more time, and the end. */
import { ArrowRightLeft, Check, Plus } from 'lucide-react'
import type { WrapUp } from '#contract/agent'
import type { CallId } from '#contract/ids'
import { Countdown } from '#renderer/features/record/Countdown.tsx'
import styles from '#renderer/features/record/WrapUpHead.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useCallNumber } from '#renderer/state/phone/useCallNumber'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { CallableNumber } from '#renderer/ui/CallableNumber.tsx'
import { shortcuts } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

export interface WrapUpHeadProps {
  /** null when no wrap-up runs any more: the note may still be finished. */
  readonly wrapUp: WrapUp | null
  readonly callId: CallId
  readonly onFinish: () => void
}

export function WrapUpHead({ wrapUp, callId, onFinish }: WrapUpHeadProps) {
  const { t } = useI18n()
  const { extendWrapUp } = useActions()
  const canExtend = wrapUp !== null && wrapUp.endsAtMs !== null
  const extend = (): void => void extendWrapUp()
  useShortcut(shortcuts.extend, canExtend ? extend : null)
  return (
    <header className={styles.head}>
      {wrapUp !== null && wrapUp.endsAtMs !== null && (
        <Countdown key={callId} startedAtMs={wrapUp.startedAtMs} endsAtMs={wrapUp.endsAtMs} />
      )}
      <div className={styles.title}>
        <h2>{t('wrapUp.title')}</h2>
        {wrapUp?.takenOverBy !== undefined && (
          <p className={styles.taken}>
            <ArrowRightLeft size={14} aria-hidden="true" />
            {t('messages.takenOverBy', { name: wrapUp.takenOverBy })}
          </p>
        )}
        {wrapUp === null ? <p className={styles.about}>{t('wrapUp.over')}</p> : <About wrapUp={wrapUp} />}
      </div>
      <div className={styles.actions}>
        {canExtend && (
          <Button shortcut={shortcuts.extend} tip={t('wrapUp.extendTip')} onClick={extend}>
            <Plus size={16} aria-hidden="true" />
            {t('wrapUp.extend')}
          </Button>
        )}
        <Button look="primary" shortcut={shortcuts.finish} onClick={onFinish}>
          <Check size={16} aria-hidden="true" />
          {t('wrapUp.finish')}
        </Button>
      </div>
    </header>
  )
}

function About({ wrapUp }: { readonly wrapUp: WrapUp }) {
  const { t, format } = useI18n()
  const personName = useDesk((model) => model.caller?.person?.name ?? null)
  const queueName = useDesk(
    (model) => model.centre?.queues.find((queue) => queue.id === wrapUp.queueId)?.name ?? null,
  )
  const name = personName ?? wrapUp.caller.name
  return (
    <p className={styles.about}>
      {name !== null && <bdi className={styles.name}>{name}</bdi>}
      {wrapUp.caller.number !== null && <CallBack number={wrapUp.caller.number} callId={wrapUp.callId} />}
      {queueName !== null && <bdi>{queueName}</bdi>}
      <span>{t('wrapUp.talked', { time: format.duration(wrapUp.talkedMs) })}</span>
      <span>{t('wrapUp.waited', { time: format.duration(wrapUp.waitedMs) })}</span>
    </p>
  )
}

function CallBack({ number, callId }: { readonly number: string; readonly callId: CallId }) {
  const { t } = useI18n()
  return <CallableNumber value={number} tip={t('number.call')} onCall={useCallNumber(number, callId)} />
}
