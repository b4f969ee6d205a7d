//! Whom tasks are given to.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Duty, Id, RecordId};
use ledger::identity::Account;
use ledger::rights::grants::DutyGrant;
use ledger::{Error, View};

/// Accounts of each duty, by login, with their people.
#[derive(Clone, Debug, Default)]
pub struct Owners(HashMap<Duty, Vec<(Id<Account>, RecordId)>>);

impl Owners {
    /// Who sees to what is about a person: the first who has the duty; nobody sees to their own.
    pub fn of(&self, duty: Duty, about: RecordId) -> Option<Id<Account>> {
        self.0.get(&duty)?.iter().find(|(_, person)| *person != about).map(|(account, _)| *account)
    }
}

/// Who has which duty on a day, by login.
pub fn owners(view: &mut View<'_>, day: Date) -> Result<Owners, Error> {
    let mut accounts = view.every::<Account>()?;
    accounts.retain(|account| !account.body.disabled);
    accounts.sort_by(|a, b| a.body.login.cmp(&b.body.login));
    let mut grants = view.every::<DutyGrant>()?;
    // A duty for one unit only, or in a crisis, is not one to give tasks to.
    grants.retain(|g| {
        let of = &g.body;
        of.valid_from <= day && of.valid_until.is_none_or(|until| day <= until) && of.limited_to.is_none() && of.posture.is_none()
    });
    let mut owners = Owners::default();
    for account in &accounts {
        for grant in grants.iter().filter(|g| g.body.account == account.id()) {
            let of = owners.0.entry(grant.body.duty).or_default();
            if !of.iter().any(|(known, _)| *known == account.id()) {
                of.push((account.id(), account.body.person));
            }
        }
    }
    Ok(owners)
}
