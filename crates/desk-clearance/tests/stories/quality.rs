//! Data quality: every rule is asked again of what is stored, each fails where something is wrong and nowhere else, and a change of the rules asks
//! them anew (CL-08).

use std::collections::BTreeMap;

use desk_clearance::audits::commands::JOB;
use desk_clearance::limits;
use desk_clearance::quality::queries::{audit, every_rule, is_owed, last_run, run};
use desk_clearance::quality::{QualityRun, RULES, RunOccasion, score};
use jiff::Span;
use jiff::civil::Date;
use kernel::{FieldDef, FieldKind, RecordId, RegisterDef, Value};
use ledger::Error;
use testkit::{Backend, World};

use crate::cases::{carry, open, state};

on_both!(
    cl_08_each_rule_fails_where_a_defect_is_planted_and_nowhere_else,
    cl_08_a_change_of_the_rules_asks_them_again,
    cl_08_nobody_learns_of_records_they_do_not_see,
    cl_08_what_a_command_accepts_is_no_finding_on_the_day_it_is_entered,
);

/// What each rule finds, by its code: how many it looked at, and which fail.
type Found = BTreeMap<&'static str, (i64, Vec<RecordId>)>;

fn found(world: &World, login: &str) -> Found {
    let outcomes = world.as_(login).sees(|view| audit(view, &every_rule(), limits::QUALITY_SHOWN_MAX));
    let one = |o: desk_clearance::quality::queries::Outcome| {
        let mut ids: Vec<RecordId> = o.first.iter().map(|f| f.id).collect();
        ids.sort_unstable();
        assert_eq!(ids.len() as i64, o.failing);
        (o.rule.code, (o.looked_at, ids))
    };
    outcomes.into_iter().map(one).collect()
}

fn failing(world: &World, login: &str) -> BTreeMap<&'static str, Vec<RecordId>> {
    found(world, login).into_iter().filter(|(_, (_, ids))| !ids.is_empty()).map(|(code, (_, ids))| (code, ids)).collect()
}

/// Changes what is stored behind the ledger's back.
fn tampers(world: &World, sql: &str, params: &[Value]) {
    let touched = world.conn().execute(sql, params).unwrap_or_else(|e| panic!("{sql}: {e}"));
    assert_eq!(touched, 1, "{sql}");
}

/// Somebody complete, in a post of their own that requires S.
struct Entered {
    person: RecordId,
    post: RecordId,
    requirement: RecordId,
    assignment: RecordId,
    file: RecordId,
}

fn enters(world: &World, name: &str, place: RecordId) -> Entered {
    let officer = world.as_("officer");
    let person = officer.makes(
        "people.add",
        &[
            ("surname", name.into()),
            ("given", "Sam".into()),
            ("nationality", "ROU".into()),
            ("status", "active".into()),
            ("birth_date", "1980-05-12".into()),
            ("personnel_number", format!("N-{name}").into()),
        ],
    );
    let from = Value::from("2026-01-01");
    let post = officer.makes("posts.add", &[("number", format!("P-{name}").into())]);
    let requirement = officer.makes(
        "clearance_requirements.add",
        &[("post", post.into()), ("level", "S".into()), ("categories", "ATOMAL".into()), ("valid_from", from.clone())],
    );
    let assignment = officer
        .makes("assignments.add", &[("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", from)]);
    let file = [("person", person.into()), ("series", "series_clearance".into()), ("level", "C".into()), ("place", place.into())];
    let file = world.as_("technician").makes("dossier.open", &file);
    Entered { person, post, requirement, assignment, file }
}

fn place(world: &World, code: &str) -> RecordId {
    world.as_("technician").makes("places.add", &[("code", code.into()), ("name", "Shelf".into()), ("kind", "place_shelf".into())])
}

fn document(world: &World, person: RecordId) -> RecordId {
    let fields = [("person", person.into()), ("kind", "passport".into()), ("issuer", "ROU".into()), ("valid_until", "2031-01-01".into())];
    world.as_("officer").makes("identity_documents.add", &fields)
}

