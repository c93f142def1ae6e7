/** Feeds a recorded stream of a real Asterisk to the model, and tells what came out in one line for each event. */
import { readFileSync } from 'node:fs'
import type { PbxEvent } from '#contract/pbx'
import { createAmiParser } from '#gateway/asterisk/ami/createAmiParser'
import type { Fact } from '#gateway/asterisk/events/fact'
import { toFact, toStampMs } from '#gateway/asterisk/events/toFact'
import { createTracker, type Tracker } from '#gateway/asterisk/events/tracker'

export const recordingFolder = new URL('../data/', import.meta.url)

export function readFacts(name: string): Fact[] {
  const facts: Fact[] = []
  const parser = createAmiParser({
    onBanner: () => {},
    onMessage: (message) => {
      const fact = message.kind === 'event' ? toFact(message, toStampMs(message) ?? 0) : null
      if (fact !== null) facts.push(fact)
    },
  })
  parser.push(readFileSync(new URL(`${name}.ami`, recordingFolder)))
  return facts
}

/** As it stood when the streams were recorded: 1101 in two queues, all phones there. */
export function createLabTracker(isSignedIn = true): Tracker {
  const tracker = createTracker({
    members: new Map(),
    extensions: ['1101', '1102', '1103'],
    maxWaitMsOf: () => null,
  })
  for (const queue of isSignedIn ? ['support', 'sales'] : []) {
    const member = {
      queue,
      interface: 'PJSIP/1101',
      stateInterface: 'PJSIP/1101',
      name: '1101',
      penalty: 0,
      isPaused: false,
      pausedReason: '',
      lastPauseSeconds: 0,
    }
    tracker.apply({ kind: 'memberSeen', atMs: 0, member })
  }
  for (const extension of ['1101', '1102', '1103']) {
    tracker.apply({ kind: 'deviceChanged', atMs: 0, device: `PJSIP/${extension}`, isReachable: true })
  }
  return tracker
}

/** Call ids are told as `call 1`, `call 2` in order of arrival. */
export function play(facts: readonly Fact[], tracker: Tracker = createLabTracker()): string[] {
  const calls: string[] = []
  const nameCall = (id: string) => {
    if (!calls.includes(id)) calls.push(id)
    return `call ${calls.indexOf(id) + 1}`
  }
  return facts.flatMap((fact) => tracker.apply(fact)).map((event) => describe(event, nameCall))
}

function describe(event: PbxEvent, nameCall: (id: string) => string): string {
  const { kind, atMs: _, ...rest } = event
  const values = Object.entries(rest).map(([key, value]) => {
    if (key === 'callId') return nameCall(String(value))
    return value !== null && typeof value === 'object' ? Object.values(value).join('/') : String(value)
  })
  return [kind, ...values].join(' ')
}
