//! The destruction certificate on paper: of a disposed file or of copies of classified items, in one language, from its record alone.

use documents::{Block, Column, Document, Layout, Part};
use kernel::{Lang, Record, Register};
use spine::holdings::HoldingDestruction;
use spine::retention::DestructionCertificate;

use crate::words::Words;

/// All that stands in a certificate.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The certificate.
    pub certificate: Record<DestructionCertificate>,
    /// The destruction of copies it certifies, where it is one the reader may see.
    pub destruction: Option<HoldingDestruction>,
    /// Its highest marking in words.
    pub level: String,
    /// Its control point.
    pub point: String,
    /// Who destroyed the copies or proposed the disposal.
    pub by: String,
    /// Who saw it, or approved it.
    pub second: String,
    /// Its marking in words.
    pub marking: String,
    /// The same for machines.
    pub label: String,
}

/// The document a certificate is printed as; the same whenever it is printed.
pub fn document(sheet: &Sheet, lang: Lang) -> Document {
    let words = Words::new(lang);
    let body = &sheet.certificate.body;
    let fact = |key: &str, value: &str| (words.t(key), value.to_owned());
    let field = |name: &str, value: &str| (words.field(Some(DestructionCertificate::NAME), name), value.to_owned());
    let mut facts = Vec::new();
    if let Some(destruction) = &sheet.destruction {
        facts.push(fact("holding-certificate-point", &sheet.point));
        facts.push(fact("holding-certificate-proposal", &destruction.number));
        facts.push(fact("holding-certificate-marking", &sheet.level));
    }
    facts.extend(body.method.map(|method| fact("holding-certificate-method", &words.code("choice", method.code()))));
    facts.extend(body.trigger.map(|trigger| field("trigger", &words.code("choice", trigger.code()))));
    facts.extend(body.triggered_on.map(|day| field("triggered_on", &day.to_string())));
    facts.extend(body.months.map(|months| field("months", &words.l.int(months))));
    facts.extend(body.due_on.map(|day| field("due_on", &day.to_string())));
    facts.push(fact("holding-certificate-reason", &body.source));
    facts.push(fact("holding-certificate-on", &body.destroyed_on.to_string()));
    facts.push(field("records", &words.l.int(body.records)));
    facts.extend(body.backups_until.map(|day| field("backups_until", &day.to_string())));
    let numbers = body.files.as_deref().unwrap_or_default().split(", ").filter(|number| !number.is_empty());
    let rows: Vec<Vec<String>> = numbers.map(|number| vec![number.to_owned()]).collect();
    let second = match (body.verified_by.is_some(), body.destruction.is_some()) {
        (true, _) => fact("holding-certificate-witness", &sheet.second),
        (false, true) => fact("holding-certificate-witness", &words.t("holding-certificate-no-witness")),
        (false, false) => field("verified_by", ""),
    };
    let mut blocks = vec![
        Block::Facts { facts },
        Block::Table {
            caption: words.t("holding-certificate-copies"),
            columns: vec![Column::text(words.t("holding-certificate-copy"))],
            rows,
        },
    ];
    if body.destruction.is_some() {
        blocks.push(Block::paragraph(words.t("holding-certificate-statement")));
    }
    blocks.push(Block::heading(2, words.t("holding-certificate-signatures")));
    let line = "…………………………………………";
    let signed = vec![
        fact("holding-certificate-executed", &sheet.by),
        fact("certificate-signature", line),
        second,
        fact("certificate-signature", line),
    ];
    blocks.push(Block::Facts { facts: signed });
    let day = body.destroyed_on.to_zoned(jiff::tz::TimeZone::UTC).map_or(jiff::Timestamp::UNIX_EPOCH, |at| at.timestamp());
    Document {
        title: words.t("holding-certificate-title"),
        subtitle: body.number.clone(),
        author: words.t("letter-office"),
        lang,
        marking: sheet.marking.clone(),
        label: sheet.label.clone(),
        footer: words.l.with2("holding-certificate-footer", "number", &body.number, "point", &sheet.point),
        proof: String::new(),
        watermark: String::new(),
        layout: Layout::Upright,
        letterhead: None,
        parts: vec![Part { lang, new_page: false, blocks }],
        ident: format!("{} {}", sheet.certificate.head.id.outward(DestructionCertificate::DEF.prefix), lang.code()),
        issued: day,
    }
}
