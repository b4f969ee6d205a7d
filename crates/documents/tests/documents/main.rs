//! Documents are read back: what was put in stands there, marked and proved on every page, the same bytes every time.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{Cursor, Read};

use documents::{Block, Column, Document, Layout, Letterhead, Part, docx, pdf};
use kernel::Lang;

const MARKING: &str = "AGENCY RESTRICTED";
const PROOF: &str = "log 4711 · root 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn report(lang: Lang, blocks: Vec<Block>) -> Document {
    Document {
        title: "Monthly statistical report".to_owned(),
        subtitle: "October 2026".to_owned(),
        author: "Security Office".to_owned(),
        lang,
        marking: MARKING.to_owned(),
        label: String::new(),
        footer: "Issued 2026-11-02 by A. Oakes".to_owned(),
        proof: PROOF.to_owned(),
        watermark: String::new(),
        layout: Layout::Upright,
        letterhead: None,
        parts: vec![Part { lang, new_page: false, blocks }],
        ident: "report-2026-10".to_owned(),
        issued: "2026-11-02T09:00:00Z".parse().unwrap(),
    }
}

fn rows(count: usize) -> Block {
    Block::Table {
        caption: "Open cases by nation".to_owned(),
        columns: vec![Column::text("Nation"), Column::number("Open"), Column::number("Late")],
        rows: (0..count).map(|n| vec![format!("Nation {n}"), n.to_string(), (n / 3).to_string()]).collect(),
    }
}

/// The text of each page.
fn pages(bytes: &[u8]) -> Vec<String> {
    let read = lopdf::Document::load_mem(bytes).unwrap();
    read.get_pages().keys().map(|page| read.extract_text(&[*page]).unwrap().replace('\n', " ")).collect()
}

#[test]
fn sp_04_the_same_document_is_the_same_bytes() {
    let document = report(Lang::En, vec![Block::paragraph("Twelve cases are late."), rows(10)]);
    assert_eq!(pdf(&document).unwrap(), pdf(&document).unwrap());
    let other = Document { ident: "report-2026-11".to_owned(), ..document.clone() };
    assert_ne!(pdf(&document).unwrap(), pdf(&other).unwrap(), "another document has another identifier");
}

#[test]
fn sp_04_marking_and_proof_stand_on_every_page() {
    let bytes = pdf(&report(Lang::En, vec![rows(150)])).unwrap();
    let pages = pages(&bytes);
    assert!(pages.len() >= 3, "{} pages", pages.len());
    for (at, page) in pages.iter().enumerate() {
        assert_eq!(page.matches(MARKING).count(), 2, "page {at}: {page}");
        assert!(page.contains("log 4711") && page.contains(&format!("Page {} / {}", at + 1, pages.len())), "page {at}: {page}");
        assert!(page.contains("Nation") && page.contains("Late"), "the table's header is repeated on page {at}");
    }
}

#[test]
fn sp_19_what_leaves_bears_on_every_page_who_took_it() {
    let plain = report(Lang::En, vec![rows(150)]);
    let marked = Document { watermark: "Anna Oakes · 2026-11-02T09:00:00Z · exp_1".to_owned(), ..plain.clone() };
    for layout in [Layout::Upright, Layout::Landscape, Layout::Slides] {
        let (plain, bytes) = [&plain, &marked].map(|of| pdf(&Document { layout, ..of.clone() }).unwrap()).into();
        let (without, with) = (pages(&plain), pages(&bytes));
        assert_eq!(without.len(), with.len(), "it takes no room");
        for (at, (without, with)) in without.iter().zip(&with).enumerate() {
            assert_eq!(with.matches(&marked.watermark).count(), 1, "page {at}: {with}");
            assert_eq!(
                with.replacen(&marked.watermark, "", 1).split_whitespace().collect::<String>(),
                without.split_whitespace().collect::<String>()
            );
        }
    }
}

