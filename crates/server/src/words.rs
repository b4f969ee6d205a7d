//! Labels and values in the reader's language: how a descriptor becomes words.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use jiff::tz::TimeZone;
use kernel::marking::SecurityPolicy;
use kernel::{FieldDef, FieldKind, Lang, RecordId, Refusal, RegisterDef, Value};
use spine::clearances::BriefingKind;
use ui::{Arg, L};

/// The reader's language.
#[derive(Clone, Copy)]
pub struct Words {
    /// The catalogue.
    pub l: L,
}

/// The security policy of the office this process serves; the router sets it.
pub(crate) static POLICY: OnceLock<SecurityPolicy> = OnceLock::new();

/// Names of the records a page refers to, by id.
pub type Titles = HashMap<RecordId, (String, &'static str, &'static str)>;

impl Words {
    /// In this language.
    pub fn new(lang: Lang) -> Self {
        Self { l: L::new(lang) }
    }

    /// A text.
    pub fn t(&self, key: &str) -> String {
        self.l.t(key).into_owned()
    }

    /// A text with one argument.
    pub fn with(&self, key: &str, name: &str, value: &str) -> String {
        self.l.with(key, name, value)
    }

    /// A code's text: `choice-grant_with_conditions` stands as `choice-grant-with-conditions`.
    pub fn code(&self, family: &str, code: &str) -> String {
        self.t(&format!("{family}-{}", dashed(code)))
    }

    /// A register's heading, or the name of one of its records.
    pub fn register(&self, name: &str, one: bool) -> String {
        let end = if one { "-one" } else { "" };
        self.t(&format!("register-{}{end}", dashed(name)))
    }

    /// A field's label; a register may say it otherwise than the others.
    pub fn field(&self, register: Option<&str>, field: &str) -> String {
        let own = register.map(|r| format!("field-{}-{}", dashed(r), dashed(field))).filter(|key| self.l.has(key));
        self.t(&own.unwrap_or_else(|| format!("field-{}", dashed(field))))
    }

    /// A field's hint, where there is one.
    pub fn hint(&self, field: &str) -> String {
        let key = format!("field-{}-hint", dashed(field));
        if self.l.has(&key) { self.t(&key) } else { String::new() }
    }

    /// A level's name, where no reader's policy is at hand.
    pub fn level(&self, code: &str) -> String {
        POLICY.get().map_or_else(|| code.to_owned(), |policy| policy.name(code, self.l.lang()).to_owned())
    }

    /// What somebody is briefed on.
    pub fn topic(&self, kind: BriefingKind, category: Option<&str>) -> String {
        let kind = self.code("choice", kind.code());
        category.map_or_else(|| kind.clone(), |category| format!("{kind} · {category}"))
    }

    /// What a refusal says.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        // Codes in a refusal are told as words.
        let shown = |name: &str, value: &str| match name {
            "duties" => value
                .split(", ")
                .map(|d| if kernel::Duty::from_code(d).is_some() { self.code("duty", d) } else { d.to_owned() })
                .collect::<Vec<_>>()
                .join(", "),
            "nation" => self.nation(value),
            "level" => self.level(value),
            "consequence" => self.code("choice", value),
            "why" => {
                let told = refusal.args.iter().map(|(name, value)| (*name, Arg::from(value.as_str())));
                self.l.ta(&format!("reason-{}", dashed(value)), &told.collect::<Vec<_>>())
            }
            _ => value.to_owned(),
        };
        let args: Vec<(&str, Arg<'_>)> = refusal.args.iter().map(|(name, value)| (*name, Arg::from(shown(name, value)))).collect();
        self.l.ta(&format!("refusal-{}", dashed(refusal.code)), &args)
    }

