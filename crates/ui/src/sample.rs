//! A sample of every page, in the states the tests and the gallery show. All people, places and rules are invented.

use crate::chart::{Bar, BarChart, Span, SpanChart};
use crate::lang::{L, Lang};
use crate::pages::*;
use crate::parts::*;
use crate::shell::{Marking, NavItem, Shell, UserView};

/// Either text, by language.
fn tr(lang: Lang, en: &str, fr: &str) -> String {
    match lang {
        Lang::En => en,
        Lang::Fr => fr,
    }
    .to_owned()
}

fn choices(lang: Lang, all: &[(&str, &str, &str)]) -> Vec<Choice> {
    all.iter().map(|(value, en, fr)| Choice::new(*value, tr(lang, en, fr))).collect()
}

fn columns(lang: Lang, all: &[(&str, &str)]) -> Vec<Column> {
    all.iter().map(|(en, fr)| Column::new(tr(lang, en, fr))).collect()
}

/// A shell with everything in it.
#[must_use]
pub fn shell(lang: Lang, en: &str, fr: &str) -> Shell {
    let item = |en: &str, fr: &str, href: &str, icon, key| NavItem {
        label: tr(lang, en, fr),
        href: href.to_owned(),
        icon,
        key,
        ..NavItem::default()
    };
    let below = |item: NavItem| NavItem { below: true, ..item };
    let mut nav = vec![
        item("Today", "Aujourd’hui", "/", "home", Some('t')),
        item("Clearances", "Habilitations", "/clearance", "shield-check", Some('h')),
        below(item("Cases", "Dossiers en cours", "/clearance/cases", "folder", Some('c'))),
        below(item("People", "Personnes", "/people", "users", Some('p'))),
        below(item("Who lacks what", "Qui manque de quoi", "/clearance/lacks", "flag", Some('l'))),
        below(item("Mail register", "Registre du courrier", "/mail", "mail", Some('m'))),
        item("Approvals", "Approbations", "/approvals", "signature", Some('a')),
        item("Import", "Importer", "/import", "database-import", None),
        item("Reports", "Rapports", "/reports", "chart-bar", Some('r')),
        item("Proof", "Preuve", "/proof", "certificate", None),
        item("Administration", "Administration", "/admin", "settings", None),
    ];
    nav[2].active = true;
    nav[6].count = Some(2);
    Shell {
        marking: Marking { text: tr(lang, "CASTELLAN RESTRICTED", "CASTELLAN DIFFUSION RESTREINTE"), rank: 1 },
        user: Some(UserView {
            name: "Lindqvist, Maja".to_owned(),
            duty: tr(lang, "Clearance officer", "Chargée des habilitations"),
            href: "/me".to_owned(),
        }),
        acting_for: Some(tr(lang, "Acting for Anna Holm until 2026-12-01.", "Vous remplacez Anna Holm jusqu’au 2026-12-01.")),
        demo: Some(tr(
            lang,
            "Demonstration: a fictional agency, invented people and rules.",
            "Démonstration : agence fictive, personnes et règles inventées.",
        )),
        nav,
        here: "/sample?state=open".to_owned(),
        csrf: "token".to_owned(),
        notices: 3,
        print_note: tr(lang, "Printed by M. Lindqvist on 2026-11-22 09:14", "Imprimé par M. Lindqvist le 2026-11-22 à 09:14"),
        ..Shell::new(L::new(lang), tr(lang, en, fr))
    }
}

/// Every sample by file name.
#[must_use]
pub fn all(lang: Lang) -> Vec<(&'static str, Box<dyn Page>)> {
    vec![
        ("sign-in", Box::new(sign_in(lang))),
        ("today", Box::new(today(lang))),
        ("today-empty", Box::new(today_empty(lang))),
        ("desk-home", Box::new(desk_home(lang))),
        ("register", Box::new(register(lang))),
        ("register-empty", Box::new(register_empty(lang))),
        ("mail", Box::new(mail(lang))),
        ("record", Box::new(record(lang))),
        ("form", Box::new(form(lang))),
        ("form-errors", Box::new(form_errors(lang))),
        ("conflict", Box::new(conflict(lang))),
        ("table", Box::new(table(lang))),
        ("find", Box::new(find(lang))),
        ("import-upload", Box::new(import_upload(lang))),
        ("import-mapping", Box::new(import_mapping(lang))),
        ("import-findings", Box::new(import_findings(lang))),
        ("lacks", Box::new(lacks(lang))),
        ("confirm", Box::new(confirm(lang))),
        ("time-machine", Box::new(time_machine(lang))),
        ("approval", Box::new(approval(lang))),
        ("approval-errors", Box::new(approval_errors(lang))),
        ("proof", Box::new(proof(lang))),
        ("proof-empty", Box::new(proof_empty(lang))),
        ("proof-error", Box::new(proof_error(lang))),
        ("refusal", Box::new(refusal(lang))),
        ("not-found", Box::new(not_found(lang))),
    ]
}

/// The sign-in page of the demo after a failed try.
#[must_use]
pub fn sign_in(lang: Lang) -> SignInPage {
    let mut shell = Shell::new(L::new(lang), L::new(lang).t("ui-sign-in-title"));
    shell.demo = Some(tr(
        lang,
        "Demonstration: a fictional agency, invented people and rules.",
        "Démonstration : agence fictive, personnes et règles inventées.",
    ));
    let user = |name: &str, duty: (&str, &str), tries: (&str, &str), user: &str, code: &str| DemoUser {
        name: name.to_owned(),
        duty: tr(lang, duty.0, duty.1),
        tries: tr(lang, tries.0, tries.1),
        user: user.to_owned(),
        password: format!("{user} likes open windows"),
        code: code.to_owned(),
    };
    SignInPage {
        shell,
        back: "/".to_owned(),
        user: "maja".to_owned(),
        tell: None,
        error: Some(tr(
            lang,
            "User name, password or code do not fit. Check them and try again with a fresh code.",
            "Le nom d’utilisateur, le mot de passe ou le code ne conviennent pas. Vérifiez-les et recommencez avec un nouveau code.",
        )),
        demo_users: vec![
            user(
                "Lindqvist, Maja",
                ("Clearance officer", "Chargée des habilitations"),
                ("Record a decision", "Enregistrer une décision"),
                "maja",
                "204 518",
            ),
            user(
                "Holm, Anna",
                ("Head of clearances", "Cheffe des habilitations"),
                ("Approve the import", "Approuver l’importation"),
                "anna",
                "771 034",
            ),
            user(
                "Őri, Bálint",
                ("Registrar", "Bureau d’ordre"),
                ("Register incoming mail", "Enregistrer le courrier"),
                "balint",
                "390 662",
            ),
            user("Dubois, Chloé", ("Auditor", "Auditrice"), ("Check a proof", "Vérifier une preuve"), "chloe", "118 250"),
        ],
    }
}

