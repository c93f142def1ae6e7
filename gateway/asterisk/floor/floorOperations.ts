/**
 * What supervisors and the gateway do to calls on the floor: dial, end, move, pull forward, park and give back.
 * Everything sent is built from channels the model knows; nothing a desk wrote reaches the switch as a name.
 */
import { type Answer, done, failed } from '#contract/failure'
import type { CallId, QueueId } from '#contract/ids'
import { toDialString } from '#contract/text'
import type { Clock } from '#contract/time'
import { supervisorPrefix } from '#gateway/asterisk/events/interfaces'
import { extensionOfMember } from '#gateway/asterisk/events/memberState'
import { type Channel, extensionOf } from '#gateway/asterisk/events/switchState'
import { actOnCall, untilSeen } from '#gateway/asterisk/floor/actOnCall'
import { type Found, order, type Rescue } from '#gateway/asterisk/floor/rescue'
import type { Centre } from '#gateway/asterisk/link/composeNodes'
import { toInterface } from '#gateway/asterisk/link/plan'

export interface FloorOperations {
  /** Rings the extension's own phone and, answered, dials for it. */
  originate(extension: string, number: string): Promise<Answer<null>>
  /** Ends the call for everyone in it. */
  hangUp(callId: CallId): Promise<Answer<null>>
  /** Holds the caller with music, away from an agent whose page is lost. */
  park(callId: CallId): Promise<Answer<null>>
  /** Brings the caller to an extension; unanswered, the caller goes to the head of the queue. */
  giveTo(callId: CallId, extension: string): Promise<Answer<null>>
  /** Sends a waiting caller to the end of another queue. */
  moveToQueue(callId: CallId, queueId: QueueId): Promise<Answer<null>>
  /** A higher priority is served first; takes force at once. */
  prioritise(callId: CallId, priority: number): Promise<Answer<null>>
  /** Pauses or unpauses an extension in one queue alone; `reason` null unpauses. */
  pauseIn(queueId: QueueId, extension: string, reason: string | null): Promise<Answer<null>>
}

export interface FloorOptions {
  readonly centre: Centre
  readonly rescue: Rescue
  readonly clock: Clock
  newId(): string
}

/** Where the shipped dialplan takes calls; reachable from no phone. */
const giveContext = 'desk-xfer'
/** Reads the queue's name from the channel. */
const queueContext = 'najva-queue'
const parkContext = 'desk-park'
const dialContext = 'najva-agents'
/** How long a caller who was moved may be on the way before it counts as a failure. */
const arriveWithinMs = 3000

