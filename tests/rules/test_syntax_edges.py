"""Lines that were meant otherwise, in their rarer forms, and what is made of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.engine.report import check
from novalint.findings import Finding
from novalint.hosts.reading import documents
from novalint.text.document import Document

RELEASE = "2026.2"


def findings(rule: str, text: str, release: str = RELEASE) -> list[Finding]:
    return list(check(Document.parse(text, "nova.conf"), release=release, select=[rule]).findings)


def test_an_indented_header_is_all_that_is_wrong() -> None:
    text = " [libvirt]\nvirt_type = kvm\n[DEFAULT]\nmy_ip = 192.0.2.1\n"
    (finding,) = findings("syntax-error", text)
    assert finding.location.start.line == 1
    assert finding.fixes[0].patch.apply(text) == text[1:]


def test_marks_of_a_conflict_are_not_commented_out() -> None:
    text = "[DEFAULT]\n<<<<<<< HEAD\ndebug = true\n=======\ndebug = false\n>>>>>>> topic\n"
    told = findings("syntax-error", text)
    assert [finding.location.start.line for finding in told] == [2, 4, 6]
    assert all("resolve the merge conflict" in finding.message for finding in told)
    assert not any(finding.fixes for finding in told)


def test_a_comment_within_a_list_has_no_place_in_the_first_column() -> None:
    text = "[filter_scheduler]\nenabled_filters = ComputeFilter,\n  # none\n  NUMATopologyFilter\n"
    (finding,) = findings("indented-assignment", text)
    assert "put that line above the option" in finding.message


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("[default]\ndebug = true\n", "error"),
        ("[default]\n# debug = true\n[DEFAULT]\ndebug = true\n", "info"),
        ("[DEFAULT]\ndebug = true\n[Default]\n", "info"),
    ],
)
def test_an_empty_group_loses_nothing(text: str, severity: str) -> None:
    told = findings("lowercase-default-group", text)
    assert [str(finding.severity) for finding in told] == [severity]


@pytest.mark.parametrize(("release", "severity"), [("train", "warning"), ("ussuri", "error")])
def test_python_2_takes_any_byte(release: str, severity: str) -> None:
    (finding,) = findings("not-utf-8", "[DEFAULT]\n# caf\udce9\n", release)
    assert str(finding.severity) == severity
    assert ("on Python 3" in finding.message) == (release == "train")


@pytest.mark.parametrize(("release", "refused"), [("train", True), ("ussuri", False)])
def test_a_value_is_not_judged_where_no_service_gets_to_read_it(
    release: str, refused: bool
) -> None:
    text = "[DEFAULT]\ndebug = \udcff\nlog_rotation_type = caf\udce9\n"
    assert len(findings("not-utf-8", text, release)) == 2
    assert bool(findings("invalid-value", text, release)) is refused


@pytest.mark.parametrize("name", ["NovaLint", "NOVALINT", "Nova-lint"])
def test_the_name_of_novalint_in_capitals_silences_nothing(name: str) -> None:
    text = f"[DEFAULT]\n# {name}: ignore[debug-logging] for now\ndebug = true\n"
    (finding,) = findings("unknown-suppression", text)
    right = "# novalint: ignore[debug-logging] for now"
    assert finding.fixes[0].patch.apply(text).splitlines()[1] == right


def test_a_mark_within_a_file_does_not_cost_its_header() -> None:
    text = "[DEFAULT]\nmy_ip = 192.0.2.1\n\ufeff[libvirt]\nvirt_type = kvm\n"
    (finding,) = findings("syntax-error", text)
    assert finding.fixes[0].patch.apply(text) == text.replace("\ufeff", "")


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\xa0\ufeff"])
def test_a_line_that_nobody_sees_is_emptied(mark: str) -> None:
    text = f"[DEFAULT]\nmy_ip = 192.0.2.1\n{mark}\ndebug = true\n"
    (finding,) = findings("syntax-error", text)
    assert finding.fixes[0].patch.apply(text) == text.replace(mark, "")


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("disable[debug-logging]", "write `ignore`"),
        ("ignore[]", "names no rule"),
        ("ignore", "names no rule"),
        ("ignore-file[debug-logging]", "move it to the top"),
        ("ignore[debug-loging]", "write `debug-logging`"),
        ("ignore[debug-logging]", ""),
    ],
)
def test_comments_between_the_keys_of_yaml_are_judged_alike(
    comment: str, words: str, tmp_path: Path
) -> None:
    text = f"nova_nova_conf_overrides:\n  DEFAULT:\n    # novalint: {comment}\n    debug: true\n"
    path = tmp_path / "user_variables.yml"
    path.write_text(text)
    (document,) = documents(path)
    told = check(document, select=["unknown-suppression"]).findings
    assert [words in finding.message for finding in told] == ([True] if words else [])


@pytest.mark.parametrize(
    ("name", "comment", "told"),
    [
        ("nova.conf.j2", "{# novalint: ignore[debug-logging] for now #}", True),
        ("nova.conf.j2", "{#- # nova-lint: disable debug-logging -#}\n\n", True),
        ("nova.conf.j2", "{# novalint says more #}", False),
        ("nova.conf.erb", "<%# novalint: ignore[debug-logging] -%>", True),
        ("nova.conf.gotmpl", "{{- /* novalint: ignore[debug-logging] */}}", True),
        ("nova.conf.gotmpl", "{{/* ours */}}", False),
    ],
)
def test_a_comment_of_the_template_silences_nothing(
    name: str, comment: str, told: bool, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(f"[DEFAULT]\n\n{comment}\ndebug = true\n")
    (document,) = documents(path)
    lines = [
        finding.location.start.line
        for finding in check(document, select=["unknown-suppression"]).findings
        if "comment of the template" in finding.message
    ]
    assert lines == ([3] if told else [])


@pytest.mark.parametrize(
    ("names", "right"),
    [
        ("VIF-NOT-FATAL-WHILE-WAITING", "vif-not-fatal-while-waiting"),
        ("vif-not-fatal", "vif-not-fatal-while-waiting"),  # what it finds there, not the nearest
        ("vif-plugging-not-fatal", "vif-not-fatal-while-waiting"),
        ("duplicate-optoin", "duplicate-option"),
        (
            "vif-not-fatal-while-waiting unknown-option",
            "vif-not-fatal-while-waiting, unknown-option",
        ),
    ],
)
def test_which_rule_a_wrong_name_meant(names: str, right: str) -> None:
    text = f"[DEFAULT]\n# novalint: ignore[{names}] x\nvif_plugging_is_fatal = false\n"
    (finding,) = findings("unknown-suppression", text)
    (fix,) = finding.fixes
    assert f"# novalint: ignore[{right}] x" in fix.patch.apply(text)


def test_an_open_bracket_still_names_its_rule() -> None:
    text = "[DEFAULT]\n# novalint: ignore[unknown-option\nmy_own = 1\n"
    (finding,) = findings("unknown-suppression", text)
    assert finding.fixes[0].title == "Write # novalint: ignore[unknown-option]"


def test_prose_about_novalint_is_no_suppression() -> None:
    assert not findings("unknown-suppression", "[DEFAULT]\n# NovaLint ignores nothing here\n")


@pytest.mark.parametrize("header", ["libvirt]", "\u200b[libvirt]", "\ufeff\u2060[libvirt]"])
def test_what_stands_below_a_header_that_is_mended_gets_no_other(header: str) -> None:
    text = f"{header}\nvirt_type = kvm\n"
    (finding,) = findings("syntax-error", text)
    assert finding.location.start.line == 1
    mended = finding.fixes[0].patch.apply(text)
    assert mended.lstrip("\ufeff") == text.replace(header, "[libvirt]")


@pytest.mark.parametrize("sign", ["\ufeff", "\u200b", "\u2060\ufeff"])
def test_a_line_of_nothing_that_is_seen_becomes_empty(sign: str) -> None:
    text = f"[DEFAULT]\n{sign}\nmy_ip = 192.0.2.1\n[libvirt]\nvirt_type = kvm\n"
    (finding,) = findings("syntax-error", text)
    assert finding.rule == "syntax-error"
    assert finding.fixes[0].patch.apply(text) == text.replace(sign, "")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("rabbit://nova:word@h1:5672/ # a note", True),
        ("rabbit://nova:word@h1:5672/nova ; ask me@home", True),
        ("'rabbit://nova:word@h1:5672/nova' # a note", True),
        ("rabbit://nova:wo #rd@h1:5672/", False),  # may be the password
        ("rabbit://nova:word@h1:5672 # a note", False),  # which urlparse cuts off
        ("rabbit://nova:word@h1:5672 ; a note", True),
        ("wo #rd", False),
    ],
)
def test_a_note_behind_a_url_is_told_though_that_is_a_secret(value: str, found: bool) -> None:
    told = findings("inline-comment", f"[DEFAULT]\ntransport_url = {value}\n")
    assert [(one.location.start.line, one.location.start.column) for one in told] == [
        (2, 1)
    ] * found


@pytest.mark.parametrize(
    ("line", "severity", "after"),
    [
        ("debug = # off", "error", "#debug = # off"),
        ("rpc_response_timeout = ; default", "error", "#rpc_response_timeout = ; default"),
        ("state_path = # none\n  # at all", "warning", "#state_path = # none\n#  # at all"),
        ("debug = false # off", "error", "# off\ndebug = false"),
    ],
)
def test_a_note_without_a_value_takes_its_line_along(line: str, severity: str, after: str) -> None:
    (finding,) = findings("inline-comment", f"[DEFAULT]\n{line}\n")
    assert str(finding.severity) == severity
    text = finding.fixes[0].patch.apply(f"[DEFAULT]\n{line}\n")
    assert text == f"[DEFAULT]\n{after}\n"
    themes = ["syntax", "options", "messaging"]
    assert not check(Document.parse(text), release=RELEASE, select=themes).findings
