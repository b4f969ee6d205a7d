//! Judges a zip container before anything reads it: every entry is unpacked
//! once and counted, so that declared sizes are never believed.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{OLE2, ZIP};
use crate::finding::{Code, Finding};
use crate::limits;

/// A container that kept within the limits to its last byte.
pub(super) type Container<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Opens a workbook's container, or says why not.
pub(super) fn open(bytes: &[u8]) -> Result<Container<'_>, Finding> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(super::too_large("bytes", limits::FILE_BYTES));
    }
    if bytes.starts_with(OLE2) {
        return Err(Finding::new(Code::WorkbookEncryptedOrLegacy));
    }
    if !bytes.starts_with(ZIP) {
        return Err(Finding::new(Code::NotAWorkbook));
    }
    let mut container = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
    if container.len() > limits::ZIP_ENTRIES {
        return Err(bomb("entries", limits::ZIP_ENTRIES as u64));
    }
    let mut budget = Budget::new(bytes.len() as u64);
    for index in 0..container.len() {
        judge(&mut container, index, &mut budget)?;
    }
    if container.index_for_name("[Content_Types].xml").is_none() {
        return Err(Finding::new(Code::NotAWorkbook));
    }
    Ok(container)
}

/// Reads one part, of a container that was judged.
pub(super) fn part(container: &mut Container<'_>, path: &str) -> Option<String> {
    let mut text = String::new();
    let entry = container.by_name(path).ok()?;
    entry.take(limits::ZIP_UNPACKED_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

fn judge(container: &mut Container<'_>, index: usize, budget: &mut Budget) -> Result<(), Finding> {
    let mut entry = container.by_index(index).map_err(|error| refusal(&error))?;
    let name = entry.name().map_err(|error| refusal(&error))?.to_lowercase();
    let escapes = name.split(['/', '\\']).any(|step| step == "..") || name.contains('\0');
    if escapes || entry.is_symlink() {
        return Err(Finding::new(Code::WorkbookBomb).value(&name).meaning("path"));
    }
    if name.ends_with("vbaproject.bin") || name.starts_with("xl/macrosheets/") {
        return Err(Finding::new(Code::WorkbookMacros).value(&name));
    }
    let xml = [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end));
    let mut scan = Scan::default();
    let mut first = true;
    let mut chunk = vec![0u8; 64 << 10];
    loop {
        let read = entry.read(&mut chunk).map_err(|_| Finding::new(Code::WorkbookDamaged).value(&name))?;
        let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else {
            return Ok(());
        };
        budget.spend(read as u64)?;
        if first && bytes.starts_with(ZIP) {
            return Err(Finding::new(Code::WorkbookBomb).value(&name).meaning("nesting"));
        }
        first = false;
        if xml && scan.finds_dtd(bytes) {
            return Err(Finding::new(Code::WorkbookDtd).value(&name));
        }
    }
}

/// Bytes that may still be unpacked.
struct Budget {
    packed: u64,
    unpacked: u64,
}

impl Budget {
    fn new(packed: u64) -> Self {
        Self { packed, unpacked: 0 }
    }

    fn spend(&mut self, bytes: u64) -> Result<(), Finding> {
        self.unpacked = self.unpacked.saturating_add(bytes);
        if self.unpacked > limits::ZIP_UNPACKED_BYTES {
            return Err(bomb("bytes", limits::ZIP_UNPACKED_BYTES));
        }
        let most = self.packed.saturating_mul(limits::ZIP_RATIO).max(limits::ZIP_RATIO_FLOOR);
        if self.unpacked > most {
            return Err(bomb("ratio", limits::ZIP_RATIO));
        }
        Ok(())
    }
}

/// Looks for a document type across the borders of chunks.
#[derive(Default)]
struct Scan {
    tail: Vec<u8>,
}

const DTD: &[u8] = b"<!DOCTYPE";

impl Scan {
    fn finds_dtd(&mut self, chunk: &[u8]) -> bool {
        let head = chunk.get(..chunk.len().min(DTD.len())).unwrap_or_default();
        self.tail.extend_from_slice(head);
        let found = contains(&self.tail, DTD) || contains(chunk, DTD);
        let keep = chunk.len().saturating_sub(DTD.len() - 1);
        self.tail = chunk.get(keep..).unwrap_or_default().to_vec();
        found
    }
}

fn contains(hay: &[u8], needle: &[u8]) -> bool {
    let mut rest = hay;
    while let Some(at) = rest.iter().position(|byte| *byte == b'!') {
        let before = at.saturating_sub(1);
        if rest.get(before..).is_some_and(|from| from.starts_with(needle)) {
            return true;
        }
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    false
}

fn bomb(what: &str, limit: u64) -> Finding {
    Finding::new(Code::WorkbookBomb).value(what).meaning(limit.to_string())
}

fn refusal(error: &ZipError) -> Finding {
    match error {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => Finding::new(Code::WorkbookEncryptedOrLegacy),
        other => Finding::new(Code::WorkbookDamaged).value(other.to_string()),
    }
}
