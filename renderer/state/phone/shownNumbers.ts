/** Which of the numbers the site offers this person shows to whoever they call outside, and how they choose another. */
import type { Settings } from '#contract/settings'
import { type LastShown, type ShownNumber, toShown } from '#contract/shownNumber'
import type { DeskModel } from '#renderer/state/deskModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'

type Facts = Pick<DeskModel, 'desk' | 'centre'>

const none: readonly ShownNumber[] = []
/** Of everybody who ever sat at this desk; the one chosen longest ago is forgotten. */
const mostRemembered = 200

/** What a call asks the telephone system to show; null where the site offers nothing, so that nothing is asked. */
export function toShownDigits(model: Facts): string | null {
  return toShown(model.centre?.shownNumbers ?? none, toChosen(model))?.number ?? null
}

function toChosen({ desk }: Pick<DeskModel, 'desk'>): string | undefined {
  const id = desk?.session?.agentId
  return id === undefined ? undefined : desk?.settings.shownNumbers[id]
}

/** What is remembered after this choice, which comes last. */
export function withChosen(last: LastShown, agentId: string, number: string): Settings['shownNumbers'] {
  const others = Object.entries(last).filter(([id]) => id !== agentId)
  return Object.fromEntries([...others.slice(1 - mostRemembered), [agentId, number]])
}

export interface ShownChoice {
  /** Empty where the site offers none. */
  readonly offered: readonly ShownNumber[]
  readonly shown: ShownNumber | null
  choose(number: string): void
}

export function useShownNumbers(): ShownChoice {
  const { changeSettings } = useActions()
  const offered = useDesk((model) => model.centre?.shownNumbers ?? none)
  const chosen = useDesk(toChosen)
  const agentId = useDesk((model) => model.desk?.session?.agentId)
  const last = useDesk((model) => model.desk?.settings.shownNumbers)
  return {
    offered,
    shown: toShown(offered, chosen),
    choose(number) {
      if (agentId === undefined || last === undefined) return
      void changeSettings({ shownNumbers: withChosen(last, agentId, number) })
    },
  }
}
