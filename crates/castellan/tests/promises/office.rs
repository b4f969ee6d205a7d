//! An office of every persona, behind the real routes: who they are, what they hold, and a way to ask as each of them.

use std::sync::Arc;

use access::oracle::Held;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use jiff::civil::Date;
use kernel::entropy::SeededEntropy;
use kernel::{Codes, Duty, Entropy, Id, RecordId};
use ledger::Changes;
use ledger::identity::ApiToken;
use ledger::rights::delegation::Delegation;
use ledger::rights::emergency::BrokenGlass;
use ledger::rights::grants::DutyGrant;
use ledger::transition::Micros;
use server::{App, visitor};
use testkit::{Backend, Setup, World, day};
use tower::ServiceExt;

/// The day of the world.
pub const TODAY: Date = Date::constant(2026, 3, 2);

/// What a persona is made of.
pub struct Kind {
    /// Login.
    pub login: &'static str,
    /// Duty; a holder has none.
    pub duty: Option<Duty>,
    /// Level and its rank.
    pub level: (&'static str, i64),
    /// Categories.
    pub categories: &'static str,
    /// Compartments.
    pub compartments: &'static str,
    /// Unit, nation, firm or site.
    pub limited_to: Option<&'static str>,
}

const fn kind(login: &'static str, duty: Duty, level: (&'static str, i64)) -> Kind {
    Kind { login, duty: Some(duty), level, categories: "", compartments: "", limited_to: None }
}

const R: (&str, i64) = ("R", 1);
const C: (&str, i64) = ("C", 2);

/// Whose duty the deputy uses.
const HOLDER_OF_DUTY: &str = "officer";
/// Who uses it.
pub const DEPUTY: &str = "deputy";
/// Who broke the glass.
pub const GLASS: &str = "glass";
/// Who comes with a key for scripts only.
pub const KEY: &str = "key";

/// Every persona.
pub const PERSONAS: &[Kind] = &[
    kind("chief", Duty::Head, C),
    Kind { categories: "ATOMAL", ..kind(HOLDER_OF_DUTY, Duty::ClearanceOfficer, C) },
    Kind { compartments: "INQUIRY", ..kind("insider", Duty::ClearanceOfficer, C) },
    kind("technician", Duty::ClearanceTechnician, R),
    kind("registrar", Duty::Registry, R),
    Kind { limited_to: Some("SOUTH"), ..kind("southern", Duty::Registry, R) },
    Kind { categories: "FRA", ..kind("policy", Duty::PolicyOfficer, R) },
    kind("auditor", Duty::Auditor, C),
    kind("administrator", Duty::AccessAdmin, R),
    kind("system", Duty::SystemAdmin, R),
    kind("personnel", Duty::Hr, R),
    Kind { limited_to: Some("Operations"), ..kind("manager", Duty::Manager, R) },
    Kind { limited_to: Some("BEL"), ..kind("delegation", Duty::Delegation, R) },
    Kind { limited_to: Some("SOUTH"), ..kind("contractor", Duty::Contractor, R) },
    Kind { duty: None, ..kind("holder", Duty::Hr, R) },
    kind(DEPUTY, Duty::Registry, R),
    kind(GLASS, Duty::Registry, R),
    kind(KEY, Duty::ClearanceOfficer, R),
];

fn codes(text: &str) -> Codes {
    Codes::new(text.split(' ').map(str::to_owned))
}

/// Somebody who asks.
pub struct Persona {
    /// What they are made of.
    pub kind: &'static Kind,
    /// Their account.
    pub account: RecordId,
    /// Who they are.
    pub person: RecordId,
    /// Their cookie.
    pub cookie: String,
    /// Their token.
    pub token: String,
    grants: Vec<Grant>,
}

/// A grant, to be lent to the oracle.
struct Grant {
    duty: Duty,
    rank: i64,
    categories: Codes,
    compartments: Codes,
    realm: Option<&'static str>,
}

impl Persona {
    /// What they hold, for the oracle. A key for scripts has nothing that was delegated.
    pub fn held(&self) -> Vec<Held<'_>> {
        let lend = |g: &'_ Grant| (g.duty, g.rank, g.realm);
        self.grants
            .iter()
            .map(|g| {
                let (duty, rank, realm) = lend(g);
                Held { duty, rank, categories: &g.categories, compartments: &g.compartments, realm, from: day("2026-01-01"), until: None }
            })
            .collect()
    }
    /// The duties they hold.
    pub fn duties(&self) -> Vec<Duty> {
        self.grants.iter().map(|g| g.duty).collect()
    }
}

/// What came back.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body, as text.
    pub body: String,
}

