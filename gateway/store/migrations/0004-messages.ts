/** What people put on each other's screens: coaching cards with their call, lines, and notes handed over. */
export const messages = `
CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('coaching', 'message', 'handover')),
  from_id TEXT NOT NULL,
  from_name TEXT NOT NULL,
  to_id TEXT NOT NULL,
  call_id TEXT,
  text TEXT NOT NULL,
  field TEXT,
  at_ms INTEGER NOT NULL,
  -- When the addressee put it aside.
  seen_at_ms INTEGER,
  -- When it left their screen, put aside or with the end of its call; NULL while it stands.
  gone_at_ms INTEGER
) STRICT;
CREATE INDEX messages_by_call ON messages (call_id);
CREATE INDEX messages_standing ON messages (to_id) WHERE gone_at_ms IS NULL;
`
