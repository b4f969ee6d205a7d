//! Enrolment: how somebody comes by their password and their codes without anybody else knowing them. Two people each print one half of a
//! code and hand it over in person; with both halves, and within a day, the holder sets password and codes at the sign-in. The same way leads
//! back in when an authenticator is lost.

use kernel::{Duty, Id, Job, Record, RecordId, Refusal, Refused, Register, limits};

use super::{GRANTERS, WATCHERS, delegation};
use crate::command::{Command, CommandDef, Context, Loader};
use crate::crypto::sha256;
use crate::identity::{Account, ApiToken, Credential};
use crate::transition::Micros;
use crate::{Changes, Error};

/// The job that sets what a holder brought with both halves of their code.
pub const JOB: Job = Job::named("enrolment");
/// An hour, in microseconds.
const HOUR: i64 = 3_600_000_000;

/// A code in two halves, of which the house keeps the hashes alone.
#[derive(Clone, Debug, Register)]
#[register(name = "enrolments", prefix = "enr", title = &[], marking = "U", seen_by = WATCHERS,
           views = &[kernel::ViewDef { name: "newest", by: "begun_at", descending: true }])]
pub struct Enrolment {
    /// Whose account.
    #[field(list)]
    pub account: Id<Account>,
    /// Who printed the first half.
    #[field(list)]
    pub first_by: Id<Account>,
    /// Hash of the first half.
    pub first_half: Vec<u8>,
    /// When.
    #[field(list)]
    pub begun_at: Micros,
    /// Who printed the second half.
    #[field(list)]
    pub second_by: Option<Id<Account>>,
    /// Hash of the second half.
    pub second_half: Option<Vec<u8>>,
    /// Until when both halves serve.
    #[field(list)]
    pub ends_at: Option<Micros>,
    /// When they were used.
    #[field(list)]
    pub used_at: Option<Micros>,
}

/// The hash under which a half is kept: of its letters and digits alone, however it is typed.
pub fn half_hash(typed: &str) -> Vec<u8> {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    sha256(&[b"enrolment\0", plain.as_bytes()]).to_vec()
}

/// Prints the first half of a code for somebody else's account.
#[derive(Clone, Debug, kernel::Fields)]
pub struct BeginEnrolment {
    /// Whose account.
    #[field(hidden)]
    pub account: Id<Account>,
    /// Hash of the half that is printed; the server makes it.
    #[field(hidden)]
    pub half: Option<Vec<u8>>,
}

impl Command for BeginEnrolment {
    const NAME: &'static str = "enrolments.begin";
    const DUTIES: &'static [Duty] = GRANTERS;
    const ON: Option<&'static str> = Some("accounts");
    const OFFERED: crate::command::Offered = &[("disabled", &["no"])];
    const IN_BROWSER: Option<&'static str> = Some("enrol-in-browser");
    const FRESH_CODE: bool = true;
    const PURPOSE: &'static str = "access";
    /// The account, and the codes made for it before.
    type Loaded = (Record<Account>, Vec<Record<Enrolment>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let account = loader.get(self.account)?;
        Ok((account, loader.facts(|view| view.having("account", self.account.raw()))?))
    }

