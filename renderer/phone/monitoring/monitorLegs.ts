/** The phone's monitoring legs, at most four: brings INVITEs and tokens together, and tells each where it is heard. */
import type { Invitation } from 'sip.js'
import { type Answer, done, failed } from '#contract/failure'
import type { MonitorId } from '#contract/ids'
import { maxMonitors, monitorHeader } from '#contract/monitor'
import type { Clock } from '#contract/time'
import type { Microphone } from '#renderer/phone/devices/microphone'
import { createListeners, type Listeners } from '#renderer/phone/listeners'
import type { CallMedia, CallMediaParts } from '#renderer/phone/media/callMedia'
import { createSpareMedia, type SpareMedia } from '#renderer/phone/media/spareMedia'
import { createLegSound, type LegSound } from '#renderer/phone/monitoring/legSound'
import { type LentLeg, MonitorLeg } from '#renderer/phone/monitoring/monitorLeg'
import type { AdoptedCaller, PhoneLeg, PhoneLegs } from '#renderer/phone/monitoring/phoneLegs'
import { toStereoPlaces } from '#renderer/phone/monitoring/stereoPlaces'

/** How long an INVITE waits for its token, in milliseconds. */
export const tokenDueMs = 3000
/** A switch rings for no longer than this: the token is worth nothing afterwards. */
const inviteDueMs = 10_000

export interface MonitorLegsParts {
  readonly clock: Clock
  readonly report: (error: unknown) => void
  readonly openMicrophone: () => Promise<Answer<Microphone>>
  /** The media of one leg, to come; `onConnected` once sound can flow, `onFailed` when it flows no more. */
  readonly createMedia: (on: LegMediaEvents & Pick<CallMediaParts, 'opensAhead'>) => CallMedia
  /** From now on these are the media of this call. */
  readonly attach: (invitation: Invitation, media: CallMedia) => void
  /** Whether the phone has room for a leg as its ordinary call. */
  readonly canAdopt: () => boolean
  readonly onAdopted: (lent: LentLeg, caller: AdoptedCaller) => void
  /** The ordinary call lets go of its leg, which is taken back in the same turn. */
  readonly onReleased: () => void
  /** The last leg is gone. */
  readonly onIdle: () => void
}

export interface LegMediaEvents {
  readonly onConnected: () => void
  readonly onFailed: () => void
}

export interface MonitorLegs extends PhoneLegs {
  /** Whether the INVITE is one of a monitoring leg, right or forged; it is dealt with then. */
  take(invitation: Invitation): boolean
  readonly isBusy: boolean
  /** null for the system's default. */
  route(deviceId: string | null): void
  /** This machine is in another network. */
  networkChanged(): void
  /** Hangs up every leg that is not adopted. */
  close(): void
}

interface Expected {
  readonly token: string
  readonly cancel: () => void
}

export function createMonitorLegs(parts: MonitorLegsParts): MonitorLegs {
  return new Legs(parts)
}

class Legs implements MonitorLegs {
  readonly #parts: MonitorLegsParts
  readonly #listeners: Listeners<readonly PhoneLeg[]>
  readonly #expected = new Map<MonitorId, Expected>()
  /** INVITEs that wait for their token, with the token they carry. */
  readonly #waiting = new Map<MonitorLeg, { readonly token: string; readonly cancel: () => void }>()
  readonly #legs = new Set<MonitorLeg>()
  readonly #spare: SpareMedia
  #all: readonly PhoneLeg[] = []
  #sound: LegSound | null = null
  #focus: MonitorId | null = null
  #deviceId: string | null = null
  #cancelAwaiting: () => void = () => undefined

  constructor(parts: MonitorLegsParts) {
    this.#parts = parts
    this.#listeners = createListeners(parts.report)
    this.#spare = createSpareMedia(parts.clock, parts.createMedia)
  }

  get all(): readonly PhoneLeg[] {
    return this.#all
  }

  get isBusy(): boolean {
    return this.#legs.size > 0
  }

  onChange(listener: (legs: readonly PhoneLeg[]) => void): () => void {
    return this.#listeners.add(listener)
  }

  makeReady(): void {
    this.#spare.keep()
  }

  awaitOne(): void {
    this.#openSound()
    this.#cancelAwaiting()
    this.#cancelAwaiting = this.#parts.clock.after(inviteDueMs, () => this.#closeUnheard())
  }

