//! What an office's users try at the end, and what no way in may do: through the pages and the API, as they do it.

use axum::http::StatusCode;
use kernel::entropy::SeededEntropy;
use kernel::{Duty, Lang, RecordId, Refusal};
use ledger::db::Backend;
use spine::processing::ProcessingRecord;

use crate::{HR_TOKEN, Site, TOKEN, call, sends};

fn marking(site: &Site, person: RecordId) -> String {
    let row = site.world.conn().first("SELECT marking FROM people WHERE id = $1", &[person.into()]);
    row.ok().flatten().and_then(|r| r[0].text().map(str::to_owned)).unwrap_or_default()
}

/// The system of the tests holds up to CONFIDENTIAL.
fn above(on: Backend) {
    let site = Site::new(on);
    let person = site.world.person("Simões", "Ana", "BEL");
    let (id, cookie) = (person.outward("per"), site.cookie("officer"));
    let entries = |site: &Site| site.world.as_("auditor").sees(|view| Ok(view.position()?.0));
    let before = (marking(&site, person), entries(&site));
    for level in ["S", "TS"] {
        // The form of a page.
        let fields = [("register", "people"), ("record", id.as_str()), ("level", level)];
        let answer = sends(&site, "/do/markings.raise", &cookie, &fields);
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("error-summary"), "{}", answer.body);
        // The API, which the command line goes through.
        let wanted = serde_json::json!({"register": "people", "record": id, "level": level}).to_string();
        let answer = site.send(call("POST", "/api/v1/commands/markings.raise", TOKEN, &wanted));
        assert_eq!((answer.status, answer.text("code").as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "level-above-ceiling"));
        // Said beside the fields of a record, a label is no field.
        let beside = serde_json::json!({"surname": "Simões", "given": "Rita", "nationality": "BEL", "status": "active", "marking": level});
        let answer = site.send(call("POST", "/api/v1/people", TOKEN, &beside.to_string()));
        assert_eq!((answer.status, answer.text("code").as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "field-unknown"), "{}", answer.body);
    }
    assert_eq!((marking(&site, person), entries(&site)), before, "nothing was written");
    // What it may hold it takes by the same ways.
    let wanted = serde_json::json!({"register": "people", "record": id, "level": "C"}).to_string();
    let answer = site.send(call("POST", "/api/v1/commands/markings.raise", TOKEN, &wanted));
    assert_eq!((answer.status, marking(&site, person).as_str()), (StatusCode::OK, "C"), "{}", answer.body);
}

/// Labels drawn by chance, on their way in by the forms of the pages and by the API.
fn any_label(on: Backend) {
    const LABELS: usize = 60;
    // What the page says of it, in its reader's words.
    let told = server::words::Words::new(Lang::En).refusal(&Refusal::new("level-above-ceiling"));
    let site = Site::new(on);
    let random = SeededEntropy::new(12);
    let policy = site.world.ledger().policy();
    let rank = |level: &str| policy.levels.iter().position(|l| l.code == level);
    let account = site.account("hr").outward("acc");
    let entries = || site.world.as_("auditor").sees(|view| Ok(view.position()?.0));
    let (mut by_way, mut taken) = (std::collections::BTreeMap::new(), 0);
    for _ in 0..LABELS {
        let person = site.world.person("Simões", "Ana", "BEL").outward("per");
        let level = random.pick(&policy.levels).code.as_str();
        let some: Vec<&str> = policy.categories.iter().map(|c| c.code.as_str()).filter(|_| random.chance(3)).collect();
        let caveats = some.join(" ");
        let marked = [("register", "people"), ("record", person.as_str()), ("level", level), ("caveats", caveats.as_str())];
        let lowered = [&marked[..], &[("reason", "Agreed")]].concat();
        let document =
            [("kind", "doc_sop"), ("title_en", "Procedure"), ("title_fr", "Procédure"), ("desk", "desk_registry"), ("level", level)];
        let granted = [("account", account.as_str()), ("duty", "registry"), ("level", level), ("valid_from", "2026-03-02")];
        let (command, login, fields): (_, _, &[(&str, &str)]) = match random.below(4) {
            0 => ("markings.raise", "officer", &marked),
            1 => ("markings.lower", "officer", &lowered),
            2 => ("controlled_documents.register", "officer", &document),
            _ => ("grants.grant", "access", &granted),
        };
        let before = entries();
        // The key for scripts is an officer's, who grants nothing.
        let by_form = command == "grants.grant" || random.chance(50);
        let (status, refused, body) = if by_form {
            let answer = sends(&site, &format!("/do/{command}"), &site.cookie(login), fields);
            (answer.status, answer.body.contains(&told), answer.body)
        } else {
            let wanted: serde_json::Map<String, serde_json::Value> =
                fields.iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| ((*name).to_owned(), (*text).into())).collect();
            let wanted = serde_json::Value::Object(wanted).to_string();
            let answer = site.send(call("POST", &format!("/api/v1/commands/{command}"), TOKEN, &wanted));
            (answer.status, answer.body.contains("level-above-ceiling"), answer.body)
        };
        let above = rank(level) > rank("C");
        let tried = format!("{command} of {level} {caveats}, by form: {by_form}: {status} {body}");
        assert_eq!(refused, above, "{tried}");
        if above {
            assert_eq!((status, entries()), (StatusCode::UNPROCESSABLE_ENTITY, before), "{tried}");
            *by_way.entry((command, by_form)).or_insert(0) += 1;
        }
        taken += usize::from(entries() > before);
    }
    assert!(by_way.len() == 7 && taken > LABELS / 6, "{by_way:?}, {taken} taken");
}

