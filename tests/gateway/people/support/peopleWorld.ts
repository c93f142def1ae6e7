/** A gateway with two agents of support, a supervisor of theirs, one of another team, and what was recorded. */
import Database from 'better-sqlite3'
import type { AgentId } from '#contract/ids'
import type { SeedPerson } from '#gateway/seedPeople'
import { sales, support } from '#tests/gateway/support/floorOf'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { createWorld, people, until, type World, type WorldOptions } from '#tests/gateway/support/world'

export const sara = 'user-sara' as AgentId
export const omid = 'user-omid' as AgentId
export const reza = 'user-reza' as AgentId
export const lale = 'user-lale' as AgentId
export const ava = 'user-ava' as AgentId

const [asSara, asOmid] = people as readonly [SeedPerson, SeedPerson]
const staff: readonly SeedPerson[] = [
  asSara,
  asOmid,
  { ...asSara, userName: 'reza', name: 'Reza', extension: '2001' },
  { ...asOmid, userName: 'lale', name: 'Lale', extension: '1003' },
  { ...asOmid, userName: 'ava', name: 'Ava', role: 'admin', extension: '1004' },
]

/** Omid leads Sara and Reza, whose queue is support; Lale leads sales. */
export const teams = [
  { queueIds: [support], people: [omid, sara, reza].map((personId) => ({ personId })) },
  { queueIds: [sales], people: [{ personId: lale }] },
]

export type User = 'sara' | 'reza' | 'omid' | 'lale' | 'ava'

export interface PeopleWorld extends World {
  /** A desk with the person signed in and their stream running. */
  signIn(user: User): Promise<TestDesk>
  restart(): Promise<PeopleWorld>
  /** Every command recorded whose kind begins so, oldest first. */
  record(kind: string): { who: string; kind: string; detail: string; outcome: string }[]
  /** Lets what changed reach the desks. */
  settle(condition: () => boolean, what?: string): Promise<void>
}

export async function createPeopleWorld(options: WorldOptions = {}): Promise<PeopleWorld> {
  return toPeopleWorld(await createWorld({ people: staff, teams, ...options }))
}

function toPeopleWorld(world: World): PeopleWorld {
  return Object.assign(Object.create(world) as World, {
    async signIn(user: User) {
      const desk = await world.desk()
      const isAgent = user === 'sara' || user === 'reza'
      const answer = await desk.signIn(user, isAgent ? 'right horse' : 'battery staple')
      if (!answer.ok) throw new Error(`${user}: ${answer.failure.code}`)
      desk.watch()
      await until(() => desk.centre !== null, `${user} sees the floor`)
      return desk
    },
    restart: async () => toPeopleWorld(await world.restart()),
    record(kind: string) {
      const database = new Database(world.storePath, { readonly: true })
      try {
        return database
          .prepare<[string], { who: string; kind: string; detail: string; outcome: string }>(
            "SELECT agent_id AS who, kind, detail, outcome FROM commands WHERE kind LIKE ? || '%' ORDER BY id",
          )
          .all(kind)
      } finally {
        database.close()
      }
    },
    settle: (condition: () => boolean, what?: string) => untilShown(world, condition, what),
  })
}

/** Moves time on by little and seldom, so that a slow machine does not live through a wrap-up while it waits. */
export function untilShown(world: World, condition: () => boolean, what = String(condition)): Promise<void> {
  let gapMs = 2
  let nextAtMs = 0
  return until(() => {
    if (performance.now() >= nextAtMs) {
      world.tick()
      gapMs *= 1.5
      nextAtMs = performance.now() + gapMs
    }
    return condition()
  }, what)
}

/** A new id for each command asked. */
export const id = () => ({ commandId: newCommandId() })
