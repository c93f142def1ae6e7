/** Makes the softphone: joins the link, the calls, the devices and the ringer into one picture. */
import type { Invitation } from 'sip.js'
import { type CallSettings, defaultCallSettings } from '#contract/callSettings'
import { type Answer, done, type Failure, toFailure } from '#contract/failure'
import type { LinkState } from '#contract/link'
import type { SipCredentials } from '#contract/session'
import { defaultSettings } from '#contract/settings'
import type { Clock } from '#contract/time'
import { toDeviceId } from '#renderer/phone/devices/chosenDevice'
import { createDeviceList, type DeviceList } from '#renderer/phone/devices/deviceList'
import { openMicrophone } from '#renderer/phone/devices/microphone'
import { createMicrophones, type Microphones } from '#renderer/phone/devices/microphones'
import { createPhoneOutputs, type PhoneOutputs } from '#renderer/phone/devices/phoneOutputs'
import { type CallMaker, createCallMaker } from '#renderer/phone/dialling/dialTarget'
import { createHeldTelling, type HeldTelling } from '#renderer/phone/heldTelling'
import { DeskLines } from '#renderer/phone/lines/deskLines'
import { createLineSound } from '#renderer/phone/lines/lineSound'
import { createListeners, type Listeners } from '#renderer/phone/listeners'
import { createSessionMedia, type SessionMedia } from '#renderer/phone/media/sessionMedia'
import { createMonitorLegs, type MonitorLegs } from '#renderer/phone/monitoring/monitorLegs'
import type { PhoneLegs } from '#renderer/phone/monitoring/phoneLegs'
import type {
  AnswerOptions,
  AudioSettings,
  DialOptions,
  Phone,
  PhoneEvent,
  PhoneSnapshot,
} from '#renderer/phone/phone'
import { createPhoneSound, type PhoneSoundKeeper } from '#renderer/phone/quality/createPhoneSound'
import type { PhoneSound } from '#renderer/phone/quality/phoneSound'
import { createReachProof, type ReachOutcome, type ReachProof } from '#renderer/phone/reach/reachProof'
import type { InviteIdentity } from '#renderer/phone/sip/invite'
import { createSipLink, type SipLink } from '#renderer/phone/sip/sipLink'

