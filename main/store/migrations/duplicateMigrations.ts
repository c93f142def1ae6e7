/** The schema of what agents said of possible duplicates, as numbered steps. */
import type { DatabaseKind } from '#main/store/openDatabase'

/** One row a pair, the lesser id first. */
const verdicts = `
CREATE TABLE verdict (
  one TEXT NOT NULL,
  other TEXT NOT NULL CHECK (one < other),
  verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different')),
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_by_other ON verdict (other);
`

export const duplicateDatabase: DatabaseKind = {
  name: 'duplicates',
  applicationId: 0x6e6a6475,
  migrations: [{ name: '0001-verdicts', sql: verdicts }],
}
