//! The shorter paths of a case: kinds without questionnaire and investigation, and the ends that are not where a path leads.

use desk_clearance::authorisations::{Flag, provisional};
use desk_clearance::cases::{CaseKind, PscCase};
use kernel::{Id, RecordId, Value};
use ledger::ListQuery;
use ledger::transition::Transition;
use spine::clearances::queries::access_of;
use spine::clearances::{AccessAuthorisation, Certificate, CertificateModel, Decision};
use spine::letters::Letter;
use testkit::{Backend, World};

use crate::access::newcomer;
use crate::cases::{adopt, carry, open, state};
use crate::gate::holder;
use crate::visits::{in_days, suspend};

on_both!(
    cl_01_a_case_for_provisional_access_ends_in_that_access,
    cl_01_a_kind_walks_its_own_path_and_no_other,
    cl_01_a_request_by_letter_needs_no_questionnaire,
    cl_01_a_reissue_ends_in_a_certificate_on_the_grant_that_stands,
    cl_01_an_extension_rests_on_a_renewal_filed_in_time,
    cl_01_an_appeal_names_the_decision_it_is_against,
    cl_01_a_withdrawal_is_completed_when_it_stands_on_record,
    cl_01_every_end_beside_the_path_has_its_evidence,
    cl_01_a_case_of_no_member_is_for_nationals_of_none,
    cl_07_certificates_are_drafted_for_those_answered_yes,
);

type Fields = Vec<(&'static str, Value)>;

fn asked(person: RecordId, kind: &str) -> Fields {
    vec![
        ("person", person.into()),
        ("kind", kind.into()),
        ("level", "S".into()),
        ("categories", "ATOMAL".into()),
        ("priority", "routine".into()),
    ]
}

fn opened(world: &World, person: RecordId, kind: &str) -> RecordId {
    world.as_("officer").makes("case.open", &asked(person, kind))
}

fn does(world: &World, command: &str, case: RecordId, fields: Fields) {
    world.as_("technician").does(command, &[vec![("case", case.into())], fields].concat());
}

fn refused(world: &World, command: &str, case: RecordId, fields: Fields) -> Vec<&'static str> {
    world.as_("officer").refused(command, &[vec![("case", case.into())], fields].concat())
}

fn two(world: &World, command: &str, case: RecordId, fields: Fields) {
    let request = world.as_("officer").asks(command, &[vec![("case", case.into())], fields].concat());
    world.as_("head").approves(request);
}

fn outgoing(world: &World) -> Fields {
    vec![("mail_item", world.letter("outgoing", "ROU").into())]
}

fn incoming(world: &World) -> Fields {
    vec![("mail_item", world.letter("incoming", "ROU").into())]
}

fn access_wish(world: &World, days: i64) -> Fields {
    vec![
        ("meeting", "Quarterly review".into()),
        ("need_to_know", "It cannot wait".into()),
        ("valid_from", world.today().into()),
        ("valid_until", in_days(world, days).into()),
    ]
}

fn cl_01_a_case_of_no_member_is_for_nationals_of_none(on: Backend) {
    let world = World::new(on);
    let officer = world.as_("officer");
    officer.makes(
        "authorities.add",
        &[("nation", "AUT".into()), ("kind", "nsa".into()), ("name_en", "NSA".into()), ("name_fr", "ANS".into())],
    );
    // Nothing stands against it but that the nation is a member today.
    let romanian = world.person("Ionescu", "Ana", "ROU");
    assert_eq!(officer.refused("case.open", &asked(romanian, "non_nato_national")), ["nation-is-member"]);
    opened(&world, romanian, "initial");
    let austrian = world.person("Aigner", "Leopold", "AUT");
    opened(&world, austrian, "non_nato_national");
    // The other way about is told on the page of the case, and refused to nobody.
    opened(&world, world.person("Moser", "Eva", "AUT"), "initial");
    let odd = |nation, programme, day: &str| CaseKind::Initial.is_odd_for(nation, programme, day.parse().expect("a day"));
    assert!(odd("AUT", None, "2026-03-02") && !odd("AUT", Some("EU"), "2026-03-02") && !odd("ROU", None, "2026-03-02"));
    assert!(odd("FIN", None, "2023-04-03") && !odd("FIN", None, "2023-04-04"));
}

