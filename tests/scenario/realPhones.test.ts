/** The practice centre over its own exchange: whole SIP phones ring, talk, hold, transfer and vanish. */
import { SessionState } from 'sip.js'
import { describe, expect, test } from 'vitest'
import { type CallId, QueueId } from '#contract/ids'
import type { Frame } from '#simulator/telephony'
import { type TestPeer, tonesIn } from '#tests/simulator/media/testPeer'
import { centre, exchange, next, openCentreForEachTest, seat } from '#tests/simulator/sip/centreOfPhones'
import { reached, type TestPhone } from '#tests/simulator/sip/testPhone'

const tones = [440, 660]

openCentreForEachTest({ isAtWork: true })

function callIn(): CallId {
  return centre.callIn({
    number: '+989121234567',
    name: null,
    dialledNumber: '+982188001001',
    queueId: QueueId.parse('support'),
    voice: 'tone:440',
    patienceMs: null,
  })
}

/** Resolves with the first frame the caller hears that fits. */
function callerHears(callId: CallId, fits: (heard: number[]) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = centre.onHeard(callId, (frame: Frame) => {
      if (!fits(tonesIn(frame, tones))) return
      stop()
      resolve()
    })
  })
}

/** Resolves once the phone hears this tone; its first frames may be from before the other side spoke. */
async function hear(peer: TestPeer, tone: number): Promise<void> {
  let heard: number[] = []
  while (!heard.includes(tone)) heard = tonesIn(await peer.listen(5), tones)
}

async function answerCall(phone: TestPhone) {
  const callId = callIn()
  const hears = callerHears(callId, (heard) => heard.includes(660))
  const invitation = await phone.invitations.take()
  expect(invitation.request.getHeader('X-Najva-Call')).toBe(callId)
  const peer = await phone.answer(invitation)
  peer.speak(660)
  await next('callConnected')
  await hears
  return { callId, invitation, peer }
}

describe('a queue call on a whole phone', () => {
  test('is heard both ways, silent on hold, heard again, and ended by the agent', async () => {
    const phone = await seat('1001')
    const { callId, invitation, peer } = await answerCall(phone)
    expect(tonesIn(await peer.listen(10), tones)).toEqual([440])

    const quiet = callerHears(callId, (heard) => heard.length === 0)
    await phone.setDirection(invitation, 'sendonly')
    expect((await next('callHeld')).extension).toBe('1001')
    await quiet

    const again = callerHears(callId, (heard) => heard.includes(660))
    await phone.setDirection(invitation, 'sendrecv')
    await next('callResumed')
    await again

    await invitation.bye()
    expect((await next('callEnded')).end).toBe('agent-hung-up')
  })

  test('goes back to the head of the queue when the phone is lost for good, and to the next agent', async () => {
    const phone = await seat('1001')
    const { callId } = await answerCall(phone)
    const other = await seat('1002')
    await phone.agent.transport.disconnect()
    await next('phoneUnregistered')
    exchange.clock.advance(60_000)
    expect(await next('callTransferred')).toMatchObject({ callId, extension: '1001' })
    expect((await other.invitations.take()).request.getHeader('X-Najva-Call')).toBe(callId)
  })

  test('is handed to a colleague, and the caller hears them instead', async () => {
    const phone = await seat('1001')
    const { callId, invitation } = await answerCall(phone)
    const other = await seat('1002')
    const target = phone.agent.configuration.uri.clone()
    target.user = '1002'
    await invitation.refer(target, { onNotify: (note) => void note.accept() })
    const peer = await other.answer(await other.invitations.take())
    expect(await next('callTransferred')).toMatchObject({ callId, how: 'blind', target: '1002' })
    const hears = callerHears(callId, (heard) => heard.includes(440) === false && heard.includes(660))
    peer.speak(660)
    await hears
    expect(tonesIn(await peer.listen(10), tones)).toEqual([440])
  })

  test('the caller who leaves while it rings stops the phone', async () => {
    const phone = await seat('1001')
    const callId = callIn()
    const invitation = await phone.invitations.take()
    const cancelled = new Promise<void>((resolve) => {
      invitation.delegate = { onCancel: () => resolve() }
    })
    centre.hangUpCaller(callId)
    await cancelled
    expect((await next('callEnded')).end).toBe('abandoned')
  })
})

test('a dialled number gets its answer: busy', async () => {
  const phone = await seat('1001')
  const { refused } = phone.dial('02112345486')
  await next('callEntered')
  exchange.clock.advance(2_000)
  expect(await refused).toBe(486)
})

test('two desks talk to each other, and one hangs up', async () => {
  const phone = await seat('1001')
  const other = await seat('1002')
  const { session } = phone.dial('1002')
  const invitation = await other.invitations.take()
  const peer = await other.answer(invitation)
  await next('callConnected')
  phone.peerOf(session).speak(660)
  await hear(peer, 660)
  await invitation.bye()
  expect((await next('callEnded')).end).toBe('agent-hung-up')
})

describe('at somebody’s command', () => {
  test('a caller is given to another desk: the first phone is hung up, the other rings and is heard', async () => {
    const phone = await seat('1001')
    const other = await exchange.phone('1901')
    const { callId, invitation } = await answerCall(phone)
    expect(await centre.execute({ kind: 'giveTo', callId, extension: '1901' })).toMatchObject({ ok: true })
    await reached(invitation, SessionState.Terminated)
    const offered = await other.invitations.take()
    expect(offered.request.getHeader('X-Najva-Call')).toBe(callId)
    expect(offered.remoteIdentity.uri.user).toBe('+989121234567')
    const peer = await other.answer(offered)
    const hears = callerHears(callId, (heard) => heard.includes(660))
    peer.speak(660)
    await hears
    expect(tonesIn(await peer.listen(10), tones)).toEqual([440])
  })

  test('unanswered there, the caller rings at the first desk again', async () => {
    const phone = await seat('1001')
    const other = await exchange.phone('1901')
    const { callId } = await answerCall(phone)
    await centre.execute({ kind: 'giveTo', callId, extension: '1901' })
    const offered = await other.invitations.take()
    await exchange.next('ringing')
    exchange.clock.advance(20_000)
    await reached(offered, SessionState.Terminated)
    expect(await next('offerEnded')).toMatchObject({ extension: '1901', outcome: 'no-answer' })
    await centre.execute({ kind: 'finishWrapUp', extension: '1001' })
    const again = await phone.invitations.take()
    expect(again.request.getHeader('X-Najva-Call')).toBe(callId)
  })

  test('a parked caller comes back to the phone that had them', async () => {
    const phone = await seat('1001')
    const { callId, invitation } = await answerCall(phone)
    await centre.execute({ kind: 'park', callId })
    await reached(invitation, SessionState.Terminated)
    await centre.execute({ kind: 'giveTo', callId, extension: '1001' })
    await hear(await phone.answer(await phone.invitations.take()), 440)
  })

  test('a number dialled for a desk rings its own phone first, then the other', async () => {
    const phone = await seat('1001')
    const other = await seat('1002')
    await centre.execute({ kind: 'dial', extension: '1001', number: '1002' })
    const own = await phone.invitations.take()
    expect(own.request.getHeader('X-Najva-Dial')).toBe('1')
    expect(other.invitations.items).toEqual([])
    const one = await phone.answer(own)
    one.speak(440)
    await hear(await other.answer(await other.invitations.take()), 440)
  })
})
