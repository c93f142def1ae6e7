/** The first tables: people, their seats, the numbers of a day, wrap-up records and the commands given. */
export const peopleSeatsDaysRecordsCommands = `
CREATE TABLE people (
  id TEXT PRIMARY KEY,
  user_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('agent', 'supervisor', 'admin')),
  extension TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL
) STRICT;

-- What must outlive a restart, as JSON of the contract's shapes.
CREATE TABLE seats (
  agent_id TEXT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
  state TEXT NOT NULL
) STRICT;

CREATE TABLE day_numbers (
  day TEXT NOT NULL,
  subject TEXT NOT NULL CHECK (subject IN ('agent', 'queue')),
  subject_id TEXT NOT NULL,
  numbers TEXT NOT NULL,
  PRIMARY KEY (day, subject, subject_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE wrap_up_records (
  agent_id TEXT NOT NULL,
  command_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  queue_id TEXT,
  person_id TEXT,
  disposition_id TEXT,
  note TEXT NOT NULL,
  follow_up_on TEXT,
  written_at_ms INTEGER NOT NULL,
  stored_at_ms INTEGER NOT NULL,
  PRIMARY KEY (agent_id, command_id)
) STRICT;
CREATE INDEX wrap_up_records_by_call ON wrap_up_records (call_id);

-- Every command as it was answered: who, what, when, and how it ended. Notes and passwords are not in here.
CREATE TABLE commands (
  id INTEGER PRIMARY KEY,
  agent_id TEXT NOT NULL,
  command_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  outcome TEXT NOT NULL,
  answer TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX commands_by_command ON commands (agent_id, command_id);
`
