"""How rules are run: order, failures, places, and configurations of several files or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from novalint.config.model import Config, load
from novalint.deployment import Deployment
from novalint.engine import report as engine
from novalint.engine.report import check
from novalint.engine.running import LARGEST, LONGEST, MOST_IN_A_LINE
from novalint.findings import Finding, Fix, Location, Note, NotRun, Safety, Severity
from novalint.rules.declaration import FactNeeded, Rule, rule
from novalint.text.document import Document
from novalint.text.edits import Edit, Patch
from novalint.text.source import Source, Span

TEXT = "[DEFAULT]\nmy_ip = x\nhost = y\n"
DENSE = Deployment(role="compute", tenants=300, instances_per_host=80)


def at(config: Config, start: int, message: str = "m", **more: object) -> Finding:
    document = config.documents[0]
    return Finding(message, Location.of(document, Span(start, start + 1)), **more)


@rule("aa-good", theme="test", severity=Severity.INFO)
def good(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Finds two places."""
    yield at(config, 20)
    yield at(config, 10)


@rule("bb-raises", theme="test", severity=Severity.WARNING)
def raises(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Finds one thing and fails."""
    yield at(config, 10)
    raise ZeroDivisionError("secret hunter2")


@rule("cc-elsewhere", theme="test", severity=Severity.WARNING)
def elsewhere(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Points at a file that nobody gave."""
    yield Finding("m", Location.of(Document.parse(TEXT, "other.conf"), Span(0, 1)))


@rule("dd-wrong-patch", theme="test", severity=Severity.WARNING)
def wrong_patch(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Calls a patch of another text safe."""
    patch = Patch.of(Source("nova.conf", "other text"), [Edit(0, 1, "")])
    yield at(config, 10, fixes=(Fix("t", patch, Safety.SAFE),))


@rule("ee-needs", theme="test", severity=Severity.WARNING)
def needs(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Lacks a fact that it finds out about late."""
    yield at(config, 10)
    raise FactNeeded("cells")


@rule("ff-severe", theme="test", severity=Severity.INFO)
def severe(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Finds what stands where another rule finds something, and is worse."""
    yield at(config, 10, override=Severity.ERROR)


odd = replace(good, name="gg-odd", needs=5)  # as only a plugin's rule may be declared


def run(monkeypatch: pytest.MonkeyPatch, *rules: Rule, text: str = TEXT) -> engine.Report:
    monkeypatch.setattr(engine, "choose", lambda *_: rules)
    return check(Document.parse(text))


@pytest.mark.rule_failure
@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (raises, "ZeroDivisionError"),
        (elsewhere, "KeyError"),
        (wrong_patch, "PatchError"),
        (odd, "TypeError"),
    ],
)
def test_a_rule_that_fails_is_one_finding(
    monkeypatch: pytest.MonkeyPatch, broken: Rule, error: str
) -> None:
    report = run(monkeypatch, good, broken)
    failure, *others = report.findings
    assert [one.rule for one in others] == ["aa-good", "aa-good"]
    assert (failure.rule, failure.theme, failure.severity) == (
        "rule-failure",
        "engine",
        Severity.ERROR,
    )
    assert failure.message == (
        f"the rule `{broken.name}` failed ({error}), so its findings are missing here; "
        "please report it"
    )
    assert str(failure.location) == "nova.conf:1:1"
    assert failure.location.end == failure.location.start
    assert failure.url == "docs/rules/rule-failure.md"


@pytest.mark.rule_failure
def test_the_plugin_of_a_rule_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    (failure,) = run(monkeypatch, replace(raises, plugin="acme")).findings
    assert failure.message.startswith("the rule `bb-raises` of the plugin `acme` failed (Zero")


@pytest.mark.rule_failure
@pytest.mark.parametrize(("number", "absurd"), [(LARGEST, False), (LARGEST + 1, True)])
def test_a_number_is_to_blame_only_beyond_64_bits(
    monkeypatch: pytest.MonkeyPatch, number: int, absurd: bool
) -> None:
    text = f"[DEFAULT]\nmy_ip = x\nmax_concurrent_builds = {number}\n[api]\n"
    (failure,) = run(monkeypatch, raises, text=text).findings
    assert ("cannot handle a number" in failure.message) is absurd


def test_notes_on_other_places_are_masked_and_cut_too(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "[DEFAULT]\nmy_ip = x\n[database]\nconnection = mysql://nova:hunter2@db\n"

    @rule("gg-notes", theme="test", severity=Severity.WARNING)
    def notes(config: Config, deployment: Deployment) -> Iterator[Finding]:
        """Says something of two places."""
        place = Location.of(config.documents[0], Span(text.index("conn"), len(text) - 1))
        told = ("see `hunter2`", "two\nlines", "x" * 2 * LONGEST)
        yield at(config, 10, related=tuple(Note(one, place) for one in told))

    (found,) = run(monkeypatch, notes, text=text).findings
    secret, lines, long = (note.message for note in found.related)
    assert secret == "see `***`"
    assert lines.isprintable()
    assert len(long) == LONGEST
    assert {str(note.location) for note in found.related} == {"nova.conf:4:1"}


def test_what_a_rule_says_is_masked_but_for_the_name_of_its_option(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "[DEFAULT]\nmy_ip = x\n[database]\nconnection = connection\n"

    @rule("hh-says", theme="test", severity=Severity.WARNING)
    def says(config: Config, deployment: Deployment) -> Iterator[Finding]:
        """Quotes what is the name of an option and the value of a secret."""
        fix = Fix("drop `connection`", Patch.of(config.documents[0].source, [Edit(10, 11, "#")]))
        start = text.index("connection")
        yield at(config, start, "see `connection`", option="connection", fixes=(fix,))
        yield at(config, start, "see `connection`", option="my_ip")

    first, second = run(monkeypatch, says, text=text).findings
    assert first.message == "see `connection`"
    assert second.message == "see `***`"
    assert [fix.title for fix in first.fixes] == ["drop `***`"]


def test_a_fix_that_is_called_safe_is_so_only_where_it_is_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @rule("ii-fixes", theme="test", severity=Severity.WARNING)
    def fixes(config: Config, deployment: Deployment) -> Iterator[Finding]:
        """Calls two fixes safe."""
        source = config.documents[0].source
        for start, new in ((10, "#"), (0, "# note\n")):
            fix = Fix("t", Patch.of(source, [Edit(start, start, new)]), Safety.SAFE)
            yield at(config, start, fixes=(fix,))

    found = run(monkeypatch, fixes).findings
    assert [one.fixes[0].safety for one in found] == [Safety.SAFE, Safety.UNSAFE]


@pytest.mark.parametrize(("length", "cut"), [(LONGEST, False), (LONGEST + 1, True)])
def test_what_a_rule_says_is_cut_where_it_is_too_long(
    monkeypatch: pytest.MonkeyPatch, length: int, cut: bool
) -> None:
    @rule("jj-talks", theme="test", severity=Severity.WARNING)
    def talks(config: Config, deployment: Deployment) -> Iterator[Finding]:
        """Says much."""
        yield at(config, 10, "x" * length)

    (found,) = run(monkeypatch, talks).findings
    assert found.message == ("x" * (LONGEST - 1) + "…" if cut else "x" * LONGEST)


def test_a_rule_that_finds_too_much_in_a_line_says_where_it_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @rule("kk-repeats", theme="test", severity=Severity.WARNING)
    def repeats(config: Config, deployment: Deployment) -> Iterator[Finding]:
        """Finds the same again and again, in other words."""
        place = Location.of(config.documents[0], Span(0, 1))
        fix = Fix("t", Patch.of(config.documents[0].source, [Edit(10, 10, "#")]))
        for number in count():
            yield at(config, 10, f"m{number}", fixes=(fix,), related=(Note("n", place),))

    found = run(monkeypatch, repeats).findings
    assert len(found) == MOST_IN_A_LINE
    assert all(one.fixes and one.related for one in found[:-1])
    assert (found[-1].fixes, found[-1].related) == ((), ())
    assert found[-1].message == (
        f"this rule has {MOST_IN_A_LINE} or more findings in this line, and the rest is left out; "
        "fix some first"
    )


def test_what_a_rule_says_of_a_place_in_the_same_words_is_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @rule("ll-echoes", theme="test", severity=Severity.WARNING)
    def echoes(config: Config, deployment: Deployment) -> Iterator[Finding]:
        """Finds the same for two options, and more severe elsewhere."""
        for start, severity in ((10, None), (10, None), (10, Severity.INFO), (0, None)):
            yield at(config, start, "m", override=severity)

    found = run(monkeypatch, echoes).findings
    assert [(one.location.start.offset, one.severity) for one in found] == [
        (0, Severity.WARNING),
        (10, Severity.WARNING),
        (10, Severity.INFO),
    ]


def test_a_rule_that_lacks_a_fact_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    report = run(monkeypatch, needs)
    assert report.findings == ()
    assert report.not_run == (NotRun("ee-needs", ("cells",)),)


def test_the_facts_that_a_rule_lacks_are_told() -> None:
    report = check(Document.parse(TEXT), select=["fatal-vif-plugging"], release="2026.2")
    (lacks,) = report.not_run
    assert lacks.rule == "fatal-vif-plugging"
    assert "tenants" in lacks.needs
    assert report.ran == frozenset()


def test_findings_stand_by_place_then_by_severity_then_by_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = run(monkeypatch, good, severe)
    order = [(one.location.start.offset, one.severity, one.rule) for one in report.findings]
    assert order == [
        (10, Severity.ERROR, "ff-severe"),
        (10, Severity.INFO, "aa-good"),
        (20, Severity.INFO, "aa-good"),
    ]


def test_the_engine_adds_what_a_rule_does_not_say(monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(monkeypatch, good).findings[0]
    assert (first.rule, first.theme, first.severity) == ("aa-good", "test", Severity.INFO)
    assert (first.url, first.content) == ("docs/rules/aa-good.md", "my_ip = x")


def test_files_stand_in_the_order_in_which_they_are_read() -> None:
    late = Document.parse("[DEFAULT]\nmy-ip = z\n", "z.conf")
    early = Document.parse("\n\n[DEFAULT]\nmy-ip = a\n", "a.conf")
    report = check(load(late, early))
    assert [str(one.location) for one in report.findings] == ["z.conf:2:1", "a.conf:4:1"]
    assert report.files == ("z.conf", "a.conf")


def test_of_several_files_the_last_one_counts() -> None:
    first = Document.parse("[DEFAULT]\nvif_plugging_is_fatal = true\n", "1.conf")
    second = Document.parse("[DEFAULT]\nvif_plugging_is_fatal = false\n", "2.conf")
    select = ["fatal-vif-plugging"]
    assert check(load(first, second), deployment=DENSE, select=select).findings == ()
    report = check(load(second, first), deployment=DENSE, select=select)
    assert [str(one.location) for one in report.findings] == ["1.conf:2:1"]
    assert report.fix(unsafe=True).paths == ("1.conf",)


def test_unset_in_several_files_points_at_a_template_first() -> None:
    first = Document.parse("[DEFAULT]\n#vif_plugging_is_fatal = true\n", "1.conf")
    second = Document.parse("[DEFAULT]\nmy_ip = 192.0.2.1\n", "2.conf")
    report = check(load(first, second), deployment=DENSE, select=["fatal-vif-plugging"])
    assert [str(one.location) for one in report.findings] == ["1.conf:2:1"]
    assert report.fix(unsafe=True).paths == ("1.conf",)


def test_nothing_is_found_in_no_files() -> None:
    report = check(load(), deployment=DENSE)
    assert report.findings == report.files == ()
    assert not report.fix(unsafe=True)


def test_fingerprints_stay_while_other_lines_come_and_go() -> None:
    (before,) = check(Document.parse("[DEFAULT]\nmy-ip = x\n")).findings
    (after,) = check(Document.parse("# more\n\n[DEFAULT]\nhost = y\nmy-ip = x\n")).findings
    (other,) = check(Document.parse("[DEFAULT]\nmy-ip = z\n")).findings
    assert before.fingerprint == after.fingerprint != other.fingerprint


def test_findings_say_who_reads_the_option_and_what_a_change_takes() -> None:
    text = "[DEFAULT]\nvif_plugging_timeout = x\n[libvirt]\nlive_migration_completion_timeout = x\n"
    timeout, completion = check(Document.parse(text), release="2026.2").findings
    assert (timeout.readers, timeout.on_reload) == (("nova-compute",), False)
    assert completion.on_reload
    (unknown,) = check(Document.parse("[DEFAULT]\nno_such_name = 1\n")).findings
    assert unknown.readers == ()


@pytest.mark.rule_failure
def test_a_rule_that_says_no_text_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    @rule("aa-number", theme="test", severity=Severity.INFO)
    def number(config: Config, deployment: Deployment) -> Iterator[Finding]:
        """Says a number."""
        yield at(config, 10, 7)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "choose", lambda *_: (number,))
    (found,) = check(Document.parse(TEXT), release="2026.2").findings
    assert found.rule == "rule-failure"
    assert "`aa-number` failed (TypeError)" in found.message
