/** Who works in which team, which queues a team answers and watches, and the passwords of phones. */

export const teamsScopesPhonePasswords = `
CREATE TABLE teams (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

-- The queues a team's agents answer and its supervisors watch.
CREATE TABLE team_queues (
  team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  queue_id TEXT NOT NULL,
  PRIMARY KEY (team_id, queue_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE team_people (
  team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  -- 0 is asked first.
  penalty INTEGER NOT NULL CHECK (penalty BETWEEN 0 AND 100),
  PRIMARY KEY (team_id, person_id)
) STRICT, WITHOUT ROWID;

-- Handed out at sign-in, so they cannot be hashed; the file is for the gateway's user only (mode 0600).
CREATE TABLE phone_passwords (
  extension TEXT PRIMARY KEY,
  password TEXT NOT NULL,
  made_at_ms INTEGER NOT NULL
) STRICT;
`
