"""The text report, as a person reads it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports.sample import CONF, CheckResult, finding, place, replacing, vif_plugging

from novalint.findings import Finding, Note, Safety, Severity
from novalint.reports.render_options import RenderOptions
from novalint.reports.text import render
from novalint.text.document import Document

PLAIN = RenderOptions()


def shown(text: str, about: str, **kept: object) -> str:
    """The report of one finding about a text in a file."""
    document = Document.parse(text)
    found = finding(document, about)
    return render([CheckResult((document,), (found,), **kept)], PLAIN)  # type: ignore[arg-type]


def test_a_whole_finding() -> None:
    assert (
        render([vif_plugging()], PLAIN)
        == """\
etc/nova.conf:3:1: warning[fatal-vif-plugging] `vif_plugging_is_fatal` is true in a dense cloud
  |
3 | #vif_plugging_is_fatal = true
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = etc/nova.conf:5:1: nova-compute waits this long
  = fix (unsafe): Set `vif_plugging_is_fatal` to false
    --- a/etc/nova.conf
    +++ b/etc/nova.conf
    @@ -1,5 +1,5 @@
     [DEFAULT]
     # Whether a server fails when its network is late
    -#vif_plugging_is_fatal = true
    +vif_plugging_is_fatal = false
     
     #vif_plugging_timeout = 300
  = or (unsafe): Set `vif_plugging_timeout` to 600
  = novalint explain fatal-vif-plugging
"""
    )


def test_a_fix_that_is_made_only_where_it_is_asked_for_says_so() -> None:
    (about,) = vif_plugging().findings
    advice = replace(about, severity=Severity.INFO)

    def labels(one: Finding) -> list[str]:
        text = render([replace(vif_plugging(), findings=(one,))], PLAIN)
        return [line.partition(": ")[0] for line in text.splitlines() if "(unsafe" in line]

    waiting = "  = fix (unsafe, with --select fatal-vif-plugging)"
    assert labels(advice) == [waiting, "  = or (unsafe)"]
    assert labels(replace(advice, scope="cloud"))[0] == "  = fix (unsafe, by hand)"
    assert (
        labels(replace(advice, selected=True))
        == labels(about)
        == ["  = fix (unsafe)", "  = or (unsafe)"]
    )


def test_nothing_found() -> None:
    assert render([CheckResult((Document.parse(CONF),))], PLAIN) == ""
    assert render([], PLAIN) == ""


@pytest.mark.parametrize(
    ("readers", "on_reload", "safety", "line"),
    [
        (("nova-compute",), False, Safety.UNSAFE, "takes effect after a restart of nova-compute"),
        (
            ("nova-api", "nova-compute"),
            True,
            Safety.UNSAFE,
            "restart of nova-api, nova-compute",
        ),
        (("nova-compute",), False, Safety.SAFE, ""),
        ((), False, Safety.UNSAFE, ""),
        (("a", "b", "c", "d"), False, Safety.UNSAFE, ""),
    ],
)
def test_what_must_be_restarted(
    readers: tuple[str, ...], on_reload: bool, safety: Safety, line: str
) -> None:
    document = Document.parse(CONF, "nova.conf")
    fixes = [replacing(document, "300", "600", safety)]
    one = finding(document, "#vif_plugging_timeout = 300", fixes=fixes)
    one = replace(one, readers=readers, on_reload=on_reload)
    told = render([CheckResult((document,), (one,))], RenderOptions())
    assert line in told
    assert ("takes effect" in told) is bool(line)


def test_several_configurations() -> None:
    one = Document.parse("[DEFAULT]\ndebug = 1\n", "one.conf")
    two = Document.parse("\n" * 98 + "[DEFAULT]\ndebug = 2\n", "two.conf")
    outcomes = [
        CheckResult((one,), (finding(one, "1", severity=Severity.ERROR),)),
        CheckResult((two,), (finding(two, "debug", severity=Severity.INFO), finding(two, "2"))),
    ]
    assert (
        render(outcomes, PLAIN)
        == """\
one.conf:2:9: error[odd-option] `debug` is odd
  |
2 | debug = 1
  |         ^

two.conf:100:1: info[odd-option] `debug` is odd
    |
100 | debug = 2
    | ^^^^^

two.conf:100:9: warning[odd-option] `debug` is odd
    |
100 | debug = 2
    |         ^
