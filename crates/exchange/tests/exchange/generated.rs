//! Trackers of several shapes, generated with planted oddities and their own
//! answer key: every one must be found, and nothing else may be wrong.

use exchange::sandbox::{Kind, parse};
use exchange::tracker::{Tracker, TrackerField as F, TrackerRow, guess, read};
use exchange::{Code, Severity};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rust_xlsxwriter::{ExcelDateTime, Format, Note, Workbook};

const TODAY: Date = date(2026, 10, 1);
const SURNAMES: &[&str] = &[
    "Šimić",
    "van der Meer",
    "Ferreira da Silva",
    "O'Brien",
    "Guðmundsdóttir",
    "Müller",
    "Lefèvre",
    "García López",
    "Nowak",
    "Çelik",
    "D'Angelo",
    "Žukauskas",
];
const GIVEN: &[&str] = &["Søren", "María José", "Jean-Pierre", "Ayşe", "Łukasz", "Sigrún", "Els", "Nikos", "Zoltán", "Anne"];
const NATIONS: &[(&str, &str)] = &[
    ("BEL", "BEL"),
    ("belge", "BEL"),
    ("Turquie", "TUR"),
    ("DEU", "DEU"),
    ("North Macedonia", "MKD"),
    ("Italie", "ITA"),
    ("FR", "FRA"),
    ("Danish", "DNK"),
    ("Pays-Bas", "NLD"),
    ("NOR", "NOR"),
];
const LEVELS: &[(&str, &str)] = &[
    ("NS", "S"),
    ("N/S", "S"),
    ("OTAN SECRET", "S"),
    ("CTS", "TS"),
    ("Cosmic Très Secret", "TS"),
    ("N.C.", "C"),
    ("NATO CONFIDENTIAL", "C"),
    ("NR", "R"),
];

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap()
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }
}

/// What a cell is to hold.
#[derive(Clone)]
enum Put {
    Nothing,
    Text(String),
    Day(Date),
    Number(f64),
    Formula(String),
}

/// How an office keeps its tracker.
struct Shape {
    name: &'static str,
    /// Rows above the data.
    head: &'static [&'static [&'static str]],
    /// What each column holds; none is a column nobody reads.
    columns: &'static [Option<F>],
    /// How dates are typed where they are text.
    typed: &'static [&'static str],
    /// A helper sheet stands in front.
    helper: bool,
    csv: bool,
}

const TITLED: &[Option<F>] = &[
    Some(F::RunningNumber),
    Some(F::Name),
    Some(F::Nationality),
    Some(F::Post),
    Some(F::LevelRequired),
    Some(F::LevelHeld),
    Some(F::GrantedOn),
    Some(F::ValidUntil),
    Some(F::Reference),
    Some(F::Status),
    Some(F::Remarks),
];
const SPLIT: &[Option<F>] = &[
    Some(F::PersonnelNumber),
    Some(F::Surname),
    Some(F::Given),
    Some(F::BirthDate),
    Some(F::Nationality),
    None,
    Some(F::LevelRequired),
    Some(F::Post),
    Some(F::LevelHeld),
    Some(F::ValidUntil),
    Some(F::GrantedOn),
    Some(F::Status),
    Some(F::Remarks),
];
const GROUPED: &[Option<F>] = &[
    Some(F::Name),
    Some(F::BirthDate),
    Some(F::Nationality),
    Some(F::LevelRequired),
    Some(F::LevelHeld),
    Some(F::GrantedOn),
    Some(F::ValidUntil),
    Some(F::Remarks),
];
const BARE: &[Option<F>] =
    &[Some(F::Name), Some(F::Nationality), Some(F::BirthDate), Some(F::LevelHeld), Some(F::GrantedOn), Some(F::ValidUntil)];

