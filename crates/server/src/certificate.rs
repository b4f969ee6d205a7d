//! The reconciliation certificate on paper: its frozen counts and what they say of the whole, in one language.

use documents::{Block, Column, Document, Layout, Part};
use kernel::measure::share;
use kernel::sampling::wilson;
use kernel::{Lang, Record, Register};
use spine::cabinet::{Outcome, ReconciliationCertificate};
use ui::Arg;
use ui::lang::format_decimal;

use crate::words::Words;

/// All that stands in a certificate.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The certificate.
    pub certificate: Record<ReconciliationCertificate>,
    /// Number of its scan.
    pub scan: String,
    /// Its place.
    pub place: String,
    /// Who issued it.
    pub by: String,
    /// When the expected list was frozen.
    pub opened: String,
    /// When it was issued.
    pub issued: String,
    /// Its marking in words.
    pub marking: String,
    /// The same for machines.
    pub label: String,
}

/// The document a certificate is printed as: what proves it is the log as it was before it, so that it is the same whenever it is printed.
pub fn document(sheet: &Sheet, lang: Lang) -> Document {
    let words = Words::new(lang);
    let body = &sheet.certificate.body;
    let counts = [
        (Outcome::Match, body.matched),
        (Outcome::Misplaced, body.misplaced),
        (Outcome::Missing, body.missing),
        (Outcome::Unregistered, body.unregistered),
        (Outcome::CheckedOut, body.checked_out),
        (Outcome::OverdueOut, body.overdue_out),
        (Outcome::WrongStatus, body.wrong_status),
        (Outcome::DuplicateLabel, body.duplicate_label),
        (Outcome::RetentionExceeded, body.retention_exceeded),
        (Outcome::DigitalOnly, body.digital_only),
        (Outcome::PaperOnly, body.paper_only),
        (Outcome::ContentGap, body.content_gap),
    ];
    let mut rows: Vec<Vec<String>> = counts.iter().map(|(o, n)| vec![words.code("choice", o.code()), words.l.int(*n)]).collect();
    rows.push(vec![words.t("certificate-all"), words.l.int(body.counted)]);
    rows.push(vec![words.t("certificate-expected"), words.l.int(body.expected)]);
    let fact = |key: &str, value: &str| (words.t(key), value.to_owned());
    let blocks = vec![
        Block::Facts {
            facts: vec![
                fact("certificate-place", &sheet.place),
                fact("certificate-scan", &sheet.scan),
                fact("certificate-opened", &sheet.opened),
                fact("certificate-issued", &sheet.issued),
                fact("certificate-by", &sheet.by),
            ],
        },
        Block::Table {
            caption: words.t("certificate-counts"),
            columns: vec![Column::text(words.t("certificate-outcome")), Column::number(words.t("certificate-items"))],
            rows,
        },
        Block::Points { points: figures(words, body) },
        Block::heading(2, words.t("certificate-statement")),
        Block::Points { points: statement(words, body) },
        Block::heading(2, words.t("certificate-open")),
        Block::paragraph(words.l.count("certificate-open-count", "count", usize::try_from(body.discrepancies).unwrap_or_default())),
        Block::paragraph(words.t("certificate-not-told")),
        Block::heading(2, words.t("certificate-proof")),
        Block::Facts {
            facts: vec![
                fact("certificate-expected-digest", &body.expected_digest),
                fact("certificate-lines", &words.l.int(body.scanned_lines)),
                fact("certificate-lines-digest", &body.lines_digest),
                fact("certificate-log", &format!("{} · {}", body.log_size, body.log_root)),
                fact("certificate-signature", "…………………………………………"),
            ],
        },
    ];
    Document {
        title: words.t("certificate-title"),
        subtitle: body.number.clone(),
        author: words.t("letter-office"),
        lang,
        marking: sheet.marking.clone(),
        label: sheet.label.clone(),
        footer: words.l.with2("certificate-footer", "number", &body.number, "place", &sheet.place),
        proof: format!("log {} · root {}", body.log_size, body.log_root),
        watermark: String::new(),
        layout: Layout::Upright,
        letterhead: None,
        parts: vec![Part { lang, new_page: false, blocks }],
        ident: format!("{} {}", sheet.certificate.head.id.outward(ReconciliationCertificate::DEF.prefix), lang.code()),
        issued: kernel::clock::from_micros(body.issued_at.0),
    }
}

/// A share of ten-thousandths in per cent.
fn percent(words: Words, share: i64) -> String {
    words.with("certificate-percent", "share", &format_decimal(words.l.lang(), share, 2))
}

/// Accuracy, and the missing rate with its interval.
fn figures(words: Words, body: &ReconciliationCertificate) -> Vec<String> {
    let mut told = Vec::new();
    if let Some(accuracy) = share(body.matched, body.counted) {
        let (accuracy, matched, items) = (percent(words, accuracy), words.l.int(body.matched), words.l.int(body.counted));
        let args = [("share", accuracy.as_str()), ("matched", matched.as_str()), ("items", items.as_str())];
        told.push(words.l.ta("certificate-accuracy", &args.map(|(name, value)| (name, Arg::from(value)))));
    }
    if let (Some(missing), Some((low, high))) = (share(body.missing, body.expected), wilson(body.missing, body.expected)) {
        let args = [("share", percent(words, missing)), ("low", percent(words, low)), ("high", percent(words, high))];
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, Arg::from(value.as_str()))).collect();
        told.push(words.l.ta("certificate-missing", &args));
    }
    told
}

/// What the scan says of all that should stand at the place: a count where all was looked for, else a bound with its confidence and source.
fn statement(words: Words, body: &ReconciliationCertificate) -> Vec<String> {
    let int = |number: i64| words.l.int(number);
    let most = share(body.misfiled_at_most, body.standing).unwrap_or(0);
    let args = [
        ("looked", int(body.looked_at)),
        ("standing", int(body.standing)),
        ("misfiled", int(body.misfiled)),
        ("most", int(body.misfiled_at_most)),
        ("share", percent(words, most)),
    ];
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, Arg::from(value.as_str()))).collect();
    let key = if body.looked_at == body.standing { "certificate-census" } else { "certificate-sample" };
    let seed = body.sampling_seed.iter().map(|seed| words.with("certificate-seed", "seed", seed));
    [words.l.ta(key, &args)].into_iter().chain(seed).collect()
}
