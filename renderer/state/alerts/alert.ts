/** One thing a supervisor is alerted to: what kind it is, how pressing, and whom or what it is about. */
import type { AgentId, QueueId } from '#contract/ids'

/** Most pressing first; of two of the same severity the earlier kind is shown first. */
export const alertKinds = [
  'link',
  'stranger',
  'help',
  'vanished',
  'levelBroken',
  'longestWait',
  'nobodyFree',
  'levelNear',
  'longHold',
  'breakRequest',
  'longWrapUp',
  'longBreak',
  'longCall',
] as const
export type AlertKind = (typeof alertKinds)[number]

/** `bad` wants somebody now, `warn` soon, `note` when there is time. */
export type AlertSeverity = 'bad' | 'warn' | 'note'

/** What the alert is about, and so where the page leads to. */
export type AlertSubject =
  | { readonly kind: 'queue'; readonly queueId: QueueId }
  | { readonly kind: 'agent'; readonly agentId: AgentId }
  | { readonly kind: 'link'; readonly link: 'gateway' | 'switch' }
  | { readonly kind: 'spy'; readonly spy: string }

export interface Alert {
  /** Kind and subject: `longHold:agent-7`. */
  readonly id: string
  readonly kind: AlertKind
  readonly severity: AlertSeverity
  readonly subject: AlertSubject
  /** The queue's or the agent's name; the spy's where nobody is known to be listened to; empty for a link. */
  readonly name: string
  /** When the matter began, by the gateway's clock; null where no length of time is worth showing. */
  readonly sinceMs: number | null
  /** The service level, from 0 to 1; null for other kinds. */
  readonly level: number | null
  /** Foreign words that belong to it: why help is asked, the id of the break's reason, the spy; empty for none. */
  readonly text: string
}

export function toAlert(
  kind: AlertKind,
  about: string,
  severity: AlertSeverity,
  { name = '', level = null, text = '', ...rest }: Pick<Alert, 'subject' | 'sinceMs'> & Partial<Alert>,
): Alert {
  return { id: `${kind}:${about}`, kind, severity, name, level, text, ...rest }
}
