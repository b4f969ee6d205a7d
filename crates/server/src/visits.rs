//! A request for visit on paper and as XML: the same fields in the order of the form, in both languages on paper.

use std::collections::HashMap;

use desk_clearance::visits::queries::{Standards, standards, trip};
use desk_clearance::visits::rules::{Member, Trip};
use desk_clearance::visits::{AmendmentKind, VisitAmendment, VisitRequest, VisitState, Visitor, VisitorAnswer, lifecycle};
use documents::{Block, Column, Document, Layout, Part};
use exchange::forms::REQUEST_FOR_VISIT;
use exchange::xml::Build;
use jiff::civil::Date;
use kernel::marking::SecurityPolicy;
use kernel::{Id, Lang, Level, Record, RecordId, Refusal};
use ledger::{Error, View};
use spine::clearances::queries::WITHOUT_CLEARANCE;
use spine::clearances::rules::{granted_until, standing};
use spine::organisations::Authority;
use spine::people::Person;

use crate::words::Words;

/// Everything that stands in the form.
pub struct Form {
    /// The request.
    pub request: Record<VisitRequest>,
    trip: Trip,
    people: HashMap<RecordId, Person>,
    host: Authority,
    /// What the last change of what was approved is about.
    amendment: Option<AmendmentKind>,
    held: HashMap<RecordId, Held>,
    certified: bool,
    information: &'static str,
    levels: HashMap<String, [String; 2]>,
    /// Its marking in both languages; whoever hands it out says how high.
    pub marking: String,
    /// The same for machines.
    pub label: String,
    /// The same as an element.
    pub element: Option<Build>,
}

/// The clearance on record: the grant that stands.
struct Held {
    level: Level,
    categories: kernel::Codes,
    until: Option<Date>,
}

impl Form {
    /// The people it names.
    pub fn people(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.trip.party.iter().map(|member| member.visitor.person.raw())
    }
}

/// Reads a request with everything that stands in its form: those whom the host has not refused.
///
/// # Errors
/// `visit-not-whole` where the reader does not see the whole party: a form that leaves somebody out would be wrong.
pub fn form(view: &mut View<'_>, id: Id<VisitRequest>) -> Result<Form, Error> {
    let request = view.get(id)?;
    let (mut trip, standards): (Trip, Standards) = (trip(view, &request)?, standards(view)?);
    let everybody = view.facts(|view| Ok(view.having_any::<Visitor>("request", &[id.raw()])?.len()))?;
    if everybody != trip.party.len() {
        return Err(Refusal::new("visit-not-whole").into());
    }
    let ids: Vec<RecordId> = trip.party.iter().map(|member| member.visitor.person.raw()).collect();
    let people = view.having_any::<Person>("id", &ids)?.into_iter().map(|person| (person.head.id, person.body)).collect();
    let host = view.get(request.body.host)?.body;
    let (today, policy) = (view.today, view.policy);
    let held = trip.party.iter().filter_map(|member| {
        let grant = standing(&member.facts, today, &standards.rules, policy)?;
        let until = granted_until(grant, standards.rules.of(grant, grant.decided_on));
        Some((member.id.raw(), Held { level: grant.level.clone(), categories: grant.categories.clone(), until }))
    });
    let held = held.collect();
    // What was never validated is certified by nobody, nor is what is over.
    let state = request.body.state;
    let sent = state == VisitState::Validated || [lifecycle::SENT, lifecycle::GRANTED].concat().contains(&state.code());
    let certified = sent && !standards.faults(&trip, today, policy).iter().any(|fault| fault.grave);
    trip.party.retain(|member| member.visitor.answer != VisitorAnswer::Refused);
    let rank = |level: &Level| policy.rank(level).unwrap_or(-1);
    let low = rank(&request.body.level) <= rank(&Level(WITHOUT_CLEARANCE.to_owned()));
    let information = if low { "rfv-1-low" } else { "rfv-1-high" };
    let amendments = view.having_any::<VisitAmendment>("request", &[id.raw()])?;
    let amendment = amendments.into_iter().max_by_key(|a| a.body.number).map(|a| a.body.kind);
    Ok(Form {
        amendment,
        request,
        trip,
        people,
        host,
        held,
        certified,
        information,
        levels: names(policy),
        marking: String::new(),
        label: String::new(),
        element: None,
    })
}