const SHAPES: &[Shape] = &[
    Shape {
        name: "titled",
        head: &[
            &["TABLEAU DE SUIVI / PSC TRACKER"],
            &["last update: see notes"],
            &["Person", "", "", "", "Clearance", "", "", "", "", "Office", ""],
            &["N°", "Name / Nom", "Nat.", "Post", "Level req.", "Level held", "Granted", "Valid until", "Cert. ref", "Status", "Remarks"],
        ],
        columns: TITLED,
        typed: &["%d.%m.%Y", "%Y-%m-%d", "%d %b %Y"],
        helper: false,
        csv: false,
    },
    Shape {
        name: "split French",
        head: &[&[
            "Matricule",
            "Nom",
            "Prénom",
            "Né(e) le",
            "Nationalité",
            "Bureau",
            "Niveau requis",
            "N° de poste",
            "Habilitation",
            "Valable jusqu'au",
            "Date d'octroi",
            "État",
            "Observations",
        ]],
        columns: SPLIT,
        typed: &["%d.%m.%Y", "%d/%m/%Y"],
        helper: true,
        csv: false,
    },
    Shape {
        name: "two-row header",
        head: &[
            &["Full name", "Birth", "Nat.", "Level", "", "Clearance", "", "Remarks"],
            &["", "Date", "", "req.", "held", "from", "to", ""],
        ],
        columns: GROUPED,
        typed: &["%Y-%m-%d"],
        helper: false,
        csv: false,
    },
    Shape { name: "no header", head: &[], columns: BARE, typed: &["%d.%m.%Y"], helper: false, csv: false },
    Shape {
        name: "American dates",
        head: &[&["Full name", "DoB", "Country", "Required clearance", "Current clearance", "Issue date", "Expiration date", "Notes"]],
        columns: GROUPED,
        typed: &["%m/%d/%Y"],
        helper: true,
        csv: false,
    },
    Shape {
        name: "text table",
        head: &[&[
            "Matricule",
            "Nom de famille",
            "Prénoms",
            "Date de naissance",
            "Nationalité",
            "Badge",
            "Niveau exigé",
            "Poste",
            "Niveau détenu",
            "Échéance",
            "Délivrée le",
            "Statut",
            "Remarques",
        ]],
        columns: SPLIT,
        typed: &["%d/%m/%Y", "%Y-%m-%d"],
        helper: false,
        csv: true,
    },
];

/// What must be found at a row.
struct Planted {
    row: u32,
    code: Code,
    field: Option<F>,
    meaning: Option<String>,
}

struct Person {
    row: u32,
    surname: &'static str,
    given: &'static str,
    nation: &'static str,
    level: &'static str,
    birth: Date,
    granted: Date,
    until: Date,
    odd: bool,
}

struct Made {
    bytes: Vec<u8>,
    people: Vec<Person>,
    planted: Vec<Planted>,
}

