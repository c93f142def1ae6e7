/**
 * The life of one monitoring leg. It never rings: it is held back until its token is known, and answered with silence.
 *
 * waiting ─token─▶ answering ─200─▶ up ◀─hand back─ adopted (the phone's ordinary call)
 *    │ no token in time: 403 │          └──take-over───▶ │
 *    └───────── CANCEL ──────┴── BYE, no media, media lost ┴──▶ ended
 */
import { type Invitation, SessionState } from 'sip.js'
import { type Answer, done, failed } from '#contract/failure'
import type { MonitorId } from '#contract/ids'
import type { Clock } from '#contract/time'
import type { Microphone } from '#renderer/phone/devices/microphone'
import type { CallMedia } from '#renderer/phone/media/callMedia'
import type { LegEar, LegSound } from '#renderer/phone/monitoring/legSound'
import type { LegLevels, PhoneLeg } from '#renderer/phone/monitoring/phoneLegs'
import type { StereoPlace } from '#renderer/phone/monitoring/stereoPlaces'

export interface MonitorLegParts {
  readonly invitation: Invitation
  readonly media: CallMedia
  readonly clock: Clock
  readonly openMicrophone: () => Promise<Answer<Microphone>>
  readonly onChange: () => void
  /** Told once; also of a leg that never was up. */
  readonly onEnded: (leg: MonitorLeg) => void
  readonly report: (error: unknown) => void
}

/** What an adopted leg takes along into the ordinary call. */
export interface LentLeg {
  readonly invitation: Invitation
  readonly media: CallMedia
  /** Open and in the leg; null where it was lost. */
  readonly microphone: Microphone | null
}

/** Not a leg of this desk, or one nobody here asked for. */
const forbiddenStatus = 403
const busyStatus = 486
/** A leg that is answered and finds no way for its sound is ended: silence must not be taken for a quiet call. */
const soundDueMs = 10_000

export class MonitorLeg {
  readonly #parts: MonitorLegParts
  #state: 'waiting' | 'answering' | 'up' | 'adopted' | 'ended' = 'waiting'
  #monitorId: MonitorId | null = null
  #sound: LegSound | null = null
  #isConnected = false
  #ear: LegEar | null = null
  #place: StereoPlace = { pan: 0, gainDb: 0 }
  #microphone: Microphone | null = null
  #meter: ReturnType<LegSound['measure']> | null = null
  #opening: Promise<Answer<null>> | null = null
  #mark: PhoneLeg['microphone'] = 'out'
  /** Counts the times the microphone was taken out, so that one that opens late stays out. */
  #turn = 0
  #cancelDue: () => void = () => undefined

  constructor(parts: MonitorLegParts) {
    this.#parts = parts
    this.#listen()
    parts.invitation.stateChange.addListener((state) => {
      if (state === SessionState.Terminated) this.#end()
    })
    const { body } = parts.invitation
    // The answer is made while the token comes; nothing is sent before it is there.
    if (body !== undefined && body !== '') parts.media.prepare(body)
  }

