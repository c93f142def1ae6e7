/** Who is in a conference of the telephone system, on the floor. */
import { isDeepStrictEqual } from 'node:util'
import type { Call } from '#contract/call'
import type { ConferenceMember, PbxConferenceMember } from '#contract/conference'
import type { CallId } from '#contract/ids'
import { type Floor, putCall } from '#gateway/model/floor'

/** No members for a call of two. What is told again changes nothing. */
export function putConference(floor: Floor, callId: CallId, told: readonly PbxConferenceMember[]): Floor {
  const call = floor.calls.get(callId)
  const members = told.map((member) => toMember(floor, member))
  if (call === undefined || isDeepStrictEqual(call.conference ?? [], members)) return floor
  const { conference: _, ...rest } = call
  const changed: Call = members.length === 0 ? rest : { ...rest, conference: members }
  return putCall(floor, changed)
}

function toMember(floor: Floor, { extension, ...member }: PbxConferenceMember): ConferenceMember {
  const agentId = extension === null ? null : (floor.agentIds.get(extension) ?? null)
  const agent = agentId === null ? undefined : floor.agents.get(agentId)
  return { ...member, agentId, name: agent?.name ?? member.name }
}
