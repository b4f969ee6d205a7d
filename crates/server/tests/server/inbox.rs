//! The watched folder: what lies still in it is staged once and moved, what is still being written is left alone, nothing is lost.

use kernel::Value;
use ledger::db::Backend;
use server::inbox::Folder;
use spine::documents::Attachment;
use spine::limits;
use spine::mail::inbox::{Condition, MailDrop};

use crate::Site;

const SCAN: &[u8] = b"%PDF-1.7\nscan\n%%EOF\n";

#[test]
fn sp_02_the_watched_folder_is_emptied_without_losing_a_file() {
    let site = Site::new(Backend::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mut watched = Folder::new(folder.path().to_owned());
    let mut look = || site.runtime.block_on(watched.look(&site.app)).unwrap();
    std::fs::write(path("scan.pdf"), &SCAN[..8]).unwrap();
    std::fs::write(path("virus.exe"), b"MZ").unwrap();
    // The parser cannot even be started here: the message is kept all the same.
    std::fs::write(path("message.eml"), b"Subject: x\r\n\r\nText").unwrap();
    std::os::unix::fs::symlink("/etc/hostname", path("link.pdf")).unwrap();
    assert_eq!(look(), 0, "nothing is taken at first sight");
    std::fs::write(path("scan.pdf"), SCAN).unwrap();
    assert_eq!(look(), 1, "the scan grew since, and is left alone");
    assert!(path("scan.pdf").exists() && path("taken/message.eml").exists() && path("refused/virus.exe").exists());
    // Why stands beside it, for whoever reads either language.
    let why = std::fs::read_to_string(path("refused/virus.exe.txt")).unwrap();
    let refusal = kernel::Refusal::new("file-not-taken").at("file").with("name", "virus.exe");
    let told = kernel::Lang::ALL.map(|lang| server::words::Words::new(lang).refusal(&refusal));
    assert_eq!(why, format!("{}\n{}\n", told[0], told[1]));
    assert!(told[0] != told[1] && !why.contains("file-not-taken"));
    assert_eq!(look(), 1);
    assert!(path("taken/scan.pdf").exists() && path("link.pdf").symlink_metadata().unwrap().is_symlink());
    // The same file again is moved away, beside the first, and staged no second time.
    std::fs::write(path("scan.pdf"), SCAN).unwrap();
    assert_eq!((look(), look()), (0, 0));
    assert_eq!(std::fs::read_dir(path("taken")).unwrap().count(), 3);
    let drops = site.world.as_("registry").sees(|view| view.rows_of("mail_drops", &ledger::ListQuery { limit: 10, ..Default::default() }));
    // On its page the system stands where a person would, with its job.
    let page = site.page(&format!("/r/mail_drops/{}", drops[0].head.id.outward("drp")), &site.cookie("registry"));
    assert!(page.body.contains("System (watched mail folder)"), "{}", page.body);
    let told: Vec<_> = drops.into_iter().map(|raw| raw.typed::<MailDrop>().unwrap().body).map(|d| (d.name, d.condition)).collect();
    assert_eq!(told, [("message.eml".to_owned(), Condition::Unreadable), ("scan.pdf".to_owned(), Condition::Whole)]);
}

/// A file as it stands in the register: its condition and its bytes.
fn staged(site: &Site) -> Vec<(String, Condition, Vec<u8>)> {
    let found = site.world.as_("registry").sees(|view| {
        let drops = view.rows_of("mail_drops", &ledger::ListQuery { limit: 100, ..Default::default() })?;
        let of = |raw: ledger::RawRecord| raw.typed::<MailDrop>();
        let mut all = Vec::new();
        for drop in drops.into_iter().map(of) {
            let drop = drop?;
            let file = view.having::<Attachment>("record", drop.head.id)?.remove(0);
            all.push((drop.body.name, drop.body.condition, file.body.blob));
        }
        Ok(all)
    });
    let bytes = |blob| site.world.ledger().blob(blob).wait().unwrap();
    found.into_iter().map(|(name, condition, blob)| (name, condition, bytes(blob))).collect()
}

#[test]
fn sp_02_a_half_written_scan_waits_and_then_is_a_finding_and_no_file_is_ever_lost() {
    let site = Site::new(Backend::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mut watched = Folder::new(folder.path().to_owned());
    let mut look = || site.runtime.block_on(watched.look(&site.app)).unwrap();
    let whole: [(&str, &[u8]); 4] = [
        ("a.pdf", b"%PDF-1.7\nscan\n%%EOF\n"),
        ("b.png", b"\x89PNG\r\n\x1a\n\0\0\0\x04IDATdatacrc!\0\0\0\0IENDcrc!"),
        ("c.jpg", b"\xff\xd8\xff\xe0\0\x04ab\xff\xda\0\x02data\xff\xd9"),
        ("d.tif", b"II*\0\x08\0\0\0\x01\0\x11\x01\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0more"),
    ];
    // The scanner pauses at nothing, at two bytes, and in the middle; each pause is shorter than a minute.
    for part in [0, 2, 12] {
        whole.iter().for_each(|(name, bytes)| std::fs::write(path(name), &bytes[..part]).unwrap());
        for _ in 0..limits::FOLDER_PATIENCE_LOOKS {
            assert_eq!(look(), 0, "half a file was taken at {part} bytes");
        }
    }
    whole.iter().for_each(|(name, bytes)| std::fs::write(path(name), bytes).unwrap());
    assert_eq!((look(), look()), (0, 4));
    assert!(staged(&site).iter().all(|(name, condition, bytes)| {
        *condition == Condition::Whole && whole.iter().any(|(known, whole)| known == name && *whole == bytes)
    }));
    // A scanner that died: after a minute what there is counts, as what it is.
    for (name, bytes) in &whole {
        std::fs::write(path(&format!("half-{name}")), &bytes[..13]).unwrap();
        std::fs::write(path(&format!("empty-{name}")), b"").unwrap();
    }
    let taken: usize = (0..=limits::FOLDER_PATIENCE_LOOKS).map(|_| look()).sum();
    assert_eq!(taken, 4);
    for (name, bytes) in &whole {
        let half = format!("half-{name}");
        assert!(staged(&site).contains(&(half.clone(), Condition::CutOff, bytes[..13].to_vec())), "{half}");
        assert_eq!(std::fs::read(path("taken").join(half)).unwrap(), &bytes[..13]);
        assert_eq!(std::fs::read_to_string(path("refused").join(format!("empty-{name}.txt"))).unwrap().lines().count(), 2);
        assert!(path("refused").join(format!("empty-{name}")).exists());
    }
}

#[test]
fn sp_02_a_message_of_outlook_that_cannot_be_read_yet_is_given_the_time_to_be_copied() {
    let site = Site::new(Backend::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mut watched = Folder::new(folder.path().to_owned());
    let mut look = || site.runtime.block_on(watched.look(&site.app)).unwrap();
    // Of such a file nothing tells from outside whether all of it is there. Here none can be read, since no parser can be started.
    std::fs::write(path("half.msg"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and the rest is on its way").unwrap();
    for _ in 0..limits::FOLDER_PATIENCE_LOOKS {
        assert_eq!(look(), 0);
        assert!(path("half.msg").exists(), "it was moved away while it was being copied");
    }
    assert_eq!(look(), 0);
    assert!(path("refused/half.msg").exists() && !path("half.msg").exists());
    assert_eq!(std::fs::read_to_string(path("refused/half.msg.txt")).unwrap().lines().count(), 2);
}

#[test]
fn sp_02_a_file_that_cannot_be_named_or_is_too_large_keeps_nobody_waiting() {
    use std::os::unix::ffi::OsStrExt;
    let site = Site::new(Backend::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &[u8]| folder.path().join(std::ffi::OsStr::from_bytes(name));
    let mut watched = Folder::new(folder.path().to_owned());
    let mut look = || site.runtime.block_on(watched.look(&site.app)).unwrap();
    let long = [&[b'x'; 251][..], b".pdf"].concat();
    std::fs::write(path(b"a\xff\xfe.pdf"), [SCAN, b"1"].concat()).unwrap();
    std::fs::write(path(&long), [SCAN, b"2"].concat()).unwrap();
    std::fs::write(path("facture\u{202e}fdp.pdf".as_bytes()), [SCAN, b"3"].concat()).unwrap();
    std::fs::write(path(&[&[b'y'; 251][..], b".exe"].concat()), b"MZ").unwrap();
    std::fs::write(path(b"z.eml"), vec![b'a'; exchange::limits::MAIL_BYTES + 1]).unwrap();
    std::fs::write(path(b"zz.pdf"), [SCAN, b"4"].concat()).unwrap();
    assert_eq!((look(), look()), (0, 4));
    let names: Vec<String> = staged(&site).into_iter().map(|(name, ..)| name).collect();
    assert!(names.contains(&"facturefdp.pdf".to_owned()) && names.contains(&"a\u{fffd}\u{fffd}.pdf".to_owned()), "{names:?}");
    assert!(names.iter().all(|name| name.ends_with(".pdf") && name.chars().count() <= 200), "{names:?}");
    let left = |into: &str| std::fs::read_dir(folder.path().join(into)).unwrap().count();
    assert_eq!((left("taken"), left("refused")), (4, 4));
    let why = std::fs::read_to_string(path(b"refused/z.eml.txt")).unwrap();
    let told = kernel::Lang::ALL.map(|lang| server::words::Words::new(lang).refusal(&kernel::Refusal::new("body-too-large")));
    assert_eq!(why, format!("{}\n{}\n", told[0], told[1]));
}

#[test]
fn sp_03_a_message_and_a_letter_as_a_file_open_the_file_of_whom_they_are_about() {
    let site = Site::new(Backend::Sqlite);
    let (world, cookie) = (&site.world, site.cookie("registry"));
    let (officer, registry) = (world.as_("officer"), world.as_("registry"));
    let person = ("person", Value::from(world.as_("hr").person));
    let mail = [
        world.letter_fields("incoming", "BEL"),
        vec![person.clone(), ("file_name", "a.eml".into()), ("file", Value::Bytes(b"Subject: x\r\n\r\nText".to_vec()))],
    ];
    let mail = registry.makes("mail.register", &mail.concat());
    let file = registry.sees(move |view| Ok(view.having::<Attachment>("record", mail)?.remove(0).head.id));
    let case = [person, ("kind", "renewal".into()), ("level", "S".into()), ("priority", "routine".into())];
    let case = officer.makes("case.open", &case);
    let template = [
        ("name", Value::from("About a case")),
        ("kind", "case_letter".into()),
        ("status", "in_use".into()),
        ("subject_en", "Case".into()),
        ("subject_fr", "Dossier".into()),
        ("body_en", "Text".into()),
        ("body_fr", "Texte".into()),
    ];
    let template = registry.makes("letter_templates.add", &template);
    let letter = registry.makes("letters.about_case", &[("case", case.into()), ("template", template.into())]);
    let times = || {
        // What is noted beside a page is written before this is.
        world.letter("incoming", "ROU");
        world.as_("hr").sees(|view| Ok(view.openings_of_mine()?.iter().map(|o| o.times).sum::<i64>()))
    };
    let (letter, file) = (letter.outward("let"), file.outward("att"));
    let paths = [
        format!("/attachments/{file}"),
        // No parser can be started here; the bytes were fetched for it all the same.
        format!("/attachments/{file}/message"),
        format!("/attachments/{file}/parts/0"),
        format!("/letters/{letter}/letter.pdf"),
        format!("/letters/{letter}/letter.docx"),
    ];
    for path in paths {
        let before = times();
        site.page(&path, &cookie);
        assert!(times() > before, "{path} is not told to whom it is about");
    }
}

#[test]
fn p11_a_file_that_a_page_refuses_is_kept_once_with_its_reason_in_both_languages() {
    use spine::quarantine::{Entrance, QuarantinedFile};
    let site = Site::new(Backend::Sqlite);
    let kept = || {
        let all = site.world.as_("officer").sees(|view| {
            let mut all = Vec::new();
            for file in view.every::<QuarantinedFile>()? {
                let blobs = view.having::<Attachment>("record", file.head.id)?;
                all.push((file.body, blobs.first().map(|attachment| attachment.body.blob)));
            }
            Ok(all)
        });
        let bytes = |blob: Option<_>| blob.map(|blob| site.world.ledger().blob(blob).wait().unwrap());
        all.into_iter().map(|(file, blob)| (file, bytes(blob))).collect::<Vec<_>>()
    };
    let cookie = site.cookie("registry");
    let page = crate::uploads(&site, "/mail/in", &cookie, "mail.msg", b"\xd0\xcf\x11\xe0not for us");
    assert_eq!(page.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("kept among the refused files") && page.body.contains("/r/quarantined_files"), "{}", page.body);
    let all = kept();
    assert_eq!(all.len(), 1);
    let (file, bytes) = &all[0];
    let sent = b"\xd0\xcf\x11\xe0not for us";
    assert_eq!((file.name.as_str(), file.entrance, bytes.as_deref()), ("mail.msg", Entrance::Mail, Some(&sent[..])));
    assert!(file.refused_en != file.refused_fr && file.refused_en.contains("mail.msg"), "{file:?}");
    assert_eq!((file.brought_by, file.bytes), (site.world.as_("registry").person, sent.len() as i64));
    // It is the system that keeps it: who brought it gives no command, and whoever has nothing to do with such files has none kept.
    let id = site.world.as_("officer").sees(|view| Ok(view.every::<QuarantinedFile>()?.remove(0).head.id));
    let line = site.world.as_("officer").sees(move |view| Ok(view.timeline("quarantined_files", id)?.remove(0)));
    assert_eq!((line.actor, line.command.as_str()), (spine::quarantine::JOB.actor(), "quarantine.keep"));
    crate::uploads(&site, "/mail/in", &site.cookie("auditor"), "other.msg", b"\xd0\xcf\x11\xe0of nobody's business");
    assert_eq!(kept().len(), 1);
    // Brought again, here or elsewhere, it is refused again and kept once.
    crate::uploads(&site, "/mail/in", &cookie, "again.msg", b"\xd0\xcf\x11\xe0not for us");
    assert_eq!(kept().len(), 1);
    // What no reader takes at the other doors is kept too; what is taken, or is nothing, is not.
    let technician = site.cookie("technician");
    crate::uploads(&site, "/import", &technician, "tracker.xlsx", b"PK\x03\x04 a bomb");
    crate::uploads(&site, "/r/posts/import", &technician, "posts.xlsx", b"PK\x03\x04 another");
    crate::uploads(&site, "/import", &technician, "empty.xlsx", b"");
    let label = crate::uploads(&site, "/clearance/labels", &technician, "label.xml", b"<!DOCTYPE x><x/>");
    assert!(label.body.contains("kept among the refused files"), "{}", label.body);
    let letter = letter_to_an_authority(&site);
    let sheet = crate::uploads(&site, &format!("/letters/{letter}/reply"), &technician, "reply.xlsx", b"PK\x03\x04 a third");
    assert!(sheet.body.contains("kept among the refused files"), "{}", sheet.body);
    let taken = crate::uploads(&site, "/mail/in", &cookie, "scan.pdf", SCAN);
    assert!(taken.status.is_redirection(), "{}", taken.body);
    let mut doors: Vec<_> = kept().into_iter().map(|(file, _)| (file.entrance, file.name)).collect();
    doors.sort();
    let named = |entrance: Entrance, name: &str| (entrance, name.to_owned());
    let expected = [
        named(Entrance::Mail, "mail.msg"),
        named(Entrance::Tracker, "tracker.xlsx"),
        named(Entrance::Table, "posts.xlsx"),
        named(Entrance::Label, "label.xml"),
        named(Entrance::Reply, "reply.xlsx"),
    ];
    assert_eq!(doors, expected);
    // What personnel send may hold what they should not have sent: that it was refused and why is noted, and no byte of it.
    let idoc = b"<HRMD_A07><SALARY-5000></X></HRMD_A07>";
    let found = exchange::hr::read(idoc).unwrap_err();
    let told = |finding| server::quarantine::sentences(&server::quarantine::Reason::Found(finding)).concat();
    assert!(told(&found).contains("5000") && !told(&server::quarantine::unquoted(&found)).contains("5000"), "{found:?}");
    let page = crate::uploads(&site, "/hr", &technician, "idoc.xml", idoc);
    assert!(page.body.contains("What personnel send is not kept itself"), "{}", page.body);
    let all = kept();
    let (file, bytes) = all.iter().find(|(file, _)| file.entrance == Entrance::Personnel).unwrap();
    assert_eq!((all.len(), file.name.as_str(), file.bytes, bytes), (6, "idoc.xml", idoc.len() as i64, &None));
    assert_eq!(file.digest, ledger::crypto::hex(&ledger::crypto::sha256(&[idoc])));
    assert!(file.refused_en != file.refused_fr && !file.refused_en.is_empty(), "{file:?}");
    let noted = site.world.as_("officer").sees(|view| view.having::<QuarantinedFile>("name", "idoc.xml")).remove(0).head.id;
    let destroy = [("file", noted.into()), ("destroyed_as", "refused_damaged".into())];
    let request = site.world.as_("officer").asks("quarantine.destroy", &destroy);
    site.world.as_("head").approves(request);
    assert_eq!(kept().len(), 5);
    // Two people destroy it, and the log tells that something was there.
    let tracker = site.world.as_("officer").sees(|view| view.having::<QuarantinedFile>("name", "tracker.xlsx")).remove(0).head.id;
    let blob = site.world.as_("officer").sees(move |view| view.having::<Attachment>("record", tracker)).remove(0).body.blob;
    let destroy = [("file", tracker.into()), ("destroyed_as", "refused_damaged".into())];
    let request = site.world.as_("officer").asks("quarantine.destroy", &destroy);
    assert_eq!(site.world.as_("officer").may_not_approve(request), ["same-person"]);
    site.world.as_("head").approves(request);
    assert!(!site.world.as_("head").finds("quarantined_files", tracker) && site.world.ledger().blob(blob).wait().is_err());
    assert_eq!(kept().len(), 4);
    site.world.verified();
}

/// A letter to an authority, as a page names it.
fn letter_to_an_authority(site: &Site) -> String {
    let registry = site.world.as_("registry");
    let template = [
        ("name", Value::from("General")),
        ("kind", "general_letter".into()),
        ("status", "in_use".into()),
        ("subject_en", "Letter".into()),
        ("subject_fr", "Lettre".into()),
        ("body_en", "Text".into()),
        ("body_fr", "Texte".into()),
    ];
    let template = registry.makes("letter_templates.add", &template);
    let letter = registry.makes("letters.draft", &[("template", template.into()), ("authority", site.world.authority("ROU").into())]);
    letter.outward("let")
}

#[test]
fn p11_refused_files_fill_no_disk_and_those_who_may_destroy_them_are_told_of_old_ones() {
    use kernel::Fields;
    use spine::limits::{QUARANTINE_DAY_MAX, QUARANTINE_FILES_MAX, QUARANTINE_WAIT_DAYS};
    use spine::quarantine::{Entrance, JOB, Keep};
    let site = Site::new(Backend::Sqlite);
    let person = site.world.as_("registry").person;
    let keeps = |n: usize| {
        let name = format!("{n}.msg");
        let (refused_en, refused_fr) = ("Damaged".to_owned(), "Endommagé".to_owned());
        let keep = Keep { file: name.clone().into_bytes(), name, entrance: Entrance::Mail, brought_by: person, refused_en, refused_fr };
        match site.world.ledger().work(JOB, "quarantine.keep", keep.to_values(), None).wait() {
            Ok(_) => Vec::new(),
            Err(ledger::Error::Refused(refused)) => refused.codes(),
            Err(other) => panic!("{other:?}"),
        }
    };
    let told = |login: &str| site.page("/", &site.cookie(login)).body.contains("Refused files nobody has looked into");
    assert_eq!((keeps(0), told("officer")), (Vec::new(), false));
    site.world.days_pass(QUARANTINE_WAIT_DAYS);
    assert!(!told("officer"), "on its last day it is nobody's fault yet");
    site.world.days_pass(1);
    assert!(told("officer"), "it waits for too long");
    assert!(!told("auditor"), "who may not destroy it is not told");
    let mut n = 1;
    for _ in 1..QUARANTINE_DAY_MAX + 1 {
        assert_eq!(keeps(n), Vec::<&str>::new(), "{n}");
        n += 1;
    }
    assert_eq!(keeps(n), ["quarantine-full"]);
    while n < QUARANTINE_FILES_MAX {
        site.world.days_pass(1);
        for _ in 0..QUARANTINE_DAY_MAX.min(QUARANTINE_FILES_MAX - n) {
            assert_eq!(keeps(n), Vec::<&str>::new(), "{n}");
            n += 1;
        }
    }
    site.world.days_pass(1);
    assert_eq!(keeps(n), ["quarantine-full-of-files"]);
    site.world.verified();
}

#[test]
fn sp_13_a_message_of_outlook_that_cannot_be_read_is_refused_and_kept_with_its_reason() {
    let site = Site::new(Backend::Sqlite);
    let bytes = exchange::msg::sample::write(&exchange::msg::sample::Sample::default()).unwrap();
    let cut = crate::uploads(&site, "/mail/in", &site.cookie("registry"), "cut.msg", &bytes[..bytes.len() / 2]);
    assert_eq!(cut.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY);
    assert!(cut.body.contains("The message cannot be read") && cut.body.contains("kept among the refused files"), "{}", cut.body);
    let kept = site.world.as_("officer").sees(|view| Ok(view.every::<spine::quarantine::QuarantinedFile>()?.remove(0).body));
    assert!(kept.refused_en.contains("cannot be read") && kept.refused_fr.contains("illisible"), "{kept:?}");
    assert!(site.world.as_("registry").sees(|view| view.every::<MailDrop>()).is_empty(), "it waits nowhere");
    site.world.verified();
}
