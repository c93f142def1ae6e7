/** What a CRM's "I do not understand that" means when nothing was written: the template asks wrongly. */
import { type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'

export function asReading<T>(answer: CrmAnswer<T>): CrmAnswer<T> {
  if (answer.ok || answer.problem.kind !== 'rejected') return answer
  return hasProblem(
    'misconfigured',
    `${answer.problem.detail}: the template’s request is not what it expects`,
  )
}
