/** Stands the agents of the floor under their queues or their teams, each under every one they belong to. */
import type { AgentId } from '#contract/ids'
import type { Queue } from '#contract/queue'
import type { Team } from '#contract/team'
import type { AgentRow } from '#renderer/state/floor/floorAgents'

/** The head of a group's agents. */
export interface AgentGroup {
  readonly kind: 'group'
  readonly key: string
  readonly by: Sections['by']
  /** Empty for those who belong to none. */
  readonly name: string
  readonly count: number
}

export type FloorAgentRow = AgentRow | AgentGroup

/** What agents are stood under, in the order it is shown. */
export interface Sections {
  readonly by: 'queue' | 'team'
  readonly heads: readonly { readonly id: string; readonly name: string }[]
  readonly idsOf: (row: AgentRow) => readonly string[]
}

const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1)

export function toQueueSections(queues: readonly Queue[]): Sections {
  const heads = queues.toSorted(byName)
  const known = new Set<string>(heads.map(({ id }) => id))
  return { by: 'queue', heads, idsOf: ({ agent }) => agent.queueIds.filter((id) => known.has(id)) }
}

export function toTeamSections(teams: readonly Team[]): Sections {
  const own = new Map<AgentId, string[]>()
  for (const { id, personIds } of teams) {
    for (const personId of personIds) own.set(personId, [...(own.get(personId) ?? []), id])
  }
  return { by: 'team', heads: teams.toSorted(byName), idsOf: ({ agent }) => own.get(agent.id) ?? [] }
}

export type GroupAgents = (sorted: readonly AgentRow[], sections: Sections) => readonly FloorAgentRow[]

/** Who belongs to none stands last, unnamed. The same list, and the same heads in it, while nothing changed. */
export function createAgentGroups(): GroupAgents {
  let groups = new Map<string, AgentGroup>()
  let list: readonly FloorAgentRow[] = []
  return (sorted, { by, heads, idsOf }) => {
    const under = new Map<string, AgentRow[]>(heads.map(({ id }) => [id, []]))
    const rest: AgentRow[] = []
    for (const row of sorted) {
      const ids = idsOf(row)
      for (const id of ids) under.get(id)?.push(toRowIn(row, `${by}:${id}`))
      if (ids.length === 0) rest.push(row)
    }
    const next = new Map<string, AgentGroup>()
    const toGroup = (id: string, name: string, rows: readonly AgentRow[]): FloorAgentRow[] => {
      if (rows.length === 0) return []
      const key = `${by}:${id}`
      const known = groups.get(key)
      const isSame = known?.name === name && known.count === rows.length
      const group: AgentGroup = isSame ? known : { kind: 'group', key, by, name, count: rows.length }
      next.set(key, group)
      return [group, ...rows]
    }
    const made = [
      ...heads.flatMap(({ id, name }) => toGroup(id, name, under.get(id) ?? [])),
      ...toGroup('', '', rest),
    ]
    groups = next
    if (made.length !== list.length || made.some((row, at) => row !== list[at])) list = made
    return list
  }
}

/** Made once for a row and a group, so that it stays the same while they do. */
const rowsIn = new WeakMap<AgentRow, Map<string, AgentRow>>()

function toRowIn(row: AgentRow, group: string): AgentRow {
  const known = rowsIn.get(row) ?? new Map<string, AgentRow>()
  rowsIn.set(row, known)
  const made = known.get(group) ?? { ...row, key: `${group}/${row.agent.id}` }
  known.set(group, made)
  return made
}
