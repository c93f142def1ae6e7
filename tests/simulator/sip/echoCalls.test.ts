/** A phone that dials the echo hears itself, and nobody above is told. */
import { SessionState } from 'sip.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { echoExtension } from '#contract/echoTest'
import { tonesIn } from '#tests/simulator/media/testPeer'
import { type Exchange, openExchange } from '#tests/simulator/sip/exchange'
import { reached } from '#tests/simulator/sip/testPhone'

let exchange: Exchange

beforeEach(async () => {
  exchange = await openExchange()
})
afterEach(() => exchange.close())

test('what is said comes back, and nothing else; no call is told of', async () => {
  const phone = await exchange.phone('1001')
  const { session } = phone.dial(echoExtension)
  await reached(session, SessionState.Established)
  const peer = phone.peerOf(session)
  peer.speak(660)
  let heard: number[] = []
  while (!heard.includes(660)) heard = tonesIn(await peer.listen(5), [440, 660])
  peer.speak(440)
  while (!heard.includes(440) || heard.includes(660)) heard = tonesIn(await peer.listen(5), [440, 660])
  await session.bye()
  await reached(session, SessionState.Terminated)
  const told = (isOver: boolean) => ({ kind: 'echo', extension: '1001', isOver })
  await expect.poll(() => exchange.events.items).toEqual([told(false), told(true)])
})
