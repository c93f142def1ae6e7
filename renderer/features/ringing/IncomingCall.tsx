/**
 * The card of a ringing call. It lies over the head of the caller's own card and over any open dialog, never moves what is
 * beneath, and never takes the focus from someone who is typing.
 */
import { Phone, PhoneOff } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import styles from '#renderer/features/ringing/IncomingCall.module.css'
import { WhoIsCalling } from '#renderer/features/ringing/WhoIsCalling.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { CallerView, PhoneCall } from '#renderer/state/deskModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { afterPaint } from '#renderer/ui/afterPaint'
import { Button } from '#renderer/ui/Button.tsx'
import { joinClasses } from '#renderer/ui/joinClasses'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'
import { shortcuts } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

/** A key pressed for the call before must not decline the one that rings in the same moment. */
const declineGuardMs = 600

/** Drawn for the next caller already, out of sight: their ring only has to show it. */
export function IncomingCall() {
  const ringing = useDesk((model) => (model.phone.call?.state === 'ringing' ? model.phone.call : null))
  const caller = useDesk((model) => model.caller)
  const next = useDesk((model) => model.nextCaller)
  const rings = ringing === null ? null : (caller?.key ?? ringing.sipCallId)
  const isAhead = next !== null && next.key !== rings
  return (
    <>
      {rings !== null && <RingingCard key={rings} caller={caller} call={ringing} />}
      {isAhead && <RingingCard key={next.key} caller={next} call={null} />}
    </>
  )
}

interface RingingCardProps {
  readonly caller: CallerView | null
  /** Null while it has not rung yet. */
  readonly call: PhoneCall | null
}

function RingingCard({ caller, call }: RingingCardProps) {
  const { t } = useI18n()
  const { answer, decline } = useActions()
  const card = useRef<HTMLDivElement>(null)
  const rangAtMs = useRef(0)
  const rings = call !== null
  useLayoutEffect(() => {
    if (!rings) return
    rangAtMs.current = performance.now()
    return afterPaint(() => focusUnlessTyping(card.current))
  }, [rings])
  useShortcut(shortcuts.answer, rings ? () => void answer() : null)
  useShortcut(
    shortcuts.end,
    rings ? () => performance.now() - rangAtMs.current > declineGuardMs && void decline() : null,
  )
  return (
    <div
      ref={card}
      className={joinClasses(styles.card, !rings && styles.ahead)}
      role="alertdialog"
      aria-label={t('ringing.label')}
      tabIndex={-1}
      // Neither eye, ear nor key finds it before it rings.
      inert={!rings}
      aria-hidden={!rings}
    >
      <span className={styles.pulse}>
        <PresenceMark presence="ringing" size={32} />
      </span>
      <WhoIsCalling caller={caller} call={call} />
      <div className={styles.actions}>
        <Button look="answer" size="large" shortcut={shortcuts.answer} onClick={() => void answer()}>
          <Phone size={20} aria-hidden="true" />
          {t('ringing.answer')}
        </Button>
        <Button size="large" shortcut={shortcuts.end} onClick={() => void decline()}>
          <PhoneOff size={20} aria-hidden="true" />
          {t('ringing.decline')}
        </Button>
      </div>
    </div>
  )
}

/** The card itself takes the focus, not Answer: a space or Enter already on its way must not answer. */
function focusUnlessTyping(card: HTMLElement | null): void {
  const active = document.activeElement
  const isTyping =
    active instanceof HTMLElement &&
    (active.isContentEditable || active.closest('input, textarea, select, [role="spinbutton"]') !== null)
  if (!isTyping) card?.focus({ preventScroll: true })
}
