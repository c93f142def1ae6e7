/** Whom a caller can be sent to: who is there, who is free, and what a search finds, in either alphabet. */
import { expect, test } from 'vitest'
import { Agent } from '#contract/agent'
import { Call } from '#contract/call'
import type { Centre } from '#contract/centre'
import { emptyCentre } from '#contract/centre'
import type { SiteDialling } from '#contract/dialRules'
import { defaultDialRules } from '#contract/dialRules'
import { QueueId } from '#contract/ids'
import { toColleagues, toServing } from '#renderer/state/phone/directory'
import { idleAgent, sales, startMs, waitingCall } from '#tests/renderer/state/deskRoom'
import { signedOutDesk } from '#tests/renderer/state/fakeMain'

function agent(extension: string, name: string, change: Partial<Agent> = {}): Agent {
  return Agent.parse({ ...idleAgent, id: `agent-${extension}`, extension, name, ...change })
}

const talking = { kind: 'talking', callId: 'c', sinceMs: startMs } as Agent['activity']
const offline = { kind: 'offline', sinceMs: startMs } as Agent['status']
const people = [
  idleAgent,
  agent('1004', 'Zahra Busy', { activity: talking }),
  agent('1003', 'Reza Free'),
  agent('1002', 'علي كاظمي'),
  agent('1005', 'Without Phone', { phone: 'absent' }),
  agent('1006', 'Signed Out', { status: offline }),
]

function centreOf(dialling: Partial<SiteDialling> = {}, members: readonly string[] = []): Centre {
  const queue = {
    ...sales,
    members: members.map((id) => ({ agentId: `agent-${id}`, penalty: 0 })),
  } as typeof sales
  return {
    ...emptyCentre(signedOutDesk.gateway),
    agents: people,
    queues: [queue],
    calls: [Call.parse({ ...waitingCall, state: { ...waitingCall.state, offeredTo: [] } })],
    dialling: {
      rules: defaultDialRules,
      voicemail: null,
      queueNumbers: [{ queueId: QueueId.parse('sales'), number: '8002' }],
      ...dialling,
    },
  }
}

const names = (text: string, dialling: Partial<SiteDialling> = {}) =>
  toColleagues(centreOf(dialling), idleAgent, text, 'en').map(({ name, number }) => `${name} ${number}`)

test('who is free comes first; oneself, and who has no phone or is signed out, is not there', () => {
  expect(names('')).toEqual(['Reza Free 1003', 'علي كاظمي 1002', 'Zahra Busy 1004'])
})

test('a colleague is found by name in either spelling, and by extension in any digits', () => {
  expect(names('کاظمی')).toEqual(['علي كاظمي 1002'])
  expect(names('۱۰۰۳')).toEqual(['Reza Free 1003'])
  expect(names('signed')).toEqual([])
})

test('who is away is reached by their voicemail, where the site has one and they are looked for', () => {
  const voicemail = { voicemail: '*{extension}' }
  expect(names('', voicemail)).toHaveLength(3)
  expect(names('without', voicemail)).toEqual(['Without Phone *1005'])
})

test('a queue tells who waits and who is free, and is hidden while nobody serves it or it has no number', () => {
  const find = (centre: Centre) =>
    toServing(centre, '', 'en').map(({ number, waiting, free }) => [number, waiting, free])
  expect(find(centreOf({}, ['1003', '1004', '1005']))).toEqual([['8002', 1, 1]])
  expect(find(centreOf({}, ['1005', '1006']))).toEqual([])
  expect(find(centreOf({ queueNumbers: [] }, ['1003']))).toEqual([])
  expect(toServing(centreOf({}, ['1003']), 'support', 'en')).toEqual([])
})
