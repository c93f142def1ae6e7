/** The gateway is lost while a supervisor speaks: the caller hears nothing of it, and afterwards the page is true. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { BrowserDesk } from '#main/browser/startBrowserDesk'
import en from '#resources/locales/en.json' with { type: 'json' }
import {
  agentName,
  beginCall,
  expectHeard,
  heardBy,
  openDeskAt,
  openMicrophones,
  openToneBrowser,
  openWatchedPage,
  silentAtMostDb,
  soon,
  supervisorHz,
  supervisorName,
} from '#tests/e2e/monitoringRoom'
import { type CuttableLine, createCuttableLine } from '#tests/support/cuttableLine'
import {
  agentHz,
  type CallerEar,
  callerHz,
  type DeskBrowser,
  openCallerEar,
  openDeskBrowser,
  openPracticeDesk,
  type PracticeDesk,
} from '#tests/support/practiceDesk'

const tones = [callerHz, agentHz, supervisorHz]
const folder = mkdtempSync(join(tmpdir(), 'najva-cut-'))
const browsers: DeskBrowser[] = []
let host: PracticeDesk
let line: CuttableLine
let desk: BrowserDesk
let agent: Page
let supervisor: Page
let caller: CallerEar
/** From before the first word of the supervisor on. */
let ear: CallerEar

beforeAll(async () => {
  host = await openPracticeDesk({ user: 'demo', locale: 'en' })
  const url = new URL(host.practice.gatewayUrl)
  line = await createCuttableLine(Number(url.port))
  url.port = String(line.port)
  desk = await openDeskAt(url.href, 'leila', join(folder, 'leila'))
  browsers.push(await openDeskBrowser(), await openToneBrowser(supervisorHz))
  const [first, second] = browsers
  if (first === undefined || second === undefined) throw new Error('No browser')
  agent = await openWatchedPage(host.desk.url, first.browser)
  supervisor = await openWatchedPage(desk.url, second.browser)
  await supervisor.getByRole('tab', { name: 'Floor' }).click(soon)
  const begun = await beginCall({ supervisorDesk: host, agent })
  caller = begun.caller
  // Nobody speaks to the caller from here on: whatever they hear would be the supervisor.
  await agent.getByRole('button', { name: en['call.mute'], exact: true }).click()
  await vi.waitFor(() => expect(caller.levelDb(agentHz)).toBeLessThan(silentAtMostDb), soon)
  ear = openCallerEar(host.centre, begun.callId)
}, 120_000)

afterAll(async () => {
  for (const { close } of browsers) await close()
  await desk?.close()
  await host?.close()
  await line?.close()
  rmSync(folder, { recursive: true, force: true })
})

const dock = () => supervisor.getByRole('region', { name: 'Monitoring' })
const press = (name: string) => dock().getByRole('button', { name, exact: true }).click(soon)
const says = (text: string) => dock().getByText(text).waitFor(soon)
const everyFrame = () => Math.max(...ear.frameLevelsDb(supervisorHz))
const whispered = { supervisor: [callerHz], agent: [callerHz, supervisorHz], caller: [] }
const ears = () => ({ supervisor, agent, caller })

async function whisperToAgent(): Promise<void> {
  await supervisor.getByRole('button', { name: `Listen to ${agentName}` }).click(soon)
  await says(en['monitor.hears.listen'])
  await press('Whisper')
  await expectHeard(ears(), whispered, tones)
}

/** The session is there on both sides, the agent is still told so, and the page has to be told the mode anew. */
async function expectTruth(): Promise<void> {
  await lost().waitFor({ state: 'detached', timeout: 60_000 })
  await says(en['monitor.hears.unknown'])
  expect([...host.practice.gateway.floor.monitors.values()].map(({ mode }) => mode)).toEqual(['whisper'])
  await agent.getByText(`${supervisorName} is coaching you`).waitFor(soon)
  await expectSilent()
}

async function expectSilent(): Promise<void> {
  await expect.poll(() => openMicrophones(supervisor), soon).toBe(0)
  await expect.poll(() => heardBy(agent, supervisorHz), soon).toBeLessThan(silentAtMostDb)
}

const lost = () => supervisor.getByText(en['lost.gateway']).first()

test('cut: what the agent hears goes on, a click takes the microphone out, and all can begin again', async () => {
  await whisperToAgent()
  line.cut()
  await lost().waitFor(soon)
  await expectHeard(ears(), whispered, tones)
  await press('Listen')
  await says(en['monitor.hears.unknown'])
  await expectSilent()
  // Nothing that is not answered brings it back in.
  await press('Barge')
  await expectSilent()
  line.mend()
  await expectTruth()
  await press('Whisper')
  await expectHeard(ears(), whispered, tones)
  await press('Stop')
  await dock().waitFor({ state: 'detached', ...soon })
  await expectSilent()
  expect(everyFrame()).toBeLessThan(silentAtMostDb)
}, 120_000)

test('frozen, neither side being told: a click takes the microphone out, and none brings it in', async () => {
  await whisperToAgent()
  line.freeze()
  await press('Listen')
  await expectSilent()
  await press('Barge')
  await lost().waitFor({ timeout: 60_000 })
  await expectSilent()
  line.mend()
  await expectTruth()
  expect(everyFrame()).toBeLessThan(silentAtMostDb)
  // And the ear is one that would have heard it.
  await press('Barge')
  await expect.poll(() => ear.levelDb(supervisorHz), soon).toBeGreaterThan(-30)
}, 180_000)
