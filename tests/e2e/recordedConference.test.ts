/**
 * In real browsers on the practice centre: the recording of a call paused and resumed, with its banner through a page loaded
 * anew and the tones in the file; and a conference on the telephone system, with a tone at each of three ears.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { failed } from '#contract/failure'
import type { CallId } from '#contract/ids'
import en from '#resources/locales/en.json' with { type: 'json' }
import { toneLevelDb } from '#simulator/media/toneLevel'
import { parseWav } from '#simulator/media/wavFile'
import { answer, beAvailable, heardAtLeastDb, heardBy, silentAtMostDb, soon } from '#tests/e2e/monitoringRoom'
import { colleagueHz, colleagueName, openTwoDesks, type TwoDesks } from '#tests/e2e/twoDesks'
import {
  agentHz,
  type CallerEar,
  callerHz,
  openCallerEar,
  type PracticeDesk,
  singingCaller,
} from '#tests/support/practiceDesk'

const folder = mkdtempSync(join(tmpdir(), 'najva-recorded-'))
let desks: TwoDesks
let host: PracticeDesk
let sara: Page
let omid: Page
let ear: CallerEar | null = null

const floor = () => desks.floor()

beforeAll(async () => {
  desks = await openTwoDesks({ 'record-calls': join(folder, 'calls') })
  ;({ host, sara, omid } = desks)
  // Callers are Sara's; Omid is asked by his own number.
  const reason = floor().pauseReasons.find(({ kind }) => kind === 'notReady')
  const status = { kind: 'notReady', reasonId: reason?.id ?? '' } as const
  expect(await desks.omidDesk.desk.link.chooseStatus(status)).toMatchObject({ ok: true })
}, 240_000)

afterAll(async () => {
  ear?.close()
  await desks?.close()
  rmSync(folder, { recursive: true, force: true })
})

const phone = () => sara.getByRole('region', { name: 'Phone', exact: true })
const banner = () => phone().getByRole('alert').filter({ hasText: en['recording.paused'] })
const becomes = (level: () => number | Promise<number>) => ({
  heard: () => expect.poll(level, soon).toBeGreaterThan(heardAtLeastDb),
  silent: () => expect.poll(level, soon).toBeLessThan(silentAtMostDb),
})
const callerHears = (hz: number) => becomes(() => ear?.levelDb(hz) ?? -200)
const saraHears = (hz: number) => becomes(() => heardBy(sara, hz))
const omidHears = (hz: number) => becomes(() => heardBy(omid, hz))

async function callIn(): Promise<CallId> {
  await beAvailable(host.desk)
  const callId = host.centre.callIn(singingCaller)
  ear?.close()
  ear = openCallerEar(host.centre, callId)
  await answer(sara)
  await callerHears(agentHz).heard()
  return callId
}

async function endCall(): Promise<void> {
  await phone().getByRole('button', { name: 'Hang up' }).click(soon)
  await expect.poll(() => floor().calls.size, soon).toBe(0)
  const wrapUp = sara.getByRole('region', { name: en['region.wrapUp'] })
  await wrapUp.getByText('Solved').click(soon)
  await wrapUp.getByRole('button', { name: en['wrapUp.finish'] }).click(soon)
  await wrapUp.waitFor({ state: 'detached', ...soon })
}

/** What is recorded takes its time: long enough for whole halves of a second of it in the file. */
const letThemTalk = () => sara.waitForTimeout(1500)

/** Of each half of a second of the file, which side is in it. */
function halvesOf(callId: CallId): string[] {
  const reading = parseWav(readFileSync(join(folder, 'calls', `${callId}.wav`)))
  if (!reading.ok) throw new Error(reading.reason)
  const { samples } = reading
  return Array.from({ length: Math.floor(samples.length / 4000) }, (_, i) => {
    const half = samples.subarray(i * 4000, (i + 1) * 4000)
    return [callerHz, agentHz].filter((hz) => toneLevelDb(half, hz) > -50).join(' ') || 'silence'
  })
}

test('a pause is shown, outlives the page, keeps both sides out of the file, and a refusal says so', async () => {
  const callId = await callIn()
  const stateNow = () => floor().calls.get(callId)?.recording?.state
  await phone().getByText(en['recording.running'], { exact: true }).waitFor(soon)
  await saraHears(callerHz).heard()
  await letThemTalk()
  // A telephone system that does not answer: nobody may believe that it is paused.
  const refuse = vi.spyOn(host.centre, 'execute').mockResolvedValueOnce(failed('timed-out'))
  await sara.keyboard.press('Alt+i')
  await phone().getByRole('alert').filter({ hasText: en['recording.pauseFailed'] }).waitFor(soon)
  refuse.mockRestore()
  expect([stateNow(), await banner().count()]).toEqual(['running', 0])
  await sara.keyboard.press('Alt+i')
  await banner().waitFor(soon)
  expect(stateNow()).toBe('paused')
  await letThemTalk()
  await sara.reload()
  await answer(sara)
  await callerHears(agentHz).heard()
  await banner().waitFor(soon)
  await banner().getByRole('button', { name: en['recording.resume'] }).click()
  await phone().getByText(en['recording.running'], { exact: true }).waitFor(soon)
  await letThemTalk()
  await endCall()
  const halves = halvesOf(callId)
  const both = `${callerHz} ${agentHz}`
  const silent = halves.flatMap((each, at) => (each === 'silence' ? [at] : []))
  expect(silent.length).toBeGreaterThanOrEqual(3)
  expect(silent.at(-1)).toBe((silent[0] ?? 0) + silent.length - 1)
  expect(halves.slice(0, silent[0])).toContain(both)
  expect(halves.slice(silent.at(-1))).toContain(both)
}, 180_000)

test('caller, agent and colleague talk together; one is let go, and the others talk on', async () => {
  const callId = await callIn()
  await phone().getByRole('button', { name: en['call.add'] }).click(soon)
  await sara.keyboard.type('omid')
  await phone()
    .getByRole('option', { name: /Omid Rahimi/ })
    .waitFor(soon)
  await sara.keyboard.press('Enter')
  await answer(omid)
  await omidHears(agentHz).heard()
  await callerHears(agentHz).silent()
  await sara.keyboard.press('Alt+m')
  await callerHears(agentHz).heard()
  await callerHears(colleagueHz).heard()
  await omidHears(callerHz).heard()
  await omidHears(agentHz).heard()
  await saraHears(callerHz).heard()
  await saraHears(colleagueHz).heard()
  const list = phone().getByRole('region', { name: en['conference.members'] })
  await expect.poll(() => list.getByRole('listitem').count(), soon).toBe(2)
  // The page holds one call: the telephone system has the others.
  expect(floor().calls.get(callId)?.conference).toHaveLength(3)
  expect([...floor().calls.keys()]).toEqual([callId])
  await list.getByRole('button', { name: `Let ${colleagueName} go` }).click()
  await callerHears(colleagueHz).silent()
  await callerHears(agentHz).heard()
  await list.waitFor({ state: 'detached', ...soon })
  await endCall()
}, 180_000)
