/** The calls of this phone as a set: which live, which is in focus, and those that ended a moment ago. */
import type { Clock } from '#contract/time'
import { chooseFocus, type Focus, isTalkedOn } from '#renderer/phone/lines/lineBook'
import type { PhoneLine } from '#renderer/phone/lines/phoneLine'
import type { PhoneCall } from '#renderer/state/deskModel'

export interface LineSetParts {
  readonly clock: Clock
  /** Told at every `publish`: all calls, oldest first, and the one in focus, which is one of them. */
  readonly onChange: (calls: readonly PhoneCall[], focus: PhoneCall | null) => void
}

/** How long an ended call stays among the others, so that the page can say what happened. */
const endedShownMs = 3000

export class LineSet {
  readonly #parts: LineSetParts
  readonly #forgetting = new Set<() => void>()
  #all: readonly PhoneLine[] = []
  #focus: Focus | null = null

  constructor(parts: LineSetParts) {
    this.#parts = parts
  }

  /** Oldest first, with those that ended a moment ago. */
  get all(): readonly PhoneLine[] {
    return this.#all
  }

  get live(): readonly PhoneLine[] {
    return this.#all.filter(({ isLive }) => isLive)
  }

  /** The call on the screen, which may have ended a moment ago. */
  get focus(): PhoneLine | null {
    const call = chooseFocus(
      this.#all.map((line) => line.call),
      this.#focus,
    )
    return this.#all.find((line) => line.call === call) ?? null
  }

  get conferenced(): readonly PhoneLine[] {
    return this.live.filter(({ call }) => call.isConferenced)
  }

  find(sipCallId: string): PhoneLine | null {
    return this.live.find(({ call }) => call.sipCallId === sipCallId) ?? null
  }

  /** Those that are talked on, dialled or being answered, without this one. */
  talkedBeside(line: PhoneLine): readonly PhoneLine[] {
    return this.live.filter((each) => each !== line && isTalkedOn(each.call))
  }

  /** A call that begins while no other lives takes the place of those that ended. */
  add(line: PhoneLine): void {
    const isAlone = this.live.length === 0
    this.#all = [...(isAlone ? [] : this.#all), line]
  }

  /** Firm: in focus at once, while the change to it is under way. */
  prefer(line: PhoneLine, isFirm: boolean): void {
    this.#focus = { sipCallId: line.call.sipCallId, isFirm }
  }

  publish(): void {
    const calls = this.#all.map(({ call }) => call)
    const focus = chooseFocus(calls, this.#focus)
    const isFirm = this.#focus?.isFirm === true && this.#focus.sipCallId === focus?.sipCallId
    this.#focus = focus === null ? null : { sipCallId: focus.sipCallId, isFirm }
    this.#parts.onChange(calls, focus)
  }

  /** Shows an ended call for a moment, and then no more. */
  forgetLater(line: PhoneLine): void {
    const forget = this.#parts.clock.after(endedShownMs, () => {
      this.#forgetting.delete(forget)
      if (!this.#all.includes(line)) return
      this.#all = this.#all.filter((each) => each !== line)
      this.publish()
    })
    this.#forgetting.add(forget)
  }

  close(): void {
    for (const forget of this.#forgetting) forget()
  }
}
