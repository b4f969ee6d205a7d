//! Giving access in scope and ending any access.

use jiff::civil::Date;
use kernel::register::days_in_order;
use kernel::{Codes, Duty, Fields, Id, Level, Record, RecordId, Refusal, Refused, Register};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};
use spine::clearances::queries::{facts, rulebook};
use spine::clearances::record::SCOPE_CHARS_MAX;
use spine::clearances::{AccessAuthorisation, AuthorisationKind, Facts, Need, ScopeKind, rules, scoped};
use spine::people::Person;
use spine::policy::Rulebook;
use spine::posts::Post;

use crate::visits::VisitRequest;

/// Who asks that access be given, and who ends it.
pub(crate) const GIVERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer];
/// Whose permission it is: the head of office's, or of whom the head delegated the duty to.
pub(crate) const PERMITS: &[Duty] = &[Duty::Head];

/// The commands on access.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<Authorise>(), CommandDef::of::<Give>(), CommandDef::of::<End>()]
}

kernel::choices! {
    /// Access that counts only for one thing.
    pub enum ScopedKind { Provisional = "provisional", OneTime = "one_time", Emergency = "emergency", Meeting = "meeting" }
}

impl ScopedKind {
    /// The same among all kinds of access.
    pub const fn kind(self) -> AuthorisationKind {
        match self {
            Self::Provisional => AuthorisationKind::Provisional,
            Self::OneTime => AuthorisationKind::OneTime,
            Self::Emergency => AuthorisationKind::Emergency,
            Self::Meeting => AuthorisationKind::Meeting,
        }
    }
}

/// What access is asked for and when, as both forms ask: the one thing is a record of ours or a name.
#[derive(Clone, Debug, Fields)]
pub struct Asked {
    /// The visit it is for.
    pub visit: Option<Id<VisitRequest>>,
    /// The meeting or event it is for, as it is called.
    #[field(max = SCOPE_CHARS_MAX)]
    pub meeting: Option<String>,
    /// The document or case it is for, by its reference.
    #[field(max = SCOPE_CHARS_MAX)]
    pub matter: Option<String>,
    /// The post whose duties it is for.
    pub post: Option<Id<Post>>,
    /// Why it cannot wait.
    #[field(long)]
    pub need_to_know: String,
    /// First day.
    pub valid_from: Date,
    /// Last day, included.
    pub valid_until: Date,
}

impl Asked {
    /// Loads what is named.
    pub(crate) fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Named, Error> {
        Ok(Named {
            visit: self.visit.map(|id| loader.named("visit", id)).transpose()?,
            post: self.post.map(|id| loader.named("post", id)).transpose()?,
            meeting: self.meeting.clone(),
            matter: self.matter.clone(),
        })
    }
}

/// The one thing access is asked for.
#[derive(Clone, Debug, Default)]
pub struct Named {
    visit: Option<Record<VisitRequest>>,
    post: Option<Record<Post>>,
    meeting: Option<String>,
    matter: Option<String>,
}

impl Named {
    /// What it is, how it is called and which record of ours it is: exactly one thing is named.
    fn one(&self) -> Result<(ScopeKind, String, Option<RecordId>), Refusal> {
        let visit = self.visit.as_ref().map(|v| (ScopeKind::Visit, v.body.number.clone(), Some(v.head.id)));
        let post = self.post.as_ref().map(|p| (ScopeKind::Function, p.body.number.clone(), Some(p.head.id)));
        let meeting = self.meeting.clone().map(|name| (ScopeKind::Meeting, name, None));
        let matter = self.matter.clone().map(|name| (ScopeKind::Document, name, None));
        let mut named = [visit, meeting, matter, post].into_iter().flatten();
        named.next().filter(|_| named.next().is_none()).ok_or_else(|| Refusal::new("scope-not-one").at("visit"))
    }
}

/// Access in scope that somebody asks for.
pub(crate) struct Wish<'a> {
    pub person: &'a Record<Person>,
    pub kind: AuthorisationKind,
    pub level: &'a Level,
    pub categories: &'a Codes,
    pub asked: &'a Asked,
    pub named: &'a Named,
    pub case: Option<RecordId>,
}

