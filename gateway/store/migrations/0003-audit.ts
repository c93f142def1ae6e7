/** The log of monitoring, which nobody may change: not by a mistake of ours, nor with a few words of SQL. */

export const audit = `
CREATE TABLE audit (
  serial INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  kind TEXT NOT NULL,
  monitor_id TEXT,
  by_id TEXT,
  by_name TEXT NOT NULL,
  agent_id TEXT,
  agent_name TEXT NOT NULL,
  call_id TEXT,
  caller_number TEXT,
  detail TEXT NOT NULL,
  -- SHA-256 in hex over the seal of the entry before and this entry.
  seal TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_monitor ON audit (monitor_id);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
`
