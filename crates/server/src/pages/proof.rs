//! Proofs: of an entry, and what a pasted one proves.

use axum::extract::{Path, Request, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use kernel::{Refusal, limits};
use ledger::Error;
use ledger::log::proof::check as check_proof;
use ui::pages::{ProofPage, ProofResult};
use ui::parts::{Fact, FactGroup, Link, Need};

use super::form::Typed;
use super::{PageCx, html};
use crate::app::App;
use crate::failure::Failure;
use crate::visitor::Visitor;
use crate::words::time;

/// The empty page.
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let key = app.ledger.public_key().map_err(|e| Failure::of(e, &visitor))?;
    app.page(visitor, move |cx| show(cx, "", &key)).await
}

/// The proof of an entry, already pasted.
pub async fn of_entry(State(app): State<App>, visitor: Visitor, Path(seq): Path<i64>) -> Result<Response, Failure> {
    // Asking needs a session; the proof itself holds pseudonyms and commitments only.
    app.show(visitor.clone(), |_| Ok(())).await?;
    let proof = app.ledger.proof(seq).await.map_err(|e| Failure::of(e, &visitor))?;
    let Some(proof) = proof else { return Err(Failure::of(Error::NotFound, &visitor)) };
    if visitor.here.ends_with("?raw") {
        let name = format!("attachment; filename=\"entry-{seq}.tlog-proof\"");
        return Ok(
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)], proof).into_response()
        );
    }
    let key = app.ledger.public_key().map_err(|e| Failure::of(e, &visitor))?;
    app.page(visitor, move |cx| show(cx, &proof, &key)).await
}

/// Says what a pasted proof proves.
pub async fn check(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Failure> {
    let typed = Typed::read(request, limits::BODY_BYTES_MAX).await.map_err(|r| Failure::of(r.into(), &visitor))?;
    let key = app.ledger.public_key().map_err(|e| Failure::of(e, &visitor))?;
    let html = app.show(visitor, move |cx| show(cx, typed.get("proof"), &key)).await?;
    Ok(Html(html).into_response())
}

fn show(cx: &mut PageCx<'_, '_>, pasted: &str, key: &[u8]) -> Result<String, Error> {
    let words = cx.words;
    let outcome = (!pasted.trim().is_empty()).then(|| check_proof(pasted, key));
    let step = |key: &str, met: bool| Need { met, text: words.t(key), link: None };
    let result = outcome.as_ref().map(|outcome| match outcome {
        Ok(shown) => {
            let leaf: serde_json::Value = serde_json::from_str(&shown.leaf).unwrap_or_default();
            let text = |name: &str| leaf.get(name).and_then(|v| v.as_str()).unwrap_or("").to_owned();
            let when = leaf.get("time").and_then(serde_json::Value::as_i64).map(|m| time(m, cx.zone)).unwrap_or_default();
            let facts = vec![
                Fact::text(words.t("page-proof-entry"), shown.index.to_string()),
                Fact::text(words.t("page-proof-command"), words.done(&text("command"))),
                Fact::text(words.t("page-proof-time"), when),
                Fact::text(words.t("page-proof-actor"), text("actor")),
                Fact::text(words.t("page-proof-log"), shown.checkpoint.origin.clone()),
                Fact::text(words.t("page-proof-size"), words.l.int(shown.checkpoint.size.cast_signed())),
                Fact::text(words.t("page-proof-leaf"), shown.leaf.clone()),
            ];
            ProofResult {
                holds: true,
                headline: words.with("page-proof-holds", "number", &shown.index.to_string()),
                steps: vec![
                    step("page-proof-step-signature", true),
                    step("page-proof-step-inclusion", true),
                    step("page-proof-step-format", true),
                ],
                facts: vec![FactGroup { title: String::new(), facts }],
                links: vec![Link::new(words.t("page-proof-download"), format!("/proof/{}?raw", shown.index))],
            }
        }
        Err(code) => ProofResult {
            holds: false,
            headline: words.t("page-proof-fails"),
            facts: vec![FactGroup {
                title: String::new(),
                facts: vec![Fact::text(words.t("ui-message-why"), words.refusal(&Refusal::new(code)))],
            }],
            steps: vec![step("page-proof-step-signature", *code == "proof-mismatch"), step("page-proof-step-inclusion", false)],
            ..ProofResult::default()
        },
    });
    let page = ProofPage {
        action: "/proof".to_owned(),
        value: pasted.to_owned(),
        error: None,
        result,
        shell: cx.shell(words.t("page-proof"), "/proof")?,
    };
    Ok(html(&page))
}
