/** Keeps what a site's people belong to, and the passwords of their phones, in the gateway's database. */
import type { Logger } from 'pino'
import { z } from 'zod'
import { AgentId, QueueId } from '#contract/ids'
import type { Clock } from '#contract/time'
import { openDatabase } from '#gateway/store/openDatabase'

export interface StoredTeam {
  readonly id: string
  readonly name: string
  readonly queueIds: readonly QueueId[]
  readonly people: readonly { readonly personId: AgentId; readonly penalty: number }[]
}

export interface SiteStore {
  teams(): StoredTeam[]
  /** Replaces every team. A person the store does not know is left out. */
  replaceTeams(teams: readonly StoredTeam[]): void
  /** Removes everybody else: who has left the site's file can sign in no more. */
  keepPeople(ids: readonly AgentId[]): void
  /** The queues a person answers or watches through their teams, with the lowest penalty they have there. */
  queuesOf(personId: AgentId): { readonly queueId: QueueId; readonly penalty: number }[]
  /** null while the extension has none. */
  phonePassword(extension: string): string | null
  putPhonePassword(extension: string, password: string, madeAtMs: number): void
  close(): void
}

const TeamRow = z.object({ id: z.string(), name: z.string() })
const TeamQueueRow = z.object({ queueId: QueueId })
const PersonRow = z.object({ personId: AgentId })
const TeamPersonRow = z.object({ personId: AgentId, penalty: z.number() })
const ScopeRow = z.object({ queueId: QueueId, penalty: z.number() })
const PasswordRow = z.object({ password: z.string() })

export function createSiteStore(path: string, clock: Clock, log: Logger): SiteStore {
  const { database } = openDatabase(path, clock, log)
  const teamRows = database.prepare('SELECT id, name FROM teams ORDER BY id')
  const queueRows = database.prepare<[string], unknown>(
    'SELECT queue_id AS queueId FROM team_queues WHERE team_id = ? ORDER BY queue_id',
  )
  const peopleRows = database.prepare<[string], unknown>(
    'SELECT person_id AS personId, penalty FROM team_people WHERE team_id = ? ORDER BY person_id',
  )
  const putTeam = database.prepare<[string, string]>('INSERT INTO teams (id, name) VALUES (?, ?)')
  const putQueue = database.prepare<[string, string]>(
    'INSERT INTO team_queues (team_id, queue_id) VALUES (?, ?)',
  )
  const putPerson = database.prepare<[string, number, string]>(
    'INSERT INTO team_people (team_id, person_id, penalty) SELECT ?, id, ? FROM people WHERE id = ?',
  )
  const scopeRows = database.prepare<[string], unknown>(
    `SELECT team_queues.queue_id AS queueId, min(team_people.penalty) AS penalty
     FROM team_people JOIN team_queues USING (team_id)
     WHERE team_people.person_id = ? GROUP BY team_queues.queue_id ORDER BY team_queues.queue_id`,
  )
  const passwordRow = database.prepare<[string], unknown>(
    'SELECT password FROM phone_passwords WHERE extension = ?',
  )
  const putPassword = database.prepare<[string, string, number]>(
    `INSERT INTO phone_passwords (extension, password, made_at_ms) VALUES (?, ?, ?)
     ON CONFLICT (extension) DO UPDATE SET password = excluded.password, made_at_ms = excluded.made_at_ms`,
  )
  const dropPerson = database.prepare<[string], unknown>('DELETE FROM people WHERE id = ?')
  const personRows = database.prepare('SELECT id AS personId FROM people')
  const keepPeople = database.transaction((ids: readonly AgentId[]) => {
    for (const row of personRows.all()) {
      const { personId } = PersonRow.parse(row)
      if (!ids.includes(personId)) dropPerson.run(personId)
    }
  })
  const replaceTeams = database.transaction((teams: readonly StoredTeam[]) => {
    database.exec('DELETE FROM teams')
    for (const { id, name, queueIds, people } of teams) {
      putTeam.run(id, name)
      for (const queueId of queueIds) putQueue.run(id, queueId)
      for (const { personId, penalty } of people) putPerson.run(id, penalty, personId)
    }
  })
  return {
    teams: () =>
      teamRows.all().map((row) => {
        const { id, name } = TeamRow.parse(row)
        const queueIds = queueRows.all(id).map((each) => TeamQueueRow.parse(each).queueId)
        const people = peopleRows.all(id).map((each) => TeamPersonRow.parse(each))
        return { id, name, queueIds, people }
      }),
    replaceTeams: (teams) => {
      replaceTeams(teams)
    },
    keepPeople: (ids) => {
      keepPeople(ids)
    },
    queuesOf: (personId) => scopeRows.all(personId).map((row) => ScopeRow.parse(row)),
    phonePassword: (extension) => {
      const row = passwordRow.get(extension)
      return row === undefined ? null : PasswordRow.parse(row).password
    },
    putPhonePassword: (extension, password, madeAtMs) => {
      putPassword.run(extension, password, madeAtMs)
    },
    close: () => {
      database.close()
    },
  }
}
