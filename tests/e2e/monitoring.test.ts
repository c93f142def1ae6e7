/** A supervisor at the page in a real browser: who hears whom in every mode, take-over with card and note, hand back. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import {
  agentName,
  answer,
  beginCall,
  customer,
  type Ears,
  expectHeard,
  heardAtLeastDb,
  heardBy,
  type MonitoringRoom,
  openMicrophones,
  openMonitoringRoom,
  silentAtMostDb,
  soon,
  supervisorHz,
  supervisorName,
} from '#tests/e2e/monitoringRoom'
import { agentHz, callerHz, openCallerEar } from '#tests/support/practiceDesk'

const tones = [callerHz, agentHz, supervisorHz]
let room: MonitoringRoom

beforeAll(async () => {
  room = await openMonitoringRoom()
}, 120_000)

afterAll(() => room?.close())

const dock = () => room.supervisor.getByRole('region', { name: 'Monitoring' })
const press = (name: string) => dock().getByRole('button', { name, exact: true }).click(soon)
const says = (text: string) => dock().getByText(text).waitFor(soon)
const listenTo = async () => {
  await room.supervisor.getByRole('tab', { name: 'Floor' }).click()
  await room.supervisor.getByRole('button', { name: `Listen to ${agentName}` }).click(soon)
}

/** The supervisor leaves, the agent hangs up, finishes and is free for the next test. */
async function endAll(): Promise<void> {
  await press('Stop')
  await says(en['monitor.end.stopped'])
  await dock().waitFor({ state: 'detached', ...soon })
  await room.agent.getByRole('button', { name: en['call.hangUp'] }).click()
  const wrapUp = room.agent.getByRole('region', { name: en['region.wrapUp'] })
  await wrapUp.waitFor(soon)
  await wrapUp.getByText('Solved').click()
  await wrapUp.getByRole('button', { name: en['wrapUp.finish'] }).click()
  await wrapUp.waitFor({ state: 'detached', ...soon })
}

