/** A quiet practice centre with phones in memory, commanded through its link, its events told as a story. */
import { afterEach, beforeEach, expect } from 'vitest'
import { CallId, QueueId } from '#contract/ids'
import type { PbxFloorCommand } from '#contract/pbx'
import type { CallInRequest } from '#simulator/practiceCentre'
import { createPhoneDouble, type PhoneDouble } from '#tests/simulator/support/phoneDouble'
import { createPracticeBench, type PracticeBench } from '#tests/simulator/support/practiceBench'
import { toStory } from '#tests/simulator/support/story'

export const support = QueueId.parse('support')
export const billing = QueueId.parse('billing')
export const nobody = CallId.parse('nobody')

/** Waits in `support` for ever and speaks a tone of 440 Hz. */
export const caller: CallInRequest = {
  number: '+989121234567',
  name: null,
  dialledNumber: '+982188001001',
  queueId: support,
  voice: 'tone:440',
  patienceMs: null,
}

export interface CommandRoom extends PracticeBench {
  readonly phones: PhoneDouble
  /** Their phones are there and they are signed in. */
  seat(...extensions: readonly string[]): Promise<void>
  /** A caller who talks with 1001; what was told so far is forgotten. */
  talking(): Promise<{ readonly callId: CallId; readonly legId: string }>
  /** `done`, or the code of the failure. */
  ask(command: PbxFloorCommand): Promise<string>
  /** What was told since the last time asked, one line each; calls are `call1`, `call2` and so on. */
  story(): string[]
  /** A hang-up is judged after the moment it came in. */
  hangUp(legId: string): Promise<void>
  /** The call that came in or was dialled first. */
  firstCall(): CallId
}

/** The room of the test that runs. */
export let room: CommandRoom

/** Opens one for each test and closes it with nothing left behind. */
export function openRoomForEachTest(): void {
  beforeEach(() => {
    room = createCommandRoom()
  })
  afterEach(async () => {
    await room.centre.close()
    expect(room.clock.pending).toBe(0)
    expect(room.phones.openConferences).toBe(0)
  })
}

function createCommandRoom(): CommandRoom {
  const phones = createPhoneDouble()
  const bench = createPracticeBench({ scenario: 'quiet', telephony: phones })
  let told = 0
  const story = () => {
    const fresh = bench.events.slice(told).map((event) => toStory(event).replaceAll(/practice-\w+-/g, 'call'))
    told = bench.events.length
    return fresh
  }
  const seat = async (...extensions: readonly string[]) => {
    for (const extension of extensions) {
      phones.register(extension)
      await bench.centre.execute({ kind: 'signIn', extension, pausedReason: null })
    }
  }
  return {
    ...bench,
    phones,
    seat,
    async talking() {
      await seat('1001')
      const callId = bench.centre.callIn(caller)
      const legId = phones.answer('1001')
      story()
      return { callId, legId }
    },
    async ask(command) {
      const answer = await bench.centre.execute(command)
      return answer.ok ? 'done' : answer.failure.code
    },
    story,
    async hangUp(legId) {
      phones.tell({ kind: 'hungUp', legId })
      await Promise.resolve()
    },
    firstCall: () => bench.ofKind('callEntered')[0]?.callId ?? nobody,
  }
}
