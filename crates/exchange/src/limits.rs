//! The limits of every file that comes in, in one place, so that a reader and
//! a user see the same numbers. Nothing here is configurable at run time.

/// Bytes of an uploaded workbook or text table.
pub const FILE_BYTES: usize = 200 << 20;
/// Bytes of a message or a scan.
pub const MAIL_BYTES: usize = 25 << 20;
/// Parts of a message, those of messages in it included.
pub const MAIL_PARTS: usize = 200;
/// How deep messages and groups of parts may lie in each other.
pub const MAIL_DEPTH: usize = 5;
/// Entries in a zip container.
pub const ZIP_ENTRIES: usize = 2_000;
/// Bytes of all entries of a zip container once unpacked.
pub const ZIP_UNPACKED_BYTES: u64 = 200 << 20;
/// Unpacked bytes for each packed byte.
pub const ZIP_RATIO: u64 = 100;
/// Below this many unpacked bytes the ratio is not judged: tiny files compress oddly.
pub const ZIP_RATIO_FLOOR: u64 = 1 << 20;
/// Columns of a sheet, as Excel has them.
pub const SHEET_COLUMNS: u32 = 16_384;
/// Rows of a sheet. Excel ends at 1,048,576; a text table may go on.
pub const SHEET_ROWS: u32 = 2_000_000;
/// Cells of all sheets of one file, counting the gaps between them.
pub const CELLS: usize = 8_000_000;
/// Sheets of a workbook.
pub const SHEETS: usize = 256;
/// Characters in one cell, as Excel has them.
pub const CELL_CHARS: usize = 32_767;
/// Cell comments of a workbook.
pub const NOTES: usize = 50_000;
/// Nesting of elements in an XML part that we read ourselves.
pub const XML_DEPTH: usize = 64;
/// Bytes of a security policy file.
pub const POLICY_BYTES: usize = 4 << 20;
/// Elements of a security policy file.
pub const POLICY_ELEMENTS: usize = 200_000;
/// Characters of a field of a tracker row that is not free text.
pub const FIELD_CHARS: usize = 500;
/// Findings kept for one file; the rest are counted.
pub const FINDINGS: usize = 500_000;

/// Address space of the parser child.
pub const CHILD_MEMORY_BYTES: u64 = 512 << 20;
/// Processor seconds of the parser child.
pub const CHILD_CPU_SECONDS: u64 = 120;
/// Seconds the parent waits for the parser child.
pub const CHILD_WALL_SECONDS: u64 = 180;
/// Open files of the parser child: the three pipes and a little air.
pub const CHILD_OPEN_FILES: u64 = 8;
/// Bytes the parent accepts from the parser child.
pub const CHILD_OUTPUT_BYTES: u64 = 512 << 20;
/// Bytes of a calendar file.
pub const CALENDAR_BYTES: usize = 2 << 20;
/// Days and findings of a calendar file.
pub const CALENDAR_ROWS: usize = 5_000;
/// Years a yearly rule is followed.
pub const CALENDAR_YEARS: usize = 100;
/// Days one event may last.
pub const CALENDAR_SPAN_DAYS: i32 = 31;
/// Characters of the name of a day.
pub const CALENDAR_NAME_CHARS: usize = 120;
/// Bytes of a file of a personnel system.
pub const HR_BYTES: usize = 64 << 20;
/// Messages in such a file.
pub const HR_DOCUMENTS: usize = 10_000;
/// Time slices in such a file.
pub const HR_SLICES: usize = 400_000;
/// Time slices about one person.
pub const HR_SLICES_EACH: usize = 400;
/// Findings kept for such a file; the rest are counted.
pub const HR_FINDINGS: usize = 10_000;
/// Bytes of a label or a clearance.
pub const LABEL_BYTES: usize = 256 << 10;
/// Elements of a label or a clearance.
pub const LABEL_ELEMENTS: usize = 5_000;
