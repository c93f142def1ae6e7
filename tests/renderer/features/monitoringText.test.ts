/** What the dock of monitoring says of who hears whom, and what its log is as a file. */
import { expect, test } from 'vitest'
import { AuditEntry } from '#contract/audit'
import { Monitor, type MonitorMode } from '#contract/monitor'
import { toAuditCsv } from '#renderer/features/monitoring/auditCsv'
import { findOffer, findShadow } from '#renderer/features/monitoring/ShadowNotice.tsx'
import { toAgentTold, toHearsSentence } from '#renderer/features/monitoring/sessionText'
import { toTold } from '#renderer/features/monitoring/ToldNotice.tsx'
import { createI18n } from '#renderer/i18n/I18n.tsx'
import type { MonitorSession } from '#renderer/state/monitoring/monitorModel'
import { queueOf } from '#tests/renderer/state/floorParts'

const i18n = createI18n('en')

function sessionOf(mode: MonitorMode | null, microphone: MonitorSession['microphone']): MonitorSession {
  const monitor = Monitor.parse({
    id: 'm1',
    supervisorId: 's',
    supervisorName: 'Leila',
    target: { kind: 'agent', agentId: 'a' },
    mode: mode ?? 'whisper',
    state: { kind: 'hearing', callId: 'c', agentId: 'a', sinceMs: 1 },
    isTold: true,
  })
  return { monitor, leg: 'up', microphone, mode, pendingMode: null, pending: null }
}

test.each([
  ['listen', 'out', 'You hear both. Nobody hears you.'],
  ['whisper', 'in', 'The agent hears you. The caller does not.'],
  ['barge', 'in', 'The agent and the caller hear you.'],
  ['whisper', 'opening', 'Your microphone is opening…'],
  ['barge', 'out', 'Your microphone is off, so nobody hears you. Choose a mode again to speak.'],
  [null, 'out', 'No answer came, so your microphone is off. Choose a mode again.'],
] as const)('in %s with the microphone %s it says: %s', (mode, microphone, sentence) => {
  expect(toHearsSentence(sessionOf(mode, microphone), 'Ana', i18n)).toBe(sentence)
})

test('an agent is told of those who hear them now, if they are to be told', () => {
  const { monitor } = sessionOf('listen', 'out')
  const waiting = { ...monitor, state: { kind: 'waiting', sinceMs: 1 } as const }
  const secret = { ...monitor, isTold: false }
  expect(toTold([monitor, waiting, secret], 'a' as never)).toEqual([monitor])
  expect(toTold([monitor], 'b' as never)).toEqual([])
  expect(toTold([monitor], null)).toEqual([])
})

test('the supervisor reads whether the agent is told: of a call by its row, of a queue by its rule', () => {
  const { monitor } = sessionOf('listen', 'out')
  expect(toAgentTold(monitor, null)).toBe(true)
  expect(toAgentTold({ ...monitor, isTold: false }, null)).toBe(false)
  const queued: Monitor = {
    ...monitor,
    target: { kind: 'queue', queueId: 'sales' as never },
    state: { kind: 'waiting', sinceMs: 1 },
  }
  const floor = (change: object) => ({ agents: [], calls: [], queues: [queueOf('sales', change)] })
  expect(toAgentTold(queued, floor({}))).toBe(true)
  expect(toAgentTold(queued, floor({ tellsMonitoring: false }))).toBe(false)
  // Whose call comes next, and of which queue, nobody knows yet.
  expect(toAgentTold({ ...queued, target: monitor.target }, floor({}))).toBeNull()
  expect(toAgentTold({ ...monitor, state: { kind: 'ended', why: 'stopped', sinceMs: 1 } }, null)).toBeNull()
})

test('listening on is offered to whose caller was taken over, while they are, and shown while it lasts', () => {
  const { monitor } = sessionOf('listen', 'out')
  const talking: Monitor = {
    ...monitor,
    state: { kind: 'talking', callId: 'c' as never, agentId: 'a' as never, sinceMs: 1 },
    offersShadow: true,
  }
  expect(findOffer([monitor, talking], 'a' as never)).toBe(talking)
  expect(findOffer([talking], 'b' as never)).toBeNull()
  const { offersShadow: _, ...plain } = talking
  expect(findOffer([plain, { ...monitor, offersShadow: true }], 'a' as never)).toBeNull()
  const own = { ...sessionOf('listen', 'out'), monitor: { ...monitor, isShadow: true as const } }
  expect(findShadow([sessionOf('listen', 'out'), own])).toBe(own)
  const over = {
    ...own,
    monitor: { ...own.monitor, state: { kind: 'ended', why: 'stopped', sinceMs: 1 } as const },
  }
  expect(findShadow([over])).toBeNull()
})

const entry = AuditEntry.parse({
  serial: 7,
  atMs: Date.UTC(2026, 10, 23, 6, 0, 0),
  kind: 'took-over',
  monitorId: 'm1',
  byId: 's',
  byName: 'Karimi, "Leila"',
  agentId: 'a',
  agentName: '=HYPERLINK("http://evil")',
  callId: 'c',
  callerNumber: '+982112345678',
  detail: 'two\nlines',
  seal: '0'.repeat(64),
})

test('the log as a file: quoted where it must be, and nothing that a spreadsheet would run', () => {
  const [head, ...lines] = toAuditCsv([entry]).split('\r\n')
  expect(head).toBe('serial,at,kind,by,agent,caller,detail,byId,agentId,callId,monitorId,seal')
  expect(lines).toEqual([
    `7,2026-11-23T06:00:00.000Z,took-over,"Karimi, ""Leila""","'=HYPERLINK(""http://evil"")",'+982112345678,"two\nlines",s,a,c,m1,${'0'.repeat(64)}`,
    '',
  ])
})