"""
    )


def test_quiet_is_one_line_a_finding() -> None:
    assert render([vif_plugging(), vif_plugging()], RenderOptions(quiet=True)) == 2 * (
        "etc/nova.conf:3:1: warning[fatal-vif-plugging] "
        "`vif_plugging_is_fatal` is true in a dense cloud\n"
    )


def test_colour() -> None:
    document = Document.parse("[DEFAULT]\ndebug = 1\n")
    fix = replacing(document, "1", "true", Safety.SAFE)
    found = finding(document, "1", severity=Severity.ERROR, fixes=[fix])
    assert render([CheckResult((document,), (found,))], RenderOptions(color=True)) == (
        "\x1b[1mnova.conf:2:9:\x1b[0m \x1b[1;31merror\x1b[0m[odd-option] `debug` is odd\n"
        "\x1b[34m  |\x1b[0m\n"
        "\x1b[34m2 |\x1b[0m debug = 1\n"
        "\x1b[34m  |\x1b[0m \x1b[1;31m        ^\x1b[0m\n"
        "  \x1b[34m=\x1b[0m \x1b[1mfix (safe):\x1b[0m Write `true`\n"
        "    \x1b[1m--- a/nova.conf\x1b[0m\n"
        "    \x1b[1m+++ b/nova.conf\x1b[0m\n"
        "    \x1b[36m@@ -1,2 +1,2 @@\x1b[0m\n"
        "     [DEFAULT]\n"
        "    \x1b[31m-debug = 1\x1b[0m\n"
        "    \x1b[32m+debug = true\x1b[0m\n"
    )


def test_tabs_keep_the_marks_aligned() -> None:
    assert shown("[DEFAULT]\ndebug\t=\tyes\tno\n", "yes\tno").splitlines()[2:] == [
        "2 | debug\t=\tyes\tno",
        "  |      \t \t^^^\t^^",
    ]
    assert shown("[DEFAULT]\ndebug\t= 1\n", "\t").splitlines()[3] == "  |      ^"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_not_shown(end: str) -> None:
    document = Document.parse(f"[DEFAULT]{end}debug = 1{end}")
    found = finding(document, "debug = 1")
    assert render([CheckResult((document,), (found,))], PLAIN).splitlines()[1:] == [
        "  |",
        "2 | debug = 1",
        "  | ^^^^^^^^^",
    ]


def test_diff_of_a_crlf_file() -> None:
    document = Document.parse("[DEFAULT]\r\ndebug = 1\r\n")
    fix = replacing(document, "1", "true", Safety.SAFE)
    found = finding(document, "1", fixes=[fix])
    assert render([CheckResult((document,), (found,))], PLAIN).splitlines()[-3:] == [
        "     [DEFAULT]",
        "    -debug = 1",
        "    +debug = true",
    ]


def test_diff_of_mixed_line_ends_shows_them() -> None:
    document = Document.parse("[DEFAULT]\ndebug = 1\r\n")
    fix = replacing(document, "\r\n", "\n", Safety.SAFE)
    found = finding(document, "1", fixes=[fix])
    assert render([CheckResult((document,), (found,))], PLAIN).splitlines()[-3:] == [
        "     [DEFAULT]",
        "    -debug = 1\\r",
        "    +debug = 1",
    ]


def test_no_line_end_at_the_end() -> None:
    document = Document.parse("[DEFAULT]\ndebug = 1")
    found = finding(document, "1", fixes=[replacing(document, "1", "2", Safety.SAFE)])
    assert render([CheckResult((document,), (found,))], PLAIN).splitlines()[-4:] == [
        "    -debug = 1",
        "    \\ No newline at end of file",
        "    +debug = 2",
        "    \\ No newline at end of file",
    ]


def test_marks_stay_on_the_first_line() -> None:
    assert shown("[DEFAULT]\ndebug = 1\n  2\n", "= 1\n  2").splitlines()[2:] == [
        "2 | debug = 1",
        "  |       ^^^",
    ]


def test_an_empty_file_and_the_end_of_a_file() -> None:
    assert shown("", "").splitlines()[1:] == ["  |", "1 |", "  | ^"]
    document = Document.parse("[DEFAULT]\ndebug = 1\n")
    end = Finding("`x` is missing", place(document, "\n"), rule="odd-option")
    assert render([CheckResult((document,), (end,))], PLAIN).splitlines()[2:] == [
        "1 | [DEFAULT]",
        "  |          ^",
    ]


def test_long_lines_are_cut_around_the_place() -> None:
    line = "debug = " + "a" * 5000 + "HERE" + "b" * 5000
    _, _, source, marks = shown(f"[DEFAULT]\n{line}\n", "HERE").splitlines()
    assert source == "2 | ..." + "a" * 50 + "HERE" + "b" * 146 + "..."
    assert marks == "  |    " + " " * 50 + "^^^^"
    _, _, source, marks = shown(f"[DEFAULT]\n{line}\n", line).splitlines()
    assert source == "2 | debug = " + "a" * 192 + "..."
    assert marks == "  | " + "^" * 200
    _, _, source, marks = shown(f"[DEFAULT]\n{line}\n", "b\n").splitlines()
    assert source == "2 | ..." + "b" * 200
    assert marks == "  |    " + " " * 199 + "^"


def test_lines_fit_a_narrow_terminal() -> None:
    document = Document.parse("[DEFAULT]\ndebug = " + "a" * 300 + "HERE" + "b" * 300 + "\n")
    outcome = CheckResult((document,), (finding(document, "HERE"),))
    _, _, source, marks = render([outcome], RenderOptions(width=80)).splitlines()
    assert len(source) == 80
    assert source[marks.index("^") : marks.rindex("^") + 1] == "HERE"
    assert len(render([outcome], RenderOptions(width=3)).splitlines()[2]) == 50


def test_long_lines_of_a_diff_are_cut() -> None:
    document = Document.parse("[DEFAULT]\ndebug = " + "a" * 5000 + "\n")
    found = finding(document, "debug", fixes=[replacing(document, "debug", "Debug", Safety.SAFE)])
    last = render([CheckResult((document,), (found,))], PLAIN).splitlines()[-1]
    assert last == "    +Debug = " + "a" * 391 + "..."


def test_secrets() -> None:
    document = Document.parse("[DEFAULT]\n# debug = p4ss\npass = p4ss ; x\n")
    found = finding(document, "p4ss ; x", fixes=[replacing(document, "pass", "word", Safety.SAFE)])
    outcome = CheckResult((document,), (found,), secrets=("p4ss",))
    assert (
        render([outcome], PLAIN)
        == """\