#[test]
fn sp_04_every_slide_bears_marking_and_proof_and_holds_one_message() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 500 180\"><rect width=\"80\" height=\"30\"/></svg>";
    let slide = |at: usize| Part {
        lang: Lang::Fr,
        new_page: true,
        blocks: vec![
            Block::heading(2, format!("Message {at}")),
            Block::Figure { svg: svg.to_owned(), alt: "Barres".to_owned(), caption: String::new() },
            Block::Facts { facts: vec![("Objectif".to_owned(), "95\u{a0}%".to_owned()), ("Responsable".to_owned(), "Chargé".to_owned())] },
        ],
    };
    let cover = Part { lang: Lang::Fr, new_page: false, blocks: vec![Block::paragraph("Couverture")] };
    let parts = std::iter::once(cover).chain((1..4).map(slide)).collect();
    let document = Document { layout: Layout::Slides, parts, ..report(Lang::Fr, Vec::new()) };
    let bytes = pdf(&document).unwrap();
    assert_eq!(bytes, pdf(&document).unwrap());
    let pages = pages(&bytes);
    assert_eq!(pages.len(), 4, "a drawing and its facts fit on one slide");
    for (at, page) in pages.iter().enumerate() {
        assert!(page.matches(MARKING).count() == 2 && page.contains("log 4711"), "slide {at}: {page}");
        assert_eq!(page.matches("Message").count(), usize::from(at > 0), "slide {at}: {page}");
    }
}

#[test]
fn sp_02_text_is_never_markup() {
    let hostile = "#panic(\"no\") *bold* $x^2$ `raw` @ref <label> = Heading \\ // gone? /* gone? */ https://example.org #sys.version";
    let table = Block::Table { caption: hostile.to_owned(), columns: vec![Column::text(hostile)], rows: vec![vec![hostile.to_owned()]] };
    let facts = Block::Facts { facts: vec![(hostile.to_owned(), hostile.to_owned())] };
    let mut document = report(Lang::En, vec![Block::paragraph(hostile), Block::heading(2, hostile), facts, table]);
    document.title = hostile.to_owned();
    let text = pages(&pdf(&document).unwrap()).concat();
    for part in ["#panic(", "*bold*", "$x^2$", "`raw`", "<label>", "// gone?", "/* gone? */", "#sys.version"] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn sp_19_french_keeps_its_letters_and_spaces() {
    let text = "Œuvre\u{202f}: l’autorité a reçu «\u{a0}douze\u{a0}» dossiers\u{202f}; où en est-on\u{202f}?";
    let read = pages(&pdf(&report(Lang::Fr, vec![Block::paragraph(text)])).unwrap()).concat();
    let plain = |t: &str| t.replace(['\u{202f}', '\u{a0}'], " ");
    assert!(plain(&read).contains(&plain(text)), "{read}");
}

#[test]
fn sp_02_a_character_no_font_has_is_shown_by_its_number() {
    let read = pages(&pdf(&report(Lang::En, vec![Block::paragraph("Name: 李 \u{1}")])).unwrap()).concat();
    assert!(read.contains("[U+674E]") && read.contains("[U+0001]"), "{read}");
}

#[test]
fn sp_02_a_letter_has_its_head_and_both_languages() {
    let mut letter = report(Lang::En, vec![Block::heading(3, "Deep"), Block::paragraph("Dear colleagues,")]);
    letter.letterhead = Some(Letterhead {
        sender: vec!["Security Office".to_owned(), "1 Main Street".to_owned()],
        addressee: vec!["National security authority".to_owned()],
        facts: vec![("Our reference".to_owned(), "ASO/2026/OUT/000001".to_owned())],
    });
    letter.parts.push(Part { lang: Lang::Fr, new_page: true, blocks: vec![Block::paragraph("Chers collègues,")] });
    let pages = pages(&pdf(&letter).unwrap());
    assert_eq!(pages.len(), 2);
    assert!(pages[0].contains("ASO/2026/OUT/000001") && pages[0].contains("National security authority"), "{}", pages[0]);
    assert!(pages[1].contains("Chers collègues"), "{}", pages[1]);
}

#[test]
fn sp_04_a_drawing_is_in_the_tagged_file_and_a_broken_one_is_refused() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 40\"><rect width=\"80\" height=\"30\" fill=\"#246\"/></svg>";
    let figure = |svg: &str| Block::Figure { svg: svg.to_owned(), alt: "Eighty of a hundred".to_owned(), caption: "Share".to_owned() };
    let bytes = pdf(&report(Lang::En, vec![figure(svg), figure(svg)])).unwrap();
    let raw = String::from_utf8_lossy(&bytes);
    assert!(raw.contains("pdfuaid") && raw.contains("pdfaid"), "the file says which standards it keeps");
    let read = lopdf::Document::load_mem(&bytes).unwrap();
    let alt = b"Eighty of a hundred";
    let told = read.objects.values().filter_map(|o| o.as_dict().ok()).filter_map(|d| d.get(b"Alt").ok()).filter_map(|a| a.as_str().ok());
    assert_eq!(told.filter(|text| text.windows(alt.len()).any(|w| w == alt)).count(), 2);
    assert!(pdf(&report(Lang::En, vec![figure("no drawing")])).is_err());
}

