/** Keeps the PBX doing what the model wants of each person's extension, also after failures and a lost link. */
import type { Logger } from 'pino'
import { type Answer, done, type Failure, failed } from '#contract/failure'
import type { AgentId } from '#contract/ids'
import type { PbxCommand, PbxEvent, PbxLink } from '#contract/pbx'
import type { Clock } from '#contract/time'
import { nextPbxCommand } from '#gateway/commands/nextPbxCommand'
import { withinTime } from '#gateway/commands/withinTime'
import type { Lanes } from '#gateway/lanes'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { Floor } from '#gateway/model/floor'
import { toMonitorReason, toWish, type Wish } from '#gateway/model/pbxWish'

/** PbxLink settles within 5 s; this is for one that does not. */
const commandTimeoutMs = 5000
const retryMs = 2000
/** An extension the PBX does not know, or someone else's hand on it: no reason to hurry. */
const slowRetryMs = 30_000

export interface PbxSync {
  hear(event: PbxEvent): void
  /**
   * Has the PBX fulfil a wish before the model takes it up: `onDone` runs at once when it has, before anything
   * else is asked of the extension. Once `isCancelled`, a late success is undone.
   */
  ask(agentId: AgentId, wish: Wish, onDone: () => void, isCancelled: () => boolean): Promise<Answer<null>>
  close(): void
}

/** What is known of one extension in the PBX. */
interface Line {
  readonly agentId: AgentId
  readonly extension: string
  /** As the PBX last told or was successfully told; null while unknown. */
  known: Wish | null
  asserted: Wish | null
  owesFinish: boolean
  isScheduled: boolean
  cancelRetry: () => void
}

export interface PbxSyncOptions {
  readonly centre: LiveCentre
  readonly pbx: PbxLink
  /** Whether the switch of an extension is there. */
  isReached(extension: string): boolean
  readonly lanes: Lanes
  readonly clock: Clock
  readonly log: Logger
}

