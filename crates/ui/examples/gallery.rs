//! Writes every sample page, in both languages, to a folder of static files: `cargo run -p ui --example gallery [FOLDER]`.

use std::fs;
use std::io;
use std::path::PathBuf;

use ui::{Lang, assets, sample};

fn main() -> io::Result<()> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("target/gallery"), PathBuf::from);
    let files = folder.join("assets");
    fs::create_dir_all(&files)?;
    for name in assets::names() {
        if let Some(asset) = assets::asset(name, "") {
            fs::write(files.join(name), asset.bytes)?;
        }
    }
    for lang in Lang::ALL {
        for (name, page) in sample::all(lang) {
            fs::write(folder.join(format!("{name}.{}.html", lang.code())), page.html())?;
        }
    }
    Ok(())
}
