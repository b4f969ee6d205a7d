//! The lives of people in an office: what is written about somebody over the years, chapter by chapter, with a canary in each text.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use desk_clearance::take_over::commands::Staged;
use exchange::sandbox::{Kind as FileKind, parse};
use exchange::tracker::{guess, read};
use jiff::Span;
use kernel::entropy::SeededEntropy;
use kernel::{Duty, RecordId, Value};
use spine::imports::digest;
use testkit::canary;
use testkit::{Backend, Setup, World};

/// Where a canary stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Surname,
    Given,
    Remarks,
    EarlierRemarks,
    Email,
    CaseNeed,
    TransitionReason,
    TaskDetails,
    MailSubject,
    MailVoidReason,
    DropSubject,
    DropSender,
    LetterText,
    LetterSubject,
    HoldReference,
    RestrictionGround,
    OpeningReason,
    LiftReason,
    StagedFile,
    PassportNumber,
    MovementReason,
    DestructionReason,
    VisitorPosition,
    FindingObserved,
    FindingReason,
    Tracker,
    /// Encrypted from the beginning: a search finds nothing, before or after.
    Concern,
    ChangeReport,
    Statement,
    Attachment,
    DropBytes,
    OutboxAddress,
}

impl Class {
    pub const fn is_sealed(self) -> bool {
        matches!(self, Self::Concern | Self::ChangeReport | Self::Statement | Self::Attachment | Self::DropBytes | Self::OutboxAddress)
    }
}

/// Somebody with a canary of every class.
pub struct Someone {
    pub id: RecordId,
    pub canaries: BTreeMap<Class, String>,
    /// What has been written so far.
    pub written: BTreeSet<Class>,
}

impl Someone {
    /// A sentence with the canary of a class.
    pub fn text(&self, class: Class) -> Value {
        Value::Text(format!("Note {}é, beside.", self.canaries[&class]))
    }
    /// A file with it.
    pub fn bytes(&self, class: Class) -> Value {
        Value::Bytes(format!("%PDF-1.7 {} %%EOF", self.canaries[&class]).into_bytes())
    }
    /// A name made of it.
    pub fn name(&self, class: Class) -> String {
        let word = &self.canaries[&class];
        let (first, rest) = word.split_at(1);
        format!("{}{rest}é", first.to_uppercase())
    }
}

/// The office: who handles concerns, which rules hold, what letters are made from.
pub struct Office {
    pub world: World,
    template: RecordId,
    place: RecordId,
    pub runtime: tokio::runtime::Runtime,
    /// Numbers that are given once.
    given: Cell<usize>,
}

/// An office that has not begun.
pub fn office(backend: Backend, place: Option<ledger::node::Place>, seed: u64) -> Office {
    let world = World::with(backend, Setup { place, seed, ..Setup::default() });
    world.admit("officer", Duty::ClearanceOfficer, spine::concerns::COMPARTMENT);
    world.admit("officer", Duty::ClearanceOfficer, spine::incidents::COMPARTMENT);
    world.adopt("authority_rules", spine::DEMO_AUTHORITY_RULES);
    world.adopt("retention", spine::DEMO_RETENTION_RULES);
    let template = [
        ("name", Value::from("About a case")),
        ("kind", "case_letter".into()),
        ("status", "in_use".into()),
        ("subject_en", "Case".into()),
        ("subject_fr", "Dossier".into()),
        ("body_en", "Text".into()),
        ("body_fr", "Texte".into()),
    ];
    let template = world.as_("registry").makes("letter_templates.add", &template);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap_or_else(|e| panic!("{e}"));
    let place = [("code", Value::from("S1")), ("name", "Shelf 1".into()), ("kind", "place_shelf".into())];
    let place = world.as_("technician").makes("places.add", &place);
    Office { world, template, place, runtime, given: Cell::new(0) }
}

