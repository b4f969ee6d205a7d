//! Opening a dossier, adding volumes, lending it out and back, handing it on, archiving, giving away and destroying it.

use jiff::Span;
use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Level, Record, Refusal, Refused, Register};
use ledger::identity::Account;
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};

use super::contents::CheckContents;
use super::{Dossier, DossierMovement, DossierSeries, DossierState, DossierVolume, MovementKind};
use crate::cabinet::{KEEPERS, Place};
use crate::limits;
use crate::people::Person;
use crate::retention::rules::Keeping;
use crate::retention::{self, Trigger};
use crate::series;
use crate::tasks::commands::colleague;

/// The commands on dossiers.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Open>(),
        CommandDef::of::<AddVolume>(),
        CommandDef::of::<CheckContents>(),
        CommandDef::of::<CheckOut>(),
        CommandDef::of::<Return>(),
        CommandDef::of::<Transfer>(),
        CommandDef::of::<Recall>(),
        CommandDef::of::<Rest>(),
        CommandDef::of::<Reactivate>(),
        CommandDef::of::<Archive>(),
        CommandDef::of::<GiveAway>(),
        CommandDef::of::<Destroy>(),
    ]
}

/// Name of the series dossiers are numbered in.
const SERIES: &str = "DOS";

/// Opens a dossier for a person.
#[derive(Clone, Debug, Fields)]
pub struct Open {
    /// About whom.
    #[field(hidden)]
    pub person: Id<Person>,
    /// Its series.
    pub series: DossierSeries,
    /// The marking on its cover.
    pub level: Level,
    /// Where it belongs.
    pub place: Id<Place>,
}

impl Command for Open {
    const NAME: &'static str = "dossier.open";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ADDS: Option<&'static str> = Some(Dossier::NAME);
    const ON: Option<&'static str> = Some(Person::NAME);
    const PURPOSE: &'static str = "cabinet";
    type Loaded = (Record<Person>, Record<Place>, series::Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let (person, place) = (loader.get(self.person)?, loader.named("place", self.place)?);
        let year = i64::from(loader.view().today.year());
        Ok((person, place, series::load(loader.view(), SERIES, year)?))
    }

    fn decide(&self, (person, place, standing): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&standing, SERIES, year, cx.new_id(), &mut changes);
        let dossier = Dossier {
            reference: format!("{SERIES}/{year}/{number:04}"),
            person: person.id(),
            series: self.series,
            level: self.level.clone(),
            state: DossierState::Active,
            since: cx.micros(),
            label_code: kernel::label_code(cx.new_id()),
            home: place.id(),
            place: place.id(),
            custodian: None,
            due_back: None,
            volumes: 1,
            retention_trigger: None,
            keep_until: None,
        };
        let id = begin(&mut changes, cx.new_id(), &dossier, None, cx);
        let volume = DossierVolume { dossier: id, person: person.id(), volume: 1, opened_on: cx.today, contents: None };
        changes.insert(cx.new_id(), &volume);
        changes.answer_with(id);
        Ok(changes)
    }
}

on_record! {
    /// Adds a volume.
    AddVolume = "dossier.add_volume" on dossier: Dossier, by KEEPERS, for "cabinet", {
        /// First day of what is in it.
        opened_on: Date,
        /// What is in it; neutral.
        contents: Option<String>,
    }
    |this, dossier, cx| {
        if !dossier.body.state.held() {
            return Err(Refusal::new("state-not-allowed").with("state", dossier.body.state.code()).into());
        }
        let volume = dossier.body.volumes + 1;
        let mut changes = Changes::new();
        changes.update(&dossier.head, &Dossier { volumes: volume, ..dossier.body.clone() });
        let (dossier, person) = (dossier.id(), dossier.body.person);
        changes.insert(cx.new_id(), &DossierVolume { dossier, person, volume, opened_on: this.opened_on, contents: this.contents.clone() });
        Ok(changes)
    }
}

/// Lends a dossier to a colleague.
#[derive(Clone, Debug, Fields)]
pub struct CheckOut {
    /// The dossier.
    #[field(hidden)]
    pub dossier: Id<Dossier>,
    /// To whom; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
    /// Why.
    #[field(long)]
    pub reason: String,
    /// When it is due back.
    pub due_back: Date,
}

/// Who takes a dossier.
type Taker = Record<Account>;

fn taker(loader: &mut Loader<'_, '_>, named: Option<&str>) -> Result<Taker, Error> {
    let account = colleague(loader, named, "colleague")?;
    loader.facts(|view| view.get(account))
}

/// Nobody has the dossier about themselves.
fn not_their_own(dossier: &Record<Dossier>, taker: &Taker) -> Result<(), Refused> {
    let own = taker.body.person == dossier.body.person.raw();
    if own { Err(Refusal::new("dossier-about-them").at("colleague").into()) } else { Ok(()) }
}

