/** The live model's row of one of this phone's calls. Pure. */
import type { Call } from '#contract/call'
import type { DeskModel, PhoneCall } from '#renderer/state/deskModel'

/**
 * By the id the INVITE named; of a call that was dialled here no INVITE tells it, so it is the one of this agent's that
 * no other call of the phone is. null where there is none, or two could be meant.
 */
export function liveCallOf({ centre, me, phone }: DeskModel, call: PhoneCall): Call | null {
  if (centre === null || me === null) return null
  if (call.callId !== null) return centre.calls.find(({ id }) => id === call.callId) ?? null
  const named = new Set(phone.calls.map(({ callId }) => callId))
  const activeId = 'callId' in me.activity ? me.activity.callId : null
  const own = centre.calls.filter(({ id, state, direction, caller }) => {
    // Between colleagues the row names who answered; who dialled is its caller.
    const isDialled = direction === 'internal' && caller.number === me.extension
    const isMine = id === activeId || isDialled || ('agentId' in state && state.agentId === me.id)
    return isMine && !named.has(id)
  })
  if (own.length === 1) return own[0] ?? null
  const dialled = own.filter(({ dialledNumber }) => dialledNumber !== null && dialledNumber === call.number)
  return dialled.length === 1 ? (dialled[0] ?? null) : null
}
