#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Tests of castellan_verify.py: `python3 verify/test_castellan_verify.py`.

A small builder with a signer of its own makes valid exports; mutants of them
must be found and located. Standard library only.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import io
import json
import os
import random
import re
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import castellan_verify as cv  # noqa: E402


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def b64u(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


# -- a signer, for tests only (RFC 8032, 5.1.5 and 5.1.6) ----------------------


def multiply(point, scalar: int):
    result = cv.IDENTITY
    while scalar:
        if scalar & 1:
            result = cv.point_add(result, point)
        point = cv.point_add(point, point)
        scalar >>= 1
    return result


class Signer:
    def __init__(self, name: str, seed: bytes):
        h = hashlib.sha512(seed).digest()
        self.scalar = (int.from_bytes(h[:32], "little") & ((1 << 254) - 8)) | (1 << 254)
        self.prefix = h[32:]
        self.public = cv.point_compress(multiply(cv.BASE, self.scalar))
        self.name = name
        self.id = cv.key_id(name, self.public)

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64(bytes([1]) + self.public)}"

    def sign(self, message: bytes) -> bytes:
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % cv.L
        big_r = cv.point_compress(cv.table_multiply(cv.base_table(), r))
        k = int.from_bytes(hashlib.sha512(big_r + self.public + message).digest(), "little")
        return big_r + ((r + k * self.scalar) % cv.L).to_bytes(32, "little")

    def note(self, text: str) -> str:
        return f"{text}\n— {self.name} {b64(self.id + self.sign(text.encode()))}\n"


ORIGIN = "castellan/test"
SIGNER = Signer(ORIGIN, b"\x01" * 32)
SIGNER_2 = Signer(ORIGIN + "/2", b"\x01" * 32)
OTHER = Signer(ORIGIN, b"\x02" * 32)


# -- an independent, recursive tree, straight from RFC 6962 --------------------


def mth(hashes) -> bytes:
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + mth(hashes[:k]) + mth(hashes[k:])).digest()


def path(m: int, hashes):
    if len(hashes) <= 1:
        return []
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if m < k:
        return path(m, hashes[:k]) + [mth(hashes[k:])]
    return path(m - k, hashes[k:]) + [mth(hashes[:k])]


# -- a builder of exports ------------------------------------------------------


