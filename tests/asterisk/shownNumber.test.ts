/** Which number a person shows to whoever they call outside, on a real Asterisk: the switch decides, not the page. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSite } from '#gateway/commandLine/readSite'
import { toShownNumbers } from '#gateway/commandLine/siteParts'
import { openCaller } from '#tests/asterisk/support/asteriskDesk'
import { openSipPhone, type SipPhone } from '#tests/support/sip/sipPhone'
import { createTempFolder } from '#tests/support/tempFolder'
import { labCentre } from '#tools/lab/labSettings'
import { type OpenedLab, openLab } from '#tools/lab/openLab'

const folder = createTempFolder()
const soon = { timeout: 15_000, interval: 20 }
const [usual, second, ofOthers] = ['+982188001000', '+982188002000', '+982188009000']
const outside = '+989121112233'
let opened: OpenedLab
let agent: SipPhone
let other: SipPhone
let outsider: SipPhone

beforeAll(async () => {
  const shownNumbers = [
    { number: usual, name: 'Main', people: ['demo'] },
    { number: second, name: 'Sales', people: ['demo'] },
    { number: ofOthers, name: 'Board', people: ['leila'] },
  ]
  opened = await openLab(folder.path, { phones: 'udp', centre: { ...labCentre, shownNumbers } })
  agent = await openPhone('1001')
  other = await openPhone('1002')
  outsider = await openCaller(opened.lab, 440)
  await opened.lab.cli(`dialplan set global LAB_OUTSIDE ${outsider.local}`)
})

afterAll(async () => {
  for (const phone of [agent, other, outsider]) await phone?.close()
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

/** Calls outside, and answers what the called side is shown. */
async function shownOf(phone: SipPhone, asked: string | null): Promise<string> {
  const rung = new Promise<string>((resolve) => {
    outsider.onRing((leg) => {
      resolve(/sip:([^@;>]+)/.exec(leg.header('From'))?.[1] ?? 'nobody')
      leg.reject(486)
    })
  })
  const leg = phone.call(outside, asked === null ? [] : [['P-Preferred-Identity', asked]])
  const shown = await rung
  leg.hangUp()
  await expect.poll(() => opened.lab.cli('core show channels count'), soon).toContain('0 active channels')
  return shown
}

const refusals = () => opened.lab.log.split('\n').filter((line) => line.includes('which is not theirs'))

test('the site says who may show what', () => {
  const site = readSite(opened.site.configFile)
  const numbersOf = (user: string) =>
    toShownNumbers(site, { user, teams: ['first'] }).map(({ number }) => number)
  expect(numbersOf('demo')).toEqual([usual, second])
  expect(numbersOf('omid')).toEqual([])
})

test('nothing asked for shows the usual number, another of theirs is shown when it is chosen', async () => {
  expect(await shownOf(agent, null)).toBe(usual)
  expect(await shownOf(agent, `<sip:${second}@127.0.0.1>`)).toBe(second)
  expect(refusals()).toEqual([])
})

test.each([
  ['the number of somebody else', `<sip:${ofOthers}@127.0.0.1>`],
  ['a number of nobody', '<sip:+15551234567@127.0.0.1>'],
  ['two numbers in one', `<sip:${usual}&${second}@127.0.0.1>`],
  ['a part of a number', '<sip:+98218800@127.0.0.1>'],
  ['words the dialplan would read', `<sip:+1" = "+1"]?theirs)&\${SHELL(touch /tmp/x)}@127.0.0.1>`],
])('%s is refused: the usual number is shown, and the attempt is logged', async (_, asked) => {
  const before = refusals().length
  expect(await shownOf(agent, asked)).toBe(usual)
  await expect.poll(() => refusals().length, soon).toBe(before + 1)
  expect(refusals().at(-1)).toContain('1001 asked to be shown as')
})

test('who is offered none shows their own extension, whatever they ask for', async () => {
  expect(await shownOf(other, null)).toBe('1002')
  expect(await shownOf(other, `<sip:${usual}@127.0.0.1>`)).toBe('1002')
})

test('what the site’s own way out does not know is told as no number, and colleagues are called as ever', async () => {
  const leg = agent.call('*7777')
  await expect.poll(() => leg.state, soon).toBe('ended')
  expect(leg.status).toBe(404)
  const inside = agent.call('1002')
  await expect.poll(() => other.legs.length, soon).toBe(1)
  expect(other.legs[0]?.header('From')).toContain('sip:1001@')
  inside.hangUp()
})
