/** The agents under their queues or teams, as the floor was left to group them, or as they are. */
import { useMemo, useRef, useState } from 'react'
import type { Queue } from '#contract/queue'
import type { FloorView } from '#contract/settings'
import type { Team } from '#contract/team'
import type { AgentRow } from '#renderer/state/floor/floorAgents'
import {
  createAgentGroups,
  type FloorAgentRow,
  type Sections,
  toQueueSections,
  toTeamSections,
} from '#renderer/state/floor/floorGroups'

export interface GroupedAgents {
  readonly rows: readonly AgentRow[]
  /** Of the rows those that pass the filter; the very same list where all do. */
  readonly shown: readonly AgentRow[]
  readonly sections: Sections | null
}

export interface AgentGroups {
  /** Everybody under every group of theirs; the heads count who is shown. */
  readonly all: readonly FloorAgentRow[]
  readonly group: (list: readonly AgentRow[]) => readonly FloorAgentRow[]
}

export function useAgentGroups({ rows, shown, sections }: GroupedAgents): AgentGroups {
  const [made] = useState(() => ({ all: createAgentGroups(), shown: createAgentGroups() }))
  const group = (list: readonly AgentRow[]) => (sections === null ? list : made.shown(list, sections))
  const isFiltered = sections !== null && shown !== rows
  return {
    all: useSameList(isFiltered ? [...made.all(rows, sections), ...group(shown)] : group(rows)),
    group,
  }
}

/** null where agents stand under nothing. A grouping by team stands for none at a site that has no teams. */
export function useSections(
  by: FloorView['agentGroup'],
  queues: readonly Queue[],
  teams: readonly Team[],
): Sections | null {
  return useMemo(() => {
    if (by === 'queue') return toQueueSections(queues)
    return by === 'team' && teams.length > 0 ? toTeamSections(teams) : null
  }, [by, queues, teams])
}

/** Grouping makes a new list each time: it is the same while its rows are. */
function useSameList<R>(list: readonly R[]): readonly R[] {
  const last = useRef(list)
  const before = last.current
  const isSame = before.length === list.length && before.every((row, at) => row === list[at])
  if (!isSame) last.current = list
  return last.current
}
