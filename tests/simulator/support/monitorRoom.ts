/** A practice centre with agents, a simulated colleague and supervisors whose phones each speak a tone of their own. */
import { expect } from 'vitest'
import { type CallId, MonitorId, QueueId } from '#contract/ids'
import type { MonitorMode } from '#contract/monitor'
import type { MonitorPoint, PbxCommand, PbxFloorCommand, PbxMonitorCommand } from '#contract/pbx'
import { silenceDb, toneLevelDb } from '#simulator/media/toneLevel'
import type { CallInRequest } from '#simulator/practiceCentre'
import type { Scenario } from '#simulator/scenarios/scenario'
import type { Frame, LegId } from '#simulator/telephony'
import { createPhoneDouble, type PhoneDouble } from '#tests/simulator/support/phoneDouble'
import { createPracticeBench, type PracticeBench } from '#tests/simulator/support/practiceBench'
import { toStory } from '#tests/simulator/support/story'
import { createToneVoices } from '#tests/simulator/support/toneVoices'
import type { TempFolder } from '#tests/support/tempFolder'

/** Who speaks which tone: the caller, the agent, the supervisor, another supervisor. */
export const hertz = { caller: 440, agent: 660, supervisor: 880, other: 1100 } as const
export type Voice = keyof typeof hertz

export const supervisor = '1901'
export const otherSupervisor = '1902'
/** A simulated colleague, alone in the queue `sales`. */
export const colleague = '1101'

export const callerOf = (queue: string): CallInRequest => ({
  number: '+989121234567',
  name: null,
  dialledNumber: '+982188001001',
  queueId: QueueId.parse(queue),
  voice: 'tone:440',
  patienceMs: null,
})

export interface MonitorRoom extends PracticeBench {
  readonly phones: PhoneDouble
  seat(...extensions: readonly string[]): Promise<void>
  /** `done`, or the code of the failure. */
  ask(command: PbxCommand | PbxFloorCommand | PbxMonitorCommand): Promise<string>
  /** Opens a monitoring leg and answers it. */
  open(on: MonitorPoint | null, mode: MonitorMode, name?: string, extension?: string): Promise<LegId>
  steer(on: MonitorPoint | null, mode: MonitorMode, name?: string): Promise<string>
  /** What was told since the last time asked, one line each; calls are `call1`, `call2` and so on. */
  story(): string[]
  /** A hang-up is judged after the moment it came in. */
  hangUp(legId: LegId): Promise<void>
  /** Whose voices a leg hears in the next frame. */
  heardBy(legId: LegId): readonly Voice[]
  /** Whose voices the person outside hears in the next frame; null where nothing reaches them. */
  heardOutside(callId: CallId): readonly Voice[] | null
  close(): Promise<void>
}

export const monitorId = (name: string) => MonitorId.parse(name)
export const tokenOf = (name: string) => `token-of-${name}`.padEnd(32, '-')

/** `shared`: voices made before, for a test that opens many rooms; they are its own to remove. */
export function createMonitorRoom(
  change?: (scenario: Scenario) => Scenario,
  shared?: TempFolder,
  callsDir: string | null = null,
): MonitorRoom {
  const phones = createPhoneDouble()
  phones.giveTone(supervisor, hertz.supervisor)
  phones.giveTone(otherSupervisor, hertz.other)
  const voices = shared ?? createToneVoices()
  const bench = createPracticeBench({
    scenario: 'quiet',
    telephony: phones,
    voicesDir: voices.path,
    callsDir,
    change: (scenario) => withColleague(change?.(scenario) ?? scenario),
  })
  const { centre } = bench
  let told = 0
  const ask: MonitorRoom['ask'] = async (command) => {
    const answer = await centre.execute(command)
    return answer.ok ? 'done' : answer.failure.code
  }
  return {
    ...bench,
    phones,
    async seat(...extensions) {
      for (const extension of extensions) {
        phones.register(extension)
        await ask({ kind: 'signIn', extension, pausedReason: null })
      }
    },
    ask,
    async open(on, mode, name = 'm1', extension = supervisor) {
      const token = tokenOf(name)
      const answer = await ask({
        kind: 'monitorOpen',
        monitorId: monitorId(name),
        extension,
        token,
        on,
        mode,
      })
      if (answer !== 'done') throw new Error(`no leg was opened: ${answer}`)
      return phones.answerMonitor(token)
    },
    steer: (on, mode, name = 'm1') => ask({ kind: 'monitorSteer', monitorId: monitorId(name), on, mode }),
    story() {
      const fresh = bench.events
        .slice(told)
        .map((event) => toStory(event).replaceAll(/practice-\w+-/g, 'call'))
      told = bench.events.length
      return fresh
    },
    async hangUp(legId) {
      phones.tell({ kind: 'hungUp', legId })
      await Promise.resolve()
    },
    heardBy(legId) {
      phones.mix(1)
      return voicesIn(phones.lastHeard(legId) ?? new Int16Array(0))
    },
    heardOutside(callId) {
      const frames: Frame[] = []
      const stop = centre.onHeard(callId, (frame) => void frames.push(frame))
      phones.mix(1)
      stop()
      const last = frames.at(-1)
      return last === undefined ? null : voicesIn(last)
    },
    async close() {
      await centre.close()
      if (shared === undefined) voices.remove()
    },
  }
}

/** A tone is heard at -12 dBFS and, 20 dB and far more below, is not; what is between is neither and a fault. */
const clearDb = -20
const faintestDb = clearDb - 20

export function voicesIn(frame: Frame): readonly Voice[] {
  return (Object.keys(hertz) as Voice[]).filter((voice) => {
    const level = frame.length === 0 ? silenceDb : toneLevelDb(frame, hertz[voice])
    if (level > faintestDb && level < clearDb) throw new Error(`${voice} is half heard, at ${level} dB`)
    return level >= clearDb
  })
}

function withColleague(scenario: Scenario): Scenario {
  return {
    ...scenario,
    queues: scenario.queues.map((queue) =>
      queue.id === 'sales' ? { ...queue, members: [{ extension: colleague, penalty: 0 }] } : queue,
    ),
    extensions: [
      ...scenario.extensions,
      { extension: otherSupervisor, name: 'Karim Azizi', kind: 'desk' },
      { extension: colleague, name: 'Mina Rahimi', kind: 'colleague' },
    ],
    colleagues: {
      ...scenario.colleagues,
      answerAfterMs: [1000, 1000],
      ignoresPart: 0,
      declinesPart: 0,
      holdsPart: 0,
      transfersPart: 0,
      consultsPart: 0,
      talk: { medianMs: 600_000, sigma: 0, minMs: 0, maxMs: 600_000 },
      wrapUpMs: [5000, 5000],
      pauseEveryMs: null,
    },
  }
}

/** Closes it, and finds no timer and no mixing room left behind. */
export async function closeEmpty(room: MonitorRoom): Promise<void> {
  await room.close()
  expect(room.clock.pending).toBe(0)
  expect(room.phones.openConferences).toBe(0)
}
