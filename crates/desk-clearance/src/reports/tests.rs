//! What leaves the office shows no small cells.

use kernel::measure::{Direction, Figure, Measure, Period, Row, Unit};
use kernel::{Duty, RecordId};

use spine::measures::MeasureTarget;

use super::rules::{Held, Point, line};

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