/// A typical day.
#[must_use]
pub fn today(lang: Lang) -> TodayPage {
    let row = |reference: &str, what: (&str, &str), due: &str, tone, word: (&str, &str), action: (&str, &str)| ActionRow {
        reference: Link::new(reference, format!("/clearance/cases/{reference}")),
        what: tr(lang, what.0, what.1),
        due: due.to_owned(),
        tone,
        word: tr(lang, word.0, word.1),
        action: Some(Link::new(tr(lang, action.0, action.1), "/clearance/cases/x/act")),
    };
    let all = |count| Link::new(L::new(lang).count("ui-all-of", "count", count), "/clearance/cases?mine=yes");
    let section = |title: (&str, &str), count, rows: Vec<ActionRow>, empty: (&str, &str)| TodaySection {
        title: tr(lang, title.0, title.1),
        more: (count > rows.len()).then(|| all(count)),
        rows,
        empty: tr(lang, empty.0, empty.1),
    };
    let mut shell = shell(lang, "Today", "Aujourd’hui");
    shell.nav[0].active = true;
    shell.nav[2].active = false;
    TodayPage {
        date: L::new(lang).long_date(2026, 11, 22),
        sections: vec![
            section(
                ("My next actions", "Mes prochaines actions"),
                14,
                vec![
                    row(
                        "PSC-2026-0147",
                        ("Record the decision of 2026-11-19: Sørensen, Mikkel", "Enregistrer la décision du 2026-11-19 : Sørensen, Mikkel"),
                        "2026-11-19",
                        Tone::Bad,
                        ("late by 3 days", "en retard de 3 jours"),
                        ("Record decision", "Enregistrer la décision"),
                    ),
                    row(
                        "PSC-2026-0139",
                        ("Check the questionnaire: Vandenberghe, Els", "Vérifier le questionnaire : Vandenberghe, Els"),
                        "2026-11-22",
                        Tone::Warn,
                        ("due today", "à faire aujourd’hui"),
                        ("Check", "Vérifier"),
                    ),
                    row(
                        "PSC-2026-0151",
                        ("Confirm the need: Kowalczyk, Zofia", "Confirmer le besoin : Kowalczyk, Zofia"),
                        "2026-11-24",
                        Tone::Info,
                        ("in 2 days", "dans 2 jours"),
                        ("Confirm need", "Confirmer le besoin"),
                    ),
                    row(
                        "PSC-2026-0098",
                        (
                            "Answer the authority: second nationality of Őri, Bálint",
                            "Répondre à l’autorité : seconde nationalité de Őri, Bálint",
                        ),
                        "2026-11-25",
                        Tone::Info,
                        ("in 3 days", "dans 3 jours"),
                        ("Answer", "Répondre"),
                    ),
                ],
                ("Nothing to do.", "Rien à faire."),
            ),
            section(
                ("Mail to register", "Courrier à enregistrer"),
                2,
                vec![
                    row(
                        "IN-4411",
                        (
                            "Letter from the authority of Norland, received 2026-11-21",
                            "Lettre de l’autorité du Norland, reçue le 2026-11-21",
                        ),
                        "2026-11-22",
                        Tone::Warn,
                        ("due today", "à faire aujourd’hui"),
                        ("Register", "Enregistrer"),
                    ),
                    row(
                        "IN-4412",
                        ("Receipt for ASO/2026/OUT/000121", "Accusé de réception de ASO/2026/OUT/000121"),
                        "2026-11-22",
                        Tone::Warn,
                        ("due today", "à faire aujourd’hui"),
                        ("Register", "Enregistrer"),
                    ),
                ],
                ("No mail waits.", "Aucun courrier n’attend."),
            ),
            section(
                ("What lapses in 30 days", "Ce qui expire sous 30 jours"),
                3,
                vec![
                    row(
                        "CLR-1044",
                        ("Briefing ATOMAL of Janssens, Tom", "Exposé ATOMAL de Janssens, Tom"),
                        "2026-12-03",
                        Tone::Warn,
                        ("in 11 days", "dans 11 jours"),
                        ("Plan briefing", "Planifier l’exposé"),
                    ),
                    row(
                        "CLR-0871",
                        ("Clearance of Moreau, Sylvie, renewal filed", "Habilitation de Moreau, Sylvie, renouvellement déposé"),
                        "2026-12-15",
                        Tone::Info,
                        ("in 23 days", "dans 23 jours"),
                        ("See renewal", "Voir le renouvellement"),
                    ),
                ],
                ("Nothing lapses in the next 30 days.", "Rien n’expire dans les 30 prochains jours."),
            ),
            section(("Desk-wide alarms", "Alertes du bureau"), 0, vec![], ("No alarm.", "Aucune alerte.")),
        ],
        tour: vec![
            TourStep {
                link: Link::new(tr(lang, "Find the person without a briefing", "Trouver la personne sans exposé"), "/clearance/lacks"),
                text: tr(
                    lang,
                    "Who lacks what, and why: the tree says which of the five facts is missing.",
                    "Qui manque de quoi, et pourquoi : l’arbre indique lequel des cinq faits manque.",
                ),
            },
            TourStep {
                link: Link::new(
                    tr(lang, "Record a decision with two people", "Enregistrer une décision à deux"),
                    "/clearance/cases/PSC-2026-0147",
                ),
                text: tr(lang, "Try it alone first and read the refusal.", "Essayez d’abord seul et lisez le refus."),
            },
            TourStep {
                link: Link::new(tr(lang, "Ask what was known in March", "Demander ce que l’on savait en mars"), "/people/1/access"),
                text: tr(lang, "The past is a question: two dates, one answer.", "Le passé est une question : deux dates, une réponse."),
            },
            TourStep {
                link: Link::new(tr(lang, "Check a document’s proof", "Vérifier la preuve d’un document"), "/proof"),
                text: tr(lang, "Paste it, or check it offline without us.", "Collez-la, ou vérifiez-la hors ligne, sans nous."),
            },
        ],
        shell,
    }
}

/// A day on which nothing waits.
#[must_use]
pub fn today_empty(lang: Lang) -> TodayPage {
    let mut page = today(lang);
    for section in &mut page.sections {
        section.rows.clear();
        section.more = None;
        section.empty = tr(lang, "Nothing here.", "Rien ici.");
    }
    page.tour.clear();
    page.shell.marking = Marking { text: tr(lang, "CASTELLAN UNCLASSIFIED", "CASTELLAN NON CLASSIFIÉ"), rank: 0 };
    page.shell.flash = Some(Notice {
        tone: Tone::Good,
        text: tr(
            lang,
            "The decision is recorded. It waits for Anna Holm’s verification.",
            "La décision est enregistrée. Elle attend la vérification d’Anna Holm.",
        ),
        link: Some(Link::new(tr(lang, "See the case", "Voir le dossier"), "/clearance/cases/x")),
    });
    page
}

/// The clearance desk's home.
#[must_use]
pub fn desk_home(lang: Lang) -> DeskHomePage {
    let figure = |label: (&str, &str), value: &str, target: (&str, &str), trend: (&str, &str), tone, word: (&str, &str)| Figure {
        label: tr(lang, label.0, label.1),
        value: value.to_owned(),
        target: tr(lang, target.0, target.1),
        trend: tr(lang, trend.0, trend.1),
        tone,
        word: tr(lang, word.0, word.1),
        href: "/clearance/cases?open=yes".to_owned(),
    };
    let bar = |label: (&str, &str), value, text: &str, tone| Bar {
        label: tr(lang, label.0, label.1),
        value,
        text: tr(lang, text, &text.replace(" d", "\u{a0}j")),
        href: Some("/clearance/cases?state=x".to_owned()),
        tone,
    };
    let months_en = ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"];
    let months_fr = ["déc.", "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov."];
    let expiries = [9_u64, 14, 11, 22, 31, 12, 8, 10, 6, 19, 25, 13];
    let mut shell = shell(lang, "Clearances", "Habilitations");
    shell.nav[1].active = true;
    shell.nav[2].active = false;
    let finding = |tone, word: (&str, &str), text: (&str, &str), count: &str| FindingLine {
        tone,
        word: tr(lang, word.0, word.1),
        link: Link::new(tr(lang, text.0, text.1), "/findings?rule=x"),
        count: count.to_owned(),
    };
    DeskHomePage {
        figures: vec![
            figure(
                ("Open cases", "Dossiers ouverts"),
                "147",
                ("target: at most 160", "objectif : 160 au plus"),
                ("9 fewer than last month", "9 de moins que le mois dernier"),
                Tone::Good,
                ("within target", "dans l’objectif"),
            ),
            figure(
                ("Meets the standard", "Respect de la norme"),
                &tr(lang, "82%", "82\u{a0}%"),
                ("target: 90%", "objectif : 90\u{a0}%"),
                ("3 points down", "3 points de moins"),
                Tone::Warn,
                ("below target", "sous l’objectif"),
            ),
            figure(
                ("With us longer than 10 wd", "Chez nous depuis plus de 10 jo"),
                "12",
                ("target: none", "objectif : aucun"),
                ("4 more than last month", "4 de plus que le mois dernier"),
                Tone::Bad,
                ("act now", "agir maintenant"),
            ),
            figure(
                ("Lack something", "Manque quelque chose"),
                "23",
                ("of 1,284 people in post", "sur 1 284 personnes en poste"),
                ("unchanged", "inchangé"),
                Tone::Warn,
                ("see why", "voir pourquoi"),
            ),
            figure(
                ("Expire in 90 days", "Expirent sous 90 jours"),
                "34",
                ("31 renewals filed", "31 renouvellements déposés"),
                ("3 without renewal", "3 sans renouvellement"),
                Tone::Info,
                ("being renewed", "en renouvellement"),
            ),
            figure(
                ("Receipts overdue", "Accusés en retard"),
                "0",
                ("target: none", "objectif : aucun"),
                ("2 fewer than last month", "2 de moins que le mois dernier"),
                Tone::Good,
                ("within target", "dans l’objectif"),
            ),
        ],
        pipeline: BarChart {
            id: "pipeline".to_owned(),
            title: tr(lang, "Open cases by stage", "Dossiers ouverts par étape"),
            description: tr(
                lang,
                "147 open cases; most are under investigation by an authority.",
                "147 dossiers ouverts ; la plupart sont en enquête chez une autorité.",
            ),
            label_head: tr(lang, "Stage", "Étape"),
            value_head: tr(lang, "Cases, median age", "Dossiers, âge médian"),
            bars: vec![
                bar(("Requested", "Demandé"), 6, "6 · 1 d", Tone::Neutral),
                bar(("Need confirmed", "Besoin confirmé"), 4, "4 · 2 d", Tone::Neutral),
                bar(("With the subject", "Chez l’intéressé"), 21, "21 · 9 d", Tone::Neutral),
                bar(("Returned", "Renvoyé pour correction"), 7, "7 · 14 d", Tone::Warn),
                bar(("Complete", "Complet"), 5, "5 · 2 d", Tone::Neutral),
                bar(("Dispatched", "Expédié"), 8, "8 · 6 d", Tone::Neutral),
                bar(("Under investigation", "Enquête en cours"), 81, "81 · 96 d", Tone::Neutral),
                bar(("Authority query", "Question de l’autorité"), 3, "3 · 5 d", Tone::Warn),
                bar(("Decision received", "Décision reçue"), 4, "4 · 3 d", Tone::Bad),
                bar(("Briefing due", "Exposé à faire"), 8, "8 · 4 d", Tone::Neutral),
            ],
            ..BarChart::default()
        },
        queue: Section {
            title: tr(lang, "The queue", "La file"),
            links: vec![Link::new(tr(lang, "All 147 cases", "Les 147 dossiers"), "/clearance/cases")],
            table: case_table(lang, false, 6),
            ..Section::default()
        },
        outlook: BarChart {
            id: "outlook".to_owned(),
            title: tr(lang, "Clearances that expire, next twelve months", "Habilitations expirant dans les douze mois"),
            description: tr(lang, "Between 6 and 31 a month; April is the peak.", "De 6 à 31 par mois ; le maximum est en avril."),
            label_head: tr(lang, "Month", "Mois"),
            value_head: tr(lang, "Expire", "Expirent"),
            bars: expiries
                .iter()
                .enumerate()
                .map(|(i, value)| Bar {
                    label: tr(lang, months_en[i], months_fr[i]),
                    value: *value,
                    text: value.to_string(),
                    href: Some(format!("/clearance/clearances?expires={i}")),
                    tone: Tone::Neutral,
                })
                .collect(),
            target: Some((25, tr(lang, "capacity 25", "capacité 25"))),
            upright: true,
        },
        findings: vec![
            finding(Tone::Bad, ("serious", "grave"), ("Decision without incoming mail", "Décision sans courrier arrivé"), "1"),
            finding(
                Tone::Warn,
                ("check", "à vérifier"),
                ("Validity differs from the authority’s rule", "Validité différente de la règle de l’autorité"),
                "4",
            ),
            finding(
                Tone::Warn,
                ("check", "à vérifier"),
                ("Two people with the same name and birth date", "Deux personnes de mêmes nom et date de naissance"),
                "2",
            ),
        ],
        actions: vec![
            Link::new(tr(lang, "New case", "Nouveau dossier"), "/clearance/cases/new"),
            Link::new(tr(lang, "Register mail", "Enregistrer un courrier"), "/mail/new"),
        ],
        shell,
    }
}

