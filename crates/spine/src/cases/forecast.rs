//! When the office comes to what stands in its line, and what letting one record go first does to the others; pure.

use kernel::calendar::Openings;

use super::rules::{QueueLine, in_order};

/// Weeks over which throughput is counted.
pub const THROUGHPUT_WEEKS: i64 = 13;
/// Fewest steps in these weeks from which a pace is learned.
pub const STEPS_LEARNED_MIN: i64 = 10;
/// Steps that end on a working day where no pace was learned yet: an assumption, told wherever it is used.
pub const STEPS_A_DAY_ASSUMED: i64 = 1;

/// How fast the office ends the steps of a line: so many in so much working time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Steps that ended.
    pub steps: i64,
    /// The working time in which they did, in microseconds.
    pub worked: i64,
    /// Whether it was learned, or is assumed.
    pub learned: bool,
}

impl Pace {
    /// What the last weeks teach: the steps that ended in so much working time; the assumption where there were too few. `day` is one
    /// working day.
    pub const fn new(steps: i64, worked: i64, day: i64) -> Self {
        if steps >= STEPS_LEARNED_MIN && worked > 0 {
            Self { steps, worked, learned: true }
        } else {
            Self { steps: STEPS_A_DAY_ASSUMED, worked: day, learned: false }
        }
    }

    /// When the step of the record at a place of the line ends, the first place being 0; `None` beyond what the calendar reaches.
    pub fn ends(&self, place: usize, office: &Openings, now: i64) -> Option<i64> {
        let places = i128::try_from(place).ok()? + 1;
        let time = places * i128::from(self.worked) / i128::from(self.steps.max(1));
        office.after(now, i64::try_from(time).ok()?)
    }

    /// Steps a working day, in tenths.
    pub fn a_day(&self, day: i64) -> i64 {
        let tenths = i128::from(self.steps) * 10 * i128::from(day) / i128::from(self.worked.max(1));
        i64::try_from(tenths).unwrap_or(i64::MAX)
    }
}

/// Where a record stands in the line, and when its step ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Its place, the first being 0.
    pub place: usize,
    /// The end of its step.
    pub ends: Option<i64>,
}

/// A record without and with the urgency of another, or with its own.
#[derive(Clone, Debug)]
pub struct Shift {
    /// The record as it stands in the queue.
    pub line: QueueLine,
    /// As things are.
    pub without: Turn,
    /// With the urgency.
    pub with: Turn,
}

/// What an urgency does: to the record itself, and to those it goes before.
#[derive(Clone, Debug, Default)]
pub struct Shifts {
    /// The record that becomes urgent; none while it does not wait for the office.
    pub own: Option<Shift>,
    /// The records whose turn comes later, in their order.
    pub displaced: Vec<Shift>,
}

/// What it does to a line of records that wait for the office that one of them is urgent. `others` are the others in any order, `without` and
/// `with` the record as it stands and as it would.
pub fn shifts(mut others: Vec<QueueLine>, without: QueueLine, with: QueueLine, pace: &Pace, office: &Openings, now: i64) -> Shifts {
    in_order(&mut others);
    let id = without.id;
    let place_of = |line: QueueLine| {
        let mut all = others.clone();
        all.push(line);
        in_order(&mut all);
        all.iter().position(|l| l.id == id).unwrap_or(others.len())
    };
    let own = with.clone();
    let (before, after) = (place_of(without), place_of(with));
    let turn = |place: usize| Turn { place, ends: pace.ends(place, office, now) };
    // Whoever stood between its new place and its old one comes one place later; an urgency that moves it back displaces nobody.
    let between = others.into_iter().enumerate().skip(after).take(before.saturating_sub(after));
    let displaced = between.map(|(place, line)| Shift { line, without: turn(place), with: turn(place + 1) });
    Shifts { own: Some(Shift { line: own, without: turn(before), with: turn(after) }), displaced: displaced.collect() }
}

#[cfg(test)]
mod tests {
    use kernel::calendar::Calendar;
    use kernel::{ClockOwner, RecordId};
    use proptest::prelude::*;

    use super::super::rules::{Due, Standing};
    use super::*;

    const HOUR: i64 = 3_600_000_000;

    fn line(number: u8, at: i64, urgent: bool) -> QueueLine {
        let due = Due { at: Some(at), used: 0, target: HOUR, day: 24 * HOUR, standing: Standing::InTime };
        QueueLine {
            register: "psc_cases",
            work: kernel::Work::Cases,
            id: RecordId([number; 16]),
            person: None,
            state: "requested",
            since: i64::from(number),
            urgent,
            paused: false,
            owner: ClockOwner::Office,
            due: Some(due),
        }
    }

    fn always() -> Openings {
        let day = |text: &str| text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
        Calendar::continuous().openings(day("1970-01-01"), day("1975-12-31"))
    }

