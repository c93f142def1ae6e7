/** Makes of a finished wrap-up what the CRM is to know of the call. Pure. */
import { createHash } from 'node:crypto'
import type { WrapUp } from '#contract/agent'
import type { WrapUpRecord } from '#contract/wrapUp'
import { CrmActivity } from '#main/crm/connector/crmActivity'
import type { KeptCall } from '#main/desk/history/historyBook'

/** What the desk knows of the call besides what the agent wrote. */
export interface CallFacts {
  /** The call in the agent's history; null where the phone never told of it. */
  readonly call: KeptCall | null
  /** The gateway's word on the wrap-up; null once it is over. */
  readonly wrapUp: WrapUp | null
  readonly agentId: string
  readonly agentName: string
  /** null outside queues, and while the queue's name is not known. */
  readonly queueName: string | null
  /** `https://…` with `{callId}` in it; null where the site keeps recordings to itself. */
  readonly recordingAddress: string | null
}

/** null for a record that cannot be an activity: another program wrote it. */
export function toActivity(record: WrapUpRecord, facts: CallFacts): CrmActivity | null {
  const { call, wrapUp } = facts
  const talkMs = wrapUp?.talkedMs ?? toTalkMs(call)
  const parsed = CrmActivity.safeParse({
    activityId: toActivityId(record, facts.agentId),
    callId: record.callId,
    personId: record.personId ?? call?.personId ?? null,
    number: call?.number ?? wrapUp?.caller.number ?? null,
    direction: call?.direction ?? 'in',
    startedAtMs:
      call?.beganAtMs ?? (wrapUp === null ? record.writtenAtMs : wrapUp.startedAtMs - wrapUp.talkedMs),
    talkMs,
    agentName: facts.agentName.slice(0, 120),
    queueName: (facts.queueName ?? call?.queueName ?? null)?.slice(0, 120) ?? null,
    dispositionId: record.dispositionId,
    note: record.note,
    followUpOn: record.followUpOn,
    recordingUrl: toRecordingUrl(facts.recordingAddress, record.callId, talkMs),
    writtenAtMs: record.writtenAtMs,
  })
  return parsed.success ? parsed.data : null
}

/**
 * The same writing about the same call is one activity, however often it is finished or handed over after a crash. A
 * UUID of RFC 9562's version 8, from SHA-256.
 */
function toActivityId(record: WrapUpRecord, agentId: string): string {
  const { callId, personId, dispositionId, note, followUpOn } = record
  const bytes = createHash('sha256')
    .update(JSON.stringify([agentId, callId, personId, dispositionId, note, followUpOn]))
    .digest()
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}

function toTalkMs(call: KeptCall | null): number {
  if (call === null || call.answeredAtMs === null || call.endedAtMs === null) return 0
  return Math.max(0, Math.round(call.endedAtMs - call.answeredAtMs))
}

/** Nobody talked: nothing was recorded. */
function toRecordingUrl(address: string | null, callId: string, talkMs: number): string | null {
  if (address === null || talkMs === 0) return null
  return address.replaceAll('{callId}', encodeURIComponent(callId))
}
