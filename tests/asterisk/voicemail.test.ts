/** The shipped voicemail on a real Asterisk: what is said there is told to the phone of whom it is for, and heard by them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPhoneLab, type PhoneLab, tonesHz, untilCallerHears } from '#tests/asterisk/support/phoneLab'

const { agent: agentHz, caller: callerHz } = tonesHz
const soon = { timeout: 20_000, interval: 50 }
const late = { timeout: 45_000, interval: 50 }

let lab: PhoneLab

beforeAll(async () => {
  lab = await openPhoneLab({ voicemail: true })
}, 120_000)

afterAll(() => lab?.close())

const messages = () => lab.colleague.page.evaluate(() => window.najva.snapshot().messages)
const isIdle = () =>
  expect.poll(() => lab.cli('core show channels count'), late).toContain('0 active channels')
/** Asterisk writes what is said as it comes. */
const isRecording = () => expect.poll(() => lab.cli('core show channels'), late).toContain('VoiceMail(')

/** The least of the message's tone over a second: what the machine says has the pitch too, but never without a gap. */
const singsOn = () =>
  lab.colleague.page.evaluate(async (hz) => {
    let least = 0
    for (let i = 0; i < 5; i++) least = Math.min(least, (await window.najva.playedDb([hz], 200))[0] ?? -200)
    return least
  }, agentHz)

test('a phone is told at once that nothing waits', async () => {
  await expect.poll(messages, soon).toEqual({ fresh: 0, old: 0 })
})

test('a message is left, told, heard, and old from then on; a page loaded anew is told again', async () => {
  await lab.agent.order((phone) => phone.dial('*1002'))
  await lab.agent.untilCalls([{ state: 'talking' }])
  await isRecording()
  // The greeting is played in front of it: then several seconds of the tone.
  await lab.agent.page.waitForTimeout(12_000)
  await lab.agent.order((phone) => phone.hangUp())
  await expect.poll(messages, late).toEqual({ fresh: 1, old: 0 })
  await lab.colleague.restart()
  await expect.poll(messages, soon).toEqual({ fresh: 1, old: 0 })
  await lab.colleague.order((phone) => phone.dial('*97'))
  await lab.colleague.untilCalls([{ state: 'talking' }])
  // What is said first tells how many there are; 1 plays the first.
  await lab.colleague.page.waitForTimeout(1000)
  await lab.colleague.order((phone) => phone.sendDigit('1'))
  await expect.poll(singsOn, late).toBeGreaterThan(-50)
  await lab.colleague.order((phone) => phone.hangUp())
  await expect.poll(messages, late).toEqual({ fresh: 0, old: 1 })
  await isIdle()
}, 150_000)

test('a caller who is sent to a voicemail leaves a message there, and the agent is told that they are there', async () => {
  const leg = lab.ring()
  await lab.agent.untilCalls([{ state: 'ringing' }])
  await lab.agent.order((phone) => phone.answer())
  await untilCallerHears(lab.caller, { [agentHz]: true })
  await lab.agent.untilHears({ [callerHz]: true })
  await lab.agent.order((phone) => phone.transfer('*1002'))
  await lab.agent.untilCalls([{ state: 'ended', transfer: { kind: 'blind', state: 'done', to: '*1002' } }])
  await isRecording()
  await lab.agent.page.waitForTimeout(12_000)
  expect(leg.state).toBe('up')
  leg.hangUp()
  await expect.poll(messages, late).toEqual({ fresh: 1, old: 1 })
  await isIdle()
}, 120_000)

test('nobody reaches the mailbox of somebody else: a caller who is sent to *97 is not taken there', async () => {
  const leg = lab.ring()
  await lab.agent.untilCalls([{ state: 'ringing' }])
  await lab.agent.order((phone) => phone.answer())
  await untilCallerHears(lab.caller, { [agentHz]: true })
  await lab.agent.order((phone) => phone.transfer('*97'))
  const refused = { state: 'returned', to: '*97', failure: { code: 'call-not-found' } }
  await lab.agent.untilCalls([{ transfer: refused }])
  expect(await lab.cli('core show channels')).not.toContain('VoiceMailMain')
  // The caller is still with the agent.
  expect(leg.state).toBe('up')
  await lab.agent.untilHears({ [callerHz]: true })
  leg.hangUp()
  await lab.agent.page.evaluate(() => window.najva.phone.hangUp())
  await isIdle()
}, 90_000)
