/** What the phone's monitoring legs are to the rest of the page: plain data out, commands in, no SIP. */
import type { Answer } from '#contract/failure'
import type { CallId, MonitorId } from '#contract/ids'

/** A leg that is up; one that is gone is not in the list. */
export interface PhoneLeg {
  readonly monitorId: MonitorId
  /** `adopted`: it is the phone's ordinary call now, after a take-over. */
  readonly kind: 'monitoring' | 'adopted'
  /**
   * - `out` closed; silence is sent in its place
   * - `opening`, `ready` open or nearly so, and switched off: silence is sent still
   * - `in` heard by whoever the switch lets hear this leg
   */
  readonly microphone: 'out' | 'opening' | 'ready' | 'in'
}

/** From 0 (silence) to 1 (full scale), on a scale a meter can show as it is. */
export interface LegLevels {
  /** Agent and caller, whom the switch sends as one sound. */
  readonly heard: number
  /** The microphone; 0 while it is out. */
  readonly own: number
}

/** RTP packets since the leg began. */
export interface PacketCount {
  readonly received: number
  readonly sent: number
}

/** Who is on the other side of an adopted leg. */
export interface AdoptedCaller {
  readonly callId: CallId
  readonly number: string | null
  readonly name: string | null
}

export interface PhoneLegs {
  readonly all: readonly PhoneLeg[]
  /** Legs will be asked for: one is kept ready, so that it is heard sooner. To be said again now and then. */
  makeReady(): void
  /** One is being asked for now: the sound card opens meanwhile, and closes again where none comes within 10 s. */
  awaitOne(): void
  onChange(listener: (legs: readonly PhoneLeg[]) => void): () => void
  /**
   * The INVITE that carries this token is answered at once and silently, whichever of the two comes first. A token is
   * good for one INVITE within 10 s; an INVITE waits 3 s for its token.
   */
  expect(monitorId: MonitorId, token: string): void
  /** Hangs the leg up, or forgets the token that is still waited for. */
  forget(monitorId: MonitorId): void
  /** The one that is heard in the middle and at full level; null for none of them. */
  focus(monitorId: MonitorId | null): void
  /** Opens the microphone without letting anyone hear it. `wrong-state` without a leg that is up, or when taken back. */
  prepare(monitorId: MonitorId): Promise<Answer<null>>
  /** Opens the microphone where it is not open, and puts it into the leg. */
  speak(monitorId: MonitorId): Promise<Answer<null>>
  /** Nothing more is sent from the microphone from this turn on, and it is let go of. */
  hush(monitorId: MonitorId): void
  /** null without such a leg. */
  levels(monitorId: MonitorId): LegLevels | null
  countPackets(monitorId: MonitorId): Promise<PacketCount | null>
  /**
   * Makes the leg the phone's ordinary call, with its microphone open. A call that only rings gives way; one that is up
   * does not (`wrong-state`).
   */
  adopt(monitorId: MonitorId, caller: AdoptedCaller): Answer<null>
  /** Makes the ordinary call a silent leg again: it was handed back. */
  release(monitorId: MonitorId): Answer<null>
}
