/** Who may be the same person as the one on the card, asked for when the card has been painted. */
import { useEffect, useState } from 'react'
import type { PossibleDuplicate } from '#contract/duplicate'
import type { PersonId } from '#contract/ids'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { afterPaint } from '#renderer/ui/afterPaint'

const none: readonly PossibleDuplicate[] = []

/** null for nobody. Empty until main has answered, and where it cannot. */
export function useDuplicates(personId: PersonId | null): readonly PossibleDuplicate[] {
  const { readDuplicates } = useActions()
  const revision = useDesk((model) => model.peopleRevision)
  const [found, setFound] = useState({ personId, people: none })
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when somebody was forgotten or judged
  useEffect(() => {
    if (personId === null) return
    let isLast = true
    const cancel = afterPaint(() => {
      void readDuplicates(personId).then((answer) => {
        if (isLast) setFound({ personId, people: answer.ok ? answer.value : none })
      })
    })
    return () => {
      isLast = false
      cancel()
    }
  }, [personId, revision, readDuplicates])
  return found.personId === personId ? found.people : none
}