fn flag(world: &World, person: RecordId) -> Option<Flag> {
    let since = world.today().saturating_sub(jiff::Span::new().days(300));
    world.as_("officer").sees(move |view| provisional(view, Id::new(person), since)).map(|(flag, _)| flag)
}

fn cl_01_a_case_for_provisional_access_ends_in_that_access(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let nina = newcomer(&world, "Nilsen");
    let first = open(&world, nina);
    // It is open beside the case for the clearance itself, which shows where it stands.
    assert_eq!(flag(&world, nina), None);
    let case = opened(&world, nina, "provisional");
    assert_eq!(flag(&world, nina), Some(Flag::Requested));
    // The path names the need; it is not passed over.
    assert_eq!(refused(&world, "case.invite_subject", first, vec![("consent_notice", "3".into())]), ["state-not-allowed"]);
    let request = world.as_("officer").tries("case.give_access", &[vec![("case", case.into())], access_wish(&world, 30)].concat());
    assert!(request.is_err(), "the need is not shown yet");
    does(&world, "case.confirm_need", case, vec![]);
    let long: Fields = access_wish(&world, 200);
    assert_eq!(refused(&world, "case.give_access", case, long), ["access-too-long"]);
    two(&world, "case.give_access", case, access_wish(&world, 30));
    assert_eq!(state(&world, case), "closed_granted");
    let given = world.as_("officer").sees(move |view| view.having::<AccessAuthorisation>("person", nina));
    assert_eq!(given.iter().map(|a| (a.body.kind.code(), a.body.case)).collect::<Vec<_>>(), [("provisional", Some(case))]);
    assert_eq!(flag(&world, nina), Some(Flag::Active));
    // The initial case goes on, and nothing stands yet.
    let today = world.today();
    assert_eq!(world.as_("officer").sees(move |view| access_of(view, Id::new(nina), today)).level, None);
    assert_eq!(state(&world, first), "requested");
    world.days_pass(31);
    assert_eq!(flag(&world, nina), Some(Flag::Ended));
    world.verified();
}

fn cl_01_a_kind_walks_its_own_path_and_no_other(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let nina = newcomer(&world, "Nilsen");
    let initial = open(&world, nina);
    let other = ["case-walks-another-path"];
    assert_eq!(refused(&world, "case.send_request", initial, outgoing(&world)), other);
    assert_eq!(refused(&world, "case.authority_told", initial, outgoing(&world)), other);
    assert_eq!(refused(&world, "case.give_access", initial, access_wish(&world, 5)), other);
    let emergency = opened(&world, nina, "emergency");
    assert_eq!(refused(&world, "case.confirm_need", emergency, vec![]), other);
    assert_eq!(refused(&world, "case.issue_certificate", emergency, outgoing(&world)), other);
    let provisional = opened(&world, nina, "provisional");
    does(&world, "case.confirm_need", provisional, vec![]);
    assert_eq!(refused(&world, "case.invite_subject", provisional, vec![("consent_notice", "3".into())]), other);
    assert_eq!(refused(&world, "case.send_request", provisional, outgoing(&world)), other);
    // An emergency goes at once; no decision stands one level below, so that it gives nothing, but it is given.
    two(&world, "case.give_access", emergency, access_wish(&world, 4));
    assert_eq!(state(&world, emergency), "closed_granted");
    world.verified();
}

fn cl_01_a_request_by_letter_needs_no_questionnaire(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let nina = newcomer(&world, "Nilsen");
    let case = opened(&world, nina, "add_category");
    assert_eq!(refused(&world, "case.send_request", case, outgoing(&world)), ["case-walks-another-path"], "the need comes first");
    does(&world, "case.confirm_need", case, vec![]);
    does(&world, "case.send_request", case, outgoing(&world));
    does(&world, "case.acknowledge", case, vec![("authority_reference", "ROU/9".into())]);
    assert_eq!(refused(&world, "case.begin_investigation", case, vec![]), ["case-walks-another-path"]);
    does(&world, "case.receive_decision", case, incoming(&world));
    carry(&world, case, "closed_granted");
    let today = world.today();
    assert_eq!(world.as_("officer").sees(move |view| access_of(view, Id::new(nina), today)).categories.joined(), "ATOMAL");
    world.verified();
}

