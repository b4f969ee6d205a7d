#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Check a Castellan log export without Castellan.

This program shares no code with Castellan and needs nothing but Python's
standard library. It reads an export directory as `docs/log-format.md`
describes it, or a single proof file, and says what does not fit and where.

What it reads (all of it is treated as hostile input):

    checkpoint                 the last signed checkpoint
    checkpoints                every signed checkpoint, separated by "--" lines
    keys                       verifier keys, one a line
    tile/<L>/<N>[.p/<W>]       hashes of the tree, 256 a full tile
    tile/entries/<N>[.p/<W>]   the leaves, each after a 2-byte big-endian length

How it is built, from the bottom up:

    Ed25519      signature verification as in RFC 8032
    signed notes keys, checkpoints and their signatures (C2SP signed-note)
    canonical    the one way to write a leaf (RFC 8785, strings and integers)
    tree         hashes and subtrees (RFC 6962)
    tiles        reading one tile of leaves and one of hashes, in any process
    Export       puts the whole together and reports problems
    proof        the inclusion proof of one entry (C2SP tlog-proof)
    register     exported records held against the log (register-proof)
    pack         an inspection pack: its files, its seal, its registers
    main         the command line

Exit code: 0 nothing wrong, 1 problems found, 2 could not be run.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import bisect
import datetime
import hashlib
import hmac
import json
import multiprocessing
import os
import re
import stat
import sys

sha256 = hashlib.sha256

LEAF_LIMIT = 1024  # bytes in a leaf
TILE = 256  # hashes in a full tile, leaves in a full bundle
SAFE_INTEGER = 2**53 - 1  # RFC 8785: beyond it JSON readers disagree
CHECKPOINT_LIMIT = 64 * 1024  # bytes in one signed note
PROOF_LIMIT = 256 * 1024  # bytes in a proof file
KEYS_LIMIT = 1024 * 1024  # bytes in a keys file
REGISTER_LIMIT = 1 << 30  # bytes in a file of exported records
MANIFEST_LIMIT = 16 * 1024 * 1024  # bytes in a pack's manifest
PACK_FILES_MAX = 1000  # files in a pack
SPANS_MAX = 20  # gaps in a book of numbers that are named
CHUNK = 64  # tiles handed to a worker at once


# --------------------------------------------------------------------------
# Ed25519 (RFC 8032), verification only: cofactorless, S must be below L.
# Not constant-time: only public values pass through it.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)  # extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z


def point_add(p, q):
    """The sum of two points (complete formula, also doubles)."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_compress(p) -> bytes:
    """The 32-byte encoding of a point."""
    z = pow(p[2], P - 2, P)
    x, y = p[0] * z % P, p[1] * z % P
    return (y | ((x & 1) << 255)).to_bytes(32, "little")


def point_decompress(data: bytes):
    """The point that 32 bytes encode, or None (RFC 8032, 5.1.3)."""
    if len(data) != 32:
        return None
    y = int.from_bytes(data, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else (0, y, 1, 0)
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P:
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def window_table(point):
    """Multiples of a point: table[i][j] = j * 16^i * point, for 64 nibbles."""
    table = []
    for _ in range(64):
        row = [IDENTITY]
        for _ in range(15):
            row.append(point_add(row[-1], point))
        table.append(row)
        point = point_add(row[15], point)
    return table


def table_multiply(table, scalar: int, start=IDENTITY):
    """start + scalar * point, from the point's table."""
    result = start
    for row in table:
        if scalar & 15:
            result = point_add(result, row[scalar & 15])
        scalar >>= 4
    return result


_G_Y = 4 * pow(5, P - 2, P) % P
BASE = point_decompress(_G_Y.to_bytes(32, "little"))
_base_table = None


def base_table():
    """The base point's table, made when first needed."""
    global _base_table
    if _base_table is None:
        _base_table = window_table(BASE)
    return _base_table


class PublicKey:
    """An Ed25519 public key that verifies many signatures quickly."""

    def __init__(self, raw: bytes):
        point = point_decompress(raw)
        if point is None:
            raise ValueError("not an Ed25519 public key")
        self.raw = raw
        # -A, so that the check below needs additions only.
        self.point = (P - point[0], point[1], point[2], P - point[3])
        self.table = None

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether R equals S*B - H(R, A, M)*A, byte by byte."""
        if len(signature) != 64:
            return False
        s = int.from_bytes(signature[32:], "little")
        if s >= L:
            return False
        h = hashlib.sha512(signature[:32] + self.raw + message).digest()
        k = int.from_bytes(h, "little") % L
        if self.table is None:
            self.table = window_table(self.point)
        r = table_multiply(self.table, k, table_multiply(base_table(), s))
        return point_compress(r) == signature[:32]


# --------------------------------------------------------------------------
# Signed notes, verifier keys and checkpoints (C2SP signed-note, tlog-checkpoint)


class Malformed(Exception):
    """A file that is not what its format says; the text tells why."""


def b64_decode(text: str, what: str) -> bytes:
    """Plain base64 in its one right spelling."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        raise Malformed(f"{what} is not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise Malformed(f"{what} is not canonical base64")
    return raw


def key_id(name: str, public: bytes) -> bytes:
    """The 4 bytes by which a signature line names its key."""
    return sha256(name.encode() + b"\n\x01" + public).digest()[:4]


def parse_key(line: str):
    """A verifier key line as (name, id, PublicKey)."""
    parts = line.split("+", 2)
    if len(parts) != 3 or not parts[0] or any(c.isspace() for c in parts[0]):
        raise Malformed("a key must read name+hash+base64")
    name, hexid, encoded = parts
    raw = b64_decode(encoded, "the key")
    if len(raw) != 33 or raw[0] != 1:
        raise Malformed("the key's algorithm is not Ed25519 (1)")
    if not re.fullmatch("[0-9a-f]{8}", hexid) or key_id(name, raw[1:]).hex() != hexid:
        raise Malformed("the key's hash does not fit the key")
    try:
        return name, bytes.fromhex(hexid), PublicKey(raw[1:])
    except ValueError as e:
        raise Malformed(str(e)) from None


class Checkpoint:
    """A parsed checkpoint: origin, size, root, its text and signature lines."""

    def __init__(self, note: str, where: str):
        self.where = where
        if len(note) > CHECKPOINT_LIMIT:
            raise Malformed("is too long")
        text, gap, signatures = note.partition("\n\n")
        if not gap or not signatures.endswith("\n"):
            raise Malformed("has no signature block")
        self.text = text + "\n"
        lines = text.split("\n")
        if len(lines) != 3:
            raise Malformed("is not three lines of text")
        self.origin, size, root = lines
        if not self.origin:
            raise Malformed("has no origin")
        if not re.fullmatch("0|[1-9][0-9]{0,17}", size, re.ASCII):
            raise Malformed("has no tree size in decimal")
        self.size = int(size)
        self.root = b64_decode(root, "the root")
        if len(self.root) != 32:
            raise Malformed("has a root that is not 32 bytes")
        self.signatures = []
        for line in signatures[:-1].split("\n"):
            m = re.fullmatch("— ([^ +]+) ([A-Za-z0-9+/=]+)", line)
            if not m:
                raise Malformed("has a line that is no signature")
            raw = b64_decode(m[2], "a signature")
            if len(raw) < 5:
                raise Malformed("has a signature that is too short")
            self.signatures.append((m[1], raw[:4], raw[4:]))

    def signature_problem(self, keys) -> str | None:
        """None if a known key signed and no known key's signature is wrong."""
        known = 0
        for name, ident, signature in self.signatures:
            key = keys.get((name, ident))
            if key is None:
                continue  # another's cosignature: says nothing to us
            if not key.verify(self.text.encode(), signature):
                return f"the signature of {name} is wrong"
            known += 1
        return None if known else "no key given has signed it"


