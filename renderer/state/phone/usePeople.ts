/** People of the customer book who fit what is typed, asked for once the hand rests. */
import { useEffect, useState } from 'react'
import type { PersonHit } from '#contract/callerCard'
import { useActions } from '#renderer/state/useDesk.tsx'

/** Milliseconds without a keystroke. */
const restMs = 120
/** One letter fits half the book. */
const fewest = 2

const nobody: readonly PersonHit[] = []

export function usePeople(text: string): readonly PersonHit[] {
  const { searchPeople } = useActions()
  const [found, setFound] = useState({ text: '', people: nobody })
  const typed = text.trim()
  useEffect(() => {
    if (typed.length < fewest) return
    let isLast = true
    const timer = setTimeout(() => {
      void searchPeople(typed).then((answer) => {
        if (isLast) setFound({ text: typed, people: answer.ok ? answer.value : nobody })
      })
    }, restMs)
    return () => {
      isLast = false
      clearTimeout(timer)
    }
  }, [typed, searchPeople])
  // What was found for fewer letters stays until there is better: the list would flicker with every key.
  return typed.length >= fewest && typed.startsWith(found.text.slice(0, fewest)) ? found.people : nobody
}