fn case_table(lang: Lang, selectable: bool, rows: usize) -> Table {
    let people = [
        ("Sørensen, Mikkel", "Norland", "CS"),
        ("Vandenberghe, Els", "Belmark", "CC"),
        ("Kowalczyk, Zofia", "Vistula", "CS"),
        ("Őri, Bálint", "Pannonia", "CTS"),
        ("Janssens, Tom", "Belmark", "CS"),
        ("Moreau, Sylvie", "Gallia", "CC"),
        ("García Núñez, Inés", "Iberis", "CS"),
        ("Müller-Brandt, Jörg", "Rhenia", "CS"),
        ("O’Connell, Aoife", "Hibernia", "CC"),
        ("Papadopoulou, Eleni", "Hellas Nova", "CTS"),
        ("Țepeș, Andrei", "Dacia", "CS"),
        ("Bakker, Joost", "Polderland", "CC"),
    ];
    let states = [
        (Tone::Bad, "decision received", "décision reçue", "office", "bureau", "2026-11-17"),
        (Tone::Info, "with the subject", "chez l’intéressé", "subject", "intéressé", "2026-11-12"),
        (Tone::Neutral, "requested", "demandé", "office", "bureau", "2026-11-20"),
        (Tone::Warn, "authority query", "question de l’autorité", "office", "bureau", "2026-11-16"),
        (Tone::Info, "under investigation", "enquête en cours", "authority", "autorité", "2026-08-03"),
        (Tone::Info, "dispatched", "expédié", "authority", "autorité", "2026-11-14"),
    ];
    Table {
        caption: tr(lang, "Open clearance cases", "Dossiers d’habilitation ouverts"),
        columns: vec![
            Column::new(tr(lang, "Case", "Dossier")).sort("/clearance/cases?sort=case", None),
            Column::new(tr(lang, "Person", "Personne")).sort("/clearance/cases?sort=person", None),
            Column::new(tr(lang, "Kind", "Nature")),
            Column::new(tr(lang, "Level", "Niveau")),
            Column::new(tr(lang, "Authority", "Autorité")),
            Column::new(tr(lang, "State", "État")),
            Column::new(tr(lang, "Whose turn", "À qui de jouer")),
            Column::new(tr(lang, "Since", "Depuis")).sort("/clearance/cases?sort=-since", Some(Order::Ascending)),
            Column::number(tr(lang, "Office days", "Jours bureau")),
        ],
        rows: (0..rows)
            .map(|i| {
                let (name, authority, level) = people[i % people.len()];
                let (tone, en, fr, who_en, who_fr, since) = states[i % states.len()];
                let reference = format!("PSC-2026-{:04}", 147 - i);
                Row {
                    cells: vec![
                        Cell::fixed(&reference).link(format!("/clearance/cases/{reference}")),
                        if i == 8 { Cell::withheld() } else { Cell::text(name).link("/people/1") },
                        Cell::text(if i % 3 == 0 { tr(lang, "renewal", "renouvellement") } else { tr(lang, "initial", "initiale") }),
                        Cell::text(level),
                        Cell::text(authority),
                        Cell::badge(tone, tr(lang, en, fr)),
                        Cell::text(tr(lang, who_en, who_fr)),
                        Cell::fixed(since),
                        if i == 5 { Cell::number("") } else { Cell::number((i * 7 % 13 + 1).to_string()) },
                    ],
                    select: Some(reference),
                }
            })
            .collect(),
        empty: tr(
            lang,
            "No case fits these filters. Clear them to see all cases.",
            "Aucun dossier ne correspond à ces filtres. Effacez-les pour voir tous les dossiers.",
        ),
        selectable,
    }
}

fn case_filters(lang: Lang) -> Filters {
    Filters {
        action: "/clearance/cases".to_owned(),
        search_label: tr(lang, "Case, person or post", "Dossier, personne ou poste"),
        lists: vec![
            FilterList {
                name: "state".to_owned(),
                label: tr(lang, "State", "État"),
                choices: choices(lang, &[("open", "open", "ouvert"), ("closed", "closed", "clos")]),
                value: "open".to_owned(),
            },
            FilterList {
                name: "turn".to_owned(),
                label: tr(lang, "Whose turn", "À qui de jouer"),
                choices: choices(
                    lang,
                    &[("office", "office", "bureau"), ("subject", "subject", "intéressé"), ("authority", "authority", "autorité")],
                ),
                value: String::new(),
            },
        ],
        chips: vec![Link::new(tr(lang, "State: open", "État : ouvert"), "/clearance/cases?")],
        has_past: true,
        keep: vec![("sort".to_owned(), "-since".to_owned())],
        views: vec![
            SavedView { link: Link::new(tr(lang, "Open cases", "Dossiers ouverts"), "/clearance/cases?state=open"), active: true },
            SavedView { link: Link::new(tr(lang, "Our turn", "À nous de jouer"), "/clearance/cases?turn=office"), active: false },
            SavedView { link: Link::new(tr(lang, "Older than 90 days", "Plus de 90 jours"), "/clearance/cases?age=90"), active: false },
        ],
        ..Filters::default()
    }
}

/// The register of cases.
#[must_use]
pub fn register(lang: Lang) -> RegisterPage {
    RegisterPage {
        shell: shell(lang, "Cases", "Dossiers en cours"),
        intro: String::new(),
        filters: case_filters(lang),
        table: case_table(lang, true, 22),
        total: tr(lang, "Rows 1–22 of 1,000+", "Lignes 1–22 sur plus de 1\u{202f}000"),
        count_exactly: Some("/clearance/cases?count=exact".to_owned()),
        order_note: String::new(),
        previous: None,
        next: Some("/clearance/cases?after=PSC-2026-0126".to_owned()),
        bulk: vec![
            BulkAction { label: tr(lang, "Assign to…", "Attribuer à…"), action: "/clearance/cases/assign".to_owned() },
            BulkAction { label: tr(lang, "Write a chaser", "Rédiger une relance"), action: "/clearance/cases/chase".to_owned() },
        ],
        exports: vec![Link::new("XLSX", "/clearance/cases.xlsx?state=open"), Link::new("CSV", "/clearance/cases.csv?state=open")],
        import: Some(Link::new(tr(lang, "Import", "Importer"), "/import?kind=cases")),
        create: Some(Link::new(tr(lang, "New case", "Nouveau dossier"), "/clearance/cases/new")),
    }
}

/// A register in which no row fits, in the past.
#[must_use]
pub fn register_empty(lang: Lang) -> RegisterPage {
    let mut page = register(lang);
    page.table.rows.clear();
    page.filters.as_of = AsOf { on: "2026-03-02".to_owned(), known: "2026-02-15".to_owned() };
    page.filters.search = "zzz".to_owned();
    page.total = tr(lang, "No row", "Aucune ligne");
    page.count_exactly = None;
    page.next = None;
    page
}

