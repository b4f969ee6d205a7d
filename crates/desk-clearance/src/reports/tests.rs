//! What leaves the office shows no small cells.

use kernel::measure::{Direction, Figure, Measure, Period, Row, Unit};
use kernel::{Duty, RecordId};

use spine::measures::MeasureTarget;

use super::Monthly;
use super::rules::{Held, LeagueLine, Point, league, line};

const MEASURE: Measure =
    Measure { code: "KPI-CL-01", unit: Unit::Share, row_unit: Unit::Days, direction: Direction::Up, owner: Duty::Head, sample_min: 1 };

fn figure(counted: usize, of: usize) -> Figure {
    let row = |at: usize| Row { register: "people", id: RecordId([at as u8; 16]), counted: at < counted, part: String::new(), value: None };
    let mut figure = Figure::share((0..of).map(row).collect());
    figure.part("part:covered", Unit::Share, figure.value, figure.numerator, figure.denominator);
    figure
}

fn cell(counted: usize, of: usize, small: i64) -> Option<i64> {
    let wanted = MeasureTarget { measure: MEASURE.code.to_owned(), target: 1, floor: None };
    let point = |month: &str, figure: Figure| Point {
        period: Period::parse(month).unwrap_or(Period::month_of(jiff::civil::Date::MIN)),
        figure,
        target: Some(&wanted),
    };
    let held = Held { measure: &MEASURE, points: vec![point("2026-02", figure(counted, of)), point("2026-03", figure(counted, of))] };
    let line = line(&held, small);
    assert_eq!((line.value, line.value), (line.parts[0].value, line.before));
    assert!(line.trend.iter().all(|t| t.value == line.value) && line.trend.len() == 2);
    if line.value.is_none() {
        assert_eq!((line.numerator, line.denominator, line.parts[0].numerator), (0, 0, 0), "nor what it could be told from");
        assert_eq!(line.standing, "few");
    }
    line.value
}

#[test]
fn done_cl_15_small_cells_are_blank_outside_and_so_is_what_tells_them() {
    // Fewer than five counted, fewer than five not counted, fewer than five in all.
    for (counted, of) in [(4, 100), (97, 100), (2, 4), (1, 1)] {
        assert_eq!(cell(counted, of, 5), None, "{counted} of {of}");
        assert!(cell(counted, of, 0).is_some(), "the office sees {counted} of {of}");
    }
    for (counted, of) in [(5, 100), (0, 100), (100, 100), (95, 100), (5, 10)] {
        assert!(cell(counted, of, 5).is_some(), "{counted} of {of}");
    }
}

/// Files of an authority, in days: how long, and whether they were decided.
fn seen(part: &str, files: &[(i64, bool)]) -> Vec<Row> {
    let row = |(time, ended): &(i64, bool)| Row {
        register: "psc_cases",
        id: RecordId::NIL,
        counted: *ended,
        part: part.to_owned(),
        value: Some(time * 100),
    };
    files.iter().map(row).collect()
}

#[test]
fn cl_13_the_league_shows_medians_with_intervals_and_outside_none_of_few_files() {
    let quick = [(1, true), (1, true), (2, true), (2, true), (3, true), (4, true), (4, true), (5, true), (5, true), (8, true)];
    let slow = [(300, true), (310, true), (320, false), (330, true)];
    let open = [(10, false), (20, false), (30, false), (40, false), (50, false), (60, true)];
    let never = [(700, false), (800, true), (900, false), (950, false), (960, false)];
    let rows = [
        seen("nation:BEL level:S", &quick),
        seen("nation:FRA level:TS", &slow),
        seen("nation:ITA level:S", &open),
        seen("nation:NOR level:S", &never),
    ]
    .concat();
    let figure = Figure { value: None, numerator: 0, denominator: 0, rows, parts: Vec::new() };
    let inside = league(&figure, 0);
    let line = |nation: &str, level: &str, counts: [i64; 2], days: [Option<i64>; 4]| LeagueLine {
        nation: nation.to_owned(),
        level: level.to_owned(),
        files: Some(counts[0]),
        decided: Some(counts[1]),
        median: days[0].map(|d| d * 100),
        low: days[1].map(|d| d * 100),
        high: days[2].map(|d| d * 100),
        p90: days[3].map(|d| d * 100),
    };
    // By hand: two of four ended by 310, the last by 330, and after 300 the lower bound of the curve is 0.13. Of ten five ended by 3 and nine by 5; the
    // lower bound is 0.41 after 1 already, the upper one 0.58 after 4 and 0.36 after 5. Of six only the last was seen to end.
    // Of five one was decided and three are still open beyond that: half was never seen, so it stands before all medians; the
    // lower bound of the curve is 0.13 after 800.
    let expected = [
        line("NOR", "S", [5, 1], [None, Some(800), None, None]),
        line("FRA", "TS", [4, 3], [Some(310), Some(300), None, Some(330)]),
        line("ITA", "S", [6, 1], [Some(60), Some(60), None, Some(60)]),
        line("BEL", "S", [10, 10], [Some(3), Some(1), Some(5), Some(5)]),
    ];
    assert_eq!(inside, expected);
    let outside = league(&figure, 5);
    let of = |nation: &str| outside.iter().find(|l| l.nation == nation).cloned().unwrap_or_else(|| panic!("{nation}"));
    let blank = of("FRA");
    assert_eq!((blank.files, blank.decided, blank.median, blank.low, blank.p90), (None, None, None, None, None));
    let thin = of("ITA");
    assert_eq!((thin.files, thin.decided), (Some(6), None), "one decided of six tells of one");
    assert_eq!((thin.median, thin.low, thin.high, thin.p90), (None, None, None, None), "and so does its time");
    assert_eq!(of("BEL"), expected[3]);
    assert_eq!(outside.first().map(|l| l.nation.as_str()), Some("BEL"), "what is blank comes last");
}

#[test]
fn cl_13_a_report_issued_before_a_section_came_in_is_read_without_it() {
    let text = r#"{"period": "2026-01", "small_cell": 0, "measures": [], "stock": [], "outlook": [], "holders": [], "urgencies": []}"#;
    let old: Monthly = serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}"));
    assert!(old.ageing.is_empty() && old.league.is_empty() && old.year_end.is_empty() && old.programme.is_empty());
    assert!(old.causes.is_empty() && old.registers.is_empty() && old.oldest.is_empty());
}
