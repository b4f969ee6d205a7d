//! XML as a tree of elements, read within limits and without document types, and written: small files whose whole shape matters.

use std::io;

use quick_xml::events::{BytesDecl, BytesStart, BytesText, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, Writer};

use crate::limits;

/// An element, whole.
#[derive(Default)]
pub struct Element {
    /// Its name without a prefix.
    pub name: String,
    /// Its namespace; empty when it has none.
    pub space: String,
    /// Its attributes, without prefixes.
    pub attributes: Vec<(String, String)>,
    /// Its own text.
    pub text: String,
    /// What is in it.
    pub children: Vec<Self>,
}

impl Element {
    /// An attribute, without space around it.
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.trim())
    }
    /// The children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |c| c.name == name)
    }
    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|c| c.name == name)
    }
    /// Whether an attribute says yes.
    pub fn is(&self, attribute: &str) -> bool {
        matches!(self.get(attribute), Some("true" | "1"))
    }
    /// What it is called in a finding.
    pub fn called(&self) -> String {
        self.get("name").map_or_else(|| self.name.clone(), |name| format!("{} {name}", self.name))
    }
}

/// Why a text is no tree.
#[derive(Debug)]
pub enum Fault {
    /// It cannot be read to its end.
    Damaged(String),
    /// It declares a document type.
    Dtd,
    /// More elements or depth than allowed, and how many are.
    TooLarge(&'static str, usize),
    /// There is no element.
    Nothing,
}

/// The whole text as elements, at most so many and [`limits::XML_DEPTH`] deep.
///
/// # Errors
/// The first fault.
pub fn tree(text: &str, most: usize) -> Result<Element, Fault> {
    let damaged = |why: String| Fault::Damaged(why);
    let mut reader = NsReader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut open = vec![Element::default()];
    let mut count = 0_usize;
    loop {
        let (space, event) = reader.read_resolved_event().map_err(|e| damaged(e.to_string()))?;
        let space = match space {
            ResolveResult::Bound(space) => space.as_ref().to_owned(),
            _ => String::new(),
        };
        match event {
            Event::Eof => break,
            Event::DocType(_) => return Err(Fault::Dtd),
            Event::Start(start) => open.push(element(&start, space).map_err(damaged)?),
            Event::Empty(start) => {
                let whole = element(&start, space).map_err(damaged)?;
                open.last_mut().ok_or_else(|| damaged(String::new()))?.children.push(whole);
            }
            Event::End(_) => {
                let (Some(whole), Some(parent)) = (open.pop(), open.last_mut()) else { return Err(damaged(String::new())) };
                parent.children.push(whole);
            }
            Event::Text(content) => {
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&content.xml10_content());
                }
                continue;
            }
            _ => continue,
        }
        count += 1;
        if count > most {
            return Err(Fault::TooLarge("elements", most));
        }
        if open.len() > limits::XML_DEPTH {
            return Err(Fault::TooLarge("depth", limits::XML_DEPTH));
        }
    }
    let whole = open.pop().filter(|_| open.is_empty()).ok_or_else(|| damaged("an element is not closed".to_owned()))?;
    whole.children.into_iter().next().ok_or(Fault::Nothing)
}

fn element(start: &BytesStart<'_>, space: String) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|e| e.to_string())?;
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    Ok(Element { name: start.local_name().as_ref().to_owned(), space, attributes, ..Element::default() })
}

/// An element to write: its name, its attributes, and what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Build {
    /// Its name.
    pub name: &'static str,
    /// Attributes, in order.
    pub attributes: Vec<(&'static str, String)>,
    /// Its text; an element has text or children.
    pub text: String,
    /// Its children.
    pub children: Vec<Self>,
}

impl Build {
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

/// Writes an element and what is in it, with a declaration before it and a line end behind it.
///
/// # Errors
/// Those of writing to memory, which do not occur.
pub fn write(root: &Build) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    put(&mut writer, root)?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// What XML 1.0 has a place for.
fn allowed(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n')).filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

fn put(writer: &mut Writer<Vec<u8>>, element: &Build) -> io::Result<()> {
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
