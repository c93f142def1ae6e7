/** A phone with several calls, for the gallery. */
import { toFailure } from '#contract/failure'
import { QueueId } from '#contract/ids'
import type { DeskModel, PhoneCall } from '#renderer/state/deskModel'
import { sampleNumber } from '#tests/renderer/gallery/samplePeople'

/** The call of the model with a change, and others beside it; the one given as `focus` is on the screen. */
function withCalls(
  model: DeskModel,
  own: Partial<PhoneCall>,
  others: readonly Partial<PhoneCall>[] = [],
  focus = 0,
) {
  const { call } = model.phone
  if (call === null) throw new Error('The model has no call')
  const first = { ...call, ...own }
  const calls = [
    first,
    ...others.map((each, at) => ({ ...call, callId: null, sipCallId: `other-${at}`, ...each })),
  ]
  return { ...model, phone: { ...model.phone, call: calls[focus] ?? first, calls } }
}

/** Queues and voicemail as a site has them. */
export function withDialling(model: DeskModel): DeskModel {
  if (model.centre === null) return model
  const dialling = {
    rules: { outsidePrefix: null, internal: null, country: null, national: 'e164', international: '+' },
    queueNumbers: [0, 1].map((at) => ({ queueId: QueueId.parse(`queue-${at}`), number: `800${at + 1}` })),
    voicemail: null,
  } as const
  const members = model.centre.agents.map(({ id }) => ({ agentId: id, penalty: 0 }))
  const queues = model.centre.queues.map((queue) => ({ ...queue, members }))
  return {
    ...model,
    centre: { ...model.centre, queues, dialling: { ...dialling, queueNumbers: [...dialling.queueNumbers] } },
  }
}

export function callWaiting(model: DeskModel, nowMs: number): DeskModel {
  const waiting = {
    state: 'ringing',
    number: '+989352221144',
    ringingAtMs: nowMs - 6000,
    answeredAtMs: null,
  } as const
  const held = { state: 'held', number: '1104', name: null, answeredAtMs: nowMs - 84_000 } as const
  return withCalls(model, {}, [held, waiting])
}

export function consulting(model: DeskModel, nowMs: number): DeskModel {
  const asked = {
    direction: 'out',
    state: 'talking',
    number: colleagueOf(model),
    name: null,
    answeredAtMs: nowMs - 21_000,
    consultsFor: 'sip-1',
  } as const
  return withCalls(withDialling(model), { state: 'held' }, [asked], 1)
}

export function returned(model: DeskModel): DeskModel {
  const to = colleagueOf(model)
  const failure = toFailure('call-unanswered')
  return withCalls(model, { transfer: { kind: 'blind', state: 'returned', to, failure } })
}

export function dialling(model: DeskModel, nowMs: number): DeskModel {
  const ringing = {
    direction: 'out',
    state: 'dialling',
    progress: 'ringing',
    answeredAtMs: null,
    ringingAtMs: nowMs - 7000,
  } as const
  return withCalls(model, { ...ringing, number: sampleNumber })
}

export function conference(model: DeskModel): DeskModel {
  return withCalls(model, { isConferenced: true }, [
    { state: 'talking', isConferenced: true, number: colleagueOf(model), name: null },
  ])
}

function colleagueOf({ centre, me }: DeskModel): string {
  return centre?.agents.find(({ id }) => id !== me?.id)?.extension ?? '1102'
}