/// Not past, and not too far ahead.
fn due(day: Date, cx: &Context<'_>) -> Result<Option<Date>, Refused> {
    let last = cx.today.checked_add(Span::new().days(limits::LENT_DAYS_MAX)).unwrap_or(Date::MAX);
    if day < cx.today {
        return Err(Refusal::new("date-in-past").at("due_back").into());
    }
    if day > last {
        return Err(Refusal::new("dossier-lent-too-long").at("due_back").with("days", limits::LENT_DAYS_MAX.to_string()).into());
    }
    Ok(Some(day))
}

/// The dossier in its new hands, and the movement that says so.
fn moved(
    dossier: &Record<Dossier>,
    kind: MovementKind,
    reason: Option<&str>,
    cx: &Context<'_>,
    edit: impl FnOnce(&mut Dossier),
) -> Result<Changes, Refused> {
    let mut after = dossier.body.clone();
    edit(&mut after);
    let (custodian, due_back) = (after.custodian, after.due_back);
    let mut changes = step(dossier, cx, reason, None, |d| {
        (d.custodian, d.due_back, d.home, d.place) = (after.custodian, after.due_back, after.home, after.place);
        (d.retention_trigger, d.keep_until) = (after.retention_trigger, after.keep_until);
    })?;
    let before = &dossier.body;
    let movement = DossierMovement {
        dossier: dossier.id(),
        person: before.person,
        kind,
        moved_at: cx.micros(),
        from_account: before.custodian,
        from_place: before.custodian.is_none().then_some(before.place),
        to_account: custodian,
        to_place: custodian.is_none().then_some(after.place),
        reason: reason.map(str::to_owned),
        due_back,
        recorded_by: cx.person,
    };
    changes.insert_in(cx.new_id(), &movement, dossier.head.label.clone());
    Ok(changes)
}

impl Command for CheckOut {
    const NAME: &'static str = "dossier.check_out";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(Dossier::NAME);
    const PURPOSE: &'static str = "cabinet";
    type Loaded = (Record<Dossier>, Taker);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.dossier)?, taker(loader, self.colleague.as_deref())?))
    }

    fn decide(&self, (dossier, taker): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if dossier.body.custodian.is_some() {
            return Err(Refusal::new("dossier-is-out").into());
        }
        not_their_own(&dossier, &taker)?;
        let due_back = due(self.due_back, cx)?;
        moved(&dossier, MovementKind::Out, Some(&self.reason), cx, |d| {
            (d.custodian, d.due_back, d.place) = (Some(taker.id()), due_back, d.home);
        })
    }
}

/// Takes a dossier back.
#[derive(Clone, Debug, Fields)]
pub struct Return {
    /// The dossier.
    #[field(hidden)]
    pub dossier: Id<Dossier>,
    /// Where it is put; where it belongs when left out.
    pub place: Option<Id<Place>>,
    /// In what state it came back, and whatever else is to be said.
    #[field(long)]
    pub reason: Option<String>,
}

impl Command for Return {
    const NAME: &'static str = "dossier.return";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(Dossier::NAME);
    const PURPOSE: &'static str = "cabinet";
    type Loaded = (Record<Dossier>, Option<Record<Place>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let place = self.place.map(|place| loader.named("place", place)).transpose()?;
        Ok((loader.get(self.dossier)?, place))
    }

    fn decide(&self, (dossier, place): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if dossier.body.custodian.is_none() {
            return Err(Refusal::new("dossier-is-in").into());
        }
        moved(&dossier, MovementKind::In, self.reason.as_deref(), cx, |d| {
            (d.custodian, d.due_back) = (None, None);
            d.place = place.map_or(d.home, |p| p.id());
        })
    }
}

