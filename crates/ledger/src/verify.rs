//! Verification: the log against its signatures, every revision row against the commitments in the log, and every stored file against its hash.
//! Reads only.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use kernel::Value;

use crate::crypto::Hash;
use crate::db::Connection;
use crate::keys::{self, MasterKeys, SubjectKeys};
use crate::log::checkpoint::Checkpoint;
use crate::log::tree::Frontier;
use crate::log::{commitment, leaf, tree};
use crate::{Error, Manifest};

const CHUNK: i64 = 10_000;
const FINDINGS_MAX: usize = 100;

/// What a verification found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Entries read.
    pub entries: u64,
    /// Root over them.
    pub root: Hash,
    /// Size of the last checkpoint.
    pub checkpoint: u64,
    /// Revision rows checked.
    pub rows: u64,
    /// Revision rows that were erased, as the shred records say.
    pub erased: u64,
    /// Stored files that were opened.
    pub files: u64,
    /// One line a problem, at most a hundred; empty when all is well.
    pub findings: Vec<String>,
}

impl Report {
    fn find(&mut self, text: String) {
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(text);
        }
    }
}

/// Checks the log, the rows and the files of an open database.
pub fn database(conn: &mut dyn Connection, manifest: &Manifest, keys: &MasterKeys) -> Result<Report, Error> {
    let mut report = log(conn, &keys.signer()?.public())?;
    rows(conn, manifest, keys, &mut report)?;
    files(conn, manifest, keys, &mut report)?;
    Ok(report)
}

