/** Whom the typed text means: the number itself, colleagues, queues and people of the customer book. */
import type { PersonHit } from '#contract/callerCard'
import { type Judge, useJudge } from '#renderer/state/phone/dialling'
import { type Colleague, type Serving, toColleagues, toServing } from '#renderer/state/phone/directory'
import { usePeople } from '#renderer/state/phone/usePeople'
import { useDesk } from '#renderer/state/useDesk.tsx'

export type Target =
  | { readonly kind: 'number'; readonly key: string; readonly number: string; readonly wire: string }
  | (PersonHit & {
      readonly kind: 'person'
      readonly key: string
      readonly number: string
      readonly wire: string
    })
  | (Colleague & { readonly key: string; readonly wire: string })
  | (Serving & { readonly key: string; readonly wire: string })

/** What a list shows at once; more is found by typing more. */
const mostShown = 40

export interface Targets {
  readonly judge: Judge
  readonly targets: readonly Target[]
}

/** For calling, colleagues are shown once something is typed; for a transfer from the start, with the queues. */
export function useTargets(text: string, purpose: 'call' | 'transfer', locale: string): Targets {
  const judge = useJudge()
  // The floor changes many times a second: without anything to find in it, it is not followed.
  const isAsked = purpose === 'transfer' || text.trim() !== ''
  const centre = useDesk((model) => (isAsked ? model.centre : null))
  const me = useDesk((model) => (isAsked ? model.me : null))
  const people = usePeople(text)
  const inside =
    centre === null
      ? []
      : toInside(
          toColleagues(centre, me, text, locale),
          purpose === 'transfer' ? toServing(centre, text, locale) : [],
        )
  const numbers = toNumbers(text, judge, purpose)
  const targets = [
    ...numbers,
    ...inside.map((each): Target => ({ ...each, key: `${each.kind} ${each.id}`, wire: each.number })),
    ...people.flatMap((person) => toPersonTargets(person, judge)),
  ]
  return { judge, targets: targets.slice(0, mostShown) }
}

/** Who can take a call at once stands first: free colleagues, then queues, then who is busy. */
function toInside(colleagues: readonly Colleague[], queues: readonly Serving[]): (Colleague | Serving)[] {
  const isFree = ({ presence }: Colleague): boolean => presence === 'available'
  return [...colleagues.filter(isFree), ...queues, ...colleagues.filter((each) => !isFree(each))]
}

/** A single number is what Call calls; of several, and for a transfer, each is a row to choose. */
function toNumbers(text: string, judge: Judge, purpose: 'call' | 'transfer'): Target[] {
  const verdict = judge(text)
  const typed = verdict.ok ? (purpose === 'transfer' ? [text] : []) : verdict.numbers
  return typed.flatMap((each): Target[] => {
    const one = judge(each)
    if (!one.ok) return []
    return [{ kind: 'number', key: `number ${one.wire}`, number: one.number, wire: one.wire }]
  })
}

function toPersonTargets(person: PersonHit, judge: Judge): Target[] {
  return person.numbers.slice(0, 2).flatMap((number): Target[] => {
    const verdict = judge(number)
    if (!verdict.ok) return []
    return [
      { ...person, kind: 'person', key: `person ${person.personId} ${number}`, number, wire: verdict.wire },
    ]
  })
}