fn names(policy: &SecurityPolicy) -> HashMap<String, [String; 2]> {
    policy.levels.iter().map(|level| (level.code.clone(), Lang::ALL.map(|lang| policy.name(&level.code, lang).to_owned()))).collect()
}

/// A level with its categories.
fn marked(levels: &HashMap<String, [String; 2]>, lang: Lang, level: &Level, categories: &kernel::Codes) -> String {
    let at = Lang::ALL.iter().position(|known| *known == lang).unwrap_or(0);
    let name = levels.get(&level.0).map_or_else(|| level.0.clone(), |names| names[at].clone());
    if categories.is_empty() { name } else { format!("{name} {}", categories.joined()) }
}

fn part(form: &Form, lang: Lang) -> Part {
    let (words, request) = (Words::new(lang), &form.request.body);
    let choice = |code: &str| words.code("choice", code);
    let host = match lang {
        Lang::En => &form.host.name_en,
        Lang::Fr => &form.host.name_fr,
    };
    let numbered = |number: u8, text: String| (format!("{number} · {}", words.t(&format!("rfv-{number}"))), text);
    let kind = match (request.amendments, form.amendment) {
        (0, _) => words.t("rfv-0-new"),
        (number, kind) => {
            let what = kind.map(|kind| format!(" – {}", choice(kind.code()))).unwrap_or_default();
            format!("{}{what}", words.with("rfv-0-amendment", "number", &number.to_string()))
        }
    };
    let counts = words.l.with2("rfv-2-text", "sites", &form.trip.sites.len().to_string(), "visitors", &form.trip.party.len().to_string());
    let days = words.l.with2("rfv-6-text", "from", &request.valid_from.to_string(), "until", &request.valid_until.to_string());
    let pertains = std::iter::once(choice(request.pertains_to.code())).chain(request.pertains_reference.clone()).collect::<Vec<_>>();
    let before = vec![
        (words.t("rfv-number"), request.number.clone()),
        numbered(0, format!("{} – {kind}", choice(request.kind.code()))),
        numbered(1, words.t(form.information)),
        numbered(2, counts),
        numbered(
            3,
            format!(
                "{host}{}",
                request.days_wanted.map(|days| format!(" · {} {days}", words.field(None, "days_wanted"))).unwrap_or_default()
            ),
        ),
        numbered(4, asker(form, lang)),
    ];
    let after = vec![
        numbered(6, days),
        numbered(7, format!("{} · {}", choice(request.initiative.code()), choice(request.initiated_by.code()))),
        numbered(8, pertains.join(" · ")),
        numbered(9, format!("{}\n{}", request.subject, request.justification)),
        numbered(10, marked(&form.levels, lang, &request.level, &request.categories)),
    ];
    let last = vec![
        numbered(12, request.security_officer.clone()),
        numbered(13, words.t(if form.certified { "rfv-13-text" } else { "rfv-13-not" })),
        numbered(14, words.t("rfv-signature")),
        numbered(15, request.remarks.clone().unwrap_or_else(|| "–".to_owned())),
    ];
    let site = |name: &str| words.field(Some("visit_sites"), name);
    let sites = Block::Table {
        caption: format!("5 · {}", words.t("rfv-5")),
        columns: ["name", "address", "contact", "security_officer"].map(|name| Column::text(site(name))).to_vec(),
        rows: form
            .trip
            .sites
            .iter()
            .map(|s| vec![s.name.clone(), s.address.clone(), s.contact.clone(), s.security_officer.clone().unwrap_or_default()])
            .collect(),
    };
    let visitors = Block::Table {
        caption: format!("11 · {}", words.t("rfv-11")),
        columns: vec![
            Column::text(words.t("ui-person")),
            Column::text(words.t("rfv-11-born")),
            Column::text(words.t("rfv-11-nationality")),
            Column::text(words.t("rfv-11-document")),
            Column::text(words.t("rfv-11-level")),
            Column::text(words.field(None, "employer")),
        ],
        rows: form.trip.party.iter().map(|member| visitor(form, member, &words, lang)).collect(),
    };
    let heading = (lang != Lang::En).then(|| Block::heading(2, words.t("rfv-title")));
    let written = lifecycle::WRITTEN.contains(&request.state.code());
    let draft = written.then(|| Block::paragraph(words.t("rfv-draft")));
    let blocks = heading.into_iter().chain(draft).chain([
        Block::Facts { facts: before },
        sites,
        Block::Facts { facts: after },
        visitors,
        Block::Facts { facts: last },
    ]);
    Part { lang, new_page: lang != Lang::En, blocks: blocks.collect() }
}

