//! Wiping: after a disposal the bytes go from the files too. On SQLite that takes a moment and is done within a minute; on PostgreSQL tables
//! are locked while they are rewritten, so it is done at night.

use ledger::db::Backend;

use crate::app::App;

/// How often it is looked whether something is to be wiped.
const LOOK: std::time::Duration = std::time::Duration::from_secs(60);

/// The hours of the night in which tables may be locked.
const NIGHT: std::ops::Range<i8> = 1..5;

/// Wipes what is due until the program ends. What fails is tried again at the next look and said once.
pub async fn run(app: App) {
    let mut said = String::new();
    loop {
        let hour = app.ledger.now().to_zoned(app.ledger.zone().clone()).hour();
        if may(app.ledger.backend(), hour) {
            let error = app.ledger.wipe().await.err();
            let text = error.as_ref().map(ToString::to_string).unwrap_or_default();
            if let Some(error) = error.filter(|_| text != said) {
                crate::failure::report(&error);
            }
            said = text;
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Whether now is the time for it.
fn may(backend: Backend, hour: i8) -> bool {
    match backend {
        Backend::Sqlite => true,
        Backend::Postgres => NIGHT.contains(&hour),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_locked_at_night_only() {
        assert!((0..24).all(|hour| may(Backend::Sqlite, hour)));
        assert_eq!((0..24).filter(|hour| may(Backend::Postgres, *hour)).collect::<Vec<_>>(), [1, 2, 3, 4]);
    }
}
