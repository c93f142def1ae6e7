/**
 * The card of a ringing call. It lies over the head of the caller's own card, never moves what is beneath, and
 * never takes the focus from someone who is typing.
 */
import { Phone, PhoneOff } from 'lucide-react'
import { useEffect, useRef } from 'react'
import styles from '#renderer/features/ringing/IncomingCall.module.css'
import { WhoIsCalling } from '#renderer/features/ringing/WhoIsCalling.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'
import { shortcuts } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

/** A key pressed for the call before must not decline the one that rings in the same moment. */
const declineGuardMs = 600

export function IncomingCall() {
  const sipCallId = useDesk((model) =>
    model.phone.call?.state === 'ringing' ? model.phone.call.sipCallId : null,
  )
  return sipCallId === null ? null : <RingingCard key={sipCallId} />
}

function RingingCard() {
  const { t } = useI18n()
  const { answer, decline } = useActions()
  const card = useRef<HTMLDivElement>(null)
  const shownAtMs = useRef(performance.now())
  useEffect(() => afterPaint(() => focusUnlessTyping(card.current)), [])
  useShortcut(shortcuts.answer, () => void answer())
  useShortcut(shortcuts.end, () => {
    if (performance.now() - shownAtMs.current > declineGuardMs) void decline()
  })
  return (
    <div ref={card} className={styles.card} role="alertdialog" aria-label={t('ringing.label')} tabIndex={-1}>
      <span className={styles.pulse}>
        <PresenceMark presence="ringing" size={32} />
      </span>
      <WhoIsCalling />
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

/** Focusing makes the browser lay the page out at once: the caller's card is painted first. */
function afterPaint(task: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(task)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}

/** The card itself takes the focus, not Answer: a space or Enter already on its way must not answer. */
function focusUnlessTyping(card: HTMLElement | null): void {
  const active = document.activeElement
  const isTyping =
    active instanceof HTMLElement &&
    (active.isContentEditable || active.closest('input, textarea, select, [role="spinbutton"]') !== null)
  if (!isTyping) card?.focus({ preventScroll: true })
}
