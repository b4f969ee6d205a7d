//! Classified items: registered, handed on with a receipt, reproduced, counted, destroyed.

use jiff::Span;
use kernel::{Id, RecordId, Value};
use ledger::ListQuery;
use spine::cabinet::{Discrepancy, HoldingKind, Outcome, ReconciliationCertificate, ScanSession};
use spine::holdings::queries::{MovedMuster, charges, held_by, owed_by_reader, rules, which_it_moves};
use spine::holdings::rules::HoldingRules;
use spine::holdings::{
    ControlPoint, ControlledItem, CopyState, CopyTransfer, DestructionState, HoldingDestruction, Inventory, MailCopy, Reproduction,
    ReproductionState, TransferState,
};
use spine::limits;
use spine::retention::DestructionCertificate;
use testkit::{Backend, World};

use crate::briefings::cleared;
use crate::cases::adopt;

on_both!(
    cl_14_a_copy_changes_hands_with_a_receipt_from_whoever_received_it,
    cl_14_nobody_without_access_gets_a_copy,
    cl_14_numbers_of_registers_and_of_copies_have_no_gaps,
    cl_14_a_copy_is_always_in_exactly_one_place,
    cl_14_reproduction_is_an_event_that_another_approves,
    cl_14_a_handover_with_a_missing_copy_does_not_close,
    cl_14_a_scan_of_dossiers_and_one_of_items_share_a_place,
    cl_14_destruction_from_secret_up_takes_a_cleared_witness,
    cl_14_musters_are_due_a_year_after_the_last,
    cl_14_a_marking_changes_by_its_authority_alone,
    cl_14_a_control_point_closes_when_it_holds_nothing,
    cl_14_what_a_leaver_holds_is_a_task_of_its_own,
);

struct Office {
    world: World,
    /// Kept by `registry`.
    point: RecordId,
    /// Kept by `registry2`.
    other: RecordId,
}

/// Two registries, their keepers cleared for S ATOMAL.
fn office(on: Backend) -> Office {
    let world = World::new(on);
    adopt(&world);
    for (login, post) in [("registry", "P-REG-1"), ("registry2", "P-REG-2")] {
        cleared(&world, world.as_(login).person, post);
    }
    let place = |code: &str| {
        world.as_("technician").makes("places.add", &[("code", code.into()), ("name", code.into()), ("kind", "place_room".into())])
    };
    let open = |code: &str, keeper: &str, place: RecordId| {
        let fields = [
            ("code", code.into()),
            ("keeper", keeper.into()),
            ("name_en", format!("Registry {code}").into()),
            ("name_fr", format!("Bureau d’ordre {code}").into()),
            ("place", place.into()),
            ("highest_level", Value::from("S")),
        ];
        world.as_("officer").makes("control_point.open", &fields)
    };
    let (one, two) = (place("HQ-REG"), place("HQ-SUB"));
    let (point, other) = (open("REG-HQ", "registry", one), open("REG-SUB", "registry2", two));
    Office { world, point, other }
}

impl Office {
    fn fields(&self, level: &str, categories: &str, copies: i64) -> Vec<(&'static str, Value)> {
        vec![
            ("point", self.point.into()),
            ("title", "Minutes of the working group".into()),
            ("level", level.into()),
            ("categories", categories.into()),
            ("originator", "Working group".into()),
            ("document_date", self.world.today().into()),
            ("pages", 12.into()),
            ("copies", copies.into()),
        ]
    }
    fn item(&self, level: &str, categories: &str, copies: i64) -> RecordId {
        self.world.as_("registry").makes("item.register", &self.fields(level, categories, copies))
    }
    fn body(&self, item: RecordId) -> ControlledItem {
        self.world.as_("auditor").record::<ControlledItem>(item).body
    }
    fn copies(&self, item: RecordId) -> Vec<kernel::Record<MailCopy>> {
        let mut all = self.world.as_("auditor").sees(move |view| view.having_any::<MailCopy>("item", &[item]));
        all.sort_by_key(|c| c.body.copy);
        all
    }
    fn copy(&self, id: RecordId) -> MailCopy {
        self.world.as_("auditor").record::<MailCopy>(id).body
    }
    fn sends(&self, who: &str, copy: RecordId, to: &[(&str, Value)]) -> RecordId {
        self.world.as_(who).makes("copy.transfer", &[&[("copy", Value::Id(copy))], to].concat())
    }
    fn not_sent(&self, copy: RecordId, to: &[(&str, Value)]) -> Vec<&'static str> {
        self.world.as_("registry").refused("copy.transfer", &[&[("copy", Value::Id(copy))], to].concat())
    }
    fn receives(&self, who: &str, transfer: RecordId) {
        self.world.as_(who).does("copy_transfer.acknowledge", &received(transfer));
    }
    fn transfer(&self, id: RecordId) -> CopyTransfer {
        self.world.as_("auditor").record::<CopyTransfer>(id).body
    }
    fn point(&self, id: RecordId) -> ControlPoint {
        self.world.as_("auditor").record::<ControlPoint>(id).body
    }
    fn every<R: kernel::Register + Send + 'static>(&self) -> Vec<kernel::Record<R>> {
        self.world.as_("auditor").sees(|view| view.every::<R>())
    }
    fn opens(&self, cause: &str, colleague: Option<&str>) -> Inventory {
        let colleague = colleague.map_or(Value::Null, Value::from);
        let fields = [("point", self.point.into()), ("cause", cause.into()), ("colleague", colleague)];
        let id = self.world.as_("registry").makes("inventory.open", &fields);
        self.inventory(id)
    }
    fn inventory(&self, id: RecordId) -> Inventory {
        self.world.as_("auditor").record::<Inventory>(id).body
    }
    /// The muster that is open.
    fn open_muster(&self) -> RecordId {
        self.every::<Inventory>().into_iter().find(|v| v.body.state.code() == "inventory_open").unwrap().head.id
    }
    fn scans(&self, session: RecordId, codes: &[String]) {
        let lines: String = codes.iter().enumerate().map(|(at, code)| format!("l{at}\t{code}\t\t\n")).collect();
        self.world.as_("registry").does("scan.merge", &[("session", session.into()), ("lines", lines.into())]);
    }
    fn counted(&self, session: RecordId) -> ReconciliationCertificate {
        let id = self.world.as_("registry").makes("scan.close", &[("session", session.into())]);
        self.world.as_("auditor").record(id).body
    }
}

