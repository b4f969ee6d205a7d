//! The office's own papers in the demo: procedures with their readers, one that superseded what an article rests on, one past its review, and what is
//! asked of the office's knowledge.

use std::cmp::Reverse;

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{RecordId, Value};
use ledger::Error;

use super::{Event, Maker, What};

/// A document of the demo, and its first text.
struct Paper {
    kind: &'static str,
    title: (&'static str, &'static str),
    desk: &'static str,
    /// So many days after it comes into force it is to be looked at.
    review: i64,
    /// Whom it binds, and within how many days they read it.
    binds: Option<(&'static str, i64)>,
    file: &'static str,
    text: &'static str,
}

const LENDING: usize = 0;
const COVER: usize = 1;
const CARDS: usize = 2;
const VISITORS: usize = 3;

const PAPERS: [Paper; 4] = [
    Paper {
        kind: "doc_sop",
        title: ("Lending a personnel file", "Prêt d’un dossier individuel"),
        desk: "desk_registry",
        review: 360,
        binds: Some(("clearance_technician", 10)),
        file: "lending.txt",
        text: include_str!("documents/lending.txt"),
    },
    Paper {
        kind: "doc_instruction",
        title: ("Cover of the front desk at midday", "Permanence du guichet à midi"),
        desk: "desk_clearance",
        review: 180,
        binds: None,
        file: "front-desk.txt",
        text: include_str!("documents/front-desk.txt"),
    },
    Paper {
        kind: "doc_order",
        title: ("Loss of an access card", "Perte d’une carte d’accès"),
        desk: "desk_policy",
        review: 300,
        binds: Some(("registry", 5)),
        file: "lost-card.txt",
        text: include_str!("documents/lost-card.txt"),
    },
    Paper {
        kind: "doc_procedure",
        title: ("Receiving a visitor without a clearance", "Accueil d’un visiteur non habilité"),
        desk: "desk_policy",
        review: 365,
        binds: None,
        file: "visitors.txt",
        text: include_str!("documents/visitors.txt"),
    },
];

/// The text that superseded the last of them.
const VISITORS_NOW: &str = include_str!("documents/visitors-rev1.txt");

/// What happens to the papers, and so many days before the end.
const STEPS: [(i64, Step); 5] =
    [(200, Step::Paper(COVER)), (90, Step::Paper(VISITORS)), (60, Step::Paper(CARDS)), (12, Step::Superseded), (4, Step::Paper(LENDING))];

/// One of the things that happen to the papers.
#[derive(Clone, Copy)]
enum Step {
    /// One is written and comes into force.
    Paper(usize),
    /// The procedure on visitors has a new text.
    Superseded,
}

/// The papers as far as they are written.
pub(super) struct Papers([RecordId; PAPERS.len()]);

impl Default for Papers {
    fn default() -> Self {
        Self([RecordId::NIL; PAPERS.len()])
    }
}

impl Maker<'_> {
    /// Puts what happens to the papers among the events; no chance is in it.
    pub(super) fn schedule_papers(&mut self) {
        let midday = 12 * 3_600_000_000;
        for (at, (before, _)) in STEPS.iter().enumerate() {
            let day = self.start.as_microsecond() + (super::HISTORY_DAYS - before) * 86_400_000_000;
            self.turn += 1;
            self.events.push(Reverse(Event { at: day + midday, turn: self.turn, what: What::Papers(at) }));
        }
    }

    fn day(&self, days: i64) -> Date {
        self.ledger.today().saturating_add(days.days())
    }

    /// Writes a version, has it validated by two, and brings it into force.
    fn bring_into_force(&self, document: RecordId, kind: &str, name: &str, text: &str) -> Result<RecordId, Error> {
        let file = Value::Bytes(text.as_bytes().to_vec());
        let draft = [("document", Value::from(document)), ("kind", kind.into()), ("file_name", name.into()), ("text_file", file)];
        let version = Self::made(&self.does("ines", "document_versions.draft", &draft)?)?;
        let on = ("document_version", Value::from(version));
        self.does("ines", "document_versions.submit", std::slice::from_ref(&on))?;
        let digest = ledger::crypto::hex(&ledger::crypto::sha256(&[text.as_bytes()]));
        self.both("ines", "helene", "document_versions.validate", &[on.clone(), ("digest", digest.into())])?;
        self.does("helene", "document_versions.bring_into_force", &[on])?;
        Ok(version)
    }

    fn paper(&self, paper: &Paper) -> Result<RecordId, Error> {
        let input = [
            ("kind", Value::from(paper.kind)),
            ("title_en", paper.title.0.into()),
            ("title_fr", paper.title.1.into()),
            ("desk", paper.desk.into()),
            ("review_due_on", self.day(paper.review).into()),
        ];
        Self::made(&self.does("ines", "controlled_documents.register", &input)?)
    }

