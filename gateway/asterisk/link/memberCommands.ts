/** The gateway's commands on an extension as actions on its queue memberships. */
import { type Answer, done, failed } from '#contract/failure'
import type { PbxCommand } from '#contract/pbx'
import type { ActionAnswer } from '#gateway/asterisk/ami/pendingActions'
import type { ActionFields } from '#gateway/asterisk/ami/toActionText'
import type { MemberBlock } from '#gateway/asterisk/events/fact'
import { membershipsOf, signedOutReason, silentReason } from '#gateway/asterisk/events/memberState'
import type { SwitchState } from '#gateway/asterisk/events/switchState'
import type { PauseLedger } from '#gateway/asterisk/link/pauseLedger'
import { type PausePlace, toPauseFields, toPauseOrders } from '#gateway/asterisk/link/pauseOrders'
import { type CentrePlan, toInterface } from '#gateway/asterisk/link/plan'
import type { Silence } from '#gateway/asterisk/link/silence'

export interface Execution {
  readonly command: PbxCommand
  readonly plan: CentrePlan
  readonly state: SwitchState
  readonly silence: Silence
  readonly ledger: PauseLedger
  send(action: string, fields: ActionFields): Promise<ActionAnswer>
}

/** Answers when the switch has answered; what it changed comes as events. */
export function executeCommand(execution: Execution): Promise<Answer<null>> {
  const { command, state, silence } = execution
  if (!state.extensions.has(command.extension)) return Promise.resolve(failed('not-found', command.extension))
  switch (command.kind) {
    case 'signIn':
      return signIn(execution, command.extension, command.pausedReason)
    case 'signOut':
      return signOut(execution, command.extension)
    case 'pause':
      return pauseAll(execution, command.extension, command.reason)
    case 'unpause':
      return pauseAll(execution, command.extension, null)
    case 'finishWrapUp':
      return silence.finish(command.extension)
  }
}

async function signIn(execution: Execution, extension: string, reason: string | null): Promise<Answer<null>> {
  const { plan, state, silence, ledger, send } = execution
  ledger.setWhole(extension, reason)
  const standing = new Map(membershipsOf(state, extension).map((each) => [each.queue, each]))
  const inForce = reason ?? (silence.covers(extension) ? silentReason : null)
  for (const [queue, members] of plan.members) {
    const member = members.find((each) => each.extension === extension)
    if (member === undefined || standing.has(queue)) continue
    const added = await send('QueueAdd', [
      ['Queue', queue],
      ['Interface', toInterface(plan.naming.interface, extension)],
      ['StateInterface', toInterface(plan.naming.stateInterface, extension)],
      ['MemberName', extension],
      ['Penalty', member.penalty],
      // Paused from the first moment: between joining and a pause that follows, a caller could be offered.
      ['Paused', inForce !== null || ledger.alone(extension).has(queue)],
    ])
    if (!added.ok && !isThereAlready(added)) return added
  }
  return setPause(execution, standing.values(), inForce)
}

function isThereAlready(answer: ActionAnswer): boolean {
  return !answer.ok && /already there/i.test(answer.failure.subject ?? '')
}

/** The planned memberships are tried also where the model has none: that of a sign-in may still be on its way. */
async function signOut({ plan, state, send }: Execution, extension: string): Promise<Answer<null>> {
  for (const { queue, interface: member } of queuesOf(plan, extension, membershipsOf(state, extension))) {
    const removed = await send('QueueRemove', [
      ['Queue', queue],
      ['Interface', member],
    ])
    if (removed.ok || removed.failure.code === 'not-found') continue
    if (removed.failure.code !== 'wrong-state') return removed
    // Written into the switch's own files: it can be silenced, not removed.
    const silenced = await send('QueuePause', [
      ['Queue', queue],
      ['Interface', member],
      ['Paused', true],
      ['Reason', signedOutReason],
    ])
    if (!silenced.ok) return silenced
  }
  return done(null)
}

async function pauseAll(
  execution: Execution,
  extension: string,
  reason: string | null,
): Promise<Answer<null>> {
  const { state, silence, ledger } = execution
  ledger.setWhole(extension, reason)
  const inForce = reason ?? (silence.covers(extension) ? silentReason : null)
  return setPause(execution, membershipsOf(state, extension), inForce)
}

/**
 * One action without a queue pauses in all of them. The planned membership is tried also where the model has none:
 * the event of a sign-in answered just now may still be on its way.
 */
async function setPause(
  { command, plan, ledger, send }: Execution,
  members: Iterable<MemberBlock>,
  reason: string | null,
): Promise<Answer<null>> {
  const { extension } = command
  const standing = [...members]
  const planned = toInterface(plan.naming.interface, extension)
  const interfaces = new Set(standing.map((member) => member.interface)).add(planned)
  const places = queuesOf(plan, extension, standing)
  const orders = toPauseOrders({ reason, alone: ledger.alone(extension), interfaces, places })
  let isFound = false
  for (const each of orders) {
    const told = await send('QueuePause', toPauseFields(each))
    if (told.ok) isFound = true
    else if (told.failure.code !== 'not-found') return told
  }
  return isFound || !isPlanned(plan, extension) ? done(null) : failed('wrong-state', extension)
}

/** Where the extension is a member, and where it is planned to be. */
function queuesOf(plan: CentrePlan, extension: string, standing: readonly MemberBlock[]): PausePlace[] {
  const planned = toInterface(plan.naming.interface, extension)
  const queues = new Map(standing.map((member) => [member.queue, member.interface]))
  for (const [queue, members] of plan.members) {
    if (!queues.has(queue) && members.some((each) => each.extension === extension)) queues.set(queue, planned)
  }
  return [...queues].map(([queue, member]) => ({ interface: member, queue }))
}

/** Pauses in one queue alone, or ends that: then whatever holds for all its queues holds there again. */
export async function pauseInQueue(
  { state, silence, ledger, send }: Pick<Execution, 'state' | 'silence' | 'ledger' | 'send'>,
  {
    queue,
    extension,
    reason,
  }: { readonly queue: string; readonly extension: string; readonly reason: string | null },
): Promise<Answer<null>> {
  const member = membershipsOf(state, extension).find((each) => each.queue === queue)
  if (member === undefined) return failed('not-found', extension)
  const whole = ledger.whole(extension)
  const inForce = whole ?? reason ?? (silence.covers(extension) ? silentReason : null)
  const told = await send(
    'QueuePause',
    toPauseFields({ interface: member.interface, queue, reason: inForce }),
  )
  if (!told.ok) return told
  ledger.setAlone(extension, queue, reason)
  return done(null)
}

/** An extension in no queue has nothing to pause. */
function isPlanned(plan: CentrePlan, extension: string): boolean {
  return [...plan.members.values()].some((members) => members.some((each) => each.extension === extension))
}