fn cl_01_a_reissue_ends_in_a_certificate_on_the_grant_that_stands(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let anna = holder(&world, "Arden", "Anna");
    let nina = newcomer(&world, "Nilsen");
    let filed = || vec![("certificate_number", "NEW-1".into()), ("held_at", "Safe 2".into())];
    let acknowledged = |person: RecordId| {
        let case = opened(&world, person, "reissue");
        does(&world, "case.send_request", case, outgoing(&world));
        does(&world, "case.acknowledge", case, vec![("authority_reference", "ROU/10".into())]);
        case
    };
    let nothing = acknowledged(nina);
    assert_eq!(refused(&world, "case.file_certificate", nothing, filed()), ["no-standing-grant"]);
    let case = acknowledged(anna);
    does(&world, "case.file_certificate", case, filed());
    assert_eq!(state(&world, case), "closed_granted");
    let all = world.as_("officer").sees(move |view| view.having::<Certificate>("person", anna));
    let grants = world.as_("officer").sees(move |view| view.having::<Decision>("person", anna));
    let new = all.iter().find(|c| c.body.number == "NEW-1").unwrap_or_else(|| panic!("{all:?}"));
    assert_eq!((new.body.decision, new.body.valid_until), (Some(grants[0].id()), grants[0].body.valid_until));
    world.verified();
}

fn cl_01_an_extension_rests_on_a_renewal_filed_in_time(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let anna = holder(&world, "Arden", "Anna");
    let until = world.as_("officer").sees(move |view| view.having::<Decision>("person", anna))[0]
        .body
        .valid_until
        .unwrap_or_else(|| panic!("no end"));
    let standing = |day: jiff::civil::Date| world.as_("officer").sees(move |view| access_of(view, Id::new(anna), day));
    let decided = |day: jiff::civil::Date| {
        standing(day).reasons.iter().find(|r| r.fact == spine::clearances::FactKind::Decision).map(|r| (r.good, r.code))
    };
    let later = until.saturating_add(jiff::Span::new().months(3));
    assert_eq!(decided(later), Some((false, "decision-expired")));
    let case = opened(&world, anna, "extension");
    let wish = |letter: RecordId, day: jiff::civil::Date| vec![("filed_by", letter.into()), ("extended_until", day.into())];
    // Silent expiry: a letter that filed nothing extends nothing.
    let some = world.letter("outgoing", "ROU");
    assert_eq!(refused(&world, "case.extend", case, wish(some, later)), ["filing-not-in-time"]);
    // The renewal goes out, and the letter it goes with is the evidence.
    let renewal = opened(&world, anna, "renewal");
    carry(&world, renewal, "complete");
    let filed = world.letter("outgoing", "ROU");
    does(&world, "case.dispatch", renewal, vec![("mail_item", filed.into())]);
    let too_late = until.saturating_add(jiff::Span::new().months(13));
    assert_eq!(refused(&world, "case.extend", case, wish(filed, too_late)), ["extension-too-long"]);
    assert_eq!(refused(&world, "case.extend", case, wish(filed, until)), ["extension-adds-nothing"]);
    let request = world.as_("technician").asks("case.extend", &[vec![("case", case.into())], wish(filed, later)].concat());
    assert_eq!(decided(later), Some((false, "decision-expired")), "asked for is not extended");
    world.as_("officer").approves(request);
    assert_eq!(state(&world, case), "closed_granted");
    assert_eq!(decided(later), Some((true, "decision-extended")));
    // Certificate and permission, given for as long as the grant, go on with it; by then she has to be briefed anew.
    let bad = |day: jiff::civil::Date| standing(day).reasons.into_iter().filter(|r| !r.good).map(|r| r.code).collect::<Vec<_>>();
    assert_eq!(bad(until.tomorrow().unwrap_or(until)), ["briefing-lapsed"]);
    assert_eq!(bad(later), ["briefing-lapsed"]);
    assert_eq!(decided(later.tomorrow().unwrap_or(later)), Some((false, "decision-expired")));
    assert_eq!(decided(until), Some((true, "decision-extended")));
    // Within the extension what was printed for the grant's own day counts still, and is called back.
    let days = i64::from((until - world.today()).get_days()) + 1;
    world.days_pass(days);
    suspend(&world, anna, "suspend");
    let tasks = world.as_("officer").sees(move |view| view.having::<spine::tasks::Task>("person", anna));
    assert!(tasks.iter().any(|t| t.body.title.starts_with("Get the certificate back")), "{tasks:?}");
    // What was withdrawn is not extended.
    suspend(&world, anna, "withdraw");
    let again = opened(&world, anna, "extension");
    assert_eq!(refused(&world, "case.extend", again, wish(filed, later)), ["access-after-refusal"]);
    world.verified();
}

