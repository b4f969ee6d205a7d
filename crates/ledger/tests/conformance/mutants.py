"""Runs the independent verifier over many damaged copies of one export, in two processes.

Arguments: folder of the verifier, the sound export, the file of trusted keys. Standard input: one JSON object a line with
"edits", a list of [path, base64 or null]. Standard output: one JSON list a line, in order: exit code, what was printed.
"""

import base64
import io
import json
import multiprocessing
import os
import shutil
import sys
import tempfile

sys.path.insert(0, sys.argv[1])
import castellan_verify  # noqa: E402

mine = None


def judge(line):
    global mine
    if mine is None:
        mine = os.path.join(tempfile.mkdtemp(prefix="mutants-"), "export")
        shutil.copytree(sys.argv[2], mine)
    edits = json.loads(line)["edits"]
    for path, content in edits:
        full = os.path.join(mine, path)
        if content is None:
            os.remove(full)
            continue
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as out:
            out.write(base64.b64decode(content))
    args = castellan_verify.parser().parse_args([mine, "--keys", sys.argv[3], "--all", "--jobs", "1"])
    said = io.StringIO()
    code = castellan_verify.run(args, said, io.StringIO())
    for path, _ in edits:
        sound, full = os.path.join(sys.argv[2], path), os.path.join(mine, path)
        if os.path.exists(sound):
            shutil.copyfile(sound, full)
        else:
            os.remove(full)
    return json.dumps([code, said.getvalue()])


def done(_):
    if mine is not None:
        shutil.rmtree(os.path.dirname(mine), ignore_errors=True)


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        for answer in pool.imap(judge, sys.stdin, chunksize=8):
            print(answer)
        pool.map(done, range(64), chunksize=1)
