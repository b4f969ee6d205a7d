//! The demo's classified items: two registries, one of which was handed over and then counted with a copy missing; a receipt that is overdue, a muster that is due,
//! destructions: one alone, one before a witness, one proposed. Most of it is RESTRICTED, for the demo's desks see no higher than CONFIDENTIAL; the invented pack asks for
//! musters and witnesses that low.

use kernel::{Id, RecordId, Value};
use ledger::Error;
use spine::holdings::{CopyTransfer, Inventory, MailCopy};

use super::Maker;

/// Days before the end on which the registries begin, a copy is sent that nobody acknowledges and the second registry has another keeper, and the last things happen.
pub const DAYS_BEFORE: [i64; 3] = [400, 45, 3];
/// Titles of the items, with how many copies each has.
const ITEMS: [(&str, i64); 5] = [
    ("Minutes of the infrastructure working group", 3),
    ("Standing order on couriers", 2),
    ("Annual report of the security committee", 4),
    ("Guidance on the marking of drafts", 2),
    ("Terms of reference, project SENTINEL", 1),
];

/// What was made.
#[derive(Default)]
pub struct Holdings {
    points: Vec<RecordId>,
    items: Vec<RecordId>,
    /// Number of the transfer whose receipt is overdue.
    overdue: Option<String>,
    /// Reference of the copy that a muster did not find.
    missing: Option<String>,
}

impl Holdings {
    /// For the answer key.
    pub fn key(&self) -> serde_json::Value {
        let point = self.points.first().map(|point| point.outward("cpt"));
        serde_json::json!({ "receipt_overdue": self.overdue, "muster_due": point, "muster_missing": self.missing })
    }
}

/// The rules the demo adopts: those an office can begin with, with musters and incidents from RESTRICTED up, witnesses from CONFIDENTIAL up.
fn rules() -> String {
    let invented =
        |rules: String, name: &str, was: &str, is: &str| rules.replace(&format!("\"{name}\": \"{was}\""), &format!("\"{name}\": \"{is}\""));
    let rules = spine::STARTER_HOLDING_RULES.replace(
        "\"source\": \"",
        "\"source\": \"Musters and incidents from RESTRICTED up, witnesses from CONFIDENTIAL up: invented for the demonstration. ",
    );
    let rules = invented(rules, "muster_from_level", "TS", "R");
    invented(invented(rules, "incident_from_level", "C", "R"), "witness_from_level", "S", "C")
}