/// Hands a dossier on: to another colleague while it is lent out, to another place, where it then belongs, while it is not.
#[derive(Clone, Debug, Fields)]
pub struct Transfer {
    /// The dossier.
    #[field(hidden)]
    pub dossier: Id<Dossier>,
    /// To which colleague.
    #[field(max = 120)]
    pub colleague: Option<String>,
    /// To which place.
    pub place: Option<Id<Place>>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for Transfer {
    const NAME: &'static str = "dossier.transfer";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(Dossier::NAME);
    const PURPOSE: &'static str = "cabinet";
    type Loaded = (Record<Dossier>, Option<Taker>, Option<Record<Place>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let taker = self.colleague.as_deref().map(|named| taker(loader, Some(named))).transpose()?;
        let place = self.place.map(|place| loader.named("place", place)).transpose()?;
        Ok((loader.get(self.dossier)?, taker, place))
    }

    fn decide(&self, (dossier, taker, place): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let reason = Some(self.reason.as_str());
        match (taker, place, dossier.body.custodian) {
            (Some(taker), None, Some(_)) => {
                not_their_own(&dossier, &taker)?;
                moved(&dossier, MovementKind::Transfer, reason, cx, |d| d.custodian = Some(taker.id()))
            }
            (None, Some(place), None) => {
                moved(&dossier, MovementKind::Transfer, reason, cx, |d| (d.home, d.place) = (place.id(), place.id()))
            }
            (_, _, Some(_)) => Err(Refusal::new("dossier-is-out").at("colleague").into()),
            (_, _, None) => Err(Refusal::new("dossier-is-in").at("place").into()),
        }
    }
}

on_record! {
    /// Asks a dossier back by a day.
    Recall = "dossier.recall" on dossier: Dossier, by KEEPERS, for "cabinet", {
        /// Why.
        #[field(long)]
        reason: String,
        /// By when.
        due_back: Date,
    }
    |this, dossier, cx| {
        if dossier.body.custodian.is_none() {
            return Err(Refusal::new("dossier-is-in").into());
        }
        let due_back = due(this.due_back, cx)?;
        moved(&dossier, MovementKind::Recall, Some(&this.reason), cx, |d| d.due_back = due_back)
    }
}

on_record! {
    /// Lets a dossier rest: nothing is going on, and it stays where it is.
    Rest = "dossier.rest" on dossier: Dossier, by KEEPERS, for "cabinet", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, dossier, cx| step(&dossier, cx, Some(&this.reason), None, |_| {})
}

on_record! {
    /// Takes a dossier into use again; the time for which it was kept no longer runs.
    Reactivate = "dossier.reactivate" on dossier: Dossier, by KEEPERS, for "cabinet", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, dossier, cx| step(&dossier, cx, Some(&this.reason), None, |d| (d.retention_trigger, d.keep_until) = (None, None))
}

/// Archives a dossier: to the place where archived ones stand, with what started the time for which it is kept.
#[derive(Clone, Debug, Fields)]
pub struct Archive {
    /// The dossier.
    #[field(hidden)]
    pub dossier: Id<Dossier>,
    /// Where it stands from now on; where it is when left out.
    pub place: Option<Id<Place>>,
    /// Why.
    #[field(long)]
    pub reason: String,
    /// What started the time for which it is kept.
    pub retention_trigger: Option<Trigger>,
    /// Last day on which it may be kept.
    pub keep_until: Option<Date>,
}

impl Command for Archive {
    const NAME: &'static str = "dossier.archive";
    const DUTIES: &'static [Duty] = KEEPERS;
    const ON: Option<&'static str> = Some(Dossier::NAME);
    const PURPOSE: &'static str = "cabinet";
    type Loaded = (Record<Dossier>, Option<Record<Place>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let place = self.place.map(|place| loader.named("place", place)).transpose()?;
        Ok((loader.get(self.dossier)?, place))
    }

    fn decide(&self, (dossier, place): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        in_place(&dossier)?;
        moved(&dossier, MovementKind::Archive, Some(&self.reason), cx, |d| {
            let place = place.map_or(d.place, |p| p.id());
            (d.home, d.place) = (place, place);
            (d.retention_trigger, d.keep_until) = (self.retention_trigger, self.keep_until);
        })
    }
}

/// What is lent out is brought back first.
fn in_place(dossier: &Record<Dossier>) -> Result<(), Refused> {
    if dossier.body.custodian.is_some() { Err(Refusal::new("dossier-is-out").into()) } else { Ok(()) }
}

on_record! {
    /// Gives a dossier to another office for good.
    GiveAway = "dossier.give_away" on dossier: Dossier, by KEEPERS, for "cabinet", {
        /// To whom, and why.
        #[field(long)]
        reason: String,
    }
    |this, dossier, cx| {
        in_place(&dossier)?;
        step(&dossier, cx, Some(&this.reason), None, |_| {})
    }
}

/// Destroys the paper: two people, once the person's file may go; by the same rules as the file itself.
#[derive(Clone, Debug, Fields)]
pub struct Destroy {
    /// The dossier.
    #[field(hidden)]
    pub dossier: Id<Dossier>,
    /// How, and by which rule.
    #[field(long)]
    pub reason: String,
}

impl Command for Destroy {
    const NAME: &'static str = "dossier.destroy";
    const DUTIES: &'static [Duty] = KEEPERS;
    const FOUR_EYES: bool = true;
    const APPROVERS: &'static [Duty] = retention::KEEPERS;
    const ON: Option<&'static str> = Some(Dossier::NAME);
    const PURPOSE: &'static str = "cabinet";
    type Loaded = (Record<Dossier>, Keeping);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let dossier = loader.get(self.dossier)?;
        let (view, person) = (loader.view(), dossier.body.person);
        let day = view.today;
        Ok((dossier, retention::queries::keeping(view, person, day)?))
    }

    fn decide(&self, (dossier, keeping): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        in_place(&dossier)?;
        let changes = step(&dossier, cx, Some(&self.reason), None, |_| {})?;
        keeping.over(cx.today)?;
        Ok(changes)
    }
}
