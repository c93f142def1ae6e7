/** Opens the gateway's SQLite file and brings it to the newest form; a broken file is set aside, never deleted. */
import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import type { Logger } from 'pino'
import type { Clock } from '#contract/time'
import { peopleSeatsDaysRecordsCommands } from '#gateway/store/migrations/0001-people-seats-days-records-commands'
import { teamsScopesPhonePasswords } from '#gateway/store/migrations/0002-teams-scopes-phone-passwords'
import { audit } from '#gateway/store/migrations/0003-audit'
import { messages } from '#gateway/store/migrations/0004-messages'

/** In order; `user_version` of the file counts how many have been run. Only ever add to the end. */
const migrations: readonly string[] = [
  peopleSeatsDaysRecordsCommands,
  teamsScopesPhonePasswords,
  audit,
  messages,
]

export interface OpenedDatabase {
  readonly database: Database.Database
  /** Where a broken file was set aside; null when the file was whole or new. */
  readonly setAside: string | null
}

export function openDatabase(path: string, clock: Clock, log: Logger): OpenedDatabase {
  mkdirSync(dirname(path), { recursive: true })
  try {
    return { database: openWhole(path), setAside: null }
  } catch (error) {
    if (!isBroken(error)) throw error
    const setAside = setFileAside(path, clock.nowMs())
    log.error({ err: error, setAside }, 'the store was broken: set aside and started anew')
    return { database: openWhole(path), setAside }
  }
}

function openWhole(path: string): Database.Database {
  const database = new Database(path)
  try {
    // It holds phone passwords; SQLite gives the files beside it the same rights.
    chmodSync(path, 0o600)
    database.pragma('journal_mode = WAL')
    // A record is only acknowledged once it would survive a power cut.
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    const verdict = database.pragma('quick_check(1)', { simple: true })
    if (verdict !== 'ok') throw new BrokenStore(String(verdict))
    migrate(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function migrate(database: Database.Database): void {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version > migrations.length) {
    throw new Error(`The store was written by a newer version (form ${version}, known ${migrations.length})`)
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue
    database.transaction(() => {
      database.exec(migration)
      database.pragma(`user_version = ${index + 1}`)
    })()
  }
}

class BrokenStore extends Error {}

/** A disk that is full or refuses is not a broken file: that is for a person to mend, and nothing is set aside. */
function isBroken(error: unknown): boolean {
  if (error instanceof BrokenStore) return true
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)
}

function setFileAside(path: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(':', '-')
  const aside = freeName(`${path}.broken-${stamp}`)
  for (const part of ['', '-wal', '-shm']) {
    if (existsSync(path + part)) renameSync(path + part, aside + part)
  }
  return aside
}

function freeName(wanted: string): string {
  let name = wanted
  for (let count = 2; existsSync(name); count += 1) name = `${wanted}-${count}`
  return name
}