    /// The whole line with its dates, by plain code.
    fn plainly(mut all: Vec<QueueLine>, pace: &Pace, office: &Openings) -> Vec<(RecordId, Option<i64>)> {
        in_order(&mut all);
        all.iter().enumerate().map(|(place, l)| (l.id, pace.ends(place, office, 0))).collect()
    }

    #[test]
    fn cl_11_a_pace_is_learned_from_ten_steps_on_and_assumed_below() {
        let day = 8 * HOUR;
        let learned = Pace::new(20, 10 * day, day);
        assert_eq!((learned.learned, learned.a_day(day)), (true, 20));
        for (steps, worked) in [(9, 10 * day), (20, 0), (0, 0)] {
            let assumed = Pace::new(steps, worked, day);
            assert_eq!((assumed.learned, assumed.a_day(day)), (false, 10), "{steps} in {worked}");
        }
        // Two steps a day: the first ends after half a day, the fourth after two.
        let office = always();
        assert_eq!((learned.ends(0, &office, 0), learned.ends(3, &office, HOUR)), (Some(day / 2), Some(2 * day + HOUR)));
        assert_eq!(learned.ends(usize::MAX, &office, 0), None, "beyond every calendar");
    }

    proptest! {
        #[test]
        fn cl_11_who_is_displaced_comes_later_nobody_sooner_and_the_work_is_the_same(
            dues in prop::collection::vec((0..50_i64, any::<bool>()), 1..40),
            chosen in any::<prop::sample::Index>(),
            due in 0..50_i64,
            steps in 1..40_i64,
        ) {
            let all: Vec<QueueLine> = (0..).zip(&dues).map(|(n, (at, urgent))| line(n, *at, *urgent)).collect();
            let without = all[chosen.index(all.len())].clone();
            let was = without.due.and_then(|d| d.at).unwrap_or(0);
            let with = line(without.id.0[0], due.min(was), true);
            let others: Vec<QueueLine> = all.iter().filter(|l| l.id != without.id).cloned().collect();
            let (pace, office) = (Pace::new(steps + STEPS_LEARNED_MIN, 100 * HOUR, 24 * HOUR), always());
            let told = shifts(others.clone(), without.clone(), with.clone(), &pace, &office, 0);
            let own = told.own.clone().unwrap_or_else(|| panic!("it waits"));
            let before = plainly(all, &pace, &office);
            let after = plainly(others.into_iter().chain([with]).collect(), &pace, &office);
            // The record itself comes no later, and as many others are displaced as it gained places.
            prop_assert!(own.with.place <= own.without.place);
            prop_assert_eq!(told.displaced.len(), own.without.place - own.with.place);
            // Each of them stands where plain code puts it, one place later; everybody else as before.
            let ends = |all: &[(RecordId, Option<i64>)], id: RecordId| all.iter().find(|(of, _)| *of == id).and_then(|(_, at)| *at);
            let late: Vec<RecordId> = told.displaced.iter().map(|s| s.line.id).collect();
            for shift in &told.displaced {
                prop_assert_eq!(shift.without.place + 1, shift.with.place);
                prop_assert_eq!(shift.without.ends, ends(&before, shift.line.id));
                prop_assert_eq!(shift.with.ends, ends(&after, shift.line.id));
                prop_assert!(shift.with.ends >= shift.without.ends);
            }
            for (id, at) in before.iter().filter(|(id, _)| *id != own.line.id && !late.contains(id)) {
                prop_assert_eq!(*at, ends(&after, *id));
            }
            prop_assert_eq!(own.with.ends, ends(&after, own.line.id));
            // Order is kept among the others, and what is done when is the same in all.
            let order = |all: &[(RecordId, Option<i64>)]| all.iter().map(|l| l.0).filter(|id| *id != own.line.id).collect::<Vec<_>>();
            prop_assert_eq!(order(&before), order(&after));
            prop_assert_eq!(before.iter().map(|l| l.1).collect::<Vec<_>>(), after.iter().map(|l| l.1).collect::<Vec<_>>());
            // An urgency that changes nothing displaces nobody.
            let same: Vec<QueueLine> = dues.iter().zip(0..).map(|((at, urgent), n)| line(n, *at, *urgent)).filter(|l| l.id != without.id).collect();
            prop_assert!(shifts(same, without.clone(), without, &pace, &office, 0).displaced.is_empty());
        }
    }

    #[test]
    fn cl_11_an_urgency_whose_target_is_longer_displaces_nobody() {
        let others = vec![line(1, 10, false), line(2, 20, false)];
        let (pace, office) = (Pace::new(10, 10 * HOUR, 24 * HOUR), always());
        let told = shifts(others, line(3, 5, false), line(3, 30, true), &pace, &office, 0);
        assert!(told.displaced.is_empty());
        assert_eq!(told.own.map(|own| (own.without.place, own.with.place)), Some((0, 2)));
    }
}
