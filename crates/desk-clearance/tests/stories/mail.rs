//! Mail that comes in as files.

use kernel::{Id, RecordId, Value};
use spine::documents::Attachment;
use spine::mail::MailItem;
use spine::mail::inbox::{DropState, MailDrop};
use testkit::{Backend, World};

on_both!(sp_02_a_file_that_came_in_waits_for_a_look_and_then_takes_a_number, sp_02_a_second_copy_is_known_by_hash_and_by_message_id);

fn fields(name: &str, id: Option<&str>, bytes: &[u8]) -> Vec<(&'static str, Value)> {
    vec![
        ("name", name.into()),
        ("condition", "file_whole".into()),
        ("correspondent", "NSA <nsa@example.org>".into()),
        ("channel", "email".into()),
        ("message_id", id.map_or(Value::Null, Value::from)),
        ("file", Value::Bytes(bytes.to_vec())),
    ]
}

fn files(world: &World, record: RecordId) -> Vec<Attachment> {
    world.as_("registry").sees(move |view| Ok(view.having::<Attachment>("record", record)?.into_iter().map(|a| a.body).collect()))
}

fn sp_02_a_file_that_came_in_waits_for_a_look_and_then_takes_a_number(on: Backend) {
    let world = World::new(on);
    let registry = world.as_("registry");
    assert_eq!(world.as_("policy").refused("mail.drop", &fields("a.eml", None, b"Subject: x")), ["duty-missing"]);
    let drop = registry.makes("mail.drop", &fields("a.eml", Some("one@example.org"), b"Subject: x, a message of some length"));
    let take = |document_date: Value| {
        vec![
            ("drop", Value::from(drop)),
            ("kind", "letter".into()),
            ("subject", "Correspondence".into()),
            ("document_date", document_date),
            ("correspondent", "NSA".into()),
            ("channel", "email".into()),
        ]
    };
    let tomorrow = world.today().tomorrow().unwrap();
    assert_eq!(registry.refused("mail.take_in", &take(tomorrow.into())), ["date-in-future"]);
    let mail = registry.makes("mail.take_in", &take(world.today().into()));
    assert_eq!(registry.record::<MailItem>(mail).body.reference, "ASO/2026/IN/000001");
    let after = registry.record::<MailDrop>(drop).body;
    assert_eq!((after.state, after.mail_item), (DropState::Registered, Some(Id::new(mail))));
    // The same sealed bytes hang on both.
    let (here, there) = (files(&world, drop), files(&world, mail));
    assert_eq!((here.len(), there.len(), here[0].blob), (1, 1, there[0].blob));
    assert_eq!(world.ledger().blob(there[0].blob).wait().unwrap(), b"Subject: x, a message of some length");
    // It is taken once.
    assert_eq!(registry.refused("mail.take_in", &take(world.today().into())), ["state-not-allowed"]);
    world.verified();
}

fn sp_02_a_second_copy_is_known_by_hash_and_by_message_id(on: Backend) {
    let world = World::new(on);
    let registry = world.as_("registry");
    let first = registry.makes("mail.drop", &fields("a.eml", Some("one@example.org"), b"Subject: a message that comes twice"));
    let again = fields("b.eml", Some("one@example.org"), b"Subject: a message that comes twice");
    assert_eq!(world.as_("registry2").refused("mail.drop", &again), ["mail-known-already"]);
    // Another path, another header: the same message all the same.
    let other =
        registry.makes("mail.drop", &fields("b.eml", Some("one@example.org"), b"Received: x\r\nSubject: a message that comes twice"));
    assert_eq!(registry.record::<MailDrop>(other).body.same_as, Some(Id::new(first)));
    registry.does("mail.set_aside", &[("drop", other.into()), ("reason", "A second copy".into())]);
    assert_eq!(registry.record::<MailDrop>(other).body.state, DropState::SetAside);
    // A number was taken by neither.
    assert!(registry.sees(|view| view.having::<MailItem>("direction", "incoming")).is_empty());
    world.verified();
}