/// Checks every stored file against the hash in its record.
fn files(conn: &mut dyn Connection, manifest: &Manifest, keys: &MasterKeys, report: &mut Report) -> Result<(), Error> {
    let mut after = None;
    loop {
        let seen = crate::files::look(conn, manifest, keys.master, after)?;
        report.files += seen.files.unsigned_abs();
        for (register, prefix, record) in seen.damaged {
            report.find(format!("{register} {}: its file is gone or is not what was stored", record.outward(prefix)));
        }
        after = seen.reached;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// Checks the log of an open database: leaves, hashes, order, nodes, head, checkpoints.
pub fn log(conn: &mut dyn Connection, public: &[u8]) -> Result<Report, Error> {
    let mut report = Report::default();
    let notes = conn.query("SELECT size, note FROM checkpoint ORDER BY size", &[])?;
    let mut notes = notes.into_iter().peekable();
    let mut origins = Origins::default();
    let mut frontier = Frontier::default();
    let mut last_time = i64::MIN;
    let mut held = 0;
    loop {
        let from = frontier.size().cast_signed();
        let rows = conn.query(
            "SELECT seq, time, actor, command, leaf, hash, suspect, behalf, duty, purpose, request, holder FROM entry WHERE seq >= $1 \
             ORDER BY seq LIMIT $2",
            &[from.into(), CHUNK.into()],
        )?;
        if rows.is_empty() {
            break;
        }
        let nodes = conn.query(
            "SELECT idx, hash FROM tree_node WHERE level = 1 AND idx >= $1 AND idx <= $2 ORDER BY idx",
            &[(from / 256).into(), ((from + CHUNK) / 256).into()],
        )?;
        let nodes: BTreeMap<i64, Value> = nodes.into_iter().filter_map(|mut row| Some((row.first()?.int()?, row.pop()?))).collect();
        for row in rows {
            let seq = frontier.size().cast_signed();
            let time = row[1].int().unwrap_or(0);
            let leaf = row[4].text().unwrap_or("");
            if row[0].int() != Some(seq) {
                report.find(format!("gap: entry {seq} is missing; the next one is {}", row[0].int().unwrap_or(-1)));
                report.entries = frontier.size();
                return Ok(report);
            }
            let hash = tree::leaf_hash(leaf.as_bytes());
            if !matches!(&row[5], Value::Bytes(stored) if stored.as_slice() == hash) {
                report.find(format!("bad entry at index {seq}: the leaf does not hash to what was logged"));
            }
            if !says(leaf, seq, time, &row) {
                report.find(format!("bad entry at index {seq}: its columns differ from its leaf"));
            }
            if time < last_time {
                report.find(format!("bad entry at index {seq}: time goes back"));
            }
            last_time = time;
            origins.pass(leaf);
            for (level, index, node) in frontier.push(hash) {
                let stored = if level == 1 {
                    nodes.get(&index).cloned()
                } else {
                    conn.first("SELECT hash FROM tree_node WHERE level = $1 AND idx = $2", &[level.into(), index.into()])?
                        .and_then(|mut r| r.pop())
                };
                if !matches!(stored, Some(Value::Bytes(stored)) if stored.as_slice() == node) {
                    report.find(format!("tile {level}/{index} does not match (entries {} to {seq})", index << (8 * level)));
                }
            }
            while notes.peek().is_some_and(|note| note[0].int() == Some(seq + 1)) {
                let note = notes.next().unwrap_or_default();
                checkpoint(&note, &frontier, public, held, &mut origins, &mut report);
                held = seq + 1;
            }
        }
    }
    for note in notes {
        report.find(format!("rollback: a checkpoint of size {} was signed, the log has {}", note[0].int().unwrap_or(0), frontier.size()));
    }
    report.entries = frontier.size();
    report.root = frontier.root();
    report.checkpoint = held.unsigned_abs();
    let head = conn.first("SELECT size, frontier, time FROM log_head", &[])?;
    let fits = head.is_some_and(|head| {
        let stored: &[u8] = match &head[1] {
            Value::Bytes(bytes) => bytes,
            _ => &[],
        };
        let time = if frontier.size() == 0 { 0 } else { last_time };
        head[0].int() == Some(frontier.size().cast_signed()) && stored == frontier.to_bytes() && head[2].int() == Some(time)
    });
    if !fits {
        report.find(format!("the head of the log does not fit its {} entries", frontier.size()));
    }
    Ok(report)
}

/// Whether the readable columns say what the leaf says; the leaf is canonical, so its parts are known.
fn says(leaf: &str, seq: i64, time: i64, row: &[Value]) -> bool {
    let id = |at: usize| row[at].id().map(|id| crate::crypto::b64u(&id.0));
    let text = |at: usize| crate::log::canonical::quoted(row[at].text().unwrap_or(""));
    let clock = if row[6].int() == Some(0) { "ok" } else { "suspect" };
    let behalf = id(7).map_or_else(String::new, |behalf| format!("\"behalf\":\"{behalf}\","));
    let holder = id(11).map_or_else(String::new, |holder| format!("\"holder\":\"{holder}\","));
    let starts = format!(
        "{{\"actor\":\"{}\",{behalf}\"clock\":\"{clock}\",\"command\":{},\"permit\":{{\"duty\":{},{holder}\"table\":",
        id(2).unwrap_or_default(),
        text(3),
        text(8)
    );
    let ends = format!(",\"request\":\"{}\",\"seq\":{seq},\"time\":{time},\"v\":1}}", id(10).unwrap_or_default());
    leaf.starts_with(&starts) && leaf.ends_with(&ends) && leaf.contains(&format!(",\"purpose\":{},", text(9)))
}

/// The name a checkpoint must bear where the log has come to: the first one's, with a number behind it once the log was reopened.
#[derive(Default)]
struct Origins {
    first: Option<String>,
    reopened: i64,
}

impl Origins {
    /// Passes an entry, after which the log may have another name.
    fn pass(&mut self, leaf: &str) {
        self.reopened += i64::from(leaf.contains(&format!(",\"command\":\"{}\",", crate::ceremony::REOPEN)));
    }

    fn fits(&mut self, said: &str) -> bool {
        let number = self.reopened + 1;
        let base = self.first.get_or_insert_with(|| {
            let numbered = format!("/{number}");
            let base = if number > 1 { said.strip_suffix(&numbered).unwrap_or(said) } else { said };
            base.trim_start_matches("castellan/").to_owned()
        });
        said == crate::log::checkpoint::origin(base, number)
    }
}

fn checkpoint(note: &[Value], frontier: &Frontier, public: &[u8], held: i64, origins: &mut Origins, report: &mut Report) {
    let size = frontier.size();
    match note[1].text().and_then(|text| Checkpoint::read(text, public)) {
        None => report.find(format!("checkpoint of size {size} is unreadable")),
        Some((_, false)) => report.find(format!("signature of the checkpoint of size {size} does not hold")),
        Some((said, true)) if said.size != size || said.root != frontier.root() => {
            report.find(format!(
                "root differs from checkpoint of size {size}: something between entries {held} and {} was changed",
                size - 1
            ));
        }
        Some((said, true)) if !origins.fits(&said.origin) => {
            report.find(format!("checkpoint of size {size} is of the log {}, which is not its name there", said.origin));
        }
        Some((_, true)) => {}
    }
}

/// The record items that entries wrote, by entry, each with its place there: from the revision rows, what was erased, and what says that a restore
/// fell short. Rows that cannot be what was logged are found.
pub(crate) fn items(
    conn: &mut dyn Connection,
    manifest: &Manifest,
    subject_keys: &HashMap<kernel::RecordId, crate::crypto::Key>,
    (from, to): (i64, i64),
    report: &mut Report,
) -> Result<BTreeMap<i64, Vec<(i64, String)>>, Error> {
    let mut items: BTreeMap<i64, Vec<(i64, String)>> = BTreeMap::new();
    for meta in manifest.registers() {
        let name = meta.def.name;
        let sql =
            format!("SELECT {}, rev_from, rev_ord, sort_key FROM \"{name}_rev\" WHERE rev_from >= $1 AND rev_from < $2", meta.columns);
        for mut row in conn.query(&sql, &[from.into(), to.into()])? {
            let at = row.split_off(row.len().saturating_sub(3));
            let raw = meta.parse(row)?;
            let derived = raw.head.subject == meta.def.subject_of(raw.head.id, &raw.values)
                && at[2].text() == Some(meta.sort_key(&raw.values).as_str());
            if !derived {
                let id = raw.head.id.outward(meta.def.prefix);
                report.find(format!("{name} {id}: subject or order of version {} do not follow from its fields", raw.head.version));
            }
            let key = subject_keys.get(&raw.head.subject.unwrap_or(kernel::RecordId::NIL));
            let Some(key) = key else {
                let id = raw.head.id.outward(meta.def.prefix);
                report.find(format!("{name} {id}: the key of version {} is gone, and the version is still there", raw.head.version));
                continue;
            };
            let item = commitment::item(key, &meta.def, &raw.head, &raw.values);
            report.rows += 1;
            items.entry(at[0].int().unwrap_or(0)).or_default().push((at[1].int().unwrap_or(0), item));
        }
    }
    // What was erased lawfully left its item behind.
    let sql = "SELECT rev_from, rev_ord, item FROM shred_row WHERE rev_from >= $1 AND rev_from < $2";
    for row in conn.query(sql, &[from.into(), to.into()])? {
        report.erased += 1;
        let item = row[2].text().unwrap_or("").to_owned();
        items.entry(row[0].int().unwrap_or(0)).or_default().push((row[1].int().unwrap_or(0), item));
    }
    // And the entry that erased it says how much, and exactly what.
    for (seq, item) in shreds(conn, from, to)? {
        items.entry(seq).or_default().push((i64::MAX, item));
    }
    for (seq, item) in reopenings(conn, from, to)? {
        items.entry(seq).or_default().push((i64::MAX, item));
    }
    Ok(items)
}

/// Checks every revision row against the log, and every current row against its last revision.
fn rows(conn: &mut dyn Connection, manifest: &Manifest, master: &MasterKeys, report: &mut Report) -> Result<(), Error> {
    let subject_keys = SubjectKeys::new(master.master).all(conn, keys::COMMITMENT)?;
    let mut from = 0;
    while from < report.entries.cast_signed() {
        let to = from + CHUNK;
        let mut items = items(conn, manifest, &subject_keys, (from, to), report)?;
        for entry in conn.query("SELECT seq, leaf FROM entry WHERE seq >= $1 AND seq < $2 ORDER BY seq", &[from.into(), to.into()])? {
            let (seq, text) = (entry[0].int().unwrap_or(0), entry[1].text().unwrap_or(""));
            let logged = text.split_once("\"records\":").and_then(|(_, rest)| rest.split_once(",\"request\":")).map(|(records, _)| records);
            let mut found = items.remove(&seq).unwrap_or_default();
            found.sort();
            let found: Vec<String> = found.into_iter().map(|(_, item)| item).collect();
            if logged != Some(leaf::records(&found).as_str()) {
                let which = found.iter().find(|item| !text.contains(item.as_str())).cloned().unwrap_or_default();
                report.find(format!("entry {seq}: a revision row differs from what was logged {which}"));
            }
        }
        for seq in items.keys() {
            report.find(format!("entry {seq}: revision rows without an entry"));
        }
        from = to;
    }
    for meta in manifest.registers() {
        let name = meta.def.name;
        let columns = format!("{}, sort_key", meta.columns);
        let (now, then) =
            (format!("SELECT {columns} FROM \"{name}\""), format!("SELECT {columns} FROM \"{name}_rev\" WHERE rev_to IS NULL"));
        // Each row against the next in the order of the key: one pass, however many versions a record has.
        let chain = format!(
            "SELECT id FROM (SELECT id, version, rev_to, lead(rev_from) OVER w AS next_from, lead(version) OVER w AS next_version \
             FROM \"{name}_rev\" WINDOW w AS (PARTITION BY id ORDER BY rev_from)) AS c \
             WHERE (rev_to IS DISTINCT FROM next_from OR next_version <> version + 1) \
             AND NOT EXISTS (SELECT 1 FROM shred_row s WHERE s.record = c.id AND s.rev_from = c.rev_to) LIMIT 5"
        );
        for row in conn.query(&chain, &[])? {
            let id = row.first().and_then(Value::id).unwrap_or(kernel::RecordId::NIL);
            report.find(format!("{name} {}: its versions do not follow one another", id.outward(meta.def.prefix)));
        }
        for sql in [format!("{now} EXCEPT {then} LIMIT 5"), format!("{then} EXCEPT {now} LIMIT 5")] {
            for row in conn.query(&sql, &[])? {
                let id = row.first().and_then(Value::id).unwrap_or(kernel::RecordId::NIL);
                report.find(format!("{name} {}: the row differs from its last revision", id.outward(meta.def.prefix)));
            }
        }
        references(conn, manifest, &meta.def, report)?;
    }
    // An absence is lawful where an entry says so; a shred record without its entry explains nothing.
    let sql = "SELECT count(*) FROM shred_row r WHERE NOT EXISTS (SELECT 1 FROM shred s WHERE s.seq = r.seq)";
    let unsaid = conn.number(sql, &[])?;
    if unsaid > 0 {
        report.find(format!("{unsaid} records of what was erased belong to no erasure"));
    }
    let sql = "SELECT count(*) FROM shred WHERE seq < 0 OR seq >= $1";
    let early = conn.number(sql, &[report.entries.cast_signed().into()])?;
    if early > 0 {
        report.find(format!("{early} erasures are recorded for entries the log does not have"));
    }
    if conn.number("SELECT count(*) FROM subject_key k JOIN shred s ON s.subject = k.subject", &[])? > 0 {
        report.find("a key of somebody who was erased is still there".to_owned());
    }
    Ok(())
}

/// References to records that can be erased are not kept by the database: each leads to a record or to a shred record.
fn references(conn: &mut dyn Connection, manifest: &Manifest, def: &kernel::RegisterDef, report: &mut Report) -> Result<(), Error> {
    for field in def.fields {
        let kernel::FieldKind::Ref(register) = field.kind else { continue };
        if manifest.register(register).is_none_or(|m| m.def.subject.is_none()) {
            continue;
        }
        let (name, column) = (def.name, field.name);
        let sql = format!(
            "SELECT id FROM \"{name}\" r WHERE \"{column}\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"{register}\" t WHERE t.id = r.\"{column}\") \
             AND NOT EXISTS (SELECT 1 FROM shred_row s WHERE s.record = r.\"{column}\") LIMIT 5"
        );
        for row in conn.query(&sql, &[])? {
            let id = row.first().and_then(Value::id).unwrap_or(kernel::RecordId::NIL);
            report.find(format!("{name} {}: what its {column} refers to is not there", id.outward(def.prefix)));
        }
    }
    Ok(())
}

/// The items by which entries say that a restore fell short of the log.
fn reopenings(conn: &mut dyn Connection, from: i64, to: i64) -> Result<Vec<(i64, String)>, Error> {
    let instance = conn.first("SELECT id FROM instance", &[])?.and_then(|row| row[0].id()).unwrap_or(kernel::RecordId::NIL);
    let sql = "SELECT seq, number, known_size, known_root, lost FROM log_reopening WHERE seq >= $1 AND seq < $2";
    let items = conn.query(sql, &[from.into(), to.into()])?.into_iter().flat_map(|row| {
        let number = |at: usize| row[at].int().unwrap_or(0);
        let root: &[u8] = if let Value::Bytes(root) = &row[3] { root } else { &[] };
        let before = crate::log::checkpoint::origin(&crate::crypto::b64u(&instance.0), number(1) - 1);
        let seq = number(0);
        crate::ceremony::reopening(&before, number(2), root, number(4)).into_iter().map(move |item| (seq, item))
    });
    Ok(items.collect())
}

/// The items by which entries commit to what they erased, made anew from the shred records.
fn shreds(conn: &mut dyn Connection, from: i64, to: i64) -> Result<Vec<(i64, String)>, Error> {
    let sql = "SELECT seq, subject FROM shred WHERE seq >= $1 AND seq < $2 ORDER BY seq";
    let mut items = Vec::new();
    for row in conn.query(sql, &[from.into(), to.into()])? {
        let (Some(seq), Some(subject)) = (row[0].int(), row[1].id()) else { continue };
        let sql = "SELECT item FROM shred_row WHERE seq = $1 ORDER BY rev_from, rev_ord";
        let rows = conn.query(sql, &[seq.into()])?;
        let gone: Vec<String> = rows.into_iter().filter_map(|mut row| row.pop()?.text().map(str::to_owned)).collect();
        items.push((seq, crate::erase::item(subject, &gone)));
    }
    Ok(items)
}

/// Checks an exported folder of tiles, without any database.
pub fn export(folder: &Path, public: Option<&[u8]>) -> Result<Report, Error> {
    let io = |what: &str, e: std::io::Error| Error::Stored(format!("{}: {e}", folder.join(what).display()));
    let read = |what: &str| std::fs::read_to_string(folder.join(what)).map_err(|e| io(what, e));
    let mut report = Report::default();
    let own = read("keys").unwrap_or_default();
    let own_key = own
        .lines()
        .next()
        .and_then(|l| l.splitn(3, '+').nth(2))
        .and_then(crate::crypto::from_b64)
        .map(|k| k.get(1..).unwrap_or_default().to_vec());
    let public = public.map(<[u8]>::to_vec).or(own_key).ok_or_else(|| Error::Stored("the export has no readable key".to_owned()))?;
    let mut text = |what: &str| {
        read(what).unwrap_or_else(|e| {
            report.find(format!("checkpoint: {e}"));
            String::new()
        })
    };
    let (notes, last) = (text("checkpoints"), text("checkpoint"));
    let mut notes: Vec<Vec<Value>> = notes
        .split("--\n")
        .filter(|n| !n.trim().is_empty())
        .map(|note| {
            let size = note.lines().nth(1).and_then(|s| s.parse::<i64>().ok()).unwrap_or(-1);
            vec![Value::Int(size), Value::from(note)]
        })
        .collect();
    if !notes.is_sorted_by_key(|n| n[0].int()) {
        report.find("checkpoint: the list is not in the order of the sizes".to_owned());
    }
    if notes.last().and_then(|n| n[1].text()).unwrap_or("") != last {
        report.find("checkpoint: the last one is not the last of the list".to_owned());
    }
    notes.sort();
    let size = notes.last().and_then(|n| n[0].int()).unwrap_or(0).unsigned_abs();
    let mut frontier = Frontier::default();
    let mut origins = Origins::default();
    let mut held = 0;
    let mut nodes: BTreeMap<i64, Vec<Hash>> = BTreeMap::new();
    let mut last_time = i64::MIN;
    for tile in 0..size.div_ceil(tree::TILE) {
        let width = (size - tile * tree::TILE).min(tree::TILE);
        let bundle = tile_file(folder, "tile/entries", tile, width, &mut report);
        let stored = tile_file(folder, "tile/0", tile, width, &mut report);
        let (leaves, rest) = split(&bundle);
        if leaves.len() as u64 != width || stored.len() as u64 != width * 32 || rest > 0 {
            report.find(format!(
                "tile 0/{tile} does not match: it holds {} leaves, {} bytes of hashes and {rest} bytes beside, {width} entries are due",
                leaves.len(),
                stored.len()
            ));
        }
        if (leaves.len() as u64) < width {
            report.find(format!(
                "gap: entries {} to {} are missing",
                tile * tree::TILE + leaves.len() as u64,
                tile * tree::TILE + width - 1
            ));
            break;
        }
        for (at, leaf) in leaves.iter().enumerate().take(width as usize) {
            let seq = tile * tree::TILE + at as u64;
            let hash = tree::leaf_hash(leaf);
            if stored.get(at * 32..at * 32 + 32) != Some(hash.as_slice()) {
                report.find(format!("bad entry at index {seq}: the leaf does not hash to its tile"));
            }
            let text = String::from_utf8_lossy(leaf);
            let time = text.rsplit_once("\"time\":").and_then(|(_, rest)| rest.split(',').next()).and_then(|t| t.parse::<i64>().ok());
            let time = time.unwrap_or(i64::MIN);
            if !text.ends_with(&format!("\"seq\":{seq},\"time\":{time},\"v\":1}}")) || leaf.len() > kernel::limits::LEAF_BYTES_MAX {
                report.find(format!("bad entry at index {seq}: wrong number, order or size"));
            }
            if time < last_time {
                report.find(format!("bad entry at index {seq}: time goes back"));
            }
            last_time = time;
            origins.pass(&text);
            for (level, _, node) in frontier.push(hash) {
                nodes.entry(level).or_default().push(node);
            }
            while notes.first().is_some_and(|n| n[0].int() == Some(frontier.size().cast_signed())) {
                let note = notes.remove(0);
                checkpoint(&note, &frontier, &public, held, &mut origins, &mut report);
                held = frontier.size().cast_signed();
            }
        }
    }
    for (level, hashes) in nodes {
        for (tile, hashes) in hashes.chunks(tree::TILE as usize).enumerate() {
            if tile_file(folder, &format!("tile/{level}"), tile as u64, hashes.len() as u64, &mut report) != hashes.concat() {
                report.find(format!("tile {level}/{tile} does not match"));
            }
        }
    }
    for note in notes {
        report.find(format!(
            "rollback: a checkpoint of size {} was signed, the export has {}",
            note[0].int().unwrap_or(-1),
            frontier.size()
        ));
    }
    (report.entries, report.root, report.checkpoint) = (frontier.size(), frontier.root(), held.unsigned_abs());
    Ok(report)
}

/// A tile's bytes; one that cannot be read is a finding and holds nothing.
fn tile_file(folder: &Path, base: &str, tile: u64, width: u64, report: &mut Report) -> Vec<u8> {
    let path = crate::log::export::tile_path(base, tile, width);
    std::fs::read(folder.join(&path)).unwrap_or_else(|e| {
        report.find(format!("tile {} does not match: {path}: {e}", base.trim_start_matches("tile/")));
        Vec::new()
    })
}

/// The leaves of a bundle, and how many bytes were left over.
fn split(bundle: &[u8]) -> (Vec<&[u8]>, usize) {
    let mut leaves = Vec::new();
    let mut rest = bundle;
    while let Some((length, after)) = rest.split_at_checked(2) {
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let Some((leaf, after)) = after.split_at_checked(length) else { break };
        leaves.push(leaf);
        rest = after;
    }
    (leaves, rest.len())
}
