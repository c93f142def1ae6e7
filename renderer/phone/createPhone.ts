/** Makes the softphone: joins the link, the one call, the devices and the ringer into one picture. */
import type { Invitation, Session, SessionDescriptionHandler } from 'sip.js'
import { type Answer, done, type Failure, failed, toFailure } from '#contract/failure'
import type { LinkState } from '#contract/link'
import type { SipCredentials } from '#contract/session'
import type { Clock } from '#contract/time'
import { type CallMedia, type CallMediaParts, createCallMedia } from '#renderer/phone/callMedia'
import { toDeviceId } from '#renderer/phone/chosenDevice'
import { createDeviceList, type DeviceList } from '#renderer/phone/deviceList'
import { markFirstSound } from '#renderer/phone/firstSound'
import { createHeldTelling, type HeldTelling } from '#renderer/phone/heldTelling'
import { IncomingCall } from '#renderer/phone/incomingCall'
import { createListeners, type Listeners } from '#renderer/phone/listeners'
import { createLoudspeaker, type Loudspeaker } from '#renderer/phone/loudspeaker'
import { openMicrophone } from '#renderer/phone/microphone'
import type { LentLeg } from '#renderer/phone/monitorLeg'
import { createMonitorLegs, type MonitorLegs } from '#renderer/phone/monitorLegs'
import type { AudioSettings, CallOutcome, Phone, PhoneEvent, PhoneSnapshot } from '#renderer/phone/phone'
import type { AdoptedCaller, PhoneLegs } from '#renderer/phone/phoneLegs'
import { createRinger, type Ringer } from '#renderer/phone/ringer'
import { createSipLink, type SipLink } from '#renderer/phone/sipLink'
import type { PhoneCall } from '#renderer/state/deskModel'

export interface PhoneParts {
  readonly clock: Clock
  /** From 0 up to but not including 1. */
  readonly random: () => number
  readonly iceServers: readonly RTCIceServer[]
  /** Receives every surprise; nothing is thrown at the page. */
  readonly report: (error: unknown) => void
}

/** How long an ended call stays in the snapshot, so that the page can say what happened. */
const endedShownMs = 3000
/** While an answer is made, drawing waits: it takes the time the sound needs. Below this a person sees no delay. */
const drawAfterMs = 100
/** The line is asked for a sign of life once the card of the ring is drawn. */
const checkAfterMs = 150

export function createPhone(parts: PhoneParts): Phone {
  return new DeskPhone(parts)
}

class DeskPhone implements Phone {
  readonly #parts: PhoneParts
  readonly #changes: Listeners<PhoneSnapshot>
  readonly #events: Listeners<PhoneEvent>
  readonly #page: HeldTelling
  readonly #devices: DeviceList
  readonly #ringer: Ringer
  readonly #loudspeaker: Loudspeaker
  readonly #monitors: MonitorLegs
  readonly #media = new WeakMap<Session, CallMedia>()
  #snapshot: PhoneSnapshot
  #credentials: SipCredentials | null = null
  /** Credentials that wait for the end of the call. */
  #waiting: { readonly credentials: SipCredentials | null } | null = null
  #link: SipLink | null = null
  #call: IncomingCall | null = null
  #audio: AudioSettings = { microphone: null, speaker: null, ringer: null, ringVolume: 0.8 }
  #forgetEnded: () => void = () => undefined
  #cancelCheck: () => void = () => undefined
  #closing: Promise<void> = Promise.resolve()

