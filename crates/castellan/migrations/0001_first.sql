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

CREATE TABLE "accounts" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "login" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "lang" TEXT NOT NULL,
  "disabled" INTEGER CHECK ("disabled" IN (0, 1))
) STRICT;
CREATE TABLE "accounts_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "login" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "lang" TEXT NOT NULL,
  "disabled" INTEGER,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "accounts_by_sort_key_id" ON "accounts" (sort_key, id);
CREATE INDEX "accounts_rev_by_rev_from" ON "accounts_rev" (rev_from);
CREATE INDEX "accounts_rev_by_sort_key_id" ON "accounts_rev" (sort_key, id);
CREATE INDEX "accounts_by_person_sort_key_id" ON "accounts" ("person", sort_key, id);
CREATE UNIQUE INDEX "accounts_by_login" ON "accounts" ("login") WHERE void = 0;

CREATE TABLE "credentials" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "password" TEXT NOT NULL,
  "otp" TEXT NOT NULL
) STRICT;
CREATE TABLE "credentials_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "account" BLOB NOT NULL,
  "password" TEXT NOT NULL,
  "otp" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "credentials_by_sort_key_id" ON "credentials" (sort_key, id);
CREATE INDEX "credentials_rev_by_rev_from" ON "credentials_rev" (rev_from);
CREATE INDEX "credentials_rev_by_sort_key_id" ON "credentials_rev" (sort_key, id);
CREATE INDEX "credentials_by_account_sort_key_id" ON "credentials" ("account", sort_key, id);
CREATE UNIQUE INDEX "credentials_by_account" ON "credentials" ("account") WHERE void = 0;

CREATE TABLE "api_tokens" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "name" TEXT NOT NULL,
  "digest" BLOB NOT NULL,
  "valid_until" TEXT NOT NULL
) STRICT;
CREATE TABLE "api_tokens_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "account" BLOB NOT NULL,
  "name" TEXT NOT NULL,
  "digest" BLOB NOT NULL,
  "valid_until" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "api_tokens_by_sort_key_id" ON "api_tokens" (sort_key, id);
CREATE INDEX "api_tokens_rev_by_rev_from" ON "api_tokens_rev" (rev_from);
CREATE INDEX "api_tokens_rev_by_sort_key_id" ON "api_tokens_rev" (sort_key, id);
CREATE INDEX "api_tokens_by_account_sort_key_id" ON "api_tokens" ("account", sort_key, id);
CREATE UNIQUE INDEX "api_tokens_by_digest" ON "api_tokens" ("digest") WHERE void = 0;

CREATE TABLE "approvals" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "command" TEXT NOT NULL,
  "input" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "record" BLOB,
  "register" TEXT,
  "person" BLOB,
  "requester" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "behalf" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "requested_at" INTEGER NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('pending', 'approved', 'rejected')),
  "decided_by" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "decided_at" INTEGER,
  "reason" TEXT
) STRICT;
CREATE TABLE "approvals_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "command" TEXT NOT NULL,
  "input" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "record" BLOB,
  "register" TEXT,
  "person" BLOB,
  "requester" BLOB NOT NULL,
  "behalf" BLOB,
  "requested_at" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "decided_by" BLOB,
  "decided_at" INTEGER,
  "reason" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "approvals_by_sort_key_id" ON "approvals" (sort_key, id);
CREATE INDEX "approvals_rev_by_rev_from" ON "approvals_rev" (rev_from);
CREATE INDEX "approvals_rev_by_sort_key_id" ON "approvals_rev" (sort_key, id);
CREATE INDEX "approvals_rev_by_about" ON "approvals_rev" (about);
CREATE INDEX "approvals_by_record_sort_key_id" ON "approvals" ("record", sort_key, id);
CREATE INDEX "approvals_by_person_sort_key_id" ON "approvals" ("person", sort_key, id);
CREATE INDEX "approvals_by_requester_sort_key_id" ON "approvals" ("requester", sort_key, id);
CREATE INDEX "approvals_by_behalf_sort_key_id" ON "approvals" ("behalf", sort_key, id);
CREATE INDEX "approvals_by_state_sort_key_id" ON "approvals" ("state", sort_key, id);
CREATE INDEX "approvals_by_decided_by_sort_key_id" ON "approvals" ("decided_by", sort_key, id);
CREATE INDEX "approvals_by_requested_at_id" ON "approvals" ("requested_at", id);

CREATE TABLE "transitions" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "register" TEXT NOT NULL,
  "record" BLOB NOT NULL,
  "person" BLOB,
  "from_state" TEXT NOT NULL,
  "to_state" TEXT NOT NULL,
  "command" TEXT NOT NULL,
  "reason" TEXT,
  "reason_codes" TEXT,
  "evidence" BLOB,
  "time" INTEGER NOT NULL,
  "first_time" INTEGER,
  "corrected_because" TEXT
) STRICT;
CREATE TABLE "transitions_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "register" TEXT NOT NULL,
  "record" BLOB NOT NULL,
  "person" BLOB,
  "from_state" TEXT NOT NULL,
  "to_state" TEXT NOT NULL,
  "command" TEXT NOT NULL,
  "reason" TEXT,
  "reason_codes" TEXT,
  "evidence" BLOB,
  "time" INTEGER NOT NULL,
  "first_time" INTEGER,
  "corrected_because" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "transitions_by_sort_key_id" ON "transitions" (sort_key, id);
CREATE INDEX "transitions_rev_by_rev_from" ON "transitions_rev" (rev_from);
CREATE INDEX "transitions_rev_by_sort_key_id" ON "transitions_rev" (sort_key, id);
CREATE INDEX "transitions_rev_by_about" ON "transitions_rev" (about);
CREATE INDEX "transitions_by_record_sort_key_id" ON "transitions" ("record", sort_key, id);
CREATE INDEX "transitions_by_person_sort_key_id" ON "transitions" ("person", sort_key, id);
CREATE INDEX "transitions_by_evidence_sort_key_id" ON "transitions" ("evidence", sort_key, id);
CREATE INDEX "transitions_by_time_id" ON "transitions" ("time", id);
CREATE INDEX "transitions_by_register_time_record_from_state_to_state_void" ON "transitions" ("register", "time", "record", "from_state", "to_state", "void");

CREATE TABLE "sealed_reads" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "register" TEXT NOT NULL,
  "record" BLOB NOT NULL,
  "person" BLOB,
  "purpose" TEXT NOT NULL CHECK ("purpose" IN ('case_work', 'inquiry', 'appeal', 'inspection', 'subject_request')),
  "read_for" BLOB,
  "read_at" INTEGER NOT NULL
) STRICT;
CREATE TABLE "sealed_reads_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "account" BLOB NOT NULL,
  "register" TEXT NOT NULL,
  "record" BLOB NOT NULL,
  "person" BLOB,
  "purpose" TEXT NOT NULL,
  "read_for" BLOB,
  "read_at" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "sealed_reads_by_sort_key_id" ON "sealed_reads" (sort_key, id);
CREATE INDEX "sealed_reads_rev_by_rev_from" ON "sealed_reads_rev" (rev_from);
CREATE INDEX "sealed_reads_rev_by_sort_key_id" ON "sealed_reads_rev" (sort_key, id);
CREATE INDEX "sealed_reads_rev_by_about" ON "sealed_reads_rev" (about);
CREATE INDEX "sealed_reads_by_account_sort_key_id" ON "sealed_reads" ("account", sort_key, id);
CREATE INDEX "sealed_reads_by_record_sort_key_id" ON "sealed_reads" ("record", sort_key, id);
CREATE INDEX "sealed_reads_by_person_sort_key_id" ON "sealed_reads" ("person", sort_key, id);
CREATE INDEX "sealed_reads_by_read_for_sort_key_id" ON "sealed_reads" ("read_for", sort_key, id);
CREATE INDEX "sealed_reads_by_read_at_id" ON "sealed_reads" ("read_at", id);

CREATE TABLE "enrolments" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "first_by" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "first_half" BLOB NOT NULL,
  "begun_at" INTEGER NOT NULL,
  "second_by" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "second_half" BLOB,
  "ends_at" INTEGER,
  "used_at" INTEGER
) STRICT;
CREATE TABLE "enrolments_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "account" BLOB NOT NULL,
  "first_by" BLOB NOT NULL,
  "first_half" BLOB NOT NULL,
  "begun_at" INTEGER NOT NULL,
  "second_by" BLOB,
  "second_half" BLOB,
  "ends_at" INTEGER,
  "used_at" INTEGER,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "enrolments_by_sort_key_id" ON "enrolments" (sort_key, id);
CREATE INDEX "enrolments_rev_by_rev_from" ON "enrolments_rev" (rev_from);
CREATE INDEX "enrolments_rev_by_sort_key_id" ON "enrolments_rev" (sort_key, id);
CREATE INDEX "enrolments_by_account_sort_key_id" ON "enrolments" ("account", sort_key, id);
CREATE INDEX "enrolments_by_first_by_sort_key_id" ON "enrolments" ("first_by", sort_key, id);
CREATE INDEX "enrolments_by_second_by_sort_key_id" ON "enrolments" ("second_by", sort_key, id);
CREATE INDEX "enrolments_by_begun_at_id" ON "enrolments" ("begun_at", id);

CREATE TABLE "grants" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "duty" TEXT NOT NULL CHECK ("duty" IN ('head', 'clearance_officer', 'clearance_technician', 'registry', 'policy_officer', 'auditor', 'access_admin', 'system_admin', 'hr', 'manager', 'delegation', 'contractor')),
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "compartments" TEXT,
  "limited_to" TEXT,
  "posture" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT
) STRICT;
CREATE TABLE "grants_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "account" BLOB NOT NULL,
  "duty" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "compartments" TEXT,
  "limited_to" TEXT,
  "posture" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "grants_by_sort_key_id" ON "grants" (sort_key, id);
CREATE INDEX "grants_rev_by_rev_from" ON "grants_rev" (rev_from);
CREATE INDEX "grants_rev_by_sort_key_id" ON "grants_rev" (sort_key, id);
CREATE INDEX "grants_by_account_sort_key_id" ON "grants" ("account", sort_key, id);

CREATE TABLE "delegations" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "from_account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "to_account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "duty" TEXT NOT NULL CHECK ("duty" IN ('head', 'clearance_officer', 'clearance_technician', 'registry', 'policy_officer', 'auditor', 'access_admin', 'system_admin', 'hr', 'manager', 'delegation', 'contractor')),
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT NOT NULL,
  "reason" TEXT NOT NULL
) STRICT;
CREATE TABLE "delegations_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "from_account" BLOB NOT NULL,
  "to_account" BLOB NOT NULL,
  "duty" TEXT NOT NULL,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "delegations_by_sort_key_id" ON "delegations" (sort_key, id);
CREATE INDEX "delegations_rev_by_rev_from" ON "delegations_rev" (rev_from);
CREATE INDEX "delegations_rev_by_sort_key_id" ON "delegations_rev" (sort_key, id);
CREATE INDEX "delegations_by_from_account_sort_key_id" ON "delegations" ("from_account", sort_key, id);
CREATE INDEX "delegations_by_to_account_sort_key_id" ON "delegations" ("to_account", sort_key, id);

CREATE TABLE "crisis_postures" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "first_work" TEXT CHECK ("first_work" IN ('cases', 'tickets', 'tasks', 'approvals', 'letters', 'mail', 'receipts', 'on_call', 'alarms', 'glass', 'expiries', 'visits')),
  "second_work" TEXT CHECK ("second_work" IN ('cases', 'tickets', 'tasks', 'approvals', 'letters', 'mail', 'receipts', 'on_call', 'alarms', 'glass', 'expiries', 'visits')),
  "third_work" TEXT CHECK ("third_work" IN ('cases', 'tickets', 'tasks', 'approvals', 'letters', 'mail', 'receipts', 'on_call', 'alarms', 'glass', 'expiries', 'visits')),
  "declared_at" INTEGER NOT NULL,
  "ended_at" INTEGER
) STRICT;
CREATE TABLE "crisis_postures_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "first_work" TEXT,
  "second_work" TEXT,
  "third_work" TEXT,
  "declared_at" INTEGER NOT NULL,
  "ended_at" INTEGER,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "crisis_postures_by_sort_key_id" ON "crisis_postures" (sort_key, id);
CREATE INDEX "crisis_postures_rev_by_rev_from" ON "crisis_postures_rev" (rev_from);
CREATE INDEX "crisis_postures_rev_by_sort_key_id" ON "crisis_postures_rev" (sort_key, id);
CREATE INDEX "crisis_postures_by_declared_at_id" ON "crisis_postures" ("declared_at", id);

CREATE TABLE "household_ties" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "member" BLOB NOT NULL,
  "declared_on" TEXT NOT NULL
) STRICT;
CREATE TABLE "household_ties_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "member" BLOB NOT NULL,
  "declared_on" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "household_ties_by_sort_key_id" ON "household_ties" (sort_key, id);
CREATE INDEX "household_ties_rev_by_rev_from" ON "household_ties_rev" (rev_from);
CREATE INDEX "household_ties_rev_by_sort_key_id" ON "household_ties_rev" (sort_key, id);
CREATE INDEX "household_ties_rev_by_about" ON "household_ties_rev" (about);
CREATE INDEX "household_ties_by_person_sort_key_id" ON "household_ties" ("person", sort_key, id);
CREATE INDEX "household_ties_by_member_sort_key_id" ON "household_ties" ("member", sort_key, id);

CREATE TABLE "memberships" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "register" TEXT NOT NULL,
  "record" BLOB NOT NULL,
  "account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT
) STRICT;
CREATE TABLE "memberships_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "register" TEXT NOT NULL,
  "record" BLOB NOT NULL,
  "account" BLOB NOT NULL,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "memberships_by_sort_key_id" ON "memberships" (sort_key, id);
CREATE INDEX "memberships_rev_by_rev_from" ON "memberships_rev" (rev_from);
CREATE INDEX "memberships_rev_by_sort_key_id" ON "memberships_rev" (sort_key, id);
CREATE INDEX "memberships_by_record_sort_key_id" ON "memberships" ("record", sort_key, id);
CREATE INDEX "memberships_by_account_sort_key_id" ON "memberships" ("account", sort_key, id);
CREATE INDEX "memberships_by_record_account" ON "memberships" ("record", "account");

CREATE TABLE "restrictions" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "reference" TEXT NOT NULL,
  "reason" TEXT NOT NULL CHECK ("reason" IN ('consent', 'proceedings', 'return_planned', 'harm_to_person', 'accuracy_disputed')),
  "ground" TEXT NOT NULL,
  "restricted_on" TEXT NOT NULL,
  "lifted_on" TEXT
) STRICT;
CREATE TABLE "restrictions_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "reference" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "ground" TEXT NOT NULL,
  "restricted_on" TEXT NOT NULL,
  "lifted_on" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "restrictions_by_sort_key_id" ON "restrictions" (sort_key, id);
CREATE INDEX "restrictions_rev_by_rev_from" ON "restrictions_rev" (rev_from);
CREATE INDEX "restrictions_rev_by_sort_key_id" ON "restrictions_rev" (sort_key, id);
CREATE INDEX "restrictions_rev_by_about" ON "restrictions_rev" (about);
CREATE INDEX "restrictions_by_person_sort_key_id" ON "restrictions" ("person", sort_key, id);

CREATE TABLE "openings" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "restriction" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "reason" TEXT NOT NULL,
  "until" TEXT NOT NULL
) STRICT;
CREATE TABLE "openings_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "restriction" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "account" BLOB NOT NULL,
  "reason" TEXT NOT NULL,
  "until" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "openings_by_sort_key_id" ON "openings" (sort_key, id);
CREATE INDEX "openings_rev_by_rev_from" ON "openings_rev" (rev_from);
CREATE INDEX "openings_rev_by_sort_key_id" ON "openings_rev" (sort_key, id);
CREATE INDEX "openings_rev_by_about" ON "openings_rev" (about);
CREATE INDEX "openings_by_restriction_sort_key_id" ON "openings" ("restriction", sort_key, id);
CREATE INDEX "openings_by_person_sort_key_id" ON "openings" ("person", sort_key, id);
CREATE INDEX "openings_by_account_sort_key_id" ON "openings" ("account", sort_key, id);

CREATE TABLE "broken_glass" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "person" BLOB NOT NULL,
  "reason" TEXT NOT NULL,
  "opened_at" INTEGER NOT NULL,
  "ends_at" INTEGER NOT NULL,
  "finding" TEXT CHECK ("finding" IN ('justified', 'not_justified')),
  "remarks" TEXT,
  "reviewed_at" INTEGER
) STRICT;
CREATE TABLE "broken_glass_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "account" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "reason" TEXT NOT NULL,
  "opened_at" INTEGER NOT NULL,
  "ends_at" INTEGER NOT NULL,
  "finding" TEXT,
  "remarks" TEXT,
  "reviewed_at" INTEGER,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "broken_glass_by_sort_key_id" ON "broken_glass" (sort_key, id);
CREATE INDEX "broken_glass_rev_by_rev_from" ON "broken_glass_rev" (rev_from);
CREATE INDEX "broken_glass_rev_by_sort_key_id" ON "broken_glass_rev" (sort_key, id);
CREATE INDEX "broken_glass_rev_by_about" ON "broken_glass_rev" (about);
CREATE INDEX "broken_glass_by_account_sort_key_id" ON "broken_glass" ("account", sort_key, id);
CREATE INDEX "broken_glass_by_person_sort_key_id" ON "broken_glass" ("person", sort_key, id);
CREATE INDEX "broken_glass_by_opened_at_id" ON "broken_glass" ("opened_at", id);
CREATE INDEX "broken_glass_by_account_ends_at" ON "broken_glass" ("account", "ends_at");

CREATE TABLE "alarms" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('unusual_reading', 'decoy_opened', 'file_damaged')),
  "account" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "files" INTEGER NOT NULL,
  "register" TEXT,
  "number" TEXT,
  "record" BLOB,
  "raised_at" INTEGER NOT NULL,
  "outcome" TEXT,
  "settled_at" INTEGER
) STRICT;
CREATE TABLE "alarms_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "account" BLOB,
  "files" INTEGER NOT NULL,
  "register" TEXT,
  "number" TEXT,
  "record" BLOB,
  "raised_at" INTEGER NOT NULL,
  "outcome" TEXT,
  "settled_at" INTEGER,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "alarms_by_sort_key_id" ON "alarms" (sort_key, id);
CREATE INDEX "alarms_rev_by_rev_from" ON "alarms_rev" (rev_from);
CREATE INDEX "alarms_rev_by_sort_key_id" ON "alarms_rev" (sort_key, id);
CREATE INDEX "alarms_by_account_sort_key_id" ON "alarms" ("account", sort_key, id);
CREATE INDEX "alarms_by_record_sort_key_id" ON "alarms" ("record", sort_key, id);
CREATE INDEX "alarms_by_raised_at_id" ON "alarms" ("raised_at", id);

CREATE TABLE "decoys" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "reason" TEXT NOT NULL
) STRICT;
CREATE TABLE "decoys_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "reason" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "decoys_by_sort_key_id" ON "decoys" (sort_key, id);
CREATE INDEX "decoys_rev_by_rev_from" ON "decoys_rev" (rev_from);
CREATE INDEX "decoys_rev_by_sort_key_id" ON "decoys_rev" (sort_key, id);
CREATE INDEX "decoys_by_person_sort_key_id" ON "decoys" ("person", sort_key, id);
CREATE UNIQUE INDEX "decoys_by_person" ON "decoys" ("person") WHERE void = 0;

CREATE TABLE "people" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "surname" TEXT NOT NULL,
  "given" TEXT NOT NULL,
  "nationality" TEXT NOT NULL,
  "personnel_number" TEXT,
  "birth_date" TEXT,
  "birth_place" TEXT,
  "birth_country" TEXT,
  "email" TEXT,
  "status" TEXT NOT NULL CHECK ("status" IN ('active', 'left')),
  "remarks" TEXT
) STRICT;
CREATE TABLE "people_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "surname" TEXT NOT NULL,
  "given" TEXT NOT NULL,
  "nationality" TEXT NOT NULL,
  "personnel_number" TEXT,
  "birth_date" TEXT,
  "birth_place" TEXT,
  "birth_country" TEXT,
  "email" TEXT,
  "status" TEXT NOT NULL,
  "remarks" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "people_by_sort_key_id" ON "people" (sort_key, id);
CREATE INDEX "people_rev_by_rev_from" ON "people_rev" (rev_from);
CREATE INDEX "people_rev_by_sort_key_id" ON "people_rev" (sort_key, id);
CREATE INDEX "people_rev_by_about" ON "people_rev" (about);
CREATE INDEX "people_by_nationality_id" ON "people" ("nationality", id);
CREATE INDEX "people_by_personnel_number" ON "people" ("personnel_number");

CREATE TABLE "identity_documents" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('passport', 'service_passport', 'identity_card', 'laissez_passer')),
  "number" TEXT,
  "issuer" TEXT NOT NULL,
  "valid_until" TEXT NOT NULL
) STRICT;
CREATE TABLE "identity_documents_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL,
  "number" TEXT,
  "issuer" TEXT NOT NULL,
  "valid_until" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "identity_documents_by_sort_key_id" ON "identity_documents" (sort_key, id);
CREATE INDEX "identity_documents_rev_by_rev_from" ON "identity_documents_rev" (rev_from);
CREATE INDEX "identity_documents_rev_by_sort_key_id" ON "identity_documents_rev" (sort_key, id);
CREATE INDEX "identity_documents_rev_by_about" ON "identity_documents_rev" (about);
CREATE INDEX "identity_documents_by_person_sort_key_id" ON "identity_documents" ("person", sort_key, id);

CREATE TABLE "person_names" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('name_at_birth', 'former_name', 'native_script', 'spelling_on_document', 'alias')),
  "surname" TEXT NOT NULL,
  "given" TEXT NOT NULL,
  "valid_from" TEXT,
  "valid_until" TEXT,
  "source" TEXT
) STRICT;
CREATE TABLE "person_names_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL,
  "surname" TEXT NOT NULL,
  "given" TEXT NOT NULL,
  "valid_from" TEXT,
  "valid_until" TEXT,
  "source" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "person_names_by_sort_key_id" ON "person_names" (sort_key, id);
CREATE INDEX "person_names_rev_by_rev_from" ON "person_names_rev" (rev_from);
CREATE INDEX "person_names_rev_by_sort_key_id" ON "person_names_rev" (sort_key, id);
CREATE INDEX "person_names_rev_by_about" ON "person_names_rev" (about);
CREATE INDEX "person_names_by_person_sort_key_id" ON "person_names" ("person", sort_key, id);

CREATE TABLE "nationalities" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "nation" TEXT NOT NULL,
  "valid_from" TEXT,
  "valid_until" TEXT,
  "source" TEXT
) STRICT;
CREATE TABLE "nationalities_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "nation" TEXT NOT NULL,
  "valid_from" TEXT,
  "valid_until" TEXT,
  "source" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "nationalities_by_sort_key_id" ON "nationalities" (sort_key, id);
CREATE INDEX "nationalities_rev_by_rev_from" ON "nationalities_rev" (rev_from);
CREATE INDEX "nationalities_rev_by_sort_key_id" ON "nationalities_rev" (sort_key, id);
CREATE INDEX "nationalities_rev_by_about" ON "nationalities_rev" (about);
CREATE INDEX "nationalities_by_person_sort_key_id" ON "nationalities" ("person", sort_key, id);

CREATE TABLE "person_matches" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "second" BLOB NOT NULL,
  "verdict" TEXT NOT NULL CHECK ("verdict" IN ('match_different', 'match_same', 'match_parted')),
  "judged_on" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "alias" BLOB,
  "number_taken" TEXT,
  "recorded_by" BLOB NOT NULL,
  "approved_by" BLOB
) STRICT;
CREATE TABLE "person_matches_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "second" BLOB NOT NULL,
  "verdict" TEXT NOT NULL,
  "judged_on" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "alias" BLOB,
  "number_taken" TEXT,
  "recorded_by" BLOB NOT NULL,
  "approved_by" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "person_matches_by_sort_key_id" ON "person_matches" (sort_key, id);
CREATE INDEX "person_matches_rev_by_rev_from" ON "person_matches_rev" (rev_from);
CREATE INDEX "person_matches_rev_by_sort_key_id" ON "person_matches_rev" (sort_key, id);
CREATE INDEX "person_matches_rev_by_about" ON "person_matches_rev" (about);
CREATE INDEX "person_matches_by_person_sort_key_id" ON "person_matches" ("person", sort_key, id);
CREATE INDEX "person_matches_by_second_sort_key_id" ON "person_matches" ("second", sort_key, id);
CREATE INDEX "person_matches_by_alias_sort_key_id" ON "person_matches" ("alias", sort_key, id);
CREATE INDEX "person_matches_by_recorded_by_sort_key_id" ON "person_matches" ("recorded_by", sort_key, id);
CREATE INDEX "person_matches_by_approved_by_sort_key_id" ON "person_matches" ("approved_by", sort_key, id);
CREATE INDEX "person_matches_by_judged_on_id" ON "person_matches" ("judged_on", id);

CREATE TABLE "file_openings" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "day" TEXT NOT NULL,
  "openings" INTEGER NOT NULL,
  "without_need" INTEGER NOT NULL
) STRICT;
CREATE TABLE "file_openings_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "day" TEXT NOT NULL,
  "openings" INTEGER NOT NULL,
  "without_need" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "file_openings_by_sort_key_id" ON "file_openings" (sort_key, id);
CREATE INDEX "file_openings_rev_by_rev_from" ON "file_openings_rev" (rev_from);
CREATE INDEX "file_openings_rev_by_sort_key_id" ON "file_openings_rev" (sort_key, id);
CREATE INDEX "file_openings_by_day_id" ON "file_openings" ("day", id);
CREATE UNIQUE INDEX "file_openings_by_day" ON "file_openings" ("day") WHERE void = 0;

CREATE TABLE "authorities" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "nation" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('nsa', 'dsa', 'delegation')),
  "name_en" TEXT NOT NULL,
  "name_fr" TEXT NOT NULL,
  "address" TEXT,
  "email" TEXT,
  "chaser_days" INTEGER
) STRICT;
CREATE TABLE "authorities_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "nation" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "name_en" TEXT NOT NULL,
  "name_fr" TEXT NOT NULL,
  "address" TEXT,
  "email" TEXT,
  "chaser_days" INTEGER,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "authorities_by_sort_key_id" ON "authorities" (sort_key, id);
CREATE INDEX "authorities_rev_by_rev_from" ON "authorities_rev" (rev_from);
CREATE INDEX "authorities_rev_by_sort_key_id" ON "authorities_rev" (sort_key, id);
CREATE INDEX "authorities_by_nation_id" ON "authorities" ("nation", id);
CREATE UNIQUE INDEX "authorities_by_nation_kind" ON "authorities" ("nation", "kind") WHERE void = 0;

CREATE TABLE "organisations" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('ministry', 'firm', 'nato_body', 'eu_body', 'international_organisation', 'other_organisation')),
  "name_en" TEXT NOT NULL,
  "name_fr" TEXT NOT NULL,
  "nation" TEXT,
  "part_of" BLOB REFERENCES "organisations" (id) DEFERRABLE INITIALLY DEFERRED,
  "authority" BLOB REFERENCES "authorities" (id) DEFERRABLE INITIALLY DEFERRED,
  "address" TEXT,
  "email" TEXT,
  "point_of_contact" TEXT,
  "telephone" TEXT,
  "valid_from" TEXT,
  "valid_until" TEXT
) STRICT;
CREATE TABLE "organisations_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "name_en" TEXT NOT NULL,
  "name_fr" TEXT NOT NULL,
  "nation" TEXT,
  "part_of" BLOB,
  "authority" BLOB,
  "address" TEXT,
  "email" TEXT,
  "point_of_contact" TEXT,
  "telephone" TEXT,
  "valid_from" TEXT,
  "valid_until" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "organisations_by_sort_key_id" ON "organisations" (sort_key, id);
