//! Every page in both languages: complete, labelled, and free of inline style and script.

use ui::{Lang, sample};

/// The tags of a document, without comments.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|part| part.split_once('>').map(|(tag, _)| tag)).filter(|tag| !tag.starts_with(['/', '!'])).collect()
}

fn name(tag: &str) -> &str {
    tag.split([' ', '\n']).next().unwrap_or_default()
}

fn attribute<'a>(tag: &'a str, wanted: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {wanted}=\""))?;
    rest.split('"').next()
}

fn each(check: impl Fn(&str, &str)) {
    for lang in Lang::ALL {
        for (name, page) in sample::all(lang) {
            let html = page.html();
            check(&format!("{name}.{}", lang.code()), &html);
        }
    }
}

#[test]
fn no_message_is_missing_and_every_page_has_one_heading_and_its_language() {
    each(|page, html| {
        if let Some(at) = html.find('⟦') {
            let rest: String = html[at..].chars().take(60).collect();
            panic!("{page}: {rest}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{page}");
        let lang = page.rsplit('.').next().unwrap_or_default();
        assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{page}");
        assert!(html.contains("<main id=\"content\""), "{page}");
    });
}

#[test]
fn nothing_is_inline() {
    each(|page, html| {
        for tag in tags(html) {
            assert!(attribute(tag, "style").is_none(), "{page}: <{tag}>");
            assert_ne!(name(tag), "style", "{page}");
            assert!(!tag.contains(" on"), "{page}: <{tag}>");
            if name(tag) == "script" {
                assert!(attribute(tag, "src").is_some(), "{page}: <{tag}>");
            }
        }
    });
}

#[test]
fn every_input_has_a_label() {
    each(|page, html| {
        for tag in tags(html) {
            if !matches!(name(tag), "input" | "select" | "textarea") || attribute(tag, "type") == Some("hidden") {
                continue;
            }
            let labelled = attribute(tag, "aria-label").is_some()
                || attribute(tag, "aria-labelledby").is_some()
                || attribute(tag, "id").is_some_and(|id| html.contains(&format!("for=\"{id}\"")));
            assert!(labelled, "{page}: <{tag}>");
        }
    });
}

#[test]
fn every_table_has_a_caption_and_scoped_headers() {
    each(|page, html| {
        for table in html.split("<table").skip(1) {
            let table = table.split("</table>").next().unwrap_or_default();
            assert!(table.contains("<caption"), "{page}: no caption");
            for tag in tags(table).into_iter().filter(|tag| name(tag) == "th") {
                assert!(attribute(tag, "scope").is_some(), "{page}: <{tag}>");
            }
        }
    });
}

#[test]
fn ids_are_unique_and_every_changing_form_carries_the_token() {
    each(|page, html| {
        let mut ids: Vec<&str> = tags(html).into_iter().filter_map(|tag| attribute(tag, "id")).collect();
        ids.sort_unstable();
        for pair in ids.windows(2) {
            assert_ne!(pair[0], pair[1], "{page}");
        }
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            if form.contains("method=\"post\"") {
                assert!(form.contains("name=\"csrf\""), "{page}: {form}");
            }
        }
    });
}

#[test]
fn a_page_stays_light() {
    each(|page, html| assert!(html.len() < 60_000, "{page}: {} bytes", html.len()));
}

#[test]
fn every_icon_is_in_the_sprite() {
    let sprite = ui::assets::href("icons.svg");
    let sprite = sprite.trim_start_matches(ui::assets::PREFIX);
    let sprite = ui::assets::asset(sprite, "").expect("built").bytes;
    let sprite = std::str::from_utf8(sprite).expect("text");
    each(|page, html| {
        for part in html.split("icons-").skip(1) {
            if let Some((_, icon)) = part.split('"').next().and_then(|p| p.split_once('#')) {
                assert!(sprite.contains(&format!("id=\"{icon}\"")), "{page}: {icon}");
            }
        }
    });
}
