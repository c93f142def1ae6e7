/**
 * One leg that barges into one call and then into another: Asterisk links the second with the first from then on. The two
 * stay two calls all the same, for the gateway that has seen it and for one that has not.
 */
import { expect, test, vi } from 'vitest'
import type { PbxEvent } from '#contract/pbx'
import { earsOf } from '#tests/asterisk/support/ears'
import { soon, tones } from '#tests/asterisk/support/monitorLab'
import { floor, openMonitorLabForAllTests } from '#tests/asterisk/support/sharedMonitorLab'

openMonitorLabForAllTests()

/** What a gateway that has just been started reads. */
async function readAnew() {
  const link = floor.openLink()
  const events: PbxEvent[] = []
  const stop = link.listen((event) => events.push(event))
  await vi.waitFor(() => expect(events.some(({ kind }) => kind === 'snapshot')).toBe(true), soon)
  const snapshot = events.find((event) => event.kind === 'snapshot')
  return { link, events, stop, calls: snapshot?.calls ?? [] }
}

const linkedIds = async () => {
  const names = (await floor.lab.cli('core show channels concise'))
    .split('\n')
    .map((line) => line.split('!')[0] ?? '')
  const shown = names
    .filter((name) => name.startsWith('PJSIP/'))
    .map((name) => floor.lab.cli(`core show channel ${name}`))
  return new Set((await Promise.all(shown)).map((text) => /LinkedID: (\S+)/.exec(text)?.[1]))
}

test('a second barge leaves two calls, each with its own people, also to a gateway that is started meanwhile', async () => {
  const one = await floor.talk('queue')
  const two = await floor.talk('aside')
  const id = await floor.open(one.point, 'barge')
  await expect.poll(() => earsOf(one.other, tones), soon).toBe('agent supervisor')
  await floor.steer(id, one.point, 'listen')
  await floor.steer(id, two.point, 'barge')
  await expect.poll(() => earsOf(two.other, tones), soon).toBe('agent supervisor')
  await expect.poll(() => earsOf(one.other, tones), soon).toBe('agent')
  // That is what the switch makes of it: whoever reads its records by this id finds one call.
  expect((await linkedIds()).size).toBe(1)
  await floor.agree()

  await floor.steer(id, two.point, 'listen')
  const anew = await readAnew()
  expect(anew.calls.map(({ callId }) => callId).sort()).toEqual([one.point.callId, two.point.callId].sort())
  const second = anew.calls.find(({ callId }) => callId === two.point.callId)
  expect(second).toMatchObject({
    direction: 'internal',
    queueId: null,
    state: { kind: 'talking' },
  })
  const people =
    second?.state.kind === 'talking'
      ? [second.state.extension, ...(second.others ?? []).map((each) => each.extension)]
      : []
  expect(people.sort()).toEqual(['1002', '1003'])
  const first = anew.calls.find(({ callId }) => callId === one.point.callId)
  expect(first).toMatchObject({ queueId: 'support', state: { kind: 'talking', extension: '1001' } })

  // And each ends by itself, for both.
  two.agentLeg.hangUp()
  const isOver = (events: readonly PbxEvent[]) =>
    events.flatMap((event) => (event.kind === 'callEnded' ? [event.callId] : []))
  await expect.poll(() => isOver(anew.events), soon).toEqual([two.point.callId])
  await expect.poll(() => isOver(floor.events).includes(two.point.callId), soon).toBe(true)
  expect(isOver(floor.events)).not.toContain(one.point.callId)
  expect(anew.link.drift.differences).toBe(0)
  anew.stop()
  await anew.link.close()
})
