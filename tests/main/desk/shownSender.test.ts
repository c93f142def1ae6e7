/** What an agent had shown reaches the gateway's log: kept while it is away and over a restart, told once, never the value. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ShownFact } from '#contract/audit'
import { type Answer, done, failed } from '#contract/failure'
import { PersonId } from '#contract/ids'
import type { LinkState } from '#contract/link'
import type { Session } from '#contract/session'
import { createListeners } from '#main/desk/listeners'
import { createShownLog, type ShownLog } from '#main/desk/sensitive/shownLog'
import { createShownSender } from '#main/desk/sensitive/shownSender'
import { sessionOf } from '#tests/main/crm/writeBack/writeBackRoom'
import { createFakeClock } from '#tests/support/fakeClock'
import { soon } from '#tests/support/patience'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder
let shownLog: ShownLog
const clock = createFakeClock()
const connected: LinkState = { kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null }
const away: LinkState = { kind: 'connecting', sinceMs: 0, failure: null, roundTripMs: null }

const openLog = () =>
  createShownLog({ path: folder.file('shown.db'), key: new Uint8Array(32).fill(9), clock, log: silentLog })

beforeEach(() => {
  folder = createTempFolder()
  shownLog = openLog()
})
afterEach(() => {
  shownLog.close()
  folder.remove()
})

function createLink() {
  const listeners = createListeners()
  const told: { commandId: string; shown: readonly ShownFact[] }[] = []
  const link = {
    state: away,
    session: sessionOf('sara') as Session | null,
    answer: done(null) as Answer<null>,
    onChange: listeners.on,
    async tellShown(commandId: string, shown: readonly ShownFact[]) {
      told.push({ commandId, shown })
      return link.answer
    },
  }
  const change = (to: Partial<typeof link>): void => {
    Object.assign(link, to)
    listeners.tell()
  }
  return { link, told, change }
}

const click = (agentId: string, at: number, name: string | null = 'Diagnosis') =>
  shownLog.note({
    ...{ atMs: at, agentId, userName: agentId, personId: PersonId.parse('mina-rahimi') },
    ...{ block: 'extra' as const, name },
  })

test('kept while the gateway is away, told when it is there, and each click after it at once; never again', async () => {
  const { link, told, change } = createLink()
  const sender = createShownSender({ shownLog, link, clock, random: () => 0.5, log: silentLog })
  click('sara', 1000)
  click('omid', 1500)
  click('sara', 2000, null)
  expect(told).toEqual([])
  change({ state: connected })
  await vi.waitFor(() => expect(told).toHaveLength(1), soon)
  expect(told[0]?.shown).toMatchObject([
    { place: 1, atMs: 1000, block: 'extra', name: 'Diagnosis' },
    { place: 3, atMs: 2000, block: 'extra', name: null },
  ])
  expect(JSON.stringify(told)).not.toContain('mina')
  await vi.waitFor(() => expect(shownLog.untold('sara', 9)).toEqual([]), soon)
  click('sara', 3000)
  await vi.waitFor(() => expect(told).toHaveLength(2), soon)
  await vi.waitFor(() => expect(shownLog.untold('sara', 9)).toEqual([]), soon)
  sender.close()
  shownLog.close()
  shownLog = openLog()
  const again = createLink()
  const second = createShownSender({ shownLog, link: again.link, clock, random: () => 0.5, log: silentLog })
  again.change({ state: connected })
  // Another agent's own are told when they sit down.
  again.change({ session: sessionOf('omid') })
  await vi.waitFor(() => expect(again.told).toHaveLength(1), soon)
  expect(again.told[0]?.shown).toMatchObject([{ place: 2, atMs: 1500 }])
  second.close()
  expect(shownLog.all()).toHaveLength(4)
})

test('a lost answer has the same told again under the same command, later and later', async () => {
  const { link, told, change } = createLink()
  const sender = createShownSender({ shownLog, link, clock, random: () => 0.5, log: silentLog })
  click('sara', 1000)
  change({ state: connected, answer: failed('timed-out') })
  await vi.waitFor(() => expect(told).toHaveLength(1), soon)
  await vi.waitFor(() => {
    clock.advance(60_000)
    expect(told.length).toBeGreaterThan(2)
  }, soon)
  change({ answer: done(null) })
  await vi.waitFor(() => {
    clock.advance(60_000)
    expect(shownLog.untold('sara', 9)).toEqual([])
  }, soon)
  expect(new Set(told.map(({ commandId }) => commandId)).size).toBe(1)
  sender.close()
  const before = told.length
  click('sara', 2000)
  clock.advance(60_000)
  await new Promise((resolve) => setImmediate(resolve))
  expect(told).toHaveLength(before)
})
