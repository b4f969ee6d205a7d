//! The fields of a tracker and the headers under which offices keep them, in
//! English and French. A header is matched by whole words, never by likeness.

use serde::{Deserialize, Serialize};

use crate::normalise::names::fold;

macro_rules! fields {
    ($($variant:ident $word:literal $doc:literal [$($header:literal)*];)*) => {
        /// What a column of a tracker holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum TrackerField { $(#[doc = $doc] $variant,)* }

        impl TrackerField {
            /// Every field, in the order in which a mapping offers them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable word, such as `valid_until`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        /// Headers, folded; the longest that is found decides.
        const HEADERS: &[(Option<TrackerField>, &[&str])] = &[
            $((Some(TrackerField::$variant), &[$($header),*]),)*
            (None, NOT_FIELDS),
        ];
    };
}

/// Headers that look like a field's and are not.
const NOT_FIELDS: &[&str] = &[
    "place of birth",
    "birth place",
    "birthplace",
    "country of birth",
    "lieu de naissance",
    "pays de naissance",
    "date of request",
    "request date",
    "date sent",
    "sent on",
    "date de demande",
    "date d envoi",
    "briefing date",
    "date of briefing",
    "date de briefing",
    "last update",
    "mise a jour",
    "date of entry",
    "date d entree",
    "end of contract",
    "contract end",
    "end of tour",
    "fin de contrat",
    "date of arrival",
    "arrival date",
    "departure date",
    "phone",
    "email",
    "country of residence",
    "pays de residence",
];

fields! {
    RunningNumber "running_number" "A number of the line, not of the person." ["n" "no" "nr" "num" "ser" "serial" "serial no" "seq" "line" "ligne" "item" "n d ordre" "no d ordre" "numero d ordre" "row" "rang" "lfd nr"];
    PersonnelNumber "personnel_number" "The employer's number of the person." ["pers no" "pers nr" "personnel no" "personnel number" "personnel nr" "personnel id" "pernr" "matricule" "no matricule" "n matricule" "numero matricule" "numero de matricule" "staff no" "staff number" "staff id" "employee no" "employee number" "employee id" "emp no" "emp id" "service no" "service number" "numero d agent" "id agent" "no agent" "personal number" "numero personnel" "hr id" "hr number" "id" "id no" "id number" "identifiant"];
    Name "name" "The full name." ["name" "nom" "names" "full name" "fullname" "nom complet" "nom et prenom" "nom et prenoms" "nom prenom" "nom prenoms" "name and first name" "surname and given name" "surname and first name" "surname given name" "surname first name" "last name first name" "name first name" "prenom et nom" "prenom nom" "first name and surname" "person" "personne" "employee" "employee name" "agent" "titulaire" "holder" "staff member" "member" "membre du personnel" "interesse"];
    Surname "surname" "The family name." ["surname" "last name" "lastname" "family name" "nom de famille" "patronyme" "nachname"];
    Given "given" "The given names." ["given name" "given names" "first name" "first names" "firstname" "forename" "forenames" "prenom" "prenoms" "given" "vorname"];
    Nationality "nationality" "The nationality or nationalities." ["nationality" "nationalities" "nationalite" "nationalites" "nat" "natl" "ntl" "nation" "country" "pays" "citizenship" "citoyennete"];
    BirthDate "birth_date" "The date of birth." ["birth date" "birthdate" "date of birth" "dob" "born" "born on" "birthday" "birth" "date de naissance" "date naissance" "naissance" "ne le" "nee le" "ne e le" "ddn" "dat naiss" "date naiss"];
    Post "post" "The post the person holds." ["post" "post no" "post number" "post nr" "post title" "post id" "poste" "no de poste" "n de poste" "numero de poste" "numero du poste" "position" "position no" "position number" "pe number" "pe no" "function" "fonction" "job" "job title" "job no" "billet" "emploi" "role"];
    LevelRequired "level_required" "The level the post requires." ["level required" "level req" "lvl req" "req" "req level" "required" "required level" "required clearance" "clearance required" "clearance req" "psc required" "niveau requis" "niveau exige" "niveau demande" "requis" "exige" "exigence" "habilitation requise" "habilitation exigee" "classification du poste" "classification of post" "post level" "post classification" "post clearance" "niveau du poste" "requirement" "besoin" "needed" "level needed" "minimum level"];
    LevelHeld "level_held" "The level the person holds." ["level held" "lvl held" "held" "clearance held" "clearance" "clearance level" "security clearance" "security clearance level" "current clearance" "current level" "level" "lvl" "niveau" "niveau detenu" "niveau d habilitation" "niveau habilitation" "niveau actuel" "niveau accorde" "level granted" "habilitation" "habilitation detenue" "habilitation actuelle" "detenu" "detenue" "psc" "psc level" "psc held" "classification"];
    GrantedOn "granted_on" "The date from which the clearance counts." ["granted" "granted on" "date granted" "grant date" "date of grant" "issue date" "issued" "issued on" "date of issue" "date issued" "effective" "effective date" "valid from" "valid since" "clearance date" "clearance from" "delivree le" "delivre le" "delivree" "date de delivrance" "delivrance" "octroi" "octroyee le" "date d octroi" "accordee le" "accorde le" "date d accord" "emission" "date d emission" "emise le" "valable du" "valable depuis" "valable a partir du" "valide du" "valide depuis" "date de debut" "debut" "debut de validite" "from" "du" "start" "start date" "date d habilitation" "date habilitation"];
    ValidUntil "valid_until" "The last day on which the clearance counts." ["valid until" "valid till" "valid thru" "valid through" "valid to" "until" "till" "expiry" "expiry date" "exp" "exp date" "expires" "expires on" "expiration" "expiration date" "date of expiry" "clearance expiry" "clearance until" "valable jusqu au" "valable jusqu" "valable jusque" "valable au" "valide jusqu au" "valide jusqu" "jusqu au" "date d expiration" "expire le" "echeance" "date d echeance" "fin de validite" "date de fin" "date de fin de validite" "date de validite" "validite" "validity" "to" "au" "fin" "end" "end date" "date limite"];
    Reference "reference" "The reference of the certificate or letter." ["reference" "ref" "refs" "references" "cert ref" "certificate" "certificate no" "certificate number" "certificate ref" "certificate reference" "cert no" "cert" "certificat" "no certificat" "no de certificat" "n de certificat" "n certificat" "numero de certificat" "ref certificat" "reference certificat" "reference du certificat" "authority ref" "authority reference" "nsa ref" "nsa reference" "ref ans" "reference ans" "psc no" "psc number" "psc ref" "file no" "file ref" "no de dossier" "n dossier" "dossier" "letter ref"];
    Status "status" "Where the clearance stands." ["status" "state" "statut" "etat" "situation" "clearance status" "psc status"];
    Remarks "remarks" "Remarks." ["remarks" "remark" "remarques" "remarque" "comment" "comments" "commentaire" "commentaires" "note" "notes" "observation" "observations" "divers" "misc" "info" "memo"];
    Categories "categories" "Categories beside the level." ["category" "categories" "categorie" "special access" "special categories" "caveat" "caveats" "mention" "mentions" "atomal" "additional markings"];
    Authority "authority" "The authority that granted it." ["authority" "nsa" "nsa dsa" "issuing authority" "granting authority" "issuing nation" "issued by" "granted by" "autorite" "ans" "autorite de delivrance" "autorite competente" "delivree par" "delivre par" "accordee par"];
}

impl TrackerField {
    /// Whether its cells hold a date.
    #[must_use]
    pub const fn is_date(self) -> bool {
        matches!(self, Self::BirthDate | Self::GrantedOn | Self::ValidUntil)
    }

    /// Whether its cells hold a level.
    #[must_use]
    pub const fn is_level(self) -> bool {
        matches!(self, Self::LevelRequired | Self::LevelHeld)
    }

    /// The catalogue's key of its label.
    #[must_use]
    pub fn label_key(self) -> String {
        format!("tracker-field-{}", self.as_str().replace('_', "-"))
    }
}

/// What a header was taken to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    pub field: Option<TrackerField>,
    /// Share of the header's words that say so, up to 1.
    pub confidence: f32,
    /// Letters of the header that was found.
    pub letters: usize,
}

