//! The first two people of an empty instance. Everybody after them is granted by one of them and approved by the other.

use kernel::{Duty, Entropy, Id, RecordId};
use ledger::Changes;
use ledger::crypto::SystemEntropy;
use ledger::identity::{Account, ApiToken, Credential};
use ledger::rights::grants::DutyGrant;
use spine::people::{Person, PersonStatus};

use crate::place::{Opening, Place};

/// Somebody to be set up.
pub struct NewUser {
    /// Login.
    pub login: String,
    /// Given names.
    pub given: String,
    /// Family name.
    pub surname: String,
    /// Nationality.
    pub nation: &'static str,
    /// Duty; none for somebody who only has a file of their own.
    pub duty: Option<Duty>,
    /// The unit, nation or firm the duty is for.
    pub limited_to: Option<&'static str>,
    /// Level the duty reaches.
    pub level: &'static str,
    /// Compartments the duty opens.
    pub compartments: kernel::Codes,
    /// argon2id hash of the password.
    pub password: String,
    /// Secret of the one-time codes.
    pub otp: String,
    /// A token for scripts, if there is to be one.
    pub token: Option<Vec<u8>>,
}

/// Person, account, credential, grant and token of a new user; the answer is the account.
pub fn add(changes: &mut Changes, user: &NewUser, from: jiff::civil::Date, fresh: &dyn Fn() -> RecordId) -> Id<Account> {
    let person = changes.insert(
        fresh(),
        &Person {
            surname: user.surname.clone(),
            given: user.given.clone(),
            nationality: kernel::Nation(user.nation.to_owned()),
            personnel_number: None,
            birth_date: None,
            birth_place: None,
            birth_country: None,
            email: None,
            status: PersonStatus::Active,
            remarks: None,
        },
    );
    let name = format!("{} {}", user.given, user.surname);
    let account =
        changes.insert(fresh(), &Account { login: user.login.clone(), name, person: person.raw(), lang: "en".to_owned(), disabled: false });
    changes.insert(fresh(), &Credential { account, password: user.password.clone(), otp: user.otp.clone() });
    if let Some(duty) = user.duty {
        let limited_to = user.limited_to.map(str::to_owned);
        let compartments = user.compartments.clone();
        changes.insert(fresh(), &DutyGrant { limited_to, compartments, ..DutyGrant::plain(account, duty, user.level, from) });
    }
    if let Some(token) = &user.token {
        let year = from.checked_add(jiff::Span::new().years(3)).unwrap_or(from);
        let digest = server::visitor::hash(token);
        changes.insert(fresh(), &ApiToken { account, name: "command line".to_owned(), digest, valid_until: year });
    }
    account
}

/// Sets up an empty instance and prints what the two need to sign in, once.
pub fn first_two(place: &Place, first: &str, second: &str) -> Result<(), String> {
    let entropy = SystemEntropy;
    let (ledger, _lock) = place.open(Opening::office())?;
    let mut changes = Changes::new();
    let mut accounts = Vec::new();
    let mut lines = Vec::new();
    for (given, duty) in [(first, Duty::AccessAdmin), (second, Duty::Head)] {
        let (login, name) = given.split_once('=').ok_or_else(|| format!("{given}: write it as login=Given Surname"))?;
        let (given_name, surname) = name.rsplit_once(' ').ok_or_else(|| format!("{name}: write given name and surname"))?;
        let password = secret(&entropy, 20);
        let otp = secret(&entropy, 32).to_uppercase();
        let mut salt = [0; 16];
        entropy.fill(&mut salt);
        let user = NewUser {
            login: login.to_lowercase(),
            given: given_name.to_owned(),
            surname: surname.to_owned(),
            nation: "LUX",
            duty: Some(duty),
            limited_to: None,
            level: "C",
            compartments: kernel::Codes::default(),
            password: server::credentials::hash(&password, &salt)?,
            otp: otp.clone(),
            token: None,
        };
        accounts.push(add(&mut changes, &user, ledger.today(), &|| entropy.id()));
        lines.push(format!("{login}: password {password}  one-time code secret {otp}"));
    }
    let first = *accounts.first().ok_or("nobody was named")?;
    ledger.bootstrap(first, changes).wait().map_err(|e| e.to_string())?;
    ledger.close();
    say!("Shown once, kept nowhere:");
    lines.iter().for_each(|line| say!("  {line}"));
    Ok(())
}

/// Letters and digits of base32, which serves passwords and code secrets alike.
fn secret(entropy: &dyn Entropy, length: usize) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut bytes = vec![0; length];
    entropy.fill(&mut bytes);
    bytes.iter().map(|b| char::from(LETTERS[usize::from(*b & 31)])).collect()
}
