//! What a record is marked: raised by one, lowered by two, never above what the system may hold, and never lowered by the way.

use kernel::marking::Mark;
use kernel::{Codes, FieldKind, Head, Id, Label, Lang, Record, Refused, Value};
use ledger::command::CommandDef;
use ledger::{Changes, Command, Context, Error, Loader};
use spine::people::Person;
use testkit::world::Setup;
use testkit::{Backend, World};

on_both!(
    p07_one_person_raises_a_marking_and_two_lower_it,
    p07_nothing_else_takes_from_what_closes_a_record,
    p07_what_is_made_from_a_record_is_marked_as_high,
    inv_cl_12_p07_no_command_stores_a_marking_above_the_ceiling,
    p07_a_marking_is_one_of_the_policys,
    p07_every_record_that_is_handed_over_counts,
);

/// What a command is filled in with.
pub type Fields = Vec<(&'static str, Value)>;

fn marked(id: kernel::RecordId, level: &str, caveats: &str, releasable: &str) -> Fields {
    let codes = |text: &str| if text.is_empty() { Value::Null } else { text.into() };
    vec![
        ("register", "people".into()),
        ("record", id.into()),
        ("level", level.into()),
        ("caveats", codes(caveats)),
        ("releasable", codes(releasable)),
    ]
}

fn lowered(id: kernel::RecordId, level: &str, caveats: &str, releasable: &str) -> Fields {
    let mut fields = marked(id, level, caveats, releasable);
    fields.push(("reason", "the originator agreed".into()));
    fields
}

fn label(world: &World, id: kernel::RecordId) -> Label {
    let row = world.conn().first("SELECT marking, caveats, releasable FROM people WHERE id = $1", &[id.into()]).unwrap().unwrap();
    let codes = |value: &Value| Codes::new(value.text().unwrap_or_default().split(' ').map(str::to_owned));
    Label { level: row[0].text().unwrap().to_owned(), caveats: codes(&row[1]), releasable: codes(&row[2]), ..Label::default() }
}

fn told(world: &World, id: kernel::RecordId) -> String {
    let label = label(world, id);
    let policy = world.ledger().policy();
    let rank = policy.rank(&kernel::Level(label.level.clone())).unwrap();
    policy.marking(&Mark::of(policy, rank, label.caveats.iter().chain(label.releasable.iter())), Lang::En)
}

fn p07_one_person_raises_a_marking_and_two_lower_it(on: Backend) {
    let world = World::new(on);
    let person = world.person("Simoes", "Ana", "BEL");
    assert!(world.as_("registry").finds("people", person));
    world.as_("officer").does("markings.raise", &marked(person, "C", "", "BEL FRA"));
    assert_eq!(told(&world, person), "CONFIDENTIAL REL TO Belgium/France");
    assert!(!world.as_("registry").finds("people", person), "a duty up to R does not reach it");
    let other = world.person("Other", "One", "BEL");
    world.as_("officer").does("markings.raise", &marked(other, "C", "", ""));
    assert_eq!(world.as_("head").refused("markings.raise", &marked(other, "R", "", "")), ["downgrade-needs-two"]);
    assert_eq!(world.as_("head").refused("markings.raise", &marked(other, "C", "", "")), ["marking-unchanged"]);
    world.verified();
}

/// Tries to mark a person lower under another name.
#[derive(Clone, Debug, kernel::Fields)]
pub struct ByTheWay {
    #[field(hidden)]
    person: Id<Person>,
    level: String,
    caveats: Codes,
}

impl Command for ByTheWay {
    const NAME: &'static str = "people.by_the_way";
    const DUTIES: &'static [kernel::Duty] = kernel::Duty::ALL;
    type Loaded = Record<Person>;
    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.facts(|view| view.get(self.person))
    }
    fn decide(&self, person: Self::Loaded, _: &Context<'_>) -> Result<Changes, Refused> {
        let label = Label { level: self.level.clone(), caveats: self.caveats.clone(), ..person.head.label.clone() };
        let mut changes = Changes::new();
        changes.update(&Head { label, ..person.head.clone() }, &person.body);
        Ok(changes)
    }
}

