/** Asks the CRM about one caller and keeps what it answers. */
import type { CallerCard } from '#contract/callerCard'
import { createCardStore } from '#main/crm/cache/cardStore'
import { toE164, toMainNumber } from '#main/crm/cache/numberKey'
import type { CrmConnector, SourceCard } from '#main/crm/connector/connector'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { Refreshed, RefreshSubject } from '#main/crm/sync/cacheWriter'
import type { Intake } from '#main/crm/sync/intake'
import type { Database } from '#main/store/openDatabase'

export interface RefreshTools {
  readonly database: Database
  readonly intake: Intake
  readonly connector: CrmConnector
  readonly country: string
}

/** A person with more numbers is asked for by the first of them. */
const mostNumbersAsked = 3

export async function refreshPeople(
  subject: RefreshSubject,
  { database, intake, connector, country }: RefreshTools,
  signal: AbortSignal,
): Promise<CrmAnswer<Refreshed>> {
  if (!connector.can.lookup) return hasProblem('misconfigured', 'This CRM is not asked for one caller')
  const found: SourceCard[] = []
  for (const number of toNumbers(subject, database, country)) {
    const answer = await connector.lookup(number, signal)
    if (!answer.ok) return answer
    found.push(...answer.value)
  }
  const people = found.map(intake.read)
  const taken = database.transaction(() => intake.takeAll(people)).immediate()
  const ids = (wanted: (outcome: string) => boolean) => [
    ...new Set(taken.flatMap(({ outcome, personId }) => (personId && wanted(outcome) ? [personId] : []))),
  ]
  return answered({
    personIds: ids((outcome) => outcome !== 'forgotten' && outcome !== 'expired'),
    changed: ids((outcome) => outcome === 'new' || outcome === 'changed'),
  })
}

/** In E.164; none for a number that cannot be one, or a person whom nobody can be asked about. */
function toNumbers(subject: RefreshSubject, database: Database, country: string): string[] {
  if ('number' in subject) {
    const number = toE164(toMainNumber(subject.number), country)
    return number === null ? [] : [number]
  }
  const card = createCardStore(database).findPerson(subject.personId)
  if (card === null) return []
  const { numbers } = JSON.parse(card) as CallerCard
  return numbers.filter((number) => number.startsWith('+')).slice(0, mostNumbersAsked)
}