CREATE INDEX "organisations_rev_by_rev_from" ON "organisations_rev" (rev_from);
CREATE INDEX "organisations_rev_by_sort_key_id" ON "organisations_rev" (sort_key, id);
CREATE INDEX "organisations_by_part_of_sort_key_id" ON "organisations" ("part_of", sort_key, id);
CREATE INDEX "organisations_by_authority_sort_key_id" ON "organisations" ("authority", sort_key, id);
CREATE INDEX "organisations_by_nation_id" ON "organisations" ("nation", id);

CREATE TABLE "contacts" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "authority" BLOB REFERENCES "authorities" (id) DEFERRABLE INITIALLY DEFERRED,
  "organisation" BLOB REFERENCES "organisations" (id) DEFERRABLE INITIALLY DEFERRED,
  "name" TEXT NOT NULL,
  "role" TEXT,
  "phone" TEXT,
  "email" TEXT
) STRICT;
CREATE TABLE "contacts_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "authority" BLOB,
  "organisation" BLOB,
  "name" TEXT NOT NULL,
  "role" TEXT,
  "phone" TEXT,
  "email" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "contacts_by_sort_key_id" ON "contacts" (sort_key, id);
CREATE INDEX "contacts_rev_by_rev_from" ON "contacts_rev" (rev_from);
CREATE INDEX "contacts_rev_by_sort_key_id" ON "contacts_rev" (sort_key, id);
CREATE INDEX "contacts_by_authority_sort_key_id" ON "contacts" ("authority", sort_key, id);
CREATE INDEX "contacts_by_organisation_sort_key_id" ON "contacts" ("organisation", sort_key, id);

CREATE TABLE "posts" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT,
  "unit" TEXT
) STRICT;
CREATE TABLE "posts_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT,
  "unit" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "posts_by_sort_key_id" ON "posts" (sort_key, id);
CREATE INDEX "posts_rev_by_rev_from" ON "posts_rev" (rev_from);
CREATE INDEX "posts_rev_by_sort_key_id" ON "posts_rev" (sort_key, id);
CREATE UNIQUE INDEX "posts_by_number" ON "posts" ("number") WHERE void = 0;

CREATE TABLE "assignments" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "post" BLOB NOT NULL REFERENCES "posts" (id) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('staff', 'temporary', 'consultant', 'contractor', 'intern')),
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  "expected_end" TEXT,
  "end_reason" TEXT CHECK ("end_reason" IN ('end_left', 'end_contract', 'end_transferred', 'end_retired', 'end_died'))
) STRICT;
CREATE TABLE "assignments_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "post" BLOB NOT NULL,
  "kind" TEXT NOT NULL,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  "expected_end" TEXT,
  "end_reason" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "assignments_by_sort_key_id" ON "assignments" (sort_key, id);
CREATE INDEX "assignments_rev_by_rev_from" ON "assignments_rev" (rev_from);
CREATE INDEX "assignments_rev_by_sort_key_id" ON "assignments_rev" (sort_key, id);
CREATE INDEX "assignments_rev_by_about" ON "assignments_rev" (about);
CREATE INDEX "assignments_by_person_sort_key_id" ON "assignments" ("person", sort_key, id);
CREATE INDEX "assignments_by_post_sort_key_id" ON "assignments" ("post", sort_key, id);

CREATE TABLE "contracts" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('contract', 'programme')),
  "reference" TEXT NOT NULL,
  "title" TEXT,
  "organisation" BLOB REFERENCES "organisations" (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE "contracts_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  "title" TEXT,
  "organisation" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "contracts_by_sort_key_id" ON "contracts" (sort_key, id);
CREATE INDEX "contracts_rev_by_rev_from" ON "contracts_rev" (rev_from);
CREATE INDEX "contracts_rev_by_sort_key_id" ON "contracts_rev" (sort_key, id);
CREATE INDEX "contracts_by_organisation_sort_key_id" ON "contracts" ("organisation", sort_key, id);
CREATE UNIQUE INDEX "contracts_by_reference" ON "contracts" ("reference") WHERE void = 0;

CREATE TABLE "contract_people" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "contract" BLOB NOT NULL REFERENCES "contracts" (id) DEFERRABLE INITIALLY DEFERRED,
  "works_as" TEXT NOT NULL,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT
) STRICT;
CREATE TABLE "contract_people_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "contract" BLOB NOT NULL,
  "works_as" TEXT NOT NULL,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "contract_people_by_sort_key_id" ON "contract_people" (sort_key, id);
CREATE INDEX "contract_people_rev_by_rev_from" ON "contract_people_rev" (rev_from);
CREATE INDEX "contract_people_rev_by_sort_key_id" ON "contract_people_rev" (sort_key, id);
CREATE INDEX "contract_people_rev_by_about" ON "contract_people_rev" (about);
CREATE INDEX "contract_people_by_person_sort_key_id" ON "contract_people" ("person", sort_key, id);
CREATE INDEX "contract_people_by_contract_sort_key_id" ON "contract_people" ("contract", sort_key, id);

CREATE TABLE "policy_packs" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('authority_rules', 'service_standards', 'measure_targets', 'retention', 'renewals', 'visit_rules', 'audit_checklists', 'holding_rules', 'processing')),
  "name" TEXT NOT NULL,
  "edition" INTEGER NOT NULL,
  "valid_from" TEXT NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('in_force', 'superseded')),
  "source" TEXT NOT NULL,
  "rules" TEXT NOT NULL,
  "recorded_by" BLOB NOT NULL,
  "verified_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "policy_packs_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "edition" INTEGER NOT NULL,
  "valid_from" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "rules" TEXT NOT NULL,
  "recorded_by" BLOB NOT NULL,
  "verified_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "policy_packs_by_sort_key_id" ON "policy_packs" (sort_key, id);
CREATE INDEX "policy_packs_rev_by_rev_from" ON "policy_packs_rev" (rev_from);
CREATE INDEX "policy_packs_rev_by_sort_key_id" ON "policy_packs_rev" (sort_key, id);
CREATE INDEX "policy_packs_by_state_sort_key_id" ON "policy_packs" ("state", sort_key, id);
CREATE INDEX "policy_packs_by_recorded_by_sort_key_id" ON "policy_packs" ("recorded_by", sort_key, id);
CREATE INDEX "policy_packs_by_verified_by_sort_key_id" ON "policy_packs" ("verified_by", sort_key, id);

CREATE TABLE "work_calendars" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "scope" TEXT NOT NULL CHECK ("scope" IN ('office', 'site', 'authority')),
  "site" TEXT,
  "authority" BLOB REFERENCES "authorities" (id) DEFERRABLE INITIALLY DEFERRED,
  "zone" TEXT NOT NULL,
  "day_minutes" INTEGER NOT NULL,
  "monday" TEXT,
  "tuesday" TEXT,
  "wednesday" TEXT,
  "thursday" TEXT,
  "friday" TEXT,
  "saturday" TEXT,
  "sunday" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT
) STRICT;
CREATE TABLE "work_calendars_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "scope" TEXT NOT NULL,
  "site" TEXT,
  "authority" BLOB,
  "zone" TEXT NOT NULL,
  "day_minutes" INTEGER NOT NULL,
  "monday" TEXT,
  "tuesday" TEXT,
  "wednesday" TEXT,
  "thursday" TEXT,
  "friday" TEXT,
  "saturday" TEXT,
  "sunday" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "work_calendars_by_sort_key_id" ON "work_calendars" (sort_key, id);
CREATE INDEX "work_calendars_rev_by_rev_from" ON "work_calendars_rev" (rev_from);
CREATE INDEX "work_calendars_rev_by_sort_key_id" ON "work_calendars_rev" (sort_key, id);
CREATE INDEX "work_calendars_by_authority_sort_key_id" ON "work_calendars" ("authority", sort_key, id);

CREATE TABLE "calendar_days" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "calendar" BLOB NOT NULL REFERENCES "work_calendars" (id) DEFERRABLE INITIALLY DEFERRED,
  "day" TEXT NOT NULL,
  "hours" TEXT,
  "name" TEXT NOT NULL
) STRICT;
CREATE TABLE "calendar_days_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "calendar" BLOB NOT NULL,
  "day" TEXT NOT NULL,
  "hours" TEXT,
  "name" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "calendar_days_by_sort_key_id" ON "calendar_days" (sort_key, id);
CREATE INDEX "calendar_days_rev_by_rev_from" ON "calendar_days_rev" (rev_from);
CREATE INDEX "calendar_days_rev_by_sort_key_id" ON "calendar_days_rev" (sort_key, id);
CREATE INDEX "calendar_days_by_calendar_sort_key_id" ON "calendar_days" ("calendar", sort_key, id);
CREATE INDEX "calendar_days_by_day_id" ON "calendar_days" ("day", id);
CREATE UNIQUE INDEX "calendar_days_by_calendar_day" ON "calendar_days" ("calendar", "day") WHERE void = 0;

CREATE TABLE "clock_pauses" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "register" TEXT NOT NULL,
  "record" BLOB NOT NULL,
  "person" BLOB,
  "owner" TEXT NOT NULL CHECK ("owner" IN ('requester', 'hr', 'subject', 'authority', 'force_majeure')),
  "reason_code" TEXT CHECK ("reason_code" IN ('waits_for_answer', 'waits_for_document', 'absent', 'systems_down', 'office_closed', 'paused_otherwise')),
  "reason" TEXT NOT NULL,
  "evidence" TEXT NOT NULL,
  "from_time" INTEGER NOT NULL,
  "until_time" INTEGER,
  "recorded_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "clock_pauses_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "register" TEXT NOT NULL,
  "record" BLOB NOT NULL,
  "person" BLOB,
  "owner" TEXT NOT NULL,
  "reason_code" TEXT,
  "reason" TEXT NOT NULL,
  "evidence" TEXT NOT NULL,
  "from_time" INTEGER NOT NULL,
  "until_time" INTEGER,
  "recorded_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "clock_pauses_by_sort_key_id" ON "clock_pauses" (sort_key, id);
CREATE INDEX "clock_pauses_rev_by_rev_from" ON "clock_pauses_rev" (rev_from);
CREATE INDEX "clock_pauses_rev_by_sort_key_id" ON "clock_pauses_rev" (sort_key, id);
CREATE INDEX "clock_pauses_rev_by_about" ON "clock_pauses_rev" (about);
CREATE INDEX "clock_pauses_by_record_sort_key_id" ON "clock_pauses" ("record", sort_key, id);
CREATE INDEX "clock_pauses_by_person_sort_key_id" ON "clock_pauses" ("person", sort_key, id);
CREATE INDEX "clock_pauses_by_recorded_by_sort_key_id" ON "clock_pauses" ("recorded_by", sort_key, id);
CREATE INDEX "clock_pauses_by_from_time_id" ON "clock_pauses" ("from_time", id);

CREATE TABLE "urgencies" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "register" TEXT NOT NULL,
  "record" BLOB NOT NULL,
  "person" BLOB,
  "level" TEXT NOT NULL CHECK ("level" IN ('urgent', 'flash')),
  "requester" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "from_time" INTEGER NOT NULL,
  "expires_on" TEXT NOT NULL,
  "recorded_by" BLOB NOT NULL,
  "approved_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "urgencies_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "register" TEXT NOT NULL,
  "record" BLOB NOT NULL,
  "person" BLOB,
  "level" TEXT NOT NULL,
  "requester" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "from_time" INTEGER NOT NULL,
  "expires_on" TEXT NOT NULL,
  "recorded_by" BLOB NOT NULL,
  "approved_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "urgencies_by_sort_key_id" ON "urgencies" (sort_key, id);
CREATE INDEX "urgencies_rev_by_rev_from" ON "urgencies_rev" (rev_from);
CREATE INDEX "urgencies_rev_by_sort_key_id" ON "urgencies_rev" (sort_key, id);
CREATE INDEX "urgencies_rev_by_about" ON "urgencies_rev" (about);
CREATE INDEX "urgencies_by_record_sort_key_id" ON "urgencies" ("record", sort_key, id);
CREATE INDEX "urgencies_by_person_sort_key_id" ON "urgencies" ("person", sort_key, id);
CREATE INDEX "urgencies_by_recorded_by_sort_key_id" ON "urgencies" ("recorded_by", sort_key, id);
CREATE INDEX "urgencies_by_approved_by_sort_key_id" ON "urgencies" ("approved_by", sort_key, id);
CREATE INDEX "urgencies_by_from_time_id" ON "urgencies" ("from_time", id);

CREATE TABLE "issued_reports" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('clearance_monthly')),
  "period" TEXT NOT NULL,
  "language" TEXT NOT NULL CHECK ("language" IN ('en', 'fr')),
  "audience" TEXT NOT NULL CHECK ("audience" IN ('office', 'outside')),
  "known_at" INTEGER NOT NULL,
  "log_size" INTEGER NOT NULL,
  "log_root" TEXT NOT NULL,
  "figures" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "recorded_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "issued_reports_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "period" TEXT NOT NULL,
  "language" TEXT NOT NULL,
  "audience" TEXT NOT NULL,
  "known_at" INTEGER NOT NULL,
  "log_size" INTEGER NOT NULL,
  "log_root" TEXT NOT NULL,
  "figures" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "recorded_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "issued_reports_by_sort_key_id" ON "issued_reports" (sort_key, id);
CREATE INDEX "issued_reports_rev_by_rev_from" ON "issued_reports_rev" (rev_from);
CREATE INDEX "issued_reports_rev_by_sort_key_id" ON "issued_reports_rev" (sort_key, id);
CREATE INDEX "issued_reports_by_recorded_by_sort_key_id" ON "issued_reports" ("recorded_by", sort_key, id);
CREATE INDEX "issued_reports_by_known_at_id" ON "issued_reports" ("known_at", id);
CREATE UNIQUE INDEX "issued_reports_by_number" ON "issued_reports" ("number") WHERE void = 0;

CREATE TABLE "report_schedules" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('clearance_monthly')),
  "languages" TEXT NOT NULL CHECK ("languages" IN ('en', 'fr', 'en_and_fr')),
  "audience" TEXT NOT NULL CHECK ("audience" IN ('office', 'outside')),
  "days_after" INTEGER NOT NULL,
  "counted" TEXT NOT NULL CHECK ("counted" IN ('calendar_days', 'working_days')),
  "with_slides" INTEGER CHECK ("with_slides" IN (0, 1)),
  "with_workbook" INTEGER CHECK ("with_workbook" IN (0, 1)),
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT
) STRICT;
CREATE TABLE "report_schedules_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "languages" TEXT NOT NULL,
  "audience" TEXT NOT NULL,
  "days_after" INTEGER NOT NULL,
  "counted" TEXT NOT NULL,
  "with_slides" INTEGER,
  "with_workbook" INTEGER,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "report_schedules_by_sort_key_id" ON "report_schedules" (sort_key, id);
CREATE INDEX "report_schedules_rev_by_rev_from" ON "report_schedules_rev" (rev_from);
CREATE INDEX "report_schedules_rev_by_sort_key_id" ON "report_schedules_rev" (sort_key, id);
CREATE UNIQUE INDEX "report_schedules_by_name" ON "report_schedules" ("name") WHERE void = 0;

CREATE TABLE "report_receivers" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "schedule" BLOB NOT NULL REFERENCES "report_schedules" (id) DEFERRABLE INITIALLY DEFERRED,
  "reader" BLOB,
  "contact" BLOB REFERENCES "contacts" (id) DEFERRABLE INITIALLY DEFERRED,
  "email" TEXT
) STRICT;
CREATE TABLE "report_receivers_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "schedule" BLOB NOT NULL,
  "reader" BLOB,
  "contact" BLOB,
  "email" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "report_receivers_by_sort_key_id" ON "report_receivers" (sort_key, id);
CREATE INDEX "report_receivers_rev_by_rev_from" ON "report_receivers_rev" (rev_from);
CREATE INDEX "report_receivers_rev_by_sort_key_id" ON "report_receivers_rev" (sort_key, id);
CREATE INDEX "report_receivers_by_schedule_sort_key_id" ON "report_receivers" ("schedule", sort_key, id);
CREATE INDEX "report_receivers_by_reader_sort_key_id" ON "report_receivers" ("reader", sort_key, id);
CREATE INDEX "report_receivers_by_contact_sort_key_id" ON "report_receivers" ("contact", sort_key, id);

CREATE TABLE "report_dispatches" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "schedule" BLOB NOT NULL REFERENCES "report_schedules" (id) DEFERRABLE INITIALLY DEFERRED,
  "period" TEXT NOT NULL,
  "language" TEXT NOT NULL CHECK ("language" IN ('en', 'fr')),
  "report" BLOB NOT NULL REFERENCES "issued_reports" (id) DEFERRABLE INITIALLY DEFERRED,
  "status" TEXT NOT NULL CHECK ("status" IN ('dispatch_issued', 'dispatch_sent')),
  "since" INTEGER NOT NULL,
  "sent_to" TEXT,
  "left_out" INTEGER NOT NULL,
  "recorded_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "report_dispatches_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "schedule" BLOB NOT NULL,
  "period" TEXT NOT NULL,
  "language" TEXT NOT NULL,
  "report" BLOB NOT NULL,
  "status" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "sent_to" TEXT,
  "left_out" INTEGER NOT NULL,
  "recorded_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "report_dispatches_by_sort_key_id" ON "report_dispatches" (sort_key, id);
CREATE INDEX "report_dispatches_rev_by_rev_from" ON "report_dispatches_rev" (rev_from);
CREATE INDEX "report_dispatches_rev_by_sort_key_id" ON "report_dispatches_rev" (sort_key, id);
CREATE INDEX "report_dispatches_by_schedule_sort_key_id" ON "report_dispatches" ("schedule", sort_key, id);
CREATE INDEX "report_dispatches_by_report_sort_key_id" ON "report_dispatches" ("report", sort_key, id);
CREATE INDEX "report_dispatches_by_recorded_by_sort_key_id" ON "report_dispatches" ("recorded_by", sort_key, id);
CREATE UNIQUE INDEX "report_dispatches_by_schedule_period_language" ON "report_dispatches" ("schedule", "period", "language") WHERE void = 0;

CREATE TABLE "number_series" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "year" INTEGER NOT NULL,
  "last" INTEGER NOT NULL
) STRICT;
CREATE TABLE "number_series_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "year" INTEGER NOT NULL,
  "last" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "number_series_by_sort_key_id" ON "number_series" (sort_key, id);
CREATE INDEX "number_series_rev_by_rev_from" ON "number_series_rev" (rev_from);
CREATE INDEX "number_series_rev_by_sort_key_id" ON "number_series_rev" (sort_key, id);
CREATE UNIQUE INDEX "number_series_by_name_year" ON "number_series" ("name", "year") WHERE void = 0;

CREATE TABLE "mail_registers" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "year" INTEGER NOT NULL,
  "direction" TEXT NOT NULL CHECK ("direction" IN ('incoming', 'outgoing')),
  "band" TEXT,
  "last_number" INTEGER NOT NULL
) STRICT;
CREATE TABLE "mail_registers_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "year" INTEGER NOT NULL,
  "direction" TEXT NOT NULL,
  "band" TEXT,
  "last_number" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "mail_registers_by_sort_key_id" ON "mail_registers" (sort_key, id);
CREATE INDEX "mail_registers_rev_by_rev_from" ON "mail_registers_rev" (rev_from);
CREATE INDEX "mail_registers_rev_by_sort_key_id" ON "mail_registers_rev" (sort_key, id);
CREATE UNIQUE INDEX "mail_registers_by_body_year_direction_band" ON "mail_registers" ("body", "year", "direction", coalesce("band", '')) WHERE void = 0;

CREATE TABLE "quarantined_files" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "entrance" TEXT NOT NULL CHECK ("entrance" IN ('entrance_mail', 'entrance_tracker', 'entrance_table', 'entrance_label', 'entrance_reply', 'entrance_personnel')),
  "brought_on" TEXT NOT NULL,
  "brought_by" BLOB NOT NULL,
  "refused_en" TEXT NOT NULL,
  "refused_fr" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "bytes" INTEGER NOT NULL
) STRICT;
CREATE TABLE "quarantined_files_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "entrance" TEXT NOT NULL,
  "brought_on" TEXT NOT NULL,
  "brought_by" BLOB NOT NULL,
  "refused_en" TEXT NOT NULL,
  "refused_fr" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "bytes" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "quarantined_files_by_sort_key_id" ON "quarantined_files" (sort_key, id);
CREATE INDEX "quarantined_files_rev_by_rev_from" ON "quarantined_files_rev" (rev_from);
CREATE INDEX "quarantined_files_rev_by_sort_key_id" ON "quarantined_files_rev" (sort_key, id);
CREATE INDEX "quarantined_files_by_brought_by_sort_key_id" ON "quarantined_files" ("brought_by", sort_key, id);
CREATE INDEX "quarantined_files_by_brought_on_id" ON "quarantined_files" ("brought_on", id);
CREATE INDEX "quarantined_files_by_digest" ON "quarantined_files" ("digest");
CREATE INDEX "quarantined_files_by_brought_on" ON "quarantined_files" ("brought_on");

CREATE TABLE "mail_bands" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "from_level" TEXT NOT NULL
) STRICT;
CREATE TABLE "mail_bands_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "from_level" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "mail_bands_by_sort_key_id" ON "mail_bands" (sort_key, id);
CREATE INDEX "mail_bands_rev_by_rev_from" ON "mail_bands_rev" (rev_from);
CREATE INDEX "mail_bands_rev_by_sort_key_id" ON "mail_bands_rev" (sort_key, id);
CREATE UNIQUE INDEX "mail_bands_by_code" ON "mail_bands" ("code") WHERE void = 0;

CREATE TABLE "mail_items" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "register" BLOB NOT NULL REFERENCES "mail_registers" (id) DEFERRABLE INITIALLY DEFERRED,
  "number" INTEGER NOT NULL,
  "reference" TEXT NOT NULL,
  "direction" TEXT NOT NULL CHECK ("direction" IN ('incoming', 'outgoing')),
  "kind" TEXT NOT NULL CHECK ("kind" IN ('letter', 'request', 'decision', 'receipt', 'notice', 'take_over')),
  "subject" TEXT NOT NULL,
  "document_date" TEXT NOT NULL,
  "received_on" TEXT,
  "authority" BLOB REFERENCES "authorities" (id) DEFERRABLE INITIALLY DEFERRED,
  "correspondent" TEXT,
  "their_reference" TEXT,
  "channel" TEXT NOT NULL CHECK ("channel" IN ('post', 'bag', 'courier', 'email', 'network', 'by_hand')),
  "letter_level" TEXT,
  "medium" TEXT CHECK ("medium" IN ('on_paper', 'on_disc', 'on_memory_stick', 'as_file')),
  "copies" INTEGER,
  "pages" INTEGER,
  "enclosures" INTEGER,
  "tracking_number" TEXT,
  "reply_due" TEXT,
  "concerns" BLOB,
  "person" BLOB,
  "status" TEXT NOT NULL CHECK ("status" IN ('issued', 'void')),
  "corrected_because" TEXT,
  "void_reason" TEXT,
  "registered_at" INTEGER NOT NULL
) STRICT;
CREATE TABLE "mail_items_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "register" BLOB NOT NULL,
  "number" INTEGER NOT NULL,
  "reference" TEXT NOT NULL,
  "direction" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "document_date" TEXT NOT NULL,
  "received_on" TEXT,
  "authority" BLOB,
  "correspondent" TEXT,
  "their_reference" TEXT,
  "channel" TEXT NOT NULL,
  "letter_level" TEXT,
  "medium" TEXT,
  "copies" INTEGER,
  "pages" INTEGER,
  "enclosures" INTEGER,
  "tracking_number" TEXT,
  "reply_due" TEXT,
  "concerns" BLOB,
  "person" BLOB,
  "status" TEXT NOT NULL,
  "corrected_because" TEXT,
  "void_reason" TEXT,
  "registered_at" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "mail_items_by_sort_key_id" ON "mail_items" (sort_key, id);
CREATE INDEX "mail_items_rev_by_rev_from" ON "mail_items_rev" (rev_from);
CREATE INDEX "mail_items_rev_by_sort_key_id" ON "mail_items_rev" (sort_key, id);
CREATE INDEX "mail_items_rev_by_about" ON "mail_items_rev" (about);
CREATE INDEX "mail_items_by_register_sort_key_id" ON "mail_items" ("register", sort_key, id);
CREATE INDEX "mail_items_by_authority_sort_key_id" ON "mail_items" ("authority", sort_key, id);
CREATE INDEX "mail_items_by_concerns_sort_key_id" ON "mail_items" ("concerns", sort_key, id);
CREATE INDEX "mail_items_by_person_sort_key_id" ON "mail_items" ("person", sort_key, id);
CREATE INDEX "mail_items_by_registered_at_id" ON "mail_items" ("registered_at", id);
CREATE UNIQUE INDEX "mail_items_by_register_number" ON "mail_items" ("register", "number") WHERE void = 0;
CREATE UNIQUE INDEX "mail_items_by_reference" ON "mail_items" ("reference") WHERE void = 0;

CREATE TABLE "receipts" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "mail_item" BLOB NOT NULL,
  "person" BLOB,
  "due_on" TEXT NOT NULL,
  "status" TEXT NOT NULL CHECK ("status" IN ('receipt_due', 'receipt_returned')),
  "returned_on" TEXT,
  "returned_by" TEXT
) STRICT;
CREATE TABLE "receipts_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "mail_item" BLOB NOT NULL,
  "person" BLOB,
  "due_on" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "returned_on" TEXT,
  "returned_by" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "receipts_by_sort_key_id" ON "receipts" (sort_key, id);
CREATE INDEX "receipts_rev_by_rev_from" ON "receipts_rev" (rev_from);
CREATE INDEX "receipts_rev_by_sort_key_id" ON "receipts_rev" (sort_key, id);
CREATE INDEX "receipts_rev_by_about" ON "receipts_rev" (about);
CREATE INDEX "receipts_by_mail_item_sort_key_id" ON "receipts" ("mail_item", sort_key, id);
CREATE INDEX "receipts_by_person_sort_key_id" ON "receipts" ("person", sort_key, id);
CREATE INDEX "receipts_by_due_on_id" ON "receipts" ("due_on", id);

CREATE TABLE "mail_drops" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('mail_waiting', 'mail_registered', 'mail_set_aside')),
  "since" INTEGER NOT NULL,
  "condition" TEXT NOT NULL CHECK ("condition" IN ('file_whole', 'file_incomplete', 'file_cut_off', 'file_unreadable')),
  "correspondent" TEXT,
  "subject" TEXT,
  "document_date" TEXT,
  "channel" TEXT NOT NULL CHECK ("channel" IN ('post', 'bag', 'courier', 'email', 'network', 'by_hand')),
  "message_id" TEXT,
  "parts" TEXT,
  "digest" TEXT NOT NULL,
  "same_as" BLOB REFERENCES "mail_drops" (id) DEFERRABLE INITIALLY DEFERRED,
  "mail_item" BLOB
) STRICT;
CREATE TABLE "mail_drops_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "condition" TEXT NOT NULL,
  "correspondent" TEXT,
  "subject" TEXT,
  "document_date" TEXT,
  "channel" TEXT NOT NULL,
  "message_id" TEXT,
  "parts" TEXT,
  "digest" TEXT NOT NULL,
  "same_as" BLOB,
  "mail_item" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "mail_drops_by_sort_key_id" ON "mail_drops" (sort_key, id);
