//! What leaves on paper as XML as well: a request for visit, a letter with its certificate, a gate list; each in a namespace of ours, since no public
//! schema of them exists. Codes and dates only, so that it reads the same in every language; texts are texts and never markup.

use std::io;

use crate::xml::{self, Build};

/// The namespace of requests for visit.
pub const REQUEST_FOR_VISIT: &str = "urn:castellan:request-for-visit:1";
/// The namespace of letters.
pub const LETTER: &str = "urn:castellan:letter:1";
/// The namespace of gate lists.
pub const GATE_LIST: &str = "urn:castellan:gate-list:1";

/// Writes a form; its root is put into a namespace and carries its marking, in words and as a label for machines where one can say it.
///
/// # Errors
/// Those of writing to memory, which do not occur.
pub fn write(root: Build, namespace: &str, marking: &str, label: Option<Build>) -> io::Result<Vec<u8>> {
    let attributes = [vec![("xmlns", namespace.to_owned()), ("marking", marking.to_owned())], root.attributes].concat();
    let children = label.into_iter().chain(root.children).collect();
    xml::write(&Build { attributes, children, ..root })
}

#[cfg(test)]
mod tests {
    use super::{REQUEST_FOR_VISIT, write};
    use crate::xml::Build;

    #[test]
    fn cl_07_a_request_as_xml_keeps_texts_as_texts() {
        let root = Build::new("requestForVisit").with("number", "RFV/2026/0001").holding([
            Build::text("subject", "<!DOCTYPE x> & \u{1}\"Šimić\""),
            Build::new("remarks"),
            Build::new("a").with("b", "<\"&"),
        ]);
        let bytes = write(root, REQUEST_FOR_VISIT, "AGENCY, RESTRICTED", None).unwrap_or_default();
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
