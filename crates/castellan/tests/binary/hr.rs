//! Files of personnel's dropped on the page, read by the real child: each is received with its differences shown, or refused with a reason in both languages.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use exchange::hr::sample::{Message, flat, table, xml};
use http_body_util::BodyExt;
use ledger::crypto::b64u;
use server::{App, router, visitor};
use testkit::{Backend, World};
use tower::ServiceExt;

const BOUNDARY: &str = "a-boundary-of-the-test";

#[test]
fn sp_12_a_dropped_file_is_received_or_refused_with_a_reason() {
    let world = World::new(Backend::Sqlite);
    let app =
        App { ledger: world.ledger().clone(), program: env!("CARGO_BIN_EXE_castellan").into(), demo: Arc::default(), takes_reports: true };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for lang in ["en", "fr"] {
        let session = visitor::hash(lang.as_bytes());
        world.ledger().open_session(world.as_("technician").account, visitor::hash(&session), lang, "technician", None).wait().unwrap();
        let cookie = format!("{}={}", visitor::COOKIE, b64u(&session));
        let send = |request: Request<Body>| {
            runtime.block_on(async {
                let response = router(app.clone()).oneshot(request).await.unwrap();
                let (parts, body) = response.into_parts();
                let body = body.collect().await.map(|b| b.to_bytes().to_vec()).unwrap_or_default();
                (parts, String::from_utf8_lossy(&body).into_owned())
            })
        };
        let get = |path: &str| send(Request::builder().uri(path).header(header::COOKIE, &cookie).body(Body::empty()).unwrap());
        let csrf = get("/hr").1;
        let csrf = csrf.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
        let drop = |file: &[u8]| {
            let part = |head: &str, bytes: &[u8]| [format!("--{BOUNDARY}\r\n{head}\r\n\r\n").as_bytes(), bytes, b"\r\n"].concat();
            let body = [
                part("Content-Disposition: form-data; name=\"csrf\"", csrf.as_bytes()),
                part("Content-Disposition: form-data; name=\"file\"; filename=\"hr.txt\"\r\nContent-Type: text/plain", file),
                format!("--{BOUNDARY}--\r\n").into_bytes(),
            ];
            let request =
                Request::builder().method("POST").uri("/hr").header(header::COOKIE, &cookie).header("sec-fetch-site", "same-origin");
            let request = request.header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"));
            send(request.body(Body::from(body.concat())).unwrap())
        };
        for (at, form) in [flat as fn(&[&Message]) -> Vec<u8>, xml, table].into_iter().enumerate() {
            let number = format!("{}{at}", lang.len() + usize::from(lang == "fr"));
            let surname = format!("Joining {lang} {at}");
            let mut message = Message::new(&format!("{number:0>16}"));
            message.slice(&format!("{number:0>8}"), "0000", "20260101", "99991231", &[("STAT2", "3")]).slice(
                &format!("{number:0>8}"),
                "0002",
                "19700102",
                "99991231",
                &[("NACHN", &surname), ("VORNA", "Ana"), ("GBDAT", "19700102"), ("NATIO", "EE")],
            );
            let (parts, body) = drop(&form(&[&message]));
            assert_eq!(parts.status, StatusCode::SEE_OTHER, "{body}");
            let page = parts.headers.get(header::LOCATION).and_then(|l| l.to_str().ok()).unwrap_or_default().to_owned();
            assert!(get(&page).1.contains(&surname), "{page} shows who joins");
            // The same again.
            assert_eq!(drop(&form(&[&message])).0.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        for (file, en, fr) in [
            (&b"<!DOCTYPE x [<!ENTITY a \"b\">]><HRMD_A07>&a;</HRMD_A07>"[..], "declares a document type", "type de document"),
            (b"hello", "This is no HR file", "pas un fichier RH"),
            (b"EDI_DC40\0", "", ""),
        ] {
            let (parts, body) = drop(file);
            assert_eq!(parts.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            assert!(body.contains(if lang == "en" { en } else { fr }) && !body.contains('\u{27e6}'), "{body}");
        }
    }
    world.verified();
}
