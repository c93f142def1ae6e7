/** Real phones in real browsers on a real Asterisk, without a gateway, and a caller outside: a tone for each. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Answer, done } from '#contract/failure'
import { openCaller } from '#tests/asterisk/support/asteriskDesk'
import { openToneBrowser } from '#tests/e2e/monitoringRoom'
import type {} from '#tests/renderer/phone/phonePage'
import { servePage } from '#tests/support/servedPage'
import type { SipLeg } from '#tests/support/sip/sipLeg'
import type { SipPhone } from '#tests/support/sip/sipPhone'
import { createTempFolder } from '#tests/support/tempFolder'
import { type OpenLabOptions, openLab } from '#tools/lab/openLab'

export const tonesHz = { agent: 440, colleague: 1010, caller: 660 } as const

/** A tone that is there is far above this, and silence far below. */
const audibleDb = -50
const soon = { timeout: 20_000, interval: 50 }
const supportNumber = '+982188001001'

type Phone = Window['najva']['phone']

export interface LabPhone {
  readonly page: Page
  /** Loads the page anew and signs it in again. */
  restart(): Promise<void>
  /** Asks something of the phone that is to be done. */
  order(act: (phone: Phone) => Promise<Answer<null>> | Answer<null>): Promise<void>
  /** Waits until the calls are so, oldest first. */
  untilCalls(calls: readonly object[]): Promise<void>
  untilHears(tones: Readonly<Record<number, boolean>>): Promise<void>
}

export interface PhoneLab {
  readonly agent: LabPhone
  readonly colleague: LabPhone
  readonly caller: SipPhone
  /** Calls into the queue the agent answers alone. */
  ring(): SipLeg
  cli(command: string): Promise<string>
  /** Adds lines to what phones may dial. */
  addDialplan(lines: string): Promise<void>
  close(): Promise<void>
}

export async function openPhoneLab(options: Pick<OpenLabOptions, 'voicemail'> = {}): Promise<PhoneLab> {
  const folder = createTempFolder()
  const { lab, people } = await openLab(folder.path, options)
  const served = await servePage('tests/renderer/phone/phonePage.ts')
  const closing: (() => Promise<void>)[] = []
  const openPhone = async (extension: string, hz: number): Promise<LabPhone> => {
    const opened = await openToneBrowser(hz)
    closing.push(opened.close)
    const page = await opened.browser.newPage()
    await page.goto(served.url)
    const password = people.find((person) => person.extension === extension)?.sipPassword ?? ''
    const start = () => startPhone(page, extension, password, lab.wsUrl)
    await start()
    return toPhone(page, start)
  }
  const agent = await openPhone('1001', tonesHz.agent)
  const colleague = await openPhone('1002', tonesHz.colleague)
  await lab.cli('queue add member PJSIP/1001 to support')
  const caller = await openCaller(lab, tonesHz.caller)
  return {
    agent,
    colleague,
    caller,
    ring: () => caller.call(supportNumber),
    cli: (command) => lab.cli(command),
    async addDialplan(lines) {
      lab.edit('extensions.conf', (text) => `${text}\n[najva-people](+)\n${lines}\n`)
      await lab.cli('dialplan reload')
    },
    async close() {
      for (const phone of [agent, colleague]) await phone.page.evaluate(() => window.najva.phone.close())
      await caller.close()
      for (const close of closing) await close()
      await served.close()
      await lab.close()
      folder.remove()
    },
  }
}

/** Ends every call; then no channel is left at the switch, no call at a phone, and no page had an error. */
export async function endCalls(lab: PhoneLab): Promise<void> {
  for (const { page } of [lab.agent, lab.colleague]) {
    await page.evaluate(() => {
      for (const { sipCallId } of window.najva.snapshot().calls) window.najva.phone.hangUp(sipCallId)
    })
  }
  for (const leg of lab.caller.legs) leg.hangUp()
  await expect.poll(() => lab.cli('core show channels count'), soon).toContain('0 active channels')
  for (const { page } of [lab.agent, lab.colleague]) {
    await expect.poll(() => page.evaluate(() => window.najva.snapshot().calls), soon).toEqual([])
    expect(await page.evaluate(() => window.najva.errors)).toEqual([])
  }
}

async function startPhone(page: Page, extension: string, password: string, serverUrl: string): Promise<void> {
  await page.waitForFunction(() => window.najva !== undefined)
  await page.evaluate((credentials) => window.najva.start(credentials), {
    uri: `sip:${extension}@127.0.0.1`,
    authorizationUser: extension,
    password,
    serverUrl,
    expiresSeconds: 120,
  })
  await page.waitForFunction(() => window.najva.snapshot().link.kind === 'connected')
}

function toPhone(page: Page, start: () => Promise<void>): LabPhone {
  return {
    page,
    async restart() {
      await page.reload()
      await start()
    },
    async order(act) {
      const answer: unknown = await page.evaluate(`(${act.toString()})(window.najva.phone)`)
      expect(answer).toEqual(done(null))
    },
    async untilCalls(calls) {
      await expect.poll(() => page.evaluate(() => window.najva.snapshot().calls), soon).toMatchObject(calls)
    },
    async untilHears(tones) {
      const pitches = Object.keys(tones).map(Number)
      const heard = async () => {
        const levels = await page.evaluate((hz) => window.najva.playedDb(hz, 300), pitches)
        return Object.fromEntries(pitches.map((hz, i) => [hz, (levels[i] ?? -200) > audibleDb]))
      }
      await expect.poll(heard, soon).toEqual(tones)
    },
  }
}

/** Waits until exactly these tones reach the caller's ear. */
export async function untilCallerHears(
  caller: SipPhone,
  tones: Readonly<Record<number, boolean>>,
): Promise<void> {
  const heard = () =>
    Object.fromEntries(Object.keys(tones).map((hz) => [hz, caller.levelDb(Number(hz)) > audibleDb]))
  await expect.poll(heard, soon).toEqual(tones)
}
