//! Serving: one listener for browsers and the API, one local socket for the command line, until told to stop.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use server::inbox::Folder;
use server::sender::{Sender, Server, Way};
use server::{App, router};
use tokio::net::{TcpListener, UnixListener};

use crate::MailArgs;
use crate::demo;
use crate::place::{Opening, Place};

/// The application of an open ledger; a demo takes reports without a name, an office when it says so.
pub fn app(ledger: &ledger::Ledger, takes_reports: bool) -> Result<App, String> {
    let program = std::env::current_exe().map_err(|e| format!("where am I: {e}"))?;
    let demo = if ledger.is_demo() { demo::users() } else { Vec::new() };
    Ok(App { ledger: ledger.clone(), program, takes_reports: takes_reports || ledger.is_demo(), demo: Arc::new(demo) })
}

/// Serves until interrupted.
pub fn serve(place: &Place, listen: &str, mail: &MailArgs, takes_reports: bool) -> Result<(), String> {
    let (ledger, _lock) = place.open(Opening::office())?;
    let app = app(&ledger, takes_reports)?;
    let folder = mail.mail_folder.as_deref().map(mail_folder).transpose()?;
    let sender = sender(&ledger, mail)?;
    let digest_at =
        mail.digest_at.as_deref().map(|at| at.parse::<jiff::civil::Time>().map_err(|_| format!("{at} is no hour"))).transpose()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let result = runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.map_err(|e| format!("{listen}: {e}"))?;
        if let Some(folder) = folder {
            tokio::spawn(folder.watch(app.clone()));
        }
        if let Some(at) = digest_at {
            tokio::spawn(server::digest::run(app.clone(), at));
        }
        tokio::spawn(server::schedules::run(app.clone()));
        tokio::spawn(server::daily::run(app.clone()));
        tokio::spawn(server::wipe::run(app.clone()));
        if let Some(sender) = sender {
            tokio::spawn(sender.run());
        }
        let routes = router(app);
        let local = place.database.is_none().then(|| local(place)).transpose()?;
        say!("serving on http://{}", listen.replace("127.0.0.1", "localhost"));
        if let Some(socket) = local {
            let routes = routes.clone();
            tokio::spawn(async move { axum::serve(socket, routes).await });
        }
        axum::serve(listener, routes).with_graceful_shutdown(stop()).await.map_err(|e| e.to_string())
    });
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    ledger.close();
    result
}

/// The watched folder; made when it is not there.
fn mail_folder(path: &std::path::Path) -> Result<Folder, String> {
    std::fs::create_dir_all(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(Folder::new(path.to_owned()))
}

/// The sender of what goes out, when there is a way.
fn sender(ledger: &ledger::Ledger, mail: &MailArgs) -> Result<Option<Sender>, String> {
    let read = |file: &std::path::Path| std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()));
    let way = match (&mail.smtp, &mail.mail_drafts) {
        (Some(url), _) => {
            let credentials = mail.smtp_credentials.as_deref().map(secret).transpose()?;
            let authority = mail.smtp_authority.as_deref().map(read).transpose()?;
            Way::smtp(&Server { url: url.clone(), credentials, authority })?
        }
        (None, Some(folder)) => {
            std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
            Way::Drafts(folder.clone())
        }
        (None, None) => return Ok(None),
    };
    let from = mail.mail_from.as_deref().unwrap_or_default();
    let from = from.parse().map_err(|_| format!("{from} is no e-mail address"))?;
    Ok(Some(Sender { ledger: ledger.clone(), way, from }))
}

/// A secret from a file that nobody else may read.
fn secret(file: &std::path::Path) -> Result<String, String> {
    let said = |e: std::io::Error| format!("{}: {e}", file.display());
    if std::fs::metadata(file).map_err(said)?.permissions().mode() & 0o077 != 0 {
        return Err(format!("{} can be read by others; give it mode 0600", file.display()));
    }
    std::fs::read_to_string(file).map_err(said)
}

fn local(place: &Place) -> Result<UnixListener, String> {
    let path = place.socket();
    if path.exists() {
        // The lock is ours, so nobody listens there any more.
        std::fs::remove_file(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    let socket = UnixListener::bind(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(socket)
}

async fn stop() {
    let mut term = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(term) => term,
        Err(_) => return std::future::pending().await,
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
    }
}