def decode_text(raw: bytes, what: str) -> str:
    """UTF-8 without control characters other than the line feed."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed(f"{what} is not UTF-8") from None
    if re.search("[\x00-\x09\x0b-\x1f\x7f]", text):
        raise Malformed(f"{what} holds control characters")
    return text


# --------------------------------------------------------------------------
# Canonical JSON (RFC 8785), of strings and integers only: then the canonical
# form needs no number formatting, only sorted keys and minimal escapes.

_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f",
    "\n": "\\n", "\r": "\\r", "\t": "\\t",
}


def _canonical_string(s: str) -> str:
    return '"' + re.sub(
        '["\\\\\x00-\x1f]', lambda m: _ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04x}", s
    ) + '"'


def canonical(value) -> bytes:
    """The canonical bytes of a value; ValueError if it may not occur."""

    def write(v) -> str:
        if isinstance(v, str):
            return _canonical_string(v)
        if isinstance(v, bool) or v is None or isinstance(v, float):
            raise ValueError("holds something other than strings and integers")
        if isinstance(v, int):
            if abs(v) > SAFE_INTEGER:
                raise ValueError("holds an integer out of range")
            return str(v)
        if isinstance(v, list):
            return "[" + ",".join(map(write, v)) + "]"
        # By UTF-16 code units, which differ from code points above U+FFFF.
        keys = sorted(v, key=lambda k: k.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(_canonical_string(k) + ":" + write(v[k]) for k in keys) + "}"

    return write(value).encode("utf-8")


def _refuse(_):
    raise ValueError("holds something other than strings and integers")


def read_leaf(leaf: bytes):
    """A leaf's object, and why it is not canonical or None.

    The object is None where the leaf is no JSON object at all.
    """
    try:
        value = json.loads(leaf.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as e:
        why = "not UTF-8" if isinstance(e, UnicodeDecodeError) else "not JSON"
        return None, f"not canonical ({why})"
    if not isinstance(value, dict):
        return None, "not canonical (not an object)"
    try:
        return value, None if canonical(value) == leaf else "not canonical"
    except UnicodeEncodeError:
        return value, "not canonical (half a surrogate pair)"
    except (ValueError, RecursionError) as e:
        return value, f"not canonical ({e})"


def brief(value) -> str:
    """A value for a message: short, and nothing a terminal would act upon."""
    try:
        return json.dumps(value)[:40]
    except (ValueError, RecursionError):
        return "something odd"


def shape_fault(leaf: dict) -> str | None:
    """How a leaf departs from the format's table of keys, or None."""
    def text(v):
        return isinstance(v, str)

    def number(v):
        return isinstance(v, int)

    def permit(v):
        return isinstance(v, dict) and set(v) - {"holder"} == {"duty", "table"} and all(map(text, v.values()))

    def item(v):
        return isinstance(v, list) and [type(x) for x in v] == [str, str, int, str]

    def records(v):
        if isinstance(v, dict):
            return set(v) == {"count", "root"} and number(v["count"]) and text(v["root"])
        return isinstance(v, list) and len(v) <= 8 and all(map(item, v))

    keys = {
        "v": number, "seq": number, "time": number, "clock": lambda v: v in ("ok", "suspect"),
        "actor": text, "behalf": text, "command": text, "permit": permit, "purpose": text,
        "request": text, "records": records,
    }
    for key in sorted(set(keys) - {"behalf"} - set(leaf)):
        return f"no {key}"
    for key, value in leaf.items():
        if key not in keys:
            return f"unknown key {brief(key)}"
        if not keys[key](value):
            return f"{key} is not as the format says"
    return None


# Nearly every leaf has exactly this shape with plain ASCII strings. What
# matches it in full is canonical by construction: the keys stand in order,
# nothing is escaped that need not be, integers have one spelling. Whatever
# does not match takes the slow and general way through `read_leaf`.
_S = rb'"[ !#-\[\]-~]*"'
_I = rb"(?:0|-?[1-9][0-9]{0,14})"
_ITEM = rb"\[" + _S + rb"," + _S + rb"," + _I + rb"," + _S + rb"\]"
QUICK_LEAF = re.compile(
    rb'\{"actor":' + _S + rb'(?:,"behalf":' + _S + rb')?,"clock":"(?:ok|suspect)","command":' + _S
    + rb',"permit":\{"duty":' + _S + rb'(?:,"holder":' + _S + rb')?,"table":' + _S + rb'\},"purpose":' + _S
    + rb',"records":(?:\[(?:' + _ITEM + rb"(?:," + _ITEM + rb"){0,7})?\]"
    + rb'|\{"count":' + _I + rb',"root":' + _S + rb'\}),"request":' + _S
    + rb',"seq":(0|[1-9][0-9]{0,14}),"time":(0|[1-9][0-9]{0,15}),"v":1\}'
).fullmatch


# The entry with which a log goes on under its next name after a restore that
# fell short of what was known of it. In a canonical leaf this text occurs
# nowhere else: quotes inside strings are escaped.
REOPEN = b',"command":"log.reopen",'


def lost_up_to(leaf: bytes) -> int:
    """The size of the last known checkpoint that such an entry names."""
    value, why = read_leaf(leaf)
    if why or shape_fault(value) or isinstance(value["records"], dict):
        return 0
    return max((item[2] for item in value["records"] if item[0] == "reopen"), default=0)


def check_leaf(leaf: bytes, index: int, before: int):
    """What is wrong with a leaf by itself, the time it gives, its odd shape.

    `before` is the time of the entry before it. Used where QUICK_LEAF or the
    simple comparisons after it did not succeed.
    """
    faults = []
    if len(leaf) > LEAF_LIMIT:
        faults.append(f"{len(leaf)} bytes, over the limit of {LEAF_LIMIT}")
    value, why = read_leaf(leaf)
    if why:
        faults.append(why)
    if value is None:
        return faults, None, None

    def integer(key):
        v = value.get(key)
        return v if isinstance(v, int) and not isinstance(v, bool) else None

    if integer("v") != 1:
        faults.append(f"v is {brief(value.get('v'))} instead of 1")
    if integer("seq") != index:
        faults.append(f"seq is {brief(value.get('seq'))}")
    time = integer("time")
    if time is None or time < 0:
        faults.append("time is missing or no integer")
        time = None
    elif time < before:
        faults.append(f"time goes back by {before - time} µs")
    return faults, time, shape_fault(value)


# --------------------------------------------------------------------------
# The tree (RFC 6962)


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def level_up(hashes: bytes) -> bytes:
    """The complete nodes above a run of hashes; an odd last one is left out."""
    return b"".join(
        [sha256(b"\x01" + hashes[i : i + 64]).digest() for i in range(0, len(hashes) - 63, 64)]
    )


def levels_of(hashes: bytes):
    """The run of hashes, the complete nodes above it, above these, and so on."""
    levels = [hashes]
    while len(levels[-1]) >= 64:
        levels.append(level_up(levels[-1]))
    return levels


def prefix_hash(levels, count: int, right: bytes | None = None) -> bytes | None:
    """The hash of a tree over the first `count` hashes, then a subtree `right`.

    None if there is nothing to hash.
    """
    level = 0
    while count:
        if count & 1:
            left = levels[level][32 * (count - 1) : 32 * count]
            right = left if right is None else node_hash(left, right)
        count >>= 1
        level += 1
    return right


EMPTY_ROOT = sha256(b"").digest()


# --------------------------------------------------------------------------
# Tiles


def tile_path(n: int) -> str:
    """C2SP's path of tile n: groups of three digits, all but the last with x."""
    path = f"{n % 1000:03d}"
    while n >= 1000:
        n //= 1000
        path = f"x{n % 1000:03d}/{path}"
    return path


def parse_tile_path(path: str):
    """(n, width) of a path below tile/<L>/, or None if it is not one."""
    m = re.fullmatch(r"((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", path, re.ASCII)
    if not m:
        return None
    n = int(m[1].replace("x", "").replace("/", ""))
    width = int(m[2]) if m[2] else TILE
    if width > TILE or (m[2] and width == TILE) or tile_path(n) != m[1]:
        return None
    return n, width


def split_bundle(data: bytes):
    """The leaves of a bundle, and whether it ends where a leaf ends."""
    leaves, pos, end = [], 0, len(data)
    while pos + 2 <= end:
        size = data[pos] << 8 | data[pos + 1]
        if pos + 2 + size > end:
            break
        leaves.append(data[pos + 2 : pos + 2 + size])
        pos += 2 + size
    return leaves, pos == end


