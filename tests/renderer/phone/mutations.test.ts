/**
 * A hundred thousand spoilt messages, by a seed, over the socket to the phone in a real browser: each is dealt with, no
 * error is left uncaught, the registration stands, and nothing of them is shown that is not plain text.
 */
import { expect, test } from 'vitest'
import {
  openHostileRoomForEachTest,
  registrar,
  ringsHonestly,
  room,
  sayAll,
} from '#tests/renderer/phone/hostileRoom'
import { createMutations } from '#tests/renderer/phone/mutations'
import { toInvite } from '#tests/renderer/phone/rawRegistrar'
import { aimAt, readTortureMessages } from '#tests/renderer/phone/rfc4475'

openHostileRoomForEachTest()

const total = 100_000
const batch = 500
const seed = 4475

test(`${total} of them, seed ${seed}`, { timeout: 1_200_000 }, async () => {
  const bases = [
    ...readTortureMessages().map(({ text }) => aimAt('sip:1001@127.0.0.1', text)),
    ...['INVITE', 'BYE', 'CANCEL', 'ACK', 'REFER', 'NOTIFY', 'INFO', 'UPDATE', 'PRACK'].map((method, i) =>
      toInvite(`base-${i}`).replaceAll('INVITE', method),
    ),
    ...registrar.heard.filter((message) => message.startsWith('REGISTER')).map(toAnswer),
  ]
  for (let done = 0; done < total; done += batch) {
    await sayAll(createMutations(bases, batch, seed + done))
    registrar.heard.length = 0
  }
  // Controls, and the characters that turn or hide what stands beside them.
  const tricks = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u
  const names = await room.page.evaluate(() =>
    window.najva.events.flatMap(({ call }) => [call.name, call.number]),
  )
  expect(names.length).toBeGreaterThan(100)
  expect(names.filter((name) => name !== null && tricks.test(name))).toEqual([])
  await ringsHonestly('honest')
})

/** What a registrar answers, which is what the phone listens to most. */
function toAnswer(request: string): string {
  const kept = request.split('\r\n').filter((line) => /^(via|from|to|call-id|cseq|contact):/i.test(line))
  return ['SIP/2.0 200 OK', ...kept, 'Content-Length: 0', '', ''].join('\r\n')
}
