//! Kinds of work, and which of them go first while a crisis posture holds. The one rule by which work is put in order by its kind.

crate::choices! {
    /// A kind of work that waits for somebody, whichever desk it waits at.
    pub enum Work {
        Cases = "cases", Tickets = "tickets", Tasks = "tasks", Approvals = "approvals", Letters = "letters", Mail = "mail", Receipts = "receipts",
        OnCall = "on_call", Alarms = "alarms", Glass = "glass", Expiries = "expiries", Visits = "visits",
    }
}

/// The kinds of work that go first, each posture's in its order; empty when none is in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Priorities(Vec<Vec<Work>>);

impl Priorities {
    /// Those of the postures in force.
    pub fn new(postures: impl IntoIterator<Item = Vec<Work>>) -> Self {
        Self(postures.into_iter().filter(|named| !named.is_empty()).collect())
    }

    /// Which place a kind of work has: what is named first by any posture comes first, what none names comes last.
    pub fn place(&self, work: Option<Work>) -> usize {
        let at = |named: &Vec<Work>| named.iter().position(|one| Some(*one) == work);
        self.0.iter().filter_map(at).min().unwrap_or(usize::MAX)
    }

    /// Puts what is named before the rest; within one kind, and among what is not named, the order stays.
    pub fn first<T>(&self, items: &mut [T], work: impl Fn(&T) -> Option<Work>) {
        items.sort_by_key(|item| self.place(work(item)));
    }

    /// The kinds that are named, in their order, each once.
    pub fn named(&self) -> Vec<Work> {
        let mut named: Vec<Work> = Vec::new();
        for work in self.0.iter().flatten() {
            if !named.contains(work) {
                named.push(*work);
            }
        }
        named.sort_by_key(|work| self.place(Some(*work)));
        named
    }
}

#[cfg(test)]
mod tests {
    use super::{Priorities, Work};

    #[test]
    fn sp_16_what_a_posture_names_goes_first_in_its_order_and_the_rest_stays_as_it_was() {
        let all = [Some(Work::Tasks), None, Some(Work::Cases), Some(Work::Tickets), Some(Work::Cases)];
        let order = |priorities: &Priorities| {
            let mut items: Vec<_> = all.iter().copied().enumerate().collect();
            priorities.first(&mut items, |(_, work)| *work);
            items.into_iter().map(|(at, _)| at).collect::<Vec<_>>()
        };
        assert_eq!(order(&Priorities::default()), [0, 1, 2, 3, 4]);
        let one = Priorities::new([vec![Work::Tickets, Work::Cases]]);
        assert_eq!(order(&one), [3, 2, 4, 0, 1]);
        // Of two postures each one's first goes first.
        let two = Priorities::new([vec![Work::Tickets, Work::Cases], vec![], vec![Work::Tasks]]);
        assert_eq!(order(&two), [0, 3, 2, 4, 1]);
        assert_eq!(two.named(), [Work::Tickets, Work::Tasks, Work::Cases]);
    }
}
