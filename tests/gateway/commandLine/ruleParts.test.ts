/** What gateway.yaml says of monitoring and breaks, read from the file as the gateway is given it. */
import { writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { readSite, SiteMistake } from '#gateway/commandLine/readSite'
import { toBreakRules, toMonitorRights, toQueueRules } from '#gateway/commandLine/ruleParts'
import { createTempFolder } from '#tests/support/tempFolder'

const folder = createTempFolder()
afterAll(() => folder.remove())

interface Parts {
  readonly queue?: string
  readonly team?: string
  readonly people?: string
}

function read({ queue = '', team = '', people = '' }: Parts) {
  const file = folder.file('gateway.yaml')
  writeFileSync(
    file,
    `
asterisk:
  nodes: [{ secretEnv: AMI }]
  sip: { serverUrl: ws://127.0.0.1:8088/ws }
queues: [{ id: support, name: Support${queue} }, { id: sales, name: Sales }]
teams: [{ id: first, name: First, queues: [support]${team} }, { id: idle, name: Idle }]
people:
  - { user: sara, name: Sara, extension: 1001, teams: [first], passwordFile: f }
  - { user: Leila, name: Leila, role: supervisor, extension: 1901, teams: [first], passwordFile: f }
${people}`,
  )
  return readSite(file)
}

function complaintOf(parts: Parts): string {
  try {
    read(parts)
  } catch (error) {
    if (error instanceof SiteMistake) return error.message.replaceAll(folder.path, '')
    throw error
  }
  return ''
}

const dana = (monitoring: string) =>
  `  - { user: dana, name: Dana, role: admin, extension: 1902, passwordFile: f, monitoring: ${monitoring} }`

test('supervisors and admins monitor in full unless told, agents never', () => {
  expect(Object.fromEntries(toMonitorRights(read({})))).toEqual({ 'user-sara': 'none', 'user-leila': 'full' })
  for (const right of ['full', 'listen', 'none']) {
    expect(toMonitorRights(read({ people: dana(right) })).get('user-dana' as never)).toBe(right)
  }
})

test('an agent may listen on after a take-over only where their queue says so, and never where it could not be', () => {
  const shadow = read({ queue: ', monitoring: { shadow: true }' })
  expect(toQueueRules(shadow).get('support' as never)?.allowsShadow).toBe(true)
  expect(toQueueRules(shadow).get('sales' as never)?.allowsShadow).toBeUndefined()
  expect(complaintOf({ queue: ', monitoring: { allowed: false, shadow: true }' })).toContain('taken over')
  expect(complaintOf({ queue: ', monitoring: { shadow: maybe }' })).toContain('true or false')
})

test('calls may be monitored and agents are told of it, unless their queue says otherwise', () => {
  const both = { monitoring: true, tellsAgent: true }
  expect(Object.fromEntries(toQueueRules(read({})))).toEqual({ support: both, sales: both })
  const silent = read({ queue: ', monitoring: { tellAgent: false }' })
  expect(toQueueRules(silent).get('support' as never)).toEqual({ monitoring: true, tellsAgent: false })
  const closed = read({ queue: ', monitoring: { allowed: false }' })
  expect(toQueueRules(closed).get('support' as never)).toEqual({ monitoring: false, tellsAgent: true })
})

test('a team that says nothing of breaks has no rule', () => {
  expect(toBreakRules(read({}))).toEqual([])
})

test('a rule of breaks holds for the team and its queues; what it does not say is no limit', () => {
  const whole = read({ team: ', breaks: { maxOnBreak: 2, minServiceLevel: 0.8, needsApproval: true }' })
  expect(toBreakRules(whole)).toEqual([
    {
      queueIds: ['support'],
      personIds: ['user-sara', 'user-leila'],
      maxOnBreak: 2,
      minServiceLevel: 0.8,
      needsApproval: true,
    },
  ])
  expect(toBreakRules(read({ team: ', breaks: { maxOnBreak: 0 }' }))).toMatchObject([
    { maxOnBreak: 0, minServiceLevel: null, needsApproval: false },
  ])
})

test.each<[string, Parts, RegExp]>([
  ['a right that is none', { people: dana('whisper') }, /people\[3\]\.monitoring: full, listen or none/],
  [
    'an agent who should monitor',
    {
      people: '  - { user: omid, name: Omid, extension: 1002, passwordFile: f, monitoring: listen }',
    },
    /people\[3\]\.monitoring: an agent monitors nobody; their role would have to be supervisor or admin/,
  ],
  [
    'a word that is no rule of a queue',
    { queue: ', monitoring: { tellsAgents: false }' },
    /queues\[1\]\.monitoring: Unrecognized key: "tellsAgents"/,
  ],
  [
    'a rule that is neither yes nor no',
    { queue: ', monitoring: { allowed: maybe }' },
    /queues\[1\]\.monitoring\.allowed: true or false/,
  ],
  [
    'a queue that tells of what it forbids',
    { queue: ', monitoring: { allowed: false, tellAgent: true }' },
    /queues\[1\]\.monitoring\.tellAgent: nobody is told of monitoring that is not allowed/,
  ],
  [
    'less than nobody on a break',
    { team: ', breaks: { maxOnBreak: -1 }' },
    /teams\[1\]\.breaks\.maxOnBreak: a whole number of people, 0 to 10000/,
  ],
  [
    'half a person on a break',
    { team: ', breaks: { maxOnBreak: 1.5 }' },
    /teams\[1\]\.breaks\.maxOnBreak: a whole number/,
  ],
  [
    'a service level in per cent',
    { team: ', breaks: { minServiceLevel: 80 }' },
    /teams\[1\]\.breaks\.minServiceLevel: a share from 0 to 1, such as 0\.8/,
  ],
  ['a rule that says nothing', { team: ', breaks: {}' }, /teams\[1\]\.breaks: says nothing/],
])('%s is named with its place', (_, parts, complaint) => {
  expect(complaintOf(parts)).toMatch(complaint)
})

test('a service level needs a queue to be measured at', () => {
  const file = folder.file('gateway.yaml')
  read({})
  writeFileSync(
    file,
    `
asterisk:
  nodes: [{ secretEnv: AMI }]
  sip: { serverUrl: ws://127.0.0.1:8088/ws }
queues: [{ id: support, name: Support }]
teams: [{ id: idle, name: Idle, breaks: { minServiceLevel: 0.8 } }]
`,
  )
  expect(() => readSite(file)).toThrow(/teams\[1\]\.breaks\.minServiceLevel: the team has no queue/)
})
