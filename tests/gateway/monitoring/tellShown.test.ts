/** Sensitive fields that were shown to an agent stand in the sealed log, once, for who may read it. */
import { beforeEach, expect, test } from 'vitest'
import type { ShownFact } from '#contract/audit'
import { createMonitorWorld, type MonitorWorld, sara } from '#tests/gateway/monitoring/support/monitorWorld'
import { newCommandId } from '#tests/gateway/support/testDesk'

let world: MonitorWorld
beforeEach(async () => {
  world = await createMonitorWorld()
})

const fact = (place: number, name: string | null): ShownFact => ({
  ...{ place, atMs: Date.UTC(2026, 10, 23, 6), personMark: 'a1b2c3d4', block: 'extra', name },
})

test('told twice it is written once, under who is signed in; a supervisor of theirs reads it, another does not', async () => {
  const told = { commandId: newCommandId(), shown: [fact(1, 'Diagnosis'), fact(2, null)] }
  expect(await world.saraDesk.client.shown.tell(told)).toEqual({ ok: true, value: null })
  expect(await world.saraDesk.client.shown.tell(told)).toEqual({ ok: true, value: null })
  const shown = world.audit().filter(({ kind }) => kind === 'shown')
  expect(shown.map(({ byId, detail }) => [byId, detail])).toEqual([
    [sara, 'extra "Diagnosis" of a1b2c3d4, 2026-11-23T06:00:00.000Z (1)'],
    [sara, 'extra of a1b2c3d4, 2026-11-23T06:00:00.000Z (2)'],
  ])
  expect(shown[0]).toMatchObject({ byName: 'Sara', callerNumber: null, callId: null })
  const read = async (user: string) => {
    const desk = user === 'omid' ? world.desk1 : await world.signIn(user)
    const page = await desk.client.monitor.readAudit({
      ...{ commandId: newCommandId(), beforeSerial: null, limit: 50 },
    })
    if (!page.ok) throw new Error(page.failure.code)
    expect(page.value.whole).toBe(true)
    return page.value.entries.filter(({ kind }) => kind === 'shown').length
  }
  expect(await read('omid')).toBe(2)
  expect(await read('ava')).toBe(2)
  expect(await read('lale')).toBe(0)
})

test('nobody tells without a session, and nothing but what the desk has on record fits', async () => {
  const stranger = await world.desk()
  const told = { commandId: newCommandId(), shown: [fact(1, 'Diagnosis')] }
  expect(await stranger.client.shown.tell(told)).toMatchObject({ ok: false, failure: { code: 'signed-out' } })
  const many = { ...told, shown: Array.from({ length: 101 }, (_, at) => fact(at + 1, null)) }
  await expect(world.saraDesk.client.shown.tell(many)).rejects.toThrow()
  expect(world.audit().filter(({ kind }) => kind === 'shown')).toEqual([])
})
