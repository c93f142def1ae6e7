/** Names of waiting callers from the customer book: each number is asked for once while it is remembered. */
import type { CardAnswer } from '#contract/callerCard'
import type { DeskCore } from '#renderer/state/deskCore'

export interface CallerName {
  readonly name: string
  /** How many more people share the number. */
  readonly others: number
  readonly isVip: boolean
}

export interface CallerNames {
  /** What is remembered: null for nobody in the book, undefined for a number not asked for yet. */
  peek(number: string): CallerName | null | undefined
  /** Asks where nothing is remembered. A book that cannot answer is null, and asked again the next time. */
  ask(number: string): Promise<CallerName | null>
}

/** A name changes rarely; a person who was just added shall still be found in the same shift. */
export const rememberedMs = 600_000
export const maxRemembered = 5000

interface Remembered {
  readonly name: CallerName | null
  readonly untilMs: number
}

export function createCallerNames({ bridge, clock }: Pick<DeskCore, 'bridge' | 'clock'>): CallerNames {
  const remembered = new Map<string, Remembered>()
  const asked = new Map<string, Promise<CallerName | null>>()
  const peek = (number: string) => {
    const known = remembered.get(number)
    return known === undefined || known.untilMs < clock.nowMs() ? undefined : known.name
  }
  const ask = async (number: string): Promise<CallerName | null> => {
    const answer = await bridge.ask((client) => client.card.lookup({ dialString: number }))
    asked.delete(number)
    if (!answer.ok) return null
    const name = toCallerName(answer.value)
    if (remembered.size >= maxRemembered) remembered.clear()
    remembered.set(number, { name, untilMs: clock.nowMs() + rememberedMs })
    return name
  }
  return {
    peek,
    ask(number) {
      const known = peek(number)
      if (known !== undefined) return Promise.resolve(known)
      const running = asked.get(number) ?? ask(number)
      asked.set(number, running)
      return running
    },
  }
}

function toCallerName(answer: CardAnswer): CallerName | null {
  const cards = answer.kind === 'one' ? [answer.card] : answer.kind === 'several' ? answer.cards : []
  const [first] = cards
  if (first === undefined) return null
  return {
    name: first.name,
    others: cards.length - 1,
    isVip: cards.some((card) => card.priority === 'vip'),
  }
}