def make_leaf(i: int, time: int | None = None, **changes) -> bytes:
    noise = hashlib.sha256(b"%d" % i).digest()
    value = {
        "v": 1,
        "seq": i,
        "time": 1_790_000_000_000_000 + i * 1000 if time is None else time,
        "clock": "ok",
        "actor": b64u(noise[:16]),
        "command": "case.dispatch",
        "permit": {"duty": "clearance-officer", "table": b64u(noise)},
        "purpose": "work",
        "request": b64u(noise[16:]),
        "records": [["Case", b64u(noise[3:19]), i % 9 + 1, b64u(noise)]],
    }
    value.update(changes)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Log:
    """Leaves and checkpoint sizes, written out as an export."""

    def __init__(self, size: int, every: int = 100):
        self.leaves = [make_leaf(i) for i in range(size)]
        self.sizes = sorted(set(range(every, size + 1, every)) | {size})

    def hashes(self):
        return [hashlib.sha256(b"\x00" + leaf).digest() for leaf in self.leaves]

    def write(self, root: str, signer=SIGNER, checkpoints=None, last=None):
        hashes = self.hashes()
        shutil.rmtree(root, ignore_errors=True)
        os.makedirs(os.path.join(root, "tile"))
        self.write_tiles(os.path.join(root, "tile"), hashes)
        notes = checkpoints or [note(n, hashes, signer) for n in self.sizes]
        with open(os.path.join(root, "checkpoints"), "w", encoding="utf-8") as f:
            f.write("--\n".join(notes))
        with open(os.path.join(root, "checkpoint"), "w", encoding="utf-8") as f:
            f.write(last or notes[-1])
        with open(os.path.join(root, "keys"), "w", encoding="utf-8") as f:
            f.write(signer.vkey + "\n")

    def write_tiles(self, tile: str, hashes):
        for n in range(0, len(self.leaves), 256):
            part = self.leaves[n : n + 256]
            data = b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in part)
            put(tile, "entries", n // 256, len(part), data)
        level, row = 0, hashes
        while row:
            for n in range(0, len(row), 256):
                part = row[n : n + 256]
                put(tile, str(level), n // 256, len(part), b"".join(part))
            row = [mth(row[n : n + 256]) for n in range(0, len(row) - 255, 256)]
            level += 1


def note(size: int, hashes, signer=SIGNER) -> str:
    return signer.note(f"{ORIGIN}\n{size}\n{b64(mth(hashes[:size]))}\n")


def put(tile: str, level: str, n: int, width: int, data: bytes):
    name = cv.tile_path(n) + ("" if width == 256 else f".p/{width}")
    where = os.path.join(tile, level, *name.split("/"))
    os.makedirs(os.path.dirname(where), exist_ok=True)
    with open(where, "wb") as f:
        f.write(data)


def verify(*arguments, jobs=1):
    """(exit code, output, notes) of a run."""
    out, err = io.StringIO(), io.StringIO()
    args = cv.parser().parse_args([*arguments, "--jobs", str(jobs)])
    code = cv.run(args, out, err)
    return code, out.getvalue(), err.getvalue()


# -- tests ---------------------------------------------------------------------


class Ed25519(unittest.TestCase):
    # RFC 8032, 7.1: tests 1, 2, 3 and SHA(abc): seed, public key, message, signature.
    VECTORS = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
        (
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
            "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
        ),
    ]

    def test_rfc_8032_vectors(self):
        for seed, public, message, signature in self.VECTORS:
            signer = Signer("x", bytes.fromhex(seed))
            message, signature = bytes.fromhex(message), bytes.fromhex(signature)
            self.assertEqual(signer.public.hex(), public)
            self.assertEqual(signer.sign(message), signature)
            key = cv.PublicKey(signer.public)
            self.assertTrue(key.verify(message, signature))
            self.assertFalse(key.verify(message + b"x", signature))
            for bit in range(0, 512, 7):
                flipped = bytearray(signature)
                flipped[bit // 8] ^= 1 << bit % 8
                self.assertFalse(key.verify(message, bytes(flipped)))

    def test_a_signature_has_one_spelling(self):
        signature = SIGNER.sign(b"m")
        s = int.from_bytes(signature[32:], "little") + cv.L
        key = cv.PublicKey(SIGNER.public)
        self.assertTrue(key.verify(b"m", signature))
        self.assertFalse(key.verify(b"m", signature[:32] + s.to_bytes(32, "little")))
        self.assertFalse(key.verify(b"m", signature + b"\x00"))
        self.assertFalse(key.verify(b"m", signature[:63]))

    def test_bytes_that_are_no_key(self):
        for raw in (b"", b"\xff" * 32, b"\x02" + b"\x00" * 31, (1 | 1 << 255).to_bytes(32, "little")):
            with self.assertRaises(ValueError):
                cv.PublicKey(raw)

    def test_signed_note_example(self):
        # The example of the signed-note package's documentation.
        name, ident, key = cv.parse_key(
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        )
        raw = base64.b64decode(
            "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
        )
        text = (
            "If you think cryptography is the answer to your problem,\n"
            "then you don't know what your problem is.\n"
        )
        self.assertEqual((name, ident), ("PeterNeumann", raw[:4]))
        self.assertTrue(key.verify(text.encode(), raw[4:]))


class Formats(unittest.TestCase):
    def test_rfc_6962_roots(self):
        inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                  "606162636465666768696a6b6c6d6e6f"]
        roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        hashes = [cv.leaf_hash(bytes.fromhex(x)) for x in inputs]
        levels = cv.levels_of(b"".join(hashes))
        for n, root in enumerate(roots, 1):
            self.assertEqual(cv.prefix_hash(levels, n).hex(), root)
            self.assertEqual(mth(hashes[:n]).hex(), root)

    def test_tile_paths(self):
        self.assertEqual(cv.tile_path(1234067), "x001/x234/067")
        self.assertEqual(cv.parse_tile_path("x001/x234/067.p/3"), (1234067, 3))
        self.assertEqual(cv.parse_tile_path("000"), (0, 256))
        for wrong in ("0", "x000/000", "000.p/256", "000.p/0", "000.p/03", "001/000", "000/", ""):
            self.assertIsNone(cv.parse_tile_path(wrong), wrong)

    def test_canonical_json(self):
        good = [
            '{}', '{"a":1,"b":[]}', '{"a":"\\b\\t\\n\\f\\r\\"\\\\\\u0000\\u001f"}', '{"a":"é\u2028\x7f"}',
            '{"a":-1,"z":{"b":9007199254740991}}',
            # By UTF-16 the pair D83D DE00 comes before U+FB33.
            '{"€":1,"😀":2,"\ufb33":3}',
        ]
        for text in good:
            self.assertIsNone(cv.read_leaf(text.encode())[1], text)
        bad = [
            '', ' {}', '{} ', '{"b":1,"a":1}', '{"a":1,"a":1}', '{"a": 1}', '{"a":1.0}', '{"a":1e3}',
            '{"a":-0}', '{"a":01}', '{"a":true}', '{"a":null}', '{"a":NaN}', '{"a":9007199254740992}',
            '{"a":"\\u0041"}', '{"a":"\\/"}', '{"a":"\\u001F"}', '{"a":"\\u000a"}', '{"a":"\t"}',
            '{"a":"\\ud800"}', '{"\ufb33":3,"😀":2}', '[]', '1', '"a"', '{"a":' + "[" * 900 + "]" * 900,
            '{"a":' + "9" * 5000 + "}",
        ]
        for text in bad:
            self.assertIsNotNone(cv.read_leaf(text.encode())[1], text)
        self.assertIsNotNone(cv.read_leaf(b'{"a":"\xff"}')[1])
        self.assertIsNotNone(cv.read_leaf(b'{"a":"\xed\xa0\x80"}')[1])

    def test_the_quick_way_admits_only_canonical_leaves(self):
        """Every byte-level mutant that matches QUICK_LEAF is canonical."""
        rng = random.Random(7)
        leaves = [make_leaf(3), make_leaf(4, behalf="abc"), make_leaf(5, records=[]),
                  make_leaf(7, permit={"duty": "d", "holder": "abc", "table": "t"}),
                  make_leaf(6, records={"count": 12, "root": "x"})]
        accepted = 0
        for leaf in leaves:
            self.assertTrue(cv.QUICK_LEAF(leaf))
            for _ in range(20000):
                mutant = bytearray(leaf)
                for _ in range(rng.randint(1, 3)):
                    at = rng.randrange(len(mutant))
                    kind = rng.randrange(4)
                    if kind == 0:
                        mutant[at] = rng.randrange(256)
                    elif kind == 1:
                        del mutant[at]
                    elif kind == 2:
                        mutant.insert(at, rng.choice(b'"\\,:{}[]0129- eE.u/tx'))
                    else:
                        end = min(len(mutant), at + rng.randrange(30))
                        mutant[at:at] = mutant[at:end]
                mutant = bytes(mutant)
                if cv.QUICK_LEAF(mutant):
                    accepted += 1
                    value, why = cv.read_leaf(mutant)
                    ok = why is None or abs(value["time"]) > cv.SAFE_INTEGER
                    self.assertTrue(ok, mutant)
                    self.assertIsNone(cv.shape_fault(value), mutant)
        self.assertGreater(accepted, 1000)


class InTemp(unittest.TestCase):
    def setUp(self):
        self.temp = tempfile.TemporaryDirectory()
        self.addCleanup(self.temp.cleanup)
        self.root = os.path.join(self.temp.name, "export")

    def file(self, *names) -> str:
        return os.path.join(self.root, *names)

    def edit(self, name: str, change):
        with open(self.file(*name.split("/")), "rb") as f:
            data = f.read()
        with open(self.file(*name.split("/")), "wb") as f:
            f.write(change(data))

    def keep(self, name: str, text: str) -> str:
        where = os.path.join(self.temp.name, name)
        with open(where, "w", encoding="utf-8") as f:
            f.write(text)
        return where

    def found(self, *expected, arguments=("--all",)):
        """The export fails, and every expected text is in the output."""
        code, out, _ = verify(self.root, *arguments)
        self.assertEqual(code, 1, out)
        for text in expected:
            self.assertIn(text, out)
        return out


class Valid(InTemp):
    def test_sizes(self):
        for size in (0, 1, 2, 255, 256, 257, 513, 66000):
            with self.subTest(size=size):
                log = Log(size, every=100 if size < 1000 else 10000)
                log.write(self.root)
                for jobs in (1, 2):
                    code, out, err = verify(self.root, "--all", "--key", SIGNER.vkey, jobs=jobs)
                    self.assertEqual((code, err), (0, ""), out)
                    root = b64(mth(log.hashes()))
                    self.assertEqual(out, f"ok: {size} entries, root {root}, checkpoint of size {size}\n")

    def test_own_keys_are_said_to_prove_consistency_only(self):
        Log(10).write(self.root)
        code, _, err = verify(self.root)
        self.assertEqual(code, 0)
        self.assertIn("note: the export's own keys", err)

    def test_keys_file_and_anchor(self):
        log = Log(300)
        log.write(self.root)
        keys = self.keep("keys", "# the office\n" + SIGNER.vkey + "\n")
        anchors = [self.keep(f"a{n}", note(n, log.hashes())) for n in (1, 100, 257, 300)]
        arguments = [x for a in anchors for x in ("--anchor", a)]
        self.assertEqual(verify(self.root, "--keys", keys, *arguments)[0], 0)

    def test_a_tail_after_the_last_checkpoint_is_noted(self):
        log = Log(300)
        log.sizes = [100, 200]
        log.write(self.root)
        code, out, err = verify(self.root)
        self.assertEqual(code, 0)
        self.assertIn("checkpoint of size 200", out)
        self.assertIn("entries 200 to 299 are not yet under a checkpoint", err)

    def test_partial_tiles_left_from_earlier_are_accepted_if_right(self):
        log = Log(300)
        log.write(self.root)
        put(self.file("tile"), "0", 0, 7, b"".join(log.hashes()[:7]))
        self.assertEqual(verify(self.root)[0], 0)
        put(self.file("tile"), "0", 0, 7, b"".join(log.hashes()[1:8]))
        self.found("extra file tile/0/000.p/7 is not the beginning")

    def test_a_cosignature_of_a_stranger_does_not_disturb(self):
        log = Log(5)
        log.write(self.root)
        self.edit("checkpoint", lambda d: d + "— witness.example AAAAAAAA\n".encode())
        self.assertEqual(verify(self.root, "--all")[0], 0)

    def test_leaves_beyond_ascii_take_the_slow_way(self):
        log = Log(5)
        log.leaves[3] = make_leaf(3, purpose="réunion \u2028 \x7f")
        log.write(self.root)
        code, out, err = verify(self.root, "--key", SIGNER.vkey)
        self.assertEqual((code, err), (0, ""), out)

    def test_an_odd_shape_is_noted(self):
        log = Log(5)
        log.leaves[3] = make_leaf(3, extra="x")
        log.write(self.root)
        code, out, err = verify(self.root)
        self.assertEqual(code, 0, out)
        self.assertIn('1 entries do not have the keys of the format, the first at index 3: unknown key "extra"', err)


class Registers(InTemp):
    """Exported records and inspection packs, held against a log that was made for them."""

    def setUp(self):
        super().setUp()
        self.root = self.temp.name
        self.log = Log(300)
        self.rows = [self.row(n) for n in range(12)]
        items = [self.item(row) for row in self.rows]
        # Two stand in the leaf itself, the others in an entry that holds their root alone.
        for at in (0, 1):
            self.log.leaves[150 + at] = make_leaf(150 + at, records=[json.loads(items[at])])
            self.rows[at]["entry"] = 150 + at
        hashes = [hashlib.sha256(b"\x00" + item.encode()).digest() for item in items[2:]]
        for at, row in enumerate(self.rows[2:]):
            row["place"], row["path"] = at, [b64u(h) for h in path(at, hashes)]
        self.log.leaves[200] = make_leaf(200, records={"count": len(hashes), "root": b64u(mth(hashes))})
        self.log.write(self.file("pack", "log"))

    def row(self, n: int):
        noise = hashlib.sha256(b"row %d" % n).digest()
        groups = {}
        for name, fields in (("core", {"kind": "grant", "n": n, "word": "Šimić"}), ("_head", {"marking": "C", "rank": 3, "void": 0})):
            text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            groups[name] = {"text": text, "opening": b64u(hashlib.sha256(noise + name.encode()).digest())}
        groups["closed"] = {"commitment": b64u(noise)}
        return {"id": b64u(noise[:16]), "version": n + 1, "entry": 200, "groups": groups}

    def item(self, row, register="decisions") -> str:
        members = {}
        for name, group in row["groups"].items():
            if "text" in group:
                opening = base64.urlsafe_b64decode(group["opening"] + "=")
                members[name] = b64u(hmac.new(opening, group["text"].encode(), "sha256").digest())
            else:
                members[name] = group["commitment"]
        whole = json.dumps(members, sort_keys=True, separators=(",", ":")).encode()
        return json.dumps([register, row["id"], row["version"], b64u(hashlib.sha256(whole).digest())], separators=(",", ":"))

    def body(self, rows=None, **changes):
        rows = self.rows if rows is None else rows
        body = {"format": "castellan/register-proof/1", "register": "decisions", "count": len(rows), "items": rows}
        body.update(changes)
        return body

    def check(self, body, *expected):
        """What the verifier says of a file of records; nothing expected means that all holds."""
        file = self.keep("decisions.json", body if isinstance(body, str) else json.dumps(body))
        code, out, _ = verify(self.file("pack", "log"), "--key", SIGNER.vkey, "--register", file)
        for line in expected:
            self.assertIn(line, out)
        self.assertEqual(code, 1 if expected else 0, out)
        return out

    def test_records_that_hold(self):
        self.assertIn("ok: 12 records of", self.check(self.body()))
        self.assertIn("ok: 0 records of", self.check(self.body([])))

    def test_every_flip_in_a_shown_text_is_found_with_its_record(self):
        for at in (0, 5):
            changed = json.loads(json.dumps(self.rows))
            text = changed[at]["groups"]["core"]["text"]
            changed[at]["groups"]["core"]["text"] = text.replace("grant", "refuse")
            self.check(self.body(changed), f"record {at + 1}: is not what entry {changed[at]['entry']} says")

    def test_what_does_not_belong_is_found(self):
        def change(at, **values):
            rows = json.loads(json.dumps(self.rows))
            rows[at].update(values)
            return self.body(rows)

        self.check(change(0, version=9), "record 1: is not what entry 150 says")
        self.check(change(0, entry=151), "record 1: is not what entry 151 says")
        self.check(change(0, entry=3000), "record 1: entry 3000 is not in the log up to its checkpoint")
        self.check(change(3, entry=-1), "record 4: entry -1 is not in the log")
        self.check(change(3, id="AAAA"), "record 4: names no record and version")
        self.check(change(3, groups={}), "record 4: is not as the format says")
        self.check(self.body([*self.rows, self.rows[4]]), "record 13: stands there twice")
        self.check(self.body(count=13), "says 13 records and holds 12")
        self.check(change(3, path=[]), "record 4: is not what entry 200 says")
        self.check(change(3, place=4), "record 4: is not what entry 200 says")
        self.check(change(3, path=["AAAA"]), "record 4: is not what entry 200 says")
        self.check(change(3, path="AAAA"), "record 4: is not what entry 200 says")
        self.check(self.body(register="people"), "record 1: is not what entry 150 says")

    def test_hostile_files_are_problems_and_nothing_else(self):
        deep = "[" * 100_000
        for body in ("", "{", "[]", "null", deep, '{"format": "castellan/register-proof/1"}', '{"a": NaN}', "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")):
            self.check(body, "register ")
        rng = random.Random(7)
        whole = json.dumps(self.body())
        for _ in range(300):
            at = rng.randrange(len(whole))
            self.keep("decisions.json", whole[:at] + rng.choice('"{}[]0aé\\,') + whole[at + 1 :])
            code, out, err = verify(self.file("pack", "log"), "--key", SIGNER.vkey, "--register", self.file("decisions.json"))
            self.assertIn(code, (0, 1), err)
            self.assertNotIn("Traceback", out + err)

    def pack(self, register="inspection_packs", entry=250, void=0, said=(), **changes):
        """A pack whose seal stands in the log."""
        said = dict(said)
        population = [row["id"] for row in self.rows]
        order = sorted(population, key=lambda code: hashlib.sha256(f"seed:{code}".encode()).digest())
        files = {
            "registers/decisions.json": json.dumps(self.body()),
            "sample.json": json.dumps({"register": "decisions", "seed": "seed", "population": population, "drawn": order[:3]}),
            **changes,
        }
        os.makedirs(self.file("pack", "registers"), exist_ok=True)
        for name, text in files.items():
            self.keep(os.path.join("pack", *name.split("/")), text)
        hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
        about = {"inspection": "Yearly", "period_from": "2026-01-01", "period_until": "2026-12-31"}
        manifest = json.dumps({"format": "castellan/inspection-pack/1", **about, "files": hashes})
        self.keep(os.path.join("pack", "manifest.json"), manifest)
        seal = self.row(77)
        fields = {**about, "digest": hashlib.sha256(manifest.encode()).hexdigest(), "files": len(files), **said}
        seal["groups"]["core"]["text"] = json.dumps(fields, separators=(",", ":"), sort_keys=True)
        seal["groups"]["_head"]["text"] = json.dumps({"marking": "U", "rank": 1, "void": void}, separators=(",", ":"))
        seal["entry"] = entry
        item = json.loads(self.item(seal))
        item[0] = register
        self.log.leaves[entry:entry + 1] = [make_leaf(entry, records=[item])]
        self.log.write(self.file("pack", "log"))
        self.keep(os.path.join("pack", "seal.json"), json.dumps(self.body([seal], register=register)))

    def packed(self, *expected):
        code, out, _ = verify("--pack", self.file("pack"), "--key", SIGNER.vkey)
        for line in expected:
            self.assertIn(line, out)
        return code, out

    def test_a_pack_as_it_was_sealed(self):
        self.pack()
        self.assertEqual(self.packed("ok: the pack is as it was sealed: 2 files, 12 records")[0], 0)

    def test_what_was_changed_in_a_pack_is_named(self):
        self.pack()
        self.edit(os.path.join("pack", "registers", "decisions.json"), lambda raw: raw.replace(b"grant", b"refuse", 1))
        self.assertEqual(self.packed("pack: registers/decisions.json is not the file that was sealed")[0], 1)
        self.pack()
        self.edit(os.path.join("pack", "manifest.json"), lambda raw: raw + b" ")
        self.packed("pack: the log holds no seal of this manifest")
        self.pack()
        self.keep(os.path.join("pack", "more.txt"), "x")
        self.packed("pack: more.txt is not in the manifest")
        os.remove(self.file("pack", "more.txt"))
        os.remove(self.file("pack", "sample.json"))
        self.packed("pack: sample.json is missing")

    def test_a_sample_somebody_chose_is_found_even_where_it_was_sealed(self):
        population = [row["id"] for row in self.rows]
        self.pack(**{"sample.json": json.dumps({"register": "decisions", "seed": "seed", "population": population, "drawn": sorted(population)[:3]})})
        self.packed("pack: the sample is not the one its start value draws")
        self.pack(**{"sample.json": json.dumps({"register": "decisions", "seed": "seed", "population": ["a", "b"], "drawn": ["a"]})})
        self.packed("pack: the sample is not drawn from the records of")

    def test_what_no_signature_covers_proves_nothing(self):
        self.log.sizes = [100, 200]
        row = self.row(40)
        row["entry"] = 260
        self.log.leaves[260] = make_leaf(260, records=[json.loads(self.item(row))])
        self.log.write(self.file("pack", "log"))
        self.check(self.body([row]), "record 1: entry 260 is not in the log up to its checkpoint")

    def test_a_seal_is_one_of_the_register_of_packs_in_force_and_of_this_inspection(self):
        self.pack(register="document_versions")
        self.packed("pack: the log holds no seal of this manifest")
        self.pack(void=1)
        self.packed("pack: the log holds no seal of this manifest")
        self.pack(said={"inspection": "Another"})
        self.packed("pack: the log holds no seal of this manifest")
        self.pack(said={"files": 3})
        self.packed("pack: the log holds no seal of this manifest")

    def logged(self, *records):
        """Records of these registers with these fields, as rows of files that the log knows."""
        rows = []
        for at, (register, fields) in enumerate(records):
            row = self.row(500 + at)
            row["groups"]["core"]["text"] = json.dumps(fields, separators=(",", ":"), sort_keys=True)
            row["entry"] = 260 + at
            self.log.leaves[260 + at] = make_leaf(260 + at, records=[json.loads(self.item(row, register))])
            rows.append(row)
        return rows

    def mail(self, last=9, numbers=range(1, 10)):
        """A mail book that gave its last number and the entries of these numbers: both."""
        book = ("mail_registers", {"body": "ASO", "direction": "incoming", "last_number": last, "year": 2026})
        id = self.row(500)["id"]
        book, *entries = self.logged(book, *(("mail_items", {"number": number, "register": id}) for number in numbers))
        return book, entries

    def said_of_series(self, last, *borne):
        """What the verifier says of a pack that shows the last number of a series each, and records of registers that bear these numbers."""
        series = [("number_series", {"last": n, "name": name, "year": 2026}) for name, n in last.items()]
        records = [*series, *((register, {field: number}) for register, field, number in borne)]
        files = {}
        for (register, _), row in zip(records, self.logged(*records)):
            files.setdefault(register, []).append(row)
        self.pack(**{f"registers/{name}.json": json.dumps(self.body(rows, register=name)) for name, rows in files.items()})
        return verify("--pack", self.file("pack"), "--key", SIGNER.vkey)

    def said_of(self, book, entries):
        """What the verifier says of a pack, sealed, that shows this book and these entries: exit code, output, notes."""
        files = {"registers/mail_registers.json": json.dumps(self.body([book] if book else [], register="mail_registers"))}
        files["registers/mail_items.json"] = json.dumps(self.body(entries, register="mail_items"))
        self.pack(**files)
        return verify("--pack", self.file("pack"), "--key", SIGNER.vkey)

    def test_a_number_that_a_mail_book_gave_and_that_is_not_shown_is_named_even_where_all_was_sealed_again(self):
        book, entries = self.mail()
        code, out, err = self.said_of(book, entries)
        self.assertEqual((code, "not shown" in err), (0, False), out + err)
        for left_out, named in (([3], "not shown: 3."), ([1, 4, 5, 6, 9], "not shown: 1, 4-6, 9."), (range(1, 10), "not shown: 1-9.")):
            _, out, err = self.said_of(book, [row for n, row in enumerate(entries, 1) if n not in left_out])
            self.assertIn('mail book "ASO 2026 incoming": of the numbers 1 to 9 these are ' + named, err)
        # Without its book nothing says how many there are; that it is not there is said.
        self.assertIn("9 entries of mail are of a book that is not shown", self.said_of(None, entries)[2])

    def test_a_number_of_any_series_that_is_not_shown_is_named(self):
        cases = [("psc_cases", "number", f"PSC/2026/{n:05}") for n in (1, 2, 5, 7)]
        code, _, err = self.said_of_series({"PSC": 8}, *cases)
        self.assertEqual(code, 0)
        self.assertIn('series "PSC 2026": of the numbers 1 to 8 these are not shown: 3-4, 6, 8.', err)

    def test_a_series_is_known_by_what_its_numbers_begin_with(self):
        # Some series are called otherwise than their numbers begin, and some registers have another field for them.
        borne = [("destruction_certificates", "number", "DST/2026/0001"), ("controlled_items", "reference", "NS/2026/0002"),
                 ("dossiers", "reference", "DOS/2026/0001")]
        _, _, err = self.said_of_series({"destruction": 2, "REG-NS": 2, "DOS": 1, "RSK": 4}, *borne)
        self.assertIn('series "destruction 2026": of the numbers 1 to 2 these are not shown: 2.', err)
        self.assertIn('series "REG-NS 2026": of the numbers 1 to 2 these are not shown: 1.', err)
        self.assertNotIn("DOS", err)
        # Of a series without any number the files do not tell whether its register is left out.
        self.assertIn('no number is shown of series "RSK 2026" (last: 4): the register is not among these files', err)

    def test_what_others_wrote_is_no_number_of_a_series(self):
        """Another form, a field that is theirs, a year without a series."""
        others = [("psc_cases", "number", "PSC/2026/00001"), ("certificates", "reference", "PSC/2026/00009"), ("certificates", "number", "PSC/2025/00009"),
                  ("certificates", "number", "PSC/2026/00001/1")]
        code, out, err = self.said_of_series({"PSC": 1}, *others)
        self.assertEqual((code, "not shown" in err), (0, False), out + err)

    def test_the_number_a_pack_takes_when_it_is_sealed_makes_no_series_old(self):
        [series] = self.logged(("number_series", {"last": 1, "name": "IPK", "year": 2026}))
        later = [json.loads(self.item(series, "number_series"))]
        later[0][2] += 1
        sealing = json.loads(self.item(self.row(501), "inspection_packs"))
        for records, code in (([*later], 1), ([*later, sealing], 0)):
            self.log.leaves[280] = make_leaf(280, records=sorted(records))
            self.pack(**{"registers/number_series.json": json.dumps(self.body([series], register="number_series"))})
            self.assertEqual(verify("--pack", self.file("pack"), "--key", SIGNER.vkey)[0], code, records)

    def test_what_no_series_can_hold_is_a_problem(self):
        for numbers, said in (([1, 2, 2], "number 2 stands there twice"), ([1, 2, 12], "it ends at 3, and number 12 is shown")):
            code, out, _ = self.said_of_series({"RSK": 3}, *(("risks", "number", f"RSK/2026/{n:03}") for n in numbers))
            self.assertEqual(code, 1)
            self.assertIn(f'series "RSK 2026": {said}', out)

    def test_what_no_mail_book_can_hold_is_a_problem(self):
        for numbers, said in (([1, 2, 2], "number 2 stands there twice"), ([1, 2, 12], "it ends at 3, and number 12 is shown")):
            book, entries = self.mail(3, numbers)
            code, out, _ = self.said_of(book, entries)
            self.assertEqual(code, 1)
            self.assertIn(f'mail book "ASO 2026 incoming": {said}', out)
        book, entries = self.mail(10**15, range(1, 60, 2))
        self.assertIn("34, 36, 38, 40 and 10 more gaps", self.said_of(book, entries)[2])
        book, entries = self.mail("x", ["y", "z"])
        self.assertIn("shows no last number", self.said_of(book, entries)[2])

    def test_a_register_under_another_name_and_an_older_version_are_found(self):
        self.pack(**{"registers/people.json": json.dumps(self.body())})
        self.packed('pack: registers/people.json holds the register "decisions"')
        later = json.loads(json.dumps(self.rows[0]))
        later["version"] = 9
        self.log.leaves[280] = make_leaf(280, records=[json.loads(self.item(later))])
        self.log.write(self.file("pack", "log"))
        self.check(self.body(), "entry 280 holds version 9")
        later["entry"] = 280
        self.check(self.body([self.rows[0], later]), "record 2: stands there twice")


