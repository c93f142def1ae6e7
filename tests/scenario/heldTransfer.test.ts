/** Hand-overs as a desk asks for them, with the caller on hold, in the practice centre over its own exchange. */
import { type Session, SessionState } from 'sip.js'
import { expect, test } from 'vitest'
import { type CallId, QueueId } from '#contract/ids'
import type { Frame } from '#simulator/telephony'
import { type TestPeer, tonesIn } from '#tests/simulator/media/testPeer'
import { centre, next, openCentreForEachTest, seat } from '#tests/simulator/sip/centreOfPhones'
import { reached, type TestPhone } from '#tests/simulator/sip/testPhone'

const callerHz = 440
const agentHz = 660
const tones = [callerHz, agentHz]

openCentreForEachTest({ isAtWork: true })

function callerHears(callId: CallId, fits: (heard: number[]) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = centre.onHeard(callId, (frame: Frame) => {
      if (!fits(tonesIn(frame, tones))) return
      stop()
      resolve()
    })
  })
}

/** Resolves once the phone hears the caller. */
async function hearCaller(peer: TestPeer): Promise<void> {
  let heard: number[] = []
  while (!heard.includes(callerHz)) heard = tonesIn(await peer.listen(5), tones)
}

/** A queue caller is answered and put on hold. */
async function holdCaller(phone: TestPhone) {
  const callId = centre.callIn({
    number: '+989121234567',
    name: null,
    dialledNumber: '+982188001001',
    queueId: QueueId.parse('support'),
    voice: `tone:${callerHz}`,
    patienceMs: null,
  })
  const invitation = await phone.invitations.take()
  const peer = await phone.answer(invitation)
  await next('callConnected')
  await phone.setDirection(invitation, 'sendonly')
  await next('callHeld')
  return { callId, invitation, peer }
}

/** Sends the REFER, and collects the status lines that come for it. */
async function refer(phone: TestPhone, session: Session, to: string | Session): Promise<string[]> {
  const reports: string[] = []
  const target = typeof to === 'string' ? phone.agent.configuration.uri.clone() : to
  if (typeof to === 'string' && 'user' in target) target.user = to
  await session.refer(target, {
    onNotify(note) {
      void note.accept()
      reports.push(note.request.body.split('\r\n')[0] ?? '')
    },
  })
  return reports
}

test('handed over from hold, the caller and the colleague hear each other', async () => {
  const phone = await seat('1001')
  const { callId, invitation } = await holdCaller(phone)
  const other = await seat('1002')
  await refer(phone, invitation, '1002')
  const peer = await other.answer(await other.invitations.take())
  expect(await next('callTransferred')).toMatchObject({ callId, how: 'blind', target: '1002' })
  const hears = callerHears(callId, (heard) => heard.includes(agentHz))
  peer.speak(agentHz)
  await hears
  await hearCaller(peer)
})

test('not taken, the caller is on hold as before, and is heard again when taken off', async () => {
  const phone = await seat('1001')
  const { callId, invitation, peer } = await holdCaller(phone)
  const other = await seat('1002')
  const reports = await refer(phone, invitation, '1002')
  await (await other.invitations.take()).reject({ statusCode: 486 })
  await expect.poll(() => reports.at(-1), { timeout: 10_000 }).toMatch(/^SIP\/2\.0 4\d\d/)
  const hears = callerHears(callId, (heard) => heard.includes(agentHz))
  await phone.setDirection(invitation, 'sendrecv')
  await next('callResumed')
  peer.speak(agentHz)
  await hears
  await hearCaller(peer)
})

test('asked first: the consulted colleague takes the caller from hold', async () => {
  const phone = await seat('1001')
  const { callId, invitation } = await holdCaller(phone)
  const other = await seat('1002')
  const { session } = phone.dial('1002')
  const peer = await other.answer(await other.invitations.take())
  await reached(session, SessionState.Established)
  const reports = await refer(phone, invitation, session)
  await expect.poll(() => reports.at(-1), { timeout: 10_000 }).toContain('200')
  const hears = callerHears(callId, (heard) => heard.includes(agentHz))
  peer.speak(agentHz)
  await hears
  await hearCaller(peer)
})
