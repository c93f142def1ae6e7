/** How a call sounds, from the agent's page over the gateway to the supervisor's floor, and what is said when it does not. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import {
  agentName,
  beginCall,
  type MonitoringRoom,
  openMicrophones,
  openMonitoringRoom,
  silentAtMostDb,
  soon,
} from '#tests/e2e/monitoringRoom'
import { agentHz } from '#tests/support/practiceDesk'

let room: MonitoringRoom

beforeAll(async () => {
  room = await openMonitoringRoom()
}, 120_000)

afterAll(() => room?.close())

test('the agent and the supervisor see how the call sounds; silence and speech while muted are said', async () => {
  const { agent, supervisor } = room
  expect(await openMicrophones(agent)).toBe(0)
  const { caller } = await beginCall(room)
  const score = / of 4\.5$/
  await agent.getByRole('button', { name: score }).waitFor(soon)
  const row = supervisor.getByRole('grid', { name: en['floor.agents'] }).getByRole('row', { name: agentName })
  await row.getByRole('img', { name: score }).waitFor(soon)
  await agent.evaluate(() => {
    window.standStill = true
  })
  const trouble = agent.getByRole('alert').filter({ hasText: en['sound.trouble.no-sound'] })
  await trouble.waitFor(soon)
  await agent.evaluate(() => {
    window.standStill = false
  })
  await trouble.waitFor({ state: 'detached', ...soon })
  await agent.getByRole('button', { name: en['call.mute'] }).click()
  const muted = agent.getByRole('alert').filter({ hasText: en['sound.speaksMuted'] })
  await muted.waitFor(soon)
  expect(caller.levelDb(agentHz)).toBeLessThan(silentAtMostDb)
  await muted.getByRole('button', { name: en['call.unmute'] }).click()
  await muted.waitFor({ state: 'detached', ...soon })
  await agent.getByRole('button', { name: en['call.hangUp'] }).click()
  await row.getByRole('img', { name: score }).waitFor({ state: 'detached', ...soon })
  expect(await openMicrophones(agent)).toBe(0)
}, 120_000)
