"""Whatever is found, every format can be read by what it is for, and says as much as the report."""

from __future__ import annotations

import json
import pickle
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest
import sarif
from fuzz.budget import examples
from fuzz.facts import facts
from fuzz.files import Made, made
from fuzz.properties import checked
from hypothesis import given
from jsonschema import Draft202012Validator

from novalint.deployment import Deployment
from novalint.reports import find_format
from novalint.reports.render_options import RenderOptions
from novalint.schema.store import read_json
from novalint.text.edits import Edit, apply_edits

pytestmark = pytest.mark.slow

RAW = {chr(code) for code in (*range(9), *range(11, 32), 127)} | {"\x85", "\u202e", "\u2028"}


@cache
def schema() -> Any:
    return Draft202012Validator(read_json("report.json"))


@examples(25)
@given(made, facts)
def test_json_is_valid_and_says_what_the_report_says(one: Made, told: Deployment) -> None:
    report = checked([one.text], one.release, told)
    written = json.loads(find_format("json").render([report], RenderOptions(version="1.0")))
    assert list(schema().iter_errors(written)) == []
    assert [found["message"] for found in written["diagnostics"]] == [
        found.message for found in report.findings
    ]
    for found, finding in zip(written["diagnostics"], report.findings, strict=True):
        for fix, meant in zip(found["fixes"], finding.fixes, strict=True):
            edits = [Edit(edit["start"], edit["end"], edit["text"]) for edit in fix["edits"]]
            if not any("***" in edit.text for edit in edits):
                assert apply_edits(one.text, edits) == meant.patch.apply(one.text)


@examples(25)
@given(made, facts)
def test_every_format_can_be_read(one: Made, told: Deployment) -> None:
    report = checked([one.text], one.release, told)
    json.loads(find_format("gitlab").render([report], RenderOptions(version="1.0")))
    written = json.loads(find_format("sarif").render([report], RenderOptions(version="1.0")))
    assert list(sarif.validator().iter_errors(written)) == []
    for format_ in ("junit", "checkstyle"):
        ElementTree.fromstring(
            find_format(format_).render([report], RenderOptions(version="1.0")).encode()
        )
    for format_ in ("text", "concise", "github"):
        told_as = find_format(format_).render([report], RenderOptions(version="1.0"))
        assert not set(told_as) & RAW, format_
        told_as.encode()
    lines = find_format("concise").render([report], RenderOptions()).splitlines()
    assert len(lines) == len(report.findings)


@examples(15)
@given(made, facts)
def test_a_report_survives_a_pickle(one: Made, told: Deployment) -> None:
    report = checked([one.text], one.release, told)
    copy = pickle.loads(pickle.dumps(report.findings))
    assert copy == report.findings
