//! Writes a document with one of everything, to be looked at: `cargo run -p documents --example sheet -- FILE`.

use documents::{Block, Column, Document, Layout, Letterhead, Part, pdf};
use kernel::Lang;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("which file?")?;
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 40\"><rect width=\"160\" height=\"30\" fill=\"#246\"/><text x=\"4\" y=\"20\" \
               font-family=\"Libertinus Serif\" font-size=\"9\" fill=\"#fff\">Late cases</text></svg>";
    let table = |lang: Lang| Block::Table {
        caption: match lang {
            Lang::En => "Cases waiting for a decision".to_owned(),
            Lang::Fr => "Dossiers en attente de décision".to_owned(),
        },
        columns: vec![Column::text("Case"), Column::text("Your reference"), Column::text("Sent"), Column::number("Days")],
        rows: (1..40).map(|n| vec![format!("PSC/2026/{n:05}"), format!("X-{n}"), "2026-03-02".to_owned(), (n * 7).to_string()]).collect(),
    };
    let text = "We refer to the personnel security clearance requests listed below and would be grateful to learn where they stand. \
                Administrativement, l’établissement des habilitations nécessite une coopération particulièrement étroite.\nA second line.";
    let part = |lang: Lang, new_page: bool| Part {
        lang,
        new_page,
        blocks: vec![
            Block::heading(2, "Overdue cases"),
            Block::paragraph(text),
            table(lang),
            Block::Points { points: vec!["One".to_owned(), "Two".to_owned()] },
            Block::Facts { facts: vec![("Reply wanted by".to_owned(), "22 December 2026".to_owned())] },
            Block::Figure { svg: svg.to_owned(), alt: "A bar".to_owned(), caption: "Late cases".to_owned() },
        ],
    };
    let document = Document {
        title: "Overdue cases".to_owned(),
        subtitle: String::new(),
        author: "Security Office".to_owned(),
        lang: Lang::En,
        marking: "AGENCY RESTRICTED".to_owned(),
        label: String::new(),
        footer: "ASO/2026/OUT/000001 · issued 2026-11-22".to_owned(),
        proof: format!("log 4711 · root {}", "0123456789abcdef".repeat(4)),
        watermark: String::new(),
        layout: Layout::Upright,
        letterhead: Some(Letterhead {
            sender: vec!["Security Office".to_owned(), "1 Main Street, Luxembourg".to_owned()],
            addressee: vec!["National security authority".to_owned(), "2 High Street".to_owned(), "Brussels".to_owned()],
            facts: vec![("Our reference".to_owned(), "ASO/2026/OUT/000001".to_owned()), ("Date".to_owned(), "22 November 2026".to_owned())],
        }),
        parts: vec![part(Lang::En, false), part(Lang::Fr, true)],
        ident: "sheet".to_owned(),
        issued: jiff::Timestamp::UNIX_EPOCH,
    };
    std::fs::write(file, pdf(&document)?)?;
    Ok(())
}
