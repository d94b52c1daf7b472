"""Every rule's example files prove what the rule promises."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import command
import pytest
import reference
from many import hold, of_each
from rules.examples import Example, examples, facts, fault, folders, rendered
from rules.page_sections import check_page

from novalint.config.model import Config
from novalint.engine.report import Report, check
from novalint.engine.safety import patched
from novalint.findings import Severity
from novalint.hosts.reading import plain
from novalint.rules.catalogue import find_rule, rules
from novalint.rules.declaration import Rule
from novalint.schema.releases import find_release, releases
from novalint.text.document import Document, normalize_group
from novalint.text.source import encode

NAMES = [rule.name for rule in rules() if not rule.scope]  # the others: tests/fleets
EVERY = examples()

each_mended = pytest.mark.parametrize(
    "example", [one for one in EVERY if one.fixed.exists()], ids=str
)
each_rule = pytest.mark.parametrize("name", NAMES)


def declared(name: str) -> Rule:
    rule = find_rule(name)
    assert rule is not None
    return rule


def of_rule(name: str) -> list[Example]:
    return [example for example in EVERY if example.rule == name]


@pytest.mark.every_case
@each_rule
def test_examples_are_told_and_mended_as_expected(name: str) -> None:
    checks = [
        the_rule_itself_speaks_and_does_not_fail,
        report_is_exactly_the_expected_one,
        spans_lie_inside_the_file,
        fixes_remove_every_finding_that_has_one,
        fixed_file_is_the_expected_one_and_stays_as_it_is,
        oslo_reads_a_change_of_the_named_options_alone,
        safe_fixes_keep_every_value,
        only_a_file_with_fixes_has_a_fixed_one,
    ]
    hold(checks, of_rule(name))
    hold([good_file_is_silent], [name])


@each_rule
def test_a_part_is_told_what_its_lines_say_wrongly(name: str) -> None:
    hold([a_part_is_told_what_its_lines_say_wrongly], of_rule(name))


@pytest.mark.slow
@each_rule
def test_fixes_bring_no_new_warning_or_error(name: str) -> None:
    hold([fixes_bring_no_new_warning_or_error], of_rule(name))


@cache
def found(example: Example) -> Report:
    return example.check()


@cache
def mended(example: Example) -> Document:
    """Give the bad file after all fixes of its rule."""
    report = found(example)
    patch = report.fix(unsafe=True)
    return example.read(encode(patch.apply(report.config.documents[0].text)))


@cache
def again(example: Example) -> Report:
    """Check the file once more after all fixes."""
    return example.check(mended(example))


def test_every_rule_has_a_folder_and_every_folder_a_rule() -> None:
    assert folders() == sorted(NAMES)
    assert {example.rule for example in EVERY} == set(NAMES)


def test_no_file_is_left_over() -> None:
    for rule in folders():
        cases = [example for example in EVERY if example.rule == rule]
        known = {"good.conf", "facts.toml"} | {f"facts{one.suffix}.toml" for one in cases}
        known |= {f"bad{one.suffix}.conf" for one in cases} | {one.expected.name for one in cases}
        known |= {one.path.name for one in cases}
        known |= {one.fixed.name for one in cases}
        assert {path.name for path in (cases[0].folder).iterdir()} <= known


def the_rule_itself_speaks_and_does_not_fail(example: Example) -> None:
    assert fault(example, found(example)) == ""


def report_is_exactly_the_expected_one(example: Example) -> None:
    assert rendered(found(example)) == example.expected.read_bytes().decode()


def a_part_is_told_what_its_lines_say_wrongly(example: Example) -> None:
    (part,) = plain(example.bad.source, True, False)
    assert own_and_severe(example.check(part)) >= own_and_severe(found(example))


def own_and_severe(report: Report) -> set[tuple[object, ...]]:
    """Give the errors and warnings about options that the file sets."""
    return {
        (one.rule, one.severity, one.location, one.message)
        for one in report.findings
        if one.severity is not Severity.INFO
        and (normalize_group(one.group), one.option) in report.config.touched
    }


def good_file_is_silent(name: str) -> None:
    path = Example(name).folder / "good.conf"
    report = check(Document.parse(path.read_bytes(), "good.conf"), deployment=facts(name))
    loud = [one for one in report.findings if one.rule == name or one.severity is not Severity.INFO]
    assert loud == []
    assert name not in {one.rule for one in report.not_run}


def spans_lie_inside_the_file(example: Example) -> None:
    size = len(example.bad.text)
    places = [one.location for one in found(example).findings]
    places += [note.location for one in found(example).findings for note in one.related]
    for place in places:
        assert 0 <= place.start.offset <= place.end.offset <= size
        assert place.start == example.bad.position(place.start.offset)
        assert place.end == example.bad.position(place.end.offset)


def fixes_remove_every_finding_that_has_one(example: Example) -> None:
    before = found(example).findings
    left = again(example).findings
    assert not any(one.fixes for one in left)
    assert len(left) == sum(not one.fixes for one in before)


def only_a_file_with_fixes_has_a_fixed_one(example: Example) -> None:
    assert example.fixed.exists() == any(one.fixes for one in found(example).findings)


def fixed_file_is_the_expected_one_and_stays_as_it_is(example: Example) -> None:
    if example.fixed.exists():
        assert encode(mended(example).text) == example.fixed.read_bytes()
        assert not again(example).fix(unsafe=True)


def fixes_bring_no_new_warning_or_error(example: Example) -> None:
    after = severe(example.check(mended(example), select=()))
    before = severe(example.check(select=())) if after else after
    assert after <= before, f"new: {after - before}"


def severe(report: Report) -> Counter[tuple[str, str, str]]:
    """Count the warnings and errors of all rules by option."""
    return Counter(
        (one.rule, normalize_group(one.group), one.option)
        for one in report.findings
        if one.severity is not Severity.INFO
    )


def oslo_reads_a_change_of_the_named_options_alone(example: Example) -> None:
    """What else is new was freed: it is the value, or a line of it, of an option that is named."""
    before, after = values(example.bad), values(mended(example))
    if before is None:
        assert after is not None or not all(one.fixes for one in found(example).findings)
        return
    assert after is not None
    lost, gained = before - after, after - before
    freed = [one for one in lost if named(found(example), one)]
    moved = [one for one in gained if any(one.option in text for text in (f.text for f in freed))]
    for one in lost:
        assert one in freed or behind_a_freed_header(one, freed, gained), one
    for one in gained:
        known = named(found(example), one) or one in moved
        assert known or any(one.text == other.text for other in lost), one


class Value(NamedTuple):
    """One value of an option as oslo.config's own parser reads it."""

    group: str
    option: str
    text: str