fn cl_01_an_appeal_names_the_decision_it_is_against(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let anna = holder(&world, "Arden", "Anna");
    let other = holder(&world, "Berg", "Bert");
    let officer = world.as_("officer");
    assert_eq!(officer.refused("case.open", &asked(anna, "appeal")), ["appeal-against-decision"]);
    let grant = world.as_("officer").sees(move |view| view.having::<Decision>("person", anna))[0].head.id;
    let against = |person: RecordId, kind: &str, decision: RecordId| [asked(person, kind), vec![("appealed", decision.into())]].concat();
    assert_eq!(
        officer.refused("case.open", &against(anna, "appeal", grant)),
        ["appeal-against-decision"],
        "nobody appeals against a grant"
    );
    suspend(&world, anna, "withdraw");
    let withdrawn = world.as_("officer").sees(move |view| view.having::<Decision>("person", anna));
    let withdrawn = withdrawn.iter().find(|d| d.body.kind.code() == "withdraw").unwrap_or_else(|| panic!("not withdrawn")).head.id;
    assert_eq!(officer.refused("case.open", &against(other, "appeal", withdrawn)), ["appeal-against-decision"]);
    assert_eq!(officer.refused("case.open", &against(anna, "initial", withdrawn)), ["appeal-against-decision"]);
    let case = officer.makes("case.open", &against(anna, "appeal", withdrawn));
    does(&world, "case.send_request", case, outgoing(&world));
    does(&world, "case.acknowledge", case, vec![("authority_reference", "ROU/11".into())]);
    does(&world, "case.receive_decision", case, incoming(&world));
    assert_eq!(refused(&world, "case.close_appeal", case, vec![]), ["state-not-allowed"]);
    world.days_pass(1);
    let decided = vec![
        ("outcome", "grant".into()),
        ("reference", "ROU/11/R".into()),
        ("level", "S".into()),
        ("categories", "ATOMAL".into()),
        ("decided_on", world.today().into()),
    ];
    let request = world.as_("technician").asks("case.record_decision", &[vec![("case", case.into())], decided].concat());
    world.as_("officer").approves(request);
    // It does not end as a grant does.
    assert_eq!(refused(&world, "case.authorise_access", case, vec![]), ["case-walks-another-path"]);
    does(&world, "case.close_appeal", case, vec![]);
    assert_eq!(state(&world, case), "closed_completed");
    let today = world.today();
    assert_eq!(world.as_("officer").sees(move |view| access_of(view, Id::new(anna), today)).level.map(|l| l.0), Some("S".into()));
    world.verified();
}

fn cl_01_a_withdrawal_is_completed_when_it_stands_on_record(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let anna = holder(&world, "Arden", "Anna");
    let case = opened(&world, anna, "withdrawal");
    assert_eq!(refused(&world, "case.authority_told", case, outgoing(&world)), ["withdrawal-not-recorded"]);
    assert_eq!(
        refused(&world, "case.subject_withdraws", case, vec![("reason_code", "other_post".into()), ("reason", "No".into())]),
        ["case-walks-another-path"]
    );
    suspend(&world, anna, "withdraw");
    // Why is told by the decision that stands.
    let why = [outgoing(&world), vec![("end_reason", "left_post".into())]].concat();
    assert_eq!(refused(&world, "case.authority_told", case, why), ["end-reason-of-decision"]);
    let request = world.as_("technician").asks("case.authority_told", &[vec![("case", case.into())], outgoing(&world)].concat());
    world.as_("officer").approves(request);
    assert_eq!(state(&world, case), "closed_completed");
    world.verified();
}

