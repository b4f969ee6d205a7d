//! Stored files as the system goes round them: what is damaged is told on Today and found by verification, and no file is passed over.

use kernel::{Fields, RecordId, Value, limits};
use ledger::db::Backend;
use spine::documents::Attachment;
use spine::documents::checks::{FileCheck, JOB, WriteCheck};

use crate::{Site, sends};

fn goes_round(site: &Site) -> bool {
    site.runtime.block_on(server::daily::files(&site.app)).unwrap_or_else(|e| panic!("{e}"))
}

/// Letters with a scan each.
fn scanned(site: &Site, count: usize) -> Vec<RecordId> {
    let registry = site.world.as_("registry");
    let mail = |at: usize| {
        let mut mail = site.world.letter_fields("incoming", "BEL");
        mail.extend([("file_name", "scan.pdf".into()), ("file", Value::Bytes(format!("%PDF-1.7 {at}").into_bytes()))]);
        registry.makes("mail.register", &mail)
    };
    (0..count).map(mail).collect()
}

fn file_of(site: &Site, letter: RecordId) -> (RecordId, RecordId) {
    let files = site.world.as_("registry").sees(move |view| view.having::<Attachment>("record", letter));
    (files[0].head.id, files[0].body.blob)
}

/// Turns one byte of what is stored.
fn flips(site: &Site, blob: RecordId) {
    let mut conn = site.world.conn();
    let row = conn.first("SELECT sealed FROM blob WHERE id = $1", &[blob.into()]).ok().flatten().unwrap_or_default();
    let Some(Value::Bytes(mut sealed)) = row.into_iter().next() else { panic!("no bytes") };
    let last = sealed.len() - 1;
    sealed[last] ^= 1;
    let done = conn.execute("UPDATE blob SET sealed = $1 WHERE id = $2", &[Value::Bytes(sealed), blob.into()]);
    assert_eq!(done.ok(), Some(1));
}

fn checks(site: &Site) -> Vec<FileCheck> {
    let mut all = site.world.as_("auditor").sees(|view| view.every::<FileCheck>());
    all.sort_by_key(|check| check.body.checked_on);
    all.into_iter().map(|check| check.body).collect()
}

fn what_is_damaged_is_told_and_found(on: Backend) {
    let site = Site::new(on);
    let letters = scanned(&site, 3);
    assert!(goes_round(&site) && !goes_round(&site), "once a day");
    assert_eq!(site.world.verified().files, 3);
    let (head, french) = (site.cookie("head"), site.cookie("auditor"));
    let lang = sends(&site, "/language", &french, &[("lang", "fr"), ("back", "/notices")]);
    assert!(lang.status.is_redirection());
    assert!(!site.page("/", &head).body.contains("Stored file damaged"));
    let (file, blob) = file_of(&site, letters[1]);
    flips(&site, blob);
    // Whoever checks the data finds it at once.
    let found = site.world.verify().findings;
    assert_eq!(found, [format!("attachments {}: its file is gone or is not what was stored", file.outward("att"))]);
    site.world.days_pass(1);
    let cookies = [site.cookie("head"), site.cookie("auditor"), site.cookie("officer")];
    assert!(goes_round(&site));
    let told = |at: usize, words: &str| site.page("/notices", &cookies[at]).body.contains(words);
    assert!(told(0, "Stored file damaged ASO/2026/IN/000002") && !told(2, "ASO/2026/IN/000002"), "those who hear alarms");
    let french = sends(&site, "/language", &cookies[1], &[("lang", "fr"), ("back", "/notices")]);
    assert!(french.status.is_redirection() && told(1, "Fichier stocké endommagé ASO/2026/IN/000002"));
    let alarms = || site.world.as_("auditor").sees(|view| view.every::<ledger::rights::watch::Alarm>());
    let body = alarms()[0].body.clone();
    assert_eq!((body.register.as_deref(), body.record, body.files, body.account), (Some("mail_items"), Some(letters[1]), 1, None));
    // What waits is not told twice; what was settled and is still so, is.
    site.world.days_pass(1);
    assert!(goes_round(&site) && alarms().len() == 1);
    let settle = [("alarm", Value::Id(alarms()[0].head.id)), ("outcome", "The backup is fetched".into())];
    site.world.as_("head").does("alarms.settle", &settle);
    site.world.days_pass(1);
    assert!(goes_round(&site) && alarms().len() == 2);
    // Gone is as bad as changed; put right is right.
    flips(&site, blob);
    site.world.verified();
    let (_, gone) = file_of(&site, letters[2]);
    assert_eq!(site.world.conn().execute("DELETE FROM blob WHERE id = $1", &[gone.into()]).ok(), Some(1));
    assert_eq!(site.world.verify().findings.len(), 1);
    site.world.days_pass(1);
    assert!(goes_round(&site));
    assert_eq!(checks(&site).iter().map(|check| check.files_damaged).collect::<Vec<_>>(), [0, 1, 1, 1, 1]);
    assert!(checks(&site).iter().all(|check| check.files_opened == 3 && check.reached.is_none()));
}

fn a_part_goes_on_where_the_last_one_ended(on: Backend) {
    let site = Site::new(on);
    scanned(&site, limits::FILES_AT_A_LOOK_MAX + 1);
    let look = |after| site.world.ledger().look_at_files(after).wait().unwrap_or_else(|e| panic!("{e}"));
    let first = look(None);
    assert_eq!(first.files, limits::FILES_AT_A_LOOK_MAX as i64);
    let rest = look(first.reached);
    assert!(first.reached.is_some() && (rest.files, rest.reached) == (1, None), "one is left");
    // A day that ended there, and the next.
    let values = WriteCheck::of(&first).to_values();
    site.world.ledger().work(JOB, "file_checks.write", values, None).wait().unwrap_or_else(|e| panic!("{e}"));
    site.world.days_pass(1);
    assert!(goes_round(&site));
    site.world.days_pass(1);
    assert!(goes_round(&site), "round again");
    let opened: Vec<i64> = checks(&site).iter().map(|check| check.files_opened).collect();
    assert_eq!(opened, [500, 1, 501]);
}

macro_rules! on_both {
    ($($name:ident on $sqlite:ident, $postgres:ident;)+) => {
        $(#[test] fn $sqlite() { $name(Backend::Sqlite); } #[test] fn $postgres() { $name(Backend::Postgres); })+
    };
}

on_both! {
    what_is_damaged_is_told_and_found on
        sp_03_what_is_damaged_is_told_and_found_on_sqlite, sp_03_what_is_damaged_is_told_and_found_on_postgres;
    a_part_goes_on_where_the_last_one_ended on
        sp_03_a_part_of_the_round_goes_on_on_sqlite, sp_03_a_part_of_the_round_goes_on_on_postgres;
}
