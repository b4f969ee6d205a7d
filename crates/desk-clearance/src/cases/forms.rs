//! The forms a person fills in: which, when they went where, and when the copies were destroyed; never what stands in them (design decision 8).
//! The moves of the case keep it. By hand are entered the form and its days with the person alone: whose it is says the case, and what the checks, the
//! dispatch and the destruction say is said by them.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Record, Refusal, Refused, Register, Value};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};
use spine::clearances::commands::outgoing_letter;
use spine::mail::MailItem;
use spine::people::Person;

use super::PscCase;
use super::commands::{WORKERS, step};
use super::reasons::Defects;

/// The commands on forms that are no move of the case.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<Enter>(), CommandDef::of::<Edit>(), CommandDef::of::<Destroy>()]
}

kernel::choices! {
    /// What the last check of the forms found.
    pub enum Checklist { Passed = "checklist_passed", Defects = "checklist_defects" }
}

/// The forms of a case.
#[derive(Clone, Debug, Register)]
#[register(name = "questionnaires", prefix = "qst", title = &["form", "edition"], subject = Some("person"), seen_by = spine::OFFICE,
           rule = days_follow, views = &[kernel::ViewDef { name: "newest", by: "sent_on", descending: true }])]
pub struct QuestionnaireTracker {
    /// The case.
    #[field(list)]
    pub case: Id<PscCase>,
    /// Whose.
    #[field(list)]
    pub person: Id<Person>,
    /// Which form.
    #[field(search, list, max = 80)]
    pub form: String,
    /// Its edition.
    #[field(list, max = 40)]
    pub edition: Option<String>,
    /// In which language.
    #[field(list, max = 40)]
    pub form_language: Option<String>,
    /// When it went to the person.
    #[field(list)]
    pub sent_on: Date,
    /// When it came back, at last.
    #[field(list)]
    pub returned_on: Option<Date>,
    /// What the last check found.
    #[field(list)]
    pub checklist: Option<Checklist>,
    /// When it went to the authority.
    #[field(list)]
    pub dispatched_on: Option<Date>,
    /// When the copies were destroyed.
    #[field(list)]
    pub destroyed_on: Option<Date>,
    /// How, and who saw it.
    #[field(max = 200)]
    pub destroyed_how: Option<String>,
}

impl QuestionnaireTracker {
    /// A form as it went to the person of a case on a day.
    fn sent(case: &Record<PscCase>, which: &WhichForm, sent_on: Date) -> Self {
        let WhichForm { form, edition, form_language } = which.clone();
        Self {
            case: case.id(),
            person: case.body.person,
            form,
            edition,
            form_language,
            sent_on,
            returned_on: None,
            checklist: None,
            dispatched_on: None,
            destroyed_on: None,
            destroyed_how: None,
        }
    }
}

/// A form comes back, goes on and is destroyed after it was sent.
fn days_follow(values: &[Value]) -> Vec<Refusal> {
    let day = |name: &str| {
        let value = QuestionnaireTracker::DEF.position(name).and_then(|at| values.get(at)).and_then(Value::text);
        value.and_then(|text| text.parse::<Date>().ok())
    };
    let sent = day("sent_on");
    let later = ["returned_on", "dispatched_on", "destroyed_on"].into_iter().filter(|name| day(name).is_some_and(|on| Some(on) < sent));
    later.map(|name| Refusal::new("form-before-sent").at(name)).collect()
}

/// A case with its forms that are neither with the authority nor destroyed.
type WithForms = (Record<PscCase>, Vec<Record<QuestionnaireTracker>>);

fn with_forms(loader: &mut Loader<'_, '_>, case: Id<PscCase>) -> Result<WithForms, Error> {
    let case = loader.get(case)?;
    let all = loader.view().having::<QuestionnaireTracker>("case", case.head.id)?;
    let here = all.into_iter().filter(|form| form.body.dispatched_on.is_none() && form.body.destroyed_on.is_none());
    // The permit is asked about each of them, for they are written.
    let forms = here.map(|form| loader.get(form.id())).collect::<Result<_, _>>()?;
    Ok((case, forms))
}

