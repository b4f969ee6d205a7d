//! Rights as dated data: who holds which duty and how far, in whose place, in which posture; whose files are closed to them; what two people
//! or an emergency opened. Registers like any other, so that each has its entry; read in the same snapshot as the rows they open.

pub mod accounts;
pub mod delegation;
pub mod emergency;
pub mod enrolment;
pub mod grants;
pub mod household;
pub mod membership;
pub mod posture;
pub mod realm;
pub mod restriction;
pub mod watch;

use access::{Actor, Grant, Reach};
use jiff::civil::Date;
use kernel::{Codes, Duty, FieldType, Level, Nation, RecordId, Refusal, Register, RegisterDef, Value, limits};

use crate::Error;
use crate::command::CommandDef;
use crate::db::{Connection, Row};
use crate::node::Shared;

/// Duties that see who holds which right.
pub(crate) const WATCHERS: &[Duty] = &[Duty::AccessAdmin, Duty::Head, Duty::Auditor];
/// Duties that ask for and approve rights.
pub(crate) const GRANTERS: &[Duty] = &[Duty::AccessAdmin, Duty::Head];

/// The registers of rights, those referred to first.
pub(crate) fn registers() -> Vec<RegisterDef> {
    vec![
        enrolment::Enrolment::DEF,
        grants::DutyGrant::DEF,
        delegation::Delegation::DEF,
        posture::CrisisPosture::DEF,
        household::HouseholdTie::DEF,
        membership::Membership::DEF,
        restriction::Restriction::DEF,
        restriction::Opening::DEF,
        emergency::BrokenGlass::DEF,
        watch::Alarm::DEF,
        watch::Decoy::DEF,
    ]
}

/// The commands on rights.
pub(crate) fn commands() -> Vec<CommandDef> {
    [
        accounts::commands(),
        enrolment::commands(),
        grants::commands(),
        delegation::commands(),
        posture::commands(),
        household::commands(),
        membership::commands(),
        realm::commands(),
        restriction::commands(),
        emergency::commands(),
        watch::commands(),
    ]
    .concat()
}

const GRANT: &str = "g.duty, g.level, g.categories, g.compartments, g.limited_to, g.valid_from, g.valid_until";
/// What was granted for a crisis holds while that posture is declared.
const IN_POSTURE: &str =
    "(g.posture IS NULL OR EXISTS (SELECT 1 FROM crisis_postures p WHERE p.name = g.posture AND p.ended_at IS NULL AND p.void = 0))";

