//! The table of what is owed.

use super::rules::{DEBRIEFING, OWED, working_days};

#[test]
fn xd_01_the_table_names_each_task_once_in_both_languages() {
    for (at, task) in OWED.iter().enumerate() {
        assert!(OWED.iter().skip(at + 1).all(|other| other.code != task.code && other.title != task.title), "{} twice", task.code);
        for text in [task.title, task.details] {
            assert!(text.split(" · ").count() == 2 && text.chars().count() <= kernel::limits::LONG_TEXT_CHARS_MAX, "{text}");
        }
        assert!(task.title.chars().count() <= kernel::limits::TEXT_CHARS_MAX);
        // Whoever owns a task sees tasks.
        assert!(spine::OFFICE.contains(&task.duty), "{}", task.code);
    }
    assert_eq!(working_days(DEBRIEFING), 5);
}
