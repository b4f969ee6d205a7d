//! Who is on call in the demo: two rotas for the coming weeks with one weekend that nobody covers, a call of last night, a hand-over, a swap.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Clock, RecordId, Register, Value};
use ledger::Error;
use spine::on_call::Rota;

use super::Maker;

/// Weeks that are planned, beginning with the present one.
const WEEKS: i64 = 6;
/// The week whose Saturday and Sunday are left out, counted from the present one.
const GAP_WEEK: i64 = 2;
/// How long ago somebody was called, at most.
const CALLED_MINUTES_AGO: i64 = 180;

/// The weekend that nobody covers, for the answer key.
pub(super) struct Gap {
    rota: RecordId,
    from: i64,
    until: i64,
}

impl Gap {
    /// As it stands in the key.
    pub(super) fn key(&self) -> serde_json::Value {
        serde_json::json!({"rota": self.rota.outward(Rota::DEF.prefix), "lack": "on_call_gap",
            "from": kernel::clock::from_micros(self.from).to_string(), "until": kernel::clock::from_micros(self.until).to_string()})
    }
}

impl Maker<'_> {
    /// Plans the coming weeks.
    pub(super) fn on_call(&self) -> Result<Gap, Error> {
        let today = self.ledger.today();
        let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
        let zone = self.ledger.zone().clone();
        let midnight = |day: Date| day.to_zoned(zone.clone()).map_or(0, |z| z.timestamp().as_microsecond());
        let rota = |name: &str, desk: &str, coverage: &str| {
            let input = [
                ("name", Value::from(name)),
                ("desk", desk.into()),
                ("coverage", coverage.into()),
                ("answer_minutes", 15.into()),
                ("rest_hours", 11.into()),
                ("valid_from", monday.into()),
            ];
            self.does("helene", "on_call_rotas.add", &input).and_then(|receipt| Self::made(&receipt))
        };
        let (clearance, registry) = (
            rota("Clearance, day and night", "desk_clearance", "all_hours")?,
            rota("Registry, after hours", "desk_registry", "outside_office_hours")?,
        );
        let turn = |rota: RecordId, who: &str, role: &str, from: Date, until: Date| {
            let input = [
                ("rota", Value::from(rota)),
                ("colleague", who.into()),
                ("turn_role", role.into()),
                ("from_time", midnight(from).into()),
                ("until_time", midnight(until).into()),
            ];
            self.does("helene", "on_call_turns.give", &input)
        };
        let team = ["paul", "marie", "anna"];
        let mut gap = Gap { rota: clearance, from: 0, until: 0 };
        for (week, who) in (0..WEEKS).zip(team.into_iter().cycle()) {
            let (from, next) = (monday.saturating_add((7 * week).days()), monday.saturating_add((7 * week + 7).days()));
            let until = if week == GAP_WEEK { from.saturating_add(5.days()) } else { next };
            turn(clearance, who, "called_first", from, until)?;
            turn(clearance, "anna", "called_second", from, until)?;
            if week == GAP_WEEK {
                (gap.from, gap.until) = (midnight(until), midnight(next));
            }
            turn(registry, "tomas", "called_first", from, next)?;
        }
        self.call(clearance, midnight(monday))?;
        Ok(gap)
    }

    /// A call that was dealt with, and the swap and the note that follow from it.
    fn call(&self, rota: RecordId, first_turn: i64) -> Result<(), Error> {
        let now = self.clock.now().as_microsecond();
        // Three hours ago; in the small hours of a Monday since the week began, for before it nobody was on call.
        let ago = (now - first_turn).clamp(0, CALLED_MINUTES_AGO * 60_000_000);
        let minutes = |before: i64| Value::Int(now - ago * before / CALLED_MINUTES_AGO);
        let call = [
            ("rota", Value::from(rota)),
            ("what", "Badge reader of the gate refuses a cleared team".into()),
            ("called_at", minutes(CALLED_MINUTES_AGO)),
        ];
        let call = Self::made(&self.does("tomas", "call_outs.call", &call)?)?;
        self.does("paul", "call_outs.answer", &[("call", call.into()), ("answered_at", minutes(172))])?;
        let done = [
            ("call", Value::from(call)),
            ("result", "Standing of the team told to the guards by telephone".into()),
            ("done_at", minutes(140)),
        ];
        self.does("paul", "call_outs.done", &done)?;
        let account = self.user("paul");
        let mine = self.ledger.read(account, spine::on_call::queries::mine).wait()?;
        if let Some(turn) = mine.turns.first() {
            let note = "One call, dealt with. The gate asks for a list of cleared visitors by Monday.";
            self.does("paul", "hand_overs.hand", &[("turn", turn.head.id.into()), ("note", note.into())])?;
        }
        let hers = self.ledger.read(self.user("marie"), |view| view.having::<spine::on_call::Turn>("account", view.account())).wait()?;
        if let Some(turn) = hers.iter().max_by_key(|t| t.body.from_time) {
            let swap = [("turn", Value::from(turn.head.id)), ("colleague", "anna".into()), ("reason", "A course that week".into())];
            self.does("marie", "turn_swaps.ask", &swap)?;
        }
        Ok(())
    }
}
