//! Pages: one file each. A page is read in one snapshot with the rights of that moment; what it shows decides its marking.

pub mod approval;
pub mod audits;
pub mod briefings;
pub mod cabinet;
pub mod calendar;
pub mod desk;
pub mod documents;
pub mod duplicates;
pub mod enrol;
pub mod exports;
pub mod form;
pub mod gate;
pub mod held;
pub mod holdings;
pub mod hr;
pub mod import;
pub mod inbox;
pub mod knowledge;
pub mod labels;
pub mod lacking;
pub mod letters;
pub mod listing;
pub mod machine;
pub mod measures;
pub mod notices;
pub mod on_call;
pub mod open_cases;
pub mod outlook;
pub mod permissions;
pub mod proof;
pub mod quality;
pub mod queue;
pub mod record;
pub mod register;
pub mod registers;
pub mod renewals;
pub mod reports;
pub mod requirements;
pub mod retention;
pub mod rows;
pub mod sealed;
pub mod search;
pub mod sign_in;
pub mod standing;
pub mod tell;
pub mod today;
pub mod urgency;
pub mod visits;
pub mod whatif;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use jiff::tz::TimeZone;
use kernel::marking::Mark;
use kernel::{Duty, FieldKind, Head, Job, Lang, Level, RecordId, Register, RegisterDef, Value};
use ledger::{Command as _, Error, RawRecord, View};
use spine::mail::inbox::DropFile;
use spine::organisations::Authority;
use ui::shell::{Marking, NavItem, Posture, UserView};
use ui::{Page, Shell};

use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::{Titles, Words};

/// What a page has at hand while it is made.
pub struct PageCx<'a, 'v> {
    /// The reader's sight.
    pub view: &'a mut View<'v>,
    /// The reader's language.
    pub words: Words,
    /// Who asks.
    pub visitor: &'a Visitor,
    /// The office's time zone.
    pub zone: &'a TimeZone,
    /// Whether this is a demo.
    pub demo: bool,
    /// What the rows of a list come to together.
    lists: Mark,
    /// What stands on the page, once its surroundings are made.
    told: Option<Mark>,
    opened: Vec<RecordId>,
}

impl App {
    /// Makes a page as its reader, in one snapshot.
    pub async fn page(
        &self,
        visitor: Visitor,
        make: impl FnOnce(&mut PageCx<'_, '_>) -> Result<String, Error> + Send + 'static,
    ) -> Result<Response, Failure> {
        self.show(visitor, make).await.map(|html| Html(html).into_response())
    }

    /// Makes anything as its reader, in one snapshot.
    pub async fn show<T: Send + 'static>(
        &self,
        visitor: Visitor,
        make: impl FnOnce(&mut PageCx<'_, '_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Failure> {
        let Some(hash) = visitor.session.clone() else { return Err(Failure::SignIn(visitor.here)) };
        let (zone, demo, asking) = (self.ledger.zone().clone(), self.ledger.is_demo(), visitor.clone());
        let made = self.ledger.read_with(visitor.pass(), move |view, session| {
            let lang = Lang::from_code(&session.lang).unwrap_or_default();
            let visitor = Visitor { lang, ..asking };
            let mut cx = PageCx::new(view, Words::new(lang), &visitor, &zone, demo);
            let made = make(&mut cx).and_then(|made| cx.marked_whole().map(|()| made));
            let mark = cx.mark();
            let opened = cx.files_opened();
            // A refusal keeps the way to everything else.
            let shell = match &made {
                Ok(_) => None,
                Err(_) => PageCx::new(view, Words::new(lang), &visitor, &zone, demo).shell("", "").ok(),
            };
            Ok((made, mark, shell, session.stale, visitor.lang, opened))
        });
        match made.answer().await {
            Ok(Some((made, mark, shell, stale, lang, (account, opened)))) => {
                crate::app::saw(self.ledger.policy(), &mark);
                if made.is_ok() && !opened.is_empty() {
                    // The page does not wait for it.
                    drop(self.ledger.note_openings(account, opened));
                }
                if stale {
                    // Written down at most once a minute; the page does not wait for it.
                    drop(self.ledger.touch_session(hash, None));
                }
                let visitor = Visitor { lang, ..visitor };
                made.map_err(|e| match shell {
                    Some(shell) => Failure::Within(Box::new((e, visitor, shell))),
                    None => Failure::of(e, &visitor),
                })
            }
            Ok(None) => Err(Failure::SignIn(visitor.here)),
            Err(error) => Err(Failure::of(error, &visitor)),
        }
    }
}

impl<'a, 'v> PageCx<'a, 'v> {
    /// For this reader.
    pub fn new(view: &'a mut View<'v>, words: Words, visitor: &'a Visitor, zone: &'a TimeZone, demo: bool) -> Self {
        let lists = Mark::nothing(view.policy);
        Self { view, words, visitor, zone, demo, lists, told: None, opened: Vec::new() }
    }

