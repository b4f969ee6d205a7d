//! The segments of HRMD_A as SAP's structures name their fields, and which of
//! them are read. The widths of the flat form are those of the published
//! structures (EDI_DC40, EDI_DD40, PAKEY, PSHD1, PS0000, PS0001, PS0002,
//! PS0105, PS0016); nobody has held them against a running system yet.

use jiff::civil::Date;

/// Name and width of the fields of a structure, in order.
pub type Layout = &'static [(&'static str, usize)];

/// With what a flat file begins.
pub const CONTROL: &str = "EDI_DC40";
/// The messages that are read.
pub const MESSAGES: &[&str] = &["HRMD_A", "HRMD_ABA"];
/// The infotype of communication.
pub const COMMUNICATION: &str = "0105";
/// Its subtype for electronic mail.
pub const EMAIL: &str = "0010";
/// The day that means “without end”.
pub const OPEN: Date = Date::constant(9999, 12, 31);
/// Characters of a personnel number: eight in SAP, more in what others write.
pub const NUMBER_CHARS: usize = 20;

/// The control record.
pub const CONTROL_RECORD: Layout = &[
    ("TABNAM", 10),
    ("MANDT", 3),
    ("DOCNUM", 16),
    ("DOCREL", 4),
    ("STATUS", 2),
    ("DIRECT", 1),
    ("OUTMOD", 1),
    ("EXPRSS", 1),
    ("TEST", 1),
    ("IDOCTYP", 30),
    ("CIMTYP", 30),
    ("MESTYP", 30),
];

/// What stands before the data of a record.
pub const DATA_RECORD: Layout = &[("SEGNAM", 30), ("MANDT", 3), ("DOCNUM", 16), ("SEGNUM", 6), ("PSGNUM", 6), ("HLEVEL", 2)];
/// Characters of the data of a record.
pub const DATA_CHARS: usize = 1_000;

/// The head of every infotype.
pub const HEAD: Layout = &[
    ("PERNR", 8),
    ("INFTY", 4),
    ("SUBTY", 4),
    ("OBJPS", 2),
    ("SPRPS", 1),
    ("ENDDA", 8),
    ("BEGDA", 8),
    ("SEQNR", 3),
    ("AEDTM", 8),
    ("UNAME", 12),
    ("HISTO", 1),
    ("ITXEX", 1),
    ("REFEX", 1),
    ("ORDEX", 1),
    ("ITBLD", 2),
    ("PREAS", 2),
    ("FLAG1", 1),
    ("FLAG2", 1),
    ("FLAG3", 1),
    ("FLAG4", 1),
    ("RESE1", 2),
    ("RESE2", 2),
    ("GRPVL", 4),
];
/// Characters of the head up to the name of whoever changed the record; what is shorter was cut.
pub const HEAD_CHARS_MIN: usize = 58;
/// The fields of the head that are read.
pub const HEAD_KEPT: &[&str] = &["PERNR", "SUBTY", "SPRPS", "ENDDA", "BEGDA"];

/// An infotype that is read: its number, its fields as far as the last that is kept, and those that are kept.
struct Segment {
    infotype: &'static str,
    fields: Layout,
    kept: &'static [&'static str],
}

const SEGMENTS: &[Segment] = &[
    // Actions: the action, its reason, and whether somebody is employed after it.
    Segment {
        infotype: "0000",
        fields: &[("MASSN", 2), ("MASSG", 2), ("STAT1", 1), ("STAT2", 1), ("STAT3", 1)],
        kept: &["MASSN", "MASSG", "STAT2"],
    },
    // Where somebody stands in the organisation.
    Segment {
        infotype: "0001",
        fields: &[
            ("BUKRS", 4),
            ("WERKS", 4),
            ("PERSG", 1),
            ("PERSK", 2),
            ("VDSK1", 14),
            ("GSBER", 4),
            ("BTRTL", 4),
            ("JUPER", 4),
            ("ABKRS", 2),
            ("ANSVH", 2),
            ("KOSTL", 10),
            ("ORGEH", 8),
            ("PLANS", 8),
        ],
        kept: &["ORGEH", "PLANS"],
    },
    // Names, birth, nationalities.
    Segment {
        infotype: "0002",
        fields: &[
            ("INITS", 10),
            ("NACHN", 40),
            ("NAME2", 40),
            ("NACH2", 40),
            ("VORNA", 40),
            ("CNAME", 80),
            ("TITEL", 15),
            ("TITL2", 15),
            ("NAMZU", 15),
            ("VORSW", 15),
            ("VORS2", 15),
            ("RUFNM", 40),
            ("MIDNM", 40),
            ("KNZNM", 2),
            ("ANRED", 1),
            ("GESCH", 1),
            ("GBDAT", 8),
            ("GBLND", 3),
            ("GBDEP", 3),
            ("GBORT", 40),
            ("NATIO", 3),
        ],
        kept: &["NACHN", "VORNA", "GBDAT", "GBLND", "GBORT", "NATIO"],
    },
    // Communication, of which the address for electronic mail.
    Segment { infotype: COMMUNICATION, fields: &[("USRTY", 4), ("USRID", 30), ("USRID_LONG", 241)], kept: &["USRID_LONG"] },
    // The contract, of which its end.
    Segment {
        infotype: "0016",
        fields: &[
            ("NBTGK", 1),
            ("WTTKL", 1),
            ("LFZFR", 3),
            ("LFZZH", 3),
            ("LFZSO", 3),
            ("KGZFR", 3),
            ("KGZZH", 3),
            ("PRBZT", 3),
            ("PRBEH", 3),
            ("KDGFR", 2),
            ("KDGF2", 2),
            ("ARBER", 8),
            ("EINDT", 8),
            ("KONDT", 8),
            ("KONSL", 2),
            ("CTTYP", 2),
            ("CTEDT", 8),
        ],
        kept: &["CTEDT"],
    },
];

fn segment(infotype: &str) -> Option<&'static Segment> {
    SEGMENTS.iter().find(|s| s.infotype == infotype)
}

/// Whether an infotype is read.
#[must_use]
pub fn is_read(infotype: &str) -> bool {
    segment(infotype).is_some()
}

/// The fields of an infotype that are kept beside its head.
#[must_use]
pub fn kept(infotype: &str) -> &'static [&'static str] {
    segment(infotype).map_or(&[], |s| s.kept)
}

/// The fields of an infotype after its head.
#[must_use]
pub fn layout(infotype: &str) -> Layout {
    segment(infotype).map_or(&[], |s| s.fields)
}

/// Every field that is read, by its one spelling.
pub fn named(name: &str) -> Option<&'static str> {
    let own = SEGMENTS.iter().flat_map(|s| s.kept);
    HEAD_KEPT.iter().chain(own).chain(&["INFTY"]).copied().find(|known| *known == name)
}

/// Whether a field holds a day.
#[must_use]
pub fn is_day(name: &str) -> bool {
    matches!(name, "GBDAT" | "CTEDT")
}

/// The infotype a segment is about: `0002` of `E1P0002` and of its definition `E2P0002001`; none of a segment that only holds others together.
#[must_use]
pub fn infotype(segment: &str) -> Option<&str> {
    let rest = ["E1P", "E2P", "Z1P", "Z2P"].iter().find_map(|start| segment.strip_prefix(start))?;
    rest.get(..4).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a segment is an organisation's own: its numbers are given by nobody else, so that nobody else knows what is in it.
#[must_use]
pub fn is_own(segment: &str) -> bool {
    segment.starts_with('Z') || infotype(segment).is_some_and(|number| number.starts_with('9'))
}