nova.conf:3:8: warning[odd-option] `debug` is odd
  |
3 | pass = *** ; x
  | ^^^^
  = fix (safe): Write `word`
    --- a/nova.conf
    +++ b/nova.conf
    @@ -3 +3 @@
    -pass = *** ; x
    +word = *** ; x
"""
    )


@pytest.mark.parametrize(
    ("line", "marks"),
    [
        ("#pass = p4ss", " ^^^^"),
        ("# pass=p4ss", "  ^^^^"),
        ("pass : p4ss", "^^^^"),
        ("  a=p4ss", None),
        ("p4ss", None),
    ],
)
def test_masked_lines_mark_the_name_alone(line: str, marks: str | None) -> None:
    _, _, source, *rest = shown(f"[DEFAULT]\n{line}\n", "p4ss", secrets=("p4ss",)).splitlines()
    assert source == "2 | " + line.replace("p4ss", "***")
    assert rest == ([] if marks is None else ["  | " + marks])


def test_nothing_rules_the_terminal() -> None:
    text = "[DEFAULT]\ndebug = \x1b[2J\u202e\x9b1\xa0é\ufeff\n"
    document = Document.parse(text, "a\x1b]0;b\n.conf")
    note = Note("see\x07 there", place(document, "[DEFAULT]"))
    fix = replacing(document, "1", "\x08", Safety.UNSAFE, "Write \x00")
    found = finding(document, "\x9b1", "bad `\x1b[2J`\n\x7f", fixes=[fix], related=[note])
    assert (
        render([CheckResult((document,), (found,))], PLAIN)
        == r"""a\x1b]0;b\n.conf:2:14: warning[odd-option] bad `\x1b[2J`\n\x7f
  |
2 | debug = \x1b[2J\u202e\x9b1\xa0é\ufeff
  |                      ^^^^^
  = a\x1b]0;b\n.conf:1:1: see\x07 there
  = fix (unsafe): Write \x00
    --- "a/a\033]0;b\n.conf"
    +++ "b/a\033]0;b\n.conf"
    @@ -1,2 +1,2 @@
     [DEFAULT]
    -debug = \x1b[2J\u202e\x9b1\xa0é\ufeff
    +debug = \x1b[2J\u202e\x9b\x08\xa0é\ufeff
"""
    )


def test_bytes_that_are_not_utf8() -> None:
    document = Document.parse(b"[DEFAULT]\ndebug = \xff\xe9!\n", "caf\udce9.conf")
    report = render([CheckResult((document,), (finding(document, "!"),))], PLAIN)
    assert report.splitlines()[0].startswith("caf\\xe9.conf:2:11: ")
    assert report.splitlines()[2:] == [
        "2 | debug = \\xff\\xe9!",
        "  |                 ^",
    ]


def test_a_byte_order_mark_counts_as_a_character() -> None:
    assert shown("\ufeff[DEFAULT]\n", "\ufeff").splitlines() == [
        "nova.conf:1:1: warning[odd-option] `debug` is odd",
        "  |",
        "1 | \\ufeff[DEFAULT]",
        "  | ^^^^^^",
    ]


@pytest.mark.parametrize(("notes", "shown_notes"), [(5, 5), (6, 6), (7, 5), (40, 5)])
def test_many_notes_are_cut(notes: int, shown_notes: int) -> None:
    document = Document.parse("[DEFAULT]\ndebug = true\n")
    note = Note("read by nova-api", place(document, "debug"))
    found = finding(document, "debug", related=[note] * notes)
    lines = render([CheckResult((document,), (found,))], PLAIN).splitlines()
    assert sum("read by nova-api" in line for line in lines) == shown_notes
    rest = f"  = and {notes - shown_notes} more places (--format json lists them all)"
    assert (rest in lines) == (notes > shown_notes)


@given(st.text(), st.text(), st.text(), st.data())
def test_any_text_prints(text: str, path: str, message: str, data: st.DataObject) -> None:
    document = Document.parse(text, path)
    about = text[data.draw(st.integers(0, len(text))) :]
    fix = replacing(document, about, message, Safety.UNSAFE)
    note = Note(message, place(document, about))
    found = finding(document, about, message, fixes=[fix], related=[note])
    report = render([CheckResult((document,), (found,))], PLAIN)
    assert all(char.isprintable() or char in "\n\t" for char in report)
    report.encode()
