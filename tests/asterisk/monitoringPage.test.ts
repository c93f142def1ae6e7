/** A supervisor at the page on a real Asterisk, agent and supervisor each in a browser: who hears whom from Listen to Hand back. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BrowserDesk } from '#main/browser/startBrowserDesk'
import en from '#resources/locales/en.json' with { type: 'json' }
import { type AsteriskDesk, openAsteriskDesk, openCaller } from '#tests/asterisk/support/asteriskDesk'
import {
  agentName,
  answer,
  expectHeard,
  openDeskAt,
  openMicrophones,
  openToneBrowser,
  openWatchedPage,
  soon,
  supervisorHz,
  supervisorName,
} from '#tests/e2e/monitoringRoom'
import { agentHz, callerHz, type DeskBrowser } from '#tests/support/practiceDesk'
import type { SipPhone } from '#tests/support/sip/sipPhone'
import { labPassword } from '#tools/lab/labSettings'

const tones = [callerHz, agentHz, supervisorHz]
const folder = mkdtempSync(join(tmpdir(), 'najva-page-'))
const browsers: DeskBrowser[] = []
let room: AsteriskDesk
let supervisorDesk: BrowserDesk
let agent: Page
let supervisor: Page
let caller: SipPhone

async function open(url: string, browser: DeskBrowser): Promise<Page> {
  browsers.push(browser)
  return openWatchedPage(url, browser.browser)
}

beforeAll(async () => {
  room = await openAsteriskDesk({ locale: 'en' })
  supervisorDesk = await openDeskAt(room.gateway.url, 'leila', join(folder, 'leila'), labPassword)
  agent = await open(room.desk.url, await openToneBrowser(agentHz))
  supervisor = await open(supervisorDesk.url, await openToneBrowser(supervisorHz))
  await supervisor.getByRole('tab', { name: 'Floor' }).click(soon)
  caller = await openCaller(room.lab, callerHz)
}, 120_000)

afterAll(async () => {
  await caller?.close()
  for (const { close } of browsers) await close()
  await supervisorDesk?.close()
  await room?.close()
  rmSync(folder, { recursive: true, force: true })
})

const dock = () => supervisor.getByRole('region', { name: 'Monitoring' })
const press = (name: string) => dock().getByRole('button', { name, exact: true }).click(soon)
const says = (text: string) => dock().getByText(text).waitFor(soon)
const contacts = () => room.lab.cli('pjsip show contacts')
const hears = (matrix: Parameters<typeof expectHeard>[1]) =>
  expectHeard({ supervisor, agent, caller }, matrix, tones)

const listening = { supervisor: [callerHz, agentHz], agent: [callerHz], caller: [agentHz] }
const both = { supervisor: [callerHz, agentHz], agent: [callerHz, supervisorHz] }
const taken = { supervisor: [callerHz], agent: [], caller: [supervisorHz] }

test('listen, whisper and barge: every ear hears what it should, and the agent is told', async () => {
  await expect.poll(contacts, soon).toMatch(/1001\/sip:[\s\S]*1901\/sip:/)
  caller.call('+982188001001')
  await answer(agent)
  await supervisor.getByRole('button', { name: `Listen to ${agentName}` }).click(soon)
  await says(en['monitor.hears.listen'])
  await hears(listening)
  expect(await openMicrophones(supervisor)).toBe(0)
  await agent.getByText(`${supervisorName} is listening`).waitFor(soon)
  await press('Whisper')
  await says(en['monitor.hears.whisper'])
  await hears({ ...both, caller: [agentHz] })
  await agent.getByText(`${supervisorName} is coaching you`).waitFor(soon)
  await press('Barge')
  await says(en['monitor.hears.barge'])
  await hears({ ...both, caller: [agentHz, supervisorHz] })
  await press('Listen')
  await says(en['monitor.hears.listen'])
  await hears(listening)
  expect(await openMicrophones(supervisor)).toBe(0)
}, 120_000)

test('take over and hand back: the caller is never dropped, and the session listens on', async () => {
  const [call] = caller.legs
  await press('Take over')
  await says(`You talk with the caller. ${agentName} is out of the call.`)
  await hears(taken)
  await agent.getByRole('region', { name: en['region.wrapUp'] }).getByText(supervisorName).waitFor(soon)
  const given = press('Hand back')
  await answer(agent)
  await given
  await hears(listening)
  await says(en['monitor.hears.listen'])
  expect(await openMicrophones(supervisor)).toBe(0)
  expect(call?.state).toBe('up')
}, 120_000)

test('stopped, the leg is gone and the two talk on', async () => {
  await press('Stop')
  await dock().waitFor({ state: 'detached', ...soon })
  await expect.poll(() => room.lab.cli('core show channels concise'), soon).not.toContain('PJSIP/1901-')
  await hears({ supervisor: [], agent: [callerHz], caller: [agentHz] })
}, 120_000)
