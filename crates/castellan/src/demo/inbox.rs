//! A message that came in this morning and that nobody has taken into the book.

use kernel::Value;
use ledger::Error;

use super::Maker;

const MESSAGE: &str = "From: Registry <registry@nsa.example>\r\nTo: security.office@agency.example\r\nSubject: Your list of late files\r\n\
    Message-ID: <demo-1@nsa.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
    We have your letter. An answer to each file follows by post.\r\n";

impl Maker<'_> {
    /// Drops it, as what reads messages would have read it.
    pub(super) fn dropped(&self) -> Result<(), Error> {
        let input = [
            ("name", Value::from("late-files.eml")),
            ("condition", "file_whole".into()),
            ("correspondent", "Registry <registry@nsa.example>".into()),
            ("subject", "Your list of late files".into()),
            ("document_date", self.ledger.today().into()),
            ("channel", "email".into()),
            ("message_id", "demo-1@nsa.example".into()),
            ("file", Value::Bytes(MESSAGE.as_bytes().to_vec())),
        ];
        self.does("tomas", "mail.drop", &input).map(drop)
    }
}
