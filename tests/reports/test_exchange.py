"""The formats for other programs, read by readers and schemas of their own."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import sarif
from hypothesis import given
from hypothesis import strategies as st
from reports.sample import CheckResult, accepted, finding, place, replacing, vif_plugging

from novalint.findings import Finding, Note, Safety, Severity
from novalint.reports import FORMATS, find_format
from novalint.reports.render_options import RenderOptions
from novalint.text.document import Document

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::([^\r\n]*)\n")


def written(name: str, *outcomes: CheckResult) -> str:
    return find_format(name).render(outcomes, RenderOptions(version="1.2.3"))


def odd(severity: Severity = Severity.WARNING, **more: Any) -> CheckResult:
    document = Document.parse("[DEFAULT]\ndebug = 1\ndebug = 1\n", "a b,c:%/nova.conf")
    found = finding(document, "debug = 1", '100 %: `a`, <b> & "c"', severity=severity, **more)
    return CheckResult((document,), (found,))


def test_concise_is_one_line_a_finding() -> None:
    assert written("concise", vif_plugging(), odd()).splitlines() == [
        "etc/nova.conf:3:1: warning[fatal-vif-plugging] `vif_plugging_is_fatal` is true in a dense"
        " cloud (novalint explain fatal-vif-plugging)",
        'a b,c:%/nova.conf:2:1: warning[odd-option] 100 %: `a`, <b> & "c"',
    ]


def test_sarif_is_valid() -> None:
    for outcomes in ((), (vif_plugging(),), (vif_plugging(), odd(Severity.INFO))):
        sarif.validator().validate(json.loads(written("sarif", *outcomes)))


def test_sarif_says_what_could_not_be_read() -> None:
    look = RenderOptions(version="1.2.3", unread=("cannot read `a`: it is gone",))
    document = json.loads(find_format("sarif").render([vif_plugging()], look))
    sarif.validator().validate(document)
    (invocation,) = document["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    (said,) = invocation["toolExecutionNotifications"]
    assert said == {"level": "error", "message": {"text": "cannot read `a`: it is gone"}}


def test_sarif_says_all_there_is() -> None:
    (run,) = json.loads(written("sarif", vif_plugging()))["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("novalint", "1.2.3")
    (rule,) = driver["rules"]
    assert rule["shortDescription"] == {"text": "What fatal-vif-plugging is about."}
    assert "docs/rules/fatal-vif-plugging.md" in rule["help"]["markdown"]
    (result,) = run["results"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == (rule["id"], 0, "warning")
    where = result["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "etc/nova.conf"
    assert where["region"] == {
        "startLine": 3,
        "startColumn": 1,
        "endLine": 3,
        "endColumn": 30,
        "charOffset": 60,
        "charLength": 29,
    }
    assert len(result["fixes"]) == 2
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "vif_plugging_is_fatal = false"}
    (note,) = run["invocations"][0]["toolConfigurationNotifications"]
    assert note["message"]["text"] == "not run: few-workers needs tenants, cpu_threads"


def test_sarif_says_of_every_result_whether_it_is_accepted() -> None:
    one = vif_plugging()
    (found,) = one.findings
    aside = (accepted(found, reason="as agreed"), accepted(found, "baseline"))
    text = written("sarif", CheckResult(one.documents, one.findings, suppressed=aside))
    sarif.validator().validate(json.loads(text))
    results = json.loads(text)["runs"][0]["results"]
    assert [result["suppressions"] for result in results] == [
        [],
        [{"kind": "inSource", "status": "accepted", "justification": "as agreed"}],
        [{"kind": "external", "status": "accepted"}],
    ]
    assert "suppressions" not in written("sarif", one)


@pytest.mark.parametrize("name", sorted({*FORMATS} - {"json", "sarif"}))
def test_other_formats_leave_out_what_is_accepted(name: str) -> None:
    one = vif_plugging()
    aside = CheckResult(one.documents, suppressed=(accepted(one.findings[0]),))
    assert written(name, aside) == written(name, CheckResult(one.documents))


def test_sarif_escapes_paths() -> None:
    absolute = Document.parse("[x]\n", "/etc/caf\udce9.conf")
    outcomes = (odd(), CheckResult((absolute,), (finding(absolute, "[x]"),)))
    (run,) = json.loads(written("sarif", *outcomes))["runs"]
    uris = [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]
    ]
    assert uris == ["a%20b%2Cc%3A%25/nova.conf", "file:///etc/caf%E9.conf"]


def test_sarif_offers_no_fix_that_writes_a_secret() -> None:
    document = Document.parse("[x]\npassword = hidden\n", "nova.conf")
    fix = replacing(document, "password", "secret = hidden #", Safety.SAFE)
    found = finding(document, "password", fixes=[fix])
    text = written("sarif", CheckResult((document,), (found,), secrets=("hidden",)))
    assert "hidden" not in text
    assert "fixes" not in json.loads(text)["runs"][0]["results"][0]


def test_github_commands_unescape_to_what_was_said() -> None:
    (command,) = COMMAND.findall(written("github", odd()))
    level, properties, message = command
    told = dict(one.split("=", 1) for one in properties.split(","))
    assert level == "warning"
    assert unescaped(told["file"]) == "a b,c:%/nova.conf"
    assert (told["line"], told["col"], told["endLine"], told["endColumn"]) == ("2", "1", "2", "10")
    assert unescaped(told["title"]) == "odd-option (warning)"
    assert unescaped(message) == '100 %: `a`, <b> & "c"'


def unescaped(text: str) -> str:
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, char)
    return text


def test_gitlab_has_what_it_needs_and_no_fingerprint_twice() -> None:
    twice = odd()
    twice = CheckResult(twice.documents, twice.findings * 2)
    first, second = json.loads(written("gitlab", twice))
    assert first["fingerprint"] != second["fingerprint"]
    assert first["location"]["path"] == "a b,c:%/nova.conf"
    assert first["location"]["lines"]["begin"] == 2
    assert first["location"]["positions"]["begin"] == {"line": 2, "column": 1}
    assert (first["check_name"], first["severity"]) == ("odd-option", "major")
    assert first["description"] == 'warning[odd-option] 100 %: `a`, <b> & "c"'


def test_junit_is_read_by_junitparser(tmp_path: Path) -> None:
    junitparser = pytest.importorskip("junitparser")
    good = CheckResult((Document.parse("", "good.conf"),))
    path = tmp_path / "report.xml"
    path.write_text(written("junit", odd(), odd(Severity.INFO), good))
    suites = list(junitparser.JUnitXml.fromfile(str(path)))
    assert [(one.tests, one.failures) for one in suites] == [(1, 1), (1, 0), (1, 0)]
    ((failure,), (told,)) = (
        case.result or [case.system_out] for case in (next(iter(one)) for one in suites[:2])
    )
    assert failure.message == '100 %: `a`, <b> & "c"'
    assert "a b,c:%/nova.conf:2:1: warning[odd-option]" in failure.text
    assert "info[odd-option]" in told


def test_checkstyle_groups_by_file() -> None:
    good = CheckResult((Document.parse("", "good.conf"),))
    root = ElementTree.fromstring(written("checkstyle", odd(Severity.ERROR), good))
    assert [one.get("name") for one in root] == ["a b,c:%/nova.conf", "good.conf"]
    (error,) = root[0]
    assert error.attrib == {
        "line": "2",
        "column": "1",
        "severity": "error",
        "message": '100 %: `a`, <b> & "c"',
        "source": "novalint.syntax.odd-option",
    }


@cache
def readers() -> dict[str, Any]:
    """Give what must be able to read each format."""
    xml = ElementTree.fromstring
    return {
        name: {"junit": xml, "checkstyle": xml}.get(name, str) for name in FORMATS
    } | dict.fromkeys(("json", "sarif", "gitlab"), json.loads)


@pytest.mark.parametrize("name", FORMATS)
@given(text=st.text(), path=st.text(), message=st.text(), data=st.data())
def test_any_text_can_be_read(
    name: str, text: str, path: str, message: str, data: st.DataObject
) -> None:
    document = Document.parse(text, path)
    about = text[data.draw(st.integers(0, len(text))) :]
    fix = replacing(document, about, message, Safety.UNSAFE)
    note = Note(message, place(document, about))
    found: Finding = finding(document, about, message, fixes=[fix], related=[note])
    report = written(name, CheckResult((document,), (found,)))
    readers()[name](report)
    report.encode()
    assert all(char.isprintable() or char in "\n\t" for char in report)
