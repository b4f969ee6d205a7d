//! The limits of the ground, by name: text, pages, bodies, sessions, queues, the log, exports. What is built on it names its own limits in the
//! `limits.rs` of its crate (decision 0044). Each is tested at the limit and one above where it stands guard.

/// One line of text, in characters.
pub const TEXT_CHARS_MAX: usize = 200;
/// A long text, in characters.
pub const LONG_TEXT_CHARS_MAX: usize = 4_000;
/// Rows on a register page.
pub const PAGE_ROWS_MAX: usize = 500;
/// Rows of what a pack would move, by which somebody decides about it: everybody of an agency with so many holders.
pub const WHATIF_ROWS_MAX: usize = 5_000;
/// Characters of a name typed at sign-in that are looked at; a login is never longer.
pub const LOGIN_CHARS_MAX: usize = 60;
/// Rows on a register page when nothing is said.
pub const PAGE_ROWS: usize = 50;
/// A count stops here and shows "1,000+".
pub const COUNT_MAX: i64 = 1_000;
/// Length of a search text, in characters.
pub const SEARCH_CHARS_MAX: usize = 256;
/// Words of a search or of an indexed text.
pub const SEARCH_WORDS_MAX: usize = 16;
/// Suggestions of a look-up.
pub const SUGGESTIONS_MAX: usize = 20;
/// A leaf of the log, in bytes.
pub const LEAF_BYTES_MAX: usize = 1_024;
/// Records a leaf lists one by one; above it carries their count and root.
pub const LEAF_RECORDS_MAX: usize = 8;
/// Commands in one commit.
pub const BATCH_COMMANDS_MAX: usize = 256;
/// Commands waiting for the writer.
pub const WRITE_QUEUE_MAX: usize = 4_096;
/// Reads waiting for a reader.
pub const READ_QUEUE_MAX: usize = 1_024;
/// Readers of one node.
pub const READERS: usize = 4;
/// Rows one command may change (an import batch).
pub const COMMAND_ROWS_MAX: usize = 2_000_000;
/// Rows of a table that become records by a command each, in one import.
pub const IMPORT_ROWS_MAX: usize = 5_000;
/// A command of more rows than this is given more memory and written register by register.
pub const LARGE_COMMAND_ROWS: usize = 10_000;
/// Rows that one statement adds when there are many of them.
pub const ROWS_A_STATEMENT: usize = 32;
/// Rows of one register written one after the other before their revisions and search words.
pub const ROWS_A_RUN: usize = 1_024;
/// A form or API body, in bytes.
pub const BODY_BYTES_MAX: usize = 1 << 20;
/// An uploaded attachment, in bytes.
pub const UPLOAD_BYTES_MAX: usize = 50 << 20;
/// Stored files one look opens.
pub const FILES_AT_A_LOOK_MAX: usize = 500;
/// A look at stored files ends after this many bytes.
pub const BYTES_AT_A_LOOK_MAX: i64 = 64 << 20;
/// An imported file, in bytes.
pub const IMPORT_BYTES_MAX: usize = 200 << 20;
/// Depth of JSON in a request.
pub const JSON_DEPTH_MAX: usize = 32;
/// Length of an idempotency key, in characters.
pub const IDEMPOTENCY_KEY_CHARS_MAX: usize = 128;
/// An idempotency answer is kept this long, in hours.
pub const IDEMPOTENCY_HOURS: i64 = 24;
/// A session ends after this long without use, in minutes.
pub const SESSION_IDLE_MINUTES: i64 = 15;
/// A session ends after this long, in hours.
pub const SESSION_HOURS: i64 = 12;
/// Failed sign-ins before an account or address is slowed down.
pub const SIGN_IN_FAILURES_MAX: usize = 5;
/// How long the slowing down lasts, in seconds.
pub const SIGN_IN_WAIT_SECONDS: i64 = 60;
/// A browser is known to its user for so many days after they signed in with it.
pub const BROWSER_DAYS: i64 = 90;
/// Both halves of an enrolment code serve for so many hours, and the first waits as long for the second.
pub const ENROLMENT_HOURS: i64 = 24;
/// Shortest password, in characters; it never stands alone, a one-time code goes with it.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Longest password, in characters.
pub const PASSWORD_CHARS_MAX: usize = 128;
/// Password checks at the same time (each takes 64 MiB).
pub const PASSWORD_CHECKS_AT_ONCE: usize = 2;
/// A checkpoint is signed after this many entries at the latest.
pub const CHECKPOINT_ENTRIES: u64 = 256;
/// A checkpoint is signed after this many seconds at the latest.
pub const CHECKPOINT_SECONDS: i64 = 60;
/// A staged import that nobody carries out and no record rests on is kept this many days.
pub const STAGED_DAYS: i64 = 30;
/// An approval lapses after this many days.
pub const APPROVAL_DAYS: i64 = 7;
/// A delegation lasts so many days at most; then it is asked for anew.
pub const DELEGATION_DAYS_MAX: i64 = 366;
/// A restricted file stays open to who asked for so many days.
pub const OPENING_DAYS: i64 = 5;
/// A broken glass stays open so many minutes.
pub const GLASS_MINUTES: i64 = 60;
/// The reason for breaking the glass has at least so many characters.
pub const GLASS_REASON_CHARS_MIN: usize = 10;
/// Refused attempts at what takes two people that are entered, an account and hour.
pub const ATTEMPTS_AN_HOUR: i64 = 20;
/// Files somebody opens within an hour without raising an alarm.
pub const FILES_AN_HOUR: i64 = 60;
/// Who opened a file is kept so many days.
pub const OPENINGS_KEPT_DAYS: i64 = 365;
/// Things a sender takes out of the outbox at once.
pub const OUTBOX_AT_ONCE: i64 = 20;
/// How long a sender may keep what it took before another may take it, in seconds.
pub const OUTBOX_LEASE_SECONDS: i64 = 1_800;
/// The longest wait between two tries to send, in seconds.
pub const OUTBOX_WAIT_SECONDS_MAX: i64 = 3_600;
/// Drawings in one document.
pub const DOCUMENT_FIGURES_MAX: usize = 200;
/// Letters of a code that is drawn as bars: with more, the bars of a label are too narrow to be scanned.
pub const LABEL_BARS_CHARS_MAX: usize = 24;
/// Rows an export may hold without a second person.
pub const EXPORT_ROWS_FREE: usize = 500;
/// Rows an export may hold at all.
pub const EXPORT_ROWS_MAX: usize = 50_000;
/// Working days (Monday to Friday) within which an approved export is fetched.
pub const EXPORT_FETCH_DAYS: usize = 5;
/// Host clock behind the last entry by more than this is suspect, in minutes.
pub const CLOCK_SUSPECT_MINUTES: i64 = 5;
/// Subject keys kept unwrapped in memory: as many as people in a large import, which meets each of them in every register.
pub const KEY_CACHE_MAX: usize = 131_072;
/// Longest input of a request that waits for a second person, in characters: the longest pack of rules with every mark in it escaped.
pub const FROZEN_INPUT_CHARS_MAX: usize = 1_200_000;
/// How often the end of the readers is waited for before wiping is left for later.
pub const WIPE_TRIES: u32 = 20;
/// Stretches of opening hours in one day.
pub const DAY_STRETCHES_MAX: usize = 8;
/// Days over which one calendar is laid out.
pub const CALENDAR_DAYS_MAX: usize = 36_600;
/// State changes, or pauses, of one record that its clocks are made from.
pub const CLOCK_MOVES_MAX: usize = 10_000;
/// Years back for which holidays are taken from a file.
pub const HOLIDAY_YEARS_BACK: i16 = 2;
/// Years ahead for which holidays are taken from a file.
pub const HOLIDAY_YEARS_AHEAD: i16 = 5;
/// Shares of the recovery ceremony.
pub const SHARES_MAX: usize = 12;
/// One value of a backup, in bytes: the largest file that is taken in, with room for its encryption.
pub const BACKUP_VALUE_BYTES_MAX: usize = IMPORT_BYTES_MAX + (1 << 20);
/// The head of a backup, in bytes.
pub const BACKUP_HEAD_BYTES_MAX: usize = 65_536;
/// The largest whole that a sample is held against.
pub const SAMPLED_WHOLE_MAX: i64 = 1_000_000;
