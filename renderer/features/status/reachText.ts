/** The plain words for whether callers can reach this desk. */
import type { Translate } from '#renderer/i18n/translate'
import type { ReachState } from '#renderer/state/phone/reach'

export function reachText(state: ReachState, t: Translate): string {
  return state.kind === 'failed' ? t(`reach.failed.${state.step}`) : t(`reach.${state.kind}`)
}
