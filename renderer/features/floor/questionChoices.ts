/** What the questions of the floor offer, best first. */
import { type Agent, ChosenStatus, presenceSinceMs } from '#contract/agent'
import type { Centre } from '#contract/centre'
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

/** A pause in one queue alone. */
export interface QueuePause {
  readonly queueId: QueueId
  readonly queueName: string
  readonly reasonId: string
  /** In the reader's language. */
  readonly reason: string
}

/** Each of the agent's queues that offers them calls, with each reason there is. */
export function toPausable(agent: Agent, { queues, pauseReasons }: Centre, locale: Locale): QueuePause[] {
  const open = queues.filter(({ members }) =>
    members.some(({ agentId, pausedReason }) => agentId === agent.id && pausedReason === undefined),
  )
  return open.flatMap(({ id: queueId, name: queueName }) =>
    pauseReasons.map(({ id: reasonId, label }) => ({
      queueId,
      queueName,
      reasonId,
      reason: pickLabel(label, locale),
    })),
  )
}

/**
 * The queues an agent is paused in alone. Who is away altogether, or is held by the gateway for a moment, is paused in all
 * of them, and none is to be ended one by one.
 */
export function toPausedIn(agent: Agent, { queues, pauseReasons }: Centre, locale: Locale): QueuePause[] {
  if (agent.status.kind !== 'available') return []
  return queues.flatMap(({ id: queueId, name: queueName, members }) => {
    const reasonId = members.find(({ agentId }) => agentId === agent.id)?.pausedReason
    const known = pauseReasons.find(({ id }) => id === reasonId)
    return known === undefined
      ? []
      : [{ queueId, queueName, reasonId: known.id, reason: pickLabel(known.label, locale) }]
  })
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