/// The field a header names, if any. `Name / Nom` is two headers in one.
pub(super) fn header(text: &str) -> Option<Match> {
    let text = text.replace(['\'', '’'], " ");
    let whole = matched(&fold(&text));
    let parts = text.split(['/', '|', '\n', '(', ')', '–', '—', ';']).filter_map(|part| matched(&fold(part)));
    whole.into_iter().chain(parts).max_by(|a, b| a.confidence.total_cmp(&b.confidence).then(a.letters.cmp(&b.letters)))
}

fn matched(folded: &str) -> Option<Match> {
    if folded.is_empty() || folded.len() > 80 {
        return None;
    }
    let words = folded.split(' ').count();
    let mut best: Option<Match> = None;
    for (field, headers) in HEADERS {
        for header in *headers {
            if !holds_words(folded, header) {
                continue;
            }
            // One letter, or a short word among many, proves nothing.
            if header.len() < 4 && words > 3 && folded != *header || header.len() < 3 && folded != *header {
                continue;
            }
            let confidence = header.split(' ').count() as f32 / words as f32;
            if best.is_none_or(|best| header.len() > best.letters) {
                best = Some(Match { field: *field, confidence, letters: header.len() });
            }
        }
    }
    best
}

/// Whether the words of `part` stand together in `whole`.
fn holds_words(whole: &str, part: &str) -> bool {
    whole.match_indices(part).any(|(at, found)| {
        let before = whole.get(..at).is_none_or(|before| before.is_empty() || before.ends_with(' '));
        let after = whole.get(at + found.len()..).is_none_or(|after| after.is_empty() || after.starts_with(' '));
        before && after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, field: Option<TrackerField>) {
        assert_eq!(header(text).and_then(|found| found.field), field, "{text}");
    }

    #[test]
    fn headers() {
        use TrackerField as F;
        for (text, field) in [
            ("N°", F::RunningNumber),
            ("Name / Nom", F::Name),
            ("NOM ET PRÉNOM", F::Name),
            ("Surname / Nom de famille", F::Surname),
            ("Prénom(s)", F::Given),
            ("Nat.", F::Nationality),
            ("Nationalité", F::Nationality),
            ("Date de naissance", F::BirthDate),
            ("DoB", F::BirthDate),
            ("Né(e) le", F::BirthDate),
            ("Post no", F::Post),
            ("Level req.", F::LevelRequired),
            ("Niveau requis pour le poste", F::LevelRequired),
            ("Level held", F::LevelHeld),
            ("Habilitation", F::LevelHeld),
            ("Clearance", F::LevelHeld),
            ("Granted", F::GrantedOn),
            ("Date d’octroi", F::GrantedOn),
            ("Délivrée le", F::GrantedOn),
            ("Valid until", F::ValidUntil),
            ("Valable jusqu'au", F::ValidUntil),
            ("Valid until / Valable jusqu'au", F::ValidUntil),
            ("Expiry", F::ValidUntil),
            ("Date d'expiration de l'habilitation", F::ValidUntil),
            ("Échéance", F::ValidUntil),
            ("Cert. ref", F::Reference),
            ("N° certificat", F::Reference),
            ("Authority ref", F::Reference),
            ("Status", F::Status),
            ("État", F::Status),
            ("Remarks", F::Remarks),
            ("Observations", F::Remarks),
            ("Matricule", F::PersonnelNumber),
            ("Pers. No", F::PersonnelNumber),
            ("NSA", F::Authority),
            ("Issuing authority", F::Authority),
            ("ATOMAL", F::Categories),
        ] {
            check(text, Some(field));
        }
        for text in ["", "Lieu de naissance", "Badge colour", "Bureau", "???", "Phone", "Table no"] {
            check(text, None);
        }
    }

    #[test]
    fn headers_are_folded_and_unique() {
        let mut seen = std::collections::HashSet::new();
        for header in HEADERS.iter().flat_map(|(_, headers)| *headers) {
            assert_eq!(fold(header), *header);
            assert!(seen.insert(header), "{header} twice");
        }
    }
}
