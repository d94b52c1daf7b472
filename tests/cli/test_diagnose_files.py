"""Logs that are cut off, packed in other ways, no text at all, or pipes."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import random
import threading
from pathlib import Path
from typing import Any

import pytest
from cli.call import refused, write
from cli.conftest import Run

LINE = (
    "2026-03-02 09:12:01.402 7 ERROR oslo.messaging._drivers.impl_rabbit [-] AMQP server on"
    " ctl:5672 is unreachable: timed out. Trying again in 1 seconds.\n"
)
NOISE = random.Random(1)
TEXT = LINE + "".join(f"{NOISE.randbytes(40).hex()}\n" for _ in range(20_000))


@pytest.mark.parametrize("module", [gzip, lzma, bz2])
@pytest.mark.parametrize("part", [0.8, pytest.param(1.0, marks=pytest.mark.slow)])
@pytest.mark.slow
def test_an_archive_that_is_cut_off(novalint: Run, folder: Path, module: Any, part: float) -> None:
    packed = module.compress(TEXT.encode())
    write("nova.log.1", packed[: int(len(packed) * part) - 4])
    ran = novalint("diagnose", "nova.log.1")
    assert ran.status == 2
    assert "[amqp-unreachable]" in ran.out
    lines = int(ran.err.split("`nova.log.1` is cut off after ")[1].split(" lines; only these")[0])
    assert 0.3 * part * 20_001 < lines <= 20_001
    assert ran.out.endswith(f"1 symptom in {lines} lines\n")


def test_one_of_several_is_cut_off(novalint: Run, folder: Path) -> None:
    write("a.log", LINE)
    write("b.gz", gzip.compress(b"x\n")[:-4])
    ran = novalint("diagnose", "a.log", "b.gz", "--format", "json")
    assert (ran.status, ran.json["lines"]) == (2, 2)
    assert ran.err == "novalint: `b.gz` is cut off after 1 line; only these were read\n"
    write("b.gz", gzip.compress(b"x\n")[:5])
    assert "after 0 lines" in novalint("diagnose", "b.gz").err


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (random.Random(2).randbytes(3000), "contains binary data, not text"),
        (b"\x7fELF\x02\x01\x01\0\0\0\xff\xfe\x01\x90", "contains binary data"),
        (b"\x28\xb5\x2f\xfd", "is packed with zstd, not text; pipe it in: `zstd -dc FILE | "),
        (LINE.encode("utf-16"), "is in UTF-16LE, not UTF-8; pipe it in: `iconv -f UTF-16LE"),
        (LINE.encode("utf-16-be"), "is in UTF-16BE"),
        (gzip.compress(random.Random(3).randbytes(3000)), "contains binary data"),
    ],
)
@pytest.mark.parametrize("name", ["nova.log", "nova.conf"])
def test_what_is_no_text(novalint: Run, folder: Path, name: str, data: bytes, why: str) -> None:
    write(name, data)
    refused(novalint("diagnose", name), f"`{name}` {why}")
    refused(novalint("diagnose", "-", stdin=data), f"standard input {why}")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 5000 + LINE.encode(),
        LINE.encode() + random.Random(4).randbytes(300),
        LINE.encode() * 100 + b"\0" * 4096 + LINE.encode(),
        (LINE + "日志：连接失败\n").encode("gbk"),
        (LINE + "ÄÖÜ é\n").encode("latin-1"),
        b"\x1b[31m" + LINE.encode() + b"\x1b[0m",
    ],
)
def test_what_is_text_all_the_same(novalint: Run, folder: Path, data: bytes) -> None:
    write("nova.log", data)
    ran = novalint("diagnose", "nova.log")
    assert (ran.status, ran.err) == (0, "")
    assert ("[amqp-unreachable]" in ran.out) == bool(data)


def test_a_pipe_that_nobody_writes_into(
    novalint: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("novalint.text.source.PATIENCE", 20)
    os.mkfifo(folder / "pipe")
    refused(novalint("diagnose", "pipe"), "no program writes to the pipe `pipe`; name a file")
    refused(novalint("diagnose", "/dev/zero"), "`/dev/zero` is a device; name a file, or - to")


def test_a_pipe_is_a_log_as_well(novalint: Run, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    writer = threading.Thread(target=(folder / "pipe").write_text, args=(TEXT,))
    writer.start()
    ran = novalint("diagnose", "pipe")
    writer.join()
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("1 symptom in 20001 lines\n")
