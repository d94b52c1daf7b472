"""Lines that are cut off, and lines in which something stands for an identifier."""

from __future__ import annotations

import re

import pytest

from novalint.logs.catalogue import signatures
from novalint.logs.diagnosis import diagnose
from novalint.logs.further import further
from novalint.logs.pasted import LONGEST
from novalint.logs.resembling import message_of

FEW = signatures()[::7]
HEAD = "2026-03-02 09:12:01.402 7 {} nova.x [req-7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 - - - - -] "
IDENTIFIER = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
STAND_INS = ["<id>", "<port id>", "{uuid}", "$UUID", "0b6f…", "0b6f9f9a...", "XXXX", "***"]


def names(text: str) -> set[str]:
    return {symptom.name for symptom in diagnose(text).symptoms}


def test_a_line_cut_off_is_known_or_leads_to_its_kind_and_is_no_other() -> None:
    known = led = every = 0
    for signature in FEW:
        sample = HEAD.format(signature.level or "ERROR") + signature.samples[0]
        whole = names(sample)
        for part in (0.55, 0.7, 0.85, 0.95):
            end = len(sample) - round((1 - part) * len(signature.samples[0]))
            diagnosis = diagnose(sample[:end])
            assert {symptom.name for symptom in diagnosis.symptoms} <= whole, sample[:end]
            known += signature.name in {symptom.name for symptom in diagnosis.symptoms}
            led += signature.name in diagnosis.near
            every += 1
    assert known > 0.5 * every
    assert known + led > 0.9 * every


def test_what_was_cut_is_not_made_up() -> None:
    line = "Received unexpected event network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11 fo"
    (symptom,) = diagnose(line).symptoms
    assert symptom.example == line
    assert dict(symptom.told) == {"event": ("network-vif-plugged",)}


@pytest.mark.parametrize("stand_in", STAND_INS)
def test_an_identifier_may_be_left_out(stand_in: str) -> None:
    tried = 0
    for signature in signatures():
        sample = signature.samples[0]
        if signature.name in ("metadata-secret-differs", "image-download-failed"):
            continue  # its anchor ends before the identifier's own digits
        if IDENTIFIER.search(sample):
            text = IDENTIFIER.sub(stand_in, sample)
            diagnosis = diagnose(text)
            assert signature.name in {one.name for one in diagnosis.symptoms}, text
            for symptom in diagnosis.symptoms:
                assert "00000000-0000-" not in f"{symptom.example} {symptom.told}"
            tried += 1
    assert tried > 20


def test_a_log_is_taken_as_it_stands() -> None:
    line = b"2026-03-02 09:12:01.402 7 ERROR x [-] AMQP server on controller:5672 is unreac\n"
    assert further(line, ()).lines
    assert further(line + b"x\n" * LONGEST, ()).lines == []


def test_the_message_is_what_stands_behind_the_head() -> None:
    message = "AMQP server on ctl"
    heads = ["", HEAD.format("ERROR"), "Mar 02 09:12:01 c nova[7]: ERROR oslo.messaging [-] "]
    heads.append(HEAD.format("WARNING") + "[instance: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10] ")
    assert {message_of(head + message) for head in heads} == {message}