fn received(transfer: RecordId) -> [(&'static str, Value); 2] {
    [("transfer", transfer.into()), ("received_complete", 1.into())]
}

fn on(inventory: RecordId) -> [(&'static str, Value); 1] {
    [("inventory", inventory.into())]
}

fn cl_14_a_copy_changes_hands_with_a_receipt_from_whoever_received_it(on: Backend) {
    let o = office(on);
    let item = o.item("S", "", 2);
    let body = o.body(item);
    assert_eq!((body.reference.as_str(), body.register_code.as_str(), body.copies), ("CTL/2026/0001", "CTL", 2));
    let copies = o.copies(item);
    assert_eq!(copies.iter().map(|c| c.body.reference.as_str()).collect::<Vec<_>>(), ["CTL/2026/0001-1", "CTL/2026/0001-2"]);
    let first = copies[0].head.id;
    assert_eq!(kernel::read_label_code(&copies[0].body.label_code), Some(copies[0].body.label_code.clone()), "a code that says nothing");
    assert_eq!((copies[0].body.control_point.raw(), copies[0].body.holder), (o.point, None));

    // To the other registry: on its way it is still the sender's, and the receiver alone acknowledges.
    let transfer = o.sends("registry", first, &[("to_point", o.other.into()), ("reason", "For the meeting".into())]);
    let sent = o.transfer(transfer);
    assert_eq!((sent.number.as_str(), sent.due_on), ("TRF/2026/0001", o.world.today().saturating_add(Span::new().days(30))));
    assert_eq!((o.copy(first).state, o.copy(first).control_point.raw()), (CopyState::InTransfer, o.point));
    assert_eq!(o.not_sent(first, &[("to_point", o.other.into())]), ["state-not-allowed"], "it is on its way");
    let owed = |who: &str| o.world.as_(who).sees(owed_by_reader).len();
    assert_eq!((owed("registry"), owed("registry2")), (0, 1));
    assert_eq!(o.world.as_("registry").refused("copy_transfer.acknowledge", &received(transfer)), ["not-found"], "it is not theirs");
    assert_eq!(o.world.as_("head").refused("copy_transfer.acknowledge", &received(transfer)), ["not-found"], "nor the head's");
    let incomplete = [("transfer", transfer.into()), ("received_complete", 0.into())];
    assert_eq!(o.world.as_("registry2").refused("copy_transfer.acknowledge", &incomplete), ["receipt-not-complete"]);
    o.world.days_pass(1);
    o.receives("registry2", transfer);
    let copy = o.copy(first);
    assert_eq!((copy.state, copy.control_point.raw(), copy.charged_on), (CopyState::Held, o.other, o.world.today()));
    let sent = o.transfer(transfer);
    assert_eq!((sent.state, sent.acknowledged_by), (TransferState::Acknowledged, Some(o.world.as_("registry2").person)));
    assert_eq!(o.world.as_("registry2").refused("copy_transfer.acknowledge", &received(transfer)), ["state-not-allowed"]);

    // A receipt on paper is entered with its letter, and not by who sent the copy.
    let person = crate::gate::holder(&o.world, "Kallas", "Mari");
    let second = copies[1].head.id;
    let transfer = o.sends("registry", second, &[("to_person", person.into())]);
    let (incoming, outgoing) = (o.world.letter("incoming", "ROU"), o.world.letter("outgoing", "ROU"));
    let enter = |mail: RecordId| [("transfer", Value::Id(transfer)), ("mail_item", mail.into())];
    assert_eq!(o.world.as_("registry").refused("copy_transfer.enter_receipt", &enter(incoming)), ["receipt-by-sender"]);
    assert_eq!(o.world.as_("registry2").refused("copy_transfer.enter_receipt", &enter(outgoing)), ["mail-not-incoming"]);
    o.world.as_("registry2").does("copy_transfer.enter_receipt", &enter(incoming));
    let copy = o.copy(second);
    assert_eq!((copy.state, copy.control_point.raw(), copy.holder.map(Id::raw)), (CopyState::Held, o.point, Some(person)));
    assert_eq!(o.not_sent(second, &[("to_person", person.into())]), ["copy-is-there"]);

    // What a person hands in the keeper records and acknowledges: it is their own receipt to that person.
    let back = o.sends("registry", second, &[]);
    o.receives("registry", back);
    assert_eq!((o.copy(second).holder, o.transfer(back).from_person.map(Id::raw)), (None, Some(person)));

    // Taken back before it arrived; given back to its authority, which the letter shows.
    let back = o.sends("registry", second, &[("to_point", o.other.into())]);
    o.world.as_("registry").does("copy_transfer.withdraw", &[("transfer", back.into()), ("reason", "Not needed".into())]);
    assert_eq!((o.copy(second).state, o.copy(second).control_point.raw()), (CopyState::Held, o.point));
    let authority = o.world.authority("ROU");
    let fields = [("copy", Value::Id(second)), ("to_authority", authority.into()), ("reason", "On loan".into())];
    let away = o.world.as_("registry").makes("copy.send_back", &fields);
    assert_eq!(o.copy(second).state, CopyState::Leaving);
    let receipt = [("transfer", Value::Id(away)), ("mail_item", incoming.into())];
    o.world.as_("registry2").does("copy_transfer.enter_receipt", &receipt);
    assert_eq!(o.copy(second).state, CopyState::Returned);
    assert_eq!(o.not_sent(second, &[("to_point", o.other.into())]), ["state-not-allowed"]);
    let numbers: Vec<String> = o.every::<CopyTransfer>().into_iter().map(|t| t.body.number).collect();
    assert_eq!(numbers.len(), 5, "{numbers:?}");
    o.world.verified();
}

fn cl_14_nobody_without_access_gets_a_copy(on: Backend) {
    let o = office(on);
    let copy = o.copies(o.item("S", "ATOMAL", 1))[0].head.id;
    let stranger = o.world.person("Uncleared", "Una", "ROU");
    assert_eq!(o.not_sent(copy, &[("to_person", stranger.into())]), ["holder-without-access"]);
    // With a clearance, but suspended between sending and receiving.
    let person = crate::gate::holder(&o.world, "Cleared", "Clea");
    let transfer = o.sends("registry", copy, &[("to_person", person.into())]);
    let suspension = [
        ("person", person.into()),
        ("kind", "suspend".into()),
        ("authority", o.world.authority("ROU").into()),
        ("level", "S".into()),
        ("decided_on", o.world.today().into()),
        ("reason_code", "under_review".into()),
        ("source", o.world.letter("incoming", "ROU").into()),
    ];
    let request = o.world.as_("technician").asks("clearances.record_adverse", &suspension);
    o.world.as_("officer").approves(request);
    let mail = o.world.letter("incoming", "ROU");
    let enter = [("transfer", Value::Id(transfer)), ("mail_item", mail.into())];
    let refused = o.world.as_("registry2").tries("copy_transfer.enter_receipt", &enter);
    let told = match refused {
        Err(ledger::Error::Refused(refused)) => refused.0,
        other => panic!("{other:?}"),
    };
    assert_eq!(told[0].code, "holder-without-access");
    assert!(told[0].args.iter().any(|(name, value)| *name == "why" && value == "decision-suspended"), "with the reason: {told:?}");
    assert_eq!(o.copy(copy).state, CopyState::InTransfer, "nothing was changed");
    // The highest level of the control point bounds what comes into it, and a category goes with its levels.
    assert_eq!(o.world.as_("registry").refused("item.register", &o.fields("TS", "", 1)), ["level-above-point", "holder-without-access"]);
    assert_eq!(o.world.as_("registry").refused("item.register", &o.fields("R", "ATOMAL", 1)), ["category-misplaced"]);
    assert_eq!(o.world.as_("registry").refused("item.register", &o.fields("XX", "", 1)), ["level-unknown"]);
    // Up to RESTRICTED nobody needs a clearance.
    let open = o.copies(o.item("R", "", 1))[0].head.id;
    o.sends("registry", open, &[("to_person", stranger.into())]);
    assert_eq!(o.world.as_("hr").refused("copy.transfer", &[("copy", open.into())]), ["duty-missing"]);
}

fn cl_14_numbers_of_registers_and_of_copies_have_no_gaps(on: Backend) {
    let o = office(on);
    for at in 0..6 {
        let (level, categories) = [("S", ""), ("S", "ATOMAL"), ("C", "")][at % 3];
        // A refusal takes no number.
        o.world.as_("registry").refused("item.register", &o.fields("TS", "", 1));
        o.item(level, categories, 1 + at as i64 % 2);
    }
    o.world.time_passes(jiff::SignedDuration::from_hours(24 * 330));
    let mut items: Vec<ControlledItem> = o.every::<ControlledItem>().into_iter().map(|i| i.body).collect();
    items.sort_by_key(|i| (i.register_code.clone(), i.number));
    let of = |register: &str| items.iter().filter(|i| i.register_code == register).map(|i| i.number).collect::<Vec<_>>();
    assert_eq!((of("ATOMAL"), of("CTL")), (vec![1, 2], vec![1, 2, 3, 4]), "each register counts for itself");
    for item in o.every::<ControlledItem>() {
        let numbers: Vec<i64> = o.copies(item.head.id).iter().map(|c| c.body.copy).collect();
        assert_eq!(numbers, (1..=item.body.copies).collect::<Vec<_>>());
    }
    let copies = limits::ITEM_COPIES_MAX;
    assert_eq!(o.world.as_("registry").refused("item.register", &o.fields("R", "", copies + 1)), ["number-out-of-range"]);
    assert_eq!(o.world.as_("registry").refused("item.register", &o.fields("R", "", 0)), ["number-out-of-range"]);
    let pages = [&o.fields("R", "", 1)[..], &[("pages", (limits::ITEM_PAGES_MAX + 1).into())]].concat();
    assert_eq!(o.world.as_("registry").refused("item.register", &pages), ["number-out-of-range"]);
    // The new year begins at one.
    assert_eq!(o.body(o.item("R", "", copies)).reference, "CTL/2027/0001");
}

/// Whatever is ordered, in whatever order: each copy has one control point, and exactly one open receipt while it is on its way and none otherwise.
fn cl_14_a_copy_is_always_in_exactly_one_place(on: Backend) {
    let o = office(on);
    let item = o.item("S", "", 3);
    let ids: Vec<RecordId> = o.copies(item).iter().map(|c| c.head.id).collect();
    let person = crate::gate::holder(&o.world, "Holder", "Hal");
    let mut chance = 7_u64;
    let mut next = |below: u64| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) % below
    };
    let mut done = 0;
    for _ in 0..60 {
        let copy = ids[next(3) as usize];
        let owed = o.every::<CopyTransfer>().into_iter().find(|t| t.body.copy.raw() == copy && t.body.state == TransferState::Owed);
        let transfer = owed.map_or(RecordId::NIL, |t| t.head.id);
        let who = ["registry", "registry2"][next(2) as usize];
        // Mostly something that fits where the copy stands, now and then anything.
        let fitting = match o.copy(copy).state {
            CopyState::InTransfer => [3, 6, 6][next(3) as usize],
            CopyState::Lost => 5,
            _ => next(5),
        };
        let choice = if next(4) == 0 { next(7) } else { fitting };
        let (command, fields): (&str, Vec<(&str, Value)>) = match choice {
            0 => ("copy.transfer", vec![("copy", copy.into()), ("to_point", o.point.into())]),
            1 => ("copy.transfer", vec![("copy", copy.into()), ("to_point", o.other.into())]),
            2 => ("copy.transfer", vec![("copy", copy.into()), ("to_person", person.into())]),
            3 => ("copy_transfer.withdraw", vec![("transfer", transfer.into()), ("reason", "x".into())]),
            4 => ("copy.report_lost", vec![("copy", copy.into()), ("reason", "x".into())]),
            5 => ("copy.found", vec![("copy", copy.into()), ("reason", "x".into())]),
            _ => ("copy_transfer.acknowledge", received(transfer).to_vec()),
        };
        done += usize::from(o.world.as_(who).tries(command, &fields).is_ok());
        let transfers = o.every::<CopyTransfer>();
        for copy in o.copies(item) {
            let open = transfers.iter().filter(|t| t.body.copy == copy.id() && t.body.state == TransferState::Owed).count();
            assert_eq!(open, usize::from(copy.body.state == CopyState::InTransfer), "{}", copy.body.reference);
            assert!([o.point, o.other].contains(&copy.body.control_point.raw()));
        }
    }
    assert!(done > 15, "{done} orders were carried out");
    o.world.verified();
}