impl Answer {
    /// The code of the refusal, where the API gave one.
    pub fn code(&self) -> String {
        let json: serde_json::Value = serde_json::from_str(&self.body).unwrap_or_default();
        json["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// The office and its routes.
pub struct Office {
    /// The world.
    pub world: World,
    /// Everybody who asks.
    pub personas: Vec<Persona>,
    routes: Router,
    runtime: tokio::runtime::Runtime,
}

impl Office {
    /// With rows of a test's own; `people` are the personas' accounts and persons in the order of the table.
    pub fn new(on: Backend, setup: Setup, rows: impl FnOnce(&mut Changes, &SeededEntropy, &[(RecordId, RecordId)])) -> Self {
        let mut made = Vec::new();
        let world = World::with_rows(on, setup, |changes, random| {
            for kind in PERSONAS {
                let (account, person) = testkit::hire(changes, random, &format!("persona.{}", kind.login), "Persona");
                if let Some(duty) = kind.duty {
                    let grant = DutyGrant {
                        categories: codes(kind.categories),
                        compartments: codes(kind.compartments),
                        limited_to: kind.limited_to.map(str::to_owned),
                        ..DutyGrant::plain(Id::new(account), duty, kind.level.0, day("2026-01-01"))
                    };
                    changes.insert(random.id(), &grant);
                }
                let key = ApiToken {
                    account: Id::new(account),
                    name: "tests".to_owned(),
                    digest: visitor::hash(kind.login.as_bytes()),
                    // The command line reads by the clock of the host.
                    valid_until: day("2199-12-31"),
                };
                changes.insert(random.id(), &key);
                made.push((account, person));
            }
            let of = |login: &str| PERSONAS.iter().position(|k| k.login == login).map_or(RecordId::NIL, |at| made[at].0);
            let delegation = Delegation {
                from_account: Id::new(of(HOLDER_OF_DUTY)),
                to_account: Id::new(of(DEPUTY)),
                duty: Duty::ClearanceOfficer,
                valid_from: day("2026-01-01"),
                valid_until: day("2026-12-31"),
                reason: "leave".to_owned(),
            };
            changes.insert(random.id(), &delegation);
            let at = PERSONAS.iter().position(|k| k.login == GLASS).unwrap_or(0);
            let glass = BrokenGlass {
                account: Id::new(made[at].0),
                person: made[at].1,
                reason: "somebody is missing".to_owned(),
                opened_at: Micros(0),
                ends_at: Micros(i64::MAX),
                finding: None,
                remarks: None,
                reviewed_at: None,
            };
            changes.insert(random.id(), &glass);
            rows(changes, random, &made);
        });
        let personas = PERSONAS
            .iter()
            .zip(made)
            .map(|(kind, (account, person))| {
                let token = [b"session of ".as_slice(), kind.login.as_bytes()].concat();
                let hash = visitor::hash(&token);
                world.ledger().open_session(account, hash, "en", kind.login, None).wait().unwrap_or_else(|e| panic!("session: {e}"));
                let realm = kind.limited_to.filter(|_| !matches!(kind.duty, Some(Duty::Manager | Duty::Delegation)));
                let own = kind.duty.map(|duty| Grant {
                    duty,
                    rank: kind.level.1,
                    categories: codes(kind.categories),
                    compartments: codes(kind.compartments),
                    realm,
                });
                // The deputy has the duty, and no more than their own clearance.
                let lent = (kind.login == DEPUTY).then(|| Grant {
                    duty: Duty::ClearanceOfficer,
                    rank: kind.level.1,
                    categories: Codes::default(),
                    compartments: Codes::default(),
                    realm: None,
                });
                Persona {
                    kind,
                    account,
                    person,
                    cookie: format!("{}={}", visitor::COOKIE, ledger::crypto::b64u(&token)),
                    token: kind.login.to_owned(),
                    grants: own.into_iter().chain(lent).collect(),
                }
            })
            .collect();
        let app = App { ledger: world.ledger().clone(), program: "/nonexistent".into(), demo: Arc::new(Vec::new()), takes_reports: true };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap_or_else(|e| panic!("runtime: {e}"));
        Self { routes: server::router(app), world, personas, runtime }
    }

    /// A persona by login.
    pub fn persona(&self, login: &str) -> &Persona {
        self.personas.iter().find(|p| p.kind.login == login).unwrap_or_else(|| panic!("{login} is nobody"))
    }

    /// Asks for a page as somebody.
    pub fn page(&self, path: &str, persona: &Persona) -> Answer {
        self.send(Request::builder().uri(path).header(header::COOKIE, &persona.cookie).body(Body::empty()), path)
    }

    /// Asks the API as somebody, with their key.
    pub fn api(&self, method: &str, path: &str, persona: &Persona, body: &str) -> Answer {
        let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {}", persona.token));
        self.send(request.body(Body::from(body.to_owned())), path)
    }

    /// Asks as nobody.
    pub fn stranger(&self, method: &str, path: &str) -> Answer {
        self.send(Request::builder().method(method).uri(path).body(Body::empty()), path)
    }

    fn send(&self, request: Result<Request<Body>, axum::http::Error>, path: &str) -> Answer {
        let request = request.unwrap_or_else(|e| panic!("{path}: {e}"));
        self.runtime.block_on(async {
            let response = self.routes.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
            let status = response.status().as_u16();
            let bytes = response.into_body().collect().await.map(|b| b.to_bytes().to_vec()).unwrap_or_default();
            Answer { status, body: String::from_utf8_lossy(&bytes).into_owned() }
        })
    }
}

/// Long words of the log (hashes, roots, proofs) differ with what was written, and fresh ids with every asking; nothing else may.
pub fn without_hashes(body: &str) -> String {
    let part = |c: char| c.is_ascii_alphanumeric() || "-_+/=".contains(c);
    let mut out = String::new();
    let mut word = String::new();
    for c in body.chars().chain(['\n']) {
        if part(c) {
            word.push(c);
            continue;
        }
        // What is made by asking: the key of a form, the secret of one to enrol with, the record of an export.
        let made = |name: &str, length| out.ends_with(&format!("name=\"{name}\" value=\"")) && word.len() == length;
        let grouped = word.len() == 39 && word.split('-').all(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphanumeric()));
        let fresh = word.starts_with("exp_") || made("idem", 22) || made("secret", 32) || grouped;
        out.push_str(if (word.len() >= 40 && !word.contains('/')) || fresh { "FRESH" } else { &word });
        word.clear();
        out.push(c);
    }
    out
}
