/** A queue's ring opens the way of the sound early on a real Asterisk: who hears what before and after the click. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  endCalls,
  type LabPhone,
  openPhoneLab,
  type PhoneLab,
  tonesHz,
  untilCallerHears,
} from '#tests/asterisk/support/phoneLab'

const { agent: agentHz, colleague: colleagueHz, caller: callerHz } = tonesHz
const soon = { timeout: 20_000, interval: 50 }
const silentDb = -50

let lab: PhoneLab

beforeAll(async () => {
  lab = await openPhoneLab()
}, 120_000)

afterAll(() => lab?.close())

afterEach(() => endCalls(lab))

/** It rings there, the way of its sound is open, and nothing has been sent over it. */
async function untilOpen(phone: LabPhone): Promise<void> {
  await phone.untilCalls([{ state: 'ringing' }])
  await expect
    .poll(() => phone.page.evaluate(() => window.najva.newestWay()), soon)
    .toEqual({ state: 'connected', sent: 0 })
}

async function expectSilence(phone: LabPhone): Promise<void> {
  const [heard = 0] = await phone.page.evaluate((hz) => window.najva.playedDb([hz], 500), callerHz)
  expect(heard).toBeLessThan(silentDb)
  expect(await phone.page.evaluate(() => window.najva.openMicrophones())).toBe(0)
  expect(await phone.page.evaluate(() => window.najva.newestWay())).toEqual({ state: 'connected', sent: 0 })
}

test('before the click nobody is heard and no microphone is open; after it both are', async () => {
  const leg = lab.ring()
  await untilOpen(lab.agent)
  await expectSilence(lab.agent)
  expect(lab.caller.levelDb(agentHz)).toBeLessThan(silentDb)
  await lab.agent.order((phone) => phone.answer())
  await untilCallerHears(lab.caller, { [agentHz]: true })
  await lab.agent.untilHears({ [callerHz]: true })
  expect(leg.state).toBe('up')
  await lab.agent.order((phone) => phone.setHeld(true))
  await untilCallerHears(lab.caller, { [agentHz]: false })
  await lab.agent.order((phone) => phone.setHeld(false))
  await untilCallerHears(lab.caller, { [agentHz]: true })
}, 90_000)

test('several phones ring: the one that answers has the caller, the other lets go of everything', async () => {
  await lab.cli('queue add member PJSIP/1001 to sales')
  await lab.cli('queue add member PJSIP/1002 to sales')
  lab.caller.call('+982188001002')
  await untilOpen(lab.agent)
  await untilOpen(lab.colleague)
  await expectSilence(lab.agent)
  await expectSilence(lab.colleague)
  await lab.agent.order((phone) => phone.answer())
  await lab.colleague.untilCalls([{ state: 'ended' }])
  expect(await lab.colleague.page.evaluate(() => window.najva.events.at(-1))).toMatchObject({
    outcome: 'answered-elsewhere',
  })
  expect(await lab.colleague.page.evaluate(() => window.najva.livePeers())).toBe(0)
  await untilCallerHears(lab.caller, { [agentHz]: true, [colleagueHz]: false })
  await lab.agent.untilHears({ [callerHz]: true, [colleagueHz]: false })
  for (const member of ['PJSIP/1001', 'PJSIP/1002']) await lab.cli(`queue remove member ${member} from sales`)
}, 90_000)

test('whoever waits in a queue that rings at their ear still hears it ring, until somebody answers', async () => {
  await lab.addDialplan('exten => 9190,1,Queue(support,rb(najva-offer^queue^1))')
  await lab.colleague.order((phone) => phone.dial('9190'))
  await untilOpen(lab.agent)
  await expectSilence(lab.agent)
  await lab.colleague.untilCalls([{ state: 'dialling', progress: 'ringing' }])
  await lab.agent.order((phone) => phone.answer())
  await lab.colleague.untilCalls([{ state: 'talking' }])
  await lab.colleague.untilHears({ [agentHz]: true })
  await lab.agent.untilHears({ [colleagueHz]: true })
}, 90_000)

test('a colleague who dials straight to a phone hears it ring: its way stays shut until the click', async () => {
  await lab.colleague.order((phone) => phone.dial('1001'))
  await lab.agent.untilCalls([{ state: 'ringing' }])
  await lab.colleague.untilCalls([{ state: 'dialling', progress: 'ringing' }])
  // Longer than a way takes to open where it is opened early.
  const [ringback = -200] = [await lab.colleague.page.evaluate(() => window.najva.madeDb(425, 4000))]
  expect(ringback).toBeGreaterThan(silentDb)
  expect(await lab.agent.page.evaluate(() => window.najva.newestWay())).toEqual({ state: 'new', sent: 0 })
  await lab.colleague.untilCalls([{ state: 'dialling', progress: 'ringing' }])
  await lab.agent.order((phone) => phone.answer())
  await lab.colleague.untilHears({ [agentHz]: true })
  await lab.agent.untilHears({ [colleagueHz]: true })
}, 90_000)
