//! The lifecycles of campaigns and invitations, to be read aloud. That of a briefing itself is computed: `rules::BriefingStage`.

use kernel::{ClockOwner, Lifecycle, Move, State};

/// A campaign runs until everybody it asked has answered, or until it is closed with a reason.
pub static CAMPAIGNS: Lifecycle = Lifecycle {
    states: &[State::on_path("campaign_running", ClockOwner::Subject), State::end("campaign_closed")],
    moves: &[Move::by("briefing_campaigns.close", &["campaign_running"], "campaign_closed", &[])],
};

/// Who is invited is reminded, then told of to the head of office, each on its day and by the system, until they answer or are excused.
pub static INVITATIONS: Lifecycle = Lifecycle {
    states: &[
        State::on_path("briefing_invited", ClockOwner::Subject),
        State::on_path("briefing_reminded", ClockOwner::Subject),
        State::on_path("briefing_escalated", ClockOwner::Office),
        State::exit("briefing_excused"),
    ],
    moves: &[
        Move::by("briefing_invitations.remind", &["briefing_invited"], "briefing_reminded", &[]),
        Move::by("briefing_invitations.escalate", &["briefing_invited", "briefing_reminded"], "briefing_escalated", &[]),
        Move::by(
            "briefing_invitations.excuse",
            &["briefing_invited", "briefing_reminded", "briefing_escalated"],
            "briefing_excused",
            &["reason"],
        ),
    ],
};
