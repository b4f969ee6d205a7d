//! What the histories of four eyes ask for: every command that takes two people, each with something it can be done to.

use jiff::civil::Date;
use kernel::entropy::SeededEntropy;
use kernel::{Duty, Entropy, Label, RecordId, Value, limits};
use ledger::identity::Account;
use ledger::{Changes, Manifest};
use testkit::{World, day, fill};

/// What a request is about.
#[derive(Clone, Debug)]
pub struct Target {
    /// The record it is done to; nil where there is none.
    pub record: RecordId,
    /// The register in which who asks and who approves must find it.
    pub register: Option<&'static str>,
    /// An authority and its letter, where they are named.
    pub authority: RecordId,
    /// The letter.
    pub letter: RecordId,
    /// The hash that is named.
    pub digest: String,
    /// Whose file or account it is.
    pub concerned: Option<RecordId>,
}

impl Target {
    /// Nothing but a record.
    const fn of(record: RecordId) -> Self {
        Self { record, register: None, authority: RecordId::NIL, letter: RecordId::NIL, digest: String::new(), concerned: None }
    }
}

/// Who asks and what is drawn for it.
pub struct Draw<'a> {
    /// Today.
    pub today: Date,
    /// The account that asks.
    pub asker: RecordId,
    /// A duty it was founded with, or any.
    pub duty: Duty,
    /// An account that may gain by it, and the person it is of.
    pub gainer: (RecordId, RecordId),
    /// A number nobody drew before.
    pub fresh: u64,
    /// What it is done to.
    pub target: &'a Target,
}

