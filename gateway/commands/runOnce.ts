/** Runs each command of a person once, however often it is sent, and keeps who asked what and how it ended. */
import type { Logger } from 'pino'
import type { z } from 'zod'
import { type Answer, done, failed } from '#contract/failure'
import type { AgentId } from '#contract/ids'
import type { Clock } from '#contract/time'
import type { Store } from '#gateway/store/createStore'

export interface Asked<T> {
  readonly agentId: AgentId
  readonly commandId: string
  readonly kind: string
  /** What was asked, without notes or secrets. */
  readonly detail: unknown
  /** Reads the answer of the same command done before. */
  readonly value: z.ZodType<T>
  /** What is kept of the answer; all of it unless told. Without a part of it, the command sent again is `invalid`. */
  toKept?(value: T): unknown
  run(): Promise<Answer<T>>
}

export type RunOnce = <T>(asked: Asked<T>) => Promise<Answer<T>>

export interface RunOnceOptions {
  readonly store: Store
  readonly clock: Clock
  readonly log: Logger
}

export function createRunOnce({ store, clock, log }: RunOnceOptions): RunOnce {
  const running = new Map<string, Promise<Answer<unknown>>>()

  /** One command id for two different commands is a mistake of the desk. */
  function readAnswer({ agentId, commandId, kind }: Asked<unknown>): Answer<unknown> | null {
    const before = store.answerOf(agentId, commandId)
    if (before === null) return null
    return before.kind === kind ? done(before.value) : failed('invalid')
  }

  /** A command that was carried out is answered so, also where the disk refuses to note it. */
  function record<T>(asked: Asked<T>, answer: Answer<T>): void {
    const { agentId, commandId, kind, detail } = asked
    const toKept = asked.toKept ?? ((value) => value)
    const [outcome, told] = answer.ok ? ['done', toKept(answer.value)] : [answer.failure.code, answer.failure]
    log.info({ agentId, kind, outcome }, 'command answered')
    try {
      store.putCommand({ agentId, commandId, kind, detail, outcome, answer: told, atMs: clock.nowMs() })
    } catch (error) {
      log.error({ err: error, agentId, kind }, 'a command could not be recorded')
    }
  }

  /** The same command sent again gets the same answer: from the run under way, or from the record. */
  return async (asked) => {
    const key = `${asked.agentId}\n${asked.kind}\n${asked.commandId}`
    // Nothing may be awaited between looking and running: two that come together would both run.
    const before = running.get(key) ?? readAnswer(asked)
    if (before !== null) return readAs(asked.value, await before)
    const run = asked.run()
    running.set(key, run)
    try {
      const answer = await run
      record(asked, answer)
      return answer
    } finally {
      running.delete(key)
    }
  }
}

function readAs<T>(value: z.ZodType<T>, answer: Answer<unknown>): Answer<T> {
  if (!answer.ok) return answer
  const read = value.safeParse(answer.value)
  return read.success ? done(read.data) : failed('invalid')
}