fn cl_14_reproduction_is_an_event_that_another_approves(on: Backend) {
    let o = office(on);
    let ask = |item: RecordId, copies: i64| {
        [("item", Value::Id(item)), ("control_point", o.point.into()), ("copies", copies.into()), ("purpose", "For the course".into())]
    };
    // Below the level of the rule they are made at once.
    let low = o.item("C", "", 1);
    let made = o.world.as_("registry").makes("reproduction.ask", &ask(low, 2));
    let body = o.world.as_("auditor").record::<Reproduction>(made).body;
    assert_eq!((body.number.as_str(), body.state, body.first_copy), ("RPD/2026/0001", ReproductionState::Made, Some(2)));
    assert_eq!(o.copies(low).iter().map(|c| c.body.copy).collect::<Vec<_>>(), [1, 2, 3]);
    // From the level of the rule up another person approves: nobody who asked, and nobody without the duty.
    let item = o.item("S", "", 1);
    let asked = o.world.as_("officer").makes("reproduction.ask", &ask(item, 2));
    let of = [("reproduction", Value::Id(asked))];
    assert_eq!(o.copies(item).len(), 1, "asked is not made");
    assert_eq!(o.world.as_("officer").refused("reproduction.approve", &of), ["reproduction-is-yours"]);
    assert_eq!(o.world.as_("registry2").refused("reproduction.approve", &of), ["duty-missing"]);
    o.world.as_("head").does("reproduction.approve", &of);
    assert_eq!(o.copies(item).iter().map(|c| c.body.copy).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(o.world.as_("head").refused("reproduction.approve", &of), ["state-not-allowed"], "once");
    let body = o.world.as_("auditor").record::<Reproduction>(asked).body;
    assert_eq!((body.first_copy, body.decided_by), (Some(2), Some(o.world.as_("head").person)));
    let refused = o.world.as_("officer").makes("reproduction.ask", &ask(item, 1));
    let of = [("reproduction", Value::Id(refused)), ("reason", "Enough copies".into())];
    assert_eq!(o.world.as_("officer").refused("reproduction.refuse", &of), ["reproduction-is-yours"]);
    o.world.as_("head").does("reproduction.refuse", &of);
    assert_eq!(o.copies(item).len(), 3);
    // ATOMAL: not without the originator's consent.
    let atomal = o.item("S", "ATOMAL", 1);
    assert_eq!(o.world.as_("registry").refused("reproduction.ask", &ask(atomal, 1)), ["consent-needed"]);
    o.world.as_("registry").does("reproduction.ask", &[&ask(atomal, 1)[..], &[("consent_reference", "WG/12".into())]].concat());
    assert_eq!(o.world.as_("registry").refused("reproduction.ask", &ask(item, limits::ITEM_COPIES_MAX - 2)), ["number-out-of-range"]);
    o.world.verified();
}

fn cl_14_a_handover_with_a_missing_copy_does_not_close(backend: Backend) {
    let o = office(backend);
    let item = o.item("S", "", 4);
    let copies = o.copies(item);
    let person = crate::gate::holder(&o.world, "Holder", "Hal");
    let transfer = o.sends("registry", copies[2].head.id, &[("to_person", person.into())]);
    let mail = o.world.letter("incoming", "ROU");
    o.world.as_("registry2").does("copy_transfer.enter_receipt", &[("transfer", transfer.into()), ("mail_item", mail.into())]);
    o.sends("registry", copies[3].head.id, &[("to_point", o.other.into())]);
    let open = |more: &[(&str, Value)]| {
        let fields = [&[("point", Value::Id(o.point)), ("cause", "muster_handover".into())], more].concat();
        o.world.as_("registry").refused("inventory.open", &fields)
    };
    assert_eq!(open(&[]), ["handover-to-nobody"]);
    assert_eq!(open(&[("colleague", "registry".into())]), ["handover-to-keeper"]);
    let muster = o.opens("muster_handover", Some("registry2"));
    let (id, session) = (o.open_muster(), muster.session.raw());
    assert_eq!(open(&[("colleague", "registry2".into())])[0], "muster-open-already");
    let body = o.world.as_("auditor").record::<ScanSession>(session).body;
    assert_eq!((body.holdings, body.population, body.drawn), (HoldingKind::Items, 4, 4), "frozen, all of it");
    assert_eq!(o.world.as_("registry").refused("inventory.confirm", &on(id)), ["muster-not-counted"]);
    // Shown at the registry: one that is there and one a person has; the second one is missing; the fourth is on its way.
    let codes: Vec<String> = [0, 2].iter().map(|at| copies[*at].body.label_code.clone()).collect();
    o.scans(session, &codes);
    let certificate = o.counted(session);
    assert_eq!((certificate.matched, certificate.missing, certificate.checked_out, certificate.discrepancies), (2, 1, 1, 1));
    assert_eq!(certificate.holdings, HoldingKind::Items);
    for who in ["registry", "registry2"] {
        o.world.as_(who).does("inventory.confirm", &on(id));
        assert_eq!(o.world.as_(who).refused("inventory.confirm", &on(id)), ["muster-confirmed-already"]);
    }
    assert_eq!(o.world.as_("head").refused("inventory.confirm", &on(id)), ["not-found"], "each for themselves");
    assert_eq!(o.world.as_("officer").refused("inventory.close", &on(id)), ["muster-unexplained"]);
    let found = o.world.as_("officer").sees(move |view| view.having::<Discrepancy>("session", session)).remove(0);
    assert_eq!((found.body.outcome, found.body.item, found.body.person), (Outcome::Missing, Some(copies[1].head.id), None));
    let of = [("discrepancy", Value::Id(found.head.id))];
    o.world.as_("registry").does("discrepancy.correct", &[&of[..], &[("reason", "It lay in the wrong folder".into())]].concat());
    assert_eq!(o.world.as_("officer").refused("inventory.close", &on(id)), ["muster-unexplained"], "nobody has looked yet");
    o.world.as_("officer").does("discrepancy.verify", &of);
    o.world.as_("officer").does("inventory.close", &on(id));
    let point = o.point(o.point);
    assert_eq!(point.keeper.raw(), o.world.as_("registry2").account, "the new keeper");
    assert_eq!(o.inventory(id).closed_on, Some(o.world.today()));
    // Confirmed by one alone it stays open, and who may not hold what is there does not take over.
    let muster = {
        let fields = [("point", Value::Id(o.point)), ("cause", "muster_handover".into()), ("colleague", "technician".into())];
        o.world.as_("registry2").does("inventory.open", &fields);
        o.open_muster()
    };
    let session = o.inventory(muster).session.raw();
    let codes: Vec<String> = copies[..3].iter().map(|c| c.body.label_code.clone()).collect();
    o.scans(session, &codes);
    assert_eq!(o.counted(session).discrepancies, 0);
    o.world.as_("registry2").does("inventory.confirm", &on(muster));
    assert_eq!(o.world.as_("officer").refused("inventory.close", &on(muster)), ["muster-not-confirmed", "holder-without-access"]);
    o.world.as_("registry2").does("inventory.abandon", &[("inventory", muster.into()), ("reason", "Another takes over".into())]);
    assert_eq!(o.point(o.point).keeper.raw(), o.world.as_("registry2").account);
    o.world.verified();
}

fn cl_14_a_scan_of_dossiers_and_one_of_items_share_a_place(on: Backend) {
    let o = office(on);
    let code = o.copies(o.item("C", "", 1))[0].body.label_code.clone();
    let place = o.point(o.point).place.raw();
    let person = o.world.person("Paper", "Pia", "EST");
    let dossier = [("person", person.into()), ("series", "series_clearance".into()), ("level", "C".into()), ("place", place.into())];
    o.world.as_("technician").makes("dossier.open", &dossier);
    let open = |holdings: Value| o.world.as_("technician").makes("scan.open", &[("place", place.into()), ("holdings", holdings)]);
    let (dossiers, items) = (open(Value::Null), open("holding_items".into()));
    let body = |session: RecordId| o.world.as_("auditor").record::<ScanSession>(session).body;
    assert_eq!((body(dossiers).population, body(items).population), (1, 1));
    assert_eq!(body(dossiers).holdings, HoldingKind::Dossiers);
    // The code of a copy says nothing to a scan of dossiers.
    o.scans(dossiers, std::slice::from_ref(&code));
    o.scans(items, &[code]);
    let (one, two) = (o.counted(dossiers), o.counted(items));
    assert_eq!((one.unregistered, one.missing, two.matched, two.discrepancies), (1, 1, 1, 0));
}

fn cl_14_destruction_from_secret_up_takes_a_cleared_witness(on: Backend) {
    let o = office(on);
    let propose = |copies: &str| {
        let list = Value::from(copies);
        vec![("point", Value::Id(o.point)), ("copies", list), ("method", "method_shredding".into()), ("reason", "No longer needed".into())]
    };
    let secret = o.item("S", "", 2);
    let copies = o.copies(secret);
    assert_eq!(o.world.as_("registry").refused("destruction.propose", &propose("CTL/2026/0009-1")), ["copy-unknown"]);
    let list = format!("{}\n ctl/2026/0001-2 \n{}", copies[0].body.label_code, copies[0].body.reference);
    let id = o.world.as_("officer").makes("destruction.propose", &propose(&list));
    let of = [("destruction", Value::Id(id))];
    let body = || o.world.as_("auditor").record::<HoldingDestruction>(id).body;
    assert_eq!((body().copies, body().takes_witness, body().state), (2, true, DestructionState::Proposed));
    assert_eq!(o.not_sent(copies[0].head.id, &[("to_point", o.other.into())]), ["state-not-allowed"], "proposed copies stay");
    assert_eq!(o.world.as_("registry").refused("destruction.propose", &propose("CTL/2026/0001-1")), ["copy-not-here"]);
    // By the keeper, not alone, and not by anybody else.
    assert_eq!(o.world.as_("registry").refused("destruction.execute_alone", &of), ["destruction-takes-witness"]);
    assert_eq!(o.world.as_("registry2").refused("destruction.execute", &of), ["destruction-by-keeper"]);
    assert_eq!(o.world.as_("registry2").refused("destruction.witness", &of), ["state-not-allowed"], "nothing was done yet");
    o.world.as_("registry").does("destruction.execute", &of);
    assert_eq!(o.copy(copies[0].head.id).state, CopyState::Proposed, "not without the witness");
    assert_eq!(o.world.as_("registry").refused("destruction.witness", &of), ["witness-is-executor"]);
    assert_eq!(o.world.as_("officer").refused("destruction.witness", &of), ["holder-without-access"], "a witness is cleared");
    let certificate = o.world.as_("registry2").makes("destruction.witness", &of);
    let body = o.world.as_("auditor").record::<DestructionCertificate>(certificate).body;
    assert_eq!((body.number.as_str(), body.records), ("DST/2026/0001", 2));
    assert_eq!(body.files.as_deref(), Some("CTL/2026/0001-1, CTL/2026/0001-2"));
    let people = (o.world.as_("registry").person, Some(o.world.as_("registry2").person));
    assert_eq!((body.recorded_by, body.verified_by, body.destroyed_on), (people.0, people.1, o.world.today()));
    for copy in o.copies(secret) {
        assert_eq!(copy.body.state, CopyState::Destroyed);
        assert_eq!(o.not_sent(copy.head.id, &[("to_point", o.other.into())]), ["state-not-allowed"], "never held again");
        let found = [("copy", Value::Id(copy.head.id)), ("reason", "x".into())];
        assert_eq!(o.world.as_("registry").refused("copy.found", &found), ["state-not-allowed"]);
    }
    // Read again on the shelf it is told.
    let place = o.point(o.point).place.raw();
    let session = o.world.as_("technician").makes("scan.open", &[("place", place.into()), ("holdings", "holding_items".into())]);
    o.scans(session, &[copies[0].body.label_code.clone()]);
    assert_eq!(o.counted(session).wrong_status, 1);
    // Below the level of the rule the keeper alone; and a proposal is taken back.
    let low = o.item("C", "", 2);
    let id = o.world.as_("registry").makes("destruction.propose", &propose("CTL/2026/0002-1"));
    let of = [("destruction", Value::Id(id))];
    assert_eq!(o.world.as_("registry").refused("destruction.execute", &of), ["destruction-takes-no-witness"]);
    let certificate = o.world.as_("registry").makes("destruction.execute_alone", &of);
    let body = o.world.as_("auditor").record::<DestructionCertificate>(certificate).body;
    assert_eq!((body.number.as_str(), body.verified_by), ("DST/2026/0002", None));
    let id = o.world.as_("registry").makes("destruction.propose", &propose("CTL/2026/0002-2"));
    o.world.as_("registry").does("destruction.withdraw", &[("destruction", id.into()), ("reason", "Still in use".into())]);
    let states: Vec<_> = o.copies(low).iter().map(|c| (c.body.state, c.body.destruction.is_some())).collect();
    assert_eq!(states, [(CopyState::Destroyed, true), (CopyState::Held, false)]);
    let many: String = (0..=limits::DESTRUCTION_COPIES_MAX).map(|at| format!("X{at}\n")).collect();
    assert_eq!(o.world.as_("registry").refused("destruction.propose", &propose(&many)), ["destruction-too-many"]);
    o.world.verified();
}

fn cl_14_musters_are_due_a_year_after_the_last(on: Backend) {
    let o = office(on);
    let pack =
        |level: &str| spine::STARTER_HOLDING_RULES.replace(r#""muster_from_level": "TS""#, &format!(r#""muster_from_level": "{level}""#));
    let unknown = o
        .world
        .as_("policy")
        .refused("policy.adopt", &[("kind", "holding_rules".into()), ("valid_from", "2026-01-01".into()), ("rules", pack("XX").into())]);
    assert_eq!(unknown, ["level-unknown"]);
    let due = || {
        let point = o.point;
        o.world.as_("auditor").sees(move |view| {
            let rules = rules(view)?;
            Ok(charges(view, &rules)?.remove(&point))
        })
    };
    assert_eq!(due(), None, "nothing is held");
    let came = o.world.today();
    let code = o.copies(o.item("S", "", 1))[0].body.label_code.clone();
    assert_eq!(due().map(|c| (c.copies, c.muster_due)), Some((1, None)), "by the default from Top Secret up alone");
    // Before anybody approves it, a pack says which control points it would have counted, and when.
    let would = |text: String| {
        let rules = HoldingRules::parse(&text).unwrap_or_else(|e| panic!("{e}"));
        o.world.as_("officer").sees(move |view| which_it_moves(view, &rules))
    };
    let yearly = MovedMuster { point: o.point, before: None, after: Some(came.saturating_add(Span::new().years(1))) };
    assert_eq!((would(pack("TS")), would(pack("S"))), (Vec::new(), vec![yearly]));
    o.world.adopt("holding_rules", &pack("S"));
    assert_eq!(due().and_then(|c| c.muster_due), Some(came.saturating_add(Span::new().years(1))));
    o.world.days_pass(40);
    let muster = o.opens("muster_yearly", None);
    let (id, session) = (o.open_muster(), muster.session.raw());
    assert_eq!(due().and_then(|c| c.muster_due), Some(came.saturating_add(Span::new().years(1))), "begun is not done");
    o.scans(session, &[code]);
    o.counted(session);
    assert_eq!(o.world.as_("officer").refused("inventory.close", &[("inventory", id.into())]), ["muster-not-confirmed"]);
    o.world.as_("registry").does("inventory.confirm", &[("inventory", id.into())]);
    o.world.as_("officer").does("inventory.close", &[("inventory", id.into())]);
    assert_eq!(due().and_then(|c| c.muster_due), Some(o.world.today().saturating_add(Span::new().years(1))));
}

fn cl_14_a_marking_changes_by_its_authority_alone(on: Backend) {
    let o = office(on);
    let item = o.item("S", "", 1);
    let to = |level: &str, categories: &str| {
        [("item", Value::Id(item)), ("level", level.into()), ("categories", categories.into()), ("authority_reference", "WG/13".into())]
    };
    let refused = |level: &str, categories: &str| o.world.as_("registry").refused("item.reclassify", &to(level, categories));
    assert_eq!(refused("S", ""), ["marking-is-that"]);
    assert_eq!(refused("TS", ""), ["level-above-point", "holder-without-access"], "those who hold it may not");
    assert_eq!(o.world.as_("registry").refused("item.reclassify", &to("C", "")[..3]), ["field-required"], "not without a reference");
    let copy = o.copies(item)[0].head.id;
    let transfer = o.sends("registry", copy, &[("to_point", o.other.into())]);
    assert_eq!(refused("C", ""), ["copies-unsettled"]);
    o.receives("registry2", transfer);
    o.world.as_("registry").does("item.reclassify", &to("C", ""));
    let body = o.body(item);
    assert_eq!((body.level.0.as_str(), body.reclassified_by.as_deref(), body.reclassified_on), ("C", Some("WG/13"), Some(o.world.today())));
    assert_eq!(body.reference, "CTL/2026/0001", "it keeps its number");
}

fn cl_14_a_control_point_closes_when_it_holds_nothing(on: Backend) {
    let o = office(on);
    let close = [("point", Value::Id(o.other)), ("reason", "Moved together".into())];
    let copy = o.copies(o.item("C", "", 1))[0].head.id;
    let transfer = o.sends("registry", copy, &[("to_point", o.other.into())]);
    assert_eq!(o.world.as_("officer").refused("control_point.close", &close), ["point-expects-copies"]);
    o.receives("registry2", transfer);
    assert_eq!(o.world.as_("officer").refused("control_point.close", &close), ["point-holds-copies"]);
    let change = |level: &str, parent: RecordId, place: RecordId| {
        let names = [("point", Value::Id(o.other)), ("name_en", "Sub".into()), ("name_fr", "Sous-bureau".into())];
        [&names[..], &[("place", place.into()), ("highest_level", level.into()), ("parent", parent.into())]].concat()
    };
    let (own, others) = (o.point(o.other).place.raw(), o.point(o.point).place.raw());
    assert_eq!(o.world.as_("officer").refused("control_point.change", &change("R", o.point, own)), ["point-holds-more"]);
    assert_eq!(o.world.as_("officer").refused("control_point.change", &change("TS", o.point, own)), ["point-above-parent"]);
    assert_eq!(o.world.as_("officer").refused("control_point.change", &change("S", o.other, own)), ["point-under-itself"]);
    assert_eq!(o.world.as_("officer").refused("control_point.change", &change("S", o.point, others)), ["point-place-taken"]);
    o.world.as_("officer").does("control_point.change", &change("S", o.point, own));
    let main = [("point", Value::Id(o.point)), ("reason", "x".into())];
    assert_eq!(o.world.as_("officer").refused("control_point.close", &main), ["point-has-sub-registries"]);
    let back = o.sends("registry2", copy, &[("to_point", o.point.into())]);
    o.receives("registry", back);
    o.world.as_("officer").does("control_point.close", &close);
    assert_eq!(o.not_sent(copy, &[("to_point", o.other.into())]), ["point-is-closed"]);
    // A lost copy is still answered for.
    o.world.as_("registry").does("copy.report_lost", &[("copy", copy.into()), ("reason", "Not in its folder".into())]);
    let main = [("point", Value::Id(o.point)), ("reason", "x".into())];
    assert_eq!(o.world.as_("officer").refused("control_point.close", &main), ["point-holds-copies"]);
    let rows = o.world.as_("auditor").sees(|view| view.count("control_points", &ListQuery::default(), 100));
    assert_eq!(rows, 2);
}

fn cl_14_what_a_leaver_holds_is_a_task_of_its_own(on: Backend) {
    let o = office(on);
    let person = crate::gate::holder(&o.world, "Leaver", "Lea");
    let copy = o.copies(o.item("S", "", 1))[0].clone();
    let held = || o.world.as_("auditor").sees(move |view| held_by(view, &[person])).len();
    assert_eq!(held(), 0);
    o.sends("registry", copy.head.id, &[("to_person", person.into())]);
    assert_eq!(held(), 1, "what is on its way to them too");
    let leaves = [
        ("person", Value::Id(person)),
        ("last_day", o.world.today().saturating_add(Span::new().days(20)).into()),
        ("end_reason", "end_left".into()),
    ];
    o.world.as_("officer").does("departures.record", &leaves);
    let tasks = o.world.as_("auditor").sees(move |view| view.having_any::<spine::tasks::Task>("person", &[person]));
    let told: Vec<_> = tasks.iter().filter(|t| t.body.title.starts_with("Take classified items back")).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].body.details.as_deref().is_some_and(|d| d.contains(&copy.body.reference)), "{:?}", told[0].body.details);
}
