/** The schema of the CRM cache, as numbered steps; text in a module because the packaged desk is one bundle. */
import type { DatabaseKind } from '#main/store/openDatabase'

/**
 * A lookup is two seeks: number → person → the whole card in one row.
 *
 * `number.reversed` is the number written backwards (`+989121234567` is `765432121989+`). Equal: the exact number.
 * Beginning with the caller's last digits backwards: the fallback, for any count of digits, from the same index.
 * A number that is not E.164 has no `+` and so is found by its last digits only.
 */
const peopleAndNumbers = `
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  person_id TEXT NOT NULL UNIQUE,
  card TEXT NOT NULL
) STRICT;

CREATE TABLE number (
  reversed TEXT NOT NULL,
  person INTEGER NOT NULL,
  PRIMARY KEY (reversed, person)
) STRICT, WITHOUT ROWID;

-- Notes written at this desk: the source does not have them, so a refill adds them again.
CREATE TABLE own_note (
  id INTEGER PRIMARY KEY,
  person_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  author_name TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX own_note_by_person ON own_note (person_id, at_ms);

-- Which source fills the cache and how far it has come.
CREATE TABLE filling (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  source TEXT NOT NULL,
  taken INTEGER NOT NULL,
  complete INTEGER NOT NULL
) STRICT;
`

/**
 * `person_name` finds people by the beginnings of words; its rows are those of `person`, and it keeps no text of its own.
 * People who are in the file already are found once the source has been read anew.
 */
const names = `
CREATE VIRTUAL TABLE person_name USING fts5(
  name, content='', contentless_delete=1, tokenize='unicode61', prefix='2 3'
);
DELETE FROM filling;
`

export const crmDatabase: DatabaseKind = {
  name: 'crm cache',
  applicationId: 0x6e6a7663,
  migrations: [
    { name: '0001-people-and-numbers', sql: peopleAndNumbers },
    { name: '0002-names', sql: names },
  ],
}
