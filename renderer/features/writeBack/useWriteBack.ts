/** The records that wait for the CRM, read again whenever they have changed. */
import { useEffect, useState } from 'react'
import type { Failure } from '#contract/failure'
import type { WriteBackEntry } from '#contract/writeBack'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'

export interface WriteBackReading {
  /** null until they were read once. */
  readonly entries: readonly WriteBackEntry[] | null
  readonly failure: Failure | null
}

export function useWriteBack(): WriteBackReading {
  const { readWriteBack } = useActions()
  const revision = useDesk((model) => model.writeBack.revision)
  const [reading, setReading] = useState<WriteBackReading>({ entries: null, failure: null })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is another list
  useEffect(() => {
    let isLast = true
    void readWriteBack().then((answer) => {
      if (!isLast) return
      setReading(({ entries }) =>
        answer.ok ? { entries: answer.value, failure: null } : { entries, failure: answer.failure },
      )
    })
    return () => {
      isLast = false
    }
  }, [readWriteBack, revision])
  return reading
}
