/** The people and machines at the numbers that are dialled from the centre. */
import type { CallId } from '#contract/ids'
import type { Clock } from '#contract/time'
import { toOutsideAnswer } from '#simulator/people/outsideNumbers'
import type { Random } from '#simulator/people/random'
import type { FloorInput } from '#simulator/queue/floorStep'

/** Who of the centre calls outside, and the number they would show; null where they ask for none. */
export interface Dialler {
  readonly extension: string
  readonly asksToShow: string | null
}

export interface OutsideParties {
  /** `by`: who calls; null for a caller who is sent on. */
  dial(callId: CallId, number: string, by: Dialler | null): void
  cancel(callId: CallId): void
  close(): void
}

export interface OutsidePartiesOptions {
  readonly clock: Clock
  readonly random: Random
  submit(input: Extract<FloorInput, { kind: `outside${string}` }>): void
}

export function createOutsideParties(options: OutsidePartiesOptions): OutsideParties {
  const { clock, random, submit } = options
  const cancels = new Map<CallId, (() => void)[]>()
  const cancel = (callId: CallId) => {
    for (const each of cancels.get(callId) ?? []) each()
    cancels.delete(callId)
  }
  return {
    dial(callId, number) {
      cancel(callId)
      const { ringsAfterMs, sipStatus, settledAfterMs } = toOutsideAnswer(number, random)
      const settle = clock.after(settledAfterMs, () => {
        cancels.delete(callId)
        submit(
          sipStatus === null
            ? { kind: 'outsideAnswers', callId }
            : { kind: 'outsideRefuses', callId, sipStatus },
        )
      })
      const rings =
        ringsAfterMs === null
          ? []
          : [clock.after(ringsAfterMs, () => submit({ kind: 'outsideRings', callId }))]
      cancels.set(callId, [settle, ...rings])
    },
    cancel,
    close() {
      for (const callId of [...cancels.keys()]) cancel(callId)
    },
  }
}
