/** Simulated colleagues: phones without sockets that answer, talk, hold, transfer and take breaks like people. */
import { monitorHeader } from '#contract/monitor'
import type { PbxCommand } from '#contract/pbx'
import type { Clock } from '#contract/time'
import { startBreaks } from '#simulator/people/colleagueBreaks'
import { type ColleagueLeg, createColleagueLegs } from '#simulator/people/colleagueLegs'
import {
  beginConsultation,
  beginTalk,
  endTalk,
  randomOf,
  type Staff,
  takeBack,
} from '#simulator/people/colleagueTalk'
import { drawRange } from '#simulator/people/lengths'
import type { Random } from '#simulator/people/random'
import type { Scenario } from '#simulator/scenarios/scenario'
import type { LegId, PhoneEvent, RingRequest } from '#simulator/telephony'

/** What a phone is told, whoever holds it; the part of Telephony that colleagues are too. */
export interface Phones {
  ring(request: RingRequest): void
  progress(legId: LegId): void
  accept(legId: LegId): void
  refuse(legId: LegId, sipStatus: number): void
  hangUp(legId: LegId, reason: 'normal' | 'answered-elsewhere'): void
  reportTransfer(legId: LegId, sipStatus: number): void
}

export interface ColleaguesOptions {
  readonly extensions: readonly string[]
  readonly habits: Scenario['colleagues']
  /** Where callers can be transferred to, besides colleagues. */
  readonly queueNumbers: readonly string[]
  readonly clock: Clock
  /** Draws for one colleague; each has a stream of their own. */
  randomFor(extension: string): Random
  onPhone(event: PhoneEvent): void
  command(command: PbxCommand): void
}

export interface Colleagues extends Phones {
  has(extension: string): boolean
  /** Begins their breaks. */
  start(): void
  close(): void
}

/** A phone shows that it rings after this long. */
const ringingAfterMs = 150

export function createColleagues(options: ColleaguesOptions): Colleagues {
  const legs = createColleagueLegs(options.clock)
  const randoms = new Map(options.extensions.map((each) => [each, options.randomFor(each)]))
  const staff: Staff = { ...options, legs, randoms, afterWork: new Map(), dialled: 0 }
  let stopBreaks = () => {}
  /** Does nothing for a leg that is gone. */
  const withLeg = (legId: LegId, task: (leg: ColleagueLeg) => void) => {
    const leg = legs.find(legId)
    if (leg !== null) task(leg)
  }
  return {
    has: (extension) => randoms.has(extension),
    ring: (request) => ring(staff, request),
    progress() {
      // A colleague who consults simply waits while it rings.
    },
    accept: (legId) =>
      withLeg(legId, (leg) => {
        if (leg.about !== null) beginConsultation(staff, leg, leg.about)
      }),
    refuse: (legId) =>
      withLeg(legId, (leg) => {
        legs.drop(leg)
        if (leg.about !== null) takeBack(staff, leg.about)
      }),
    hangUp: (legId) =>
      withLeg(legId, (leg) => {
        legs.drop(leg)
        endTalk(staff, leg)
      }),
    reportTransfer(legId, sipStatus) {
      if (sipStatus >= 300) takeBack(staff, legId)
    },
    start() {
      stopBreaks()
      stopBreaks = startBreaks({ ...options, randoms })
    },
    close() {
      stopBreaks()
      legs.close()
      for (const cancel of staff.afterWork.values()) cancel()
    },
  }
}

/**
 * The phone rings: the colleague answers after a while, declines, or is not at the desk. Simulated colleagues monitor
 * nobody.
 */
function ring(staff: Staff, { legId, extension, headers }: RingRequest): void {
  if (headers[monitorHeader] !== undefined) {
    staff.onPhone({ kind: 'refused', legId, sipStatus: 403 })
    return
  }
  const { habits, legs } = staff
  const random = randomOf(staff, extension)
  const leg = legs.open({ legId, extension, about: null, state: 'ringing' })
  legs.later(leg, ringingAfterMs, () => staff.onPhone({ kind: 'ringing', legId }))
  const answerMs = ringingAfterMs + drawRange(habits.answerAfterMs, random)
  const draw = random.next()
  if (draw < habits.ignoresPart) return
  if (draw < habits.ignoresPart + habits.declinesPart) legs.later(leg, answerMs, () => decline(staff, leg))
  else legs.later(leg, answerMs, () => answer(staff, leg))
}

function answer(staff: Staff, leg: ColleagueLeg): void {
  // Before the answer is told: what follows from it may end the leg at once.
  leg.state = 'talking'
  staff.onPhone({ kind: 'answered', legId: leg.legId })
  if (staff.legs.find(leg.legId) !== leg) return
  beginTalk(staff, leg)
  staff.onPhone({ kind: 'sounds', legId: leg.legId })
}

function decline(staff: Staff, leg: ColleagueLeg): void {
  staff.legs.drop(leg)
  staff.onPhone({ kind: 'refused', legId: leg.legId, sipStatus: 603 })
}
