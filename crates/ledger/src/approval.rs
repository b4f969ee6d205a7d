//! Four eyes: a command that needs a second person is stored frozen, with its hash, and carried out unchanged when another person, with the
//! same right, approves. Any edit of the frozen text voids it.

use jiff::civil::Date;
use kernel::{Duty, FieldDef, Id, Record, RecordId, Refusal, Refused, Register, Value};

use crate::command::{Command, CommandDef, Context, Loader};
use crate::crypto::{b64u, sha256};
use crate::identity::Account;
use crate::log::canonical;
use crate::rights::delegation;
use crate::transition::Micros;
use crate::{Changes, Error};

/// What the entry of a request is called, until it is decided.
pub const ASKED: &str = "approvals.ask";

kernel::choices! {
    /// Where a frozen request stands.
    pub enum ApprovalState { Pending = "pending", Approved = "approved", Rejected = "rejected" }
}

/// A frozen request.
#[derive(Clone, Debug, Register)]
#[register(name = "approvals", prefix = "apr", title = &["command"], subject = Some("person"), seen_by = Duty::COLLEAGUES,
           views = &[kernel::ViewDef { name: "newest", by: "requested_at", descending: true }])]
pub struct Approval {
    /// The command.
    #[field(list)]
    pub command: String,
    /// Its frozen input.
    #[field(long, max = kernel::limits::FROZEN_INPUT_CHARS_MAX)]
    pub input: String,
    /// SHA-256 of command and input.
    #[field(max = 64)]
    pub digest: String,
    /// The record it acts on.
    #[field(list)]
    pub record: Option<RecordId>,
    /// The register of that record.
    pub register: Option<String>,
    /// The person it is about, if it is about one.
    pub person: Option<RecordId>,
    /// The account that asked.
    #[field(list)]
    pub requester: Id<Account>,
    /// The account in whose place it asked, as a deputy.
    pub behalf: Option<Id<Account>>,
    /// When.
    #[field(list)]
    pub requested_at: Micros,
    /// Where it stands.
    #[field(list)]
    pub state: ApprovalState,
    /// The account that decided.
    pub decided_by: Option<Id<Account>>,
    /// When.
    pub decided_at: Option<Micros>,
    /// Why it was rejected.
    #[field(long)]
    pub reason: Option<String>,
}

/// The frozen form of an input: canonical, so that equal inputs have equal hashes.
pub fn freeze(fields: &[FieldDef], values: &[Value]) -> String {
    canonical::object(fields.iter().zip(values).filter_map(|(f, v)| canonical::value(v).map(|text| (f.name, text))).collect())
}

/// Back from the frozen form.
pub fn thaw(fields: &[FieldDef], frozen: &str) -> Result<Vec<Value>, Error> {
    let damaged = || Error::Stored("a frozen request is damaged".to_owned());
    let serde_json::Value::Object(members) = serde_json::from_str(frozen).map_err(|_| damaged())? else { return Err(damaged()) };
    fields.iter().map(|f| members.get(f.name).map_or(Ok(Value::Null), |v| crate::json::value_from(f.kind, v).ok_or_else(damaged))).collect()
}

/// What both people put their name to.
pub fn digest(command: &str, frozen: &str) -> String {
    b64u(&sha256(&[command.as_bytes(), b"\0", frozen.as_bytes()]))
}

/// Who asked: the person, the one in whose place they asked, and whether the approver is the deputy of either or they the approver's.
pub struct Asking {
    people: Vec<RecordId>,
    tied: bool,
}

/// Approves a frozen request: the writer then carries it out in the same transaction.
#[derive(Clone, Debug, kernel::Fields)]
pub struct Approve {
    /// The request.
    #[field(hidden)]
    pub approval: Id<Approval>,
    /// The hash the approver saw.
    #[field(hidden)]
    pub digest: String,
}

impl Command for Approve {
    const NAME: &'static str = "approvals.approve";
    const DUTIES: &'static [Duty] = Duty::COLLEAGUES;
    const ON: Option<&'static str> = Some("approvals");
    const IN_BROWSER: Option<&'static str> = Some("approve-in-browser");
    const FRESH_CODE: bool = true;
    const PURPOSE: &'static str = "four_eyes";
    type Loaded = (Record<Approval>, Asking);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let approval = loader.get(self.approval)?;
        let (me, today) = (loader.view().person(), loader.view().today);
        let asking = loader.facts(|view| {
            let accounts = [Some(approval.body.requester), approval.body.behalf];
            let mut people = Vec::new();
            let mut tied = false;
            for account in accounts.into_iter().flatten() {
                let person = view.get(account)?.body.person;
                people.push(person);
                tied = tied || delegation::ties(view, person, me, today)?;
            }
            Ok(Asking { people, tied })
        })?;
        Ok((approval, asking))
    }

    fn decide(&self, (approval, asking): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        pending(&approval, cx.today, cx)?;
        // Persons are compared, not accounts.
        if asking.people.contains(&cx.person) || approval.body.person == Some(cx.person) {
            return Err(Refusal::new("same-person").into());
        }
        if asking.tied {
            return Err(Refusal::new("deputy-of-requester").into());
        }
        let honest = digest(&approval.body.command, &approval.body.input);
        if approval.body.digest != self.digest || honest != self.digest {
            return Err(Refusal::new("request-changed").into());
        }
        Ok(decided(&approval, ApprovalState::Approved, None, cx))
    }
}

/// Turns a frozen request down, or takes one's own back.
#[derive(Clone, Debug, kernel::Fields)]
pub struct Reject {
    /// The request.
    #[field(hidden)]
    pub approval: Id<Approval>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for Reject {
    const NAME: &'static str = "approvals.reject";
    const DUTIES: &'static [Duty] = Duty::COLLEAGUES;
    const ON: Option<&'static str> = Some("approvals");
    const PURPOSE: &'static str = "four_eyes";
    type Loaded = Record<Approval>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.approval)
    }

    fn decide(&self, approval: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        pending(&approval, cx.today, cx)?;
        Ok(decided(&approval, ApprovalState::Rejected, Some(self.reason.clone()), cx))
    }
}

fn pending(approval: &Record<Approval>, _: Date, cx: &Context<'_>) -> Result<(), Refused> {
    let lapses = approval.body.requested_at.0 + kernel::limits::APPROVAL_DAYS * 86_400_000_000;
    match approval.body.state {
        ApprovalState::Pending if cx.now.as_microsecond() >= lapses => Err(Refusal::new("request-lapsed").into()),
        ApprovalState::Pending => Ok(()),
        _ => Err(Refusal::new("request-decided").into()),
    }
}

fn decided(approval: &Record<Approval>, state: ApprovalState, reason: Option<String>, cx: &Context<'_>) -> Changes {
    let body = Approval { state, reason, decided_by: Some(Id::new(cx.account)), decided_at: Some(cx.micros()), ..approval.body.clone() };
    let mut changes = Changes::new();
    changes.update(&approval.head, &body);
    changes
}

pub(crate) fn commands() -> [CommandDef; 2] {
    [CommandDef::of::<Approve>(), CommandDef::of::<Reject>()]
}