/// The outgoing mail register.
#[must_use]
pub fn mail(lang: Lang) -> RegisterPage {
    let correspondents = [
        ("Authority of Norland", "Autorité du Norland"),
        ("Authority of Belmark", "Autorité de Belmark"),
        ("Authority of Rhenia", "Autorité de Rhenia"),
    ];
    let mut shell = shell(lang, "Mail register: outgoing 2026", "Registre du courrier : départ 2026");
    shell.nav[2].active = false;
    shell.nav[5].active = true;
    RegisterPage {
        shell,
        intro: tr(
            lang,
            "Numbers are given when an item is registered, without gaps, and never again.",
            "Les numéros sont attribués à l’enregistrement, sans lacune, et jamais réutilisés.",
        ),
        filters: Filters {
            action: "/mail".to_owned(),
            search_label: tr(lang, "Number, correspondent or subject", "Numéro, correspondant ou objet"),
            lists: vec![FilterList {
                name: "register".to_owned(),
                label: tr(lang, "Register", "Registre"),
                choices: choices(lang, &[("out-2026", "outgoing 2026", "départ 2026"), ("in-2026", "incoming 2026", "arrivée 2026")]),
                value: "out-2026".to_owned(),
            }],
            has_past: true,
            ..Filters::default()
        },
        table: Table {
            caption: tr(lang, "Outgoing mail of 2026", "Courrier au départ de 2026"),
            columns: columns(
                lang,
                &[
                    ("Number", "Numéro"),
                    ("Registered", "Enregistré"),
                    ("Document", "Document"),
                    ("Correspondent", "Correspondant"),
                    ("Subject", "Objet"),
                    ("Channel", "Voie"),
                    ("Receipt", "Accusé"),
                ],
            ),
            rows: (0..12_usize)
                .map(|i| {
                    let void = i == 4;
                    let (en, fr) = correspondents[i % 3];
                    Row::new(vec![
                        Cell::fixed(format!("ASO/2026/OUT/{:06}", 123 - i)).link(format!("/mail/{i}")),
                        Cell::fixed(format!("2026-11-{:02}", 21 - i)),
                        Cell::fixed(format!("2026-11-{:02}", 21 - i)),
                        Cell::text(tr(lang, en, fr)),
                        Cell::text(tr(lang, "Transmission of a completed form", "Transmission d’un formulaire complété")),
                        Cell::text(tr(lang, "courier", "courrier porté")),
                        if void {
                            Cell::badge(Tone::Neutral, tr(lang, "void", "annulé"))
                        } else if i < 6 {
                            Cell::badge(Tone::Info, tr(lang, "expected", "attendu"))
                        } else {
                            Cell::badge(Tone::Good, tr(lang, "returned", "rendu"))
                        },
                    ])
                })
                .collect(),
            empty: tr(lang, "No item.", "Aucune pièce."),
            selectable: false,
        },
        total: tr(lang, "123 items; last number 000123; no gap", "123 pièces ; dernier numéro 000123 ; aucune lacune"),
        count_exactly: None,
        order_note: String::new(),
        previous: Some("/mail?before=1".to_owned()),
        next: Some("/mail?after=1".to_owned()),
        bulk: Vec::new(),
        exports: vec![Link::new("XLSX", "/mail.xlsx")],
        import: None,
        create: Some(Link::new(tr(lang, "Register an item", "Enregistrer une pièce"), "/mail/new")),
    }
}

fn stages(lang: Lang, at: usize, all: &[(&str, &str)]) -> Vec<Stage> {
    all.iter()
        .enumerate()
        .map(|(i, (en, fr))| Stage {
            label: tr(lang, en, fr),
            step: match i.cmp(&at) {
                std::cmp::Ordering::Less => Step::Done,
                std::cmp::Ordering::Equal => Step::Current,
                std::cmp::Ordering::Greater => Step::Todo,
            },
            note: String::new(),
        })
        .collect()
}

fn timeline(lang: Lang) -> Vec<TimelineEntry> {
    let entry = |when: &str, who: &str, what: (&str, &str), number: &str| TimelineEntry {
        when: when.to_owned(),
        who: who.to_owned(),
        what: tr(lang, what.0, what.1),
        permit: tr(lang, "duty clearance officer, own nation", "fonction chargé des habilitations, nation suivie"),
        entry: number.to_owned(),
        proof: format!("/proof?entry={number}"),
        ..TimelineEntry::default()
    };
    vec![
        TimelineEntry {
            reason: tr(lang, "letter received by courier, number checked", "lettre reçue par porteur, numéro vérifié"),
            differences: vec![
                Difference {
                    field: tr(lang, "State", "État"),
                    from: Some(tr(lang, "under investigation", "enquête en cours")),
                    to: Some(tr(lang, "decision received", "décision reçue")),
                },
                Difference { field: tr(lang, "Incoming mail", "Courrier arrivé"), from: None, to: Some("ASO/2026/IN/000418".to_owned()) },
            ],
            on_behalf: "Holm, Anna".to_owned(),
            ..entry(
                "2026-11-19 14:02",
                "Lindqvist, Maja",
                ("Recorded that the decision arrived", "A enregistré l’arrivée de la décision"),
                "48211",
            )
        },
        entry(
            "2026-08-03 09:41",
            "Őri, Bálint",
            ("Recorded the authority’s acknowledgement", "A enregistré l’accusé de l’autorité"),
            "40977",
        ),
        entry(
            "2026-07-21 16:20",
            "Őri, Bálint",
            ("Sent to the authority as ASO/2026/OUT/000081", "A transmis à l’autorité sous ASO/2026/OUT/000081"),
            "40102",
        ),
        entry("2026-07-20 11:05", "Lindqvist, Maja", ("Checked the form: complete", "A vérifié le formulaire : complet"), "40033"),
    ]
}

/// A case with a decision to record.
#[must_use]
pub fn record(lang: Lang) -> RecordPage {
    let mut shell = shell(lang, "Renewal for Sørensen, Mikkel", "Renouvellement de Sørensen, Mikkel");
    shell.trail = vec![
        Link::new(tr(lang, "Clearances", "Habilitations"), "/clearance"),
        Link::new(tr(lang, "Cases", "Dossiers en cours"), "/clearance/cases"),
    ];
    shell.marking = Marking { text: tr(lang, "CASTELLAN CONFIDENTIAL", "CASTELLAN CONFIDENTIEL"), rank: 2 };
    let clock = |label: (&str, &str), value: &str, target: (&str, &str), tone, word: (&str, &str)| ClockView {
        label: tr(lang, label.0, label.1),
        value: tr(lang, &format!("{value} wd"), &format!("{value}\u{a0}jo")),
        target: tr(lang, target.0, target.1),
        tone,
        word: tr(lang, word.0, word.1),
    };
    let need = |met, text: (&str, &str), link: Option<(&str, &str)>| Need {
        met,
        text: tr(lang, text.0, text.1),
        link: link.map(|(en, fr)| Link::new(tr(lang, en, fr), "/add")),
    };
    RecordPage {
        kind: tr(lang, "Clearance case", "Dossier d’habilitation"),
        reference: "PSC-2026-0147".to_owned(),
        marking: tr(lang, "CONFIDENTIAL", "CONFIDENTIEL"),
        stages: stages(
            lang,
            6,
            &[
                ("Requested", "Demandé"),
                ("Need confirmed", "Besoin confirmé"),
                ("With the subject", "Chez l’intéressé"),
                ("Complete", "Complet"),
                ("Dispatched", "Expédié"),
                ("Investigation", "Enquête"),
                ("Decision received", "Décision reçue"),
                ("Recorded", "Enregistrée"),
                ("Briefing", "Exposé"),
                ("Granted", "Accordée"),
            ],
        ),
        holder: tr(lang, "Our office: Lindqvist, Maja", "Notre bureau : Lindqvist, Maja"),
        since: tr(lang, "since 2026-11-19, 3 days", "depuis le 2026-11-19, 3 jours"),
        clocks: vec![
            clock(("Office", "Bureau"), "7", ("target: 5 wd", "objectif : 5 jo"), Tone::Bad, ("over by 2", "dépassé de 2")),
            clock(("Authority", "Autorité"), "76", ("usual: 90 wd", "usuel : 90 jo"), Tone::Good, ("within", "dans les temps")),
            clock(("Subject", "Intéressé"), "11", ("target: 15 wd", "objectif : 15 jo"), Tone::Good, ("within", "dans les temps")),
        ],
        notices: vec![Notice {
            tone: Tone::Warn,
            text: tr(
                lang,
                "The printed end date 2031-11-18 differs from the authority’s rule (2031-11-19).",
                "La date de fin imprimée 2031-11-18 diffère de la règle de l’autorité (2031-11-19).",
            ),
            link: Some(Link::new(tr(lang, "See the rule", "Voir la règle"), "/policy/1")),
        }],
        transitions: vec![
            TransitionView {
                label: tr(lang, "Record decision", "Enregistrer la décision"),
                href: "/clearance/cases/PSC-2026-0147/record-decision".to_owned(),
                primary: true,
                effect: tr(
                    lang,
                    "A second person then verifies it. Access changes only after that.",
                    "Une seconde personne la vérifie ensuite. L’accès ne change qu’après.",
                ),
                needs: vec![
                    need(true, ("Incoming mail ASO/2026/IN/000418", "Courrier arrivé ASO/2026/IN/000418"), None),
                    need(false, ("Reason for the other end date", "Motif de la date de fin différente"), Some(("Add it", "L’ajouter"))),
                ],
            },
            TransitionView {
                label: tr(lang, "Close: need ceased", "Clore : besoin disparu"),
                href: String::new(),
                primary: false,
                effect: String::new(),
                needs: vec![need(false, ("An end date from HR", "Une date de fin des RH"), None)],
            },
        ],
        facts: vec![
            FactGroup {
                title: tr(lang, "Person and post", "Personne et poste"),
                facts: vec![
                    Fact::link(tr(lang, "Person", "Personne"), "Sørensen, Mikkel", "/people/1"),
                    Fact::link(tr(lang, "Post", "Poste"), tr(lang, "AGN-114, analyst", "AGN-114, analyste"), "/posts/114"),
                    Fact::text(tr(lang, "Nationality", "Nationalité"), "Norland"),
                    Fact { label: tr(lang, "Second nationality", "Seconde nationalité"), value: FactValue::Withheld },
                    Fact::text(tr(lang, "Requester", "Demandeur"), tr(lang, "Human resources", "Ressources humaines")),
                ],
            },
            FactGroup {
                title: tr(lang, "Request", "Demande"),
                facts: vec![
                    Fact::text(tr(lang, "Level", "Niveau"), tr(lang, "CASTELLAN SECRET", "CASTELLAN SECRET")),
                    Fact::text(tr(lang, "Categories", "Catégories"), "ATOMAL"),
                    Fact { label: tr(lang, "Priority", "Priorité"), value: FactValue::Badge(Tone::Warn, tr(lang, "urgent", "urgente")) },
                    Fact::text(tr(lang, "Wanted by", "Souhaité pour le"), "2026-12-01"),
                    Fact { label: tr(lang, "Dossier", "Dossier"), value: FactValue::Empty },
                ],
            },
        ],
        related: vec![Section {
            title: tr(lang, "Mail", "Courrier"),
            links: vec![Link::new(tr(lang, "Register mail", "Enregistrer un courrier"), "/mail/new")],
            table: Table {
                caption: tr(lang, "Mail of this case", "Courrier de ce dossier"),
                columns: columns(lang, &[("Number", "Numéro"), ("Date", "Date"), ("Correspondent", "Correspondant"), ("Subject", "Objet")]),
                rows: vec![
                    Row::new(vec![
                        Cell::fixed("ASO/2026/IN/000418").link("/mail/1"),
                        Cell::fixed("2026-11-19"),
                        Cell::text(tr(lang, "Authority of Norland", "Autorité du Norland")),
                        Cell::text(tr(lang, "Decision", "Décision")),
                    ]),
                    Row::new(vec![
                        Cell::fixed("ASO/2026/OUT/000081").link("/mail/2"),
                        Cell::fixed("2026-07-21"),
                        Cell::text(tr(lang, "Authority of Norland", "Autorité du Norland")),
                        Cell::text(tr(lang, "Completed form", "Formulaire complété")),
                    ]),
                ],
                ..Table::default()
            },
            ..Section::default()
        }],
        timeline: timeline(lang),
        timeline_more: Some(Link::new(tr(lang, "All 11 entries", "Les 11 inscriptions"), "/clearance/cases/PSC-2026-0147/history")),
        edit: Some("/clearance/cases/PSC-2026-0147/edit".to_owned()),
        links: vec![Link::new(tr(lang, "Proof", "Preuve"), "/proof?record=x")],
        path: "/clearance/cases/PSC-2026-0147".to_owned(),
        as_of: AsOf::default(),
        shell,
    }
}

