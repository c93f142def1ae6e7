/**
 * Keeps whoever has not proved that callers reach them from being available, where the site requires it. The desk says
 * that it heard its echo; that it called the echo at all, and for how long, only the telephone system tells.
 */
import type { Logger } from 'pino'
import type { ChosenStatus } from '#contract/agent'
import { type Answer, done, failed } from '#contract/failure'
import type { AgentId } from '#contract/ids'
import type { PbxEvent } from '#contract/pbx'
import type { ReachPolicy } from '#contract/reach'
import type { Clock } from '#contract/time'
import type { ChooseStatus } from '#gateway/commands/createStatusChoice'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { Seat } from '#gateway/model/floor'
import { type EchoCall, isProof } from '#gateway/reach/echoCall'

export interface ReachGate {
  /** The same, but `unproven` for Available where the desk has not proved itself, whoever asks. */
  guard(put: ChooseStatus): ChooseStatus
  /** What somebody is at first who will be available once proven. */
  atSignIn(status: ChosenStatus): ChosenStatus
  hear(event: PbxEvent): void
  /** A desk has signed a person in; `before` is how their seat was until then. */
  signedIn(agentId: AgentId, before: Seat['kind']): void
  /** The desk says that it heard its echo: `wrong-state` where the telephone system has seen no such call of its phone. */
  prove(agentId: AgentId): Promise<Answer<null>>
}

export interface ReachGateOptions {
  readonly policy: ReachPolicy
  readonly centre: LiveCentre
  /** Puts a status in force whatever this gate says. */
  readonly put: ChooseStatus
  /** Of someone who was signed out. */
  readonly statusAtSignIn: ChosenStatus
  readonly clock: Clock
  readonly log: Logger
}

export function createReachGate(options: ReachGateOptions): ReachGate {
  const { policy, centre, put, statusAtSignIn, clock, log } = options
  const echoes = new Map<string, EchoCall>()
  const places = new Map<string, string>()
  /** Available, but for the proof. */
  const held = new Set<AgentId>()
  const isRequired = policy === 'require'
  const isUnproven = (agentId: AgentId) => isRequired && centre.floor.unproven.has(agentId)
  const holdReason = centre.floor.pauseReasons.find(({ kind }) => kind === 'notReady')
  const holding: ChosenStatus | null =
    holdReason === undefined ? null : { kind: 'notReady', reasonId: holdReason.id }

  const tell = (agentId: AgentId, unproven: boolean) =>
    centre.tell({ kind: 'reachChanged', agentId, isUnproven: unproven, atMs: clock.nowMs() })

  function doubt(agentId: AgentId): void {
    const agent = centre.floor.agents.get(agentId)
    if (agent !== undefined) echoes.delete(agent.extension)
    tell(agentId, true)
  }

  function move(agentId: AgentId, status: ChosenStatus): void {
    put(agentId, status)
      .then((answer) => {
        if (!answer.ok)
          log.warn({ agentId, code: answer.failure.code }, 'a status waits for the telephone system')
      })
      .catch((error: unknown) => log.error({ err: error, agentId }, 'a status could not be put'))
  }

  /** A page loaded anew is another: what the one before has proved says nothing of its sound. */
  function hearPlace(extension: string, place: string): void {
    const before = places.get(extension)
    places.set(extension, place)
    const agentId = centre.floor.agentIds.get(extension)
    const isAnother = before !== undefined && before !== place
    if (isAnother && agentId !== undefined && !isUnproven(agentId)) doubt(agentId)
  }

  return {
    guard: (choose) => async (agentId, status) => {
      if (status.kind === 'available' && isUnproven(agentId)) return failed('unproven')
      held.delete(agentId)
      return choose(agentId, status)
    },
    atSignIn: (status) => (isRequired && status.kind === 'available' && holding !== null ? holding : status),
    hear(event) {
      if (!isRequired) return
      if (event.kind === 'phoneRegistered' && event.place !== undefined)
        hearPlace(event.extension, event.place)
      if (event.kind !== 'echoCall') return
      const { extension, atMs, isOver } = event
      const known = echoes.get(extension)
      if (!isOver) echoes.set(extension, { upAtMs: atMs, overAtMs: null })
      else if (known !== undefined) echoes.set(extension, { ...known, overAtMs: atMs })
    },
    signedIn(agentId, before) {
      if (!isRequired) return
      doubt(agentId)
      const isAvailable = centre.floor.agents.get(agentId)?.status.kind === 'available'
      if (before === 'signedOut' && statusAtSignIn.kind === 'available') held.add(agentId)
      if (!isAvailable || holding === null) return
      held.add(agentId)
      move(agentId, holding)
    },
    async prove(agentId) {
      const agent = centre.floor.agents.get(agentId)
      if (agent === undefined) return failed('not-found')
      if (!isUnproven(agentId)) return done(null)
      const echo = echoes.get(agent.extension)
      if (echo === undefined || !isProof(echo, clock.nowMs())) return failed('wrong-state', 'echo')
      // One call proves once: what is doubted later needs another.
      echoes.delete(agent.extension)
      tell(agentId, false)
      if (held.delete(agentId)) move(agentId, { kind: 'available' })
      return done(null)
    },
  }
}
