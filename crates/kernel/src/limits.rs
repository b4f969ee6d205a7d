//! Every limit of the house, by name. Each is tested at the limit and one above where it stands guard.

/// One line of text, in characters.
pub const TEXT_CHARS_MAX: usize = 200;
/// A long text, in characters.
pub const LONG_TEXT_CHARS_MAX: usize = 4_000;
/// Rows on a register page.
pub const PAGE_ROWS_MAX: usize = 500;
/// Characters of a name typed at sign-in that are looked at; a login is never longer.
pub const LOGIN_CHARS_MAX: usize = 60;
/// People on one request for visit.
pub const VISITORS_MAX: usize = 200;
/// Sites on one request for visit.
pub const VISIT_SITES_MAX: usize = 50;
/// Days within which somebody looks at a risk again.
pub const RISK_REVIEW_DAYS_MAX: i64 = 366;
/// Days within which a corrective action is due, an acceptance ends or a plan is asked for.
pub const ACTION_DAYS_MAX: i64 = 1_096;
/// Days for the plan of a finding where nothing else is said.
pub const FINDING_PLAN_DAYS: i64 = 60;
/// Findings issued in one entry.
pub const FINDINGS_AT_ONCE_MAX: usize = 500;
/// Files one audit looks at.
pub const AUDIT_FILES_MAX: usize = 5_000;
/// Files an audit is drawn from.
pub const AUDIT_POPULATION_MAX: usize = 20_000;
/// The list of codes an audit is drawn from, in characters.
pub const AUDIT_POPULATION_CHARS_MAX: usize = 400_000;
/// Points of one checklist.
pub const CHECKLIST_POINTS_MAX: usize = 60;
/// Days for which a file may stay in use after somebody left, as a pack may say.
pub const QUALITY_DAYS_MAX: i64 = 3_660;
/// Records that fail a rule about data and are shown; all are counted.
pub const QUALITY_SHOWN_MAX: usize = 5_000;
/// Reports without a name that are taken within an hour, from whomever they come: nothing is known of who sends them.
pub const ANONYMOUS_REPORTS_AN_HOUR: i64 = 20;
/// Names on one gate list.
pub const GATE_NAMES_MAX: usize = 1_000;
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
/// Receivers of one mail.
pub const MAIL_RECEIVERS_MAX: usize = 50;
/// Files met in one look at the watched folder.
pub const FOLDER_FILES_MAX: usize = 200;
/// A file that seems to be still in writing is left alone for so many looks at the watched folder (a minute), then taken as it is.
pub const FOLDER_PATIENCE_LOOKS: u32 = 12;
/// Drawings in one document.
pub const DOCUMENT_FIGURES_MAX: usize = 200;
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
/// Certificates for a meeting drafted at once.
pub const MEETING_CERTIFICATES_MAX: usize = 50;
/// Longest input of a request that waits for a second person, in characters: the longest pack of rules with every mark in it escaped.
pub const FROZEN_INPUT_CHARS_MAX: usize = 1_200_000;
/// The numbers a destruction certificate lists, in characters.
pub const CERTIFICATE_NUMBERS_CHARS_MAX: usize = 100_000;
/// The longest period a retention rule may name, in months.
pub const RETENTION_MONTHS_MAX: i64 = 1_200;
/// How often the end of the readers is waited for before wiping is left for later.
pub const WIPE_TRIES: u32 = 20;
/// Stretches of opening hours in one day.
pub const DAY_STRETCHES_MAX: usize = 8;
/// Days over which one calendar is laid out.
pub const CALENDAR_DAYS_MAX: usize = 36_600;
/// State changes, or pauses, of one record that its clocks are made from.
pub const CLOCK_MOVES_MAX: usize = 10_000;
/// An urgency ends after this many days at the latest; then it is asked for anew.
pub const URGENCY_DAYS_MAX: i64 = 92;
/// Urgent or paused cases the queue looks at one by one; it says when there are more.
pub const QUEUE_APART_MAX: usize = 500;
/// Records of a line that an urgency is held against; it says when the line is longer.
pub const URGENCY_LINE_MAX: usize = 1_000;
/// A turn on call lasts so many days at most.
pub const TURN_DAYS_MAX: i64 = 35;
/// How far ahead a rota is looked over, in days.
pub const ON_CALL_AHEAD_DAYS: i64 = 28;
/// Somebody is told of a turn of theirs so many days before it begins.
pub const ON_CALL_NOTICE_DAYS: i64 = 7;
/// Turns that are looked at in the weeks to come, over all rotas.
pub const TURNS_AHEAD_MAX: usize = 500;
/// The longest time a rota may leave for answering a call, in minutes.
pub const ANSWER_MINUTES_MAX: i64 = 240;
/// The longest rest a rota may ask for after a call, in hours.
pub const REST_HOURS_MAX: i64 = 48;
/// The frozen figures of a report, in characters.
pub const REPORT_CHARS_MAX: usize = 500_000;
/// Cells of fewer than this are left blank in what leaves the office.
pub const SMALL_CELL: i64 = 5;
/// Open cases a report lists as the oldest.
pub const REPORT_OLDEST_MAX: usize = 10;
/// Plans of audits a report lists.
pub const REPORT_PLANS_MAX: usize = 100;
/// Urgencies a report lists.
pub const REPORT_URGENCIES_MAX: usize = 200;
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
/// Items one scan of the shelves may expect.
pub const SCAN_ITEMS_MAX: usize = 5_000;
/// The frozen list of what a scan expects, in characters.
pub const SCAN_EXPECTED_CHARS_MAX: usize = 1_000_000;
/// Lines a scanner hands in at once; it hands in more in several parts.
pub const SCAN_LINES_MAX: usize = 2_000;
/// The lines a scanner hands in at once, in characters.
pub const SCAN_LINES_CHARS_MAX: usize = 300_000;
/// Codes that belong elsewhere, carried along by the page of a scan for when it is cut off from the network.
pub const SCAN_ELSEWHERE_MAX: usize = 20_000;
/// Labels on one order of sheets.
pub const LABELS_MAX: usize = 1_000;
/// A scanned code, in characters; more of it is cut off.
pub const SCAN_CODE_CHARS_MAX: usize = 60;
/// Places one within the other.
pub const PLACE_DEPTH_MAX: usize = 12;
/// The largest whole that a sample is held against.
pub const SAMPLED_WHOLE_MAX: i64 = 1_000_000;
/// Copies of one classified item, first to last.
pub const ITEM_COPIES_MAX: i64 = 500;
/// Pages of a copy of a classified item.
pub const ITEM_PAGES_MAX: i64 = 100_000;
/// Copies of classified items in one destruction.
pub const DESTRUCTION_COPIES_MAX: usize = 200;
/// A file that is lent out is due back within so many days.
pub const LENT_DAYS_MAX: i64 = 366;
/// A briefing that must be repeated is told so many days before.
pub const BRIEFING_AHEAD_DAYS: i64 = 30;
/// People one campaign of briefings invites.
pub const CAMPAIGN_PEOPLE_MAX: usize = 1_000;
/// An answer to an invitation to a briefing is wanted, and a change is reported ahead, within so many days.
pub const OBLIGATION_DAYS_MAX: i64 = 366;
/// A condition of a grant is to be met within so many days.
pub const CONDITION_DAYS_MAX: i64 = 1_830;
/// Changes somebody may report of themselves that wait for the office at one time.
pub const OWN_REPORTS_OPEN_MAX: usize = 20;
/// Days within which those a document binds may be given to read it.
pub const READ_WITHIN_DAYS_MAX: i64 = 366;
/// Working days within which advice is given when no day is named.
pub const ADVICE_WORKING_DAYS: usize = 5;
