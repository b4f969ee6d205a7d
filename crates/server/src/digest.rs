//! The daily digest: at its hour, everybody with an address is sent what waits for them, once a day however many nodes there are.

use jiff::civil::{Date, Time};
use kernel::{Lang, RecordId};
use ledger::{Command, Error, View};
use spine::notices::{JOB, SendDigest};

use crate::app::App;
use crate::pages::PageCx;
use crate::pages::notices::{digest, values};
use crate::visitor::Visitor;
use crate::words::Words;

/// How often the clock is looked at.
const LOOK: std::time::Duration = std::time::Duration::from_secs(60);

/// Sends digests until the program ends.
pub async fn run(app: App, at: Time) {
    let mut done: Option<Date> = None;
    loop {
        let now = app.ledger.now().to_zoned(app.ledger.zone().clone());
        if now.time() >= at && done != Some(now.date()) {
            match send(&app, now.date()).await {
                Ok(_) => done = Some(now.date()),
                Err(error) => crate::failure::report(&error),
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Sends the digests of a day; how many went into the outbox now. What one says is computed with its reader's own eyes; the system sends it.
///
/// # Errors
/// Those of the ledger; whoever was sent theirs is not sent it again.
pub async fn send(app: &App, day: Date) -> Result<usize, Error> {
    let mut sent = 0;
    for (account, lang) in app.ledger.open_accounts().answer().await? {
        let Some((reader, told)) = told(app, account, &lang).await? else { continue };
        let key = format!("digest-{day}-{}", account.outward("acc"));
        match app.ledger.work(JOB, SendDigest::NAME, values(told, Some(reader)), Some(key)).answer().await {
            Ok(receipt) => sent += usize::from(!receipt.repeated),
            // Without an address there is no digest; a key that was used means that today's is out.
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(sent)
}

async fn told(app: &App, account: RecordId, lang: &str) -> Result<Option<(RecordId, [String; 3])>, Error> {
    let lang = Lang::from_code(lang).unwrap_or_default();
    let zone = app.ledger.zone().clone();
    let visitor = Visitor { session: None, lang, here: "/notices".to_owned() };
    let demo = app.ledger.is_demo();
    let look = move |view: &mut View<'_>| {
        let reader = view.person();
        let told = digest(&mut PageCx::new(view, Words::new(lang), &visitor, &zone, demo))?;
        Ok(told.map(|told| (reader, told)))
    };
    app.ledger.read(account, look).answer().await
}
