//! Labels drawn by chance (INV-CL-12): whatever command asks for one above what the system may hold is refused for that, and nothing is written; what is
//! at or below is never refused for that.

use std::collections::BTreeMap;

use kernel::entropy::SeededEntropy;
use kernel::marking::SecurityPolicy;
use kernel::{FieldKind, Level, RecordId, Value};
use ledger::Error;
use ledger::command::CommandDef;
use testkit::world::{Setup, policy};
use testkit::{Backend, World};

use crate::markings::{ByTheWay, Fields, filled, giver};

on_both!(inv_cl_12_p07_a_label_is_refused_above_the_ceiling_and_only_there_by_every_command);

/// What makes a level into what a record or a letter is marked, or into how far somebody reaches. In any other command a level is a clearance or stands on paper, and may
/// be higher than what this system holds.
const OF_LABELS: [&str; 8] = [
    "controlled_documents.register",
    "grants.grant",
    "mail.correct",
    "mail.register",
    "mail.take_in",
    "markings.lower",
    "markings.raise",
    "people.by_the_way",
];
/// Labels drawn for each ceiling.
const LABELS: usize = 640;

/// A label: its level, its caveats and whom it is releasable to, whether they go together or not.
struct Drawn {
    level: String,
    caveats: String,
    releasable: String,
}

fn drawn(random: &SeededEntropy, policy: &SecurityPolicy) -> Drawn {
    let some = |percent: usize, fits: &dyn Fn(&str) -> bool| {
        let codes = policy.categories.iter().map(|c| c.code.as_str()).filter(|code| fits(code));
        codes.filter(|_| random.chance(percent)).collect::<Vec<_>>().join(" ")
    };
    let nation = |code: &str| code.len() == 3;
    Drawn {
        level: random.pick(&policy.levels).code.clone(),
        caveats: some(8, &|code| !nation(code)),
        releasable: if random.chance(30) { some(8, &nation) } else { String::new() },
    }
}

/// What one of the commands says with this label, who gives it, and who approves it where it takes two.
fn said(name: &str, label: &Drawn, world: &World, person: RecordId, random: &SeededEntropy) -> (&'static str, &'static str, Fields) {
    let level = ("level", Value::from(label.level.as_str()));
    let codes = |name: &'static str, codes: &str| (name, if codes.is_empty() { Value::Null } else { codes.into() });
    let caveats = codes("caveats", &label.caveats);
    let marked = || vec![("register", "people".into()), ("record", person.into()), codes("releasable", &label.releasable)];
    match name {
        "markings.raise" => (*random.pick(&["officer", "head"]), "", [marked(), vec![level, caveats]].concat()),
        "markings.lower" => ("officer", "head", [marked(), vec![level, caveats, ("reason", "Agreed".into())]].concat()),
        "controlled_documents.register" => {
            let titles = vec![("title_en", "Procedure".into()), ("title_fr", "Procédure".into())];
            let of = vec![("kind", "doc_sop".into()), ("desk", "desk_registry".into()), level];
            (*random.pick(&["officer", "policy"]), "", [titles, of].concat())
        }
        "grants.grant" => {
            let to = vec![("account", world.as_("hr").account.into()), ("duty", "registry".into()), ("valid_from", world.today().into())];
            ("access", "access2", [to, vec![level, codes("categories", &label.caveats)]].concat())
        }
        "mail.register" | "mail.correct" | "mail.take_in" => {
            let direction = *random.pick(&["incoming", "outgoing"]);
            let line =
                |direction: &str| [world.letter_fields(direction, "BEL"), vec![("letter_level", label.level.as_str().into())]].concat();
            let but_direction = |direction: &str| line(direction).into_iter().filter(|(name, _)| *name != "direction").collect::<Fields>();
            let fields = match name {
                "mail.register" => line(direction),
                "mail.correct" => {
                    let item = vec![("item", world.letter(direction, "BEL").into()), ("version", 1.into()), ("reason", "Misread".into())];
                    [item, but_direction(direction)].concat()
                }
                _ => {
                    let scan = format!("%PDF-1.7 {} %%EOF", random.below(usize::MAX)).into_bytes();
                    let brought = vec![
                        ("name", "scan.pdf".into()),
                        ("condition", "file_whole".into()),
                        ("channel", "post".into()),
                        ("file", Value::Bytes(scan)),
                    ];
                    let drop = world.as_("registry").makes("mail.drop", &brought);
                    [vec![("drop", drop.into())], but_direction("incoming")].concat()
                }
            };
            ("registry", "", fields)
        }
        _ => ("officer", "", vec![("person", person.into()), level, caveats]),
    }
}