    /// The next that happens to the papers.
    pub(super) fn papers(&mut self, at: usize) -> Result<(), Error> {
        let Step::Paper(which) = STEPS[at].1 else {
            return self.bring_into_force(self.papers.0[VISITORS], "version_revision", "visitors-rev1.txt", VISITORS_NOW).map(drop);
        };
        let paper = &PAPERS[which];
        let id = self.paper(paper)?;
        self.papers.0[which] = id;
        if let Some((duty, days)) = paper.binds {
            let binds = [("document", Value::from(id)), ("duty", duty.into()), ("read_within", days.into())];
            self.does("ines", "distributions.distribute", &binds)?;
        }
        let version = self.bring_into_force(id, "version_number", paper.file, paper.text)?;
        match which {
            CARDS => self.does("tomas", "acknowledgements.acknowledge", &[("document_version", version.into())]).map(drop),
            VISITORS => self.articles(id, self.papers.0[COVER]),
            LENDING => self.advice(),
            _ => Ok(()),
        }
    }

    /// A request that is open.
    fn advice(&self) -> Result<(), Error> {
        let advice = [
            ("question", Value::from("May two engineers of a supplier come without a clearance for a day?")),
            ("requester", "Logistics".into()),
            ("advice_channel", "advice_email".into()),
            ("desk", "desk_clearance".into()),
            ("colleague", "paul".into()),
        ];
        self.does("anna", "advice_requests.receive", &advice).map(drop)
    }

    /// Two articles; the first rests on the procedure that is superseded later, and advice was sent from it.
    fn articles(&self, visitors: RecordId, cover: RecordId) -> Result<(), Error> {
        let write = |question: (&str, &str), answer: (&str, &str), keywords: &str, document: RecordId| {
            let input = [
                ("question_en", Value::from(question.0)),
                ("question_fr", question.1.into()),
                ("answer_en", answer.0.into()),
                ("answer_fr", answer.1.into()),
                ("keywords", keywords.into()),
                ("desk", "desk_clearance".into()),
                ("readership", "audience_internal".into()),
                ("review_by", self.day(365).into()),
            ];
            let article = Self::made(&self.does("anna", "knowledge_articles.write", &input)?)?;
            let on = ("article", Value::from(article));
            self.does("anna", "bases.cite", &[on.clone(), ("document", document.into())])?;
            self.does("anna", "knowledge_articles.submit", std::slice::from_ref(&on))?;
            let digest = self.ledger.read(self.user("paul"), move |view| {
                view.get::<spine::knowledge::KnowledgeArticle>(kernel::Id::new(article)).map(|a| a.body.digest)
            });
            self.does("paul", "knowledge_articles.publish", &[on, ("digest", digest.wait()?.into())])?;
            Ok::<RecordId, Error>(article)
        };
        let visitor = write(
            ("May somebody without a clearance enter the building?", "Une personne sans habilitation peut-elle entrer dans le bâtiment ?"),
            (
                "Yes, with an escort at all times, a visible badge, and a host who answers for them.",
                "Oui, accompagnée en tout temps, avec un badge visible et un hôte qui en répond.",
            ),
            "visitor escort visiteur accompagnement badge",
            visitors,
        )?;
        write(
            ("Who answers the front desk at midday?", "Qui tient le guichet à midi ?"),
            (
                "The technician on the list of the week, from half past twelve to half past one.",
                "Le technicien inscrit sur la liste de la semaine, de 12 h 30 à 13 h 30.",
            ),
            "lunch desk guichet permanence",
            cover,
        )?;
        let asked = [
            ("question", Value::from("How is a technician of a supplier received for one morning?")),
            ("requester", "Facilities".into()),
            ("advice_channel", "advice_phone".into()),
            ("desk", "desk_clearance".into()),
        ];
        let request = Self::made(&self.does("paul", "advice_requests.receive", &asked)?)?;
        let on = ("request", Value::from(request));
        let answer = "With an escort at all times and a visible badge; the host answers for him.";
        self.does("paul", "advice_requests.draft_answer", &[on.clone(), ("answer", answer.into()), ("article", visitor.into())])?;
        let digest = ledger::crypto::hex(&ledger::crypto::sha256(&[answer.as_bytes()]));
        self.does("anna", "advice_requests.clear", &[on.clone(), ("digest", digest.into())])?;
        self.does("paul", "advice_requests.send", &[on.clone(), ("advice_channel", "advice_phone".into())])?;
        self.does("paul", "advice_requests.close", &[on]).map(drop)
    }
}
