/** Puts people who are signed in back into a queue somebody took them out of: the gateway says who answers what. */
import type { Logger } from 'pino'
import type { Answer } from '#contract/failure'
import type { PbxCommand } from '#contract/pbx'
import type { Clock } from '#contract/time'
import { membershipsOf, signedOutReason } from '#gateway/asterisk/events/memberState'
import type { SwitchState } from '#gateway/asterisk/events/switchState'
import type { Tracker } from '#gateway/asterisk/events/tracker'
import { type PauseLedger, pausedFor } from '#gateway/asterisk/link/pauseLedger'
import type { CentrePlan } from '#gateway/asterisk/link/plan'

export interface MemberKeeper {
  /** A membership may be missing now. */
  look(): void
  /** What was asked for: whoever is being signed out is missing on purpose, however long the switch takes. */
  follow(command: PbxCommand): void
  stop(): void
}

export interface MemberKeeperOptions {
  readonly plan: CentrePlan
  readonly ledger: Pick<PauseLedger, 'whole'>
  readonly clock: Clock
  readonly log: Logger
  execute(command: PbxCommand): Promise<Answer<null>>
  /** null while the switch is away. */
  trackerNow(): Tracker | null
}

/** Signing in goes queue by queue; what is missing after this was taken away. */
const patienceMs = 500

export function createMemberKeeper(options: MemberKeeperOptions): MemberKeeper {
  const { plan, ledger, clock, log } = options
  const signedOut = new Set<string>()
  let cancel: (() => void) | null = null

  async function restore(): Promise<void> {
    const state = options.trackerNow()?.state
    if (state === undefined) return
    for (const extension of findIncomplete(plan, state)) {
      if (signedOut.has(extension)) continue
      const pausedReason = pausedFor(ledger, state, extension)
      log.info({ extension }, 'somebody was taken out of a queue and is put back')
      const answer = await options.execute({ kind: 'signIn', extension, pausedReason })
      if (!answer.ok) log.warn({ extension, failure: answer.failure }, 'a queue member could not be put back')
    }
  }

  return {
    look() {
      cancel ??= clock.after(patienceMs, () => {
        cancel = null
        restore().catch((error: unknown) => log.error({ err: error }, 'putting queue members back broke'))
      })
    },
    follow({ kind, extension }) {
      if (kind === 'signOut') signedOut.add(extension)
      if (kind === 'signIn') signedOut.delete(extension)
    },
    stop() {
      cancel?.()
      cancel = null
    },
  }
}

/** Extensions in some but not all of their queues. */
function findIncomplete(plan: CentrePlan, state: SwitchState): string[] {
  return plan.extensions.filter((extension) => {
    const present = new Set(
      membershipsOf(state, extension)
        .filter(({ isPaused, pausedReason }) => !(isPaused && pausedReason === signedOutReason))
        .map(({ queue }) => queue),
    )
    if (present.size === 0) return false
    return [...plan.members].some(
      ([queue, members]) => !present.has(queue) && members.some((each) => each.extension === extension),
    )
  })
}
