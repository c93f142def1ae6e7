/** Files a call with its contact in Odoo: a note, and a planned activity where the agent set a day. */
import type { CrmActivity } from '#main/crm/connector/crmActivity'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { OdooRpc } from '#main/crm/connectors/odoo/odooRpc'
import { toActivityValues } from '#main/crm/connectors/rest/writeActivity'

/**
 * The note carries the activity's id and is written last: once it is there, all is there. The follow-up carries it too,
 * so that one whose answer was lost is found again.
 */
export async function writeToOdoo(
  rpc: OdooRpc,
  activity: CrmActivity,
  signal: AbortSignal,
): Promise<CrmAnswer<null>> {
  const id = Number(activity.personId)
  if (activity.personId === null || !Number.isInteger(id))
    return hasProblem('rejected', 'write: Odoo files a call with a contact, and nobody was confirmed')
  const exists = (model: string, domain: readonly unknown[]) =>
    rpc.call('write, asking before', model, 'search_count', [domain], {}, signal)
  const note = await exists('mail.message', [
    ['model', '=', 'res.partner'],
    ['res_id', '=', id],
    ['body', 'ilike', activity.activityId],
  ])
  if (!note.ok) return note
  if (Number(note.value.result) > 0) return answered(null)
  if (activity.followUpOn !== null) {
    const planned = await exists('mail.activity', [
      ['res_model', '=', 'res.partner'],
      ['res_id', '=', id],
      ['note', 'ilike', activity.activityId],
    ])
    if (!planned.ok) return planned
    if (Number(planned.value.result) === 0) {
      const made = await planFollowUp(rpc, id, activity, signal)
      if (!made.ok) return made
    }
  }
  const named = { body: toText(activity), message_type: 'comment', subtype_xmlid: 'mail.mt_note' }
  const posted = await rpc.call('write', 'res.partner', 'message_post', [[id]], named, signal)
  return posted.ok ? answered(null) : posted
}

function planFollowUp(rpc: OdooRpc, id: number, activity: CrmActivity, signal: AbortSignal) {
  const named = {
    act_type_xmlid: 'mail.mail_activity_data_call',
    date_deadline: activity.followUpOn,
    summary: 'Follow up',
    note: `${activity.note}\n${toMark(activity)}`,
  }
  return rpc.call('write follow-up', 'res.partner', 'activity_schedule', [[id]], named, signal)
}

function toMark({ activityId }: CrmActivity): string {
  return `Najva ${activityId}`
}

/** What a colleague reads in the contact's history; in English, with the agent's own words. */
function toText(activity: CrmActivity): string {
  const values = toActivityValues(activity, {})
  const facts = [
    `${values['activity.summary']}, ${activity.agentName}`,
    activity.queueName === null ? null : `Queue: ${activity.queueName}`,
    activity.dispositionId === null ? null : `Result: ${activity.dispositionId}`,
    activity.note === '' ? null : activity.note,
    activity.recordingUrl === null ? null : `Recording: ${activity.recordingUrl}`,
    toMark(activity),
  ]
  return facts.filter((line) => line !== null).join('\n')
}
