//! Letting a record go before others, for a time and by two people: one definition for every register that stands in the queue.

use jiff::civil::Date;
use kernel::{Refusal, Refused};
use ledger::Context;

use crate::limits;

kernel::choices! {
    /// How urgent a record is.
    pub enum Priority { Routine = "routine", Urgent = "urgent", Flash = "flash" }
}

/// Refuses an urgency that ends before it begins or lasts longer than the limit.
pub fn lasts(expires_on: Date, cx: &Context<'_>) -> Result<(), Refused> {
    let last = cx.today.checked_add(jiff::Span::new().days(limits::URGENCY_DAYS_MAX)).unwrap_or(Date::MAX);
    if expires_on < cx.today {
        return Err(Refusal::new("urgency-ends-before-it-begins").at("expires_on").into());
    }
    if expires_on > last {
        return Err(Refusal::new("urgency-too-long").at("expires_on").with("days", limits::URGENCY_DAYS_MAX.to_string()).into());
    }
    Ok(())
}

/// The priority a record begins its next step with: an urgency that has ended ends with the step it ended in.
pub fn carried(priority: Priority, urgent_until: Option<Date>, today: Date) -> (Priority, Option<Date>) {
    if urgent_until.is_some_and(|until| until < today) { (Priority::Routine, None) } else { (priority, urgent_until) }
}

/// Declares the two commands on the urgency of a register's records, `MakeUrgent` and `EndUrgency`. The register has the fields `state`,
/// `since`, `priority`, `priority_reason`, `urgent_until` and `lane`.
#[macro_export]
macro_rules! urgency_commands {
    ($(#[$of:meta])* $field:ident: $register:ident, $line:expr, $make:literal by $askers:expr, $end:literal by $enders:expr, $purpose:literal) => {
        /// Lets a record go before others until a day; a second person approves.
        #[derive(Clone, Debug, kernel::Fields)]
        pub struct MakeUrgent {
            $(#[$of])*
            #[field(hidden)]
            pub $field: kernel::Id<$register>,
            /// How urgent.
            pub level: $crate::cases::UrgencyLevel,
            /// Who asks for it.
            #[field(max = 120)]
            pub requester: String,
            /// Why.
            #[field(long)]
            pub reason: String,
            /// Last day of the urgency.
            pub expires_on: jiff::civil::Date,
        }

        impl ledger::Command for MakeUrgent {
            const NAME: &'static str = $make;
            const DUTIES: &'static [kernel::Duty] = $askers;
            const FOUR_EYES: bool = true;
            const ON: Option<&'static str> = Some(<$register as kernel::Register>::NAME);
            const OFFERED: ledger::command::Offered = &[("state", $line.lanes)];
            const PURPOSE: &'static str = $purpose;
            type Loaded = kernel::Record<$register>;

            fn load(&self, loader: &mut ledger::Loader<'_, '_>) -> Result<Self::Loaded, ledger::Error> {
                loader.get(self.$field)
            }

            fn decide(&self, record: Self::Loaded, cx: &ledger::Context<'_>) -> Result<ledger::Changes, kernel::Refused> {
                let state = record.body.state.code();
                if !$line.lanes.contains(&state) {
                    return Err(kernel::Refusal::new("state-not-allowed").with("state", state).into());
                }
                $crate::cases::urgency::lasts(self.expires_on, cx)?;
                let urgency = $crate::cases::Urgency {
                    register: <$register as kernel::Register>::NAME.to_owned(),
                    record: record.head.id,
                    person: record.head.subject,
                    level: self.level,
                    requester: self.requester.clone(),
                    reason: self.reason.clone(),
                    from_time: cx.micros(),
                    expires_on: self.expires_on,
                    recorded_by: cx.recorder(),
                    approved_by: cx.person,
                };
                let body = <$register>::clone(&record.body);
                let body = $register {
                    priority: self.level.priority(),
                    priority_reason: Some(self.reason.clone()),
                    urgent_until: Some(self.expires_on),
                    lane: $crate::cases::queue::set_apart(record.body.lane.as_deref()),
                    ..body
                };
                let mut changes = ledger::Changes::new();
                changes.update(&record.head, &body);
                changes.insert_in(cx.new_id(), &urgency, record.head.label.clone());
                changes.answer_with(record.id());
                Ok(changes)
            }
        }

        /// Ends the urgency of a record before its day.
        #[derive(Clone, Debug, kernel::Fields)]
        pub struct EndUrgency {
            $(#[$of])*
            #[field(hidden)]
            pub $field: kernel::Id<$register>,
        }

        impl ledger::Command for EndUrgency {
            const NAME: &'static str = $end;
            const DUTIES: &'static [kernel::Duty] = $enders;
            const ON: Option<&'static str> = Some(<$register as kernel::Register>::NAME);
            const OFFERED: ledger::command::Offered = &[("state", $line.lanes), ("priority", &["urgent", "flash"])];
            const PURPOSE: &'static str = $purpose;
            type Loaded = (kernel::Record<$register>, Vec<kernel::Record<$crate::cases::Urgency>>);

            fn load(&self, loader: &mut ledger::Loader<'_, '_>) -> Result<Self::Loaded, ledger::Error> {
                let record = loader.get(self.$field)?;
                Ok((record, $crate::cases::queries::urgencies(loader.view(), self.$field.raw())?))
            }

            fn decide(&self, (record, all): Self::Loaded, cx: &ledger::Context<'_>) -> Result<ledger::Changes, kernel::Refused> {
                if record.body.priority == $crate::cases::Priority::Routine {
                    return Err(kernel::Refusal::new("not-urgent").into());
                }
                let mut changes = ledger::Changes::new();
                // The lane stays apart until the step ends: what was urgent in it was held against the urgent target.
                let body = <$register>::clone(&record.body);
                changes.update(&record.head, &$register { priority: $crate::cases::Priority::Routine, urgent_until: None, ..body });
                for running in all.iter().filter(|u| u.body.expires_on >= cx.today) {
                    changes.update(&running.head, &$crate::cases::Urgency { expires_on: cx.today, ..running.body.clone() });
                }
                changes.answer_with(record.id());
                Ok(changes)
            }
        }
    };
}