fn p07_nothing_else_takes_from_what_closes_a_record(on: Backend) {
    let world = World::with(on, Setup { commands: || vec![CommandDef::of::<ByTheWay>()], ..Setup::default() });
    let person = world.person("Simoes", "Ana", "BEL");
    let by_the_way = |level: &str, caveats: &str| {
        let codes = if caveats.is_empty() { Value::Null } else { caveats.into() };
        world.as_("officer").tries("people.by_the_way", &[("person", person.into()), ("level", level.into()), ("caveats", codes)])
    };
    by_the_way("C", "").expect("higher is nobody's loss");
    assert_eq!(told(&world, person), "CONFIDENTIAL");
    let codes = |outcome: Result<ledger::Receipt, Error>| match outcome {
        Err(Error::Refused(refused)) => refused.codes(),
        other => panic!("it should be refused: {other:?}"),
    };
    assert_eq!(codes(by_the_way("R", "")), ["downgrade-needs-two"]);
    assert_eq!(codes(by_the_way("S", "")), ["level-above-ceiling"]);
    assert_eq!(told(&world, person), "CONFIDENTIAL");
    by_the_way("C", "CRYPTO").expect("a caveat more");
    assert_eq!(codes(by_the_way("C", "")), ["downgrade-needs-two"]);
    assert_eq!(codes(by_the_way("C", "ATOMAL")), ["downgrade-needs-two"]);
    assert_eq!(told(&world, person), "CONFIDENTIAL CRYPTO");
    world.verified();
}