export interface PhoneParts {
  readonly clock: Clock
  /** From 0 up to but not including 1. */
  readonly random: () => number
  readonly iceServers: readonly RTCIceServer[]
  /** Receives every surprise; nothing is thrown at the page. */
  readonly report: (error: unknown) => void
}

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
  readonly #outputs: PhoneOutputs
  readonly #lines: DeskLines
  readonly #monitors: MonitorLegs
  readonly #microphones: Microphones
  readonly #sound: PhoneSoundKeeper
  readonly #sessions: SessionMedia
  readonly #callMaker: CallMaker
  readonly #reach: ReachProof
  #snapshot: PhoneSnapshot
  #credentials: SipCredentials | null = null
  /** Credentials that wait for the end of the call. */
  #waiting: { readonly credentials: SipCredentials | null } | null = null
  #link: SipLink | null = null
  #audio: AudioSettings = defaultSettings
  #callSettings: CallSettings = defaultCallSettings
  #isUnwanted: (identity: InviteIdentity) => boolean = () => false
  #cancelCheck: () => void = () => undefined
  #closing: Promise<void> = Promise.resolve()

  constructor(parts: PhoneParts) {
    this.#parts = parts
    this.#changes = createListeners(parts.report)
    this.#events = createListeners(parts.report)
    this.#page = createHeldTelling(parts.clock, drawAfterMs)
    this.#sessions = createSessionMedia(parts)
    this.#callMaker = createCallMaker({
      link: () => (this.#snapshot.link.kind === 'connected' ? this.#link : null),
      uri: () => this.#credentials?.uri ?? '',
    })
    this.#reach = createReachProof({
      ...parts,
      ...this.#callMaker,
      renew: async () => (await this.#link?.renew()) ?? false,
      createMedia: (inviter) => this.#sessions.create(inviter, { onConnected: () => undefined }),
    })
    this.#devices = createDeviceList(() => this.#devicesChanged())
    this.#outputs = createPhoneOutputs(parts.report)
    this.#microphones = createMicrophones({ ...parts, onStale: () => this.#changeMicrophone() })
    this.#lines = this.#createLines()
    this.#monitors = this.#createMonitors()
    this.#sound = createPhoneSound({
      ...parts,
      openMicrophone: () => this.#microphones.open(),
      speaker: () => ({ deviceId: this.#speakerId(), volume: this.#audio.callVolume }),
    })
    this.#snapshot = {
      link: this.#idleLink(),
      call: null,
      calls: [],
      messages: null,
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

  get sound(): PhoneSound {
    return this.#sound
  }

  onChange(listener: (snapshot: PhoneSnapshot) => void): () => void {
    return this.#changes.add(listener)
  }

  onEvent(listener: (event: PhoneEvent) => void): () => void {
    return this.#events.add(listener)
  }

  setCredentials(credentials: SipCredentials | null): void {
    if (credentials === null) this.#monitors.close()
    if (this.#lines.live.length > 0 || this.#monitors.isBusy) {
      this.#waiting = { credentials }
      return
    }
    if (isSame(credentials, this.#credentials)) return
    this.#credentials = credentials
    this.#closeLink()
    this.#change({ link: this.#idleLink(), messages: null })
    // The old registration is taken back first, or its end could cost the new one.
    void this.#closing.then(() => this.#openLink(credentials))
  }

  setAudio(settings: AudioSettings): void {
    this.#audio = settings
    this.#routeOutputs()
  }

  setCalls(settings: CallSettings): void {
    this.#callSettings = settings
  }

  screenCalls(isUnwanted: (identity: InviteIdentity) => boolean): void {
    this.#isUnwanted = isUnwanted
  }

  checkLink(cause: 'shown' | 'woken' | 'network' = 'shown'): void {
    this.#link?.check(cause !== 'shown')
    if (cause !== 'network') return
    this.#sessions.networkChanged()
    this.#monitors.networkChanged()
  }

  async proveReach(): Promise<ReachOutcome> {
    return this.#lines.live.length > 0 || this.#monitors.isBusy
      ? { kind: 'interrupted' }
      : await this.#reach.prove()
  }

  answer(options?: AnswerOptions): Promise<Answer<null>> {
    return this.#lines.answer(options)
  }

  decline(sipCallId?: string): Answer<null> {
    return this.#lines.decline(sipCallId)
  }

  hangUp(sipCallId?: string): Answer<null> {
    return this.#lines.hangUp(sipCallId)
  }

  dial(number: string, options?: DialOptions): Promise<Answer<null>> {
    this.#reach.interrupt()
    return this.#lines.dial(number, options)
  }

  focus(sipCallId: string): Promise<Answer<null>> {
    return this.#lines.switchTo(sipCallId)
  }

  transfer(to: string): Promise<Answer<null>> {
    return this.#lines.transfer(to)
  }

  completeTransfer(): Promise<Answer<null>> {
    return this.#lines.completeTransfer()
  }

  setConferenced(on: boolean): Promise<Answer<null>> {
    return this.#lines.setConferenced(on)
  }

  setMuted(muted: boolean): Answer<null> {
    return this.#lines.setMuted(muted)
  }

  setHeld(held: boolean): Promise<Answer<null>> {
    return this.#lines.setHeld(held)
  }

  sendDigit(digit: string): Answer<null> {
    return this.#lines.sendDigit(digit)
  }

  async refreshDevices(): Promise<Answer<null>> {
    const opened = await openMicrophone({ ...defaultSettings, microphone: [] })
    if (opened.ok) opened.value.close()
    await this.#devices.refresh()
    this.#noteMicrophone(opened)
    return opened.ok ? done(null) : opened
  }

  async testRinger(): Promise<void> {
    this.#outputs.ringer.test()
  }

  dismissDeviceFailure(): void {
    this.#change({ deviceFailure: null })
  }

  async close(): Promise<void> {
    this.#reach.interrupt()
    this.#lines.close()
    this.#monitors.close()
    this.#page.release()
    this.#cancelCheck()
    this.#credentials = null
    this.#closeLink()
    this.#devices.close()
    this.#microphones.close()
    this.#sound.close()
    await Promise.all([this.#outputs.close(), this.#closing])
  }

  #openLink(credentials: SipCredentials | null): void {
    if (credentials === null || credentials !== this.#credentials || this.#link !== null) return
    this.#link = createSipLink({
      ...this.#parts,
      credentials,
      createHandler: (session) => this.#sessions.handlerOf(session),
      onState: (link) => {
        this.#change({ link })
        this.#sessions.noteLink(link.kind)
      },
      onInvite: (invitation) => this.#invited(invitation),
      onMessages: (messages) => this.#change({ messages }),
      onSocketLost: () => this.#lines.loseSocket(),
    })
  }

  #closeLink(): void {
    const link = this.#link
    this.#link = null
    if (link !== null) this.#closing = link.close().catch(this.#parts.report)
  }

  #invited(invitation: Invitation): void {
    this.#reach.interrupt()
    if (this.#monitors.take(invitation)) return
    performance.mark('najva:invite')
    const before = this.#lines.live.length
    this.#lines.invited(invitation)
    if (this.#lines.live.length === before) return
    // A socket that died without a word would let the phone ring for a caller long gone.
    this.#cancelCheck()
    this.#cancelCheck = this.#parts.clock.after(checkAfterMs, () => this.#link?.check())
  }

  #createLines(): DeskLines {
    const { clock, random, report } = this.#parts
    return new DeskLines({
      clock,
      random,
      report,
      sound: createLineSound({ ...this.#outputs, onFirstSound: () => this.#page.release(), report }),
      settings: () => this.#callSettings,
      openMicrophone: () => this.#microphones.open(),
      createMedia: this.#sessions.create,
      ...this.#callMaker,
      isUnwanted: (identity) => this.#isUnwanted(identity),
      onChange: (calls, call) => this.#change({ calls, call }),
      onEvent: (event) => {
        this.#tell(event)
        if (event.kind === 'answered') this.#page.tell(() => void this.#devices.refresh())
      },
      holdDrawing: () => this.#page.hold(),
      releaseDrawing: () => this.#page.release(),
      onMicrophone: (outcome) => this.#noteMicrophone(outcome),
      onIdle: () => this.#takeWaiting(),
    })
  }

  #createMonitors(): MonitorLegs {
    return createMonitorLegs({
      ...this.#parts,
      openMicrophone: () => this.#microphones.open(),
      createMedia: this.#sessions.make,
      attach: this.#sessions.attach,
      canAdopt: () => this.#lines.live.every(({ call }) => call.state === 'ringing'),
      onAdopted: (lent, caller) => {
        this.#lines.adopt(lent, caller)
        this.#change({ deviceFailure: null })
      },
      onReleased: () => this.#lines.letGo(),
      onIdle: () => this.#takeWaiting(),
    })
  }

  #takeWaiting(): void {
    const waiting = this.#waiting
    if (waiting === null || this.#lines.live.length > 0 || this.#monitors.isBusy) return
    this.#waiting = null
    this.setCredentials(waiting.credentials)
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
    this.#outputs.route(this.#devices.current, this.#audio)
    this.#monitors.route(this.#speakerId())
    this.#microphones.update(this.#audio, this.#devices.current.microphones)
  }

  #speakerId(): string | null {
    return toDeviceId(this.#devices.current.speakers, this.#audio.speaker)
  }

  /** A better microphone is there, or its sound is to be treated in another way. */
  #changeMicrophone(): void {
    void this.#lines.changeMicrophone()
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
    const snapshot = { ...this.#snapshot, ...change }
    this.#snapshot = snapshot
    if (change.call !== undefined) this.#sound.follow(this.#lines.focus)
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
