/** Monitoring in a centre of two Asterisks: a leg hears the calls of its own switch, and is refused for the other's. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MonitorId } from '#contract/ids'
import { openTwoSwitches, type SwitchSide, type TwoSwitches } from '#tests/asterisk/support/twoSwitches'
import { connectDesk, newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { openSipPhone, type SipPhone } from '#tests/support/sip/sipPhone'
import { labPassword } from '#tools/lab/labSettings'

const soon = { timeout: 15_000, interval: 20 }
let room: TwoSwitches
let desk: TestDesk
let password: string
const own: SipPhone[] = []

beforeAll(async () => {
  room = await openTwoSwitches()
  for (const { phone } of [room.north, room.south]) phone.onRing((leg) => leg.answer())
  desk = await connectDesk(room.gateway.url)
  const signedIn = await desk.signIn('leila', labPassword)
  if (!signedIn.ok) throw new Error(signedIn.failure.code)
  password = signedIn.value.sip.password
  desk.watch()
  await openOwnPhone(room.north)
})

afterAll(async () => {
  await desk?.close()
  for (const phone of own) await phone.close()
  await room?.close()
})

/** The supervisor's phone is only there where it is registered. */
async function openOwnPhone({ lab }: SwitchSide): Promise<void> {
  const at = { address: '127.0.0.1', sipPort: lab.sipPort, toneHz: 880 }
  const phone = await openSipPhone({ ...at, user: '1901', password })
  phone.onRing((leg) => leg.answer())
  await phone.register()
  own.push(phone)
}

const agentOf = ({ extension }: SwitchSide) =>
  desk.centre?.agents.find((agent) => agent.extension === extension)
const row = (monitorId: MonitorId) => desk.centre?.monitors.find(({ id }) => id === monitorId)

async function start(side: SwitchSide): Promise<MonitorId> {
  const agent = agentOf(side)
  if (agent === undefined) throw new Error(`Nobody has ${side.extension}`)
  const target = { kind: 'agent', agentId: agent.id } as const
  const input = { commandId: newCommandId(), target, mode: 'listen', why: null } as const
  const started = await desk.client.monitor.start(input)
  if (!started.ok) throw new Error(started.failure.code)
  return started.value.monitorId
}

test('the agent of a switch on which the supervisor has no phone cannot be listened to', async () => {
  await expect
    .poll(() => desk.centre?.agents.find(({ extension }) => extension === '1901')?.phone, soon)
    .toBe('registered')
  const leg = room.south.caller.call(room.south.number)
  await expect.poll(() => agentOf(room.south)?.activity.kind, soon).toBe('talking')
  const id = await start(room.south)
  await expect.poll(() => row(id)?.state, soon).toMatchObject({ kind: 'ended', why: 'refused' })
  expect(leg.state).toBe('up')
  expect(own.flatMap(({ legs }) => legs)).toEqual([])
  leg.hangUp()
  await expect.poll(() => agentOf(room.south)?.activity.kind, soon).not.toBe('talking')
})

test('with a phone there too, the call of either switch is heard', async () => {
  await openOwnPhone(room.south)
  for (const side of [room.south, room.north]) {
    await expect
      .poll(async () => (await side.lab.cli('pjsip show contacts')).includes('1901/'), soon)
      .toBe(true)
    const leg = side.caller.call(side.number)
    await expect.poll(() => agentOf(side)?.activity.kind, soon).toBe('talking')
    const id = await start(side)
    const call = desk.centre?.calls.find(({ queueId }) => queueId === side.queueId)
    await expect.poll(() => row(id)?.state, soon).toMatchObject({ kind: 'hearing', callId: call?.id })
    leg.hangUp()
    await expect.poll(() => row(id)?.state.kind, soon).toBe('waiting')
    expect(await desk.client.monitor.stop({ commandId: newCommandId(), monitorId: id })).toMatchObject({
      ok: true,
    })
    await expect.poll(() => own.flatMap(({ legs }) => legs), soon).toEqual([])
  }
})
