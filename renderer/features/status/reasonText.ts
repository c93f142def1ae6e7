/** The name of a pause's reason in the reader's language. */
import type { AgentStatus, ChosenStatus } from '#contract/agent'
import type { PauseReason } from '#contract/reason'
import type { Locale } from '#renderer/i18n/messages'
import { pickLabel } from '#renderer/i18n/pickLabel'

/** null for a status without a reason. A reason no longer in the list shows as its id: better than nothing. */
export function reasonText(
  status: AgentStatus | ChosenStatus,
  reasons: readonly PauseReason[],
  locale: Locale,
): string | null {
  if (status.kind !== 'break' && status.kind !== 'notReady') return null
  const reason = reasons.find((each) => each.id === status.reasonId && each.kind === status.kind)
  return reason === undefined ? status.reasonId : pickLabel(reason.label, locale)
}
