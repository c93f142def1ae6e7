/** Waits for the answers of actions: a response, or a response and the list that follows it. */
import { type Answer, type Failure, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'

export interface ActionResult {
  readonly response: AmiMessage
  /** The items of a list, in order, without the event that ends it. */
  readonly items: readonly AmiMessage[]
}

export type ActionAnswer = Answer<ActionResult>

export interface PendingActions {
  add(actionId: string, wait: Wait): Promise<ActionAnswer>
  /** Whether the message was the answer of one of ours, or part of it. */
  take(message: AmiMessage): boolean
  failAll(failure: Failure): void
}

export interface Wait {
  readonly isList: boolean
  readonly timeoutMs: number
  /** Names the action in a failure. */
  readonly subject: string
}

interface Waiting extends Wait {
  response: AmiMessage | null
  readonly items: AmiMessage[]
  settle(answer: ActionAnswer): void
}

/** More items than any list of a switch has; beyond it the list is refused rather than held. */
const maxItems = 200_000

export function createPendingActions(clock: Clock): PendingActions {
  const waiting = new Map<string, Waiting>()

  function takeResponse(each: Waiting, message: AmiMessage): void {
    if (message.name === 'Error') {
      each.settle(toRefusal(each.subject, message.get('Message') ?? ''))
      return
    }
    each.response = message
    const hasList = each.isList && message.get('EventList')?.toLowerCase() === 'start'
    if (!hasList) each.settle({ ok: true, value: { response: message, items: [] } })
  }

  function takeItem(each: Waiting, message: AmiMessage): void {
    const { response, items } = each
    const progress = message.get('EventList')?.toLowerCase()
    if (progress === 'complete' && response !== null) each.settle({ ok: true, value: { response, items } })
    else if (progress === 'cancelled' || items.length >= maxItems)
      each.settle(failed('internal', each.subject))
    else items.push(message)
  }

  return {
    add: (actionId, wait) =>
      new Promise((resolve) => {
        const cancel = clock.after(wait.timeoutMs, () =>
          waiting.get(actionId)?.settle(failed('timed-out', wait.subject)),
        )
        waiting.set(actionId, {
          ...wait,
          response: null,
          items: [],
          settle(answer) {
            cancel()
            waiting.delete(actionId)
            resolve(answer)
          },
        })
      }),
    take(message) {
      if (waiting.size === 0) return false
      const actionId = message.get('ActionID')
      const each = actionId === null ? undefined : waiting.get(actionId)
      if (each === undefined) return false
      if (message.kind === 'response') {
        takeResponse(each, message)
        return true
      }
      // A UserEvent carries the ActionID of who sent it and still is an event for everybody.
      if (!each.isList || message.kind !== 'event') return false
      takeItem(each, message)
      return true
    },
    failAll(failure) {
      for (const each of [...waiting.values()]) each.settle({ ok: false, failure })
    },
  }
}

/** What Asterisk says when it refuses, as the failure a person is told. */
function toRefusal(subject: string, message: string): ActionAnswer {
  const said = `${subject}: ${message}`.slice(0, 200)
  if (/permission denied|authentication failed/i.test(message)) return failed('forbidden', said)
  if (/no such|not found|not exist|does not exist|no interface|not there/i.test(message))
    return failed('not-found', said)
  if (/too long|too many|parse/i.test(message)) return failed('invalid', said)
  return failed('wrong-state', said)
}
