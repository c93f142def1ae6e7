/**
 * Who is talked to: holds, resumes and swaps calls, and mixes and parts them, so that whoever is set aside is never heard
 * and never hears.
 */
import { type Answer, done, failed } from '#contract/failure'
import type { LineSet } from '#renderer/phone/lines/lineSet'
import type { PhoneLine } from '#renderer/phone/lines/phoneLine'
import type { PhoneEvent } from '#renderer/phone/phone'

export interface LineTalkParts {
  readonly lines: LineSet
  readonly onEvent: (event: PhoneEvent) => void
  /** The call in focus is another, or calls are mixed or parted. */
  readonly onTurn: () => void
}

export class LineTalk {
  readonly #lines: LineSet
  readonly #parts: LineTalkParts

  constructor(parts: LineTalkParts) {
    this.#parts = parts
    this.#lines = parts.lines
  }

  /** Settles when the other side has agreed, or refused. */
  async hold(line: PhoneLine, held: boolean): Promise<Answer<null>> {
    const agreed = await line.setHeld(held)
    if (agreed.ok) this.#parts.onEvent({ kind: held ? 'held' : 'resumed', call: line.call })
    return agreed
  }

  /** Settles when none of these is heard or hears any more. One that nobody has answered yet is taken back. */
  async setAside(lines: readonly PhoneLine[], how: 'hold' | 'end'): Promise<Answer<null>> {
    if (lines.some(({ call }) => call.state === 'connecting' || call.holdPending))
      return failed('wrong-state')
    for (const line of lines) line.setConferenced(false)
    this.partLast()
    for (const line of lines) {
      if (how === 'end' || !line.isUp) line.hangUp()
      else {
        const held = await this.hold(line, true)
        if (!held.ok && line.isLive) return held
      }
    }
    return done(null)
  }

  /** Talks to this one; whoever is talked to otherwise is held first. */
  async turnTo(line: PhoneLine): Promise<Answer<null>> {
    if (line.call.state === 'talking') {
      this.#prefer(line, false)
      return done(null)
    }
    this.#prefer(line, true)
    const aside = await this.setAside(this.#lines.talkedBeside(line), 'hold')
    const resumed = aside.ok ? await this.hold(line, false) : aside
    this.#prefer(line, false)
    return resumed
  }

  /** Takes this one off hold where nobody else is talked to. */
  async resume(line: PhoneLine): Promise<void> {
    if (line.call.state === 'held' && this.#lines.talkedBeside(line).length === 0)
      await this.hold(line, false)
  }

  /** Mixes all calls that are up, with one microphone that is muted as in the call in focus. */
  async mix(focus: PhoneLine): Promise<Answer<null>> {
    const members = this.#lines.live.filter((line) => line.isUp && !line.isHandingOver)
    if (members.length < 2) return failed('wrong-state')
    for (const line of members) {
      const resumed = line.call.state === 'held' ? await this.hold(line, false) : done(null)
      if (resumed.ok || !line.isLive) continue
      // Nobody is left talked to beside another without hearing them.
      await this.setAside(this.#lines.talkedBeside(focus), 'hold')
      return resumed
    }
    for (const line of members) {
      line.setMuted(focus.call.muted)
      line.setConferenced(true)
    }
    this.#parts.onTurn()
    return done(null)
  }

  /** Ends the mix, and holds all of it but `line`. */
  async unmix(line: PhoneLine): Promise<Answer<null>> {
    const mixed = this.#lines.conferenced
    if (mixed.length === 0) return failed('wrong-state')
    this.part(line)
    return this.setAside(
      mixed.filter((each) => each !== line),
      'hold',
    )
  }

  /** Ends the mix; `line` stays the one in focus. */
  part(line: PhoneLine): void {
    this.#lines.prefer(line, false)
    for (const each of this.#lines.conferenced) each.setConferenced(false)
  }

  /** One alone is no conference. */
  partLast(): void {
    const [last, ...others] = this.#lines.conferenced
    if (others.length === 0) last?.setConferenced(false)
  }

  #prefer(line: PhoneLine, isFirm: boolean): void {
    this.#lines.prefer(line, isFirm)
    this.#lines.publish()
    this.#parts.onTurn()
  }
}
