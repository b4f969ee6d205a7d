//! Tasks given and supervised, tickets from the question to the answer.

use kernel::{RecordId, Value};
use spine::cases::ticket::{Ticket, TicketState};
use spine::tasks::{Task, TaskState};
use testkit::{Backend, World, day};

on_both!(
    sp_07_a_task_is_done_with_evidence_and_verified_by_another_person,
    sp_07_only_those_concerned_move_a_task,
    sp_01_a_ticket_goes_from_the_question_to_the_answer,
);

fn task(world: &World, by: &str, to: Option<&str>) -> RecordId {
    world.as_(by).makes(
        "tasks.give",
        &[("title", "Call the authority".into()), ("due_on", "2026-03-10".into()), ("colleague", to.map_or(Value::Null, Value::from))],
    )
}

fn sp_07_a_task_is_done_with_evidence_and_verified_by_another_person(on: Backend) {
    let world = World::new(on);
    let past = [("title", "Late".into()), ("due_on", "2026-03-01".into())];
    assert_eq!(world.as_("officer").refused("tasks.give", &past), ["date-in-past"]);
    let nobody = [("title", "x".into()), ("due_on", "2026-03-10".into()), ("colleague", "somebody".into())];
    assert_eq!(world.as_("officer").refused("tasks.give", &nobody), ["colleague-unknown"]);
    // A colleague is known by login or by name, without accents or capitals.
    let id = task(&world, "officer", Some("TAMM"));
    assert_eq!(world.as_("officer").record::<Task>(id).body.owner.raw(), world.as_("technician").account);
    let on_it = [("task", Value::from(id))];
    assert_eq!(world.as_("officer").refused("tasks.verify", &on_it), ["state-not-allowed"]);
    assert_eq!(world.as_("technician").refused("tasks.done", &on_it), ["field-required"]);
    let done = [("task", id.into()), ("proof_of_work", "Note of the call, ROU-77".into())];
    world.as_("technician").does("tasks.done", &done);
    // Whoever did it does not verify it, nor send it back.
    assert_eq!(world.as_("technician").refused("tasks.verify", &on_it), ["task-verified-by-another"]);
    world.as_("officer").does("tasks.send_back", &[("task", id.into()), ("reason", "Nobody answered".into())]);
    world.as_("technician").does("tasks.done", &done);
    world.as_("officer").does("tasks.verify", &on_it);
    let task = world.as_("officer").record::<Task>(id).body;
    assert_eq!((task.state, task.verified_by), (TaskState::Verified, Some(world.as_("officer").person)));
    assert_eq!(world.as_("technician").refused("tasks.done", &done), ["state-not-allowed"]);
    world.verified();
}

fn sp_07_only_those_concerned_move_a_task(on: Backend) {
    let world = World::new(on);
    let id = task(&world, "officer", Some("technician"));
    let done = [("task", Value::from(id)), ("proof_of_work", "Done".into())];
    assert_eq!(world.as_("registry").refused("tasks.done", &done), ["task-not-yours"]);
    let later = [("task", Value::from(id)), ("due_on", "2026-04-10".into())];
    assert_eq!(world.as_("technician").refused("tasks.postpone", &later), ["task-supervisor-only"]);
    world.as_("officer").does("tasks.postpone", &later);
    assert_eq!(world.as_("officer").record::<Task>(id).body.due_on, day("2026-04-10"));
    let drop = [("task", Value::from(id)), ("reason", "No longer needed".into())];
    assert_eq!(world.as_("technician").refused("tasks.drop", &drop), ["task-supervisor-only"]);
    let over = [("task", Value::from(id)), ("colleague", "registry".into())];
    assert_eq!(world.as_("registry").refused("tasks.hand_over", &over), ["task-not-yours"]);
    world.as_("technician").does("tasks.hand_over", &over);
    world.as_("registry").does("tasks.done", &done);
    world.as_("officer").does("tasks.verify", &[("task", id.into())]);
    // Whoever has no part in the office's work sees none of it.
    assert!(!world.as_("hr").finds("tasks", id));
    world.verified();
}

fn sp_01_a_ticket_goes_from_the_question_to_the_answer(on: Backend) {
    let world = World::new(on);
    let open = |title: &str| {
        world
            .as_("registry")
            .makes("tickets.open", &[("title", title.into()), ("desk", "desk_clearance".into()), ("requester", "Programme office".into())])
    };
    let (first, second) = (open("Status of a request"), open("A copy of a form"));
    let ticket = |id: RecordId| world.as_("officer").record::<Ticket>(id).body;
    assert_eq!((ticket(first).number.as_str(), ticket(second).number.as_str()), ("TCK/2026/00001", "TCK/2026/00002"));
    let technician = world.as_("technician");
    let on_it = |more: &[(&'static str, Value)]| [vec![("ticket", Value::from(first))], more.to_vec()].concat();
    let why = [("reason", Value::from("Which year?"))];
    assert_eq!(technician.refused("tickets.resolve", &on_it(&[("reply", "Yes".into())])), ["state-not-allowed"]);
    technician.does("tickets.take", &on_it(&[]));
    assert_eq!(ticket(first).owner.map(kernel::Id::raw), Some(technician.account));
    technician.does("tickets.ask", &on_it(&why));
    assert_eq!(technician.refused("tickets.close", &on_it(&[])), ["state-not-allowed"]);
    technician.does("tickets.go_on", &on_it(&why));
    technician.does("tickets.resolve", &on_it(&[("reply", "With the authority since March".into())]));
    // Not content: work goes on; content: it is closed for good.
    technician.does("tickets.go_on", &on_it(&why));
    technician.does("tickets.resolve", &on_it(&[("reply", "Decided on Monday".into())]));
    technician.does("tickets.close", &on_it(&[]));
    assert_eq!((ticket(first).state, ticket(first).reply.as_deref()), (TicketState::Closed, Some("Decided on Monday")));
    assert_eq!(technician.refused("tickets.go_on", &on_it(&why)), ["state-not-allowed"]);
    for lifecycle in [&spine::cases::ticket::LIFECYCLE, &spine::tasks::LIFECYCLE, &spine::mail::inbox::LIFECYCLE] {
        assert_eq!(lifecycle.defects(), Vec::<String>::new());
    }
    world.verified();
}