CREATE INDEX "mail_drops_rev_by_rev_from" ON "mail_drops_rev" (rev_from);
CREATE INDEX "mail_drops_rev_by_sort_key_id" ON "mail_drops_rev" (sort_key, id);
CREATE INDEX "mail_drops_by_state_sort_key_id" ON "mail_drops" ("state", sort_key, id);
CREATE INDEX "mail_drops_by_same_as_sort_key_id" ON "mail_drops" ("same_as", sort_key, id);
CREATE INDEX "mail_drops_by_mail_item_sort_key_id" ON "mail_drops" ("mail_item", sort_key, id);
CREATE INDEX "mail_drops_by_since_id" ON "mail_drops" ("since", id);
CREATE INDEX "mail_drops_by_digest" ON "mail_drops" ("digest");
CREATE INDEX "mail_drops_by_message_id" ON "mail_drops" ("message_id");

CREATE TABLE "communications" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "happened_on" TEXT NOT NULL,
  "channel" TEXT NOT NULL CHECK ("channel" IN ('by_call', 'by_meeting', 'by_video', 'by_message', 'by_letter')),
  "contact" BLOB REFERENCES "contacts" (id) DEFERRABLE INITIALLY DEFERRED,
  "authority" BLOB REFERENCES "authorities" (id) DEFERRABLE INITIALLY DEFERRED,
  "organisation" BLOB REFERENCES "organisations" (id) DEFERRABLE INITIALLY DEFERRED,
  "subject" TEXT NOT NULL,
  "summary" TEXT,
  "follow_up_on" TEXT,
  "mail_item" BLOB,
  "concerns" BLOB
) STRICT;
CREATE TABLE "communications_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "happened_on" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "contact" BLOB,
  "authority" BLOB,
  "organisation" BLOB,
  "subject" TEXT NOT NULL,
  "summary" TEXT,
  "follow_up_on" TEXT,
  "mail_item" BLOB,
  "concerns" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "communications_by_sort_key_id" ON "communications" (sort_key, id);
CREATE INDEX "communications_rev_by_rev_from" ON "communications_rev" (rev_from);
CREATE INDEX "communications_rev_by_sort_key_id" ON "communications_rev" (sort_key, id);
CREATE INDEX "communications_by_contact_sort_key_id" ON "communications" ("contact", sort_key, id);
CREATE INDEX "communications_by_authority_sort_key_id" ON "communications" ("authority", sort_key, id);
CREATE INDEX "communications_by_organisation_sort_key_id" ON "communications" ("organisation", sort_key, id);
CREATE INDEX "communications_by_mail_item_sort_key_id" ON "communications" ("mail_item", sort_key, id);
CREATE INDEX "communications_by_concerns_sort_key_id" ON "communications" ("concerns", sort_key, id);
CREATE INDEX "communications_by_happened_on_id" ON "communications" ("happened_on", id);
CREATE INDEX "communications_by_follow_up_on_id" ON "communications" ("follow_up_on", id);

CREATE TABLE "import_batches" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "rows_taken" INTEGER NOT NULL,
  "rows_refused" INTEGER NOT NULL,
  "rows_unchanged" INTEGER NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('applied', 'undone')),
  "applied_at" INTEGER NOT NULL,
  "of" TEXT NOT NULL CHECK ("of" IN ('import_register', 'import_tracker', 'import_hr')),
  "register" TEXT,
  "columns" TEXT,
  "row_marks" TEXT,
  "rows_faulty" INTEGER,
  "faults" TEXT,
  "mail_item" BLOB,
  "recorded_by" BLOB NOT NULL,
  "verified_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "import_batches_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "rows_taken" INTEGER NOT NULL,
  "rows_refused" INTEGER NOT NULL,
  "rows_unchanged" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "applied_at" INTEGER NOT NULL,
  "of" TEXT NOT NULL,
  "register" TEXT,
  "columns" TEXT,
  "row_marks" TEXT,
  "rows_faulty" INTEGER,
  "faults" TEXT,
  "mail_item" BLOB,
  "recorded_by" BLOB NOT NULL,
  "verified_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "import_batches_by_sort_key_id" ON "import_batches" (sort_key, id);
CREATE INDEX "import_batches_rev_by_rev_from" ON "import_batches_rev" (rev_from);
CREATE INDEX "import_batches_rev_by_sort_key_id" ON "import_batches_rev" (sort_key, id);
CREATE INDEX "import_batches_by_state_sort_key_id" ON "import_batches" ("state", sort_key, id);
CREATE INDEX "import_batches_by_mail_item_sort_key_id" ON "import_batches" ("mail_item", sort_key, id);
CREATE INDEX "import_batches_by_recorded_by_sort_key_id" ON "import_batches" ("recorded_by", sort_key, id);
CREATE INDEX "import_batches_by_verified_by_sort_key_id" ON "import_batches" ("verified_by", sort_key, id);
CREATE INDEX "import_batches_by_applied_at_id" ON "import_batches" ("applied_at", id);
CREATE INDEX "import_batches_by_digest" ON "import_batches" ("digest");

CREATE TABLE "attachments" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "record" BLOB NOT NULL,
  "person" BLOB,
  "name" TEXT NOT NULL,
  "bytes" INTEGER NOT NULL,
  "digest" TEXT NOT NULL,
  "blob" BLOB NOT NULL
) STRICT;
CREATE TABLE "attachments_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "record" BLOB NOT NULL,
  "person" BLOB,
  "name" TEXT NOT NULL,
  "bytes" INTEGER NOT NULL,
  "digest" TEXT NOT NULL,
  "blob" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "attachments_by_sort_key_id" ON "attachments" (sort_key, id);
CREATE INDEX "attachments_rev_by_rev_from" ON "attachments_rev" (rev_from);
CREATE INDEX "attachments_rev_by_sort_key_id" ON "attachments_rev" (sort_key, id);
CREATE INDEX "attachments_rev_by_about" ON "attachments_rev" (about);
CREATE INDEX "attachments_by_record_sort_key_id" ON "attachments" ("record", sort_key, id);
CREATE INDEX "attachments_by_person_sort_key_id" ON "attachments" ("person", sort_key, id);
CREATE INDEX "attachments_by_blob_sort_key_id" ON "attachments" ("blob", sort_key, id);

CREATE TABLE "exports" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "register" TEXT NOT NULL,
  "query" TEXT,
  "format" TEXT NOT NULL CHECK ("format" IN ('csv', 'xlsx', 'json', 'pdf', 'slides', 'xml', 'proof')),
  "rows" INTEGER NOT NULL,
  "marked" TEXT,
  "status" TEXT NOT NULL CHECK ("status" IN ('export_granted', 'export_taken')),
  "taken_by" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "taken_at" INTEGER NOT NULL,
  "approved_by" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "entries" INTEGER,
  "fetch_until" TEXT
) STRICT;
CREATE TABLE "exports_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "register" TEXT NOT NULL,
  "query" TEXT,
  "format" TEXT NOT NULL,
  "rows" INTEGER NOT NULL,
  "marked" TEXT,
  "status" TEXT NOT NULL,
  "taken_by" BLOB NOT NULL,
  "taken_at" INTEGER NOT NULL,
  "approved_by" BLOB,
  "entries" INTEGER,
  "fetch_until" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "exports_by_sort_key_id" ON "exports" (sort_key, id);
CREATE INDEX "exports_rev_by_rev_from" ON "exports_rev" (rev_from);
CREATE INDEX "exports_rev_by_sort_key_id" ON "exports_rev" (sort_key, id);
CREATE INDEX "exports_by_taken_by_sort_key_id" ON "exports" ("taken_by", sort_key, id);
CREATE INDEX "exports_by_approved_by_sort_key_id" ON "exports" ("approved_by", sort_key, id);
CREATE INDEX "exports_by_taken_at_id" ON "exports" ("taken_at", id);

CREATE TABLE "file_checks" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "checked_on" TEXT NOT NULL,
  "checked_at" INTEGER NOT NULL,
  "files_opened" INTEGER NOT NULL,
  "bytes" INTEGER NOT NULL,
  "files_damaged" INTEGER NOT NULL,
  "reached" BLOB
) STRICT;
CREATE TABLE "file_checks_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "checked_on" TEXT NOT NULL,
  "checked_at" INTEGER NOT NULL,
  "files_opened" INTEGER NOT NULL,
  "bytes" INTEGER NOT NULL,
  "files_damaged" INTEGER NOT NULL,
  "reached" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "file_checks_by_sort_key_id" ON "file_checks" (sort_key, id);
CREATE INDEX "file_checks_rev_by_rev_from" ON "file_checks_rev" (rev_from);
CREATE INDEX "file_checks_rev_by_sort_key_id" ON "file_checks_rev" (sort_key, id);
CREATE INDEX "file_checks_by_reached_sort_key_id" ON "file_checks" ("reached", sort_key, id);
CREATE INDEX "file_checks_by_checked_on_id" ON "file_checks" ("checked_on", id);
CREATE UNIQUE INDEX "file_checks_by_checked_on" ON "file_checks" ("checked_on") WHERE void = 0;

CREATE TABLE "controlled_documents" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  "title_en" TEXT NOT NULL,
  "title_fr" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('doc_procedure', 'doc_sop', 'doc_instruction', 'doc_order', 'doc_policy', 'doc_directive', 'doc_template', 'doc_reference')),
  "status" TEXT NOT NULL CHECK ("status" IN ('number_reserved', 'number_used', 'number_cancelled')),
  "originator" TEXT,
  "desk" TEXT NOT NULL CHECK ("desk" IN ('desk_clearance', 'desk_registry', 'desk_policy')),
  "owner" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "review_due_on" TEXT,
  "review_result" TEXT,
  "cancel_reason" TEXT,
  "registered_at" INTEGER NOT NULL
) STRICT;
CREATE TABLE "controlled_documents_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  "title_en" TEXT NOT NULL,
  "title_fr" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "originator" TEXT,
  "desk" TEXT NOT NULL,
  "owner" BLOB NOT NULL,
  "review_due_on" TEXT,
  "review_result" TEXT,
  "cancel_reason" TEXT,
  "registered_at" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "controlled_documents_by_sort_key_id" ON "controlled_documents" (sort_key, id);
CREATE INDEX "controlled_documents_rev_by_rev_from" ON "controlled_documents_rev" (rev_from);
CREATE INDEX "controlled_documents_rev_by_sort_key_id" ON "controlled_documents_rev" (sort_key, id);
CREATE INDEX "controlled_documents_by_owner_sort_key_id" ON "controlled_documents" ("owner", sort_key, id);
CREATE INDEX "controlled_documents_by_registered_at_id" ON "controlled_documents" ("registered_at", id);
CREATE INDEX "controlled_documents_by_review_due_on_id" ON "controlled_documents" ("review_due_on", id);
CREATE INDEX "controlled_documents_by_owner_review_due_on" ON "controlled_documents" ("owner", "review_due_on");
CREATE UNIQUE INDEX "controlled_documents_by_reference" ON "controlled_documents" ("reference") WHERE void = 0;

CREATE TABLE "document_versions" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  "document" BLOB NOT NULL REFERENCES "controlled_documents" (id) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('version_number', 'version_revision', 'version_corrigendum', 'version_addendum')),
  "kind_number" INTEGER NOT NULL,
  "position" INTEGER NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('version_draft', 'version_in_review', 'version_validated', 'version_in_force', 'version_superseded', 'version_withdrawn')),
  "since" INTEGER NOT NULL,
  "what_changed" TEXT,
  "author" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "author_person" BLOB NOT NULL,
  "text" BLOB,
  "digest" TEXT,
  "validated_by" BLOB,
  "validated_on" TEXT,
  "valid_from" TEXT,
  "valid_until" TEXT
) STRICT;
CREATE TABLE "document_versions_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  "document" BLOB NOT NULL,
  "kind" TEXT NOT NULL,
  "kind_number" INTEGER NOT NULL,
  "position" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "what_changed" TEXT,
  "author" BLOB NOT NULL,
  "author_person" BLOB NOT NULL,
  "text" BLOB,
  "digest" TEXT,
  "validated_by" BLOB,
  "validated_on" TEXT,
  "valid_from" TEXT,
  "valid_until" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "document_versions_by_sort_key_id" ON "document_versions" (sort_key, id);
CREATE INDEX "document_versions_rev_by_rev_from" ON "document_versions_rev" (rev_from);
CREATE INDEX "document_versions_rev_by_sort_key_id" ON "document_versions_rev" (sort_key, id);
CREATE INDEX "document_versions_by_document_sort_key_id" ON "document_versions" ("document", sort_key, id);
CREATE INDEX "document_versions_by_state_sort_key_id" ON "document_versions" ("state", sort_key, id);
CREATE INDEX "document_versions_by_author_sort_key_id" ON "document_versions" ("author", sort_key, id);
CREATE INDEX "document_versions_by_author_person_sort_key_id" ON "document_versions" ("author_person", sort_key, id);
CREATE INDEX "document_versions_by_text_sort_key_id" ON "document_versions" ("text", sort_key, id);
CREATE INDEX "document_versions_by_validated_by_sort_key_id" ON "document_versions" ("validated_by", sort_key, id);
CREATE INDEX "document_versions_by_since_id" ON "document_versions" ("since", id);
CREATE INDEX "document_versions_by_valid_from" ON "document_versions" ("valid_from");
CREATE INDEX "document_versions_by_document_valid_from" ON "document_versions" ("document", "valid_from");
CREATE UNIQUE INDEX "document_versions_by_document_position" ON "document_versions" ("document", "position") WHERE void = 0;

CREATE TABLE "document_relations" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "document" BLOB NOT NULL REFERENCES "controlled_documents" (id) DEFERRABLE INITIALLY DEFERRED,
  "relation" TEXT NOT NULL CHECK ("relation" IN ('rel_supersedes', 'rel_supersedes_in_part', 'rel_amends', 'rel_implements', 'rel_refers_to', 'rel_translation_of')),
  "other" BLOB NOT NULL REFERENCES "controlled_documents" (id) DEFERRABLE INITIALLY DEFERRED,
  "component" TEXT,
  "valid_from" TEXT NOT NULL,
  "related_at" INTEGER NOT NULL
) STRICT;
CREATE TABLE "document_relations_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "document" BLOB NOT NULL,
  "relation" TEXT NOT NULL,
  "other" BLOB NOT NULL,
  "component" TEXT,
  "valid_from" TEXT NOT NULL,
  "related_at" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "document_relations_by_sort_key_id" ON "document_relations" (sort_key, id);
CREATE INDEX "document_relations_rev_by_rev_from" ON "document_relations_rev" (rev_from);
CREATE INDEX "document_relations_rev_by_sort_key_id" ON "document_relations_rev" (sort_key, id);
CREATE INDEX "document_relations_by_document_sort_key_id" ON "document_relations" ("document", sort_key, id);
CREATE INDEX "document_relations_by_other_sort_key_id" ON "document_relations" ("other", sort_key, id);
CREATE INDEX "document_relations_by_valid_from_id" ON "document_relations" ("valid_from", id);

CREATE TABLE "distributions" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "document" BLOB NOT NULL REFERENCES "controlled_documents" (id) DEFERRABLE INITIALLY DEFERRED,
  "duty" TEXT CHECK ("duty" IN ('head', 'clearance_officer', 'clearance_technician', 'registry', 'policy_officer', 'auditor', 'access_admin', 'system_admin', 'hr', 'manager', 'delegation', 'contractor')),
  "account" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "read_within" INTEGER NOT NULL,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  "end_reason" TEXT
) STRICT;
CREATE TABLE "distributions_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "document" BLOB NOT NULL,
  "duty" TEXT,
  "account" BLOB,
  "read_within" INTEGER NOT NULL,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  "end_reason" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "distributions_by_sort_key_id" ON "distributions" (sort_key, id);
CREATE INDEX "distributions_rev_by_rev_from" ON "distributions_rev" (rev_from);
CREATE INDEX "distributions_rev_by_sort_key_id" ON "distributions_rev" (sort_key, id);
CREATE INDEX "distributions_by_document_sort_key_id" ON "distributions" ("document", sort_key, id);
CREATE INDEX "distributions_by_account_sort_key_id" ON "distributions" ("account", sort_key, id);
CREATE INDEX "distributions_by_valid_from_id" ON "distributions" ("valid_from", id);

CREATE TABLE "acknowledgements" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  "document_version" BLOB NOT NULL REFERENCES "document_versions" (id) DEFERRABLE INITIALLY DEFERRED,
  "account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "person" BLOB NOT NULL,
  "digest" TEXT NOT NULL,
  "acknowledged_at" INTEGER NOT NULL
) STRICT;
CREATE TABLE "acknowledgements_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  "document_version" BLOB NOT NULL,
  "account" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "digest" TEXT NOT NULL,
  "acknowledged_at" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "acknowledgements_by_sort_key_id" ON "acknowledgements" (sort_key, id);
CREATE INDEX "acknowledgements_rev_by_rev_from" ON "acknowledgements_rev" (rev_from);
CREATE INDEX "acknowledgements_rev_by_sort_key_id" ON "acknowledgements_rev" (sort_key, id);
CREATE INDEX "acknowledgements_by_document_version_sort_key_id" ON "acknowledgements" ("document_version", sort_key, id);
CREATE INDEX "acknowledgements_by_account_sort_key_id" ON "acknowledgements" ("account", sort_key, id);
CREATE INDEX "acknowledgements_by_person_sort_key_id" ON "acknowledgements" ("person", sort_key, id);
CREATE INDEX "acknowledgements_by_acknowledged_at_id" ON "acknowledgements" ("acknowledged_at", id);
CREATE INDEX "acknowledgements_by_document_version_person" ON "acknowledgements" ("document_version", "person");

CREATE TABLE "knowledge_articles" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "question_en" TEXT NOT NULL,
  "question_fr" TEXT NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('article_draft', 'article_in_review', 'article_published', 'article_retired')),
  "since" INTEGER NOT NULL,
  "desk" TEXT NOT NULL CHECK ("desk" IN ('desk_clearance', 'desk_registry', 'desk_policy')),
  "readership" TEXT NOT NULL CHECK ("readership" IN ('audience_internal', 'audience_nations', 'audience_partners', 'audience_public')),
  "answer_en" TEXT NOT NULL,
  "answer_fr" TEXT NOT NULL,
  "keywords" TEXT,
  "owner" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "review_by" TEXT NOT NULL,
  "author" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "author_person" BLOB NOT NULL,
  "digest" TEXT NOT NULL,
  "published_by" BLOB,
  "published_on" TEXT
) STRICT;
CREATE TABLE "knowledge_articles_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "question_en" TEXT NOT NULL,
  "question_fr" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "desk" TEXT NOT NULL,
  "readership" TEXT NOT NULL,
  "answer_en" TEXT NOT NULL,
  "answer_fr" TEXT NOT NULL,
  "keywords" TEXT,
  "owner" BLOB NOT NULL,
  "review_by" TEXT NOT NULL,
  "author" BLOB NOT NULL,
  "author_person" BLOB NOT NULL,
  "digest" TEXT NOT NULL,
  "published_by" BLOB,
  "published_on" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "knowledge_articles_by_sort_key_id" ON "knowledge_articles" (sort_key, id);
CREATE INDEX "knowledge_articles_rev_by_rev_from" ON "knowledge_articles_rev" (rev_from);
CREATE INDEX "knowledge_articles_rev_by_sort_key_id" ON "knowledge_articles_rev" (sort_key, id);
CREATE INDEX "knowledge_articles_by_state_sort_key_id" ON "knowledge_articles" ("state", sort_key, id);
CREATE INDEX "knowledge_articles_by_owner_sort_key_id" ON "knowledge_articles" ("owner", sort_key, id);
CREATE INDEX "knowledge_articles_by_author_sort_key_id" ON "knowledge_articles" ("author", sort_key, id);
CREATE INDEX "knowledge_articles_by_author_person_sort_key_id" ON "knowledge_articles" ("author_person", sort_key, id);
CREATE INDEX "knowledge_articles_by_published_by_sort_key_id" ON "knowledge_articles" ("published_by", sort_key, id);
CREATE INDEX "knowledge_articles_by_since_id" ON "knowledge_articles" ("since", id);
CREATE INDEX "knowledge_articles_by_review_by_id" ON "knowledge_articles" ("review_by", id);
CREATE INDEX "knowledge_articles_by_owner_review_by" ON "knowledge_articles" ("owner", "review_by");
CREATE UNIQUE INDEX "knowledge_articles_by_number" ON "knowledge_articles" ("number") WHERE void = 0;

CREATE TABLE "advice_requests" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "question" TEXT NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('advice_received', 'advice_drafted', 'advice_cleared', 'advice_sent', 'advice_closed')),
  "since" INTEGER NOT NULL,
  "requester" TEXT NOT NULL,
  "advice_channel" TEXT NOT NULL CHECK ("advice_channel" IN ('advice_email', 'advice_phone', 'advice_letter', 'advice_in_person')),
  "desk" TEXT NOT NULL CHECK ("desk" IN ('desk_clearance', 'desk_registry', 'desk_policy')),
  "details" TEXT,
  "owner" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "due_on" TEXT NOT NULL,
  "answer" TEXT,
  "article" BLOB REFERENCES "knowledge_articles" (id) DEFERRABLE INITIALLY DEFERRED,
  "document" BLOB REFERENCES "controlled_documents" (id) DEFERRABLE INITIALLY DEFERRED,
  "drafted_by" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "drafted_by_person" BLOB,
  "digest" TEXT,
  "cleared_by" BLOB
) STRICT;
CREATE TABLE "advice_requests_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "question" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "requester" TEXT NOT NULL,
  "advice_channel" TEXT NOT NULL,
  "desk" TEXT NOT NULL,
  "details" TEXT,
  "owner" BLOB NOT NULL,
  "due_on" TEXT NOT NULL,
  "answer" TEXT,
  "article" BLOB,
  "document" BLOB,
  "drafted_by" BLOB,
  "drafted_by_person" BLOB,
  "digest" TEXT,
  "cleared_by" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "advice_requests_by_sort_key_id" ON "advice_requests" (sort_key, id);
CREATE INDEX "advice_requests_rev_by_rev_from" ON "advice_requests_rev" (rev_from);
CREATE INDEX "advice_requests_rev_by_sort_key_id" ON "advice_requests_rev" (sort_key, id);
CREATE INDEX "advice_requests_by_state_sort_key_id" ON "advice_requests" ("state", sort_key, id);
CREATE INDEX "advice_requests_by_owner_sort_key_id" ON "advice_requests" ("owner", sort_key, id);
CREATE INDEX "advice_requests_by_article_sort_key_id" ON "advice_requests" ("article", sort_key, id);
CREATE INDEX "advice_requests_by_document_sort_key_id" ON "advice_requests" ("document", sort_key, id);
CREATE INDEX "advice_requests_by_drafted_by_sort_key_id" ON "advice_requests" ("drafted_by", sort_key, id);
CREATE INDEX "advice_requests_by_drafted_by_person_sort_key_id" ON "advice_requests" ("drafted_by_person", sort_key, id);
CREATE INDEX "advice_requests_by_cleared_by_sort_key_id" ON "advice_requests" ("cleared_by", sort_key, id);
CREATE INDEX "advice_requests_by_since_id" ON "advice_requests" ("since", id);
CREATE INDEX "advice_requests_by_due_on_id" ON "advice_requests" ("due_on", id);
CREATE INDEX "advice_requests_by_owner_due_on" ON "advice_requests" ("owner", "due_on");
CREATE UNIQUE INDEX "advice_requests_by_number" ON "advice_requests" ("number") WHERE void = 0;

CREATE TABLE "advice_given" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "request" BLOB NOT NULL REFERENCES "advice_requests" (id) DEFERRABLE INITIALLY DEFERRED,
  "given_to" TEXT NOT NULL,
  "advice_channel" TEXT NOT NULL CHECK ("advice_channel" IN ('advice_email', 'advice_phone', 'advice_letter', 'advice_in_person')),
  "answer" TEXT NOT NULL,
  "article" BLOB REFERENCES "knowledge_articles" (id) DEFERRABLE INITIALLY DEFERRED,
  "drafted_by" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "cleared_by" BLOB,
  "sent_at" INTEGER NOT NULL
) STRICT;
CREATE TABLE "advice_given_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "request" BLOB NOT NULL,
  "given_to" TEXT NOT NULL,
  "advice_channel" TEXT NOT NULL,
  "answer" TEXT NOT NULL,
  "article" BLOB,
  "drafted_by" BLOB,
  "cleared_by" BLOB,
  "sent_at" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "advice_given_by_sort_key_id" ON "advice_given" (sort_key, id);
CREATE INDEX "advice_given_rev_by_rev_from" ON "advice_given_rev" (rev_from);
CREATE INDEX "advice_given_rev_by_sort_key_id" ON "advice_given_rev" (sort_key, id);
CREATE INDEX "advice_given_by_request_sort_key_id" ON "advice_given" ("request", sort_key, id);
CREATE INDEX "advice_given_by_article_sort_key_id" ON "advice_given" ("article", sort_key, id);
CREATE INDEX "advice_given_by_drafted_by_sort_key_id" ON "advice_given" ("drafted_by", sort_key, id);
CREATE INDEX "advice_given_by_cleared_by_sort_key_id" ON "advice_given" ("cleared_by", sort_key, id);
CREATE INDEX "advice_given_by_sent_at_id" ON "advice_given" ("sent_at", id);
CREATE UNIQUE INDEX "advice_given_by_number" ON "advice_given" ("number") WHERE void = 0;

CREATE TABLE "bases" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "article" BLOB REFERENCES "knowledge_articles" (id) DEFERRABLE INITIALLY DEFERRED,
  "advice" BLOB REFERENCES "advice_given" (id) DEFERRABLE INITIALLY DEFERRED,
  "document" BLOB NOT NULL REFERENCES "controlled_documents" (id) DEFERRABLE INITIALLY DEFERRED,
  "document_version" BLOB NOT NULL REFERENCES "document_versions" (id) DEFERRABLE INITIALLY DEFERRED,
  "component" TEXT,
  "cited_at" INTEGER NOT NULL,
  "review_result" TEXT
) STRICT;
CREATE TABLE "bases_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "article" BLOB,
  "advice" BLOB,
  "document" BLOB NOT NULL,
  "document_version" BLOB NOT NULL,
  "component" TEXT,
  "cited_at" INTEGER NOT NULL,
  "review_result" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "bases_by_sort_key_id" ON "bases" (sort_key, id);
CREATE INDEX "bases_rev_by_rev_from" ON "bases_rev" (rev_from);
CREATE INDEX "bases_rev_by_sort_key_id" ON "bases_rev" (sort_key, id);
CREATE INDEX "bases_by_article_sort_key_id" ON "bases" ("article", sort_key, id);
CREATE INDEX "bases_by_advice_sort_key_id" ON "bases" ("advice", sort_key, id);
CREATE INDEX "bases_by_document_sort_key_id" ON "bases" ("document", sort_key, id);
CREATE INDEX "bases_by_document_version_sort_key_id" ON "bases" ("document_version", sort_key, id);
CREATE INDEX "bases_by_cited_at_id" ON "bases" ("cited_at", id);

CREATE TABLE "tasks" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('task_open', 'task_done', 'task_verified', 'task_dropped')),
  "since" INTEGER NOT NULL,
  "owner" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "supervisor" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "due_on" TEXT NOT NULL,
  "details" TEXT,
  "concerns" BLOB,
  "person" BLOB,
  "proof_of_work" TEXT,
  "verified_by" BLOB
) STRICT;
CREATE TABLE "tasks_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "owner" BLOB NOT NULL,
  "supervisor" BLOB NOT NULL,
  "due_on" TEXT NOT NULL,
  "details" TEXT,
  "concerns" BLOB,
  "person" BLOB,
  "proof_of_work" TEXT,
  "verified_by" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "tasks_by_sort_key_id" ON "tasks" (sort_key, id);