/// A form as it opens.
#[must_use]
pub fn form(lang: Lang) -> FormPage {
    let mut shell = shell(lang, "New case", "Nouveau dossier");
    shell.trail = vec![Link::new(tr(lang, "Cases", "Dossiers en cours"), "/clearance/cases")];
    FormPage {
        changes: Vec::new(),
        needs: vec![Need {
            met: false,
            text: tr(lang, "a registered outgoing letter", "une lettre enregistrée au départ"),
            link: Some(Link::new(tr(lang, "Register mail", "Enregistrer un courrier"), "/mail/new")),
        }],
        intro: tr(
            lang,
            "The case begins when you save it. You can add what is missing later.",
            "Le dossier commence à l’enregistrement. Vous pourrez compléter plus tard.",
        ),
        action: "/clearance/cases/new".to_owned(),
        multipart: true,
        groups: vec![
            FieldGroup {
                legend: tr(lang, "Person and need", "Personne et besoin"),
                fields: vec![
                    Field::new(
                        "person",
                        tr(lang, "Person", "Personne"),
                        FieldKind::Reference { matches: vec![], chosen: String::new(), lookup: "/people/lookup".to_owned() },
                    )
                    .hint(tr(
                        lang,
                        "Part of the name, without accents if you like, or the personnel number.",
                        "Une partie du nom, avec ou sans accents, ou le matricule.",
                    )),
                    Field::new(
                        "kind",
                        tr(lang, "Kind", "Nature"),
                        FieldKind::Choice(choices(
                            lang,
                            &[
                                ("initial", "initial", "initiale"),
                                ("renewal", "renewal", "renouvellement"),
                                ("upgrade", "upgrade", "relèvement de niveau"),
                            ],
                        )),
                    ),
                    Field::new(
                        "priority",
                        tr(lang, "Priority", "Priorité"),
                        FieldKind::Radios(choices(
                            lang,
                            &[("routine", "routine", "normale"), ("urgent", "urgent", "urgente"), ("flash", "flash", "immédiate")],
                        )),
                    )
                    .value("routine"),
                    Field::new("wanted", tr(lang, "Wanted by", "Souhaité pour le"), FieldKind::Date).optional(),
                    Field::new("copies", tr(lang, "Copies", "Exemplaires"), FieldKind::Integer).value("1"),
                ],
            },
            FieldGroup {
                legend: tr(lang, "Evidence", "Pièces"),
                fields: vec![
                    Field::new("reason", tr(lang, "Reason", "Motif"), FieldKind::Long).optional(),
                    Field::new("proof", tr(lang, "Proof of need", "Justificatif du besoin"), FieldKind::File { accept: ".pdf".to_owned() })
                        .hint(tr(lang, "PDF, at most 50 MiB.", "PDF, 50 Mio au plus."))
                        .optional(),
                    Field::new("informed", tr(lang, "The person has been told", "La personne a été informée"), FieldKind::Bool),
                    Field::new("registered", tr(lang, "Registered by", "Enregistré par"), FieldKind::Shown).value("Lindqvist, Maja"),
                ],
            },
        ],
        hidden: vec![("version".to_owned(), "0".to_owned()), ("key".to_owned(), "k1".to_owned())],
        errors: vec![],
        conflict: None,
        effect: tr(
            lang,
            "The requester is told, and the office’s clock starts.",
            "Le demandeur est informé et le délai du bureau commence à courir.",
        ),
        submit: tr(lang, "Open the case", "Ouvrir le dossier"),
        cancel: Link::new(tr(lang, "Back to the cases", "Retour aux dossiers"), "/clearance/cases"),
        shell,
    }
}

/// The same form with problems.
#[must_use]
pub fn form_errors(lang: Lang) -> FormPage {
    let mut page = form(lang);
    page.errors = vec![tr(lang, "The case cannot be opened yet.", "Le dossier ne peut pas encore être ouvert.")];
    let fields = &mut page.groups[0].fields;
    fields[0] = Field::new(
        "person",
        tr(lang, "Person", "Personne"),
        FieldKind::Reference {
            matches: vec![
                Choice {
                    value: "1".to_owned(),
                    label: "Sørensen, Mikkel".to_owned(),
                    hint: tr(lang, "AGN-114, analyst, 004417", "AGN-114, analyste, 004417"),
                },
                Choice {
                    value: "2".to_owned(),
                    label: "Sørensen, Mette".to_owned(),
                    hint: tr(lang, "AGN-020, legal adviser, 003912", "AGN-020, juriste, 003912"),
                },
            ],
            chosen: String::new(),
            lookup: String::new(),
        },
    )
    .value("soren")
    .error(tr(lang, "Choose which person you mean", "Précisez de quelle personne il s’agit"));
    fields[1].error = Some(tr(lang, "Choose the kind of case", "Choisissez la nature du dossier"));
    fields[2].error = Some(tr(lang, "An urgent case needs a reason", "Un dossier urgent exige un motif"));
    fields[3].value = "2026-02-01".to_owned();
    fields[3].error = Some(tr(lang, "The date must lie in the future", "La date doit être à venir"));
    page.groups[1].fields[2].error = Some(tr(lang, "Tell the person first", "Informez d’abord la personne"));
    page
}

/// The same form after somebody else saved first.
#[must_use]
pub fn conflict(lang: Lang) -> FormPage {
    let mut page = form(lang);
    page.shell.title = tr(lang, "Edit case PSC-2026-0147", "Modifier le dossier PSC-2026-0147");
    page.intro = String::new();
    page.conflict = Some(Conflict {
        who: "Holm, Anna".to_owned(),
        when: "2026-11-22 09:12".to_owned(),
        rows: vec![ConflictRow {
            field: tr(lang, "Wanted by", "Souhaité pour le"),
            theirs: "2026-12-15".to_owned(),
            mine: "2026-12-01".to_owned(),
        }],
    });
    page.submit = tr(lang, "Save my version", "Enregistrer ma version");
    page
}

/// A page of tables under a question.
#[must_use]
pub fn find(lang: Lang) -> FindPage {
    let TablePage { shell, intro, sections, links } = table(lang);
    FindPage {
        shell,
        intro,
        path: "/knowledge".to_owned(),
        name: "q".to_owned(),
        day: false,
        label: tr(lang, "Words of a question or answer", "Mots d’une question ou d’une réponse"),
        value: "visit".to_owned(),
        submit: tr(lang, "Find", "Chercher"),
        notices: Vec::new(),
        sections,
        links,
    }
}