/// Takes a tracker over in which all of them stand, as the upload does.
pub fn take_over(office: &Office, entropy: &SeededEntropy, count: usize) -> Vec<Someone> {
    let world = &office.world;
    let mut people: Vec<Someone> = (0..count)
        .map(|_| Someone {
            id: RecordId::NIL,
            canaries: classes().map(|class| (class, canary::fresh(entropy))).collect(),
            written: BTreeSet::from(TAKEN_OVER),
        })
        .collect();
    let header = "Personnel number,Surname,Given name,Nationality,Date of birth,Post,Level required,Level held,Granted on,Valid until,Certificate number,Status\n";
    let line = |(at, one): (usize, &Someone)| {
        let (surname, given) = (one.name(Class::Surname), one.name(Class::Given));
        format!("E{at:05},{surname},{given},BEL,1970-01-02,P-{at},NS,NS,2016-01-15,2026-01-14,CERT-{at:05},Left\n")
    };
    let lines: String = people.iter().enumerate().map(line).collect();
    // What stands in the bytes of the tracker alone: in the clear as long as it is staged, sealed where it is attached.
    let remarks: String = people.iter().map(|one| format!("# {}\n", one.canaries[&Class::Tracker])).collect();
    let sheet = format!("{header}{lines}").into_bytes();
    let sheets = parse(FileKind::Csv, &sheet).unwrap_or_else(|f| panic!("{f:?}"));
    let mapping = guess(&sheets).unwrap_or_else(|| panic!("no tracker"));
    let tracker = read(&sheets[mapping.sheet], &mapping, world.today());
    let plan = serde_json::to_string(&Staged { mapping, findings: tracker.findings }).unwrap_or_default();
    let rows: Vec<(i64, String)> =
        tracker.rows.iter().map(|row| (i64::from(row.row), serde_json::to_string(row).unwrap_or_default())).collect();
    assert_eq!(rows.len(), count);
    let (id, hash) = (world.ledger().new_id(), digest(&plan, remarks.as_bytes(), &rows));
    let staged = world.ledger().stage_import(id, world.as_("technician").account, "tracker.csv", plan, remarks.into_bytes(), rows);
    staged.wait().unwrap_or_else(|e| panic!("{e}"));
    let wish = [("staged", id.into()), ("digest", hash.into()), ("attest", 0.into())];
    let request = world.as_("technician").asks("import.take_over", &wish);
    world.as_("officer").approves(request);
    for one in &mut people {
        let row = world.conn().first("SELECT id FROM people WHERE surname = $1", &[one.name(Class::Surname).into()]);
        one.id = row.ok().flatten().and_then(|r| r[0].id()).unwrap_or_else(|| panic!("nobody was taken over"));
    }
    people
}

/// What stands of somebody from the beginning.
const TAKEN_OVER: [Class; 3] = [Class::Surname, Class::Given, Class::Tracker];

fn classes() -> impl Iterator<Item = Class> {
    TAKEN_OVER.into_iter().chain(CHAPTERS.iter().flat_map(|(_, writes)| writes.iter().copied())).chain([Class::DestructionReason])
}

/// Something an office does with somebody.
pub type Chapter = fn(&Office, &Someone);

/// What can happen, each with the classes of text it writes. Every chapter ends what it begins and may come again.
pub const CHAPTERS: &[(Chapter, &[Class])] = &[
    (corrected, &[Class::Remarks, Class::EarlierRemarks, Class::Email]),
    (held_a_post, &[]),
    (case_of, &[Class::CaseNeed, Class::TransitionReason]),
    (concern_about, &[Class::Concern]),
    (mail_about, &[Class::MailSubject, Class::MailVoidReason, Class::Attachment]),
    (
        letters_about,
        &[Class::LetterText, Class::LetterSubject, Class::DropSubject, Class::DropSender, Class::DropBytes, Class::OutboxAddress],
    ),
    (task_about, &[Class::TaskDetails]),
    (held_back, &[Class::HoldReference]),
    (restricted, &[Class::RestrictionGround, Class::OpeningReason, Class::LiftReason]),
    (left_staged, &[Class::StagedFile]),
    (passport_of, &[Class::PassportNumber, Class::VisitorPosition]),
    (file_lent, &[Class::MovementReason]),
    (finding_about, &[Class::FindingObserved, Class::FindingReason]),
    (told_a_change, &[Class::ChangeReport]),
    (statement_of, &[Class::Statement]),
];

impl Office {
    /// One chapter more in somebody's life.
    pub fn goes_on(&self, one: &mut Someone, (chapter, writes): (Chapter, &[Class])) {
        chapter(self, one);
        one.written.extend(writes);
    }

    /// A number nobody has.
    fn number(&self) -> usize {
        self.given.set(self.given.get() + 1);
        self.given.get()
    }

    fn open_case(&self, one: &Someone) -> RecordId {
        let open = [("person", one.id.into()), ("kind", "renewal".into()), ("level", "S".into()), ("priority", "routine".into())];
        self.world.as_("officer").makes("case.open", &open)
    }

