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

/**
 * `person_text` finds people by the beginnings of words of their name, their company and every note on their card. It
 * keeps columns and no places (no phrase is ever asked for) and no text: what is shown is cut from the card itself.
 *
 * The new columns of `person` stand behind the card, because a book of millions is not copied at a desk's start: only
 * who changes a person reads them, and has read the card already.
 *
 * `sync` is how far the copy is; the cursor is written with the people of its page. `seen` are those of before a full
 * load whom it has met: at its end the others go. Whoever is added during the load has a row beyond `newest_before`
 * and needs no mark, so the first load of all writes none.
 *
 * People who are in the file stay, with their notes, and are found by name once the source has been read anew.
 */
const syncAndSearch = `
DROP TABLE person_name;
CREATE VIRTUAL TABLE person_text USING fts5(
  name, note, content='', contentless_delete=1, detail=column, prefix='2',
  tokenize='unicode61 remove_diacritics 0'
);

-- When the CRM last changed the person, by its own clock; null where it does not say.
ALTER TABLE person ADD COLUMN changed_at_ms INTEGER;
-- The newest contact or note known; null where there is none.
ALTER TABLE person ADD COLUMN last_contact_ms INTEGER;
CREATE INDEX person_by_contact ON person (last_contact_ms) WHERE last_contact_ms IS NOT NULL;

-- The same note told again, after a thread that died before it answered, is the same row.
CREATE TABLE note_of_desk (
  person_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  author_name TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (person_id, at_ms, author_name)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO note_of_desk SELECT person_id, at_ms, author_name, text FROM own_note;
DROP TABLE own_note;
ALTER TABLE note_of_desk RENAME TO own_note;

CREATE TABLE sync (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  source TEXT NOT NULL,
  -- Whether everybody was taken once.
  complete INTEGER NOT NULL,
  since TEXT,
  synced_at_ms INTEGER,
  -- When everybody was last taken.
  full_at_ms INTEGER,
  -- The run that lasts or was interrupted; null between two.
  run TEXT CHECK (run IN ('full', 'delta')),
  cursor TEXT,
  taken INTEGER NOT NULL,
  newest_before INTEGER NOT NULL
) STRICT;
INSERT INTO sync SELECT 1, '', complete, NULL, NULL, NULL, NULL, NULL, 0, 0 FROM filling;
DROP TABLE filling;
CREATE TABLE seen (person INTEGER PRIMARY KEY) STRICT;

-- Marks of people who asked to be forgotten, so that the next sync does not bring them back; no id can be read from one.
CREATE TABLE forgotten (mark BLOB PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

/**
 * People from a file a person imported are nobody's in the CRM: a full load that does not name them leaves them. `imported`
 * has those whom an import added and the CRM has not named since; undoing it removes them. A row of `person` that is used
 * again is another person.
 */
const imports = `
CREATE TABLE import (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  file_name TEXT NOT NULL,
  -- Tells whether a file that is imported again is the one whose import was interrupted.
  file_mark TEXT NOT NULL,
  begun_at_ms INTEGER NOT NULL,
  -- null while it lasts, and for one that was interrupted.
  ended_at_ms INTEGER
) STRICT;
CREATE TABLE imported (person INTEGER PRIMARY KEY, import INTEGER NOT NULL) STRICT;
CREATE INDEX imported_by_import ON imported (import);
CREATE TRIGGER imported_gone AFTER DELETE ON person BEGIN DELETE FROM imported WHERE person = old.id; END;
`

export const crmDatabase: DatabaseKind = {
  name: 'crm cache',
  applicationId: 0x6e6a7663,
  migrations: [
    { name: '0001-people-and-numbers', sql: peopleAndNumbers },
    { name: '0002-names', sql: names },
    { name: '0003-sync-and-search', sql: syncAndSearch },
    { name: '0004-imports', sql: imports },
  ],
}
