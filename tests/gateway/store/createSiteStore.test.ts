/** Teams, queue scopes and phone passwords in the gateway's store, which only its owner can read. */
import { statSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { AgentId, QueueId } from '#contract/ids'
import { makePhonePasswords } from '#gateway/commandLine/phonePasswords'
import { createSiteStore } from '#gateway/store/createSiteStore'
import { createStore } from '#gateway/store/createStore'
import { createFakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder } from '#tests/support/tempFolder'

const folder = createTempFolder()
const clock = createFakeClock(1_000_000)
afterAll(() => folder.remove())

const [sara, omid] = [AgentId.parse('user-sara'), AgentId.parse('user-omid')]
const [support, sales] = [QueueId.parse('support'), QueueId.parse('sales')]

function open() {
  const people = createStore(folder.file('gateway.db'), clock, silentLog)
  for (const [id, extension] of [
    [sara, '1001'],
    [omid, '1002'],
  ] as const) {
    people.putPerson({ id, userName: id, name: id, role: 'agent', extension, passwordHash: 'x' })
  }
  return { people, site: createSiteStore(folder.file('gateway.db'), clock, silentLog) }
}

test('a person’s scope is the queues of all their teams, with the lowest penalty; unknown people are left out', () => {
  const { people, site } = open()
  site.replaceTeams([
    { id: 'a', name: 'A', queueIds: [support], people: [{ personId: sara, penalty: 3 }] },
    {
      id: 'b',
      name: 'B',
      queueIds: [support, sales],
      people: [
        { personId: sara, penalty: 1 },
        { personId: AgentId.parse('user-nobody'), penalty: 0 },
      ],
    },
  ])
  expect(site.queuesOf(sara)).toEqual([
    { queueId: sales, penalty: 1 },
    { queueId: support, penalty: 1 },
  ])
  expect(site.queuesOf(omid)).toEqual([])
  expect(site.teams().map(({ people: members }) => members.length)).toEqual([1, 1])
  site.keepPeople([omid])
  expect(people.people().map(({ id }) => id)).toEqual([omid])
  expect(site.queuesOf(sara)).toEqual([])
  site.close()
  people.close()
})

test('phone passwords are long, kept, different, and anew only when asked; nobody else can read the file', () => {
  const { people, site } = open()
  const made = makePhonePasswords(site, ['1001', '1002'], false, 1)
  expect(new Set(made.values()).size).toBe(2)
  for (const password of made.values()) expect(password).toMatch(/^[\w-]{32}$/)
  expect(makePhonePasswords(site, ['1001', '1002'], false, 2)).toEqual(made)
  expect(makePhonePasswords(site, ['1001'], true, 3).get('1001')).not.toBe(made.get('1001'))
  expect(site.phonePassword('1009')).toBeNull()
  for (const part of ['', '-wal', '-shm']) {
    expect(statSync(folder.file(`gateway.db${part}`)).mode & 0o077).toBe(0)
  }
  site.close()
  people.close()
})