  /** null until the leg is up, and after its end. */
  get leg(): PhoneLeg | null {
    if (this.#monitorId === null || (this.#state !== 'up' && this.#state !== 'adopted')) return null
    const kind = this.#state === 'up' ? 'monitoring' : 'adopted'
    return { monitorId: this.#monitorId, kind, microphone: this.#mark }
  }

  get monitorId(): MonitorId | null {
    return this.#monitorId
  }

  /** Answers at once, with silence in the place of the microphone. */
  async answer(monitorId: MonitorId, openSound: () => LegSound): Promise<void> {
    if (this.#state !== 'waiting') return
    const { invitation, media, clock, report } = this.#parts
    this.#state = 'answering'
    this.#monitorId = monitorId
    try {
      await media.beginAnswer()
      if (this.#state !== 'answering') return
      await invitation.accept()
    } catch (error) {
      // An offer this browser cannot answer, or a leg that was taken back meanwhile.
      if (this.#state === 'answering') report(error)
      this.refuse()
      return
    }
    if (this.#state !== 'answering') return
    this.#state = 'up'
    // The sound card opens while the two sides still greet each other, and never delays the answer.
    this.#sound = openSound()
    media.setMicrophone(this.#sound.silence).catch(report)
    if (this.#isConnected) this.hear()
    else this.#cancelDue = clock.after(soundDueMs, () => this.hangUp())
    this.#parts.onChange()
  }

  /** 403 for a leg without its token; `busy` for one more than a phone takes. */
  refuse(why: 'forbidden' | 'busy' = 'forbidden'): void {
    if (this.#state !== 'waiting' && this.#state !== 'answering') return
    this.#end()
    const statusCode = why === 'busy' ? busyStatus : forbiddenStatus
    this.#parts.invitation.reject({ statusCode }).catch(this.#parts.report)
  }

  /** Sound can flow. */
  hear(): void {
    this.#isConnected = true
    this.#cancelDue()
    if (this.#sound === null || this.#ear !== null || this.#state !== 'up') return
    this.#ear = this.#sound.listen(this.#parts.media.remote)
    this.#ear.place(this.#place)
  }

  place(place: StereoPlace): void {
    this.#place = place
    this.#ear?.place(place)
  }

  levels(): LegLevels {
    return { heard: this.#ear?.level() ?? 0, own: this.#mark === 'in' ? (this.#meter?.level() ?? 0) : 0 }
  }

  countPackets() {
    return this.#parts.media.countPackets()
  }

  prepare(): Promise<Answer<null>> {
    if (this.#state !== 'up') return Promise.resolve(failed('wrong-state'))
    if (this.#microphone !== null) return Promise.resolve(done(null))
    this.#opening ??= this.#open(this.#turn)
    return this.#opening
  }

  async speak(): Promise<Answer<null>> {
    const turn = this.#turn
    const prepared = await this.prepare()
    if (!prepared.ok) return prepared
    const microphone = this.#microphone
    if (turn !== this.#turn || microphone === null) return failed('wrong-state')
    microphone.track.enabled = true
    this.#note('in')
    return done(null)
  }

  hush(): void {
    if (this.#state === 'adopted') return
    this.#turn += 1
    this.#opening = null
    const microphone = this.#microphone
    this.#forgetMicrophone()
    if (microphone === null) return
    microphone.track.enabled = false
    const { media, report } = this.#parts
    media.setMicrophone(this.#sound?.silence ?? null).catch(report)
    microphone.close()
  }

  /** Gives the leg away to become the ordinary call; null where it is not up. */
  lend(): LentLeg | null {
    if (this.#state !== 'up') return null
    const { invitation, media } = this.#parts
    const microphone = this.#microphone
    this.#turn += 1
    this.#opening = null
    this.#microphone = null
    this.#meter?.close()
    this.#meter = null
    this.#mark = 'in'
    this.#state = 'adopted'
    this.#stopHearing()
    this.#parts.onChange()
    return { invitation, media, microphone }
  }

  /** The ordinary call has let go of it: it is a silent leg again. */
  takeBack(): void {
    if (this.#state !== 'adopted') return
    this.#state = 'up'
    this.#mark = 'out'
    this.#listen()
    this.#parts.media.setMicrophone(this.#sound?.silence ?? null).catch(this.#parts.report)
    this.hear()
    this.#parts.onChange()
  }

  hangUp(): void {
    if (this.#state === 'waiting' || this.#state === 'answering') {
      this.refuse()
      return
    }
    // An adopted leg is the ordinary call's to end.
    if (this.#state !== 'up') return
    this.#end()
    try {
      this.#parts.invitation.bye().catch(this.#parts.report)
    } catch (error) {
      this.#parts.report(error)
    }
  }

  #listen(): void {
    const { invitation, report } = this.#parts
    invitation.delegate = {
      onCancel: () => this.#end(),
      onBye: (bye) => {
        void bye.accept().catch(report)
        this.#end()
      },
      // The library would follow a transfer by itself and make this phone dial anyone.
      onRefer: (referral) => void referral.reject().catch(report),
    }
  }

  async #open(turn: number): Promise<Answer<null>> {
    this.#note('opening')
    const opened = await this.#parts.openMicrophone()
    if (turn !== this.#turn || this.#state !== 'up') {
      if (opened.ok) opened.value.close()
      return failed('wrong-state')
    }
    this.#opening = null
    this.#note(opened.ok ? 'ready' : 'out')
    if (!opened.ok) return opened
    const microphone = opened.value
    // Switched off it sends silence, and is heard from the very packet in which it is switched on.
    microphone.track.enabled = false
    this.#parts.media.setMicrophone(microphone.track).catch(this.#parts.report)
    microphone.track.addEventListener('ended', () => {
      if (this.#microphone === microphone) this.hush()
    })
    this.#microphone = microphone
    this.#meter = this.#sound?.measure(microphone.track) ?? null
    return done(null)
  }

  #note(mark: PhoneLeg['microphone']): void {
    if (this.#mark === mark) return
    this.#mark = mark
    this.#parts.onChange()
  }

  #forgetMicrophone(): void {
    this.#meter?.close()
    this.#meter = null
    this.#microphone = null
    this.#note('out')
  }

  #stopHearing(): void {
    this.#ear?.close()
    this.#ear = null
  }

  #end(): void {
    if (this.#state === 'ended') return
    const wasAdopted = this.#state === 'adopted'
    this.#state = 'ended'
    this.#cancelDue()
    this.#turn += 1
    this.#microphone?.close()
    this.#microphone = null
    this.#meter?.close()
    this.#stopHearing()
    if (!wasAdopted) this.#parts.media.close()
    this.#parts.onEnded(this)
  }
}
