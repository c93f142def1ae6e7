/** Everybody a CRM has for one number, asked as the template says. */

import type { SourceCard } from '#main/crm/connector/connector'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { Asker } from '#main/crm/connectors/rest/asker'
import { isSameNumber, type NumberForms, toNumberForms } from '#main/crm/connectors/rest/numberForms'
import { asReading } from '#main/crm/connectors/rest/readingProblem'
import type { CardTemplate } from '#main/crm/connectors/rest/template/cardTemplate'
import { readFieldAll } from '#main/crm/connectors/rest/template/field'
import { readList } from '#main/crm/connectors/rest/template/path'
import type { Values } from '#main/crm/connectors/rest/template/placeholder'
import type { LookupTemplate } from '#main/crm/connectors/rest/template/template'
import { toSourceCard } from '#main/crm/connectors/rest/toCard'
import { toRequest } from '#main/crm/connectors/rest/toRequest'

export interface LookupParts {
  readonly asker: Asker
  readonly base: string
  readonly lookup: LookupTemplate
  readonly card: CardTemplate
  readonly country: string | null
  readonly nowMs: () => number
}

const what = 'lookup'

/** Nobody calls with a thousand people behind one number; a search that finds so many has not understood it. */
const mostFound = 50

export async function askNumber(
  parts: LookupParts,
  number: string,
  signal: AbortSignal,
): Promise<CrmAnswer<readonly SourceCard[]>> {
  const forms = toNumberForms(number, parts.country)
  for (const written of new Set(parts.lookup.formats.map((format) => forms[format]))) {
    const people = await askForm(parts, forms, written, signal)
    if (!people.ok) return people
    const cards = people.value
      .slice(0, mostFound)
      .flatMap((person) => toSourceCard(parts.card, person, parts.nowMs()) ?? [])
    if (cards.length > 0) return answered(cards)
  }
  return answered([])
}

/** The people of the answer with that number. */
async function askForm(
  { asker, base, lookup, card }: LookupParts,
  forms: NumberForms,
  written: string,
  signal: AbortSignal,
): Promise<CrmAnswer<readonly unknown[]>> {
  const request = toRequest(base, lookup.request, toNumberValues(forms, written), what)
  const reply = asReading(await asker.ask(request, signal, lookup.nobody))
  if (!reply.ok) return reply
  if (reply.value.body === null) return answered([])
  const people = readList(lookup.people, reply.value.body)
  if (people === null)
    return hasProblem('nonsense', `${what}: the answer has no list of people where one is expected`)
  if (lookup.trust) return answered(people)
  return answered(people.filter((person) => hasNumber(card, person, forms.e164)))
}

export function toNumberValues(forms: NumberForms, written: string): Values {
  return {
    number: written,
    'number.e164': forms.e164,
    'number.digits': forms.digits,
    'number.national': forms.national,
    'number.significant': forms.significant,
  }
}

/** True too for somebody whose numbers are not in the answer: then nothing can be compared. */
function hasNumber(card: CardTemplate, person: unknown, number: string): boolean {
  const numbers = card.numbers.flatMap((field) => readFieldAll(field, person)).map(String)
  return numbers.length === 0 || numbers.some((each) => isSameNumber(number, each))
}
