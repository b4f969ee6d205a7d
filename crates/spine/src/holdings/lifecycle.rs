//! The lifecycles of control points, copies, transfers, reproductions, musters and destructions, to be read aloud.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// A control point is open until it holds nothing any more and is closed.
pub static CONTROL_POINTS: Lifecycle = Lifecycle {
    states: &[State::on_path("point_open", ClockOwner::Nobody), State::end("point_closed")],
    moves: &[
        Move::by("control_point.change", &["point_open"], "point_open", &[]),
        Move::by("control_point.close", &["point_open"], "point_closed", &["reason"]),
    ],
};

/// A copy is held, is on its way with a receipt owed, is found lost or found again, and ends with its originator or in its destruction.
pub static COPIES: Lifecycle = Lifecycle {
    states: &[
        State::on_path("copy_held", ClockOwner::Nobody),
        State::beside("copy_in_transfer", ClockOwner::Office),
        State::beside("copy_leaving", ClockOwner::Authority),
        State::on_path("copy_proposed", ClockOwner::Office),
        State::beside("copy_lost", ClockOwner::Office),
        State::exit("copy_returned"),
        State::end("copy_destroyed"),
    ],
    moves: &[
        Move::by("copy.transfer", &["copy_held"], "copy_in_transfer", &[]),
        Move::by("copy.send_back", &["copy_held"], "copy_leaving", &["reason"]),
        Move::by("copy_transfer.acknowledge", &["copy_in_transfer"], "copy_held", &[]),
        Move::by("copy_transfer.enter_receipt", &["copy_in_transfer"], "copy_held", &["incoming-mail"]),
        Move::by("copy_transfer.enter_receipt", &["copy_leaving"], "copy_returned", &["incoming-mail"]),
        Move::by("copy_transfer.withdraw", &["copy_in_transfer", "copy_leaving"], "copy_held", &["reason"]),
        Move::by("copy.report_lost", &["copy_held"], "copy_lost", &["reason"]),
        Move::by("copy.found", &["copy_lost"], "copy_held", &["reason"]),
        Move::by("destruction.propose", &["copy_held"], "copy_proposed", &[]),
        Move::by("destruction.withdraw", &["copy_proposed"], "copy_held", &["reason"]),
        Move::by("destruction.execute_alone", &["copy_proposed"], "copy_destroyed", &[]),
        Move::by("destruction.witness", &["copy_proposed"], "copy_destroyed", &["another-person"]),
    ],
};

/// A receipt is owed until the receiver acknowledges, it comes with a letter, or what was sent is taken back.
pub static TRANSFERS: Lifecycle = Lifecycle {
    states: &[
        State::on_path("transfer_owed", ClockOwner::Requester),
        State::exit("transfer_withdrawn"),
        State::end("transfer_acknowledged"),
    ],
    moves: &[
        Move::by("copy_transfer.acknowledge", &["transfer_owed"], "transfer_acknowledged", &[]),
        Move::by("copy_transfer.enter_receipt", &["transfer_owed"], "transfer_acknowledged", &["incoming-mail"]),
        Move::by("copy_transfer.withdraw", &["transfer_owed"], "transfer_withdrawn", &["reason"]),
    ],
};

/// A reproduction is asked for and made, at once where the rule asks for no approval, else when another person has approved.
pub static REPRODUCTIONS: Lifecycle = Lifecycle {
    states: &[
        State::on_path("reproduction_asked", ClockOwner::Office),
        State::exit("reproduction_refused"),
        State::end("reproduction_made"),
    ],
    moves: &[
        Move::by("reproduction.approve", &["reproduction_asked"], "reproduction_made", &["another-person"]),
        Move::by("reproduction.refuse", &["reproduction_asked"], "reproduction_refused", &["reason"]),
    ],
};

/// A muster is open until everything was counted, no difference is unexplained, and those who answer have confirmed.
pub static INVENTORIES: Lifecycle = Lifecycle {
    states: &[State::on_path("inventory_open", ClockOwner::Office), State::end("inventory_closed"), State::exit("inventory_abandoned")],
    moves: &[
        Move::by("inventory.confirm", &["inventory_open"], "inventory_open", &[]),
        Move::by("inventory.close", &["inventory_open"], "inventory_closed", &[]),
        Move::by("inventory.abandon", &["inventory_open"], "inventory_abandoned", &["reason"]),
    ],
};

/// A destruction is proposed, executed by the keeper, and certified: at once where no witness is needed, else by the witness.
pub static DESTRUCTIONS: Lifecycle = Lifecycle {
    states: &[
        State::on_path("destruction_proposed", ClockOwner::Office),
        State::on_path("destruction_executed", ClockOwner::Office),
        State::exit("destruction_withdrawn"),
        State::end("destruction_certified"),
    ],
    moves: &[
        Move::by("destruction.withdraw", &["destruction_proposed"], "destruction_withdrawn", &["reason"]),
        Move::by("destruction.execute", &["destruction_proposed"], "destruction_executed", &[]),
        Move::by("destruction.execute_alone", &["destruction_proposed"], "destruction_certified", &[]),
        Move::by("destruction.witness", &["destruction_executed"], "destruction_certified", &["another-person"]),
    ],
};
