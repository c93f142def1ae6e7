/** Beside the name: somebody may be the same person, with the way to the foot of the card where it is said who. */
import { UsersRound } from 'lucide-react'
import type { CallerCard } from '#contract/callerCard'
import type { PossibleDuplicate } from '#contract/duplicate'
import { toStripId } from '#renderer/features/caller/DuplicateStrip.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { Button } from '#renderer/ui/Button.tsx'

export interface DuplicateHintProps {
  readonly person: CallerCard
  readonly duplicates: readonly PossibleDuplicate[]
}

/** It is the last thing in its line: what comes before it stays where it is. */
export function DuplicateHint({ person, duplicates }: DuplicateHintProps) {
  const { t } = useI18n()
  const [first] = duplicates
  if (first === undefined) return null
  const { isJoined, card } = first
  const said = t(isJoined ? 'duplicate.joined' : 'duplicate.perhaps', { name: card.name })
  return (
    <Button
      look="quiet"
      size="small"
      isIcon
      aria-label={said}
      tip={said}
      onClick={() => document.getElementById(toStripId(person))?.focus()}
    >
      <UsersRound size={16} aria-hidden="true" />
    </Button>
  )
}
