//! What surrounds every page: marking, navigation, user, language, notices.

use std::sync::OnceLock;

use askama::filters::HtmlSafe;

use crate::assets;
use crate::lang::L;
use crate::parts::Notice;

/// What surrounds every page.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The messages in the reader's language.
    pub l: L,
    /// The page's title: window title and, unless the page says otherwise, its heading.
    pub title: String,
    /// The highest marking of what the page shows.
    pub marking: Marking,
    /// Who is signed in; none on the sign-in page and on errors before it.
    pub user: Option<UserView>,
    /// A whole sentence when the user acts for somebody: “acting for Anna Holm until 2026-12-01”.
    pub acting_for: Option<String>,
    /// A raised posture or open break-glass access, which colours the top bar.
    pub posture: Option<Posture>,
    /// The demo banner's text.
    pub demo: Option<String>,
    /// The navigation on the left: only what the user may use.
    pub nav: Vec<NavItem>,
    /// The way here: the links above the heading, nearest last.
    pub trail: Vec<crate::parts::Link>,
    /// Path and query of this page, so that a change of language comes back to it; empty where it is not changed by a cookie.
    pub here: String,
    /// The token every form carries.
    pub csrf: String,
    /// How many notices wait.
    pub notices: usize,
    /// What just happened.
    pub flash: Option<Notice>,
    /// Bottom line of prints: who printed when; the server fills it in.
    pub print_note: String,
}

impl Shell {
    /// A shell with a title and nothing else.
    #[must_use]
    pub fn new(l: L, title: impl Into<String>) -> Self {
        Self {
            l,
            title: title.into(),
            marking: Marking::default(),
            user: None,
            acting_for: None,
            posture: None,
            demo: None,
            nav: Vec::new(),
            trail: Vec::new(),
            here: "/".to_owned(),
            csrf: String::new(),
            notices: 0,
            flash: None,
            print_note: String::new(),
        }
    }

    /// An icon of the sprite, hidden from assistive technology: text always stands beside it.
    #[must_use]
    pub fn icon<'a>(&self, name: &'a str) -> Icon<'a> {
        Icon(name)
    }

    /// The address of an embedded file by its plain name.
    #[must_use]
    pub fn asset(&self, plain: &str) -> String {
        assets::href(plain)
    }
}

/// An icon as markup.
#[derive(Debug, Clone, Copy)]
pub struct Icon<'a>(&'a str);

impl std::fmt::Display for Icon<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        static SPRITE: OnceLock<String> = OnceLock::new();
        let sprite = SPRITE.get_or_init(|| assets::href("icons.svg"));
        // Icon names are ours; anything else draws nothing rather than markup.
        if self.0.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            write!(f, "<svg class=\"icon\" aria-hidden=\"true\" focusable=\"false\"><use href=\"{sprite}#{}\"/></svg>", self.0)?;
        }
        Ok(())
    }
}

impl HtmlSafe for Icon<'_> {}

/// A marking as the banner shows it.
#[derive(Debug, Clone, Default)]
pub struct Marking {
    /// The words, such as “NATO RESTRICTED”.
    pub text: String,
    /// The rank of the level in its policy, lowest 0: picks one of five colours.
    pub rank: u8,
}

impl Marking {
    /// The class of the banner's colour.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self.rank {
            0 => "marking-0",
            1 => "marking-1",
            2 => "marking-2",
            3 => "marking-3",
            _ => "marking-4",
        }
    }
}

/// The signed-in user.
#[derive(Debug, Clone, Default)]
pub struct UserView {
    /// Family and given name.
    pub name: String,
    /// The duty in which the user acts now.
    pub duty: String,
    /// Where the user's own page is.
    pub href: String,
}

/// A state of the whole house that colours the top bar.
#[derive(Debug, Clone)]
pub struct Posture {
    /// What and until when, in words.
    pub text: String,
    /// Break-glass access rather than a crisis posture.
    pub break_glass: bool,
    /// Where it is explained and ended.
    pub href: String,
}

/// A line of the navigation.
#[derive(Debug, Clone, Default)]
pub struct NavItem {
    /// The words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// The icon's name.
    pub icon: &'static str,
    /// Whether this page is it or below it.
    pub active: bool,
    /// Whether it stands under the item before it.
    pub below: bool,
    /// The key after `g` that goes there.
    pub key: Option<char>,
    /// How many things wait there, when worth saying.
    pub count: Option<usize>,
}