    /// Counts the rows of a list as one: so many together may be marked higher than each. That they were read counts by itself.
    pub fn lists<'h>(&mut self, heads: impl IntoIterator<Item = &'h Head>) {
        self.lists = self.lists.join(&self.view.policy.list(heads));
    }

    /// Counts so many rows that show records of a register.
    pub fn lists_of(&mut self, def: &RegisterDef, rows: usize) {
        self.view.saw(def);
        let rank = self.view.policy.rank(&Level(def.marking.to_owned())).unwrap_or(i64::MAX);
        self.lists.rank = self.lists.rank.max(self.view.policy.aggregated(&[(rank, rows)].into()));
    }

    /// Counts every record that these refer to by its id, as an answer for programs does.
    pub fn refers(&mut self, def: &RegisterDef, records: &[&RawRecord]) -> Result<(), Error> {
        let mut wanted: HashMap<&'static str, Vec<RecordId>> = HashMap::new();
        for (field, value) in records.iter().flat_map(|record| def.fields.iter().zip(&record.values)) {
            if let (FieldKind::Ref(register), Value::Id(id)) = (field.kind, value) {
                wanted.entry(register).or_default().push(*id);
            }
        }
        for (register, ids) in wanted {
            for meta in self.view.manifest.registers().iter().filter(|m| register.is_empty() || m.def.name == register) {
                self.view.refers(&meta.def, &ids)?;
            }
        }
        Ok(())
    }

    /// The high-water mark of all that was read for what is shown.
    pub fn mark(&self) -> Mark {
        self.view.mark().join(&self.lists)
    }

    /// That mark in the reader's words.
    pub fn marking(&self) -> String {
        self.view.policy.marking(&self.mark(), self.words.l.lang())
    }

    /// That mark as a label for machines, to go along with a file; empty where no label can say it.
    pub fn label(&self) -> String {
        exchange::label::text(self.view.policy, &self.mark())
    }

    /// Whether what stands on the page covers all that was read for it. A page that reads on after its surroundings were made is not sent.
    fn marked_whole(&self) -> Result<(), Error> {
        let whole = self.told.as_ref().is_none_or(|told| told.covers(&self.mark()));
        if whole { Ok(()) } else { Err(Error::Stored(format!("{} read more than it is marked for", self.visitor.here))) }
    }

    /// Who looked, and whose files were opened.
    pub fn files_opened(&mut self) -> (RecordId, Vec<RecordId>) {
        (self.view.account(), std::mem::take(&mut self.opened))
    }

    /// Counts a record as opened: the file of whom it is about, unless looking at it must not be told to them.
    pub fn opens_record(&mut self, head: &kernel::Head) {
        // Whoever looks at a concern is not told to the person: it would tip them off.
        let told = head.label.compartment.as_deref() != Some(spine::concerns::COMPARTMENT);
        self.opens_file(head.subject.filter(|_| told));
    }

    /// Counts a person's file as opened: who opens it is noted once the page is made.
    pub fn opens_file(&mut self, person: Option<RecordId>) {
        self.opened.extend(person.filter(|p| !self.opened.contains(p)));
    }

