/** What a record still lacks before an agent may finish it by hand. */
import type { Disposition } from '#contract/reason'
import type { WrapUpDraft } from '#contract/wrapUp'

export type Missing = 'disposition' | 'followUp'

/** null when nothing is missing. A record the clock ends is never refused; this is only asked at Finish. */
export function toMissing(draft: WrapUpDraft, dispositions: readonly Disposition[]): Missing | null {
  if (dispositions.length === 0) return null
  const chosen = dispositions.find((each) => each.id === draft.dispositionId)
  if (chosen === undefined) return 'disposition'
  return chosen.needsFollowUp && draft.followUpOn === null ? 'followUp' : null
}
