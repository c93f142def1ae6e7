/** A day of the practice centre leaves no caller's name and no caller's number in the desk's log, whatever goes wrong. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CardAnswer } from '#contract/callerCard'
import type { LiveMessage } from '#contract/centre'
import { done } from '#contract/failure'
import { AgentId } from '#contract/ids'
import { createFloor } from '#gateway/model/createFloor'
import { reducePbx } from '#gateway/model/reduce'
import { toChanges } from '#gateway/model/toChanges'
import { type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import { createCardPreparer } from '#main/crm/prefetch/cardPreparer'
import { createLiveKeeper } from '#main/desk/gateway/liveKeeper'
import { createLog } from '#main/desk/log'
import { createPracticeCentre } from '#simulator/practiceCentre'
import { cardOf } from '#tests/main/crm/cacheBench'
import { recordOf, sessionOf } from '#tests/main/crm/writeBack/writeBackRoom'
import { loadScenario } from '#tests/simulator/support/practiceBench'
import { createFakeClock } from '#tests/support/fakeClock'
import { createTempFolder } from '#tests/support/tempFolder'

const hours = 8

test(`${hours} hours of callers, a CRM in every kind of trouble, and not one of them in the log`, async () => {
  const folder = createTempFolder()
  const log = createLog({ folder: folder.path, level: 'debug' })
  const clock = createFakeClock(Date.UTC(2026, 10, 23, 4, 30))
  const centre = createPracticeCentre({
    telephony: null,
    clock,
    seed: 5,
    scenario: loadScenario('busy-day'),
    voicesDir: null,
    recordDir: null,
    log: log.child({ room: 'practice' }),
  })
  const numbers = new Set<string>()
  const person = { ...cardOf('mina', []), name: 'Planted Person' }
  const names = new Set<string>([person.name])
  const keeper = createLiveKeeper(clock)
  let troubles = 0
  // Each answer quotes what it was asked, as a careless CRM does.
  const refuse = async (subject: object): Promise<CrmAnswer<never>> => {
    troubles += 1
    const kinds = ['unreachable', 'busy', 'nonsense', 'refused'] as const
    const kind = kinds[troubles % kinds.length] ?? 'nonsense'
    if (troubles % 5 === 0) throw new Error(`no answer for ${JSON.stringify(subject)}`)
    return hasProblem(kind, `GET /people?phone=${JSON.stringify(subject)} failed`)
  }
  const known: CardAnswer = { kind: 'one', card: person, matchedBy: 'number' }
  const preparer = createCardPreparer({
    cache: { lookup: () => done(known), onState: () => () => undefined },
    link: {
      session: sessionOf('ext-1101'),
      get centre() {
        return keeper.centre
      },
      onLive: keeper.onLive,
    },
    writer: {
      can: { lookup: true, sync: 'none', write: true },
      onSync: () => () => undefined,
      onPeople: () => () => undefined,
      refresh: refuse,
    },
    clock,
    random: Math.random,
    log,
  })
  const nothing = { saved: new Map(), agentDays: new Map(), queueDays: new Map() }
  let floor = createFloor({
    people: [],
    pauseReasons: [],
    day: '2026-11-23',
    nowMs: clock.nowMs(),
    ...nothing,
  })
  let isFirst = true
  let seq = 0
  const stop = centre.listen((event) => {
    const before = floor
    floor = reducePbx(floor, event)
    for (const { caller } of floor.calls.values()) {
      if (caller.number !== null && caller.number.length > 6) numbers.add(caller.number)
      if (caller.name !== null) names.add(caller.name)
    }
    const changes = toChanges(before, floor)
    seq += 1
    const stamp = { position: { epoch: 'one', seq }, atMs: clock.nowMs() }
    const message: LiveMessage = isFirst
      ? { ...stamp, kind: 'snapshot', centre: toCentre() }
      : { ...stamp, kind: 'delta', changes }
    expect(keeper.accept(message)).toBe('applied')
    isFirst = false
  })
  function toCentre() {
    const pbx = { kind: 'connected', sinceMs: 0, failure: null, roundTripMs: null } as const
    const rows = {
      queues: [...floor.queues.values()],
      agents: [...floor.agents.values()],
      calls: [...floor.calls.values()],
    }
    return { pbx, pauseReasons: [], monitors: [], messages: [], strangers: [], ...rows } as never
  }
  centre.start()
  for (let minute = 0; minute < hours * 60; minute += 1) await clock.advanceAsync(60_000)
  stop()
  preparer.close()
  await centre.close()
  // What the rest of the desk says of a call, in the words and fields it says it.
  const [number = ''] = numbers
  log.warn(
    { callId: recordOf(1).callId, why: 'rejected', detail: `no contact with ${number}` },
    'A record waits for the CRM',
  )
  log.error({ err: new Error(`lookup of ${number}`) }, `failed for ${number}`)
  log.info({ list: [{ deep: { number } }], agentId: AgentId.parse('sara') })

  const text = readFileSync(folder.file('desk.log'), 'utf8')
  folder.remove()
  expect(numbers.size).toBeGreaterThan(200)
  expect(troubles).toBeGreaterThan(50)
  expect(text.split('\n').length).toBeGreaterThan(10)
  const national = [...numbers].map((each) => each.replace(/^\+98/, '0'))
  expect([...numbers, ...national].filter((each) => text.includes(each))).toEqual([])
  expect([...names].filter((each) => text.includes(each))).toEqual([])
  expect(text).toContain('••••')
}, 120_000)