/** Numbers from 0 up to 1, the same in every run (Lehmer, MINSTD). */
function createRandom(seed: number): () => number {
  let state = seed % 2_147_483_647
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

const hears = {
  none: { supervisor: [callerHz, agentHz], agent: [callerHz], caller: [agentHz] },
  whisper: { supervisor: [callerHz, agentHz], agent: [callerHz, supervisorHz], caller: [agentHz] },
  barge: {
    supervisor: [callerHz, agentHz],
    agent: [callerHz, supervisorHz],
    caller: [agentHz, supervisorHz],
  },
}

test('listen, whisper, barge and back: every ear hears what it should, and the agent is told', async () => {
  const { caller } = await beginCall(room)
  const ears: Ears = { ...room, caller }
  await listenTo()
  await says(en['monitor.hears.listen'])
  await expectHeard(ears, hears.none, tones)
  expect(await openMicrophones(room.supervisor)).toBe(0)
  await room.agent.getByText(`${supervisorName} is listening`).waitFor(soon)

  await press('Whisper')
  await says(en['monitor.hears.whisper'])
  await expectHeard(ears, hears.whisper, tones)
  expect(await openMicrophones(room.supervisor)).toBe(1)
  await room.agent.getByText(`${supervisorName} is coaching you`).waitFor(soon)

  await press('Listen')
  await says(en['monitor.hears.listen'])
  await expectHeard(ears, hears.none, tones)
  expect(await openMicrophones(room.supervisor)).toBe(0)

  // Held like the key of a walkie-talkie.
  await room.supervisor.keyboard.down('Alt')
  await room.supervisor.keyboard.down('v')
  await expectHeard(ears, hears.whisper, tones)
  await room.supervisor.keyboard.up('v')
  await room.supervisor.keyboard.up('Alt')
  await expectHeard(ears, hears.none, tones)

  await press('Barge')
  await says(en['monitor.hears.barge'])
  await expectHeard(ears, hears.barge, tones)
  await press('Listen')
  await expectHeard(ears, hears.none, tones)
  await endAll()
  caller.close()
}, 120_000)

test('modes changed in quick succession, the supervisor speaking throughout: not one frame reaches the caller', async () => {
  const { callId, caller } = await beginCall(room)
  await room.agent.getByRole('button', { name: en['call.mute'], exact: true }).click()
  await expect.poll(() => caller.levelDb(agentHz), soon).toBeLessThan(silentAtMostDb)
  // Nobody speaks to the caller now: whatever they hear from here on would be the supervisor.
  const ear = openCallerEar(room.supervisorDesk.centre, callId)
  await listenTo()
  await says(en['monitor.hears.listen'])
  const random = createRandom(20_261_123)
  for (let turn = 0; turn < 40; turn += 1) {
    await press(random() < 0.5 ? 'Whisper' : 'Listen')
    if (random() < 0.3) await room.supervisor.waitForTimeout(random() * 300)
  }
  await press('Whisper')
  await expect.poll(() => heardBy(room.agent, supervisorHz), soon).toBeGreaterThan(heardAtLeastDb)
  await press('Listen')
  await says(en['monitor.hears.listen'])
  await expect.poll(() => heardBy(room.agent, supervisorHz), soon).toBeLessThan(silentAtMostDb)
  const levels = ear.frameLevelsDb(supervisorHz)
  expect(levels.length).toBeGreaterThan(100)
  expect(Math.max(...levels)).toBeLessThan(silentAtMostDb)
  // And the ear is one that would have heard it.
  await press('Barge')
  await expect.poll(() => ear.levelDb(supervisorHz), soon).toBeGreaterThan(heardAtLeastDb)
  await endAll()
  ear.close()
  caller.close()
}, 120_000)

test('take over and hand back: the caller is never left, card and note go along, and the agent is told', async () => {
  const { caller } = await beginCall(room)
  const ears: Ears = { ...room, caller }
  const agentNote = room.agent.getByLabel(en['record.note'])
  await agentNote.fill('Order is late')
  await listenTo()
  await expectHeard(ears, hears.none, tones)

  await press('Take over')
  await says(`You talk with the caller. ${agentName} is out of the call.`)
  await expectHeard(ears, { supervisor: [callerHz], agent: [], caller: [supervisorHz] }, tones)
  const wrapUp = room.agent.getByRole('region', { name: en['region.wrapUp'] })
  await wrapUp.getByText(supervisorName).waitFor(soon)
  await room.supervisor.getByRole('tab', { name: 'My desk' }).click()
  const card = room.supervisor.getByRole('region', { name: en['region.caller'] })
  await card.getByText(customer.name).first().waitFor(soon)
  const note = room.supervisor.getByLabel(en['record.note'])
  await expect.poll(() => note.inputValue(), soon).toContain('Order is late')
  await note.fill(`${await note.inputValue()}\nI send it again`)

  // The ordinary buttons of a call work on it.
  await room.supervisor.getByRole('button', { name: en['call.mute'], exact: true }).click()
  await expectHeard(ears, { supervisor: [callerHz], agent: [], caller: [] }, tones)
  await room.supervisor.getByRole('button', { name: en['call.unmute'], exact: true }).click()
  await room.supervisor.getByRole('button', { name: en['call.hold'], exact: true }).click()
  await expectHeard(ears, { supervisor: [], agent: [], caller: [] }, tones)
  await room.supervisor.getByRole('button', { name: en['call.resume'], exact: true }).click()
  await expectHeard(ears, { supervisor: [callerHz], agent: [], caller: [supervisorHz] }, tones)

  const giving = press('Hand back')
  await answer(room.agent)
  await giving
  await expectHeard(ears, hears.none, tones)
  expect(await openMicrophones(room.supervisor)).toBe(0)
  await says(en['monitor.hears.listen'])
  await expect.poll(() => agentNote.inputValue(), soon).toContain('I send it again')
  await endAll()
  caller.close()
}, 120_000)

test('the agent listens on silently after a take-over, is heard by nobody, and either of them ends it', async () => {
  const { caller } = await beginCall(room)
  const ears: Ears = { ...room, caller }
  await listenTo()
  await expectHeard(ears, hears.none, tones)
  await press('Take over')
  await says(`You talk with the caller. ${agentName} is out of the call.`)
  const offer = room.agent.getByRole('button', { name: en['monitor.shadow.listen'] })
  const listening = room.agent.getByText('You are listening silently')
  const told = room.supervisor.getByText(`${agentName}, whose caller you took over, listens on silently`)

  await offer.click(soon)
  await listening.waitFor(soon)
  await told.waitFor(soon)
  await expectHeard(
    ears,
    { supervisor: [callerHz], agent: [callerHz, supervisorHz], caller: [supervisorHz] },
    tones,
  )
  expect(await openMicrophones(room.agent)).toBe(0)
  await room.agent.getByRole('button', { name: en['monitor.shadow.stop'], exact: true }).click()
  await listening.waitFor({ state: 'detached', ...soon })
  await expectHeard(ears, { supervisor: [callerHz], agent: [], caller: [supervisorHz] }, tones)

  await offer.click(soon)
  await listening.waitFor(soon)
  await told.waitFor(soon)
  await room.supervisor.getByRole('button', { name: en['monitor.told.endShadow'] }).click()
  await listening.waitFor({ state: 'detached', ...soon })

  await offer.click(soon)
  await listening.waitFor(soon)
  const giving = press('Hand back')
  await answer(room.agent)
  await giving
  await listening.waitFor({ state: 'detached', ...soon })
  await expectHeard(ears, hears.none, tones)
  await endAll()
  caller.close()
}, 120_000)

test('a take-over whose sound does not come about is taken back: the agent has the caller again', async () => {
  const { caller } = await beginCall(room)
  const ears: Ears = { ...room, caller }
  await listenTo()
  await expectHeard(ears, hears.none, tones)
  await room.supervisor.evaluate(() => {
    window.standStill = true
  })
  await press('Take over')
  await answer(room.agent)
  await room.supervisor.getByText(en['failure.timed-out']).first().waitFor(soon)
  await expectHeard(ears, hears.none, tones)
  expect(await openMicrophones(room.supervisor)).toBe(0)
  await room.supervisor.evaluate(() => {
    window.standStill = false
  })
  await endAll()
  caller.close()
}, 120_000)

test('the log names what was done and is whole; it is saved as a file', async () => {
  await room.supervisor.getByRole('button', { name: 'Monitoring log' }).click()
  const log = room.supervisor.getByRole('dialog', { name: 'Monitoring log' })
  await log.getByText(en['monitor.log.whole']).waitFor(soon)
  for (const kind of ['started', 'mode', 'took-over', 'rolled-back', 'handed-back', 'ended'] as const)
    await log
      .getByRole('cell', { name: en[`monitor.kind.${kind}`] })
      .first()
      .waitFor(soon)
  const saving = room.supervisor.waitForEvent('download')
  await log.getByRole('button', { name: en['monitor.log.export'] }).click()
  const text = readFileSync(await (await saving).path(), 'utf8')
  expect(text).toContain('serial,at,kind,by,agent,caller,detail')
  expect(text).toMatch(new RegExp(`took-over,${supervisorName},${agentName},`))
  await room.supervisor.keyboard.press('Escape')
  await log.waitFor({ state: 'detached', ...soon })
}, 120_000)
