/** Whatever happens to commands and rows, the microphone is in only while a mode is in force that was answered. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Monitor, type MonitorMode } from '#contract/monitor'
import {
  beginVoice,
  isHeard,
  sendMode,
  settleMode,
  toCommand,
  toModeInForce,
  type Voice,
  wishMode,
} from '#renderer/state/monitoring/monitorVoice'

const rowOf = (mode: MonitorMode, kind: 'hearing' | 'waiting' = 'hearing'): Monitor =>
  Monitor.parse({
    id: 'm1',
    supervisorId: 'agent-1',
    supervisorName: 'Sara',
    target: { kind: 'agent', agentId: 'agent-2' },
    mode,
    state: kind === 'hearing' ? { kind, callId: 'c', agentId: 'agent-2', sinceMs: 1 } : { kind, sinceMs: 1 },
    isTold: true,
  })

/** Asks for a mode and has it answered, before the row tells of it. */
function change(voice: Voice, row: Monitor, mode: MonitorMode, outcome: 'done' | 'refused' | 'lost'): Voice {
  const wished = wishMode(voice, mode, row)
  const command = toCommand(wished, row)
  return command === null ? wished : settleMode(sendMode(wished, command, row), outcome)
}

const listening = beginVoice('listen')

test('entering whisper: out until the answer, in from then on, whatever the late row says', () => {
  const row = rowOf('listen')
  const wished = wishMode(listening, 'whisper', row)
  expect(isHeard(wished, row)).toBe(false)
  const sent = sendMode(wished, 'whisper', row)
  expect(isHeard(sent, row)).toBe(false)
  expect(isHeard(sent, rowOf('whisper'))).toBe(false)
  const answered = settleMode(sent, 'done')
  expect(isHeard(answered, row)).toBe(true)
  expect(isHeard(answered, rowOf('whisper'))).toBe(true)
})

test.each(['listen', 'whisper'] as const)('leaving barge for %s: out at the click', (mode) => {
  const row = rowOf('barge')
  const barging = change(listening, rowOf('listen'), 'barge', 'done')
  expect(isHeard(barging, row)).toBe(true)
  expect(isHeard(wishMode(barging, mode, row), row)).toBe(false)
})

test('from whisper to barge the agent hears on, and both when it is answered', () => {
  const row = rowOf('whisper')
  const whispering = change(listening, rowOf('listen'), 'whisper', 'done')
  const sent = sendMode(wishMode(whispering, 'barge', row), 'barge', row)
  expect(isHeard(sent, row)).toBe(true)
  expect(isHeard(settleMode(sent, 'refused'), row)).toBe(true)
  expect(isHeard(settleMode(sent, 'lost'), row)).toBe(false)
  expect(isHeard(settleMode(sent, 'done'), row)).toBe(true)
})

test('a refused way back from barge leaves it out until barge is asked for again', () => {
  const row = rowOf('barge')
  const stuck = change(change(listening, rowOf('listen'), 'barge', 'done'), row, 'whisper', 'refused')
  expect(isHeard(stuck, row)).toBe(false)
  expect(toModeInForce(stuck, row)).toBe('barge')
  expect(isHeard(change(stuck, row, 'barge', 'done'), row)).toBe(true)
})

test('a lost command is known by nobody until a newer row, and even then it stays out', () => {
  const row = rowOf('listen')
  const lost = change(listening, row, 'whisper', 'lost')
  expect(toModeInForce(lost, row)).toBeNull()
  expect(toModeInForce(lost, rowOf('whisper'))).toBe('whisper')
  expect(isHeard(lost, rowOf('whisper'))).toBe(false)
  expect(isHeard(change(lost, rowOf('whisper'), 'whisper', 'done'), rowOf('whisper'))).toBe(true)
})

test('a mode that the gateway takes back takes it out, and a call that ends does', () => {
  const whispering = change(listening, rowOf('listen'), 'whisper', 'done')
  expect(isHeard(whispering, rowOf('listen'))).toBe(false)
  expect(isHeard(whispering, rowOf('whisper', 'waiting'))).toBe(false)
  expect(isHeard(whispering, rowOf('whisper'))).toBe(true)
})

const modes = fc.constantFrom<MonitorMode>('listen', 'whisper', 'barge')
const step = fc.oneof(
  fc.record({ kind: fc.constant('click' as const), mode: modes }),
  fc.record({ kind: fc.constant('send' as const) }),
  fc.record({
    kind: fc.constant('answer' as const),
    outcome: fc.constantFrom<'done' | 'refused' | 'lost'>('done', 'refused', 'lost'),
    // A lost command may be in force all the same.
    isInForce: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('rowComes' as const) }),
)

test('in any order of clicks, answers and rows it is never in beyond what is answered, nor after a quieter click', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let voice = listening
      let row = rowOf('listen')
      /** What the gateway has in force, and the last it said so. */
      let truth: MonitorMode = 'listen'
      let answered: MonitorMode = 'listen'
      let clicked: MonitorMode = 'listen'
      for (const each of steps) {
        if (each.kind === 'click') {
          clicked = each.mode
          voice = wishMode(voice, each.mode, row)
        } else if (each.kind === 'send') {
          const command = toCommand(voice, row)
          if (command !== null) voice = sendMode(voice, command, row)
        } else if (each.kind === 'answer' && voice.inFlight !== null) {
          if (each.outcome === 'done' || (each.outcome === 'lost' && each.isInForce)) truth = voice.inFlight
          if (each.outcome === 'done') answered = truth
          voice = settleMode(voice, each.outcome)
        } else if (each.kind === 'rowComes') row = rowOf(truth)
        if (!isHeard(voice, row)) continue
        expect(answered).not.toBe('listen')
        expect(clicked).not.toBe('listen')
        expect(voice.inFlight).not.toBe('listen')
      }
    }),
    { numRuns: 2000 },
  )
})
