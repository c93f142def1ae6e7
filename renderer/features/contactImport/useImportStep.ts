/** One step of an import at a time, with main's refusal kept for the dialog that asked. */
import { useState } from 'react'
import type { Answer, Failure } from '#contract/failure'

export interface ImportStep {
  /** Of the last step; null when it was carried out. */
  readonly failure: Failure | null
  take(step: Promise<Answer<unknown>>): Promise<void>
}

export function useImportStep(): ImportStep {
  const [failure, setFailure] = useState<Failure | null>(null)
  return {
    failure,
    async take(step) {
      const answer = await step
      setFailure(answer.ok ? null : answer.failure)
    },
  }
}
