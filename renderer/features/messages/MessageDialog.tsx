/** A supervisor writes to a person: a line, or a coaching card of the call they are in. */
import { Send } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { Failure } from '#contract/failure'
import type { AgentId, CallId } from '#contract/ids'
import { maxMessageLength } from '#contract/message'
import { FieldHighlights } from '#renderer/features/messages/FieldHighlights.tsx'
import styles from '#renderer/features/messages/MessageDialog.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { failureText } from '#renderer/ui/failureText'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

export interface MessageDialogProps {
  readonly agentId: AgentId
  readonly agentName: string
  /** The call the card is kept with; null for a plain line. */
  readonly callId: CallId | null
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

export function MessageDialog(props: MessageDialogProps) {
  const { t } = useI18n()
  const { agentName, callId, isOpen, onOpenChange } = props
  const title = t(callId === null ? 'messages.write' : 'messages.coach', { name: agentName })
  return (
    <ModalDialog title={title} isOpen={isOpen} onOpenChange={onOpenChange}>
      <MessageForm {...props} />
    </ModalDialog>
  )
}

const phrases = {
  coaching: [
    'messages.phrase.slower',
    'messages.phrase.offer',
    'messages.phrase.hold',
    'messages.phrase.well',
  ],
  plain: [
    'messages.phrase.available',
    'messages.phrase.comeBy',
    'messages.phrase.queue',
    'messages.phrase.well',
  ],
} as const

function MessageForm({ agentId, callId, onOpenChange }: MessageDialogProps) {
  const i18n = useI18n()
  const { t } = i18n
  const { askAct } = useActions()
  const [failure, setFailure] = useState<Failure | null>(null)
  const [text, setText] = useState('')
  const [isSending, setSending] = useState(false)
  const fieldId = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const canSend = text.trim() !== '' && !isSending
  const send = async (): Promise<void> => {
    if (!canSend) return
    setSending(true)
    const sent = await askAct('messages', 'send', { agentId, callId, text: text.trim(), field: null })
    setSending(false)
    if (sent.ok) onOpenChange(false)
    else setFailure(sent.failure)
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <fieldset className={styles.phrases} aria-label={t('messages.phrases')}>
        {phrases[callId === null ? 'plain' : 'coaching'].map((key) => (
          <Button key={key} size="small" onClick={() => setText(t(key))}>
            {t(key)}
          </Button>
        ))}
      </fieldset>
      <label className={styles.label} htmlFor={fieldId}>
        {t('messages.text')}
      </label>
      <textarea
        id={fieldId}
        className={styles.text}
        dir="auto"
        rows={3}
        maxLength={maxMessageLength}
        ref={field}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {callId !== null && <FieldHighlights agentId={agentId} callId={callId} />}
      {/* The page behind says it too, but what lies behind a dialog is not read. */}
      {failure !== null && (
        <Notice tone="bad" isAlert>
          {failureText(failure, i18n)}
        </Notice>
      )}
      <div className={styles.actions}>
        <Button look="primary" type="submit" disabled={!canSend}>
          <Send className={styles.icon} size={16} aria-hidden="true" />
          {t('messages.send')}
        </Button>
      </div>
    </form>
  )
}