/// An account and all that decides what it may, read in the snapshot that is open. A key for scripts (`by_key`) has the grants of its owner
/// and nothing that was opened to a person in person.
pub(crate) fn load_actor(conn: &mut dyn Connection, shared: &Shared, account: RecordId, by_key: bool) -> Result<Actor, Error> {
    let now = shared.now();
    let today = shared.today(now);
    let row = conn.first("SELECT person FROM accounts WHERE id = $1 AND disabled = 0 AND void = 0", &[account.into()])?;
    let person = row.and_then(|row| row.first().and_then(Value::id)).ok_or_else(|| Refusal::new("account-closed"))?;
    let own =
        format!("SELECT {GRANT}, NULL FROM grants g WHERE g.account = $1 AND g.void = 0 AND {IN_POSTURE} LIMIT {}", limits::PAGE_ROWS_MAX);
    let mut grants = read(shared, conn.query(&own, &[account.into()])?)?;
    // A duty can be delegated by whoever holds it themselves; what was delegated to them goes no further.
    let delegated = format!(
        "SELECT {GRANT}, d.from_account FROM delegations d JOIN grants g ON g.account = d.from_account AND g.duty = d.duty AND g.void = 0 \
         JOIN accounts a ON a.id = d.from_account AND a.disabled = 0 AND a.void = 0 \
         WHERE d.to_account = $1 AND d.void = 0 AND d.valid_from <= $2 AND d.valid_until >= $2 AND {IN_POSTURE} LIMIT {}",
        limits::PAGE_ROWS_MAX
    );
    if !by_key {
        let taken_over = read(shared, conn.query(&delegated, &[account.into(), today.into()])?)?;
        let own: Vec<Reach> = grants.iter().filter(|g| g.holds_on(today)).map(|g| g.reach.clone()).collect();
        // The duty is handed over, not the clearance: within each of the deputy's own grants, and no wider than it.
        for grant in taken_over {
            grants.extend(own.iter().filter_map(|own| Some(Grant { reach: grant.reach.within(own)?, ..grant.clone() })));
        }
    }
    let ids = |rows: Vec<Row>| rows.iter().filter_map(|row| row.first().and_then(Value::id)).collect::<Vec<_>>();
    let household = format!(
        "SELECT member FROM household_ties WHERE person = $1 AND void = 0 UNION SELECT person FROM household_ties WHERE member = $1 AND void = 0 LIMIT {}",
        limits::PAGE_ROWS_MAX
    );
    let household = ids(conn.query(&household, &[person.into()])?);
    let opened = format!(
        "SELECT o.person FROM openings o JOIN restrictions x ON x.id = o.restriction AND x.lifted_on IS NULL AND x.void = 0 \
         WHERE o.account = $1 AND o.void = 0 AND o.until >= $2 LIMIT {}",
        limits::PAGE_ROWS_MAX
    );
    let opened = if by_key { Vec::new() } else { ids(conn.query(&opened, &[account.into(), today.into()])?) };
    let glass = "SELECT 1 FROM broken_glass WHERE account = $1 AND void = 0 AND opened_at <= $2 AND ends_at > $2 LIMIT 1";
    let emergency = !by_key && conn.first(glass, &[account.into(), now.into()])?.is_some();
    let nation = if shared.policy.own_national_rule { nation_of(conn, shared, person)? } else { None };
    Ok(Actor { household, opened, emergency, nation, ..Actor::person(account, person, grants) })
}

/// The nationality of a person, from the register of people.
fn nation_of(conn: &mut dyn Connection, shared: &Shared, person: RecordId) -> Result<Option<Nation>, Error> {
    let Some((people, nationality)) = shared.manifest.nationality() else { return Ok(None) };
    let row = conn.first(&format!("SELECT \"{nationality}\" FROM \"{people}\" WHERE id = $1"), &[person.into()])?;
    Ok(row.and_then(|row| row.first().and_then(Value::text).map(|code| Nation(code.to_owned()))))
}

fn read(shared: &Shared, rows: Vec<Row>) -> Result<Vec<Grant>, Error> {
    rows.iter().map(|row| grant(shared, row)).collect()
}

/// What the policy in force does not know nobody holds.
fn known(shared: &Shared, codes: &Codes) -> Codes {
    Codes::new(codes.iter().filter(|code| shared.policy.kind(code).is_some()).map(str::to_owned))
}

fn grant(shared: &Shared, row: &[Value]) -> Result<Grant, Error> {
    let at = |at: usize| row.get(at).unwrap_or(&Value::Null);
    let damaged = |_| Error::Stored("a grant is damaged".to_owned());
    let duty = Duty::from_value(at(0)).map_err(damaged)?;
    let limited_to = at(4).text().map(str::to_owned);
    Ok(Grant {
        duty,
        reach: Reach {
            rank: shared.policy.rank(&Level::from_value(at(1)).map_err(damaged)?).unwrap_or(-1),
            held: known(shared, &Codes::from_value(at(2)).map_err(damaged)?),
            compartments: Codes::from_value(at(3)).map_err(damaged)?,
            realm: limited_to.clone().filter(|_| duty.by_realm()),
        },
        limited_to,
        from: Date::from_value(at(5)).map_err(damaged)?,
        until: Option::<Date>::from_value(at(6)).map_err(damaged)?,
        behalf: at(7).id(),
    })
}