/// What access is judged by before it is given.
pub type Ground = (Facts, Rulebook);

/// Loads it for a person.
pub(crate) fn ground(loader: &mut Loader<'_, '_>, person: Id<Person>) -> Result<Ground, Error> {
    Ok((facts(loader.view(), person)?, loader.facts(rulebook)?))
}

/// The access that was asked for, or all that stands against it.
pub(crate) fn given(wish: &Wish<'_>, (facts, rulebook): &Ground, cx: &Context<'_>) -> Result<AccessAuthorisation, Refused> {
    let mut wrong = Vec::new();
    let (from, until) = (wish.asked.valid_from, wish.asked.valid_until);
    let nation = wish.person.body.nationality.clone();
    for category in cx.policy.misplaced(wish.level, wish.categories) {
        wrong.push(Refusal::new("category-misplaced").at("categories").with("category", category));
    }
    // What was asked for in time is given from the day it was asked for, however late the second person gives it.
    if from < cx.today && cx.requester.is_none() {
        wrong.push(Refusal::new("access-begins-in-past").at("valid_from"));
    }
    wrong.extend(days_in_order(Some(from), Some(until), "valid_until"));
    let named = wish.named.one().map_err(|refusal| wrong.push(refusal)).ok();
    if wish.kind == AuthorisationKind::Meeting && named.as_ref().is_some_and(|(kind, ..)| *kind != ScopeKind::Meeting) {
        wrong.push(Refusal::new("meeting-access-for-meeting").at("meeting"));
    }
    let rule = rulebook.rule(&nation.0, &wish.level.0, from);
    match rule.and_then(|rule| rule.most_days(wish.kind)) {
        None => {
            let told = Refusal::new("access-without-rule").at("kind");
            wrong.push(told.with("nation", nation.0.as_str()).with("level", wish.level.0.as_str()));
        }
        Some(days) => {
            let last = from.checked_add(jiff::Span::new().days(i64::from(days) - 1)).unwrap_or(Date::MAX);
            if until > last {
                wrong.push(Refusal::new("access-too-long").at("valid_until").with("days", days.to_string()).with("date", last.to_string()));
            }
        }
    }
    // Whatever the rule lets it lack: nobody gets access whom the authority refused, or from whom it took the clearance away.
    let suspended = rules::suspended(facts, cx.today, rulebook, cx.policy).map(|since| ("decision-suspended", since));
    if let Some((_, since)) = suspended.or_else(|| scoped::barred(facts, wish.level, cx.today, cx.policy)) {
        wrong.push(Refusal::new("access-after-refusal").at("person").with("date", since.to_string()));
    }
    // What ends a clearance on a day ends what was given until then: given on that day it would count for nothing.
    if let Some((_, since)) = scoped::lapsed(facts, from, from) {
        wrong.push(Refusal::new("access-on-day-of-end").at("valid_from").with("date", since.to_string()));
    }
    let Some((kind, text, record)) = named.filter(|_| wrong.is_empty()) else { return Err(Refused(wrong)) };
    let what = Need::new(wish.level.clone(), wish.categories.clone());
    Ok(AccessAuthorisation {
        kind: wish.kind,
        need_to_know: Some(wish.asked.need_to_know.clone()),
        scope: Some(kind),
        scope_text: Some(text),
        scope_record: record,
        nation: Some(nation),
        case: wish.case,
        ..AccessAuthorisation::full(wish.person.id(), what, (from, Some(until)), (cx.recorder(), cx.person))
    })
}

/// Gives standing access again on the grant that stands, as when it was ended for a while or ran out before the grant; one person asks, another gives it.
#[derive(Clone, Debug, Fields)]
pub struct Authorise {
    /// For whom.
    #[field(hidden)]
    pub person: Id<Person>,
    /// What for.
    #[field(long)]
    pub need_to_know: String,
    /// Last day, included; the grant's when left out.
    pub valid_until: Option<Date>,
}

