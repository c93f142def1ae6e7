/** Who hears whom on a real Asterisk in every way a call comes about, by tones at every ear. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { MonitorMode } from '#contract/monitor'
import { earsOf } from '#tests/asterisk/support/ears'
import {
  type MonitorLab,
  openMonitorLab,
  type Situation,
  situations,
  soon,
  type Talk,
  tones,
} from '#tests/asterisk/support/monitorLab'

let floor: MonitorLab

beforeAll(async () => {
  floor = await openMonitorLab()
})

afterEach(async () => {
  await floor?.clear()
})

afterAll(async () => {
  await floor?.close()
})

const ears = ({ other, agent }: Talk) => ({
  caller: earsOf(other, tones),
  agent: earsOf(agent, tones),
  supervisor: earsOf(floor.supervisor, tones),
})

/** Joining ends the music and the hold of a switch: whoever barges in is heard by a held caller, and hears them. */
const heard: Readonly<Record<MonitorMode | 'over', { caller: string; agent: string; supervisor: string }>> = {
  listen: { caller: 'agent', agent: 'caller', supervisor: 'caller agent' },
  whisper: { caller: 'agent', agent: 'caller supervisor', supervisor: 'caller agent' },
  barge: { caller: 'agent supervisor', agent: 'caller supervisor', supervisor: 'caller agent' },
  over: { caller: 'supervisor', agent: '', supervisor: 'caller' },
}

describe.each(situations.filter((each) => each !== 'held'))('%s', (situation: Situation) => {
  test('listen, whisper, barge, back to listen, and take over', async () => {
    const talk = await floor.talk(situation)
    const id = await floor.open(talk.point, 'listen')
    for (const mode of [
      'listen',
      'whisper',
      'listen',
      'whisper',
      'barge',
      'whisper',
      'barge',
      'listen',
    ] as const) {
      await floor.steer(id, talk.point, mode)
      await expect.poll(() => ears(talk), soon).toEqual(heard[mode])
      expect(floor.legOf(id)).toBe(mode)
    }
    expect(await floor.link.execute({ kind: 'monitorTakeOver', monitorId: id })).toEqual({
      ok: true,
      value: null,
    })
    await expect.poll(() => ears(talk), soon).toMatchObject({ caller: 'supervisor', supervisor: 'caller' })
    expect(floor.legOf(id)).toBe('talking')
  })
})