/// The input of a request, and the person who gains by it where that is not whom its record is about.
pub type Wish = (Vec<(&'static str, Value)>, Option<RecordId>);

/// How what a command is done to comes about.
pub enum Lay {
    /// With the office.
    Row(fn(&mut Layer) -> Target),
    /// A tracker is staged.
    Staged,
    /// The table of a register is staged.
    Rows,
    /// A tracker was taken over.
    TakenOver,
    /// A message of personnel's was received.
    Received,
}

/// A command that takes two people, as the histories play it.
pub struct Play {
    /// The command.
    pub command: &'static str,
    /// What it is done to.
    pub lay: Lay,
    /// What is filled in.
    pub wish: fn(&Draw<'_>) -> Wish,
}

const fn play(command: &'static str, lay: fn(&mut Layer) -> Target, wish: fn(&Draw<'_>) -> Wish) -> Play {
    Play { command, lay: Lay::Row(lay), wish }
}

const fn nothing(_: &mut Layer) -> Target {
    Target::of(RecordId::NIL)
}

fn on(field: &'static str, draw: &Draw<'_>) -> Vec<(&'static str, Value)> {
    vec![(field, draw.target.record.into())]
}

fn because(field: &'static str, draw: &Draw<'_>) -> Wish {
    ([on(field, draw), vec![("reason", "as agreed".into())]].concat(), None)
}

fn until(draw: &Draw<'_>) -> Value {
    draw.today.saturating_add(jiff::Span::new().days((draw.fresh % 4) as i64)).into()
}

fn urgent(field: &'static str, draw: &Draw<'_>) -> Wish {
    let rest = vec![
        ("level", "urgent".into()),
        ("requester", "Planning".into()),
        ("reason", "mission".into()),
        // A request lapses before that.
        ("expires_on", draw.today.saturating_add(jiff::Span::new().days(limits::APPROVAL_DAYS)).into()),
    ];
    ([on(field, draw), rest].concat(), None)
}

/// What access in scope is asked for.
fn for_a_meeting(draw: &Draw<'_>) -> Vec<(&'static str, Value)> {
    let last = draw.today.saturating_add(jiff::Span::new().days(limits::APPROVAL_DAYS)).into();
    vec![("meeting", "Review".into()), ("need_to_know", "it cannot wait".into()), ("valid_from", draw.today.into()), ("valid_until", last)]
}

/// Every command that takes two people.
pub const PLAYS: &[Play] = &[
    play("grants.grant", nothing, |draw| {
        let fields = vec![
            ("account", draw.gainer.0.into()),
            ("duty", draw.duty.code().into()),
            ("level", "C".into()),
            ("valid_from", draw.today.into()),
            ("valid_until", until(draw)),
        ];
        (fields, Some(draw.gainer.1))
    }),
    play("delegations.delegate", nothing, |draw| {
        let fields = vec![
            ("from_account", draw.asker.into()),
            ("to_account", draw.gainer.0.into()),
            ("duty", draw.duty.code().into()),
            ("valid_from", draw.today.into()),
            ("valid_until", until(draw)),
            ("reason", "leave".into()),
        ];
        (fields, Some(draw.gainer.1))
    }),
    play("postures.declare", nothing, |draw| (vec![("name", format!("p{}", draw.fresh).into()), ("reason", "drill".into())], None)),
    play("memberships.add", Layer::file, |draw| {
        let rest = vec![("register", "people".into()), ("account", draw.gainer.0.into())];
        ([on("record", draw), rest].concat(), Some(draw.gainer.1))
    }),
    play("people.join", Layer::twice, |draw| {
        ([on("second", draw), vec![("person", draw.target.letter.into()), ("reason", "one passport".into())]].concat(), None)
    }),
    play("people.part", Layer::joined, |draw| because("person_match", draw)),
    play("household.end", Layer::tie, |draw| because("tie", draw)),
    play("accounts.open", Layer::newcomer, |draw| {
        let login = format!("new{}", draw.fresh).into();
        ([on("person", draw), vec![("login", login), ("name", "Newcomer".into()), ("first_language", "en".into())]].concat(), None)
    }),
    play("accounts.reopen", Layer::closed_account, |draw| because("account", draw)),
    play("emergency.review", Layer::glass, |draw| {
        ([on("broken", draw), vec![("finding", "justified".into()), ("remarks", "seen".into())]].concat(), None)
    }),
    play("restrictions.lift", Layer::restriction, |draw| because("restriction", draw)),
    play("restrictions.open", Layer::restriction, |draw| because("restriction", draw)),
    play("realms.assign", Layer::file, |draw| {
        ([on("record", draw), vec![("register", "people".into()), ("realm", format!("R{}", draw.fresh).into())]].concat(), None)
    }),
    play(
        "markings.lower",
        |lay| lay.hold_at("C"),
        |draw| {
            let rest = vec![("register", "retention_holds".into()), ("level", "R".into()), ("reason", "by the originator".into())];
            ([on("record", draw), rest].concat(), None)
        },
    ),
    play("exports.ask", nothing, |_| {
        let fields = vec![
            ("register", "people".into()),
            ("format", "csv".into()),
            ("rows", (limits::EXPORT_ROWS_FREE as i64 + 1).into()),
            ("entries", 1.into()),
            ("reason", "inspection".into()),
        ];
        (fields, None)
    }),
    play("disposals.dispose", Layer::due, |draw| (on("person", draw), None)),
    play("holds.release", Layer::hold, |draw| (on("hold", draw), None)),
    play("policy.adopt", nothing, |draw| {
        let rules = spine::DEMO_MEASURE_TARGETS;
        (vec![("kind", "measure_targets".into()), ("valid_from", draw.today.into()), ("rules", rules.into())], None)
    }),
    play("mail.void", |lay| lay.letter("outgoing"), |draw| because("item", draw)),
    play("clearances.record_adverse", Layer::reported, |draw| {
        let rest = vec![
            ("kind", "suspend".into()),
            ("authority", draw.target.authority.into()),
            ("level", "S".into()),
            ("decided_on", day("2026-01-15").into()),
            ("reason_code", "under_review".into()),
            ("source", draw.target.letter.into()),
        ];
        ([on("person", draw), rest].concat(), None)
    }),
    play(
        "case.record_decision",
        |lay| lay.case("decision_received"),
        |draw| {
            let rest = vec![
                ("outcome", "grant".into()),
                ("reference", format!("D-{}", draw.fresh).into()),
                ("level", "S".into()),
                ("decided_on", day("2026-01-15").into()),
                ("valid_until", day("2031-01-15").into()),
            ];
            ([on("case", draw), rest].concat(), None)
        },
    ),
    play("case.correct_time", Layer::moved, |draw| {
        let rest = vec![
            ("moved_to", "requested".into()),
            ("happened_at", (2 + draw.fresh as i64).into()),
            ("corrected_because", "the note says so".into()),
        ];
        ([on("case", draw), rest].concat(), None)
    }),
    play("case.authorise_access", |lay| lay.case("decision_recorded"), |draw| (on("case", draw), None)),
    play("case.authority_told", Layer::cancellation, |draw| {
        ([on("case", draw), vec![("mail_item", draw.target.letter.into()), ("end_reason", "left_post".into())]].concat(), None)
    }),
    play(
        "case.give_access",
        |lay| {
            // Of nobody whose clearance another play cancels on the day.
            let person = lay.person();
            lay.case_about(person, "provisional", "need_confirmed")
        },
        |draw| ([on("case", draw), for_a_meeting(draw)].concat(), None),
    ),
    play("case.extend", Layer::extension, |draw| {
        let rest = vec![("filed_by", draw.target.letter.into()), ("extended_until", day("2030-12-31").into())];
        ([on("case", draw), rest].concat(), None)
    }),
    play("access.authorise", Layer::granted, |draw| {
        ([on("person", draw), vec![("need_to_know", "the old one ended".into())]].concat(), None)
    }),
    play("access.give", Layer::file, |draw| {
        let rest = vec![("kind", "provisional".into()), ("level", "S".into())];
        ([on("person", draw), rest, for_a_meeting(draw)].concat(), None)
    }),
    play("case.make_urgent", |lay| lay.case("requested"), |draw| urgent("case", draw)),
    play("tickets.make_urgent", Layer::ticket, |draw| urgent("ticket", draw)),
    play("quarantine.destroy", Layer::refused_file, |draw| {
        ([on("file", draw), vec![("destroyed_as", "refused_damaged".into())]].concat(), None)
    }),
    play("conditions.waive", Layer::condition, |draw| because("condition", draw)),
    play("risks.accept", Layer::risk, |draw| {
        // A request lapses before that.
        let review_on = draw.today.saturating_add(jiff::Span::new().days(limits::APPROVAL_DAYS)).into();
        let rest = vec![("reason", "cheaper than the cure".into()), ("review_on", review_on)];
        ([on("risk", draw), rest].concat(), None)
    }),
    play(
        "findings.accept_risk",
        |lay| lay.finding("finding_issued"),
        |draw| {
            let last = draw.today.saturating_add(jiff::Span::new().days(limits::APPROVAL_DAYS)).into();
            let rest = vec![("reason", "until the move".into()), ("accepted_until", last)];
            ([on("finding", draw), rest].concat(), None)
        },
    ),
    play(
        "findings.verify_together",
        |lay| lay.finding("finding_claimed_complete"),
        |draw| ([on("finding", draw), vec![("method", "method_document".into()), ("seen", "the receipt".into())]].concat(), None),
    ),
    play("audits.give_up", Layer::audit, |draw| because("sample", draw)),
    play("corrective_actions.extend", Layer::action, |draw| {
        let later = draw.today.saturating_add(jiff::Span::new().days(limits::APPROVAL_DAYS)).into();
        ([on("action", draw), vec![("due_on", later), ("reason", "the smith is ill".into())]].concat(), None)
    }),
    play("document_versions.validate", Layer::version, |draw| {
        ([on("document_version", draw), vec![("digest", draw.target.digest.as_str().into())]].concat(), None)
    }),
    play("dossier.destroy", Layer::dossier, |draw| because("dossier", draw)),
    Play {
        command: "import.take_over",
        lay: Lay::Staged,
        wish: |draw| {
            let digest = draw.target.digest.as_str().into();
            (vec![("staged", draw.target.record.into()), ("digest", digest), ("attest", 0.into())], None)
        },
    },
    Play {
        command: "import.rows",
        lay: Lay::Rows,
        wish: |draw| (vec![("staged", draw.target.record.into()), ("digest", draw.target.digest.as_str().into())], None),
    },
    Play {
        command: "hr_messages.apply",
        lay: Lay::Received,
        wish: |draw| ([on("message", draw), vec![("digest", draw.target.digest.as_str().into())]].concat(), None),
    },
    Play { command: "import.undo", lay: Lay::TakenOver, wish: |draw| because("batch", draw) },
];

/// Lays what is played with, in the office's first entry.
pub struct Layer {
    /// What is laid.
    pub changes: Changes,
    random: SeededEntropy,
    manifest: Manifest,
    subject: RecordId,
    restricted: RecordId,
    authority: RecordId,
    book: RecordId,
    laid: i64,
}

impl Layer {
    /// Begins with an authority, a book and the rules of retention. Two who play are whom a part of it is about: the files of one of them are
    /// restricted.
    pub fn new(random: SeededEntropy, subject: RecordId, restricted: RecordId) -> Self {
        let nil = RecordId::NIL;
        let manifest = testkit::world::manifest();
        let mut layer = Self { changes: Changes::new(), random, manifest, subject, restricted, authority: nil, book: nil, laid: 0 };
        layer.authority = layer.changes.insert(layer.random.id(), &testkit::world::nsa("POL")).raw();
        layer.book = layer.row("mail_registers", "U", &[("year", 2020.into()), ("direction", "outgoing".into())]);
        let pack = [
            ("kind", "retention".into()),
            ("edition", 1.into()),
            ("valid_from", day("2000-01-01").into()),
            ("state", "in_force".into()),
            ("rules", spine::DEMO_RETENTION_RULES.into()),
        ];
        layer.row("policy_packs", "R", &pack);
        let rules = ["POL", "EST", "BEL"].map(|nation| {
            format!(
                r#"{{"nation":"{nation}","level":"S","validity_months":60,"validity_anchor":"decision","until_inclusive":true,
                "renewal_lead_months":6,"refresher_months":12,"certificate_needed":true,"decision_target_days":90,"psc_from_level":"C",
                "provisional_max_days":180,"may_lack":[{{"access":"provisional","facts":["decision"]}}],"auto_extend":"until_decision"}}"#
            )
        });
        let pack = [
            ("kind", "authority_rules".into()),
            ("edition", 1.into()),
            ("valid_from", day("2000-01-01").into()),
            ("state", "in_force".into()),
            ("rules", format!(r#"{{"name":"Played","source":"a test","rules":[{}]}}"#, rules.join(",")).into()),
        ];
        layer.row("policy_packs", "R", &pack);
        layer
    }

    /// A record with these fields, something in every other that must be there, and nothing in the rest.
    fn row(&mut self, register: &str, level: &str, fields: &[(&str, Value)]) -> RecordId {
        self.laid += 1;
        let def = self.manifest.register(register).unwrap_or_else(|| panic!("{register} is no register")).def;
        let values = def.fields.iter().map(|field| {
            let said = fields.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.clone());
            let otherwise = || fill::value(field.kind, self.laid as usize, &self.random, &|_| RecordId::NIL);
            said.unwrap_or_else(|| if field.required { otherwise() } else { Value::Null })
        });
        let id = self.random.id();
        let values = values.collect();
        self.changes.insert_raw(def, id, Label::at(level), values);
        id
    }

    fn person(&mut self) -> RecordId {
        let nation = Value::from("EST");
        self.row("people", "R", &[("nationality", nation), ("status", "left".into())])
    }

    /// Whom a record is about: every third is about somebody who plays.
    fn somebody(&mut self) -> RecordId {
        self.laid += 1;
        if self.laid % 3 == 0 { self.subject } else { self.person() }
    }

    fn target(&self, register: &'static str, record: RecordId, concerned: RecordId) -> Target {
        Target { register: Some(register), concerned: Some(concerned), ..Target::of(record) }
    }

    fn file(&mut self) -> Target {
        let person = self.person();
        self.target("people", person, person)
    }

    /// Somebody with a grant that stands and that no other play cancels, and nothing permitted.
    fn granted(&mut self) -> Target {
        let person = self.person();
        self.decision(person, "grant", "2025-05-05");
        self.target("people", person, person)
    }

    /// Somebody without an account; who opens one for them need not see their file.
    fn newcomer(&mut self) -> Target {
        Target { register: None, ..self.file() }
    }

    fn tie(&mut self) -> Target {
        let (one, other) = (self.somebody(), self.person());
        let tie = self.row("household_ties", "R", &[("person", one.into()), ("member", other.into())]);
        self.target("household_ties", tie, one)
    }

    /// Two entries of one person; the one that stays takes the place of a letter.
    fn twice(&mut self) -> Target {
        let kept = self.person();
        Target { letter: kept, ..self.file() }
    }

    fn joined(&mut self) -> Target {
        let (one, other) = (self.somebody(), self.person());
        let fields =
            [("person", one.into()), ("second", other.into()), ("verdict", "match_same".into()), ("recorded_by", self.authority.into())];
        let found = self.row("person_matches", "R", &fields);
        self.target("person_matches", found, one)
    }

    fn closed_account(&mut self) -> Target {
        let person = self.somebody();
        let login = format!("closed.{}", self.laid);
        let body = Account { login, name: "Player".to_owned(), person, lang: "en".to_owned(), disabled: true };
        let account = self.random.id();
        self.changes.insert(account, &body);
        self.target("accounts", account, person)
    }

    fn glass(&mut self) -> Target {
        let Target { record: account, concerned, .. } = self.closed_account();
        let person = concerned.unwrap_or(RecordId::NIL);
        let fields = [("account", account.into()), ("person", person.into()), ("opened_at", 1.into()), ("ends_at", 2.into())];
        let broken = self.row("broken_glass", "U", &fields);
        self.target("broken_glass", broken, person)
    }

    fn restriction(&mut self) -> Target {
        let person = if self.laid % 3 == 0 { self.restricted } else { self.person() };
        let restriction = self.row("restrictions", "R", &[("person", person.into())]);
        self.target("restrictions", restriction, person)
    }

    fn due(&mut self) -> Target {
        let target = self.file();
        self.decision(target.record, "refuse", "2010-05-05");
        target
    }

    fn decision(&mut self, person: RecordId, kind: &str, on: &str) -> RecordId {
        let fields = [
            ("person", person.into()),
            ("authority", self.authority.into()),
            ("nation", "POL".into()),
            ("kind", kind.into()),
            ("level", "S".into()),
            ("decided_on", day(on).into()),
            ("valid_from", day(on).into()),
            ("claimed", 0.into()),
            ("supersedes", 0.into()),
            ("recorded_by", self.authority.into()),
            ("verified_by", self.authority.into()),
        ];
        self.row("decisions", "R", &fields)
    }

    fn hold(&mut self) -> Target {
        self.hold_at("R")
    }

    /// A hold so high; few duties see any.
    fn hold_at(&mut self, level: &str) -> Target {
        let person = self.somebody();
        let hold = self.row("retention_holds", level, &[("person", person.into()), ("recorded_by", self.authority.into())]);
        self.target("retention_holds", hold, person)
    }

    fn letter(&mut self, direction: &str) -> Target {
        let person = self.somebody();
        let item = self.letter_about(direction, person);
        self.target("mail_items", item, person)
    }

    fn letter_about(&mut self, direction: &str, person: RecordId) -> RecordId {
        let (reference, number) = (format!("OLD/{}", self.laid), self.laid);
        let fields = [
            ("register", self.book.into()),
            ("number", number.into()),
            ("reference", reference.into()),
            ("direction", direction.into()),
            ("person", person.into()),
            ("status", "issued".into()),
        ];
        self.row("mail_items", "R", &fields)
    }

    /// Somebody of whom an authority wrote.
    fn reported(&mut self) -> Target {
        let letter = self.letter("incoming");
        let person = letter.concerned.unwrap_or(RecordId::NIL);
        let target = self.target("people", person, person);
        Target { authority: self.authority, letter: letter.record, ..target }
    }

    fn case(&mut self, state: &str) -> Target {
        self.case_of("initial", state)
    }

    /// A case, and the move it began with.
    fn moved(&mut self) -> Target {
        let target = self.case("requested");
        let fields = [
            ("register", "psc_cases".into()),
            ("record", target.record.into()),
            ("person", target.concerned.map_or(Value::Null, Value::Id)),
            ("from_state", "none".into()),
            ("to_state", "requested".into()),
            ("command", "case.open".into()),
            ("time", 1.into()),
        ];
        self.row("transitions", "R", &fields);
        target
    }

    /// A cancellation, and the letter that tells its authority.
    fn cancellation(&mut self) -> Target {
        let target = self.case_of("cancellation", "requested");
        Target { letter: self.letter_about("outgoing", target.concerned.unwrap_or(RecordId::NIL)), ..target }
    }

    /// A case of somebody whose renewal was sent with a letter in time.
    fn extension(&mut self) -> Target {
        // Whose clearance no other play cancels.
        let person = self.person();
        let target = self.case_about(person, "extension", "requested");
        let (reference, number) = (format!("OLD/{}", self.laid), self.laid);
        let fields = [
            ("register", self.book.into()),
            ("number", number.into()),
            ("reference", reference.into()),
            ("direction", "outgoing".into()),
            ("document_date", day("2026-01-05").into()),
            ("person", person.into()),
            ("status", "issued".into()),
        ];
        let letter = self.row("mail_items", "R", &fields);
        let fields = [
            ("number", format!("PSC/{}", self.laid).into()),
            ("person", person.into()),
            ("kind", "renewal".into()),
            ("state", "dispatched".into()),
            ("since", 1.into()),
            ("priority", "routine".into()),
            ("authority", self.authority.into()),
            ("level", "S".into()),
            ("paused", 0.into()),
            ("sent_by", letter.into()),
        ];
        self.row("psc_cases", "R", &fields);
        Target { letter, ..target }
    }

    fn case_of(&mut self, kind: &str, state: &str) -> Target {
        let person = self.somebody();
        self.case_about(person, kind, state)
    }

    fn case_about(&mut self, person: RecordId, kind: &str, state: &str) -> Target {
        let decision = self.decision(person, "grant", "2025-05-05");
        let fields = [
            ("number", format!("PSC/{}", self.laid).into()),
            ("person", person.into()),
            ("kind", kind.into()),
            ("state", state.into()),
            ("since", 1.into()),
            ("priority", "routine".into()),
            ("authority", self.authority.into()),
            ("level", "S".into()),
            ("paused", 0.into()),
            ("decision", if state == "decision_recorded" { decision.into() } else { Value::Null }),
        ];
        let case = self.row("psc_cases", "R", &fields);
        self.target("psc_cases", case, person)
    }

    fn risk(&mut self) -> Target {
        let owner = self.closed_account().record;
        let fields = [("state", "risk_assessed".into()), ("number", format!("OLD-{}", self.laid).into()), ("owner", owner.into())];
        let risk = self.row("risks", "R", &fields);
        Target { register: Some("risks"), ..Target::of(risk) }
    }

    fn refused_file(&mut self) -> Target {
        let digest = format!("{:064}", self.laid).into();
        let file = self.row("quarantined_files", "R", &[("entrance", "entrance_mail".into()), ("digest", digest)]);
        Target { register: Some("quarantined_files"), ..Target::of(file) }
    }

    fn finding(&mut self, state: &str) -> Target {
        let owner = self.closed_account().record;
        let number = format!("OLD-F{}", self.laid).into();
        let finding = self.row("findings", "R", &[("state", state.into()), ("number", number), ("owner", owner.into())]);
        let number = format!("OLD-FA{}", self.laid).into();
        let fields = [("state", "action_claimed".into()), ("number", number), ("owner", owner.into())];
        let action = self.row("corrective_actions", "R", &fields);
        self.row("action_links", "R", &[("action", action.into()), ("serves", finding.into())]);
        Target { register: Some("findings"), ..Target::of(finding) }
    }

    fn audit(&mut self) -> Target {
        let owner = self.closed_account().record;
        let number = format!("OLD-AUD{}", self.laid).into();
        let pack = self.row("policy_packs", "R", &[("kind", "audit_checklists".into()), ("state", "superseded".into())]);
        let plan = self.row("audit_plans", "R", &[("state", "audit_plan_in_force".into()), ("owner", owner.into())]);
        let fields =
            [("state", "audit_open".into()), ("number", number), ("owner", owner.into()), ("plan", plan.into()), ("pack", pack.into())];
        let sample = self.row("audit_samples", "R", &fields);
        Target { register: Some("audit_samples"), ..Target::of(sample) }
    }

    fn action(&mut self) -> Target {
        let owner = self.closed_account().record;
        let number = format!("OLD-A{}", self.laid).into();
        let due = day("2020-01-01").into();
        let fields = [("state", "action_open".into()), ("number", number), ("owner", owner.into()), ("due_on", due)];
        let action = self.row("corrective_actions", "R", &fields);
        Target { register: Some("corrective_actions"), ..Target::of(action) }
    }

    fn condition(&mut self) -> Target {
        let person = self.somebody();
        let decision = self.decision(person, "grant_with_conditions", "2026-01-05");
        let owner = self.closed_account().record;
        let fields = [
            ("person", Value::from(person)),
            ("decision", decision.into()),
            ("owner", owner.into()),
            ("state", "condition_open".into()),
            ("due_on", day("2026-06-01").into()),
        ];
        let condition = self.row("conditions", "R", &fields);
        self.target("conditions", condition, person)
    }

    /// A version in review that somebody wrote who does not play.
    fn version(&mut self) -> Target {
        let owner = self.closed_account().record;
        let reference = format!("OLD-DOC/{}", self.laid);
        let document = [("reference", Value::from(reference.as_str())), ("owner", owner.into()), ("status", "number_reserved".into())];
        let document = self.row("controlled_documents", "R", &document);
        let digest = "ab".repeat(32);
        let fields = [
            ("reference", reference.into()),
            ("document", document.into()),
            ("state", "version_in_review".into()),
            ("author", owner.into()),
            ("author_person", self.authority.into()),
            ("digest", digest.as_str().into()),
        ];
        let version = self.row("document_versions", "R", &fields);
        Target { register: Some("document_versions"), digest, ..Target::of(version) }
    }

    /// The paper of somebody whose file may go.
    fn dossier(&mut self) -> Target {
        let person = self.due().record;
        let code = format!("P-{}", self.laid);
        let place = Value::Id(self.row("places", "R", &[("code", code.into())]));
        let state = Value::from("dossier_archived");
        let dossier = self.row("dossiers", "R", &[("person", person.into()), ("state", state), ("home", place.clone()), ("place", place)]);
        self.target("dossiers", dossier, person)
    }

    fn ticket(&mut self) -> Target {
        let person = self.somebody();
        let fields = [
            ("number", format!("TCK/{}", self.laid).into()),
            ("state", "ticket_open".into()),
            ("priority", "routine".into()),
            ("person", person.into()),
        ];
        let ticket = self.row("tickets", "R", &fields);
        self.target("tickets", ticket, person)
    }
}

/// Stages a tracker with one row, as the upload does.
pub fn stage(world: &World, number: usize) -> Target {
    use desk_clearance::take_over::commands::Staged;
    use spine::imports::digest;
    let header = "Personnel number,Surname,Given name,Nationality,Date of birth,Post,Level required,Level held,Granted on,Valid until,Certificate number,Status\n";
    let row = format!("E{number:05},Tracked {number},Ana,EST,1970-01-02,P-{number},NS,NS,2020-01-15,2030-01-14,CERT-{number:05},Valid\n");
    let file = format!("{header}{row}").into_bytes();
    let sheets = exchange::sandbox::parse(exchange::sandbox::Kind::Csv, &file).unwrap_or_else(|f| panic!("{f:?}"));
    let mapping = exchange::tracker::guess(&sheets).unwrap_or_else(|| panic!("no tracker"));
    let tracker = exchange::tracker::read(&sheets[mapping.sheet], &mapping, world.today());
    let plan = serde_json::to_string(&Staged { mapping, findings: tracker.findings }).unwrap_or_default();
    let rows: Vec<(i64, String)> =
        tracker.rows.iter().map(|row| (i64::from(row.row), serde_json::to_string(row).unwrap_or_default())).collect();
    let (id, digest) = (world.ledger().new_id(), digest(&plan, &file, &rows));
    let staged = world.ledger().stage_import(id, world.as_("technician").account, "tracker.csv", plan, file, rows);
    staged.wait().unwrap_or_else(|e| panic!("{e}"));
    Target { digest, ..Target::of(id) }
}

/// Stages a table of organisations with one row, as the upload does.
pub fn stage_rows(world: &World, number: usize) -> Target {
    use spine::imports::{Outcome, Staged, StagedRow, digest};
    let add = world.ledger().manifest().rows_into("organisations").unwrap_or_else(|| panic!("no command"));
    let named = |name: &str| -> Value {
        match name {
            "name_en" | "name_fr" => format!("Imported {number}").as_str().into(),
            "kind" => "firm".into(),
            _ => Value::Null,
        }
    };
    let values: Vec<Value> = add.fields.iter().map(|f| named(f.name)).collect();
    let row = StagedRow {
        row: 2,
        name: format!("Imported {number}"),
        outcome: Outcome::New,
        command: add.name.to_owned(),
        input: ledger::approval::freeze(&add.fields, &values),
        reasons: Vec::new(),
        whole: String::new(),
    };
    let plan = serde_json::to_string(&Staged { register: "organisations".to_owned(), ..Staged::default() }).unwrap_or_default();
    let rows = vec![(2, serde_json::to_string(&row).unwrap_or_default())];
    let file = format!("name\nImported {number}\n").into_bytes();
    let (id, digest) = (world.ledger().new_id(), digest(&plan, &file, &rows));
    let staged = world.ledger().stage_import(id, world.as_("technician").account, "organisations.csv", plan, file, rows);
    staged.wait().unwrap_or_else(|e| panic!("{e}"));
    Target { digest, ..Target::of(id) }
}

/// A tracker that two people took over.
pub fn taken_over(world: &World, number: usize) -> Target {
    let staged = stage(world, number);
    let wish = [("staged", staged.record.into()), ("digest", staged.digest.as_str().into()), ("attest", 0.into())];
    let request = world.as_("technician").asks("import.take_over", &wish);
    let (_, batch) = world.as_("officer").approves(request).answer.unwrap_or_else(|| panic!("no batch"));
    Target { register: Some("import_batches"), ..Target::of(batch) }
}

/// A message of personnel's with a joiner, staged and received as its page does.
pub fn received(world: &World, number: usize) -> Target {
    use desk_clearance::hr::commands::{read, stage};
    use exchange::hr::sample::{Message, flat};
    let mut message = Message::new(&format!("{:016}", number + 1));
    let own = format!("{:08}", 700_000 + number);
    let name = format!("Joining {number}");
    // Two of one birth date and given name would resemble each other.
    let birth = format!("{}{:02}{:02}", 1950 + number / 336, 1 + number / 28 % 12, 1 + number % 28);
    let given = format!("Liis {number}");
    let named = [("NACHN", name.as_str()), ("VORNA", given.as_str()), ("GBDAT", birth.as_str()), ("NATIO", "EE")];
    message.slice(&own, "0000", "20260101", "99991231", &[("STAT2", "3")]).slice(&own, "0002", &birth, "99991231", &named);
    let file = flat(&[&message]);
    let (text, rows) = stage(exchange::hr::read(&file).unwrap_or_else(|f| panic!("{f}")), &file).unwrap_or_else(|e| panic!("{e}"));
    let (id, technician) = (world.ledger().new_id(), world.as_("technician"));
    let staged = world.ledger().stage_import(id, technician.account, "hr.txt", text, Vec::new(), rows);
    staged.wait().unwrap_or_else(|e| panic!("{e}"));
    let digest = technician.sees(move |view| read(view, id)).digest;
    let message = technician.makes("hr_messages.receive", &[("staged", id.into()), ("digest", digest.as_str().into())]);
    Target { register: Some("hr_messages"), digest, ..Target::of(message) }
}
