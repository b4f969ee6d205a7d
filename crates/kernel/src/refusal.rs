//! Refusals: why a command was not carried out, as a stable code with arguments. The texts stand in the catalogues as `refusal-<code>`.

/// One reason, tied to a field where it concerns one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Stable code, also that of the API's problem documents.
    pub code: &'static str,
    /// The field it is about.
    pub field: Option<String>,
    /// Arguments of the text.
    pub args: Vec<(&'static str, String)>,
}

impl Refusal {
    /// With this code.
    pub const fn new(code: &'static str) -> Self {
        Self { code, field: None, args: Vec::new() }
    }
    /// About this field.
    #[must_use]
    pub fn at(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }
    /// With an argument of its text.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

/// All reasons at once; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub Vec<Refusal>);

impl Refused {
    /// `Ok` when there is no reason.
    pub fn unless_empty(reasons: Vec<Refusal>) -> Result<(), Self> {
        if reasons.is_empty() { Ok(()) } else { Err(Self(reasons)) }
    }
    /// The codes, for logs and tests.
    pub fn codes(&self) -> Vec<&'static str> {
        self.0.iter().map(|r| r.code).collect()
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(vec![refusal])
    }
}
