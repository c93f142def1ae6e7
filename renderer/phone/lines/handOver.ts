/**
 * Hands callers over: at once (blind), or to a colleague who was asked first (attended). The caller waits on hold
 * meanwhile; nobody to take them, and they are talked to again.
 */
import type { URI } from 'sip.js'
import { type Answer, failed } from '#contract/failure'
import type { PhoneLine } from '#renderer/phone/lines/phoneLine'

export interface HandOverParts {
  readonly liveLines: () => readonly PhoneLine[]
  /** Takes the caller off hold, where no other is talked to. */
  readonly resume: (line: PhoneLine) => Promise<void>
  readonly report: (error: unknown) => void
}

export interface HandOver {
  blind(line: PhoneLine, target: URI, to: string): Promise<Answer<null>>
  /** Joins the caller with the other side of `consulted`; both calls leave this phone. */
  attended(caller: PhoneLine, consulted: PhoneLine): Promise<Answer<null>>
  /** The call has changed, or ended: a hand-over of it may have come to its end. */
  follow(line: PhoneLine): void
}

export function createHandOver({ liveLines, resume, report }: HandOverParts): HandOver {
  /** Calls on hold for their hand-over alone. */
  const heldFor = new WeakSet<PhoneLine>()
  /** Whom the caller of an attended hand-over goes to. */
  const takers = new WeakMap<PhoneLine, PhoneLine>()

  const takeBack = (line: PhoneLine) => {
    takers.delete(line)
    if (heldFor.delete(line)) resume(line).catch(report)
  }
  return {
    async blind(line, target, to) {
      if (!line.isUp || line.isHandingOver) return failed('wrong-state')
      // A telephone system that refuses the hold may take the hand-over all the same.
      if (line.call.state === 'talking' && (await line.setHeld(true)).ok) heldFor.add(line)
      const answer = await line.refer(target, to)
      if (!answer.ok) takeBack(line)
      return answer
    },
    async attended(caller, consulted) {
      if (!caller.isUp || !consulted.isUp || caller.isHandingOver) return failed('wrong-state')
      takers.set(caller, consulted)
      const answer = await caller.refer(consulted, consulted.call.number ?? '')
      if (!answer.ok) takeBack(caller)
      return answer
    },
    follow(line) {
      const state = line.call.transfer?.state
      if (state === 'returned') takeBack(line)
      if (state !== 'done') return
      const taker = takers.get(line)
      takers.delete(line)
      if (taker !== undefined && liveLines().includes(taker)) taker.hangUp()
    },
  }
}
