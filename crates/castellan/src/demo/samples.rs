//! Files to try, beside the data: a tracker with the faults trackers have, labels of other systems, messages, files that are refused. Invented, all of it.

use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use exchange::export::{ColumnKind, Table, TableColumn, Value, write_xlsx};
use exchange::label::{CLEARANCE, LABEL};
use exchange::msg::sample::{self, Sample};

/// The folder's name.
pub const FOLDER: &str = "try";

const COLUMNS: [&str; 10] = ["No", "Name", "Nat.", "Born", "Post", "Level req.", "Level held", "Granted", "Valid until", "Cert. ref"];

/// Each row is one that an office has met: the last column says in the guide what is wrong with it.
const ROWS: [[&str; 10]; 9] = [
    ["30001", "SANDBERG, Ingrid", "NOR", "12.04.1979", "TRY-1", "NS", "NS", "01.02.2024", "01.02.2034", "NOR/2024/118"],
    ["30002", "Dupré Léa", "France", "03/11/1984", "TRY-2", "NS", "TRÈS SECRET", "15.06.2023", "14.06.2030", "FR-77"],
    // A day in no calendar.
    ["30003", "Okafor, Chidi", "GBR", "28.02.1983", "TRY-3", "NC", "NC", "31.02.2024", "01.03.2034", "GB/9"],
    // A word that looks like another level.
    ["30004", "GARCÍA Ana", "ESP", "07.07.1990", "TRY-4", "NS", "RESERVADO", "10.01.2025", "10.01.2035", "ESP/31"],
    // A code of nations that is not ISO 3166.
    ["30005", "Petrovska Elena", "FYR", "21.09.1988", "TRY-5", "NC", "NC", "05.05.2022", "05.05.2032", "MK/4"],
    // Twice, with another end.
    ["30001", "Sandberg Ingrid", "NOR", "12.04.1979", "TRY-1", "NS", "NS", "01.02.2024", "01.02.2029", "NOR/2024/118"],
    // Ends before it was granted.
    ["30006", "Weber Jonas", "DEU", "30.12.1975", "TRY-6", "NS", "NS", "01.09.2024", "01.09.2014", "DE/501"],
    // Nobody.
    ["30007", "", "BEL", "01.01.1990", "TRY-7", "NS", "NS", "01.03.2024", "01.03.2029", "BEL/8"],
    // No level that anybody knows.
    ["30008", "Rossi Marta", "ITA", "18.05.1982", "TRY-8", "NS", "violet", "02.02.2024", "02.02.2029", "IT/3"],
];

const MESSAGE: &str = "From: registry@authority.example\r\nTo: security.office@agency.example\r\nSubject: Ref BEL/8: receipt\r\n\
    Date: Mon, 02 Mar 2026 09:12:00 +0100\r\nMessage-ID: <try-1@authority.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
    Your letter was received on the second of March.\r\n";

const FROM_SPAIN: &str =
    "<PolicyIdentifier>ESP</PolicyIdentifier><ClassificationList><Classification>RESERVADO</Classification></ClassificationList>";
const OURS: &str = "<ConfidentialityInformation><PolicyIdentifier>Castellan example policy</PolicyIdentifier>\
    <Classification>TOP SECRET</Classification></ConfidentialityInformation>";

/// Writes a file that only whoever runs the demo reads.
///
/// # Errors
/// What went wrong, with the file.
pub fn keep(file: &Path, bytes: &[u8]) -> Result<(), String> {
    let opened = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file);
    opened.and_then(|mut f| f.write_all(bytes)).map_err(|e| format!("{}: {e}", file.display()))
}

/// Writes the files to try into their folder beside the data.
///
/// # Errors
/// What went wrong, with the file.
pub fn write(data: &Path) -> Result<(), String> {
    let folder = data.join(FOLDER);
    std::fs::DirBuilder::new().mode(0o700).recursive(true).create(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let workbook = tracker()?;
    let outlook = sample::write(&of_outlook()).map_err(|e| e.to_string())?;
    let files: [(&str, Vec<u8>); 8] = [
        ("tracker-with-faults.xlsx", workbook.clone()),
        ("tracker-cut-off.xlsx", workbook.iter().copied().take(workbook.len() / 2).collect()),
        ("clearance-from-spain.xml", of_machines(CLEARANCE, "ConfidentialityClearance", FROM_SPAIN)),
        ("label-of-our-policy.xml", of_machines(LABEL, "ConfidentialityLabel", OURS)),
        ("label-with-a-doctype.xml", b"<!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><l>&b;</l>".to_vec()),
        ("message.eml", MESSAGE.as_bytes().to_vec()),
        ("message-of-outlook.msg", outlook.clone()),
        ("message-cut-off.msg", outlook.iter().copied().take(outlook.len() / 2).collect()),
    ];
    files.iter().try_for_each(|(name, bytes)| keep(&folder.join(name), bytes))
}

fn of_outlook() -> Sample<'static> {
    Sample {
        subject: "Ref BEL/8: a question about the form",
        sender: ("The registry", "registry@authority.example"),
        // Tuesday 3 March 2026, 08:30 in Greenwich.
        sent: Some(1_772_526_600),
        message_id: "<try-2@authority.example>",
        text: "Which edition of the form is in force?\r\n",
        files: vec![("form.txt", b"An empty form.\n")],
        ..Sample::default()
    }
}

fn tracker() -> Result<Vec<u8>, String> {
    let columns = COLUMNS.map(|header| TableColumn { header: header.to_owned(), kind: ColumnKind::Text }).to_vec();
    let cell = |text: &str| if text.is_empty() { Value::Empty } else { Value::Text(text.to_owned()) };
    let rows = ROWS.map(|row| row.map(cell).to_vec()).to_vec();
    write_xlsx(&Table { title: "Clearances".to_owned(), columns, rows, ..Table::default() }).map_err(|e| e.to_string())
}

fn of_machines(namespace: &str, root: &str, said: &str) -> Vec<u8> {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"{namespace}\">{said}</{root}>\n").into_bytes()
}
