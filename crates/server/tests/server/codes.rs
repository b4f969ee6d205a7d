//! One counter for every way a password or a code is tried; and nobody is locked out by a stranger.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::limits;
use ledger::db::Backend;
use ledger::operational::Trier;

use crate::{Answer, Site, fresh_code, sends};

const SLOW: &str = "There were too many failed tries";

fn signs_in(site: &Site, login: &str, cookie: &str) -> Answer {
    let body = format!("user={login}&password=wrong&code=000000");
    let request = Request::builder().method("POST").uri("/sign-in").header(header::COOKIE, cookie).header("sec-fetch-site", "same-origin");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    site.send(request.body(Body::from(body)).unwrap_or_else(|e| panic!("{e}")))
}

fn one_counter(on: Backend) {
    let site = Site::new(on);
    let world = &site.world;
    let letter = world.letter("incoming", "ROU");
    let request = world.as_("registry").asks("mail.void", &[("item", letter.into()), ("reason", "twice".into())]);
    let path = format!("/approvals/{}", request.outward("apr"));
    let officer = site.cookie("officer");
    let digest = world.as_("officer").field("approvals", request, "digest");
    let digest = digest.text().unwrap_or_default().to_owned();
    let approve = |code: &str| sends(&site, &path, &officer, &[("decision", "approve"), ("digest", &digest), ("code", code)]);
    let read = |code: &str| {
        let nothing = letter.outward("mai");
        sends(
            &site,
            "/do/sealed.read",
            &officer,
            &[("register", "mail_items"), ("record", &nothing), ("purpose", "inquiry"), ("code", code)],
        )
    };
    // Tries at an approval and at sealed text count together.
    for at in 0..limits::SIGN_IN_FAILURES_MAX {
        let answer = if at % 2 == 0 { approve("000000") } else { read("000000") };
        assert!(
            answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("The one-time code is not right"),
            "{}",
            answer.body
        );
    }
    // The next is not even looked at, though it be right, and does not use the code up.
    for answer in [approve(&fresh_code(&site)), read(&fresh_code(&site))] {
        assert!(answer.body.contains(SLOW), "{}", answer.body);
    }
    // Nor at the sign-in, at a browser they are known by.
    let known = site.runtime.block_on(world.ledger().sign_in("officer").answer()).ok().flatten().unwrap_or_else(|| panic!("officer"));
    let name = format!("__Host-castellan-{}", known.account.outward("acc"));
    let browser = format!("{name}={}", world.ledger().mark_of_browser(&known, world.today()));
    assert!(signs_in(&site, "officer", &browser).body.contains(SLOW));
    // Others are not slowed down by it.
    assert!(!signs_in(&site, "officer2", "").body.contains(SLOW));
    world.time_passes(jiff::SignedDuration::from_secs(limits::SIGN_IN_WAIT_SECONDS));
    let done = approve(&fresh_code(&site));
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    // What was right is forgotten as a failure.
    assert!(!signs_in(&site, "officer", &browser).body.contains(SLOW));
}

#[test]
fn t06_wrong_codes_count_together_wherever_they_are_tried() {
    one_counter(Backend::Sqlite);
}

#[test]
fn t06_wrong_codes_count_together_wherever_they_are_tried_on_postgres() {
    one_counter(Backend::Postgres);
}

#[test]
fn t06_a_stranger_slows_down_strangers_and_not_who_is_known() {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    for _ in 0..limits::SIGN_IN_FAILURES_MAX {
        assert!(!signs_in(&site, "officer", "").body.contains(SLOW));
    }
    assert!(signs_in(&site, "officer", "").body.contains(SLOW));
    let ledger = world.ledger();
    let known = site.runtime.block_on(ledger.sign_in("officer").answer()).ok().flatten().unwrap_or_else(|| panic!("officer"));
    let mark = ledger.mark_of_browser(&known, world.today());
    let browser = format!("__Host-castellan-{}={mark}", known.account.outward("acc"));
    assert!(!signs_in(&site, "officer", &browser).body.contains(SLOW));
    assert_eq!(site.runtime.block_on(ledger.try_code(&Trier::Known(known.account)).answer()).ok(), Some(0));
    // A mark is of one account and one password, was made by this house, and grows old.
    let other = ledger::operational::SignIn { password: "another".to_owned(), ..known.clone() };
    assert!(ledger.knows_browser(&known, &mark) && !ledger.knows_browser(&other, &mark));
    assert!(!ledger.knows_browser(&known, "2026-03-02.AAAA") && !ledger.knows_browser(&known, ""));
    let last = world.today().saturating_add(jiff::Span::new().days(limits::BROWSER_DAYS));
    world.days_pass(limits::BROWSER_DAYS);
    assert!(world.today() == last && world.ledger().knows_browser(&known, &mark));
    world.days_pass(1);
    assert!(!world.ledger().knows_browser(&known, &mark));
}

#[test]
fn sp_18_an_approver_of_a_grant_is_told_whether_the_clearance_on_record_covers_it() {
    let site = Site::new(Backend::Sqlite);
    let world = &site.world;
    let grant = |level: &str| {
        let account = world.as_("hr").account;
        let fields =
            [("account", account.into()), ("duty", "registry".into()), ("level", level.into()), ("valid_from", world.today().into())];
        world.as_("access").asks("grants.grant", &fields)
    };
    let approver = site.cookie("access2");
    let page = |request: kernel::RecordId| site.page(&format!("/approvals/{}", request.outward("apr")), &approver).body;
    let (cleared, not) = ("The clearance on record covers the level", "No clearance on record covers the level");
    assert!(page(grant("R")).contains(cleared), "none is needed");
    let high = grant("C");
    assert!(page(high).contains(not) && !page(high).contains(cleared));
    // It is told, and stops nothing: an office may keep its own people's clearances elsewhere.
    world.as_("access2").approves(high);
    // Of other requests nothing is said.
    let letter = world.letter("incoming", "ROU");
    let other = world.as_("registry").asks("mail.void", &[("item", letter.into()), ("reason", "twice".into())]);
    assert!(!site.page(&format!("/approvals/{}", other.outward("apr")), &site.cookie("officer")).body.contains("on record covers"));
}