    fn decide(&self, (account, before): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        of_another(&account, cx)?;
        let enrolment = Enrolment {
            account: self.account,
            first_by: Id::new(cx.account),
            first_half: printed(self.half.as_ref())?,
            begun_at: cx.micros(),
            second_by: None,
            second_half: None,
            ends_at: None,
            used_at: None,
        };
        let mut changes = Changes::new();
        // One code at a time: what was printed before serves no more.
        before.iter().filter(|e| e.body.used_at.is_none()).for_each(|e| changes.void(e));
        let id = changes.insert(cx.new_id(), &enrolment);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Whoever printed a half of their own code would have both in the end.
fn of_another(account: &Record<Account>, cx: &Context<'_>) -> Result<(), Refused> {
    if account.body.disabled {
        return Err(Refusal::new("account-closed").at("account").into());
    }
    if account.body.person == cx.person {
        return Err(Refusal::new("account-own").into());
    }
    Ok(())
}

fn printed(half: Option<&Vec<u8>>) -> Result<Vec<u8>, Refusal> {
    half.cloned().ok_or_else(|| Refusal::new("enrol-in-browser"))
}

/// Prints the second half: another person does.
#[derive(Clone, Debug, kernel::Fields)]
pub struct CompleteEnrolment {
    /// The code.
    #[field(hidden)]
    pub enrolment: Id<Enrolment>,
    /// Hash of the half that is printed; the server makes it.
    #[field(hidden)]
    pub half: Option<Vec<u8>>,
}

/// The code, whose account it is for, who printed the first half, and whether they are the deputy of who prints the second, or it theirs.
pub struct Begun {
    enrolment: Record<Enrolment>,
    account: Record<Account>,
    first: RecordId,
    tied: bool,
}

impl Command for CompleteEnrolment {
    const NAME: &'static str = "enrolments.complete";
    const DUTIES: &'static [Duty] = GRANTERS;
    const ON: Option<&'static str> = Some("enrolments");
    const IN_BROWSER: Option<&'static str> = Some("enrol-in-browser");
    const FRESH_CODE: bool = true;
    const PURPOSE: &'static str = "access";
    type Loaded = Begun;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let enrolment = loader.get(self.enrolment)?;
        let account = loader.get(enrolment.body.account)?;
        let (me, today) = (loader.view().person(), loader.view().today);
        loader.facts(|view| {
            let first = view.get(enrolment.body.first_by)?.body.person;
            let tied = delegation::ties(view, first, me, today)?;
            Ok(Begun { account, first, tied, enrolment })
        })
    }

    fn decide(&self, begun: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        of_another(&begun.account, cx)?;
        // Persons are compared, not accounts.
        if begun.first == cx.person {
            return Err(Refusal::new("same-person").into());
        }
        if begun.tied {
            return Err(Refusal::new("deputy-of-requester").into());
        }
        let enrolment = &begun.enrolment;
        if enrolment.head.void || enrolment.body.second_half.is_some() {
            return Err(Refusal::new("enrolment-complete").into());
        }
        if cx.micros().0 >= enrolment.body.begun_at.0 + limits::ENROLMENT_HOURS * HOUR {
            return Err(Refusal::new("request-lapsed").into());
        }
        let body = Enrolment {
            second_by: Some(Id::new(cx.account)),
            second_half: Some(printed(self.half.as_ref())?),
            ends_at: Some(Micros(cx.micros().0 + limits::ENROLMENT_HOURS * HOUR)),
            ..enrolment.body.clone()
        };
        let mut changes = Changes::new();
        changes.update(&enrolment.head, &body);
        changes.answer_with(enrolment.id());
        Ok(changes)
    }
}

/// Takes an account up with both halves: the holder, whom nobody knows yet, so that the system does it. It says the same whatever is wrong.
#[derive(Clone, Debug, kernel::Fields)]
pub struct TakeUp {
    /// Name typed at sign-in.
    #[field(hidden, max = 60)]
    pub login: String,
    /// Hash of the first half.
    #[field(hidden)]
    pub first_half: Vec<u8>,
    /// Hash of the second half.
    #[field(hidden)]
    pub second_half: Vec<u8>,
    /// argon2id hash of the password, with its parameters.
    #[field(hidden, max = 400)]
    pub password: String,
    /// Secret of the one-time codes.
    #[field(hidden, max = 120)]
    pub otp: String,
}

/// The account under that name, its codes, and what has proved until now that it is them.
pub struct Waiting {
    account: Record<Account>,
    enrolments: Vec<Record<Enrolment>>,
    credential: Option<Record<Credential>>,
    tokens: Vec<Record<ApiToken>>,
}

impl Command for TakeUp {
    const NAME: &'static str = "enrolments.take_up";
    const DUTIES: &'static [Duty] = &[];
    const JOBS: &'static [Job] = &[JOB];
    const PURPOSE: &'static str = "access";
    type Loaded = Option<Waiting>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.facts(|view| {
            let Some(account) = view.having::<Account>("login", self.login.as_str())?.into_iter().next() else { return Ok(None) };
            let id = account.head.id;
            let credential = view.having::<Credential>("account", id)?.into_iter().next();
            Ok(Some(Waiting { enrolments: view.having("account", id)?, tokens: view.having("account", id)?, account, credential }))
        })
    }

    fn decide(&self, waiting: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let wrong = || Refusal::new("enrolment-wrong");
        let Waiting { account, enrolments, credential, tokens } = waiting.filter(|w| !w.account.body.disabled).ok_or_else(wrong)?;
        let serves = |e: &Enrolment| {
            let in_time = e.ends_at.is_some_and(|until| cx.micros() < until);
            e.used_at.is_none() && in_time && e.first_half == self.first_half && e.second_half.as_ref() == Some(&self.second_half)
        };
        let enrolment = enrolments.iter().find(|e| serves(&e.body)).ok_or_else(wrong)?;
        let fresh = Credential { account: account.id(), password: self.password.clone(), otp: self.otp.clone() };
        let mut changes = Changes::new();
        match credential {
            Some(old) => changes.update(&old.head, &fresh),
            None => drop(changes.insert(cx.new_id(), &fresh)),
        }
        changes.update(&enrolment.head, &Enrolment { used_at: Some(cx.micros()), ..enrolment.body.clone() });
        // Whoever was signed in with what is replaced is out, and so are keys made with it.
        changes.sign_out.push(account.head.id);
        tokens.iter().for_each(|token| changes.void(token));
        Ok(changes)
    }
}

pub(super) fn commands() -> Vec<CommandDef> {
    vec![CommandDef::of::<BeginEnrolment>(), CommandDef::of::<CompleteEnrolment>(), CommandDef::of::<TakeUp>()]
}
