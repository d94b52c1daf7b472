"""The JSON report, against its own schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from reports.sample import CONF, CheckResult, accepted, finding, place, replacing, vif_plugging

from novalint.findings import Note, NotRun, Safety, Severity
from novalint.reports.json import render
from novalint.reports.render_options import RenderOptions
from novalint.text.document import Document

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "report.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)
LOOK = RenderOptions(version="0.1.0")


def report(*outcomes: CheckResult) -> dict[str, Any]:
    text = render(outcomes, LOOK)
    document: dict[str, Any] = json.loads(text)
    VALIDATOR.validate(document)
    assert text.isascii()
    assert text.endswith("}\n")
    return document


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_whole_report() -> None:
    outcome = vif_plugging()
    assert report(outcome) == {
        "version": 1,
        "tool": {"name": "novalint", "version": "0.1.0"},
        "release": "2026.2",
        "diagnostics": [
            {
                "rule": "fatal-vif-plugging",
                "theme": "networking",
                "severity": "warning",
                "message": "`vif_plugging_is_fatal` is true in a dense cloud",
                "path": "etc/nova.conf",
                "range": {
                    "start": {"line": 3, "column": 1, "offset": 60},
                    "end": {"line": 3, "column": 30, "offset": 89},
                },
                "group": "DEFAULT",
                "option": "vif_plugging_is_fatal",
                "url": "docs/rules/fatal-vif-plugging.md",
                "fingerprint": outcome.findings[0].fingerprint,
                "related": [
                    {
                        "path": "etc/nova.conf",
                        "range": {
                            "start": {"line": 5, "column": 1, "offset": 91},
                            "end": {"line": 5, "column": 28, "offset": 118},
                        },
                        "message": "nova-compute waits this long",
                    }
                ],
                "fixes": [
                    {
                        "title": "Set `vif_plugging_is_fatal` to false",
                        "safety": "unsafe",
                        "edits": edits(outcome, 0),
                    },
                    {
                        "title": "Set `vif_plugging_timeout` to 600",
                        "safety": "unsafe",
                        "edits": edits(outcome, 1),
                    },
                ],
                "read_by": [],
                "takes_effect": "restart",
            }
        ],
        "suppressed": [],
        "refused": [],
        "not_run": [{"rule": "few-workers", "needs": ["tenants", "cpu_threads"]}],
        "summary": {
            "files": 1,
            "error": 0,
            "warning": 1,
            "info": 0,
            "fixable": 1,
            "suppressed": 0,
            "baseline": 0,
        },
        "settings": [{"path": None, "files": 1, "ignored": 0, "lowered": 0, "accepted": 0}],
    }


def test_what_is_accepted_stands_apart_and_says_why() -> None:
    document = Document.parse(CONF)
    found = finding(document, "true")
    aside = (accepted(found, reason="as agreed"), accepted(found, "baseline"))
    said = report(CheckResult((document,), (found,), suppressed=aside))
    (plain,) = said["diagnostics"]
    assert [one.pop("suppression") for one in said["suppressed"]] == [
        {"kind": "inSource", "reason": "as agreed"},
        {"kind": "baseline", "reason": ""},
    ]
    assert said["suppressed"] == [plain, plain]
    assert "suppression" not in plain
    assert (said["summary"]["suppressed"], said["summary"]["baseline"]) == (1, 1)
    assert said["summary"]["warning"] == 1


def edits(outcome: CheckResult, number: int) -> list[dict[str, Any]]:
    (file,) = outcome.findings[0].fixes[number].patch.files
    return [{"path": file.path, **edit._asdict()} for edit in file.edits]


def test_the_edits_of_a_fix_make_it() -> None:
    (first, second) = report(vif_plugging())["diagnostics"][0]["fixes"]
    assert applied(CONF, first) == CONF.replace(
        "#vif_plugging_is_fatal = true", "vif_plugging_is_fatal = false"
    )
    assert applied(CONF, second) == CONF.replace(
        "#vif_plugging_timeout = 300", "vif_plugging_timeout = 600"
    )


def applied(text: str, fix: dict[str, Any]) -> str:
    for edit in reversed(fix["edits"]):
        text = text[: edit["start"]] + edit["text"] + text[edit["end"] :]
    return text


def test_several_configurations_of_one_release() -> None:
    one, two = Document.parse(CONF, "one.conf"), Document.parse(CONF, "two.conf")
    facts = (NotRun("b", ("tenants",)), NotRun("a", ("role",)))
    found = report(
        CheckResult((one,), (finding(one, "true", severity=Severity.INFO),), facts),
        CheckResult((two, one), (finding(two, "true", severity=Severity.ERROR),), facts[:1]),
    )
    assert found["release"] == "2026.2"
    assert [each["path"] for each in found["diagnostics"]] == ["one.conf", "two.conf"]
    assert [each["rule"] for each in found["not_run"]] == ["a", "b"]
    counts = {"files": 2, "error": 1, "warning": 0, "info": 1, "fixable": 0}
    assert found["summary"].items() >= counts.items()
    assert "release" not in found["diagnostics"][0]


def test_several_releases() -> None:
    document = Document.parse(CONF)
    found = report(
        CheckResult((document,), (finding(document, "true"),), release="2024.1"),
        CheckResult((document,), (finding(document, "true"),)),
        CheckResult((document,), suppressed=(accepted(finding(document, "true")),)),
    )
    assert found["release"] is None
    assert [each["release"] for each in found["diagnostics"]] == ["2024.1", "2026.2"]
    assert [each["release"] for each in found["suppressed"]] == ["2026.2"]


def test_nothing_checked() -> None:
    assert report()["diagnostics"] == []


def test_secrets_in_edits() -> None:
    document = Document.parse("[DEFAULT]\npass = old\n")
    fix = replacing(document, "pass = old", "word = p4ss", Safety.UNSAFE, "Rename it")
    outcome = CheckResult((document,), (finding(document, "pass", fixes=[fix]),), secrets=("p4ss",))
    assert report(outcome)["diagnostics"][0]["fixes"][0]["edits"] == [
        {"path": "nova.conf", "start": 10, "end": 20, "text": "word = ***"}
    ]
    assert "p4ss" not in render([outcome], LOOK)


def test_bytes_that_are_not_utf8() -> None:
    document = Document.parse(b"[DEFAULT]\ndebug = \xff\n", "caf\udce9.conf")
    outcome = CheckResult((document,), (finding(document, "\udcff", "bad `\udcff`"),))
    assert report(outcome)["diagnostics"][0]["path"] == "caf\udce9.conf"


PATHS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(st.text(), PATHS, st.text(min_size=1), st.data())
def test_any_text_is_reported(text: str, path: str, message: str, data: st.DataObject) -> None:
    document = Document.parse(text, path)
    about = text[data.draw(st.integers(0, len(text))) :]
    fix = replacing(document, about, message, Safety.UNSAFE)
    note = Note(message, place(document, about))
    found = finding(document, about, message, fixes=[fix], related=[note])
    outcome = CheckResult((document,), (found,))
    (diagnostic,) = report(outcome)["diagnostics"]
    assert (diagnostic["path"], diagnostic["message"]) == (path, message)
    assert render([outcome], LOOK) == render([outcome], LOOK)


def at(document: Any, *keys: str | int) -> Any:
    for key in keys:
        document = document[key]
    return document


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("version",), 2),
        (("release",), None),
        (("diagnostics", 0, "severity"), "fatal"),
        (("diagnostics", 0, "rule"), "Fatal Vif"),
        (("diagnostics", 0, "range", "start", "line"), 0),
        (("diagnostics", 0, "range", "end", "offset"), -1),
        (("diagnostics", 0, "fixes", 0, "safety"), "maybe"),
        (("diagnostics", 0, "fingerprint"), ""),
        (("not_run", 0, "needs"), "tenants"),
        (("summary", "files"), "1"),
    ],
)
def test_the_schema_refuses_what_is_wrong(keys: tuple[str | int, ...], value: object) -> None:
    document = report(vif_plugging())
    at(document, *keys[:-1])[keys[-1]] = value
    assert not VALIDATOR.is_valid(document)


@pytest.mark.parametrize("keys", [(), ("tool",), ("diagnostics", 0), ("summary",)])
def test_the_schema_is_open_to_growth_but_misses_nothing(keys: tuple[str | int, ...]) -> None:
    document = report(vif_plugging())
    at(document, *keys)["new"] = {"anything": 1}
    assert VALIDATOR.is_valid(document)
    # What came after the first shape of the report.
    later = {"new", "read_by", "takes_effect", "suppressed", "baseline", "refused"}
    for key in [key for key in at(document, *keys) if key not in later]:
        smaller = json.loads(json.dumps(document))
        del at(smaller, *keys)[key]
        assert not VALIDATOR.is_valid(smaller), key
