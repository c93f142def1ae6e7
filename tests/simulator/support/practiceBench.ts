/** A practice centre on a fake clock, from a scenario file, with its events collected. */
import { fileURLToPath } from 'node:url'
import type { PbxEvent } from '#contract/pbx'
import { createPracticeCentre, type PracticeCentre } from '#simulator/practiceCentre'
import { silentLog } from '#simulator/practiceLog'
import type { Scenario } from '#simulator/scenarios/scenario'
import { readScenario } from '#simulator/scenarios/scenarioFile'
import type { Telephony } from '#simulator/telephony'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'

export interface PracticeBench {
  readonly centre: PracticeCentre
  readonly clock: FakeClock
  /** Everything after the first snapshot. */
  readonly events: PbxEvent[]
  ofKind<Kind extends PbxEvent['kind']>(kind: Kind): Extract<PbxEvent, { kind: Kind }>[]
}

export interface PracticeBenchOptions {
  readonly scenario: string
  readonly seed?: number
  readonly telephony?: Telephony | null
  readonly recordDir?: string | null
  readonly voicesDir?: string | null
  readonly callsDir?: string | null
  readonly startMs?: number
  /** Told every event as it happens, before it is collected. */
  readonly onEvent?: (event: PbxEvent) => void
  readonly change?: (scenario: Scenario) => Scenario
}

/** 08:00 in Tehran. */
export const morningMs = Date.UTC(2026, 10, 23, 4, 30)
export const voicesDir = fileURLToPath(new URL('../../../resources/voices', import.meta.url))

export function loadScenario(name: string): Scenario {
  const path = fileURLToPath(new URL(`../../../resources/scenarios/${name}.yaml`, import.meta.url))
  const reading = readScenario(path)
  if (!reading.ok) throw new Error(reading.complaint)
  return reading.scenario
}

export function createPracticeBench(options: PracticeBenchOptions): PracticeBench {
  const clock = createFakeClock(options.startMs ?? morningMs)
  const events: PbxEvent[] = []
  const scenario = loadScenario(options.scenario)
  const centre = createPracticeCentre({
    telephony: options.telephony ?? null,
    clock,
    seed: options.seed ?? 1,
    scenario: options.change?.(scenario) ?? scenario,
    voicesDir: options.voicesDir ?? null,
    recordDir: options.recordDir ?? null,
    callsDir: options.callsDir ?? null,
    log: silentLog,
  })
  let isListening = false
  centre.listen((event) => {
    if (!isListening) return
    options.onEvent?.(event)
    events.push(event)
  })
  isListening = true
  return {
    centre,
    clock,
    events,
    ofKind: <Kind extends PbxEvent['kind']>(kind: Kind) =>
      events.filter((event): event is Extract<PbxEvent, { kind: Kind }> => event.kind === kind),
  }
}
