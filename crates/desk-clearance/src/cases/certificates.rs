//! Certificates for a meeting, drafted from a gate list: for each who is answered yes a case and the draft of a letter. The letter takes its number
//! with its signature, and the case ends when the letter is out (CL-07).

use jiff::civil::Date;
use kernel::register::days_in_order;
use kernel::{Codes, Duty, Fields, Id, Lang, Level, Record, Refusal, Refused};
use ledger::{Changes, Command, Context, Error, Loader, transition};
use spine::clearances::gate::{Answer, gate_list, names};
use spine::clearances::record::SCOPE_CHARS_MAX;
use spine::letters::commands::{Makings, draft};
use spine::letters::queries::templates;
use spine::letters::rules::Field;
use spine::letters::{LetterKind, LetterTemplate};
use spine::organisations::{Authority, AuthorityKind};
use spine::people::Person;
use spine::series;

use super::CaseKind;
use super::commands::{Open, WORKERS, requested};
use super::short::for_meeting;
use crate::limits;

/// Drafts the certificates of those who may come to a meeting.
#[derive(Clone, Debug, Fields)]
pub struct DraftCertificates {
    /// Who comes, by name or personnel number, one a line.
    #[field(long)]
    pub names: String,
    /// The meeting, as it is called.
    #[field(max = SCOPE_CHARS_MAX)]
    pub event: String,
    /// The level.
    pub level: Level,
    /// The categories.
    pub categories: Codes,
    /// First day.
    pub event_from: Date,
    /// Last day.
    pub event_until: Date,
    /// To whom the certificates go.
    pub authority: Id<Authority>,
    /// From which template; the first for meeting certificates when left out.
    pub template: Option<Id<LetterTemplate>>,
}

/// What drafting needs to know.
pub struct ToDraft {
    /// Those answered yes by their clearance, with their own authority.
    people: Vec<(Record<Person>, Option<Record<Authority>>)>,
    /// The names that are not.
    others: Vec<String>,
    host: Record<Authority>,
    template: Option<Record<LetterTemplate>>,
    series: series::Standing,
}

impl Command for DraftCertificates {
    const NAME: &'static str = "meeting_certificates.draft";
    const DUTIES: &'static [Duty] = WORKERS;
    const PURPOSE: &'static str = "clearance";
    type Loaded = ToDraft;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let host = loader.named("authority", self.authority)?;
        let template = match self.template {
            Some(template) => Some(loader.named("template", template)?),
            None => templates(loader.view(), LetterKind::MeetingCertificate)?.into_iter().next(),
        };
        let asked: Vec<String> = names(&self.names).into_iter().take(limits::MEETING_CERTIFICATES_MAX + 1).collect();
        let need = for_meeting(&self.event, (&self.level, &self.categories));
        let lines = gate_list(loader.view(), &asked, &need, (self.event_from, self.event_until))?;
        let (mut people, mut others) = (Vec::new(), Vec::new());
        let mut seen = std::collections::HashSet::new();
        let authorities = loader.facts(|view| view.having::<Authority>("kind", AuthorityKind::Nsa.code()))?;
        for line in lines {
            match (line.answer, line.person) {
                (Answer::Yes(_), Some((id, _))) => {
                    if seen.insert(id) {
                        let person: Record<Person> = loader.get(Id::new(id))?;
                        let own = authorities.iter().find(|a| a.body.nation == person.body.nationality).cloned();
                        people.push((person, own));
                    }
                }
                _ => others.push(line.asked),
            }
        }
        let year = i64::from(loader.view().today.year());
        let series = series::load(loader.view(), "PSC", year)?;
        Ok(ToDraft { people, others, host, template, series })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToDraft { people, others, host, template, series } = loaded;
        let mut wrong = Vec::new();
        wrong.extend(days_in_order(Some(self.event_from), Some(self.event_until), "event_until"));
        let count = people.len() + others.len();
        if count > limits::MEETING_CERTIFICATES_MAX {
            wrong.push(Refusal::new("too-many-certificates").at("names").with("max", limits::MEETING_CERTIFICATES_MAX.to_string()));
        }
        if let Some(first) = others.first() {
            wrong.push(Refusal::new("certificate-for-no").at("names").with("name", first.as_str()));
        }
        if people.is_empty() && others.is_empty() {
            wrong.push(Refusal::new("field-required").at("names"));
        }
        if let Some((person, _)) = people.iter().find(|(_, own)| own.is_none()) {
            wrong.push(Refusal::new("authority-missing").at("names").with("nation", person.body.nationality.0.as_str()));
        }
        match &template {
            None => wrong.push(Refusal::new("template-missing").at("template")),
            Some(template) if template.body.kind != LetterKind::MeetingCertificate => {
                wrong.push(Refusal::new("template-of-another-kind").at("template"));
            }
            Some(_) => {}
        }
        let Some(template) = template.filter(|_| wrong.is_empty()) else { return Err(Refused(wrong)) };
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let first = series::next_several(&series, "PSC", year, people.len(), cx.new_id(), &mut changes);
        for ((person, own), number) in people.iter().zip(first..) {
            let Some(own) = own else { continue };
            let what = (self.level.clone(), self.categories.clone());
            let ask = Open {
                event: Some(self.event.clone()),
                event_from: Some(self.event_from),
                event_until: Some(self.event_until),
                ..Open::routine(person.id(), CaseKind::MeetingCertificate, what, Some(self.event_from))
            };
            let case = requested(number, person.id(), own.id(), &ask, cx);
            let id = transition::begin(&mut changes, cx.new_id(), &case, None, cx);
            let known = |field: Field, lang: Lang| match field {
                Field::Case => Some(case.number.clone()),
                Field::Person => Some(format!("{} {}", person.body.surname, person.body.given)),
                Field::Level => {
                    let level = cx.policy.name(&self.level.0, lang);
                    Some([level, &self.categories.joined()].join(" ").trim().to_owned())
                }
                Field::Meeting => Some(self.event.clone()),
                Field::From => Some(self.event_from.to_string()),
                Field::Until => Some(self.event_until.to_string()),
                _ => None,
            };
            let makings = Makings { authority: host.clone(), concerns: Some(id.raw()), person: Some(person.head.id), reply_due: None };
            draft(&template, makings, &known, cx, &mut changes)?;
        }
        Ok(changes)
    }
}
