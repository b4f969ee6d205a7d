//! A request for visit as XML, in our own namespace: no public schema of the form exists. Codes and dates only, so that it reads the same in every
//! language; texts are texts and never markup.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// The namespace.
pub const NAMESPACE: &str = "urn:castellan:request-for-visit:1";

/// An element: its name, its attributes, and what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: &'static str,
    /// Attributes, in order.
    pub attributes: Vec<(&'static str, String)>,
    /// Its text; an element has text or children.
    pub text: String,
    /// Its children.
    pub children: Vec<Self>,
}

impl Element {
    /// One of this name.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }
    /// One with a text.
    #[must_use]
    pub fn text(name: &'static str, text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::new(name) }
    }
    /// With an attribute.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }
    /// With children.
    #[must_use]
    pub fn holding(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }
}

/// Writes a request; its root is put into the namespace and carries the marking.
///
/// # Errors
/// Those of writing to memory, which do not occur.
pub fn write(root: Element, marking: &str) -> io::Result<Vec<u8>> {
    let root =
        Element { attributes: [vec![("xmlns", NAMESPACE.to_owned()), ("marking", marking.to_owned())], root.attributes].concat(), ..root };
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    put(&mut writer, &root)?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// What XML 1.0 has a place for.
fn allowed(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n')).filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

fn put(writer: &mut Writer<Vec<u8>>, element: &Element) -> io::Result<()> {
    let attributes: Vec<(&str, String)> = element.attributes.iter().map(|(name, value)| (*name, allowed(value))).collect();
    let start = writer.create_element(element.name).with_attributes(attributes.iter().map(|(name, value)| (*name, value.as_str())));
    if !element.text.is_empty() {
        start.write_text_content(BytesText::new(&allowed(&element.text)))?;
    } else if element.children.is_empty() {
        start.write_empty()?;
    } else {
        start.write_inner_content(|writer| element.children.iter().try_for_each(|child| put(writer, child)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Element, write};

    #[test]
    fn cl_07_a_request_as_xml_keeps_texts_as_texts() {
        let root = Element::new("requestForVisit").with("number", "RFV/2026/0001").holding([
            Element::text("subject", "<!DOCTYPE x> & \u{1}\"Šimić\""),
            Element::new("remarks"),
            Element::new("a").with("b", "<\"&"),
        ]);
        let bytes = write(root, "AGENCY, RESTRICTED").unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), "{text}");
        assert!(
            text.contains("xmlns=\"urn:castellan:request-for-visit:1\" marking=\"AGENCY, RESTRICTED\" number=\"RFV/2026/0001\""),
            "{text}"
        );
        assert!(text.contains("<subject>&lt;!DOCTYPE x&gt; &amp; &quot;Šimić&quot;</subject>"), "{text}");
        assert!(text.contains("<remarks/>") && text.contains("b=\"&lt;&quot;&amp;\""), "{text}");
        // And it is read again by a reader of XML.
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut elements = 0;
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(quick_xml::events::Event::Start(_) | quick_xml::events::Event::Empty(_)) => elements += 1,
                Ok(_) => {}
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(elements, 4);
    }
}