class Mutants(InTemp):
    SIZE = 613

    def setUp(self):
        super().setUp()
        self.log = Log(self.SIZE)
        self.original = self.log.hashes()
        self.notes = [note(n, self.original) for n in self.log.sizes]
        self.log.write(self.root)

    def rebuild(self):
        """Tiles rebuilt to suit the changed leaves, checkpoints as they were."""
        self.log.write(self.root, checkpoints=self.notes)

    def test_flip_in_a_leaf(self):
        at = [0, 1, 255, 256, 400, 612]
        for i in at:
            with self.subTest(index=i):
                self.log.write(self.root, checkpoints=self.notes)
                n, k = divmod(i, 256)
                name = f"tile/entries/{cv.tile_path(n)}" + ("" if n < 2 else ".p/101")
                leaf = self.log.leaves[i]
                self.edit(name, lambda d: d.replace(leaf, leaf.replace(b"case.dispatch", b"case.dispatcg")))
                out = self.found(f"bad entry at index {i}: the leaf does not hash to its tile")
                self.assertEqual(out.count("\n"), 1, out)

    def test_flip_in_a_hash_tile(self):
        for n, k in ((0, 0), (1, 255), (2, 100)):
            with self.subTest(tile=n):
                self.log.write(self.root, checkpoints=self.notes)
                name = f"tile/0/{cv.tile_path(n)}" + ("" if n < 2 else ".p/101")
                self.edit(name, lambda d: d[: 32 * k] + bytes([d[32 * k] ^ 1]) + d[32 * k + 1 :])
                out = self.found(f"tile 0/{n} does not match: its hash of entry {n * 256 + k} ")
                self.assertEqual(out.count("\n"), 1, out)

    def test_flip_in_an_upper_tile(self):
        self.edit("tile/1/000.p/2", lambda d: d[:40] + bytes([d[40] ^ 128]) + d[41:])
        self.found("tile 1/0 does not match: hash 1 is not that of entries 256 to 511")

    def test_tile_cut_off_missing_or_grown(self):
        self.edit("tile/0/001", lambda d: d[:-1])
        self.found("tile 0/1 does not match: 8191 bytes instead of 8192")
        self.edit("tile/0/001", lambda d: b"".join(self.original[256:512]) + b"x")
        self.found("tile 0/1 does not match: 8193 bytes instead of 8192")
        os.remove(self.file("tile", "0", "001"))
        self.found("tile 0/1 does not match: missing (entries from 256)")
        self.rebuild()
        os.remove(self.file("tile", "1", "000.p", "2"))
        self.found("tile 1/0 does not match: missing")

    def test_flip_in_the_checkpoint(self):
        with open(self.file("checkpoint"), "rb") as f:
            good = f.read()
        for at in range(len(good)):
            self.edit("checkpoint", lambda d: good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
            code, out, _ = verify(self.root)
            self.assertEqual(code, 1, good[:at])
            self.assertRegex(out, "checkpoint|signature|gap|rollback")

    def test_flip_in_an_earlier_checkpoint(self):
        with open(self.file("checkpoints"), "rb") as f:
            good = f.read()
        one = good.index(b"--\n")
        for at in range(one, 2 * one):
            self.edit("checkpoints", lambda d: good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
            self.assertEqual(verify(self.root, "--all")[0], 1, good[one : at + 1])

    def test_flips_anywhere(self):
        """400 seeded single-byte flips over all files; every one is found."""
        rng = random.Random(20261122)
        names = []
        for folder, _, files in os.walk(self.root):
            names += [os.path.relpath(os.path.join(folder, f), self.root) for f in files]
        names.sort()
        for _ in range(400):
            name = rng.choice(names)
            with open(self.file(name), "rb") as f:
                good = f.read()
            at, bit = rng.randrange(len(good)), 1 << rng.randrange(8)
            self.edit(name, lambda d: good[:at] + bytes([good[at] ^ bit]) + good[at + 1 :])
            code, out, _ = verify(self.root, "--all")
            self.assertEqual(code, 1, (name, at, bit))
            m = re.match(r"tile/entries/00(\d)", name)
            if m:
                pos, index = 0, 256 * int(m[1])
                while pos + 2 + int.from_bytes(good[pos : pos + 2], "big") <= at:
                    pos += 2 + int.from_bytes(good[pos : pos + 2], "big")
                    index += 1
                first = min(int(x) for x in re.findall(r"(?:at index|entries|entry) (\d+)", out))
                self.assertEqual(first, index, out)
            self.edit(name, lambda d: good)

    def test_deleted_leaf(self):
        leaf = self.log.leaves[300]
        self.edit("tile/entries/001", lambda d: d.replace(len(leaf).to_bytes(2, "big") + leaf, b""))
        self.found("bad entry at index 300: the leaf does not hash to its tile; seq is 301",
                   "gap: entry 511 is missing")
        del self.log.leaves[300]
        self.rebuild()
        self.found("bad entry at index 300: seq is 301", "gap: entries 612 to 612 are missing",
                   "root differs from checkpoint of size 400", "entries 0 to 299 still hold, the change is in 300 to 399")

    def test_inserted_leaf(self):
        self.log.leaves.insert(300, make_leaf(300, command="case.forged"))
        self.rebuild()
        self.found("bad entry at index 301: seq is 300", "the change is in 300 to 399")

    def test_swapped_leaves(self):
        a = self.log.leaves
        a[10], a[11] = a[11], a[10]
        self.rebuild()
        self.found("bad entry at index 10: seq is 11", "bad entry at index 11: seq is 10; time goes back",
                   "the change is in entries 0 to 99")

    def test_rewritten_leaf_with_all_tiles_rebuilt(self):
        self.log.leaves[555] = make_leaf(555, command="case.forged")
        self.rebuild()
        out = self.found("root differs from checkpoint of size 600",
                         "entries 0 to 499 still hold, the change is in 500 to 599")
        self.assertNotIn("bad entry", out)

    def test_rewritten_leaf_and_level_0_only(self):
        self.log.leaves[300] = make_leaf(300, command="case.forged")
        hashes = self.log.hashes()
        self.log.write_tiles(self.file("tile"), hashes)
        put(self.file("tile"), "1", 0, 2, mth(self.original[:256]) + mth(self.original[256:512]))
        self.found("tile 1/0 does not match: hash 1 is not that of entries 256 to 511",
                   "the change is in 300 to 399")

    def test_cut_off_bundle(self):
        self.edit("tile/entries/002.p/101", lambda d: d[:-5])
        self.found("bad entry at index 612: its bundle is cut off", "gap: entry 612 is missing")

    def test_missing_bundles(self):
        os.remove(self.file("tile", "entries", "000"))
        os.remove(self.file("tile", "entries", "001"))
        self.found("gap: entries 0 to 511 are missing")

    def test_everything_missing(self):
        shutil.rmtree(self.file("tile"))
        self.found("gap: there is no tile directory", "gap: entries 0 to 612 are missing")
        shutil.rmtree(self.root)
        os.makedirs(self.root)
        self.found("checkpoint: the file cannot be read", "no keys file")

    def test_truncated_log(self):
        del self.log.leaves[550:]
        self.rebuild()
        self.found("gap: entries 550 to 612 are missing (checkpoint of size 613")

    def test_rollback_with_an_anchor(self):
        anchor = self.keep("anchor", self.notes[-1])
        short = Log(500)
        short.write(self.root)
        self.assertEqual(verify(self.root, "--all")[0], 0)
        self.found("rollback: anchor", "has 613 entries, the log only 500", arguments=("--anchor", anchor))

    def test_rollback_of_the_checkpoint_file_only(self):
        with open(self.file("checkpoint"), "w", encoding="utf-8") as f:
            f.write(self.notes[2])
        self.found("rollback: checkpoint of size 300 is behind one of size 613", arguments=())

    def test_fork_against_an_anchor(self):
        anchor = self.keep("anchor", self.notes[4])
        self.log.leaves[450] = make_leaf(450, command="case.forged")
        self.log.write(self.root)  # signed anew with the right key
        self.assertEqual(verify(self.root, "--all")[0], 0)
        self.found("fork: two checkpoints of size 500 with different roots", "root differs from checkpoint of size 500",
                   "the change is in 400 to 499", arguments=("--anchor", anchor))

    def test_fork_inside_the_export(self):
        self.log.leaves[450] = make_leaf(450, command="case.forged")
        forged = note(500, self.log.hashes())
        with open(self.file("checkpoints"), "w", encoding="utf-8") as f:
            f.write("--\n".join(self.notes[:5] + [forged] + self.notes[5:]))
        self.found("fork: two checkpoints of size 500 with different roots")

    def test_swapped_key(self):
        self.log.write(self.root, signer=OTHER)
        self.assertEqual(verify(self.root, "--all")[0], 0)
        self.found("signature: checkpoint of size 613 (checkpoint): no key given has signed it",
                   arguments=("--key", SIGNER.vkey))
        with open(self.file("keys"), "w", encoding="utf-8") as f:
            f.write(SIGNER.vkey + "\n")
        self.found("signature: checkpoint of size 613")

    def test_malformed_keys(self):
        for wrong in ("x", "a+b+c", SIGNER.vkey[:-4], SIGNER.vkey.replace("+", "+0", 1), "\x00", "é+00000000+AQ=="):
            with open(self.file("keys"), "w", encoding="utf-8") as f:
                f.write(wrong + "\n")
            self.found("signature: keys", arguments=())

    def test_checkpoint_of_another_log(self):
        anchor = self.keep("anchor", SIGNER.note(f"castellan/else\n613\n{b64(mth(self.original))}\n"))
        self.found("is of the log 'castellan/else'", arguments=("--anchor", anchor))

    def test_an_unsigned_anchor_is_refused(self):
        anchor = self.keep("anchor", OTHER.note(f"{ORIGIN}\n613\n{b64(mth(self.original))}\n"))
        self.found("signature: checkpoint of size 613", arguments=("--anchor", anchor))

    def test_checkpoints_out_of_order_or_not_the_last(self):
        with open(self.file("checkpoints"), "w", encoding="utf-8") as f:
            f.write("--\n".join([self.notes[1], self.notes[0]] + self.notes[2:]))
        self.found("comes after size 200", arguments=())
        with open(self.file("checkpoints"), "w", encoding="utf-8") as f:
            f.write("--\n".join(self.notes[:-1]))
        self.found("does not end with the checkpoint of size 613", arguments=())

    def reopened(self, at=300, known=350):
        """A log that fell back to `at` entries and went on as its second name."""
        log = Log(400)
        log.leaves[at] = make_leaf(at, command="log.reopen", records=[["lost", ORIGIN, 50, ""], ["reopen", ORIGIN, known, b64(b"x" * 32)]])
        hashes = log.hashes()
        second = f"{ORIGIN}/2"
        later = SIGNER_2.note(f"{second}\n400\n{b64(mth(hashes))}\n")
        log.write(self.root, checkpoints=[note(n, hashes) for n in (100, 200, 300)] + [later])
        return log, hashes

    def test_a_log_that_was_reopened_goes_on_under_its_next_name(self):
        log, hashes = self.reopened()
        for arguments in ((), ("--all",), ("--key", SIGNER.vkey)):
            code, out, err = verify(self.root, *arguments)
            self.assertEqual(code, 0, out + err)
        # Under the wrong name, before and after.
        log.write(self.root, checkpoints=[note(n, hashes) for n in (100, 400)])
        self.found(f"is of the log '{ORIGIN}', not '{ORIGIN}/2'")
        early = SIGNER_2.note(f"{ORIGIN}/2\n300\n{b64(mth(hashes[:300]))}\n")
        later = SIGNER_2.note(f"{ORIGIN}/2\n400\n{b64(mth(hashes))}\n")
        log.write(self.root, checkpoints=[note(100, hashes), early, later])
        self.found(f"is of the log '{ORIGIN}/2', not '{ORIGIN}'")

    def test_an_anchor_of_what_was_lost(self):
        self.reopened()
        old = Log(360).hashes()
        anchor = self.keep("anchor", note(350, old))
        code, out, err = verify(self.root, "--anchor", anchor)
        self.assertEqual(code, 0, out)
        self.assertIn("names 350 as the last size known: what lies between is lost", err)
        anchor = self.keep("anchor", note(351, old))
        self.found("rollback: anchor", arguments=("--anchor", anchor))

    def test_time_goes_back(self):
        for i in (256, 300):  # across tiles, and within one
            with self.subTest(index=i):
                log = Log(self.SIZE)
                log.leaves[i] = make_leaf(i, time=1_789_999_999_999_999)
                log.write(self.root)
                out = self.found(f"bad entry at index {i}: time goes back")
                self.assertEqual(out.count("\n"), 1, out)

    def test_wrong_seq(self):
        self.log.leaves[300] = make_leaf(301, time=1_790_000_000_300_000)
        self.log.write(self.root)
        self.assertEqual(self.found("bad entry at index 300: seq is 301").count("\n"), 1)

    def test_leaves_signed_but_not_as_the_format_says(self):
        cases = {
            "not canonical": b" " + make_leaf(300),
            "over the limit": make_leaf(300, purpose="x" * 900),
            "not JSON": b"{",
            "not UTF-8": b"\xff",
            "not an object": b"[300]",
            "v is 2": make_leaf(300, v=2),
            "seq is null": make_leaf(300).replace(b'"seq":300,', b""),
            "seq is true": make_leaf(300, seq=True),
            "time is missing": make_leaf(300, time="late"),
            "other than strings and integers": make_leaf(300, purpose=None),
            "out of range": make_leaf(300, purpose=2**53),
        }
        for why, leaf in cases.items():
            with self.subTest(why=why):
                log = Log(400)
                log.leaves[300] = leaf
                log.write(self.root)
                out = self.found("bad entry at index 300: ", why)
                self.assertEqual(out.count("\n"), 1, out)

    def test_extra_files(self):
        for name in ("x", "0/999x", "entries/junk", "64/000", "00/000", "0/000.p/300"):
            with self.subTest(name=name):
                self.rebuild()
                where = self.file("tile", *name.split("/"))
                os.makedirs(os.path.dirname(where), exist_ok=True)
                with open(where, "wb") as f:
                    f.write(b"x")
                self.found(f"extra file tile/{name}")
        self.rebuild()
        put(self.file("tile"), "2", 0, 1, b"x" * 32)
        self.found("extra file tile/2/000: beyond")
        self.rebuild()
        put(self.file("tile"), "0", 3, 256, b"x" * 8192)
        self.found("gap: entries 613 to 1023 are missing")
        self.rebuild()
        put(self.file("tile"), "entries", 10**12, 1, b"\x00\x01x")
        self.found("gap: files promise 256000000000001 entries, but only 614 are there")

    def test_too_many_leaves_in_a_bundle(self):
        self.edit("tile/entries/001", lambda d: d + b"\x00\x02{}")
        self.found("extra entries 001 holds 257 entries instead of 256")

    @unittest.skipUnless(hasattr(os, "mkfifo"), "needs named pipes")
    def test_a_pipe_does_not_hang_it(self):
        os.remove(self.file("checkpoint"))
        os.mkfifo(self.file("checkpoint"))
        self.found("checkpoint: the file cannot be read")

    def test_long_lists_are_cut(self):
        self.log.leaves = self.log.leaves[1:]
        self.log.write(self.root)
        out = self.found("bad entry at index 0: seq is 1", "and 602 more of this kind, the last: bad entry at index 611")
        self.assertEqual(out.count("bad entry"), 11)

    def test_workers_find_the_same(self):
        big = Log(256 * 200 + 7, every=20000)
        big.leaves[30000] = make_leaf(30000, time=5)
        big.leaves[51200] = make_leaf(7)
        big.write(self.root)
        self.assertEqual(verify(self.root, jobs=1)[:2], verify(self.root, jobs=2)[:2])
        self.found("bad entry at index 30000: time goes back", "bad entry at index 51200: seq is 7; time goes back")


class Proofs(InTemp):
    def proof(self, log, i, size=None, leaf=None, hashes=None):
        hashes = (hashes or log.hashes())[:size]
        lines = ["c2sp.org/tlog-proof@v1", f"extra {b64(leaf or log.leaves[i])}", f"index {i}"]
        lines += [b64(h) for h in path(i, hashes)]
        return "\n".join(lines) + "\n\n" + note(len(hashes), hashes)

    def run_proof(self, text, *arguments):
        return verify("--proof", self.keep("proof", text), *(arguments or ("--key", SIGNER.vkey)))

    def test_every_entry_of_small_logs(self):
        for size in (1, 2, 3, 7, 8, 13):
            log = Log(size)
            for i in range(size):
                code, out, _ = self.run_proof(self.proof(log, i))
                self.assertEqual(code, 0, out)
                self.assertIn(f"ok: entry {i} is in the log {ORIGIN} of {size} entries", out)
                self.assertIn("command: case.dispatch", out)
                self.assertIn("2026-09-21T14:13:20", out)

    def test_mutants(self):
        log = Log(13)
        good = self.proof(log, 5)
        forged = make_leaf(5, command="case.forged")
        cases = {
            "does not lead": self.proof(log, 5, leaf=forged),
            "beyond the checkpoint": good.replace("index 5", "index 13"),
            "seq is 5": good.replace("index 5", "index 6"),
            "the signature of": good.replace("castellan/test\n13\n", "castellan/test\n14\n"),
            "is no c2sp.org": good.replace("v1", "v2"),
            "has no index": good.replace("index 5", "index 05"),
            "is not base64": good.replace("extra ", "extra !"),
            "does not hold the leaf": good.replace("extra ", "extras "),
        }
        for why, text in cases.items():
            with self.subTest(why=why):
                code, out, _ = self.run_proof(text)
                self.assertEqual(code, 1)
                self.assertIn(why, out)
                self.assertNotIn("The entry says", out)
        lines = good.split("\n")
        for wrong in (lines[:3] + lines[4:], lines[:4] + lines[3:]):
            self.assertEqual(self.run_proof("\n".join(wrong))[0], 1)

    def test_every_flip_is_found(self):
        good = self.proof(Log(3), 1).encode()
        where = os.path.join(self.temp.name, "proof")
        for at in range(len(good)):
            with open(where, "wb") as f:
                f.write(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
            self.assertEqual(verify("--proof", where, "--key", SIGNER.vkey)[0], 1, good[: at + 1])

    def test_a_proof_is_an_anchor_for_the_export_beside_it(self):
        log = Log(200)
        log.write(self.root)
        self.assertEqual(self.run_proof(self.proof(log, 5, size=150), self.root)[0], 0)
        old = log.hashes()
        log.leaves[120] = make_leaf(120, command="case.forged")
        log.write(self.root)
        code, out, _ = self.run_proof(self.proof(log, 5, size=150, hashes=old), self.root)
        self.assertEqual(code, 1)
        self.assertIn("root differs from checkpoint of size 150", out)

    def test_a_proof_alone_needs_keys(self):
        text = self.proof(Log(3), 1)
        code, _, err = verify("--proof", self.keep("proof", text))
        self.assertEqual(code, 2)
        self.assertIn("needs --key", err)
        self.assertEqual(self.run_proof(text, "--key", OTHER.vkey)[0], 1)


class CommandLine(unittest.TestCase):
    def test_usage(self):
        self.assertEqual(verify()[0], 2)
        self.assertEqual(verify("/nonexistent/castellan")[0], 2)
        out = io.StringIO()
        with self.assertRaises(SystemExit) as stop, contextlib.redirect_stdout(out):
            cv.main(["--help"])
        self.assertEqual(stop.exception.code, 0)
        self.assertIn("--anchor", out.getvalue())


if __name__ == "__main__":
    unittest.main()
