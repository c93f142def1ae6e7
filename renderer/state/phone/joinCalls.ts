/** Joins the calls of this phone: on the telephone system where it offers that, else they are mixed on the desk. */
import { type Answer, done } from '#contract/failure'
import type { CallId } from '#contract/ids'
import type { AskAct } from '#renderer/state/askAct'
import type { DeskCore } from '#renderer/state/deskCore'
import type { DeskModel, PhoneCall } from '#renderer/state/deskModel'
import { liveCallOf } from '#renderer/state/phone/liveCallOf'

/** A call of this phone, and the live model's row of it. */
interface Joinable {
  readonly sipCallId: string
  readonly callId: CallId
}

export interface JoinPlan {
  /** The one that stays: the caller of a queue, whose card and record go on, else who called, else the one in focus. */
  readonly host: Joinable
  readonly others: readonly Joinable[]
}

/** null where the telephone system does not offer it, or one of the calls is not known to it: the desk mixes them. */
export function planJoin(model: DeskModel): JoinPlan | null {
  const { centre, phone } = model
  const up = phone.calls.filter(({ state, isConferenced }) => isUp(state) && !isConferenced)
  if (centre?.joinsCalls !== true || up.length < 2) return null
  const rows = up.map((call) => ({ call, row: liveCallOf(model, call) }))
  const known = rows.flatMap(({ call, row }) => (row === null ? [] : [{ call, row }]))
  if (known.length < rows.length) return null
  const rank = ({ call, row }: (typeof known)[number]) =>
    row.queueId !== null ? 0 : call.direction === 'in' ? 1 : call.sipCallId === phone.call?.sipCallId ? 2 : 3
  const [host, ...others] = known
    .toSorted((one, other) => rank(one) - rank(other))
    .map(({ call, row }): Joinable => ({ sipCallId: call.sipCallId, callId: row.id }))
  return host === undefined ? null : { host, others }
}

function isUp(state: PhoneCall['state']): boolean {
  return state === 'talking' || state === 'held'
}

/** Settles when all are together, or with the first refusal; those who were joined until then stay so. */
export function createJoinCalls({ store, phone, settle }: DeskCore, askAct: AskAct) {
  return async (): Promise<Answer<null>> => {
    const plan = planJoin(store.getState())
    if (plan === null) return settle(await phone.setConferenced(true))
    const { host, others } = plan
    const isTalking =
      phone.snapshot.call?.sipCallId === host.sipCallId && phone.snapshot.call.state === 'talking'
    // The leg that stays must be heard before the others come to it.
    const turned = isTalking ? done(null) : settle(await phone.focus(host.sipCallId))
    if (!turned.ok) return turned
    for (const { callId: otherCallId } of others) {
      const joined = await askAct('floor', 'joinCalls', { callId: host.callId, otherCallId })
      if (!joined.ok) return joined
    }
    return done(null)
  }
}
