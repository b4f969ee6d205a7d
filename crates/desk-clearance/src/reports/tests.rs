//! What leaves the office shows no small cells.

use kernel::measure::{Direction, Figure, Measure, Row, Unit};
use kernel::{Duty, RecordId};

use super::rules::{Held, line};

const MEASURE: Measure = Measure {
    code: "KPI-CL-01",
    unit: Unit::Share,
    row_unit: Unit::Days,
    direction: Direction::Up,
    owner: Duty::Head,
    sample_min: 1,
    missing: None,
};

fn figure(counted: usize, of: usize) -> Figure {
    let row = |at: usize| Row { register: "people", id: RecordId([at as u8; 16]), counted: at < counted, part: String::new(), value: None };
    let mut figure = Figure::share((0..of).map(row).collect());
    figure.part("part:covered", Unit::Share, figure.value, figure.numerator, figure.denominator);
    figure
}

fn cell(counted: usize, of: usize, small: i64) -> Option<i64> {
    let held = Held { measure: &MEASURE, figure: Some(figure(counted, of)), before: Some(1), target: None };
    let line = line(&held, small);
    assert_eq!(line.value, line.parts[0].value);
    if line.value.is_none() {
        assert_eq!(
            (line.numerator, line.denominator, line.parts[0].numerator, line.before),
            (0, 0, 0, None),
            "nor what it could be told from"
        );
    }
    line.value
}

#[test]
fn cl_13_small_cells_are_blank_outside_and_so_is_what_tells_them() {
    // Fewer than five counted, fewer than five not counted, fewer than five in all.
    for (counted, of) in [(4, 100), (97, 100), (2, 4), (1, 1)] {
        assert_eq!(cell(counted, of, 5), None, "{counted} of {of}");
        assert!(cell(counted, of, 0).is_some(), "the office sees {counted} of {of}");
    }
    for (counted, of) in [(5, 100), (0, 100), (100, 100), (95, 100), (5, 10)] {
        assert!(cell(counted, of, 5).is_some(), "{counted} of {of}");
    }
}
