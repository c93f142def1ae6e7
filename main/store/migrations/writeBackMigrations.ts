/** The schema of what an agent's desk still has to write into the CRM, as numbered steps. */
import type { DatabaseKind } from '#main/store/openDatabase'

/**
 * A row stays, without its text, after the CRM has it or the agent dropped it: the same record handed over again after a
 * crash is then known, and not sent twice.
 */
const activities = `
CREATE TABLE activity (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  activity_id TEXT NOT NULL UNIQUE,
  entry TEXT,
  closed_at_ms INTEGER,
  CHECK ((entry IS NULL) = (closed_at_ms IS NOT NULL))
) STRICT;
CREATE INDEX activity_open ON activity (place) WHERE entry IS NOT NULL;
CREATE INDEX activity_closed ON activity (closed_at_ms) WHERE closed_at_ms IS NOT NULL;
`

export const writeBackDatabase: DatabaseKind = {
  name: 'write-back',
  applicationId: 0x6e6a7762,
  migrations: [{ name: '0001-activities', sql: activities }],
}