    fn case_ends(&self, case: RecordId, reason: Value) {
        self.world
            .as_("officer")
            .does("case.subject_withdraws", &[("case", case.into()), ("reason_code", "other_post".into()), ("reason", reason)]);
    }
}

fn corrected(office: &Office, one: &Someone) {
    let officer = office.world.as_("officer");
    for class in [Class::EarlierRemarks, Class::Remarks] {
        let head = officer.record::<spine::people::Person>(one.id).head;
        let change = [
            ("record", one.id.into()),
            ("version", head.version.into()),
            ("surname", one.name(Class::Surname).into()),
            ("given", one.name(Class::Given).into()),
            ("nationality", "BEL".into()),
            ("email", format!("{}@example.org", one.canaries[&Class::Email]).into()),
            ("status", "left".into()),
            ("remarks", one.text(class)),
        ];
        officer.does("people.change", &change);
    }
}

/// A post that was held and left.
fn held_a_post(office: &Office, one: &Someone) {
    let officer = office.world.as_("officer");
    let post = officer.makes("posts.add", &[("number", format!("Q-{}", office.number()).into())]);
    let held = [
        ("person", one.id.into()),
        ("post", post.into()),
        ("kind", "staff".into()),
        ("valid_from", "2016-02-01".into()),
        ("valid_until", "2026-02-01".into()),
    ];
    officer.does("assignments.add", &held);
}

fn case_of(office: &Office, one: &Someone) {
    let case = office.open_case(one);
    office.world.as_("officer").does("case.confirm_need", &[("case", case.into()), ("proof", one.text(Class::CaseNeed))]);
    office.case_ends(case, one.text(Class::TransitionReason));
}

/// Something is told about them, read for a case, and had no effect.
fn concern_about(office: &Office, one: &Someone) {
    let (world, officer) = (&office.world, office.world.as_("officer"));
    let case = office.open_case(one);
    let concern = [
        ("person", one.id.into()),
        ("received_on", world.today().into()),
        ("channel", "third_party".into()),
        ("topic", "conduct".into()),
        ("text", one.text(Class::Concern)),
    ];
    let concern = officer.makes("concerns.record", &concern);
    let read = [("register", "concerns".into()), ("record", concern.into()), ("purpose", "case_work".into()), ("read_for", case.into())];
    let opened = office.runtime.block_on(world.ledger().read_sealed(officer.order("sealed.read", &read)));
    let opened = opened.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(opened.texts, [("text", one.text(Class::Concern).text().unwrap_or_default().to_owned())]);
    officer.does("concerns.conclude", &[("concern", concern.into()), ("concluded_as", "resolved_no_effect".into())]);
    office.case_ends(case, "Asked for".into());
}

/// Mail with a scan, entered and made void.
fn mail_about(office: &Office, one: &Someone) {
    let registry = office.world.as_("registry");
    let mut mail = office.world.letter_fields("incoming", "BEL");
    mail.retain(|(name, _)| *name != "subject");
    mail.extend([
        ("person", one.id.into()),
        ("subject", one.text(Class::MailSubject)),
        ("file_name", "scan.pdf".into()),
        ("file", one.bytes(Class::Attachment)),
    ]);
    let item = registry.makes("mail.register", &mail);
    let request = registry.asks("mail.void", &[("item", item.into()), ("reason", one.text(Class::MailVoidReason))]);
    office.world.as_("registry2").approves(request);
}

/// A letter that waits to be sent, and a file that came in as its answer.
fn letters_about(office: &Office, one: &Someone) {
    let (world, registry) = (&office.world, office.world.as_("registry"));
    let case = office.open_case(one);
    let letter = registry.makes("letters.about_case", &[("case", case.into()), ("template", office.template.into())]);
    let edit = [
        ("letter", letter.into()),
        ("version", 1.into()),
        ("subject_en", one.text(Class::LetterSubject)),
        ("subject_fr", "Dossier".into()),
        ("body_en", one.text(Class::LetterText)),
        ("body_fr", "Texte".into()),
    ];
    registry.does("letters.edit", &edit);
    world.as_("head").does("letters.sign", &[("letter", letter.into()), ("channel", "email".into())]);
    world.as_("head").does("letters.issue", &[("letter", letter.into()), ("file", one.bytes(Class::Attachment))]);
    let to = format!("{}@example.org", one.canaries[&Class::OutboxAddress]);
    registry.does("letters.send", &[("letter", letter.into()), ("addresses", to.into())]);
    // The same bytes are taken once.
    let file = format!("%PDF-1.7 {} {}", one.canaries[&Class::DropBytes], office.number()).into_bytes();
    let drop = [
        ("name", "answer.eml".into()),
        ("condition", "file_whole".into()),
        ("correspondent", one.text(Class::DropSender)),
        ("subject", one.text(Class::DropSubject)),
        ("channel", "email".into()),
        ("file", Value::Bytes(file)),
    ];
    let drop = registry.makes("mail.drop", &drop);
    let mut take = world.letter_fields("incoming", "BEL");
    take.retain(|(name, _)| *name != "direction");
    take.extend([("drop", drop.into()), ("letter", letter.into())]);
    let answer = registry.makes("mail.take_in", &take);
    registry.does("letters.answered", &[("letter", letter.into()), ("mail_item", answer.into())]);
    office.case_ends(case, "Answered".into());
}

