/** A piece of the call history, read again whenever it has changed. */
import { useEffect, useState } from 'react'
import type { Failure } from '#contract/failure'
import type { HistoryPage, HistoryQuery } from '#contract/history'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'

export interface HistoryReading {
  /** null until it was read once. */
  readonly page: HistoryPage | null
  readonly failure: Failure | null
}

/** Milliseconds without a keystroke before what is typed is looked for. */
const restMs = 120

export function useHistory(text: string, show: HistoryQuery['show'], limit: number): HistoryReading {
  const { readHistory } = useActions()
  const revision = useDesk((model) => model.history.revision)
  const isConnected = useDesk((model) => model.bridge.kind === 'connected')
  const [reading, setReading] = useState<HistoryReading>({ page: null, failure: null })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is another history
  useEffect(() => {
    if (!isConnected) return
    let isLast = true
    const timer = setTimeout(
      () => {
        void readHistory({ text: text.slice(0, 80), show, limit }).then((answer) => {
          if (!isLast) return
          if (answer.ok) setReading({ page: answer.value, failure: null })
          else setReading(({ page }) => ({ page, failure: answer.failure }))
        })
      },
      text === '' ? 0 : restMs,
    )
    return () => {
      isLast = false
      clearTimeout(timer)
    }
  }, [readHistory, text, show, limit, revision, isConnected])
  return reading
}
