/** Brings the phone's sound into the model, and tells the gateway how good it is. */
import { echoExtension } from '#contract/echoTest'
import { type QualityReport, qualityEveryMs } from '#contract/quality'
import type { CallSound } from '#renderer/phone/quality/callSound'
import type { DeskCore } from '#renderer/state/deskCore'
import type { SoundActions } from '#renderer/state/phone/soundModel'

export interface SoundFlow {
  readonly actions: SoundActions
  end(): void
}

export function createSoundFlow(core: DeskCore): SoundFlow {
  const { phone, store } = core
  const reports = createReports(core)
  const stop = phone.sound.onChange((sound) => {
    store.setState({ sound })
    reports.follow(sound.call)
  })
  return {
    actions: createActions(core),
    end() {
      stop()
      reports.end()
      phone.sound.stopTest()
    },
  }
}

function createActions({ phone, settle }: DeskCore): SoundActions {
  const { sound } = phone
  return {
    async startSoundTest() {
      settle(await sound.startTest())
    },
    async recordSoundTest() {
      const answer = await sound.record()
      // Stopped on purpose it is nobody's failure.
      if (!answer.ok && answer.failure.code !== 'wrong-state') settle(answer)
    },
    stopSoundTest: () => sound.stopTest(),
    playTestTone: () => sound.playTone(),
    testLevel: () => sound.testLevel(),
    async callEcho() {
      sound.stopTest()
      settle(await phone.dial(echoExtension))
    },
  }
}

/** Every few seconds while a call of the live model is up; a report that cannot be sent now is worth nothing later. */
function createReports({ phone, bridge, clock }: DeskCore) {
  let followed: string | null = null
  let cancel = (): void => undefined
  const report = (): void => {
    cancel = clock.after(qualityEveryMs, report)
    const message = toReport(phone.sound.snapshot.call, phone.snapshot.call)
    if (message !== null) bridge.tell((client) => client.quality.report(message))
  }
  return {
    follow(call: CallSound | null) {
      const next = call?.sipCallId ?? null
      if (next === followed) return
      followed = next
      cancel()
      if (next !== null) cancel = clock.after(qualityEveryMs, report)
    },
    end: () => cancel(),
  }
}

/** null for a call the live model does not know, and one that was not measured yet. */
export function toReport(
  sound: CallSound | null,
  call: { readonly sipCallId: string; readonly callId: QualityReport['callId'] | null } | null,
): QualityReport | null {
  if (sound === null || sound.quality === null || call === null || call.callId === null) return null
  if (call.sipCallId !== sound.sipCallId) return null
  const { mos, heard, roundTripMs } = sound.quality
  return {
    callId: call.callId,
    mos: Math.round(mos * 10) / 10,
    lossPercent: toTenths(heard.lossPercent, 100),
    jitterMs: toTenths(heard.jitterMs, 60_000),
    roundTripMs: roundTripMs === null ? null : toTenths(roundTripMs, 60_000),
  }
}

function toTenths(value: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(value * 10) / 10))
}