/// A page of tables.
#[must_use]
pub fn table(lang: Lang) -> TablePage {
    TablePage {
        shell: shell(lang, "Approvals", "Approbations"),
        intro: tr(lang, "What waits for a second person.", "Ce qui attend une seconde personne."),
        sections: vec![
            Section { title: tr(lang, "For you to decide", "À votre décision"), table: case_table(lang, false, 2), ..Section::default() },
            Section {
                title: tr(lang, "Asked by you", "Demandées par vous"),
                table: Table { empty: tr(lang, "You have asked for nothing.", "Vous n’avez rien demandé."), ..Table::default() },
                ..Section::default()
            },
        ],
        links: vec![Link::new(tr(lang, "Decided requests", "Demandes décidées"), "/approvals?state=decided")],
    }
}

fn import_steps(lang: Lang, at: usize) -> Vec<Stage> {
    stages(
        lang,
        at,
        &[("File", "Fichier"), ("Columns", "Colonnes"), ("Findings", "Constats"), ("Approval", "Approbation"), ("Imported", "Importé")],
    )
}

fn import_shell(lang: Lang, en: &str, fr: &str) -> Shell {
    let mut shell = shell(lang, en, fr);
    shell.nav[2].active = false;
    shell.nav[7].active = true;
    shell
}

/// Import, first step.
#[must_use]
pub fn import_upload(lang: Lang) -> ImportUploadPage {
    ImportUploadPage {
        shell: import_shell(lang, "Import a spreadsheet", "Importer un tableur"),
        steps: import_steps(lang, 0),
        action: "/import".to_owned(),
        groups: vec![FieldGroup {
            legend: String::new(),
            fields: vec![
                Field::new(
                    "kind",
                    tr(lang, "What the rows are", "Ce que sont les lignes"),
                    FieldKind::Choice(choices(
                        lang,
                        &[("people", "people and their clearances", "personnes et habilitations"), ("cases", "cases", "dossiers")],
                    )),
                )
                .value("people"),
                Field::new("file", tr(lang, "File", "Fichier"), FieldKind::File { accept: ".xlsx,.csv".to_owned() })
                    .hint(tr(
                        lang,
                        "The sheet as you keep it today. Nothing has to be renamed first.",
                        "Le fichier tel que vous le tenez aujourd’hui, sans rien renommer.",
                    ))
                    .error(tr(
                        lang,
                        "This file is an old .xls: save it as .xlsx and choose it again",
                        "Ce fichier est un ancien .xls : enregistrez-le en .xlsx et choisissez-le à nouveau",
                    )),
            ],
        }],
        errors: vec![],
        limits: tr(
            lang,
            "Excel (.xlsx) or CSV, at most 200 MiB. The file is read without changing anything; you then see what would happen.",
            "Excel (.xlsx) ou CSV, 200 Mio au plus. La lecture ne modifie rien ; vous verrez ensuite ce qui se passerait.",
        ),
        links: Vec::new(),
        earlier: Section {
            title: tr(lang, "Earlier imports", "Importations précédentes"),
            table: Table {
                caption: tr(lang, "Earlier imports", "Importations précédentes"),
                columns: columns(lang, &[("File", "Fichier"), ("Read", "Lu le"), ("State", "État")]),
                rows: vec![Row::new(vec![
                    Cell::text("holders-2025.xlsx").link("/import/1"),
                    Cell::fixed("2026-01-08"),
                    Cell::badge(Tone::Good, tr(lang, "imported", "importé")),
                ])],
                ..Table::default()
            },
            ..Section::default()
        },
    }
}

/// Import, second step.
#[must_use]
pub fn import_mapping(lang: Lang) -> ImportMappingPage {
    let row = |i: usize, header: &str, samples: &str, chosen: &str, tone, word: (&str, &str)| MappingRow {
        name: format!("column-{i}"),
        header: header.to_owned(),
        samples: samples.to_owned(),
        chosen: chosen.to_owned(),
        tone,
        word: tr(lang, word.0, word.1),
    };
    let sure = ("recognised", "reconnue");
    let check = ("please check", "à vérifier");
    ImportMappingPage {
        shell: import_shell(lang, "Which column is what", "À quoi correspondent les colonnes"),
        steps: import_steps(lang, 1),
        action: "/import/1/mapping".to_owned(),
        file: tr(lang, "holders-2026.xlsx, sheet “List”, 1,284 rows", "holders-2026.xlsx, feuille « List », 1 284 lignes")
            .replace("« ", "«\u{a0}")
            .replace(" »", "\u{a0}»"),
        columns: vec![
            row(1, "NOM Prénom", "SØRENSEN Mikkel, VANDENBERGHE Els", "name", Tone::Good, sure),
            row(2, "Pers. No", "004417, 003912", "number", Tone::Good, sure),
            row(3, "Lvl", "NS, NC, CTS", "level", Tone::Good, sure),
            row(4, "exp", "19/11/31, 02.03.2030", "expires", Tone::Warn, check),
            row(5, "Remarks", "see letter", "", Tone::Neutral, ("left out", "laissée de côté")),
        ],
        fields: choices(
            lang,
            &[
                ("name", "name", "nom"),
                ("number", "personnel number", "matricule"),
                ("level", "level", "niveau"),
                ("expires", "valid until", "valide jusqu’au"),
            ],
        ),
        errors: vec![tr(
            lang,
            "No column becomes “granted on”, which every clearance needs.",
            "Aucune colonne ne devient la date d’octroi, qu’exige chaque habilitation.",
        )],
        back: Link::new(tr(lang, "Choose another file", "Choisir un autre fichier"), "/import"),
    }
}

/// Import, third step.
#[must_use]
pub fn import_findings(lang: Lang) -> ImportFindingsPage {
    let figure = |label: (&str, &str), value: &str, tone, word: (&str, &str)| Figure {
        label: tr(lang, label.0, label.1),
        value: value.to_owned(),
        tone,
        word: tr(lang, word.0, word.1),
        href: "#changes".to_owned(),
        ..Figure::default()
    };
    ImportFindingsPage {
        shell: import_shell(lang, "What would happen", "Ce qui se passerait"),
        steps: import_steps(lang, 2),
        file: "holders-2026.xlsx".to_owned(),
        figures: vec![
            figure(("New", "Nouvelles"), "212", Tone::Info, ("would be added", "seraient ajoutées")),
            figure(("Changed", "Modifiées"), "38", Tone::Warn, ("read them below", "à lire ci-dessous")),
            figure(("Unchanged", "Inchangées"), &L::new(lang).int(1020), Tone::Neutral, ("nothing happens", "rien ne se passe")),
            figure(("Cannot be imported", "Non importables"), "14", Tone::Bad, ("stay out", "restent dehors")),
        ],
        findings: Section {
            title: tr(lang, "Findings", "Constats"),
            table: Table {
                caption: tr(lang, "Findings", "Constats"),
                columns: columns(
                    lang,
                    &[
                        ("Row", "Ligne"),
                        ("Column", "Colonne"),
                        ("Value", "Valeur"),
                        ("What is wrong", "Anomalie"),
                        ("What happens", "Conséquence"),
                    ],
                ),
                rows: vec![
                    Row::new(vec![
                        Cell::fixed("118"),
                        Cell::text("exp"),
                        Cell::text("31/02/2029"),
                        Cell::text(tr(lang, "There is no such day", "Ce jour n’existe pas")),
                        Cell::badge(Tone::Bad, tr(lang, "row stays out", "ligne écartée")),
                    ]),
                    Row::new(vec![
                        Cell::fixed("204"),
                        Cell::text("exp"),
                        Cell::text("03/04/30"),
                        Cell::text(tr(
                            lang,
                            "Day and month could be exchanged; read as 3 April",
                            "Jour et mois ambigus ; lu comme le 3 avril",
                        )),
                        Cell::badge(Tone::Warn, tr(lang, "please check", "à vérifier")),
                    ]),
                ],
                ..Table::default()
            },
            ..Section::default()
        },
        changes: Section {
            title: tr(lang, "What would change", "Ce qui changerait"),
            table: Table {
                caption: tr(lang, "What would change", "Ce qui changerait"),
                columns: columns(lang, &[("Person", "Personne"), ("Field", "Champ"), ("Now", "Actuel"), ("Then", "Nouveau")]),
                rows: vec![Row::new(vec![
                    Cell::text("Sørensen, Mikkel").link("/people/1"),
                    Cell::text(tr(lang, "Valid until", "Valide jusqu’au")),
                    Cell::fixed("2026-12-31"),
                    Cell::fixed("2031-11-19"),
                ])],
                ..Table::default()
            },
            ..Section::default()
        },
        downloads: vec![Link::new(tr(lang, "Findings as XLSX", "Constats en XLSX"), "/import/1/findings.xlsx")],
        action: "/import/1/request".to_owned(),
        needs: vec![
            Need { met: true, text: tr(lang, "All columns are assigned", "Toutes les colonnes sont affectées"), link: None },
            Need { met: false, text: tr(lang, "A second person approves", "Une seconde personne approuve"), link: None },
        ],
        groups: vec![FieldGroup {
            legend: String::new(),
            fields: vec![Field::new("reason", tr(lang, "Reason", "Motif"), FieldKind::Long).error(tr(
                lang,
                "Say why these rows are to be imported",
                "Indiquez pourquoi ces lignes doivent être importées",
            ))],
        }],
        hidden: Vec::new(),
        effect: tr(
            lang,
            "250 rows are frozen as they are now. Anna Holm or another head is asked to approve.",
            "250 lignes sont figées en l’état. Anna Holm ou un autre responsable est invité à approuver.",
        ),
        back: Link::new(tr(lang, "Correct the columns", "Corriger les colonnes"), "/import/1/mapping"),
    }
}