def values(document: Document) -> Counter[Value] | None:
    read = reference.normalized(document.text)
    if read is None:
        return None
    return Counter(
        Value(group, option, text)
        for group, options in read.items()
        for option, found in options.items()
        for text in found
    )


def named(report: Report, value: Value) -> bool:
    """Tell whether a finding is about the option or its whole group, or names it in its message."""
    return any(
        f"`{value.option}`" in one.message
        or f"`[{value.group}] {value.option}`" in one.message
        or (normalize_group(one.group) == value.group and one.option in ("", value.option))
        for one in report.findings
    )


def behind_a_freed_header(value: Value, freed: list[Value], gained: Counter[Value]) -> bool:
    """Tell whether an option is now in a group whose header was a line of a freed value."""
    return any(
        f"[{one.group}]" in other.text for one in gained if one[1:] == value[1:] for other in freed
    )


def safe_fixes_keep_every_value(example: Example) -> None:
    config, patch = found(example).config, found(example).fix()
    assert not patch or typed(config) == typed(patched(config, patch))


def typed(config: Config) -> dict[tuple[str, str], tuple[str, str]]:
    return {(one.group, one.name): (repr(one.value), str(one.error)) for one in config.settings}


@pytest.mark.slow
@each_mended
def test_patch_1_makes_the_fixed_file(example: Example, tmp_path: Path) -> None:
    target = tmp_path / "bad.conf"
    target.write_bytes(encode(example.bad.text))
    diff = encode(found(example).fix(unsafe=True).unified_diff())
    command.applied(diff, tmp_path)
    assert target.read_bytes() == example.fixed.read_bytes()


@of_each(NAMES)
def test_page_has_its_sections_and_narrow_lines(name: str) -> None:
    check_page(declared(name))


@pytest.mark.parametrize("name", [name for name in NAMES if any(declared(name).releases)])
def test_rule_runs_in_the_releases_it_declares_and_not_beside_them(name: str) -> None:
    first, last = declared(name).releases
    majors = [one.major for one in releases()]
    if first is not None:
        assert runs(name, first)
        assert first - 1 not in majors or not runs(name, first - 1)
    if last is not None:
        assert runs(name, last)
        assert last + 1 not in majors or not runs(name, last + 1)


@of_each(NAMES)
def test_rule_stands_in_the_folder_of_its_theme(name: str) -> None:
    assert declared(name).check.__module__.split(".")[2] == declared(name).theme


def runs(name: str, major: int) -> bool:
    """Tell whether the rule finds something in one of its bad files, or says what it lacks.

    That is of the release, or of its first version told in full, which lacks every stable update.
    """
    told = (find_release(str(major)).series, f"{major}.0.0")
    reports = (example.check(release=release) for release in told for example in of_rule(name))
    return any(report.findings or report.not_run for report in reports)
