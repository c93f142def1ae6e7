/** Runs the floor: hands it what happens one thing at a time, wakes it when something is due, delivers what follows. */
import type { PbxEvent } from '#contract/pbx'
import type { Clock } from '#contract/time'
import type { Floor } from '#simulator/queue/floor'
import type { FloorAction, FloorInput } from '#simulator/queue/floorStep'
import { createSteadyTime } from '#simulator/queue/steadyTime'

export interface Switchboard {
  /** Something happened. Within the delivery of an earlier thing it waits for its turn. */
  submit(input: FloorInput): void
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

export function createSwitchboard(options: SwitchboardOptions): Switchboard {
  const { floor, clock } = options
  const nowMs = createSteadyTime(clock)
  const listeners = new Set<(event: PbxEvent) => void>()
  const waiting: FloorInput[] = []
  let isRunning = false
  let isClosed = false
  let wake: { readonly dueMs: number; readonly cancel: () => void } | null = null

  const handle = (input: FloorInput) => {
    for (const output of floor.handle(input, nowMs())) {
      if (output.kind === 'action') options.perform(output.action)
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

  const submit = (input: FloorInput) => {
    if (isClosed) return
    waiting.push(input)
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
    submit,
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
