//! What leaves the office shows no small cells, and none that could be reckoned back.

use std::collections::{BTreeMap, BTreeSet};

use kernel::measure::{Direction, Figure, Measure, Period, Row, Unit};
use kernel::{Duty, RecordId};
use proptest::prelude::*;

use spine::measures::MeasureTarget;

use super::Monthly;
use super::cells::{Cell, Cells};
use super::rules::{Held, LeagueLine, Made, MeasureLine, PlanLine, Point, ageing, league, line};
use super::sums::{PlanCells, Sections};

const MEASURE: Measure =
    Measure { code: "KPI-CL-01", unit: Unit::Share, row_unit: Unit::Days, direction: Direction::Up, owner: Duty::Head, sample_min: 1 };

fn figure(counted: usize, of: usize) -> Figure {
    let row = |at: usize| Row { register: "people", id: RecordId([at as u8; 16]), counted: at < counted, part: String::new(), value: None };
    let mut figure = Figure::share((0..of).map(row).collect());
    figure.part("part:covered", Unit::Share, figure.value, figure.numerator, figure.denominator);
    figure
}

fn month(text: &str) -> Period {
    Period::parse(text).unwrap_or_else(|| panic!("{text}"))
}

/// A measure with figures of March and, where there is another, of February.
fn held<'a>(measure: &'a Measure, target: Option<&'a MeasureTarget>, figures: Vec<Figure>) -> Held<'a> {
    let months = ["2026-02", "2026-03"].into_iter().skip(2 - figures.len());
    let points = months.zip(figures).map(|(of, figure)| Point { period: month(of), figure, target });
    Held { measure, points: points.collect() }
}