CREATE INDEX "tasks_rev_by_rev_from" ON "tasks_rev" (rev_from);
CREATE INDEX "tasks_rev_by_sort_key_id" ON "tasks_rev" (sort_key, id);
CREATE INDEX "tasks_rev_by_about" ON "tasks_rev" (about);
CREATE INDEX "tasks_by_state_sort_key_id" ON "tasks" ("state", sort_key, id);
CREATE INDEX "tasks_by_owner_sort_key_id" ON "tasks" ("owner", sort_key, id);
CREATE INDEX "tasks_by_supervisor_sort_key_id" ON "tasks" ("supervisor", sort_key, id);
CREATE INDEX "tasks_by_concerns_sort_key_id" ON "tasks" ("concerns", sort_key, id);
CREATE INDEX "tasks_by_person_sort_key_id" ON "tasks" ("person", sort_key, id);
CREATE INDEX "tasks_by_verified_by_sort_key_id" ON "tasks" ("verified_by", sort_key, id);
CREATE INDEX "tasks_by_due_on_id" ON "tasks" ("due_on", id);
CREATE INDEX "tasks_by_owner" ON "tasks" ("owner");
CREATE INDEX "tasks_by_supervisor" ON "tasks" ("supervisor");

CREATE TABLE "tickets" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "desk" TEXT NOT NULL CHECK ("desk" IN ('desk_clearance', 'desk_registry', 'desk_policy')),
  "state" TEXT NOT NULL CHECK ("state" IN ('ticket_open', 'ticket_in_work', 'ticket_waiting', 'ticket_resolved', 'ticket_closed')),
  "since" INTEGER NOT NULL,
  "priority" TEXT NOT NULL CHECK ("priority" IN ('routine', 'urgent', 'flash')),
  "priority_reason" TEXT,
  "urgent_until" TEXT,
  "lane" TEXT,
  "requester" TEXT NOT NULL,
  "owner" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "due_on" TEXT,
  "details" TEXT,
  "concerns" BLOB,
  "person" BLOB,
  "opened_at" INTEGER NOT NULL,
  "reply" TEXT
) STRICT;
CREATE TABLE "tickets_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "desk" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "priority" TEXT NOT NULL,
  "priority_reason" TEXT,
  "urgent_until" TEXT,
  "lane" TEXT,
  "requester" TEXT NOT NULL,
  "owner" BLOB,
  "due_on" TEXT,
  "details" TEXT,
  "concerns" BLOB,
  "person" BLOB,
  "opened_at" INTEGER NOT NULL,
  "reply" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "tickets_by_sort_key_id" ON "tickets" (sort_key, id);
CREATE INDEX "tickets_rev_by_rev_from" ON "tickets_rev" (rev_from);
CREATE INDEX "tickets_rev_by_sort_key_id" ON "tickets_rev" (sort_key, id);
CREATE INDEX "tickets_rev_by_about" ON "tickets_rev" (about);
CREATE INDEX "tickets_by_state_sort_key_id" ON "tickets" ("state", sort_key, id);
CREATE INDEX "tickets_by_owner_sort_key_id" ON "tickets" ("owner", sort_key, id);
CREATE INDEX "tickets_by_concerns_sort_key_id" ON "tickets" ("concerns", sort_key, id);
CREATE INDEX "tickets_by_person_sort_key_id" ON "tickets" ("person", sort_key, id);
CREATE INDEX "tickets_by_since_id" ON "tickets" ("since", id);
CREATE INDEX "tickets_by_owner" ON "tickets" ("owner");
CREATE INDEX "tickets_by_lane_since_id" ON "tickets" ("lane", "since", "id");
CREATE UNIQUE INDEX "tickets_by_number" ON "tickets" ("number") WHERE void = 0;

CREATE TABLE "risks" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "desk" TEXT NOT NULL CHECK ("desk" IN ('desk_clearance', 'desk_registry', 'desk_policy')),
  "state" TEXT NOT NULL CHECK ("state" IN ('risk_identified', 'risk_assessed', 'risk_treated', 'risk_accepted', 'risk_closed')),
  "since" INTEGER NOT NULL,
  "owner" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "cause" TEXT,
  "consequence" TEXT,
  "likelihood" TEXT CHECK ("likelihood" IN ('step_1', 'step_2', 'step_3', 'step_4', 'step_5')),
  "impact" TEXT CHECK ("impact" IN ('step_1', 'step_2', 'step_3', 'step_4', 'step_5')),
  "score" INTEGER,
  "response" TEXT CHECK ("response" IN ('risk_avoid', 'risk_reduce', 'risk_share')),
  "treatment" TEXT,
  "residual_likelihood" TEXT CHECK ("residual_likelihood" IN ('step_1', 'step_2', 'step_3', 'step_4', 'step_5')),
  "residual_impact" TEXT CHECK ("residual_impact" IN ('step_1', 'step_2', 'step_3', 'step_4', 'step_5')),
  "residual_score" INTEGER,
  "review_on" TEXT,
  "escalated" INTEGER CHECK ("escalated" IN (0, 1)),
  "accepted_by" BLOB,
  "concerns" BLOB
) STRICT;
CREATE TABLE "risks_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "desk" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "owner" BLOB NOT NULL,
  "cause" TEXT,
  "consequence" TEXT,
  "likelihood" TEXT,
  "impact" TEXT,
  "score" INTEGER,
  "response" TEXT,
  "treatment" TEXT,
  "residual_likelihood" TEXT,
  "residual_impact" TEXT,
  "residual_score" INTEGER,
  "review_on" TEXT,
  "escalated" INTEGER,
  "accepted_by" BLOB,
  "concerns" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "risks_by_sort_key_id" ON "risks" (sort_key, id);
CREATE INDEX "risks_rev_by_rev_from" ON "risks_rev" (rev_from);
CREATE INDEX "risks_rev_by_sort_key_id" ON "risks_rev" (sort_key, id);
CREATE INDEX "risks_by_state_sort_key_id" ON "risks" ("state", sort_key, id);
CREATE INDEX "risks_by_owner_sort_key_id" ON "risks" ("owner", sort_key, id);
CREATE INDEX "risks_by_accepted_by_sort_key_id" ON "risks" ("accepted_by", sort_key, id);
CREATE INDEX "risks_by_concerns_sort_key_id" ON "risks" ("concerns", sort_key, id);
CREATE INDEX "risks_by_score_id" ON "risks" ("score", id);
CREATE INDEX "risks_by_review_on_id" ON "risks" ("review_on", id);
CREATE INDEX "risks_by_owner" ON "risks" ("owner");
CREATE UNIQUE INDEX "risks_by_number" ON "risks" ("number") WHERE void = 0;

CREATE TABLE "suggestions" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "desk" TEXT NOT NULL CHECK ("desk" IN ('desk_clearance', 'desk_registry', 'desk_policy')),
  "state" TEXT NOT NULL CHECK ("state" IN ('suggestion_made', 'suggestion_studied', 'suggestion_adopted', 'suggestion_declined', 'suggestion_measured')),
  "since" INTEGER NOT NULL,
  "proposal" TEXT NOT NULL,
  "made_by" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "made_by_person" BLOB NOT NULL,
  "made_at" INTEGER NOT NULL,
  "owner" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "decision_reason" TEXT,
  "expected_effect" TEXT,
  "measure_on" TEXT,
  "effect" TEXT CHECK ("effect" IN ('effect_better', 'effect_as_expected', 'effect_less', 'effect_none')),
  "measured_effect" TEXT,
  "concerns" BLOB
) STRICT;
CREATE TABLE "suggestions_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "desk" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "proposal" TEXT NOT NULL,
  "made_by" BLOB NOT NULL,
  "made_by_person" BLOB NOT NULL,
  "made_at" INTEGER NOT NULL,
  "owner" BLOB,
  "decision_reason" TEXT,
  "expected_effect" TEXT,
  "measure_on" TEXT,
  "effect" TEXT,
  "measured_effect" TEXT,
  "concerns" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "suggestions_by_sort_key_id" ON "suggestions" (sort_key, id);
CREATE INDEX "suggestions_rev_by_rev_from" ON "suggestions_rev" (rev_from);
CREATE INDEX "suggestions_rev_by_sort_key_id" ON "suggestions_rev" (sort_key, id);
CREATE INDEX "suggestions_by_state_sort_key_id" ON "suggestions" ("state", sort_key, id);
CREATE INDEX "suggestions_by_made_by_sort_key_id" ON "suggestions" ("made_by", sort_key, id);
CREATE INDEX "suggestions_by_made_by_person_sort_key_id" ON "suggestions" ("made_by_person", sort_key, id);
CREATE INDEX "suggestions_by_owner_sort_key_id" ON "suggestions" ("owner", sort_key, id);
CREATE INDEX "suggestions_by_concerns_sort_key_id" ON "suggestions" ("concerns", sort_key, id);
CREATE INDEX "suggestions_by_made_at_id" ON "suggestions" ("made_at", id);
CREATE INDEX "suggestions_by_measure_on_id" ON "suggestions" ("measure_on", id);
CREATE INDEX "suggestions_by_owner" ON "suggestions" ("owner");
CREATE UNIQUE INDEX "suggestions_by_number" ON "suggestions" ("number") WHERE void = 0;

CREATE TABLE "findings" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title_en" TEXT NOT NULL,
  "title_fr" TEXT,
  "observed" TEXT,
  "area" TEXT NOT NULL CHECK ("area" IN ('area_personnel', 'area_physical', 'area_information', 'area_cis', 'area_industrial', 'area_protective')),
  "severity" TEXT NOT NULL CHECK ("severity" IN ('severity_improvement', 'severity_non_compliant', 'severity_serious')),
  "state" TEXT NOT NULL CHECK ("state" IN ('finding_draft', 'finding_issued', 'finding_contested', 'finding_plan_submitted', 'finding_plan_returned', 'finding_in_implementation', 'finding_claimed_complete', 'finding_verified_closed', 'finding_risk_accepted', 'finding_withdrawn')),
  "since" INTEGER NOT NULL,
  "owner" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "found_by" BLOB NOT NULL,
  "arose_in" BLOB,
  "concerns" BLOB,
  "person" BLOB,
  "basis" TEXT,
  "root_cause" TEXT CHECK ("root_cause" IN ('cause_procedure', 'cause_training', 'cause_workload', 'cause_equipment', 'cause_handover', 'cause_supervision', 'cause_outside')),
  "recurrence_of" BLOB,
  "issued_on" TEXT,
  "plan_due_on" TEXT,
  "took_part" TEXT NOT NULL,
  "round" INTEGER NOT NULL,
  "accepted_until" TEXT
) STRICT;
CREATE TABLE "findings_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title_en" TEXT NOT NULL,
  "title_fr" TEXT,
  "observed" TEXT,
  "area" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "owner" BLOB NOT NULL,
  "found_by" BLOB NOT NULL,
  "arose_in" BLOB,
  "concerns" BLOB,
  "person" BLOB,
  "basis" TEXT,
  "root_cause" TEXT,
  "recurrence_of" BLOB,
  "issued_on" TEXT,
  "plan_due_on" TEXT,
  "took_part" TEXT NOT NULL,
  "round" INTEGER NOT NULL,
  "accepted_until" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "findings_by_sort_key_id" ON "findings" (sort_key, id);
CREATE INDEX "findings_rev_by_rev_from" ON "findings_rev" (rev_from);
CREATE INDEX "findings_rev_by_sort_key_id" ON "findings_rev" (sort_key, id);
CREATE INDEX "findings_rev_by_about" ON "findings_rev" (about);
CREATE INDEX "findings_by_state_sort_key_id" ON "findings" ("state", sort_key, id);
CREATE INDEX "findings_by_owner_sort_key_id" ON "findings" ("owner", sort_key, id);
CREATE INDEX "findings_by_found_by_sort_key_id" ON "findings" ("found_by", sort_key, id);
CREATE INDEX "findings_by_arose_in_sort_key_id" ON "findings" ("arose_in", sort_key, id);
CREATE INDEX "findings_by_concerns_sort_key_id" ON "findings" ("concerns", sort_key, id);
CREATE INDEX "findings_by_person_sort_key_id" ON "findings" ("person", sort_key, id);
CREATE INDEX "findings_by_recurrence_of_sort_key_id" ON "findings" ("recurrence_of", sort_key, id);
CREATE INDEX "findings_by_since_id" ON "findings" ("since", id);
CREATE INDEX "findings_by_plan_due_on_id" ON "findings" ("plan_due_on", id);
CREATE INDEX "findings_by_owner_state" ON "findings" ("owner", "state");
CREATE INDEX "findings_by_arose_in" ON "findings" ("arose_in");
CREATE INDEX "findings_by_concerns" ON "findings" ("concerns");
CREATE INDEX "findings_by_state_since" ON "findings" ("state", "since");
CREATE INDEX "findings_by_issued_on" ON "findings" ("issued_on");
CREATE UNIQUE INDEX "findings_by_number" ON "findings" ("number") WHERE void = 0;

CREATE TABLE "corrective_actions" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('action_corrective', 'action_preventive')),
  "state" TEXT NOT NULL CHECK ("state" IN ('action_open', 'action_claimed', 'action_verified', 'action_dropped')),
  "since" INTEGER NOT NULL,
  "owner" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "due_on" TEXT NOT NULL,
  "first_due_on" TEXT NOT NULL,
  "interim" TEXT,
  "evidence" TEXT,
  "person" BLOB,
  "took_part" TEXT NOT NULL,
  "verified_by" BLOB
) STRICT;
CREATE TABLE "corrective_actions_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "owner" BLOB NOT NULL,
  "due_on" TEXT NOT NULL,
  "first_due_on" TEXT NOT NULL,
  "interim" TEXT,
  "evidence" TEXT,
  "person" BLOB,
  "took_part" TEXT NOT NULL,
  "verified_by" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "corrective_actions_by_sort_key_id" ON "corrective_actions" (sort_key, id);
CREATE INDEX "corrective_actions_rev_by_rev_from" ON "corrective_actions_rev" (rev_from);
CREATE INDEX "corrective_actions_rev_by_sort_key_id" ON "corrective_actions_rev" (sort_key, id);
CREATE INDEX "corrective_actions_rev_by_about" ON "corrective_actions_rev" (about);
CREATE INDEX "corrective_actions_by_state_sort_key_id" ON "corrective_actions" ("state", sort_key, id);
CREATE INDEX "corrective_actions_by_owner_sort_key_id" ON "corrective_actions" ("owner", sort_key, id);
CREATE INDEX "corrective_actions_by_person_sort_key_id" ON "corrective_actions" ("person", sort_key, id);
CREATE INDEX "corrective_actions_by_verified_by_sort_key_id" ON "corrective_actions" ("verified_by", sort_key, id);
CREATE INDEX "corrective_actions_by_due_on_id" ON "corrective_actions" ("due_on", id);
CREATE INDEX "corrective_actions_by_owner_state" ON "corrective_actions" ("owner", "state");
CREATE INDEX "corrective_actions_by_state_due_on" ON "corrective_actions" ("state", "due_on");
CREATE UNIQUE INDEX "corrective_actions_by_number" ON "corrective_actions" ("number") WHERE void = 0;

CREATE TABLE "action_links" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "action" BLOB NOT NULL,
  "serves" BLOB NOT NULL
) STRICT;
CREATE TABLE "action_links_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "action" BLOB NOT NULL,
  "serves" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "action_links_by_sort_key_id" ON "action_links" (sort_key, id);
CREATE INDEX "action_links_rev_by_rev_from" ON "action_links_rev" (rev_from);
CREATE INDEX "action_links_rev_by_sort_key_id" ON "action_links_rev" (sort_key, id);
CREATE INDEX "action_links_by_action_sort_key_id" ON "action_links" ("action", sort_key, id);
CREATE INDEX "action_links_by_serves_sort_key_id" ON "action_links" ("serves", sort_key, id);
CREATE INDEX "action_links_by_serves" ON "action_links" ("serves");
CREATE INDEX "action_links_by_action" ON "action_links" ("action");

CREATE TABLE "extensions" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "action" BLOB NOT NULL,
  "former_due_on" TEXT NOT NULL,
  "due_on" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "asked_by" BLOB NOT NULL,
  "allowed_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "extensions_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "action" BLOB NOT NULL,
  "former_due_on" TEXT NOT NULL,
  "due_on" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "asked_by" BLOB NOT NULL,
  "allowed_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "extensions_by_sort_key_id" ON "extensions" (sort_key, id);
CREATE INDEX "extensions_rev_by_rev_from" ON "extensions_rev" (rev_from);
CREATE INDEX "extensions_rev_by_sort_key_id" ON "extensions_rev" (sort_key, id);
CREATE INDEX "extensions_by_action_sort_key_id" ON "extensions" ("action", sort_key, id);
CREATE INDEX "extensions_by_asked_by_sort_key_id" ON "extensions" ("asked_by", sort_key, id);
CREATE INDEX "extensions_by_allowed_by_sort_key_id" ON "extensions" ("allowed_by", sort_key, id);
CREATE INDEX "extensions_by_action" ON "extensions" ("action");

CREATE TABLE "verifications" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "finding" BLOB NOT NULL,
  "round" INTEGER NOT NULL,
  "method" TEXT NOT NULL CHECK ("method" IN ('method_document', 'method_on_site', 'method_follow_up_visit')),
  "holds" INTEGER CHECK ("holds" IN (0, 1)),
  "verified_on" TEXT NOT NULL,
  "seen" TEXT NOT NULL,
  "verified_by" BLOB NOT NULL,
  "together_with" BLOB
) STRICT;
CREATE TABLE "verifications_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "finding" BLOB NOT NULL,
  "round" INTEGER NOT NULL,
  "method" TEXT NOT NULL,
  "holds" INTEGER,
  "verified_on" TEXT NOT NULL,
  "seen" TEXT NOT NULL,
  "verified_by" BLOB NOT NULL,
  "together_with" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "verifications_by_sort_key_id" ON "verifications" (sort_key, id);
CREATE INDEX "verifications_rev_by_rev_from" ON "verifications_rev" (rev_from);
CREATE INDEX "verifications_rev_by_sort_key_id" ON "verifications_rev" (sort_key, id);
CREATE INDEX "verifications_by_finding_sort_key_id" ON "verifications" ("finding", sort_key, id);
CREATE INDEX "verifications_by_verified_by_sort_key_id" ON "verifications" ("verified_by", sort_key, id);
CREATE INDEX "verifications_by_together_with_sort_key_id" ON "verifications" ("together_with", sort_key, id);
CREATE INDEX "verifications_by_finding" ON "verifications" ("finding");

CREATE TABLE "risk_acceptances" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "finding" BLOB NOT NULL,
  "accepted_until" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "asked_by" BLOB NOT NULL,
  "accepted_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "risk_acceptances_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "finding" BLOB NOT NULL,
  "accepted_until" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "asked_by" BLOB NOT NULL,
  "accepted_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "risk_acceptances_by_sort_key_id" ON "risk_acceptances" (sort_key, id);
CREATE INDEX "risk_acceptances_rev_by_rev_from" ON "risk_acceptances_rev" (rev_from);
CREATE INDEX "risk_acceptances_rev_by_sort_key_id" ON "risk_acceptances_rev" (sort_key, id);
CREATE INDEX "risk_acceptances_by_finding_sort_key_id" ON "risk_acceptances" ("finding", sort_key, id);
CREATE INDEX "risk_acceptances_by_asked_by_sort_key_id" ON "risk_acceptances" ("asked_by", sort_key, id);
CREATE INDEX "risk_acceptances_by_accepted_by_sort_key_id" ON "risk_acceptances" ("accepted_by", sort_key, id);
CREATE INDEX "risk_acceptances_by_finding" ON "risk_acceptances" ("finding");

CREATE TABLE "incidents" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('incident_breach', 'incident_infraction', 'incident_loss', 'incident_access', 'incident_cyber', 'incident_other')),
  "desk" TEXT NOT NULL CHECK ("desk" IN ('desk_clearance', 'desk_registry', 'desk_policy')),
  "area" TEXT NOT NULL CHECK ("area" IN ('area_personnel', 'area_physical', 'area_information', 'area_cis', 'area_industrial', 'area_protective')),
  "state" TEXT NOT NULL CHECK ("state" IN ('incident_reported', 'incident_open', 'incident_after_action', 'incident_closed', 'incident_false')),
  "since" INTEGER NOT NULL,
  "discovered_on" TEXT NOT NULL,
  "occurred_on" TEXT,
  "reported_by" BLOB NOT NULL,
  "lead" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "severity" TEXT CHECK ("severity" IN ('severity_improvement', 'severity_non_compliant', 'severity_serious')),
  "compromise" TEXT CHECK ("compromise" IN ('compromise_none', 'compromise_possible', 'compromise_certain')),
  "root_cause" TEXT CHECK ("root_cause" IN ('cause_procedure', 'cause_training', 'cause_workload', 'cause_equipment', 'cause_handover', 'cause_supervision', 'cause_outside')),
  "cause_note" TEXT,
  "lessons" TEXT,
  "concerns" BLOB,
  "closed_on" TEXT
) STRICT;
CREATE TABLE "incidents_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "desk" TEXT NOT NULL,
  "area" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "discovered_on" TEXT NOT NULL,
  "occurred_on" TEXT,
  "reported_by" BLOB NOT NULL,
  "lead" BLOB,
  "severity" TEXT,
  "compromise" TEXT,
  "root_cause" TEXT,
  "cause_note" TEXT,
  "lessons" TEXT,
  "concerns" BLOB,
  "closed_on" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "incidents_by_sort_key_id" ON "incidents" (sort_key, id);
CREATE INDEX "incidents_rev_by_rev_from" ON "incidents_rev" (rev_from);
CREATE INDEX "incidents_rev_by_sort_key_id" ON "incidents_rev" (sort_key, id);
CREATE INDEX "incidents_by_state_sort_key_id" ON "incidents" ("state", sort_key, id);
CREATE INDEX "incidents_by_reported_by_sort_key_id" ON "incidents" ("reported_by", sort_key, id);
CREATE INDEX "incidents_by_lead_sort_key_id" ON "incidents" ("lead", sort_key, id);
CREATE INDEX "incidents_by_concerns_sort_key_id" ON "incidents" ("concerns", sort_key, id);
CREATE INDEX "incidents_by_since_id" ON "incidents" ("since", id);
CREATE INDEX "incidents_by_lead_state" ON "incidents" ("lead", "state");
CREATE INDEX "incidents_by_concerns" ON "incidents" ("concerns");
CREATE INDEX "incidents_by_discovered_on" ON "incidents" ("discovered_on");
CREATE UNIQUE INDEX "incidents_by_number" ON "incidents" ("number") WHERE void = 0;

CREATE TABLE "incident_people" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "incident" BLOB NOT NULL REFERENCES "incidents" (id) DEFERRABLE INITIALLY DEFERRED,
  "person" BLOB NOT NULL,
  "part" TEXT NOT NULL CHECK ("part" IN ('part_involved', 'part_witness', 'part_affected'))
) STRICT;
CREATE TABLE "incident_people_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "incident" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "part" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "incident_people_by_sort_key_id" ON "incident_people" (sort_key, id);
CREATE INDEX "incident_people_rev_by_rev_from" ON "incident_people_rev" (rev_from);
CREATE INDEX "incident_people_rev_by_sort_key_id" ON "incident_people_rev" (sort_key, id);
CREATE INDEX "incident_people_rev_by_about" ON "incident_people_rev" (about);
CREATE INDEX "incident_people_by_incident_sort_key_id" ON "incident_people" ("incident", sort_key, id);
CREATE INDEX "incident_people_by_person_sort_key_id" ON "incident_people" ("person", sort_key, id);
CREATE INDEX "incident_people_by_incident" ON "incident_people" ("incident");

CREATE TABLE "incident_events" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "incident" BLOB NOT NULL REFERENCES "incidents" (id) DEFERRABLE INITIALLY DEFERRED,
  "happened_at" INTEGER NOT NULL,
  "happened" TEXT NOT NULL,
  "recorded_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "incident_events_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "incident" BLOB NOT NULL,
  "happened_at" INTEGER NOT NULL,
  "happened" TEXT NOT NULL,
  "recorded_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "incident_events_by_sort_key_id" ON "incident_events" (sort_key, id);
CREATE INDEX "incident_events_rev_by_rev_from" ON "incident_events_rev" (rev_from);
CREATE INDEX "incident_events_rev_by_sort_key_id" ON "incident_events_rev" (sort_key, id);
CREATE INDEX "incident_events_by_incident_sort_key_id" ON "incident_events" ("incident", sort_key, id);
CREATE INDEX "incident_events_by_recorded_by_sort_key_id" ON "incident_events" ("recorded_by", sort_key, id);
CREATE INDEX "incident_events_by_happened_at_id" ON "incident_events" ("happened_at", id);
CREATE INDEX "incident_events_by_incident_happened_at" ON "incident_events" ("incident", "happened_at");

CREATE TABLE "statements" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "incident" BLOB NOT NULL REFERENCES "incidents" (id) DEFERRABLE INITIALLY DEFERRED,
  "person" BLOB NOT NULL,
  "taken_on" TEXT NOT NULL,
  "text" BLOB NOT NULL,
  "taken_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "statements_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "incident" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "taken_on" TEXT NOT NULL,
  "text" BLOB NOT NULL,
  "taken_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "statements_by_sort_key_id" ON "statements" (sort_key, id);
CREATE INDEX "statements_rev_by_rev_from" ON "statements_rev" (rev_from);
CREATE INDEX "statements_rev_by_sort_key_id" ON "statements_rev" (sort_key, id);
CREATE INDEX "statements_rev_by_about" ON "statements_rev" (about);
CREATE INDEX "statements_by_incident_sort_key_id" ON "statements" ("incident", sort_key, id);
CREATE INDEX "statements_by_person_sort_key_id" ON "statements" ("person", sort_key, id);
CREATE INDEX "statements_by_taken_by_sort_key_id" ON "statements" ("taken_by", sort_key, id);
CREATE INDEX "statements_by_incident" ON "statements" ("incident");

CREATE TABLE "exhibits" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "incident" BLOB NOT NULL REFERENCES "incidents" (id) DEFERRABLE INITIALLY DEFERRED,
  "what" TEXT NOT NULL,
  "kept_at" TEXT NOT NULL,
  "taken_on" TEXT NOT NULL,
  "taken_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "exhibits_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "incident" BLOB NOT NULL,
  "what" TEXT NOT NULL,
  "kept_at" TEXT NOT NULL,
  "taken_on" TEXT NOT NULL,
  "taken_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "exhibits_by_sort_key_id" ON "exhibits" (sort_key, id);
CREATE INDEX "exhibits_rev_by_rev_from" ON "exhibits_rev" (rev_from);
CREATE INDEX "exhibits_rev_by_sort_key_id" ON "exhibits_rev" (sort_key, id);
CREATE INDEX "exhibits_by_incident_sort_key_id" ON "exhibits" ("incident", sort_key, id);
CREATE INDEX "exhibits_by_taken_by_sort_key_id" ON "exhibits" ("taken_by", sort_key, id);
CREATE INDEX "exhibits_by_incident" ON "exhibits" ("incident");
CREATE UNIQUE INDEX "exhibits_by_number" ON "exhibits" ("number") WHERE void = 0;

CREATE TABLE "inspection_packs" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "inspection" TEXT NOT NULL,
  "period_from" TEXT NOT NULL,
  "period_until" TEXT NOT NULL,
  "files" INTEGER NOT NULL,
  "digest" TEXT NOT NULL,
  "sealed_at" INTEGER NOT NULL,
  "sealed_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "inspection_packs_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "inspection" TEXT NOT NULL,
  "period_from" TEXT NOT NULL,
  "period_until" TEXT NOT NULL,
  "files" INTEGER NOT NULL,
  "digest" TEXT NOT NULL,
  "sealed_at" INTEGER NOT NULL,
  "sealed_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "inspection_packs_by_sort_key_id" ON "inspection_packs" (sort_key, id);