impl Command for Authorise {
    const NAME: &'static str = "access.authorise";
    const DUTIES: &'static [Duty] = GIVERS;
    const APPROVERS: &'static [Duty] = PERMITS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some(Person::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<Person>, Ground);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let person = loader.get(self.person)?;
        Ok((person, ground(loader, self.person)?))
    }

    fn decide(&self, (person, (facts, rulebook)): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let (what, granted_until) =
            rules::granted(&facts, cx.today, &rulebook, cx.policy).ok_or_else(|| Refusal::new("no-grant-stands"))?;
        let until = self.valid_until.or(granted_until);
        if until.is_some_and(|until| until < cx.today) {
            return Err(Refusal::new("until-before-from").at("valid_until").into());
        }
        if let (Some(until), Some(last)) = (until, granted_until)
            && until > last
        {
            return Err(Refusal::new("access-beyond-grant").at("valid_until").with("date", last.to_string()).into());
        }
        let rank = |level: &Level| cx.policy.rank(level);
        let enough = |have: &Need, lasts: Option<Date>| {
            rank(&have.level) >= rank(&what.level)
                && have.categories.holds_all(&what.categories)
                && lasts.is_none_or(|last| until.is_some_and(|until| until <= last))
        };
        if rules::permitted(&facts, cx.today, &rulebook, cx.policy).is_some_and(|(have, lasts)| enough(&have, lasts)) {
            return Err(Refusal::new("access-stands").into());
        }
        let full = AccessAuthorisation::full(person.id(), what, (cx.today, until), (cx.recorder(), cx.person));
        let mut changes = Changes::new();
        let id = changes.insert(cx.new_id(), &AccessAuthorisation { need_to_know: Some(self.need_to_know.clone()), ..full });
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Gives access for one thing; one person asks, another gives it.
#[derive(Clone, Debug, Fields)]
pub struct Give {
    /// For whom.
    #[field(hidden)]
    pub person: Id<Person>,
    /// How far it goes.
    pub kind: ScopedKind,
    /// The level.
    pub level: Level,
    /// The categories.
    pub categories: Codes,
    /// What it is for, and when.
    #[field(flatten)]
    pub asked: Asked,
}

impl Command for Give {
    const NAME: &'static str = "access.give";
    const DUTIES: &'static [Duty] = GIVERS;
    const APPROVERS: &'static [Duty] = PERMITS;
    const ADDS: Option<&'static str> = Some(AccessAuthorisation::NAME);
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some(Person::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<Person>, Named, Ground);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let person = loader.get(self.person)?;
        let named = self.asked.load(loader)?;
        let ground = ground(loader, self.person)?;
        Ok((person, named, ground))
    }

    fn decide(&self, (person, named, ground): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let wish = Wish {
            person: &person,
            kind: self.kind.kind(),
            level: &self.level,
            categories: &self.categories,
            asked: &self.asked,
            named: &named,
            case: None,
        };
        let access = given(&wish, &ground, cx)?;
        let mut changes = Changes::new();
        let id = changes.insert(cx.new_id(), &access);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Ends access before its time; it counts no more from today on.
#[derive(Clone, Debug, Fields)]
pub struct End {
    /// The access.
    #[field(hidden)]
    pub access: Id<AccessAuthorisation>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for End {
    const NAME: &'static str = "access.end";
    const DUTIES: &'static [Duty] = GIVERS;
    const ON: Option<&'static str> = Some(AccessAuthorisation::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = Record<AccessAuthorisation>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.access)
    }

    fn decide(&self, access: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        // Standing access may go on beyond its printed day, with a grant that is extended.
        let over = access.body.kind.is_scoped() && access.body.valid_until.is_some_and(|last| last < cx.today);
        if access.body.ended_on.is_some() || over {
            return Err(Refusal::new("access-over").into());
        }
        let ended = AccessAuthorisation { ended_on: Some(cx.today), end_reason: Some(self.reason.clone()), ..access.body.clone() };
        let mut changes = Changes::new();
        changes.update(&access.head, &ended);
        Ok(changes)
    }
}