/// The one grant of somebody.
fn grant(world: &World, person: RecordId) -> RecordId {
    let all = world.as_("officer").sees(move |view| view.having::<spine::clearances::Decision>("person", person));
    assert_eq!(all.len(), 1);
    all[0].head.id
}

fn cl_08_each_rule_fails_where_a_defect_is_planted_and_nowhere_else(on: Backend) {
    let world = World::new(on);
    world.adopt("authority_rules", spine::DEMO_AUTHORITY_RULES);
    let (shelf, gone) = (place(&world, "B2-S1"), place(&world, "B2-S2"));
    let [unborn, unnumbered, holder, left, needless, sound] =
        ["Unborn", "Unnumbered", "Holder", "Left", "Needless", "Sound"].map(|name| enters(&world, name, shelf));
    let astray = enters(&world, "Astray", gone);
    let passport = document(&world, holder.person);
    document(&world, sound.person);
    for holder in [&holder, &sound] {
        let case = open(&world, holder.person);
        carry(&world, case, "closed_granted");
    }
    let case = open(&world, needless.person);
    carry(&world, case, "need_confirmed");
    let name = [("person", Value::from(sound.person)), ("kind", "former_name".into()), ("surname", "Before".into()), ("given", "S".into())];
    let until = [("valid_from", "2010-01-01".into()), ("valid_until", "2020-01-01".into())];
    let name = world.as_("officer").makes("person_names.add", &[&name[..], &until[..]].concat());
    assert_eq!(failing(&world, "technician"), BTreeMap::new(), "what the office entered is in order");

    let before = found(&world, "technician");
    assert_eq!(before["person_without_birth_date"].0, 7, "those who hold a post");
    assert_eq!(before["document_run_out"].0, 2, "holders of a clearance with a document");
    assert_eq!(before["clearance_without_letter"].0, 2);
    assert_eq!((before["file_obsolete"].0, before["file_without_place"].0), (7, 7));
    assert_eq!(before["case_need_ended"].0, 1, "the open case");

    let decision = grant(&world, holder.person);
    tampers(&world, "UPDATE people SET birth_date = NULL WHERE id = $1", &[unborn.person.into()]);
    tampers(&world, "UPDATE people SET personnel_number = NULL WHERE id = $1", &[unnumbered.person.into()]);
    tampers(&world, "UPDATE identity_documents SET valid_until = '2026-01-31' WHERE id = $1", &[passport.into()]);
    tampers(&world, "UPDATE decisions SET source = NULL WHERE id = $1", &[decision.into()]);
    tampers(&world, "UPDATE assignments SET valid_until = '2026-01-02' WHERE id = $1", &[left.assignment.into()]);
    tampers(&world, "UPDATE places SET void = 1 WHERE id = $1", &[gone.into()]);
    tampers(&world, "UPDATE clearance_requirements SET valid_until = '2026-01-15' WHERE id = $1", &[needless.requirement.into()]);
    let proof = world.as_("officer").sees(move |view| view.having::<spine::clearances::Certificate>("person", sound.person));
    tampers(&world, "UPDATE certificates SET valid_until = '2001-01-01' WHERE id = $1", &[proof[0].head.id.into()]);
    // Days in the wrong order, a required field emptied, a day that is none.
    tampers(&world, "UPDATE person_names SET valid_until = '2009-12-31' WHERE id = $1", &[name.into()]);
    tampers(&world, "UPDATE posts SET number = ' ' WHERE id = $1", &[sound.post.into()]);
    tampers(&world, "UPDATE dossiers SET keep_until = 'soon' WHERE id = $1", &[sound.file.into()]);
    // A level and a nation that nobody knows today, and one post marked too high.
    tampers(&world, "UPDATE clearance_requirements SET level = 'OLD' WHERE id = $1", &[unborn.requirement.into()]);
    tampers(&world, "UPDATE people SET nationality = 'QQQ' WHERE id = $1", &[left.person.into()]);
    tampers(&world, "UPDATE clearance_requirements SET categories = 'NOSUCH' WHERE id = $1", &[unnumbered.requirement.into()]);
    tampers(&world, "UPDATE posts SET marking = 'TS' WHERE id = $1", &[unborn.post.into()]);
    // He left on 2 January: ninety days later his file is one day short of obsolete.
    let last = "2026-04-02".parse::<Date>().unwrap_or(Date::MAX);
    assert!(world.today() < last, "the story begins before");
    world.days_pass(i64::from((last - world.today()).get_days()));
    let sorted = |mut ids: Vec<RecordId>| {
        ids.sort_unstable();
        ids
    };
    let mut planted = BTreeMap::from([
        ("refused_today", sorted(vec![name, sound.post, sound.file, proof[0].head.id])),
        ("code_unknown", sorted(vec![unborn.requirement, left.person, unnumbered.requirement])),
        ("label_above_ceiling", vec![unborn.post]),
        ("person_without_birth_date", vec![unborn.person]),
        ("person_without_number", vec![unnumbered.person]),
        ("document_run_out", vec![holder.person]),
        ("clearance_without_letter", vec![decision]),
        ("file_without_place", vec![astray.file]),
        ("case_need_ended", vec![case]),
    ]);
    assert_eq!(failing(&world, "technician"), planted);
    world.days_pass(1);
    planted.insert("file_obsolete", vec![left.file]);
    assert_eq!(failing(&world, "technician"), planted, "each rule of the table has its defect");
    assert_eq!(planted.len(), RULES.len());
    assert_eq!(found(&world, "technician")["file_obsolete"].0, 6, "the file that cannot be read is the other rule's");
}