#[test]
fn inv_cl_12_no_way_in_takes_a_label_above_the_ceiling_on_sqlite() {
    above(Backend::Sqlite);
    any_label(Backend::Sqlite);
}

#[test]
fn inv_cl_12_no_way_in_takes_a_label_above_the_ceiling_on_postgres() {
    above(Backend::Postgres);
    any_label(Backend::Postgres);
}

/// Somebody asks what is held about them.
fn whole_file(on: Backend) {
    let site = Site::new(on);
    let world = &site.world;
    let person = world.person("Simões", "Ana", "BEL");
    let other = world.person("Other", "Otto", "BEL");
    world.adopt("authority_rules", spine::DEMO_AUTHORITY_RULES);
    let officer = world.as_("officer");
    for who in [person, other] {
        let open = [("person", who.into()), ("kind", "initial".into()), ("level", "S".into()), ("priority", "routine".into())];
        officer.makes("case.open", &open);
    }
    let name = [("person", person.into()), ("kind", "former_name".into()), ("surname", "Pereira".into()), ("given", "Ana".into())];
    officer.does("person_names.add", &name);
    world.admit("officer", Duty::ClearanceOfficer, spine::concerns::COMPARTMENT);
    let concern = [
        ("person", person.into()),
        ("received_on", world.today().into()),
        ("channel", "third_party".into()),
        ("topic", "conduct".into()),
        ("text", "Was seen with couriers.".into()),
    ];
    officer.makes("concerns.record", &concern);
    let path = format!("/people/{}/held", person.outward("per"));
    let member = site.page(&path, &site.cookie("officer"));
    assert_eq!(member.status, StatusCode::OK, "{}", member.body);
    assert!(["Simões", "Pereira", "PSC/2026/00001"].iter().all(|held| member.body.contains(held)), "{}", member.body);
    assert!(!member.body.contains("PSC/2026/00002") && !member.body.contains("couriers"), "others' records and sealed text are not in it");
    // Who is not in the compartment learns nothing of it; the rest is the same.
    let technician = site.page(&path, &site.cookie("technician"));
    assert!(member.body.contains(">Concern<") && !technician.body.contains("oncern"), "{}", technician.body);
    assert!(technician.body.contains("Pereira"));
    // What nobody has stated is said to be missing; what was stated stands beside each register, in the reader's language.
    assert!(technician.body.contains("has not stated what this is kept for"));
    let unknown = spine::DEMO_PROCESSING_RECORD.replacen("\"people\"", "\"peoples\"", 1);
    let pack = |rules: String| vec![("kind", "processing".into()), ("valid_from", "2020-01-01".into()), ("rules", rules.into())];
    assert_eq!(world.as_("policy").refused("policy.adopt", &pack(unknown)), ["pack-unreadable"]);
    world.adopt("processing", spine::DEMO_PROCESSING_RECORD);
    let stated = site.page(&path, &site.cookie("technician"));
    assert!(stated.body.contains("To know one person from another") && !stated.body.contains("has not stated"), "{}", stated.body);
    // The file leaves with an entry of its own and says the same.
    let file = |token: &str| site.get(&format!("/api/v1/person_file/export?format=json&person={}", person.outward("per")), token);
    let told = file(TOKEN);
    assert_eq!(told.status, StatusCode::OK, "{}", told.body);
    let items = told.json()["items"].as_array().cloned().unwrap_or_default();
    let registers: Vec<&str> = items.iter().filter_map(|item| item["register"].as_str()).collect();
    assert!(
        ["people", "person_names", "psc_cases"].iter().all(|r| registers.contains(r)) && !registers.contains(&"concerns"),
        "{registers:?}"
    );
    assert!(items.iter().all(|item| item["purpose"].as_str().is_some_and(|p| p.starts_with("To ")) && item["record"]["id"].is_string()));
    let exports = world.as_("auditor").sees(|view| view.having::<spine::documents::Export>("register", "person_file"));
    assert_eq!(exports.len(), 1);
    // With what is sealed in view, a second person is asked.
    let ask = site.page(&format!("/r/person_file/export.json?person={}", person.outward("per")), &site.cookie("officer"));
    assert!(
        ask.status.is_redirection() && ask.headers["location"].to_str().is_ok_and(|to| to.starts_with("/do/exports.ask?")),
        "{}",
        ask.status
    );
    // Personnel, who see no file, get none.
    assert!(site.page(&path, &site.cookie("hr")).status.is_client_error() && file(HR_TOKEN).status.is_client_error());
    // Nobody takes their own this way: it is given to them by somebody else.
    let own = officer.person;
    assert_eq!(site.page(&format!("/people/{}/held", own.outward("per")), &site.cookie("officer")).status, StatusCode::NOT_FOUND);
    world.verified();
}

#[test]
fn xd_07_whoever_asks_what_is_held_about_them_is_answered_with_what_for_on_sqlite() {
    whole_file(Backend::Sqlite);
}

#[test]
fn xd_07_whoever_asks_what_is_held_about_them_is_answered_with_what_for_on_postgres() {
    whole_file(Backend::Postgres);
}

#[test]
fn xd_07_the_record_of_processing_names_every_register_about_people() {
    let record = ProcessingRecord::parse(spine::DEMO_PROCESSING_RECORD).unwrap_or_else(|e| panic!("{e}"));
    let manifest = server::manifest();
    let missing = manifest.registers().iter().map(|m| m.def).filter(|def| def.subject.is_some() && record.of(def.name).is_none());
    assert_eq!(missing.map(|def| def.name).collect::<Vec<_>>(), Vec::<&str>::new());
}
