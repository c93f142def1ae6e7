/** What the questions of the floor offer, best first. */
import { type Agent, ChosenStatus, presenceSinceMs } from '#contract/agent'
import type { QueueId } from '#contract/ids'
import type { PauseReason } from '#contract/reason'
import type { Locale } from '#renderer/i18n/messages'
import { pickLabel } from '#renderer/i18n/pickLabel'
import type { Translate } from '#renderer/i18n/translate'

/** Free agents: those of the caller's queue first, then who has been free longest. */
export function toReceivers(free: readonly Agent[], queueId: QueueId | null): Agent[] {
  const isMember = (agent: Agent): boolean => queueId !== null && agent.queueIds.includes(queueId)
  return free.toSorted(
    (a, b) =>
      Number(isMember(b)) - Number(isMember(a)) ||
      presenceSinceMs(a) - presenceSinceMs(b) ||
      (a.id < b.id ? -1 : 1),
  )
}

export interface StatusChoice {
  /** As `toChosenStatus` reads it. */
  readonly key: string
  readonly name: string
}

export function toStatusChoices(
  reasons: readonly PauseReason[],
  locale: Locale,
  t: Translate,
): StatusChoice[] {
  return [
    { key: 'available', name: t('presence.available') },
    ...reasons.map(({ id, kind, label }) => ({
      key: `${kind}:${id}`,
      name: `${t(`presence.${kind}`)} · ${pickLabel(label, locale)}`,
    })),
  ]
}

/** Of a key made by `toStatusChoices`. */
export function toChosenStatus(key: string): ChosenStatus {
  const [kind, ...reason] = key.split(':')
  return ChosenStatus.parse({ kind, reasonId: reason.join(':') })
}