    /// What surrounds the page, marked as high as anything seen so far: make it last.
    pub fn shell(&mut self, title: impl Into<String>, active: &str) -> Result<Shell, Error> {
        let mut shell = Shell::new(self.words.l, title);
        let account = self.view.account();
        let names = self.view.account_names(&[account])?;
        let duties = self.view.duties();
        let duty = duties.iter().map(|d| self.words.code("duty", d.code())).collect::<Vec<_>>().join(", ");
        let name = names.get(&account).cloned().unwrap_or_default();
        let mark = self.mark();
        let place = self.view.policy.place(mark.rank);
        self.told = Some(mark);
        shell.marking = Marking { text: self.marking(), rank: u8::try_from(place).unwrap_or(u8::MAX) };
        shell.print_note =
            self.words.l.with2("page-print-note", "who", &name, "when", &crate::words::time(self.view.now.as_microsecond(), self.zone));
        shell.user = Some(UserView { name, duty, href: "/notices".to_owned() });
        shell.posture = self.posture()?;
        shell.demo = self.demo.then(|| self.words.t("page-demo-banner"));
        shell.here = self.visitor.here.clone();
        shell.csrf = self.visitor.csrf();
        shell.nav = self.nav(active, &duties);
        Ok(shell)
    }

    /// A broken glass, or else the crisis posture in force.
    fn posture(&mut self) -> Result<Option<Posture>, Error> {
        if self.view.emergency() {
            let text = self.words.with("page-glass-open", "minutes", &kernel::limits::GLASS_MINUTES.to_string());
            return Ok(Some(Posture { text, break_glass: true, href: "/me".to_owned() }));
        }
        let postures = self.view.postures()?;
        if postures.names.is_empty() {
            return Ok(None);
        }
        let said = self.words.with("page-posture-in-force", "name", &postures.names.join(", "));
        let text = std::iter::once(said).chain(self.goes_first()?).collect::<Vec<_>>().join(" · ");
        Ok(Some(Posture { text, break_glass: false, href: "/r/crisis_postures".to_owned() }))
    }

    /// What goes first while a crisis posture holds, in words; nothing when none names anything.
    pub fn goes_first(&mut self) -> Result<Option<String>, Error> {
        let named = self.view.postures()?.priorities.named();
        let names: Vec<String> = named.iter().map(|work| self.words.choice("first_work", work.code())).collect();
        Ok((!names.is_empty()).then(|| self.words.with("page-goes-first", "work", &names.join(", "))))
    }

