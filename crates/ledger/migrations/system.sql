-- What every instance has, whatever its registers. Entries, nodes and checkpoints are only ever added.
CREATE TABLE instance (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), id BLOB NOT NULL, created INTEGER NOT NULL, demo INTEGER NOT NULL, levels TEXT NOT NULL) STRICT;
CREATE TABLE log_head (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), size INTEGER NOT NULL, time INTEGER NOT NULL, frontier BLOB NOT NULL) STRICT;
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, suspect INTEGER NOT NULL, actor BLOB NOT NULL, behalf BLOB, holder BLOB, command TEXT NOT NULL,
  duty TEXT NOT NULL, purpose TEXT NOT NULL, request BLOB NOT NULL, leaf TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE INDEX entry_by_time ON entry (time);
CREATE TABLE tree_node (level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, idx)) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, time INTEGER NOT NULL, note TEXT NOT NULL) STRICT;
CREATE TABLE subject_key (subject BLOB NOT NULL, category TEXT NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (subject, category)) STRICT;
CREATE TABLE blob (id BLOB NOT NULL PRIMARY KEY, subject BLOB, bytes INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
CREATE TABLE search_token (register TEXT NOT NULL, token TEXT NOT NULL, record BLOB NOT NULL, PRIMARY KEY (register, token, record)) STRICT, WITHOUT ROWID;
CREATE INDEX search_token_by_record ON search_token (record);

-- Operational tables: written without entries, and nothing else is.
CREATE TABLE session (token BLOB NOT NULL PRIMARY KEY, account BLOB NOT NULL, created INTEGER NOT NULL, seen INTEGER NOT NULL, lang TEXT NOT NULL) STRICT;
CREATE INDEX session_by_account ON session (account);
CREATE TABLE idempotency (account BLOB NOT NULL, idem TEXT NOT NULL, time INTEGER NOT NULL, request TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (account, idem)) STRICT;
CREATE INDEX idempotency_by_time ON idempotency (time);
CREATE TABLE sign_in_failure (who TEXT NOT NULL PRIMARY KEY, count INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
CREATE TABLE used_code (account BLOB NOT NULL, step INTEGER NOT NULL, PRIMARY KEY (account, step)) STRICT;
CREATE TABLE staged_import (id BLOB NOT NULL PRIMARY KEY, account BLOB NOT NULL, keep_until INTEGER, name TEXT NOT NULL, plan TEXT NOT NULL, file BLOB NOT NULL) STRICT;
CREATE INDEX staged_import_by_keep_until ON staged_import (keep_until) WHERE keep_until IS NOT NULL;
CREATE TABLE staged_row (batch BLOB NOT NULL, line INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (batch, line)) STRICT;
CREATE TABLE file_opening (
  account BLOB NOT NULL, person BLOB NOT NULL, hour INTEGER NOT NULL, last INTEGER NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (account, person, hour)
) STRICT;
CREATE INDEX file_opening_by_person ON file_opening (person, last);
CREATE INDEX file_opening_by_last ON file_opening (last);
CREATE TABLE backup_run (kind TEXT NOT NULL PRIMARY KEY, time INTEGER NOT NULL, size INTEGER NOT NULL) STRICT;
CREATE TABLE outbox (
  id BLOB NOT NULL PRIMARY KEY, seq INTEGER NOT NULL, created INTEGER NOT NULL, about BLOB NOT NULL, subject BLOB, receiver BLOB NOT NULL, payload BLOB,
  attempts INTEGER NOT NULL, next_try INTEGER, sent INTEGER, how TEXT, error BLOB
) STRICT;
CREATE INDEX outbox_by_next_try ON outbox (next_try, created, id) WHERE next_try IS NOT NULL;
CREATE INDEX outbox_by_about ON outbox (about, created);

-- Who was erased by which entry, and the versions that are lawfully absent since; no content of theirs.
CREATE TABLE shred (seq INTEGER NOT NULL, subject BLOB NOT NULL, categories TEXT NOT NULL, wiped INTEGER, PRIMARY KEY (seq, subject)) STRICT;
CREATE INDEX shred_by_subject ON shred (subject);
CREATE TABLE shred_row (
  seq INTEGER NOT NULL, register TEXT NOT NULL, record BLOB NOT NULL, rev_from INTEGER NOT NULL, rev_ord INTEGER NOT NULL, item TEXT NOT NULL,
  PRIMARY KEY (rev_from, rev_ord)
) STRICT;
CREATE INDEX shred_row_by_record ON shred_row (record, rev_from);
CREATE INDEX shred_row_by_seq ON shred_row (seq, rev_from, rev_ord);
-- What else went by its id: attachments' bytes and staged imports, so that a restore can erase them again.
CREATE TABLE shred_beside (seq INTEGER NOT NULL, place TEXT NOT NULL, id BLOB NOT NULL, PRIMARY KEY (seq, place, id)) STRICT;

-- Where a restore fell short of what was known of the log, which goes on under its next number since.
CREATE TABLE log_reopening (seq INTEGER PRIMARY KEY, number INTEGER NOT NULL, known_size INTEGER NOT NULL, known_root BLOB NOT NULL, lost INTEGER NOT NULL) STRICT;

-- sqlite
CREATE TRIGGER entry_is_final BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are final'); END;
CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries stay'); END;
-- postgres
CREATE FUNCTION entry_is_final() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''entries are final''; END';
CREATE TRIGGER entry_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON entry EXECUTE FUNCTION entry_is_final();
-- both
