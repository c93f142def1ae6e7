/** Asks for a break by the rules of the team, and says what came of it. */
import type { Answer } from '#contract/failure'
import type { DeskCore } from '#renderer/state/deskCore'

type Asked = { readonly outcome: 'now' | 'next' | 'asked' | 'queued' }

/**
 * A granted break is announced as the status it is; one that waits is read out where it stands, in the bar of my status.
 */
export async function askBreak(
  { bridge, settle, announce }: Pick<DeskCore, 'bridge' | 'settle' | 'announce'>,
  reasonId: string,
): Promise<void> {
  const asked: Answer<Asked> = settle(await bridge.ask((client) => client.breaks.ask({ reasonId })))
  if (!asked.ok) return
  const { outcome } = asked.value
  if (outcome === 'now' || outcome === 'next') {
    announce({ kind: 'status', status: { kind: 'break', reasonId }, effect: outcome })
  }
}
