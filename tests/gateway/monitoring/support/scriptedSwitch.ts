/** Carries out monitoring as a switch would, over the scripted telephone system; each kind of order can be held up. */
import { type Answer, done, type FailureCode, failed } from '#contract/failure'
import type { MonitorId } from '#contract/ids'
import type { MonitorLeg, MonitorPoint } from '#contract/pbx'
import type { PbxAsked, ScriptedPbx, Told } from '#tests/gateway/support/scriptedPbx'

type Kind = PbxAsked['kind']

export interface Held {
  readonly command: PbxAsked
  /** Carries it out now, or refuses it, and answers; without an answer it stays silent for ever. */
  go(): void
  refuse(code: FailureCode): void
}

export interface ScriptedSwitch {
  /** Orders of these kinds wait in `held` until the test lets them go. */
  hold(...kinds: readonly Kind[]): void
  readonly held: readonly Held[]
  refuse(kind: Kind, code: FailureCode | null): void
  /** Says it is done and does nothing. */
  ignore(kind: Kind): void
  /** The most orders of one session that were in flight together. */
  readonly busiest: number
  tellLeg(monitorId: MonitorId, leg: MonitorLeg): void
  /** What was asked of legs, as `kind on mode`. */
  readonly asked: readonly string[]
  /** The token the phone was rung with last. */
  readonly token: string
}

interface ScriptedLeg {
  readonly extension: string
  on: MonitorPoint | null
}

export function createScriptedSwitch(pbx: ScriptedPbx): ScriptedSwitch {
  const legs = new Map<MonitorId, ScriptedLeg>()
  const flights = new Map<MonitorId, number>()
  const refusals = new Map<Kind, FailureCode>()
  const kinds = new Set<Kind>()
  const ignored = new Set<Kind>()
  const held: Held[] = []
  const asked: string[] = []
  let busiest = 0
  let token = ''

  const tellLeg = (monitorId: MonitorId, leg: MonitorLeg) => {
    if (leg.kind === 'gone') legs.delete(monitorId)
    pbx.tell({ kind: 'monitorLeg', monitorId, leg })
  }

  function run(command: PbxAsked): Answer<null> {
    const refusal = refusals.get(command.kind)
    if (refusal !== undefined) return failed(refusal)
    if (ignored.has(command.kind)) return done(null)
    switch (command.kind) {
      case 'monitorOpen':
        token = command.token
        legs.set(command.monitorId, { extension: command.extension, on: command.on })
        tellLeg(command.monitorId, toLeg(command))
        return done(null)
      case 'monitorSteer': {
        const leg = legs.get(command.monitorId)
        if (leg === undefined) return failed('not-found')
        leg.on = command.on
        tellLeg(command.monitorId, toLeg(command))
        return done(null)
      }
      case 'monitorTakeOver':
        return swap(command.monitorId)
      case 'giveTo':
        return giveBack(command)
      case 'monitorClose':
        if (!legs.has(command.monitorId)) return failed('not-found')
        tellLeg(command.monitorId, { kind: 'gone', why: 'closed' })
        return done(null)
      default:
        return done(null)
    }
  }

  function swap(monitorId: MonitorId): Answer<null> {
    const leg = legs.get(monitorId)
    if (leg === undefined || leg.on === null) return failed('wrong-state')
    const { callId, extension } = leg.on
    const events: Told[] = [
      { kind: 'callTransferred', callId, extension, how: 'blind', target: leg.extension },
      { kind: 'callConnected', callId, extension: leg.extension },
      { kind: 'monitorLeg', monitorId, leg: { kind: 'talking', callId } },
    ]
    pbx.tell(...events)
    return done(null)
  }

  function giveBack({ callId, extension }: Extract<PbxAsked, { kind: 'giveTo' }>): Answer<null> {
    const taken = [...legs].find(([, { on }]) => on?.callId === callId)
    if (taken !== undefined) {
      const { extension: from } = taken[1]
      pbx.tell({ kind: 'callTransferred', callId, extension: from, how: 'blind', target: extension })
      tellLeg(taken[0], { kind: 'waiting' })
    }
    pbx.tell({ kind: 'callOffered', callId, extension }, { kind: 'callConnected', callId, extension })
    return done(null)
  }

  pbx.answerBy((command) => {
    if (isOfLeg(command)) asked.push(toWords(command))
    const id = 'monitorId' in command ? command.monitorId : null
    if (id !== null) flights.set(id, (flights.get(id) ?? 0) + 1)
    busiest = Math.max(busiest, ...flights.values())
    const land = <T>(answer: T): T => {
      if (id !== null) flights.set(id, (flights.get(id) ?? 1) - 1)
      return answer
    }
    if (!kinds.has(command.kind)) return isOfLeg(command) ? Promise.resolve(land(run(command))) : null
    return new Promise((resolve) => {
      held.push({
        command,
        go: () => resolve(land(run(command))),
        refuse: (code) => resolve(land(failed(code))),
      })
    })
  })

  return {
    hold(...wanted) {
      kinds.clear()
      for (const kind of wanted) kinds.add(kind)
    },
    held,
    refuse(kind, code) {
      if (code === null) refusals.delete(kind)
      else refusals.set(kind, code)
    },
    ignore: (kind) => {
      ignored.add(kind)
    },
    get busiest() {
      return busiest
    },
    tellLeg,
    asked,
    get token() {
      return token
    },
  }
}

const isOfLeg = ({ kind }: PbxAsked) => kind.startsWith('monitor') || kind === 'giveTo'

function toLeg({ on, mode }: Extract<PbxAsked, { kind: 'monitorSteer' | 'monitorOpen' }>): MonitorLeg {
  return on === null ? { kind: 'waiting' } : { kind: 'hearing', ...on, mode }
}

function toWords(command: PbxAsked): string {
  switch (command.kind) {
    case 'monitorOpen':
    case 'monitorSteer': {
      const on = command.on === null ? 'nothing' : `${command.on.callId}/${command.on.extension}`
      return `${command.kind === 'monitorOpen' ? 'open' : 'steer'} ${on} ${command.mode}`
    }
    case 'giveTo':
      return `giveTo ${command.callId} ${command.extension}`
    default:
      return command.kind
  }
}