/// The lines of some measures, with the sections that stand beside them.
fn lines(held: &[Held<'_>], small: i64, sections: impl FnOnce(&mut Cells) -> Sections) -> (Cells, Vec<MeasureLine>) {
    let mut cells = Cells::new(small);
    let made = Made::new(&mut cells, held);
    let sections = sections(&mut cells);
    sections.hold(&mut cells, |code| made.of(code).map(|(_, lines)| lines), true);
    cells.close();
    let lines = held.iter().map(|h| line(&cells, h, made.of(h.measure.code), small)).collect();
    (cells, lines)
}

fn cell(counted: usize, of: usize, small: i64) -> Option<i64> {
    let wanted = MeasureTarget { measure: MEASURE.code.to_owned(), target: 1, floor: None };
    let held = [held(&MEASURE, Some(&wanted), vec![figure(counted, of), figure(counted, of)])];
    let line = lines(&held, small, |_| Sections::default()).1.remove(0);
    assert_eq!((line.value, line.value), (line.parts[0].value, line.before));
    assert!(line.trend.iter().all(|t| t.value == line.value) && line.trend.len() == 2);
    if line.value.is_none() {
        assert_eq!((line.numerator, line.denominator, line.parts[0].numerator), (None, None, None), "nor what it could be told from");
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

/// Where a count stands in a table: its row and its column, the last of each being the totals.
type Place = (usize, usize);

/// A table of counts with its totals.
#[derive(Clone, Debug)]
struct Counted(Vec<Vec<i64>>);

impl Counted {
    /// With its totals: of each row, of each column, of all.
    fn whole(inner: &[Vec<i64>]) -> Self {
        let mut all: Vec<Vec<i64>> = inner.iter().map(|row| row.iter().copied().chain([row.iter().sum()]).collect()).collect();
        let totals = (0..all[0].len()).map(|at| all.iter().map(|row| row[at]).sum()).collect();
        all.push(totals);
        Self(all)
    }

    fn places(&self) -> impl Iterator<Item = Place> + use<> {
        let (rows, columns) = (self.0.len(), self.0[0].len());
        (0..rows).flat_map(move |row| (0..columns).map(move |column| (row, column)))
    }

    fn at(&self, (row, column): Place) -> i64 {
        self.0[row][column]
    }

    /// Which places the rule leaves to be read.
    fn shown(&self, small: i64) -> BTreeSet<Place> {
        let mut cells = Cells::new(small);
        let at: BTreeMap<Place, Cell> = self.places().map(|place| (place, cells.cell(self.at(place)))).collect();
        let (last_row, last_column) = (self.0.len() - 1, self.0[0].len() - 1);
        for row in 0..=last_row {
            cells.adds_up(at[&(row, last_column)], &(0..last_column).map(|column| at[&(row, column)]).collect::<Vec<_>>(), 0);
        }
        for column in 0..=last_column {
            cells.adds_up(at[&(last_row, column)], &(0..last_row).map(|row| at[&(row, column)]).collect::<Vec<_>>(), 0);
        }
        cells.close();
        at.into_iter().filter(|(_, cell)| cells.shows(*cell)).map(|(place, _)| place).collect()
    }

    /// What may stand in each place for somebody who reads those that are shown and knows that a blank is not zero: every table of counts that agrees is tried, as far
    /// as none differs by more than one from what is true.
    fn readings(&self, shown: &BTreeSet<Place>) -> BTreeMap<Place, BTreeSet<i64>> {
        let (rows, columns) = (self.0.len() - 1, self.0[0].len() - 1);
        let inner: Vec<Place> = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))).collect();
        let mut found: BTreeMap<Place, BTreeSet<i64>> = BTreeMap::new();
        let mut tried = vec![vec![0; columns]; rows];
        self.fill(&inner, shown, &mut tried, &mut found);
        found
    }

    fn fill(&self, left: &[Place], shown: &BTreeSet<Place>, tried: &mut Vec<Vec<i64>>, found: &mut BTreeMap<Place, BTreeSet<i64>>) {
        let Some((place, left)) = left.split_first() else {
            let whole = Self::whole(tried);
            let agrees = |place: &Place| whole.at(*place) == self.at(*place);
            if shown.iter().all(agrees) {
                whole.places().for_each(|place| {
                    found.entry(place).or_default().insert(whole.at(place));
                });
            }
            return;
        };
        let is = self.at(*place);
        let may = if shown.contains(place) { is..=is } else { (is - 1).max(1)..=is + 1 };
        for value in may {
            tried[place.0][place.1] = value;
            self.fill(left, shown, tried, found);
        }
    }
}

/// What is small and can be told: only one count agrees with all that is shown.
fn told(table: &Counted, shown: &BTreeSet<Place>, small: i64) -> Vec<Place> {
    let readings = table.readings(shown);
    table.places().filter(|place| (1..small).contains(&table.at(*place)) && readings[place].len() < 2).collect()
}

#[test]
fn done_cl_15_without_the_rule_a_table_tells_what_is_blank() {
    // One blank in a row with its total; and two that can only both be one.
    for row in [vec![3, 10, 27], vec![1, 1, 27]] {
        let table = Counted::whole(&[row]);
        let small: BTreeSet<Place> = table.places().filter(|place| !(1..5).contains(&table.at(*place))).collect();
        assert!(!told(&table, &small, 5).is_empty(), "{table:?}");
        assert!(told(&table, &table.shown(5), 5).is_empty(), "{table:?}");
    }
    let table = Counted::whole(&[vec![3, 10, 27]]);
    assert_eq!(table.shown(5), BTreeSet::from([(0, 2), (0, 3), (1, 2), (1, 3)]), "the smallest other, and not the total");
}