    fn nav(&self, active: &str, duties: &[Duty]) -> Vec<NavItem> {
        let words = &self.words;
        let sees = |register: &str| self.view.opens(register);
        let item = |label: String, href: &str, icon: &'static str, below: bool, key: Option<char>| NavItem {
            label,
            href: href.to_owned(),
            icon,
            active: active == href,
            below,
            key,
            count: None,
        };
        let mut items = vec![item(words.t("page-today"), "/", "calendar-event", false, Some('t'))];
        if sees("psc_cases") {
            items.push(item(words.t("page-desk-clearance"), "/clearance", "id-badge-2", false, Some('d')));
            items.push(item(words.t("page-queue-title"), "/queue", "clock", true, Some('q')));
            items.push(item(words.t("page-measures"), "/measures", "chart-bar", true, Some('k')));
            items.push(item(words.register("psc_cases", false), "/r/psc_cases", "folder", true, Some('c')));
            items.push(item(words.t("page-who-lacks"), "/clearance/lacking", "alert-triangle", true, Some('l')));
            items.push(item(words.t("page-requirements"), requirements::PATH, "checks", true, None));
            items.push(item(words.t("page-renewals"), renewals::PATH, "history", true, None));
            if sees("briefing_invitations") {
                items.push(item(words.t("page-briefings"), briefings::PATH, "id-badge-2", true, None));
            }
            items.push(item(words.t("page-visits"), visits::PATH, "users", true, None));
            items.push(item(words.t("page-gate"), gate::PATH, "checks", true, Some('g')));
            items.push(item(words.t("page-cabinet"), cabinet::PATH, "folder", true, None));
            items.push(item(words.t("page-holdings"), holdings::PATH, "shield-check", true, None));
            items.push(item(words.t("page-audits"), audits::PATH, "checks", true, None));
            items.push(item(words.t("page-quality"), quality::PATH, "checks", true, None));
            items.push(item(words.register("people", false), "/r/people", "users", true, Some('p')));
            items.push(item(words.t("page-mail"), "/r/mail_items", "mail", true, Some('m')));
            let takes_mail = self.view.manifest.command(DropFile::NAME).is_some_and(|c| c.duties.iter().any(|d| duties.contains(d)));
            items.extend(takes_mail.then(|| item(words.t("page-inbox"), "/mail/in", "mail-opened", true, None)));
            items.push(item(words.t("page-chasers"), "/clearance/chasers", "mail", true, None));
        }
        if duties.iter().any(|d| desk_clearance::take_over::IMPORTERS.contains(d)) {
            items.push(item(words.t("page-import"), "/import", "file-import", true, Some('i')));
            items.push(item(words.t("page-hr"), hr::PATH, "users", true, None));
        }
        if sees("person_matches") {
            items.push(item(words.t("page-duplicates"), duplicates::PATH, "users", true, None));
        }
        if sees("retention_holds") {
            items.push(item(words.t("page-retention"), "/retention", "clock", true, None));
        }
        if sees("on_call_rotas") {
            items.push(item(words.t("page-on-call"), on_call::PATH, "clock", false, None));
        }
        if sees("controlled_documents") {
            items.push(item(words.t("page-documents"), documents::PATH, "folder", false, None));
        }
        if sees("knowledge_articles") {
            items.push(item(words.t("page-knowledge"), knowledge::PATH, "mail-opened", false, None));
        }
        if sees("approvals") {
            items.push(item(words.t("page-approvals"), "/r/approvals", "checks", false, Some('a')));
        }
        if sees("issued_reports") {
            items.push(item(words.t("page-reports"), "/reports", "device-desktop-analytics", false, None));
        }
        if !standing::looking(self).is_empty() {
            items.push(item(words.t("page-standing"), standing::PATH, "users", false, None));
        }
        items.push(item(words.t("page-own"), standing::OWN, "id-badge-2", false, None));
        items.push(item(words.t("page-registers"), "/registers", "table", false, Some('r')));
        items.push(item(words.t("page-permissions"), permissions::PATH, "checks", false, None));
        items.push(item(words.t("page-proof"), "/proof", "shield-check", false, None));
        items
    }

    /// Names of records; those whose name holds a code are read one by one and told in words.
    fn named(&mut self, def: &RegisterDef, mut ids: Vec<RecordId>) -> Result<HashMap<RecordId, String>, Error> {
        // A name in words of the reader: a code, or a text that stands in both languages.
        let french = self.words.l.lang() == Lang::Fr;
        let coded = |name: &&str| {
            let kind = def.field(name).is_some_and(|f| matches!(f.kind, FieldKind::Choice(_) | FieldKind::Level));
            kind || (french && name.ends_with("_en"))
        };
        let authority = def.name == Authority::NAME;
        if !authority && !def.title.iter().any(coded) {
            return self.view.titles(def.name, &ids);
        }
        ids.sort_unstable();
        ids.dedup();
        let mut names = HashMap::new();
        for id in ids {
            match self.view.get_raw(def.name, id) {
                // In a line the country says which authority it is.
                Ok(record) if authority => {
                    let text = |name: &str| record.value(def, name).text().unwrap_or("").to_owned();
                    let kind =
                        if text("kind") == "nsa" { String::new() } else { format!(" · {}", self.words.choice("kind", &text("kind"))) };
                    names.insert(id, format!("{}{kind}", self.words.nation(&text("nation"))));
                }
                Ok(record) => drop(names.insert(id, self.words.title(def, &record.values))),
                Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(names)
    }

    /// Names of who stands in the log: colleagues, and the system with its job.
    pub fn actor_names(&mut self, ids: &[RecordId]) -> Result<HashMap<RecordId, String>, Error> {
        let mut names = self.view.account_names(ids)?;
        let words = self.words;
        names.extend(ids.iter().filter_map(|id| Some((*id, words.code("job", Job::of(*id)?.code())))));
        Ok(names)
    }

    /// A value of this reader's language.
    pub fn value(&self, field: &kernel::FieldDef, value: &Value, titles: &Titles) -> String {
        self.words.value(field, value, self.view.policy, self.zone, titles)
    }

    /// The names of everything the records refer to, one query a register; what is hidden has none.
    pub fn titles(&mut self, def: &RegisterDef, records: &[&RawRecord]) -> Result<Titles, Error> {
        let mut wanted: HashMap<&'static str, Vec<RecordId>> = HashMap::new();
        for record in records {
            for (field, value) in def.fields.iter().zip(&record.values) {
                if let (FieldKind::Ref(register), Value::Id(id)) = (field.kind, value) {
                    // References to "some record" are people, unless the record says of what register.
                    let said = (field.name == "record").then(|| record.value(def, "register").text()).flatten();
                    let said = said.and_then(|name| self.view.manifest.register(name)).map(|m| m.def.name);
                    let register = if register.is_empty() { said.unwrap_or("people") } else { register };
                    wanted.entry(register).or_default().push(*id);
                }
            }
        }
        let mut titles = Titles::new();
        // What "some record" is: a person, or what a desk works on.
        let any: Vec<RecordId> = wanted.get("people").cloned().unwrap_or_default();
        let all: Vec<RecordId> = wanted.values().flatten().copied().collect();
        let worked: Vec<RegisterDef> = self.view.manifest.registers().iter().map(|m| m.def).filter(|d| d.lifecycle.is_some()).collect();
        for (register, ids) in wanted {
            let meta = self.view.meta(register)?;
            let found = if register == "accounts" { self.actor_names(&ids)? } else { self.named(&meta.def, ids)? };
            // Colleagues have names for everybody, and a page for those who manage accounts.
            let place = if register == "accounts" && !self.view.opens(register) { "" } else { register };
            titles.extend(found.into_iter().map(|(id, title)| (id, (title, place, meta.def.prefix))));
        }
        for def in worked {
            let unknown: Vec<RecordId> = any.iter().copied().filter(|id| !titles.contains_key(id)).collect();
            if !unknown.is_empty() {
                let found = self.named(&def, unknown)?;
                titles.extend(found.into_iter().map(|(id, title)| (id, (title, def.name, def.prefix))));
            }
        }
        // What was erased has no name and no page any more.
        let unknown: Vec<RecordId> = all.into_iter().filter(|id| !titles.contains_key(id)).collect();
        let erased = self.view.erased(&unknown)?;
        titles.extend(erased.into_iter().map(|id| (id, (self.words.t("page-erased"), "", ""))));
        // Nobody opens their own file, but they know their name.
        let own = self.view.person();
        let account = self.view.account();
        if let Entry::Vacant(gap) = titles.entry(own)
            && let Some(name) = self.view.account_names(&[account])?.remove(&account)
        {
            gap.insert((name, "", ""));
        }
        Ok(titles)
    }
}

/// Whether the reader has a duty that gives this command.
pub fn may(cx: &PageCx<'_, '_>, command: &str) -> bool {
    let duties = cx.view.duties();
    cx.view.manifest.command(command).is_some_and(|c| c.open_to(&duties))
}

/// Address of a record.
pub fn record_href(register: &str, prefix: &str, id: RecordId) -> String {
    match register {
        "approvals" => format!("/approvals/{}", id.outward(prefix)),
        "issued_reports" => format!("/reports/{}", id.outward(prefix)),
        _ => format!("/r/{register}/{}", id.outward(prefix)),
    }
}

/// The marking of a page that shows no record, for whoever is not signed in.
pub fn unmarked(app: &App, lang: Lang) -> Marking {
    let policy = app.ledger.policy();
    let mark = Mark::nothing(policy);
    crate::app::saw(policy, &mark);
    Marking { text: policy.marking(&mark, lang), rank: u8::try_from(policy.place(mark.rank)).unwrap_or(u8::MAX) }
}

/// What is not there.
pub async fn not_found(State(_): State<App>, visitor: Visitor) -> Response {
    Failure::of(Error::NotFound, &visitor).into_response()
}

/// Sends a page.
pub fn html(page: &impl Page) -> String {
    page.html()
}
