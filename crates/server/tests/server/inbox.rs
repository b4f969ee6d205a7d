//! The watched folder: what lies still in it is staged once and moved, what is still being written is left alone, nothing is lost.

use ledger::db::Backend;
use server::inbox::Folder;
use spine::mail::inbox::{Condition, MailDrop};

use crate::Site;

const SCAN: &[u8] = b"%PDF-1.7\nscan\n%%EOF\n";

#[test]
fn sp_02_the_watched_folder_is_emptied_without_losing_a_file() {
    let site = Site::new(Backend::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mut watched = Folder::new(folder.path().to_owned(), site.account("registry"));
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
    assert_eq!(std::fs::read_to_string(path("refused/virus.exe.txt")).unwrap(), "file-not-taken\n");
    assert_eq!(look(), 1);
    assert!(path("taken/scan.pdf").exists() && path("link.pdf").symlink_metadata().unwrap().is_symlink());
    // The same file again is moved away, beside the first, and staged no second time.
    std::fs::write(path("scan.pdf"), SCAN).unwrap();
    assert_eq!((look(), look()), (0, 0));
    assert_eq!(std::fs::read_dir(path("taken")).unwrap().count(), 3);
    let drops = site.world.as_("registry").sees(|view| view.rows_of("mail_drops", &ledger::ListQuery { limit: 10, ..Default::default() }));
    let told: Vec<_> = drops.into_iter().map(|raw| raw.typed::<MailDrop>().unwrap().body).map(|d| (d.name, d.condition)).collect();
    assert_eq!(told, [("message.eml".to_owned(), Condition::Unreadable), ("scan.pdf".to_owned(), Condition::Whole)]);
}