fn writes_run(world: &World) -> Result<QualityRun, Vec<&'static str>> {
    let values = world.ledger().read_as_rule(run).wait().unwrap_or_else(|e| panic!("{e}"));
    match world.ledger().work(JOB, "quality.run", values, None).wait() {
        Ok(_) => Ok(world.as_("head").sees(last_run).unwrap_or_else(|| panic!("a run"))),
        Err(Error::Refused(refused)) => Err(refused.codes()),
        Err(error) => panic!("{error}"),
    }
}

fn owed(world: &World) -> bool {
    world.ledger().read_as_rule(is_owed).wait().unwrap_or_else(|e| panic!("{e}"))
}

fn pack(days: i64) -> String {
    format!(r#"{{"name": "Test", "source": "Test", "checklists": [], "quality": {{"obsolete_after_days": {days}}}}}"#)
}

fn cl_08_a_change_of_the_rules_asks_them_again(on: Backend) {
    let world = World::new(on);
    let left = enters(&world, "Left", place(&world, "B2-S1"));
    let officer = world.as_("officer");
    let ended = world.today().saturating_sub(Span::new().days(30));
    tampers(&world, "UPDATE assignments SET valid_until = $2 WHERE id = $1", &[left.assignment.into(), ended.into()]);
    assert!(owed(&world), "nothing was asked yet");
    let first = writes_run(&world).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!((first.occasion, first.failed, first.per_mille), (RunOccasion::Nightly, 0, Some(1_000)));
    assert!(first.looks > 100 && first.found.log_size > 0 && first.found.log_root.len() == 64);
    assert!(!owed(&world));
    assert_eq!(writes_run(&world).err(), Some(vec!["quality-ran-today"]));
    // Rules by which the file is obsolete ask all of it again, the same day.
    world.adopt("audit_checklists", &pack(29));
    assert!(owed(&world), "a pack was adopted");
    let second = writes_run(&world).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!((second.occasion, second.failed), (RunOccasion::RulesChanged, 1));
    assert!(second.found.by_rule.lines().any(|line| line == "file_obsolete 1 1"), "{}", second.found.by_rule);
    assert_eq!(second.per_mille, score(second.looks, 1));
    assert_ne!(first.found.rules_digest, second.found.rules_digest);
    assert!(second.found.log_size > first.found.log_size && !owed(&world));
    // Another version of the program on the same database asks by its own rules, once; neither of the two then asks again.
    let values = world.ledger().read_as_rule(run).wait().unwrap_or_else(|e| panic!("{e}"));
    let other: Vec<Value> =
        values.into_iter().map(|v| if v.text() == Some(&second.found.rules_digest) { "0".repeat(64).into() } else { v }).collect();
    let writes_other = || world.ledger().work(JOB, "quality.run", other.clone(), None).wait();
    assert!(writes_other().is_ok() && !owed(&world), "the run of this version is of today");
    assert!(matches!(writes_other(), Err(Error::Refused(why)) if why.codes() == ["quality-ran-today"]));
    assert_eq!(writes_run(&world).err(), Some(vec!["quality-ran-today"]));
    world.days_pass(1);
    assert!(owed(&world), "each night");
    assert_eq!(writes_run(&world).map(|run| run.occasion), Ok(RunOccasion::RulesChanged), "the last run was by other rules");
    world.days_pass(1);
    assert_eq!(writes_run(&world).map(|run| run.occasion), Ok(RunOccasion::Nightly));
    // Only whole numbers of days that make sense.
    for days in [0, limits::QUALITY_DAYS_MAX + 1] {
        let fields = [("kind", "audit_checklists".into()), ("valid_from", "2000-01-01".into()), ("rules", pack(days).into())];
        assert_eq!(world.as_("policy").refused("policy.adopt", &fields), ["pack-unreadable"], "{days}");
    }
    // Figures of the whole are for those who answer for the whole, and nobody else writes them.
    assert!(officer.sees(last_run).is_some() && world.as_("auditor").sees(last_run).is_some());
    assert!(world.as_("technician").tries_to_see(last_run).is_ok_and(|run| run.is_none()));
    let text = [("by_rule", "one 1 0".into()), ("rules_digest", "x".into()), ("log_size", 1.into()), ("log_root", "x".into())];
    assert_eq!(officer.refused("quality.run", &text), ["duty-missing"]);
}

fn cl_08_nobody_learns_of_records_they_do_not_see(on: Backend) {
    let world = World::new(on);
    let shelf = place(&world, "B2-S1");
    let one = enters(&world, "Unborn", shelf);
    tampers(&world, "UPDATE people SET birth_date = NULL, personnel_number = NULL WHERE id = $1", &[one.person.into()]);
    // The officer holds a post, too, and of him nothing is known; nobody sees their own file, and so he does not learn of it.
    let own = world.as_("officer").person;
    let post = world.as_("officer").makes("posts.add", &[("number", "P-Own".into())]);
    let post = [("person", own.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", "2026-01-01".into())];
    world.as_("technician").makes("assignments.add", &post);
    let both = {
        let mut both = vec![one.person, own];
        both.sort_unstable();
        both
    };
    assert_eq!(found(&world, "technician")["person_without_number"], (2, both));
    assert_eq!(found(&world, "officer")["person_without_number"], (1, vec![one.person]));
    // Who may not see a date of birth is not told that it is missing.
    let auditor = found(&world, "auditor");
    assert_eq!(auditor["person_without_birth_date"], (0, Vec::new()));
    assert_eq!(auditor["person_without_number"].0, 2);
    // Whose file is restricted stands in nobody's figures.
    let fields = [
        ("person", Value::from(one.person)),
        ("reference", "DP/2026/1".into()),
        ("reason", "accuracy_disputed".into()),
        ("ground", "They dispute what is stored".into()),
    ];
    world.as_("officer").does("restrictions.restrict", &fields);
    assert_eq!(found(&world, "technician")["person_without_number"], (1, vec![own]));
    assert_eq!(state(&world, open(&world, enters(&world, "Other", shelf).person)), "requested");
}

/// Numbers that look drawn and are the same on every run.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap_or(0)
    }
    fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
    /// A value for a field, mostly one that it takes.
    fn value(&mut self, field: &FieldDef, known: &BTreeMap<&'static str, Vec<RecordId>>) -> Value {
        if self.below(if field.required { 40 } else { 3 }) == 0 {
            return Value::Null;
        }
        let text = |length: usize| Value::Text("x".repeat(length));
        match field.kind {
            FieldKind::Text | FieldKind::LongText => match self.below(12) {
                0 => text(field.max + 1),
                1 => text(field.max),
                2 => " ".into(),
                _ => format!("X{}", self.below(1_000_000)).into(),
            },
            FieldKind::Date => {
                let drawn = format!("{}-{:02}-{:02}", 1_890 + self.below(200), 1 + self.below(12), 1 + self.below(30));
                drawn.into()
            }
            FieldKind::Int | FieldKind::Time => Value::Int(self.below(1_000) as i64 - 10),
            FieldKind::Bool => Value::Int(self.below(2) as i64),
            FieldKind::Choice(codes) => match self.below(20) {
                0 => "no_such_code".into(),
                _ => self.one(codes).map_or(Value::Null, |code| (*code).into()),
            },
            FieldKind::Ref(register) => {
                let all: Vec<RecordId> = known.get(register).cloned().unwrap_or_default();
                self.one(&all).map_or(Value::Null, |id| (*id).into())
            }
            FieldKind::Level => self.one(&["R", "C", "S", "TS", "OLD", "s"]).map_or(Value::Null, |code| (*code).into()),
            // A nation is told by its shape on entry; the list of nations is the form's, so only its codes are drawn.
            FieldKind::Nation => self.one(&["ROU", "EST", "BEL", "rou", "X"]).map_or(Value::Null, |code| (*code).into()),
            FieldKind::Codes => self.one(&["ATOMAL", "ATOMAL BOHEMIA", "NOSUCH", ""]).map_or(Value::Null, |codes| (*codes).into()),
            FieldKind::Bytes => Value::Bytes(vec![1; self.below(40)]),
        }
    }
}

fn cl_08_what_a_command_accepts_is_no_finding_on_the_day_it_is_entered(on: Backend) {
    let world = World::new(on);
    let mut known: BTreeMap<&'static str, Vec<RecordId>> = BTreeMap::new();
    known.insert("people", (0..3).map(|at| world.person(&format!("Kask{at}"), "Robin", "EST")).collect());
    let plain: Vec<RegisterDef> =
        world.ledger().manifest().registers().iter().map(|meta| meta.def).filter(|def| !def.edited_by.is_empty()).collect();
    let mut drawn = Drawn(0x5EED_CA57_E11A);
    let (mut accepted, mut refused) = (BTreeMap::<&str, usize>::new(), 0);
    for _ in 0..25 {
        for def in &plain {
            let fields: Vec<(&str, Value)> = def.fields.iter().map(|field| (field.name, drawn.value(field, &known))).collect();
            for login in ["technician", "registry", "policy", "head"] {
                match world.as_(login).tries(def.add, &fields) {
                    Ok(receipt) => {
                        *accepted.entry(def.name).or_default() += 1;
                        known.entry(def.name).or_default().extend(receipt.answer.map(|(_, id)| id));
                        break;
                    }
                    Err(Error::Refused(why)) if why.codes() == ["duty-missing"] => {}
                    Err(Error::Refused(_)) => {
                        refused += 1;
                        break;
                    }
                    Err(error) => panic!("{}: {error}", def.name),
                }
            }
        }
    }
    // What was drawn came through often enough, and failed often enough, for the answer to mean something.
    let came: usize = accepted.values().sum();
    assert!(came > 100 && refused > 100 && accepted.len() * 2 > plain.len(), "{came} and {refused}: {accepted:?}");
    let rules: Vec<_> = every_rule().into_iter().filter(|rule| rule.register.is_none()).collect();
    let outcomes = world.ledger().read_as_rule(move |view| audit(view, &rules, 10)).wait().unwrap_or_else(|e| panic!("{e}"));
    for outcome in outcomes {
        let first: Vec<_> = outcome.first.iter().map(|f| (f.def.name, &f.why)).collect();
        assert!(outcome.looked_at > 100 && first.is_empty(), "{}: {first:?}", outcome.rule.code);
    }
}
