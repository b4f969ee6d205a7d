//! What leaves the office must not be reckoned back (decision 0042): a count that is too small to show is blank, and so are as many others of its
//! sums as it takes for no reader to tell it from what is left. One rule for every section; pure.
//!
//! A zero is shown: it tells of nobody, and that nothing happened is what most readers look for. So whoever reads a blank knows that it is not zero, and the rule reckons with that:
//! a sum of two whose blanks are both one tells both.

use std::collections::BTreeSet;

/// A count of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell(usize);

/// The counts of a report and the sums in which they stand.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    small: i64,
    counts: Vec<i64>,
    blank: Vec<bool>,
    /// Cells with their signs; what they come to is known to every reader.
    sums: Vec<Vec<(usize, i64)>>,
    /// The sums of each cell.
    stands_in: Vec<Vec<usize>>,
}

/// Changes that are tried before it is said that there is no other way to fill the blanks: then more is blanked, never less.
const TRIES_MAX: usize = 10_000;

impl Cells {
    /// No cell yet; counts below `small` are to be told by nothing.
    pub fn new(small: i64) -> Self {
        Self { small, ..Self::default() }
    }

    /// A count that is printed, unless it is small.
    pub fn cell(&mut self, count: i64) -> Cell {
        self.counts.push(count);
        self.blank.push(self.is_small(count));
        self.stands_in.push(Vec::new());
        Cell(self.counts.len() - 1)
    }

    /// A count that nobody prints, but that follows from those that are.
    pub fn unprinted(&mut self, count: i64) -> Cell {
        let cell = self.cell(count);
        self.blank[cell.0] |= count != 0;
        cell
    }

    const fn is_small(&self, count: i64) -> bool {
        count > 0 && count < self.small
    }

    /// A count that was taken for one that nobody prints, and is printed.
    pub fn prints(&mut self, cell: Cell) {
        self.blank[cell.0] = self.is_small(self.counts[cell.0]);
    }

    /// What a total has beyond its parts.
    fn left(&self, total: Cell, parts: &[Cell]) -> i64 {
        self.counts[total.0] - parts.iter().map(|part| self.counts[part.0]).sum::<i64>()
    }

    /// A total is its parts and the rest, which is printed nowhere; none where nothing is left. Parts that come to more than the total are no sum of it.
    pub fn sum(&mut self, total: Cell, parts: &[Cell]) -> Option<Cell> {
        let left = self.left(total, parts);
        let rest = (left > 0).then(|| self.unprinted(left));
        let all: Vec<Cell> = parts.iter().copied().chain(rest).collect();
        self.adds_up(total, &all, 0);
        rest
    }

    /// A total is its parts, if that is what they come to, up to what rounding takes.
    pub fn adds_up(&mut self, total: Cell, parts: &[Cell], slack: i64) {
        if self.left(total, parts).abs() <= slack && !parts.contains(&total) {
            self.balance(&[total], parts);
        }
    }

    /// The ones are as much as the others, or differ by what every reader knows.
    pub fn balance(&mut self, ones: &[Cell], others: &[Cell]) {
        let at = self.sums.len();
        let signed = ones.iter().map(|cell| (cell.0, 1)).chain(others.iter().map(|cell| (cell.0, -1)));
        self.sums.push(signed.collect());
        for cell in ones.iter().chain(others) {
            self.stands_in[cell.0].push(at);
        }
    }

    /// What it counts, whoever reads it.
    pub fn count(&self, cell: Cell) -> i64 {
        self.counts[cell.0]
    }

    /// Whether a cell is shown.
    pub fn shows(&self, cell: Cell) -> bool {
        !self.blank[cell.0]
    }

    /// A cell as it may be read.
    pub fn shown(&self, cell: Cell) -> Option<i64> {
        self.shows(cell).then(|| self.count(cell))
    }

    /// Blanks more until no small cell can be told: each time the smallest other that is not zero and hides it, else the smallest beside it. Ends, for each
    /// time one cell more is blank.
    pub fn close(&mut self) {
        while let Some((told, beside)) = self.told() {
            let hides = |cells: &mut Self, other: usize| {
                cells.blank[other] = true;
                let open = cells.is_open(told);
                cells.blank[other] = false;
                open
            };
            let mut smallest = beside.clone();
            smallest.sort_by_key(|other| (self.counts[*other], *other));
            let next = smallest.into_iter().find(|other| hides(self, *other)).unwrap_or(beside[0]);
            self.blank[next] = true;
        }
    }

    /// A small cell that can be told while something is left to blank for it, and what that is.
    fn told(&self) -> Option<(usize, Vec<usize>)> {
        let small = (0..self.counts.len()).filter(|at| self.is_small(self.counts[*at]) && !self.is_open(*at));
        small.map(|at| (at, self.beside(at))).find(|(_, beside)| !beside.is_empty())
    }

    /// The cells that are shown and not zero in the sums of a cell, and in those that share a blank with them; the nearest first, the smaller first.
    fn beside(&self, cell: usize) -> Vec<usize> {
        let (mut sums, mut at, mut found) = (self.stands_in[cell].clone(), 0, Vec::new());
        while at < sums.len() {
            let here: BTreeSet<usize> = sums[at..].iter().flat_map(|sum| &self.sums[*sum]).map(|(other, _)| *other).collect();
            at = sums.len();
            let (blank, shown): (Vec<usize>, Vec<usize>) = here.into_iter().partition(|other| self.blank[*other]);
            let mut shown: Vec<usize> = shown.into_iter().filter(|other| self.counts[*other] != 0 && !found.contains(other)).collect();
            shown.sort_by_key(|other| self.counts[*other]);
            found.extend(shown);
            for sum in blank.iter().flat_map(|other| &self.stands_in[*other]) {
                if !sums.contains(sum) {
                    sums.push(*sum);
                }
            }
        }
        found
    }

    /// Whether a blank could be one more or one less than it is, for all that is shown: then there are two ways to fill it.
    fn is_open(&self, cell: usize) -> bool {
        [1, -1].into_iter().any(|step| {
            let mut fill = Fill { cells: self, steps: vec![0; self.counts.len()], off: vec![0; self.sums.len()], left: TRIES_MAX };
            fill.can(cell, step) && fill.steps_to(cell, step)
        })
    }
}

/// Another way to fill the blanks, each by one more, one less or as it is; sought one sum after the other.
struct Fill<'a> {
    cells: &'a Cells,
    steps: Vec<i64>,
    /// By how much each sum is off.
    off: Vec<i64>,
    left: usize,
}

impl Fill<'_> {
    /// A blank is at least one, and is changed once.
    fn can(&self, cell: usize, step: i64) -> bool {
        self.cells.blank[cell] && self.steps[cell] == 0 && self.cells.counts[cell] + step > 0
    }

    fn turn(&mut self, cell: usize, step: i64) {
        self.steps[cell] += step;
        for sum in &self.cells.stands_in[cell] {
            let weight = self.cells.sums[*sum].iter().find(|(other, _)| *other == cell).map_or(0, |(_, weight)| *weight);
            self.off[*sum] += step * weight;
        }
    }

    /// Changes a cell, and others until no sum is off; or leaves all as it was.
    fn steps_to(&mut self, cell: usize, step: i64) -> bool {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            return false;
        }
        self.turn(cell, step);
        let Some(sum) = self.off.iter().position(|off| *off != 0) else { return true };
        let wanted = -self.off[sum].signum();
        for &(other, weight) in &self.cells.sums[sum] {
            if self.can(other, wanted * weight) && self.steps_to(other, wanted * weight) {
                return true;
            }
        }
        self.turn(cell, -step);
        false
    }
}
