/** Each of the 49 messages of RFC 4475 gets its verdict, and none of them costs the registration or the next call. */
import { expect, test } from 'vitest'
import { openHostileRoomForEachTest, ringsHonestly, sayAll } from '#tests/renderer/phone/hostileRoom'
import { aimAt, readTortureMessages } from '#tests/renderer/phone/rfc4475'

openHostileRoomForEachTest()

/** The final status the phone answered with, or that it dropped the message. */
async function judgeAll(change: (text: string, name: string) => string): Promise<Record<string, string>> {
  const verdicts: Record<string, string> = {}
  for (const { name, text } of readTortureMessages()) {
    const answers = await sayAll([change(text, name)])
    const statuses = answers.map((answer) => /^SIP\/2\.0 (\d{3})/.exec(answer)?.[1] ?? answer)
    verdicts[name] = statuses.at(-1) ?? 'dropped'
  }
  return verdicts
}

test('as they stand, to somebody else: refused or dropped', async () => {
  const verdicts = await judgeAll((text) => text)
  expect(Object.keys(verdicts).length).toBe(49)
  const refusals = ['400', '404', '405', 'dropped']
  expect(Object.entries(verdicts).filter(([, verdict]) => !refusals.includes(verdict))).toEqual([])
  await ringsHonestly('honest')
})

test('aimed at this phone: what is well formed is answered, and what is not never rings', async () => {
  // Several of them share a branch, and would be taken for the same one sent twice.
  const verdicts = await judgeAll((text, name) =>
    aimAt('sip:1001@127.0.0.1', text).replace(/branch=z9hG4bKkdjuw/, `branch=z9hG4bK-${name}`),
  )
  expect(verdicts).toEqual(expected)
  await ringsHonestly('honest')
})

/**
 * 486: it rang, and nobody was there. The phone is milder than the RFC asks with `badvers` (505), `mismatch01` (400),
 * `bext01` (420) and `mcl01` (400), which are questions for its abilities that cost nothing to answer.
 */
const expected: Readonly<Record<string, string>> = {
  wsinv: '481',
  intmeth: '405',
  esc01: '486',
  escnull: '405',
  esc02: '405',
  lwsdisp: '200',
  longreq: '486',
  dblreq: '405',
  semiuri: '200',
  transports: '200',
  mpart01: '200',
  unreason: 'dropped',
  noreason: 'dropped',
  badinv01: 'dropped',
  clerr: '400',
  ncl: 'dropped',
  scalar02: '405',
  scalarlg: 'dropped',
  quotbal: 'dropped',
  ltgtruri: '400',
  lwsruri: '400',
  lwsstart: 'dropped',
  trws: 'dropped',
  escruri: '486',
  baddate: '486',
  regbadct: 'dropped',
  badaspec: 'dropped',
  baddn: 'dropped',
  badvers: '200',
  mismatch01: '200',
  mismatch02: '405',
  bigcode: 'dropped',
  badbranch: '200',
  insuf: 'dropped',
  unkscm: '200',
  novelsc: '200',
  unksm2: 'dropped',
  bext01: '200',
  invut: '486',
  regaut01: '405',
  multi01: '486',
  mcl01: '200',
  bcast: 'dropped',
  zeromf: '200',
  cparam01: '405',
  cparam02: '405',
  regescrt: '405',
  sdp01: '486',
  inv2543: '486',
}