proptest! {
    #[test]
    fn done_cl_15_no_small_cell_of_a_table_can_be_reckoned_from_what_is_shown(
        columns in 1_usize..=3,
        counts in prop::collection::vec(prop_oneof![Just(0_i64), 1_i64..5, 5_i64..12, 12_i64..60], 3..=9),
    ) {
        let rows: Vec<Vec<i64>> = counts.chunks_exact(columns).take(3).map(<[i64]>::to_vec).collect();
        let table = Counted::whole(&rows);
        let shown = table.shown(5);
        for place in table.places() {
            prop_assert!(!shown.contains(&place) || !(1..5).contains(&table.at(place)), "{place:?} is small");
            prop_assert!(shown.contains(&place) || table.at(place) != 0, "a zero is told");
        }
        prop_assert_eq!(told(&table, &shown, 5), Vec::<Place>::new(), "{:?} shows {:?}", table, shown);
        prop_assert_eq!(table.shown(0).len(), table.places().count(), "inside the office nothing is blank");
        if table.places().all(|place| !(1..5).contains(&table.at(place))) {
            prop_assert_eq!(shown.len(), table.places().count(), "nothing is blank for nothing");
        }
    }
}

const BACKLOG: Measure = Measure { code: "KPI-CL-10", unit: Unit::Count, direction: Direction::Down, ..MEASURE };

/// A backlog by age, with what came in and went out.
fn backlog(ages: [i64; 3], opened: i64, closed: i64) -> Figure {
    let open = ages.iter().sum();
    let mut figure = Figure { value: Some(open), numerator: open, denominator: open, ..Figure::default() };
    for (age, count) in ["0-30", "31-90", "365"].into_iter().zip(ages) {
        figure.part(format!("age:{age}"), Unit::Count, Some(count), count, open);
    }
    figure.part("part:opened", Unit::Count, Some(opened), opened, opened);
    figure.part("part:closed", Unit::Count, Some(closed), closed, closed);
    figure.part("part:net-flow", Unit::Count, Some(closed - opened), closed, opened);
    figure
}

fn part(line: &MeasureLine, key: &str) -> Option<i64> {
    line.parts.iter().find(|part| part.key == key).and_then(|part| part.value)
}

#[test]
fn done_cl_15_what_is_blank_in_one_section_is_told_by_no_other() {
    // Nine with an age, nine by nation and level; three came in and twelve went, of whom seven otherwise than by a grant.
    let of = [held(&BACKLOG, None, vec![backlog([40, 0, 9], 9, 9), backlog([3, 10, 27], 3, 12)])];
    let (mut stock, mut exits) = (Vec::new(), Vec::new());
    let (cells, all) = lines(&of, 5, |cells| {
        stock = [2, 9, 29].map(|open| cells.cell(open)).to_vec();
        exits = [7].map(|count| cells.cell(count)).to_vec();
        Sections { stock: stock.clone(), exits: exits.clone(), ..Sections::default() }
    });
    let shown = |of: &[Cell]| of.iter().map(|cell| cells.shown(*cell)).collect::<Vec<_>>();
    assert_eq!((all[0].value, all[0].before), (Some(40), Some(49)));
    assert_eq!(["age:0-30", "age:31-90", "age:365"].map(|key| part(&all[0], key)), [None, None, Some(27)]);
    assert_eq!(shown(&stock), [None, None, Some(29)]);
    // Three came in, and 49 and 40 with twelve gone would tell it: neither is told, nor the difference.
    assert_eq!(["part:opened", "part:closed", "part:net-flow"].map(|key| part(&all[0], key)), [None, None, None]);
    assert_eq!(shown(&exits), [Some(7)], "of how many is not told");
    let mut cells = Cells::new(5);
    let made = Made::new(&mut cells, &of);
    cells.close();
    let ages = ageing(&cells, made.of(BACKLOG.code).unwrap_or_else(|| panic!("a backlog")));
    assert_eq!(ages.iter().map(|line| line.open).collect::<Vec<_>>(), [None, None, Some(27)], "the section is the breakdown");
    // Seven otherwise than by a grant of ten: three were granted, and that is not told either.
    let of = [held(&BACKLOG, None, vec![backlog([30, 30, 30], 20, 10)])];
    let (cells, all) = lines(&of, 5, |cells| {
        exits = [7].map(|count| cells.cell(count)).to_vec();
        Sections { exits: exits.clone(), ..Sections::default() }
    });
    assert_eq!((cells.shown(exits[0]), part(&all[0], "part:closed")), (None, Some(10)));
}