fn inv_cl_12_p07_a_label_is_refused_above_the_ceiling_and_only_there_by_every_command(on: Backend) {
    // Nothing of the house is marked higher than C, so a system may hold that or more.
    for (seed, ceiling) in [(12, "C"), (13, "S"), (14, "TS")] {
        let policy = SecurityPolicy { ceiling: Some(Level(ceiling.to_owned())), ..policy() };
        let rank = |level: &str| policy.levels.iter().position(|l| l.code == level);
        let commands = || vec![CommandDef::of::<ByTheWay>()];
        let world = World::with(on, Setup { policy: policy.clone(), seed, commands, ..Setup::default() });
        let random = SeededEntropy::new(seed);
        let others: Vec<CommandDef> = world.ledger().manifest().commands().to_vec();
        let others: Vec<CommandDef> =
            others.into_iter().filter(|c| !OF_LABELS.contains(&c.name) && c.fields.iter().any(|f| f.kind == FieldKind::Level)).collect();
        assert!(others.len() >= 8, "{}", others.len());
        let entries = || world.conn().number("SELECT count(*) FROM entry", &[]).unwrap_or_else(|e| panic!("{e}"));
        let mut person = world.person("Simoes", "Ana", "BEL");
        // By command: how often a label was above, and how often one was taken.
        let mut told: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for _ in 0..LABELS {
            // What was marked beyond those who ask is not there for them, whatever they ask.
            if !["officer", "head"].iter().all(|login| world.as_(login).finds("people", person)) || random.chance(20) {
                person = world.person("Simoes", "Ana", "BEL");
            }
            let label = drawn(&random, &policy);
            let of_label = random.chance(80);
            let (name, (gives, approves, fields)) = if of_label {
                let name = *random.pick(&OF_LABELS);
                (name, said(name, &label, &world, person, &random))
            } else {
                let command = random.pick(&others);
                (command.name, (giver(command).unwrap_or("officer"), "", filled(command, person, world.today(), &label.level)))
            };
            let before = entries();
            let mut outcome = world.as_(gives).tries(name, &fields);
            if let (false, Some(request)) = (approves.is_empty(), outcome.as_ref().ok().and_then(|receipt| receipt.approval)) {
                outcome = world.as_(approves).tries_to_approve(request);
            }
            let above = of_label && rank(&label.level) > rank(ceiling);
            let refused = matches!(&outcome, Err(Error::Refused(refused)) if refused.codes().contains(&"level-above-ceiling"));
            let tried = format!("{name} of {} {} {} under {ceiling}: {outcome:?}", label.level, label.caveats, label.releasable);
            assert_eq!(refused, above, "{tried}");
            if above {
                assert_eq!(entries(), before, "something was written: {tried}");
            }
            let of_command = told.entry(name).or_default();
            of_command.0 += usize::from(above);
            of_command.1 += usize::from(outcome.is_ok());
        }
        for name in OF_LABELS {
            let (above, taken) = told[name];
            assert!(taken > 2 && (above > 5 || ceiling == "TS"), "{name} under {ceiling}: {above} above, {taken} taken");
        }
        // Whatever became of it, no version of any record is marked above.
        for meta in world.ledger().manifest().registers() {
            let stored = world.conn().query(&format!("SELECT DISTINCT marking FROM \"{}_rev\"", meta.def.name), &[]);
            for row in stored.unwrap_or_else(|e| panic!("{e}")) {
                assert!(row[0].text().is_some_and(|marking| rank(marking) <= rank(ceiling)), "{}: {row:?} under {ceiling}", meta.def.name);
            }
        }
        world.verified();
    }
}