fn reasons(lang: Lang) -> Vec<Reason> {
    let line = |verdict, text: (&str, &str), link: Option<&str>| Reason {
        verdict,
        text: tr(lang, text.0, text.1),
        link: link.map(|l| Link::new(l, "/x")),
        because: Vec::new(),
    };
    vec![
        line(
            Verdict::Ok,
            ("Post AGN-114 requires CASTELLAN SECRET with ATOMAL", "Le poste AGN-114 exige CASTELLAN SECRET avec ATOMAL"),
            Some("AGN-114"),
        ),
        line(
            Verdict::Ok,
            (
                "Decision of Norland of 2021-11-19: SECRET until 2026-12-31",
                "Décision du Norland du 2021-11-19 : SECRET jusqu’au 2026-12-31",
            ),
            Some("CLR-1044"),
        ),
        line(Verdict::Ok, ("Certificate 44/21 is on file", "Le certificat 44/21 est au dossier"), None),
        Reason {
            because: vec![
                line(Verdict::Missing, ("ATOMAL briefing expired 2026-03-02", "L’exposé ATOMAL a expiré le 2026-03-02"), Some("BRF-0311")),
                line(Verdict::Ok, ("Base briefing valid until 2027-01-10", "Exposé de base valable jusqu’au 2027-01-10"), None),
                line(Verdict::Note, ("The next ATOMAL session is on 2026-12-03", "La prochaine séance ATOMAL est le 2026-12-03"), None),
            ],
            ..line(Verdict::Missing, ("Not briefed for ATOMAL", "Pas d’exposé pour ATOMAL"), None)
        },
    ]
}

/// Who lacks what.
#[must_use]
pub fn lacks(lang: Lang) -> LacksPage {
    let mut shell = shell(lang, "Who lacks what", "Qui manque de quoi");
    shell.nav[2].active = false;
    shell.nav[4].active = true;
    let person = |name: &str, requires: &str, holds: &str, lacks: (&str, &str), since: &str, tone| Lack {
        person: Link::new(name, "/people/1"),
        post: Link::new("AGN-114", "/posts/114"),
        requires: requires.to_owned(),
        holds: holds.to_owned(),
        lacks: tr(lang, lacks.0, lacks.1),
        since: since.to_owned(),
        tone,
        reasons: reasons(lang),
        action: Some(Link::new(tr(lang, "Plan briefing", "Planifier l’exposé"), "/briefings/new")),
        select: Some(format!("per_{name}")),
    };
    let mut filters = case_filters(lang);
    filters.action = "/clearance/lacks".to_owned();
    filters.views.clear();
    filters.chips.clear();
    filters.lists[0] = FilterList {
        name: "what".to_owned(),
        label: tr(lang, "What is missing", "Ce qui manque"),
        choices: choices(lang, &[("decision", "decision", "décision"), ("briefing", "briefing", "exposé")]),
        value: String::new(),
    };
    filters.lists.truncate(1);
    filters.search_label = tr(lang, "Person or post", "Personne ou poste");
    LacksPage {
        shell,
        intro: tr(
            lang,
            "People in post whose effective access is below what the post requires.",
            "Personnes en poste dont l’accès effectif est inférieur à ce qu’exige le poste.",
        ),
        filters,
        people: vec![
            person("Janssens, Tom", "CS ATOMAL", "CS", ("ATOMAL briefing", "exposé ATOMAL"), "2026-03-02", Tone::Bad),
            person("Kowalczyk, Zofia", "CS", "–", ("decision", "décision"), "2026-11-20", Tone::Warn),
            person("Moreau, Sylvie", "CC", "–", ("access authorisation", "autorisation d’accès"), "2026-11-12", Tone::Warn),
        ],
        total: tr(lang, "3 people", "3 personnes"),
        empty: tr(lang, "Nobody lacks anything.", "Il ne manque rien à personne."),
        exports: vec![Link::new("XLSX", "/clearance/lacks.xlsx")],
        previous: None,
        next: Some("/clearance/lacks?after=3".to_owned()),
        bulk: Some(BulkAction { label: tr(lang, "Open cases", "Ouvrir des dossiers"), action: "/clearance/lacks".to_owned() }),
    }
}

/// Before cases are opened for several people.
#[must_use]
pub fn confirm(lang: Lang) -> ConfirmPage {
    let title = tr(lang, "Open cases", "Ouvrir des dossiers");
    let table = Table {
        caption: title.clone(),
        columns: vec![Column::new(tr(lang, "Person", "Personne")), Column::new(tr(lang, "What will happen", "Ce qui se passera"))],
        rows: vec![Row::new(vec![
            Cell::text("Janssens, Tom").link("/people/1"),
            Cell::badge(Tone::Good, tr(lang, "A case will be opened", "Un dossier sera ouvert")),
        ])],
        empty: String::new(),
        selectable: false,
    };
    ConfirmPage {
        section: Section { title, table, ..Section::default() },
        action: "/clearance/lacks".to_owned(),
        hidden: vec![("select".to_owned(), "per_1".to_owned())],
        effect: tr(lang, "One case is opened for each person.", "Un dossier est ouvert pour chaque personne."),
        submit: tr(lang, "Open 1 case", "Ouvrir 1 dossier"),
        cancel: Link::new(tr(lang, "Back", "Retour"), "/clearance/lacks"),
        shell: shell(lang, "Open cases", "Ouvrir des dossiers"),
    }
}

/// A person's access in March as known in February.
#[must_use]
pub fn time_machine(lang: Lang) -> TimeMachinePage {
    let span = |from, to, text: (&str, &str), tone| Span { from, to, text: tr(lang, text.0, text.1), href: Some("/x".to_owned()), tone };
    let mut shell = shell(lang, "Access of Janssens, Tom", "Accès de Janssens, Tom");
    shell.trail = vec![Link::new(tr(lang, "People", "Personnes"), "/people"), Link::new("Janssens, Tom", "/people/1")];
    TimeMachinePage {
        shell,
        path: "/people/1/access".to_owned(),
        as_of: AsOf { on: "2026-03-10".to_owned(), known: "2026-03-05".to_owned() },
        question: String::new(),
        answer: tr(lang, "CASTELLAN SECRET, not ATOMAL", "CASTELLAN SECRET, sans ATOMAL"),
        tone: Tone::Warn,
        sentence: tr(lang, "On 2026-03-10, as known on 2026-03-05.", "Au 2026-03-10, tel que connu le 2026-03-05."),
        hindsight: Some(Notice {
            tone: Tone::Info,
            text: tr(
                lang,
                "Known since 2026-04-01: the clearance was suspended from 2026-03-08. Today the answer for that day is: none.",
                "Connu depuis le 2026-04-01 : l’habilitation était suspendue à partir du 2026-03-08. La réponse pour ce jour est aujourd’hui : aucun accès.",
            ),
            link: Some(Link::new(
                tr(lang, "Ask again as known today", "Reposer la question avec ce que l’on sait aujourd’hui"),
                "/people/1/access?on=2026-03-10",
            )),
        }),
        reasons: reasons(lang),
        spans: SpanChart {
            id: "facts".to_owned(),
            title: tr(lang, "The five facts over time", "Les cinq faits dans le temps"),
            description: tr(
                lang,
                "Requirement, decision, certificate and authorisation hold on the day; the ATOMAL briefing has ended.",
                "Exigence, décision, certificat et autorisation valent ce jour-là ; l’exposé ATOMAL a pris fin.",
            ),
            label_head: tr(lang, "Fact", "Fait"),
            value_head: tr(lang, "From, until", "Du, au"),
            lines: vec![
                (
                    tr(lang, "Requirement", "Niveau requis"),
                    vec![span(100, 1000, ("CS ATOMAL from 2022-02-01", "CS ATOMAL depuis 2022-02-01"), Tone::Neutral)],
                ),
                (
                    tr(lang, "Decision", "Décision"),
                    vec![span(60, 900, ("SECRET 2021-11-19 – 2026-12-31", "SECRET 2021-11-19 – 2026-12-31"), Tone::Good)],
                ),
                (tr(lang, "Certificate", "Certificat"), vec![span(160, 996, ("44/21", "44/21"), Tone::Good)]),
                (tr(lang, "Authorisation", "Autorisation"), vec![span(190, 996, ("AA-0870", "AA-0870"), Tone::Good)]),
                (
                    tr(lang, "Briefing ATOMAL", "Exposé ATOMAL"),
                    vec![span(130, 720, ("until 2026-03-02", "jusqu’au 2026-03-02"), Tone::Bad)],
                ),
            ],
            ticks: (0_u16..7).map(|i| (i * 166, format!("{}", 2021 + i))).collect(),
            mark: Some((862, "2026-03-10".to_owned())),
        },
        facts: Section {
            title: tr(lang, "The facts", "Les faits"),
            table: Table {
                caption: tr(lang, "The facts", "Les faits"),
                columns: columns(
                    lang,
                    &[
                        ("Fact", "Fait"),
                        ("Record", "Fiche"),
                        ("Valid from", "Valide du"),
                        ("Valid until", "Valide au"),
                        ("Recorded", "Enregistré"),
                        ("On that day", "Ce jour-là"),
                    ],
                ),
                rows: vec![
                    Row::new(vec![
                        Cell::text(tr(lang, "Decision", "Décision")),
                        Cell::fixed("CLR-1044").link("/x"),
                        Cell::fixed("2021-11-19"),
                        Cell::fixed("2026-12-31"),
                        Cell::fixed("2021-11-25"),
                        Cell::badge(Tone::Good, tr(lang, "holds", "vaut")),
                    ]),
                    Row::new(vec![
                        Cell::text(tr(lang, "Briefing ATOMAL", "Exposé ATOMAL")),
                        Cell::fixed("BRF-0311").link("/x"),
                        Cell::fixed("2024-03-02"),
                        Cell::fixed("2026-03-02"),
                        Cell::fixed("2024-03-04"),
                        Cell::badge(Tone::Bad, tr(lang, "ended", "échu")),
                    ]),
                ],
                ..Table::default()
            },
            ..Section::default()
        },
        links: vec![Link::new(tr(lang, "Proof", "Preuve"), "/proof?record=x")],
    }
}

