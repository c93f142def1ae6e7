/** Writes records the CRM does not have as a file, so that a person can enter them there by hand. Pure. */
import { toCsv } from '#contract/csv'
import type { SavedFile } from '#contract/writeBack'
import type { Outgoing } from '#main/crm/writeBack/outgoing'

export type ExportKind = 'csv' | 'json'

const columns = [
  'activityId',
  'state',
  'problem',
  'startedAt',
  'writtenAt',
  'direction',
  'number',
  'name',
  'personId',
  'agent',
  'queue',
  'talkSeconds',
  'disposition',
  'followUpOn',
  'note',
  'recordingUrl',
  'callId',
] as const

/** Times are ISO 8601 in UTC, whatever the language of the page. */
export function toSavedFile(kind: ExportKind, all: readonly Outgoing[], nowMs: number): SavedFile {
  const name = `najva-crm-records-${new Date(nowMs).toISOString().slice(0, 10)}.${kind}`
  if (kind === 'json')
    return { name, mediaType: 'application/json', text: `${JSON.stringify(all.map(toPlain), null, 2)}\n` }
  // The mark at the beginning has a spreadsheet read Persian names as what they are.
  const text = `\ufeff${toCsv([columns, ...all.map((each) => columns.map((column) => toPlain(each)[column]))])}`
  return { name, mediaType: 'text/csv', text }
}

function toPlain({
  activity,
  name,
  state,
  problem,
}: Outgoing): Record<(typeof columns)[number], string | number | null> {
  return {
    activityId: activity.activityId,
    state,
    problem: problem === null ? null : `${problem.kind}: ${problem.detail}`,
    startedAt: new Date(activity.startedAtMs).toISOString(),
    writtenAt: new Date(activity.writtenAtMs).toISOString(),
    direction: activity.direction,
    number: activity.number,
    name,
    personId: activity.personId,
    agent: activity.agentName,
    queue: activity.queueName,
    talkSeconds: Math.round(activity.talkMs / 1000),
    disposition: activity.dispositionId,
    followUpOn: activity.followUpOn,
    note: activity.note,
    recordingUrl: activity.recordingUrl,
    callId: activity.callId,
  }
}