  constructor(parts: PhoneParts) {
    this.#parts = parts
    this.#changes = createListeners(parts.report)
    this.#events = createListeners(parts.report)
    this.#page = createHeldTelling(parts.clock, drawAfterMs)
    this.#devices = createDeviceList(() => this.#devicesChanged())
    this.#ringer = createRinger(parts.report)
    this.#loudspeaker = createLoudspeaker(parts.report)
    this.#monitors = this.#createMonitors()
    this.#snapshot = {
      link: this.#idleLink(),
      call: null,
      calls: [],
      devices: this.#devices.current,
      deviceFailure: null,
    }
    void this.#devices.refresh()
  }

  get snapshot(): PhoneSnapshot {
    return this.#snapshot
  }

  get legs(): PhoneLegs {
    return this.#monitors
  }

  onChange(listener: (snapshot: PhoneSnapshot) => void): () => void {
    return this.#changes.add(listener)
  }

  onEvent(listener: (event: PhoneEvent) => void): () => void {
    return this.#events.add(listener)
  }

  setCredentials(credentials: SipCredentials | null): void {
    if (credentials === null) this.#monitors.close()
    if (this.#call !== null || this.#monitors.isBusy) {
      this.#waiting = { credentials }
      return
    }
    if (isSame(credentials, this.#credentials)) return
    this.#credentials = credentials
    this.#closeLink()
    this.#change({ link: this.#idleLink() })
    // The old registration is taken back first, or its end could cost the new one.
    void this.#closing.then(() => this.#openLink(credentials))
  }

  setAudio(settings: AudioSettings): void {
    const old = this.#audio
    this.#audio = settings
    this.#routeOutputs()
    if (isSame(old.microphone, settings.microphone) || this.#call === null) return
    void this.#call.changeMicrophone().then((changed) => this.#noteMicrophone(changed))
  }

  checkLink(): void {
    this.#link?.check()
  }

  async answer(): Promise<Answer<null>> {
    const call = this.#call
    if (call === null) return failed('wrong-state')
    this.#page.hold()
    const answering = call.answer()
    this.#ringer.stop()
    const answered = await answering
    if (answered.ok) {
      this.#change({ deviceFailure: null })
      this.#tell({ kind: 'answered', call: call.call })
      this.#page.tell(() => void this.#devices.refresh())
    } else if (call.call.state === 'ringing') {
      this.#ringer.start()
      this.#noteMicrophone(answered)
    }
    if (!answered.ok) this.#page.release()
    return answered
  }

  decline(): Answer<null> {
    return this.#call?.decline() ?? failed('wrong-state')
  }

  hangUp(): Answer<null> {
    return this.#call?.hangUp() ?? failed('wrong-state')
  }

  async dial(): Promise<Answer<null>> {
    return failed('wrong-state')
  }

  async focus(): Promise<Answer<null>> {
    return failed('wrong-state')
  }

  async transfer(): Promise<Answer<null>> {
    return failed('wrong-state')
  }

  async completeTransfer(): Promise<Answer<null>> {
    return failed('wrong-state')
  }

  async setConferenced(): Promise<Answer<null>> {
    return failed('wrong-state')
  }

  setMuted(muted: boolean): Answer<null> {
    return this.#call?.setMuted(muted) ?? failed('wrong-state')
  }

  async setHeld(held: boolean): Promise<Answer<null>> {
    const call = this.#call
    if (call === null) return failed('wrong-state')
    const agreed = await call.setHeld(held)
    if (agreed.ok) this.#tell({ kind: held ? 'held' : 'resumed', call: call.call })
    return agreed
  }

  sendDigit(digit: string): Answer<null> {
    return this.#call?.sendDigit(digit) ?? failed('wrong-state')
  }

  async refreshDevices(): Promise<Answer<null>> {
    const opened = await openMicrophone(null)
    if (opened.ok) opened.value.close()
    await this.#devices.refresh()
    this.#noteMicrophone(opened)
    return opened.ok ? done(null) : opened
  }

  async testRinger(): Promise<void> {
    this.#ringer.test()
  }

  dismissDeviceFailure(): void {
    this.#change({ deviceFailure: null })
  }

  async close(): Promise<void> {
    this.#call?.hangUp()
    this.#monitors.close()
    this.#page.release()
    this.#forgetEnded()
    this.#cancelCheck()
    this.#credentials = null
    this.#closeLink()
    this.#devices.close()
    this.#loudspeaker.stop()
    await Promise.all([this.#ringer.close(), this.#closing])
  }

  #openLink(credentials: SipCredentials | null): void {
    if (credentials === null || credentials !== this.#credentials || this.#link !== null) return
    this.#link = createSipLink({
      ...this.#parts,
      credentials,
      createHandler: (session) => this.#handlerOf(session),
      onState: (link) => this.#change({ link }),
      onInvite: (invitation) => this.#invited(invitation),
      onSocketLost: () => this.#call?.loseSocket(),
    })
  }

  #closeLink(): void {
    const link = this.#link
    this.#link = null
    if (link !== null) this.#closing = link.close().catch(this.#parts.report)
  }

  #handlerOf(session: Session): SessionDescriptionHandler {
    const media = this.#media.get(session)
    if (media === undefined) throw new Error('A session without media')
    return media.handler
  }

  #invited(invitation: Invitation): void {
    if (this.#monitors.take(invitation)) return
    performance.mark('najva:invite')
    if (this.#call !== null) {
      invitation.reject({ statusCode: 486 }).catch(this.#parts.report)
      return
    }
    const media = this.#createMedia(invitation, { onConnected: () => this.#listenTo(media) })
    const call = this.#takeCall(invitation, media)
    call.ring()
    if (!call.isLive) return
    this.#change({ call: call.call })
    this.#tell({ kind: 'invited', call: call.call })
    this.#ringer.start()
    // A socket that died without a word would let the phone ring for a caller long gone.
    this.#cancelCheck()
    this.#cancelCheck = this.#parts.clock.after(checkAfterMs, () => this.#link?.check())
  }

  #createMedia(invitation: Invitation, on: Omit<CallMediaParts, 'iceServers'>): CallMedia {
    const media = createCallMedia({ iceServers: this.#parts.iceServers, ...on })
    this.#media.set(invitation, media)
    return media
  }

  #createMonitors(): MonitorLegs {
    return createMonitorLegs({
      ...this.#parts,
      openMicrophone: () => openMicrophone(this.#audio.microphone),
      createMedia: (on) => createCallMedia({ ...this.#parts, opensAhead: true, ...on }),
      attach: (invitation, media) => this.#media.set(invitation, media),
      canAdopt: () => this.#call === null || this.#call.call.state === 'ringing',
      onAdopted: (lent, caller) => this.#adopt(lent, caller),
      onReleased: () => this.#call?.letGo(),
      onIdle: () => this.#takeWaiting(),
    })
  }

  /** After a take-over: whatever rings gives way to the caller who is here already. */
  #adopt({ invitation, media, microphone }: LentLeg, caller: AdoptedCaller): void {
    this.#call?.decline()
    const call = this.#takeCall(invitation, media)
    call.takeUp(caller, microphone)
    this.#loudspeaker.play(media.remote)
    this.#change({ call: call.call, deviceFailure: null })
    this.#tell({ kind: 'answered', call: call.call })
  }

  #takeWaiting(): void {
    const waiting = this.#waiting
    if (waiting === null || this.#call !== null || this.#monitors.isBusy) return
    this.#waiting = null
    this.setCredentials(waiting.credentials)
  }

  #takeCall(invitation: Invitation, media: CallMedia): IncomingCall {
    this.#forgetEnded()
    const call = new IncomingCall({
      ...this.#parts,
      invitation,
      media,
      openMicrophone: () => openMicrophone(this.#audio.microphone),
      onChange: (changed) => this.#change({ call: changed }),
      onEnded: (ended, outcome) => this.#callEnded(ended, outcome),
      onMicrophoneLost: () => void this.#replaceMicrophone(call),
    })
    this.#call = call
    return call
  }

  /**
   * Not before sound can flow: a receiver that was already listened to waits for a second packet before it lets the
   * first be heard, and the microphone opens sooner when no loudspeaker opens beside it.
   */
  #listenTo(media: CallMedia): void {
    this.#loudspeaker.play(media.remote)
    markFirstSound(media, () => this.#page.release())
  }

  #callEnded(call: PhoneCall, outcome: CallOutcome): void {
    this.#ringer.stop()
    this.#loudspeaker.stop()
    this.#call = null
    this.#page.release()
    this.#change({ call })
    this.#tell({ kind: 'ended', call, outcome })
    this.#forgetEnded = this.#parts.clock.after(endedShownMs, () => this.#change({ call: null }))
    this.#takeWaiting()
  }

  async #replaceMicrophone(call: IncomingCall): Promise<void> {
    this.#noteMicrophone(failed('microphone-absent'))
    const changed = await call.changeMicrophone()
    if (changed.ok && call.isLive) this.#noteMicrophone(changed)
  }

  #noteMicrophone(outcome: Answer<unknown>): void {
    if (outcome.ok) this.#change({ deviceFailure: null })
    else if (isDeviceFailure(outcome.failure)) this.#change({ deviceFailure: outcome.failure })
  }

  #devicesChanged(): void {
    this.#routeOutputs()
    this.#change({ devices: this.#devices.current })
  }

  #routeOutputs(): void {
    const { speakers } = this.#devices.current
    this.#loudspeaker.setDevice(toDeviceId(speakers, this.#audio.speaker))
    this.#monitors.route(toDeviceId(speakers, this.#audio.speaker))
    this.#ringer.route(toDeviceId(speakers, this.#audio.ringer), this.#audio.ringVolume)
  }

  #idleLink(): LinkState {
    return {
      kind: this.#credentials === null ? 'disconnected' : 'connecting',
      sinceMs: this.#parts.clock.nowMs(),
      failure: this.#credentials === null ? toFailure('signed-out') : null,
      roundTripMs: null,
    }
  }

  #change(change: Partial<PhoneSnapshot>): void {
    const { call } = { ...this.#snapshot, ...change }
    const snapshot = { ...this.#snapshot, ...change, calls: call === null ? [] : [call] }
    this.#snapshot = snapshot
    this.#page.tell(() => this.#changes.tell(snapshot))
  }

  #tell(event: PhoneEvent): void {
    this.#page.tell(() => this.#events.tell(event))
  }
}

function isDeviceFailure(failure: Failure): boolean {
  return failure.code.startsWith('microphone-')
}

/** Compares plain data. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
