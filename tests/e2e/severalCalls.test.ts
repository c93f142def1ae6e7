/** Two calls listened to at once in a real browser: each at its place, and the whisper key speaks into the focused one alone. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test, vi } from 'vitest'
import { QueueId } from '#contract/ids'
import type { BrowserDesk } from '#main/browser/startBrowserDesk'
import en from '#resources/locales/en.json' with { type: 'json' }
import { noteConnections, printConnections } from '#tests/e2e/connectionNotes'
import { hearLoudspeakers, type Side, sidesOf } from '#tests/e2e/loudspeakerEar'
import {
  agentName,
  answer,
  beAvailable,
  heardAtLeastDb,
  heardBy,
  openDeskAt,
  openMicrophones,
  openToneBrowser,
  openWatchedPage,
  silentAtMostDb,
  soon,
  supervisorHz,
} from '#tests/e2e/monitoringRoom'
import {
  agentHz,
  type CallerEar,
  callerHz,
  type DeskBrowser,
  openCallerEar,
  openPracticeDesk,
  type PracticeDesk,
  singingCaller,
} from '#tests/support/practiceDesk'

/** Whose tones have no products in a coder that fall on each other's, or on the supervisor's. */
const other = { name: 'Omid Rahimi', agentHz: 800, callerHz: 540 }
const folder = mkdtempSync(join(tmpdir(), 'najva-several-'))
const browsers: DeskBrowser[] = []
const desks: BrowserDesk[] = []
const callers: CallerEar[] = []
let host: PracticeDesk
let supervisor: Page
/** Sara's and Omid's. */
let agents: readonly [Page, Page]

async function open(url: string, hz: number): Promise<Page> {
  const browser = await openToneBrowser(hz)
  browsers.push(browser)
  return openWatchedPage(url, browser.browser)
}

async function openDesk(user: string): Promise<BrowserDesk> {
  const desk = await openDeskAt(host.practice.gatewayUrl.href, user, join(folder, user))
  desks.push(desk)
  return desk
}

async function callIn(queue: string, dialledNumber: string, hz: number, page: Page): Promise<void> {
  const call = { ...singingCaller, queueId: QueueId.parse(queue), dialledNumber, voice: `tone:${hz}` }
  const ear = openCallerEar(host.centre, host.centre.callIn(call))
  callers.push(ear)
  await answer(page)
  await vi.waitFor(async () => expect(await heardBy(page, hz)).toBeGreaterThan(heardAtLeastDb), soon)
}

const agentOf = (name: string) =>
  [...host.practice.gateway.floor.agents.values()].find((each) => each.name === name)

/** Their page has come to its telephone system, and they may be rung. */
async function sitDown(desk: BrowserDesk, name: string): Promise<void> {
  await beAvailable(desk)
  await vi.waitFor(
    () => expect(agentOf(name)).toMatchObject({ phone: 'registered', status: { kind: 'available' } }),
    soon,
  )
}

beforeAll(async () => {
  host = await openPracticeDesk({ role: 'supervisor', locale: 'en' })
  const [saraDesk, omidDesk] = [await openDesk('demo'), await openDesk('omid')]
  supervisor = await open(host.desk.url, supervisorHz)
  await noteConnections(supervisor)
  await hearLoudspeakers(supervisor)
  await supervisor.getByRole('tab', { name: 'Floor' }).click(soon)
  agents = [await open(saraDesk.url, agentHz), await open(omidDesk.url, other.agentHz)]
  // Omid is the first of billing; then only Sara is free.
  await sitDown(omidDesk, other.name)
  await callIn('billing', '+982188001003', other.callerHz, agents[1])
  await sitDown(saraDesk, agentName)
  await callIn('support', '+982188001001', callerHz, agents[0])
  callers.reverse()
}, 120_000)

afterAll(async () => {
  for (const ear of callers) ear.close()
  for (const { close } of browsers) await close()
  for (const desk of desks) await desk.close()
  await host?.close()
  rmSync(folder, { recursive: true, force: true })
})

beforeEach(() => onTestFailed(() => printConnections(supervisor)))

const dock = () => supervisor.getByRole('region', { name: 'Monitoring' })
const strip = (name: string) => dock().getByRole('listitem').filter({ hasText: name })
const focusOn = (name: string) => strip(name).getByRole('button', { name: en['monitor.focus'] }).click(soon)

/** Who hears the supervisor: Sara, Omid, their callers. */
const whoHears = async () => {
  const levels = [
    ...(await Promise.all(agents.map((page) => heardBy(page, supervisorHz)))),
    ...callers.map((ear) => ear.levelDb(supervisorHz)),
  ]
  return levels.map((db) =>
    db > heardAtLeastDb ? 'heard' : db < silentAtMostDb ? 'silent' : `unclear ${db}`,
  )
}
const nobody = ['silent', 'silent', 'silent', 'silent']

async function holdKey(run: () => Promise<void>): Promise<void> {
  await supervisor.keyboard.down('Alt')
  await supervisor.keyboard.down('v')
  await run()
  await supervisor.keyboard.up('v')
  await supervisor.keyboard.up('Alt')
}

/** Where each call's two voices are heard. */
const places = async (): Promise<readonly (Side | 'silent')[]> =>
  sidesOf(supervisor, [agentHz, callerHz, other.agentHz, other.callerHz])

test('the first call is heard in the middle, the second beside it, both at once', async () => {
  await supervisor.getByRole('button', { name: `Listen to ${agentName}` }).click(soon)
  await strip(agentName).getByText(en['monitor.hears.listen']).waitFor(soon)
  await expect.poll(places, soon).toEqual(['middle', 'middle', 'silent', 'silent'])
  await supervisor.getByRole('button', { name: `Listen to ${other.name}` }).click(soon)
  await strip(other.name).getByText(en['monitor.hears.listen']).waitFor(soon)
  await expect.poll(places, soon).toEqual(['middle', 'middle', 'left', 'left'])
  expect(await openMicrophones(supervisor)).toBe(0)
  // A busy machine drops a frame of a voice now and then, which crackles at every pitch for a moment.
  await expect.poll(whoHears, soon).toEqual(nobody)
})

test('the key whispers to the agent in focus for as long as it is held, and to nobody else', async () => {
  await holdKey(async () => {
    await expect.poll(whoHears, soon).toEqual(['heard', 'silent', 'silent', 'silent'])
  })
  await expect.poll(whoHears, soon).toEqual(nobody)
  expect(await openMicrophones(supervisor)).toBe(0)
})

test('the focus moved: the calls change places, and the key speaks into the other one', async () => {
  await focusOn(other.name)
  await expect.poll(places, soon).toEqual(['left', 'left', 'middle', 'middle'])
  await holdKey(async () => {
    await expect.poll(whoHears, soon).toEqual(['silent', 'heard', 'silent', 'silent'])
    // Moved while the key is down: the one who was spoken to hears nothing more, the other nothing yet.
    await focusOn(agentName)
    await expect.poll(whoHears, soon).toEqual(nobody)
  })
  await expect.poll(whoHears, soon).toEqual(nobody)
})

test('one may be barged into while the other is only listened to; stopped, it is in the middle again', async () => {
  await strip(agentName).getByRole('button', { name: 'Barge', exact: true }).click(soon)
  await expect.poll(whoHears, soon).toEqual(['heard', 'silent', 'heard', 'silent'])
  await strip(agentName).getByRole('button', { name: 'Stop', exact: true }).click(soon)
  await expect.poll(whoHears, soon).toEqual(nobody)
  await expect.poll(places, soon).toEqual(['silent', 'silent', 'middle', 'middle'])
})
