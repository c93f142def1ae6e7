/** Who hears whom on a real Asterisk in every way a call comes about and with every codec, by tones at every ear. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { MonitorMode } from '#contract/monitor'
import { earsOf, loudestDb } from '#tests/asterisk/support/ears'
import { situations, soon, type Talk, tones, voices } from '#tests/asterisk/support/monitorLab'
import { floor, openMonitorLabForAllTests, talkSteadily } from '#tests/asterisk/support/sharedMonitorLab'

openMonitorLabForAllTests()

const done = { ok: true, value: null }
const ears = ({ other, agent }: Talk) => ({
  caller: earsOf(other, tones),
  agent: earsOf(agent, tones),
  supervisor: earsOf(floor.supervisor, tones),
})

/** The phone of an agent who holds speaks on in these trials, so that what the switch lets pass is what is judged. */
const heard: Readonly<Record<MonitorMode, { caller: string; agent: string; supervisor: string }>> = {
  listen: { caller: 'agent', agent: 'caller', supervisor: 'caller agent' },
  whisper: { caller: 'agent', agent: 'caller supervisor', supervisor: 'caller agent' },
  barge: { caller: 'agent supervisor', agent: 'caller supervisor', supervisor: 'caller agent' },
}
const way = ['listen', 'whisper', 'listen', 'whisper', 'barge', 'whisper', 'barge', 'listen'] as const

describe.each(voices)('$desk at the desks, $trunk outside', (each) => {
  beforeAll(() => floor.giveVoices(each))

  test.each(situations)('%s call: listen, whisper, barge, and take over', async (situation) => {
    const talk = await floor.talk(situation)
    const id = await floor.open(talk.point, 'listen')
    for (const mode of way) {
      await floor.steer(id, talk.point, mode)
      await expect.poll(() => ears(talk), soon).toEqual(heard[mode])
      expect(floor.legOf(id)).toBe(mode)
      if (mode !== 'whisper') await floor.agree()
    }
    expect(await floor.link.execute({ kind: 'monitorTakeOver', monitorId: id })).toEqual(done)
    const after = { caller: 'supervisor', supervisor: 'caller' }
    await expect.poll(() => ears(talk), soon).toMatchObject(after)
    expect(floor.legOf(id)).toBe('talking')
    // The agent is out of it: their phone has been hung up.
    await expect.poll(() => talk.agentLeg.state, soon).toBe('ended')
    await floor.agree()
    const { callId, extension } = talk.point
    const ofCall = floor.events.filter((event) => 'callId' in event && event.callId === callId).slice(-2)
    expect(ofCall).toMatchObject([
      { kind: 'callTransferred', extension, how: 'blind', target: '1901' },
      { kind: 'callConnected', extension: '1901' },
    ])
  })

  test.each(['listen', 'whisper', 'barge'] as const)('a leg begins in %s at once', async (mode) => {
    const talk = await talkSteadily()
    const from = performance.now()
    const id = await floor.open(talk.point, mode)
    await expect.poll(() => ears(talk), soon).toEqual(heard[mode])
    if (mode !== 'barge') expect(loudestDb(talk.other.heardSince(from), tones.supervisor)).toBeLessThan(-50)
    await floor.steer(id, null, 'listen')
    await expect.poll(() => ears(talk), soon).toEqual({ caller: 'agent', agent: 'caller', supervisor: '' })
  })
})
