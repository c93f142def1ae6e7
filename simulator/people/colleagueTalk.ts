/** What a simulated colleague does in a call: talks, holds, consults, transfers, ends it, and rests a moment. */
import type { ColleagueLeg, ColleagueLegs } from '#simulator/people/colleagueLegs'
import type { ColleaguesOptions } from '#simulator/people/colleagues'
import { drawLength, drawRange } from '#simulator/people/lengths'
import type { Random } from '#simulator/people/random'

export interface Staff extends ColleaguesOptions {
  readonly legs: ColleagueLegs
  readonly randoms: ReadonlyMap<string, Random>
  /** How to take back a planned end of wrap-up, by extension. */
  readonly afterWork: Map<string, () => void>
  /** Consultations dialled so far. */
  dialled: number
}

/** Nobody transfers or holds before they know what it is about. */
const firstWordsMs = 10_000
const consultMs: readonly [number, number] = [4_000, 16_000]
/** From a transfer or consultation that came to nothing back to the caller. */
const backMs = 1_000

export function randomOf(staff: Staff, extension: string): Random {
  const random = staff.randoms.get(extension)
  if (random === undefined) throw new Error(`no colleague has extension ${extension}`)
  return random
}

/** What will happen in a call just answered: everything is drawn now and waits for its time. */
export function beginTalk(staff: Staff, leg: ColleagueLeg): void {
  const { habits, legs } = staff
  const random = randomOf(staff, leg.extension)
  leg.state = 'talking'
  const talkMs = drawLength(habits.talk, random)
  const midMs = firstWordsMs + random.below(Math.max(1, talkMs - firstWordsMs))
  const draw = random.next()
  legs.later(leg, talkMs, () => hangUpSelf(staff, leg))
  if (draw < habits.transfersPart) {
    const target = random.pick([...staff.queueNumbers, ...othersThan(staff, leg.extension)])
    legs.later(leg, midMs, () => staff.onPhone({ kind: 'transferAsked', legId: leg.legId, target }))
  } else if (draw < habits.transfersPart + habits.consultsPart) {
    legs.later(leg, midMs, () => consult(staff, leg))
  } else if (draw < habits.transfersPart + habits.consultsPart + habits.holdsPart) {
    legs.later(leg, midMs, () => setHeld(staff, leg, true))
    legs.later(leg, midMs + drawRange(habits.holdMs, random), () => setHeld(staff, leg, false))
  }
}

function othersThan(staff: Staff, extension: string): readonly string[] {
  return staff.extensions.filter((each) => each !== extension)
}

function setHeld(staff: Staff, leg: ColleagueLeg, held: boolean): void {
  leg.state = held ? 'held' : 'talking'
  staff.onPhone({ kind: held ? 'held' : 'resumed', legId: leg.legId })
}

function consult(staff: Staff, leg: ColleagueLeg): void {
  const { extension } = leg
  const others = othersThan(staff, extension)
  if (others.length === 0) return
  setHeld(staff, leg, true)
  staff.dialled += 1
  const legId = `${extension}-dials-${staff.dialled}`
  staff.legs.open({ legId, extension, about: leg.legId, state: 'dialling' })
  const target = randomOf(staff, extension).pick(others)
  staff.onPhone({ kind: 'dialled', legId, extension, target })
}

/** The colleague asked answered: after some words the caller is handed over, or the talk ends with them. */
export function beginConsultation(staff: Staff, leg: ColleagueLeg, about: string): void {
  leg.state = 'talking'
  const delayMs = drawRange([...consultMs], randomOf(staff, leg.extension))
  staff.legs.later(leg, delayMs, () => {
    if (staff.legs.find(about) !== null) {
      staff.onPhone({ kind: 'transferToLegAsked', legId: about, otherLegId: leg.legId })
    }
    // A hand-over that worked has ended this leg already.
    if (staff.legs.find(leg.legId) === leg) staff.legs.later(leg, backMs, () => hangUpSelf(staff, leg))
  })
}

export function hangUpSelf(staff: Staff, leg: ColleagueLeg): void {
  staff.legs.drop(leg)
  staff.onPhone({ kind: 'hungUp', legId: leg.legId })
  endTalk(staff, leg)
}

/** The leg is gone: a consultation about it ends too, the caller it was about is taken back, wrap-up begins. */
export function endTalk(staff: Staff, leg: ColleagueLeg): void {
  const consultation = staff.legs.consultationOf(leg.legId)
  if (consultation !== null) hangUpSelf(staff, consultation)
  if (leg.about !== null) takeBack(staff, leg.about)
  else if (leg.state !== 'ringing') finishWork(staff, leg.extension)
}

/** Back to the caller on hold, unless they are gone. */
export function takeBack(staff: Staff, legId: string): void {
  const leg = staff.legs.find(legId)
  if (leg?.state !== 'held') return
  staff.legs.later(leg, backMs, () => {
    if (leg.state === 'held') setHeld(staff, leg, false)
  })
}

/** After-call work of a colleague's own length, rather than the queue's whole wrap-up time. */
function finishWork(staff: Staff, extension: string): void {
  staff.afterWork.get(extension)?.()
  const delayMs = drawRange(staff.habits.wrapUpMs, randomOf(staff, extension))
  const cancel = staff.clock.after(delayMs, () => staff.command({ kind: 'finishWrapUp', extension }))
  staff.afterWork.set(extension, cancel)
}