  take(invitation: Invitation): boolean {
    const token = invitation.request.getHeader(monitorHeader)
    if (token === undefined) return false
    if (this.#legs.size >= maxMonitors) {
      invitation.reject({ statusCode: 486 }).catch(this.#parts.report)
      return true
    }
    const leg = this.#createLeg(invitation)
    const monitorId = this.#findExpected(token.trim())
    if (monitorId !== null) this.#answer(leg, monitorId)
    else {
      const cancel = this.#parts.clock.after(tokenDueMs, () => leg.refuse())
      this.#waiting.set(leg, { token: token.trim(), cancel })
    }
    return true
  }

  expect(monitorId: MonitorId, token: string): void {
    this.#forgetToken(monitorId)
    for (const [leg, waiting] of this.#waiting) {
      if (waiting.token === token) {
        this.#answer(leg, monitorId)
        return
      }
    }
    const cancel = this.#parts.clock.after(inviteDueMs, () => this.#forgetToken(monitorId))
    this.#expected.set(monitorId, { token, cancel })
  }

  forget(monitorId: MonitorId): void {
    this.#forgetToken(monitorId)
    this.#find(monitorId)?.hangUp()
  }

  focus(monitorId: MonitorId | null): void {
    this.#focus = monitorId
    this.#arrange()
  }

  async prepare(monitorId: MonitorId): Promise<Answer<null>> {
    return this.#find(monitorId)?.prepare() ?? failed('wrong-state')
  }

  async speak(monitorId: MonitorId): Promise<Answer<null>> {
    return this.#find(monitorId)?.speak() ?? failed('wrong-state')
  }

  hush(monitorId: MonitorId): void {
    this.#find(monitorId)?.hush()
  }

  levels(monitorId: MonitorId) {
    return this.#find(monitorId)?.levels() ?? null
  }

  async countPackets(monitorId: MonitorId) {
    return this.#find(monitorId)?.countPackets() ?? null
  }

  adopt(monitorId: MonitorId, caller: AdoptedCaller): Answer<null> {
    const lent = this.#parts.canAdopt() ? (this.#find(monitorId)?.lend() ?? null) : null
    if (lent === null) return failed('wrong-state')
    this.#parts.onAdopted(lent, caller)
    return done(null)
  }

  release(monitorId: MonitorId): Answer<null> {
    const leg = this.#find(monitorId)
    if (leg?.leg?.kind !== 'adopted') return failed('wrong-state')
    this.#parts.onReleased()
    leg.takeBack()
    return done(null)
  }

  route(deviceId: string | null): void {
    if (deviceId === this.#deviceId) return
    this.#deviceId = deviceId
    this.#sound?.route(deviceId)
  }

  networkChanged(): void {
    this.#spare.renew()
  }

  close(): void {
    for (const monitorId of [...this.#expected.keys()]) this.#forgetToken(monitorId)
    for (const leg of [...this.#legs]) leg.hangUp()
    this.#spare.close()
    this.#closeUnheard()
  }

  #createLeg(invitation: Invitation): MonitorLeg {
    const media = this.#spare.take({ onConnected: () => leg.hear(), onFailed: () => leg.hangUp() })
    this.#parts.attach(invitation, media)
    const leg: MonitorLeg = new MonitorLeg({
      invitation,
      media,
      clock: this.#parts.clock,
      openMicrophone: this.#parts.openMicrophone,
      report: this.#parts.report,
      onChange: () => this.#tell(),
      onEnded: (ended) => this.#ended(ended),
    })
    this.#legs.add(leg)
    return leg
  }

  #answer(leg: MonitorLeg, monitorId: MonitorId): void {
    this.#stopWaiting(leg)
    this.#forgetToken(monitorId)
    void leg.answer(monitorId, () => this.#openSound())
    this.#arrange()
  }

  #openSound(): LegSound {
    if (this.#sound !== null) return this.#sound
    this.#sound = createLegSound(this.#parts.report)
    if (this.#deviceId !== null) this.#sound.route(this.#deviceId)
    return this.#sound
  }

  #ended(leg: MonitorLeg): void {
    this.#stopWaiting(leg)
    this.#legs.delete(leg)
    this.#tell()
    this.#arrange()
    if (this.#legs.size > 0) return
    this.#closeUnheard()
    this.#parts.onIdle()
  }

  #closeUnheard(): void {
    this.#cancelAwaiting()
    if (this.#legs.size > 0) return
    this.#sound?.close()
    this.#sound = null
  }

  #find(monitorId: MonitorId): MonitorLeg | undefined {
    return [...this.#legs].find((leg) => leg.monitorId === monitorId)
  }

  #findExpected(token: string): MonitorId | null {
    for (const [monitorId, expected] of this.#expected) if (expected.token === token) return monitorId
    return null
  }

  #forgetToken(monitorId: MonitorId): void {
    this.#expected.get(monitorId)?.cancel()
    this.#expected.delete(monitorId)
  }

  #stopWaiting(leg: MonitorLeg): void {
    this.#waiting.get(leg)?.cancel()
    this.#waiting.delete(leg)
  }

  #arrange(): void {
    const legs = [...this.#legs].filter((leg) => leg.monitorId !== null)
    const places = toStereoPlaces(
      legs.map((leg) => leg.monitorId),
      this.#focus,
    )
    for (const [i, leg] of legs.entries()) {
      const place = places[i]
      if (place !== undefined) leg.place(place)
    }
  }

  #tell(): void {
    this.#all = [...this.#legs].map((leg) => leg.leg).filter((leg) => leg !== null)
    this.#listeners.tell(this.#all)
  }
}
