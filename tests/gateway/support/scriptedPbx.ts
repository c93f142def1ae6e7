/** A telephone system in memory that tells what the test says and notes what it is asked. */
import { type Answer, done, type FailureCode, failed } from '#contract/failure'
import type { PbxCommand, PbxEvent, PbxFloorCommand, PbxLink, PbxMonitorCommand } from '#contract/pbx'
import type { Clock } from '#contract/time'
import { snapshot } from '#tests/gateway/support/floorOf'

/** An event without its stamp: the script stamps it with the test's clock. */
export type Told = PbxEvent extends infer Event
  ? Event extends PbxEvent
    ? Omit<Event, 'atMs'>
    : never
  : never

export interface ScriptedPbx extends PbxLink {
  tell(...events: readonly Told[]): void
  /** Everything asked so far, as `kind extension reason`. */
  readonly asked: readonly string[]
  /** Answers every command with this failure until told null. */
  refuse(code: FailureCode | null): void
  /** Never settles the next commands until told false. */
  stall(isStalled: boolean): void
  /** Lets the test answer commands itself; what it answers null to is answered as before. */
  answerBy(answer: ((command: PbxAsked) => Promise<Answer<null>> | null) | null): void
  readonly isHeard: boolean
}

export type PbxAsked = PbxCommand | PbxFloorCommand | PbxMonitorCommand

export function createScriptedPbx(clock: Clock): ScriptedPbx {
  const asked: string[] = []
  let listener: ((event: PbxEvent) => void) | null = null
  let refusal: FailureCode | null = null
  let isStalled = false
  let issued = 0
  let answerBy: ((command: PbxAsked) => Promise<Answer<null>> | null) | null = null

  const tell = (event: Told) => listener?.({ ...event, atMs: clock.nowMs() })
  return {
    kind: 'practice',
    listen(onEvent) {
      listener = onEvent
      tell({ kind: 'linkUp' })
      const { atMs: _, ...whole } = snapshot()
      tell(whole)
      return () => {
        listener = null
      }
    },
    async execute(command): Promise<Answer<null>> {
      asked.push(toWords(command))
      const answer = answerBy?.(command) ?? null
      if (answer !== null) return answer
      if (isStalled) return new Promise(() => {})
      return refusal === null ? done(null) : failed(refusal)
    },
    async issueCredentials(extension) {
      issued += 1
      return done({
        uri: `sip:${extension}@127.0.0.1`,
        authorizationUser: extension,
        password: `sip-secret-${issued}`,
        serverUrl: 'ws://127.0.0.1:5066/',
        expiresSeconds: 120,
      })
    },
    async close() {},
    tell(...events) {
      for (const event of events) tell(event)
    },
    asked,
    refuse(code) {
      refusal = code
    },
    stall(wanted) {
      isStalled = wanted
    },
    answerBy(wanted) {
      answerBy = wanted
    },
    get isHeard() {
      return listener !== null
    },
  }
}

function toWords(command: PbxAsked): string {
  switch (command.kind) {
    case 'pause':
      return `pause ${command.extension} ${command.reason}`
    case 'signIn':
      return `signIn ${command.extension} ${command.pausedReason ?? ''}`.trim()
    case 'signOut':
    case 'unpause':
    case 'finishWrapUp':
      return `${command.kind} ${command.extension}`
    default:
      return Object.values(command).join(' ')
  }
}
