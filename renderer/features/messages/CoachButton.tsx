/** Opens the box in which a supervisor writes a coaching card for the call they listen to. */
import { MessageSquareText } from 'lucide-react'
import { useState } from 'react'
import type { AgentId, CallId } from '#contract/ids'
import { MessageDialog } from '#renderer/features/messages/MessageDialog.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'

export interface CoachButtonProps {
  readonly agentId: AgentId
  readonly callId: CallId
}

export function CoachButton({ agentId, callId }: CoachButtonProps) {
  const { t } = useI18n()
  const name = useDesk((model) => model.centre?.agents.find(({ id }) => id === agentId)?.name ?? null)
  const [isOpen, setOpen] = useState(false)
  if (name === null) return null
  const label = t('messages.coach', { name })
  return (
    <>
      <Button
        isIcon
        size="small"
        aria-haspopup="dialog"
        aria-label={label}
        tip={label}
        onClick={() => setOpen(true)}
      >
        <MessageSquareText size={16} aria-hidden="true" />
      </Button>
      <MessageDialog
        agentId={agentId}
        agentName={name}
        callId={callId}
        isOpen={isOpen}
        onOpenChange={setOpen}
      />
    </>
  )
}
