/** What a supervisor put on this screen: coaching cards of the call and plain lines, until they are put aside. */
import { Eye, MessageSquareText, X } from 'lucide-react'
import type { DeskMessage } from '#contract/message'
import { fieldName } from '#renderer/features/messages/fieldName'
import styles from '#renderer/features/messages/MessageCards.module.css'
import { MessageText } from '#renderer/features/messages/MessageText.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { isCardField } from '#renderer/state/caller/cardFields'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'

const none: readonly DeskMessage[] = []

export function MessageCards() {
  const messages = useDesk((model) => model.centre?.messages ?? none)
  const myId = useDesk((model) => model.me?.id ?? null)
  const writtenId = useDesk((model) => model.draft?.callId ?? null)
  // A note that is handed over goes into the note of its call by itself.
  const cards = messages.filter(
    ({ toId, kind, callId }) => toId === myId && !(kind === 'handover' && callId === writtenId),
  )
  // The region is there before its cards are: only then is a new one read out.
  return (
    <div aria-live="polite" aria-relevant="additions">
      {cards.length > 0 && (
        <ul className={styles.cards}>
          {cards.map((message) => (
            <MessageCard key={message.id} message={message} />
          ))}
        </ul>
      )}
    </div>
  )
}

function MessageCard({ message }: { readonly message: DeskMessage }) {
  const { t, format } = useI18n()
  const { askAct } = useActions()
  const { id, kind, fromName, text, field, atMs } = message
  return (
    <li className={styles.card} data-kind={kind}>
      <MessageSquareText className={styles.mark} size={16} aria-hidden="true" />
      <p className={styles.from}>
        <span className={styles.name}>{t(`messages.from.${kind}`, { name: fromName })}</span>
        <time data-moment={atMs}>{format.time(atMs)}</time>
      </p>
      <Button
        look="quiet"
        size="small"
        isIcon
        aria-label={t('messages.putAside')}
        tip={t('messages.putAside')}
        onClick={() => void askAct('messages', 'putAside', { messageId: id })}
      >
        <X size={14} aria-hidden="true" />
      </Button>
      <p className={styles.text}>
        <MessageText text={text} />
      </p>
      {field !== null && isCardField(field) && (
        <p className={styles.field}>
          <Eye size={14} aria-hidden="true" />
          {t(fieldName(field))}
        </p>
      )}
    </li>
  )
}