/// Field 4: who asks, as the register of organisations has it.
fn asker(form: &Form, lang: Lang) -> String {
    let words = Words::new(lang);
    let Some(asker) = &form.trip.asker else { return words.t("rfv-4-missing") };
    let name = match lang {
        Lang::En => &asker.name_en,
        Lang::Fr => &asker.name_fr,
    };
    let parts = [Some(name), asker.address.as_ref(), asker.point_of_contact.as_ref(), asker.telephone.as_ref(), asker.email.as_ref()];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// Day, place and country of birth.
fn born(person: Option<&Person>, words: &Words) -> String {
    let Some(person) = person else { return String::new() };
    let day = person.birth_date.map(|day| day.to_string());
    let country = person.birth_country.as_ref().map(|nation| words.nation(&nation.0));
    let parts = [day, person.birth_place.clone(), country];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn visitor(form: &Form, member: &Member, words: &Words, lang: Lang) -> Vec<String> {
    let person = form.people.get(&member.visitor.person.raw());
    let document = member.document.as_ref().map(|d| {
        let number = d.number.clone().map(|number| format!(" {number}")).unwrap_or_default();
        format!("{}{number}, {}", words.code("choice", d.kind.code()), d.valid_until)
    });
    let held = form.held.get(&member.id.raw()).map(|held| {
        let level = marked(&form.levels, lang, &held.level, &held.categories);
        held.until.map_or_else(|| level.clone(), |until| format!("{level}, {until}"))
    });
    vec![
        format!("{}\n{}", member.name, member.visitor.position),
        born(person, words),
        person.map(|p| words.nation(&p.nationality.0)).unwrap_or_default(),
        document.unwrap_or_default(),
        held.unwrap_or_default(),
        member.visitor.employer.clone(),
    ]
}

/// The form on paper, in both languages.
pub fn document(form: &Form, proof: &str, issued: jiff::Timestamp) -> Document {
    let en = Words::new(Lang::En);
    Document {
        title: en.t("rfv-title"),
        subtitle: form.request.body.number.clone(),
        author: en.t("letter-office"),
        lang: Lang::En,
        marking: form.marking.clone(),
        label: form.label.clone(),
        footer: form.request.body.number.clone(),
        proof: proof.to_owned(),
        watermark: String::new(),
        layout: Layout::Upright,
        letterhead: None,
        parts: Lang::ALL.map(|lang| part(form, lang)).to_vec(),
        ident: format!("{} {}", form.request.body.number, form.request.head.version),
        issued,
    }
}

/// The form as XML: codes, dates and texts as they were written.
///
/// # Errors
/// When it cannot be written.
pub fn xml(form: &Form) -> Result<Vec<u8>, Error> {
    let request = &form.request.body;
    let day = |day: Date| day.to_string();
    let level = |level: &Level| level.0.clone();
    let site = |site: &desk_clearance::visits::VisitSite| {
        Build::new("site").holding([
            Build::text("name", &site.name),
            Build::text("address", &site.address),
            Build::text("contact", &site.contact),
            Build::text("securityOfficer", site.security_officer.clone().unwrap_or_default()),
        ])
    };
    let visitor = |member: &Member| {
        let person = form.people.get(&member.visitor.person.raw());
        let name = Build::new("name")
            .with("family", person.map(|p| p.surname.clone()).unwrap_or_default())
            .with("given", person.map(|p| p.given.clone()).unwrap_or_default());
        let mut clearance = Build::new("clearance");
        if let Some(held) = form.held.get(&member.id.raw()) {
            clearance = clearance.with("level", level(&held.level)).with("categories", held.categories.joined());
            if let Some(until) = held.until {
                clearance = clearance.with("until", day(until));
            }
        }
        let mut parts =
            vec![name, clearance, Build::text("employer", &member.visitor.employer), Build::text("position", &member.visitor.position)];
        if let Some(document) = &member.document {
            parts.push(
                Build::new("document")
                    .with("kind", document.kind.code())
                    .with("number", document.number.clone().unwrap_or_default())
                    .with("issuer", &document.issuer.0)
                    .with("until", day(document.valid_until)),
            );
        }
        let born = person.and_then(|p| p.birth_date).map(day).unwrap_or_default();
        let nation = person.map(|p| p.nationality.0.clone()).unwrap_or_default();
        let place = person.and_then(|p| p.birth_place.clone()).unwrap_or_default();
        let country = person.and_then(|p| p.birth_country.clone()).map(|nation| nation.0).unwrap_or_default();
        let visitor = Build::new("visitor").with("born", born).with("birthPlace", place).with("birthCountry", country);
        visitor.with("nationality", nation).holding(parts)
    };
    let requester = form.trip.asker.as_ref().map_or_else(
        || Build::new("requester"),
        |asker| {
            let told = |name: &'static str, text: &Option<String>| Build::text(name, text.clone().unwrap_or_default());
            Build::new("requester").with("name", &asker.name_en).holding([
                told("address", &asker.address),
                told("contact", &asker.point_of_contact),
                told("telephone", &asker.telephone),
                told("email", &asker.email),
            ])
        },
    );
    let root = Build::new("requestForVisit")
        .with("number", &request.number)
        .with("kind", request.kind.code())
        .with("amendment", request.amendments.to_string())
        .with("amends", form.amendment.map(AmendmentKind::code).unwrap_or_default())
        .with("certified", form.certified.to_string())
        .holding([
            Build::new("information").with("kind", form.information.trim_start_matches("rfv-1-")),
            Build::new("summary").with("sites", form.trip.sites.len().to_string()).with("visitors", form.trip.party.len().to_string()),
            Build::new("host").with("nation", &form.host.nation.0).with("name", &form.host.name_en),
            requester,
            Build::new("sites").holding(form.trip.sites.iter().map(site)),
            Build::new("period").with("from", day(request.valid_from)).with("until", day(request.valid_until)),
            Build::new("initiative").with("account", request.initiative.code()).with("by", request.initiated_by.code()),
            Build::text("pertainsTo", request.pertains_reference.clone().unwrap_or_default()).with("kind", request.pertains_to.code()),
            Build::text("subject", &request.subject),
            Build::text("justification", &request.justification),
            Build::new("highestLevel").with("level", level(&request.level)).with("categories", request.categories.joined()),
            Build::new("visitors").holding(form.trip.party.iter().map(visitor)),
            Build::text("securityOfficer", &request.security_officer),
            Build::text("remarks", request.remarks.clone().unwrap_or_default()),
        ]);
    exchange::forms::write(root, REQUEST_FOR_VISIT, &form.marking, form.element.clone())
        .map_err(|e| Error::Stored(format!("request as XML: {e}")))
}
