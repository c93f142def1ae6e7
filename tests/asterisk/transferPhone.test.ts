/** Hand-overs and several calls of the desk's phone on a real Asterisk, with a tone at every ear. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  endCalls,
  openPhoneLab,
  type PhoneLab,
  tonesHz,
  untilCallerHears,
} from '#tests/asterisk/support/phoneLab'
import type { SipLeg } from '#tests/support/sip/sipLeg'

const { agent: agentHz, colleague: colleagueHz, caller: callerHz } = tonesHz
const soon = { timeout: 20_000, interval: 50 }

let lab: PhoneLab

beforeAll(async () => {
  lab = await openPhoneLab()
}, 120_000)

afterAll(() => lab?.close())

afterEach(() => endCalls(lab))

async function talk(): Promise<SipLeg> {
  const leg = lab.ring()
  await lab.agent.untilCalls([{ state: 'ringing' }])
  await lab.agent.order((phone) => phone.answer())
  await untilCallerHears(lab.caller, { [agentHz]: true })
  await lab.agent.untilHears({ [callerHz]: true })
  return leg
}

test('blind, to a colleague who answers: the two talk, and the agent is out of it', async () => {
  const leg = await talk()
  await lab.agent.order((phone) => phone.transfer('1002'))
  await lab.colleague.untilCalls([{ state: 'ringing' }])
  await lab.agent.untilCalls([{ state: 'ended', transfer: { kind: 'blind', state: 'done', to: '1002' } }])
  await lab.colleague.order((phone) => phone.answer())
  await untilCallerHears(lab.caller, { [agentHz]: false, [colleagueHz]: true })
  await lab.colleague.untilHears({ [callerHz]: true, [agentHz]: false })
  expect(leg.state).toBe('up')
}, 90_000)

test('blind, to a colleague who does not take it: the caller rings again where they came from, which says so', async () => {
  const leg = await talk()
  await lab.agent.order((phone) => phone.transfer('1002'))
  await lab.colleague.untilCalls([{ state: 'ringing' }])
  await lab.colleague.order((phone) => phone.decline())
  await lab.agent.untilCalls([{ state: 'ringing', transfer: { state: 'returned', to: '1002' } }])
  await lab.agent.order((phone) => phone.answer())
  await untilCallerHears(lab.caller, { [agentHz]: true })
  await lab.agent.untilHears({ [callerHz]: true })
  expect(leg.state).toBe('up')
}, 90_000)

test('blind, to nobody: refused, and the caller is talked to again', async () => {
  const leg = await talk()
  await lab.agent.order((phone) => phone.transfer('7777'))
  await lab.agent.untilCalls([
    { state: 'talking', transfer: { state: 'returned', failure: { code: 'call-not-found' } } },
  ])
  await untilCallerHears(lab.caller, { [agentHz]: true })
  expect(leg.state).toBe('up')
}, 90_000)

test('attended: the caller waits unheard while the colleague is asked, then the two talk', async () => {
  const leg = await talk()
  await lab.agent.page.evaluate(() =>
    window.najva.phone.dial('1002', { consultsFor: window.najva.snapshot().call?.sipCallId ?? null }),
  )
  await lab.colleague.untilCalls([{ state: 'ringing' }])
  await lab.agent.untilCalls([{ state: 'held' }, { state: 'dialling', progress: 'ringing' }])
  await lab.colleague.order((phone) => phone.answer())
  await lab.agent.untilHears({ [colleagueHz]: true, [callerHz]: false })
  await lab.colleague.untilHears({ [agentHz]: true, [callerHz]: false })
  await untilCallerHears(lab.caller, { [agentHz]: false, [colleagueHz]: false })
  await lab.agent.order((phone) => phone.completeTransfer())
  await untilCallerHears(lab.caller, { [agentHz]: false, [colleagueHz]: true })
  await lab.colleague.untilHears({ [callerHz]: true, [agentHz]: false })
  await lab.agent.untilCalls([
    { state: 'ended', transfer: { kind: 'attended', state: 'done' } },
    { state: 'ended' },
  ])
  expect(leg.state).toBe('up')
}, 90_000)

test('attended, completed before the colleague answered: the caller rings there by themselves', async () => {
  const leg = await talk()
  await lab.agent.page.evaluate(() =>
    window.najva.phone.dial('1002', { consultsFor: window.najva.snapshot().call?.sipCallId ?? null }),
  )
  await lab.agent.untilCalls([{ state: 'held' }, { progress: 'ringing' }])
  await lab.agent.order((phone) => phone.completeTransfer())
  await expect
    .poll(() => lab.colleague.page.evaluate(() => window.najva.snapshot().call?.number), soon)
    .toContain('9121112233')
  await lab.colleague.order((phone) => phone.answer())
  await untilCallerHears(lab.caller, { [colleagueHz]: true, [agentHz]: false })
  expect(leg.state).toBe('up')
}, 90_000)

test('a dialled colleague who is busy, and a number nobody has, are told by their reason', async () => {
  await lab.agent.order((phone) => phone.dial('1002'))
  await lab.colleague.untilCalls([{ state: 'ringing' }])
  await lab.colleague.order((phone) => phone.decline())
  await lab.agent.untilCalls([{ state: 'ended', failure: { code: 'call-busy' } }])
  await lab.agent.order((phone) => phone.dial('7777'))
  await lab.agent.untilCalls([{ state: 'ended', failure: { code: 'call-not-found' } }])
}, 90_000)

test('what the network says before the answer is heard, and no tone of the phone over it', async () => {
  const [networkHz, ringbackHz] = [850, 425]
  const speak = (exten: string, end: string) =>
    ['Ringing()', 'Progress()', `PlayTones(${networkHz})`, 'Wait(4)', end, 'Wait(30)']
      .map((app, i) => (i === 0 ? `exten => ${exten},1,${app}` : ` same => n,${app}`))
      .join('\n')
  await lab.addDialplan(`${speak('9180', 'Hangup(17)')}\n${speak('9181', 'Answer()')}`)
  await lab.agent.order((phone) => phone.dial('9180'))
  await lab.agent.untilCalls([{ state: 'dialling', progress: 'early-media' }])
  await lab.agent.untilHears({ [networkHz]: true })
  const made = await lab.agent.page.evaluate((hz) => window.najva.madeDb(hz, 1000), ringbackHz)
  expect(made).toBeLessThan(-50)
  await lab.agent.untilCalls([{ state: 'ended', failure: { code: 'call-busy' } }])
  await lab.agent.order((phone) => phone.dial('9181'))
  await lab.agent.untilCalls([{ progress: 'early-media' }])
  await lab.agent.untilCalls([{ state: 'talking', progress: null }])
}, 90_000)

test('two callers: swapped, mixed on the desk and parted, every ear hears what it should', async () => {
  // A phone in a call is busy for queues here: the second caller is one the agent dials.
  await talk()
  await lab.agent.order((phone) => phone.dial('1002'))
  await lab.colleague.untilCalls([{ state: 'ringing' }])
  await lab.colleague.order((phone) => phone.answer())
  await lab.agent.untilHears({ [colleagueHz]: true, [callerHz]: false })
  await untilCallerHears(lab.caller, { [agentHz]: false, [colleagueHz]: false })
  await lab.agent.page.evaluate(() =>
    window.najva.phone.focus(window.najva.snapshot().calls[0]?.sipCallId ?? ''),
  )
  await lab.agent.untilHears({ [colleagueHz]: false, [callerHz]: true })
  await lab.colleague.untilHears({ [agentHz]: false, [callerHz]: false })
  await untilCallerHears(lab.caller, { [agentHz]: true, [colleagueHz]: false })
  await lab.agent.order((phone) => phone.setConferenced(true))
  await lab.agent.untilHears({ [colleagueHz]: true, [callerHz]: true })
  await lab.colleague.untilHears({ [agentHz]: true, [callerHz]: true })
  await untilCallerHears(lab.caller, { [agentHz]: true, [colleagueHz]: true })
  await lab.agent.order((phone) => phone.setConferenced(false))
  await lab.agent.untilHears({ [colleagueHz]: false, [callerHz]: true })
  await lab.colleague.untilHears({ [agentHz]: false, [callerHz]: false })
  await untilCallerHears(lab.caller, { [agentHz]: true, [colleagueHz]: false })
}, 90_000)

test('to a queue: the caller waits there', async () => {
  const leg = await talk()
  await lab.agent.order((phone) => phone.transfer('+982188001002'))
  await lab.agent.untilCalls([{ state: 'ended', transfer: { state: 'done' } }])
  await expect.poll(() => lab.cli('queue show sales'), soon).toContain('wait:')
  expect(leg.state).toBe('up')
}, 90_000)