    /// A value as text.
    pub fn value(&self, field: &FieldDef, value: &Value, policy: &SecurityPolicy, zone: &TimeZone, titles: &Titles) -> String {
        match (field.kind, value) {
            (_, Value::Null) => String::new(),
            (FieldKind::Choice(_), Value::Text(code)) => self.choice(field.name, code),
            (FieldKind::Level, Value::Text(code)) => policy.name(code, self.l.lang()).to_owned(),
            (FieldKind::Nation, Value::Text(code)) => self.nation(code),
            (_, Value::Text(code)) if field.name == "command" => self.code("command", code),
            (FieldKind::Text, Value::Text(code)) if field.name == "register" && self.l.has(&format!("register-{}", dashed(code))) => {
                self.register(code, false)
            }
            (FieldKind::Bool, Value::Int(number)) => self.t(if *number == 1 { "page-yes" } else { "page-no" }),
            (FieldKind::Time, Value::Int(micros)) => time(*micros, zone),
            (FieldKind::Ref(""), Value::Id(id)) => titles.get(id).map_or_else(String::new, |(title, _, _)| title.clone()),
            (FieldKind::Ref(_), Value::Id(id)) => titles.get(id).map_or_else(|| self.t("ui-withheld"), |(title, _, _)| title.clone()),
            (_, Value::Text(text)) => text.clone(),
            (_, Value::Int(number)) => number.to_string(),
            (_, Value::Id(_) | Value::Bytes(_)) => String::new(),
        }
    }

    /// A choice's text; states have their own family.
    pub fn choice(&self, field: &str, code: &str) -> String {
        let state = format!("state-{}", dashed(code));
        if field == "state" && self.l.has(&state) { self.t(&state) } else { self.code("choice", code) }
    }

    /// A nation's name, or its code where the catalogue has none.
    pub fn nation(&self, code: &str) -> String {
        let key = format!("nation-{}", code.to_lowercase());
        if self.l.has(&key) { self.t(&key) } else { code.to_owned() }
    }

    /// The title of a record, with codes in words.
    pub fn title(&self, def: &RegisterDef, values: &[Value]) -> String {
        let part = |name: &&str| {
            let at = def.position(self.own(def, values, name))?;
            let (field, value) = (def.fields.get(at)?, values.get(at)?);
            match (field.kind, value) {
                (FieldKind::Choice(_), Value::Text(code)) => Some(self.choice(field.name, code)),
                (FieldKind::Level, Value::Text(code)) => Some(self.level(code)),
                (_, Value::Text(code)) if field.name == "command" => Some(self.code("command", code)),
                (_, Value::Text(text)) => Some(text.clone()),
                (_, Value::Int(number)) => Some(number.to_string()),
                _ => None,
            }
        };
        let title = def.title.iter().filter_map(part).collect::<Vec<_>>().join(" ");
        if title.is_empty() { self.register(def.name, true) } else { title }
    }

    /// The field that says in this language what `name_en` says in English, where it says anything.
    pub fn own<'a>(&self, def: &RegisterDef, values: &[Value], name: &'a str) -> &'a str {
        let field = def.fields.iter().zip(values).find(|(f, v)| {
            self.l.lang() == Lang::Fr
                && f.name.strip_suffix("_fr").is_some_and(|stem| name.strip_suffix("_en") == Some(stem))
                && !v.is_null()
        });
        field.map_or(name, |(f, _)| f.name)
    }

    /// What a command did, for time lines.
    pub fn done(&self, command: &str) -> String {
        let key = format!("command-{}-done", dashed(command));
        if self.l.has(&key) { self.t(&key) } else { self.code("command", command) }
    }
}

/// Underscores and dots become dashes: how names stand in the catalogues.
pub fn dashed(name: &str) -> Cow<'_, str> {
    if name.contains(['_', '.']) { Cow::Owned(name.replace(['_', '.'], "-")) } else { Cow::Borrowed(name) }
}

/// `2026-11-22 09:14` at the office.
pub fn time(micros: i64, zone: &TimeZone) -> String {
    let local = kernel::clock::from_micros(micros).to_zoned(zone.clone());
    format!("{} {:02}:{:02}", local.date(), local.hour(), local.minute())
}