/// A part of a container, as the texts in it; it must be well-formed.
fn texts(bytes: &[u8], name: &str) -> Vec<String> {
    let mut container = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    container.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut texts = vec![String::new()];
    let mut open = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(_) => {
                open += 1;
                texts.push(String::new());
            }
            quick_xml::events::Event::End(_) => open -= 1,
            quick_xml::events::Event::Text(text) => texts.last_mut().unwrap().push_str(&text.xml10_content()),
            quick_xml::events::Event::GeneralRef(name) => {
                let sign = match &*name.xml10_content() {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    other => panic!("{other}"),
                };
                texts.last_mut().unwrap().push(sign);
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0, "{name} is whole");
    texts
}

#[test]
fn sp_02_a_file_for_others_to_edit_is_marked_and_its_texts_stay_texts() {
    let hostile = "</w:t><w:br/> & <script> \u{1} Šimić\u{202f}: «\u{a0}été\u{a0}»";
    let mut letter = report(Lang::Fr, vec![Block::paragraph(hostile), rows(3), Block::Points { points: vec![hostile.to_owned()] }]);
    letter.letterhead = Some(Letterhead { sender: vec!["Security Office".to_owned()], ..Letterhead::default() });
    let bytes = docx(&letter).unwrap();
    assert_eq!(bytes, docx(&letter).unwrap());
    for part in ["word/header1.xml", "word/footer1.xml"] {
        assert!(texts(&bytes, part).contains(&MARKING.to_owned()), "{part}");
    }
    let body = texts(&bytes, "word/document.xml");
    let shown = hostile.replace('\u{1}', "[U+0001]");
    assert!(body.contains(&shown) && body.contains(&format!("– {shown}")) && body.contains(&"Nation 2".to_owned()), "{body:?}");
}

#[test]
fn cl_09_a_sheet_of_labels_bears_codes_as_pictures_and_as_texts() {
    use documents::{Symbology, label};
    let codes: Vec<String> = (0..40).map(|at| format!("0123ABCDE{at:02}")).collect();
    for symbology in [Symbology::Qr, Symbology::Code128] {
        let labels = codes.iter().map(|code| label(code, "B2-SAFE1-S3", symbology).unwrap()).collect();
        let bytes = pdf(&report(Lang::Fr, vec![Block::Labels { labels }])).unwrap();
        let text = pages(&bytes).concat().replace(' ', "");
        assert!(codes.iter().all(|code| text.contains(code)), "{text}");
        assert_eq!(text.matches("B2-SAFE1-S3").count(), codes.len());
        assert!(label(&"X".repeat(5_000), "", symbology).is_err(), "more than a picture holds");
    }
}

#[test]
fn sp_13_a_label_for_machines_goes_along_inside_the_file() {
    let label = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ConfidentialityLabel xmlns=\"x\"><Classification>SECRET</Classification></ConfidentialityLabel>\n";
    let marked = Document { label: label.to_owned(), ..report(Lang::En, vec![Block::paragraph("Dear colleagues,")]) };
    let bytes = pdf(&marked).unwrap();
    assert_eq!(bytes, pdf(&marked).unwrap());
    let read = lopdf::Document::load_mem(&bytes).unwrap();
    let streams = read.objects.values().filter_map(|object| object.as_stream().ok());
    let files =
        streams.filter(|stream| stream.dict.get(b"Type").and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"EmbeddedFile"));
    let files: Vec<Vec<u8>> = files.map(|file| file.decompressed_content().unwrap_or_else(|_| file.content.clone())).collect();
    assert_eq!(files, [label.as_bytes()]);
    assert!(String::from_utf8_lossy(&bytes).contains("<pdfaid:part>3</pdfaid:part>"), "the part of the standard that allows it");
    let bare = pdf(&report(Lang::En, Vec::new())).unwrap();
    assert!(String::from_utf8_lossy(&bare).contains("<pdfaid:part>2</pdfaid:part>"));
    assert_eq!(texts(&docx(&marked).unwrap(), "customXml/item1.xml").concat().trim(), "SECRET");
    assert!(texts(&docx(&marked).unwrap(), "word/_rels/document.xml.rels").concat().trim().is_empty());
}
