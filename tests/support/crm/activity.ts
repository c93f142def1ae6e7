/** An activity as a desk writes it. */
import { randomUUID } from 'node:crypto'
import { CrmActivity } from '#main/crm/connector/crmActivity'

export function toActivity(parts: Readonly<Record<string, unknown>> = {}): CrmActivity {
  const startedAtMs = Date.UTC(2026, 10, 23, 8, 0, 0)
  return CrmActivity.parse({
    activityId: randomUUID(),
    callId: 'call-1',
    personId: 'p1',
    number: '+989120000001',
    direction: 'in',
    startedAtMs,
    talkMs: 61_000,
    agentName: 'Sara Ahmadi',
    queueName: 'Sales',
    dispositionId: 'sold',
    note: 'A note',
    followUpOn: null,
    recordingUrl: null,
    writtenAtMs: startedAtMs + 90_000,
    ...parts,
  })
}