export function createPbxSync({ centre, pbx, isReached, lanes, clock, log }: PbxSyncOptions): PbxSync {
  const lines = new Map<string, Line>()
  for (const agentId of centre.floor.seats.keys()) {
    const extension = centre.floor.agents.get(agentId)?.extension
    if (extension !== undefined) lines.set(extension, newLine(agentId, extension))
  }
  let isClosed = false

  function schedule(line: Line): void {
    if (line.isScheduled || isClosed) return
    line.isScheduled = true
    line.cancelRetry()
    lanes
      .run(line.extension, async () => {
        line.isScheduled = false
        const failure = await fulfil(line, () => toWish(centre.floor, line.agentId))
        if (failure !== null) retryLater(line, failure)
      })
      .catch((error: unknown) => log.error({ err: error, agentId: line.agentId }, 'the PBX link broke'))
  }

  function retryLater(line: Line, failure: Failure): void {
    if (failure.code !== 'switch-away') {
      log.warn({ agentId: line.agentId, code: failure.code }, 'the PBX did not take a command')
    }
    const delayMs = isPassing(failure) ? retryMs : slowRetryMs
    line.cancelRetry = clock.after(delayMs, () => schedule(line))
  }

  /** Gives commands until nothing is left to ask; the failure that stopped it, or null. */
  async function fulfil(line: Line, wishNow: () => Wish | null): Promise<Failure | null> {
    for (;;) {
      if (isClosed || !isReached(line.extension)) return null
      const wish = wishNow()
      const command = wish === null ? null : nextPbxCommand(line, wish)
      if (wish === null || command === null) return null
      const answer = await withinTime(pbx.execute(command), commandTimeoutMs, clock)
      learn(line, command, wish, answer)
      if (!answer.ok && (command.kind !== 'finishWrapUp' || isPassing(answer.failure))) return answer.failure
    }
  }

  function step(after: Floor, before: Floor): void {
    for (const line of lines.values()) {
      const [was, now] = [before.agents.get(line.agentId), after.agents.get(line.agentId)]
      const [seatWas, seat] = [before.seats.get(line.agentId), after.seats.get(line.agentId)]
      const isSame = was === now && seatWas === seat && before.pbx === after.pbx
      if (isSame && !changesTaking(line.agentId, after, before)) continue
      const hasFinished = was?.activity.kind === 'wrapUp' && now?.activity.kind === 'idle'
      if (hasFinished) line.owesFinish = true
      schedule(line)
    }
  }

  function changesTaking(agentId: AgentId, after: Floor, before: Floor): boolean {
    if (after.monitors === before.monitors) return false
    return toMonitorReason(after, agentId) !== toMonitorReason(before, agentId)
  }

  const stop = centre.onStep(step)
  return {
    hear(event) {
      for (const [extension, told] of toReports(event)) {
        const line = lines.get(extension)
        if (line !== undefined) hearReport(line, told)
      }
      if (event.kind === 'linkDown') for (const line of lines.values()) forget(line)
    },
    async ask(agentId, wish, onDone, isCancelled) {
      const line = [...lines.values()].find((each) => each.agentId === agentId)
      if (line === undefined) return failed('not-found')
      return lanes.run(line.extension, async (): Promise<Answer<null>> => {
        if (!isReached(line.extension)) return failed('switch-away')
        const failure = await fulfil(line, () => wish)
        if (failure !== null || isCancelled() || !isReached(line.extension)) {
          schedule(line)
          return { ok: false, failure: failure ?? { code: 'switch-away', subject: null, retryAfterMs: null } }
        }
        onDone()
        return done(null)
      })
    },
    close() {
      isClosed = true
      stop()
      for (const line of lines.values()) line.cancelRetry()
    },
  }

  /** A PBX may word a pause in its own way: as long as it is paused as asked, that is what was asked. */
  function hearReport(line: Line, told: Wish): void {
    const isAsAsserted = line.asserted !== null && toOffering(line.asserted) === toOffering(told)
    line.known = isAsAsserted ? line.asserted : told
    // Someone else changed it: the gateway holds the truth, but does not fight over it by the second.
    const isForeign = !isAsAsserted && line.asserted !== null
    line.cancelRetry()
    if (isForeign) line.cancelRetry = clock.after(retryMs, () => schedule(line))
    else schedule(line)
  }
}

function newLine(agentId: AgentId, extension: string): Line {
  return {
    agentId,
    extension,
    known: null,
    asserted: null,
    owesFinish: false,
    isScheduled: false,
    cancelRetry: () => {},
  }
}

function forget(line: Line): void {
  line.cancelRetry()
  line.known = null
  line.asserted = null
  line.owesFinish = false
}

function learn(line: Line, command: PbxCommand, wish: Wish, answer: Answer<null>): void {
  if (command.kind === 'finishWrapUp') {
    // A wrap-up the PBX does not know is finished too.
    if (answer.ok || !isPassing(answer.failure)) line.owesFinish = false
    return
  }
  // After a failure nobody can say which of the two states holds.
  line.known = answer.ok ? wish : null
  line.asserted = answer.ok ? wish : null
}

function isPassing(failure: Failure): boolean {
  return failure.code === 'switch-away' || failure.code === 'timed-out'
}

function toOffering(wish: Wish): 'out' | 'offered' | 'paused' {
  if (!wish.signedIn) return 'out'
  return wish.pausedReason === null ? 'offered' : 'paused'
}

function toReports(event: PbxEvent): (readonly [string, Wish])[] {
  switch (event.kind) {
    case 'extensionChanged':
      return [[event.extension, toTold(event)]]
    case 'snapshot':
      return event.extensions.map((each) => [each.extension, toTold(each)] as const)
    default:
      return []
  }
}

function toTold(state: { readonly signedIn: boolean; readonly pausedReason: string | null }): Wish {
  return state.signedIn ? { signedIn: true, pausedReason: state.pausedReason } : { signedIn: false }
}
