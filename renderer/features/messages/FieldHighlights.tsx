/** Points at a field of the caller card on the agent's screen, for the call a supervisor listens to. */
import { Eye } from 'lucide-react'
import type { AgentId, CallId } from '#contract/ids'
import type { DeskMessage } from '#contract/message'
import styles from '#renderer/features/messages/FieldHighlights.module.css'
import { fieldName } from '#renderer/features/messages/fieldName'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { type CardField, cardFields } from '#renderer/state/caller/cardFields'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'

const none: readonly DeskMessage[] = []

export interface FieldHighlightsProps {
  readonly agentId: AgentId
  readonly callId: CallId
}

export function FieldHighlights({ agentId, callId }: FieldHighlightsProps) {
  const { t } = useI18n()
  const { askAct } = useActions()
  const messages = useDesk((model) => model.centre?.messages ?? none)
  const isShown = (field: CardField): boolean =>
    messages.some((each) => each.toId === agentId && each.callId === callId && each.field === field)
  const point = (field: CardField): void =>
    void askAct('messages', 'send', {
      agentId,
      callId,
      text: t('messages.lookAt', { field: t(fieldName(field)) }),
      field,
    })
  return (
    <fieldset className={styles.fields}>
      <legend className={styles.title}>{t('messages.pointAt')}</legend>
      <div className={styles.chips}>
        {cardFields.map((field) => (
          <Button
            key={field}
            size="small"
            aria-pressed={isShown(field)}
            tip={isShown(field) ? t('messages.pointed') : undefined}
            onClick={() => (isShown(field) ? undefined : point(field))}
          >
            <Eye size={14} aria-hidden="true" />
            {t(fieldName(field))}
          </Button>
        ))}
      </div>
    </fieldset>
  )
}
