/** The schema of the log of sensitive fields that were shown, as numbered steps. */
import type { DatabaseKind } from '#main/store/openDatabase'

/** The log is written to and never changed: the file itself refuses anything else. */
const shown = `
CREATE TABLE shown (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  agent_id TEXT NOT NULL,
  user_name TEXT NOT NULL,
  person_id TEXT NOT NULL,
  block TEXT NOT NULL,
  name TEXT
) STRICT;
CREATE TRIGGER shown_stays BEFORE UPDATE ON shown BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER shown_is_kept BEFORE DELETE ON shown BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
`

/** How far each agent's rows have been told to the gateway. */
const told = `
CREATE TABLE told (agent_id TEXT PRIMARY KEY, place INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

export const shownDatabase: DatabaseKind = {
  name: 'shown fields',
  applicationId: 0x6e6a7373,
  migrations: [
    { name: '0001-shown', sql: shown },
    { name: '0002-told', sql: told },
  ],
}