/// Writes what became of the forms after the move of their case.
fn kept(mut moved: Changes, forms: &[Record<QuestionnaireTracker>], edit: impl Fn(&mut QuestionnaireTracker)) -> Changes {
    for form in forms {
        let mut body = form.body.clone();
        edit(&mut body);
        moved.update(&form.head, &body);
    }
    moved
}

/// All that is wrong with a form as it is entered by hand.
fn entered(form: &QuestionnaireTracker, cx: &Context<'_>) -> Result<(), Refused> {
    let ahead = [("sent_on", Some(form.sent_on)), ("returned_on", form.returned_on)].into_iter().filter(|(_, on)| *on > Some(cx.today));
    let mut wrong: Vec<Refusal> = ahead.map(|(name, _)| Refusal::new("date-in-future").at(name)).collect();
    wrong.extend(days_follow(&form.to_values()));
    Refused::unless_empty(wrong)
}

/// Which form, as whoever sends it knows it.
#[derive(Clone, Debug, PartialEq, Eq, Fields)]
pub struct WhichForm {
    /// Its name.
    #[field(max = 80)]
    pub form: String,
    /// Its edition.
    #[field(max = 40)]
    pub edition: Option<String>,
    /// In which language.
    #[field(max = 40)]
    pub form_language: Option<String>,
}

/// Enters a form that follows the invitation.
#[derive(Clone, Debug, Fields)]
pub struct Enter {
    /// The case.
    pub case: Id<PscCase>,
    /// Which form it is.
    #[field(flatten)]
    pub which: WhichForm,
    /// When it went to the person.
    pub sent_on: Date,
}

impl Command for Enter {
    const NAME: &'static str = "questionnaires.add";
    const DUTIES: &'static [Duty] = WORKERS;
    const ADDS: Option<&'static str> = Some(QuestionnaireTracker::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = Record<PscCase>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.named("case", self.case)
    }

    fn decide(&self, case: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let form = QuestionnaireTracker::sent(&case, &self.which, self.sent_on);
        entered(&form, cx)?;
        let mut changes = Changes::new();
        let id = changes.insert(cx.new_id(), &form);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Puts right what was entered about a form, while there are copies of it.
#[derive(Clone, Debug, Fields)]
pub struct Edit {
    /// The form.
    #[field(hidden)]
    pub questionnaire: Id<QuestionnaireTracker>,
    /// Which form it is.
    #[field(flatten)]
    pub which: WhichForm,
    /// When it went to the person.
    pub sent_on: Date,
    /// When it came back, at last.
    pub returned_on: Option<Date>,
}

impl Command for Edit {
    const NAME: &'static str = "questionnaires.edit";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(QuestionnaireTracker::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = Record<QuestionnaireTracker>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.questionnaire)
    }

    fn decide(&self, before: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        // Nobody can look any more whether it is so.
        if let Some(on) = before.body.destroyed_on {
            return Err(Refusal::new("form-not-here-any-more").with("date", on.to_string()).into());
        }
        let WhichForm { form, edition, form_language } = self.which.clone();
        let (sent_on, returned_on) = (self.sent_on, self.returned_on);
        let form = QuestionnaireTracker { form, edition, form_language, sent_on, returned_on, ..before.body.clone() };
        entered(&form, cx)?;
        let mut changes = Changes::new();
        changes.update(&before.head, &form);
        Ok(changes)
    }
}

/// Invites the person, with the notice in their language and the forms of their nation.
#[derive(Clone, Debug, Fields)]
pub struct InviteSubject {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// Edition of the notice and consent form that was sent.
    #[field(max = 40)]
    pub consent_notice: String,
    /// The form that was sent along; none when it follows, and is entered then.
    #[field(max = 80)]
    pub form: Option<String>,
    /// Its edition.
    #[field(max = 40)]
    pub edition: Option<String>,
    /// Its language.
    #[field(max = 40)]
    pub form_language: Option<String>,
}