export function createFloorOperations({ centre, rescue, clock, newId }: FloorOptions): FloorOperations {
  const act = actOnCall(centre)

  /** The call of somebody of the house hangs on their own phone: there is no caller to be taken elsewhere. */
  function hasCaller({ node, anchor }: Found): boolean {
    const state = node.tracker?.state
    return anchor.queue !== null || (state !== undefined && extensionOf(state, anchor) === null)
  }

  function actOnCaller(callId: CallId, run: (found: Found) => Promise<Answer<null>>): Promise<Answer<null>> {
    return act(callId, async (found) => (hasCaller(found) ? run(found) : failed('wrong-state', callId)))
  }

  /** Takes the caller out of whatever it is in; the dialplan there brings it back to its queue when nobody answers. */
  async function redirect(found: Found, context: string, exten: string): Promise<Answer<null>> {
    const { node, anchor } = found
    const channel = anchor.block.name
    const wasWaiting = anchor.queue !== null
    const joinedAtMs = found.call.memory.queuedAtMs
    const rescued = await rescue.name(found)
    if (!rescued.ok) return rescued
    if (wasWaiting) node.note({ kind: 'withdrawalAsked', atMs: node.nowMs(), id: anchor.block.id })
    const moved = await order(node, 'Redirect', [
      ['Channel', channel],
      ['Context', context],
      ['Exten', exten],
      ['Priority', 1],
    ])
    if (!moved.ok || !wasWaiting) return moved
    return arrive(() => hasLeft(found, joinedAtMs), 'Redirect')
  }

  function hasLeft({ node, call, anchor }: Found, joinedAtMs: number | null): boolean {
    const isGone = node.tracker?.state.calls.has(call.memory.callId) !== true
    return isGone || anchor.queue === null || call.memory.queuedAtMs !== joinedAtMs
  }

  const arrive = (hasArrived: () => boolean, subject: string) =>
    untilSeen(clock, hasArrived, { withinMs: arriveWithinMs, subject })

  /** The agent's leg in the call: with a dead page it still is, in silence. */
  function agentLegOf({ node, call, anchor }: Found): Channel | null {
    const state = node.tracker?.state
    if (state === undefined) return null
    for (const [extension, id] of call.view.parties) {
      const leg = state.channels.get(id)
      if (leg !== undefined && leg !== anchor && extensionOf(state, leg) === extension) return leg
    }
    return null
  }

  async function giveTo(found: Found, extension: string): Promise<Answer<null>> {
    const { node } = found
    if (!node.tracker?.state.extensions.has(extension)) return failed('not-found', extension)
    const leg = agentLegOf(found)
    const isTakenOver = leg?.block.id.startsWith(supervisorPrefix) === true
    if (!isTakenOver && !hasCaller(found)) return failed('wrong-state', found.call.memory.callId)
    const ahead = await rescue.goAhead(found)
    if (!ahead.ok) return ahead
    // A supervisor's leg is not to go with its caller: it waits for what it is put to next.
    if (leg === null || isTakenOver) return redirect(found, giveContext, extension)
    const rescued = await rescue.name(found)
    if (!rescued.ok) return rescued
    // From the agent's side: the queue counts the talk as transferred, and the caller is never alone.
    return order(node, 'BlindTransfer', [
      ['Channel', leg.block.name],
      ['Context', giveContext],
      ['Exten', extension],
    ])
  }

  return {
    async originate(extension, number) {
      const own = centre.nodes.filter((each) => each.tracker?.state.extensions.has(extension) === true)
      const node = own.find(({ state }) => state.kind === 'live') ?? own[0]
      if (node === undefined) return failed('not-found', extension)
      if (node.state.kind !== 'live') return failed('switch-away', node.name)
      const dialled = toDialString(number)
      if (dialled === '' || !/^[\w.+*#-]+$/.test(extension)) return failed('invalid', number.slice(0, 32))
      return order(node, 'Originate', [
        ['Channel', toInterface('PJSIP/{extension}', extension)],
        ['Context', dialContext],
        ['Exten', dialled],
        ['Priority', 1],
        ['CallerID', `<${dialled}>`],
        ['ChannelId', `dial-${newId()}`],
        ['Timeout', 30_000],
        ['Async', true],
        ['Variable', 'PJSIP_HEADER(add,X-Najva-Dial)=1'],
      ])
    },
    hangUp: (callId) =>
      act(callId, async ({ node, anchor }) => {
        if (anchor.queue !== null)
          node.note({ kind: 'withdrawalAsked', atMs: node.nowMs(), id: anchor.block.id })
        return order(node, 'Hangup', [
          ['Channel', anchor.block.name],
          ['Cause', 16],
        ])
      }),
    park: (callId) => actOnCaller(callId, (found) => redirect(found, parkContext, 'hold')),
    giveTo: (callId, extension) => act(callId, (found) => giveTo(found, extension)),
    moveToQueue: (callId, queueId) =>
      actOnCaller(callId, async (found) => {
        // Who talks is not taken from the conversation by a slip of the hand.
        if (found.call.view.parties.size > 0) return failed('wrong-state', callId)
        if (!centre.nodes.some(({ tracker }) => tracker?.state.members.has(queueId)))
          return failed('not-found', queueId)
        const named = await order(found.node, 'Setvar', [
          ['Channel', found.anchor.block.name],
          ['Variable', 'NAJVA_QUEUE'],
          ['Value', queueId],
        ])
        if (!named.ok) return named
        // Who was prioritised in one line is not in the next: the end of a line is behind everybody.
        const plain = found.call.memory.priority === 0 ? done(null) : await rescue.joinWith(found, 0)
        return plain.ok ? redirect(found, queueContext, 'start') : plain
      }),
    prioritise: (callId, priority) =>
      act(callId, async ({ node, anchor }) => {
        if (anchor.queue === null || anchor.hasLeftLine) return failed('wrong-state', callId)
        const whole = Math.min(1000, Math.max(0, Math.round(priority)))
        const changed = await order(node, 'QueueChangePriorityCaller', [
          ['Queue', anchor.queue],
          ['Caller', anchor.block.name],
          ['Priority', whole],
          ['Immediate', true],
        ])
        if (!changed.ok) return changed
        // No event tells the new priority, nor the order of the line: they are read, and news because they differ.
        node.resync('reorder')
        return done(null)
      }),
    async pauseIn(queueId, extension, reason) {
      let answer: Answer<null> = failed('not-found', extension)
      // Who is a member at several switches is offered callers by each of them.
      for (const node of centre.nodes) {
        const members = node.tracker?.state.members.get(queueId)?.values() ?? []
        const isMember = [...members].some((each) => extensionOfMember(each) === extension)
        if (!isMember) continue
        answer = await node.pauseIn(queueId, extension, reason)
        if (!answer.ok) return answer
      }
      return answer
    },
  }
}
