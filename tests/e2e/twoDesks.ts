/** Two people at desks of their own on one practice centre, in a browser each with a tone for a voice. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import type { BrowserDesk } from '#main/browser/startBrowserDesk'
import { openDeskAt, openToneBrowser, openWatchedPage, soon } from '#tests/e2e/monitoringRoom'
import { agentHz, openPracticeDesk, type PracticeDesk } from '#tests/support/practiceDesk'

export const colleagueHz = 950
export const colleagueName = 'Omid Rahimi'

type Floor = PracticeDesk['practice']['gateway']['floor']

export interface TwoDesks {
  /** Sara's, who hosts the centre. */
  readonly host: PracticeDesk
  readonly sara: Page
  readonly omidDesk: BrowserDesk
  readonly omid: Page
  readonly floor: () => Floor
  /** Waits until the phone of whoever has this name is registered. */
  isRegistered(name: string): Promise<void>
  close(): Promise<void>
}

/**
 * `start` is what the host is started with besides English. Both phones are registered when it settles; what was opened
 * before a failure is closed again.
 */
export async function openTwoDesks(start: Parameters<typeof openPracticeDesk>[0] = {}): Promise<TwoDesks> {
  const closing: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const each of closing.splice(0).reverse()) await each()
  }
  const open = async (url: string, hz: number): Promise<Page> => {
    const { browser, close } = await openToneBrowser(hz)
    closing.push(close)
    return openWatchedPage(url, browser)
  }
  try {
    const folder = mkdtempSync(join(tmpdir(), 'najva-two-'))
    closing.push(() => rmSync(folder, { recursive: true, force: true }))
    const host = await openPracticeDesk({ locale: 'en', ...start })
    closing.push(() => host.close())
    const omidDesk = await openDeskAt(host.practice.gatewayUrl.href, 'omid', join(folder, 'omid'))
    closing.push(() => omidDesk.close())
    const floor = () => host.practice.gateway.floor
    const agentOf = (name: string) => [...floor().agents.values()].find((each) => each.name === name)
    const isRegistered = (name: string) =>
      vi.waitFor(() => expect(agentOf(name)).toMatchObject({ phone: 'registered' }), soon)
    const sara = await open(host.desk.url, agentHz)
    const omid = await open(omidDesk.url, colleagueHz)
    for (const name of ['Sara Ahmadi', colleagueName]) await isRegistered(name)
    return { host, sara, omidDesk, omid, floor, isRegistered, close }
  } catch (error) {
    await close()
    throw error
  }
}
