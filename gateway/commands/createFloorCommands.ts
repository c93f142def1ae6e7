/** Carries out what supervisors ask of the floor: judged first, once, within 5 s, and recorded whatever comes of it. */
import { z } from 'zod'
import type { Role } from '#contract/agent'
import { type Answer, done, failed } from '#contract/failure'
import type { AgentId } from '#contract/ids'
import type { PbxFloorCommand, PbxLink } from '#contract/pbx'
import { toDialString } from '#contract/text'
import type { Clock } from '#contract/time'
import { type Asker, type FloorCommand, judgeFloorCommand } from '#gateway/commands/floorRights'
import type { RunOnce } from '#gateway/commands/runOnce'
import { withinTime } from '#gateway/commands/withinTime'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { Floor } from '#gateway/model/floor'
import type { Scope } from '#gateway/model/scope'

export interface FloorCommands {
  /** Never rejects for what a person can do wrong; the answer says it. */
  run(
    person: { readonly id: AgentId; readonly role: Role },
    commandId: string,
    command: FloorCommand,
  ): Promise<Answer<null>>
  /** What the gateway does of its own accord for the sake of an agent's call; recorded under the agent's name. */
  order(agentId: AgentId, command: PbxFloorCommand): Promise<Answer<null>>
}

export interface FloorCommandsOptions {
  readonly centre: LiveCentre
  readonly pbx: Pick<PbxLink, 'execute' | 'reaches'>
  readonly once: RunOnce
  /** What a supervisor answers for; null for everything. */
  scopeOf(agentId: AgentId): Scope | null
  newId(): string
  readonly clock: Clock
}

/** PbxLink settles within 5 s; the desk is answered before that, also by one that does not. */
const answerWithinMs = 4900

export function createFloorCommands(options: FloorCommandsOptions): FloorCommands {
  const { centre, pbx, once, scopeOf, newId, clock } = options

  async function carryOut(asker: Asker, command: FloorCommand): Promise<Answer<null>> {
    const { floor } = centre
    const refusal = judgeFloorCommand(asker, command, floor)
    if (refusal !== null) return failed(refusal)
    const order = toPbxCommand(command, floor, asker.agentId)
    return order.ok ? ask(order.value) : order
  }

  async function ask(command: PbxFloorCommand): Promise<Answer<null>> {
    // Of several switches only the link knows which one it takes, and whether that one is there.
    const isAway = centre.floor.pbx.kind !== 'connected' && pbx.reaches === undefined
    if (isAway) return failed('switch-away')
    return withinTime(pbx.execute(command), answerWithinMs, clock)
  }

  return {
    run: ({ id, role }, commandId, command) => {
      const { kind, ...detail } = command
      return once({
        agentId: id,
        commandId,
        kind: `floor.${kind}`,
        detail,
        value: z.null(),
        run: () => carryOut({ agentId: id, role, scope: scopeOf(id) }, command),
      })
    },
    order: (agentId, command) => {
      const { kind, ...detail } = command
      return once({
        agentId,
        commandId: newId(),
        kind: `gateway.${kind}`,
        detail,
        value: z.null(),
        run: () => ask(command),
      })
    },
  }
}

/** A desk names people; the telephone system knows extensions. */
export function toPbxCommand(command: FloorCommand, floor: Floor, askerId: AgentId): Answer<PbxFloorCommand> {
  const extension = 'agentId' in command ? floor.agents.get(command.agentId)?.extension : ''
  if (extension === undefined) return failed('not-found')
  switch (command.kind) {
    case 'dial': {
      const number = toDialString(command.number)
      return number === '' ? failed('invalid') : done({ kind: 'dial', extension, number })
    }
    case 'giveTo':
      return done({ kind: 'giveTo', callId: command.callId, extension })
    case 'pauseInQueue': {
      const { queueId, reasonId: reason } = command
      const isKnown = reason === null || floor.pauseReasons.some(({ id }) => id === reason)
      return isKnown ? done({ kind: 'pauseInQueue', queueId, extension, reason }) : failed('invalid', reason)
    }
    case 'addToQueue': {
      const { queueId, penalty } = command
      return done({ kind: 'addMember', queueId, extension, penalty })
    }
    case 'removeFromQueue':
      return done({ kind: 'removeMember', queueId: command.queueId, extension })
    case 'joinCalls': {
      const own = floor.agents.get(askerId)?.extension
      return own === undefined ? failed('not-found') : done({ ...command, extension: own })
    }
    case 'dropMember':
    case 'hangUp':
    case 'park':
    case 'moveToQueue':
    case 'prioritise':
    case 'pauseRecording':
    case 'resumeRecording':
      return done(command)
  }
}