CREATE INDEX "inspection_packs_rev_by_rev_from" ON "inspection_packs_rev" (rev_from);
CREATE INDEX "inspection_packs_rev_by_sort_key_id" ON "inspection_packs_rev" (sort_key, id);
CREATE INDEX "inspection_packs_by_sealed_by_sort_key_id" ON "inspection_packs" ("sealed_by", sort_key, id);
CREATE INDEX "inspection_packs_by_sealed_at_id" ON "inspection_packs" ("sealed_at", id);
CREATE UNIQUE INDEX "inspection_packs_by_number" ON "inspection_packs" ("number") WHERE void = 0;

CREATE TABLE "on_call_rotas" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "desk" TEXT NOT NULL CHECK ("desk" IN ('desk_clearance', 'desk_registry', 'desk_policy')),
  "site" TEXT,
  "coverage" TEXT NOT NULL CHECK ("coverage" IN ('all_hours', 'outside_office_hours')),
  "answer_minutes" INTEGER NOT NULL,
  "rest_hours" INTEGER NOT NULL,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT
) STRICT;
CREATE TABLE "on_call_rotas_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "desk" TEXT NOT NULL,
  "site" TEXT,
  "coverage" TEXT NOT NULL,
  "answer_minutes" INTEGER NOT NULL,
  "rest_hours" INTEGER NOT NULL,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "on_call_rotas_by_sort_key_id" ON "on_call_rotas" (sort_key, id);
CREATE INDEX "on_call_rotas_rev_by_rev_from" ON "on_call_rotas_rev" (rev_from);
CREATE INDEX "on_call_rotas_rev_by_sort_key_id" ON "on_call_rotas_rev" (sort_key, id);
CREATE UNIQUE INDEX "on_call_rotas_by_name" ON "on_call_rotas" ("name") WHERE void = 0;

CREATE TABLE "on_call_turns" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "rota" BLOB NOT NULL REFERENCES "on_call_rotas" (id) DEFERRABLE INITIALLY DEFERRED,
  "account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "turn_role" TEXT NOT NULL CHECK ("turn_role" IN ('called_first', 'called_second')),
  "from_time" INTEGER NOT NULL,
  "until_time" INTEGER NOT NULL
) STRICT;
CREATE TABLE "on_call_turns_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "rota" BLOB NOT NULL,
  "account" BLOB NOT NULL,
  "turn_role" TEXT NOT NULL,
  "from_time" INTEGER NOT NULL,
  "until_time" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "on_call_turns_by_sort_key_id" ON "on_call_turns" (sort_key, id);
CREATE INDEX "on_call_turns_rev_by_rev_from" ON "on_call_turns_rev" (rev_from);
CREATE INDEX "on_call_turns_rev_by_sort_key_id" ON "on_call_turns_rev" (sort_key, id);
CREATE INDEX "on_call_turns_by_rota_sort_key_id" ON "on_call_turns" ("rota", sort_key, id);
CREATE INDEX "on_call_turns_by_account_sort_key_id" ON "on_call_turns" ("account", sort_key, id);
CREATE INDEX "on_call_turns_by_from_time_id" ON "on_call_turns" ("from_time", id);
CREATE INDEX "on_call_turns_by_rota_until_time" ON "on_call_turns" ("rota", "until_time");
CREATE INDEX "on_call_turns_by_account_until_time" ON "on_call_turns" ("account", "until_time");

CREATE TABLE "turn_swaps" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "turn" BLOB NOT NULL REFERENCES "on_call_turns" (id) DEFERRABLE INITIALLY DEFERRED,
  "in_return" BLOB REFERENCES "on_call_turns" (id) DEFERRABLE INITIALLY DEFERRED,
  "from_account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "to_account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "reason" TEXT,
  "asked_at" INTEGER NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('swap_asked', 'swap_accepted', 'swap_declined')),
  "settled_at" INTEGER
) STRICT;
CREATE TABLE "turn_swaps_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "turn" BLOB NOT NULL,
  "in_return" BLOB,
  "from_account" BLOB NOT NULL,
  "to_account" BLOB NOT NULL,
  "reason" TEXT,
  "asked_at" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "settled_at" INTEGER,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "turn_swaps_by_sort_key_id" ON "turn_swaps" (sort_key, id);
CREATE INDEX "turn_swaps_rev_by_rev_from" ON "turn_swaps_rev" (rev_from);
CREATE INDEX "turn_swaps_rev_by_sort_key_id" ON "turn_swaps_rev" (sort_key, id);
CREATE INDEX "turn_swaps_by_turn_sort_key_id" ON "turn_swaps" ("turn", sort_key, id);
CREATE INDEX "turn_swaps_by_in_return_sort_key_id" ON "turn_swaps" ("in_return", sort_key, id);
CREATE INDEX "turn_swaps_by_from_account_sort_key_id" ON "turn_swaps" ("from_account", sort_key, id);
CREATE INDEX "turn_swaps_by_to_account_sort_key_id" ON "turn_swaps" ("to_account", sort_key, id);
CREATE INDEX "turn_swaps_by_state_sort_key_id" ON "turn_swaps" ("state", sort_key, id);
CREATE INDEX "turn_swaps_by_asked_at_id" ON "turn_swaps" ("asked_at", id);
CREATE INDEX "turn_swaps_by_to_account_state" ON "turn_swaps" ("to_account", "state");

CREATE TABLE "hand_overs" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "turn" BLOB NOT NULL REFERENCES "on_call_turns" (id) DEFERRABLE INITIALLY DEFERRED,
  "next_turn" BLOB NOT NULL REFERENCES "on_call_turns" (id) DEFERRABLE INITIALLY DEFERRED,
  "from_account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "to_account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "note" TEXT NOT NULL,
  "handed_at" INTEGER NOT NULL,
  "acknowledged_at" INTEGER
) STRICT;
CREATE TABLE "hand_overs_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "turn" BLOB NOT NULL,
  "next_turn" BLOB NOT NULL,
  "from_account" BLOB NOT NULL,
  "to_account" BLOB NOT NULL,
  "note" TEXT NOT NULL,
  "handed_at" INTEGER NOT NULL,
  "acknowledged_at" INTEGER,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "hand_overs_by_sort_key_id" ON "hand_overs" (sort_key, id);
CREATE INDEX "hand_overs_rev_by_rev_from" ON "hand_overs_rev" (rev_from);
CREATE INDEX "hand_overs_rev_by_sort_key_id" ON "hand_overs_rev" (sort_key, id);
CREATE INDEX "hand_overs_by_turn_sort_key_id" ON "hand_overs" ("turn", sort_key, id);
CREATE INDEX "hand_overs_by_next_turn_sort_key_id" ON "hand_overs" ("next_turn", sort_key, id);
CREATE INDEX "hand_overs_by_from_account_sort_key_id" ON "hand_overs" ("from_account", sort_key, id);
CREATE INDEX "hand_overs_by_to_account_sort_key_id" ON "hand_overs" ("to_account", sort_key, id);
CREATE INDEX "hand_overs_by_handed_at_id" ON "hand_overs" ("handed_at", id);
CREATE INDEX "hand_overs_by_turn" ON "hand_overs" ("turn");
CREATE INDEX "hand_overs_by_to_account" ON "hand_overs" ("to_account");

CREATE TABLE "call_outs" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "rota" BLOB NOT NULL REFERENCES "on_call_rotas" (id) DEFERRABLE INITIALLY DEFERRED,
  "what" TEXT NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('call_called', 'call_answered', 'call_working', 'call_done')),
  "since" INTEGER NOT NULL,
  "account" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "called_at" INTEGER NOT NULL,
  "answered_at" INTEGER,
  "working_at" INTEGER,
  "done_at" INTEGER,
  "result" TEXT,
  "concerns" BLOB
) STRICT;
CREATE TABLE "call_outs_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "rota" BLOB NOT NULL,
  "what" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "account" BLOB NOT NULL,
  "called_at" INTEGER NOT NULL,
  "answered_at" INTEGER,
  "working_at" INTEGER,
  "done_at" INTEGER,
  "result" TEXT,
  "concerns" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "call_outs_by_sort_key_id" ON "call_outs" (sort_key, id);
CREATE INDEX "call_outs_rev_by_rev_from" ON "call_outs_rev" (rev_from);
CREATE INDEX "call_outs_rev_by_sort_key_id" ON "call_outs_rev" (sort_key, id);
CREATE INDEX "call_outs_by_rota_sort_key_id" ON "call_outs" ("rota", sort_key, id);
CREATE INDEX "call_outs_by_state_sort_key_id" ON "call_outs" ("state", sort_key, id);
CREATE INDEX "call_outs_by_account_sort_key_id" ON "call_outs" ("account", sort_key, id);
CREATE INDEX "call_outs_by_concerns_sort_key_id" ON "call_outs" ("concerns", sort_key, id);
CREATE INDEX "call_outs_by_called_at_id" ON "call_outs" ("called_at", id);
CREATE INDEX "call_outs_by_rota_called_at" ON "call_outs" ("rota", "called_at");

CREATE TABLE "letter_templates" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('chaser', 'case_letter', 'general_letter', 'cancellation_letter', 'meeting_certificate_letter', 'certificate_recall')),
  "status" TEXT NOT NULL CHECK ("status" IN ('in_use', 'retired')),
  "subject_en" TEXT NOT NULL,
  "subject_fr" TEXT NOT NULL,
  "body_en" TEXT NOT NULL,
  "body_fr" TEXT NOT NULL
) STRICT;
CREATE TABLE "letter_templates_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "subject_en" TEXT NOT NULL,
  "subject_fr" TEXT NOT NULL,
  "body_en" TEXT NOT NULL,
  "body_fr" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "letter_templates_by_sort_key_id" ON "letter_templates" (sort_key, id);
CREATE INDEX "letter_templates_rev_by_rev_from" ON "letter_templates_rev" (rev_from);
CREATE INDEX "letter_templates_rev_by_sort_key_id" ON "letter_templates_rev" (sort_key, id);
CREATE UNIQUE INDEX "letter_templates_by_name" ON "letter_templates" ("name") WHERE void = 0;

CREATE TABLE "letters" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('chaser', 'case_letter', 'general_letter', 'cancellation_letter', 'meeting_certificate_letter', 'certificate_recall')),
  "authority" BLOB NOT NULL REFERENCES "authorities" (id) DEFERRABLE INITIALLY DEFERRED,
  "subject_en" TEXT NOT NULL,
  "subject_fr" TEXT NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('letter_draft', 'letter_signed', 'letter_issued', 'letter_answered', 'letter_withdrawn')),
  "since" INTEGER NOT NULL,
  "reply_due" TEXT,
  "body_en" TEXT NOT NULL,
  "body_fr" TEXT NOT NULL,
  "concerns" BLOB,
  "person" BLOB,
  "template" BLOB NOT NULL REFERENCES "letter_templates" (id) DEFERRABLE INITIALLY DEFERRED,
  "template_version" INTEGER NOT NULL,
  "drafted_by" BLOB NOT NULL,
  "signatory" TEXT,
  "signed_on" TEXT,
  "mail_item" BLOB,
  "document" BLOB
) STRICT;
CREATE TABLE "letters_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT,
  "kind" TEXT NOT NULL,
  "authority" BLOB NOT NULL,
  "subject_en" TEXT NOT NULL,
  "subject_fr" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "reply_due" TEXT,
  "body_en" TEXT NOT NULL,
  "body_fr" TEXT NOT NULL,
  "concerns" BLOB,
  "person" BLOB,
  "template" BLOB NOT NULL,
  "template_version" INTEGER NOT NULL,
  "drafted_by" BLOB NOT NULL,
  "signatory" TEXT,
  "signed_on" TEXT,
  "mail_item" BLOB,
  "document" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "letters_by_sort_key_id" ON "letters" (sort_key, id);
CREATE INDEX "letters_rev_by_rev_from" ON "letters_rev" (rev_from);
CREATE INDEX "letters_rev_by_sort_key_id" ON "letters_rev" (sort_key, id);
CREATE INDEX "letters_rev_by_about" ON "letters_rev" (about);
CREATE INDEX "letters_by_authority_sort_key_id" ON "letters" ("authority", sort_key, id);
CREATE INDEX "letters_by_state_sort_key_id" ON "letters" ("state", sort_key, id);
CREATE INDEX "letters_by_concerns_sort_key_id" ON "letters" ("concerns", sort_key, id);
CREATE INDEX "letters_by_person_sort_key_id" ON "letters" ("person", sort_key, id);
CREATE INDEX "letters_by_template_sort_key_id" ON "letters" ("template", sort_key, id);
CREATE INDEX "letters_by_drafted_by_sort_key_id" ON "letters" ("drafted_by", sort_key, id);
CREATE INDEX "letters_by_mail_item_sort_key_id" ON "letters" ("mail_item", sort_key, id);
CREATE INDEX "letters_by_document_sort_key_id" ON "letters" ("document", sort_key, id);
CREATE INDEX "letters_by_since_id" ON "letters" ("since", id);

CREATE TABLE "letter_lines" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "letter" BLOB NOT NULL,
  "position" INTEGER NOT NULL,
  "concerns" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "number" TEXT NOT NULL,
  "their_reference" TEXT,
  "level" TEXT NOT NULL,
  "sent_on" TEXT NOT NULL,
  "days" INTEGER NOT NULL,
  "answer" TEXT CHECK ("answer" IN ('still_pending', 'already_decided', 'has_question', 'not_known')),
  "expected_on" TEXT,
  "answer_remark" TEXT
) STRICT;
CREATE TABLE "letter_lines_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "letter" BLOB NOT NULL,
  "position" INTEGER NOT NULL,
  "concerns" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "number" TEXT NOT NULL,
  "their_reference" TEXT,
  "level" TEXT NOT NULL,
  "sent_on" TEXT NOT NULL,
  "days" INTEGER NOT NULL,
  "answer" TEXT,
  "expected_on" TEXT,
  "answer_remark" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "letter_lines_by_sort_key_id" ON "letter_lines" (sort_key, id);
CREATE INDEX "letter_lines_rev_by_rev_from" ON "letter_lines_rev" (rev_from);
CREATE INDEX "letter_lines_rev_by_sort_key_id" ON "letter_lines_rev" (sort_key, id);
CREATE INDEX "letter_lines_rev_by_about" ON "letter_lines_rev" (about);
CREATE INDEX "letter_lines_by_letter_sort_key_id" ON "letter_lines" ("letter", sort_key, id);
CREATE INDEX "letter_lines_by_concerns_sort_key_id" ON "letter_lines" ("concerns", sort_key, id);
CREATE INDEX "letter_lines_by_person_sort_key_id" ON "letter_lines" ("person", sort_key, id);

CREATE TABLE "clearance_requirements" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "post" BLOB REFERENCES "posts" (id) DEFERRABLE INITIALLY DEFERRED,
  "contract" BLOB REFERENCES "contracts" (id) DEFERRABLE INITIALLY DEFERRED,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "reason" TEXT,
  "approved_by" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT
) STRICT;
CREATE TABLE "clearance_requirements_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "post" BLOB,
  "contract" BLOB,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "reason" TEXT,
  "approved_by" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "clearance_requirements_by_sort_key_id" ON "clearance_requirements" (sort_key, id);
CREATE INDEX "clearance_requirements_rev_by_rev_from" ON "clearance_requirements_rev" (rev_from);
CREATE INDEX "clearance_requirements_rev_by_sort_key_id" ON "clearance_requirements_rev" (sort_key, id);
CREATE INDEX "clearance_requirements_by_post_sort_key_id" ON "clearance_requirements" ("post", sort_key, id);
CREATE INDEX "clearance_requirements_by_contract_sort_key_id" ON "clearance_requirements" ("contract", sort_key, id);

CREATE TABLE "decisions" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "authority" BLOB NOT NULL REFERENCES "authorities" (id) DEFERRABLE INITIALLY DEFERRED,
  "nation" TEXT NOT NULL,
  "programme" TEXT,
  "staff_category" TEXT CHECK ("staff_category" IN ('staff', 'temporary', 'consultant', 'contractor', 'intern')),
  "reference" TEXT,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('grant', 'grant_with_conditions', 'refuse', 'withdraw', 'suspend', 'lift_suspension', 'no_objection', 'cancel', 'transfer')),
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "decided_on" TEXT NOT NULL,
  "notified_on" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  "conditions" TEXT,
  "difference_reason" TEXT,
  "extended_until" TEXT,
  "supersedes" INTEGER CHECK ("supersedes" IN (0, 1)),
  "end_reason" TEXT CHECK ("end_reason" IN ('left_post', 'left_employer', 'data_changed', 'cert_lost', 'cert_damaged', 'cert_returned', 'service_gap')),
  "adverse_reason" TEXT CHECK ("adverse_reason" IN ('under_review', 'duty_not_met', 'at_own_request', 'review_ended', 'reason_not_told')),
  "source" BLOB,
  "claimed" INTEGER CHECK ("claimed" IN (0, 1)),
  "case" BLOB,
  "recorded_by" BLOB NOT NULL,
  "verified_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "decisions_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "authority" BLOB NOT NULL,
  "nation" TEXT NOT NULL,
  "programme" TEXT,
  "staff_category" TEXT,
  "reference" TEXT,
  "kind" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "decided_on" TEXT NOT NULL,
  "notified_on" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  "conditions" TEXT,
  "difference_reason" TEXT,
  "extended_until" TEXT,
  "supersedes" INTEGER,
  "end_reason" TEXT,
  "adverse_reason" TEXT,
  "source" BLOB,
  "claimed" INTEGER,
  "case" BLOB,
  "recorded_by" BLOB NOT NULL,
  "verified_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "decisions_by_sort_key_id" ON "decisions" (sort_key, id);
CREATE INDEX "decisions_rev_by_rev_from" ON "decisions_rev" (rev_from);
CREATE INDEX "decisions_rev_by_sort_key_id" ON "decisions_rev" (sort_key, id);
CREATE INDEX "decisions_rev_by_about" ON "decisions_rev" (about);
CREATE INDEX "decisions_by_person_sort_key_id" ON "decisions" ("person", sort_key, id);
CREATE INDEX "decisions_by_authority_sort_key_id" ON "decisions" ("authority", sort_key, id);
CREATE INDEX "decisions_by_source_sort_key_id" ON "decisions" ("source", sort_key, id);
CREATE INDEX "decisions_by_case_sort_key_id" ON "decisions" ("case", sort_key, id);
CREATE INDEX "decisions_by_recorded_by_sort_key_id" ON "decisions" ("recorded_by", sort_key, id);
CREATE INDEX "decisions_by_verified_by_sort_key_id" ON "decisions" ("verified_by", sort_key, id);
CREATE INDEX "decisions_by_decided_on_id" ON "decisions" ("decided_on", id);
CREATE INDEX "decisions_by_valid_until" ON "decisions" ("valid_until");

CREATE TABLE "certificates" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "decision" BLOB,
  "model" TEXT NOT NULL CHECK ("model" IN ('rev6_certificate', 'rev8_confirmation', 'pscc', 'meeting_certificate')),
  "number" TEXT NOT NULL,
  "name_printed" TEXT,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  "held_at" TEXT,
  "returned_on" TEXT
) STRICT;
CREATE TABLE "certificates_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "decision" BLOB,
  "model" TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "name_printed" TEXT,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  "held_at" TEXT,
  "returned_on" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "certificates_by_sort_key_id" ON "certificates" (sort_key, id);
CREATE INDEX "certificates_rev_by_rev_from" ON "certificates_rev" (rev_from);
CREATE INDEX "certificates_rev_by_sort_key_id" ON "certificates_rev" (sort_key, id);
CREATE INDEX "certificates_rev_by_about" ON "certificates_rev" (about);
CREATE INDEX "certificates_by_person_sort_key_id" ON "certificates" ("person", sort_key, id);
CREATE INDEX "certificates_by_decision_sort_key_id" ON "certificates" ("decision", sort_key, id);

CREATE TABLE "access_authorisations" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('full', 'provisional', 'one_time', 'emergency', 'meeting')),
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "need_to_know" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  "scope" TEXT CHECK ("scope" IN ('scope_visit', 'scope_meeting', 'scope_document', 'scope_function')),
  "scope_text" TEXT,
  "scope_record" BLOB,
  "nation" TEXT,
  "case" BLOB,
  "ended_on" TEXT,
  "end_reason" TEXT,
  "recorded_by" BLOB NOT NULL,
  "approved_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "access_authorisations_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "need_to_know" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  "scope" TEXT,
  "scope_text" TEXT,
  "scope_record" BLOB,
  "nation" TEXT,
  "case" BLOB,
  "ended_on" TEXT,
  "end_reason" TEXT,
  "recorded_by" BLOB NOT NULL,
  "approved_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "access_authorisations_by_sort_key_id" ON "access_authorisations" (sort_key, id);
CREATE INDEX "access_authorisations_rev_by_rev_from" ON "access_authorisations_rev" (rev_from);
CREATE INDEX "access_authorisations_rev_by_sort_key_id" ON "access_authorisations_rev" (sort_key, id);
CREATE INDEX "access_authorisations_rev_by_about" ON "access_authorisations_rev" (about);
CREATE INDEX "access_authorisations_by_person_sort_key_id" ON "access_authorisations" ("person", sort_key, id);
CREATE INDEX "access_authorisations_by_scope_record_sort_key_id" ON "access_authorisations" ("scope_record", sort_key, id);
CREATE INDEX "access_authorisations_by_case_sort_key_id" ON "access_authorisations" ("case", sort_key, id);
CREATE INDEX "access_authorisations_by_recorded_by_sort_key_id" ON "access_authorisations" ("recorded_by", sort_key, id);
CREATE INDEX "access_authorisations_by_approved_by_sort_key_id" ON "access_authorisations" ("approved_by", sort_key, id);

CREATE TABLE "briefings" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('nato', 'atomal', 'bohemia', 'crypto', 'eu', 'post', 'travel', 'courier', 'appraisal', 'undertaking', 'special')),
  "category" TEXT,
  "language" TEXT NOT NULL CHECK ("language" IN ('en', 'fr')),
  "text_version" TEXT,
  "given_on" TEXT NOT NULL,
  "next_due" TEXT,
  "signed_how" TEXT,
  "witness" TEXT,
  "debriefed_on" TEXT,
  "debrief_refusal" TEXT,
  "debrief_witness" TEXT
) STRICT;
CREATE TABLE "briefings_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL,
  "category" TEXT,
  "language" TEXT NOT NULL,
  "text_version" TEXT,
  "given_on" TEXT NOT NULL,
  "next_due" TEXT,
  "signed_how" TEXT,
  "witness" TEXT,
  "debriefed_on" TEXT,
  "debrief_refusal" TEXT,
  "debrief_witness" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "briefings_by_sort_key_id" ON "briefings" (sort_key, id);
CREATE INDEX "briefings_rev_by_rev_from" ON "briefings_rev" (rev_from);
CREATE INDEX "briefings_rev_by_sort_key_id" ON "briefings_rev" (sort_key, id);
CREATE INDEX "briefings_rev_by_about" ON "briefings_rev" (about);
CREATE INDEX "briefings_by_person_sort_key_id" ON "briefings" ("person", sort_key, id);
CREATE INDEX "briefings_by_given_on_id" ON "briefings" ("given_on", id);

CREATE TABLE "briefing_campaigns" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('nato', 'atomal', 'bohemia', 'crypto', 'eu', 'post', 'travel', 'courier', 'appraisal', 'undertaking', 'special')),
  "category" TEXT,
  "state" TEXT NOT NULL CHECK ("state" IN ('campaign_running', 'campaign_closed')),
  "since" INTEGER NOT NULL,
  "due_before" TEXT NOT NULL,
  "invited" INTEGER NOT NULL,
  "text_version" TEXT NOT NULL,
  "answer_by" TEXT NOT NULL,
  "started_by" BLOB NOT NULL,
  "reason" TEXT
) STRICT;
CREATE TABLE "briefing_campaigns_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "category" TEXT,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "due_before" TEXT NOT NULL,
  "invited" INTEGER NOT NULL,
  "text_version" TEXT NOT NULL,
  "answer_by" TEXT NOT NULL,
  "started_by" BLOB NOT NULL,
  "reason" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "briefing_campaigns_by_sort_key_id" ON "briefing_campaigns" (sort_key, id);
CREATE INDEX "briefing_campaigns_rev_by_rev_from" ON "briefing_campaigns_rev" (rev_from);
CREATE INDEX "briefing_campaigns_rev_by_sort_key_id" ON "briefing_campaigns_rev" (sort_key, id);
CREATE INDEX "briefing_campaigns_by_state_sort_key_id" ON "briefing_campaigns" ("state", sort_key, id);
CREATE INDEX "briefing_campaigns_by_started_by_sort_key_id" ON "briefing_campaigns" ("started_by", sort_key, id);
CREATE INDEX "briefing_campaigns_by_number_id" ON "briefing_campaigns" ("number", id);
CREATE UNIQUE INDEX "briefing_campaigns_by_number" ON "briefing_campaigns" ("number") WHERE void = 0;

CREATE TABLE "briefing_invitations" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('nato', 'atomal', 'bohemia', 'crypto', 'eu', 'post', 'travel', 'courier', 'appraisal', 'undertaking', 'special')),
  "category" TEXT,
  "campaign" BLOB REFERENCES "briefing_campaigns" (id) DEFERRABLE INITIALLY DEFERRED,
  "state" TEXT NOT NULL CHECK ("state" IN ('briefing_invited', 'briefing_reminded', 'briefing_escalated', 'briefing_excused')),
  "since" INTEGER NOT NULL,
  "invited_on" TEXT NOT NULL,
  "answer_by" TEXT NOT NULL,
  "remind_on" TEXT NOT NULL,
  "escalate_on" TEXT NOT NULL,
  "text_version" TEXT NOT NULL,
  "instructions" TEXT,
  "reason" TEXT
) STRICT;
CREATE TABLE "briefing_invitations_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL,
  "category" TEXT,
  "campaign" BLOB,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "invited_on" TEXT NOT NULL,
  "answer_by" TEXT NOT NULL,
  "remind_on" TEXT NOT NULL,
  "escalate_on" TEXT NOT NULL,
  "text_version" TEXT NOT NULL,
  "instructions" TEXT,
  "reason" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "briefing_invitations_by_sort_key_id" ON "briefing_invitations" (sort_key, id);
CREATE INDEX "briefing_invitations_rev_by_rev_from" ON "briefing_invitations_rev" (rev_from);
CREATE INDEX "briefing_invitations_rev_by_sort_key_id" ON "briefing_invitations_rev" (sort_key, id);
CREATE INDEX "briefing_invitations_rev_by_about" ON "briefing_invitations_rev" (about);
CREATE INDEX "briefing_invitations_by_person_sort_key_id" ON "briefing_invitations" ("person", sort_key, id);
CREATE INDEX "briefing_invitations_by_campaign_sort_key_id" ON "briefing_invitations" ("campaign", sort_key, id);
CREATE INDEX "briefing_invitations_by_state_sort_key_id" ON "briefing_invitations" ("state", sort_key, id);
CREATE INDEX "briefing_invitations_by_answer_by_id" ON "briefing_invitations" ("answer_by", id);
CREATE INDEX "briefing_invitations_by_campaign" ON "briefing_invitations" ("campaign");
CREATE INDEX "briefing_invitations_by_state" ON "briefing_invitations" ("state");

