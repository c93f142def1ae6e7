/** The calls beside the one in focus: who waits, rings or is held, and what can be done with each. */
import { ArrowLeftRight, Phone, PhoneOff } from 'lucide-react'
import styles from '#renderer/features/lines/OtherLines.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useCallParty } from '#renderer/state/caller/useCallParty'
import type { PhoneCall } from '#renderer/state/deskModel'
import { toPhoneMark } from '#renderer/state/phone/phoneMark'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'
import { shortcuts } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

const noCalls: readonly PhoneCall[] = []

export function OtherLines() {
  const { t } = useI18n()
  const { answer, focusCall } = useActions()
  const calls = useDesk((model) => model.phone.calls ?? noCalls)
  const focus = useDesk((model) => model.phone.call?.sipCallId ?? null)
  const beside = calls.filter((call) => call.sipCallId !== focus && call.state !== 'ended')
  // Who waits for an answer stands first.
  const others = [
    ...beside.filter(({ state }) => state === 'ringing'),
    ...beside.filter(({ state }) => state !== 'ringing'),
  ]
  const isTalking = calls.some(({ state }) => state === 'talking' || state === 'held' || state === 'dialling')
  const waiting = isTalking ? others.find(({ state }) => state === 'ringing') : undefined
  const held = others.filter(
    ({ state, isConferenced }) => state === 'held' || (state === 'talking' && !isConferenced),
  )
  useShortcut(
    shortcuts.answer,
    waiting === undefined ? null : () => void answer({ sipCallId: waiting.sipCallId, other: 'hold' }),
  )
  // With more than one held, which is meant is for a click to say.
  const [swapTo] = held
  useShortcut(
    shortcuts.swap,
    held.length === 1 && swapTo !== undefined ? () => void focusCall(swapTo.sipCallId) : null,
  )
  if (others.length === 0) return null
  return (
    <section className={styles.lines} aria-label={t('lines.others')}>
      {others.map((call) => (
        <Line key={call.sipCallId} call={call} isOnlyHeld={held.length === 1} />
      ))}
    </section>
  )
}

function Line({ call, isOnlyHeld }: { readonly call: PhoneCall; readonly isOnlyHeld: boolean }) {
  const { t } = useI18n()
  const { name, number } = useCallParty(call)
  const mark = toPhoneMark(call.state)
  return (
    <article className={styles.line} data-mark={mark} aria-label={name ?? number ?? t('caller.withheld')}>
      <div className={styles.state}>
        <PresenceMark presence={mark} size={14} />
        <strong>{t(toLineWord(call))}</strong>
        <Elapsed sinceMs={call.answeredAtMs ?? call.ringingAtMs} clock="page" className={styles.time} />
      </div>
      <p className={styles.who}>
        {name !== null && <bdi className={styles.name}>{name}</bdi>}
        {number === null
          ? name === null && t('caller.withheld')
          : name !== number && <PhoneNumber value={number} />}
      </p>
      {call.state === 'ringing' ? <Waiting call={call} /> : <Held call={call} hasKey={isOnlyHeld} />}
    </article>
  )
}

function toLineWord({ state, consultsFor, isConferenced }: PhoneCall) {
  if (isConferenced && state === 'talking') return 'lines.inConference'
  if (state === 'ringing') return 'lines.waiting'
  return consultsFor === null ? (`call.${state}` as const) : 'lines.asked'
}

function Waiting({ call: { sipCallId } }: { readonly call: PhoneCall }) {
  const { t } = useI18n()
  const { answer, declineCall } = useActions()
  return (
    <div className={styles.actions}>
      <Button
        look="answer"
        shortcut={shortcuts.answer}
        onClick={() => void answer({ sipCallId, other: 'hold' })}
        className={styles.wide}
      >
        <Phone size={16} aria-hidden="true" />
        {t('lines.answerHold')}
      </Button>
      <Button onClick={() => void answer({ sipCallId, other: 'end' })}>{t('lines.answerEnd')}</Button>
      <Button onClick={() => void declineCall(sipCallId)}>{t('ringing.decline')}</Button>
    </div>
  )
}

function Held({
  call: { sipCallId, state },
  hasKey,
}: {
  readonly call: PhoneCall
  readonly hasKey: boolean
}) {
  const { t } = useI18n()
  const { focusCall, hangUpCall } = useActions()
  const isUp = state === 'held' || state === 'talking'
  return (
    <div className={styles.actions}>
      <Button
        aria-disabled={!isUp}
        shortcut={hasKey ? shortcuts.swap : undefined}
        onClick={isUp ? () => void focusCall(sipCallId) : undefined}
      >
        <ArrowLeftRight size={16} aria-hidden="true" />
        {t('lines.swap')}
      </Button>
      <Button onClick={() => void hangUpCall(sipCallId)}>
        <PhoneOff size={16} aria-hidden="true" />
        {t('lines.end')}
      </Button>
    </div>
  )
}
