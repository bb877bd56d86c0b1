# SPDX-License-Identifier: Apache-2.0
"""Real report folders: written by `verify` and `sign-report` from submissions made here."""

import json
import os
import pathlib
import subprocess
import tempfile

HOSTILE = (
    "\x1b[2J\x1b]8;;http://x.example\x07 `` | <img src=x onerror=alert(1)> "
    "[PASS](http://x.example) ![](https://x.example/p.png) @team #123 GH-7 www.x.example\n"
    "::error::x\n##[error]y\n- [x] done\n# PASS"
)


def log(seed, bpb):
    return (
        f"seed:{seed}\nval_loader:shards pattern=x tokens:62021632\n"
        "step:7000/7000 train_loss:2.0 train_time:590000ms step_avg:84.29ms\n"
        "stopping_early: wallclock_cap train_time:590000ms step:7000/7000\n"
        "Serialized model int8+zlib: 15000000 bytes\nCode size: 50000 bytes\n"
        "Total submission size int8+zlib: 15050000 bytes\n"
        f"final_int8_zlib_roundtrip_exact val_loss:1.85730392 val_bpb:{bpb:.8f}\n"
    )


def write_submission(folder, hostile):
    claim = {"name": "n", "author": "a", "date": "2026-03-26", "val_bpb": 1.1, "bytes_total": 15050000}
    if hostile:
        claim.update(name=HOSTILE, author=HOSTILE, date=HOSTILE, bytes_total=HOSTILE)
        (folder / "::error::x `|@team #123 <b>.log").write_text(log(7, 1.5) + HOSTILE)
        (folder / "train_\x1b[31m##[x]\u202e.log").write_text(log(8, 1.4))
    else:
        (folder / "README.md").write_text("A submission.\n")
        (folder / "train_gpt.py").write_text("print('train')\n")
    for seed in (1337, 42, 2025):
        (folder / f"train_seed{seed}.log").write_text(log(seed, 1.1))
    (folder / "submission.json").write_text(json.dumps(claim))


class Programs:
    """`verify` and what lies beside it, with a home of its own for the key."""

    def __init__(self, verify):
        self.verify = pathlib.Path(verify)
        self.sign = self.verify.with_name("sign-report")
        self.home = tempfile.TemporaryDirectory()
        self.environment = {"HOME": self.home.name, "PATH": os.environ["PATH"]}

    def run(self, *arguments):
        return subprocess.run(
            [str(word) for word in arguments], env=self.environment, capture_output=True, check=False
        )

    def report(self, hostile=False, *more):
        """A report folder, and what `verify` said of it."""
        root = pathlib.Path(tempfile.mkdtemp(dir=self.home.name))
        folder = root / ("a `|@team #123 <b>" if hostile else "clean")
        folder.mkdir()
        write_submission(folder, hostile)
        said = self.run(self.verify, folder, "--output", root / "report", "--until", "static", *more)
        if said.returncode not in (0, 1, 2):
            raise SystemExit(f"verify ended with {said.returncode}: {said.stderr.decode()}")
        return root / "report", said

    def public_key(self):
        return (pathlib.Path(self.home.name) / ".config/pgolf/signer.pub.pem").read_bytes()