fn p07_what_is_made_from_a_record_is_marked_as_high(on: Backend) {
    let world = World::new(on);
    let person = world.person("Simoes", "Ana", "BEL");
    world.as_("officer").does("markings.raise", &marked(person, "C", "", ""));
    // One person cannot lower it, nor approve their own request; another can.
    let request = world.as_("officer").asks("markings.lower", &lowered(person, "R", "", ""));
    assert_eq!(world.as_("officer").may_not_approve(request), ["same-person"]);
    assert_eq!(world.as_("head").refused("markings.lower", &lowered(person, "C", "", "FRA")), ["marking-not-lower"]);
    assert_eq!(world.as_("head").refused("markings.lower", &lowered(person, "C", "", "")), ["marking-unchanged"]);
    assert_eq!(told(&world, person), "CONFIDENTIAL");
    // The request itself is as high as what it is about.
    assert!(!world.as_("registry").finds("approvals", request));
    let case = [("person", person.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
    let case = world.as_("officer").makes("case.open", &case);
    let level = |register: &str, id: kernel::RecordId| {
        let row = world.conn().first(&format!("SELECT marking FROM {register} WHERE id = $1"), &[id.into()]).unwrap().unwrap();
        row[0].text().unwrap().to_owned()
    };
    assert_eq!(level("psc_cases", case), "C");
    world.as_("officer2").approves(request);
    assert_eq!((told(&world, person).as_str(), level("psc_cases", case).as_str()), ("RESTRICTED", "C"));
    assert!(world.as_("registry").finds("people", person));
    let line = world.as_("officer").sees(move |view| Ok(view.timeline("people", person)?.remove(0)));
    assert_eq!(
        (line.command.as_str(), line.actor, line.behalf),
        ("markings.lower", world.as_("officer2").account, Some(world.as_("officer").account))
    );
    world.verified();
}

/// Somebody with the duty a command asks for; nobody where only a job of the system gives it.
pub fn giver(command: &CommandDef) -> Option<&'static str> {
    command.duties.first().map(|duty| match duty {
        kernel::Duty::AccessAdmin => "access",
        kernel::Duty::Registry => "registry",
        kernel::Duty::PolicyOfficer => "policy",
        kernel::Duty::Head => "head",
        _ => "officer",
    })
}

/// A command that takes a level, filled in anyhow but for its first level.
pub fn filled(command: &CommandDef, person: kernel::RecordId, today: jiff::civil::Date, level: &str) -> Fields {
    let field = command.fields.iter().find(|f| f.kind == FieldKind::Level).expect("it has one");
    let value = |f: &kernel::FieldDef| match f.kind {
        FieldKind::Level if f.name == field.name => level.into(),
        FieldKind::Level => "C".into(),
        FieldKind::Ref(_) => person.into(),
        FieldKind::Date => today.into(),
        FieldKind::Int | FieldKind::Time | FieldKind::Bool => Value::Int(1),
        FieldKind::Choice(codes) => codes[0].into(),
        FieldKind::Nation => "BEL".into(),
        FieldKind::Codes => Value::Null,
        FieldKind::Bytes => Value::Bytes(vec![1]),
        _ => "people".into(),
    };
    command.fields.iter().map(|f| (f.name, value(f))).collect()
}

fn inv_cl_12_p07_no_command_stores_a_marking_above_the_ceiling(on: Backend) {
    let world = World::new(on);
    let person = world.person("Simoes", "Ana", "BEL");
    for level in ["S", "TS"] {
        assert_eq!(world.as_("officer").refused("markings.raise", &marked(person, level, "", "")), ["level-above-ceiling"]);
    }
    // Every command that takes a level: the policy's own alone are taken, and whatever becomes of it no record is marked above.
    let commands = world.ledger().manifest().commands().to_vec();
    let with_level: Vec<_> = commands.iter().filter(|c| c.fields.iter().any(|f| f.kind == FieldKind::Level)).collect();
    assert!(with_level.len() >= 8, "{}", with_level.len());
    for command in with_level {
        let login = giver(command);
        for level in ["XX", "TS"] {
            let filled = filled(command, person, world.today(), level);
            // What nobody may a job of the system does.
            let by_job = || {
                let values = testkit::world::values_of(command, &filled);
                world.ledger().work(*command.jobs.first().expect("somebody may"), command.name, values, None).wait()
            };
            let outcome = login.map_or_else(by_job, |login| world.as_(login).tries(command.name, &filled));
            if level == "XX" {
                assert!(
                    matches!(&outcome, Err(Error::Refused(refused)) if refused.codes().contains(&"level-unknown")),
                    "{}: {outcome:?}",
                    command.name
                );
            }
        }
    }
    for meta in world.ledger().manifest().registers() {
        let above = format!("SELECT count(*) FROM \"{}_rev\" WHERE rank > 2", meta.def.name);
        assert_eq!(world.conn().number(&above, &[]).unwrap(), 0, "{}", meta.def.name);
    }
}

fn p07_a_marking_is_one_of_the_policys(on: Backend) {
    let world = World::new(on);
    let person = world.person("Simoes", "Ana", "BEL");
    for (level, caveats, releasable, wrong) in [
        ("C", "UNHEARD", "", "category-misplaced"),
        ("R", "ATOMAL", "", "category-misplaced"),
        ("C", "FRA", "", "category-misplaced"),
        ("C", "", "CRYPTO", "category-misplaced"),
    ] {
        assert_eq!(
            world.as_("officer").refused("markings.raise", &marked(person, level, caveats, releasable)),
            [wrong],
            "{caveats} {releasable}"
        );
    }
    let missing = World::person(&world, "Other", "One", "BEL");
    let gone = kernel::RecordId([9; 16]);
    for (register, id) in [("people", gone), ("psc_cases", missing), ("nothing", person)] {
        let mut fields = marked(id, "C", "", "");
        fields[0].1 = register.into();
        let refused = world.as_("officer").tries("markings.raise", &fields);
        assert!(matches!(refused, Err(Error::NotFound)), "{register}: {refused:?}");
    }
}

fn p07_every_record_that_is_handed_over_counts(on: Backend) {
    let world = World::new(on);
    let [low, high] = [("Low", "L"), ("High", "H")].map(|(surname, given)| world.person(surname, given, "BEL"));
    world.as_("officer").does("markings.raise", &marked(high, "C", "", ""));
    let mark = |look: fn(&mut ledger::View<'_>, kernel::RecordId) -> Result<(), Error>, id: kernel::RecordId| {
        world.as_("officer").sees(move |view| {
            look(view, id)?;
            Ok(view.policy.marking(&view.mark(), Lang::En))
        })
    };
    type Look = fn(&mut ledger::View<'_>, kernel::RecordId) -> Result<(), Error>;
    let looks: [(&str, Look); 5] = [
        ("get", |view, id| view.get_raw("people", id).map(drop)),
        ("titles", |view, id| view.titles("people", &[id]).map(drop)),
        ("timeline", |view, id| view.timeline("people", id).map(drop)),
        ("suggest", |view, id| {
            let name = view.facts(|view| view.get_raw("people", id))?.values[0].text().unwrap_or_default().to_owned();
            view.suggest("people", &name).map(drop)
        }),
        ("having", |view, id| {
            let name = view.facts(|view| view.get_raw("people", id))?.values[0].clone();
            view.having::<Person>("surname", name).map(drop)
        }),
    ];
    for (name, look) in looks {
        assert_eq!([mark(look, low), mark(look, high)], ["RESTRICTED", "CONFIDENTIAL"], "{name}");
    }
    assert_eq!(mark(|_, _| Ok(()), low), "UNCLASSIFIED");
    assert_eq!(mark(|view, id| view.facts(|view| view.get_raw("people", id)).map(drop), high), "UNCLASSIFIED", "what only decides");
    assert_eq!(mark(|view, _| view.each_of::<Person>(&mut |_| ()), low), "CONFIDENTIAL");
}
