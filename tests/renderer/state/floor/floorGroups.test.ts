/** The agents of the floor under their queues and their teams. */
import { expect, test } from 'vitest'
import { createAgentRows } from '#renderer/state/floor/floorAgents'
import {
  createAgentGroups,
  type FloorAgentRow,
  toQueueSections,
  toTeamSections,
} from '#renderer/state/floor/floorGroups'
import { agent, centre, queue } from '#tests/renderer/state/floorRoom'

const busy = centre({
  agents: [
    agent('Ana'),
    agent('Bea'),
    agent('Cyrus', { queueIds: ['sales', 'billing'] }),
    agent('Dara', { queueIds: [] }),
  ],
  queues: [queue('sales', ['Ana', 'Bea', 'Cyrus']), queue('billing', ['Cyrus'])],
})
const people = (...names: string[]) =>
  busy.agents.filter(({ name }) => names.includes(name)).map(({ id }) => id)
const teams = [
  { id: 't2', name: 'Weekend', personIds: people('Cyrus', 'Dara') },
  { id: 't1', name: 'Morning', personIds: people('Ana', 'Cyrus') },
  { id: 't3', name: 'Nobody here', personIds: [] },
]
const rows = createAgentRows()(busy)
const toLines = (grouped: readonly FloorAgentRow[]) =>
  grouped.map((row) => (row.kind === 'group' ? `${row.name}:${row.count}` : row.agent.name))

test('an agent stands under each of their queues with a key for each, and who has none stands last', () => {
  const grouped = createAgentGroups()(rows, toQueueSections(busy.queues))
  expect(toLines(grouped)).toEqual(['billing:1', 'Cyrus', 'sales:3', 'Ana', 'Bea', 'Cyrus', ':1', 'Dara'])
  expect(new Set(grouped.map(({ key }) => key)).size).toBe(grouped.length)
})

test('by team they stand in the order of the names, whatever queues they answer; a team with nobody is left out', () => {
  const grouped = createAgentGroups()(rows, toTeamSections(teams))
  expect(toLines(grouped)).toEqual(['Morning:2', 'Ana', 'Cyrus', 'Weekend:2', 'Cyrus', 'Dara', ':1', 'Bea'])
  expect(grouped.flatMap((row) => (row.kind === 'group' ? row.by : []))).toEqual(['team', 'team', 'team'])
})

test('the same rows under the same groups are the same list, and a head stays while it counts the same', () => {
  const group = createAgentGroups()
  const sections = toTeamSections(teams)
  const first = group(rows, sections)
  expect(group([...rows], toTeamSections(teams))).toBe(first)
  const fewer = group(
    rows.filter(({ agent: { name } }) => name !== 'Dara'),
    sections,
  )
  expect(fewer).not.toBe(first)
  expect(fewer[0]).toBe(first[0])
  expect(toLines(fewer)).toContain('Weekend:1')
})