CREATE TABLE "concerns" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "person" BLOB,
  "received_on" TEXT NOT NULL,
  "channel" TEXT NOT NULL CHECK ("channel" IN ('own_report', 'third_party', 'anonymous_report', 'from_authority', 'found_by_office')),
  "topic" TEXT NOT NULL CHECK ("topic" IN ('conduct', 'criminal_matter', 'finances', 'foreign_contacts', 'substances', 'handling_of_information', 'other_topic')),
  "text" BLOB NOT NULL,
  "about_whom" BLOB,
  "happened_when" BLOB,
  "received_at" INTEGER,
  "state" TEXT NOT NULL CHECK ("state" IN ('concern_open', 'resolved_no_effect', 'passed_to_authority', 'met_by_conditions')),
  "concluded_on" TEXT,
  "recorded_by" BLOB,
  "concluded_by" BLOB
) STRICT;
CREATE TABLE "concerns_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "person" BLOB,
  "received_on" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "topic" TEXT NOT NULL,
  "text" BLOB NOT NULL,
  "about_whom" BLOB,
  "happened_when" BLOB,
  "received_at" INTEGER,
  "state" TEXT NOT NULL,
  "concluded_on" TEXT,
  "recorded_by" BLOB,
  "concluded_by" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "concerns_by_sort_key_id" ON "concerns" (sort_key, id);
CREATE INDEX "concerns_rev_by_rev_from" ON "concerns_rev" (rev_from);
CREATE INDEX "concerns_rev_by_sort_key_id" ON "concerns_rev" (sort_key, id);
CREATE INDEX "concerns_rev_by_about" ON "concerns_rev" (about);
CREATE INDEX "concerns_by_person_sort_key_id" ON "concerns" ("person", sort_key, id);
CREATE INDEX "concerns_by_state_sort_key_id" ON "concerns" ("state", sort_key, id);
CREATE INDEX "concerns_by_recorded_by_sort_key_id" ON "concerns" ("recorded_by", sort_key, id);
CREATE INDEX "concerns_by_concluded_by_sort_key_id" ON "concerns" ("concluded_by", sort_key, id);
CREATE INDEX "concerns_by_received_on_id" ON "concerns" ("received_on", id);
CREATE INDEX "concerns_by_received_at" ON "concerns" ("received_at");
CREATE UNIQUE INDEX "concerns_by_number" ON "concerns" ("number") WHERE void = 0;

CREATE TABLE "retention_holds" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "reason" TEXT NOT NULL CHECK ("reason" IN ('consent_given', 'pending_proceedings', 'planned_return', 'destruction_would_harm', 'announced_inspection')),
  "reference" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  "released_on" TEXT,
  "recorded_by" BLOB NOT NULL,
  "released_by" BLOB,
  "approved_by" BLOB
) STRICT;
CREATE TABLE "retention_holds_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "reason" TEXT NOT NULL,
  "reference" TEXT,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT,
  "released_on" TEXT,
  "recorded_by" BLOB NOT NULL,
  "released_by" BLOB,
  "approved_by" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "retention_holds_by_sort_key_id" ON "retention_holds" (sort_key, id);
CREATE INDEX "retention_holds_rev_by_rev_from" ON "retention_holds_rev" (rev_from);
CREATE INDEX "retention_holds_rev_by_sort_key_id" ON "retention_holds_rev" (sort_key, id);
CREATE INDEX "retention_holds_rev_by_about" ON "retention_holds_rev" (about);
CREATE INDEX "retention_holds_by_person_sort_key_id" ON "retention_holds" ("person", sort_key, id);
CREATE INDEX "retention_holds_by_recorded_by_sort_key_id" ON "retention_holds" ("recorded_by", sort_key, id);
CREATE INDEX "retention_holds_by_released_by_sort_key_id" ON "retention_holds" ("released_by", sort_key, id);
CREATE INDEX "retention_holds_by_approved_by_sort_key_id" ON "retention_holds" ("approved_by", sort_key, id);
CREATE INDEX "retention_holds_by_valid_from_id" ON "retention_holds" ("valid_from", id);

CREATE TABLE "places" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('place_site', 'place_room', 'place_safe', 'place_shelf', 'place_box', 'place_slot')),
  "parent" BLOB REFERENCES "places" (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE "places_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "parent" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "places_by_sort_key_id" ON "places" (sort_key, id);
CREATE INDEX "places_rev_by_rev_from" ON "places_rev" (rev_from);
CREATE INDEX "places_rev_by_sort_key_id" ON "places_rev" (sort_key, id);
CREATE INDEX "places_by_parent_sort_key_id" ON "places" ("parent", sort_key, id);
CREATE INDEX "places_by_parent" ON "places" ("parent");
CREATE UNIQUE INDEX "places_by_code" ON "places" ("code") WHERE void = 0;

CREATE TABLE "scan_sessions" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "place" BLOB NOT NULL REFERENCES "places" (id) DEFERRABLE INITIALLY DEFERRED,
  "holdings" TEXT NOT NULL CHECK ("holdings" IN ('holding_dossiers', 'holding_items')),
  "state" TEXT NOT NULL CHECK ("state" IN ('scan_open', 'scan_closed', 'scan_abandoned')),
  "since" INTEGER NOT NULL,
  "opened_by" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "opened_at" INTEGER NOT NULL,
  "opened_on" TEXT NOT NULL,
  "population" INTEGER NOT NULL,
  "drawn" INTEGER NOT NULL,
  "sampling_seed" TEXT,
  "expected" TEXT,
  "expected_digest" TEXT NOT NULL
) STRICT;
CREATE TABLE "scan_sessions_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "place" BLOB NOT NULL,
  "holdings" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "opened_by" BLOB NOT NULL,
  "opened_at" INTEGER NOT NULL,
  "opened_on" TEXT NOT NULL,
  "population" INTEGER NOT NULL,
  "drawn" INTEGER NOT NULL,
  "sampling_seed" TEXT,
  "expected" TEXT,
  "expected_digest" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "scan_sessions_by_sort_key_id" ON "scan_sessions" (sort_key, id);
CREATE INDEX "scan_sessions_rev_by_rev_from" ON "scan_sessions_rev" (rev_from);
CREATE INDEX "scan_sessions_rev_by_sort_key_id" ON "scan_sessions_rev" (sort_key, id);
CREATE INDEX "scan_sessions_by_place_sort_key_id" ON "scan_sessions" ("place", sort_key, id);
CREATE INDEX "scan_sessions_by_state_sort_key_id" ON "scan_sessions" ("state", sort_key, id);
CREATE INDEX "scan_sessions_by_opened_by_sort_key_id" ON "scan_sessions" ("opened_by", sort_key, id);
CREATE INDEX "scan_sessions_by_opened_at_id" ON "scan_sessions" ("opened_at", id);
CREATE INDEX "scan_sessions_by_place_state" ON "scan_sessions" ("place", "state");
CREATE UNIQUE INDEX "scan_sessions_by_number" ON "scan_sessions" ("number") WHERE void = 0;

CREATE TABLE "scan_lines" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "session" BLOB NOT NULL REFERENCES "scan_sessions" (id) DEFERRABLE INITIALLY DEFERRED,
  "line" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "place" BLOB NOT NULL REFERENCES "places" (id) DEFERRABLE INITIALLY DEFERRED,
  "scanned_at" INTEGER NOT NULL,
  "scanned_by" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "item" BLOB,
  "home" BLOB REFERENCES "places" (id) DEFERRABLE INITIALLY DEFERRED,
  "gone" INTEGER CHECK ("gone" IN (0, 1))
) STRICT;
CREATE TABLE "scan_lines_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "session" BLOB NOT NULL,
  "line" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "place" BLOB NOT NULL,
  "scanned_at" INTEGER NOT NULL,
  "scanned_by" BLOB NOT NULL,
  "item" BLOB,
  "home" BLOB,
  "gone" INTEGER,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "scan_lines_by_sort_key_id" ON "scan_lines" (sort_key, id);
CREATE INDEX "scan_lines_rev_by_rev_from" ON "scan_lines_rev" (rev_from);
CREATE INDEX "scan_lines_rev_by_sort_key_id" ON "scan_lines_rev" (sort_key, id);
CREATE INDEX "scan_lines_by_session_sort_key_id" ON "scan_lines" ("session", sort_key, id);
CREATE INDEX "scan_lines_by_place_sort_key_id" ON "scan_lines" ("place", sort_key, id);
CREATE INDEX "scan_lines_by_scanned_by_sort_key_id" ON "scan_lines" ("scanned_by", sort_key, id);
CREATE INDEX "scan_lines_by_item_sort_key_id" ON "scan_lines" ("item", sort_key, id);
CREATE INDEX "scan_lines_by_home_sort_key_id" ON "scan_lines" ("home", sort_key, id);
CREATE INDEX "scan_lines_by_scanned_at_id" ON "scan_lines" ("scanned_at", id);
CREATE UNIQUE INDEX "scan_lines_by_session_line" ON "scan_lines" ("session", "line") WHERE void = 0;

CREATE TABLE "discrepancies" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "session" BLOB NOT NULL REFERENCES "scan_sessions" (id) DEFERRABLE INITIALLY DEFERRED,
  "outcome" TEXT NOT NULL CHECK ("outcome" IN ('outcome_match', 'outcome_misplaced', 'outcome_missing', 'outcome_unregistered', 'outcome_checked_out', 'outcome_overdue_out', 'outcome_wrong_status', 'outcome_duplicate_label', 'outcome_retention_exceeded', 'outcome_digital_only', 'outcome_paper_only', 'outcome_content_gap')),
  "code" TEXT NOT NULL,
  "item" BLOB,
  "person" BLOB,
  "home" BLOB REFERENCES "places" (id) DEFERRABLE INITIALLY DEFERRED,
  "found_in" BLOB REFERENCES "places" (id) DEFERRABLE INITIALLY DEFERRED,
  "state" TEXT NOT NULL CHECK ("state" IN ('discrepancy_open', 'discrepancy_assigned', 'discrepancy_explained', 'discrepancy_corrected', 'discrepancy_verified')),
  "since" INTEGER NOT NULL,
  "owner" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "found_at" INTEGER NOT NULL,
  "explanation" TEXT,
  "settled_by" BLOB,
  "verified_by" BLOB
) STRICT;
CREATE TABLE "discrepancies_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "session" BLOB NOT NULL,
  "outcome" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "item" BLOB,
  "person" BLOB,
  "home" BLOB,
  "found_in" BLOB,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "owner" BLOB NOT NULL,
  "found_at" INTEGER NOT NULL,
  "explanation" TEXT,
  "settled_by" BLOB,
  "verified_by" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "discrepancies_by_sort_key_id" ON "discrepancies" (sort_key, id);
CREATE INDEX "discrepancies_rev_by_rev_from" ON "discrepancies_rev" (rev_from);
CREATE INDEX "discrepancies_rev_by_sort_key_id" ON "discrepancies_rev" (sort_key, id);
CREATE INDEX "discrepancies_rev_by_about" ON "discrepancies_rev" (about);
CREATE INDEX "discrepancies_by_session_sort_key_id" ON "discrepancies" ("session", sort_key, id);
CREATE INDEX "discrepancies_by_item_sort_key_id" ON "discrepancies" ("item", sort_key, id);
CREATE INDEX "discrepancies_by_person_sort_key_id" ON "discrepancies" ("person", sort_key, id);
CREATE INDEX "discrepancies_by_home_sort_key_id" ON "discrepancies" ("home", sort_key, id);
CREATE INDEX "discrepancies_by_found_in_sort_key_id" ON "discrepancies" ("found_in", sort_key, id);
CREATE INDEX "discrepancies_by_state_sort_key_id" ON "discrepancies" ("state", sort_key, id);
CREATE INDEX "discrepancies_by_owner_sort_key_id" ON "discrepancies" ("owner", sort_key, id);
CREATE INDEX "discrepancies_by_settled_by_sort_key_id" ON "discrepancies" ("settled_by", sort_key, id);
CREATE INDEX "discrepancies_by_verified_by_sort_key_id" ON "discrepancies" ("verified_by", sort_key, id);
CREATE INDEX "discrepancies_by_found_at_id" ON "discrepancies" ("found_at", id);
CREATE INDEX "discrepancies_by_session" ON "discrepancies" ("session");
CREATE INDEX "discrepancies_by_owner_state" ON "discrepancies" ("owner", "state");
CREATE INDEX "discrepancies_by_state_since" ON "discrepancies" ("state", "since");
CREATE UNIQUE INDEX "discrepancies_by_number" ON "discrepancies" ("number") WHERE void = 0;

CREATE TABLE "reconciliation_certificates" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "session" BLOB NOT NULL REFERENCES "scan_sessions" (id) DEFERRABLE INITIALLY DEFERRED,
  "place" BLOB NOT NULL REFERENCES "places" (id) DEFERRABLE INITIALLY DEFERRED,
  "holdings" TEXT NOT NULL CHECK ("holdings" IN ('holding_dossiers', 'holding_items')),
  "issued_at" INTEGER NOT NULL,
  "issued_by" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "population" INTEGER NOT NULL,
  "expected" INTEGER NOT NULL,
  "scanned_lines" INTEGER NOT NULL,
  "counted" INTEGER NOT NULL,
  "matched" INTEGER NOT NULL,
  "misplaced" INTEGER NOT NULL,
  "missing" INTEGER NOT NULL,
  "unregistered" INTEGER NOT NULL,
  "checked_out" INTEGER NOT NULL,
  "overdue_out" INTEGER NOT NULL,
  "wrong_status" INTEGER NOT NULL,
  "duplicate_label" INTEGER NOT NULL,
  "retention_exceeded" INTEGER NOT NULL,
  "digital_only" INTEGER NOT NULL,
  "paper_only" INTEGER NOT NULL,
  "content_gap" INTEGER NOT NULL,
  "discrepancies" INTEGER NOT NULL,
  "looked_at" INTEGER NOT NULL,
  "standing" INTEGER NOT NULL,
  "misfiled" INTEGER NOT NULL,
  "misfiled_at_most" INTEGER NOT NULL,
  "sampling_seed" TEXT,
  "expected_digest" TEXT NOT NULL,
  "lines_digest" TEXT NOT NULL,
  "log_size" INTEGER NOT NULL,
  "log_root" TEXT NOT NULL
) STRICT;
CREATE TABLE "reconciliation_certificates_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "session" BLOB NOT NULL,
  "place" BLOB NOT NULL,
  "holdings" TEXT NOT NULL,
  "issued_at" INTEGER NOT NULL,
  "issued_by" BLOB NOT NULL,
  "population" INTEGER NOT NULL,
  "expected" INTEGER NOT NULL,
  "scanned_lines" INTEGER NOT NULL,
  "counted" INTEGER NOT NULL,
  "matched" INTEGER NOT NULL,
  "misplaced" INTEGER NOT NULL,
  "missing" INTEGER NOT NULL,
  "unregistered" INTEGER NOT NULL,
  "checked_out" INTEGER NOT NULL,
  "overdue_out" INTEGER NOT NULL,
  "wrong_status" INTEGER NOT NULL,
  "duplicate_label" INTEGER NOT NULL,
  "retention_exceeded" INTEGER NOT NULL,
  "digital_only" INTEGER NOT NULL,
  "paper_only" INTEGER NOT NULL,
  "content_gap" INTEGER NOT NULL,
  "discrepancies" INTEGER NOT NULL,
  "looked_at" INTEGER NOT NULL,
  "standing" INTEGER NOT NULL,
  "misfiled" INTEGER NOT NULL,
  "misfiled_at_most" INTEGER NOT NULL,
  "sampling_seed" TEXT,
  "expected_digest" TEXT NOT NULL,
  "lines_digest" TEXT NOT NULL,
  "log_size" INTEGER NOT NULL,
  "log_root" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "reconciliation_certificates_by_sort_key_id" ON "reconciliation_certificates" (sort_key, id);
CREATE INDEX "reconciliation_certificates_rev_by_rev_from" ON "reconciliation_certificates_rev" (rev_from);
CREATE INDEX "reconciliation_certificates_rev_by_sort_key_id" ON "reconciliation_certificates_rev" (sort_key, id);
CREATE INDEX "reconciliation_certificates_by_session_sort_key_id" ON "reconciliation_certificates" ("session", sort_key, id);
CREATE INDEX "reconciliation_certificates_by_place_sort_key_id" ON "reconciliation_certificates" ("place", sort_key, id);
CREATE INDEX "reconciliation_certificates_by_issued_by_sort_key_id" ON "reconciliation_certificates" ("issued_by", sort_key, id);
CREATE INDEX "reconciliation_certificates_by_issued_at_id" ON "reconciliation_certificates" ("issued_at", id);
CREATE INDEX "reconciliation_certificates_by_issued_at" ON "reconciliation_certificates" ("issued_at");
CREATE INDEX "reconciliation_certificates_by_session" ON "reconciliation_certificates" ("session");
CREATE UNIQUE INDEX "reconciliation_certificates_by_number" ON "reconciliation_certificates" ("number") WHERE void = 0;

CREATE TABLE "dossiers" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "series" TEXT NOT NULL CHECK ("series" IN ('series_clearance', 'series_visits', 'series_correspondence')),
  "level" TEXT NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('dossier_active', 'dossier_dormant', 'dossier_archived', 'dossier_transferred', 'dossier_destroyed')),
  "since" INTEGER NOT NULL,
  "label_code" TEXT NOT NULL,
  "home" BLOB NOT NULL REFERENCES "places" (id) DEFERRABLE INITIALLY DEFERRED,
  "place" BLOB NOT NULL REFERENCES "places" (id) DEFERRABLE INITIALLY DEFERRED,
  "custodian" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "due_back" TEXT,
  "volumes" INTEGER NOT NULL,
  "retention_trigger" TEXT CHECK ("retention_trigger" IN ('trigger_left', 'trigger_expired', 'trigger_refused', 'trigger_not_taken_up')),
  "keep_until" TEXT
) STRICT;
CREATE TABLE "dossiers_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "series" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "label_code" TEXT NOT NULL,
  "home" BLOB NOT NULL,
  "place" BLOB NOT NULL,
  "custodian" BLOB,
  "due_back" TEXT,
  "volumes" INTEGER NOT NULL,
  "retention_trigger" TEXT,
  "keep_until" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "dossiers_by_sort_key_id" ON "dossiers" (sort_key, id);
CREATE INDEX "dossiers_rev_by_rev_from" ON "dossiers_rev" (rev_from);
CREATE INDEX "dossiers_rev_by_sort_key_id" ON "dossiers_rev" (sort_key, id);
CREATE INDEX "dossiers_rev_by_about" ON "dossiers_rev" (about);
CREATE INDEX "dossiers_by_person_sort_key_id" ON "dossiers" ("person", sort_key, id);
CREATE INDEX "dossiers_by_state_sort_key_id" ON "dossiers" ("state", sort_key, id);
CREATE INDEX "dossiers_by_home_sort_key_id" ON "dossiers" ("home", sort_key, id);
CREATE INDEX "dossiers_by_place_sort_key_id" ON "dossiers" ("place", sort_key, id);
CREATE INDEX "dossiers_by_custodian_sort_key_id" ON "dossiers" ("custodian", sort_key, id);
CREATE INDEX "dossiers_by_since_id" ON "dossiers" ("since", id);
CREATE INDEX "dossiers_by_due_back_id" ON "dossiers" ("due_back", id);
CREATE INDEX "dossiers_by_place" ON "dossiers" ("place");
CREATE INDEX "dossiers_by_custodian_due_back" ON "dossiers" ("custodian", "due_back");
CREATE UNIQUE INDEX "dossiers_by_reference" ON "dossiers" ("reference") WHERE void = 0;
CREATE UNIQUE INDEX "dossiers_by_label_code" ON "dossiers" ("label_code") WHERE void = 0;

CREATE TABLE "dossier_volumes" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "dossier" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "volume" INTEGER NOT NULL,
  "opened_on" TEXT NOT NULL,
  "contents" TEXT
) STRICT;
CREATE TABLE "dossier_volumes_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "dossier" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "volume" INTEGER NOT NULL,
  "opened_on" TEXT NOT NULL,
  "contents" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "dossier_volumes_by_sort_key_id" ON "dossier_volumes" (sort_key, id);
CREATE INDEX "dossier_volumes_rev_by_rev_from" ON "dossier_volumes_rev" (rev_from);
CREATE INDEX "dossier_volumes_rev_by_sort_key_id" ON "dossier_volumes_rev" (sort_key, id);
CREATE INDEX "dossier_volumes_rev_by_about" ON "dossier_volumes_rev" (about);
CREATE INDEX "dossier_volumes_by_dossier_sort_key_id" ON "dossier_volumes" ("dossier", sort_key, id);
CREATE INDEX "dossier_volumes_by_person_sort_key_id" ON "dossier_volumes" ("person", sort_key, id);
CREATE UNIQUE INDEX "dossier_volumes_by_dossier_volume" ON "dossier_volumes" ("dossier", "volume") WHERE void = 0;

CREATE TABLE "dossier_movements" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "dossier" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('movement_out', 'movement_in', 'movement_transfer', 'movement_archive', 'movement_recall')),
  "moved_at" INTEGER NOT NULL,
  "from_account" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "from_place" BLOB REFERENCES "places" (id) DEFERRABLE INITIALLY DEFERRED,
  "to_account" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "to_place" BLOB REFERENCES "places" (id) DEFERRABLE INITIALLY DEFERRED,
  "reason" TEXT,
  "due_back" TEXT,
  "recorded_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "dossier_movements_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "dossier" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL,
  "moved_at" INTEGER NOT NULL,
  "from_account" BLOB,
  "from_place" BLOB,
  "to_account" BLOB,
  "to_place" BLOB,
  "reason" TEXT,
  "due_back" TEXT,
  "recorded_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "dossier_movements_by_sort_key_id" ON "dossier_movements" (sort_key, id);
CREATE INDEX "dossier_movements_rev_by_rev_from" ON "dossier_movements_rev" (rev_from);
CREATE INDEX "dossier_movements_rev_by_sort_key_id" ON "dossier_movements_rev" (sort_key, id);
CREATE INDEX "dossier_movements_rev_by_about" ON "dossier_movements_rev" (about);
CREATE INDEX "dossier_movements_by_dossier_sort_key_id" ON "dossier_movements" ("dossier", sort_key, id);
CREATE INDEX "dossier_movements_by_person_sort_key_id" ON "dossier_movements" ("person", sort_key, id);
CREATE INDEX "dossier_movements_by_from_account_sort_key_id" ON "dossier_movements" ("from_account", sort_key, id);
CREATE INDEX "dossier_movements_by_from_place_sort_key_id" ON "dossier_movements" ("from_place", sort_key, id);
CREATE INDEX "dossier_movements_by_to_account_sort_key_id" ON "dossier_movements" ("to_account", sort_key, id);
CREATE INDEX "dossier_movements_by_to_place_sort_key_id" ON "dossier_movements" ("to_place", sort_key, id);
CREATE INDEX "dossier_movements_by_recorded_by_sort_key_id" ON "dossier_movements" ("recorded_by", sort_key, id);
CREATE INDEX "dossier_movements_by_moved_at_id" ON "dossier_movements" ("moved_at", id);
CREATE INDEX "dossier_movements_by_dossier_moved_at" ON "dossier_movements" ("dossier", "moved_at");

CREATE TABLE "content_checklists" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "series" TEXT NOT NULL CHECK ("series" IN ('series_clearance', 'series_visits', 'series_correspondence')),
  "valid_from" TEXT NOT NULL,
  "holds_decision" INTEGER CHECK ("holds_decision" IN (0, 1)),
  "holds_certificate" INTEGER CHECK ("holds_certificate" IN (0, 1)),
  "holds_authorisation" INTEGER CHECK ("holds_authorisation" IN (0, 1)),
  "holds_briefing" INTEGER CHECK ("holds_briefing" IN (0, 1)),
  "holds_identity_document" INTEGER CHECK ("holds_identity_document" IN (0, 1))
) STRICT;
CREATE TABLE "content_checklists_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "series" TEXT NOT NULL,
  "valid_from" TEXT NOT NULL,
  "holds_decision" INTEGER,
  "holds_certificate" INTEGER,
  "holds_authorisation" INTEGER,
  "holds_briefing" INTEGER,
  "holds_identity_document" INTEGER,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "content_checklists_by_sort_key_id" ON "content_checklists" (sort_key, id);
CREATE INDEX "content_checklists_rev_by_rev_from" ON "content_checklists_rev" (rev_from);
CREATE INDEX "content_checklists_rev_by_sort_key_id" ON "content_checklists_rev" (sort_key, id);
CREATE UNIQUE INDEX "content_checklists_by_series_valid_from" ON "content_checklists" ("series", "valid_from") WHERE void = 0;

CREATE TABLE "dossier_contents" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "dossier" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "checked_on" TEXT NOT NULL,
  "checked_at" INTEGER NOT NULL,
  "checked_by" BLOB NOT NULL,
  "holds_decision" INTEGER CHECK ("holds_decision" IN (0, 1)),
  "holds_certificate" INTEGER CHECK ("holds_certificate" IN (0, 1)),
  "holds_authorisation" INTEGER CHECK ("holds_authorisation" IN (0, 1)),
  "holds_briefing" INTEGER CHECK ("holds_briefing" IN (0, 1)),
  "holds_identity_document" INTEGER CHECK ("holds_identity_document" IN (0, 1))
) STRICT;
CREATE TABLE "dossier_contents_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "dossier" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "checked_on" TEXT NOT NULL,
  "checked_at" INTEGER NOT NULL,
  "checked_by" BLOB NOT NULL,
  "holds_decision" INTEGER,
  "holds_certificate" INTEGER,
  "holds_authorisation" INTEGER,
  "holds_briefing" INTEGER,
  "holds_identity_document" INTEGER,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "dossier_contents_by_sort_key_id" ON "dossier_contents" (sort_key, id);
CREATE INDEX "dossier_contents_rev_by_rev_from" ON "dossier_contents_rev" (rev_from);
CREATE INDEX "dossier_contents_rev_by_sort_key_id" ON "dossier_contents_rev" (sort_key, id);
CREATE INDEX "dossier_contents_rev_by_about" ON "dossier_contents_rev" (about);
CREATE INDEX "dossier_contents_by_dossier_sort_key_id" ON "dossier_contents" ("dossier", sort_key, id);
CREATE INDEX "dossier_contents_by_person_sort_key_id" ON "dossier_contents" ("person", sort_key, id);
CREATE INDEX "dossier_contents_by_checked_by_sort_key_id" ON "dossier_contents" ("checked_by", sort_key, id);
CREATE INDEX "dossier_contents_by_checked_on_id" ON "dossier_contents" ("checked_on", id);
CREATE INDEX "dossier_contents_by_dossier" ON "dossier_contents" ("dossier");

CREATE TABLE "control_points" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name_en" TEXT NOT NULL,
  "name_fr" TEXT NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('point_open', 'point_closed')),
  "since" INTEGER NOT NULL,
  "place" BLOB NOT NULL REFERENCES "places" (id) DEFERRABLE INITIALLY DEFERRED,
  "keeper" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "deputy" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "highest_level" TEXT NOT NULL,
  "parent" BLOB REFERENCES "control_points" (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE "control_points_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name_en" TEXT NOT NULL,
  "name_fr" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "place" BLOB NOT NULL,
  "keeper" BLOB NOT NULL,
  "deputy" BLOB,
  "highest_level" TEXT NOT NULL,
  "parent" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "control_points_by_sort_key_id" ON "control_points" (sort_key, id);
CREATE INDEX "control_points_rev_by_rev_from" ON "control_points_rev" (rev_from);
CREATE INDEX "control_points_rev_by_sort_key_id" ON "control_points_rev" (sort_key, id);
CREATE INDEX "control_points_by_state_sort_key_id" ON "control_points" ("state", sort_key, id);
CREATE INDEX "control_points_by_place_sort_key_id" ON "control_points" ("place", sort_key, id);
CREATE INDEX "control_points_by_keeper_sort_key_id" ON "control_points" ("keeper", sort_key, id);
CREATE INDEX "control_points_by_deputy_sort_key_id" ON "control_points" ("deputy", sort_key, id);
CREATE INDEX "control_points_by_parent_sort_key_id" ON "control_points" ("parent", sort_key, id);
CREATE INDEX "control_points_by_code_id" ON "control_points" ("code", id);
CREATE INDEX "control_points_by_state" ON "control_points" ("state");
CREATE INDEX "control_points_by_keeper" ON "control_points" ("keeper");
CREATE UNIQUE INDEX "control_points_by_code" ON "control_points" ("code") WHERE void = 0;

CREATE TABLE "controlled_items" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  "register_code" TEXT NOT NULL,
  "year" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "title" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "originator" TEXT NOT NULL,
  "their_reference" TEXT,
  "document_date" TEXT NOT NULL,
  "pages" INTEGER NOT NULL,
  "copies" INTEGER NOT NULL,
  "mail_item" BLOB,
  "registered_at" INTEGER NOT NULL,
  "reclassified_by" TEXT,
  "reclassified_on" TEXT
) STRICT;
CREATE TABLE "controlled_items_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  "register_code" TEXT NOT NULL,
  "year" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "title" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "originator" TEXT NOT NULL,
  "their_reference" TEXT,
  "document_date" TEXT NOT NULL,
  "pages" INTEGER NOT NULL,
  "copies" INTEGER NOT NULL,
  "mail_item" BLOB,
  "registered_at" INTEGER NOT NULL,
  "reclassified_by" TEXT,
  "reclassified_on" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "controlled_items_by_sort_key_id" ON "controlled_items" (sort_key, id);