def read_file(path: str, limit: int) -> bytes | None:
    """A file's bytes, None if it cannot be read, at most limit + 1 of them.

    Only of a regular file: reading a pipe could wait for ever.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return None
        with open(path, "rb") as f:
            return f.read(limit + 1)
    except OSError:
        return None


class TileResult:
    """What one tile's leaves and level-0 hashes say."""

    __slots__ = (
        "n", "width", "entries", "from_leaves", "from_tile", "prefixes",
        "problems", "first_bad", "first", "last", "reopened",
    )


def check_tile(root: str, n: int, width: int, entries_width: int, hashes_width: int, wanted):
    """Check bundle and level-0 tile n of an export.

    `width` is the number of entries the log has here, the other widths what
    the files' names promise (0: no file). `wanted` are the prefix lengths of
    which checkpoints need the hash. Runs in worker processes.
    """
    result = TileResult()
    result.n, result.width, result.problems, result.first_bad = n, width, [], None
    result.reopened = []
    base = n * TILE

    def name(w):
        return tile_path(n) + ("" if w == TILE else f".p/{w}")

    # The leaves.
    leaves, whole = [], True
    if entries_width:
        limit = TILE * (2 + 65535)
        data = read_file(os.path.join(root, "tile", "entries", name(entries_width)), limit)
        leaves, whole = split_bundle(data or b"")
        if len(leaves) > entries_width:
            result.problems.append(
                ("extra", base + entries_width, f"entries {name(entries_width)} holds "
                 f"{len(leaves)} entries instead of {entries_width}")
            )
            del leaves[entries_width:]
    faults = {}
    hashes = []
    index, before = base, -1
    result.first = result.last = None
    for leaf in leaves:
        m = QUICK_LEAF(leaf)
        time = int(m[2]) if m else -1
        if (
            time < before or time < 0 or time > SAFE_INTEGER
            or len(leaf) > LEAF_LIMIT or int(m[1]) != index
        ):
            why, time, odd = check_leaf(leaf, index, before)
            if why:
                faults[index] = why
            if odd:
                result.problems.append(("odd", index, odd))
        if time is not None:
            before = time
            if result.first is None:
                result.first = (index, time)
        if REOPEN in leaf:
            result.reopened.append((index, lost_up_to(leaf)))
        hashes.append(sha256(b"\x00" + leaf).digest())
        index += 1
    if before >= 0:
        result.last = before
    result.entries = len(leaves)
    if not whole:
        faults.setdefault(index, []).append("its bundle is cut off or a length is wrong")
    if len(leaves) < width:
        result.problems.append(("gap", base + len(leaves), base + width))

    # The tile of their hashes.
    stored = b""
    if hashes_width:
        stored = read_file(os.path.join(root, "tile", "0", name(hashes_width)), 32 * TILE) or b""
        if len(stored) != 32 * hashes_width:
            result.problems.append(
                ("tile", 0, n, f"{len(stored)} bytes instead of {32 * hashes_width}")
            )
            stored = stored[: min(len(stored) // 32, hashes_width) * 32]
    if len(stored) < 32 * width and hashes_width < width:
        result.problems.append(("tile", 0, n, "missing" if not hashes_width else "too short"))
    computed = b"".join(hashes)
    both = min(len(computed), len(stored))
    mismatches = []
    if computed[:both] != stored[:both]:
        mismatches = [
            i // 32 for i in range(0, both, 32) if computed[i : i + 32] != stored[i : i + 32]
        ]

    # Where one of the two is missing the other stands in, so that the tree
    # above can still be compared.
    zeros = b"\x00" * 32
    full_leaves = computed + stored[len(computed) :]
    full_leaves += zeros * (width - len(full_leaves) // 32)
    levels = levels_of(full_leaves[: 32 * width])
    result.from_leaves = levels[8] if width == TILE else None
    result.prefixes = {r: (prefix_hash(levels, r),) * 2 for r in wanted}
    result.from_tile = result.from_leaves
    if mismatches or len(stored) < len(computed):
        full_stored = stored + computed[len(stored) :]
        full_stored += zeros * (width - len(full_stored) // 32)
        levels = levels_of(full_stored[: 32 * width])
        result.from_tile = levels[8] if width == TILE else None
        result.prefixes = {
            r: (result.prefixes[r][0], prefix_hash(levels, r)) for r in wanted
        }
    for index, why in sorted(faults.items()):
        result.problems.append(("entry", index, "; ".join(why)))
    for i in mismatches:
        result.problems.append(("hash", base + i))
    return result


def check_tiles(job):
    """check_tile over a run of tiles: what a worker is given."""
    return [check_tile(*arguments) for arguments in job]


# --------------------------------------------------------------------------
# The whole export


class Report:
    """Problems found, the first few of each kind kept."""

    def __init__(self, limit: int = 10):
        self.limit = limit
        self.problems = []  # lines, in the order found
        self.counts = {}
        self.dropped = {}
        self.notes = []
        self.summary = None

    def problem(self, kind: str, text: str):
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.counts[kind] <= self.limit:
            self.problems.append(text)
        else:
            self.dropped[kind] = text

    def note(self, text: str):
        self.notes.append(text)

    @property
    def ok(self) -> bool:
        return not self.counts

    def lines(self):
        out = list(self.problems)
        for kind, last in self.dropped.items():
            more = self.counts[kind] - self.limit
            out.append(f"and {more} more of this kind, the last: {last}")
        if self.ok and self.summary:
            out.append(self.summary)
        return out


def read_checkpoint(raw: bytes, where: str):
    return Checkpoint(decode_text(raw, "the checkpoint"), where)


def read_keys(raw: bytes, where: str, report: Report):
    """The keys of a file or a list, by (name, id)."""
    keys = {}
    try:
        lines = decode_text(raw, "the file").split("\n")
    except Malformed as e:
        report.problem("signature", f"signature: keys of {where}: {e}")
        return keys
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        try:
            name, ident, key = parse_key(line)
        except Malformed as e:
            report.problem("signature", f"signature: {where}, line {number}: {e}")
        else:
            keys[name, ident] = key
    return keys


_signature_keys = {}


def _keep_keys(keys):
    _signature_keys.update(keys)


def _check_signatures(checkpoints):
    return [c.signature_problem(_signature_keys) for c in checkpoints]


def numbered(name: str, number: int) -> str:
    """The name of a log that was reopened so many times less one."""
    return name if number < 2 else f"{name}/{number}"


class Export:
    """An export directory and everything that is checked about it."""

    def __init__(self, root: str, report: Report, jobs: int = 1):
        self.root = root
        self.report = report
        self.jobs = jobs
        self.tree = None

    # -- files -------------------------------------------------------------

    def survey(self):
        """List the tile files; the log's length is what they promise."""
        self.files = {}  # level or "entries" -> {n: width of the widest file}
        self.partials = []  # narrower ones beside it: (level, n, width)
        top = os.path.join(self.root, "tile")
        if not os.path.isdir(top):
            self.report.problem("gap", "gap: there is no tile directory")
        for folder, folders, names in os.walk(top):
            folders.sort()
            relative = os.path.relpath(folder, top).replace(os.sep, "/")
            for name in sorted(names):
                path = name if relative == "." else f"{relative}/{name}"
                level, _, rest = path.partition("/")
                where = parse_tile_path(rest)
                number = re.fullmatch("0|[1-9]|[1-5][0-9]|6[0-3]", level, re.ASCII)
                if where is None or not (number or level == "entries"):
                    self.report.problem("extra", f"extra file {ascii('tile/' + path[:200])[1:-1]}")
                    continue
                n, width = where
                tiles = self.files.setdefault(int(level) if number else level, {})
                if n in tiles:
                    self.partials.append((level, n, min(width, tiles[n])))
                    width = max(width, tiles[n])
                tiles[n] = width
        ends = [
            n * TILE + width
            for level in ("entries", 0)
            for n, width in self.files.get(level, {}).items()
        ]
        self.size = max(ends, default=0)
        # A stray file far beyond the others would make us look for millions.
        held = sum(self.files.get("entries", {}).values())
        self.held = held
        if self.size > 2 * held + 1000 * TILE:
            self.report.problem(
                "gap", f"gap: files promise {self.size} entries, but only {held} are there"
            )
            tiles = sorted(self.files.get("entries", {}).items())
            self.size = 0
            for n, width in tiles:
                if n * TILE != self.size:
                    break
                self.size += width
            for level in ("entries", 0):
                last = -(-self.size // TILE)
                self.files[level] = {
                    n: w for n, w in self.files.get(level, {}).items() if n < last
                }

    def read_checkpoints(self):
        """Parse `checkpoint` and `checkpoints`."""
        self.last, self.history = None, []
        raw = read_file(os.path.join(self.root, "checkpoint"), CHECKPOINT_LIMIT)
        if raw is None:
            self.report.problem("checkpoint", "checkpoint: the file cannot be read")
        else:
            try:
                self.last = read_checkpoint(raw, "checkpoint")
            except Malformed as e:
                self.report.problem("checkpoint", f"checkpoint: {e}")
        raw = read_file(os.path.join(self.root, "checkpoints"), 1 << 32)
        if raw is None:
            self.report.problem("checkpoint", "checkpoints: the file cannot be read")
            return
        notes = raw.split(b"\n--\n") if raw else []
        if notes and not notes[-1]:
            notes.pop()  # a separator after the last one
        for number, note in enumerate(notes, 1):
            if not note.endswith(b"\n"):
                note += b"\n"
            try:
                self.history.append(read_checkpoint(note, f"checkpoints, number {number}"))
            except Malformed as e:
                self.report.problem("checkpoint", f"checkpoints, number {number}: {e}")
        if raw and not raw.endswith(b"\n"):
            self.report.problem("checkpoint", "checkpoints: the file is cut off")
        for one, two in zip(self.history, self.history[1:]):
            if two.size < one.size:
                self.report.problem(
                    "order", f"checkpoints: {two.where} (size {two.size}) comes after size {one.size}"
                )
        if self.last and (
            not self.history
            or (self.history[-1].size, self.history[-1].root) != (self.last.size, self.last.root)
        ):
            biggest = max((c.size for c in self.history), default=0)
            if biggest > self.last.size:
                self.report.problem(
                    "rollback",
                    f"rollback: checkpoint of size {self.last.size} is behind one of size {biggest} in checkpoints",
                )
            else:
                self.report.problem(
                    "order", f"checkpoints: does not end with the checkpoint of size {self.last.size}"
                )

    # -- tree --------------------------------------------------------------

    def hash_all(self, sizes):
        """Check every tile of level 0 and remember what upper levels need."""
        wanted = {}
        for size in sizes:
            if size <= self.size and size % TILE:
                wanted.setdefault(size // TILE, set()).add(size % TILE)
        entries, hashes = self.files.get("entries", {}), self.files.get(0, {})
        plan = []
        for n in range(-(-self.size // TILE)):
            width = min(TILE, self.size - n * TILE)
            plan.append(
                (self.root, n, width, entries.get(n, 0), hashes.get(n, 0), sorted(wanted.get(n, ())))
            )
        chunks = [plan[i : i + CHUNK] for i in range(0, len(plan), CHUNK)]
        self.from_leaves, self.from_tiles, self.prefixes = bytearray(), bytearray(), {}
        self.bad_hashes, self.bad_entries = [], {}
        self.reopened = []  # (index, size of the last checkpoint known then)
        self.entries = 0
        self.odd, odd = None, 0
        before, gap = -1, None
        for result in self._run(chunks):
            base = result.n * TILE
            self.entries += result.entries
            self.reopened += result.reopened
            for problem in result.problems:
                if problem[0] == "entry":
                    self.bad_entries.setdefault(problem[1], []).append(problem[2])
                elif problem[0] == "hash":
                    self.bad_hashes.append(problem[1])
                elif problem[0] == "odd":
                    self.odd = self.odd or problem[1:]
                    odd += 1
                elif problem[0] == "gap":
                    if gap and gap[1] == problem[1]:
                        gap = (gap[0], problem[2])
                    else:
                        self._gap(gap)
                        gap = problem[1:]
                elif problem[0] == "tile":
                    self.report.problem(
                        "tile", f"tile 0/{problem[2]} does not match: {problem[3]} (entries from {base})"
                    )
                else:
                    self.report.problem("extra", f"extra {problem[2]}")
            # The time of the first entry against the tile before.
            if result.first and result.first[1] < before:
                index, time = result.first
                why = f"time goes back by {before - time} µs"
                self.bad_entries.setdefault(index, []).append(why)
            if result.last is not None:
                before = result.last
            if result.from_leaves:
                self.from_leaves += result.from_leaves
                self.from_tiles += result.from_tile
            for r, pair in result.prefixes.items():
                self.prefixes[base + r] = pair
        self._gap(gap)
        if self.odd:
            self.report.note(
                f"{odd} entries do not have the keys of the format, the first at index "
                f"{self.odd[0]}: {self.odd[1]}"
            )
        self.leaf_levels = levels_of(bytes(self.from_leaves))
        self.tile_levels = (
            self.leaf_levels
            if self.from_leaves == self.from_tiles
            else levels_of(bytes(self.from_tiles))
        )

    def _run(self, chunks):
        if self.jobs < 2 or len(chunks) < 3:
            for chunk in chunks:
                yield from check_tiles(chunk)
            return
        with multiprocessing.Pool(min(self.jobs, len(chunks))) as pool:
            for results in pool.imap(check_tiles, chunks):
                yield from results

    def _gap(self, gap):
        if gap:
            first, end = gap
            what = f"entry {first} is" if end == first + 1 else f"entries {first} to {end - 1} are"
            self.report.problem("gap", f"gap: {what} missing")

    def root_at(self, size: int, stored: bool = False) -> bytes:
        """The root over the first `size` entries, from leaves or from tiles."""
        levels = self.tile_levels if stored else self.leaf_levels
        right = self.prefixes[size][stored] if size % TILE else None
        return prefix_hash(levels, size // TILE, right) or EMPTY_ROOT

    def check_upper_tiles(self):
        """Levels 1 and up: what they hold against what lies below them.

        A stored hash that differs from the leaves but agrees with the stored
        tile below is not a fault of its own.
        """
        self.parent_of = {}  # tile of level 0 -> its hash as stored in level 1
        below = bytes(self.from_tiles)
        level = 1
        while True:
            count = self.size >> (8 * level)
            tiles = self.files.get(level, {})
            if not count:
                break
            above = b""
            expected = self.leaf_levels[8 * (level - 1)]
            for n in range(-(-count // TILE)):
                width = min(TILE, count - n * TILE)
                held = tiles.get(n, 0)
                name = tile_path(n) + ("" if held == TILE else f".p/{held}")
                path = os.path.join(self.root, "tile", str(level), name)
                stored = (read_file(path, 32 * TILE) or b"") if held else b""
                fits = below[32 * TILE * n : 32 * TILE * n + 32 * width]
                span = TILE**level
                first = n * TILE * span
                if len(stored) != 32 * held or held < width:
                    why = (
                        "missing" if not held
                        else f"{len(stored)} bytes instead of {32 * width}"
                    )
                    self.report.problem(
                        "tile", f"tile {level}/{n} does not match: {why} (entries from {first})"
                    )
                    stored = fits
                for i in range(width):
                    here = stored[32 * i : 32 * i + 32]
                    if level == 1:
                        self.parent_of[n * TILE + i] = here
                    at = 32 * (n * TILE + i)
                    want = expected[at : at + 32]
                    if here != want and here != fits[32 * i : 32 * i + 32]:
                        begin = (n * TILE + i) * span
                        self.report.problem(
                            "tile",
                            f"tile {level}/{n} does not match: hash {i} is not that of "
                            f"entries {begin} to {begin + span - 1}",
                        )
                above += stored[: 32 * width]
            # What the stored tiles of this level say for the level above.
            below = b"".join(
                levels_of(above[i : i + 32 * TILE])[8]
                for i in range(0, len(above) - 32 * TILE + 1, 32 * TILE)
            )
            level += 1
        for k in sorted(k for k in self.files if k != "entries"):
            limit = self.size >> (8 * k)
            for n, width in sorted(self.files[k].items()):
                if n * TILE + width > limit:
                    self.report.problem(
                        "extra", f"extra file tile/{k}/{tile_path(n)}: beyond the {self.size} entries"
                    )
        self.check_partials()

    def check_partials(self):
        """Narrower tiles left beside wider ones must be their beginning."""
        for level, n, width in self.partials:
            widest = self.files[level if level == "entries" else int(level)][n]
            folder = os.path.join(self.root, "tile", level, *tile_path(n).split("/"))
            narrow = read_file(f"{folder}.p/{width}", 1 << 25) or b""
            wide = read_file(folder if widest == TILE else f"{folder}.p/{widest}", 1 << 25) or b""
            whole = len(narrow) == 32 * width
            if level == "entries":
                leaves, whole = split_bundle(narrow)
                whole = whole and len(leaves) == width
            if not whole or not wide.startswith(narrow):
                self.report.problem(
                    "extra",
                    f"extra file tile/{level}/{tile_path(n)}.p/{width} is not the beginning of the full one",
                )

    def report_entries(self):
        """One line for every entry at fault.

        Where a leaf and its stored hash differ, the stored hash above decides
        which of the two was touched; without it the leaf is named.
        """
        tile_fault = {}
        for index in self.bad_hashes:
            n = index // TILE
            good = None
            if (n + 1) * TILE <= self.size:
                computed = bytes(self.from_leaves[32 * n : 32 * n + 32])
                good = self.parent_of.get(n) == computed
            elif self.last and self.last.size == self.size:
                good = self.root_at(self.size) == self.last.root
            if good:
                tile_fault.setdefault(n, []).append(index)
            else:
                self.bad_entries.setdefault(index, []).insert(0, "the leaf does not hash to its tile")
        for n, indexes in sorted(tile_fault.items()):
            where = f"entry {indexes[0]}" if len(indexes) == 1 else f"entries from {indexes[0]}"
            self.report.problem(
                "tile", f"tile 0/{n} does not match: its hash of {where} is not that of the leaf"
            )
        for index in sorted(self.bad_entries):
            self.report.problem(
                "entry", f"bad entry at index {index}: {'; '.join(self.bad_entries[index])}"
            )

    # -- checkpoints -------------------------------------------------------

    def check_signatures(self, checkpoints, keys):
        """Verify signatures; True where good. Many are shared out."""
        if self.jobs > 1 and len(checkpoints) > 200:
            for key in keys.values():
                key.table = None
            step = -(-len(checkpoints) // (4 * self.jobs))
            parts = [checkpoints[i : i + step] for i in range(0, len(checkpoints), step)]
            with multiprocessing.Pool(self.jobs, _keep_keys, (keys,)) as pool:
                answers = [a for part in pool.imap(_check_signatures, parts) for a in part]
        else:
            answers = [c.signature_problem(keys) for c in checkpoints]
        for checkpoint, why in zip(checkpoints, answers):
            if why:
                self.report.problem(
                    "signature",
                    f"signature: checkpoint of size {checkpoint.size} ({checkpoint.where}): {why}",
                )
        return [why is None for why in answers]

    def first_name(self):
        """The log's name before it was reopened; every name follows from it."""
        own = self.history + ([self.last] if self.last else [])
        if not own:
            return ""
        least = min(own, key=lambda c: c.size)
        number = 1 + bisect.bisect_left([index for index, _ in self.reopened], least.size)
        return least.origin.removesuffix(f"/{number}") if number > 1 else least.origin

    def is_of_what_was_lost(self, anchor) -> bool:
        """Whether an anchor covers entries that the log itself says are lost."""
        for number, (index, known) in enumerate(self.reopened, 1):
            if anchor.origin == numbered(self.first_name(), number) and anchor.size > index:
                text = (
                    f"anchor {anchor.where} has {anchor.size} entries; the log was reopened at "
                    f"{index} and names {known} as the last size known"
                )
                if anchor.size <= known:
                    self.report.note(text + ": what lies between is lost, and said to be")
                else:
                    self.report.problem("rollback", "rollback: " + text)
                return True
        return False

    def check_checkpoints(self, keys, anchors, everything: bool):
        """Signatures, forks, rollbacks and roots."""
        report = self.report
        own = self.history + ([self.last] if self.last else [])
        anchors = [c for c in anchors if not self.is_of_what_was_lost(c)]
        suspects = []
        good, bad = [], []
        for c in own + anchors:
            if c.size > self.size:
                if c in anchors:
                    report.problem(
                        "rollback",
                        f"rollback: anchor {c.where} has {c.size} entries, the log only {self.size}",
                    )
                else:
                    report.problem(
                        "gap",
                        f"gap: entries {self.size} to {c.size - 1} are missing "
                        f"(checkpoint of size {c.size}, {c.where})",
                    )
                suspects.append(c)
            elif self.root_at(c.size) == c.root or self.root_at(c.size, True) == c.root:
                good.append(c)
            else:
                bad.append(c)
                suspects.append(c)
        # Forks: two checkpoints of one size with different roots.
        by_size = {}
        for c in own + anchors:
            by_size.setdefault(c.size, {}).setdefault(c.root, c)
        for size, roots in sorted(by_size.items()):
            if len(roots) > 1:
                first, second = list(roots.values())[:2]
                suspects += [first, second]
                report.problem(
                    "fork",
                    f"fork: two checkpoints of size {size} with different roots "
                    f"({first.where}; {second.where})",
                )
        first = self.first_name()
        for c in own + anchors:
            number = 1 + bisect.bisect_left([index for index, _ in self.reopened], c.size)
            name = numbered(first, number)
            if c.origin != name:
                suspects.append(c)
                report.problem(
                    "origin", f"checkpoint: {c.where} is of the log {c.origin!r}, not {name!r}"
                )
        # Whoever trusts a key under the log's first name trusts it under the later ones.
        for (name, _), key in list(keys.items()):
            for number in range(2, len(self.reopened) + 2):
                later = numbered(name, number)
                if name == first:
                    keys.setdefault((later, key_id(later, key.raw)), key)
        # Roots: between the last checkpoint that holds and the first that
        # does not lies the change. A root that holds from the tiles only is
        # already explained by the entries named.
        reported = set()
        for c in sorted(bad, key=lambda c: c.size):
            if (c.size, c.root) in reported:
                continue
            reported.add((c.size, c.root))
            below = max((g.size for g in good if g.size < c.size), default=0)
            report.problem(
                "root",
                f"root differs from checkpoint of size {c.size} ({c.where}): "
                f"entries 0 to {below - 1} still hold, the change is in {below} to {c.size - 1}"
                if below
                else f"root differs from checkpoint of size {c.size} ({c.where}): "
                f"the change is in entries 0 to {c.size - 1}",
            )
        # Signatures: of the last one, of anchors and of whatever looks odd;
        # of all with --all.
        chosen, seen = [], set()
        for c in (own if everything else ([self.last] if self.last else []) + suspects) + anchors:
            key = (c.text, tuple(c.signatures))
            if key not in seen:
                seen.add(key)
                chosen.append(c)
        self.check_signatures(chosen, keys)

    # -- all ---------------------------------------------------------------

    def check(self, keys, anchors, everything: bool):
        """Run every check and set the summary."""
        self.survey()
        self.read_checkpoints()
        own = self.history + ([self.last] if self.last else [])
        self.hash_all({c.size for c in own + anchors} | {self.size})
        self.check_upper_tiles()
        self.report_entries()
        self.check_checkpoints(keys, anchors, everything)
        covered = self.last.size if self.last else 0
        if covered < self.size:
            self.report.note(
                f"entries {covered} to {self.size - 1} are not yet under a checkpoint: "
                "they could still be replaced unnoticed"
            )
        root = base64.b64encode(self.root_at(self.size)).decode()
        self.report.summary = (
            f"ok: {self.size} entries, root {root}, checkpoint of size {covered}"
        )


# --------------------------------------------------------------------------
# The proof of one entry (C2SP tlog-proof)


class Proof:
    """A parsed tlog-proof."""

    def __init__(self, raw: bytes, where: str):
        if len(raw) > PROOF_LIMIT:
            raise Malformed("is too long")
        text = decode_text(raw, "the proof")
        head, gap, note = text.partition("\n\n")
        lines = head.split("\n")
        if not gap or lines[0] != "c2sp.org/tlog-proof@v1":
            raise Malformed("is no c2sp.org/tlog-proof@v1")
        if len(lines) < 3 or not lines[1].startswith("extra "):
            raise Malformed("does not hold the leaf (extra)")
        self.leaf = b64_decode(lines[1][6:], "the leaf")
        m = re.fullmatch("index (0|[1-9][0-9]{0,17})", lines[2], re.ASCII)
        if not m:
            raise Malformed("has no index")
        self.index = int(m[1])
        self.path = [b64_decode(line, "a hash") for line in lines[3:]]
        if any(len(h) != 32 for h in self.path):
            raise Malformed("has a hash that is not 32 bytes")
        self.checkpoint = Checkpoint(note, where)

    def root(self) -> bytes | None:
        """The root the path leads to (RFC 9162, 2.1.3.2), None if it cannot."""
        return root_of_path(leaf_hash(self.leaf), self.index, self.checkpoint.size, self.path)


def check_proof(proof: Proof, keys, report: Report):
    """Check a proof; the lines that say what its leaf says."""
    why = proof.checkpoint.signature_problem(keys)
    size = proof.checkpoint.size
    if why:
        report.problem("signature", f"signature: checkpoint of size {size} (proof): {why}")
    if proof.index >= size:
        report.problem("proof", f"proof: index {proof.index} is beyond the checkpoint of size {size}")
    elif proof.root() != proof.checkpoint.root:
        report.problem(
            "proof", f"proof: the leaf at index {proof.index} does not lead to the checkpoint's root"
        )
    faults, _, _ = check_leaf(proof.leaf, proof.index, -1)
    if faults:
        report.problem("entry", f"bad entry at index {proof.index}: {'; '.join(faults)}")
    return describe_leaf(proof.leaf)


def describe_leaf(leaf: bytes):
    """What a leaf says, in lines a person can read."""
    value, _ = read_leaf(leaf)
    if value is None:
        return []
    out = []
    for key, item in value.items():
        # json.dumps with ASCII only: nothing in a leaf may drive a terminal.
        shown = item if isinstance(item, str) and item.isascii() and item.isprintable() else json.dumps(item)
        if key == "time" and isinstance(item, int):
            try:
                when = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=item)
                shown = f"{item} ({when.isoformat(timespec='microseconds')}Z)"
            except OverflowError:
                pass
        if key == "records" and isinstance(item, list):
            out.append("records:")
            out += ["  " + json.dumps(record) for record in item]
        else:
            out.append(f"{json.dumps(key)[1:-1]}: {shown}")
    return out


# --------------------------------------------------------------------------
# Exported records (castellan/register-proof/1)


def b64u(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def b64u_decode(text) -> bytes:
    """The bytes of base64url without padding; Malformed if it is none."""
    if not isinstance(text, str) or not re.fullmatch("[A-Za-z0-9_-]*", text, re.ASCII):
        raise Malformed("is not base64url")
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise Malformed("is not base64url") from None
    if b64u(raw) != text:
        raise Malformed("is not base64url")
    return raw


def root_of_path(leaf: bytes, at: int, size: int, path) -> bytes | None:
    """The root an inclusion path leads to (RFC 9162, 2.1.3.2), None if it cannot."""
    last = size - 1
    if not 0 <= at <= last:
        return None
    node = leaf
    for sibling in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            node = node_hash(node, sibling)
        at >>= 1
        last >>= 1
    return node if last == 0 else None


class Leaves:
    """The leaves of an export up to its last checkpoint, a bundle at a time: what no signature covers proves nothing."""

    def __init__(self, root: str, covered: int):
        self.root = root
        self.covered = covered
        self.bundle, self.held = None, []

    def all(self):
        """(index, object) of every leaf that is covered and can be read."""
        for index in range(self.covered):
            leaf = self.leaf(index)
            if leaf is not None:
                yield index, leaf

    def leaf(self, index: int) -> dict | None:
        """The object of a leaf, None where there is none."""
        if not 0 <= index < self.covered:
            return None
        n, at = divmod(index, TILE)
        if self.bundle != n:
            self.bundle, self.held = n, self.read(n)
        if at >= len(self.held):
            return None
        value, fault = read_leaf(self.held[at])
        return None if fault else value

    def read(self, n: int):
        base = os.path.join(self.root, "tile", "entries", *tile_path(n).split("/"))
        paths = [base]
        try:
            widths = sorted((int(w) for w in os.listdir(base + ".p") if w.isascii() and w.isdigit()), reverse=True)
            paths += [os.path.join(base + ".p", str(w)) for w in widths]
        except OSError:
            pass
        for path in paths:
            raw = read_file(path, TILE * (LEAF_LIMIT + 2))
            if raw is not None:
                return split_bundle(raw)[0]
        return []


def record_item(register: str, row) -> tuple[str, dict]:
    """The record item a row comes to, and the fields it shows; Malformed with the reason."""
    if not isinstance(row, dict) or not isinstance(row.get("groups"), dict) or not row["groups"]:
        raise Malformed("is not as the format says")
    raw, version = b64u_decode(row.get("id")), row.get("version")
    if len(raw) != 16 or not isinstance(version, int) or isinstance(version, bool):
        raise Malformed("names no record and version")
    members, shown = {}, {}
    for name, group in row["groups"].items():
        if not isinstance(group, dict):
            raise Malformed(f"group {brief(name)} is not as the format says")
        if "text" in group:
            text = group["text"]
            if not isinstance(text, str):
                raise Malformed(f"group {brief(name)} has no text")
            fields, fault = read_leaf(text.encode("utf-8", "surrogatepass"))
            if fields is None or fault:
                raise Malformed(f"the text of group {brief(name)} is {fault}")
            opening = b64u_decode(group.get("opening"))
            commitment = hmac.new(opening, text.encode("utf-8"), "sha256").digest()
            shown[name] = fields
        else:
            commitment = b64u_decode(group.get("commitment"))
        members[name] = b64u(commitment)
    whole = sha256(canonical(members)).digest()
    return canonical([register, b64u(raw), version, b64u(whole)]).decode("utf-8"), shown


def listed(row, item: str, records) -> bool:
    """Whether an item stands among the records of a leaf: in its list, or below its root by the row's path."""
    if not isinstance(records, dict):
        return any(canonical(record).decode("utf-8") == item for record in records)
    place, count = row.get("place"), records.get("count")
    path = row.get("path")
    numbers = all(isinstance(n, int) and not isinstance(n, bool) for n in (place, count))
    if not numbers or not isinstance(path, list) or len(path) > 64:
        return False
    hashes = [b64u_decode(text) for text in path]
    if any(len(h) != 32 for h in hashes):
        return False
    root = root_of_path(leaf_hash(item.encode("utf-8")), place, count, hashes)
    return root is not None and b64u(root) == records.get("root")


class Register:
    """A file of exported records, held against the log they name."""

    def __init__(self, raw: bytes, where: str):
        self.where = where
        try:
            self.body = json.loads(raw.decode("utf-8"), parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise Malformed("is not JSON in UTF-8") from None
        body = self.body
        if not isinstance(body, dict) or body.get("format") != "castellan/register-proof/1":
            raise Malformed("is no castellan/register-proof/1")
        self.name, self.rows = body.get("register"), body.get("items")
        if not isinstance(self.name, str) or not isinstance(self.rows, list):
            raise Malformed("is not as the format says")
        if body.get("count") != len(self.rows):
            raise Malformed(f"says {brief(body.get('count'))} records and holds {len(self.rows)}")

    def check(self, leaves: Leaves, report: Report):
        """Hold every row against its entry: (id, version, fields shown) of the rows that hold."""
        held, seen = [], set()
        for at, row in enumerate(self.rows):
            place = f"register {brief(self.name)} ({ascii(self.where)[1:-1]}), record {at + 1}"
            try:
                item, shown = record_item(self.name, row)
                entry = row.get("entry")
                if row["id"] in seen:
                    report.problem("record", f"{place}: stands there twice")
                    continue
                seen.add(row["id"])
                known = isinstance(entry, int) and not isinstance(entry, bool)
                leaf = leaves.leaf(entry) if known else None
                records = leaf.get("records") if leaf else None
                if records is None:
                    report.problem("record", f"{place}: entry {brief(entry)} is not in the log up to its checkpoint")
                    continue
                if not listed(row, item, records):
                    report.problem("record", f"{place}: is not what entry {entry} says")
                    continue
            except (Malformed, ValueError, RecursionError) as e:
                report.problem("record", f"{place}: {e}")
                continue
            held.append((row["id"], row["version"], shown))
        return held


def newer_versions(registers, leaves: Leaves, report: Report):
    """Tell records that the log holds in a later version than the one that is shown.

    Only entries that list what they wrote can be looked at; of the others the log says a root alone.
    """
    shown = {name: {id: version for id, version, _ in held} for name, held in registers}
    for index, leaf in leaves.all():
        records = leaf.get("records")
        records = records if isinstance(records, list) else []
        # A pack takes its number when it is sealed: after the series were read for it.
        sealing = any(record[0] == "inspection_packs" for record in records)
        for record in records:
            name, id, version, _ = record
            if sealing and name == "number_series":
                continue
            if version > shown.get(name, {}).get(id, version):
                report.problem("version", f"register {brief(name)}: entry {index} holds version {version} of {brief(id)}, and an earlier one is shown")


class Book:
    """Numbers that were given one after the other: what it is called, the last of them, and those that are shown."""

    def __init__(self, name: str, last):
        self.name, self.last, self.numbers = name, last, set()
        self.borne, self.twice = set(), []

    def enter(self, number: int, register: str):
        """A record of this register that is shown bears this number."""
        if (register, number) in self.borne:
            self.twice.append(number)
        self.borne.add((register, number))
        self.numbers.add(number)

    def check(self, report: Report):
        """Name the numbers that were given and are not shown, and those that cannot be.

        Numbers have no gaps, so a record stood there. Whether it was withheld from whoever exported, taken back with an import, erased with a
        person or left out, the files cannot say; a number beyond the last, or one that stands there twice, cannot be at all.
        """
        for number in self.twice:
            report.problem("number", f"{self.name}: number {number} stands there twice")
        if not isinstance(self.last, int):
            report.note(f"{self.name} shows no last number: what is missing in it cannot be seen")
            return
        if any(number > self.last for number in self.numbers):
            report.problem("number", f"{self.name}: it ends at {self.last}, and number {max(self.numbers)} is shown")
        missing = spans(self.last, self.numbers)
        if missing:
            report.note(
                f"{self.name}: of the numbers 1 to {self.last} these are not shown: {missing}. "
                "They were withheld from whoever exported, taken back with an import, erased with a person, or left out: ask for them"
            )


def check_numbers(registers, report: Report):
    """Hold the numbers that are shown against the last that each book of mail and each series gave."""
    held = dict(registers)
    books = list(mail_books(held, report)) + list(series_books(held, report))
    for book in books:
        book.check(report)


def cores(held, register: str):
    """What stands openly in the records of a register, with their ids."""
    return [(id, shown.get("core", {})) for id, _, shown in held.get(register, ())]


def mail_books(held, report: Report):
    """The books of mail with the entries that are shown: an entry names its book."""
    if "mail_items" not in held or "mail_registers" not in held:
        return []
    parts = ("body", "year", "direction", "band")
    called = lambda core: brief(" ".join(str(core[part]) for part in parts if core.get(part) is not None))
    books = {id: Book(f"mail book {called(core)}", core.get("last_number")) for id, core in cores(held, "mail_registers")}
    homeless = 0
    for _, core in cores(held, "mail_items"):
        book, number = books.get(str(core.get("register"))), core.get("number")
        if book is None or not isinstance(number, int):
            homeless += 1
        else:
            book.enter(number, "mail_items")
    if homeless:
        report.note(f"{homeless} entries of mail are of a book that is not shown, or show no number: ask for the book")
    return books.values()


# A number of a series as records bear it: its beginning, the year, and where it stands in the series.
NUMBERED = re.compile(r"([A-Z][A-Z0-9-]*)/([0-9]{4})/([0-9]{1,15})")
# The series that begin otherwise than they are called.
BEGINNINGS = {"tickets": "TCK", "destruction": "DST", "concerns": "CNC"}
# The registers whose records are numbered by the office in another field than their number.
REFERENCED = ("controlled_documents", "controlled_items", "dossiers")


def series_books(held, report: Report):
    """The series of numbers with the records that are shown: a record bears a number of its series.

    A series of which no record is shown is of a register that is not among the files, or left out with all of it: the files do not tell which.
    """
    books = {}
    for _, core in cores(held, "number_series"):
        name, year = str(core.get("name")), core.get("year")
        books[BEGINNINGS.get(name, name.removeprefix("REG-")), str(year)] = Book(f"series {brief(f'{name} {year}')}", core.get("last"))
    for register in sorted(held):
        for _, core in cores(held, register):
            number = NUMBERED.fullmatch(str(core.get("reference" if register in REFERENCED else "number")))
            book = books.get(number.group(1, 2)) if number else None
            if book:
                book.enter(int(number[3]), register)
    unseen = [f"{book.name} (last: {brief(book.last)})" for book in books.values() if not book.numbers]
    if unseen:
        report.note(f"no number is shown of {', '.join(unseen)}: the register is not among these files, or all of it was left out")
    return [book for book in books.values() if book.numbers]


def spans(last: int, numbers) -> str:
    """The numbers from 1 to the last that are not among these, as text; where there are too many, the first of them."""
    found, start = [], 1
    for number in [*sorted(n for n in numbers if 0 < n <= last), last + 1]:
        if number > start:
            found.append(str(start) if number == start + 1 else f"{start}-{number - 1}")
        start = number + 1
    more = f" and {len(found) - SPANS_MAX} more gaps" if len(found) > SPANS_MAX else ""
    return ", ".join(found[:SPANS_MAX]) + more


def check_register(path: str, leaves: Leaves, report: Report):
    """Check one file of records: its register and the rows that hold; None where it is no such file."""
    raw = read_file(path, REGISTER_LIMIT)
    if raw is None or len(raw) > REGISTER_LIMIT:
        report.problem("record", f"register {ascii(path)[1:-1]}: cannot be read")
        return None
    try:
        register = Register(raw, os.path.basename(path))
        if register.body.get("query") is not None:
            report.note(f"{ascii(path)[1:-1]} was narrowed or looks back: {brief(register.body.get('query'))}")
        return register.name, register.check(leaves, report)
    except Malformed as e:
        report.problem("record", f"register {ascii(path)[1:-1]}: {e}")
        return None


# --------------------------------------------------------------------------
# Inspection packs (castellan/inspection-pack/1)


def pack_manifest(folder: str, report: Report):
    """The manifest's bytes and what it says, None where it cannot be read."""
    raw = read_file(os.path.join(folder, "manifest.json"), MANIFEST_LIMIT)
    if raw is None or len(raw) > MANIFEST_LIMIT:
        report.problem("pack", "pack: there is no manifest.json that can be read")
        return None
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        body = None
    files = body.get("files") if isinstance(body, dict) else None
    if not isinstance(files, dict) or body.get("format") != "castellan/inspection-pack/1" or len(files) > PACK_FILES_MAX:
        report.problem("pack", "pack: manifest.json is no castellan/inspection-pack/1")
        return None
    return raw, body


def sealed(raw: bytes, body: dict, seals) -> bool:
    """Whether one of these records seals the manifest: of the register of packs, in force, and about the same inspection."""
    if seals is None or seals[0] != "inspection_packs":
        return False
    wanted = {
        "digest": sha256(raw).hexdigest(),
        "inspection": body.get("inspection"),
        "period_from": body.get("period_from"),
        "period_until": body.get("period_until"),
        "files": len(body["files"]),
    }
    for _, _, shown in seals[1]:
        core = shown.get("core", {})
        if shown.get("_head", {}).get("void") == 0 and all(core.get(name) == value for name, value in wanted.items()):
            return True
    return False


def check_pack(folder: str, leaves: Leaves, report: Report):
    """Check the files of a pack against its manifest, the manifest against its seal, and every register against the log."""
    found = pack_manifest(folder, report)
    if found is None:
        return
    raw, body = found
    files = body["files"]
    there = set()
    for top, folders, names in os.walk(folder):
        relative = os.path.relpath(top, folder).replace(os.sep, "/")
        if relative == ".":
            folders[:] = [name for name in folders if name != "log"]
        there.update(name if relative == "." else f"{relative}/{name}" for name in names)
    for name in sorted(there - set(files) - {"manifest.json", "seal.json"}):
        report.problem("pack", f"pack: {ascii(name[:200])[1:-1]} is not in the manifest")
    registers, sample = [], None
    for name, wanted in sorted(files.items()):
        shown = ascii(str(name)[:200])[1:-1]
        if name not in there:
            report.problem("pack", f"pack: {shown} is missing")
            continue
        content = read_file(os.path.join(folder, *name.split("/")), REGISTER_LIMIT)
        if content is None or sha256(content).hexdigest() != wanted:
            report.problem("pack", f"pack: {shown} is not the file that was sealed")
            continue
        if name.startswith("registers/"):
            register = check_register(os.path.join(folder, *name.split("/")), leaves, report)
            if register and name != f"registers/{register[0]}.json":
                report.problem("pack", f"pack: {shown} holds the register {brief(register[0])}")
            elif register:
                registers.append(register)
        if name == "sample.json":
            sample = content
    check_sample(sample, dict(registers), report)
    newer_versions(registers, leaves, report)
    check_numbers(registers, report)
    if not sealed(raw, body, check_register(os.path.join(folder, "seal.json"), leaves, report)):
        report.problem("pack", "pack: the log holds no seal of this manifest")
    elif report.ok:
        records = sum(len(held) for _, held in registers)
        report.summary = f"{report.summary or ''}\nok: the pack is as it was sealed: {len(files)} files, {records} records as the log says".lstrip()


def check_sample(raw: bytes | None, registers: dict, report: Report):
    """Draw the sample again: from exactly the records of the register it names, by its start value."""
    try:
        body = json.loads((raw or b"").decode("utf-8"), parse_constant=_refuse)
        name, seed, population, drawn = body["register"], body["seed"], body["population"], body["drawn"]
        if not all(isinstance(x, str) for x in [name, seed, *population, *drawn]):
            raise ValueError
    except (ValueError, RecursionError, KeyError, TypeError):
        report.problem("pack", "pack: there is no sample.json as the format says")
        return
    if sorted(population) != sorted(id for id, _, _ in registers.get(name, ())):
        report.problem("pack", f"pack: the sample is not drawn from the records of {brief(name)}")
    order = sorted((sha256(f"{seed}:{code}".encode("utf-8", "surrogatepass")).digest(), at) for at, code in enumerate(population))
    again = {population[at] for _, at in order[: len(drawn)]}
    if len(set(drawn)) != len(drawn) or set(drawn) != again:
        report.problem("pack", "pack: the sample is not the one its start value draws")
    if body.get("start") != "inspector":
        report.note("the office chose the start value of the sample itself: name one of your own to know that it did not choose the cases")


# --------------------------------------------------------------------------
# Command line


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(
        prog="castellan_verify.py",
        description="Check a Castellan log export, or one proof, without Castellan.",
        epilog="Exit code: 0 nothing wrong, 1 problems found, 2 could not be run. "
        "Problems go to standard output, one a line; notes to standard error.",
    )
    p.add_argument("dir", metavar="DIR", nargs="?", help="the export directory")
    p.add_argument(
        "--key", metavar="VKEY", action="append", default=[],
        help="a key you trust, written name+hash+base64; may be given several times",
    )
    p.add_argument("--keys", metavar="FILE", help="a file of keys you trust, one a line")
    p.add_argument(
        "--anchor", metavar="FILE", action="append", default=[],
        help="a checkpoint you kept from an earlier day; may be given several times",
    )
    p.add_argument(
        "--all", action="store_true", help="verify the signatures of every checkpoint, not only of the last"
    )
    p.add_argument(
        "--register", metavar="FILE", action="append", default=[],
        help="exported records (form: proof) to hold against the log in DIR; may be given several times",
    )
    p.add_argument("--pack", metavar="DIR", help="an inspection pack, with its log in DIR/log")
    p.add_argument("--proof", metavar="FILE", help="verify a proof of one entry and print what it says")
    p.add_argument(
        "--limit", metavar="N", type=int, default=10, help="lines to print of one kind of problem (10)"
    )
    p.add_argument(
        "--jobs", metavar="N", type=int, default=min(os.cpu_count() or 1, 8),
        help="processes to use (all cores, at most 8)",
    )
    return p


def run(args, out, err) -> int:
    """Do what the arguments ask; the exit code."""
    if args.pack and not args.dir:
        args.dir = os.path.join(args.pack, "log")
    if not args.dir and not args.proof:
        print("error: give an export directory, --pack DIR, or --proof FILE", file=err)
        return 2
    if args.register and not args.dir:
        print("error: exported records need the log they are of: give its export directory", file=err)
        return 2
    if args.dir and not os.path.isdir(args.dir):
        print(f"error: {args.dir} is not a directory", file=err)
        return 2
    report = Report(max(1, args.limit))

    # Whom to trust.
    given = "\n".join(args.key).encode()
    keys = read_keys(given, "--key", report) if args.key else {}
    if args.keys:
        raw = read_file(args.keys, KEYS_LIMIT)
        if raw is None:
            print(f"error: {args.keys} cannot be read", file=err)
            return 2
        keys.update(read_keys(raw, args.keys, report))
    if not args.key and not args.keys:
        if not args.dir:
            print("error: a proof alone needs --key or --keys", file=err)
            return 2
        raw = read_file(os.path.join(args.dir, "keys"), KEYS_LIMIT)
        if raw is None:
            report.problem("signature", "signature: the export has no keys file")
        else:
            keys = read_keys(raw, "keys", report)
        report.note(
            "the export's own keys are used: this proves that the export is consistent, not who "
            "made it. Give the office's key with --key or --keys."
        )

    # What else the caller holds.
    anchors = []
    for path in args.anchor:
        raw = read_file(path, CHECKPOINT_LIMIT)
        if raw is None:
            print(f"error: {path} cannot be read", file=err)
            return 2
        try:
            anchors.append(read_checkpoint(raw, path))
        except Malformed as e:
            report.problem("anchor", f"anchor {path}: {e}")
    proof, said = None, []
    if args.proof:
        raw = read_file(args.proof, PROOF_LIMIT)
        if raw is None:
            print(f"error: {args.proof} cannot be read", file=err)
            return 2
        try:
            proof = Proof(raw, args.proof)
        except Malformed as e:
            report.problem("proof", f"proof {args.proof}: {e}")
        else:
            said = check_proof(proof, keys, report)
            report.summary = (
                f"ok: entry {proof.index} is in the log {proof.checkpoint.origin} "
                f"of {proof.checkpoint.size} entries"
            )

    if args.dir:
        summary = report.summary
        if proof:
            anchors.append(proof.checkpoint)
        export = Export(args.dir, report, max(1, args.jobs))
        export.check(keys, anchors, args.all)
        if summary and proof:
            report.summary = f"{report.summary}\n{summary}"
        leaves = Leaves(args.dir, export.last.size if export.last else 0)
        registers = []
        for path in args.register:
            register = check_register(path, leaves, report)
            if register is not None:
                registers.append(register)
                if report.ok:
                    report.summary = f"{report.summary}\nok: {len(register[1])} records of {ascii(path)[1:-1]} are what the log says"
        newer_versions(registers, leaves, report)
        check_numbers(registers, report)
        if args.pack:
            check_pack(args.pack, leaves, report)

    for note in report.notes:
        print(f"note: {note}", file=err)
    for line in report.lines():
        print(line, file=out)
    if said and report.ok:
        print("The entry says:", file=out)
        for line in said:
            print(f"  {line}", file=out)
    return 0 if report.ok else 1


def main(argv=None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return run(parser().parse_args(argv), sys.stdout, sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
