//! The words offices use for where a clearance stands, in five states. A word
//! that is not understood stays unknown; it is never taken for valid.

use serde::{Deserialize, Serialize};

use crate::normalise::names::fold;

/// Where a clearance stands, as the tracker says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In force.
    Valid,
    /// Past its end.
    Expired,
    /// Asked for, or being renewed.
    InProgress,
    /// The person left.
    Left,
    /// Not said, or not understood.
    #[default]
    Unknown,
}

/// Beginnings of words, in the order in which they decide.
const WORDS: &[(Status, &[&str])] = &[
    (
        Status::Left,
        &[
            "left",
            "depart",
            "parti",
            "quitte",
            "retired",
            "retraite",
            "gone",
            "transferred",
            "mute",
            "fin de contrat",
            "end of contract",
            "resigned",
            "demission",
            "leaver",
        ],
    ),
    (
        Status::Expired,
        &[
            "expire",
            "perime",
            "echu",
            "lapsed",
            "caduc",
            "caduque",
            "invalid",
            "non valide",
            "not valid",
            "out of date",
            "no longer valid",
            "abgelaufen",
        ],
    ),
    (Status::Valid, &["en cours de validite"]),
    (
        Status::InProgress,
        &[
            "renewal",
            "renouvel",
            "to be renewed",
            "a renouveler",
            "waiting",
            "await",
            "en cours",
            "en attente",
            "attente",
            "pending",
            "in progress",
            "in process",
            "ongoing",
            "requested",
            "demande",
            "submitted",
            "soumis",
            "applied",
            "sent",
            "envoye",
            "processing",
            "open",
            "new request",
        ],
    ),
    (
        Status::Valid,
        &[
            "valid",
            "valable",
            "ok",
            "active",
            "actif",
            "current",
            "granted",
            "accorde",
            "in force",
            "en vigueur",
            "in order",
            "en ordre",
            "good",
        ],
    ),
];

/// Reads a status; none when it says something that is not understood.
pub(super) fn parse(text: &str) -> Option<Status> {
    let folded = fold(text);
    if folded.is_empty() {
        return Some(Status::Unknown);
    }
    let padded = format!(" {folded}");
    let says = |words: &[&str]| {
        words.iter().any(|word| padded.match_indices(word).any(|(at, _)| padded.get(..at).is_some_and(|before| before.ends_with(' '))))
    };
    WORDS.iter().find(|(_, words)| says(words)).map(|(status, _)| *status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for (text, status) in [
            ("valid", Some(Status::Valid)),
            ("Valide", Some(Status::Valid)),
            ("EXPIRED", Some(Status::Expired)),
            ("expirée", Some(Status::Expired)),
            ("non valide", Some(Status::Expired)),
            ("renewal sent", Some(Status::InProgress)),
            ("waiting for form", Some(Status::InProgress)),
            ("en cours NSA", Some(Status::InProgress)),
            ("en cours de validité", Some(Status::Valid)),
            ("left 31/08", Some(Status::Left)),
            ("Parti le 3", Some(Status::Left)),
            ("?", Some(Status::Unknown)),
            ("", Some(Status::Unknown)),
            ("withdrawn", None),
        ] {
            assert_eq!(parse(text), status, "{text}");
        }
    }
}