CREATE INDEX "controlled_items_rev_by_rev_from" ON "controlled_items_rev" (rev_from);
CREATE INDEX "controlled_items_rev_by_sort_key_id" ON "controlled_items_rev" (sort_key, id);
CREATE INDEX "controlled_items_by_mail_item_sort_key_id" ON "controlled_items" ("mail_item", sort_key, id);
CREATE INDEX "controlled_items_by_registered_at_id" ON "controlled_items" ("registered_at", id);
CREATE INDEX "controlled_items_by_level" ON "controlled_items" ("level");
CREATE INDEX "controlled_items_by_register_code_year_number" ON "controlled_items" ("register_code", "year", "number");
CREATE UNIQUE INDEX "controlled_items_by_reference" ON "controlled_items" ("reference") WHERE void = 0;

CREATE TABLE "holding_destructions" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "control_point" BLOB NOT NULL REFERENCES "control_points" (id) DEFERRABLE INITIALLY DEFERRED,
  "state" TEXT NOT NULL CHECK ("state" IN ('destruction_proposed', 'destruction_executed', 'destruction_withdrawn', 'destruction_certified')),
  "since" INTEGER NOT NULL,
  "method" TEXT NOT NULL CHECK ("method" IN ('method_shredding', 'method_burning', 'method_pulping', 'method_disintegration', 'method_degaussing')),
  "reason" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "copies" INTEGER NOT NULL,
  "takes_witness" INTEGER CHECK ("takes_witness" IN (0, 1)),
  "proposed_at" INTEGER NOT NULL,
  "proposed_by" BLOB NOT NULL,
  "executed_on" TEXT,
  "executed_by" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "witness" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE "holding_destructions_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "control_point" BLOB NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "method" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "copies" INTEGER NOT NULL,
  "takes_witness" INTEGER,
  "proposed_at" INTEGER NOT NULL,
  "proposed_by" BLOB NOT NULL,
  "executed_on" TEXT,
  "executed_by" BLOB,
  "witness" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "holding_destructions_by_sort_key_id" ON "holding_destructions" (sort_key, id);
CREATE INDEX "holding_destructions_rev_by_rev_from" ON "holding_destructions_rev" (rev_from);
CREATE INDEX "holding_destructions_rev_by_sort_key_id" ON "holding_destructions_rev" (sort_key, id);
CREATE INDEX "holding_destructions_by_control_point_sort_key_id" ON "holding_destructions" ("control_point", sort_key, id);
CREATE INDEX "holding_destructions_by_state_sort_key_id" ON "holding_destructions" ("state", sort_key, id);
CREATE INDEX "holding_destructions_by_proposed_by_sort_key_id" ON "holding_destructions" ("proposed_by", sort_key, id);
CREATE INDEX "holding_destructions_by_executed_by_sort_key_id" ON "holding_destructions" ("executed_by", sort_key, id);
CREATE INDEX "holding_destructions_by_witness_sort_key_id" ON "holding_destructions" ("witness", sort_key, id);
CREATE INDEX "holding_destructions_by_proposed_at_id" ON "holding_destructions" ("proposed_at", id);
CREATE INDEX "holding_destructions_by_control_point_state" ON "holding_destructions" ("control_point", "state");
CREATE INDEX "holding_destructions_by_state" ON "holding_destructions" ("state");
CREATE UNIQUE INDEX "holding_destructions_by_number" ON "holding_destructions" ("number") WHERE void = 0;

CREATE TABLE "mail_copies" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  "item" BLOB NOT NULL REFERENCES "controlled_items" (id) DEFERRABLE INITIALLY DEFERRED,
  "copy" INTEGER NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('copy_held', 'copy_in_transfer', 'copy_leaving', 'copy_proposed', 'copy_lost', 'copy_returned', 'copy_destroyed')),
  "since" INTEGER NOT NULL,
  "control_point" BLOB NOT NULL REFERENCES "control_points" (id) DEFERRABLE INITIALLY DEFERRED,
  "charged_on" TEXT NOT NULL,
  "holder" BLOB,
  "label_code" TEXT NOT NULL,
  "destruction" BLOB REFERENCES "holding_destructions" (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE "mail_copies_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "reference" TEXT NOT NULL,
  "item" BLOB NOT NULL,
  "copy" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "control_point" BLOB NOT NULL,
  "charged_on" TEXT NOT NULL,
  "holder" BLOB,
  "label_code" TEXT NOT NULL,
  "destruction" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "mail_copies_by_sort_key_id" ON "mail_copies" (sort_key, id);
CREATE INDEX "mail_copies_rev_by_rev_from" ON "mail_copies_rev" (rev_from);
CREATE INDEX "mail_copies_rev_by_sort_key_id" ON "mail_copies_rev" (sort_key, id);
CREATE INDEX "mail_copies_by_item_sort_key_id" ON "mail_copies" ("item", sort_key, id);
CREATE INDEX "mail_copies_by_state_sort_key_id" ON "mail_copies" ("state", sort_key, id);
CREATE INDEX "mail_copies_by_control_point_sort_key_id" ON "mail_copies" ("control_point", sort_key, id);
CREATE INDEX "mail_copies_by_holder_sort_key_id" ON "mail_copies" ("holder", sort_key, id);
CREATE INDEX "mail_copies_by_destruction_sort_key_id" ON "mail_copies" ("destruction", sort_key, id);
CREATE INDEX "mail_copies_by_reference_id" ON "mail_copies" ("reference", id);
CREATE INDEX "mail_copies_by_item" ON "mail_copies" ("item");
CREATE INDEX "mail_copies_by_control_point_state" ON "mail_copies" ("control_point", "state");
CREATE INDEX "mail_copies_by_holder_state" ON "mail_copies" ("holder", "state");
CREATE INDEX "mail_copies_by_destruction" ON "mail_copies" ("destruction");
CREATE UNIQUE INDEX "mail_copies_by_reference" ON "mail_copies" ("reference") WHERE void = 0;
CREATE UNIQUE INDEX "mail_copies_by_label_code" ON "mail_copies" ("label_code") WHERE void = 0;

CREATE TABLE "copy_transfers" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "copy" BLOB NOT NULL REFERENCES "mail_copies" (id) DEFERRABLE INITIALLY DEFERRED,
  "state" TEXT NOT NULL CHECK ("state" IN ('transfer_owed', 'transfer_acknowledged', 'transfer_withdrawn')),
  "since" INTEGER NOT NULL,
  "from_point" BLOB NOT NULL REFERENCES "control_points" (id) DEFERRABLE INITIALLY DEFERRED,
  "from_person" BLOB,
  "to_point" BLOB REFERENCES "control_points" (id) DEFERRABLE INITIALLY DEFERRED,
  "to_person" BLOB,
  "to_authority" BLOB REFERENCES "authorities" (id) DEFERRABLE INITIALLY DEFERRED,
  "reason" TEXT,
  "sent_at" INTEGER NOT NULL,
  "sent_by" BLOB NOT NULL,
  "due_on" TEXT NOT NULL,
  "acknowledged_on" TEXT,
  "acknowledged_by" BLOB,
  "mail_item" BLOB
) STRICT;
CREATE TABLE "copy_transfers_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "copy" BLOB NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "from_point" BLOB NOT NULL,
  "from_person" BLOB,
  "to_point" BLOB,
  "to_person" BLOB,
  "to_authority" BLOB,
  "reason" TEXT,
  "sent_at" INTEGER NOT NULL,
  "sent_by" BLOB NOT NULL,
  "due_on" TEXT NOT NULL,
  "acknowledged_on" TEXT,
  "acknowledged_by" BLOB,
  "mail_item" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "copy_transfers_by_sort_key_id" ON "copy_transfers" (sort_key, id);
CREATE INDEX "copy_transfers_rev_by_rev_from" ON "copy_transfers_rev" (rev_from);
CREATE INDEX "copy_transfers_rev_by_sort_key_id" ON "copy_transfers_rev" (sort_key, id);
CREATE INDEX "copy_transfers_by_copy_sort_key_id" ON "copy_transfers" ("copy", sort_key, id);
CREATE INDEX "copy_transfers_by_state_sort_key_id" ON "copy_transfers" ("state", sort_key, id);
CREATE INDEX "copy_transfers_by_from_point_sort_key_id" ON "copy_transfers" ("from_point", sort_key, id);
CREATE INDEX "copy_transfers_by_from_person_sort_key_id" ON "copy_transfers" ("from_person", sort_key, id);
CREATE INDEX "copy_transfers_by_to_point_sort_key_id" ON "copy_transfers" ("to_point", sort_key, id);
CREATE INDEX "copy_transfers_by_to_person_sort_key_id" ON "copy_transfers" ("to_person", sort_key, id);
CREATE INDEX "copy_transfers_by_to_authority_sort_key_id" ON "copy_transfers" ("to_authority", sort_key, id);
CREATE INDEX "copy_transfers_by_sent_by_sort_key_id" ON "copy_transfers" ("sent_by", sort_key, id);
CREATE INDEX "copy_transfers_by_acknowledged_by_sort_key_id" ON "copy_transfers" ("acknowledged_by", sort_key, id);
CREATE INDEX "copy_transfers_by_mail_item_sort_key_id" ON "copy_transfers" ("mail_item", sort_key, id);
CREATE INDEX "copy_transfers_by_due_on_id" ON "copy_transfers" ("due_on", id);
CREATE INDEX "copy_transfers_by_sent_at_id" ON "copy_transfers" ("sent_at", id);
CREATE INDEX "copy_transfers_by_copy" ON "copy_transfers" ("copy");
CREATE INDEX "copy_transfers_by_state_due_on" ON "copy_transfers" ("state", "due_on");
CREATE INDEX "copy_transfers_by_to_person_state" ON "copy_transfers" ("to_person", "state");
CREATE INDEX "copy_transfers_by_to_point_state" ON "copy_transfers" ("to_point", "state");
CREATE UNIQUE INDEX "copy_transfers_by_number" ON "copy_transfers" ("number") WHERE void = 0;

CREATE TABLE "reproductions" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "item" BLOB NOT NULL REFERENCES "controlled_items" (id) DEFERRABLE INITIALLY DEFERRED,
  "state" TEXT NOT NULL CHECK ("state" IN ('reproduction_asked', 'reproduction_made', 'reproduction_refused')),
  "since" INTEGER NOT NULL,
  "control_point" BLOB NOT NULL REFERENCES "control_points" (id) DEFERRABLE INITIALLY DEFERRED,
  "copies" INTEGER NOT NULL,
  "purpose" TEXT NOT NULL,
  "consent_reference" TEXT,
  "asked_at" INTEGER NOT NULL,
  "asked_by" BLOB NOT NULL,
  "decided_by" BLOB,
  "first_copy" INTEGER
) STRICT;
CREATE TABLE "reproductions_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "item" BLOB NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "control_point" BLOB NOT NULL,
  "copies" INTEGER NOT NULL,
  "purpose" TEXT NOT NULL,
  "consent_reference" TEXT,
  "asked_at" INTEGER NOT NULL,
  "asked_by" BLOB NOT NULL,
  "decided_by" BLOB,
  "first_copy" INTEGER,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "reproductions_by_sort_key_id" ON "reproductions" (sort_key, id);
CREATE INDEX "reproductions_rev_by_rev_from" ON "reproductions_rev" (rev_from);
CREATE INDEX "reproductions_rev_by_sort_key_id" ON "reproductions_rev" (sort_key, id);
CREATE INDEX "reproductions_by_item_sort_key_id" ON "reproductions" ("item", sort_key, id);
CREATE INDEX "reproductions_by_state_sort_key_id" ON "reproductions" ("state", sort_key, id);
CREATE INDEX "reproductions_by_control_point_sort_key_id" ON "reproductions" ("control_point", sort_key, id);
CREATE INDEX "reproductions_by_asked_by_sort_key_id" ON "reproductions" ("asked_by", sort_key, id);
CREATE INDEX "reproductions_by_decided_by_sort_key_id" ON "reproductions" ("decided_by", sort_key, id);
CREATE INDEX "reproductions_by_asked_at_id" ON "reproductions" ("asked_at", id);
CREATE INDEX "reproductions_by_item" ON "reproductions" ("item");
CREATE INDEX "reproductions_by_state" ON "reproductions" ("state");
CREATE UNIQUE INDEX "reproductions_by_number" ON "reproductions" ("number") WHERE void = 0;

CREATE TABLE "inventories" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "control_point" BLOB NOT NULL REFERENCES "control_points" (id) DEFERRABLE INITIALLY DEFERRED,
  "cause" TEXT NOT NULL CHECK ("cause" IN ('muster_yearly', 'muster_handover')),
  "state" TEXT NOT NULL CHECK ("state" IN ('inventory_open', 'inventory_closed', 'inventory_abandoned')),
  "since" INTEGER NOT NULL,
  "session" BLOB NOT NULL REFERENCES "scan_sessions" (id) DEFERRABLE INITIALLY DEFERRED,
  "opened_at" INTEGER NOT NULL,
  "outgoing" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "incoming" BLOB REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "outgoing_confirmed_at" INTEGER,
  "incoming_confirmed_at" INTEGER,
  "closed_on" TEXT
) STRICT;
CREATE TABLE "inventories_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "control_point" BLOB NOT NULL,
  "cause" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "session" BLOB NOT NULL,
  "opened_at" INTEGER NOT NULL,
  "outgoing" BLOB NOT NULL,
  "incoming" BLOB,
  "outgoing_confirmed_at" INTEGER,
  "incoming_confirmed_at" INTEGER,
  "closed_on" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "inventories_by_sort_key_id" ON "inventories" (sort_key, id);
CREATE INDEX "inventories_rev_by_rev_from" ON "inventories_rev" (rev_from);
CREATE INDEX "inventories_rev_by_sort_key_id" ON "inventories_rev" (sort_key, id);
CREATE INDEX "inventories_by_control_point_sort_key_id" ON "inventories" ("control_point", sort_key, id);
CREATE INDEX "inventories_by_state_sort_key_id" ON "inventories" ("state", sort_key, id);
CREATE INDEX "inventories_by_session_sort_key_id" ON "inventories" ("session", sort_key, id);
CREATE INDEX "inventories_by_outgoing_sort_key_id" ON "inventories" ("outgoing", sort_key, id);
CREATE INDEX "inventories_by_incoming_sort_key_id" ON "inventories" ("incoming", sort_key, id);
CREATE INDEX "inventories_by_opened_at_id" ON "inventories" ("opened_at", id);
CREATE INDEX "inventories_by_control_point_state" ON "inventories" ("control_point", "state");
CREATE INDEX "inventories_by_session" ON "inventories" ("session");
CREATE UNIQUE INDEX "inventories_by_number" ON "inventories" ("number") WHERE void = 0;

CREATE TABLE "destruction_certificates" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "files" TEXT,
  "destruction" BLOB REFERENCES "holding_destructions" (id) DEFERRABLE INITIALLY DEFERRED,
  "method" TEXT CHECK ("method" IN ('method_shredding', 'method_burning', 'method_pulping', 'method_disintegration', 'method_degaussing')),
  "trigger" TEXT CHECK ("trigger" IN ('trigger_left', 'trigger_expired', 'trigger_refused', 'trigger_not_taken_up')),
  "triggered_on" TEXT,
  "months" INTEGER,
  "source" TEXT NOT NULL,
  "due_on" TEXT,
  "destroyed_on" TEXT NOT NULL,
  "records" INTEGER NOT NULL,
  "backups_until" TEXT,
  "recorded_by" BLOB NOT NULL,
  "verified_by" BLOB
) STRICT;
CREATE TABLE "destruction_certificates_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "files" TEXT,
  "destruction" BLOB,
  "method" TEXT,
  "trigger" TEXT,
  "triggered_on" TEXT,
  "months" INTEGER,
  "source" TEXT NOT NULL,
  "due_on" TEXT,
  "destroyed_on" TEXT NOT NULL,
  "records" INTEGER NOT NULL,
  "backups_until" TEXT,
  "recorded_by" BLOB NOT NULL,
  "verified_by" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "destruction_certificates_by_sort_key_id" ON "destruction_certificates" (sort_key, id);
CREATE INDEX "destruction_certificates_rev_by_rev_from" ON "destruction_certificates_rev" (rev_from);
CREATE INDEX "destruction_certificates_rev_by_sort_key_id" ON "destruction_certificates_rev" (sort_key, id);
CREATE INDEX "destruction_certificates_by_destruction_sort_key_id" ON "destruction_certificates" ("destruction", sort_key, id);
CREATE INDEX "destruction_certificates_by_recorded_by_sort_key_id" ON "destruction_certificates" ("recorded_by", sort_key, id);
CREATE INDEX "destruction_certificates_by_verified_by_sort_key_id" ON "destruction_certificates" ("verified_by", sort_key, id);
CREATE INDEX "destruction_certificates_by_destroyed_on_id" ON "destruction_certificates" ("destroyed_on", id);
CREATE INDEX "destruction_certificates_by_destruction" ON "destruction_certificates" ("destruction");
CREATE UNIQUE INDEX "destruction_certificates_by_number" ON "destruction_certificates" ("number") WHERE void = 0;

CREATE TABLE "psc_cases" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('initial', 'renewal', 'upgrade', 'downgrade', 'add_category', 'transfer_in', 'transfer_out', 'confirmation', 'reissue', 'extension', 'revalidation_for_cause', 'provisional', 'one_time', 'emergency', 'meeting_certificate', 'courier_guard_escort', 'non_nato_national', 'cancellation', 'withdrawal', 'appeal')),
  "state" TEXT NOT NULL CHECK ("state" IN ('requested', 'need_confirmed', 'subject_invited', 'with_subject', 'returned_for_correction', 'complete', 'dispatched', 'acknowledged_by_authority', 'under_investigation', 'authority_query', 'authority_query_subject', 'decision_received', 'decision_recorded', 'briefing_due', 'closed_granted', 'closed_completed', 'closed_refused', 'closed_subject_withdrew', 'closed_need_ceased', 'closed_cancelled_by_office', 'closed_transferred_out', 'closed_authority_discontinued', 'closed_deceased', 'closed_duplicate')),
  "since" INTEGER NOT NULL,
  "priority" TEXT NOT NULL CHECK ("priority" IN ('routine', 'urgent', 'flash')),
  "priority_reason" TEXT,
  "authority" BLOB NOT NULL REFERENCES "authorities" (id) DEFERRABLE INITIALLY DEFERRED,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "programme" TEXT,
  "urgent_until" TEXT,
  "paused" INTEGER CHECK ("paused" IN (0, 1)),
  "lane" TEXT,
  "opened_at" INTEGER NOT NULL,
  "target_on" TEXT,
  "need" TEXT,
  "consent_notice" TEXT,
  "checked_by" BLOB,
  "sent_by" BLOB,
  "authority_reference" TEXT,
  "received_by" BLOB,
  "decision" BLOB,
  "appealed" BLOB,
  "event" TEXT,
  "event_from" TEXT,
  "event_until" TEXT
) STRICT;
CREATE TABLE "psc_cases_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "kind" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "priority" TEXT NOT NULL,
  "priority_reason" TEXT,
  "authority" BLOB NOT NULL,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "programme" TEXT,
  "urgent_until" TEXT,
  "paused" INTEGER,
  "lane" TEXT,
  "opened_at" INTEGER NOT NULL,
  "target_on" TEXT,
  "need" TEXT,
  "consent_notice" TEXT,
  "checked_by" BLOB,
  "sent_by" BLOB,
  "authority_reference" TEXT,
  "received_by" BLOB,
  "decision" BLOB,
  "appealed" BLOB,
  "event" TEXT,
  "event_from" TEXT,
  "event_until" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "psc_cases_by_sort_key_id" ON "psc_cases" (sort_key, id);
CREATE INDEX "psc_cases_rev_by_rev_from" ON "psc_cases_rev" (rev_from);
CREATE INDEX "psc_cases_rev_by_sort_key_id" ON "psc_cases_rev" (sort_key, id);
CREATE INDEX "psc_cases_rev_by_about" ON "psc_cases_rev" (about);
CREATE INDEX "psc_cases_by_person_sort_key_id" ON "psc_cases" ("person", sort_key, id);
CREATE INDEX "psc_cases_by_state_sort_key_id" ON "psc_cases" ("state", sort_key, id);
CREATE INDEX "psc_cases_by_authority_sort_key_id" ON "psc_cases" ("authority", sort_key, id);
CREATE INDEX "psc_cases_by_checked_by_sort_key_id" ON "psc_cases" ("checked_by", sort_key, id);
CREATE INDEX "psc_cases_by_sent_by_sort_key_id" ON "psc_cases" ("sent_by", sort_key, id);
CREATE INDEX "psc_cases_by_received_by_sort_key_id" ON "psc_cases" ("received_by", sort_key, id);
CREATE INDEX "psc_cases_by_decision_sort_key_id" ON "psc_cases" ("decision", sort_key, id);
CREATE INDEX "psc_cases_by_appealed_sort_key_id" ON "psc_cases" ("appealed", sort_key, id);
CREATE INDEX "psc_cases_by_opened_at_id" ON "psc_cases" ("opened_at", id);
CREATE INDEX "psc_cases_by_since_id" ON "psc_cases" ("since", id);
CREATE INDEX "psc_cases_by_lane_since_id" ON "psc_cases" ("lane", "since", "id");
CREATE UNIQUE INDEX "psc_cases_by_number" ON "psc_cases" ("number") WHERE void = 0;

CREATE TABLE "questionnaires" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "case" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "form" TEXT NOT NULL,
  "edition" TEXT,
  "form_language" TEXT,
  "sent_on" TEXT NOT NULL,
  "returned_on" TEXT,
  "checklist" TEXT CHECK ("checklist" IN ('checklist_passed', 'checklist_defects')),
  "dispatched_on" TEXT,
  "destroyed_on" TEXT,
  "destroyed_how" TEXT
) STRICT;
CREATE TABLE "questionnaires_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "case" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "form" TEXT NOT NULL,
  "edition" TEXT,
  "form_language" TEXT,
  "sent_on" TEXT NOT NULL,
  "returned_on" TEXT,
  "checklist" TEXT,
  "dispatched_on" TEXT,
  "destroyed_on" TEXT,
  "destroyed_how" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "questionnaires_by_sort_key_id" ON "questionnaires" (sort_key, id);
CREATE INDEX "questionnaires_rev_by_rev_from" ON "questionnaires_rev" (rev_from);
CREATE INDEX "questionnaires_rev_by_sort_key_id" ON "questionnaires_rev" (sort_key, id);
CREATE INDEX "questionnaires_rev_by_about" ON "questionnaires_rev" (about);
CREATE INDEX "questionnaires_by_case_sort_key_id" ON "questionnaires" ("case", sort_key, id);
CREATE INDEX "questionnaires_by_person_sort_key_id" ON "questionnaires" ("person", sort_key, id);
CREATE INDEX "questionnaires_by_sent_on_id" ON "questionnaires" ("sent_on", id);

CREATE TABLE "lead_times" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "nation" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "learned_on" TEXT NOT NULL,
  "authority_days" INTEGER NOT NULL,
  "office_days" INTEGER,
  "subject_days" INTEGER,
  "files_seen" INTEGER NOT NULL
) STRICT;
CREATE TABLE "lead_times_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "nation" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "learned_on" TEXT NOT NULL,
  "authority_days" INTEGER NOT NULL,
  "office_days" INTEGER,
  "subject_days" INTEGER,
  "files_seen" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "lead_times_by_sort_key_id" ON "lead_times" (sort_key, id);
CREATE INDEX "lead_times_rev_by_rev_from" ON "lead_times_rev" (rev_from);
CREATE INDEX "lead_times_rev_by_sort_key_id" ON "lead_times_rev" (sort_key, id);
CREATE INDEX "lead_times_by_learned_on_id" ON "lead_times" ("learned_on", id);
CREATE UNIQUE INDEX "lead_times_by_nation_level_learned_on" ON "lead_times" ("nation", "level", "learned_on") WHERE void = 0;

CREATE TABLE "renewal_checks" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "checked_on" TEXT NOT NULL,
  "renewals_due" INTEGER NOT NULL,
  "renewals_escalated" INTEGER NOT NULL,
  "renewals_asked" INTEGER NOT NULL,
  "renewals_soon" INTEGER NOT NULL
) STRICT;
CREATE TABLE "renewal_checks_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "checked_on" TEXT NOT NULL,
  "renewals_due" INTEGER NOT NULL,
  "renewals_escalated" INTEGER NOT NULL,
  "renewals_asked" INTEGER NOT NULL,
  "renewals_soon" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "renewal_checks_by_sort_key_id" ON "renewal_checks" (sort_key, id);
CREATE INDEX "renewal_checks_rev_by_rev_from" ON "renewal_checks_rev" (rev_from);
CREATE INDEX "renewal_checks_rev_by_sort_key_id" ON "renewal_checks_rev" (sort_key, id);
CREATE INDEX "renewal_checks_by_checked_on_id" ON "renewal_checks" ("checked_on", id);
CREATE UNIQUE INDEX "renewal_checks_by_checked_on" ON "renewal_checks" ("checked_on") WHERE void = 0;

CREATE TABLE "visit_requests" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('visit_one_time', 'visit_recurring', 'visit_emergency')),
  "state" TEXT NOT NULL CHECK ("state" IN ('visit_draft', 'visit_validated', 'visit_sent_to_own_nsa', 'visit_sent_to_host', 'visit_forwarded', 'visit_approved', 'visit_approved_partly', 'visit_amending', 'visit_active', 'visit_used', 'visit_refused', 'visit_expired', 'visit_cancelled')),
  "since" INTEGER NOT NULL,
  "host" BLOB NOT NULL REFERENCES "authorities" (id) DEFERRABLE INITIALLY DEFERRED,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "subject" TEXT NOT NULL,
  "justification" TEXT NOT NULL,
  "requesting_organisation" BLOB REFERENCES "organisations" (id) DEFERRABLE INITIALLY DEFERRED,
  "initiative" TEXT NOT NULL CHECK ("initiative" IN ('government', 'commercial')),
  "initiated_by" TEXT NOT NULL CHECK ("initiated_by" IN ('visit_by_requester', 'visit_by_host')),
  "pertains_to" TEXT NOT NULL CHECK ("pertains_to" IN ('programme', 'licence', 'fms_case', 'rfp', 'nato_contract', 'other_matter')),
  "pertains_reference" TEXT,
  "contract_until" TEXT,
  "emergency_reason" TEXT,
  "security_officer" TEXT NOT NULL,
  "remarks" TEXT,
  "amendments" INTEGER NOT NULL,
  "sent_on" TEXT,
  "days_given" INTEGER,
  "days_wanted" INTEGER,
  "sent_by" BLOB,
  "host_reference" TEXT,
  "answered_on" TEXT,
  "answered_by" BLOB
) STRICT;
CREATE TABLE "visit_requests_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "host" BLOB NOT NULL,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "subject" TEXT NOT NULL,
  "justification" TEXT NOT NULL,
  "requesting_organisation" BLOB,
  "initiative" TEXT NOT NULL,
  "initiated_by" TEXT NOT NULL,
  "pertains_to" TEXT NOT NULL,
  "pertains_reference" TEXT,
  "contract_until" TEXT,
  "emergency_reason" TEXT,
  "security_officer" TEXT NOT NULL,
  "remarks" TEXT,
  "amendments" INTEGER NOT NULL,
  "sent_on" TEXT,
  "days_given" INTEGER,
  "days_wanted" INTEGER,
  "sent_by" BLOB,
  "host_reference" TEXT,
  "answered_on" TEXT,
  "answered_by" BLOB,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "visit_requests_by_sort_key_id" ON "visit_requests" (sort_key, id);
