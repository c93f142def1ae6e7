/** The password answers the registrar alone: its own realm, and never inside a call. */
import { expect, test } from 'vitest'
import { createChallengeJudge } from '#renderer/phone/sip/challengeGuard'
import { openHostileRoomForEachTest, registrar, room } from '#tests/renderer/phone/hostileRoom'
import { poll } from '#tests/renderer/phone/phoneRoom'

const register = { method: 'REGISTER', toTag: undefined }
const invite = { method: 'INVITE', toTag: undefined }
const bye = { method: 'BYE', toTag: 'other' }

test('the realm of the first registration is the only one, and only outside calls', () => {
  const judge = createChallengeJudge()
  expect(judge(invite, { realm: 'pbx' })).toBe(false)
  expect(judge(register, { realm: '' })).toBe(false)
  expect(judge(register, { realm: 'pbx' })).toBe(true)
  expect(judge(register, { realm: 'evil' })).toBe(false)
  expect(judge(invite, { realm: 'pbx' })).toBe(true)
  expect(judge(invite, { realm: 'evil' })).toBe(false)
  expect(judge(bye, { realm: 'pbx' })).toBe(false)
})

openHostileRoomForEachTest()

const hasPassword = (method: string) =>
  registrar.heard.some((message) => message.startsWith(method) && /^authorization:/im.test(message))
const heard = (method: string) => registrar.heard.filter((message) => message.startsWith(method)).length

test('on the wire: the registrar is answered, a stranger who asks in its place is not', async () => {
  // Nobody has asked yet: who asks a call's way before is no registrar.
  registrar.challenge = { method: 'OPTIONS', realm: 'evil' }
  const before = heard('OPTIONS')
  await room.page.evaluate(() => window.najva.phone.checkLink())
  await poll('asked', () => (heard('OPTIONS') > before ? true : null))
  expect(hasPassword('OPTIONS')).toBe(false)
  registrar.challenge = { method: 'REGISTER', realm: 'pbx.example' }
  await room.page.evaluate(() => void window.najva.phone.proveReach())
  await poll('registered with the password', () => (hasPassword('REGISTER') ? true : null))
  registrar.challenge = { method: 'OPTIONS', realm: 'pbx.example' }
  await room.page.evaluate(() => window.najva.phone.checkLink())
  await poll('the registrar itself', () => (hasPassword('OPTIONS') ? true : null))
})
