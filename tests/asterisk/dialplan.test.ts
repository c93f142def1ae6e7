/** The shipped dialplan on a real Asterisk: it loads without a complaint, and nobody's phone reaches the gateway's own places. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCaller } from '#tests/asterisk/support/asteriskDesk'
import type { SipLeg } from '#tests/support/sip/sipLeg'
import { openSipPhone, type SipPhone } from '#tests/support/sip/sipPhone'
import { createTempFolder } from '#tests/support/tempFolder'
import { type OpenedLab, openLab } from '#tools/lab/openLab'

const folder = createTempFolder()
const soon = { timeout: 15_000, interval: 20 }
let opened: OpenedLab
let agent: SipPhone
let colleague: SipPhone
let outsider: SipPhone

beforeAll(async () => {
  opened = await openLab(folder.path, { phones: 'udp' })
  agent = await openPhone('1001')
  colleague = await openPhone('1002')
  outsider = await openCaller(opened.lab, 440)
})

afterAll(async () => {
  for (const phone of [agent, colleague, outsider]) await phone?.close()
  await opened?.lab.close()
  folder.remove()
})

async function openPhone(user: string): Promise<SipPhone> {
  const password = opened.people.find(({ extension }) => extension === user)?.sipPassword ?? ''
  const { sipPort } = opened.lab
  const phone = await openSipPhone({ address: '127.0.0.1', sipPort, user, password, toneHz: null })
  expect(await phone.register()).toBe(200)
  return phone
}

/** Where Asterisk complains of what is shipped, and what is said there of files the laboratory has none of. */
const shipped = /\b(?:pbx\w*|app_queue|res_pjsip\w*|chan_pjsip|manager|http|res_rtp\w*|config)\.c:/
const absent = /Unable to load config file '(?:pjsip_wizard|res_http_media_cache)\.conf'|No queuerules\.conf/

function complaints(): string[] {
  return opened.lab.log.split('\n').filter((line) => shipped.test(line) && !absent.test(line))
}

test('every shipped file loads, and loads again, without a complaint', async () => {
  const reload = async () => {
    for (const module of ['dialplan', 'pjsip', 'manager']) await opened.lab.cli(`${module} reload`)
    await opened.lab.cli('queue reload all')
  }
  await reload()
  expect(complaints()).toEqual([])
  // What a mistake would look like, put right again.
  opened.lab.edit('extensions.conf', (text) => `${text}[najva-people]\nexten => 1001,1,NoOp()\n`)
  await reload()
  expect(complaints().join()).toContain('1001')
  opened.lab.edit('extensions.conf', (text) =>
    text.replace(/\[najva-people\]\nexten => 1001,1,NoOp\(\)\n$/, ''),
  )
  await reload()
})

const places = [
  ['desk-leg', ['idle', 'spy', 'join']],
  ['desk-xfer', ['leg', 'queue', '_X.']],
  ['desk-park', ['hold']],
  ['najva-queue', ['start']],
  ['najva-offer', ['queue', 's']],
] as const

test.each(places)('[%s] is there, with %j', async (context, extensions) => {
  const shown = await opened.lab.cli(`dialplan show ${context}`)
  for (const extension of extensions) expect(shown).toContain(`'${extension}' =>`)
  expect(shown).not.toMatch(/There is no existence/)
})

test('only the gateway’s own places and the outside lead there: no context of phones includes them', async () => {
  const all = await opened.lab.cli('dialplan show')
  const includes = [...all.matchAll(/Include => +'([^']+)'/g)].map(([, name]) => name)
  expect(includes.length).toBeGreaterThan(0)
  expect(includes.filter((name) => /^desk-|^najva-(?:queue|offer)/.test(name ?? ''))).toEqual([])
})

/** Every name of those places, bare and as somebody might try to name its context too. */
const names = places.flatMap(([context, extensions]) =>
  extensions.flatMap((extension) => {
    const name = extension === '_X.' ? '55555' : extension
    return [name, `${name}%40${context}`, `${context}`]
  }),
)
const refusedWith = async (leg: SipLeg) => [await leg.until('up'), leg.status]

test('dialled at a phone, none of them answers', async () => {
  for (const name of new Set(names)) {
    expect([name, ...(await refusedWith(agent.call(name)))]).toEqual([name, 'ended', 404])
  }
  // What the trial above would look like for a place that is meant to be reached.
  const leg = agent.call('1002')
  await expect.poll(() => colleague.legs.length, soon).toBe(1)
  colleague.legs[0]?.answer()
  expect(await leg.until('up')).toBe('up')
  leg.hangUp()
  await expect.poll(() => colleague.legs.length, soon).toBe(0)
})

test('dialled from outside, none of them answers, nor does a phone', async () => {
  for (const name of new Set([...names, '1001', '1002'])) {
    expect([name, ...(await refusedWith(outsider.call(name)))]).toEqual([name, 'ended', 404])
  }
})

test('a caller cannot be transferred there either', async () => {
  const consult = agent.call('1002')
  await expect.poll(() => colleague.legs.length, soon).toBe(1)
  const leg = colleague.legs[0]
  leg?.answer()
  expect(await consult.until('up')).toBe('up')
  for (const name of new Set(names.filter((each) => !each.includes('%40')))) {
    // Asterisk takes the wish, and then says 404 in its NOTIFY.
    expect(await leg?.transfer(name)).toBe(202)
    const refusal = `transfer to '${name}@najva-transfer' but target does not exist`
    await expect.poll(() => opened.lab.log, soon).toContain(refusal)
  }
  expect([consult.state, leg?.state]).toEqual(['up', 'up'])
  expect(await opened.lab.cli('core show channels')).not.toMatch(/desk-|najva-queue/)
  consult.hangUp()
})

test('a stranger without an account reaches nothing at all', async () => {
  const { sipPort } = opened.lab
  const stranger = await openSipPhone({
    address: '127.0.0.3',
    sipPort,
    user: 'stranger',
    password: null,
    toneHz: null,
  })
  for (const name of ['idle', 'hold', '1001', '+982188001001']) {
    expect([name, ...(await refusedWith(stranger.call(name)))]).toEqual([name, 'ended', 401])
  }
  await stranger.close()
})