fn task_about(office: &Office, one: &Someone) {
    let (world, officer) = (&office.world, office.world.as_("officer"));
    let task = [
        ("person", one.id.into()),
        ("title", "Look at it".into()),
        ("due_on", world.today().into()),
        ("details", one.text(Class::TaskDetails)),
        ("colleague", "technician".into()),
    ];
    let task = officer.makes("tasks.give", &task);
    world.as_("technician").does("tasks.done", &[("task", task.into()), ("proof_of_work", "Done".into())]);
    officer.does("tasks.verify", &[("task", task.into())]);
}

fn held_back(office: &Office, one: &Someone) {
    let hold = hold(office, one);
    let request = office.world.as_("officer").asks("holds.release", &[("hold", hold.into())]);
    office.world.as_("head").approves(request);
}

/// A hold that is not released: nothing of somebody goes meanwhile.
pub fn hold(office: &Office, one: &Someone) -> RecordId {
    let hold = [
        ("person", one.id.into()),
        ("reason", "planned_return".into()),
        ("reference", one.text(Class::HoldReference)),
        ("valid_from", office.world.today().into()),
    ];
    office.world.as_("officer").makes("holds.place", &hold)
}

/// Restricted for a while, opened to one, and lifted again: the requests name no person, and what they say is about one.
fn restricted(office: &Office, one: &Someone) {
    let (world, officer) = (&office.world, office.world.as_("officer"));
    let restrict = [
        ("person", Value::from(one.id)),
        ("reference", "RST/1".into()),
        ("reason", "accuracy_disputed".into()),
        ("ground", one.text(Class::RestrictionGround)),
    ];
    let restriction = officer.makes("restrictions.restrict", &restrict);
    for (command, class) in [("restrictions.open", Class::OpeningReason), ("restrictions.lift", Class::LiftReason)] {
        let request = officer.asks(command, &[("restriction", restriction.into()), ("reason", one.text(class))]);
        world.as_("head").approves(request);
    }
}

/// Staged by somebody who never went on: by name, and in a register's table in whose row they stand as a record and by name in its file alone.
fn left_staged(office: &Office, one: &Someone) {
    let (ledger, officer) = (office.world.ledger(), office.world.as_("officer").account);
    let named = format!("{{\"surname\":\"{}\",\"given\":\"{}\"}}", one.name(Class::Surname), one.name(Class::Given));
    let list = format!("{} {}", one.name(Class::Surname), one.canaries[&Class::StagedFile]);
    let meant = format!("{{\"input\":\"{{\\\"person\\\":\\\"{}\\\"}}\"}}", ledger::crypto::b64u(&one.id.0));
    for (name, file, row) in [("list.csv", list, named), ("table.csv", one.canaries[&Class::StagedFile].clone(), meant)] {
        let staged = ledger.stage_import(ledger.new_id(), officer, name, "{}".to_owned(), file.into_bytes(), vec![(1, row)]);
        staged.wait().unwrap_or_else(|e| panic!("{e}"));
    }
}

