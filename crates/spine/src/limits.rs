//! The limits of what all desks use, by name, and those of the ground below.

pub use kernel::limits::*;

/// Days within which somebody looks at a risk again.
pub const RISK_REVIEW_DAYS_MAX: i64 = 366;
/// Days within which a corrective action is due, an acceptance ends or a plan is asked for.
pub const ACTION_DAYS_MAX: i64 = 1_096;
/// Days for the plan of a finding where nothing else is said.
pub const FINDING_PLAN_DAYS: i64 = 60;
/// Findings issued in one entry.
pub const FINDINGS_AT_ONCE_MAX: usize = 500;
/// Points of one checklist.
pub const CHECKLIST_POINTS_MAX: usize = 60;
/// Days for which a file may stay in use after somebody left, as a pack may say.
pub const QUALITY_DAYS_MAX: i64 = 3_660;
/// Reports without a name that are taken within an hour, from whomever they come: nothing is known of who sends them.
pub const ANONYMOUS_REPORTS_AN_HOUR: i64 = 20;
/// Stored files that are opened in a day's part of their round.
pub const FILES_CHECKED_A_DAY: i64 = 100_000;
/// A day's part of the round ends with so many damaged files; the next goes on.
pub const FILES_DAMAGED_A_DAY: usize = 500;
/// Their records as they are handed over to be told, in characters.
pub const DAMAGED_CHARS_MAX: usize = 50_000;
/// A day's part of the round of stored files ends after this many bytes.
pub const BYTES_CHECKED_A_DAY: i64 = 16 << 30;
/// Names on one gate list.
pub const GATE_NAMES_MAX: usize = 1_000;
/// Receivers of one mail.
pub const MAIL_RECEIVERS_MAX: usize = 50;
/// Files met in one look at the watched folder.
pub const FOLDER_FILES_MAX: usize = 200;
/// A file that seems to be still in writing is left alone for so many looks at the watched folder (a minute), then taken as it is.
pub const FOLDER_PATIENCE_LOOKS: u32 = 12;
/// The numbers a destruction certificate lists, in characters.
pub const CERTIFICATE_NUMBERS_CHARS_MAX: usize = 100_000;
/// The longest period a retention rule may name, in months.
pub const RETENTION_MONTHS_MAX: i64 = 1_200;
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
/// Longest time after which an authority is asked again about a case, in days.
pub const CHASER_DAYS_MAX: i64 = 365;
/// Cells of fewer than this are left blank in what leaves the office, while no pack of service standards says otherwise.
pub const SMALL_CELL: i64 = 5;
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
/// People without a file that one scan of a whole cabinet names; the next names more.
pub const WITHOUT_DOSSIER_MAX: usize = 200;
/// Labels on one order of sheets.
pub const LABELS_MAX: usize = 1_000;
/// A scanned code, in characters; more of it is cut off.
pub const SCAN_CODE_CHARS_MAX: usize = 60;
/// Places one within the other.
pub const PLACE_DEPTH_MAX: usize = 12;
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
/// Days within which those a document binds may be given to read it.
pub const READ_WITHIN_DAYS_MAX: i64 = 366;
/// Working days within which advice is given when no day is named.
pub const ADVICE_WORKING_DAYS: usize = 5;
/// Copies, pages or enclosures of one letter in the book.
pub const MAIL_COUNT_MAX: i64 = 100_000;
/// Days for which what personnel sent can be undone once it was applied; after them its rows go.
pub const HR_UNDO_DAYS: i64 = 90;
/// Refused files that are kept of one day; what is brought above it is refused and gone.
pub const QUARANTINE_DAY_MAX: usize = 100;
/// Refused files that are kept at all, until some of them are destroyed.
pub const QUARANTINE_FILES_MAX: usize = 500;
/// Bytes of all refused files that are kept.
pub const QUARANTINE_BYTES_MAX: i64 = 2 << 30;
/// After so many days a refused file that nobody has looked into is told to those who may destroy it.
pub const QUARANTINE_WAIT_DAYS: i64 = 14;
