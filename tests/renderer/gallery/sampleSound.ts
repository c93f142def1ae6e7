/** What the sound of a call and of a desk can look like. */
import type { CallSound } from '#renderer/phone/quality/callSound'
import type { DeskModel } from '#renderer/state/deskModel'
import type { SoundModel } from '#renderer/state/phone/soundModel'

const headset = { id: 'h1', label: 'Jabra Evolve2 65 (0b0e:0307)' }
const laptop = { id: 'l1', label: 'Built-in Audio Analogue Stereo' }
const away = { id: 'p1', label: 'Plantronics Blackwire 3220 Series (047f:c056)' }
const monitor = { id: 'm1', label: 'Monitor speakers' }

/** Lists of devices, one of them not connected, and a second ringer. */
export function withDevices(model: DeskModel, test: SoundModel['test'] = { kind: 'off' }): DeskModel {
  if (model.desk === null) return model
  const settings = {
    ...model.desk.settings,
    microphone: [away, headset, laptop],
    speaker: [headset],
    ringer: [headset],
    secondRinger: [monitor],
    ringVolume: 0.5,
  }
  return {
    ...model,
    desk: { ...model.desk, settings },
    phone: {
      ...model.phone,
      devices: { microphones: [headset, laptop], speakers: [headset, laptop, monitor] },
    },
    sound: { ...model.sound, test },
  }
}

const way = { mos: 4.36, lossPercent: 0.2, jitterMs: 3.4 }

/** Of the call in focus. */
export function withCallSound(model: DeskModel, change: Partial<CallSound> = {}): DeskModel {
  const sipCallId = model.phone.call?.sipCallId ?? ''
  const quality = { mos: 4.36, heard: way, spoken: way, roundTripMs: 24, codec: 'opus' }
  return {
    ...model,
    sound: { ...model.sound, call: { sipCallId, quality, trouble: null, speaksMuted: false, ...change } },
  }
}

export function withPoorSound(model: DeskModel, change: Partial<CallSound> = {}): DeskModel {
  const heard = { mos: 2.6, lossPercent: 18.4, jitterMs: 61 }
  const quality = { mos: 2.6, heard, spoken: null, roundTripMs: null, codec: 'PCMA' }
  return withCallSound(model, { quality, ...change })
}

/** Scores of the agents who talk, good ones and others. */
export function withQualities(model: DeskModel): DeskModel {
  const { centre } = model
  if (centre === null) return model
  const scores = [4.4, 3.6, 2.3]
  let at = 0
  const agents = centre.agents.map((agent) => {
    if (agent.activity.kind !== 'talking') return agent
    const mos = scores[at++ % scores.length] ?? 4.4
    return { ...agent, quality: { callId: agent.activity.callId, mos } }
  })
  return { ...model, centre: { ...centre, agents } }
}