CREATE INDEX "visit_requests_rev_by_rev_from" ON "visit_requests_rev" (rev_from);
CREATE INDEX "visit_requests_rev_by_sort_key_id" ON "visit_requests_rev" (sort_key, id);
CREATE INDEX "visit_requests_by_state_sort_key_id" ON "visit_requests" ("state", sort_key, id);
CREATE INDEX "visit_requests_by_host_sort_key_id" ON "visit_requests" ("host", sort_key, id);
CREATE INDEX "visit_requests_by_requesting_organisation_sort_key_id" ON "visit_requests" ("requesting_organisation", sort_key, id);
CREATE INDEX "visit_requests_by_sent_by_sort_key_id" ON "visit_requests" ("sent_by", sort_key, id);
CREATE INDEX "visit_requests_by_answered_by_sort_key_id" ON "visit_requests" ("answered_by", sort_key, id);
CREATE INDEX "visit_requests_by_valid_from_id" ON "visit_requests" ("valid_from", id);
CREATE INDEX "visit_requests_by_number_id" ON "visit_requests" ("number", id);
CREATE INDEX "visit_requests_by_state" ON "visit_requests" ("state");
CREATE UNIQUE INDEX "visit_requests_by_number" ON "visit_requests" ("number") WHERE void = 0;

CREATE TABLE "visit_sites" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "request" BLOB NOT NULL REFERENCES "visit_requests" (id) DEFERRABLE INITIALLY DEFERRED,
  "name" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "contact" TEXT NOT NULL,
  "security_officer" TEXT
) STRICT;
CREATE TABLE "visit_sites_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "request" BLOB NOT NULL,
  "name" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "contact" TEXT NOT NULL,
  "security_officer" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "visit_sites_by_sort_key_id" ON "visit_sites" (sort_key, id);
CREATE INDEX "visit_sites_rev_by_rev_from" ON "visit_sites_rev" (rev_from);
CREATE INDEX "visit_sites_rev_by_sort_key_id" ON "visit_sites_rev" (sort_key, id);
CREATE INDEX "visit_sites_by_request_sort_key_id" ON "visit_sites" ("request", sort_key, id);

CREATE TABLE "visitors" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "request" BLOB NOT NULL REFERENCES "visit_requests" (id) DEFERRABLE INITIALLY DEFERRED,
  "document" BLOB,
  "employer" TEXT NOT NULL,
  "position" TEXT NOT NULL,
  "answer" TEXT NOT NULL CHECK ("answer" IN ('visitor_open', 'visitor_approved', 'visitor_refused'))
) STRICT;
CREATE TABLE "visitors_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "request" BLOB NOT NULL,
  "document" BLOB,
  "employer" TEXT NOT NULL,
  "position" TEXT NOT NULL,
  "answer" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "visitors_by_sort_key_id" ON "visitors" (sort_key, id);
CREATE INDEX "visitors_rev_by_rev_from" ON "visitors_rev" (rev_from);
CREATE INDEX "visitors_rev_by_sort_key_id" ON "visitors_rev" (sort_key, id);
CREATE INDEX "visitors_rev_by_about" ON "visitors_rev" (about);
CREATE INDEX "visitors_by_person_sort_key_id" ON "visitors" ("person", sort_key, id);
CREATE INDEX "visitors_by_request_sort_key_id" ON "visitors" ("request", sort_key, id);
CREATE INDEX "visitors_by_document_sort_key_id" ON "visitors" ("document", sort_key, id);

CREATE TABLE "visit_amendments" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "request" BLOB NOT NULL REFERENCES "visit_requests" (id) DEFERRABLE INITIALLY DEFERRED,
  "number" INTEGER NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('amend_dates', 'amend_visitors', 'amend_sites')),
  "reason" TEXT NOT NULL,
  "begun_on" TEXT NOT NULL
) STRICT;
CREATE TABLE "visit_amendments_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "request" BLOB NOT NULL,
  "number" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "begun_on" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "visit_amendments_by_sort_key_id" ON "visit_amendments" (sort_key, id);
CREATE INDEX "visit_amendments_rev_by_rev_from" ON "visit_amendments_rev" (rev_from);
CREATE INDEX "visit_amendments_rev_by_sort_key_id" ON "visit_amendments_rev" (sort_key, id);
CREATE INDEX "visit_amendments_by_request_sort_key_id" ON "visit_amendments" ("request", sort_key, id);

CREATE TABLE "incoming_visits" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('incoming_received', 'incoming_checked', 'incoming_host_consulted', 'incoming_answered', 'incoming_on_gate_list', 'incoming_in', 'incoming_out', 'incoming_ended', 'incoming_refused', 'incoming_turned_away', 'incoming_cancelled')),
  "since" INTEGER NOT NULL,
  "employer" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "hosted_by" TEXT NOT NULL,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "their_reference" TEXT,
  "asked_by" BLOB NOT NULL,
  "document" BLOB,
  "attested_level" TEXT,
  "attested_categories" TEXT,
  "attested_until" TEXT,
  "attested_by" TEXT,
  "answered_by" BLOB,
  "badge" TEXT CHECK ("badge" IN ('unescorted', 'escorted'))
) STRICT;
CREATE TABLE "incoming_visits_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "employer" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "hosted_by" TEXT NOT NULL,
  "valid_from" TEXT NOT NULL,
  "valid_until" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "categories" TEXT,
  "their_reference" TEXT,
  "asked_by" BLOB NOT NULL,
  "document" BLOB,
  "attested_level" TEXT,
  "attested_categories" TEXT,
  "attested_until" TEXT,
  "attested_by" TEXT,
  "answered_by" BLOB,
  "badge" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "incoming_visits_by_sort_key_id" ON "incoming_visits" (sort_key, id);
CREATE INDEX "incoming_visits_rev_by_rev_from" ON "incoming_visits_rev" (rev_from);
CREATE INDEX "incoming_visits_rev_by_sort_key_id" ON "incoming_visits_rev" (sort_key, id);
CREATE INDEX "incoming_visits_rev_by_about" ON "incoming_visits_rev" (about);
CREATE INDEX "incoming_visits_by_person_sort_key_id" ON "incoming_visits" ("person", sort_key, id);
CREATE INDEX "incoming_visits_by_state_sort_key_id" ON "incoming_visits" ("state", sort_key, id);
CREATE INDEX "incoming_visits_by_asked_by_sort_key_id" ON "incoming_visits" ("asked_by", sort_key, id);
CREATE INDEX "incoming_visits_by_document_sort_key_id" ON "incoming_visits" ("document", sort_key, id);
CREATE INDEX "incoming_visits_by_answered_by_sort_key_id" ON "incoming_visits" ("answered_by", sort_key, id);
CREATE INDEX "incoming_visits_by_valid_from_id" ON "incoming_visits" ("valid_from", id);
CREATE INDEX "incoming_visits_by_number_id" ON "incoming_visits" ("number", id);
CREATE INDEX "incoming_visits_by_state" ON "incoming_visits" ("state");
CREATE UNIQUE INDEX "incoming_visits_by_number" ON "incoming_visits" ("number") WHERE void = 0;

CREATE TABLE "visit_checks" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "checked_on" TEXT NOT NULL,
  "visits_granted" INTEGER NOT NULL,
  "visits_calling" INTEGER NOT NULL
) STRICT;
CREATE TABLE "visit_checks_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "checked_on" TEXT NOT NULL,
  "visits_granted" INTEGER NOT NULL,
  "visits_calling" INTEGER NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "visit_checks_by_sort_key_id" ON "visit_checks" (sort_key, id);
CREATE INDEX "visit_checks_rev_by_rev_from" ON "visit_checks_rev" (rev_from);
CREATE INDEX "visit_checks_rev_by_sort_key_id" ON "visit_checks_rev" (sort_key, id);
CREATE INDEX "visit_checks_by_checked_on_id" ON "visit_checks" ("checked_on", id);
CREATE UNIQUE INDEX "visit_checks_by_checked_on" ON "visit_checks" ("checked_on") WHERE void = 0;

CREATE TABLE "departures" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "last_day" TEXT NOT NULL,
  "end_reason" TEXT NOT NULL CHECK ("end_reason" IN ('end_left', 'end_contract', 'end_transferred', 'end_retired', 'end_died')),
  "learned_from" TEXT NOT NULL CHECK ("learned_from" IN ('learned_from_hr', 'learned_by_hand')),
  "learned_on" TEXT NOT NULL,
  "learned_at" INTEGER NOT NULL,
  "case" BLOB,
  "recorded_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "departures_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "last_day" TEXT NOT NULL,
  "end_reason" TEXT NOT NULL,
  "learned_from" TEXT NOT NULL,
  "learned_on" TEXT NOT NULL,
  "learned_at" INTEGER NOT NULL,
  "case" BLOB,
  "recorded_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "departures_by_sort_key_id" ON "departures" (sort_key, id);
CREATE INDEX "departures_rev_by_rev_from" ON "departures_rev" (rev_from);
CREATE INDEX "departures_rev_by_sort_key_id" ON "departures_rev" (sort_key, id);
CREATE INDEX "departures_rev_by_about" ON "departures_rev" (about);
CREATE INDEX "departures_by_person_sort_key_id" ON "departures" ("person", sort_key, id);
CREATE INDEX "departures_by_case_sort_key_id" ON "departures" ("case", sort_key, id);
CREATE INDEX "departures_by_recorded_by_sort_key_id" ON "departures" ("recorded_by", sort_key, id);
CREATE INDEX "departures_by_learned_at_id" ON "departures" ("learned_at", id);

CREATE TABLE "hr_messages" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "documents" TEXT,
  "digest" TEXT NOT NULL,
  "received_on" TEXT NOT NULL,
  "received_at" INTEGER NOT NULL,
  "rows" INTEGER NOT NULL,
  "rows_matched" INTEGER NOT NULL,
  "rows_waiting" INTEGER NOT NULL,
  "status" TEXT NOT NULL CHECK ("status" IN ('hr_received', 'hr_applied')),
  "staged" BLOB,
  "received_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "hr_messages_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "documents" TEXT,
  "digest" TEXT NOT NULL,
  "received_on" TEXT NOT NULL,
  "received_at" INTEGER NOT NULL,
  "rows" INTEGER NOT NULL,
  "rows_matched" INTEGER NOT NULL,
  "rows_waiting" INTEGER NOT NULL,
  "status" TEXT NOT NULL,
  "staged" BLOB,
  "received_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "hr_messages_by_sort_key_id" ON "hr_messages" (sort_key, id);
CREATE INDEX "hr_messages_rev_by_rev_from" ON "hr_messages_rev" (rev_from);
CREATE INDEX "hr_messages_rev_by_sort_key_id" ON "hr_messages_rev" (sort_key, id);
CREATE INDEX "hr_messages_by_staged_sort_key_id" ON "hr_messages" ("staged", sort_key, id);
CREATE INDEX "hr_messages_by_received_by_sort_key_id" ON "hr_messages" ("received_by", sort_key, id);
CREATE INDEX "hr_messages_by_received_at_id" ON "hr_messages" ("received_at", id);
CREATE UNIQUE INDEX "hr_messages_by_digest" ON "hr_messages" ("digest") WHERE void = 0;

CREATE TABLE "hr_rows" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "message" BLOB NOT NULL REFERENCES "hr_messages" (id) DEFERRABLE INITIALLY DEFERRED,
  "line" INTEGER NOT NULL,
  "personnel_number" TEXT NOT NULL,
  "row_reason" TEXT NOT NULL CHECK ("row_reason" IN ('row_has_errors', 'row_incomplete', 'nobody_like_this', 'resembles_somebody', 'number_of_another', 'person_twice', 'own_file', 'not_storable')),
  "state" TEXT NOT NULL CHECK ("state" IN ('row_waiting', 'row_matched', 'row_applied', 'row_set_aside')),
  "since" INTEGER NOT NULL,
  "received_on" TEXT NOT NULL,
  "person" BLOB,
  "settled_on" TEXT
) STRICT;
CREATE TABLE "hr_rows_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "message" BLOB NOT NULL,
  "line" INTEGER NOT NULL,
  "personnel_number" TEXT NOT NULL,
  "row_reason" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "received_on" TEXT NOT NULL,
  "person" BLOB,
  "settled_on" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "hr_rows_by_sort_key_id" ON "hr_rows" (sort_key, id);
CREATE INDEX "hr_rows_rev_by_rev_from" ON "hr_rows_rev" (rev_from);
CREATE INDEX "hr_rows_rev_by_sort_key_id" ON "hr_rows_rev" (sort_key, id);
CREATE INDEX "hr_rows_rev_by_about" ON "hr_rows_rev" (about);
CREATE INDEX "hr_rows_by_message_sort_key_id" ON "hr_rows" ("message", sort_key, id);
CREATE INDEX "hr_rows_by_state_sort_key_id" ON "hr_rows" ("state", sort_key, id);
CREATE INDEX "hr_rows_by_person_sort_key_id" ON "hr_rows" ("person", sort_key, id);
CREATE INDEX "hr_rows_by_received_on_id" ON "hr_rows" ("received_on", id);
CREATE INDEX "hr_rows_by_message" ON "hr_rows" ("message");

CREATE TABLE "audit_plans" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "scope" TEXT NOT NULL CHECK ("scope" IN ('audit_active', 'audit_archived', 'audit_all')),
  "state" TEXT NOT NULL CHECK ("state" IN ('audit_plan_in_force', 'audit_plan_ended')),
  "since" INTEGER NOT NULL,
  "every_months" INTEGER NOT NULL,
  "sample" INTEGER,
  "series" TEXT NOT NULL CHECK ("series" IN ('series_clearance', 'series_visits', 'series_correspondence')),
  "checklist" TEXT NOT NULL,
  "days" INTEGER NOT NULL,
  "owner" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "next_on" TEXT NOT NULL
) STRICT;
CREATE TABLE "audit_plans_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "scope" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "every_months" INTEGER NOT NULL,
  "sample" INTEGER,
  "series" TEXT NOT NULL,
  "checklist" TEXT NOT NULL,
  "days" INTEGER NOT NULL,
  "owner" BLOB NOT NULL,
  "next_on" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "audit_plans_by_sort_key_id" ON "audit_plans" (sort_key, id);
CREATE INDEX "audit_plans_rev_by_rev_from" ON "audit_plans_rev" (rev_from);
CREATE INDEX "audit_plans_rev_by_sort_key_id" ON "audit_plans_rev" (sort_key, id);
CREATE INDEX "audit_plans_by_state_sort_key_id" ON "audit_plans" ("state", sort_key, id);
CREATE INDEX "audit_plans_by_owner_sort_key_id" ON "audit_plans" ("owner", sort_key, id);
CREATE INDEX "audit_plans_by_next_on_id" ON "audit_plans" ("next_on", id);
CREATE INDEX "audit_plans_by_state_next_on" ON "audit_plans" ("state", "next_on");

CREATE TABLE "audit_samples" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "plan" BLOB NOT NULL REFERENCES "audit_plans" (id) DEFERRABLE INITIALLY DEFERRED,
  "scope" TEXT NOT NULL CHECK ("scope" IN ('audit_active', 'audit_archived', 'audit_all')),
  "state" TEXT NOT NULL CHECK ("state" IN ('audit_open', 'audit_closed', 'audit_given_up')),
  "since" INTEGER NOT NULL,
  "checklist" TEXT NOT NULL,
  "pack" BLOB NOT NULL REFERENCES "policy_packs" (id) DEFERRABLE INITIALLY DEFERRED,
  "owner" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "drawn_on" TEXT NOT NULL,
  "due_on" TEXT NOT NULL,
  "population" INTEGER NOT NULL,
  "drawn" INTEGER NOT NULL,
  "sampling_seed" TEXT,
  "codes" TEXT,
  "codes_digest" TEXT NOT NULL,
  "closed_on" TEXT,
  "findings" INTEGER,
  "faulty" INTEGER,
  "faulty_at_most" INTEGER
) STRICT;
CREATE TABLE "audit_samples_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "plan" BLOB NOT NULL,
  "scope" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "checklist" TEXT NOT NULL,
  "pack" BLOB NOT NULL,
  "owner" BLOB NOT NULL,
  "drawn_on" TEXT NOT NULL,
  "due_on" TEXT NOT NULL,
  "population" INTEGER NOT NULL,
  "drawn" INTEGER NOT NULL,
  "sampling_seed" TEXT,
  "codes" TEXT,
  "codes_digest" TEXT NOT NULL,
  "closed_on" TEXT,
  "findings" INTEGER,
  "faulty" INTEGER,
  "faulty_at_most" INTEGER,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "audit_samples_by_sort_key_id" ON "audit_samples" (sort_key, id);
CREATE INDEX "audit_samples_rev_by_rev_from" ON "audit_samples_rev" (rev_from);
CREATE INDEX "audit_samples_rev_by_sort_key_id" ON "audit_samples_rev" (sort_key, id);
CREATE INDEX "audit_samples_by_plan_sort_key_id" ON "audit_samples" ("plan", sort_key, id);
CREATE INDEX "audit_samples_by_state_sort_key_id" ON "audit_samples" ("state", sort_key, id);
CREATE INDEX "audit_samples_by_pack_sort_key_id" ON "audit_samples" ("pack", sort_key, id);
CREATE INDEX "audit_samples_by_owner_sort_key_id" ON "audit_samples" ("owner", sort_key, id);
CREATE INDEX "audit_samples_by_drawn_on_id" ON "audit_samples" ("drawn_on", id);
CREATE INDEX "audit_samples_by_plan_state" ON "audit_samples" ("plan", "state");
CREATE INDEX "audit_samples_by_closed_on" ON "audit_samples" ("closed_on");
CREATE UNIQUE INDEX "audit_samples_by_number" ON "audit_samples" ("number") WHERE void = 0;

CREATE TABLE "audited_files" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "sample" BLOB NOT NULL REFERENCES "audit_samples" (id) DEFERRABLE INITIALLY DEFERRED,
  "dossier" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('file_to_check', 'file_checked', 'file_skipped')),
  "since" INTEGER NOT NULL,
  "answers" TEXT,
  "defects" INTEGER,
  "checked_by" BLOB,
  "checked_on" TEXT
) STRICT;
CREATE TABLE "audited_files_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "sample" BLOB NOT NULL,
  "dossier" BLOB NOT NULL,
  "person" BLOB NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "answers" TEXT,
  "defects" INTEGER,
  "checked_by" BLOB,
  "checked_on" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "audited_files_by_sort_key_id" ON "audited_files" (sort_key, id);
CREATE INDEX "audited_files_rev_by_rev_from" ON "audited_files_rev" (rev_from);
CREATE INDEX "audited_files_rev_by_sort_key_id" ON "audited_files_rev" (sort_key, id);
CREATE INDEX "audited_files_rev_by_about" ON "audited_files_rev" (about);
CREATE INDEX "audited_files_by_sample_sort_key_id" ON "audited_files" ("sample", sort_key, id);
CREATE INDEX "audited_files_by_dossier_sort_key_id" ON "audited_files" ("dossier", sort_key, id);
CREATE INDEX "audited_files_by_person_sort_key_id" ON "audited_files" ("person", sort_key, id);
CREATE INDEX "audited_files_by_state_sort_key_id" ON "audited_files" ("state", sort_key, id);
CREATE INDEX "audited_files_by_checked_by_sort_key_id" ON "audited_files" ("checked_by", sort_key, id);
CREATE INDEX "audited_files_by_since_id" ON "audited_files" ("since", id);
CREATE INDEX "audited_files_by_sample" ON "audited_files" ("sample");
CREATE INDEX "audited_files_by_dossier_checked_on" ON "audited_files" ("dossier", "checked_on");

CREATE TABLE "quality_runs" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "ran_on" TEXT NOT NULL,
  "ran_at" INTEGER NOT NULL,
  "occasion" TEXT NOT NULL CHECK ("occasion" IN ('quality_nightly', 'quality_rules_changed')),
  "looks" INTEGER NOT NULL,
  "failed" INTEGER NOT NULL,
  "per_mille" INTEGER,
  "by_rule" TEXT NOT NULL,
  "rules_digest" TEXT NOT NULL,
  "log_size" INTEGER NOT NULL,
  "log_root" TEXT NOT NULL
) STRICT;
CREATE TABLE "quality_runs_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "ran_on" TEXT NOT NULL,
  "ran_at" INTEGER NOT NULL,
  "occasion" TEXT NOT NULL,
  "looks" INTEGER NOT NULL,
  "failed" INTEGER NOT NULL,
  "per_mille" INTEGER,
  "by_rule" TEXT NOT NULL,
  "rules_digest" TEXT NOT NULL,
  "log_size" INTEGER NOT NULL,
  "log_root" TEXT NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "quality_runs_by_sort_key_id" ON "quality_runs" (sort_key, id);
CREATE INDEX "quality_runs_rev_by_rev_from" ON "quality_runs_rev" (rev_from);
CREATE INDEX "quality_runs_rev_by_sort_key_id" ON "quality_runs_rev" (sort_key, id);
CREATE INDEX "quality_runs_by_log_size_id" ON "quality_runs" ("log_size", id);

CREATE TABLE "conditions" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "decision" BLOB NOT NULL,
  "title" TEXT NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('condition_open', 'condition_met', 'condition_verified', 'condition_waived')),
  "since" INTEGER NOT NULL,
  "owner" BLOB NOT NULL REFERENCES "accounts" (id) DEFERRABLE INITIALLY DEFERRED,
  "due_on" TEXT NOT NULL,
  "for_employer" INTEGER CHECK ("for_employer" IN (0, 1)),
  "how_met" TEXT,
  "evidence" BLOB,
  "met_by" BLOB,
  "verified_by" BLOB,
  "reason" TEXT
) STRICT;
CREATE TABLE "conditions_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "decision" BLOB NOT NULL,
  "title" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "owner" BLOB NOT NULL,
  "due_on" TEXT NOT NULL,
  "for_employer" INTEGER,
  "how_met" TEXT,
  "evidence" BLOB,
  "met_by" BLOB,
  "verified_by" BLOB,
  "reason" TEXT,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "conditions_by_sort_key_id" ON "conditions" (sort_key, id);
CREATE INDEX "conditions_rev_by_rev_from" ON "conditions_rev" (rev_from);
CREATE INDEX "conditions_rev_by_sort_key_id" ON "conditions_rev" (sort_key, id);
CREATE INDEX "conditions_rev_by_about" ON "conditions_rev" (about);
CREATE INDEX "conditions_by_person_sort_key_id" ON "conditions" ("person", sort_key, id);
CREATE INDEX "conditions_by_decision_sort_key_id" ON "conditions" ("decision", sort_key, id);
CREATE INDEX "conditions_by_state_sort_key_id" ON "conditions" ("state", sort_key, id);
CREATE INDEX "conditions_by_owner_sort_key_id" ON "conditions" ("owner", sort_key, id);
CREATE INDEX "conditions_by_evidence_sort_key_id" ON "conditions" ("evidence", sort_key, id);
CREATE INDEX "conditions_by_met_by_sort_key_id" ON "conditions" ("met_by", sort_key, id);
CREATE INDEX "conditions_by_verified_by_sort_key_id" ON "conditions" ("verified_by", sort_key, id);
CREATE INDEX "conditions_by_due_on_id" ON "conditions" ("due_on", id);
CREATE INDEX "conditions_by_owner" ON "conditions" ("owner");
CREATE INDEX "conditions_by_decision" ON "conditions" ("decision");
CREATE INDEX "conditions_by_state" ON "conditions" ("state");

CREATE TABLE "change_reports" (
  id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "change" TEXT NOT NULL CHECK ("change" IN ('change_partner', 'change_partner_ended', 'change_cohabitant', 'change_address', 'change_nationality', 'change_name', 'change_foreign_contact', 'change_foreign_travel', 'change_arrest', 'change_other')),
  "changed_on" TEXT NOT NULL,
  "reported_on" TEXT NOT NULL,
  "reported_how" TEXT NOT NULL CHECK ("reported_how" IN ('reported_by_holder', 'entered_by_office')),
  "text" BLOB NOT NULL,
  "consequence" TEXT CHECK ("consequence" IN ('consequence_none', 'consequence_notification', 'consequence_new_request')),
  "state" TEXT NOT NULL CHECK ("state" IN ('change_received', 'change_in_case', 'change_notified', 'change_filed')),
  "since" INTEGER NOT NULL,
  "case" BLOB,
  "told_by" BLOB,
  "reason" TEXT,
  "recorded_by" BLOB NOT NULL
) STRICT;
CREATE TABLE "change_reports_rev" (
  id BLOB NOT NULL, version INTEGER NOT NULL, marking TEXT NOT NULL, rank INTEGER NOT NULL, caveats TEXT, releasable TEXT, compartment TEXT, realm TEXT, about BLOB, void INTEGER NOT NULL CHECK (void IN (0, 1)), sort_key TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "person" BLOB NOT NULL,
  "change" TEXT NOT NULL,
  "changed_on" TEXT NOT NULL,
  "reported_on" TEXT NOT NULL,
  "reported_how" TEXT NOT NULL,
  "text" BLOB NOT NULL,
  "consequence" TEXT,
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  "case" BLOB,
  "told_by" BLOB,
  "reason" TEXT,
  "recorded_by" BLOB NOT NULL,
  rev_from INTEGER NOT NULL, rev_to INTEGER, rev_ord INTEGER NOT NULL,
  PRIMARY KEY (id, rev_from)
) STRICT;
CREATE INDEX "change_reports_by_sort_key_id" ON "change_reports" (sort_key, id);
CREATE INDEX "change_reports_rev_by_rev_from" ON "change_reports_rev" (rev_from);
CREATE INDEX "change_reports_rev_by_sort_key_id" ON "change_reports_rev" (sort_key, id);
CREATE INDEX "change_reports_rev_by_about" ON "change_reports_rev" (about);
CREATE INDEX "change_reports_by_person_sort_key_id" ON "change_reports" ("person", sort_key, id);
CREATE INDEX "change_reports_by_state_sort_key_id" ON "change_reports" ("state", sort_key, id);
CREATE INDEX "change_reports_by_case_sort_key_id" ON "change_reports" ("case", sort_key, id);
CREATE INDEX "change_reports_by_told_by_sort_key_id" ON "change_reports" ("told_by", sort_key, id);
CREATE INDEX "change_reports_by_recorded_by_sort_key_id" ON "change_reports" ("recorded_by", sort_key, id);
CREATE INDEX "change_reports_by_reported_on_id" ON "change_reports" ("reported_on", id);
CREATE INDEX "change_reports_by_state" ON "change_reports" ("state");
CREATE UNIQUE INDEX "change_reports_by_number" ON "change_reports" ("number") WHERE void = 0;