impl Maker<'_> {
    /// The next that happens to classified items.
    pub(super) fn holdings(&mut self, step: usize) -> Result<(), Error> {
        match step {
            0 => self.begin_registries(),
            1 => self.send_and_forget(),
            _ => self.latest_holdings(),
        }
    }

    fn begin_registries(&mut self) -> Result<(), Error> {
        self.keepers_cleared()?;
        let from = self.ledger.today();
        let pack = [("kind", Value::from("holding_rules")), ("valid_from", from.into()), ("rules", rules().into())];
        self.both("ines", "helene", "policy.adopt", &pack)?;
        for (code, en, fr, keeper) in [
            ("REG-HQ", "Main registry", "Bureau d’ordre principal", "tomas"),
            ("REG-OPS", "Sub-registry, Operations", "Sous-bureau d’ordre, opérations", "paul"),
        ] {
            let place = [("code", Value::from(code)), ("name", en.into()), ("kind", "place_safe".into())];
            let place = Self::made(&self.does("tomas", "places.add", &place)?)?;
            let parent = self.holdings.points.first().map_or(Value::Null, |point| Value::Id(*point));
            let input = [
                ("code", Value::from(code)),
                ("keeper", keeper.into()),
                ("name_en", en.into()),
                ("name_fr", fr.into()),
                ("place", place.into()),
                ("highest_level", "S".into()),
                ("parent", parent),
            ];
            self.holdings.points.push(Self::made(&self.does("anna", "control_point.open", &input)?)?);
        }
        for (title, copies) in &ITEMS[..3] {
            self.item(title, *copies, "R")?;
        }
        Ok(())
    }

    fn item(&mut self, title: &str, copies: i64, level: &str) -> Result<RecordId, Error> {
        let point = self.holdings.points.first().copied().unwrap_or(RecordId::NIL);
        let input = [
            ("point", Value::Id(point)),
            ("title", title.into()),
            ("level", level.into()),
            ("originator", "Infrastructure working group".into()),
            ("document_date", self.ledger.today().into()),
            ("pages", 14.into()),
            ("copies", copies.into()),
        ];
        let item = Self::made(&self.does("tomas", "item.register", &input)?)?;
        self.holdings.items.push(item);
        Ok(item)
    }

    /// The copies of an item the demo made, in order.
    fn copies(&self, item: usize) -> Result<Vec<kernel::Record<MailCopy>>, Error> {
        let id = self.holdings.items.get(item).copied().unwrap_or(RecordId::NIL);
        let mut all = self.ledger.read(self.user("tomas"), move |view| view.having_any::<MailCopy>("item", &[id])).wait()?;
        all.sort_by_key(|copy| copy.body.copy);
        Ok(all)
    }

    /// Sends a copy of an item to the second registry.
    fn send(&self, item: usize, copy: usize) -> Result<RecordId, Error> {
        let copies = self.copies(item)?;
        let copy = copies.get(copy).map_or(RecordId::NIL, |copy| copy.head.id);
        let to = self.holdings.points.get(1).copied().unwrap_or(RecordId::NIL);
        let input = [("copy", Value::Id(copy)), ("to_point", to.into()), ("reason", "For the working group".into())];
        Self::made(&self.does("tomas", "copy.transfer", &input)?)
    }

    fn send_and_forget(&mut self) -> Result<(), Error> {
        let transfer = self.send(0, 1)?;
        let read = self.ledger.read(self.user("tomas"), move |view| view.get::<CopyTransfer>(Id::new(transfer)));
        self.holdings.overdue = Some(read.wait()?.body.number);
        let destruction = self.proposed(2, "Of the edition before")?;
        self.does("tomas", "destruction.execute_alone", &[("destruction", destruction.into())])?;
        self.keepers_briefed()?;
        self.received(2, "paul")?;
        self.handed_over()
    }

    /// A copy of an item that the second registry has received.
    fn received(&self, item: usize, keeper: &str) -> Result<(), Error> {
        let transfer = self.send(item, 0)?;
        self.does(keeper, "copy_transfer.acknowledge", &[("transfer", transfer.into()), ("received_complete", 1.into())]).map(drop)
    }

    /// A muster of the second registry, of which these copies are read.
    fn mustered(&self, keeper: &str, cause: &str, to: Option<&str>, read: &[String]) -> Result<RecordId, Error> {
        let point = self.holdings.points.get(1).copied().unwrap_or(RecordId::NIL);
        let input = [("point", Value::Id(point)), ("cause", cause.into()), ("colleague", to.map_or(Value::Null, Value::from))];
        let muster = Self::made(&self.does(keeper, "inventory.open", &input)?)?;
        let session =
            self.ledger.read(self.user(keeper), move |view| view.get::<Inventory>(Id::new(muster)).map(|m| m.body.session.raw())).wait()?;
        let lines: Vec<(String, String)> = read.iter().map(|label| (label.clone(), String::new())).collect();
        self.hand_in(keeper, session, &lines)?;
        self.does("anna", "scan.close", &[("session", session.into()), ("colleague", keeper.into())])?;
        Ok(muster)
    }

    /// The second registry goes from one keeper to another: counted, found complete, confirmed by both.
    fn handed_over(&self) -> Result<(), Error> {
        let there: Vec<String> = self.copies(2)?.first().map(|copy| copy.body.label_code.clone()).into_iter().collect();
        let muster = self.mustered("paul", "muster_handover", Some("marie"), &there)?;
        for login in ["paul", "marie"] {
            self.does(login, "inventory.confirm", &[("inventory", muster.into())])?;
        }
        self.does("paul", "inventory.close", &[("inventory", muster.into())]).map(drop)
    }

    /// The destruction of the last copy of an item, proposed by the main registry.
    fn proposed(&self, item: usize, reason: &str) -> Result<RecordId, Error> {
        let number = self.copies(item)?.last().map(|copy| copy.body.reference.clone()).unwrap_or_default();
        let point = self.holdings.points.first().copied().unwrap_or(RecordId::NIL);
        let input =
            [("point", Value::Id(point)), ("copies", number.into()), ("method", "method_shredding".into()), ("reason", reason.into())];
        Self::made(&self.does("tomas", "destruction.propose", &input)?)
    }

    fn latest_holdings(&mut self) -> Result<(), Error> {
        for (title, copies) in &ITEMS[3..] {
            self.item(title, *copies, "R")?;
        }
        // The new keeper counts, and one of the two copies is not there.
        self.received(1, "marie")?;
        self.mustered("marie", "muster_yearly", None, &[self.copies(2)?[0].body.label_code.clone()])?;
        self.holdings.missing = self.copies(1)?.first().map(|copy| copy.body.reference.clone());
        self.proposed(1, "Superseded by a new edition")?;
        self.item("Contingency plan of the headquarters", 3, "C")?;
        let destruction = self.proposed(ITEMS.len(), "A copy too many")?;
        self.does("tomas", "destruction.execute", &[("destruction", destruction.into())])?;
        self.does("marie", "destruction.witness", &[("destruction", destruction.into())])?;
        let (item, to) = (self.holdings.items.get(3).copied(), self.holdings.points.get(1).copied());
        let asked = [
            ("item", item.map_or(Value::Null, Value::Id)),
            ("control_point", to.map_or(Value::Null, Value::Id)),
            ("copies", 1.into()),
            ("purpose", "A copy for the duty officer".into()),
        ];
        self.does("tomas", "reproduction.ask", &asked).map(drop)
    }
}
