/** Writes one activity to a CRM so that a second time makes no second one. */

import type { CrmActivity } from '#main/crm/connector/crmActivity'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { Asker } from '#main/crm/connectors/rest/asker'
import { asReading } from '#main/crm/connectors/rest/readingProblem'
import { readAll } from '#main/crm/connectors/rest/template/path'
import type { Values } from '#main/crm/connectors/rest/template/placeholder'
import type { WriteStep, WriteTemplate } from '#main/crm/connectors/rest/template/template'
import { toRequest } from '#main/crm/connectors/rest/toRequest'

export async function writeActivity(
  parts: { readonly asker: Asker; readonly base: string; readonly write: WriteTemplate },
  activity: CrmActivity,
  signal: AbortSignal,
): Promise<CrmAnswer<null>> {
  const { write } = parts
  if (write.needsPerson && activity.personId === null)
    return hasProblem('rejected', 'write: this CRM takes no activity of an unknown caller')
  const values = toActivityValues(activity, write.words)
  const first = await writeStep(parts, write, values, 'write', signal)
  if (!first.ok || write.followUp === undefined || activity.followUpOn === null) return first
  return writeStep(parts, write.followUp, values, 'write follow-up', signal)
}

async function writeStep(
  { asker, base }: { readonly asker: Asker; readonly base: string },
  { request, existing, alreadyThere, taken }: WriteStep,
  values: Values,
  what: string,
  signal: AbortSignal,
): Promise<CrmAnswer<null>> {
  if (existing !== undefined) {
    const question = toRequest(base, existing.request, values, `${what}, asking before`)
    const found = asReading(await asker.ask(question, signal))
    if (!found.ok) return found
    if (readAll(existing.found, found.value.body).length > 0) return answered(null)
  }
  const written = await asker.ask(toRequest(base, request, values, what), signal, alreadyThere)
  if (!written.ok) return written
  const isTaken =
    taken === undefined || written.value.status >= 400 || readAll(taken, written.value.body).length > 0
  return isTaken
    ? answered(null)
    : hasProblem('nonsense', `${what}: the answer does not say that it was taken`)
}

/** Pure: what `{activity.…}` stands for; `words` puts the CRM's own word in place of the desk's. */
export function toActivityValues(activity: CrmActivity, words: WriteTemplate['words']): Values {
  const { startedAtMs, talkMs, writtenAtMs, direction } = activity
  const plain: Values = {
    ...activity,
    startedAt: new Date(startedAtMs).toISOString(),
    startedOn: new Date(startedAtMs).toISOString().slice(0, 10),
    startedAtSeconds: Math.floor(startedAtMs / 1000),
    endedAt: new Date(startedAtMs + talkMs).toISOString(),
    talkSeconds: Math.round(talkMs / 1000),
    talkMinutes: Math.ceil(talkMs / 60_000),
    writtenAt: new Date(writtenAtMs).toISOString(),
    summary: toSummary(direction, talkMs),
  }
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [`activity.${name}`, words[name]?.[String(value)] ?? value]),
  )
}

/** A title for CRMs that want one; in English, as their own interfaces are. */
function toSummary(direction: CrmActivity['direction'], talkMs: number): string {
  const which = direction === 'in' ? 'Incoming call' : 'Outgoing call'
  if (talkMs === 0) return `${which}, not answered`
  const seconds = Math.round(talkMs / 1000)
  return `${which}, ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