fn cl_01_every_end_beside_the_path_has_its_evidence(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let evidence = |case: RecordId| {
        let query = ListQuery { filters: vec![("record".into(), case.into())], limit: 50, ..ListQuery::default() };
        let rows = world.as_("auditor").sees(move |view| view.rows_of("transitions", &query));
        let typed: Vec<_> = rows.into_iter().filter_map(|r| r.typed::<Transition>().ok()).collect();
        let last = typed.into_iter().find(|t| t.body.to_state.starts_with("closed_")).unwrap_or_else(|| panic!("still open"));
        (last.body.to_state, last.body.evidence, [last.body.reason, last.body.reason_codes].map(Option::unwrap_or_default))
    };
    let nina = newcomer(&world, "Nilsen");
    // The person goes to another body.
    let out = open(&world, nina);
    let letter = world.letter("outgoing", "ROU");
    let known = [("kind", "nato_body".into()), ("name_en", "Support agency".into()), ("name_fr", "Agence de soutien".into())];
    let known = world.as_("officer").makes("organisations.add", &known);
    let goes = |to: &[(&'static str, Value)]| [&[("mail_item", letter.into()), ("reason_code", "seconded".into())], to].concat();
    let (to, elsewhere) = (("organisation", Value::from(known)), ("goes_to", Value::from("A ministry")));
    // It says where: a body the office knows, or another in words.
    assert_eq!(refused(&world, "case.transfer_out", out, goes(&[])), ["transferred-nowhere"]);
    assert_eq!(refused(&world, "case.transfer_out", out, goes(&[to.clone(), elsewhere.clone()])), ["transferred-nowhere"]);
    does(&world, "case.transfer_out", out, goes(&[to]));
    let told = |words: &str, code: &str| [words, code].map(str::to_owned);
    assert_eq!(evidence(out), ("closed_transferred_out".to_owned(), Some(letter), told("Support agency", "seconded")));
    let another = open(&world, nina);
    does(&world, "case.transfer_out", another, goes(&[elsewhere]));
    assert_eq!(evidence(another).2, told("A ministry", "seconded"));
    // The authority gives up; it can only once it has the file.
    let given_up = open(&world, nina);
    let untold = |mail: Vec<(&'static str, Value)>| [mail, vec![("reason_code", "reason_not_told".into())]].concat();
    assert_eq!(refused(&world, "case.authority_discontinues", given_up, untold(incoming(&world))), ["state-not-allowed"]);
    carry(&world, given_up, "under_investigation");
    assert_eq!(refused(&world, "case.authority_discontinues", given_up, untold(outgoing(&world))), ["mail-not-incoming"]);
    let letter = world.letter("incoming", "ROU");
    let why = |code: &str| vec![("mail_item", letter.into()), ("reason_code", Value::from(code))];
    // The reason is one of this move, and never left out.
    assert_eq!(refused(&world, "case.authority_discontinues", given_up, incoming(&world)), ["field-required"]);
    assert_eq!(refused(&world, "case.authority_discontinues", given_up, why("seconded")), ["field-not-a-choice"]);
    does(&world, "case.authority_discontinues", given_up, why("subject_gave_no_answers"));
    let end = ("closed_authority_discontinued".to_owned(), Some(letter), told("", "subject_gave_no_answers"));
    assert_eq!(evidence(given_up), end);
    // A duplicate names the other case of the same person.
    let (first, second) = (opened(&world, nina, "provisional"), opened(&world, nina, "provisional"));
    let other = open(&world, newcomer(&world, "Olsen"));
    let same = |case: RecordId| vec![("same_case", case.into()), ("reason_code", "asked_twice".into())];
    for wrong in [second, other] {
        assert_eq!(refused(&world, "case.close_duplicate", second, same(wrong)), ["not-the-same-case"]);
    }
    does(&world, "case.close_duplicate", second, same(first));
    let (end, of, [number, code]) = evidence(second);
    assert_eq!((end.as_str(), of, code.as_str()), ("closed_duplicate", Some(first), "asked_twice"));
    assert_eq!(number, world.as_("officer").record::<PscCase>(first).body.number);
    assert_eq!(refused(&world, "case.close_duplicate", first, same(second)), ["not-the-same-case"]);
    // A death ends the case it is recorded in, even after a decision, and no other.
    let last = open(&world, nina);
    carry(&world, last, "decision_recorded");
    let died = |on: jiff::civil::Date| {
        vec![("died_on", on.into()), ("reason_code", "told_by_family".into()), ("reason", "The family wrote".into())]
    };
    assert_eq!(refused(&world, "case.close_deceased", last, died(in_days(&world, 1))), ["date-in-future"]);
    does(&world, "case.close_deceased", last, died(world.today()));
    assert_eq!(state(&world, last), "closed_deceased");
    assert_eq!(evidence(last).2, told(&format!("{} · The family wrote", world.today()), "told_by_family"));
    assert_eq!((state(&world, first), state(&world, other)), ("requested".to_owned(), "requested".to_owned()));
    world.verified();
}

fn cl_07_certificates_are_drafted_for_those_answered_yes(on: Backend) {
    let world = World::new(on);
    adopt(&world);
    let anna = holder(&world, "Arden", "Anna");
    let bert = holder(&world, "Berg", "Bert");
    newcomer(&world, "Nilsen");
    let template = |kind: &str| {
        let fields = [
            ("name", format!("Template {kind}").into()),
            ("kind", kind.into()),
            ("status", "in_use".into()),
            ("subject_en", "Certificate {{case}}".into()),
            ("subject_fr", "Attestation {{case}}".into()),
            ("body_en", "{{person}} {{level}} {{meeting}} {{from}} {{until}} {{reference}}".into()),
            ("body_fr", "{{person}} {{level}} {{meeting}} {{from}} {{until}} {{reference}}".into()),
        ];
        world.as_("officer").makes("letter_templates.add", &fields)
    };
    let wish = |who: &str| {
        vec![
            ("names", Value::from(who)),
            ("event", "Quarterly review".into()),
            ("level", "S".into()),
            ("categories", "ATOMAL".into()),
            ("event_from", in_days(&world, 3).into()),
            ("event_until", in_days(&world, 4).into()),
            ("authority", world.authority("BEL").into()),
        ]
    };
    let officer = world.as_("officer");
    assert_eq!(officer.refused("meeting_certificates.draft", &wish("Anna Arden")), ["template-missing"]);
    template("meeting_certificate_letter");
    assert_eq!(officer.refused("meeting_certificates.draft", &wish("Anna Arden\nNina Nilsen")), ["certificate-for-no"]);
    let many: Vec<String> = (0..=desk_clearance::limits::MEETING_CERTIFICATES_MAX).map(|n| format!("Name{n} Given")).collect();
    assert!(officer.refused("meeting_certificates.draft", &wish(&many.join("\n"))).contains(&"too-many-certificates"));
    officer.does("meeting_certificates.draft", &wish("Anna Arden; Berg Bert; Anna Arden"));
    let letters = |person: RecordId| world.as_("officer").sees(move |view| view.having::<Letter>("person", person));
    let (draft, other) = (letters(anna), letters(bert));
    assert_eq!((draft.len(), other.len()), (1, 1));
    let draft = &draft[0];
    assert_eq!((draft.body.reference.clone(), draft.body.state.code()), (None, "letter_draft"), "numbered only on sign-off");
    assert!(draft.body.body_en.starts_with("Arden Anna SECRET ATOMAL Quarterly review"), "{}", draft.body.body_en);
    let case = draft.body.concerns.unwrap_or_else(|| panic!("no case"));
    assert_eq!((state(&world, case).as_str(), officer.field("psc_cases", case, "kind").text()), ("requested", Some("meeting_certificate")));
    assert_eq!(refused(&world, "case.issue_certificate", case, incoming(&world)), ["mail-not-outgoing"]);
    officer.does("letters.sign", &[("letter", draft.head.id.into()), ("channel", "post".into()), ("receipt", 0.into())]);
    let signed = letters(anna);
    let (mail, reference) = (signed[0].body.mail_item.unwrap_or_else(|| panic!("unsigned")), signed[0].body.reference.clone());
    does(&world, "case.issue_certificate", case, vec![("mail_item", mail.raw().into())]);
    assert_eq!(state(&world, case), "closed_granted");
    let all = world.as_("officer").sees(move |view| view.having::<Certificate>("person", anna));
    let made = all.iter().find(|c| c.body.model == CertificateModel::MeetingCertificate).unwrap_or_else(|| panic!("no certificate"));
    assert_eq!((Some(made.body.number.clone()), made.body.valid_until), (reference, Some(in_days(&world, 4))));
    // Whoever was suspended in between gets none.
    suspend(&world, bert, "suspend");
    let case = other[0].body.concerns.unwrap_or_else(|| panic!("no case"));
    assert_eq!(refused(&world, "case.issue_certificate", case, outgoing(&world)), ["certificate-not-covered"]);
    world.verified();
}