impl Command for InviteSubject {
    const NAME: &'static str = "case.invite_subject";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = Record<PscCase>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.case)
    }

    fn decide(&self, case: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = step(&case, cx, None, None, |c| c.consent_notice = Some(self.consent_notice.clone()))?;
        match &self.form {
            Some(form) => {
                let which = WhichForm { form: form.clone(), edition: self.edition.clone(), form_language: self.form_language.clone() };
                changes.insert(cx.new_id(), &QuestionnaireTracker::sent(&case, &which, cx.today));
            }
            None if self.edition.is_some() || self.form_language.is_some() => {
                return Err(Refusal::new("field-required").at("form").into());
            }
            None => {}
        }
        Ok(changes)
    }
}

/// The forms go back to the person.
#[derive(Clone, Debug, Fields)]
pub struct ReturnForCorrection {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// What was found.
    #[field(flatten)]
    pub found: Defects,
    /// What must be corrected.
    #[field(long)]
    pub defects: String,
}

impl Command for ReturnForCorrection {
    const NAME: &'static str = "case.return_for_correction";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = WithForms;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        with_forms(loader, self.case)
    }

    fn decide(&self, (case, forms): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let moved = step(&case, cx, Some(&self.defects), None, |_| {})?.coded(self.found.found()?);
        Ok(kept(moved, &forms, |form| form.checklist = Some(Checklist::Defects)))
    }
}

/// The forms are complete; the actor is the named checker.
#[derive(Clone, Debug, Fields)]
pub struct Complete {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// Every item of the checklist was checked.
    pub checklist_done: bool,
}

impl Command for Complete {
    const NAME: &'static str = "case.complete";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = WithForms;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        with_forms(loader, self.case)
    }

    fn decide(&self, (case, forms): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if !self.checklist_done {
            return Err(Refusal::new("checklist-not-done").at("checklist_done").into());
        }
        let moved = step(&case, cx, None, None, |c| c.checked_by = Some(cx.person))?;
        Ok(kept(moved, &forms, |form| (form.returned_on, form.checklist) = (Some(cx.today), Some(Checklist::Passed))))
    }
}

/// The forms went to the authority.
#[derive(Clone, Debug, Fields)]
pub struct Dispatch {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// The registered letter.
    pub mail_item: Id<MailItem>,
}

impl Command for Dispatch {
    const NAME: &'static str = "case.dispatch";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (WithForms, Record<MailItem>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((with_forms(loader, self.case)?, loader.named("mail_item", self.mail_item)?))
    }

    fn decide(&self, ((case, forms), mail): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        outgoing_letter(&mail, Some(case.body.person.raw()), "mail_item")?;
        let moved = step(&case, cx, None, Some(mail.head.id), |c| c.sent_by = Some(mail.id()))?;
        Ok(kept(moved, &forms, |form| form.dispatched_on = Some(cx.today)))
    }
}

/// The copies of a form that were here are destroyed.
#[derive(Clone, Debug, Fields)]
pub struct Destroy {
    /// The form.
    #[field(hidden)]
    pub questionnaire: Id<QuestionnaireTracker>,
    /// When.
    pub destroyed_on: Date,
    /// How, and who saw it.
    #[field(max = 200)]
    pub destroyed_how: String,
}

impl Command for Destroy {
    const NAME: &'static str = "questionnaires.destroy";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(QuestionnaireTracker::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = Record<QuestionnaireTracker>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.questionnaire)
    }

    fn decide(&self, form: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        if let Some(on) = form.body.destroyed_on {
            wrong.push(Refusal::new("form-destroyed-already").with("date", on.to_string()));
        }
        if self.destroyed_on > cx.today {
            wrong.push(Refusal::new("date-in-future").at("destroyed_on"));
        }
        if self.destroyed_on < form.body.sent_on {
            wrong.push(Refusal::new("form-before-sent").at("destroyed_on"));
        }
        Refused::unless_empty(wrong)?;
        let how = Some(self.destroyed_how.clone());
        let mut changes = Changes::new();
        let destroyed = QuestionnaireTracker { destroyed_on: Some(self.destroyed_on), destroyed_how: how, ..form.body.clone() };
        changes.update(&form.head, &destroyed);
        Ok(changes)
    }
}