/// An import that waits for a second person.
#[must_use]
pub fn approval(lang: Lang) -> ApprovalPage {
    let mut shell = shell(lang, "Import 250 rows from holders-2026.xlsx", "Importer 250 lignes de holders-2026.xlsx");
    shell.nav[2].active = false;
    shell.nav[6].active = true;
    shell.trail = vec![Link::new(tr(lang, "Approvals", "Approbations"), "/approvals")];
    ApprovalPage {
        shell,
        reference: "APP-0031".to_owned(),
        tone: Tone::Info,
        state: tr(lang, "waits for a decision", "attend une décision"),
        facts: vec![
            FactGroup {
                title: tr(lang, "The request", "La demande"),
                facts: vec![
                    Fact::link(tr(lang, "Asked by", "Demandée par"), "Lindqvist, Maja", "/people/9"),
                    Fact::text(tr(lang, "Asked on", "Demandée le"), "2026-11-22 09:02"),
                    Fact::text(tr(lang, "Expires", "Expire le"), "2026-11-29"),
                ],
            },
            FactGroup {
                title: tr(lang, "What is frozen", "Ce qui est figé"),
                facts: vec![
                    Fact::text(
                        tr(lang, "Reason", "Motif"),
                        tr(lang, "yearly take-over of the old list", "reprise annuelle de l’ancienne liste"),
                    ),
                    Fact::text(tr(lang, "Fingerprint", "Empreinte"), "9f2c 41aa 07d3 5be8 …"),
                ],
            },
        ],
        effects: vec![
            tr(
                lang,
                "212 people with their clearances are added as “claimed, unverified”.",
                "212 personnes et leurs habilitations sont ajoutées comme « déclarées, non vérifiées ».",
            )
            .replace("« ", "«\u{a0}")
            .replace(" »", "\u{a0}»"),
            tr(lang, "38 end dates change. 14 rows stay out.", "38 dates de fin changent. 14 lignes restent dehors."),
        ],
        changes: vec![import_findings(lang).changes],
        needs: vec![
            Need { met: true, text: tr(lang, "You did not ask for it yourself", "Vous n’en êtes pas l’auteur"), link: None },
            Need { met: true, text: tr(lang, "You are not concerned by any row", "Aucune ligne ne vous concerne"), link: None },
        ],
        action: "/approvals/31".to_owned(),
        groups: vec![FieldGroup {
            legend: String::new(),
            fields: vec![
                Field::new("reason", tr(lang, "Reason", "Motif"), FieldKind::Long)
                    .hint(tr(lang, "Needed when you reject.", "Nécessaire en cas de rejet."))
                    .optional(),
                Field::new("code", L::new(lang).t("ui-code"), FieldKind::Code).hint(tr(
                    lang,
                    "A fresh code shows that it is you.",
                    "Un nouveau code atteste que c’est bien vous.",
                )),
            ],
        }],
        hidden: vec![("version".to_owned(), "1".to_owned())],
        errors: vec![],
        timeline: vec![],
    }
}

/// The same request seen by the person who asked, after a wrong code.
#[must_use]
pub fn approval_errors(lang: Lang) -> ApprovalPage {
    let mut page = approval(lang);
    page.needs[0].met = false;
    page.needs[0].text = tr(lang, "You asked for it yourself: somebody else decides", "Vous en êtes l’auteur : une autre personne décide");
    page.groups[0].fields[1].error =
        Some(tr(lang, "The code does not fit: enter the one shown now", "Le code ne convient pas : saisissez celui affiché maintenant"));
    page.errors = vec![tr(lang, "Nothing has been decided.", "Rien n’a été décidé.")];
    page.timeline = timeline(lang);
    page
}

/// A proof that holds.
#[must_use]
pub fn proof(lang: Lang) -> ProofPage {
    let step = |en: &str, fr: &str| Need { met: true, text: tr(lang, en, fr), link: None };
    ProofPage {
        shell: proof_shell(lang),
        action: "/proof".to_owned(),
        value: "castellan-proof/1\nindex 48211\nleaf q1v2…\npath 3k9f…".to_owned(),
        error: None,
        result: Some(ProofResult {
            holds: true,
            headline: tr(lang, "The proof holds", "La preuve est établie"),
            steps: vec![
                step("The entry is in the log, at place 48,211", "L’inscription est au journal, au rang 48\u{202f}211"),
                step("The log’s root is signed by this office", "La racine du journal est signée par ce bureau"),
                step("Two witnesses signed the same root", "Deux témoins ont signé la même racine"),
            ],
            facts: vec![FactGroup {
                title: tr(lang, "What it says", "Ce qu’elle dit"),
                facts: vec![
                    Fact::text(
                        tr(lang, "Document", "Document"),
                        tr(lang, "Confirmation of clearance CLR-1044", "Attestation d’habilitation CLR-1044"),
                    ),
                    Fact::text(tr(lang, "Issued on", "Délivré le"), "2026-11-19 14:02"),
                    Fact { label: tr(lang, "Person", "Personne"), value: FactValue::Withheld },
                ],
            }],
            links: vec![Link::new(tr(lang, "How to check it without us", "Comment la vérifier sans nous"), "/guide/proof")],
        }),
    }
}

fn proof_shell(lang: Lang) -> Shell {
    let mut shell = shell(lang, "Check a proof", "Vérifier une preuve");
    shell.nav[2].active = false;
    shell.nav[9].active = true;
    shell
}

/// The proof page as it opens.
#[must_use]
pub fn proof_empty(lang: Lang) -> ProofPage {
    ProofPage { shell: proof_shell(lang), action: "/proof".to_owned(), value: String::new(), error: None, result: None }
}

/// A text that is no proof.
#[must_use]
pub fn proof_error(lang: Lang) -> ProofPage {
    ProofPage {
        value: "hello".to_owned(),
        error: Some(tr(
            lang,
            "This is not a proof: it does not begin with “castellan-proof”",
            "Ceci n’est pas une preuve : le texte ne commence pas par castellan-proof",
        )),
        ..proof_empty(lang)
    }
}

/// A refusal.
#[must_use]
pub fn refusal(lang: Lang) -> MessagePage {
    MessagePage {
        shell: shell(lang, "The decision was not verified", "La décision n’a pas été vérifiée"),
        tone: Tone::Bad,
        code: "CL-DECISION-SAME-PERSON".to_owned(),
        why: tr(
            lang,
            "You recorded this decision yourself. Two different people must record and verify it.",
            "Vous avez enregistré cette décision. L’enregistrement et la vérification exigent deux personnes différentes.",
        ),
        todo: vec![tr(
            lang,
            "Ask a colleague with the duty “clearance officer” to verify it. Nothing you entered is lost.",
            "Demandez à un collègue chargé des habilitations de la vérifier. Rien de votre saisie n’est perdu.",
        )],
        links: vec![
            Link::new(tr(lang, "Back to the case", "Retour au dossier"), "/clearance/cases/x"),
            Link::new(tr(lang, "Who can verify", "Qui peut vérifier"), "/duties"),
        ],
        request: "r-7f3a91".to_owned(),
    }
}

/// Nothing here, or nothing that the reader may see.
#[must_use]
pub fn not_found(lang: Lang) -> MessagePage {
    MessagePage {
        shell: shell(lang, "There is nothing here", "Il n’y a rien ici"),
        tone: Tone::Neutral,
        code: String::new(),
        why: tr(
            lang,
            "The address is wrong, or the record is not one you may see. Both look the same on purpose.",
            "L’adresse est erronée, ou la fiche ne vous est pas accessible. Les deux cas se présentent de la même façon, à dessein.",
        ),
        todo: vec![tr(
            lang,
            "Search for it by its reference, or ask the person who sent you the link.",
            "Cherchez-la par sa référence, ou demandez à la personne qui vous a envoyé le lien.",
        )],
        links: vec![Link::new(tr(lang, "Today", "Aujourd’hui"), "/")],
        request: String::new(),
    }
}
