/** Draws who calls: mostly customers of the book, some strangers, some who hide their number. */
import type { CallerIdentity } from '#contract/call'
import type { CustomerBook } from '#simulator/people/customerBook'
import { strangerNumber } from '#simulator/people/customerNumbers'
import { drawLength } from '#simulator/people/lengths'
import type { Random } from '#simulator/people/random'
import type { Length, Scenario } from '#simulator/scenarios/scenario'

/** A caller about to dial. */
export interface DrawnCaller {
  readonly identity: CallerIdentity
  /** What they say: `en:invoice`, `fa:fault` and so on. */
  readonly voice: string
  readonly patienceMs: number
  /** null: stays until the agent hangs up. */
  readonly talkMs: number | null
}

export interface CallerSource {
  draw(reasons: readonly string[], patience: Length): DrawnCaller
}

/** Part of known callers whose network also tells their name (CNAM). */
const namedPart = 0.3
const persianLetters = /[\u0600-\u06ff]/

export function createCallerSource(scenario: Scenario, book: CustomerBook, random: Random): CallerSource {
  const { callers } = scenario
  return {
    draw(reasons, patience) {
      const { identity, language } = drawIdentity(scenario, book, random)
      return {
        identity,
        voice: `${language}:${random.pick(reasons)}`,
        patienceMs: drawLength(patience, random),
        talkMs: random.chance(callers.staysOnPart) ? null : drawLength(callers.talk, random),
      }
    },
  }
}

function drawIdentity(
  { callers, book: { seed } }: Scenario,
  book: CustomerBook,
  random: Random,
): { readonly identity: CallerIdentity; readonly language: 'en' | 'fa' } {
  const kind = random.next()
  if (kind < callers.withheldPart) return { identity: { number: null, name: null }, language: 'fa' }
  if (kind < callers.withheldPart + callers.unknownPart) {
    return { identity: { number: strangerNumber(random.below(1_000_000), seed), name: null }, language: 'fa' }
  }
  const { name, numbers } = book.at(random.below(book.size))
  const language = persianLetters.test(name) ? 'fa' : 'en'
  return { identity: { number: numbers[0] ?? null, name: random.chance(namedPart) ? name : null }, language }
}
