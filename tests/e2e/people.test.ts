/** An agent and a supervisor at their pages in real browsers: help, coaching cards, a wrap-up ended, and signing out. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import {
  agentName,
  beginCall,
  type MonitoringRoom,
  openMonitoringRoom,
  soon,
  supervisorName,
} from '#tests/e2e/monitoringRoom'

let room: MonitoringRoom

beforeAll(async () => {
  room = await openMonitoringRoom()
}, 120_000)

afterAll(() => room?.close())

const queueColumn = () => room.agent.getByRole('region', { name: en['region.queue'], exact: true })
const row = () => room.supervisor.getByRole('row', { name: new RegExp(agentName) }).first()

async function choose(item: string): Promise<void> {
  await room.supervisor.getByRole('button', { name: `More for ${agentName}` }).click(soon)
  await room.supervisor.getByRole('menuitem', { name: item, exact: true }).click(soon)
}

async function hangUp(): Promise<void> {
  await room.agent.getByRole('button', { name: en['call.hangUp'] }).click()
  await room.agent.getByRole('region', { name: en['region.wrapUp'] }).waitFor(soon)
}

test('help raises the agent’s row with its reason until the supervisor says it was given', async () => {
  await queueColumn().getByRole('button', { name: en['help.button'], exact: true }).click(soon)
  await room.agent.getByRole('button', { name: en['help.reason.caller'] }).click(soon)
  await queueColumn().getByText(en['help.asked']).waitFor(soon)
  const mark = room.supervisor.getByLabel(new RegExp(en['help.reason.caller'])).first()
  await mark.waitFor(soon)
  await choose(en['floor.menu.clearHelp'])
  await queueColumn().getByRole('button', { name: en['help.button'], exact: true }).waitFor(soon)
  expect(await row().count()).toBe(1)
})

test('a coaching card comes to the agent in the call, points at its field, and leaves with the wrap-up', async () => {
  await beginCall(room)
  await choose(en['floor.menu.message'])
  const dialog = room.supervisor.getByRole('dialog', { name: `Coaching card for ${agentName}` })
  await dialog.getByRole('button', { name: en['caller.number'], exact: true }).click(soon)
  await queueColumn().getByText(`Look here: ${en['caller.number']}`).waitFor(soon)
  const caller = room.agent.getByRole('region', { name: en['region.caller'], exact: true })
  await caller.locator('[data-field="phone"][data-pointed="true"]').waitFor(soon)
  await dialog.getByRole('textbox', { name: en['messages.text'] }).fill('Ask for the order number')
  await dialog.getByRole('button', { name: en['messages.send'] }).click()
  await dialog.waitFor({ state: 'detached', ...soon })
  await queueColumn().getByText('Ask for the order number').waitFor(soon)
  await queueColumn().getByText(`${supervisorName}, for this call`).first().waitFor(soon)
  // Put aside, its field is no longer pointed at.
  await queueColumn().getByRole('button', { name: en['messages.putAside'] }).first().click()
  await caller.locator('[data-pointed="true"]').waitFor({ state: 'detached', ...soon })
  await hangUp()
  expect(await queueColumn().getByText('Ask for the order number').count()).toBe(1)
})

test('a wrap-up the supervisor ends leaves what was written as a left-over, and the card is gone', async () => {
  const wrapUp = room.agent.getByRole('region', { name: en['region.wrapUp'] })
  await wrapUp.getByLabel('Note').pressSequentially('Half a sent')
  await choose(en['floor.menu.finishWrapUp'])
  await wrapUp.waitFor({ state: 'detached', ...soon })
  await room.agent.getByText('Half a sent').waitFor(soon)
  await room.agent.getByRole('button', { name: en['leftovers.send'] }).click(soon)
  await room.agent.getByText('Half a sent').waitFor({ state: 'detached', ...soon })
  await queueColumn()
    .getByText('Ask for the order number')
    .waitFor({ state: 'detached', ...soon })
})

test('who is signed out after the call is told so, and leaves when the wrap-up is over', async () => {
  await beginCall(room)
  await choose(en['floor.menu.signOutAfter'])
  await room.agent.getByText(en['breaks.leaves']).waitFor(soon)
  await hangUp()
  const wrapUp = room.agent.getByRole('region', { name: en['region.wrapUp'] })
  await wrapUp.getByText('Solved').click()
  await wrapUp.getByRole('button', { name: en['wrapUp.finish'] }).click()
  await room.agent.getByRole('button', { name: en['signIn.submit'] }).waitFor(soon)
})
