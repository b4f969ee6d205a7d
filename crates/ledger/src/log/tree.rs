//! The RFC 6962 tree over SHA-256: roots, an appendable frontier, inclusion proofs.

use crate::crypto::{Hash, sha256};

/// Width of a tile.
pub const TILE: u64 = 256;
/// Levels of the tree in one tile.
pub const TILE_HEIGHT: u32 = 8;

/// Hash of a leaf.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    sha256(&[&[0], leaf])
}

/// Hash of an inner node.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[1], left, right])
}

/// Root over these hashes of one level; of none, the hash of nothing.
pub fn root(hashes: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    for hash in hashes {
        frontier.push(*hash);
    }
    frontier.root()
}

/// The right edge of a growing tree: one hash for each set bit of its size, largest subtree first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// How many leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }
    /// Appends a leaf hash; returns the tile nodes (level, index, hash) it completed: level 1 covers 256 leaves, level 2 256 of those.
    pub fn push(&mut self, leaf: Hash) -> Vec<(i64, i64, Hash)> {
        let (mut hash, mut height, mut rest) = (leaf, 0, self.size);
        let mut completed = Vec::new();
        while rest & 1 == 1 {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
            }
            rest >>= 1;
            height += 1;
            if height % TILE_HEIGHT == 0 {
                completed.push((i64::from(height / TILE_HEIGHT), (self.size >> height).cast_signed(), hash));
            }
        }
        self.peaks.push(hash);
        self.size += 1;
        completed
    }
    /// The root now.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return sha256(&[]) };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }
    /// As stored beside the log.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.peaks.concat()
    }
    /// From what was stored; `None` when the number of hashes does not fit the size.
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Option<Self> {
        let peaks: Vec<Hash> = bytes.chunks(32).map(Hash::try_from).collect::<Result<_, _>>().ok()?;
        (peaks.len() == size.count_ones() as usize).then_some(Self { size, peaks })
    }
}

/// The hashes that prove leaf `index` in a tree over `size` leaves; `node(level, i)` gives complete subtree roots and
/// `range(from, to)` the root over leaves that end at the tree's edge.
pub fn inclusion(index: u64, size: u64, root_of: &mut dyn FnMut(u64, u64) -> Option<Hash>) -> Option<Vec<Hash>> {
    if index >= size {
        return None;
    }
    let (mut from, mut to) = (0, size);
    let mut path = Vec::new();
    while to - from > 1 {
        let middle = from + largest_power_below(to - from);
        if index < middle {
            path.push(root_of(middle, to)?);
            to = middle;
        } else {
            path.push(root_of(from, middle)?);
            from = middle;
        }
    }
    path.reverse();
    Some(path)
}

/// The root a proof leads to; `None` when its length does not fit.
pub fn root_from_inclusion(index: u64, size: u64, leaf: Hash, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, leaf);
    let mut path = path.iter();
    while last > 0 {
        if at & 1 == 1 {
            hash = node_hash(path.next()?, &hash);
        } else if at < last {
            hash = node_hash(&hash, path.next()?);
        }
        at >>= 1;
        last >>= 1;
    }
    path.next().is_none().then_some(hash)
}

fn largest_power_below(n: u64) -> u64 {
    let power = 1 << (63 - n.leading_zeros());
    if power == n { power / 2 } else { power }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(n: u64) -> Vec<Hash> {
        (0..n).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    /// RFC 6962 section 2.1, written as the RFC writes it.
    fn by_definition(hashes: &[Hash]) -> Hash {
        match hashes.len() {
            0 => sha256(&[]),
            1 => hashes[0],
            n => {
                let k = largest_power_below(n as u64) as usize;
                node_hash(&by_definition(&hashes[..k]), &by_definition(&hashes[k..]))
            }
        }
    }

    #[test]
    fn known_roots_of_the_certificate_transparency_vectors() {
        let leaves: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"`abcdefghijklmno",
        ];
        let hashed: Vec<Hash> = leaves.iter().map(|l| leaf_hash(l)).collect();
        assert_eq!(crate::crypto::hex(&root(&[])), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(crate::crypto::hex(&root(&hashed[..1])), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assert_eq!(crate::crypto::hex(&root(&hashed[..2])), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    }

    #[test]
    fn frontier_and_definition_agree_and_every_leaf_is_proved() {
        for size in [1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 255, 256, 257] {
            let hashes = hashes(size);
            let root = root(&hashes);
            assert_eq!(root, by_definition(&hashes));
            for index in 0..size {
                let mut of = |from: u64, to: u64| Some(by_definition(&hashes[from as usize..to as usize]));
                let path = inclusion(index, size, &mut of).unwrap_or_default();
                assert_eq!(root_from_inclusion(index, size, hashes[index as usize], &path), Some(root), "{index} of {size}");
                let mut wrong = path.clone();
                if let Some(first) = wrong.first_mut() {
                    first[0] ^= 1;
                    assert_ne!(root_from_inclusion(index, size, hashes[index as usize], &wrong), Some(root));
                }
            }
        }
    }

    #[test]
    fn a_frontier_survives_its_storage() {
        let mut frontier = Frontier::default();
        for hash in hashes(1000) {
            frontier.push(hash);
            assert_eq!(Frontier::from_bytes(frontier.size(), &frontier.to_bytes()).as_ref(), Some(&frontier));
        }
        assert_eq!(Frontier::from_bytes(3, &[0; 32]), None);
    }
}
