/** Runs the floor: hands it what happens one thing at a time, wakes it when something is due, delivers what follows. */
import { type Answer, failed } from '#contract/failure'
import type { PbxEvent } from '#contract/pbx'
import type { Clock } from '#contract/time'
import type { Floor } from '#simulator/queue/floor'
import type { FloorAction, FloorInput } from '#simulator/queue/floorStep'
import { createSteadyTime } from '#simulator/queue/steadyTime'

type Command = Extract<FloorInput, { kind: 'command' }>['command']

export interface Switchboard {
  /** Something happened. Within the delivery of an earlier thing it waits for its turn. */
  submit(input: FloorInput): void
  /** The same for a command, with its answer; `switch-away` once closed. */
  ask(command: Command): Promise<Answer<null>>
  /** `linkUp`, a snapshot, then every event in order. Returns how to stop listening. */
  listen(onEvent: (event: PbxEvent) => void): () => void
  nowMs(): number
  close(): void
}

export interface SwitchboardOptions {
  readonly floor: Floor
  readonly clock: Clock
  perform(action: FloorAction): void
  /** Everything that happened has been delivered. */
  onSettled(): void
}

interface Waiting {
  readonly input: FloorInput
  settle(answer: Answer<null>): void
}

export function createSwitchboard(options: SwitchboardOptions): Switchboard {
  const { floor, clock } = options
  const nowMs = createSteadyTime(clock)
  const listeners = new Set<(event: PbxEvent) => void>()
  const waiting: Waiting[] = []
  let isRunning = false
  let isClosed = false
  let wake: { readonly dueMs: number; readonly cancel: () => void } | null = null

  const handle = ({ input, settle }: Waiting) => {
    for (const output of floor.handle(input, nowMs())) {
      if (output.kind === 'action') options.perform(output.action)
      else if (output.kind === 'answer') settle(output.answer)
      else for (const listener of listeners) listener(output.event)
    }
  }

  const armWake = () => {
    const dueMs = floor.nextDueMs()
    if (dueMs === (wake?.dueMs ?? null)) return
    wake?.cancel()
    wake = null
    if (dueMs === null) return
    const cancel = clock.after(Math.max(0, dueMs - nowMs()), () => {
      wake = null
      submit({ kind: 'tick' })
    })
    wake = { dueMs, cancel }
  }

  const submit = (input: FloorInput, settle: Waiting['settle'] = () => {}) => {
    if (isClosed) return
    waiting.push({ input, settle })
    if (isRunning) return
    isRunning = true
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) handle(next)
    } finally {
      isRunning = false
      if (!isClosed) armWake()
    }
    options.onSettled()
  }

  return {
    submit: (input) => submit(input),
    ask: (command) =>
      new Promise((resolve) => {
        if (isClosed) resolve(failed('switch-away'))
        else submit({ kind: 'command', command }, resolve)
      }),
    listen(onEvent) {
      onEvent({ kind: 'linkUp', atMs: nowMs() })
      onEvent(floor.snapshot(nowMs()))
      listeners.add(onEvent)
      return () => void listeners.delete(onEvent)
    },
    nowMs,
    close() {
      isClosed = true
      wake?.cancel()
      wake = null
      listeners.clear()
    },
  }
}