#[test]
fn done_cl_15_one_breach_of_many_is_blank_with_its_length_and_weeks_do_not_tell_each_other() {
    let steps = Measure { code: "KPI-CL-05", ..MEASURE };
    let mut figure = Figure { value: Some(9_900), numerator: 99, denominator: 100, ..Figure::default() };
    figure.part("part:breach-p90", Unit::WorkingDays, Some(1_200), 1, 100);
    let cliff = Measure { code: "KPI-CL-04", unit: Unit::Count, ..MEASURE };
    let mut ends = Figure { value: Some(12), numerator: 12, denominator: 200, ..Figure::default() };
    for (weeks, count) in [(4, 10), (12, 12), (26, 30)] {
        ends.part(format!("weeks:{weeks}"), Unit::Count, Some(count), count, 200);
        ends.part(format!("weeks:{weeks} part:risk"), Unit::Expected, Some(count * 100), count, 200);
    }
    let of = [held(&steps, None, vec![figure]), held(&cliff, None, vec![ends])];
    let (cells, all) = lines(&of, 5, |cells| Sections { holders: [4, 66, 130].map(|n| cells.cell(n)).to_vec(), ..Sections::default() });
    assert_eq!((all[0].value, part(&all[0], "part:breach-p90")), (None, None));
    // Two more within twelve weeks than within four.
    assert_eq!(part(&all[1], "weeks:4"), None);
    assert_eq!((part(&all[1], "weeks:12"), part(&all[1], "weeks:26")), (Some(12), Some(30)));
    assert_eq!(part(&all[1], "weeks:4 part:risk"), None, "nor what is expected of them");
    drop(cells);
}

#[test]
fn done_cl_15_the_programme_shows_what_the_plan_says_anyway_and_no_small_count_of_files() {
    let plan = |sample: Option<i64>, files: i64, faulty: i64| PlanLine {
        sample,
        audits: 2,
        closed: 2,
        files: Some(files),
        findings: Some(faulty),
        faulty: Some(faulty),
        ..PlanLine::default()
    };
    let read = |line: PlanLine| {
        let mut cells = Cells::new(5);
        let plan = PlanCells::new(&mut cells, &line);
        cells.close();
        let line = plan.read(&cells, line);
        (line.files, line.findings, line.faulty)
    };
    assert_eq!(read(plan(Some(12), 24, 6)), (Some(24), Some(6), Some(6)));
    assert_eq!(read(plan(Some(2), 4, 0)), (Some(4), Some(0), Some(0)), "two of two each, says the plan");
    assert_eq!(read(plan(None, 4, 0)), (None, Some(0), Some(0)), "all there are");
    assert_eq!(read(plan(Some(12), 3, 0)), (None, Some(0), Some(0)), "fewer than the plan would draw: as many as there are");
    assert_eq!(read(plan(Some(12), 24, 22)), (Some(24), Some(22), None), "two were without a defect");
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
    let decided = rows.iter().filter(|row| row.counted).count() as i64;
    let mut figure = Figure { value: None, numerator: decided, denominator: rows.len() as i64, rows, parts: Vec::new() };
    for (part, decided, files) in [("BEL level:S", 10, 10), ("FRA level:TS", 3, 4), ("ITA level:S", 1, 6), ("NOR level:S", 1, 5)] {
        figure.part(format!("nation:{part} percentile:50"), Unit::Days, None, decided, files);
    }
    let measure = Measure { code: "KPI-CL-07", unit: Unit::Days, ..MEASURE };
    let of = [held(&measure, None, vec![figure])];
    let told = |small: i64| {
        let mut cells = Cells::new(small);
        let made = Made::new(&mut cells, &of);
        cells.close();
        league(&cells, made.of(measure.code).unwrap_or_else(|| panic!("a figure")), small)
    };
    let inside = told(0);
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
    let outside = told(5);
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