fn make(shape: &Shape, seed: u64) -> Made {
    let mut dice = Dice(seed);
    let mut grid: Vec<Vec<Put>> = shape
        .head
        .iter()
        .map(|row| row.iter().map(|text| if text.is_empty() { Put::Nothing } else { Put::Text((*text).to_owned()) }).collect())
        .collect();
    let mut people = Vec::new();
    let mut planted = Vec::new();
    let mut notes = Vec::new();
    let place = |field: F| shape.columns.iter().position(|column| *column == Some(field));
    let american = shape.typed.iter().any(|typed| typed.starts_with("%m/"));
    for serial in 0..110usize {
        let row = u32::try_from(grid.len()).unwrap() + 1;
        let mut plant =
            |code, field, meaning: Option<&str>| planted.push(Planted { row, code, field, meaning: meaning.map(str::to_owned) });
        if (4..105).contains(&serial) && dice.roll(25) == 0 {
            plant(Code::BlankRow, None, None);
            grid.push(Vec::new());
            continue;
        }
        if serial > 3 && dice.roll(30) == 0 {
            plant(Code::SubtotalRow, None, None);
            let mut total = vec![Put::Nothing; shape.columns.len()];
            total[place(F::Name).or(place(F::Surname)).unwrap()] = Put::Text(format!("Sous-total : {serial}"));
            grid.push(total);
            continue;
        }
        let (surname, given) = (SURNAMES[serial % SURNAMES.len()], GIVEN[serial / SURNAMES.len() % GIVEN.len()]);
        let (nation_text, nation) = dice.pick(NATIONS);
        let (level_text, level) = dice.pick(LEVELS);
        let birth = date(1962 + dice.roll(40) as i16, 1 + dice.roll(12) as i8, 13 + dice.roll(15) as i8);
        let granted = date(2019 + dice.roll(7) as i16, 1 + dice.roll(12) as i8, 13 + dice.roll(15) as i8);
        let until = granted.checked_add(8.years()).unwrap();
        let name = if shape.csv || dice.roll(3) > 0 {
            format!("{}, {given}", surname.to_uppercase())
        } else {
            format!("{} {given}", surname.to_uppercase())
        };
        let day = |dice: &mut Dice, day: Date| {
            if !shape.csv && dice.roll(3) == 0 { Put::Day(day) } else { Put::Text(day.strftime(dice.pick(shape.typed)).to_string()) }
        };
        let mut cells: Vec<Put> = shape
            .columns
            .iter()
            .map(|column| match column {
                None => Put::Text(format!("B{}", serial % 7)),
                Some(F::RunningNumber) => Put::Number(serial as f64 + 1.0),
                Some(F::PersonnelNumber) => Put::Text(format!("{:05}", 4_000 + serial * 7)),
                Some(F::Name) => Put::Text(name.clone()),
                Some(F::Surname) => Put::Text(surname.to_owned()),
                Some(F::Given) => Put::Text(given.to_owned()),
                Some(F::Nationality) => Put::Text(nation_text.to_owned()),
                Some(F::BirthDate) => day(&mut dice, birth),
                Some(F::Post) => Put::Text(format!("AX-{serial:03}")),
                Some(F::LevelRequired | F::LevelHeld) => Put::Text(level_text.to_owned()),
                Some(F::GrantedOn) => day(&mut dice, granted),
                Some(F::ValidUntil) => day(&mut dice, until),
                Some(F::Reference) => Put::Text(format!("{nation}/{serial}")),
                Some(F::Status) => Put::Text("valid".to_owned()),
                Some(_) => Put::Nothing,
            })
            .collect();
        // The first rows stay clean, so that a sheet without header is recognised.
        let kind = if serial < 5 { 99 } else { dice.roll(24) };
        let held = place(F::LevelHeld).unwrap();
        let ends = place(F::ValidUntil).unwrap();
        let from = place(F::Nationality).unwrap();
        let mut person = Person { row, surname, given, nation, level, birth, granted, until, odd: true };
        let mut set = |column: usize, text: &str| cells[column] = Put::Text(text.to_owned());
        match kind {
            0 => {
                let who = place(F::Name).or(place(F::Surname)).unwrap();
                let text = if place(F::Name).is_some() { name.clone() } else { surname.to_owned() };
                set(who, &format!("  {text} "));
                plant(Code::StraySpaces, Some(shape.columns[who].unwrap()), Some(&text));
            }
            1 => {
                set(ends, "life");
                plant(Code::NotADate, Some(F::ValidUntil), None);
            }
            2 => {
                set(ends, if american { "02/31/2027" } else { "31/02/2027" });
                plant(Code::ImpossibleDate, Some(F::ValidUntil), None);
            }
            3 => {
                cells[ends] = if shape.csv { Put::Text("46712".to_owned()) } else { Put::Number(46712.0) };
                plant(Code::SerialNumber, Some(F::ValidUntil), Some("2027-11-21"));
            }
            4 => {
                set(ends, "07/08/34");
                plant(Code::AmbiguousDayMonth, Some(F::ValidUntil), Some(if american { "2034-07-08" } else { "2034-08-07" }));
            }
            5 => {
                set(ends, "2015-01-31");
                plant(Code::UntilBeforeGranted, Some(F::ValidUntil), None);
            }
            6 => {
                set(from, "Ruritania");
                plant(Code::UnknownNation, Some(F::Nationality), None);
            }
            7 => {
                set(from, "NMK");
                person.nation = "MKD";
                plant(Code::NationAlias, Some(F::Nationality), Some("MKD"));
            }
            8 => {
                set(held, "SECRETO");
                plant(Code::TrapWord, Some(F::LevelHeld), None);
            }
            9 => {
                set(held, "Riservato");
                set(from, "Italie");
                plant(Code::TrapWord, Some(F::LevelHeld), Some("ITA R"));
            }
            10 => {
                set(held, "NS ATOMAL");
                plant(Code::CategoryInLevel, Some(F::LevelHeld), Some("S + ATOMAL"));
            }
            11 => {
                set(held, "NOTHING MUCH");
                plant(Code::UnknownLevel, Some(F::LevelHeld), None);
            }
            12 if !shape.csv => {
                notes.push((row - 1, u16::try_from(held).unwrap()));
                plant(Code::CellComment, Some(F::LevelHeld), None);
            }
            13 if place(F::Remarks).is_some() => {
                cells[place(F::Remarks).unwrap()] = Put::Formula("HYPERLINK(\"http://127.0.0.1/\")".to_owned());
                plant(Code::FormulaCell, Some(F::Remarks), None);
            }
            14 if place(F::PersonnelNumber).is_some() => {
                set(place(F::PersonnelNumber).unwrap(), "04000");
                plant(Code::DuplicatePersonnelNumber, None, Some(&people.first().map(|first: &Person| first.row).unwrap().to_string()));
            }
            15 if place(F::Post).is_some() => {
                set(place(F::Post).unwrap(), &format!("CONFLICT-{}", serial));
                person.odd = false;
            }
            16 => {
                set(place(F::Name).or(place(F::Surname)).unwrap(), "???");
                if let Some(given) = place(F::Given) {
                    cells[given] = Put::Nothing;
                }
                plant(Code::MissingName, None, None);
            }
            _ => person.odd = false,
        }
        grid.push(cells);
        people.push(person);
    }
    Made { bytes: if shape.csv { text_table(&grid) } else { workbook(&grid, &notes, shape) }, people, planted }
}

