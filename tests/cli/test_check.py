"""`novalint check`: statuses, streams, selections, forms of the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.call import GOOD, INFO, ROOT, UNKNOWN, refused, write
from cli.conftest import Run
from jsonschema import Draft202012Validator
from newest import NEWEST

from novalint import Document, check, upgrade

REPORT = Draft202012Validator(json.loads((ROOT / "schemas" / "report.json").read_text()))
DENSE = ("--fact", "profile=dense-multi-tenant", "--role", "compute", "--release", "2026.2")
BROKEN = "[DEFAULT]\ndebug = maybe\n"
"""One error."""
TWICE = "[DEFAULT]\nlog_dir = /b\nlog_dir = /a\n"
"""One warning, with a safe fix."""


def test_nothing_to_find(novalint: Run) -> None:
    write("nova.conf", GOOD)
    ran = novalint("check", "nova.conf")
    assert (ran.status, ran.stdout) == (0, b"")
    assert ran.err.startswith(
        f"no findings in 1 file ({NEWEST}, the newest; set another with --release)\n"
    )


def test_findings_go_to_standard_output_and_the_run_to_standard_error(novalint: Run) -> None:
    write("nova.conf", BROKEN)
    ran = novalint("check", "nova.conf", "--release", "2024.1", "--select", "invalid-value")
    assert ran.status == 1
    assert ran.out.startswith("nova.conf:2:9: error[invalid-value] ")
    assert "2 | debug = maybe\n  |         ^^^^^\n" in ran.out
    assert ran.err == "1 error in 1 file (2024.1)\n"


def test_the_main_job_names_the_line_and_shows_the_patch(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\n# help\n#vif_plugging_is_fatal = true\n")
    ran = novalint("check", "nova.conf", *DENSE, "--select", "fatal-vif-plugging")
    assert ran.status == 1
    assert ran.out.startswith("nova.conf:3:1: warning[fatal-vif-plugging] ")
    assert "-#vif_plugging_is_fatal = true\n" in ran.out
    assert "+vif_plugging_is_fatal = false\n" in ran.out


@pytest.mark.parametrize(
    ("content", "fail_on", "status"),
    [
        (BROKEN, "error", 1),
        (BROKEN, "warning", 1),
        (BROKEN, "info", 1),
        (BROKEN, "never", 0),
        (TWICE, "error", 0),
        (TWICE, "warning", 1),
        (TWICE, "info", 1),
        (TWICE, "never", 0),
        (INFO, "error", 0),
        (INFO, "warning", 0),
        (INFO, "info", 1),
        (INFO, "never", 0),
        (GOOD, "info", 0),
    ],
)
def test_fail_on(novalint: Run, content: str, fail_on: str, status: int) -> None:
    write("nova.conf", content)
    ran = novalint("check", "nova.conf", "--fail-on", fail_on, "--role", "api")
    assert ran.status == status
    assert bool(ran.stdout) == (content != GOOD)  # what does not fail is reported all the same


def test_warnings_fail_unless_told_otherwise(novalint: Run) -> None:
    write("warning.conf", TWICE)
    write("info.conf", INFO)
    assert novalint("check", "warning.conf").status == 1
    assert novalint("check", "info.conf", "--role", "api").status == 0
    assert novalint("check", "info.conf", "warning.conf").status == 1


MIXED = "[DEFAULT]\nno_such_option = 1\ndebug = maybe\ndebug = maybe\n"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], {"unknown-option", "invalid-value", "duplicate-option"}),
        (["--select", "unknown-option"], {"unknown-option"}),
        (["--select", "options"], {"unknown-option", "invalid-value"}),
        (
            ["--select", "unknown-option", "--select", "syntax"],
            {"unknown-option", "duplicate-option"},
        ),
        (["--select", "unknown-option,syntax"], {"unknown-option", "duplicate-option"}),
        (["--select", " unknown-option , syntax ,"], {"unknown-option", "duplicate-option"}),
        (["--ignore", "syntax"], {"unknown-option", "invalid-value"}),
        (["--ignore", "syntax", "--ignore=invalid-value"], {"unknown-option"}),
        (["--ignore", "syntax,invalid-value"], {"unknown-option"}),
        (["--select", "options", "--ignore", "invalid-value"], {"unknown-option"}),
    ],
)
def test_select_and_ignore(novalint: Run, options: list[str], expected: set[str]) -> None:
    write("nova.conf", MIXED)
    ran = novalint("check", "nova.conf", "--format", "json", *options)
    assert set(ran.rules) == expected
    assert ran.status == (1 if expected else 0)


def test_the_json_report_keeps_its_schema(novalint: Run) -> None:
    text = "[DEFAULT]\n#vif_plugging_is_fatal = true\ndebug = maybe\n"
    write("nova.conf", text)
    ran = novalint("check", "nova.conf", "--format", "json", *DENSE)
    REPORT.validate(ran.json)
    found = {one["rule"]: one for one in ran.json["diagnostics"]}
    fatal = found["fatal-vif-plugging"]
    assert fatal["path"] == "nova.conf"
    assert fatal["range"]["start"] == {"line": 2, "column": 1, "offset": 10}
    assert (fatal["group"], fatal["option"]) == ("DEFAULT", "vif_plugging_is_fatal")
    assert (fatal["severity"], fatal["theme"]) == ("warning", "networking")
    fix = fatal["fixes"][0]
    (edit,) = fix["edits"]
    assert fix["safety"] == "unsafe"
    mended = text[: edit["start"]] + edit["text"] + text[edit["end"] :]
    assert mended == text.replace("#vif_plugging_is_fatal = true", "vif_plugging_is_fatal = false")
    assert ran.json["release"] == "2026.2"
    assert ran.json["summary"]["files"] == 1


def test_the_json_report_without_findings_has_every_key(novalint: Run) -> None:
    write("nova.conf", GOOD)
    ran = novalint("check", "nova.conf", "--format", "json", "--select", "fatal-vif-plugging")
    REPORT.validate(ran.json)
    assert ran.status == 0
    assert ran.json["diagnostics"] == []
    assert [one["rule"] for one in ran.json["not_run"]] == ["fatal-vif-plugging"]
    assert "tenants" in ran.json["not_run"][0]["needs"]
    counts = {"files": 1, "error": 0, "warning": 0, "info": 0, "fixable": 0}
    assert ran.json["summary"] == {**counts, "suppressed": 0, "baseline": 0}


def test_offsets_count_characters_of_the_decoded_text(novalint: Run) -> None:
    write("nova.conf", b"\xef\xbb\xbf[DEFAULT]\r\n# \xc3\xa9\xff\r\ndebug = maybe\r\n")
    ran = novalint("check", "nova.conf", "--format", "json", "--select", "invalid-value")
    (one,) = ran.json["diagnostics"]
    assert one["range"]["start"] == {"line": 3, "column": 9, "offset": 26}
    assert one["range"]["end"] == {"line": 3, "column": 14, "offset": 31}


def test_several_paths_are_several_configurations(novalint: Run) -> None:
    write("a.conf", "[DEFAULT]\nlog_dir = /a\n")
    write("b.conf", "[DEFAULT]\nmy_ip = $no_such_option\n[api]\n")
    ran = novalint("check", "a.conf", "b.conf", "--format", "json")
    assert {one["path"] for one in ran.json["diagnostics"]} == {"b.conf"}
    assert ran.json["summary"]["files"] == 2


OVERRIDE = {
    "etc/nova.conf": "[DEFAULT]\nvif_plugging_is_fatal = true\n",
    "etc/nova.conf.d/20-last.conf": "[DEFAULT]\nvif_plugging_is_fatal = false\n",
    "etc/nova.conf.d/10-first.conf": "[DEFAULT]\nvif_plugging_is_fatal = true\n",
    "etc/nova.conf.d/30-notes.txt": "[DEFAULT]\nvif_plugging_is_fatal = true\n",
    "etc/nova.conf.d/.40-hidden.conf": "[DEFAULT]\nvif_plugging_is_fatal = true\n",
}


def _fatal(novalint: Run, *paths: str) -> list[str]:
    for name, content in OVERRIDE.items():
        write(name, content)
    ran = novalint("check", *paths, *DENSE, "--format", "json", "--select", "fatal-vif-plugging")
    return [one["path"] for one in ran.json["diagnostics"]]


def test_together_reads_files_and_folders_in_the_order_given(novalint: Run) -> None:
    assert _fatal(novalint, "etc/nova.conf", "etc/nova.conf.d", "--together") == []
    assert _fatal(novalint, "etc/nova.conf.d", "etc/nova.conf", "--together") == ["etc/nova.conf"]
    first = "etc/nova.conf.d/10-first.conf"
    assert _fatal(novalint, "etc/nova.conf", first) == ["etc/nova.conf", first]


def test_a_folder_is_read_with_together_only(novalint: Run) -> None:
    write("conf.d/a.conf", GOOD)
    refused(novalint("check", "conf.d"), "directory", "--together")
    assert novalint("check", "conf.d", "--together").status == 0


def test_a_folder_without_configuration_is_refused(novalint: Run) -> None:
    write("conf.d/notes.txt", GOOD)
    refused(novalint("check", "conf.d", "--together"), "*.conf")


def test_standard_input_has_the_name_it_is_given(novalint: Run) -> None:
    assert novalint("check", "-", stdin=UNKNOWN.encode()).out.startswith("-:2:1: ")
    ran = novalint("check", "-", "--stdin-filename", "etc/nova.conf", stdin=UNKNOWN.encode())
    assert ran.out.startswith("etc/nova.conf:2:1: ")


def test_standard_input_is_one_of_the_files_of_a_configuration(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nvif_plugging_is_fatal = true\n")
    stdin = b"[DEFAULT]\nvif_plugging_is_fatal = false\n"
    options = ("--together", *DENSE, "--select", "fatal-vif-plugging")
    assert novalint("check", "nova.conf", "-", *options, stdin=stdin).status == 0
    assert novalint("check", "-", "nova.conf", *options, stdin=stdin).status == 1


def test_a_report_is_written_to_a_file(novalint: Run) -> None:
    write("nova.conf", UNKNOWN)
    plain = novalint("check", "nova.conf", "--format", "json")
    ran = novalint("check", "nova.conf", "--format", "json", "--output", "report.json")
    assert (ran.status, ran.stdout, ran.stderr) == (1, b"", plain.stderr)
    assert Path("report.json").read_bytes() == plain.stdout
    write("nova.conf", GOOD)
    novalint("check", "nova.conf", "--output", "report.json")
    assert Path("report.json").read_bytes() == b""  # an old report never stays


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_a_report_is_written_to_standard_output_by_its_names(novalint: Run, name: str) -> None:
    write("nova.conf", UNKNOWN)
    ran = novalint("check", "nova.conf", "--output", name)
    assert ran == novalint("check", "nova.conf")
    assert sorted(path.name for path in Path().iterdir()) == ["nova.conf"]


def test_a_report_goes_to_several_places_in_their_formats(novalint: Run) -> None:
    write("nova.conf", UNKNOWN)
    places = ("--output", "text=-", "--output", "sarif=a=b.sarif", "--output", "plain=1")
    ran = novalint("check", "nova.conf", *places, "--format", "concise", "--color", "always")
    assert b"\x1b[" in ran.stdout
    assert json.loads(Path("a=b.sarif").read_text())["version"] == "2.1.0"
    assert Path("plain=1").read_bytes() == novalint("check", "nova.conf", "--format=concise").stdout
    assert "two reports" in novalint("check", "nova.conf", "--output", "x", "--output", "x").err


@pytest.mark.parametrize("name", ["nova.conf", "./nova.conf", "link.conf", "hard.conf"])
def test_a_report_never_replaces_what_it_is_about(novalint: Run, name: str) -> None:
    file = write("nova.conf", UNKNOWN)
    Path("link.conf").symlink_to("nova.conf")
    Path("hard.conf").hardlink_to("nova.conf")
    refused(novalint("check", "nova.conf", "--output", name), name, "--output")
    assert file.read_text() == UNKNOWN


def test_colour(novalint: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("nova.conf", UNKNOWN)
    assert b"\x1b[" not in novalint("check", "nova.conf").stdout
    assert b"\x1b[" not in novalint("check", "nova.conf", "--color", "never").stdout
    assert b"\x1b[" in novalint("check", "nova.conf", "--color", "always").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert b"\x1b[" in novalint("check", "nova.conf").stdout
    assert b"\x1b[" not in novalint("check", "nova.conf", "--color=never").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert b"\x1b[" not in novalint("check", "nova.conf").stdout
    assert b"\x1b[" in novalint("check", "nova.conf", "--color", "always").stdout


def test_files_and_programs_get_no_colour(novalint: Run) -> None:
    write("nova.conf", UNKNOWN)
    novalint("check", "nova.conf", "--color", "always", "--output", "report")
    assert b"\x1b" not in Path("report").read_bytes()
    assert b"\x1b" not in novalint("check", "nova.conf", "--color=always", "--format=json").stdout


@pytest.mark.parametrize("option", ["-q", "--quiet"])
def test_quiet_is_a_line_for_each_finding_and_nothing_else(novalint: Run, option: str) -> None:
    write("nova.conf", MIXED)
    ran = novalint("check", "nova.conf", option)
    assert ran.stderr == b""
    lines = ran.out.splitlines()
    assert len(lines) == len(novalint("check", "nova.conf", "--format", "json").rules)
    assert all(line.startswith("nova.conf:") for line in lines)


@pytest.mark.parametrize("option", ["-v", "--verbose"])
def test_verbose_names_the_rules_that_lack_facts(novalint: Run, option: str) -> None:
    write("nova.conf", GOOD)
    silent = novalint("check", "nova.conf", "--select", "fatal-vif-plugging")
    assert "1 rule was not run" in silent.err
    ran = novalint("check", "nova.conf", "--select", "fatal-vif-plugging", option)
    assert "peak_concurrent_builds (1 rule): fatal-vif-plugging\n" in ran.err


def test_a_format_with_a_slip_is_no_file(novalint: Run) -> None:
    file = write("nova.conf", GOOD)
    refused(novalint("check", "nova.conf", "--output", "sarf=out.sarif"), "`sarif`", "`./sarf=")
    assert [path.name for path in file.absolute().parent.iterdir()] == ["nova.conf"]
    assert novalint("check", "nova.conf", "--output", "./sarf=out.sarif").status == 0


def test_checking_changes_nothing(novalint: Run) -> None:
    file = write("nova.conf", MIXED)
    before = file.stat()
    novalint("check", "nova.conf")
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in Path().iterdir()] == ["nova.conf"]


def test_real_files_give_reports_that_keep_the_schema(novalint: Run, real_file: Path) -> None:
    ran = novalint("check", str(real_file), "--format", "json", *DENSE)
    assert ran.status in (0, 1)
    REPORT.validate(ran.json)
    assert ran.json["summary"]["files"] == 1
    assert "rule-failure" not in ran.rules


def test_a_format_beside_files_of_other_formats_is_that_of_standard_output(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nvif_plugging_is_fatal = maybe\n")
    ran = novalint("check", "nova.conf", "--format", "github", "--output", "sarif=novalint.sarif")
    assert ran.out.startswith("::error file=nova.conf,line=2")
    assert '"version": "2.1.0"' in Path("novalint.sarif").read_text()
    alone = novalint("check", "nova.conf", "--output", "sarif=novalint.sarif")
    assert alone.out == ""
    plain = novalint("check", "nova.conf", "--format", "github", "--output", "github.txt")
    assert (plain.out, Path("github.txt").read_text()) == ("", ran.out)


def test_the_json_reports_name_the_files_that_nova_refuses(novalint: Run) -> None:
    write("nova.conf", "debug = true\n[DEFAULT]\n")
    write("same.conf", "debug = true\n[DEFAULT]\n")
    write("good.conf", GOOD)
    paths = ["nova.conf", "same.conf", "good.conf"]
    first = {"line": 1, "reason": "an assignment is above the first group header"}
    whole = [{"path": path, **first} for path in paths[:2]]
    ran = novalint("check", *paths, "--format", "json")
    REPORT.validate(ran.json)
    assert ran.json["refused"] == whole
    way = ("--from", "train", "--to", "2026.2")
    told = novalint("upgrade", *paths, *way, "--format", "json").json
    assert [one["refused"] for one in told["configurations"]] == [whole[:1], whole[1:], []]


def test_python_names_them_too() -> None:
    document = Document.parse("debug = true\n[DEFAULT]\n", "nova.conf")
    whole = [("nova.conf", 1, "an assignment is above the first group header")]
    assert list(check(document).refused) == whole
    assert list(upgrade(document, "train", "2026.2").refused) == whole
