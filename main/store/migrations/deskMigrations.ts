/** The schema of the desk's own database (drafts, outbox), as numbered steps. */
import type { DatabaseKind } from '#main/store/openDatabase'

const draftsAndOutbox = `
CREATE TABLE draft (
  call_id TEXT PRIMARY KEY,
  draft TEXT NOT NULL,
  saved_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Finished records in the order of finishing. A sent one stays for a while with its text removed, so that a late
-- keystroke does not bring its draft back to life.
CREATE TABLE outbox (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  call_id TEXT NOT NULL UNIQUE,
  command_id TEXT NOT NULL UNIQUE,
  record TEXT,
  sent_at_ms INTEGER,
  CHECK ((record IS NULL) = (sent_at_ms IS NOT NULL))
) STRICT;
`

/** Finished records that the list for the CRM has not taken yet: written with the record, in one transaction. */
const dueToCrm = `
CREATE TABLE due_to_crm (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  command_id TEXT NOT NULL UNIQUE,
  record TEXT NOT NULL
) STRICT;
`

export const deskDatabase: DatabaseKind = {
  name: 'desk',
  applicationId: 0x6e6a7664,
  migrations: [
    { name: '0001-drafts-and-outbox', sql: draftsAndOutbox },
    { name: '0002-due-to-crm', sql: dueToCrm },
  ],
}