fn workbook(grid: &[Vec<Put>], notes: &[(u32, u16)], shape: &Shape) -> Vec<u8> {
    let mut workbook = Workbook::new();
    if shape.helper {
        workbook.add_worksheet().set_name("Listes").unwrap().write_string(0, 0, "ne pas effacer").unwrap();
    }
    let sheet = workbook.add_worksheet();
    let format = Format::new().set_num_format("dd/mm/yyyy");
    for (cells, row) in grid.iter().zip(0u32..) {
        for (cell, column) in cells.iter().zip(0u16..) {
            match cell {
                Put::Nothing => {}
                Put::Text(text) => {
                    sheet.write_string(row, column, text).unwrap();
                }
                Put::Number(number) => {
                    sheet.write_number(row, column, *number).unwrap();
                }
                Put::Formula(text) => {
                    sheet.write_formula(row, column, text.as_str()).unwrap();
                }
                Put::Day(day) => {
                    let day = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8).unwrap();
                    sheet.write_datetime_with_format(row, column, &day, &format).unwrap();
                }
            }
        }
    }
    for (row, column) in notes {
        sheet.insert_note(*row, *column, &Note::new("called 3x").add_author_prefix(false)).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn text_table(grid: &[Vec<Put>]) -> Vec<u8> {
    let mut text = String::new();
    for cells in grid {
        let line: Vec<String> = cells
            .iter()
            .map(|cell| match cell {
                Put::Nothing => String::new(),
                Put::Text(text) => text.clone(),
                Put::Number(number) => number.to_string(),
                Put::Day(day) => day.to_string(),
                Put::Formula(text) => format!("\"={}\"", text.replace('"', "\"\"")),
            })
            .collect();
        text.push_str(&line.join(";"));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

#[test]
fn every_planted_oddity_is_found_and_nothing_else() {
    let mut planted = 0;
    for shape in SHAPES {
        for seed in 1..=10 {
            let made = make(shape, seed);
            let kind = if shape.csv { Kind::Csv } else { Kind::Xlsx };
            let sheets = parse(kind, &made.bytes).unwrap();
            let mapping = guess(&sheets).unwrap_or_else(|| panic!("{}: no mapping", shape.name));
            for (index, field) in shape.columns.iter().enumerate() {
                let found = mapping.columns.iter().find(|column| column.index == index);
                // A column of remarks that nobody filled and nobody headed is not there.
                let Some(found) = found else { continue };
                assert_eq!(found.field, *field, "{} seed {seed}: {found:?}", shape.name);
            }
            let tracker = read(&sheets[mapping.sheet], &mapping, TODAY);
            compare(shape, seed, &made, &tracker);
            planted += made.planted.len();
        }
    }
    assert!(planted > 2_000, "{planted}");
}

fn compare(shape: &Shape, seed: u64, made: &Made, tracker: &Tracker) {
    let story = format!("{} seed {seed}", shape.name);
    assert_eq!(tracker.rows.len(), made.people.len(), "{story}");
    for plant in &made.planted {
        let found = tracker.findings.iter().any(|finding| {
            finding.row == Some(plant.row)
                && finding.code == plant.code
                && plant.meaning.as_ref().is_none_or(|meaning| *meaning == finding.meaning)
        });
        let there: Vec<_> = tracker.findings.iter().filter(|finding| finding.row == Some(plant.row)).collect();
        assert!(found, "{story}: {} {:?} {:?} not among {there:?}", plant.code, plant.field, plant.meaning);
    }
    for (person, row) in made.people.iter().zip(&tracker.rows) {
        let bad: Vec<_> =
            tracker.findings.iter().filter(|finding| finding.row == Some(row.row) && finding.severity > Severity::Info).collect();
        assert_eq!(person.row, row.row, "{story}");
        if !person.odd {
            assert!(bad.is_empty(), "{story}: invented {bad:?}");
            same(&story, shape, person, row);
        } else {
            let planned = |code| made.planted.iter().any(|plant| plant.row == row.row && plant.code == code);
            assert!(bad.iter().all(|finding| planned(finding.code)), "{story}: invented {bad:?}");
        }
    }
}

fn same(story: &str, shape: &Shape, person: &Person, row: &TrackerRow) {
    let has = |field: F| shape.columns.contains(&Some(field));
    assert_eq!(row.surname.as_deref(), Some(person.surname), "{story}: {row:?}");
    assert_eq!(row.given.as_deref(), Some(person.given), "{story}: {row:?}");
    assert_eq!(row.nationality.as_deref(), Some(person.nation), "{story}: {row:?}");
    assert_eq!(row.level_held.as_ref().map(|level| level.code.as_str()), Some(person.level), "{story}: {row:?}");
    assert_eq!(row.granted_on, Some(person.granted), "{story}: {row:?}");
    assert_eq!(row.valid_until, Some(person.until), "{story}: {row:?}");
    assert_eq!(row.birth_date, has(F::BirthDate).then_some(person.birth), "{story}: {row:?}");
    assert_eq!(row.other.len(), shape.columns.iter().filter(|column| column.is_none()).count(), "{story}");
}
