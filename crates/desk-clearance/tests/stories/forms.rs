//! The forms a person fills in: where they are, never what stands in them.

use desk_clearance::cases::PscCase;
use desk_clearance::cases::forms::QuestionnaireTracker;
use kernel::{RecordId, Value};
use testkit::{Backend, World};

use crate::cases::{adopt, carry, open, state};

on_both!(
    cl_01_the_forms_of_a_case_are_followed_to_their_destruction,
    cl_01_forms_that_follow_later_are_entered_by_hand,
    cl_01_nobody_writes_by_hand_what_the_moves_and_the_destruction_say,
);

fn forms(world: &World, case: RecordId) -> Vec<QuestionnaireTracker> {
    let found = world.as_("officer").sees(move |view| view.having::<QuestionnaireTracker>("case", case));
    found.into_iter().map(|form| form.body).collect()
}

fn office(on: Backend) -> (World, RecordId) {
    let world = World::new(on);
    adopt(&world);
    let case = open(&world, world.person("Dahl", "Dora", "ROU"));
    world.as_("technician").does("case.confirm_need", &[("case", case.into()), ("proof", "Letter".into())]);
    (world, case)
}

fn cl_01_the_forms_of_a_case_are_followed_to_their_destruction(on: Backend) {
    let (world, case) = office(on);
    let technician = world.as_("technician");
    let invites = |more: &[(&'static str, Value)]| [&[("case", case.into()), ("consent_notice", "Notice 3, ro".into())], more].concat();
    assert_eq!(technician.refused("case.invite_subject", &invites(&[("edition", "2025".into())])), ["field-required"]);
    technician
        .does("case.invite_subject", &invites(&[("form", "F-7".into()), ("edition", "2025".into()), ("form_language", "Romanian".into())]));
    let sent = world.today();
    technician.does("case.hand_over_forms", &[("case", case.into())]);
    let told = |world: &World| {
        let all = forms(world, case);
        let [form] = &all[..] else { panic!("one form") };
        (form.sent_on, form.returned_on, form.checklist.map(|found| found.code()), form.dispatched_on, form.destroyed_on)
    };
    assert_eq!(told(&world), (sent, None, None, None, None));
    world.days_pass(5);
    // What was found is ticked, at least one point; the words say where.
    let returns = |more: &[(&'static str, Value)]| [&[("case", case.into()), ("defects", "Page 3".into())], more].concat();
    assert_eq!(technician.refused("case.return_for_correction", &returns(&[])), ["defect-missing"]);
    technician.does("case.return_for_correction", &returns(&[("defect_unsigned", 1.into()), ("defect_gap", 1.into())]));
    assert_eq!(told(&world), (sent, None, Some("checklist_defects"), None, None));
    let moves = world.as_("officer").sees(move |view| view.transitions("psc_cases", case));
    assert_eq!(moves.last().map(|m| m.body.codes().collect::<Vec<_>>()), Some(vec!["defect_gap", "defect_unsigned"]));
    world.days_pass(3);
    technician.does("case.resubmit", &[("case", case.into())]);
    technician.does("case.complete", &[("case", case.into()), ("checklist_done", 1.into())]);
    let back = world.today();
    assert_eq!(told(&world), (sent, Some(back), Some("checklist_passed"), None, None));
    world.days_pass(1);
    technician.does("case.dispatch", &[("case", case.into()), ("mail_item", world.letter("outgoing", "ROU").into())]);
    let gone = world.today();
    assert_eq!(told(&world), (sent, Some(back), Some("checklist_passed"), Some(gone), None));
    // The copies are destroyed, once, and not before the form was sent.
    let form = world.as_("officer").sees(move |view| view.having::<QuestionnaireTracker>("case", case)).remove(0).head.id;
    let destroys =
        |on: jiff::civil::Date| [("questionnaire", form.into()), ("destroyed_on", on.into()), ("destroyed_how", "Shredded".into())];
    let (early, late) = (sent.yesterday().unwrap_or(sent), gone.tomorrow().unwrap_or(gone));
    assert_eq!(technician.refused("questionnaires.destroy", &destroys(early)), ["form-before-sent"]);
    assert_eq!(technician.refused("questionnaires.destroy", &destroys(late)), ["date-in-future"]);
    technician.does("questionnaires.destroy", &destroys(gone));
    assert_eq!(told(&world), (sent, Some(back), Some("checklist_passed"), Some(gone), Some(gone)));
    assert_eq!(technician.refused("questionnaires.destroy", &destroys(gone)), ["form-destroyed-already"]);
    // Who does not see cases does not see their forms.
    assert!(world.as_("hr").tries_to_see(move |view| view.having::<QuestionnaireTracker>("case", case)).unwrap_or_default().is_empty());
    world.verified();
}

fn cl_01_forms_that_follow_later_are_entered_by_hand(on: Backend) {
    let (world, case) = office(on);
    let technician = world.as_("technician");
    carry(&world, case, "with_subject");
    assert!(forms(&world, case).is_empty());
    let entered = |on: jiff::civil::Date| [("case", case.into()), ("form", "F-7".into()), ("sent_on", on.into())];
    let ahead = world.today().tomorrow().unwrap_or(world.today());
    assert_eq!(technician.refused("questionnaires.add", &entered(ahead)), ["date-in-future"]);
    technician.does("questionnaires.add", &entered(world.today()));
    carry(&world, case, "dispatched");
    let form = forms(&world, case).remove(0);
    assert!(form.returned_on.is_some() && form.dispatched_on == Some(world.today()), "{form:?}");
    assert_eq!(state(&world, case), "dispatched");
    world.verified();
}

fn cl_01_nobody_writes_by_hand_what_the_moves_and_the_destruction_say(on: Backend) {
    let (world, case) = office(on);
    let technician = world.as_("technician");
    carry(&world, case, "with_subject");
    let form = technician.makes("questionnaires.add", &[("case", case.into()), ("form", "F-7".into()), ("sent_on", world.today().into())]);
    // Whose form it is says the case alone; nothing that is entered by hand names a person, a check, a dispatch or a destruction.
    let person = world.as_("officer").record::<PscCase>(case).body.person;
    assert_eq!(forms(&world, case).remove(0).person, person);
    let manifest = testkit::world::manifest();
    for command in ["questionnaires.add", "questionnaires.edit"] {
        let def = manifest.command(command).unwrap_or_else(|| panic!("{command}"));
        let guarded = ["person", "checklist", "dispatched_on", "destroyed_on", "destroyed_how"];
        assert!(def.fields.iter().all(|field| !guarded.contains(&field.name)), "{command}");
    }
    assert!(manifest.command("questionnaires.change").is_none());
    // A slip is put right, and the days stay in order.
    let rights = |returned: jiff::civil::Date| {
        let days = [("sent_on", world.today().into()), ("returned_on", returned.into())];
        [vec![("questionnaire", form.into()), ("form", "F-8".into())], days.to_vec()].concat()
    };
    let yesterday = world.today().yesterday().unwrap_or(world.today());
    assert_eq!(technician.refused("questionnaires.edit", &rights(yesterday)), ["form-before-sent"]);
    technician.does("questionnaires.edit", &rights(world.today()));
    assert_eq!(forms(&world, case).remove(0).form, "F-8");
    // Once the copies are gone nobody can look any more, and what stands there stays.
    let today = world.today();
    let destroyed = [("questionnaire", form.into()), ("destroyed_on", today.into()), ("destroyed_how", "Shredded, before the head".into())];
    technician.does("questionnaires.destroy", &destroyed);
    assert_eq!(technician.refused("questionnaires.edit", &rights(world.today())), ["form-not-here-any-more"]);
    let told = forms(&world, case).remove(0);
    assert_eq!((told.destroyed_on, told.destroyed_how.as_deref()), (Some(today), Some("Shredded, before the head")));
    world.verified();
}
