//! Breaking the glass: for an hour, reading only, desk and membership are lifted for whoever gives a reason; two people look at it afterwards.

use kernel::{Duty, Id, RecordId, Refusal, Refused, Register, ViewDef, limits};

use crate::command::{Command, CommandDef, Context, Loader};
use crate::identity::Account;
use crate::transition::Micros;
use crate::{Changes, Error};

/// Duties that look at it afterwards.
pub const REVIEWERS: &[Duty] = &[Duty::Head, Duty::Auditor];

kernel::choices! {
    /// What two people found.
    pub enum GlassFinding { Justified = "justified", NotJustified = "not_justified" }
}

/// One time the glass was broken.
#[derive(Clone, Debug, Register)]
#[register(name = "broken_glass", prefix = "brk", title = &["reason"], subject = Some("person"), marking = "U", seen_by = REVIEWERS,
           indexes = &["account, ends_at"], views = &[ViewDef { name: "newest", by: "opened_at", descending: true }])]
pub struct BrokenGlass {
    /// The account.
    #[field(list)]
    pub account: Id<Account>,
    /// Who.
    pub person: RecordId,
    /// Why.
    #[field(list, long)]
    pub reason: String,
    /// When.
    #[field(list)]
    pub opened_at: Micros,
    /// Until when.
    #[field(list)]
    pub ends_at: Micros,
    /// What two people found.
    #[field(list)]
    pub finding: Option<GlassFinding>,
    /// In words.
    #[field(long)]
    pub remarks: Option<String>,
    /// When they found it.
    #[field(list)]
    pub reviewed_at: Option<Micros>,
}

/// Breaks the glass.
#[derive(Clone, Debug, kernel::Fields)]
pub struct BreakGlass {
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for BreakGlass {
    const NAME: &'static str = "emergency.break_glass";
    const DUTIES: &'static [Duty] = Duty::READERS;
    const IN_BROWSER: Option<&'static str> = Some("glass-in-browser");
    const PURPOSE: &'static str = "emergency";
    type Loaded = ();

    fn load(&self, _: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok(())
    }

    fn decide(&self, (): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if self.reason.trim().chars().count() < limits::GLASS_REASON_CHARS_MIN {
            return Err(Refusal::new("glass-reason").at("reason").with("min", limits::GLASS_REASON_CHARS_MIN.to_string()).into());
        }
        let opened_at = cx.micros();
        let broken = BrokenGlass {
            account: Id::new(cx.account),
            person: cx.person,
            reason: self.reason.clone(),
            opened_at,
            ends_at: Micros(opened_at.0 + limits::GLASS_MINUTES * 60_000_000),
            finding: None,
            remarks: None,
            reviewed_at: None,
        };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &broken);
        Ok(changes)
    }
}

on_record! {
    /// Says what was found; a second person approves, and neither is the one who did it.
    Review = "emergency.review" on broken: BrokenGlass, by REVIEWERS, for "emergency", approved by REVIEWERS, {
        /// What was found.
        finding: GlassFinding,
        /// In words.
        #[field(long)]
        remarks: String,
    }
    |this, broken, cx| {
        if broken.body.finding.is_some() {
            return Err(Refusal::new("glass-reviewed").into());
        }
        let body = BrokenGlass {
            finding: Some(this.finding),
            remarks: Some(this.remarks.clone()),
            reviewed_at: Some(cx.micros()),
            ..broken.body.clone()
        };
        let mut changes = Changes::new();
        changes.update(&broken.head, &body);
        Ok(changes)
    }
}

pub(super) fn commands() -> Vec<CommandDef> {
    vec![CommandDef::of::<BreakGlass>(), CommandDef::of::<Review>()]
}
