//! The duty table as text: duty or job × command and duty × register. Its hash stands in every entry; issue it to see who may what.

use kernel::{Duty, RegisterDef};

use crate::CommandRule;

/// One line a duty and command or register, sorted, so that equal tables are equal texts.
pub fn text(registers: &[&RegisterDef], commands: &[CommandRule]) -> String {
    let mut lines = Vec::new();
    for command in commands {
        lines.extend(command.duties.iter().map(|d| format!("{} may {}", d.code(), command.name)));
        if command.four_eyes {
            lines.extend(command.approvers.iter().map(|d| format!("{} may approve {}", d.code(), command.name)));
        }
        lines.extend(command.own.then(|| format!("everybody may {} for themselves", command.name)));
        lines.extend(command.jobs.iter().map(|job| format!("system at {} may {}", job.code(), command.name)));
    }
    let line = |d: &Duty, what: &str, name: &str| format!("{} {what} {name}", d.code());
    for register in registers {
        lines.extend(register.seen_by.iter().map(|d| line(d, "sees", register.name)));
        for group in register.groups {
            lines.extend(group.seen_by.iter().map(|d| line(d, "sees", &format!("{}.{}", register.name, group.name))));
        }
    }
    for window in crate::window::ALL {
        lines.extend(window.duties.iter().map(|d| line(d, "looks through", window.name)));
    }
    lines.sort();
    lines.dedup();
    lines.join("\n")
}
