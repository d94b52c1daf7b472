"""Logs as they come: compressed, as JSON, behind the prefixes of journald and containers."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import random
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from time import process_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rules.sharing import share

from novalint.errors import FileError
from novalint.logs.diagnosis import concluded, counted, diagnose
from novalint.logs.index import index
from novalint.logs.searching import _possible
from novalint.logs.streams import BLOCK, LONGEST, whole_lines
from novalint.logs.tally import Count
from novalint.pages.symptoms import page_of_line

MESSAGE = "AMQP server on ctl:5672 is unreachable: timed out. Trying again in 1 seconds."
TIME = "2026-03-02 09:12:01"
OSLO = f"2026-03-02 09:12:01.402 7 ERROR oslo.messaging._drivers.impl_rabbit [-] {MESSAGE}"
FORMS = {
    "plain": OSLO,
    "bare": MESSAGE,
    "journald": f"Mar 02 09:12:01 cmp1 nova-compute[7]: {OSLO}",
    "journald, short-iso": f"2026-03-02T09:12:01+0000 cmp1 nova-compute[7]: {OSLO}",
    "docker": json.dumps({"log": OSLO + "\n", "stream": "stderr", "time": TIME}),
    "cri": f"2026-03-02T09:12:01.402000000Z stderr F {OSLO}",
    "kubectl": f"[pod/nova-compute-x/nova-compute] {OSLO}",
    "colour": f"\x1b[01;31m{OSLO}\x1b[00m",
    "windows": OSLO + "\r",
    "json": json.dumps({"message": MESSAGE, "asctime": TIME, "levelname": "ERROR"}),
    "json, traceback": json.dumps(
        {"message": "Unexpected", "asctime": TIME, "traceback": ["x", MESSAGE]}
    ),
}
TIMELESS = ("bare", "kubectl of old")


@pytest.mark.parametrize("form", FORMS)
def test_forms(form: str) -> None:
    (symptom,) = diagnose(FORMS[form]).symptoms
    assert symptom.name == "amqp-unreachable"
    assert dict(symptom.told)["host"] == ("ctl",)
    assert (symptom.first is None) == (form in TIMELESS)


def test_an_info_line_that_quotes_an_error_is_no_symptom() -> None:
    assert diagnose(OSLO.replace(" ERROR ", " INFO ")).symptoms == ()
    assert diagnose(f"Mar 02 09:12:01 c n[7]: {OSLO.replace(' ERROR ', ' DEBUG ')}").symptoms == ()
    assert diagnose(OSLO.replace("[-] ", "[-] INFO ")).symptoms != ()


def test_an_info_line_may_be_a_symptom_of_its_own() -> None:
    head = "2026-03-02 09:12:01.402 7 INFO nova.filters [req-1]"
    line = f"{head} Filter NUMATopologyFilter returned 0 hosts"
    (symptom,) = diagnose(line).symptoms
    assert dict(symptom.told)["filter"] == ("NUMATopologyFilter",)


@pytest.mark.parametrize("module", [gzip, lzma, bz2])
def test_compressed(tmp_path: Path, module: object) -> None:
    path = tmp_path / "nova-compute.log.1"
    path.write_bytes(module.compress((OSLO + "\n").encode() * 3))  # type: ignore[attr-defined]
    diagnosis = concluded(counted([str(path), str(path)]))
    assert (diagnosis.lines, diagnosis.symptoms[0].count) == (6, 1)  # a copy says nothing new


def test_compressed_and_cut_off_or_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    noise = random.Random(1).randbytes(300_000).hex().encode()
    whole = gzip.compress((OSLO + "\n").encode() + noise)
    path.write_bytes(whole[:-2000])
    counted([str(path)])
    path.write_bytes(whole[:40] + b"\xff" * 500 + whole[540:])
    with pytest.raises(FileError, match=r"cannot read `.*a\.gz`: its compressed data is damaged"):
        counted([str(path)])


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(FileError, match="cannot read"):
            counted([str(path)])


@given(st.lists(st.binary(max_size=60), max_size=8), st.integers(1, 40))
def test_whole_lines_are_the_lines(parts: list[bytes], size: int) -> None:
    data = b"\n".join(parts)
    at = 0

    def read(_: int) -> bytes:
        nonlocal at
        at += size
        return data[at - size : at]

    blocks = list(whole_lines(read))
    assert b"".join(blocks) == data
    assert all(block.endswith(b"\n") for block in blocks[:-1])


def test_a_line_without_end_takes_little_memory() -> None:
    def reads() -> Iterator[bytes]:
        yield from repeat(b"x" * BLOCK, 200)
        yield b"\n" + OSLO.encode() + b"\n"

    stream = reads()
    blocks = list(whole_lines(lambda _: next(stream, b"")))
    assert sum(map(len, blocks)) < 2 * LONGEST
    count = Count()
    count.take(blocks)
    assert count.tallies["amqp-unreachable"].count == 1


def test_every_anchor_is_searched_for_where_it_stands() -> None:
    """Also where no blank is before or behind it."""
    for group in index():
        for anchor in group:
            for text in (anchor.text, b"x(" + anchor.text + b")x", b"x\n" + anchor.text + b"\nx"):
                assert anchor in _possible(text, group)
        assert _possible(b"xyz", [one for one in group if one.words]) == []


@given(st.binary(max_size=300))
def test_no_bytes_do_harm(data: bytes) -> None:
    diagnose([data])
    diagnose([OSLO.encode() + data, data + OSLO.encode()])


@given(st.text(max_size=200))
def test_random_text_is_no_symptom(text: str) -> None:
    every = index()
    anchors = [one.text.decode() for group in every for one in group]
    assume(not any(anchor in text for anchor in anchors))  # texts of the code are tried as well
    assert diagnose(text).symptoms == ()


WORDS = ["instance", "Took", "seconds", "spawn", "resource", "view", "claim", "plug", "lifecycle",
         "event", "network", "volume", "attach", "GET", "status", "200", "the", "on", "of", "for",
         "not", "with", "Connection", "image", "host", "failed", "server", "timed"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from(["INFO", "DEBUG", "WARNING"]))
def test_ordinary_lines_are_no_symptom(words: list[str], level: str) -> None:
    line = f"2026-03-02 09:12:01.402 7 {level} nova.compute.manager [req-1 - - - - -] "
    assert diagnose(line + " ".join(words)).symptoms == ()


def test_an_exception_in_another_language() -> None:
    """As Nova translates it; in JSON its signs may be escaped."""
    head = "2026-03-02 09:12:01.402 7 ERROR nova.scheduler.utils [req-1] "
    text = "找不到有效主机，原因是 x。"
    record = json.dumps({"message": text, "asctime": TIME, "levelname": "ERROR"})
    assert record.isascii()
    python2 = head + text.encode("ascii", "backslashreplace").decode()
    for line in (head + text, record, python2, json.dumps({"message": text}, ensure_ascii=False)):
        assert [one.name for one in diagnose(line).symptoms] == ["no-valid-host"]


@pytest.mark.parametrize(
    "text", share(["AMQP server on ", "a" * 300, "[" * 300, "'" * 300, ": " * 200], 5)
)
@pytest.mark.slow
def test_hostile_lines_end_soon(text: str) -> None:
    from novalint.logs.catalogue import signatures

    start = process_time()
    for signature in signatures():
        diagnose([f"{text}{anchor}{text * 20}" for anchor in signature.anchors])
    assert process_time() - start < 10


PASTED = {
    "rsyslog's colours": f"Jul 11 18:10:59 cmp1 nova_compute[12]: #033[01;31m{OSLO}#033[00m",
    "a mail's quotes": "> > 2026-03-02 09:12:01.402 7 ERROR oslo.messaging [-]\n> > AMQP server\n"
    "> > on ctl:5672 is unreachable: timed out. Trying\n> > again in 1 seconds.",
    "a terminal's width": OSLO[:100] + "\n" + OSLO[100:],
    "a shell's line ends": OSLO.replace("AMQP", "\\\n  AMQP").replace("is un", "is \\\nun"),
    "Markdown": "2026-03-02 09:12:01.402 7 ERROR oslo.messaging.\\_drivers \\[-\\] " + MESSAGE,
    "a web page's blanks": OSLO.replace(" ", "\N{NO-BREAK SPACE}"),
    "Elasticsearch": json.dumps(
        {"_source": {"@timestamp": TIME, "Payload": MESSAGE, "log_level": "ERROR"}}
    ),
    "Docker, JSON within": json.dumps(
        {"log": json.dumps({"asctime": TIME, "message": MESSAGE, "levelname": "ERROR"}) + "\n"}
    ),
    "CRI, JSON within": "2026-03-02T09:12:01.4Z stderr F "
    + json.dumps({"message": MESSAGE, "levelname": "ERROR"}),
    "journald, JSON": json.dumps({"__REALTIME_TIMESTAMP": "1772442721402000", "MESSAGE": MESSAGE}),
    "journald, bytes": json.dumps(
        {"__REALTIME_TIMESTAMP": "1772442721402000", "MESSAGE": list(f"\x1b[31m{OSLO}".encode())}
    ),
    "cut off": OSLO[: OSLO.index("timed out") + 5],
    "cut off, Windows": OSLO[: OSLO.index("timed out") + 5] + "\r",
    "cut off before the reason": OSLO[: OSLO.index("timed out") - 1],
}  # fmt: skip


@pytest.mark.parametrize("form", PASTED)
def test_pasted(form: str) -> None:
    """As a line looks that came by mail, from a terminal, a web page or a search engine."""
    (symptom,) = diagnose(PASTED[form]).symptoms
    assert (symptom.name, symptom.count) == ("amqp-unreachable", 1)
    assert dict(symptom.told)["host"] == ("ctl",)
    assert symptom.first is not None
    assert symptom.first[:10] == "2026-03-02"
    assert "amqp-unreachable\n" in page_of_line(PASTED[form])


def test_html_entities() -> None:
    line = (
        "unsupported configuration: CPU mode &#39;host-model&#39; for aarch64 kvm domain on aarch64"
    )
    line += " host is not supported by hypervisor &quot;x&quot;"
    (symptom,) = diagnose(line).symptoms
    assert symptom.name == "cpu-mode-not-offered"


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
@pytest.mark.parametrize("colour", ["\x1b[00;36m", "#033[00;36m"])
def test_an_info_line_is_known_by_any_form(level: str, colour: str) -> None:
    for key in ("levelname", "log_level", "level"):
        assert diagnose(json.dumps({"message": MESSAGE, key: level})).symptoms == ()
        assert diagnose(json.dumps({"message": MESSAGE, key: "ERROR"})).symptoms
    assert (
        diagnose(f"Jul 11 18:10:59 cmp1 n[1]: {colour}{level} nova.x [-] {MESSAGE}").symptoms == ()
    )
    assert diagnose(f"Jul 11 18:10:59 cmp1 n[1]: {colour}ERROR nova.x [-] {MESSAGE}").symptoms


def test_records_that_follow_each_other_stay_apart() -> None:
    first = OSLO[: OSLO.index("AMQP server")] + "Connection failed: x"
    second = "2026-03-02 09:12:02.402 7 ERROR nova.x [-] y (retrying in 2.0 seconds)"
    assert diagnose(f"{first}\n{second}").symptoms == ()
    assert diagnose(f"{first}\n{second[second.index('y') :]}").symptoms != ()


def test_a_long_log_is_not_put_together() -> None:
    wrapped = OSLO.replace("AMQP server", "AMQP\nserver")
    assert diagnose(wrapped).symptoms
    assert diagnose([*wrapped.split("\n"), *["x" * 100] * 1000]).symptoms == ()


FRONTS = {
    "grep": "nova-compute.log:",
    "grep, numbers": "/var/log/nova/nova-compute.log.1:123:",
    "grep, around": "nova-compute.log-123-",
    "compose": "nova-compute-1  | ",
    "kubectl": "[pod/nova-compute-x/nova-compute] ",
    "stern": "nova-compute-x7k nova-compute ",
    "syslog's priority": "<180>1 2026-03-02T09:12:01Z cmp1 ",
    "a shell on many hosts": "cmp1: ",
}


@pytest.mark.parametrize("front", FRONTS)
def test_records_behind_a_prefix_stay_apart(front: str) -> None:
    """What follows is of the record only where it has no head itself."""
    first = FRONTS[front] + OSLO[: OSLO.index("AMQP server")] + "Connection failed: x"
    head = FRONTS[front] + "2026-03-02 09:12:02.402 7 ERROR nova.x [-] "
    assert diagnose(f"{first}\n{head}y (retrying in 2.0 seconds)").symptoms == ()
    assert diagnose(f"{first}\ny (retrying in 2.0 seconds)").symptoms != ()
    wrapped = OSLO.replace("AMQP server", "AMQP\nserver")
    assert [one.name for one in diagnose(FRONTS[front] + wrapped).symptoms] == ["amqp-unreachable"]