/// What they show at a gate, in a visit that is only being prepared.
fn passport_of(office: &Office, one: &Someone) {
    let (world, technician) = (&office.world, office.world.as_("technician"));
    let from = world.today().saturating_add(Span::new().days(30));
    let document = [
        ("person", one.id.into()),
        ("kind", "passport".into()),
        ("number", one.canaries[&Class::PassportNumber].clone().into()),
        ("issuer", "BEL".into()),
        ("valid_until", from.saturating_add(Span::new().days(400)).into()),
    ];
    let document = technician.makes("identity_documents.add", &document);
    let visit = [
        ("kind", "visit_one_time".into()),
        ("host", world.authority("ROU").into()),
        ("valid_from", from.into()),
        ("valid_until", from.into()),
        ("level", "S".into()),
        ("subject", "Acceptance test".into()),
        ("justification", "The contract asks for it.".into()),
        ("initiative", "government".into()),
        ("initiated_by", "visit_by_requester".into()),
        ("pertains_to", "programme".into()),
        ("security_officer", "The security officer".into()),
    ];
    let request = technician.makes("visits.prepare", &visit);
    let visitor = [
        ("request", request.into()),
        ("person", one.id.into()),
        ("document", document.into()),
        ("employer", "Agency".into()),
        ("position", one.text(Class::VisitorPosition)),
    ];
    technician.does("visits.add_visitor", &visitor);
}

/// Their file on paper is lent and comes back.
fn file_lent(office: &Office, one: &Someone) {
    let (world, technician) = (&office.world, office.world.as_("technician"));
    let file = [("person", one.id.into()), ("series", "series_clearance".into()), ("level", "C".into()), ("place", office.place.into())];
    let dossier = technician.makes("dossier.open", &file);
    let due_back = world.today().saturating_add(Span::new().days(3));
    let lend = [
        ("dossier", dossier.into()),
        ("colleague", "officer".into()),
        ("reason", one.text(Class::MovementReason)),
        ("due_back", due_back.into()),
    ];
    technician.does("dossier.check_out", &lend);
    technician.does("dossier.return", &[("dossier", dossier.into()), ("place", office.place.into())]);
}

/// Their paper goes before them, where what is known of them may go.
pub fn paper_goes(office: &Office, one: &mut Someone) {
    let (technician, officer) = (office.world.as_("technician"), office.world.as_("officer"));
    let person = one.id;
    let all = officer.sees(move |view| view.having::<spine::dossiers::Dossier>("person", person));
    for dossier in all.into_iter().filter(|dossier| dossier.body.state.held()) {
        let destroy = [("dossier", dossier.head.id.into()), ("reason", one.text(Class::DestructionReason))];
        match technician.tries("dossier.destroy", &destroy) {
            Ok(receipt) => {
                officer.approves(receipt.approval.unwrap_or_else(|| panic!("one alone destroyed paper")));
                one.written.insert(Class::DestructionReason);
            }
            Err(ledger::Error::Refused(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
}

fn finding_about(office: &Office, one: &Someone) {
    let officer = office.world.as_("officer");
    let finding = [
        ("title_en", Value::from("A paper is missing")),
        ("observed", one.text(Class::FindingObserved)),
        ("area", "area_personnel".into()),
        ("severity", "severity_improvement".into()),
        ("concerns", one.id.into()),
        ("register", "people".into()),
    ];
    let finding = officer.makes("findings.raise", &finding);
    let withdraw = [("finding", finding.into()), ("reason", one.text(Class::FindingReason))];
    office.world.as_("head").does("findings.withdraw", &withdraw);
}

/// A change they told, of which their authority is told.
fn told_a_change(office: &Office, one: &Someone) {
    let (world, technician) = (&office.world, office.world.as_("technician"));
    let change = [
        ("person", one.id.into()),
        ("change", "change_name".into()),
        ("changed_on", world.today().into()),
        ("text", one.text(Class::ChangeReport)),
    ];
    let report = technician.makes("change_reports.enter", &change);
    let letter = world.letter("outgoing", "BEL");
    technician.does("change_reports.notify", &[("report", report.into()), ("mail_item", letter.into())]);
}

/// What they said in an inquiry.
fn statement_of(office: &Office, one: &Someone) {
    let world = &office.world;
    let incident = [
        ("title", Value::from("A door stood open")),
        ("kind", "incident_loss".into()),
        ("desk", "desk_registry".into()),
        ("area", "area_information".into()),
        ("discovered_on", world.today().into()),
    ];
    let incident = ("incident", Value::from(world.as_("registry").makes("incidents.report", &incident)));
    let take_up = [
        incident.clone(),
        ("severity", "severity_serious".into()),
        ("compromise", "compromise_none".into()),
        ("colleague", "officer".into()),
    ];
    world.as_("head").does("incidents.take_up", &take_up);
    let person = ("person", Value::from(one.id));
    world.as_("officer").does("incidents.involve", &[incident.clone(), person.clone(), ("part", "part_witness".into())]);
    let said = [incident, person, ("taken_on", world.today().into()), ("text", one.text(Class::Statement))];
    world.as_("officer").does("incidents.take_statement", &said);
}
