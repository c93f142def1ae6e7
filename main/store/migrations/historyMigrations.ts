/** The schema of an agent's call history, as numbered steps. */
import type { DatabaseKind } from '#main/store/openDatabase'

const calls = `
CREATE TABLE call (
  id TEXT PRIMARY KEY,
  began_at_ms INTEGER NOT NULL,
  entry TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX call_by_time ON call (began_at_ms);
`

export const historyDatabase: DatabaseKind = {
  name: 'call history',
  applicationId: 0x6e6a7668,
  migrations: [{ name: '0001-calls', sql: calls }],
}
