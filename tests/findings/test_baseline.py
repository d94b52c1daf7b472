"""The file of accepted findings: written, read, refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from novalint.engine.report import check
from novalint.errors import BaselineError, FileError
from novalint.findings import FAILURE, Finding, plain_path
from novalint.findings.baseline import Accepted, Baseline
from novalint.text.document import Document

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "baseline.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
ENTRY = {
    "path": "nova.conf",
    "rule": "dashed-option",
    "group": "DEFAULT",
    "option": "my-ip",
    "fingerprint": "0" * 32,
    "count": 2,
}


def found(text: str, path: str = "nova.conf") -> tuple[Finding, ...]:
    select = ["dashed-option", "unknown-option", "invalid-value"]
    return check(Document.parse(text, path), select=select, release="2026.2").findings


TEXT = "[DEFAULT]\nmy-ip = x\nmy-ip = x\nnonsense = 1\n[database]\nmax_retries = hunter2\n"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_one_line_for_what_nothing_tells_apart() -> None:
    baseline = Baseline.of([found(TEXT, "b.conf"), found(TEXT, "./a.conf")])
    VALIDATOR.validate(json.loads(baseline.text))
    lines = baseline.text.splitlines()
    assert [(one.path, one.rule, one.count) for one in baseline.entries] == [
        ("a.conf", "dashed-option", 2),
        ("a.conf", "invalid-value", 1),
        ("a.conf", "unknown-option", 1),
        ("b.conf", "dashed-option", 2),
        ("b.conf", "invalid-value", 1),
        ("b.conf", "unknown-option", 1),
    ]
    assert len([line for line in lines if '"rule"' in line]) == len(baseline.entries)
    assert baseline.size == 8
    assert "hunter2" not in baseline.text


def test_a_file_of_two_configurations_is_counted_once() -> None:
    one, two = found(TEXT), found(TEXT + "[DEFAULT]\nmy-ip = x\n")
    (dashed, *_) = Baseline.of([two, one, one]).entries
    assert (dashed.rule, dashed.count) == ("dashed-option", 3)


def test_what_could_not_be_found_out_is_not_accepted() -> None:
    (first, *_) = found(TEXT)
    assert Baseline.of([[replace(first, rule=FAILURE)]]) == Baseline()


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    for baseline in (Baseline.of([found(TEXT)]), Baseline(), odd()):
        path = tmp_path / "baseline.json"
        path.write_text(baseline.text, "utf-8")
        assert Baseline.read(path) == baseline


def odd() -> Baseline:
    return Baseline((Accepted("caf\udce9.conf", "a-b", "ü\n", '"', "f" * 32, 10**30),))


def test_of_equal_entries_the_larger_count_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "merged.json"
    rows = [{**ENTRY, "count": count} for count in (1, 3, 2)]
    path.write_text(json.dumps({"version": 1, "findings": rows, "more": 1}))
    assert Baseline.read(path).counts == {"0" * 32: 3}


def without(key: str) -> dict[str, object]:
    return {name: value for name, value in ENTRY.items() if name != key}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is not valid JSON"),
        ("[DEFAULT]\ndebug = true\n", "is not valid JSON"),
        ("[]", "contains a list"),
        ("{}", "is not a baseline; write one with `novalint baseline`"),
        ({"version": 1}, "is not a baseline: it has no `findings`; add it"),
        ({"version": 2, "findings": []}, "`version` cannot be `2`; it must be one of `1`"),
        ({"version": True, "findings": []}, "`version` cannot be `true`"),
        ({"version": 1, "findings": {}}, "`findings` cannot be a table"),
        ({"version": 1, "findings": [1]}, "(entry 1)"),
        ({"version": 1, "findings": [ENTRY, without("count")]}, "has no `count`; add it (entry 2)"),
        ({"version": 1, "findings": [{**ENTRY, "count": 0}]}, "it must be at least 1 (entry 1)"),
        ({"version": 1, "findings": [{**ENTRY, "count": 1.5}]}, "a whole number"),
        ({"version": 1, "findings": [{**ENTRY, "count": True}]}, "a whole number"),
        ({"version": 1, "findings": [{**ENTRY, "rule": "A b"}]}, "like `unknown-option`"),
        ({"version": 1, "findings": [{**ENTRY, "path": ""}]}, "`findings.path` cannot be empty"),
        ({"version": 1, "findings": [{**ENTRY, "fingerprint": "x"}]}, "`findings.fingerprint`"),
        ({"version": 1, "findings": [{**ENTRY, "group": None}]}, "`findings.group`"),
    ],
)
def test_what_is_none_is_refused(tmp_path: Path, content: object, told: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(BaselineError) as caught:
        Baseline.read(path)
    message = str(caught.value)
    assert message.startswith(f"`{path}` ")
    assert told in message
    assert message.isprintable()


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        Baseline.read(tmp_path / "none.json")


@given(
    st.dictionaries(st.sampled_from(list(ENTRY)), st.none() | st.booleans() | st.integers(-1, 2))
    | st.dictionaries(st.sampled_from(list(ENTRY)), st.text(max_size=3))
)
def test_the_shipped_schema_judges_as_the_reader_does(changes: dict[str, object]) -> None:
    from novalint.findings.baseline import _plainly_fits

    table = {"version": 1, "findings": [{**ENTRY, **changes}]}
    assert _plainly_fits(table) == VALIDATOR.is_valid(table)


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("nova.conf", "nova.conf"),
        ("./nova.conf", "nova.conf"),
        ("etc//nova/./nova.conf", "etc/nova/nova.conf"),
        ("/etc/nova.conf", "/etc/nova.conf"),
        ("-", "-"),
    ],
)
def test_a_path_is_the_same_however_it_is_written(path: str, plain: str) -> None:
    assert plain_path(path) == plain
    prints = {one.fingerprint for way in (path, plain) for one in found("[a]\nb-c = 1\n", way)}
    assert len(prints) == len(found("[a]\nb-c = 1\n"))
